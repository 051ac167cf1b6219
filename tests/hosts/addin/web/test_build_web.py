"""Do the two commands write every file of the web add-in, and refuse in a sentence what does not fit together?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backorder_xl.hosts.addin.web import files
from backorder_xl.hosts.addin.web.icons import icons
from backorder_xl.hosts.cli import main
from backorder_xl.hosts.web.client_files import CHECKOUT, lying

ADDRESS = "https://orders.example.com"
REPO = Path(__file__).resolve().parents[4]


def test_everything_that_a_browser_asks_for_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "build", "--web", "--address", ADDRESS, "--to", str(tmp_path)]) == 0
    written = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert written.items() >= files(ADDRESS).items()
    assert set(written) == set(files(ADDRESS)) | {path.removeprefix("/") for path in lying(CHECKOUT)}
    assert f"backorder-xl serve must answer at {ADDRESS}" in capsys.readouterr().out
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["addin", "build", "--web", "--address", ADDRESS, "--to", str(tmp_path)]) == 0
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["build", "--web"], "https"),
        (["build", "--web", "--address", "http://localhost"], "https"),
        (["build", "--address", ADDRESS], "go together"),
        (["install", "--web", "--address", ADDRESS], "go together"),
        (["build", "--web", "--address", ADDRESS, "--interpreter", "python"], "go together"),
    ],
)
def test_what_does_not_fit_is_refused(
    words: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["addin", *words]) == 2
    told = capsys.readouterr()
    assert says in told.err and told.err.count("\n") == 1 and not told.out
    assert not any(tmp_path.iterdir())


def test_without_the_extra_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)  # as if it were not installed
    icons.cache_clear()
    assert main(["addin", "build", "--web", "--address", ADDRESS, "--to", str(tmp_path)]) == 2
    assert "backorder-xl[web]" in capsys.readouterr().err and not any(tmp_path.iterdir())


def test_the_checkouts_script_takes_an_address() -> None:
    done = subprocess.run(
        [sys.executable, str(REPO / "addin" / "build.py"), "--web", "http://x"], capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout) == (2, "") and "https" in done.stderr
