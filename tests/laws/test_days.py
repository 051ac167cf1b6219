"""Do random days keep the laws? Orders, suppliers and deliveries in any sequence, beside the plain ledger of the stories.

Where tests/scenarios/ tells one month, this lets chance tell many short ones, on a book in memory.
"""

from __future__ import annotations

import datetime as dt
import functools
from fractions import Fraction
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.scenarios import laws
from tests.scenarios.desk import ROW, MemoryDesk
from tests.scenarios.ledger import Ledger, Row, amount, code, key

FIRST = dt.date(2026, 6, 1)
ITEMS = [
    # SKU, supplier, MOQ, multiple, policy, on hand, reserved
    ("A", "S", 5, None, None, 3, None),
    ("B", "S", None, 4, None, 6, 2),
    ("C", "T", None, None, "special order", 0, None),
    ("D", "T", None, None, "drop ship", 0, None),
]
BOOK: dict[str, list[list[object]]] = {
    "Orders": [["Order", "Line", "Order Date", "Customer", "SKU", "Ordered", "Shipped", "Cancelled", "Priority", "Ship Complete",
                "Specification", "Status"]],
    "Stock": [["SKU", "On Hand", "Reserved"], *([sku, on_hand, reserved] for sku, *_, on_hand, reserved in ITEMS[:3])],
    "Items": [["SKU", "Supplier", "MOQ", "Multiple", "Policy", "Lead Time"],
              *([sku, who, moq, multiple, policy, 4] for sku, who, moq, multiple, policy, *_ in ITEMS)],
    "Suppliers": [["Supplier"], ["S"], ["T"]],
    "Sourcing": [["SKU", "Supplier", "Supplier SKU"], ["A", "S", "their-a"]],
    "Purchase Orders": [["PO", "Line", "Supplier", "SKU", "Ordered", "Received", "Cancelled", "Order Date", "Expected", "Status",
                         "Specification", "Ship To"],
                        ["P9", 1, "S", "A", 4, 0, 0, FIRST, dt.date(2026, 6, 2), "ordered", None, None],
                        ["P10", 1, "S", "A", 2, 0, 0, FIRST, dt.date(2026, 6, 2), "confirmed", None, None],
                        ["P10", 2, "S", "B", 3, 0, 0, FIRST, dt.date(2026, 6, 5), "ordered", None, None]],
    "Receipts": [["Receipt", "Received On", "PO", "Line", "SKU", "Received", "Rejected", "Specification"]],
}  # fmt: skip

which = st.integers(0, 9)
units = st.sampled_from([Fraction(1), Fraction(2), Fraction(3), Fraction(5), Fraction("0.5")])


