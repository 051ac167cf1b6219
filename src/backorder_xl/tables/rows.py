"""Which rows of a table are data, and what do blank cells in them stand for?

Totals, notes, continuation rows and missing line numbers (rules 1.1, 1.3), on whole columns. It judges no value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from backorder_xl.tables.cells import Coerced, Finding
from backorder_xl.tables.contracts.model import Contract, Kind

TOTAL = re.compile(
    r"(grand[\s-]*|sub[\s-]*|running[\s-]*)?(totals?|sum|summe|gesamt(summe|betrag)?|insgesamt|zwischensumme|endsumme|"
    r"somme|sous-total|suma|subtotal|totaux|общий итог|итого|合計|小計)\b.*",
    re.IGNORECASE | re.DOTALL,
)
JUST_TOTAL = re.compile(
    r"[\W_]*(grand\s*|sub[\s-]*)?(totals?|summe|gesamt|gesamtsumme|somme|suma|sum|итого)[\W_]*", re.IGNORECASE
)
_NUMBERS = (Kind.QTY, Kind.MONEY, Kind.DAYS, Kind.FLAG)  # what may stand prepared in a row that is not used yet
_LOWEST = 5  # so many rows at the end may be totals of numbers only
_FILLED = {  # table -> (always taken from the order's first row that has it, only on continuation rows)
    "orders": (
        ("order_date", "customer", "customer_name", "email"),
        ("need_by", "promised", "priority", "ship_complete", "paid", "ship_to", "location", "status"),
    ),
    "purchase_orders": (("order_date", "supplier"), ("expected", "status", "ship_to", "location")),
}


@dataclass
class Rows:
    """A table on its way from cells to frame: its columns by field name, and which rows count as data."""

    contract: Contract
    columns: dict[str, Coerced]
    used: np.ndarray  # rows with anything in a known column
    data: np.ndarray  # used rows that are neither totals nor notes nor prepared zeros
    findings: list[tuple[str, Finding]] = field(default_factory=list)  # field name, what was found
    bad: set[tuple[str, int]] = field(default_factory=set)  # cells whose value could not be read

    def blank(self, name: str) -> np.ndarray:
        return self.columns[name].blank

    @property
    def end(self) -> int:
        """The number of rows down to the last one with data."""
        last = np.flatnonzero(self.data)
        return int(last[-1]) + 1 if len(last) else 0


def gathered(contract: Contract, columns: dict[str, Coerced], size: int) -> Rows:
    """Put the columns of a table together; wholly blank rows are no data, nor rows of prepared zeros."""
    used, weighty = np.zeros(size, bool), np.zeros(size, bool)
    kinds = {f.name: f.kind for f in contract.fields}
    for name, column in columns.items():
        filled = ~column.blank
        used |= filled
        weighty |= filled & (column.values != 0) if kinds[name] in _NUMBERS else filled
    found = [(name, f) for name, column in columns.items() for f in column.findings]
    weighty[[f.index for _, f in found]] |= used[[f.index for _, f in found]]
    bad = {(name, f.index) for name, f in found if f.is_error}
    return Rows(contract, columns, used, used & weighty, found, bad)


def leave_out_totals_and_notes(rows: Rows) -> None:
    """Take totals rows out silently and notes with a word (rule 1.1); a row that can be used is never a total.

    Only rows without their key or with a total's word in it are looked at one by one.
    """
    contract, columns = rows.contract, rows.columns
    required = [f for f in contract.required if f.name in columns]
    codes = [f.name for f in required if f.kind is Kind.CODE]
    if not codes or not rows.data.any():
        return
    key = codes[0]
    anchor = "sku" if "sku" in columns else key
    at = np.flatnonzero(rows.data)
    suspects = list(np.flatnonzero(rows.data & columns[anchor].blank))
    end = len(at)
    while end and _may_be_no_data(rows, int(at[end - 1]), key, anchor):
        end -= 1  # a total whose word stands in the key counts only below the last row with data
    suspects += [i for i in at[end:] if not columns[anchor].blank[i]]
    last_usable = int(at[end - 1]) if end else -1
    lowest = at[-_LOWEST:].tolist()
    texts = [n for n, f in ((f.name, f) for f in contract.fields) if n in columns and f.kind in (Kind.CODE, Kind.TEXT)]
    odd: dict[int, list[str]] = {}
    for _, finding in rows.findings:
        odd.setdefault(finding.index, []).append(finding.value)
    for i in (int(i) for i in suspects):
        said = [str(columns[n].values[i]) for n in texts if columns[n].values[i]]
        if any(_says(t, TOTAL) for t in (*said, *odd.get(i, []))) or (
            i > last_usable and i in lowest and _is_bare_sum(rows, required, i)
        ):
            rows.data[i] = False
        elif i > last_usable and _is_note(rows, said, odd.get(i, []), i):
            rows.data[i] = False
            rows.findings.append((key, Finding(i, (said or odd[i])[0], "note-row")))
    silent = set(np.flatnonzero(rows.used & ~rows.data).tolist())
    rows.findings = [(n, f) for n, f in rows.findings if f.index not in silent or f.code == "note-row"]


def _may_be_no_data(rows: Rows, i: int, key: str, anchor: str) -> bool:
    """Whether the lowest row is worth a closer look: without its SKU, a total's word for a key, or words after a gap."""
    said = str(rows.columns[key].values[i])
    return bool(rows.columns[anchor].blank[i]) or _says(said, JUST_TOTAL) or _is_note(rows, [said] if " " in said else [], [], i)


def _says(text: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text.strip()) is not None


