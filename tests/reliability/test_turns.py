"""Two runs at once, or another program at the workbook: is one of them told who is in the way?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.errors import Unwritable
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.turns import holder, turn
from tests.reliability.faults import HERE

DAY = ["--as-of", "2026-06-03"]
HOLD = (
    "import sys; from pathlib import Path; from backorder_xl.workbook.turns import turn\n"
    "with turn(Path(sys.argv[1]), Path(sys.argv[2]), 'run'):\n    print('held', flush=True); sys.stdin.read()\n"
)


def environ(state: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(HERE.parents[1] / "src"), "BACKORDER_XL_STATE": str(state)}


@pytest.fixture
def book(tmp_path: Path, state: Path) -> Path:
    path = tmp_path / "work" / "book.xlsx"
    path.parent.mkdir()
    assert main(["new", str(path), "--demo"]) == 0
    return path


def test_the_second_run_is_told_of_the_first_until_it_dies(book: Path, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, state, book], env=environ(state), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout and first.stdout.readline() == "held\n"
    before = book.read_bytes()
    for words in (["run"], ["undo"], ["adopt", "--yes"]):
        assert main([words[0], str(book), *words[1:], *DAY]) == 3
        said = capsys.readouterr().err
        assert said.startswith("book.xlsx is being worked on by another run (run") and f"process {first.pid}" in said
        assert ", since 20" in said and said.count("\n") == 1
    assert holder(state, book).startswith("run") and book.read_bytes() == before
    assert main(["check", str(book), "--dry-run", *DAY]) == 0  # who only looks waits for nobody
    first.kill()
    first.wait()
    assert holder(state, book) == ""
    assert main(["plan", str(book), *DAY]) == 0


def test_two_runs_at_the_same_moment(book: Path, state: Path) -> None:
    command = [sys.executable, "-m", "backorder_xl", "run", book, *DAY]
    both = [subprocess.Popen(command, env=environ(state), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) for _ in range(2)]
    ends = [(p.communicate()[1].decode(), p.returncode) for p in both]
    assert sorted(code for _, code in ends) in ([0, 0], [0, 3]), ends
    heads, *rows = openpyxl.load_workbook(book)["Messages"].iter_rows(values_only=True)
    listed = {row[heads.index("File")] for row in rows} - {None}
    lying = {p.name for p in book.with_name("book drafts").iterdir()} - {"index.html"}
    assert len(listed) > 20 and lying == listed
    assert not list(book.parent.rglob(".*"))


def test_a_folder_of_our_own_that_cannot_be_written_stops_nobody(book: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with turn(tmp_path / "file", book, "run"):
        pass
    assert holder(tmp_path / "file", book) == ""


def test_a_run_on_another_computer_is_seen_just_before_the_swap(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No lock reaches other machines; the workbook itself tells, the last time when the new file is complete."""
    opened = FileBook(book)
    real = opened._package.write

    def meanwhile(out: BinaryIO) -> None:
        real(out)
        book.write_bytes(b"theirs")

    monkeypatch.setattr(opened._package, "write", meanwhile)
    with pytest.raises(Unwritable, match="changed by another program"):
        opened.apply(Changes(), None, backup=False)
    assert book.read_bytes() == b"theirs" and [p.name for p in book.parent.iterdir()] == ["book.xlsx"]


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_has_it_open(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--norestore", str(book)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    lock = book.with_name(f".~lock.{book.name}#")
    try:
        for _ in range(1200):
            if lock.exists() and lock.stat().st_size:
                break
            time.sleep(0.1)
        else:
            pytest.skip("LibreOffice does not keep a file open here")
        before = book.read_bytes()
        assert main(["run", str(book), *DAY]) == 3
        said = capsys.readouterr().err
        assert "book.xlsx is open in LibreOffice (" in said and "since" in said and lock.name in said
        assert main(["doctor", str(book)]) == 3
        assert "It is open in LibreOffice" in capsys.readouterr().out
        assert book.read_bytes() == before
    finally:
        os.killpg(office.pid, 9)
        office.wait()


def test_excels_lock_names_the_person(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = book.with_name(f"~${book.name}")
    lock.write_bytes(bytes([11]) + b"Ann Example" + b" " * 43 + bytes([11, 0]) + "Ann Example".encode("utf-16-le") + b" " * 88)
    assert main(["run", str(book), *DAY]) == 3
    assert "book.xlsx is open in Excel (Ann Example); close it" in capsys.readouterr().err
    lock.write_bytes(b"")
    assert main(["run", str(book), *DAY]) == 3
    assert "is open in Excel; close it" in capsys.readouterr().err