class Days(RuleBasedStateMachine):
    """What people may do between two runs, in any sequence; each run is judged at once."""

    @initialize()
    def open_the_book(self) -> None:
        self.desk, self.today, self.ran = MemoryDesk(BOOK), FIRST, dt.date.min
        self.ledger = Ledger(theirs={("s", "their-a"): "a"})
        self.ledger.stock = {key(r, "SKU", "Specification"): r for r in self.desk.sheet("Stock")}
        self.ledger.purchases = {key(r, "PO", "Line"): r for r in self.desk.sheet("Purchase Orders")}
        self.ledger.items = {code(r, "SKU"): r for r in self.desk.sheet("Items")}

    def pick(self, rows: list[Any], n: int) -> Any:
        return rows[n % len(rows)] if rows else None

    def change(self, table: str, row: Row, **values: Any) -> None:
        row.update(values)
        self.desk.set(table, row[ROW], **values)

    @rule(sku=st.sampled_from("AABBCD"), ordered=units, priority=st.sampled_from([None, Fraction(1)]), n=which,
          complete=st.sampled_from([None, None, "yes"]), spec=st.sampled_from(["red", "blue"]))  # fmt: skip
    def an_order_comes(
        self, sku: str, ordered: Fraction, priority: Fraction | None, n: int, complete: str | None, spec: str
    ) -> None:
        number = f"SO-{8 + n % 4}"
        line = 1 + sum(k[0] == number.casefold() for k in self.ledger.lines)
        row: Row = {"Order": number, "Line": Fraction(line), "Order Date": self.today, "Customer": f"C{n}", "SKU": sku,
                    "Ordered": ordered, "Priority": priority, "Ship Complete": complete,
                    "Specification": spec if sku == "C" else None}  # fmt: skip
        row[ROW] = self.desk.add("Orders", **row)
        self.ledger.lines[key(row, "Order", "Line")] = row

    @precondition(lambda self: self.ledger.lines)
    @rule(n=which, what=st.sampled_from(["cancel", "cancel one", "less", "more", "hold", "open", "close", "hurry"]))
    def a_customer_writes(self, n: int, what: str) -> None:
        line = self.pick(list(self.ledger.lines), n)
        row, rest = self.ledger.lines[line], self.ledger.open(line)
        cancelled = amount(row, "Cancelled")
        values: dict[str, dict[str, Any]] = {
            "cancel": {"Cancelled": cancelled + rest},
            "cancel one": {"Cancelled": cancelled + min(rest, Fraction(1))},
            "less": {"Ordered": row["Ordered"] - min(rest, Fraction(1))},
            "more": {"Ordered": row["Ordered"] + 2},
            "hold": {"Status": "on hold"},
            "open": {"Status": "open"},
            "close": {"Status": "closed"},
            "hurry": {"Priority": Fraction(1)},
        }
        self.change("Orders", row, **values[what])

    @rule(n=which, part=st.booleans())
    def what_is_ready_leaves(self, n: int, part: bool) -> None:
        ready = self.pick(self.desk.sheet("Ready to Ship"), n)
        if ready and (line := key(ready, "Order", "Line")) in self.ledger.lines:
            row = self.ledger.lines[line]
            shelf = self.ledger.stock[key(row, "SKU", "Specification")]
            gone = min(ready["Quantity"] / 2 if part else ready["Quantity"], max(self.ledger.open(line), 0), shelf["On Hand"])
            self.change("Orders", row, Shipped=amount(row, "Shipped") + gone)
            self.change("Stock", shelf, **{"On Hand": shelf["On Hand"] - gone})

    @rule(n=which, later=st.sampled_from([None, 0, 2, 9]))
    def a_proposal_is_ordered(self, n: int, later: int | None) -> None:
        row = self.pick(laws.proposals(self.desk.sheet("Purchase Orders")), n)
        if row:
            row = {h: row.get(h) for h in (*map(str, BOOK["Purchase Orders"][0]), ROW)}
            moved = {} if later is None else {"Expected": self.today + dt.timedelta(later)}
            self.change("Purchase Orders", row, Status="ordered" if later is None else "confirmed", **moved)
            self.ledger.purchases[key(row, "PO", "Line")] = row

    @rule(n=which, what=st.sampled_from(["later", "sooner", "less", "never", "cancelled", "ordered"]))
    def a_supplier_writes(self, n: int, what: str) -> None:
        po = self.pick(list(self.ledger.purchases), n)
        row, rest = self.ledger.purchases[po], self.ledger.live(po)
        values: dict[str, dict[str, Any]] = {
            "later": {"Expected": row["Expected"] + dt.timedelta(6)},
            "sooner": {"Expected": row["Expected"] - dt.timedelta(3)},
            "less": {"Cancelled": amount(row, "Cancelled") + min(rest, Fraction(1))},
            "never": {"Cancelled": amount(row, "Cancelled") + rest},
            "cancelled": {"Status": "cancelled"},
            "ordered": {"Status": "ordered"},
        }
        self.change("Purchase Orders", row, **values[what])

    @rule(n=which, number=st.sampled_from([None, "D1", "D2"]), rejected=st.booleans(),
          how=st.sampled_from(["line", "line", "item", "no PO", "their name"]),
          much=st.sampled_from(["all", "all", "less", "more", "none"]))  # fmt: skip
    def a_delivery_comes(self, n: int, number: str | None, how: str, much: str, rejected: bool) -> None:
        po = self.pick(list(self.ledger.purchases), n)
        row, rest = self.ledger.purchases[po], self.ledger.live(po)
        came = {"all": rest, "less": rest / 2, "more": rest + 1, "none": Fraction(1)}[much]
        bad = came if much == "none" else min(came, Fraction(1)) if rejected else Fraction(0)
        self.receipt(number, row["PO"] if how != "no PO" else None, row["Line"] if how == "line" else None,
                     "THEIR-A" if how == "their name" and row["SKU"] == "A" else row["SKU"], came, bad,
                     row.get("Specification"))  # fmt: skip

    @rule(sku=st.sampled_from(["A", "B", "C", "D", "X"]), po=st.sampled_from([None, "P9", "P10", "P11", "PO-1"]),
          line=st.sampled_from([None, Fraction(1), Fraction(2)]), came=units)  # fmt: skip
    def a_receipt_is_written_wrongly(self, sku: str, po: str | None, line: Fraction | None, came: Fraction) -> None:
        """Any PO, line and item; some of them fit by chance."""
        self.receipt("D3", po, line, sku, came, Fraction(0), None)

    def receipt(self, number: Any, po: Any, line: Any, sku: str, came: Fraction, bad: Fraction, spec: Any) -> None:
        row: Row = {"Receipt": number, "Received On": self.today, "PO": po, "Line": line, "SKU": sku, "Received": came,
                    "Rejected": bad, "Specification": spec}  # fmt: skip
        row[ROW] = self.desk.add("Receipts", **row)
        self.ledger.receipts[row[ROW]] = row

    @rule(n=which)
    def what_was_kept_is_given_back(self, n: int) -> None:
        """Somebody deletes a row of the Cut List (rule 5.3)."""
        cut = self.pick(self.desk.sheet("Cut List"), n)
        if cut:
            self.desk.delete("Cut List", cut[ROW])
            line = key(cut, "To", "Line")
            self.ledger.kept[line] = self.ledger.kept.get(line, Fraction(0)) - amount(cut, "Kept")

    @rule(days=st.sampled_from([0, 1, 1, 1, 4]), verb=st.sampled_from(["run", "run", "receive", "plan"]))
    def a_run(self, days: int, verb: str) -> None:
        self.today += dt.timedelta(days)
        before = {name: self.desk.sheet(name) for name in ("Backorders", "Purchase Orders")}
        first, known = self.ran != self.today, self.ran > dt.date.min
        self.desk.run(verb, self.today)
        self.ledger.morning(self.today, receives=verb != "plan")
        read, self.ran = functools.cache(self.desk.sheet), self.today
        laws.hold(self.ledger, read, self.today, first and verb != "plan")
        if first and known:
            laws.changes_are_told(self.ledger, before, read, self.today)

    @rule()
    def the_same_run_twice_says_the_same(self) -> None:
        shown = []
        for _ in range(2):
            self.a_run(0, "run")
            shown.append(laws.snapshot(self.desk.sheet, self.desk.names()))
            shown[-1]["Problems"] = [{"Row": p["Row"]} for p in laws.errors(shown[-1]["Problems"])]
        for name in shown[0].keys() | shown[1].keys():
            assert shown[0].get(name) == shown[1].get(name), name

    def teardown(self) -> None:
        self.a_run(1, "run")


TestDays = Days.TestCase
TestDays.settings = settings(max_examples=max(settings.default.max_examples // 5, 1), stateful_step_count=25)
