"""What does docs/imports.md say?

Made from the descriptions of the sources: ``python -m backorder_xl.imports.sources.docs [FOLDER]``. A test holds the
committed page to what is made here.
"""

from __future__ import annotations

import sys
from pathlib import Path

from backorder_xl.imports.sources.everyone import SOURCES
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.tables.contracts import BY_NAME

_EVIDENCE = {
    Evidence.DOCUMENTED: "the maker's own pages or program say so",
    Evidence.CODE: "programs of others that read or write such files show it",
    Evidence.UNCONFIRMED: "from memory; a file may look different, and then ends in a sentence that says what is missing",
}

_DECISIONS = """\
## What we decided

- **Whose export it is** is told by its headers alone: not by their order, nor by the file's name. Of several layouts that
  fit, the one with most headers in its signature wins. A source can be named instead; `generic` reads by our own column
  names, and the name of one of our tables says which of them it is.
- **A file that fits none** is read by our own names and aliases (`docs/tables.md`) if all required columns of a table are
  there. If it almost fits a system it is not, as that system's numbers may mean something else; the sentence says which
  headers are missing.
- **A customer** of a shop is known by the e-mail address in small letters: it is the same for a guest and an account, and in
  every shop. Without one it is the name, else the order's own number. eBay and Etsy know a buyer by the user name; Zoho,
  Odoo and QuickBooks by their own code, else by the name.
- **A line** is known by the system's own number for it where there is one (Amazon order-item-id, Etsy and eBay Transaction
  ID, Odoo External ID), else by its place in the order, so that the same SKU twice is two lines. QuickBooks drops lines that
  are shipped whole from its report, so there the item is the line.
- **Shipped** is taken from a quantity where the system has one. A word such as `fulfilled` means the whole line; `partial`
  does not say how much, so Shipped stays as it is in the workbook and you are asked.
- **Cancelled, refunded in full, void, failed** orders are closed, and what has not left counts as cancelled. Of a refund in
  part no export says which units it was: you are told.
- **Not paid yet** (pending, on hold, voided) is on hold where the system itself holds it back; Shopify's pending orders stay
  open.
- **Stock** is what lies on the shelf. What Shopify calls committed is held for the orders that are imported too, so it is
  not reserved a second time; unavailable units are Reserved. Incoming is no stock.
- **What is left to sell** (WooCommerce's Stock, Shopify's inventory with a column per location) has open orders taken off
  already. The open lines of the same system in the same import are added back: 10 on the shelf and 12 ordered show as -2,
  and 10 is what can be given away. Without the orders you are told, and the numbers are too low.
- **Priority** is yours: no service level sets it. **Specification** is taken only from a column that holds nothing else.
- **Quotations, drafts, refunds at the till, parcels that Amazon sends itself, and lines that nothing is shipped for** are
  left out, and you are told.
"""


def page() -> str:
    """docs/imports.md: how sure we are, a row per layout, what was decided."""
    sure = ["| evidence | meaning |", "|---|---|", *(f"| {e.value} | {text} |" for e, text in _EVIDENCE.items())]
    rows = ["| source | layout | known by | becomes | evidence | not taken over |", "|---|---|---|---|---|---|"]
    parts = [
        "# Exports of other systems",
        "Made from `imports/sources` by `python -m backorder_xl.imports.sources.docs`; change it there.",
        "Columns change between releases, so every layout is known by few headers; further ones are used where they are "
        "there. Case, spaces, punctuation and accents make no difference. A header that ends in `...` stands for all that begin "
        "so.",
        "\n".join(sure),
        "## Layouts",
        "\n".join([*rows, *(_row(source) for source in SOURCES)]),
        _DECISIONS.rstrip(),
    ]
    return "\n\n".join(parts) + "\n"


def _row(source: Source) -> str:
    known = [*map(_header, source.needs), *(" or ".join(map(_header, group)) for group in source.one_of)]
    barred = f"; and not by {', '.join(map(_header, source.never))}" if source.never else ""
    becomes = ", ".join(BY_NAME[table].sheet for table in source.takes) or "nothing"
    leaves = f"{source.instead} {source.leaves}" if source.instead else source.leaves
    evidence = f"{source.evidence.value}: {source.where}"
    cells = (source.name, source.layout, "; ".join(known) + barred, becomes, evidence, leaves)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _header(name: str) -> str:
    return f"{name[:-1]} ..." if name.endswith("*") else name


def write(folder: Path) -> None:
    """Write the page into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "imports.md").write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
