"""What do docs/tables.md and docs/problems.md say?

Both are made from the contracts and the catalogue: ``python -m backorder_xl.tables.docs [FOLDER]``. A test holds the
committed pages to what is made here.
"""

from __future__ import annotations

import sys
from pathlib import Path

from backorder_xl.tables.contracts import CONTRACTS, MAPPING, RESULT_SHEETS, Contract, Field, Kind
from backorder_xl.tables.problems import CATALOGUE, Entry

_KINDS = {
    Kind.CODE: "text that identifies something; leading zeros stay, case does not matter",
    Kind.TEXT: "words for people",
    Kind.QTY: "a number from 0 up, exact to 6 decimals",
    Kind.MONEY: "a number, exact to 4 decimals",
    Kind.DATE: "an Excel date, or text such as 2026-06-15; 03/04/2026 only as Settings `Date Order` says",
    Kind.FLAG: "yes, no, y, n, true, false, 1, 0, x or blank",
    Kind.CHOICE: "one of a closed list",
    Kind.DAYS: "a whole number from 0 up",
    Kind.ANY: "as it stands",
}


def tables_page() -> str:
    """docs/tables.md: a section per table, a row per column (rules 1.1 to 1.3)."""
    parts = [
        "# Tables",
        "Made from `tables/contracts` by `python -m backorder_xl.tables.docs`; change it there.",
        "A table is found by its Excel Table's name, by its sheet's name, or by a header row with all required columns "
        "(marked `*`) in the first 30 rows. Headers match by name: case, spaces, punctuation, accents, a trailing `*` "
        "and a unit in brackets do not matter. Columns that are not listed are the user's own and are left alone.",
        "Sheets that are never read as input: " + ", ".join(RESULT_SHEETS) + ".",
        "## Kinds of value",
        "\n".join(["| kind | what is accepted |", "|---|---|", *(f"| {k.value} | {t} |" for k, t in _KINDS.items())]),
        *(_section(c) for c in (*CONTRACTS, MAPPING)),
    ]
    return "\n\n".join(parts) + "\n"


def _section(contract: Contract) -> str:
    names = f"\n\nAlso read from sheets called: {', '.join(contract.aliases)}." if contract.aliases else ""
    needed = " This sheet is required." if contract.required_sheet else ""
    key = ", ".join(contract.field(n).header for n in contract.key)
    head = f"## {contract.sheet}\n\n{contract.purpose}{needed} Excel Table `{contract.table}`; a row is known by {key}."
    rows = ["| column | kind | blank means | meaning | other headers |", "|---|---|---|---|---|"]
    return head + names + "\n\n" + "\n".join(rows + [_row(f) for f in contract.fields])


def _row(f: Field) -> str:
    star = "\\*" if f.required else ""
    choices = f": {', '.join(f.choices)}" if f.choices else ""
    blank = "an error" if f.required else ("" if f.default is None else str(f.default))
    aliases = ", ".join(a for a in f.aliases if not a.startswith("lineitem:"))
    return f"| {f.header}{star} | {f.kind.value}{choices} | {blank} | {f.meaning} | {aliases.replace('|', '')} |"


def problems_page() -> str:
    """docs/problems.md: every problem with its severity, what is said and what to do (rule 1.5)."""
    rows = [_problem(code, entry) for code, entry in sorted(CATALOGUE.items())]
    return (
        "# Problems\n\n"
        "Made from `tables/catalogue.py` by `python -m backorder_xl.tables.docs`; change it there.\n\n"
        "An error means that the row was left out; a warning, that it was used after a repair. Words in brackets stand "
        "for what was found. The same warning many times over is told once, with a count and the first rows.\n\n"
        "| problem | severity | what is said | what to do |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def _problem(code: str, entry: Entry) -> str:
    return f"| {code} | {entry.severity} | {_plain(entry.text)} | {_plain(entry.remedy)} |"


def _plain(template: str) -> str:
    return template.replace("!r}", "}").replace("{", "[").replace("}", "]").replace("|", "\\|")


def write(folder: Path) -> None:
    """Write both pages into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tables.md").write_text(tables_page(), encoding="utf-8", newline="\n")
    (folder / "problems.md").write_text(problems_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
