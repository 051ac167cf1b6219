"""The rules once more, as slow plain loops: a second opinion on the fast core.

Written from docs/rules.md alone; no frames, no arrays. Quantities are Fractions, days are datetime.date. A book is
{"Orders": [{"Order": "SO-1", ...}, ...], ...} with the rulebook's headers; a missing column means its default.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
FAR = dt.date.max
MILLIONTH = Fraction(1, 1_000_000)


@dataclass
class Result:
    """pegs: (order, line) -> [(source, po, po line, quantity, day)]; expected: (order, line) -> day or None."""

    pegs: dict[tuple[str, str], list[tuple[str, str, str, Fraction, dt.date | None]]]
    expected: dict[tuple[str, str], dt.date | None]
    serving: list[tuple[str, str]]
    proposals: list[Row]


@dataclass
class Supply:
    key: tuple[str, ...]
    left: Fraction
    day: dt.date
    source: str
    po: str = ""
    line: str = ""
    order: str | None = None  # kept for this order alone
    common: bool = True


@dataclass
class World:
    """A book with its settings, and the small questions that every rule asks."""

    book: dict[str, list[Row]]
    settings: dict[str, Any]
    as_of: dt.date
    items: dict[str, Row] = field(default_factory=dict)
    suppliers: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.items = {fold(r["SKU"]): r for r in self.rows("Items")}
        self.suppliers = {fold(r["Supplier"]): r for r in self.rows("Suppliers")}

    def rows(self, table: str) -> list[Row]:
        return self.book.get(table, [])

    def set(self, name: str, default: Any) -> Any:
        return self.settings.get(name, default)

    def item(self, sku: str) -> Row:
        return self.items.get(fold(sku), {})

    def policy(self, sku: str) -> str:
        return self.item(sku).get("Policy") or "backorder"

    def located(self) -> bool:
        return all(any("Location" in r for r in self.rows(t)) for t in ("Orders", "Stock"))

    def place(self, row: Row) -> str:
        return fold(row.get("Location") or self.set("Default Location", "")) if self.located() else ""

    def key(self, row: Row) -> tuple[str, ...]:
        """Who may serve whom: same item, same specification, same place (rules 2.2, 2.3)."""
        return fold(row["SKU"]), fold(row.get("Specification") or ""), self.place(row)

    def works(self, day: dt.date, calendar: str = "") -> bool:
        closed = {r["Date"] for r in self.rows("Holidays") if fold(r.get("Calendar") or "") == fold(calendar)}
        return WEEK[day.weekday()] in self.set("Working Days", "Mon Tue Wed Thu Fri").split() and day not in closed

    def after(self, day: dt.date, count: int, calendar: str = "") -> dt.date:
        while count:
            day += dt.timedelta(1)
            count -= self.works(day, calendar)
        return day

    def roll(self, day: dt.date, calendar: str = "") -> dt.date:
        while not self.works(day, calendar):
            day += dt.timedelta(1)
        return day


def fold(code: object) -> str:
    return str(code).casefold()


def natural(code: object) -> tuple[Any, ...]:
    """SO-9 before SO-10 (rule 1.2)."""
    return tuple((p, -1) if i % 2 == 0 else ("", int(p)) for i, p in enumerate(re.split(r"([0-9]+)", fold(code)))), fold(code)


def number(row: Row, name: str) -> Fraction:
    value = row.get(name)
    return Fraction(str(value)) if value not in (None, "") else Fraction(0)


def yes(row: Row, name: str) -> bool:
    return row.get(name) in (True, "yes")


def plan(book: dict[str, list[Row]], settings: dict[str, Any], as_of: dt.date) -> Result:
    """Sections 2 to 4 from end to end."""
    w = World(book, settings, as_of)
    lines = in_serving_order(w)
    for r in lines:
        r["_rest"], r["_pegs"] = r["_open"], []
    stock = free_stock(w)
    hand_out_stock(w, lines, stock)
    purchases = open_purchases(w)
    for s in purchases:
        if not s.common:
            serve(lines, [s], kept=True)
    serve(lines, [s for s in purchases if s.common])
    proposals, planned = buy(w, lines, stock, purchases)
    serve_planned(w, lines, planned)
    for r in lines:
        if r["_rest"]:
            r["_pegs"].append(("none", "", "", r["_rest"], None))
    named = {line_key(r): r["_pegs"] for r in lines}
    return Result(named, expected(w, lines), [line_key(r) for r in lines], proposals)


def line_key(r: Row) -> tuple[str, str]:
    return str(r["Order"]), str(r["Line"])


def open_lines(w: World) -> list[Row]:
    """Rule 2.1: open, not on hold, not closed."""
    out = []
    for r in w.rows("Orders"):
        quantity = number(r, "Ordered") - number(r, "Shipped") - number(r, "Cancelled")
        if quantity > 0 and (r.get("Status") or "open") == "open":
            out.append({**r, "_open": quantity, "_key": w.key(r)})
    return out


def rank(w: World, r: Row, policy: str | None = None) -> tuple[Any, ...]:
    """Rule 3.1."""
    policy = policy or w.set("Allocation Policy", "first-come")
    priority = r["Priority"] if r.get("Priority") is not None else 5
    ordered, last = r["Order Date"], (natural(r["Order"]), natural(r["Line"]))
    if policy == "need-by":
        return priority, r.get("Need By") or FAR, ordered, *last
    if policy == "promised":
        return r.get("Promised") or FAR, priority, ordered, *last
    if policy == "paid-first":
        return not yes(r, "Paid"), priority, ordered, *last
    if policy == "value":
        return priority, -(r["_open"] * number(r, "Unit Price")), *last
    return priority, ordered, *last


def in_serving_order(w: World) -> list[Row]:
    """Rule 3.1; most-complete is first-come behind the orders that it completes."""
    lines = sorted(open_lines(w), key=lambda r: rank(w, r))
    if w.set("Allocation Policy", "first-come") == "most-complete":
        chosen = completed(w, lines)
        lines.sort(key=lambda r: fold(r["Order"]) not in chosen)
    return lines


def completed(w: World, lines: list[Row]) -> set[str]:
    """Rule 3.1, most-complete, by trying every set of orders: the largest that fits, of equal ones the earliest orders."""
    stock, own = set_aside(w, lines, free_stock(w))
    late = {fold(r["SKU"]) for r in lines if (w.item(r["SKU"]).get("Release Date") or w.as_of) > w.as_of}
    early = {fold(r["Order"]) for r in lines if fold(r["SKU"]) in late and w.policy(r["SKU"]) == "preorder"}
    orders = [o for o in dict.fromkeys(fold(r["Order"]) for r in lines) if o not in early]
    best: tuple[int, tuple[bool, ...]] = (0, (False,) * len(orders))
    for taken in itertools.product((True, False), repeat=len(orders)):
        left, among = dict(stock), {o for o, t in zip(orders, taken, strict=True) if t}
        for r in lines:
            if fold(r["Order"]) in among:
                left[r["_key"]] -= r["_open"] - own[id(r)]
        if all(q >= 0 for q in left.values()):
            best = max(best, (sum(taken), taken))
    return {o for o, t in zip(orders, best[1], strict=True) if t}


def free_stock(w: World) -> dict[tuple[str, ...], Fraction]:
    """Rule 2.2."""
    total: dict[tuple[str, ...], Fraction] = {}
    for r in w.rows("Stock"):
        total[w.key(r)] = total.get(w.key(r), Fraction(0)) + number(r, "On Hand") - number(r, "Reserved")
    return {k: max(v, Fraction(0)) for k, v in total.items()}


def kept(w: World) -> dict[tuple[str, str], Fraction]:
    """Rule 5.3: what the Cut List keeps for a line, less what was shipped since it was written, at most what is open."""
    lines = {(fold(r["Order"]), fold(r["Line"])): r for r in w.rows("Orders")}
    cuts: dict[tuple[str, str], list[Row]] = {}
    for cut in w.rows("Cut List"):
        cuts.setdefault((fold(cut["To"]), fold(cut.get("Line") or "")), []).append(cut)
    out = {}
    for key, mine in cuts.items():
        if key in lines and (lines[key].get("Status") or "open") == "open":
            r = lines[key]
            gone = max(Fraction(0), *(number(r, "Shipped") - number(cut, "Shipped") for cut in mine))
            wanted = number(r, "Ordered") - number(r, "Shipped") - number(r, "Cancelled")
            out[key] = max(min(sum((number(cut, "Kept") for cut in mine), Fraction(0)) - gone, wanted), Fraction(0))
    return out


def set_aside(
    w: World, lines: list[Row], stock: dict[tuple[str, ...], Fraction]
) -> tuple[dict[tuple[str, ...], Fraction], dict[int, Fraction]]:
    """Take what is kept for each line off the stock (5.3); under release an order that ships complete keeps nothing (3.5)."""
    release = w.set("Ship Complete Rule", "hold") == "release"
    complete = {fold(r["Order"]) for r in w.rows("Orders") if yes(r, "Ship Complete")}
    own, keep = {}, kept(w)
    for r in lines:
        mine = keep.get((fold(r["Order"]), fold(r["Line"])), Fraction(0))
        mine = Fraction(0) if release and fold(r["Order"]) in complete else mine
        own[id(r)] = min(mine, stock.get(r["_key"], Fraction(0)))
        stock[r["_key"]] = stock.get(r["_key"], Fraction(0)) - own[id(r)]
    return stock, own


def hand_out_stock(w: World, lines: list[Row], stock: dict[tuple[str, ...], Fraction]) -> None:
    """Rules 3.1 (fair-share), 3.4 and 3.5 (release); what is kept for a line comes before all of them (5.3)."""
    release = w.set("Ship Complete Rule", "hold") == "release"
    complete = {fold(r["Order"]) for r in w.rows("Orders") if yes(r, "Ship Complete")}
    _, own = set_aside(w, lines, stock)
    want = {id(r): r["_open"] - own[id(r)] for r in lines}
    got = {id(r): Fraction(0) for r in lines}
    if w.set("Allocation Policy", "first-come") == "fair-share":
        for key in {r["_key"] for r in lines}:
            fair_share([id(r) for r in lines if r["_key"] == key], want, stock[key], got)
        if release:
            short = {fold(r["Order"]) for r in lines if got[id(r)] < want[id(r)]} & complete
            got = {id(r): Fraction(0) if fold(r["Order"]) in short else got[id(r)] for r in lines}
    elif release:
        left = dict(stock)
        for order in dict.fromkeys(fold(r["Order"]) for r in lines):
            mine_all = [r for r in lines if fold(r["Order"]) == order]
            wanted: dict[tuple[str, ...], Fraction] = {}
            for r in mine_all:
                wanted[r["_key"]] = wanted.get(r["_key"], Fraction(0)) + want[id(r)]
            if order in complete and any(left[k] < q for k, q in wanted.items()):
                continue
            for r in mine_all:
                got[id(r)] = min(want[id(r)], left[r["_key"]])
                left[r["_key"]] -= got[id(r)]
    for r in lines:
        stock[r["_key"]] -= got[id(r)]
    for r in lines:
        more = min(want[id(r)] - got[id(r)], stock[r["_key"]])
        stock[r["_key"]] -= more
        quantity = own[id(r)] + got[id(r)] + more
        r["_rest"] -= quantity
        if quantity:
            r["_pegs"].append(("stock", "", "", quantity, w.as_of))


def fair_share(mine: list[int], want: dict[int, Fraction], there: Fraction, got: dict[int, Fraction]) -> None:
    total = sum((want[i] for i in mine), Fraction(0))
    if there >= total:
        got.update({i: want[i] for i in mine})
        return
    step = Fraction(1) if all(q.denominator == 1 for q in [there, *(want[i] for i in mine)]) else MILLIONTH
    exact = [there * want[i] / total / step for i in mine]
    whole = [int(e) for e in exact]
    by_remainder = sorted(range(len(mine)), key=lambda i: (-(exact[i] - whole[i]), i))
    for i in by_remainder[: int(there / step) - sum(whole)]:
        whole[i] += 1
    got.update({i: n * step for i, n in zip(mine, whole, strict=True)})


def lead_time(w: World, sku: str, supplier: str) -> int:
    """Rule 4.3: the source's, the item's, the supplier's, the default."""
    source = next((o for o in offers(w, sku) if fold(o["Supplier"]) == fold(supplier)), {})
    for row in (source, w.item(sku), w.suppliers.get(fold(supplier), {})):
        if row.get("Lead Time") is not None:
            return int(row["Lead Time"])
    return int(w.set("Default Lead Time", 14))