def _is_bare_sum(rows: Rows, required: list, i: int) -> bool:
    """A last row of numbers only: a sum when all words are missing, or when a quantity is the sum of those above."""
    words = [f for f in required if f.kind in (Kind.CODE, Kind.TEXT, Kind.DATE)]
    filled = [f.kind for f in rows.contract.fields if f.name in rows.columns and not rows.columns[f.name].blank[i]]
    if any(kind not in (Kind.QTY, Kind.MONEY, Kind.DAYS) for kind in filled):
        return False
    if len(words) >= 3:
        return True
    for f in rows.contract.fields:
        column = rows.columns.get(f.name)
        if f.kind is Kind.QTY and column is not None and not column.blank[i]:
            above = column.values[:i][rows.data[:i]].sum()
            if i and above and abs(int(above) - int(column.values[i])) <= 1:
                return True
    return False


def _is_note(rows: Rows, said: list[str], odd: list[str], i: int) -> bool:
    filled = sum(not c.blank[i] for c in rows.columns.values())
    if filled != 1 or not (said or odd):
        return False
    after_gap = i > 0 and not rows.used[i - 1]
    text = (said or odd)[0]
    return (len(rows.contract.required) >= 3 or after_gap) and (" " in text or after_gap)


def fill_down(rows: Rows) -> None:
    """Fill what shops and ERP systems write on an order's first row only (Shopify, Odoo).

    A row right below an order's row, with SKU and quantity but no number, belongs to it (told). Within one order a blank
    date or customer is the first row's (not told).
    """
    always, continued = _FILLED.get(rows.contract.name, ((), ()))
    if not always:
        return
    key = rows.contract.key[0]
    number, quantity = rows.columns[key], rows.columns["ordered"]
    follows = rows.data & number.blank & ~rows.blank("sku") & ~quantity.blank
    filled = np.zeros(len(follows), bool)
    if follows.any():
        size = len(follows)
        anchors = rows.data & ~number.blank
        above = np.maximum.accumulate(np.where(anchors, np.arange(size), -1))
        breaks = np.cumsum(~(anchors | follows))  # anything else in between ends the order
        filled = follows & (above >= 0) & (breaks == breaks[np.maximum(above, 0)])
        filled &= _belongs(rows, always, above)
        number.values[filled] = number.values[above[filled]]
        number.blank[filled] = False
        code = "filled-down" if rows.contract.name == "orders" else "filled-down-po"
        rows.findings += [(key, Finding(int(i), str(number.values[i]), code)) for i in np.flatnonzero(filled)]
    has = [n for n in always if n in rows.columns]
    bare = np.ones(len(filled), bool)
    for name in has[:2]:
        bare &= rows.blank(name)
    group = folded(number.values)
    for name in has:
        _fill_from_first(rows, name, group, rows.data & rows.blank(name) & ~number.blank)
    rest = rows.data & ~number.blank & (filled | bare)
    if rest.any():
        for name in continued:
            if name in rows.columns:
                _fill_from_first(rows, name, group, rest & rows.blank(name))


def _belongs(rows: Rows, always: tuple[str, ...], above: np.ndarray) -> np.ndarray:
    """Whether a row without a number can be more of the row above: it names no other party, nor both party and date."""
    date, party = (rows.columns.get(n) for n in (always[0], always[1]))
    if party is None:
        return np.ones(len(above), bool)
    who = folded(party.values)
    same = who == who[np.maximum(above, 0)]
    return party.blank | (same & (date.blank if date else True))


def _fill_from_first(rows: Rows, name: str, group: np.ndarray, wanting: np.ndarray) -> None:
    """Give the wanting rows the value of the first row of their group that has a readable one."""
    if not wanting.any():
        return
    column = rows.columns[name]
    unreadable = [i for n, i in rows.bad if n == name]
    has = rows.data & ~column.blank
    has[unreadable] = False
    first = np.full(int(group.max(initial=-1)) + 1, -1, np.int64)
    donors = np.flatnonzero(has)[::-1]
    first[group[donors]] = donors
    source = first[group]
    take = wanting & (source >= 0)
    column.values[take] = column.values[source[take]]
    column.blank[take] = False


def folded(texts: np.ndarray) -> np.ndarray:
    """Numbers for codes, equal where the codes are equal without regard to case (rule 1.2)."""
    numbers, distinct = pd.factorize(texts)
    again, _ = pd.factorize(np.array([t.casefold() for t in distinct], dtype=object))
    return again[numbers] if len(distinct) else numbers


def number_lines(rows: Rows, lines: Coerced) -> None:
    """Number blank lines 1, 2, ... within their order in sheet order, leaving out numbers in use (rule 1.3).

    Rows that are left out for another reason keep their number, so that repairing one renumbers none.
    """
    key = rows.columns[rows.contract.key[0]]
    blank = rows.data & lines.blank & ~key.blank
    if not blank.any():
        return
    group = folded(key.values)
    rows_of = np.flatnonzero(blank)
    mixed = np.unique(group[rows.data & ~lines.blank & ~key.blank])
    if not len(mixed):
        place = pd.Series(group[rows_of]).groupby(group[rows_of]).cumcount().to_numpy() + 1
        words = np.array([str(n) for n in range(int(place.max()) + 1)], dtype=object)
        lines.values[rows_of] = words[place]
    else:
        used: dict[int, set[str]] = {}
        for i in np.flatnonzero(rows.data & ~lines.blank & ~key.blank & np.isin(group, group[rows_of])):
            used.setdefault(int(group[i]), set()).add(lines.values[i])
        following: dict[int, int] = {}
        for i in rows_of:
            order = int(group[i])
            n = following.get(order, 1)
            while str(n) in used.get(order, ()):
                n += 1
            lines.values[i] = str(n)
            following[order] = n + 1
    lines.blank[rows_of] = False
