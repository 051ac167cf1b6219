"""Does desktop Excel get our functions? The VBA beside what xlwings itself would write, and calls through its conversion."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from backorder_xl.hosts.addin.wrappers import module_text
from backorder_xl.hosts.formulas import BY_NAME, FORMULAS

KEYWORDS = set(re.findall(
    r"\w+",
    "and as boolean byref byte byval call case const currency date declare dim do double each else elseif empty end enum erase "
    "error event exit false for friend function get global gosub goto if implements in input integer is let like lock long loop "
    "lset me mod new next not nothing null object on open option optional or output paramarray preserve print private property "
    "public put raiseevent redim resume return rset select set single static step stop string sub then to true type typeof until "
    "variant wend while with write xor",
))  # fmt: skip


@pytest.fixture(scope="module")
def windows() -> Any:
    ran = subprocess.run([sys.executable, "-m", "tests.hosts.windows"], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def heads(vba: str) -> dict[str, str]:
    return dict(re.findall(r"Function (BO_\w+)\((.*)\)(?: As Variant)?$", vba, re.MULTILINE))


def calls(vba: str) -> dict[str, str]:
    lines = (line.strip() for line in vba.splitlines() if "XLPy.CallUDF" in line and "ActiveWorkbook" in line)
    return {line.split()[0]: line for line in lines}


def test_the_wrappers_call_as_those_of_xlwings_do(windows: Any) -> None:
    ours, theirs = module_text(), windows["vba"]
    assert set(heads(ours)) == {f.desktop for f in FORMULAS}
    assert heads(ours) == heads(theirs)
    assert calls(ours) == calls(theirs)
    wizard = 'If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function'
    assert ours.count(wizard) == theirs.count(wizard) == len(FORMULAS)


def test_the_module_is_one_that_vba_takes() -> None:
    text = module_text()
    assert text.encode("cp1252")
    lines = text.splitlines()
    assert max(map(len, lines)) < 1024
    runs = [len(run.group().splitlines()) for run in re.finditer(r"(?:.* _\n)+", text)]
    assert max(runs) <= 24, "VBA allows 24 continued lines"
    for f in FORMULAS:
        assert not KEYWORDS & {a.name for a in f.arguments}
        assert re.fullmatch(r"[A-Z]\w{1,39}", f.desktop)
    blocks = re.findall(r"^ *(Public|Private|End) (Function|Sub)\b", text, re.MULTILINE)
    assert [b[0] == "End" for b in blocks] == [False, True] * (len(blocks) // 2)
    assert text.count("#If ") == text.count("#End If") == len(FORMULAS)


def test_the_wizard_is_told_what_each_argument_is() -> None:
    told = module_text().split("Public Sub DescribeFunctions()")[1]
    strings = re.findall(r'"((?:[^"]|"")*)"', told)
    assert max(map(len, strings)) <= 255
    expected = [s for f in FORMULAS for s in (f.desktop, f"{f.says} {f.gives}", "Backorder XL", *(a.says for a in f.arguments))]
    assert [s.replace('""', '"') for s in strings] == [s if len(s) <= 255 else s[:252] + "..." for s in expected]


def test_what_excel_hands_over_and_gets_back(windows: Any) -> None:
    """Empty cells, error values, dates with COM's zone, numbers for codes, arguments left out."""
    made = windows["calls"]
    assert made["column"] == [[1000.0], [""], ["Demand is #N/A"], ["Demand must be a number of 0 or more (found abc)"]]
    assert made["cell"] == [[18.0]]
    assert made["date"] == [["2026-06-10T00:00:00+00:00"]]
    assert made["spilled"][1:] == [
        ["SO1", "1", "1001", 3.0, "stock", "", "", "2026-06-10T00:00:00+00:00"],
        ["SO1", "1", "1001", 2.0, "purchase", "P1", "1", "2026-06-10T00:00:00+00:00"],
    ]
    assert made["words"][0].startswith("Stock row 2: On Hand shows the error #N/A")
    assert made["nothing"][0][0].startswith("The formula has no Stock")


def test_without_a_day_the_door_takes_todays() -> None:
    import datetime as dt

    from backorder_xl.hosts import udfs

    (bucket,) = udfs.BO_AGE_BUCKET([[dt.datetime.combine(dt.date.today() - dt.timedelta(9), dt.time())]], None)  # type: ignore[attr-defined]
    assert bucket == ["8–14"]
    assert BY_NAME["AGE_BUCKET"].arguments[1].optional