def arrival(w: World, sku: str, supplier: str, start: dt.date) -> dt.date:
    """Rule 4.3, with the roll to a working day of the supplier and then of ours."""
    lead = lead_time(w, sku, supplier)
    own = supplier if any(fold(h.get("Calendar") or "") == fold(supplier) for h in w.rows("Holidays")) else "\0nobody"
    there = w.after(start, lead, own) if w.set("Lead Time In", "calendar days") == "working days" else start + dt.timedelta(lead)
    return w.roll(w.roll(there, own))


def open_purchases(w: World, delivered: frozenset[tuple[str, str]] = frozenset()) -> list[Supply]:
    """Rules 3.2 and 3.3, in the order in which they serve; what is being delivered keeps the day stated for it (5.3)."""
    orders = {fold(r["Order"]) for r in w.rows("Orders")}
    out = []
    for r in w.rows("Purchase Orders"):
        left = number(r, "Ordered") - number(r, "Received") - number(r, "Cancelled")
        if left <= 0 or (r.get("Status") or "ordered") not in ("ordered", "confirmed"):
            continue
        there = r.get("Expected") or arrival(w, r["SKU"], r["Supplier"], r.get("Order Date") or w.as_of)
        if there < w.as_of and (fold(r["PO"]), fold(r["Line"])) not in delivered:
            there = w.as_of + dt.timedelta(w.set("Overdue Grace Days", 7))
        ship_to = fold(r.get("Ship To") or "")
        kept = bool(ship_to) and (ship_to in orders or w.policy(r["SKU"]) == "drop ship")
        day = w.after(there, w.set("Inbound Days", 0))
        out.append(Supply(w.key(r), left, day, "purchase", str(r["PO"]), str(r["Line"]), ship_to if kept else None, not kept))
    return sorted(out, key=lambda s: (s.day, natural(s.po), natural(s.line)))


