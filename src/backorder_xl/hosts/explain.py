"""What is told about one order or one line? (rule 9, explain)"""

from __future__ import annotations

import numpy as np

from backorder_xl.core import say
from backorder_xl.core.words import Source
from backorder_xl.run import Report


class NotFound(LookupError):
    """No such order or line; its text is for the user."""


def explain(report: Report, order: str, line: str | None) -> list[str]:
    """Sentences on each open line of an order: what it gets, from where, when, why it waits. Raises NotFound."""
    return Explainer(report).explain(order, line)


class Explainer:
    """Explains many lines of one report: where each stands is looked up once."""

    def __init__(self, report: Report) -> None:
        assert report.outcome is not None
        self._orders, self._outcome = report.reading.tables.orders, report.outcome
        self._rows: dict[str, list[int]] = {}
        for i, order in enumerate(self._orders["order"]):
            self._rows.setdefault(order.casefold(), []).append(i)
        lines = report.outcome.lines
        self._place = {at: place for place, at in enumerate(lines["at"].tolist())}
        waiting = report.outcome.backorders
        self._reason = dict(zip(waiting["place"].tolist(), waiting["reason"].tolist(), strict=True))
        self._pegs = np.searchsorted(report.outcome.pegs["place"].to_numpy(), np.arange(len(lines) + 1))

    def explain(self, order: str, line: str | None) -> list[str]:
        """As the function of that name."""
        lines = self._orders["line"]
        mine = [i for i in self._rows.get(order.casefold(), ()) if line is None or lines.iat[i].casefold() == line.casefold()]
        if not mine:
            from difflib import get_close_matches

            near = get_close_matches(order, self._orders["order"].unique().tolist(), n=1)
            hint = f" Did you mean {near[0]}?" if near and near[0].casefold() != order.casefold() else ""
            what = f"order {order}" + (f", line {line}" if line else "")
            raise NotFound(f"There is no {what} among the usable rows of Orders.{hint}")
        return [sentence for i in mine for sentence in self._line(i)]

    def _line(self, at: int) -> list[str]:
        row, outcome = self._orders.iloc[at], self._outcome
        title = f"Order {row['order']}, line {row['line']}: {row['sku']}"
        place = self._place.get(at)
        if place is None:
            left, status = row["ordered"] - row["shipped"] - row["cancelled"], row["status"]
            why = f"it is {status}" if status != "open" else "nothing of it is open"
            return [f"{title}: takes no part, as {why} ({say.units(int(left))} not shipped)."]
        mine = outcome.lines.iloc[place]
        when = mine["expected"]
        date = f"can ship {when:%Y-%m-%d}" if when == when else "has no date yet"
        out = [f"{title}, {say.units(int(mine['open']))} open, served as number {place + 1} of {len(outcome.lines)}; {date}."]
        if mine["complete"]:
            out.append("  The order ships complete: its lines leave together.")
        if mine["kept"]:
            out.append(f"  {say.units(int(mine['kept']))} in stock came in for it and are kept for it (see Cut List).")
        for peg in outcome.pegs.iloc[self._pegs[place] : self._pegs[place + 1]].itertuples():
            out.append("  " + _peg(peg))
        return [*out, "  " + self._reason.get(place, "Stock covers it.")]


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
