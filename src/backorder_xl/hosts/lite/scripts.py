"""How does a script in xlwings Lite work on the open workbook? It reads every sheet, decides as ever, and writes our own sheets.

Tables of the user's own are left alone: Lite has no undo for us, and does not say what is protected. So receiving, messages and
the rows of Purchase Orders stay with the other hosts.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from typing import Any

from backorder_xl import run
from backorder_xl.hosts.lite.main_py import SCRIPTS
from backorder_xl.hosts.refusals import refusal
from backorder_xl.hosts.telling import many, summary
from backorder_xl.tables.contracts import RESULT_SHEETS
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook import steps as s
from backorder_xl.workbook.live.host import Host
from backorder_xl.workbook.live.native import Native
from backorder_xl.workbook.live.reading import from_a1, grid, read_tables
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.standing import BookNow, SheetNow

LOOKS = (
    s.Align, s.CopyLook, s.DrawChart, s.DropCharts, s.Fill, s.FitRows, s.Freeze, s.HeaderLook, s.NumberFormat, s.PageSetup,
    s.Ruled, s.SetFilter, s.SetLinks, s.SetNotes, s.ShowAll, s.TurnRed, s.Widths,
)  # fmt: skip
"""Steps that cost no value: where Lite cannot do one, it is left out."""
OTHERS = "xlwings Lite writes sheets of ours only: receipts, purchase orders and messages need the command line or the add-in."
BUY = "What to buy is shown by =BO_PURCHASE_PLAN(Orders[#All], Stock[#All], PurchaseOrders[#All], Items[#All])."


async def pressed(verb: str, book: Any, now: dt.datetime) -> str:
    """Do what a script is for; what went wrong is a sentence too, and nothing is written then."""
    try:
        memory = MemoryBook.of(await _seen(book), str(book.name))
        said = _explain(memory, book, now) if verb == "explain" else _work(verb, memory, book, now)
    except Exception as error:
        known = refusal(error)
        said = [known[0] if known else f"Something unforeseen went wrong ({type(error).__name__}); nothing was written."]
    return "\n".join(said)


async def _seen(book: Any) -> BookNow:
    """What stands on all sheets, formulas with what they show."""
    sheets = []
    for sheet in book.sheets:
        area = from_a1(sheet)
        values = area.options(ndim=2, err_to_str=True).value
        cells = grid(values, await area.options(ndim=2).get_formula())
        sheets.append(SheetNow(str(sheet.name), cells, read_tables(sheet, cells)))
    tables = {t.name.casefold() for sheet in sheets for t in sheet.tables}
    return BookNow(sheets, [sheet.name for sheet in sheets], tables)


def _work(verb: str, memory: MemoryBook, book: Any, now: dt.datetime) -> list[str]:
    """check or plan: decide, and write the sheets that are ours."""
    today = now.date()
    if verb == "check":
        report = run.check(memory, {}, today)
    elif verb == "plan":
        report = run.morning_run(memory, {}, today, verb=verb, now=now)
    else:
        raise Unusable(f"{verb} cannot be run in xlwings Lite; {' and '.join(SCRIPTS)} can.")
    run.write(memory, report, None, backup=False)
    ours = {name.casefold() for name in RESULT_SHEETS}
    _carry_out([step for step in memory.steps if step.sheet.casefold() in ours], book)
    said = summary(report)
    if verb == "plan":
        said += [OTHERS, BUY]
    found = len(report.problems)
    return [*said, f"{many(found, 'problem')} on the sheet Problems."] if found else said


def _carry_out(steps: Sequence[s.Step], book: Any) -> None:
    """The steps, in order; Unusable before the first if one of them cannot be done here and would be missed."""
    for step in steps:
        if isinstance(step, (s.DropTable, s.DeleteSheet)):
            raise Unusable(f"{step.sheet} cannot be renewed in xlwings Lite as it is; delete the sheet and run the script again.")
    host = Host(book, Native())
    for step in steps:
        if isinstance(step, LOOKS):
            with contextlib.suppress(NotImplementedError, AttributeError):
                host.carry_out(step)
        else:
            host.carry_out(step)


def _explain(memory: MemoryBook, book: Any, now: dt.datetime) -> list[str]:
    """Why the selected row waits."""
    from backorder_xl.hosts.explain import explain
    from backorder_xl.hosts.pointing import pointed

    report = run.morning_run(memory, {}, now.date(), verb="explain", now=now)
    at = book.selection
    order, line = pointed(memory, report.reading, str(at.sheet.name), at.row, at.column)
    return explain(report, order, line)
