"""What is told about one order or one line? (rule 9, explain)"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

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
        orders, outcome = report.reading.tables.orders, report.outcome
        self._orders = _columns(orders, "order", "line", "sku", "ordered", "shipped", "cancelled", "status")
        self._lines = _columns(outcome.lines, "open", "expected", "complete", "kept")
        self._pegs = _columns(outcome.pegs, "quantity", "source", "po", "po_line", "available_on")
        self._count = len(outcome.lines)
        self._first = np.searchsorted(outcome.pegs["place"].to_numpy(), np.arange(self._count + 1)).tolist()
        self._rows: dict[str, list[int]] = {}
        for i, order in enumerate(self._orders["order"]):
            self._rows.setdefault(order.casefold(), []).append(i)
        self._place = {at: place for place, at in enumerate(outcome.lines["at"].tolist())}
        waiting = outcome.backorders
        self._reason = dict(zip(waiting["place"].tolist(), waiting["reason"].tolist(), strict=True))

    def explain(self, order: str, line: str | None) -> list[str]:
        """As the function of that name."""
        lines = self._orders["line"]
        mine = [i for i in self._rows.get(order.casefold(), ()) if line is None or lines[i].casefold() == line.casefold()]
        if not mine:
            from difflib import get_close_matches

            near = get_close_matches(order, dict.fromkeys(self._orders["order"]), n=1)
            hint = f" Did you mean {near[0]}?" if near and near[0].casefold() != order.casefold() else ""
            what = f"order {order}" + (f", line {line}" if line else "")
            raise NotFound(f"There is no {what} among the usable rows of Orders.{hint}")
        return [sentence for i in mine for sentence in self._line(i)]

    def _line(self, at: int) -> list[str]:
        row = {name: values[at] for name, values in self._orders.items()}
        title = f"Order {row['order']}, line {row['line']}: {row['sku']}"
        place = self._place.get(at)
        if place is None:
            left, status = row["ordered"] - row["shipped"] - row["cancelled"], row["status"]
            why = f"it is {status}" if status != "open" else "nothing of it is open"
            return [f"{title}: takes no part, as {why} ({say.units(left)} not shipped)."]
        mine = {name: values[place] for name, values in self._lines.items()}
        when = mine["expected"]
        date = f"can ship {when:%Y-%m-%d}" if when == when else "has no date yet"
        out = [f"{title}, {say.units(mine['open'])} open, served as number {place + 1} of {self._count}; {date}."]
        if mine["complete"]:
            out.append("  The order ships complete: its lines leave together.")
        if mine["kept"]:
            out.append(f"  {say.units(mine['kept'])} in stock came in for it and are kept for it (see Cut List).")
        out += ["  " + self._peg(i) for i in range(self._first[place], self._first[place + 1])]
        return [*out, "  " + self._reason.get(place, "Stock covers it.")]

    def _peg(self, i: int) -> str:
        units = say.units(self._pegs["quantity"][i])
        po, line, when = (self._pegs[c][i] for c in ("po", "po_line", "available_on"))
        match self._pegs["source"][i]:
            case Source.STOCK.value:
                return f"{units} from stock, now"
            case Source.PURCHASE.value:
                return f"{units} from purchase order {po}, line {line}, usable {when:%Y-%m-%d}"
            case Source.PLANNED.value:
                return f"{units} from proposed purchase order {po}, line {line}, usable {when:%Y-%m-%d}"
        return f"{units} from nowhere: nothing covers it"


def _columns(frame: pd.DataFrame, *names: str) -> dict[str, list[Any]]:
    """Columns as Python's own values, which many single look-ups need."""
    return {name: frame[name].tolist() for name in names}
