"""How is one row of the book brought up to what an export says of it?

Which row is meant has been decided; here cells are compared, written in memory, and new rows added.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Bools, Ints, alike, group
from backorder_xl.imports.arriving import Arriving
from backorder_xl.imports.standing import Standing
from backorder_xl.tables.contracts import Kind
from backorder_xl.tables.problems import problem

_CASELESS = (Kind.CODE, Kind.CHOICE)


def only_last(export: Arriving, keys: tuple[str, ...], among: Bools | None = None) -> None:
    """Of rows with the same key the last one counts, and the others are told."""
    (number,) = group(tuple(alike(export.texts(k))[0] for k in keys))
    twice = pd.Series(number).duplicated(keep="last").to_numpy()
    twice = twice if among is None else twice & among
    for i in np.flatnonzero(twice).tolist():
        said = ", ".join(str(export.texts(k)[i]) for k in keys)
        header = export.contract.field(keys[0]).header
        export.problems.append(problem("import-twice", export.file, int(export.row[i]), header, said))
    export.keep(~twice)


def update(at: Standing, export: Arriving, place: Ints, keys: tuple[str, ...]) -> Ints:
    """Write what an export fills into the rows it means, and add the rows that are new; returns where each row stands now.

    ``keys`` are not rewritten in rows that are there; a code that differs only by case stays as the user typed it.
    """
    fresh = place < 0
    for f in export.contract.required:
        lacking = fresh & ~export.filled.get(f.name, np.zeros(len(export), bool))
        if lacking.any():
            for i in np.flatnonzero(lacking).tolist():
                export.problems.append(problem("missing", export.file, int(export.row[i]), f.header))
            export.leave_out(lacking)
            place, fresh = place[~lacking], fresh[~lacking]
    place = place.copy()
    place[fresh] = at.add(int(fresh.sum()))
    for name, values in export.values.items():
        said = export.filled[name] & (fresh | (name not in keys))
        if values.dtype == object:
            now, then = alike(at.values[name][place], values)
            if export.contract.field(name).kind in _CASELESS:
                said &= fresh | (now != then)
        at.put(place[said], name, values[said])
    at.met[place] = True
    return place
