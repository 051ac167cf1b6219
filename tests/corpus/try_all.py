"""Does every workbook of the corpus keep what is not ours? (rules 1.5, 8.4, 8.6)

    python -m tests.corpus.try_all [--sample N] [--seed S] [--office N] [--slice 0/4] [--json FILE]

Each file is tried in a process of its own that may use a minute of the processor and 4 GB, which the kernel sees to. Into it go
all sheets of a morning run, then those of the next run of the day: nothing but our parts may differ (adding.py), the second
run adds a row to the Run Log and changes no other list, two other readers see the same cells on the user's sheets as before,
and LibreOffice does for a sample. Where the file holds an order book, or could hold one once it has tables, it is run for real.
What is refused must be refused in one sentence.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from backorder_xl import run
from backorder_xl.hosts.refusals import refusal
from backorder_xl.hosts.telling import UNUSABLE
from backorder_xl.workbook.errors import Odd
from backorder_xl.workbook.file import FileBook
from tests.corpus import offices
from tests.corpus.adding import DAY, FIRST, morning, promised
from tests.corpus.place import Found, corpus
from tests.corpus.values import differences

SECONDS, MEMORY = 60, 4 << 30


@dataclass
class Tried:
    """What became of one file: "clean", "refused" or "failed", and why."""

    source: str
    member: str
    file: str
    end: str = "clean"
    why: str = ""
    run: bool = False  # the file was an order book by itself
    unseen: list[str] = field(default_factory=list)  # readers that could not read the file as it was


def try_file(found: Found, folder: Path) -> Tried:
    """One file through everything but LibreOffice; the result stays in ``folder`` as out and its name's ending."""
    tried = Tried(found.source, found.member, found.path.name)
    before = found.path.read_bytes()
    once, twice = (folder / f"{name}{found.path.suffix}" for name in ("out", "twice"))
    try:
        tried.why = "; ".join(_added(found.path, once, twice, tried)[:4])
        tried.end = "failed" if tried.why else "clean"
    except Exception as error:
        sentence, code = refusal(error) or ("", 0)
        if not sentence or isinstance(error, Odd) or not sentence.endswith(".") or "\n" in sentence or code < UNUSABLE:
            tried.end, tried.why = "failed", "".join(traceback.format_exception(error))[-1500:]
        else:
            tried.end, tried.why = "refused", sentence.replace(found.path.name, "FILE")
    if found.path.read_bytes() != before:
        tried.end, tried.why = "failed", "the file itself was changed"
    return tried


def _added(path: Path, once: Path, twice: Path, tried: Tried) -> Iterable[str]:
    first, second = morning()
    with FileBook(path) as book:
        theirs = set(book.sheets())
        book.apply(first, once, backup=False)
    mine = {t.sheet for t in first.tables}
    broken = promised(path, once, theirs & mine)
    with FileBook(once) as book:
        book.apply(second, twice, backup=False)
    broken += promised(once, twice, mine)
    broken += _second_adds_a_row(once, twice)
    for reader, different in differences(path, once, theirs - mine).items():
        if different is None:
            tried.unseen.append(reader)
        else:
            broken += [f"{reader}: {d}" for d in different]
    if not broken and theirs:
        with FileBook(path) as book:
            try:
                made = run.morning_run(book, {}, DAY, now=FIRST)
                run.write(book, made, once.with_name(f"run{once.suffix}"), backup=False)
            except Exception as error:
                if refusal(error) is None or isinstance(error, Odd):
                    raise
                return broken
        tried.run = True
        ours = {t.sheet for t in (*made.changes.tables, *made.changes.patches)}
        broken += promised(path, once.with_name(f"run{once.suffix}"), ours)
    return broken


def _second_adds_a_row(once: Path, twice: Path) -> list[str]:
    """A second run of the day changes the sheet and the table of the Run Log, and nothing else."""
    with zipfile.ZipFile(once) as old, zipfile.ZipFile(twice) as new:
        changed = [n for n in new.namelist() if n not in old.namelist() or old.read(n) != new.read(n)]
    with FileBook(once) as before, FileBook(twice) as after:
        lists = [s for s in after.sheets() if before.top(s, 60) != after.top(s, 60)]
    broken = [] if lists in ([], ["Run Log"]) else [f"the second run changed {', '.join(lists)}"]
    return broken + ([f"the second run changed {len(changed)} parts: {changed}"] if len(changed) > 2 else [])


def _limited(found: Found, folder: Path, pipe: object) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("ignore")
    pipe.send(try_file(found, folder))  # type: ignore[attr-defined]


def in_a_process(found: Found, folder: Path) -> Tried:
    """The same in a process that the kernel ends if it takes too much."""
    here, there = multiprocessing.Pipe(False)
    worker = multiprocessing.get_context("fork").Process(target=_limited, args=(found, folder, there))
    worker.start()
    there.close()
    try:
        tried = here.recv()
    except EOFError:
        tried = None
    worker.join()
    return tried or Tried(found.source, found.member, found.path.name, "failed", f"the process ended with {worker.exitcode}")


def try_all(chosen: list[Found], office: list[Found], tell: bool = True) -> list[Tried]:
    """Every chosen file; those in ``office`` by LibreOffice too, where it is installed."""
    morning()
    results = []
    with tempfile.TemporaryDirectory() as place:
        pairs = []
        for number, found in enumerate(chosen):
            folder = Path(place) / str(number)
            folder.mkdir()
            tried = in_a_process(found, folder)
            results.append(tried)
            if tell and tried.end == "failed":
                print(f"FAILED {found.source} {found.member} {found.path.name}: {tried.why}", flush=True)
            if tried.end == "clean" and found in office:
                pairs.append((tried, found.path, folder / f"out{found.path.suffix}"))
            else:
                shutil.rmtree(folder)
        if pairs and shutil.which("soffice"):
            for tried, different in offices.compared(pairs, Path(place)):
                if different is None:
                    tried.unseen.append("LibreOffice")
                elif different:
                    tried.end, tried.why = "failed", f"LibreOffice: {different[:3]}"
    return results


def main() -> int:
    """Try them and say how many of each; 1 where one failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--office", type=int, default=0)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--slice", default="0/1", help="which of how many equal parts: several of them may run at once")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    everything = corpus()
    dice = random.Random(asked.seed)
    chosen = dice.sample(everything, min(asked.sample, len(everything))) if asked.sample else everything
    which, of = map(int, asked.slice.split("/"))
    chosen = chosen[which::of]
    office = dice.sample(chosen, min(asked.office, len(chosen)))
    results = try_all(chosen, office)
    if asked.json:
        asked.json.write_text(json.dumps([asdict(r) for r in results], indent=1), encoding="utf-8")
    print(dict(Counter(r.end for r in results)), f"order books by themselves: {sum(r.run for r in results)}")
    for why, count in Counter(r.why for r in results if r.end == "refused").most_common(40):
        print(f"{count:5}  {why}")
    return int(any(r.end == "failed" for r in results))


if __name__ == "__main__":
    sys.exit(main())
