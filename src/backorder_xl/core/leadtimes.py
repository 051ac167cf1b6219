"""How long do suppliers really take, and do they keep their word? (rule 7)

Learned from receipts: one observation per purchase order line that came in full, from Order Date to the last receipt.
What is planned with stays the stated lead time of rule 4.3; here is what experience says beside it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core import dates
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Days, Ints, Names, Texts, alike, days, frame, group, ints, latest, places, texts
from backorder_xl.core.settings import Settings
from backorder_xl.core.sources import Sources
from backorder_xl.core.words import LeadTimeIn, PurchaseStatus

WEIGHT = 4
"""So many deliveries that came exactly as stated are added in thought: one odd delivery does not overturn what the supplier
says, and after a dozen experience outweighs it (shrinkage towards a prior mean, as in credibility theory: Bühlmann 1967)."""

FAR_SHARE = 0.8
"""The share of deliveries that the careful figure covers."""

ORDERED = (PurchaseStatus.ORDERED.value, PurchaseStatus.CONFIRMED.value, PurchaseStatus.RECEIVED.value)


def deliveries(tables: Tables, sources: Sources, sku: Names, settings: Settings, when: dates.Calendars) -> pd.DataFrame:
    """One row per purchase line that was placed, in sheet order.

    supplier_no; ordered, expected, last (days; the last receipt, NaT where none names the line); done (nothing is to
    come); stated, took (lead time in the days of ``Lead Time In``; took NaN unless the line is done and its days are known).
    """
    p = tables.purchase_orders
    p = p[np.isin(texts(p, "status"), ORDERED)].reset_index(drop=True)
    supplier = texts(p, "supplier")
    supplier_no = sources.suppliers.of(supplier)
    stated = sources.lead_times(sku.of(texts(p, "sku")), supplier)
    done = ints(p, "ordered") <= ints(p, "received") + ints(p, "cancelled")
    done &= ints(p, "received") > 0  # what was cancelled whole took no time
    last = _last_receipt(p, tables.receipts)
    ordered, expected = days(p, "order_date"), days(p, "expected")
    known = done & ~np.isnat(last) & ~np.isnat(ordered) & (last >= ordered)
    took = np.full(len(p), np.nan)
    took[known] = _between(ordered[known], last[known], supplier_no[known], sources.suppliers.folded, settings, when)
    return frame(supplier_no=supplier_no, ordered=ordered, expected=expected, last=last, done=done, stated=stated, took=took)


def _last_receipt(p: pd.DataFrame, r: pd.DataFrame) -> Days:
    """The day of the last receipt of each purchase line: by PO and Line, or by PO and item where the receipt names no line."""
    po, po_of = alike(texts(p, "po"), texts(r, "po"))
    line, line_of = alike(texts(p, "line"), texts(r, "line"))
    item, item_of = alike(texts(p, "sku"), texts(r, "sku"))
    came = days(r, "received_on")
    named = texts(r, "line") != ""
    given = texts(r, "po") != ""
    found = np.full(len(p), np.datetime64("NaT"), "datetime64[D]")
    for mine, theirs, which in ((line, line_of, named), (item, item_of, ~named)):
        at, there = group((po, mine), (po_of[which & given], theirs[which & given]))
        size = int(max(at.max(initial=-1), there.max(initial=-1))) + 1
        found = np.fmax(found, latest(there, came[which & given], size)[at])
    return found


def _between(
    start: Days, end: Days, supplier_no: Ints, suppliers: list[str], settings: Settings, when: dates.Calendars
) -> np.ndarray:
    """Days from order to arrival, working days on the supplier's calendar where lead times are told in them (4.3)."""
    if settings.lead_time_in is not LeadTimeIn.WORKING:
        return np.asarray((end - start).astype(np.int64), float)
    out = np.zeros(len(start))
    for number in np.unique(supplier_no):
        rows = supplier_no == number
        calendar = when.of(suppliers[number]) if number >= 0 else when.week
        out[rows] = np.busday_count(start[rows], end[rows], busdaycal=calendar)
    return out


