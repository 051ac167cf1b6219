"""whatif: what would be different, if something were otherwise? (rule 7.6)"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
import time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl.hosts.telling import DONE, REFUSED, STRICT
from backorder_xl.hosts.verbs import common

if TYPE_CHECKING:
    from backorder_xl.core.supposing import Suppose
    from backorder_xl.workbook.changes import Changes

FLAGS = (
    ("--slip", "PO[/LINE]=DAYS", "a purchase order comes so many days later; or on a day, 2026-06-20"),
    ("--slip-supplier", "SUPPLIER=DAYS", "all that is open with a supplier, or yet to be ordered, comes later"),
    ("--short", "PO[/LINE][=UNITS]", "units of a purchase order, or of an unposted receipt, do not come"),
    ("--first", "ORDER[/LINE]", "an order is served before all others"),
    ("--cancel", "ORDER[/LINE][=UNITS]", "an order is cancelled"),
    ("--demand", "SKU=UNITS[@DAY]", "more of an item is ordered, needed by a day"),
    ("--stock", "SKU=UNITS", "more of an item is in stock; less: SKU=-3"),
)


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """The book, where the result goes, and what is supposed; ``--set`` is supposed too."""
    common.book_argument(parser)
    common.writing_arguments(parser)
    for flag, form, help_ in FLAGS:
        parser.add_argument(flag, metavar=form, action="append", default=[], help=help_)


def do(options: argparse.Namespace) -> int:
    """Try it out, write the small book, say what differs; the book itself is only read."""
    from backorder_xl.hosts.whatif import as_json, in_words
    from backorder_xl.whatif import whatif
    from backorder_xl.workbook.file import FileBook

    start, path = time.perf_counter(), Path(options.book)
    target = Path(options.output) if options.output else path.with_name(f"{path.stem} what-if.xlsx")
    as_of = options.as_of or dt.date.today()
    with FileBook(path) as book:
        tried = whatif(book, supposed(options), as_of, common.tell(options))
    refused = options.strict and tried.errors > 0
    if not (refused or options.dry_run):
        _write(tried.changes, target, path)
    common.untell(options)
    output = None if refused or options.dry_run else str(target)
    seconds = round(time.perf_counter() - start, 3)
    if options.json:
        print(json.dumps(as_json(tried, as_of, output, seconds)))
    else:
        print("\n".join(in_words(tried, path.name, output, seconds)))
    if refused:
        print(STRICT, file=sys.stderr)
    return REFUSED if refused else DONE


def _write(changes: Changes, target: Path, book: Path) -> None:
    """A new small book, in the place of an earlier one at most; never in the place of somebody's own."""
    from backorder_xl.templates.blank import blank_book
    from backorder_xl.workbook.errors import Unwritable
    from backorder_xl.workbook.file import FileBook

    first = changes.tables[0]
    if target.exists():
        if target.samefile(book):
            raise Unwritable(f"{book.name} is the book itself, which a what-if leaves as it is; name another file with -o.")
        with FileBook(target) as old:
            if first.sheet not in old.sheets():
                raise Unwritable(f"{target.name} is there already and is no what-if; name another file with -o.")
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "what-if.xlsx"
        fresh.write_bytes(blank_book(first.sheet, [c.width for c in first.columns]))
        with FileBook(fresh) as new:
            new.apply(changes, target, backup=False)


def supposed(options: argparse.Namespace) -> list[Suppose]:
    """What the flags suppose, in the order of FLAGS; Unusable for one that is not written as it should be."""
    from backorder_xl.core.supposing import Suppose
    from backorder_xl.core.words import Supposition as Kind

    out = [_dated(Kind.PO_SLIPS, text) for text in options.slip]
    for text in options.slip_supplier:
        name, value = _pair("--slip-supplier", text)
        out.append(Suppose(Kind.SUPPLIER_SLIPS, name, by=_units("--slip-supplier", value)))
    out += [_some(Kind.SHORT, "--short", text) for text in options.short]
    out += [Suppose(Kind.ORDER_FIRST, text.strip()) for text in options.first]
    out += [_some(Kind.CANCEL, "--cancel", text) for text in options.cancel]
    for text in options.demand:
        name, value = _pair("--demand", text)
        units, _, day = value.partition("@")
        out.append(Suppose(Kind.MORE_DEMAND, name, by=_units("--demand", units), to=_day("--demand", day) if day else None))
    for text in options.stock:
        name, value = _pair("--stock", text)
        units = _units("--stock", value)
        out.append(Suppose(Kind.MORE_STOCK if units > 0 else Kind.LESS_STOCK, name, by=abs(units)))
    return out + [Suppose(Kind.SETTING, name, to=str(value)) for name, value in common.overrides(options).items()]


def _dated(kind: object, text: str) -> Suppose:
    from backorder_xl.core.supposing import Suppose

    name, value = _pair("--slip", text)
    if value.count("-") == 2:
        return Suppose(kind, name, to=_day("--slip", value))  # type: ignore[arg-type]
    return Suppose(kind, name, by=_units("--slip", value))  # type: ignore[arg-type]


def _some(kind: object, flag: str, text: str) -> Suppose:
    """A name, or a name and how many units of it."""
    from backorder_xl.core.supposing import Suppose

    if "=" not in text:
        return Suppose(kind, text.strip())  # type: ignore[arg-type]
    name, value = _pair(flag, text)
    return Suppose(kind, name, by=_units(flag, value))  # type: ignore[arg-type]


def _pair(flag: str, text: str) -> tuple[str, str]:
    from backorder_xl.tables.problems import Unusable

    name, mark, value = text.rpartition("=")
    if not mark or not name.strip() or not value.strip():
        form = next(form for known, form, _ in FLAGS if known == flag)
        raise Unusable(f"{flag} takes {form}, not {text!r}.")
    return name.strip(), value.strip()


def _units(flag: str, text: str) -> int:
    """A number other than 0, in millionths."""
    from backorder_xl.core.words import UNIT
    from backorder_xl.tables.problems import Unusable

    try:
        number = Decimal(text.strip())
        if number.is_finite() and number and abs(number) <= 1_000_000_000:
            return round(number * UNIT)
    except InvalidOperation:
        pass
    raise Unusable(f"{flag} takes a number other than 0, not {text!r}.")


def _day(flag: str, text: str) -> dt.date:
    from backorder_xl.tables.problems import Unusable

    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise Unusable(f"{flag} takes a day such as 2026-06-20, not {text!r}.") from None
