// Where are exports of shops and other systems brought in? By choosing files, or by dropping them.

import { el } from "./dom.js";

const PICKER = "import-files";

/**
 * @param {(files: File[]) => void} bring
 */
export function card(bring) {
  const picker = el("input", {
    type: "file", multiple: true, class: "unseen", id: PICKER,
    onchange: () => {
      const files = [...(picker.files ?? [])];
      picker.value = "";
      if (files.length) bring(files);
    },
  });
  /** @param {boolean} on */
  const over = (on) => (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    place.classList.toggle("over", on);
  };
  const place = el("label", {
    class: "drop", for: PICKER, ondragover: over(true), ondragenter: over(true), ondragleave: over(false),
    ondrop: (/** @type {DragEvent} */ event) => {
      over(false)(event);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length) bring(files);
    },
  }, picker, el("strong", {}, "Choose files"), " or drop them here");
  return el("section", { class: "card", "aria-labelledby": "bring" },
    el("h2", { id: "bring" }, "Bring in exports"),
    el("p", { class: "under soft small" }, "Orders, stock or purchase orders from a shop or another system, as CSV, Excel or JSON."),
    place);
}

/** Brings the place for files into view. */
export function invite() {
  const picker = document.getElementById(PICKER);
  picker?.parentElement?.scrollIntoView({ block: "center" });
  picker?.focus();
}
