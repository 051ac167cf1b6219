"""Does a file that is made to do harm end in one sentence, within bounds, with everything as it was? (rule 1.5, 8.7)"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.reliability import hostile_files as files

if sys.platform != "linux":
    pytest.skip("the kernel's limits are those of Linux", allow_module_level=True)

from tests.corpus.adding import promised
from tests.reliability.limits import command

DONE, UNUSABLE = 0, 2


def refused(name: str, made: bytes, tmp_path: Path, words: list[str | Path]) -> None:
    """One sentence, the exit code for input that cannot be used, and nothing else in the folder."""
    path = tmp_path / "desk" / "book.xlsx"
    before = sorted(p.name for p in path.parent.iterdir())
    done = command(words, tmp_path / "state")
    assert done.returncode == UNUSABLE, (name, done.returncode, done.stderr[-2000:])
    sentence = done.stderr.strip()
    assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 600, sentence
    assert "unforeseen" not in sentence and "Traceback" not in sentence
    assert not done.stdout
    assert path.read_bytes() == made
    assert sorted(p.name for p in path.parent.iterdir()) == before


def laid(made: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "desk" / "book.xlsx"
    path.parent.mkdir()
    path.write_bytes(made)
    return path


@pytest.mark.parametrize("name", files.REFUSED)
def test_what_would_do_harm_is_refused(name: str, tmp_path: Path) -> None:
    made = files.REFUSED[name]()
    refused(name, made, tmp_path, ["run", laid(made, tmp_path), "--as-of", "2026-06-03"])


@pytest.mark.parametrize("name", [*files.HARMLESS, *files.EITHER])
def test_what_is_only_odd_is_run_or_refused(name: str, tmp_path: Path) -> None:
    made = {**files.HARMLESS, **files.EITHER}[name]()
    path, out = laid(made, tmp_path), tmp_path / "desk" / "out.xlsx"
    done = command(["run", path, "-o", out, "--as-of", "2026-06-03"], tmp_path / "state")
    if name in files.EITHER and done.returncode == UNUSABLE:
        assert "unforeseen" not in done.stderr
        assert done.stderr.count("\n") == 1 and done.stderr.endswith(".\n")
        assert not out.exists()
    else:
        assert done.returncode == DONE, (name, done.returncode, done.stderr[-2000:])
        assert promised(path, out, {"Purchase Orders"}) == []
    assert path.read_bytes() == made


IMPORTED = (
    "overlapping parts",
    "a bomb",
    "laughs in the sheet",
    "laughs in the sheet, late",
    "laughs behind a long comment",
    "laughs in wide letters",
    "laughs in the styles",
    "a path outside",
    "a part twice",
    "encrypted",
    "zero bytes",
    "pdf",
    "web page",
    "json",
)


@pytest.mark.parametrize("name", IMPORTED)
def test_an_export_that_would_do_harm_is_refused(name: str, tmp_path: Path) -> None:
    made = files.REFUSED[name]()
    path = laid(made, tmp_path)
    refused(name, made, tmp_path, ["import", "auto", path, "--into", path.with_name("into.xlsx"), "--as-of", "2026-06-03"])