def serve(lines: list[Row], supplies: list[Supply], kept: bool = False) -> None:
    """Rule 3.4: in serving order each line takes the earliest supply that is still free."""
    for r in lines:
        for s in supplies:
            if s.key == r["_key"] and (not kept or s.order == fold(r["Order"])):
                quantity = min(r["_rest"], s.left)
                if quantity:
                    r["_rest"], s.left = r["_rest"] - quantity, s.left - quantity
                    r["_pegs"].append((s.source, s.po, s.line, quantity, s.day))


def serve_planned(w: World, lines: list[Row], planned: list[Supply]) -> None:
    planned.sort(key=lambda s: (s.day, natural(s.po), natural(s.line)))
    for r in lines:
        serve([r], [s for s in planned if s.order == (fold(r["Order"]) if w.policy(r["SKU"]) == "drop ship" else None)])


def offers(w: World, sku: str) -> list[Row]:
    """Sourcing's rows and the item's own supplier; of two rows of one supplier the better ranked, then cheaper, stands."""
    item = w.item(sku)
    found = [dict(r) for r in w.rows("Sourcing") if fold(r["SKU"]) == fold(sku)]
    if item.get("Supplier") and fold(item["Supplier"]) not in {fold(o["Supplier"]) for o in found}:
        found.append({"SKU": sku, "Supplier": item["Supplier"]})
    for o in found:
        for name in ("Unit Cost", "MOQ", "Multiple"):
            if o.get(name) in (None, 0) and not (name == "Unit Cost" and o.get(name) == 0):
                o[name] = item.get(name)
        o["_rank"] = o["Rank"] if o.get("Rank") is not None else float("inf")
        o["_cost"] = number(o, "Unit Cost") if o.get("Unit Cost") is not None else float("inf")
    found.sort(key=lambda o: (o["_rank"], o["_cost"]))
    first: dict[str, Row] = {}
    for o in found:
        first.setdefault(fold(o["Supplier"]), o)
    return list(first.values())


