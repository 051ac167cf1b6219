"""What is told about one order or one line? (rule 9, explain)"""

from __future__ import annotations

import numpy as np

from backorder_xl.core import say
from backorder_xl.core.planning import Outcome
from backorder_xl.core.words import Source
from backorder_xl.run import Report


class NotFound(LookupError):
    """No such order or line; its text is for the user."""


def explain(report: Report, order: str, line: str | None) -> list[str]:
    """Sentences on each open line of an order: what it gets, from where, when, why it waits. Raises NotFound."""
    outcome = report.outcome
    assert outcome is not None
    orders = report.reading.tables.orders
    mine = orders[orders["order"].str.casefold() == order.casefold()]
    if line is not None:
        mine = mine[mine["line"].str.casefold() == line.casefold()]
    if mine.empty:
        from difflib import get_close_matches

        near = get_close_matches(order, orders["order"].unique().tolist(), n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        what = f"order {order}" + (f", line {line}" if line else "")
        raise NotFound(f"There is no {what} among the usable rows of Orders.{hint}")
    out: list[str] = []
    for _, row in mine.iterrows():
        out += _line(outcome, row)
    return out


def _line(outcome: Outcome, row: object) -> list[str]:
    order, line, sku = row["order"], row["line"], row["sku"]  # type: ignore[index]
    lines = outcome.lines
    at = np.flatnonzero((lines["order"] == order) & (lines["line"] == line))
    title = f"Order {order}, line {line}: {sku}"
    if not len(at):
        left = row["ordered"] - row["shipped"] - row["cancelled"]  # type: ignore[index]
        status = row["status"]  # type: ignore[index]
        why = f"it is {status}" if status != "open" else "nothing of it is open"
        return [f"{title}: takes no part, as {why} ({say.units(int(left))} not shipped)."]
    place = int(at[0])
    mine = lines.iloc[place]
    when = mine["expected"]
    date = f"can ship {when:%Y-%m-%d}" if when == when else "has no date yet"
    out = [f"{title}, {say.units(int(mine['open']))} open, served as number {place + 1} of {len(lines)}; {date}."]
    if mine["complete"]:
        out.append("  The order ships complete: its lines leave together.")
    if mine["kept"]:
        out.append(f"  {say.units(int(mine['kept']))} in stock came in for it and are kept for it (see Cut List).")
    for peg in outcome.pegs[outcome.pegs["place"] == place].itertuples():
        out.append("  " + _peg(peg))
    waiting = outcome.backorders[outcome.backorders["place"] == place]
    out.append("  " + (waiting["reason"].iloc[0] if len(waiting) else "Stock covers it."))
    return out


def _peg(peg: object) -> str:
    units = say.units(int(peg.quantity))  # type: ignore[attr-defined]
    source, po, line, when = peg.source, peg.po, peg.po_line, peg.available_on  # type: ignore[attr-defined]
    match source:
        case Source.STOCK.value:
            return f"{units} from stock, now"
        case Source.PURCHASE.value:
            return f"{units} from purchase order {po}, line {line}, usable {when:%Y-%m-%d}"
        case Source.PLANNED.value:
            return f"{units} from proposed purchase order {po}, line {line}, usable {when:%Y-%m-%d}"
    return f"{units} from nowhere: nothing covers it"
