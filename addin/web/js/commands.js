// What happens when a button of the ribbon is pressed? The task pane comes and does it; Excel is told at once that the press arrived.

/** @typedef {import("./types.js").Button} Button */

/**
 * @param {Button[]} buttons
 * @param {(button: Button) => void} press what the pane does for it
 */
export function tie(buttons, press) {
  for (const button of buttons) {
    Office.actions.associate(button.id, async (/** @type {Partial<Office.AddinCommands.Event> | undefined} */ event) => {
      try {
        await Office.addin.showAsTaskpane();
      } catch {
        // the pane is open already, or this Excel shows it by itself; the work is done either way
      } finally {
        event?.completed?.(); // a button that is still held would be grey until the run is over; a shortcut holds none
      }
      press(button);
    });
  }
}
