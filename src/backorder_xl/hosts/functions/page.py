"""What does docs/functions.md say?

Made from the list in hosts/formulas.py: ``python -m backorder_xl.hosts.functions.page [FOLDER]``. A test
holds the committed page to what is made here, and another works its examples out.
"""

from __future__ import annotations

import sys
from pathlib import Path

from backorder_xl.hosts.formulas import FORMULAS, TABLES, Argument, Formula
from backorder_xl.hosts.functions import example
from backorder_xl.hosts.functions.cells import shown
from backorder_xl.tables.contracts import BY_NAME

_INTRO = """# Worksheet functions

Made from `hosts/formulas.py` by `python -m backorder_xl.hosts.functions.page`; change it there.

The add-in brings these functions to Excel for Windows; nobody has to press *Import functions*. xlwings cannot call Python
from a cell on a Mac: there a cell says so, and the buttons do the work. All of them are plain Python as well
(`backorder_xl.hosts.functions`), and [notebook.md](notebook.md) has frames in place of cells.

- **One cell or a range.** Give a range and a column comes back in the same shape. One formula over 10,000 rows is one call;
  10,000 formulas are 10,000 calls, each of which has to hand over its tables. The plan itself is made once for the same tables.
- **Tables come with their header row**, such as `Orders[#All]` of an Excel Table, and are read as a run reads the sheets
  ([tables.md](tables.md)): headers by name, in any order. What is decided is what the verb `plan` decides. Give the table, not
  whole columns such as `A:L`: a million blank rows have to be handed over too.
- **A blank cell gives a blank.** A wrong one gives a sentence in its own place, and the rest goes on. Rows of a table that cannot
  be used are left out, as in a run; tables that spill say so in their last rows, and PROBLEMS lists all of it.
- **Today** is the day on which the cell is worked out, unless As Of says another. Excel does not work a formula out again because
  a day has passed: press Ctrl+Alt+F9, or give `TODAY()` as As Of.
- Dates may be Excel dates of the 1900 system or text such as 2026-06-15. Format a cell that shows a date as one."""


def functions_page() -> str:
    """The page: what holds for all, the book of the examples, and a section per function."""
    parts = [_INTRO, "## The book of the examples", "As of 3 June 2026.", *(_sample(n) for n in example.TABLES)]
    tables = [_arguments(TABLES), "They stand in this order wherever *the tables* are named below; the first two are needed."]
    parts += ["## The tables", *tables, *(_section(f) for f in FORMULAS)]
    return "\n\n".join(parts) + "\n"


def _sample(name: str) -> str:
    head, *rows = example.TABLES[name]
    lines = [f"| {' | '.join(map(shown, head))} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join('' if v is None else str(v) for v in row)} |" for row in rows]
    return f"**{BY_NAME[name].table}**\n\n" + "\n".join(lines)


def _section(f: Formula) -> str:
    own = [a for a in f.arguments if a not in TABLES or not f.takes_tables]
    names = [a.name for a in own]
    if f.takes_tables:
        before = next(i for i, a in enumerate(f.arguments) if a in TABLES)
        names.insert(before, "*the tables*")
    gives = f"**Gives** {f.gives[0].lower() + f.gives[1:]} As {f.shape.value}{': ' + ', '.join(f.columns) if f.columns else ''}."
    parts = [f"## {f.name}", f.says, f"`{f.desktop}`({', '.join(names)})"]
    if own:
        parts.append(_arguments(own))
    parts += [gives, f.note, f"`{f.example}` → {f.result}"]
    return "\n\n".join(p for p in parts if p)


def _arguments(arguments: tuple[Argument, ...] | list[Argument]) -> str:
    return "\n".join(["| argument | what it is | meaning |", "|---|---|---|", *map(_argument, arguments)])


def _argument(a: Argument) -> str:
    kind = a.kind.value if a.wanted in ("text", "a date") else a.wanted
    star = "" if a.optional else " \\*"
    return f"| {a.name}{star} | {kind} | {a.says} |"


def write(folder: Path) -> None:
    """Write the page into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "functions.md").write_text(functions_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
