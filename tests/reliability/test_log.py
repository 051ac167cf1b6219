"""Does the log of a run say enough to find a fault, and nothing of what stands in the workbook?"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts import log
from backorder_xl.hosts.cli import main

DAY = ["--as-of", "2026-06-03"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo book after its run, and what the runs of this file log."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKORDER_XL_STATE", str(home / "state"))
        assert main(["demo", str(home / "shop.xlsx")]) == 0
    return home


@pytest.fixture
def home(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKORDER_XL_STATE", str(demo / "state"))
    return demo


def logs(home: Path) -> list[str]:
    return [p.read_text(encoding="utf-8") for p in sorted((home / "state" / "logs").glob("*.log"), key=os.path.getmtime)]


def customer_data(book: Path) -> set[str]:
    """Every name, address, order, item and remark of the tables that people fill, and every sentence that we made of them."""
    found = set()
    for sheet in openpyxl.load_workbook(book, read_only=True):
        if sheet.title in ("Settings", "Run Log", "Dashboard", "Dashboard Data", "Scenario"):
            continue
        for row in sheet.iter_rows(min_row=2, values_only=True):
            found |= {str(v).strip() for v in row if isinstance(v, str) and len(v.strip()) >= 5}
    settings = openpyxl.load_workbook(book, read_only=True)["Settings"].iter_rows(min_row=2, values_only=True)
    found |= {str(v) for name, v, *_ in settings if isinstance(v, str) and str(name).startswith(("Company", "Sender", "Phone"))}
    return {v for v in found if not re.fullmatch(r"[a-z -]+", v)}  # "draft", "partly ready": words of ours


def test_a_run_logs_versions_settings_steps_and_counts(home: Path) -> None:
    said = logs(home)[0]
    for words in (
        "demo: backorder-xl ", ", Python 3.", "libraries: numpy ", "asked: book shop.xlsx", "Deciding took ", "Writing took ",
        "backordered_lines 52", "messages 23", "as_of 2026-06-03", "company_name given", "ended: code 0",
    ):  # fmt: skip
        assert words in said, words
    assert str(home) not in said


def test_no_log_holds_what_stands_in_the_workbook(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = home / "shop.xlsx"
    orders = tmp_path / "orders.csv"
    orders.write_text("Order,Order Date,Customer,SKU,Ordered\nSO-9001,2026-06-02,C-ZEBRA,STV-210,4\n")
    main(["explain", str(book), "SO-1031"])
    main(["explain", str(book), "NO-SUCH-ORDER"])
    main(["whatif", str(book), "--first", "SO-1031", *DAY])
    main(["import", "auto", str(orders), "--into", str(book), *DAY])
    main(["plan", str(book), "--set", "Company Name=Zebra Ltd", *DAY])
    main(["plan", str(book), "--strict", *DAY])
    main(["doctor", str(book)])
    main(["undo", str(book)])
    capsys.readouterr()
    known = customer_data(book) | {"NO-SUCH-ORDER", "SO-9001", "C-ZEBRA", "Zebra Ltd"}
    assert {"SO-1031", "STV-210"} <= known and len(known) > 300 and any("@" in v for v in known)
    everything = "\n".join(logs(home))
    assert len(logs(home)) >= 5  # one for all runs of a verb in the same second and process
    assert not sorted(v for v in known if v in everything)


def test_an_unforeseen_error_names_the_log_which_names_the_place(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        try:
            {}["SO-1031 of Ann Example"]
        except KeyError as error:
            raise RuntimeError("Ann Example <ann@example.com>") from error

    monkeypatch.setattr("backorder_xl.run.plan", fail)
    assert main(["plan", str(home / "shop.xlsx"), *DAY]) == 2
    said = capsys.readouterr().err
    first, _, file = said.strip().partition(" The log says where: ")
    assert first == "Something unforeseen went wrong (RuntimeError); nothing is half written."
    told = Path(file).read_text()
    assert "failed with RuntimeError" in told and "because of KeyError" in told
    assert "  run.py:" in told and " in morning_run" in told
    assert "Ann" not in told and "SO-1031" not in told and "ended: code 2" in told
    with pytest.raises(RuntimeError):
        main(["plan", str(home / "shop.xlsx"), "--debug", *DAY])
    assert "Ann Example <ann@example.com>" in logs(home)[-1] and "Traceback" in logs(home)[-1]


def test_logs_are_kept_for_thirty_days_and_not_without_end(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    for n in range(100):
        (folder / f"2026-11-{n // 24 + 1:02d} {n % 24:02d}-00-00 run 1.log").write_text("")
    old = folder / "2026-12-01 00-00-00 run 1.log"
    old.write_text("")
    os.utime(old, (time.time() - 31 * 86_400,) * 2)
    (folder / "mine.txt").write_text("")
    with log.started("check", tmp_path):
        assert log.path() is not None
    left = {p.name for p in folder.iterdir()}
    assert len(left) == log.MOST + 1 and "mine.txt" in left and old.name not in left
    assert "2026-11-05 03-00-00 run 1.log" in left and "2026-11-01 00-00-00 run 1.log" not in left


def test_a_log_that_cannot_be_written_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BACKORDER_XL_STATE", str(tmp_path / "file"))
    assert main(["new", str(tmp_path / "book.xlsx")]) == 0
    assert capsys.readouterr().err == ""