def learned(made: pd.DataFrame, suppliers: int) -> pd.DataFrame:
    """What experience says, one row per supplier number: observed, stated, median, far, extra, extra_far.

    ``stated`` is the median of what was stated for the lines observed (NaN without any). ``extra`` is what a lead time
    stated for any item becomes longer by (days, may be negative), ``extra_far`` the same for the 80th percentile; both
    are drawn towards 0 by WEIGHT deliveries as stated, and 0 without any observation.
    """
    seen = made[~np.isnan(made["took"].to_numpy())]
    off = seen["took"].to_numpy() - ints(seen, "stated")
    by = pd.DataFrame(
        {"no": ints(seen, "supplier_no"), "took": seen["took"].to_numpy(), "stated": ints(seen, "stated"), "off": off}
    )
    grouped = by[by["no"] >= 0].groupby("no")
    rows = np.arange(suppliers)
    count = grouped.size().reindex(rows, fill_value=0).to_numpy().astype(np.int64)
    share = count / (count + WEIGHT)

    def quantile(column: str, q: float) -> np.ndarray:
        return np.asarray(grouped[column].quantile(q).reindex(rows).to_numpy(), float)

    return frame(
        observed=count,
        stated=quantile("stated", 0.5),
        median=quantile("took", 0.5),
        far=quantile("took", FAR_SHARE),
        extra=np.where(count > 0, share * np.nan_to_num(quantile("off", 0.5)), 0.0),
        extra_far=np.where(count > 0, share * np.nan_to_num(quantile("off", FAR_SHARE)), 0.0),
    )


def learned_lead(lead: Ints, supplier_no: Ints, known: pd.DataFrame, column: str = "extra") -> Ints:
    """A stated lead time as experience corrects it, in whole days, rounded up and never below 0.

    >>> import numpy as np, pandas as pd
    >>> learned_lead(np.array([10, 10]), np.array([0, -1]), pd.DataFrame({"extra": [2.4]}))
    array([13, 10])
    """
    extra = np.append(known[column].to_numpy(float), 0.0)[supplier_no]
    return np.maximum(np.ceil(lead + np.round(extra, 6)), 0).astype(np.int64)


def kept_word(made: pd.DataFrame, suppliers: int, today: np.datetime64) -> pd.DataFrame:
    """Promised against real, one row per supplier number: judged, on_time, late_days, overdue.

    Judged are lines with an Expected that came in full on a known day, or whose day has passed while something is still to
    come; the latter are late. ``on_time`` is a share of 1 (NaN where none is judged), ``late_days`` the mean of the late
    ones so far (NaN where none is late), ``overdue`` counts lines that are late and still to come.
    """
    expected, last = days(made, "expected"), days(made, "last")
    done = made["done"].to_numpy(bool)
    dated = ~np.isnat(expected) & (ints(made, "supplier_no") >= 0)
    came = dated & done & ~np.isnat(last)
    overdue = dated & ~done & (expected < today)
    end = np.where(done, last, today)
    after = np.where(came | overdue, (end - expected).astype("timedelta64[D]").astype(np.int64), 0)
    number = ints(made, "supplier_no")
    late = (came | overdue) & (after > 0)

    def count(which: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
        of = number[which]
        return np.bincount(of, None if weight is None else weight[which], minlength=suppliers)

    judged, lates = count(came | overdue), count(late)
    with np.errstate(invalid="ignore", divide="ignore"):
        on_time = np.where(judged > 0, 1 - lates / judged, np.nan)
        late_days = np.where(lates > 0, count(late, after.astype(float)) / lates, np.nan)
    return frame(judged=judged, on_time=on_time, late_days=late_days, overdue=count(overdue))


def record(
    tables: Tables, sources: Sources, sku: Names, settings: Settings, when: dates.Calendars, today: np.datetime64
) -> pd.DataFrame:
    """The record of every supplier, by supplier code.

    supplier, name, lines, observed, stated, median, far, learned, learned_far, judged, on_time, late_days, overdue.
    ``stated`` is the supplier's own lead time where nothing was observed; days are of ``Lead Time In``.
    """
    made = deliveries(tables, sources, sku, settings, when)
    size = len(sources.suppliers)
    known, word = learned(made, size), kept_word(made, size, today)
    lines = np.bincount(ints(made, "supplier_no"), minlength=size) if len(made) else np.zeros(size, np.int64)
    own = np.where(sources.supplier_lead >= 0, sources.supplier_lead, sources.default_lead)
    stated = np.where(np.isnan(known["stated"]), own, known["stated"])
    spelled: Texts = np.array([*sources.spelling, ""], object)[:-1]
    name = np.append(texts(tables.suppliers, "name"), "")[places(spelled, texts(tables.suppliers, "supplier"))]
    made_of = frame(
        supplier=spelled,
        name=name,
        lines=lines,
        observed=ints(known, "observed"),
        stated=stated,
        median=known["median"].to_numpy(),
        far=known["far"].to_numpy(),
        learned=np.maximum(np.ceil(stated + np.round(known["extra"].to_numpy(), 6)), 0),
        learned_far=np.maximum(np.ceil(stated + np.round(known["extra_far"].to_numpy(), 6)), 0),
        judged=ints(word, "judged"),
        on_time=word["on_time"].to_numpy(),
        late_days=word["late_days"].to_numpy(),
        overdue=ints(word, "overdue"),
    )
    return pd.DataFrame(made_of[spelled != ""]).reset_index(drop=True)
