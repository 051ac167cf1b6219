"""import: exports of shops and other systems, brought into the book as an update (rule 9)."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl.hosts import log
from backorder_xl.hosts.telling import DONE, REFUSED, STRICT, json_line, many
from backorder_xl.hosts.verbs import common, work

if TYPE_CHECKING:
    from backorder_xl.hosts.importing import Done
    from backorder_xl.imports.summary import Tally

_SHOWN = 5


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """Whose export, which files, into which book."""
    parser.add_argument("source", metavar="SOURCE", help="who made the files, such as Shopify; auto looks at their headers")
    parser.add_argument("files", metavar="FILE", nargs="+", help="the files as they were exported, the oldest first")
    parser.add_argument("--into", dest="book", metavar="BOOK", required=True, help="the workbook; it is made if it is not there")
    common.writing_arguments(parser)
    parser.add_argument("--whole", action="store_true", help="the files are complete: stock that they lack is set to 0")
    parser.add_argument("--run", action="store_true", help="then do the morning run on the book")
    work.drafts_argument(parser)


def do(options: argparse.Namespace) -> int:
    """Import, tell what is new, changed and gone, and run if that was asked for."""
    from backorder_xl.hosts.importing import Asked, import_into
    from backorder_xl.hosts.state import state_folder

    start = time.perf_counter()
    asked = Asked(
        [Path(f) for f in options.files], Path(options.book), options.source,
        Path(options.output) if options.output else None, options.whole, options.strict, options.dry_run,
        options.as_of or dt.date.today(), overrides=common.overrides(options),
    )  # fmt: skip
    done = import_into(asked, state_folder(), common.tell(options))
    seconds = round(time.perf_counter() - start, 3)
    common.untell(options)
    tallies = {f"{t.table} {word}": n for t in done.imported.summary.tallies for word, n in t.counts().items()}
    log.counts({**done.imported.counts, **tallies})
    runs = options.run and done.output is not None
    if not options.json:
        print("\n".join(told(done, seconds)))
        return _refused(options) if done.refused else _run(options, asked.target) if runs else DONE
    tables = {t.table: t.counts() for t in done.imported.summary.tallies}
    output = str(done.output) if done.output else None
    found = json.loads(json_line(verb="import", output=output, seconds=seconds, **done.imported.counts))
    code = REFUSED if done.refused else DONE
    if runs:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            code = _run(options, asked.target)
        found = json.loads(said.getvalue()) | {"seconds": round(time.perf_counter() - start, 3)}
    print(json.dumps({**found, "imported": tables}))
    return _refused(options) if done.refused else code


def _run(options: argparse.Namespace, book: Path) -> int:
    """The morning run on the book that was written."""
    run = {"verb": "run", "book": str(book), "output": None, "source": None, "target": None, "parts": None, "workers": None}
    morning = argparse.Namespace(**{**vars(options), **run})  # here SOURCE is whose export it is
    return work.do(morning)


def _refused(options: argparse.Namespace) -> int:
    print(STRICT, file=sys.stderr)
    return REFUSED


def told(done: Done, seconds: float) -> list[str]:
    """What was read, what is new, changed and gone, and what is wrong, in lines for a person."""
    out = list(done.said)
    for tally in done.imported.summary.tallies:
        out += table(tally)
    problems = done.imported.problems
    for p in problems[:_SHOWN]:
        out.append(f"  {p.severity}: {p.sheet}{f' row {p.row}' if p.row else ''}: {p.message}")
    if len(problems) > _SHOWN:
        out.append(f"  ... and {len(problems) - _SHOWN} more{' on the sheet Problems' if done.output else ''}.")
    where = f"Written to {done.output} in {seconds:.1f} s." if done.output else f"Nothing was written ({seconds:.1f} s)."
    return [*out, where]


def table(tally: Tally) -> list[str]:
    """The counts of one table, and the first few rows by name."""
    counts = f"{tally.new:,} new, {tally.changed:,} changed, {tally.unchanged:,} as they were"
    counts += f", {tally.gone:,} not in the files any more" if tally.gone else ""
    counts += f", {many(tally.left_out, 'row')} left out" if tally.left_out else ""
    out = [f"{tally.sheet}: {counts}."]
    for what, size in (("new", tally.new), ("changed", tally.changed), ("gone", tally.gone)):
        names = tally.names.get(what, [])
        if names and what == "changed":
            out += [f"  changed: {name}" for name in names]
            out += [f"  ... and {size - len(names):,} more"] if size > len(names) else []
        elif names:
            out.append(f"  {what}: {', '.join(names)}{f' and {size - len(names):,} more' if size > len(names) else ''}")
    return out
