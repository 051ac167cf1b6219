// The task pane: its views, and what each press does.

import { goTo, selected, watch } from "../excel/going.js";
import { workbookName } from "../excel/reading.js";
import { lastRun } from "../running.js";
import { byId } from "./dom.js";
import { Drafts } from "./drafts.js";
import { Explain } from "./explain.js";
import { Presses } from "./presses.js";
import { Problems } from "./problems.js";
import * as tabs from "./tabs.js";
import { Today } from "./today.js";
import * as work from "./work.js";

/** @typedef {import("../types.js").Config} Config */
/** @typedef {import("../types.js").Button} Button */

/**
 * Opens the pane; gives what a press on a button does.
 * @param {Config} config
 * @returns {(button: Button) => void}
 */
export function open(config) {
  tabs.start();
  byId("version").textContent = `Version ${config.version}`;
  /** @param {string} id */
  const press = (id) => () => {
    const button = config.buttons.find((one) => one.id === id);
    if (button) presses.press(button);
  };
  const views = {
    today: new Today(config.buttons, {
      press: (button) => presses.press(button), look: () => void presses.forecast(), bring: (files) => void presses.bring(files),
    }),
    problems: new Problems({
      check: press("bo_check"),
      go: async ({ sheet, cell }) => {
        if (!(await goTo(sheet, cell).catch(() => false))) work.failed("Not there any more", `The sheet ${sheet} is gone, or cannot be shown; press Check to look again.`);
      },
    }),
    drafts: new Drafts({ draft: press("bo_notify") }),
    explain: new Explain({ explain: press("bo_explain") }),
  };
  const presses = new Presses(config, views);
  void begin(views);
  presses.soon();
  return (button) => presses.press(button);
}

/** @param {{today: Today, explain: Explain}} views */
async function begin({ today, explain }) {
  const name = await workbookName().catch(() => "");
  byId("book").textContent = name || "The workbook in front";
  today.remember(await lastRun(name));
  const point = async () => explain.point(await selected());
  await point();
  await watch(() => void point()).catch(() => undefined);
}
