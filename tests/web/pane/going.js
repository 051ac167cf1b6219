// In place of js/excel/going.js: where the pane went is kept, to be looked at.
window.went = [];
export async function goTo(sheet, cell) {
  window.went.push([sheet, cell]);
  return sheet !== "Dashboard";
}
export const show = (sheet) => goTo(sheet, null);
export const selected = async () => ({ sheet: "Orders", row: 7, column: 3 });
export const watch = async () => undefined;