def choose(w: World, sku: str, due: dt.date | None) -> Row | None:
    """Rule 4.2."""
    found = offers(w, sku)
    if not found:
        return None
    own = fold(w.item(sku).get("Supplier") or "")
    for o in found:
        o["_arrival"] = arrival(w, sku, o["Supplier"], w.as_of)

    def cheapest(o: Row) -> Any:
        return o["_cost"], o["_rank"], natural(o["Supplier"])

    def fastest(o: Row) -> Any:
        return o["_arrival"], o["_rank"], natural(o["Supplier"])

    choice = w.set("Supplier Choice", "preferred")
    if choice == "preferred":
        return min(found, key=lambda o: (o["_rank"], fold(o["Supplier"]) != own, natural(o["Supplier"])))
    if choice == "cheapest":
        return min(found, key=cheapest)
    if choice == "fastest":
        return min(found, key=fastest)
    in_time = [o for o in found if due is None or w.after(o["_arrival"], w.set("Inbound Days", 0)) <= due]
    return min(in_time, key=cheapest) if in_time else min(found, key=fastest)


def lot_size(need: Fraction, moq: Fraction, multiple: Fraction) -> Fraction:
    """Rule 4.4."""
    least, step = max(need, moq), multiple or MILLIONTH
    return -(-least // step) * step


def buy(
    w: World, lines: list[Row], stock: dict[tuple[str, ...], Fraction], purchases: list[Supply]
) -> tuple[list[Row], list[Supply]]:
    """Rules 4.1 to 4.7: the proposals, and the supply that they will be."""
    groups: dict[tuple[Any, ...], Row] = {}
    for r in lines:
        if r["_rest"] and w.policy(r["SKU"]) != "stop":
            order = fold(r["Order"]) if w.policy(r["SKU"]) == "drop ship" else None
            g = groups.setdefault((*r["_key"], order), {"need": Fraction(0), "due": None, "for": set()})
            g["need"] += r["_rest"]
            dates = [d for d in (g["due"], r.get("Need By"), r.get("Promised")) if d]
            g["due"] = min(dates) if dates else None
    if w.set("Refill Safety Stock", False):
        for sku, item in w.items.items():
            if w.policy(sku) in ("backorder", "preorder"):
                free = sum((q for k, q in stock.items() if k[0] == sku and not k[1]), Fraction(0))
                free += sum((s.left for s in purchases if s.common and s.key[0] == sku and not s.key[1]), Fraction(0))
                missing = number(item, "Safety Stock") - free
                if missing > 0:
                    home = w.place({})
                    groups.setdefault((sku, "", home, None), {"need": Fraction(0), "due": None})["need"] += missing
    found: list[Row] = []
    for (sku, spec, place, order), g in groups.items():
        offer = choose(w, sku, g["due"])
        if offer is None:
            continue
        lot = lot_size(g["need"], number(offer, "MOQ"), number(offer, "Multiple"))
        step, most = number(offer, "Multiple") or MILLIONTH, number(offer, "Maximum")
        most = max(most // step * step, step) if most else lot
        need, piece = g["need"], 0
        while lot:
            part = min(lot, most)
            found.append({"supplier": fold(offer["Supplier"]), "ship_to": order or "", "sku": sku, "spec": spec, "place": place,
                          "ordered": part, "needed": min(need, part), "piece": piece, "cost": number(offer, "Unit Cost"),
                          "expected": offer["_arrival"]})  # fmt: skip
            lot, need, piece = lot - part, need - min(need, part), piece + 1
    return number_orders(w, found)


def number_orders(w: World, found: list[Row]) -> tuple[list[Row], list[Supply]]:
    """Rules 4.5 to 4.7: one order per supplier and Ship To, kept numbers, the minimum."""
    orders: dict[tuple[str, str], list[Row]] = {}
    for f in found:
        orders.setdefault((f["supplier"], f["ship_to"]), []).append(f)
    prefix = str(w.set("PO Prefix", "PO-"))
    used = [fold(r["PO"])[len(prefix) :] for r in w.rows("Purchase Orders") if fold(r["PO"]).startswith(fold(prefix))]
    digits = [d for d in used if re.fullmatch("[0-9]+", d)]
    last = max(digits, key=lambda d: (int(d), len(d)), default="0")
    count = int(last)
    kept: dict[tuple[str, str], str] = {}
    for r in sorted(w.rows("Purchase Orders"), key=lambda r: natural(r["PO"])):
        if r.get("Status") == "proposed":
            kept.setdefault((fold(r["Supplier"]), fold(r.get("Ship To") or "")), str(r["PO"]))
    proposals, supplies, taken = [], [], set()
    for who in sorted(orders, key=lambda k: (natural(k[0]), bool(k[1]), natural(k[1]))):
        rows = sorted(orders[who], key=lambda f: (natural(f["sku"]), natural(f["spec"]), natural(f["place"]), f["piece"]))
        value = sum((f["ordered"] * f["cost"] for f in rows), Fraction(0))
        below = value < number(w.suppliers.get(who[0], {}), "Minimum Order")
        if below and w.set("Below Minimum", "flag") == "hold":
            continue
        po = kept.get(who)
        if po is None or fold(po) in taken:
            count += 1
            po = f"{prefix}{count:0{len(last)}d}"
        taken.add(fold(po))
        own = [str(r["Line"]) for r in w.rows("Purchase Orders") if fold(r["PO"]) == fold(po) and r.get("Status") != "proposed"]
        theirs = [int(line) for line in own if line.isdecimal() and len(line) <= 15]
        for line, f in enumerate(rows, max(theirs, default=0) + 1):
            proposals.append({**f, "po": po, "line": str(line)})
            day = w.after(f["expected"], w.set("Inbound Days", 0))
            key = (f["sku"], f["spec"], f["place"])
            supplies.append(Supply(key, f["ordered"], day, "planned", po, str(line), f["ship_to"] or None))
    return proposals, supplies


def expected(w: World, lines: list[Row]) -> dict[tuple[str, str], dt.date | None]:
    """Rules 3.6 and 4.9."""
    complete = {fold(r["Order"]) for r in w.rows("Orders") if yes(r, "Ship Complete")}
    out: dict[tuple[str, str], dt.date | None] = {}
    for r in lines:
        days = [p[4] for p in r["_pegs"]]
        day = None if None in days else w.after(max(days), w.set("Outbound Days", 0))
        release = w.item(r["SKU"]).get("Release Date")
        if day and release and w.policy(r["SKU"]) == "preorder":
            day = max(day, release)
        out[line_key(r)] = day
    for r in lines:
        if fold(r["Order"]) in complete:
            together = [out[line_key(o)] for o in lines if fold(o["Order"]) == fold(r["Order"])]
            r["_together"] = None if None in together else max(together)
    for r in lines:
        if "_together" in r:
            out[line_key(r)] = r["_together"]
    return out
