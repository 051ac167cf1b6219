"""Does the workbook say what the ledger says, and do the laws of section 8 hold on its sheets?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.scenarios.desk import ROW, Sheet
from tests.scenarios.ledger import GRACE, NONE, Key, Ledger, Row, amount, code, key, natural

Read = Callable[[str], Sheet]  # a sheet's rows by header
Days = dict[str, Sheet]


def total(rows: Sheet, name: str = "Quantity") -> Fraction:
    return sum((amount(r, name) for r in rows), NONE)


def grouped(rows: Sheet, *names: str) -> dict[Key, Sheet]:
    out: dict[Key, Sheet] = {}
    for r in rows:
        out.setdefault(key(r, *names), []).append(r)
    return out


def proposals(rows: Sheet) -> Sheet:
    return [r for r in rows if r.get("Status") == "proposed"]


def hold(ledger: Ledger, read: Read, today: dt.date, first: bool = True) -> None:
    """All that must be true after a run; ``first``: it was the first one of the day that received."""
    the_users_tables_are_the_ledgers(ledger, read)
    what_fits_nowhere_is_told(ledger, read, today)
    every_open_line_is_pegged_exactly(ledger, read)
    stock_goes_to_whom_it_is_kept_and_then_in_order(ledger, read)
    no_supply_is_given_twice(ledger, read)
    nothing_is_bought_twice(ledger, read)
    backorders_are_what_stock_does_not_cover(ledger, read, today)
    ready_is_what_may_leave(ledger, read)
    what_is_kept_is_on_the_cut_list(ledger, read)
    if first:
        the_cut_list_adds_up(ledger, read, today)


def the_users_tables_are_the_ledgers(ledger: Ledger, read: Read) -> None:
    """Nothing typed is changed but by the postings of rule 5.2; Status of a purchase line never."""
    purchases = [r for r in read("Purchase Orders") if r.get("Status") != "proposed"]
    for table, rows, there in (
        ("Orders", ledger.lines, {key(r, "Order", "Line"): r for r in read("Orders")}),
        ("Stock", ledger.stock, {key(r, "SKU", "Specification"): r for r in read("Stock")}),
        ("Purchase Orders", ledger.purchases, {key(r, "PO", "Line"): r for r in purchases}),
        ("Receipts", ledger.receipts, {r[ROW]: r for r in read("Receipts")}),
    ):
        assert set(there) == set(rows), table
        for at, row in rows.items():
            row[ROW] = there[at][ROW]  # a row that was added to Stock has its place now
            assert {h: there[at].get(h) or None for h in row} == {h: v or None for h, v in row.items()}, (table, at)


def what_fits_nowhere_is_told(ledger: Ledger, read: Read, today: dt.date) -> None:
    """Rule 5.1: a receipt that fits nowhere is an error that names its row; one that was or could be posted is none."""
    waiting = {n for n, r in ledger.receipts.items() if not r.get("Posted") and r["Received On"] <= today}
    told = {r["Row"] for r in errors(read("Problems")) if r["Sheet"] == "Receipts"}
    assert told == waiting - {n for n, _ in ledger.match(today)}


def every_open_line_is_pegged_exactly(ledger: Ledger, read: Read) -> None:
    """Law 8.1; and no order is forgotten: what is not shipped, cancelled, held or closed is on Allocations."""
    pegs = grouped(read("Allocations"), "Order", "Line")
    assert {line: total(rows) for line, rows in pegs.items()} == {line: ledger.open(line) for line in ledger.serving()}


def stock_goes_to_whom_it_is_kept_and_then_in_order(ledger: Ledger, read: Read) -> None:
    """Laws 8.2 and 8.3 for stock, and 5.3: what is kept for a line is that line's."""
    stock = grouped([r for r in read("Allocations") if r["Source"] == "stock"], "Order", "Line")
    assert {line: total(rows) for line, rows in stock.items()} == {k: q for k, q in ledger.pegs_on_stock().items() if q}


