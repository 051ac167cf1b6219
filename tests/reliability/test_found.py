"""What random books found, each once more by name."""

from __future__ import annotations

import datetime as dt
import io
import math
import sys
from pathlib import Path

import pytest

from backorder_xl.core.keys import natural
from backorder_xl.core.ledger import number_of
from backorder_xl.core.settings import BadSetting, Settings, parse
from backorder_xl.hosts.cli import main
from backorder_xl.sheets.upkeep import run_log
from backorder_xl.tables.guessing.profiles import Profile
from backorder_xl.tables.readings import date_number
from backorder_xl.workbook.cells import unescape
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.file import FileBook
from tests.books import book_file, small_book
from tests.reliability.odd_books import _touch_up


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_a_number_without_end_is_no_date_and_no_whole_number(number: float) -> None:
    assert date_number(number).code == "not-a-date"
    assert Profile([number]).whole_share == 0


def test_a_code_of_thousands_of_digits_has_its_place() -> None:
    long = "SO-" + "9" * 5_000
    assert natural("SO-9") < natural(long) and number_of("MSG-" + "9" * 30) == -1
    with pytest.raises(BadSetting):
        parse("Slip Days", "9" * 5_000)


def test_words_in_the_run_log_are_no_days() -> None:
    counts = {"as_of": "2026-06-03"}
    log = run_log(
        {"When": ["soon", 5, None], "As Of": [True, "x", dt.datetime(2026, 6, 1)]},
        "run",
        dt.datetime(2026, 6, 3),
        counts,
        Settings(),
        "1",
    )
    assert str(log.data["As Of"].tolist()[-1]).startswith("2026-06-03") and len(log.data["When"]) == 4


def test_half_a_sign_is_shown_as_one_that_is_missing_and_two_halves_are_a_sign() -> None:
    assert unescape("_xD800_a") == "\ufffda" and unescape("_xD83D__xDE00_") == "😀"


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    rows = small_book()
    rows["Zzock"] = rows["Stock"]
    path = book_file(tmp_path / "a.xlsx", rows)
    _touch_up(path)
    with pytest.raises(Unreadable, match=r"a\.xlsx has two sheets named Stock"):
        FileBook(path)


def test_a_console_that_knows_few_signs_spells_the_others_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stderr", out)
    assert main(["run", str(tmp_path / "😀.xlsx")]) == 2
    out.flush()
    assert b"\\U0001f600" in out.buffer.getvalue()
