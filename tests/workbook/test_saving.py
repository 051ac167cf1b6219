"""Does a run that fails leave the workbook as it was? (rule 8.7)"""

from __future__ import annotations

import datetime as dt
import errno
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from backorder_xl.workbook import save
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.errors import Unwritable
from backorder_xl.workbook.file import FileBook

from .books import backorders, by_openpyxl, parts, run


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    by_openpyxl(folder / "in.xlsx")
    return folder / "in.xlsx"


def fail(kind: type[OSError], number: int):
    def raising(*_: object, **__: object) -> None:
        raise kind(number, os.strerror(number))

    return raising


@pytest.mark.parametrize("step", ["replace", "fsync"])
@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [(PermissionError, errno.EACCES, "read-only"), (OSError, errno.ENOSPC, "disk is full"), (OSError, errno.EIO, "not written"),
     (OSError, errno.EROFS, "folder is read-only")],
)  # fmt: skip
def test_a_failure_leaves_the_old_file(
    book: Path, monkeypatch: pytest.MonkeyPatch, step: str, kind: type[OSError], number: int, said: str
) -> None:
    before = book.read_bytes()
    monkeypatch.setattr(os, step, fail(kind, number))
    with pytest.raises(Unwritable, match=said) as caught:
        run(book, book, backorders(3))
    assert "as it was" in caught.value.message
    assert book.read_bytes() == before
    assert os.listdir(book.parent) == ["in.xlsx"]


def test_a_failure_while_rows_are_made_leaves_the_old_file(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from backorder_xl.workbook import ours

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(ours, "sheet_rows", broken)
    before = book.read_bytes()
    with pytest.raises(RuntimeError):
        run(book, book, backorders(3))
    assert book.read_bytes() == before
    assert os.listdir(book.parent) == ["in.xlsx"]


def test_a_killed_run_leaves_the_old_file(book: Path) -> None:
    before = book.read_bytes()
    code = (
        "import os, signal, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent.parent)!r})\n"
        "from pathlib import Path\n"
        "from workbook.books import backorders, run\n"
        "os.replace = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"run(Path({str(book)!r}), Path({str(book)!r}), backorders(3))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert book.read_bytes() == before
    run(book, book, backorders(3))
    assert "Backorders" in FileBook(book).sheets()


def test_the_mode_is_kept(book: Path) -> None:
    book.chmod(0o640)
    run(book, book, backorders(1))
    assert book.stat().st_mode & 0o777 == 0o640


def test_a_missing_folder_is_told(book: Path) -> None:
    with pytest.raises(Unwritable, match="does not exist"):
        run(book, book.parent / "no" / "out.xlsx", backorders(1))
    with pytest.raises(Unwritable, match="is a folder"):
        run(book, book.parent, backorders(1))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_file_is_told(book: Path) -> None:
    book.chmod(0o444)
    with pytest.raises(Unwritable, match="read-only"):
        run(book, book, backorders(1))


def test_the_backup_is_the_file_as_it_was_once_a_day(book: Path) -> None:
    first = book.read_bytes()
    FileBook(book).apply(Changes([backorders(1)], []), book, backup=True)
    kept = book.with_name(f"in backup {dt.date.today().isoformat()}.xlsx")
    assert kept.read_bytes() == first
    FileBook(book).apply(Changes([backorders(2)], []), book, backup=True)
    assert kept.read_bytes() == first
    assert len(os.listdir(book.parent)) == 2


def test_with_another_target_the_input_is_not_touched(book: Path) -> None:
    before = book.read_bytes()
    run(book, book.with_name("out.xlsx"), backorders(1))
    assert book.read_bytes() == before
    assert sorted(os.listdir(book.parent)) == ["in.xlsx", "out.xlsx"]


def test_a_file_changed_by_somebody_else_meanwhile(book: Path) -> None:
    opened = FileBook(book)
    run(book, book, backorders(1))
    with pytest.raises(Unwritable, match="changed by another program"):
        opened.apply(Changes([backorders(2)], []), book, backup=False)


def test_nothing_to_change_gives_the_same_parts(book: Path) -> None:
    run(book, book.with_name("out.xlsx"))
    assert parts(book.with_name("out.xlsx")) == parts(book)


def test_the_zip_is_sound(book: Path) -> None:
    run(book, book, backorders(50))
    with zipfile.ZipFile(book) as archive:
        assert archive.testzip() is None
        assert all(not i.flag_bits & 8 for i in archive.infolist())


def test_a_backup_that_cannot_be_made_stops_the_run(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = book.read_bytes()
    monkeypatch.setattr(save.shutil, "copyfileobj", fail(OSError, errno.ENOSPC))
    with pytest.raises(Unwritable, match="disk is full"):
        FileBook(book).apply(Changes([backorders(1)], []), book, backup=True)
    assert book.read_bytes() == before
    assert os.listdir(book.parent) == ["in.xlsx"]
