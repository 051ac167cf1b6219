// Search, choice and sorting. Without it the page shows every item, in the order of item numbers.
(() => {
  "use strict";
  const table = document.getElementById("items");
  if (!table) return;
  const find = document.getElementById("find"), state = document.getElementById("state");
  const status = document.getElementById("shown"), nothing = document.getElementById("nothing");
  const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
  const letters = { "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe" };
  const plain = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[øłđßæœ]/g, one => letters[one]);
  const texts = new Map(rows.map(row => [row, plain(row.textContent)]));
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

  const show = () => {
    const words = plain(find.value).split(/\s+/).filter(Boolean), wanted = state.value;
    let count = 0;
    for (const row of rows) {
      const fits = (!wanted || row.className === wanted) && words.every(word => texts.get(row).includes(word));
      if (row.hidden === fits) row.hidden = !fits;
      count += fits;
    }
    status.textContent = status.dataset.text.replace("{count}", count).replace("{total}", rows.length);
    nothing.hidden = count > 0;
  };

  // What is not known stays at the end, whichever way the column is sorted.
  const key = (row, at) => Number(row.cells[at].dataset.order);
  const sort = at => {
    const head = heads[at], up = head.getAttribute("aria-sort") !== "ascending", way = up ? 1 : -1;
    const byNumber = head.dataset.by === "number", text = row => row.cells[at].textContent;
    const known = byNumber ? rows.filter(row => row.cells[at].dataset.order) : rows;
    const unknown = byNumber ? rows.filter(row => !row.cells[at].dataset.order) : [];
    known.sort((a, b) => way * (byNumber ? key(a, at) - key(b, at) : order.compare(text(a), text(b))));
    body.append(...known, ...unknown);
    heads.forEach(other => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
  };

  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(at));
    head.append(button);
  });
  // On a narrow screen rows are shown as cards; some browsers then forget that it is a table, unless it says so.
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")])
    part.setAttribute("role", roles[part.tagName] ?? (part.scope === "col" ? "columnheader" : "rowheader"));
  let later;
  find.addEventListener("input", () => { clearTimeout(later); later = setTimeout(show, 120); });
  state.addEventListener("change", show);
  document.getElementById("tools").hidden = false;
  table.parentNode.classList.add("sorts");
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) { find.value = asked; show(); }
})();
