"""What is done to which book when something goes wrong, and what must hold afterwards?

A scene is a folder with a book, a command, and the run after it. ``Play`` lets a fault happen to the command and says in
sentences what does not hold: the book is the old or the new one, byte for byte; what Undo and the day's backup hold is usable or
not there; drafts are those that Messages lists; and the next run leaves exactly what it leaves where nothing went wrong.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import openpyxl

from backorder_xl.workbook.slot import Slot, digest
from tests.reliability.actions import FAIL, GONE, MOVE
from tests.reliability.faults import CLOCK, SOUND, Ended, Fault, Runs

DAY, LATER = "2026-06-03", "2026-06-10"
WEEK = 7 * 86_400
EXPORT = """Order,Order Date,Customer,SKU,Ordered,Customer Name,Email
SO-9001,2026-06-02,C-901,STV-210,4,Ann Example,ann@example.com
SO-9002,2026-06-02,C-902,STV-210,2,Bo Example,bo@example.com
"""
Files = dict[str, bytes]


@dataclass(frozen=True)
class Scene:
    """Commands with BOOK and EXPORT in them: those that make the folder, the one that suffers, and the run after it."""

    name: str
    before: tuple[tuple[str, ...], ...]
    command: tuple[str, ...]
    after: tuple[str, ...] = ("run", "BOOK", "--as-of", DAY)
    clock: int = CLOCK
    foreign: bool = False  # a book of the user's own instead of the demo book


NEW, RUN = ("new", "BOOK", "--demo"), ("run", "BOOK", "--as-of", DAY)
SCENES = {
    s.name: s
    for s in (
        Scene("run", (NEW,), RUN),
        Scene("run-later", (NEW, RUN), ("run", "BOOK", "--as-of", LATER), ("run", "BOOK", "--as-of", LATER), CLOCK + WEEK),
        Scene("notify", (NEW,), ("notify", "BOOK", "--as-of", DAY, "--drafts", "DRAFTS")),
        Scene("undo", (NEW, RUN), ("undo", "BOOK")),
        Scene("import", (NEW, RUN), ("import", "auto", "EXPORT", "--into", "BOOK", "--as-of", DAY)),
        Scene("import-new", (), ("import", "auto", "EXPORT", "--into", "BOOK", "--as-of", DAY)),
        Scene("adopt", (), ("adopt", "BOOK", "--yes"), foreign=True),
        Scene("new", (), ("new", "BOOK", "--demo")),
    )
}


@dataclass
class Play:
    """One scene in one folder, with what its command leaves where nothing goes wrong."""

    scene: Scene
    runs: Runs
    space: Path
    whole: bool = True  # also do the next run
    _next: dict[bytes, Files] = field(default_factory=dict)
    _known: dict[object, list[str]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.space / "world"

    @property
    def book(self) -> Path:
        return self.root / "work" / "book.xlsx"

    @cached_property
    def base(self) -> Path:
        """The folder as it is before the command."""
        shutil.rmtree(self.root, ignore_errors=True)
        (self.root / "work").mkdir(parents=True)
        (self.root / "state").mkdir()
        (self.root / "work" / "orders.csv").write_text(EXPORT)
        if self.scene.foreign:
            foreign_book(self.book)
        for command in self.scene.before:
            ended = self.run(command, clock=CLOCK)
            assert ended.code == 0, ended.err
        kept = self.space / f"base {self.scene.name}"
        shutil.copytree(self.root, kept, symlinks=True)
        return kept

    @cached_property
    def old(self) -> bytes:
        path = self.base / "work" / "book.xlsx"
        return path.read_bytes() if path.exists() else b""

    @cached_property
    def sound(self) -> tuple[bytes, Ended]:
        """The book as the command leaves it, and the calls that it makes."""
        self.reset()
        ended = self.run(self.scene.command)
        assert ended.code == 0, ended.err
        new = self.book.read_bytes()
        for content in (self.old, new):
            if content:
                openpyxl.load_workbook(self._put("look.xlsx", content)).close()
        self._next[new] = self._afterwards()
        self.reset()
        self._next[self.old] = self._afterwards()
        return new, ended

    @property
    def states(self) -> int:
        """How many different states of the folder a next run was done from."""
        return len(self._known)

    @property
    def joints(self) -> list[int]:
        """The calls at which the command begins with something else: another folder, another kind of file. Not its log, which
        is looked at nowhere."""
        kinds = [(i, _kind(call)) for i, call in enumerate(self.sound[1].calls) if "/logs" not in call]
        return [i for before, (i, kind) in zip([None, *kinds], kinds, strict=False) if before is None or kind != before[1]]

    def reset(self) -> None:
        """Lay the folder out as it was before the command."""
        base = self.base
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.space / "moved", ignore_errors=True)
        shutil.copytree(base, self.root, symlinks=True)

    def run(self, command: Sequence[str], fault: Fault = SOUND, clock: int | None = None, below: str = "") -> Ended:
        names = {"BOOK": self.book, "EXPORT": self.root / "work" / "orders.csv", "DRAFTS": self.root / "work" / "letters"}
        given = [str(names.get(word, word)) for word in command]
        at = self.root / below if below else self.root
        return self.runs(given, at, fault, clock=clock or self.scene.clock, state=self.root / "state")

    def suffer(self, fault: Fault) -> tuple[Ended, list[str]]:
        """Let the fault happen, and say what does not hold."""
        new = self.sound[0]
        self.reset()
        away = fault.action in (GONE, MOVE)
        ended = self.run(self.scene.command, fault, below="work" if away else "")
        if fault.action == MOVE and (self.space / "moved").exists():
            shutil.move(self.space / "moved", self.root / "work")
        wrong = list(self._at_once(ended, new, fault))
        if self.whole:
            wrong += self._in_the_end()
        return ended, wrong

    def _left(self) -> frozenset[tuple[str, bytes]]:
        """What lies there: names, what can be seen, and of what is hidden under a passing name only whether it holds anything."""
        found = set()
        for path in (p for p in self.root.rglob("*") if p.is_file()):
            name = re.sub(r"-[a-z0-9_]{8}\.tmp$|^\.[a-z0-9_]{8}\.tmp$", "tmp", path.name)
            passing = name.endswith("tmp") or path.suffix in (".part", ".log") or path.parent.name == "locks"
            content = bytes([path.stat().st_size > 0]) if passing else hashlib.sha256(path.read_bytes()).digest()
            if path.suffix != ".log":
                found.add((str(path.parent.relative_to(self.root) / name), content))
        return frozenset(found)

    def _at_once(self, ended: Ended, new: bytes, fault: Fault) -> Iterator[str]:
        there = self.book.read_bytes() if self.book.exists() else b""
        if there not in (self.old, new):
            yield f"the book is neither the old nor the new one ({len(there)} bytes)"
            return
        if ended.code >= 0:
            if "Traceback" in ended.err or "unforeseen" in ended.err:
                yield f"it said: {ended.err.strip()[-300:]}"
            if ended.code not in (0, 2, 3):
                yield f"it ended with {ended.code}"
            if (ended.code == 0) != (there == new) and "written whole" not in ended.err and new != self.old:
                which = "new" if there == new else "old"
                yield f"it ended with {ended.code} and the book is the {which} one: {ended.err.strip()}"
            if ended.code and not ended.err.strip():
                yield "it said nothing"
        for backup in self.book.parent.glob("book backup *.xlsx"):
            known = self.base / "work" / backup.name
            if backup.read_bytes() not in (self.old, known.read_bytes() if known.exists() else b""):
                yield f"{backup.name} is not the old book"
        yield from self._slot(there, fault.action == FAIL)
        if there == self.old and not (ended.code == 0 and new == self.old):
            for path in self.book.parent.rglob("*.eml"):
                if not (self.base / path.relative_to(self.root)).exists():
                    yield f"{path.name} can be seen, and Messages does not list it"

    def _slot(self, there: bytes, tolerant: bool) -> Iterator[str]:
        """``tolerant``: the disk failed, so that no copy could be kept; the run goes on without."""
        slot = Slot(self.root / "state", self.book, "undo", dt.datetime(2026, 6, 3, 12))
        found = slot.find()
        if found is not None and digest(slot.path(found[0])) != found[0].before:
            yield "what Undo would bring back is damaged"
        if there == self.old:
            before = Slot(self.base / "state", self.book, "undo", dt.datetime(2026, 6, 3, 12)).find()
            if (found is None or not found[1]) != (before is None or not before[1]):
                yield "Undo has lost what it could bring back before"
        elif self.old and not tolerant and (found is None or not found[1]):
            yield "Undo has nothing to bring back although the book was changed"
        elif self.old and found is not None and found[1] and found[0].before != hashlib.sha256(self.old).hexdigest():
            yield "Undo would bring back another book than the old one"

    def _in_the_end(self) -> list[str]:
        """The next run and what it leaves, once for each state of the folder."""
        left = self._left()
        if left not in self._known:
            self._known[left] = list(self._differs())
        return self._known[left]

    def _differs(self) -> Iterator[str]:
        there = self.book.read_bytes() if self.book.exists() else b""
        wanted = self._next.get(there)
        if wanted is None:
            return
        found = self._afterwards()
        for name in sorted(wanted.keys() | found.keys()):
            if name not in wanted:
                yield f"after the next run {name} is there as well"
            elif name not in found:
                yield f"after the next run {name} is missing"
            elif wanted[name] != found[name]:
                yield f"after the next run {name} is another one"

    def _afterwards(self) -> Files:
        """All that lies in the book's folder, and the names in ours, after the next run."""
        if self.book.exists() and not (self.scene.foreign or not self.scene.before):
            ended = self.run(self.scene.after)
            assert ended.code == 0, ended.err
        else:
            ended = self.run(self.scene.command if self.scene.name != "new" or not self.book.exists() else ("check", "BOOK"))
            assert ended.code == 0, ended.err
        files = {str(p.relative_to(self.root)): p.read_bytes() for p in (self.root / "work").rglob("*") if p.is_file()}
        for path in (self.root / "state" / "undo").rglob("*"):
            if path.is_file() and path.name != "run.json":
                files[str(path.relative_to(self.root))] = path.read_bytes()
        return {n: _links(c) if n.endswith("index.html") else c for n, c in files.items()}

    def _put(self, name: str, content: bytes) -> Path:
        path = self.space / name
        path.write_bytes(content)
        return path


def _kind(call: str) -> tuple[str, ...]:
    """What a call is about: what is done in which folder to what kind of file. Writing and forcing out counts as making it."""
    what, _, path = call.partition(" ")
    where = Path(path)
    doing = "make" if what in ("create", "write", "fsync", "unlink", "truncate") else what
    return doing, str(where.parent), where.suffix, "backup" if "backup" in where.name else ""


def _links(page: bytes) -> bytes:
    """Which drafts an index lists; under which heading depends on the run that wrote it."""
    return b"\n".join(sorted(part.split(b'"')[0] for part in page.split(b'href="') if b".eml" in part.split(b'"')[0]))


def foreign_book(path: Path) -> None:
    """A small book of somebody's own, whose columns have names of their own."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Auftragsliste"
    sheet.append(["Auftrag", "Datum", "Kunde", "Artikelnr", "Menge", "Geliefert"])
    for n in range(1, 9):
        sheet.append([f"SO-{n}", dt.datetime(2026, 5, n), f"C-{n % 3}", f"A-{n % 4}", n, 0])
    stock = book.create_sheet("Bestand")
    stock.append(["Artikelnr", "Auf Lager"])
    for n in range(4):
        stock.append([f"A-{n}", n * 2])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
