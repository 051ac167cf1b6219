"""What becomes of Stock when a snapshot comes in?

It replaces what was counted before, and Counted On says of which day it is. Units with a Specification are one customer's own
and no snapshot of common stock speaks of them, unless it knows specifications.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Bools, Ints, alike, first_of, group, latest
from backorder_xl.core.settings import Settings
from backorder_xl.imports.arriving import Arriving
from backorder_xl.imports.matching import Pairing
from backorder_xl.imports.standing import Seen, Standing
from backorder_xl.imports.updating import update
from backorder_xl.tables.problems import Problem, problem

_KEYS = ("sku", "location", "specification")


def snapshot(at: Standing, export: Arriving, settings: Settings, day: dt.date, receipts: Standing) -> None:
    """Let a snapshot replace On Hand (and Reserved, if it knows it) of the items that it has, unless it is older than what
    was counted or received since."""
    _add_up(export)
    sku, where, spec = (tuple(alike(at.values[k], export.texts(k))) for k in _KEYS)
    places = "location" in export.values
    if not places:
        _refuse_several_places(at, export)
        sku, where, spec = (tuple(alike(at.values[k], export.texts(k))) for k in _KEYS)
    pairs = Pairing(len(at.row), len(export))
    if places:
        pairs.by(sku, where, spec)
        home = np.array([w.casefold() == settings.default_location.casefold() for w in export.texts("location")], bool)
        nowhere = at.values["location"] == ""
        for may in (home, np.ones(len(export), bool)):  # a row without a place is the usual place, else the first named
            pairs.by(sku, spec, old=nowhere, new=may)
    else:
        pairs.by(sku, spec)
    place = _not_older(at, export, pairs.at, day, receipts)
    export.values["counted_on"] = np.full(len(export), np.datetime64(day, "s"))
    export.filled["counted_on"] = np.ones(len(export), bool)
    keys = ("sku", "specification") if places else _KEYS
    place = update(at, export, place, keys)
    _empty_doubles(at, export, place)
    at.seen.append(Seen(export.file, export.whole, export.texts("location") if places else None, day))


def _add_up(export: Arriving) -> None:
    """One row per item, place and specification: bins of one place are summed."""
    (number,) = group(tuple(alike(export.texts(k))[0] for k in _KEYS))
    first = first_of(number)
    if first.all():
        return
    for name in ("on_hand", "reserved"):
        if name in export.values:
            total = np.zeros(int(number.max()) + 1, np.int64)
            np.add.at(total, number, export.values[name])
            export.values[name] = total[number]
    export.keep(first)


def _refuse_several_places(at: Standing, export: Arriving) -> None:
    """Leave out rows of items that lie in several places here where the export does not say which."""
    sku, where = alike(at.values["sku"])[0], alike(at.values["location"])[0]
    common = at.values["specification"] == ""
    (pair,) = group((sku[common], where[common]))
    one = pd.Series(pair).duplicated().to_numpy()
    several = pd.Series(sku[common][~one]).value_counts()
    many = at.values["sku"][common][np.isin(sku[common], several.index[several > 1].to_numpy())]
    mine, theirs = alike(many, export.texts("sku"))
    out = np.isin(theirs, mine)
    for i in np.flatnonzero(out).tolist():
        export.problems.append(problem("import-which-place", export.file, int(export.row[i]), "SKU", export.texts("sku")[i]))
    export.leave_out(out)


def _not_older(at: Standing, export: Arriving, place: Ints, day: dt.date, receipts: Standing) -> Ints:
    """Leave rows alone that were counted, or grew by a receipt, after the day of this snapshot."""
    counted = np.append(at.values["counted_on"], np.datetime64("NaT"))[place]
    mine, theirs = alike(receipts.values["sku"], export.texts("sku"))
    size = int(max(mine.max(initial=-1), theirs.max(initial=-1))) + 1
    posted = latest(mine, receipts.values["posted"].astype("datetime64[D]"), size)
    counted = np.fmax(counted, posted[theirs].astype("datetime64[s]"))
    later = (counted > np.datetime64(day, "s")) & (place >= 0)
    for i in np.flatnonzero(later).tolist():
        words = {"counted": str(counted[i])[:10], "day": day.isoformat()}
        sku = export.texts("sku")[i]
        export.problems.append(problem("import-older-count", export.file, int(export.row[i]), "SKU", sku, **words))
    at.met[place[later]] = True
    export.keep(~later)
    return place[~later]


def _empty_doubles(at: Standing, export: Arriving, place: Ints) -> None:
    """Rows of one item are added up (rule 1.3), so the others of a row that holds the snapshot's quantity hold 0."""
    (number,) = group(tuple(alike(at.values[k])[0] for k in _KEYS))
    of = np.full(int(number.max(initial=-1)) + 1, -1, np.int64)
    of[number[place]] = np.arange(len(place))
    double = np.flatnonzero((of[number] >= 0) & ~at.met)
    told = double[at.values["on_hand"][double] != 0]
    for i in told[first_of(number[told])].tolist():
        row = int(export.row[of[number[i]]])
        export.problems.append(problem("import-stock-rows", export.file, row, "SKU", at.values["sku"][i]))
    for name in ("on_hand", "reserved"):
        if name in export.values:
            at.put(double, name, np.zeros(len(double), np.int64))
    at.met[double] = True


def lacking(at: Standing, to_zero: bool) -> tuple[Bools, list[Problem]]:
    """Items on hand that a whole snapshot lacks, at the places that it speaks of; set to 0 where the user said so."""
    gone = np.zeros(at.old, bool)
    for seen in (s for s in at.seen if s.whole):
        here = np.ones(at.old, bool)
        if seen.codes is not None:
            mine, theirs = alike(at.values["location"][: at.old], np.append(seen.codes, ""))
            here = np.isin(mine, theirs)
        gone |= here & ~at.met[: at.old] & (at.values["on_hand"][: at.old] > 0) & (at.values["specification"][: at.old] == "")
    rows = np.flatnonzero(gone)
    done = "it was set to 0" if to_zero else "its quantity was left as it is"
    told = [
        problem("import-stock-gone", at.sheet, int(at.row[i]), "SKU", at.values["sku"][i], done=done) for i in rows.tolist()
    ]
    if to_zero and len(rows):
        day = max(s.day for s in at.seen if s.whole and s.day is not None)
        at.put(rows, "on_hand", np.zeros(len(rows), np.int64))
        at.put(rows, "counted_on", np.full(len(rows), np.datetime64(day, "s")))
    return gone, told
