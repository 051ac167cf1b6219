"""Writes what the commands in docs/ answer below them; run ``python -m tests.docs.examples`` when an answer has changed.

A block that begins with ``$ backorder-xl`` holds commands and their answers, all on one demo book, from top to bottom of a
page. A block after ``<!-- sheet: NAME | columns -->`` is that table of the last book that was written.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from pathlib import Path

import openpyxl

from backorder_xl.hosts.cli import main
from backorder_xl.templates import demo_book

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("whatif.md", "policies.md")
BOOK = "demo.xlsx"
_COMMANDS = re.compile(r"```console\n(.*?)```", re.DOTALL)
_SHEET = re.compile(r"<!-- sheet: ([^|]+)\|([^>]*)-->\n(?:\|.*\n)*")


def answered(page: str) -> str:
    """The page with every answer as it is today; seconds are left out, as they differ."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path(BOOK).write_bytes(demo_book())
        page = _COMMANDS.sub(lambda m: f"```console\n{_answers(m[1])}```", page)
        return _SHEET.sub(_table, page)


def _answers(block: str) -> str:
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "\n\n".join(f"$ {command}\n{_answer(command)}" for command in commands) + "\n"


def _answer(command: str) -> str:
    program, *words = shlex.split(command)
    assert program == "backorder-xl", command
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(words)
    return re.sub(r" (\(|in )[0-9.]+ s\)?", "", out.getvalue()).strip()


def _table(found: re.Match[str]) -> str:
    name, columns = found[1].strip(), [c.strip() for c in found[2].split(",")]
    book = max((p for p in Path().glob("*.xlsx")), key=lambda p: p.stat().st_mtime_ns)
    header, *rows = openpyxl.load_workbook(book)[name].iter_rows(values_only=True)
    lines = [columns, ["---"] * len(columns)]
    lines += [[_cell(row[header.index(c)]) for c in columns] for row in rows]
    return f"<!-- sheet: {name} | {', '.join(columns)} -->\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1%}" if 0 < value < 1 else f"{value:,.2f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


if __name__ == "__main__":
    os.environ.setdefault("BACKORDER_XL_STATE", tempfile.mkdtemp())
    for name in PAGES:
        (DOCS / name).write_text(answered((DOCS / name).read_text("utf-8")), "utf-8")