def no_supply_is_given_twice(ledger: Ledger, read: Read) -> None:
    """Law 8.2 for purchase lines and proposals."""
    pegs = read("Allocations")
    for po, rows in grouped([r for r in pegs if r["Source"] == "purchase"], "PO", "PO Line").items():
        assert total(rows) <= ledger.live(po), po
    proposed = {key(r, "PO", "Line"): r for r in proposals(read("Purchase Orders"))}
    for po, rows in grouped([r for r in pegs if r["Source"] == "planned"], "PO", "PO Line").items():
        assert total(rows) <= amount(proposed[po], "Needed"), po


def nothing_is_bought_twice(ledger: Ledger, read: Read) -> None:
    """Rules 4.1, 4.4: what is proposed is the lot for what neither stock nor open purchase lines cover, and no more."""
    stocked = ledger.pegs_on_stock()
    wanted: dict[tuple[str, str, str], Fraction] = {}
    for line, got in stocked.items():
        item = ledger.items[code(ledger.lines[line], "SKU")]
        own = line[0] if item.get("Policy") == "drop ship" else ""
        group = (*key(ledger.lines[line], "SKU", "Specification"), own)
        wanted[group] = wanted.get(group, NONE) + ledger.open(line) - got
    lots = {}
    for (sku, spec, own), need in wanted.items():
        same = [p for p, r in ledger.purchases.items() if key(r, "SKU", "Specification") == (sku, spec)]
        need -= sum((ledger.live(p) for p in same if code(ledger.purchases[p], "Ship To") == own), NONE)
        item = ledger.items[sku]
        if need > 0 and item.get("Policy") != "stop":
            step = amount(item, "Multiple") or Fraction(1, 10**6)
            lots[sku, spec, own] = -(-max(need, amount(item, "MOQ")) // step) * step
    proposed = grouped(proposals(read("Purchase Orders")), "SKU", "Specification", "Ship To")
    assert {group: total(rows, "Ordered") for group, rows in proposed.items()} == lots


def backorders_are_what_stock_does_not_cover(ledger: Ledger, read: Read, today: dt.date) -> None:
    """Rules 1.4, 3.3, 3.6: who waits, for how much from where, and until when."""
    pegs = grouped(read("Allocations"), "Order", "Line")
    stocked = ledger.pegs_on_stock()
    rows = {key(r, "Order", "Line"): r for r in read("Backorders")}
    assert set(rows) == {line for line, got in stocked.items() if got < ledger.open(line)}
    for line, row in rows.items():
        for column, source in {"From Stock": "stock", "On Order": "purchase", "To Order": "planned", "Uncovered": "none"}.items():
            assert amount(row, column) == total([p for p in pegs[line] if p["Source"] == source]), (line, column)
        for peg in pegs[line]:
            if peg["Source"] == "purchase":
                stated = ledger.purchases[key(peg, "PO", "PO Line")]["Expected"]
                assert peg["Available On"] == (stated if stated >= today else today + GRACE), (line, peg)
        days = [p["Available On"] for p in pegs[line]]
        if not complete(ledger, line[0]):
            assert row["Expected"] == (None if None in days else max(days)), line


def complete(ledger: Ledger, order: str) -> bool:
    return any(line[0] == order and row.get("Ship Complete") == "yes" for line, row in ledger.lines.items())


def ready_is_what_may_leave(ledger: Ledger, read: Read) -> None:
    """Rule 5.3: all that is pegged to stock, but a ship-complete order whole or not at all; complete orders first."""
    stocked = ledger.pegs_on_stock()
    short = {line[0] for line, got in stocked.items() if got < ledger.open(line)}
    rows = read("Ready to Ship")
    ready = {line: q for line, q in stocked.items() if q and not (line[0] in short and complete(ledger, line[0]))}
    assert {key(r, "Order", "Line"): r["Quantity"] for r in rows} == ready
    said = [r["Complete"] == "yes" for r in rows]
    assert said == [code(r, "Order") not in short for r in rows] == sorted(said, reverse=True)
    for r in rows:
        assert bool(r["Waits For"]) == (code(r, "Order") in short), r
    for r in rows:
        line = key(r, "Order", "Line")
        fresh = {f"{ledger.number(n)} ({po[0]})" for n, po, to, _ in ledger.cuts if to == line}
        assert all(name in r["Freed By"].casefold() for name in fresh), (r, fresh)
        assert r["Freed By"] != "stock" or not ledger.kept.get(line), r


def what_is_kept_is_on_the_cut_list(ledger: Ledger, read: Read) -> None:
    """Rule 5.3: what came in for a line is kept for it until it leaves, or the line wants it no more."""
    kept = {line: total(mine, "Kept") for line, mine in grouped(read("Cut List"), "To", "Line").items()}
    assert {k: q for k, q in kept.items() if q} == {k: q for k, q in ledger.kept.items() if q}


def the_cut_list_adds_up(ledger: Ledger, read: Read, today: dt.date) -> None:
    """Rule 5.3: all of today's deliveries and no more, those who waited first."""
    rows = read("Cut List")
    posted: dict[tuple[str, ...], Fraction] = {}
    handed: dict[tuple[str, ...], Fraction] = {}
    for n, pieces in ledger.arrived:
        for po, units in pieces:
            of = (ledger.number(n), *po)
            posted[of] = posted.get(of, NONE) + units
    for n, po, line, units in ledger.cuts:
        of = (ledger.number(n), *po, *line)
        handed[of] = handed.get(of, NONE) + units
    new = [r for r in rows if r["Posted"] == today]
    there = {of: total(mine) for of, mine in grouped(new, "Receipt", "PO", "PO Line").items()}
    assert there == {of: units for of, units in posted.items() if units}
    for of, units in handed.items():
        mine = [r for r in new if key(r, "Receipt", "PO", "PO Line", "To", "Line") == of]
        assert total(mine, "Kept") == units, of
    assert all(r["Then"] for r in rows)
    shelf_last = [(code(r, "Receipt"), code(r, "PO"), code(r, "PO Line"), code(r, "To") == "shelf") for r in new]
    assert shelf_last == sorted(shelf_last, key=lambda r: (natural(r[0]), natural(r[1]), natural(r[2]), r[3]))


def changes_are_told(ledger: Ledger, before: Days, read: Read, today: dt.date) -> None:
    """The sheet Changes, against the Backorders and proposals of the run before."""
    was = {key(r, "Order", "Line"): r for r in before["Backorders"]}
    now = {key(r, "Order", "Line"): r for r in read("Backorders")}
    told = {(r["Change"], *key(r, "Order", "Line")) for r in read("Changes") if r["Order"]}
    assert told == {(what, *line) for line in {**was, **now} for what in _what_changed(ledger, was, now, line)}
    old, new = (
        {of: total(rows, "Ordered") for of, rows in grouped(proposals(sheet), "PO", "SKU", "Specification").items()}
        for sheet in (before["Purchase Orders"], read("Purchase Orders"))
    )
    shrunk = {(of[:2], "larger" if new[of] > q else "smaller") for of, q in old.items() if new.get(of, q) != q}
    shrunk |= {(of[:2], "withdrawn") for of in old if of not in new}
    said = {(key(r, "PO", "SKU"), r["Change"].removeprefix("proposal ")) for r in read("Changes") if not r["Order"]}
    assert said == shrunk
    assert all(r["As Of"] == today for r in read("Changes"))


def _what_changed(ledger: Ledger, was: dict[Key, Row], now: dict[Key, Row], line: Key) -> list[str]:
    if line not in was:
        return ["newly backordered"]
    old, row, said = was[line]["Expected"], ledger.lines[line], []
    if amount(row, "Cancelled") > amount(was[line], "Cancelled"):
        said.append("cancelled")
    if line in now:
        new = now[line]["Expected"]
        if old != new:
            said.append("date known" if not old else "date lost" if not new else "moved later" if new > old else "moved earlier")
    elif row.get("Status") in ("on hold", "closed"):
        said.append({"on hold": "put on hold", "closed": "closed"}[row["Status"]])
    elif ledger.open(line) > 0:
        said.append("now covered")
    elif not said:
        said.append("shipped")
    return said


def errors(problems: Sheet) -> Sheet:
    return [p for p in problems if p["Severity"] == "error"]


def snapshot(read: Read, names: list[str]) -> dict[str, Any]:
    """Everything that a user sees, but for the Run Log and where our own rows stand."""
    return {n: [{h: v for h, v in r.items() if h != ROW} for r in read(n)] for n in names if n != "Run Log"}
