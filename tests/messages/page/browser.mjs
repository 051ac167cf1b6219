// Opens pages in headless Chromium. One JSON object on standard output.
//   node browser.mjs CHROMIUM look PAGE...       axe looks at each, in both colour schemes and two widths
//   node browser.mjs CHROMIUM use PAGE SEARCH    a shopper searches, sorts and chooses
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [executablePath, does, ...pages] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const found = { looks: [], used: null };

const open = async (page, colorScheme, width) => {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
  const tab = await context.newPage();
  tab.setDefaultTimeout(30000);
  const said = [];
  tab.on("console", message => said.push(message.text()));
  tab.on("pageerror", error => said.push(String(error)));
  const start = performance.now();
  await tab.goto(page);
  return { tab, said, seconds: (performance.now() - start) / 1000 };
};

if (does === "look") {
  const look = async (page, scheme, width) => {
    const { tab, said } = await open(page, scheme, width);
    await tab.evaluate(axe);
    const seen = await tab.evaluate(async () => {
      const { violations } = await axe.run(document, { resultTypes: ["violations"] });
      const page = document.documentElement;
      return {
        violations: violations.map(v => `${v.id}: ${v.nodes[0].html}`),
        wider: page.scrollWidth > page.clientWidth,
        text: document.querySelector("main").innerText,
        ground: getComputedStyle(document.body).backgroundColor,
        tools: document.querySelectorAll("#tools:not([hidden]), th button").length,
      };
    });
    return { page, scheme, width, said, ...seen };
  };
  const wanted = pages.flatMap(page => ["light", "dark"].flatMap(scheme => [320, 1280].map(width => [page, scheme, width])));
  for (let i = 0; i < wanted.length; i += 4) found.looks.push(...await Promise.all(wanted.slice(i, i + 4).map(w => look(...w))));
} else {
  const [page, search] = pages;
  const { tab, said, seconds } = await open(page, "light", 1280);
  const visible = () => tab.evaluate(() => [...document.querySelectorAll("#items tbody tr:not([hidden])")].map(
    row => [...row.cells].map(cell => cell.textContent.trim())));
  const all = (await visible()).length;
  let start = performance.now();
  await tab.fill("#find", search);
  await tab.waitForFunction(total => !document.getElementById("shown").textContent.includes(`${total} `), all);
  const searched = { seconds: (performance.now() - start) / 1000, rows: await visible() };
  const status = await tab.textContent("#shown");
  await tab.fill("#find", "");
  await tab.waitForFunction(total => document.querySelectorAll("#items tbody tr:not([hidden])").length === total, all);
  start = performance.now();
  const head = tab.locator("#items thead th", { has: tab.locator("button") }).nth(3);
  await head.locator("button").click();
  const up = { sort: await head.getAttribute("aria-sort"), rows: await visible() };
  const took = (performance.now() - start) / 1000;
  await head.locator("button").click();
  const down = { sort: await head.getAttribute("aria-sort"), rows: await visible() };
  await tab.selectOption("#state", "preorder");
  found.used = { all, said, seconds, searched, status, up, down, took, preorders: await visible() };
  await tab.goto(`${page}?q=${encodeURIComponent(search)}`);
  found.used.linked = await visible();
}
await browser.close();
console.log(JSON.stringify(found));
