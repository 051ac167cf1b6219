"""Section 5 once more, as slow plain loops: which receipts are posted where, and who is handed what?

Written from docs/rules.md alone, in the manner of oracle.py: books of plain rows, Fractions, days.
"""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests import oracle
from tests.oracle import Row, World, fold, natural, number

Book = dict[str, list[Row]]
Po = tuple[str, str]  # a purchase order and its line, folded
Piece = tuple[int, str, str]  # sheet row of a receipt, purchase order, line
NONE = Fraction(0)


@dataclass
class Receiving:
    """``pieces``: (sheet row of a receipt, purchase order, line) -> units, in the order in which they are posted. ``over``:
    units of a piece that are more than what was open. ``refused``: sheet rows that stay unposted though they came in by the
    day. ``handed``: (sheet row, PO, line, order, line) -> units, all folded. ``book``: the book as it is afterwards."""

    book: Book
    pieces: dict[Piece, Fraction] = field(default_factory=dict)
    over: dict[Piece, Fraction] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    handed: dict[tuple[Any, ...], Fraction] = field(default_factory=dict)


def receive(book: Book, settings: dict[str, Any], as_of: dt.date) -> Receiving:
    """Rules 5.1 to 5.3."""
    w = World(copy.deepcopy(book), settings, as_of)
    done = Receiving(w.book)
    for n, r in enumerate(w.rows("Receipts"), 2):
        r["_row"], r["_number"] = n, str(r.get("Receipt") or f"row {n}")
    due = [r for r in w.rows("Receipts") if not r.get("Posted") and r["Received On"] <= as_of]
    due.sort(key=lambda r: (r["Received On"], natural(r["_number"]), r["_row"]))
    match(w, [r for r in due if not said_before(w, r)], done)
    done.refused = {r["_row"] for r in due} - {n for n, _, _ in done.pieces}
    hand_out(w, done)
    post(w, done)
    return done


def said_before(w: World, r: Row) -> bool:
    """The same list pasted twice: a posted row of the same number says the same to the letter."""

    def words(row: Row) -> list[Any]:
        codes = [fold(row.get(n) or "") for n in ("Receipt", "PO", "Line", "SKU", "Specification")]
        return [*codes, number(row, "Received"), number(row, "Rejected"), row["Received On"]]

    return bool(r.get("Receipt")) and any(o.get("Posted") and words(o) == words(r) for o in w.rows("Receipts"))


def match(w: World, due: list[Row], done: Receiving) -> None:
    """Rule 5.1, and 5.2 for what is over: those that name their line first, then those that name their order, then the rest.

    Of these, lines in the place of a delivery are filled before any delivery goes to another place's.
    """
    percent = w.set("Over Receipt %", 0)
    for p in w.rows("Purchase Orders"):
        p["_left"] = still_open(p)
        allowed = number(p, "Ordered") * percent / 100
        p["_room"] = p["_left"] + allowed // oracle.MILLIONTH * oracle.MILLIONTH if percent else None
    for r in due:
        r["_rest"] = number(r, "Received") - number(r, "Rejected")
    matched: set[int] = set()
    for way, here in ((by_line, False), (by_order, True), (by_order, False), (by_item, True), (by_item, False)):
        for r in due:
            fits = [] if r["_row"] in matched else way(w, r)
            if here:
                fits = [p for p in fits if w.located() and r.get("Location") and w.place(r) == w.place(p)]
            if fits:
                fill(r, fits, done, only_open=here)
                matched |= {r["_row"]} if not (here and r["_rest"]) else set()


def fill(r: Row, fits: list[Row], done: Receiving, only_open: bool) -> None:
    """Several lines are filled in turn; what is above all that is open goes to the last, as far as is allowed."""
    if number(r, "Received") == number(r, "Rejected"):
        done.pieces[r["_row"], fits[0]["PO"], fits[0]["Line"]] = NONE
    for p in fits:
        whole = p is fits[-1] and not only_open
        units = min(r["_rest"], p["_left"]) if not whole else r["_rest"] if p["_room"] is None else min(r["_rest"], p["_room"])
        if units:
            p["_left"] = max(p["_left"] - units, NONE)
            p["_room"] = None if p["_room"] is None else p["_room"] - units
            r["_rest"] -= units
            piece = r["_row"], p["PO"], p["Line"]
            done.pieces[piece] = done.pieces.get(piece, NONE) + units


def by_line(w: World, r: Row) -> list[Row]:
    spec = fold(r.get("Specification") or "")
    return [p for p in usable(w, r) if r.get("Line") and fold(p["Line"]) == fold(r["Line"])
            and spec in ("", fold(p.get("Specification") or ""))]  # fmt: skip


def by_order(w: World, r: Row) -> list[Row]:
    spec = fold(r.get("Specification") or "")
    there = {fold(p.get("Specification") or "") for p in w.rows("Purchase Orders") if on(p, r) and same_item(w, p, r)}
    if not spec and len(there) == 1:
        (spec,) = there
    return sorted((p for p in usable(w, r) if fold(p.get("Specification") or "") == spec), key=lambda p: turn(w, p, r))


def by_item(w: World, r: Row) -> list[Row]:
    if r.get("PO"):
        return []
    spec = fold(r.get("Specification") or "")
    fits = [p for p in w.rows("Purchase Orders") if still_open(p) and same_item(w, p, r)]
    return sorted((p for p in fits if fold(p.get("Specification") or "") == spec), key=lambda p: turn(w, p, r))


