"""What must stand where, reckoned by hand? The plain ledger of the stories: dicts, Fractions and sorted lists.

It notes what people type, books what arrives (rules 5.1, 5.2) and remembers what is kept for whom (5.3), all in its own
words; it knows nothing of the code that it judges. laws.py holds it beside the workbook.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Key = tuple[str, str]
Row = dict[str, Any]
NONE = Fraction(0)
Arrived = list[tuple[int, list[tuple[Key, Fraction]]]]
GRACE = dt.timedelta(7)


def key(row: Row, *names: str) -> Key:
    """Codes are compared without regard to case (rule 1.2)."""
    return tuple(str(row.get(n) or "").casefold() for n in names)  # type: ignore[return-value]


def code(row: Row, name: str) -> str:
    return key(row, name)[0]


def natural(text: str) -> list[Any]:
    """SO-9 before SO-10 (rule 1.2)."""
    return [(int(p), "") if p.isdigit() else (-1, p) for p in re.split(r"(\d+)", text)]


def amount(row: Row, name: str) -> Fraction:
    return row.get(name) or NONE


@dataclass
class Ledger:
    """Every table by the key of its rows, Receipts by sheet row.

    ``kept``: what rule 5.3 keeps for an order line; ``seen``: what had been shipped at the last run; ``arrived``: what that
    run posted, the pieces of each receipt (purchase line, units); ``cuts``: who was handed what of them.
    """

    lines: dict[Key, Row] = field(default_factory=dict)
    stock: dict[Key, Row] = field(default_factory=dict)
    purchases: dict[Key, Row] = field(default_factory=dict)
    receipts: dict[int, Row] = field(default_factory=dict)
    items: dict[str, Row] = field(default_factory=dict)
    theirs: dict[Key, str] = field(default_factory=dict)  # (supplier, its SKU) -> our SKU
    kept: dict[Key, Fraction] = field(default_factory=dict)
    seen: dict[Key, Fraction] = field(default_factory=dict)
    arrived: Arrived = field(default_factory=list)
    cuts: list[tuple[int, Key, Key, Fraction]] = field(default_factory=list)  # receipt, purchase line, order line, units

    def open(self, line: Key) -> Fraction:
        """Rule 2.1: what is still to ship; nothing of a line that is on hold or closed."""
        row = self.lines[line]
        rest = amount(row, "Ordered") - amount(row, "Shipped") - amount(row, "Cancelled")
        return rest if row.get("Status") in (None, "open") else NONE

    def live(self, po: Key) -> Fraction:
        """Rule 3.2: what is still to come of a purchase line."""
        row = self.purchases[po]
        rest = amount(row, "Ordered") - amount(row, "Received") - amount(row, "Cancelled")
        return max(rest, NONE) if row.get("Status") in (None, "ordered", "confirmed") else NONE

    def serving(self) -> list[Key]:
        """Rule 3.1, first come: Priority, Order Date, Order, Line."""

        def place(line: Key) -> Any:
            row = self.lines[line]
            return row.get("Priority") or 5, row["Order Date"], natural(line[0]), natural(line[1])

        return sorted((line for line in self.lines if self.open(line) > 0), key=place)

    def morning(self, today: dt.date, receives: bool = True) -> None:
        """One run; the verb plan receives nothing."""
        self.forget()
        self.cuts = []
        self.arrived = self.match(today) if receives else []
        if self.arrived:
            delivered = {po for _, pieces in self.arrived for po, _ in pieces}
            self.hand_out(self.pegs_on_purchases(today, delivered))
            self.post(today)
        self.seen = {line: amount(row, "Shipped") for line, row in self.lines.items()}

    def forget(self) -> None:
        """Rule 5.3: what was shipped has left; a line keeps no more than it still wants."""
        for line, kept in self.kept.items():
            if line not in self.lines:
                self.kept[line] = NONE
                continue
            gone = max(amount(self.lines[line], "Shipped") - self.seen.get(line, NONE), NONE)
            self.kept[line] = min(max(kept - gone, NONE), max(self.open(line), NONE))

    # rule 5.1

    def match(self, today: dt.date) -> Arrived:
        """The pieces of every receipt that fits, the surest first, and of equal ones by day, number and row."""
        waiting = [n for n, r in self.receipts.items() if not r.get("Posted") and r["Received On"] <= today]
        waiting.sort(key=lambda n: (self.receipts[n]["Received On"], natural(self.number(n)), n))
        waiting = [n for n in waiting if not self.posted_before(n)]
        rest = {po: self.live(po) for po in self.purchases}
        found: dict[int, list[tuple[Key, Fraction]]] = {}
        for way in (self.by_line, self.by_item, self.by_item_alone):
            for n in waiting:
                fits = [] if n in found else way(self.receipts[n])
                left = amount(self.receipts[n], "Received") - amount(self.receipts[n], "Rejected")
                pieces = [(fits[0], NONE)] if fits and not left else []
                for po in fits if left else ():
                    piece = left if po == fits[-1] else min(left, rest[po])  # what is over stays with the last
                    pieces += [(po, piece)] if piece else []
                    rest[po], left = max(rest[po] - piece, NONE), left - piece
                if pieces:
                    found[n] = pieces
        return list(found.items())

    def number(self, n: int) -> str:
        return code(self.receipts[n], "Receipt") or f"row {n}"

    def posted_before(self, n: int) -> bool:
        """A row that repeats a posted one to the letter is the same list, pasted twice."""
        names = ("Receipt", "PO", "Line", "SKU", "Specification", "Received", "Rejected", "Received On")
        mine = [self.receipts[n].get(name) for name in names]
        return bool(mine[0]) and any(r.get("Posted") and [r.get(m) for m in names] == mine for r in self.receipts.values())

    def by_line(self, receipt: Row) -> list[Key]:
        po, said = key(receipt, "PO", "Line"), code(receipt, "Specification")
        good = po in self.purchases and self.can_be(po) and self.same_item(receipt, po)
        return [po] if good and said in ("", code(self.purchases[po], "Specification")) else []

    def by_item(self, receipt: Row) -> list[Key]:
        """Without a Specification also the only one that the purchase order has of the item."""
        mine = [p for p in self.purchases if p[0] == code(receipt, "PO") and self.same_item(receipt, p)]
        there, said = {code(self.purchases[p], "Specification") for p in mine}, code(receipt, "Specification")
        wanted = there.pop() if len(there) == 1 and not said else said
        good = [p for p in mine if self.can_be(p) and code(self.purchases[p], "Specification") == wanted]
        return sorted(good, key=self.oldest)

    def by_item_alone(self, receipt: Row) -> list[Key]:
        said = code(receipt, "Specification")
        good = [] if code(receipt, "PO") else [p for p in self.purchases if self.live(p) and self.same_item(receipt, p)]
        return sorted((p for p in good if code(self.purchases[p], "Specification") == said), key=self.oldest)

    def oldest(self, po: Key) -> Any:
        return self.purchases[po]["Expected"], natural(po[0]), natural(po[1])

    def can_be(self, po: Key) -> bool:
        return self.purchases[po].get("Status") not in ("cancelled", "proposed")

    def same_item(self, receipt: Row, po: Key) -> bool:
        """The same SKU, ours or as its supplier calls it."""
        row, said = self.purchases[po], code(receipt, "SKU")
        return self.theirs.get((code(row, "Supplier"), said), said) == code(row, "SKU")

    # rule 5.2

    def post(self, today: dt.date) -> None:
        for n, pieces in self.arrived:
            said = []
            for po, units in pieces:
                row = self.purchases[po]
                over = max(units - self.live(po), NONE)
                row["Received"] = amount(row, "Received") + units
                if units:
                    named = {name: row.get(name) for name in ("SKU", "Specification")}
                    shelf = self.stock.setdefault(key(row, "SKU", "Specification"), named)
                    shelf["On Hand"] = amount(shelf, "On Hand") + units
                much = [f"{float(units):g}"] * (len(pieces) > 1) + [f"{float(over):g} over"] * (over > 0)
                said.append(f"{row['PO']} line {po[1]}" + (f" ({', '.join(much)})" if much else ""))
            self.receipts[n] |= {"Posted": today, "Matched To": ", ".join(said)}

    # rule 5.3

    def hand_out(self, pegs: dict[Key, list[tuple[Key, Fraction]]]) -> None:
        """Units go to the lines that were pegged to their purchase line, in serving order, and are kept for them."""
        waiting = {po: dict(claims) for po, claims in pegs.items()}
        for n, pieces in self.arrived:
            for po, units in pieces:
                for line, claim in list(waiting.get(po, {}).items()):
                    given = min(claim, units)
                    if given:
                        waiting[po][line], units = claim - given, units - given
                        self.kept[line] = self.kept.get(line, NONE) + given
                        self.cuts.append((n, po, line, given))

    def pegs_on_stock(self) -> dict[Key, Fraction]:
        """Who has what of the stock: first what is kept, then in serving order (rules 3.4, 5.3)."""
        free = {shelf: max(amount(row, "On Hand") - amount(row, "Reserved"), NONE) for shelf, row in self.stock.items()}
        got = dict.fromkeys(self.serving(), NONE)
        for kept_first in (True, False):
            for line in got:
                shelf = key(self.lines[line], "SKU", "Specification")
                wanted = self.kept.get(line, NONE) if kept_first else self.open(line) - got[line]
                piece = min(wanted, free.get(shelf, NONE))
                got[line], free[shelf] = got[line] + piece, free.get(shelf, NONE) - piece
        return got

    def pegs_on_purchases(self, today: dt.date, delivered: set[Key]) -> dict[Key, list[tuple[Key, Fraction]]]:
        """Who waits for which purchase line: an order's own ones first, then the earliest; what is delivered today counts
        with the day that was stated for it, other late ones with today and the grace days (rules 3.2, 3.3, 5.3)."""

        def day(po: Key) -> Any:
            stated = self.purchases[po]["Expected"]
            return stated if stated >= today or po in delivered else today + GRACE

        coming = sorted(self.purchases, key=lambda po: (day(po), natural(po[0]), natural(po[1])))
        rest = {po: self.live(po) for po in coming}
        stock = self.pegs_on_stock()
        wanted = {line: self.open(line) - got for line, got in stock.items()}
        pegs: dict[Key, list[tuple[Key, Fraction]]] = {po: [] for po in coming}
        for own in (True, False):
            for line in wanted:
                for po in coming:
                    ship_to = code(self.purchases[po], "Ship To")
                    same = key(self.purchases[po], "SKU", "Specification") == key(self.lines[line], "SKU", "Specification")
                    if same and ship_to == (line[0] if own else "") and min(rest[po], wanted[line]):
                        piece = min(rest[po], wanted[line])
                        rest[po], wanted[line] = rest[po] - piece, wanted[line] - piece
                        pegs[po].append((line, piece))
        return {po: sorted(claims, key=lambda c: list(wanted).index(c[0])) for po, claims in pegs.items()}
