// Where does it all begin? One page for the pane, the buttons of the ribbon and the worksheet functions.

import * as commands from "./commands.js";
import { countsFrom1904 } from "./excel/reading.js";
import * as functions from "./functions.js";
import * as theme from "./pane/theme.js";
import { open } from "./pane/index.js";
import * as work from "./pane/work.js";
import { Refused, config } from "./server.js";

async function start() {
  if (typeof Office === "undefined") {
    work.failed("Office did not answer", "Backorder XL needs a file of Microsoft's to speak with Excel; check the internet connection, then open this pane again.");
    return;
  }
  const asked = config("config.json");
  asked.catch(() => undefined); // it is said below
  const { host } = await Office.onReady();
  theme.follow();
  try {
    const known = await asked;
    if (host !== Office.HostType.Excel) {
      work.failed("Not in Excel", "This page works inside Excel: open a workbook there, and Backorder XL from its ribbon.");
      return;
    }
    const press = open(known);
    commands.tie(known.buttons, press);
    functions.tie(known.functions, countsFrom1904());
  } catch (error) {
    const says = error instanceof Refused ? error.message : "Something in this page did not load; open the pane again.";
    work.failed("Not ready", says, [["Try again", () => location.reload(), "first"]]);
  }
}

void start();
