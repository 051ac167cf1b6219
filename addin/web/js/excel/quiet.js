// How is Excel kept still while sheets change, and how does its user find everything as it was left?

/**
 * Does the work while nothing is calculated and no event fires; then calculation, events, the sheet in front and what was
 * selected are as they were, whatever happened.
 * @template T
 * @param {Excel.RequestContext} context
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function quietly(context, work) {
  const { application, worksheets } = context.workbook;
  const front = worksheets.getActiveWorksheet().load("name");
  application.load("calculationMode");
  context.runtime.load("enableEvents");
  await context.sync();
  const mode = application.calculationMode;
  const events = context.runtime.enableEvents;
  const selected = await selection(context);
  try {
    application.calculationMode = "Manual";
    context.runtime.enableEvents = false;
    await context.sync();
    return await work();
  } finally {
    await put(context, () => {
      worksheets.getItem(front.name).activate();
      if (selected) worksheets.getItem(front.name).getRange(selected).select();
    });
    await put(context, () => {
      context.runtime.enableEvents = events;
    });
    await put(context, () => {
      application.calculationMode = mode;
    });
  }
}

/**
 * The selected cells' address; null where a picture or several areas are selected.
 * @param {Excel.RequestContext} context
 */
async function selection(context) {
  try {
    const range = context.workbook.getSelectedRange().load("address");
    await context.sync();
    return range.address.slice(range.address.lastIndexOf("!") + 1);
  } catch {
    return null;
  }
}

/**
 * One thing that cannot be put back, as its sheet is gone perhaps, keeps no other from it.
 * @param {Excel.RequestContext} context
 * @param {() => void} back
 */
async function put(context, back) {
  try {
    back();
    await context.sync();
  } catch {
    // nothing of the user's is lost by it
  }
}
