"""The same press at two doors: what the command line writes into a file, and what the steps of an answer make of its JSON."""

from __future__ import annotations

import contextlib
import io
import shutil
from pathlib import Path
from typing import Any

from backorder_xl.hosts.cli import main
from backorder_xl.hosts.web.protocol import Answer
from backorder_xl.workbook.grids import trim
from tests.web.payloads import Sent, carried_out, press, sent

Grids = dict[str, list[list[Any]]]


def by_command(verb: str, path: Path, day: str, *more: str) -> tuple[Path, str]:
    """The book that the command line leaves of a copy, and what it says."""
    copy = Path(shutil.copy(path, path.with_stem(f"{path.stem} by command")))
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main([verb, str(copy), "--as-of", day, *more])
    return copy, said.getvalue()


def by_press(verb: str, book: Sent, day: str, **more: Any) -> tuple[Sent, Answer]:
    """The book after the steps of an answer."""
    made = press(verb, book, day, **more)
    assert not made.needs
    return carried_out(book, made.steps), made


def shows(book: Sent, log: bool = False) -> Grids:
    """What a reader sees on each sheet, but for the column of Run Log that says when it was, unless ``log`` is wanted whole."""
    found = {}
    for sheet in book["sheets"]:
        rows = [[_value(cell) for cell in row] for row in sheet["cells"]]
        if sheet["name"] == "Run Log" and not log:
            rows = [[None, *row[1:]] for row in rows]
        found[sheet["name"]] = trim(rows)
    return found


def typed(book: Sent) -> Grids:
    """What is typed into each cell: formulas as such."""
    return {s["name"]: trim([[c["f"] if isinstance(c, dict) and "f" in c else None for c in row] for row in s["cells"]])
            for s in book["sheets"]}  # fmt: skip


def tables(book: Sent) -> dict[str, Any]:
    """The Excel Tables by name, each with its place."""
    return {t["name"]: (s["name"], {**t, "headers": [*t["headers"]]}) for s in book["sheets"] for t in s["tables"]}


def _value(cell: Any) -> Any:
    value = cell.get("v", cell.get("e")) if isinstance(cell, dict) else cell
    if isinstance(value, dict):
        value = value.get("e", value.get("f"))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return round(float(value), 9) + 0.0
    return None if value == "" else value


def same(verb: str, path: Path, day: str, *more: str, **asked: Any) -> tuple[Sent, Answer, Path, str]:
    """Both doors on the same book, found equal sheet by sheet and cell by cell."""
    closed, said = by_command(verb, path, day, *more)
    left, made = by_press(verb, sent(path), day, **asked)
    written = sent(closed, close=False)
    assert left["names"] == written["names"]
    one, two = shows(written), shows(left)
    for sheet in one:
        assert two[sheet] == one[sheet], sheet
    assert typed(left) == typed(written)
    assert tables(left) == tables(written)
    return left, made, closed, said