def still_open(p: Row) -> Fraction:
    """Rule 3.2."""
    live = (p.get("Status") or "ordered") in ("ordered", "confirmed")
    return max(number(p, "Ordered") - number(p, "Received") - number(p, "Cancelled"), NONE) if live else NONE


def usable(w: World, r: Row) -> list[Row]:
    """The lines of the receipt's order that have its item and are neither cancelled nor only proposed."""
    barred = ("cancelled", "proposed")
    return [p for p in w.rows("Purchase Orders") if on(p, r) and same_item(w, p, r) and p.get("Status") not in barred]


def on(p: Row, r: Row) -> bool:
    return bool(r.get("PO")) and fold(p["PO"]) == fold(r["PO"])


def same_item(w: World, p: Row, r: Row) -> bool:
    return fold(p["SKU"]) == our_sku(w, r)


def our_sku(w: World, r: Row) -> str:
    """A supplier's own code counts where ours does not fit: on a PO of that supplier, or alone if it means one item."""
    said = fold(r["SKU"])
    mine = [p for p in w.rows("Purchase Orders") if on(p, r)]
    known = {fold(o["SKU"]) for t in ("Orders", "Stock", "Items", "Sourcing", "Purchase Orders") for o in w.rows(t)}
    if said in {fold(p["SKU"]) for p in mine} if r.get("PO") else said in known:
        return said
    suppliers = {fold(p["Supplier"]) for p in mine}
    meant = {fold(s["SKU"]) for s in w.rows("Sourcing") if fold(s.get("Supplier SKU") or "") == said
             and (not r.get("PO") or fold(s["Supplier"]) in suppliers)}  # fmt: skip
    return meant.pop() if len(meant) == 1 else said


def turn(w: World, p: Row, r: Row) -> tuple[Any, ...]:
    """Lines of the receipt's place first, then the oldest Expected; a line with no date at all last."""
    elsewhere = w.located() and bool(r.get("Location")) and w.place(r) != w.place(p)
    ordered = p.get("Order Date")
    day = p.get("Expected") or (oracle.arrival(w, p["SKU"], p["Supplier"], ordered) if ordered else oracle.FAR)
    return elsewhere, day, natural(p["PO"]), natural(p["Line"])


def booked_at(w: World, r: Row, p: Row) -> str:
    """Where the units go: to the receipt's place, else to the purchase line's (rule 5.2)."""
    return w.place(r if r.get("Location") else p)


def hand_out(w: World, done: Receiving) -> None:
    """Rule 5.3: to the lines that were pegged to the purchase line just before, in serving order."""
    lines = oracle.in_serving_order(w)
    for line in lines:
        line["_rest"], line["_pegs"] = line["_open"], []
    oracle.hand_out_stock(w, lines, oracle.free_stock(w))
    delivered = frozenset((fold(po), fold(n)) for _, po, n in done.pieces)
    purchases = oracle.open_purchases(w, delivered)
    for s in purchases:
        if not s.common:
            oracle.serve(lines, [s], kept=True)
    oracle.serve(lines, [s for s in purchases if s.common])
    claims: dict[Po, list[list[Any]]] = {}
    for line in lines:
        for source, po, n, units, _ in line["_pegs"]:
            if source == "purchase":
                claims.setdefault((fold(po), fold(n)), []).append([line, units])
    by_key = {(fold(p["PO"]), fold(p["Line"])): p for p in w.rows("Purchase Orders")}
    for (row, po, n), units in done.pieces.items():
        key, r = (fold(po), fold(n)), w.rows("Receipts")[row - 2]
        for claim in claims.get(key, []) if booked_at(w, r, by_key[key]) == w.place(by_key[key]) else []:
            line, wanted = claim
            given = min(wanted, units)
            if given:
                claim[1], units = wanted - given, units - given
                to = row, *key, fold(line["Order"]), fold(line["Line"])
                done.handed[to] = done.handed.get(to, NONE) + given


def post(w: World, done: Receiving) -> None:
    """Rule 5.2: Received, On Hand, Posted; and what the Cut List keeps from now on."""
    keep = oracle.kept(w)
    for to, units in done.handed.items():
        keep[to[3:]] = keep.get(to[3:], NONE) + units
    by_key = {(fold(p["PO"]), fold(p["Line"])): p for p in w.rows("Purchase Orders")}
    for (row, po, n), units in done.pieces.items():
        r, p = w.rows("Receipts")[row - 2], by_key[fold(po), fold(n)]
        done.over[row, po, n] = units - min(units, still_open(p))
        r["Posted"], p["Received"] = w.as_of, number(p, "Received") + units
        if units:
            shelf = {"SKU": p["SKU"], "Specification": p.get("Specification"), "On Hand": units}
            if w.located():
                shelf["Location"] = booked_at(w, r, p)
            w.book.setdefault("Stock", []).append(shelf)
    shipped = {(fold(o["Order"]), fold(o["Line"])): o.get("Shipped") for o in w.rows("Orders")}
    w.book["Cut List"] = [{"To": o, "Line": n, "Kept": q, "Shipped": shipped[o, n]} for (o, n), q in keep.items() if q]
