// Who opens the add-in in headless Chromium, passes what office.js asks on to the Excel of the tests, and does what a user does?
//   node browser.mjs CHROMIUM [CHROMIUM'S ARGUMENTS]      one JSON object a line, in and out:
//   in  {n, do, ...}           -> out {n, gives} or {n, error}
//   out {native, id, params}   -> in  {native, answer}      Excel is asked
import { readFileSync, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const [executablePath, ...args] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/`);
const { chromium } = require("playwright-core");
const OFFICE = `${process.cwd()}/node_modules/@microsoft/office-js/dist/`;
const MICROSOFT = "https://appsforoffice.microsoft.com/lib/1/hosted/";
const native = readFileSync(new URL("native.js", import.meta.url), "utf8");
const later = readFileSync(new URL("later.js", import.meta.url), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", ...args] });

const say = thing => process.stdout.write(`${JSON.stringify(thing)}\n`);
const waiting = new Map();
let asked = 0;
let context = null;
let tab = null;
let heard = [];
let requests = [];

const ask = (id, params) => new Promise(answered => {
  waiting.set(++asked, answered);
  say({ native: asked, id, params });
});

// office.js comes from where users get it, but out of the npm package; nothing else of the world is there.
const serve = async (route, origin) => {
  const { href } = new URL(route.request().url());
  if (href.startsWith(MICROSOFT)) {
    const path = OFFICE + new URL(href).pathname.slice("/lib/1/hosted/".length);
    if (!existsSync(path)) return route.abort();
    if (!path.endsWith("excel-win32-16.01.js")) return route.fulfill({ path });
    return route.fulfill({ contentType: "text/javascript", body: `${readFileSync(path, "utf8")}\n${later}` });
  }
  if (new URL(href).origin !== origin) return route.abort();
  const request = route.request();
  requests.push({ method: request.method(), path: new URL(href).pathname, bytes: request.postDataBuffer()?.length ?? 0 });
  return route.continue();
};

const does = {
  async open({ url, facts, width = 350, height = 800, scheme = "light", reduced = "no-preference" }) {
    await context?.close();
    context = await browser.newContext({ colorScheme: scheme, reducedMotion: reduced, timezoneId: "UTC", viewport: { width, height }, acceptDownloads: true });
    tab = await context.newPage();
    tab.setDefaultTimeout(60000);
    heard = [];
    requests = [];
    tab.on("console", message => heard.push(`${message.type()}: ${message.text()}`));
    tab.on("pageerror", error => heard.push(`pageerror: ${error.stack ?? error}`));
    await context.route("**/*", route => serve(route, new URL(url).origin));
    await tab.exposeFunction("excelRuns", ask);
    await tab.exposeFunction("excelKeeps", settings => ask(0, settings));
    await tab.addInitScript(native.replace("FACTS", () => JSON.stringify(facts)));
    const there = `${url}${url.includes("?") ? "&" : "?"}_host_Info=Excel$Win32$16.01$en-US$$$$1`;
    await tab.goto(there);
    await does.wait({ code: "() => window.Office?.context?.requirements !== undefined" });
    return null;
  },
  run: ({ code, argument }) => tab.evaluate(`(${code})(${JSON.stringify(argument ?? null)})`),
  // The page's own rules forbid what Playwright does to wait for something, so it is asked again and again.
  async wait({ code, argument, seconds = 400 }) {
    const last = performance.now() + seconds * 1000;
    while (!(await tab.evaluate(`Boolean((${code})(${JSON.stringify(argument ?? null)}))`))) {
      if (performance.now() > last) throw new Error(`waited in vain for ${code}; the page says: ${await tab.innerText("body")}`);
      await new Promise(on => setTimeout(on, 25));
    }
    return null;
  },
  says: ({ event, payload }) => tab.evaluate(([id, what]) => window.excelSays(id, what), [event, payload]).then(() => null),
  click: ({ on }) => tab.click(on).then(() => null),
  fill: ({ on, text }) => tab.fill(on, text).then(() => null),
  key: ({ key }) => tab.keyboard.press(key).then(() => null),
  files: ({ on, paths }) => tab.setInputFiles(on, paths).then(() => null),
  shot: ({ path, full = true }) => tab.screenshot({ path, fullPage: full }).then(() => null),
  size: ({ width, height }) => tab.setViewportSize({ width, height }).then(() => null),
  colours: ({ scheme }) => tab.emulateMedia({ colorScheme: scheme }).then(() => null),
  async axe() {
    await tab.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
    return tab.evaluate(async () => {
      const { violations } = await axe.run(document, { resultTypes: ["violations"] });
      return violations.map(v => `${v.id}: ${v.nodes[0].html}`);
    });
  },
  heard: () => heard,
  requests: () => requests,
  forget: () => {
    requests = [];
    heard = [];
    return null;
  },
};

createInterface({ input: process.stdin }).on("line", async line => {
  const wish = JSON.parse(line);
  if (wish.native !== undefined) {
    waiting.get(wish.native)(wish.answer);
    waiting.delete(wish.native);
    return;
  }
  try {
    say({ n: wish.n, gives: (await does[wish.do](wish)) ?? null });
  } catch (error) {
    say({ n: wish.n, error: String(error.message ?? error), heard });
  }
}).on("close", () => browser.close());
