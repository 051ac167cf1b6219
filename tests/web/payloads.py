"""What would Excel send of a workbook on disk, and what would stand in it once the steps of an answer were carried out?

``sent`` makes the JSON of a file by way of openpyxl; ``carried_out`` is the smallest host that there can be: it does to that
JSON what each step says. Both know what steps leave alone (fonts, row heights) as little as the protocol does.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from backorder_xl.hosts.web.protocol import Answer, Request
from backorder_xl.hosts.web.walks import answer
from tests.web.paper import Paper

Sent = dict[str, Any]
NOW = dt.datetime(2026, 6, 3, 7, 30)


def sent(path: Path, close: bool = True) -> Sent:
    """A workbook as the add-in would send it, once as it is typed and once as it shows."""
    book, shows = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    taken = [t for sheet in book.worksheets for t in sheet.tables] + list(book.defined_names)
    return {
        "name": path.name,
        "date1904": book.epoch.year == 1904,
        "names": [sheet.title for sheet in book.worksheets],
        "taken": taken,
        "chart_sheets": [sheet.title for sheet in book.chartsheets],
        "protected": [s.title for s in book.worksheets if s.protection.sheet]
        + ([""] if book.security is not None and book.security.lockStructure else []),
        "sheets": [_sheet(s, shows[s.title], book.epoch, close) for s in book.worksheets],
    }


def _sheet(sheet: Any, shows: Any, epoch: dt.datetime, close: bool) -> Sent:
    rows, columns = sheet.max_row, sheet.max_column
    cells = [
        [_cell(sheet.cell(r, c), shows.cell(r, c), epoch) for c in range(1, columns + 1)] for r in range(1, rows + 1)
    ]
    found: Sent = {
        "name": sheet.title,
        "cells": cells,
        "tables": [_table(t, sheet) for t in sheet.tables.values()],
        "formats": _stretches(sheet, lambda cell: cell.number_format),
        "merged": [
            [r.min_row, r.min_col, r.max_row - r.min_row + 1, r.max_col - r.min_col + 1] for r in sheet.merged_cells.ranges
        ],
    }
    if close:
        every = [cell for row in sheet.iter_rows() for cell in row]
        heads = [(t["header_row"], c) for t in found["tables"] for c in range(t["first_col"], t["last_col"] + 1)]
        letters = openpyxl.utils.get_column_letter
        found |= {
            "close": True,
            "notes": [[c.row, c.column, c.comment.text] for c in every if c.comment is not None],
            "links": [
                [c.row, c.column, f"#{c.hyperlink.location}" if c.hyperlink.location else c.hyperlink.target]
                for c in every
                if c.hyperlink is not None
            ],
            "fills": _stretches(sheet, _fill),
            "lines": _stretches(sheet, lambda cell: "line" if cell.border.top.style else None),
            "widths": [[c, sheet.column_dimensions[letters(c)].width] for _, c in heads],
            "alarmed": sorted({
                column
                for group in sheet.conditional_formatting
                for area in group.sqref.ranges
                for column in range(area.min_col, area.max_col + 1)
                if (column in {c for _, c in heads})
            }),
            "charts": [[f"Chart {i}", _title(chart), chart.anchor._from.col + 1] for i, chart in enumerate(sheet._charts, 1)],
            "page_set": bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage),
        }  # fmt: skip
    return found


def _cell(cell: Any, shows: Any, epoch: dt.datetime) -> Any:
    value = cell.value
    if isinstance(value, ArrayFormula):
        value = value.text
    if cell.data_type == "f" and not isinstance(value, DataTableFormula):
        return {"f": value, "v": _plain(shows.value, shows.data_type, epoch)}
    return _plain(value, cell.data_type, epoch)


def _plain(value: Any, kind: str, epoch: dt.datetime) -> Any:
    if kind == "e":
        return {"e": value}
    if isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
        return to_excel(value, epoch)
    return None if value == "" else value if value is None or isinstance(value, (str, bool, int, float)) else str(value)


def _table(table: Any, sheet: Any) -> Sent:
    left, top, right, bottom = range_boundaries(table.ref)
    totals = bool(table.totalsRowCount)
    heads = [str(sheet.cell(top, c).value or "") for c in range(left, right + 1)]
    return {"name": table.name, "header_row": top, "last_row": bottom - totals, "first_col": left, "last_col": right,
            "totals": totals, "headers": heads}  # fmt: skip


def _fill(cell: Any) -> str | None:
    return str(cell.fill.fgColor.rgb)[2:] if cell.fill.fill_type == "solid" else None


def _title(chart: Any) -> str:
    runs = chart.title.tx.rich.p[0].r if chart.title is not None and chart.title.tx is not None else []
    return "".join(run.t for run in runs or [])


def _stretches(sheet: Any, look: Any) -> list[list[Any]]:
    found: list[list[Any]] = []
    for column in range(1, sheet.max_column + 1):
        for row in range(1, sheet.max_row + 1):
            seen = look(sheet.cell(row, column))
            if found and found[-1][0] == column and found[-1][3] == seen:
                found[-1][2] = row
            else:
                found.append([column, row, row, seen])
    return found


def request(book: Sent, day: str = "2026-06-03", **more: Any) -> Request:
    """A press on a button, as it arrives over the wire."""
    now = NOW.replace(year=int(day[:4]), month=int(day[5:7]), day=int(day[8:10]))
    return Request.model_validate_json(json.dumps({"book": book, "today": day, "now": now.isoformat(), **more}))


def press(verb: str, book: Sent, day: str = "2026-06-03", **more: Any) -> Answer:
    """The answer to a press, over the wire and back."""
    return Answer.model_validate_json(answer(verb, request(book, day, **more)).model_dump_json())


def carried_out(book: Sent, steps: list[dict[str, Any]]) -> Sent:
    """The workbook after the steps; what was sent stays as it is."""
    paper = Paper(copy.deepcopy(book))
    for step in steps:
        paper.carry_out(step)
    return paper.book


def kept(book: Sent, made: Answer, at: dt.datetime = NOW) -> dict[str, Any]:
    """What the add-in keeps of a run for Undo."""
    touched = {name.casefold() for name in made.touched}
    before = [sheet for sheet in book["sheets"] if sheet["name"].casefold() in touched]
    return {"verb": made.verb, "at": at.isoformat(), "digest": made.counts["digest"], "touched": made.touched, "before": before}
