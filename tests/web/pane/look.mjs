// Opens the pane in headless Chromium and walks through its states; axe looks at each. One JSON object on standard output.
//   node look.mjs CHROMIUM ADDIN MADE ANSWERS [PICTURES]
// ADDIN is addin/web, MADE the folder of files that are made (config.json, assets), ANSWERS a JSON of verb -> answer.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [executablePath, addin, made, answersFile, pictures] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const here = dirname(fileURLToPath(import.meta.url));
const answers = JSON.parse(readFileSync(answersFile, "utf8"));
const instead = {
  "/js/excel/reading.js": "reading.js", "/js/excel/going.js": "going.js", "/js/excel/carrying/index.js": "carrying.js",
};
const kinds = { html: "text/html", css: "text/css", js: "text/javascript", json: "application/json", png: "image/png" };
const policy = answers.policy;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

/** A pane whose server answers as `answers` says; a verb that is null never answers, and "down" is a server that is not there. */
async function open({ theme, width, verbs = {} }) {
  const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 720 }, acceptDownloads: true, reducedMotion: "reduce" });
  const tab = await context.newPage();
  tab.setDefaultTimeout(20000);
  const said = [];
  tab.on("console", (message) => said.push(message.text()));
  tab.on("pageerror", (error) => said.push(String(error)));
  await tab.route("**/*", async (route) => {
    const address = new URL(route.request().url());
    if (address.host === "appsforoffice.microsoft.com") return route.fulfill({ path: join(here, "office.js"), contentType: kinds.js });
    if (address.pathname === "/session") return route.fulfill({ json: { token: "t" } });
    if (address.pathname.startsWith("/run/")) {
      const verb = address.pathname.slice(5);
      const dry = verb in { run: 1 } && (verbs.first ?? "run") && !tab.pressed;
      const given = dry && "first" in verbs ? verbs.first : verb in verbs ? verbs[verb] : answers[verb];
      if (given === null) return undefined;
      if (given === "down") return route.abort();
      return route.fulfill({ json: given, status: given.says ? 409 : 200 });
    }
    const file = [join(here, instead[address.pathname] ?? "-"), join(addin, address.pathname), join(made, address.pathname)].find((f) => existsSync(f));
    const headers = address.pathname.endsWith(".html") ? { "Content-Security-Policy": policy } : {};
    return file ? route.fulfill({ path: file, contentType: kinds[file.split(".").pop()], headers }) : route.fulfill({ status: 404, body: "" });
  });
  await tab.goto("https://pane.test/taskpane.html");
  return { tab, said, context };
}

const press = async (tab, id) => {
  tab.pressed = true;
  await tab.locator(`[data-press="${id}"]`).first().click();
};
const ready = (tab) => tab.waitForSelector('.tiles[aria-busy="false"]');

const STATES = {
  opening: { verbs: { first: null }, walk: async (tab) => tab.waitForSelector(".tile.waiting") },
  today: { walk: ready },
  working: { verbs: { run: null, first: answers.look }, walk: async (tab) => { await ready(tab); await press(tab, "bo_run"); await tab.waitForSelector(".bar"); } },
  done: { walk: async (tab) => { await ready(tab); await press(tab, "bo_run"); await tab.waitForSelector(".work.done"); } },
  problems: { walk: async (tab) => { await ready(tab); await tab.click("#tab-problems"); await tab.waitForSelector(".problem"); } },
  clean: { verbs: { first: { ...answers.look, problems: [] } }, walk: async (tab) => { await ready(tab); await tab.click("#tab-problems"); } },
  drafts: { walk: async (tab) => { await ready(tab); await press(tab, "bo_run"); await tab.waitForSelector(".work.done"); await tab.click("text=Close"); await tab.click("#tab-drafts"); } },
  letter: { walk: async (tab) => { await STATES.drafts.walk(tab); await tab.locator(".draft").first().click(); await tab.waitForSelector("iframe"); } },
  nodrafts: { walk: async (tab) => { await ready(tab); await tab.click("#tab-drafts"); } },
  explain: { walk: async (tab) => { await ready(tab); await tab.click("#tab-explain"); await press(tab, "bo_explain"); await tab.waitForSelector("article.card"); } },
  asks: { walk: async (tab) => { await ready(tab); await press(tab, "bo_adopt"); await tab.waitForSelector(".asks"); } },
  down: { verbs: { first: "down", run: "down" }, walk: async (tab) => { await tab.waitForSelector("text=cannot be reached"); await press(tab, "bo_run"); await tab.waitForSelector(".work.failed"); } },
  strange: { verbs: { first: answers.strange }, walk: async (tab) => tab.waitForSelector("text=Look again >> nth=1") },
};

