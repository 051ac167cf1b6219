"""Which steps make the changes of a run, given what stands on the sheets now?

The user's tables first, as our links point into them; then our sheets; then formulas and charts. Nothing is written here: a
workbook that is open, one in memory and an add-in elsewhere carry out the same steps.
"""

from __future__ import annotations

from backorder_xl.workbook.carry import carry_out, copied
from backorder_xl.workbook.changes import Changes, Ref, SheetTable
from backorder_xl.workbook.patching import patch
from backorder_xl.workbook.renewing import placed, renew
from backorder_xl.workbook.standing import BookNow, shown
from backorder_xl.workbook.steps import DrawChart, DropCharts, SetFilter, ShowAll, Step, WriteFormulas
from backorder_xl.workbook.where import Where, named, places_of

_LATER = (WriteFormulas, DropCharts, DrawChart)
"""Once all of our tables stand: Excel takes no formula about a table that is not there yet."""


def touched(changes: Changes) -> list[str]:
    """The sheets that a set of changes writes to, each once."""
    names = [*(p.sheet for p in changes.patches), *(t.sheet for t in changes.tables)]
    return list({name.casefold(): name for name in names}.values())


def looked_at(changes: Changes) -> list[str]:
    """The sheets that must be known to decide: those that are written to, and those that links and formulas
    lead to."""
    names = touched(changes)
    for table in changes.tables:
        names += [links.sheet for links in table.links.values()]
        names += [ref.sheet for ref in table.refs.values() if not isinstance(ref, Ref)]
    return list({name.casefold(): name for name in reversed(names)}.values())[::-1]


def steps_for(changes: Changes, now: BookNow) -> list[Step]:
    """All steps in their order; ``now`` stays as it is. Blocked, Unwritable: where the user has to make room first."""
    hidden = {s.name: s.filters for s in now.sheets if s.filters}
    now = copied(now)
    steps: list[Step] = []
    for change in changes.patches:
        made = patch(change, now)
        carry_out(now, made)
        steps += made
    where = where_now(now, changes.tables)
    later: list[Step] = []
    for table in changes.tables:
        made = renew(table, now, where)
        carry_out(now, made)
        steps += [step for step in made if not isinstance(step, _LATER)]
        later += [step for step in made if isinstance(step, _LATER)]
    steps += sorted(later, key=lambda step: _LATER.index(type(step)))
    written = {step.sheet for step in steps}
    hidden = {sheet: filters for sheet, filters in hidden.items() if sheet in written}
    shown: list[Step] = [ShowAll(sheet, table) for sheet, filters in hidden.items() for table in filters]
    again = [SetFilter(sheet, table, tuple(found)) for sheet, filters in hidden.items() for table, found in filters.items()]
    return [*shown, *steps, *again]


def where_now(now: BookNow, tables: list[SheetTable]) -> Where:
    """The places on the sheets as they stand."""
    layouts = [placed(t, now) for t in tables]

    def headers(sheet: str) -> dict[str, int]:
        here = now.find(sheet)
        return places_of([shown(c) for c in row] for row in here.cells[:30]) if here else {}

    return Where(tables, layouts, named(tables, [layout.part for layout in layouts], now.taken), headers)
