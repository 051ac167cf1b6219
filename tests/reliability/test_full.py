"""A disk that is truly full, a limit of the system, what may only be read: are they told, and is the workbook as it was?"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backorder_xl.templates import demo_book
from tests.reliability.faults import HERE

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts and limits as Linux has them")
Limits = Callable[[], None] | None


def run(book: Path, state: Path, limits: Limits = None, user: int | None = None) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(HERE.parents[1] / "src"), "BACKORDER_XL_STATE": str(state)}
    return subprocess.run(
        [sys.executable, "-B", "-m", "backorder_xl", "run", book, "--as-of", "2026-06-03"], env=environ, capture_output=True,
        text=True, preexec_fn=limits, user=user, cwd="/",
    )  # fmt: skip


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for the demo book and not much else."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=360k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("may not mount a disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_disk_that_is_full(small: Path, tmp_path: Path) -> None:
    book = small / "book.xlsx"
    book.write_bytes(demo_book())
    (small / "filler").write_bytes(b"x" * (os.statvfs(small).f_bavail * os.statvfs(small).f_bsize - 80_000))
    before = book.read_bytes()
    done = run(book, tmp_path / "state")
    assert done.returncode == 3 and "the disk is full" in done.stderr and done.stderr.count("\n") == 1
    assert book.read_bytes() == before and sorted(os.listdir(small)) == ["book.xlsx", "filler"]
    assert subprocess.run(["mount", "-o", "remount,ro", small]).returncode == 0
    done = run(book, tmp_path / "state")
    assert done.returncode == 3 and ("read-only" in done.stderr.lower()) and done.stderr.count("\n") == 1
    assert book.read_bytes() == before


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    book = tmp_path / "work" / "book.xlsx"
    book.parent.mkdir()
    book.write_bytes(demo_book())
    before = book.read_bytes()
    done = run(book, tmp_path / "state", lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)))
    assert done.returncode == 3 and "the disk is full" in done.stderr
    assert book.read_bytes() == before and os.listdir(book.parent) == ["book.xlsx"]


@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_may_only_be_read(tmp_path: Path, what: str) -> None:
    book = tmp_path / "work" / "book.xlsx"
    book.parent.mkdir()
    book.write_bytes(demo_book())
    before = book.read_bytes()
    nobody = 65534 if os.geteuid() == 0 else None
    if nobody is not None:  # the superuser may write everywhere
        for path in (book, book.parent):
            os.chown(path, nobody, nobody)
        for folder in (tmp_path, *tmp_path.parents):
            if not os.stat(folder).st_mode & 0o005 and "pytest" in str(folder):
                folder.chmod(0o755)
        (tmp_path / "state").mkdir()
        os.chown(tmp_path / "state", nobody, nobody)
    (book if what == "file" else book.parent).chmod(0o444 if what == "file" else 0o555)
    done = run(book, tmp_path / "state", user=nobody)
    (book if what == "file" else book.parent).chmod(0o755)
    if "ModuleNotFoundError" in done.stderr or "Permission denied: '/" in done.stderr:
        pytest.skip("another user cannot read this Python")
    assert done.returncode == 3 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr, done.stderr
    assert book.read_bytes() == before and os.listdir(book.parent) == ["book.xlsx"]
