"""What becomes of order lines, of customers and to suppliers, when a later export speaks of them?

Fulfilled, cancelled and closed follow the export, and so does a quantity that goes down: but never silently, as what is open
again may be shipped twice. A line that an export lacks is told and left alone.
"""

from __future__ import annotations

import numpy as np

from backorder_xl.core.keys import Bools, Ints, alike
from backorder_xl.core.words import OrderStatus, PurchaseStatus
from backorder_xl.imports.arriving import Arriving
from backorder_xl.imports.matching import free_lines, order_lines
from backorder_xl.imports.people import keep_people
from backorder_xl.imports.standing import Seen, Standing
from backorder_xl.imports.updating import only_last, update
from backorder_xl.tables.cells import micro_text
from backorder_xl.tables.problems import Problem, problem

_DONE = {"orders": "shipped", "purchase_orders": "received"}
_NOT_OPEN = {
    "orders": (OrderStatus.CLOSED.value, OrderStatus.ON_HOLD.value),
    "purchase_orders": (PurchaseStatus.RECEIVED.value, PurchaseStatus.CANCELLED.value, PurchaseStatus.PROPOSED.value),
}
_SAYS = ("ordered", "shipped", "received", "cancelled", "status")


def lines(at: Standing, export: Arriving) -> None:
    """Bring an export's lines into Orders or Purchase Orders."""
    key = at.contract.key[0]
    only_last(export, (key, "line"), export.texts("line") != "")
    number, line = export.texts(key), export.texts("line")
    ordered = export.values.get("ordered", np.zeros(len(export), np.int64))
    theirs = (number, line, export.texts("sku"), export.texts("specification"), ordered)
    mine = (at.values[key], at.values["line"], at.values["sku"], at.values["specification"], at.values["ordered"])
    place = order_lines(mine, theirs, "specification" in export.values)
    fresh = place < 0
    named = line.copy()
    named[fresh] = free_lines(mine[0], mine[1], number[fresh], line[fresh])
    export.values["line"], export.filled["line"] = named, np.ones(len(export), bool)
    keep_people(at, export, place)
    before, size = {n: at.values[n].copy() for n in _SAYS if n in at.values}, len(at.row)
    place = update(at, export, place, (key, "line"))
    at.seen.append(Seen(export.file, export.whole, number))
    _tell(at, export, place, before, size)


def open_units(at: Standing, values: dict[str, np.ndarray]) -> Ints:
    """What is open of each line; nothing of one that is closed, on hold, or only proposed."""
    table = at.contract.name
    units = np.asarray(values["ordered"] - values[_DONE[table]] - values["cancelled"], np.int64)
    return np.where(np.isin(values["status"], _NOT_OPEN[table]), 0, np.maximum(units, 0))


def _tell(at: Standing, export: Arriving, place: Ints, before: dict[str, np.ndarray], size: int) -> None:
    """Say where more is open than before, or less was shipped."""
    was = open_units(at, before)
    now = open_units(at, {n: at.values[n][:size] for n in before})
    done = _DONE[at.contract.name]
    lowered = at.values[done][:size] < before[done]
    raised = now > was
    if at.contract.name == "purchase_orders":
        raised &= before["status"] != PurchaseStatus.PROPOSED.value  # a proposal that was placed
    row_of = dict(zip(place.tolist(), export.row.tolist(), strict=True))
    for i in np.flatnonzero(raised | lowered).tolist():
        why = " and ".join(_step(at, n, before[n][i], at.values[n][i]) for n in before if before[n][i] != at.values[n][i])
        code = "import-open-raised" if raised[i] else "import-done-lowered"
        words = {"before": micro_text(was[i]), "now": micro_text(now[i]), "why": why}
        header = at.contract.field("ordered" if raised[i] else done).header
        export.problems.append(problem(code, export.file, row_of.get(i), header, named(at, i), **words))


def _step(at: Standing, name: str, old: object, new: object) -> str:
    """One field's change in words."""
    header = at.contract.field(name).header
    if isinstance(new, str):
        return f"{header} {new}, not {old}"
    return f"{header} {micro_text(new)}, not {micro_text(old)}"  # type: ignore[arg-type]


def named(at: Standing, i: int) -> str:
    """A line as a person names it."""
    return f"{at.values[at.contract.key[0]][i]} line {at.values['line'][i]}"


def gone_lines(at: Standing) -> tuple[Bools, list[Problem]]:
    """Open lines of the book that no export has any more: of an order that one has, or of any where one is whole."""
    whole = any(s.whole for s in at.seen)
    codes = np.concatenate([s.codes for s in at.seen if s.codes is not None])
    mine, theirs = alike(at.values[at.contract.key[0]][: at.old], codes)
    gone = ~at.met[: at.old] & (open_units(at, at.values)[: at.old] > 0) & (whole | np.isin(mine, theirs))
    header = at.contract.field(at.contract.key[0]).header
    rows = np.flatnonzero(gone).tolist()
    return gone, [problem("import-gone", at.sheet, int(at.row[i]), header, named(at, i)) for i in rows]
