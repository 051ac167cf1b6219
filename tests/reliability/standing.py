"""What must be true of any book that could be read, whatever stood in it (rules 1.1, 1.5, section 8)?"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core.words import NO_DAYS, NO_MONEY
from backorder_xl.tables.cells import STRIP
from backorder_xl.tables.contracts import CONTRACTS, RESULT_SHEETS, Kind
from backorder_xl.tables.problems import Problem
from backorder_xl.tables.reading import Placed, Reading
from tests import oracle
from tests.reliability.raw_cells import Cells

Sheets = list[tuple[str, Cells]]
_SUM_WORD = re.compile(r"total|sum|gesamt|summe", re.IGNORECASE)
_COUNT = re.compile(r"The same in ([0-9,]+) rows")
_OF_ROWS = ("note-row", "second-row")  # warnings of rows that are left out
_WRITTEN = {  # what the rules let a run write into a table of the user's, beside rows that it adds or had proposed
    "purchase_orders": {"received", "needed", "surplus", "order_by", "for", "advice"},
    "receipts": {"posted", "matched_to"},
    "stock": {"on_hand"},
}


def cells_of(sheets: Sheets, name: str) -> Cells:
    """The cells of the sheet of that name; the first one where two have it."""
    return next(cells for n, cells in sheets if n == name)


def every_row_is_used_or_told(sheets: Sheets, reading: Reading) -> None:
    """Rule 1.5: rows used and rows told are the rows that are not blank; none is both, none is told twice for one cell."""
    for name, place in reading.placed.items():
        if name == "settings" or [n for n, _ in sheets].count(place.sheet) != 1:
            continue
        frame = getattr(reading.tables, name)
        used = set(frame["row"].tolist())
        assert len(used) == len(frame), "no row is used twice"
        told = [p for p in reading.problems if p.sheet == place.sheet and p.row is not None]
        wrong = {p.row for p in told if p.severity == "error"}
        assert not used & wrong, (name, used & wrong)
        assert len({(p.row, p.column, p.code) for p in told}) == len(told)
        rows = rows_with_data(cells_of(sheets, place.sheet), place)
        silent = {r for r, values in rows.items() if may_be_silent(values, r, rows, place)}
        left = set(rows) - used - wrong
        softly = sum(count(p) for p in told if p.code in _OF_ROWS)
        assert len(left - silent) <= softly, (name, place.sheet, sorted(left - silent), [p.message for p in told][:9])
        broken = {row for (row, _), (_, said, _) in cells_of(sheets, place.sheet).items() if said == "nan"}  # no blank
        assert used <= set(rows) and wrong <= set(rows) | broken, (name, "rows that hold nothing", (used | wrong) - set(rows))


def rows_with_data(cells: Cells, place: Placed) -> dict[int, list[tuple[str, str, str]]]:
    """The cells that are not blank of each row under the header, in the columns that are read."""
    read = {place.columns[f.name] for f in place.contract.fields if f.read and f.name in place.columns}
    rows: dict[int, list[tuple[str, str, str]]] = {}
    for (row, column), cell in cells.items():
        kind, said, _ = cell
        blank = not said.strip(STRIP) if kind == "s" else not said or said == "nan"
        if row > place.header_row and (place.table is None or row <= place.last_row) and column in read and not blank:
            rows.setdefault(row, []).append(cell)
    return rows


def may_be_silent(values: list[tuple[str, str, str]], row: int, rows: dict[int, Any], place: Placed) -> bool:
    """A total, or nothing but zeros that stand prepared, or words that mean blank (rule 1.1)."""
    numbers_only = all(kind in "nb" for kind, _, _ in values)
    lowest = row in sorted(rows)[-5:]
    zeros = all(_is_zero(kind, said) for kind, said, _ in values)
    sums = any(_SUM_WORD.search(said) for kind, said, _ in values if kind == "s")
    return zeros or sums or (numbers_only and lowest)


def _is_zero(kind: str, said: str) -> bool:
    if kind == "s":
        return said.strip(STRIP).casefold() in (
            "",
            "0",
            "no",
            "n",
            "false",
            "-",
            "–",
            "—",
            "n/a",
            "none",
            "null",
            "nan",
            "'",
            "na",
            "nil",
            "#n/a",
            "?",
        )
    return (kind == "b" and said == "0") or said in ("0.0", "-0.0", "nan")


def count(p: Problem) -> int:
    found = _COUNT.search(p.message)
    return int(found[1].replace(",", "")) if found else 1


def every_error_is_on_the_sheet(reading: Reading, sheets: Sheets) -> None:
    """Each problem stands on Problems exactly once, with what to do."""
    cells = cells_of(sheets, next(n for n, _ in sheets if n.casefold() == "problems"))
    top = min(r for (r, _), (_, said, _) in cells.items() if said == "Severity")
    header = {said: at for at, (_, said, _) in cells.items() if at[0] == top}
    shown: dict[tuple[str, str, str, str, str], int] = {}
    for row in {r for r, _ in cells if r > top}:
        said = {name: cells.get((row, at[1]), ("", "", ""))[1] for name, at in header.items()}
        if said["Severity"]:
            key = (said["Severity"], said["Sheet"], said["Row"], said["Column"], said["Message"])
            shown[key] = shown.get(key, 0) + 1
    assert all(n == 1 for n in shown.values()), "told twice"
    for p in reading.problems:
        key = (p.severity, *map(kept, (p.sheet,)), "" if p.row is None else repr(float(p.row)), kept(p.column), kept(p.message))
        assert p.severity == "warning" or key in shown, (key, [k for k in shown if k[0] == "error"][:5])
        assert re.search(r"[.!?…] \S", p.message) and p.message.rstrip().endswith((".", "?", ")")), p.message


def kept(text: str) -> str:
    """The text as a cell can keep it."""
    return text.replace("\r\n", "\n")


def the_users_cells_are_as_they_were(before: Sheets, after: Sheets, reading: Reading) -> None:
    """Law 8.6 for values: what a run may write stands in _WRITTEN; all else of the user's is untouched."""
    ours = {s.casefold() for s in RESULT_SHEETS} | {
        c.sheet.casefold() for c in CONTRACTS if c.ours or c.name in ("messages", "cut_list")
    }
    names = [n for n, _ in before]
    places = {p.sheet: (name, p) for name, p in reading.placed.items()}
    for (name, old), (other, new) in zip(before, after, strict=False):
        assert name == other, "the order of the tabs"
        if name.casefold() in ours or names.count(name) != 1:
            continue
        table, place = places.get(name, ("", None))
        for at in old.keys() | new.keys():
            if old.get(at) != new.get(at):
                assert place is not None, (name, at, old.get(at), new.get(at))
                assert may_write(table, place, at, old), (name, at, old.get(at), new.get(at))


