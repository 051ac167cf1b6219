"""Thirty business days of one invented shop: who orders, what arrives and how, who changes their mind?

The same seed tells the same story, as far as the workbook says the same: the people here act on what they read there. Every
act is typed into the workbook and noted in the ledger, and nothing else is.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tests.books import Rows
from tests.scenarios.desk import ROW, FileDesk, MemoryDesk
from tests.scenarios.ledger import Key, Ledger, Row, amount, code, key, natural

HOLIDAY = dt.date(2026, 6, 19)
DAYS = [d for n in range(43) if (d := dt.date(2026, 6, 1) + dt.timedelta(n)).weekday() < 5 and d != HOLIDAY][:30]

SUPPLIERS = {"NORD": 3, "BERG": 5, "TARN": 8, "LOKAL": 1}  # with their lead times
ITEMS = [
    # SKU, supplier, MOQ, multiple, policy, stock, what the supplier calls it
    ("LAMP", "NORD", 10, 5, None, 12, "N-100"),
    ("SHADE", "NORD", None, 6, None, 4, "N-200"),
    ("VASE", "NORD", None, None, None, 0, None),
    ("WATCH", "NORD", 4, 2, None, 3, "N-300"),
    ("CORD", "BERG", 20, Fraction("2.5"), None, Fraction("7.5"), "B/7"),
    ("PLUG", "BERG", None, None, None, 6, "B/8"),
    ("CLOCK", "BERG", None, 4, None, 5, None),
    ("TABLE", "TARN", None, 1, None, 1, None),
    ("CHAIR", "TARN", 4, 2, None, 6, "CH-4"),
    ("BOWL", "LOKAL", None, None, None, 2, None),
    ("SIGN", "LOKAL", None, None, "special order", 0, None),
    ("RUG", "BERG", None, None, "drop ship", 0, None),
]
OPEN_AT_FIRST = [("B-1", "LAMP", 10, 2), ("B-1", "SHADE", 6, 2), ("B-2", "TABLE", 3, 4), ("B-3", "CHAIR", 4, 1)]

DELIVERIES = (
    "on time", "short", "late", "early", "over", "damaged", "two rows for one line", "without PO", "without PO over several",
    "under the supplier's name", "unknown PO", "wrong item", "by item", "all damaged", "list pasted twice", "wrong line",
)  # fmt: skip
SUPPLIERS_WRITE = ("later", "less", "never", "sooner", "never, by status", "never, yet it comes")
CUSTOMERS_WRITE = ("cancel", "hurry", "less", "more", "wait", "go on", "date", "close", "part of it cancelled")


def rows() -> Rows:
    """The workbook on the first morning."""
    expected = {sku: DAYS[n] for _, sku, _, n in OPEN_AT_FIRST}
    supplier = {sku: who for sku, who, *_ in ITEMS}
    return {
        "Orders": [["Order", "Line", "Order Date", "Customer", "SKU", "Ordered", "Shipped", "Cancelled", "Need By", "Priority",
                    "Ship Complete", "Specification", "Status", "Unit Price"]],
        "Stock": [["SKU", "On Hand"], *([sku, float(n)] for sku, *_, n, _ in ITEMS)],
        "Items": [["SKU", "Description", "Supplier", "MOQ", "Multiple", "Policy", "Substitute", "Unit Cost"],
                  *([sku, sku.title(), who, moq, multiple and float(multiple), policy, None, 3]
                    for sku, who, moq, multiple, policy, *_ in ITEMS)],
        "Suppliers": [["Supplier", "Name", "Lead Time"], *([s, s.title(), lead] for s, lead in SUPPLIERS.items())],
        "Sourcing": [["SKU", "Supplier", "Supplier SKU"], *([sku, who, name] for sku, who, *_, name in ITEMS if name)],
        "Purchase Orders": [["PO", "Line", "Supplier", "SKU", "Ordered", "Received", "Cancelled", "Order Date", "Expected",
                             "Status", "Specification", "Ship To"],
                            *([po, n, supplier[sku], sku, q, 0, 0, DAYS[0], expected[sku], "ordered", None, None]
                              for n, (po, sku, q, _) in enumerate(OPEN_AT_FIRST, 1))],
        "Receipts": [["Receipt", "Received On", "PO", "Line", "SKU", "Received", "Rejected", "Specification"]],
        "Holidays": [["Date"], [HOLIDAY]],
    }  # fmt: skip


class Shop:
    """The people of the shop, its desk and the ledger."""

    def __init__(self, desk: FileDesk | MemoryDesk, seed: int = 1) -> None:
        self.desk, self.chance, self.happened = desk, random.Random(seed), Counter[str]()
        self.ledger = Ledger(theirs={(who.casefold(), name.casefold()): sku.casefold() for sku, who, *_, name in ITEMS if name})
        for table, book, names in (
            ("Stock", self.ledger.stock, ("SKU", "Specification")),
            ("Purchase Orders", self.ledger.purchases, ("PO", "Line")),
        ):
            book.update({key(r, *names): r for r in desk.sheet(table)})
        self.ledger.items = {code(r, "SKU"): r for r in desk.sheet("Items")}
        self.fates, self.moods, self.letters = (self.cycle(k) for k in (DELIVERIES, CUSTOMERS_WRITE, SUPPLIERS_WRITE))
        self.coming: dict[int, list[tuple[str, Key]]] = {}  # day -> what is delivered then, and how
        self.corrections: dict[int, list[tuple[int, dict[str, Any]]]] = {}
        self.again: dict[int, int] = {}  # day -> the row of Receipts that somebody pastes once more
        self.day = 0
        for po in self.ledger.purchases:
            self.expect(po)

    def cycle(self, kinds: tuple[str, ...]) -> Iterator[str]:
        """Each kind in turn, so that all of them happen."""
        return itertools.cycle(kinds)

    def live_day(self, day: int) -> None:
        """Everything that people do between two runs; the run itself is not theirs."""
        self.day = day
        self.ship()
        self.place_purchase_orders()
        self.unpack()
        if day % 2:
            self.a_supplier_writes(next(self.letters))
        for _ in range(2):
            self.a_customer_writes(next(self.moods))
        if day == 14:
            self.change("Items", self.ledger.items["clock"], Policy="stop", Substitute="WATCH")
            self.an_order_comes("CLOCK")  # from somebody who does not know yet
            self.happened["discontinued"] += 1
        if day > 15:
            self.offer_substitutes()
        if day == 20:
            self.change("Stock", self.ledger.stock["bowl", ""], **{"On Hand": self.ledger.stock["bowl", ""]["On Hand"] + 1})
        for _ in range(self.chance.choice((2, 2, 3))):
            self.an_order_comes()

    def change(self, table: str, row: Row, **values: Any) -> None:
        row.update(values)
        self.desk.set(table, row[ROW], **values)

    def add(self, table: str, **values: Any) -> Row:
        return {**values, ROW: self.desk.add(table, **values)}

    # customers

    def an_order_comes(self, wish: str | None = None) -> None:
        number, customer = f"SO-{1001 + len({line[0] for line in self.ledger.lines})}", f"C{self.chance.randint(1, 9)}"
        complete = "yes" if self.chance.random() < 0.2 else None
        for n in range(1, self.chance.choice((1, 1, 2)) + 1):
            sold = [sku for sku, *_ in ITEMS if self.ledger.items[sku.casefold()].get("Policy") != "stop"]
            sku = wish or self.chance.choice(sold)
            units = Fraction(self.chance.randint(1, 9)) / (2 if sku == "CORD" else 1)
            self.order(number, n, customer, sku, units, complete)

    def order(self, number: str, n: int, customer: str, sku: str, units: Fraction, complete: str | None = None) -> None:
        spec = self.chance.choice(("red", "blue")) if sku == "SIGN" else None
        row = self.add("Orders", Order=number, Line=Fraction(n), Customer=customer, SKU=sku, **{"Order Date": DAYS[self.day]},
                       Ordered=units, Specification=spec,
                       **{"Ship Complete": complete, "Unit Price": Fraction(10)})  # fmt: skip
        self.ledger.lines[key(row, "Order", "Line")] = row

    def a_customer_writes(self, what: str) -> None:
        held = what == "go on"
        lines = [k for k, r in self.ledger.lines.items()
                 if (r.get("Status") == "on hold" if held else self.ledger.open(k) > (1 if "part" in what else 0))]  # fmt: skip
        if not lines:
            return
        line = self.chance.choice(sorted(lines, key=lambda k: (natural(k[0]), k[1])))
        row, rest = self.ledger.lines[line], self.ledger.open(line)
        self.happened[f"customer: {what}"] += 1
        match what:
            case "cancel":
                self.change("Orders", row, Cancelled=amount(row, "Cancelled") + rest)
            case "part of it cancelled":
                self.change("Orders", row, Cancelled=amount(row, "Cancelled") + 1)
            case "less":
                self.change("Orders", row, Ordered=row["Ordered"] - min(rest, 1))
            case "more":
                self.change("Orders", row, Ordered=row["Ordered"] + 3)
            case "wait":
                self.change("Orders", row, Status="on hold")
            case "go on":
                self.change("Orders", row, Status="open")
            case "close":
                self.change("Orders", row, Status="closed")
            case "hurry":
                self.change("Orders", row, Priority=Fraction(1))
            case "date":
                self.change("Orders", row, **{"Need By": DAYS[self.day] + dt.timedelta(5)})

    def offer_substitutes(self) -> None:
        """What waits for the discontinued item without supply takes the other one instead."""
        for r in self.desk.sheet("Backorders"):
            line = key(r, "Order", "Line")
            if r["SKU"] == "CLOCK" and amount(r, "Uncovered") and self.ledger.open(line):
                row, rest = self.ledger.lines[line], self.ledger.open(line)
                self.change("Orders", row, Cancelled=amount(row, "Cancelled") + rest)
                n = 1 + max(int(k[1]) for k in self.ledger.lines if k[0] == line[0])
                self.order(row["Order"], n, row["Customer"], "WATCH", rest, row.get("Ship Complete"))
                self.happened["substitute taken"] += 1

    # our own people

    def ship(self) -> None:
        """Most of what the last run found ready leaves the house, some of it in part."""
        for r in self.desk.sheet("Ready to Ship"):
            row, luck = self.ledger.lines[key(r, "Order", "Line")], self.chance.random()
            part = luck < 0.1 and r["Quantity"] > 1 and not row.get("Ship Complete")
            units = Fraction(1) if part else r["Quantity"]
            if luck < 0.9:
                shelf = self.ledger.stock[key(row, "SKU", "Specification")]
                assert units <= shelf["On Hand"], "the list promises no more than there is"
                self.change("Orders", row, Shipped=amount(row, "Shipped") + units)
                self.change("Stock", shelf, **{"On Hand": shelf["On Hand"] - units})
                self.happened["shipped in part" if part else "shipped"] += 1

    def place_purchase_orders(self) -> None:
        """Most proposals are ordered, some confirmed for another day; the others wait for tomorrow's run."""
        proposed: dict[str, list[Row]] = {}
        for r in self.desk.sheet("Purchase Orders"):
            if r.get("Status") == "proposed":
                proposed.setdefault(r["PO"], []).append(r)
        for po in sorted(proposed, key=natural):
            if self.chance.random() < 0.75:
                later = {"Expected": DAYS[min(self.day + 6, 29)]} if self.chance.random() < 0.25 else {}
                for row in proposed[po]:
                    row = {h: row[h] for h in ("PO", "Line", "Supplier", "SKU", "Ordered", "Order Date", "Expected", "Status",
                                               "Specification", "Ship To", ROW)}  # fmt: skip
                    self.change("Purchase Orders", row, Status="confirmed" if later else "ordered", **later)
                    self.ledger.purchases[key(row, "PO", "Line")] = row
                    self.expect(key(row, "PO", "Line"))
                self.happened["confirmed" if later else "ordered"] += 1

    # suppliers

    def expect(self, po: Key) -> None:
        """Decide how this purchase line will be delivered, and when."""
        how, stated = next(self.fates), self.ledger.purchases[po]["Expected"]
        due = next((n for n, d in enumerate(DAYS) if d >= stated), 99)
        due = max(due + {"late": 4, "early": -1}.get(how, 0), self.day + 1)
        self.coming.setdefault(due, []).append((how, po))

    def unpack(self) -> None:
        """One delivery note per supplier and day; what was wrong yesterday is put right."""
        for row, values in self.corrections.pop(self.day, []):
            self.change("Receipts", self.ledger.receipts[row], **values)
        if self.day in self.again:
            known = self.ledger.receipts[self.again[self.day]]
            pasted = self.add("Receipts", **{h: v for h, v in known.items() if h not in (ROW, "Posted", "Matched To")})
            self.ledger.receipts[pasted[ROW]] = pasted
        for how, po in self.coming.pop(self.day, []):
            rest = self.ledger.live(po)
            if rest > 0 or how == "never, yet it comes":
                self.happened[f"delivery: {how}"] += 1
                self.deliver(how, po, rest)

    def deliver(self, how: str, po: Key, rest: Fraction) -> None:
        p = self.ledger.purchases[po]
        name = next((theirs for (who, theirs), ours in self.ledger.theirs.items() if ours == code(p, "SKU")), p["SKU"])
        whole, part = {"Line": p["Line"]}, min(rest, max(rest // 2, Fraction(1)))
        match how:
            case "on time" | "late" | "early":
                self.receipt(p, rest, **whole)
            case "short":
                self.receipt(p, part, **whole)
                self.coming.setdefault(self.day + 3, []).append(("by item", po))
            case "over":
                self.receipt(p, rest + 2, **whole)
            case "damaged" | "all damaged":
                self.receipt(p, rest, Rejected=rest if "all" in how else part, **whole)
                self.coming.setdefault(self.day + 2, []).append(("on time", po))
            case "two rows for one line":
                self.receipt(p, part, **whole)
                if rest > part:
                    self.receipt(p, rest - part, **whole)
            case "without PO":
                self.receipt(p, rest, PO=None)
            case "without PO over several":
                same = [k for k, r in self.ledger.purchases.items()
                        if key(r, "SKU", "Specification") == key(p, "SKU", "Specification")]  # fmt: skip
                self.receipt(p, sum((self.ledger.live(k) for k in same), Fraction(0)), PO=None, SKU=name)
            case "under the supplier's name":
                self.receipt(p, rest, SKU=name)
            case "unknown PO":
                self.put_right(self.receipt(p, rest, PO=f"{p['PO']}9", **whole), PO=p["PO"])
            case "wrong item":
                self.put_right(self.receipt(p, rest, SKU="LAMPE"), SKU=p["SKU"])
            case "wrong line":
                self.receipt(p, rest, Line=Fraction(77))
            case "by item":
                self.receipt(p, rest)
            case "list pasted twice":
                self.again[self.day + 1] = self.receipt(p, rest, **whole)
            case "never, yet it comes":
                self.receipt(p, Fraction(3), **whole)

    def receipt(self, p: Row, units: Fraction, **other: Any) -> int:
        values = {"Receipt": f"D{self.day}-{p['Supplier']}", "Received On": DAYS[self.day], "PO": p["PO"], "SKU": p["SKU"],
                  "Specification": p.get("Specification"), "Received": units, **other}  # fmt: skip
        row = self.add("Receipts", **values)
        self.ledger.receipts[row[ROW]] = row
        return row[ROW]

    def put_right(self, row: int, **values: Any) -> None:
        self.corrections.setdefault(self.day + 1, []).append((row, values))

    def a_supplier_writes(self, what: str) -> None:
        coming = sorted((po for po in self.ledger.purchases if self.ledger.live(po) > 1), key=lambda k: (natural(k[0]), k[1]))
        if not coming:
            return
        po = self.chance.choice(coming)
        row, rest = self.ledger.purchases[po], self.ledger.live(po)
        self.happened[f"supplier: {what}"] += 1
        match what:
            case "later":
                self.change("Purchase Orders", row, Status="confirmed", Expected=row["Expected"] + dt.timedelta(7))
            case "sooner":
                self.change("Purchase Orders", row, Expected=max(row["Expected"] - dt.timedelta(2), DAYS[self.day]))
            case "less":
                self.change("Purchase Orders", row, Cancelled=amount(row, "Cancelled") + rest // 2)
            case "never":
                self.change("Purchase Orders", row, Cancelled=amount(row, "Cancelled") + rest)
            case _:
                self.change("Purchase Orders", row, Status="cancelled")
                if "comes" in what:
                    self.coming.setdefault(self.day + 1, []).append((what, po))
