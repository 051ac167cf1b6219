"""What does each step do to a workbook that is JSON? A host of dicts and lists, for the tests of the web door.

It keeps all that the protocol sends: cells, tables, number formats, fills, lines, notes, links, widths, filters, charts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Sent = dict[str, Any]
_LOOKS = {"formats": "General", "fills": None, "lines": None}


class Paper:
    """One workbook; steps are the dicts of an answer."""

    def __init__(self, book: Sent) -> None:
        self.book = book

    def carry_out(self, step: dict[str, Any]) -> None:
        """One step, by its name."""
        getattr(self, "_" + step["do"])(step)

    def _sheet(self, step: dict[str, Any]) -> Sent:
        (found,) = [s for s in self.book["sheets"] if s["name"].casefold() == step["sheet"].casefold()]
        return found

    def _AddSheet(self, step: dict[str, Any]) -> None:
        assert step["sheet"].casefold() not in {n.casefold() for n in self.book["names"]}
        self.book["names"].append(step["sheet"])
        self.book["sheets"].append({"name": step["sheet"], "cells": [], "tables": [], "formats": [], "close": True, "fills": [],
                                    "lines": [], "notes": [], "links": [], "widths": [], "alarmed": [], "charts": [],
                                    "filters": {}, "page_set": False})  # fmt: skip

    def _DeleteSheet(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        self.book["sheets"].remove(sheet)
        self.book["names"].remove(sheet["name"])

    def _WriteCells(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        for r, line in enumerate(step["grid"], step["row"]):
            assert len(line) == len(step["as_text"])
            for c, value in enumerate(line, step["column"]):
                if isinstance(value, dict):
                    value = {"e": value["f"]} if value["f"].startswith("#") else {"f": value["f"], "v": None}
                _put(sheet, r, c, value)

    def _WriteFormulas(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        for r, (texts, values) in enumerate(zip(step["formulas"], step["values"], strict=True), step["row"]):
            for c, (text, value) in enumerate(zip(texts, values, strict=True), step["column"]):
                _put(sheet, r, c, {"f": text, "v": value})

    def _ClearCells(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        for r, c in _inside(step["rects"], len(sheet["cells"])):
            if _get(sheet, r, c) is not None:
                _put(sheet, r, c, None)
        if step["looks"]:
            for what, usual in _LOOKS.items():
                self._look(sheet, what, step["rects"], usual)

    def _MakeTable(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        assert step["table"] not in [t["name"] for s in self.book["sheets"] for t in s["tables"]]
        sheet["tables"].append({"name": step["table"], "totals": False, **_extent(sheet, step["rect"])})

    def _ResizeTable(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        (table,) = [t for t in sheet["tables"] if t["name"] == step["table"]]
        assert not table["totals"]
        table.update(_extent(sheet, step["rect"]))

    def _DropTable(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        sheet["tables"] = [t for t in sheet["tables"] if t["name"] != step["table"]]

    def _Totals(self, step: dict[str, Any]) -> None:
        """A totals row that comes pushes down what is below it, and one that goes pulls it up."""
        sheet = self._sheet(step)
        (table,) = [t for t in sheet["tables"] if t["name"] == step["table"]]
        assert table["totals"] is not step["shown"]
        table["totals"] = step["shown"]
        columns = range(table["first_col"], table["last_col"] + 1)
        first, height = table["last_row"] + 1, len(sheet["cells"])
        for c in columns:
            below = [_get(sheet, r, c) for r in range(first, height + 1)]
            below = [None, *below] if step["shown"] else [*below[1:], None]
            for r, value in enumerate(below, first):
                if value is not None or _get(sheet, r, c) is not None:
                    _put(sheet, r, c, value)

    def _ShowAll(self, step: dict[str, Any]) -> None:
        self._sheet(step).get("filters", {}).pop(step["table"], None)

    def _SetFilter(self, step: dict[str, Any]) -> None:
        self._sheet(step)["filters"][step["table"]] = step["criteria"]

    def _NumberFormat(self, step: dict[str, Any]) -> None:
        self._look(self._sheet(step), "formats", step["rects"], step["code"])

    def _Fill(self, step: dict[str, Any]) -> None:
        self._look(self._sheet(step), "fills", step["rects"], step["colour"])

    def _Ruled(self, step: dict[str, Any]) -> None:
        self._look(self._sheet(step), "lines", step["rects"], "line" if step["line"] else None)

    def _CopyLook(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        row, column, _, columns = step["source"]
        for i in range(columns):
            code = _look_at(sheet["formats"], row, column + i)
            colour = _look_at(sheet["fills"], row, column + i)
            for r, c, rows, width in step["rects"]:
                if not c <= (column + i if columns > 1 else c) < c + width:
                    continue
                span = (r, c if columns == 1 else column + i, rows, width if columns == 1 else 1)
                usual = {_look_at(sheet["formats"], *at) for at in _inside([span], r + rows)} <= {None, "General"}
                if code not in (None, "General") and usual:
                    self._look(sheet, "formats", [span], code)
                if colour is not None:
                    self._look(sheet, "fills", [span], colour)

    def _SetNotes(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        notes = {(r, c): text for r, c, text in sheet["notes"]}
        for r, c in step["gone"]:
            notes.pop((r, c), None)
        notes |= {(r, c): text for r, c, text in step["put"]}
        sheet["notes"] = [[r, c, text] for (r, c), text in sorted(notes.items())]

    def _SetLinks(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        links = {(r, c): target for r, c, target in sheet["links"]}
        links = {at: t for at, t in links.items() if not any(_holds(rect, at) for rect in step["gone"])}
        links |= {(r, c): target for r, c, target in step["put"]}
        sheet["links"] = [[r, c, target] for (r, c), target in sorted(links.items())]

    def _Widths(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        widths = dict(map(tuple, sheet["widths"])) | dict(map(tuple, step["columns"]))
        sheet["widths"] = [[c, w] for c, w in sorted(widths.items())]

    def _TurnRed(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        columns = {c for _, first, _, width in step["rects"] for c in range(first, first + width)}
        alarmed = set(sheet["alarmed"])
        sheet["alarmed"] = sorted(alarmed - columns if step["when"] is None else alarmed | columns)

    def _DrawChart(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        charts = {name: [title, column] for name, title, column in sheet["charts"]}
        before = charts.pop(step["was"] or step["name"], [step["title"], step["column"]])
        charts[step["name"]] = [step["title"], before[1] if step["box"] is None else step["column"]]
        sheet["charts"] = [[name, *chart] for name, chart in charts.items()]

    def _DropCharts(self, step: dict[str, Any]) -> None:
        sheet = self._sheet(step)
        sheet["charts"] = [chart for chart in sheet["charts"] if chart[0] not in step["names"]]

    def _PageSetup(self, step: dict[str, Any]) -> None:
        self._sheet(step)["page_set"] = True

    def _nothing_that_is_sent(self, step: dict[str, Any]) -> None:
        self._sheet(step)

    _HeaderLook = _Align = _Freeze = _FitRows = _nothing_that_is_sent

    def _look(self, sheet: Sent, what: str, rects: list[list[int]], look: str | None) -> None:
        """Cells of a look, down to where the grid ends or the last stretch that is known."""
        looks = {c: _rows(sheet[what], c) for c in {s[0] for s in sheet[what]}}
        for row, column, rows, columns in rects:
            for c in range(column, column + columns):
                looks.setdefault(c, {}).update(dict.fromkeys(range(row, min(row + rows, row + 20_000)), look))
        sheet[what] = [s for c in sorted(looks) for s in _stretched(c, looks[c])]


def _rows(stretches: list[list[Any]], column: int) -> dict[int, str | None]:
    return {r: look for c, first, last, look in stretches if c == column for r in range(first, last + 1)}


def _stretched(column: int, looks: dict[int, str | None]) -> Iterator[list[Any]]:
    current: list[Any] | None = None
    for row in sorted(looks):
        if current is not None and current[2] == row - 1 and current[3] == looks[row]:
            current[2] = row
        else:
            if current is not None:
                yield current
            current = [column, row, row, looks[row]]
    if current is not None:
        yield current


def _look_at(stretches: list[list[Any]], row: int, column: int) -> str | None:
    return next((look for c, first, last, look in stretches if c == column and first <= row <= last), None)


def _inside(rects: list[Any], height: int) -> Iterator[tuple[int, int]]:
    for row, column, rows, columns in rects:
        for r in range(row, min(row + rows, height + 1)):
            for c in range(column, column + columns):
                yield r, c


def _holds(rect: list[int], at: tuple[int, int]) -> bool:
    return rect[0] <= at[0] < rect[0] + rect[2] and rect[1] <= at[1] < rect[1] + rect[3]


def _get(sheet: Sent, row: int, column: int) -> Any:
    cells = sheet["cells"]
    return cells[row - 1][column - 1] if row <= len(cells) and column <= len(cells[row - 1]) else None


def _put(sheet: Sent, row: int, column: int, value: Any) -> None:
    cells = sheet["cells"]
    while len(cells) < row:
        cells.append([])
    cells[row - 1] += [None] * (column - len(cells[row - 1]))
    cells[row - 1][column - 1] = value


def _extent(sheet: Sent, rect: list[int]) -> Sent:
    row, column, rows, columns = rect
    heads = [_head(_get(sheet, row, c)) for c in range(column, column + columns)]
    return {"header_row": row, "last_row": row + rows - 1, "first_col": column, "last_col": column + columns - 1,
            "headers": heads}  # fmt: skip


def _head(cell: Any) -> str:
    value = cell.get("v") if isinstance(cell, dict) else cell
    return "" if value is None else str(value)