def may_write(table: str, place: Placed, at: tuple[int, int], old: Cells) -> bool:
    row, column = at
    if table not in _WRITTEN:
        return False
    if row == place.header_row:
        return at not in old  # a column that was missing
    field = next((n for n, c in place.columns.items() if c == column), "")
    mine = not any(r == row and c in place.columns.values() for r, c in old)  # a row of ours
    proposed = (
        "status" in place.columns
        and old.get((row, place.columns["status"]), ("", "", ""))[1].strip(STRIP).casefold() == "proposed"
    )
    return (
        (at not in old and not field)
        or field in _WRITTEN[table]
        or mine
        or (table == "purchase_orders" and proposed)
        or field == ""
    )


def the_oracle_agrees(reading: Reading, sheets: Sheets, as_of: str, chosen: dict[str, Any]) -> None:
    """Sections 2 to 4 once more, by slow plain loops on what was usable: the same pegs on Allocations."""
    book = plain(reading)
    if len(book["Orders"]) > 10 and chosen.get("Allocation Policy") == "most-complete":
        return
    slow = oracle.plan(book, settings_of(reading), dt.date.fromisoformat(as_of))
    wanted = sorted(
        (o.casefold(), n.casefold(), s, po.casefold(), q) for (o, n), pegs in slow.pegs.items() for s, po, _, q, _ in pegs
    )
    assert pegs_on(sheets) == wanted


def pegs_on(sheets: Sheets) -> list[tuple[str, str, str, str, Fraction]]:
    cells = cells_of(sheets, next(n for n, _ in sheets if n.casefold() == "allocations"))
    top = min(r for (r, _), (_, said, _) in cells.items() if said == "Source")
    header = {said: at for at, (_, said, _) in cells.items() if at[0] == top}
    found = []
    for row in sorted({r for r, _ in cells if r > top}):
        said = {name: cells.get((row, at[1]), ("", "", ""))[1] for name, at in header.items()}
        if said["Source"]:
            quantity = Fraction(said["Quantity"]).limit_denominator(10**6)
            found.append((code(said["Order"]), code(said["Line"]), said["Source"], code(said["PO"]), quantity))
    return sorted(found)


def code(text: str) -> str:
    return (text[:-2] if re.fullmatch(r"[0-9]+\.0", text) else text).casefold()


def plain(reading: Reading) -> dict[str, list[dict[str, Any]]]:
    """The checked tables as rows by header, blanks as None."""
    book: dict[str, list[dict[str, Any]]] = {}
    for contract in CONTRACTS:
        if contract.name in ("settings", "scenario", "messages", "customers", "receipts"):
            continue
        frame = getattr(reading.tables, contract.name, None)
        if frame is None:
            continue
        present = reading.tables.present.get(contract.name, frozenset())
        fields = [f for f in contract.fields if f.name in present or f.required or f.name == "line"]
        columns = {f.header: [value(v, f.kind) for v in frame[f.name].tolist()] for f in fields if f.name in frame}
        book[contract.sheet] = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    for row in book["Items"]:
        if row.get("Multiple") in (None, 0) and str(row.get("Bought In") or "") == "pack":
            row["Multiple"] = row.get("Units per Pack")
    return book


def value(v: Any, kind: Kind) -> Any:
    match kind:
        case Kind.QTY:
            return Fraction(int(v), 10**6)
        case Kind.MONEY:
            return None if v == NO_MONEY else Fraction(int(v), 10**4)
        case Kind.DAYS:
            return None if v == NO_DAYS else int(v)
        case Kind.DATE:
            return None if pd.isna(v) else pd.Timestamp(v).date() if not isinstance(v, (dt.datetime, np.datetime64)) else v.date()
        case Kind.FLAG:
            return "yes" if v else "no"
    return v


def settings_of(reading: Reading) -> dict[str, Any]:
    from dataclasses import fields

    return {f.metadata["name"]: getattr(reading.settings, f.name) for f in fields(reading.settings)}
