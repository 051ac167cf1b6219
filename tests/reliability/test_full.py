"""A disk that is truly full, a limit of the system, what may only be read: are they told, and is the workbook as it was?"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from backorder_xl.templates import demo_book
from tests.reliability.faults import HERE

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts and limits as Linux has them")
Limits = Callable[[], None] | None


def run(book: Path, state: Path, limits: Limits = None, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(HERE.parents[1] / "src"), "BACKORDER_XL_STATE": str(state)}
    command = [*before, sys.executable, "-m", "backorder_xl", "run", str(book), "--as-of", "2026-06-03"]
    return subprocess.run(command, env=environ, capture_output=True, text=True, preexec_fn=limits)


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
    mere: list[str] = []
    if os.geteuid() == 0:  # the superuser may write everywhere, unless that right is taken from him
        mere = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
        if shutil.which("setpriv") is None or subprocess.run([*mere, "true"], capture_output=True).returncode:
            pytest.skip("needs a user without rights")
    book = tmp_path / "work" / "book.xlsx"
    book.parent.mkdir()
    book.write_bytes(demo_book())
    before = book.read_bytes()
    (book if what == "file" else book.parent).chmod(0o444 if what == "file" else 0o555)
    done = run(book, tmp_path / "state", before=mere)
    book.parent.chmod(0o755)
    assert done.returncode == 3 and done.stderr.count("\n") == 1, done.stderr
    assert "may not be changed" in done.stderr and "Traceback" not in done.stderr
    assert book.read_bytes() == before and os.listdir(book.parent) == ["book.xlsx"]
