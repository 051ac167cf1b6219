"""What is said of a table that is not there, not whole, or not sure? Sentences only."""

from __future__ import annotations

from collections.abc import Sequence

from backorder_xl.tables.contracts import Contract
from backorder_xl.tables.guessing.assigning import Fit
from backorder_xl.tables.guessing.candidates import Candidate
from backorder_xl.tables.guessing.names import is_stock_beside

_SURE = 60


def table(contract: Contract, near: Sequence[Fit], lists: dict[str, Candidate]) -> str:
    """Why a required table is not there, and what would make it."""
    if contract.name == "orders" and (pair := _two_sheets(near)):
        return pair
    if contract.name == "stock" and (beside := _stock_beside(lists)):
        return beside
    near = [f for f in near if f.missing and (any(c.by_name for c in f.chosen.values()) or f.named_by_sheet.score)]
    if not near:
        wanted = ", ".join(f.header for f in contract.required)
        return f"No sheet looks like {contract.sheet}, which needs columns for {wanted}."
    return columns(max(near, key=lambda f: f.total - 0.3 * len(f.missing)))


def columns(made: Fit) -> str:
    """Which columns a sheet lacks for a table, and which came nearest."""
    words = []
    for f in made.missing:
        near = made.nearest.get(f.name)
        hint = f" (the nearest is {made.of.called(near[0])}: {near[1].why})" if near else ""
        words.append(f"{f.header}{hint}")
    lacking = f"has no column for {' and none for '.join(words)}"
    return f"{made.contract.sheet}: the sheet '{made.of.sheet}' {lacking}. Add it, or name it on Mapping."


def header_row(made: Fit) -> str:
    """A list to which a run adds columns, and that has no headers."""
    return (
        f"{made.contract.sheet}: the sheet '{made.of.sheet}' has no header row, and a run writes columns there. Type "
        "a row of headers "
        "above its first row, and adopt again."
    )


def unsure(made: Fit, threshold: int) -> list[str]:
    """Columns that are not sure enough to be taken unasked."""
    told = []
    for f in made.contract.fields:
        c = made.chosen.get(f.name)
        if c is None or c.sure >= threshold:
            continue
        meanwhile = "" if f.required else ", so it is not used"
        told.append(
            f"{made.contract.sheet}.{f.header} may be {made.of.called(c.column)} of the sheet '{made.of.sheet}' "
            f"({c.sure} %: {c.why}), which is not sure enough{meanwhile}. Say {made.contract.sheet}.{f.header} = (your column), "
            "or yes in Use on Mapping."
        )
    return told


def open_quantity(header: str, sheet: str, fewer: bool) -> str:
    """What a column such as Quantity Backorder is taken for."""
    if fewer:
        return (
            f"'{header}' on '{sheet}' is below what was ordered in some lines, and there is no column of what was "
            "shipped. If it says what is "
            f"not shipped yet, as in most exports, say Orders.Ordered = {header}; until then all that was ordered counts as open."
        )
    return (
        f"'{header}' on '{sheet}' was left out: in most exports it means what is not shipped yet, which stock may "
        "well cover, and not "
        "what is short. What is open is reckoned from Ordered, Shipped and Cancelled."
    )


def _two_sheets(near: Sequence[Fit]) -> str:
    """One sheet with the heads of orders and one with their lines: told, not put together."""

    def has(f: Fit, *names: str) -> bool:
        return all(n in f.chosen and f.chosen[n].sure >= _SURE for n in names)

    heads = [f for f in near if has(f, "order", "order_date") and not has(f, "sku")]
    lines = [f for f in near if has(f, "order", "sku", "ordered") and not has(f, "order_date")]
    for head in heads:
        for line in lines:
            ours, theirs = line.chosen["order"].column, head.chosen["order"].column
            if line.of.profiles[ours].within(head.of.profiles[theirs].distinct) < 0.5:
                continue
            lack = " and ".join(f.header for f in line.missing)
            return (
                f"Orders stands on two sheets: '{head.of.sheet}' says who ordered when, '{line.of.sheet}' which "
                "items; they belong together by "
                f"{line.of.called(ours)}. Bring {lack} beside each line of '{line.of.sheet}' (XLOOKUP or VLOOKUP does "
                "it), and adopt again."
            )
    return ""


def _stock_beside(lists: dict[str, Candidate]) -> str:
    """A list that repeats the stock in every order line is none of stock."""
    for of in lists.values():
        for column, header in of.headers.items():
            if is_stock_beside(header) and len(of.profiles) > 4 and not of.keys.keys() & {c for c in of.profiles if c < column}:
                return (
                    f"Stock: the only stock is the column '{header}' of '{of.sheet}', which repeats it in every line. "
                    "Put each item once on "
                    "a sheet of its own, with its code and what is on hand, and adopt again."
                )
    return ""