async function look([name, theme, width]) {
  const { tab, said, context } = await open({ theme, width, verbs: STATES[name].verbs });
  await STATES[name].walk(tab);
  await tab.evaluate(axe);
  const seen = await tab.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"], iframes: false });
    const page = document.documentElement;
    return {
      violations: violations.map((v) => `${v.id}: ${v.nodes[0].html} ${v.nodes[0].failureSummary}`),
      wider: page.scrollWidth > page.clientWidth,
      text: document.querySelector("main").innerText,
      theme: page.dataset.theme,
    };
  });
  if (pictures) await tab.screenshot({ path: join(pictures, `${name}-${theme}-${width}.png`), fullPage: true });
  await context.close();
  return { name, width, said, ...seen };
}

const wanted = Object.keys(STATES).flatMap((name) => [[name, "light", 320], [name, "dark", 320]]);
wanted.push(["today", "light", 520], ["done", "dark", 520]);
const looks = [];
for (let i = 0; i < wanted.length; i += 4) looks.push(...await Promise.all(wanted.slice(i, i + 4).map(look)));

// The keyboard alone, and what a click on a problem, a draft and a question does.
const used = {};
{
  const { tab, context } = await open({ theme: "light", width: 320 });
  await ready(tab);
  await tab.focus("#tab-today");
  await tab.keyboard.press("ArrowRight");
  used.tab = await tab.evaluate(() => [document.activeElement.id, document.getElementById("panel-problems").hidden]);
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Tab");
  await tab.locator("button.problem").first().focus();
  await tab.keyboard.press("Enter");
  used.went = await tab.evaluate(() => window.went);
  await tab.click("#tab-today");
  await press(tab, "bo_adopt");
  await tab.waitForSelector(".asks");
  used.asked = await tab.evaluate(() => document.activeElement.textContent);
  await tab.keyboard.press("Escape");
  await tab.waitForSelector(".work.done");
  used.declined = await tab.innerText("#work");
  await press(tab, "bo_dashboard");
  await tab.waitForSelector("text=There is no sheet Dashboard yet");
  await press(tab, "bo_run");
  await tab.waitForSelector("text=Morning Run is done");
  used.kept = await tab.innerText("#panel-today .head.card");
  await tab.click("#tab-drafts");
  await tab.locator(".draft").first().click();
  const [download] = await Promise.all([tab.waitForEvent("download"), tab.click("text=Save as .eml")]);
  used.saved = [download.suggestedFilename(), readFileSync(await download.path(), "utf8").slice(0, 400)];
  used.frame = await tab.evaluate(() => { const f = document.querySelector("iframe"); return [f.getAttribute("sandbox"), f.srcdoc.length > 500]; });
  used.ribbon = await tab.evaluate(async () => {
    let held = 1;
    await Office.actions.mappings.bo_check({ completed: () => { held -= 1; } });
    return [Object.keys(Office.actions.mappings), Object.keys(CustomFunctions.mappings).length, held];
  });
  await context.close();
}
await browser.close();
console.log(JSON.stringify({ looks, used }));
