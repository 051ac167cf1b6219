"""Does a workbook get back what a run took from it: by Undo, and after steps that were cut off anywhere? (rules 8.7, 9)"""

from __future__ import annotations

import copy
import functools
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from backorder_xl.hosts.web.protocol import Answer
from backorder_xl.hosts.web.saying import refused
from backorder_xl.templates import demo_book
from backorder_xl.workbook.sent import sheet_now
from backorder_xl.workbook.standing import plain_sheet
from tests.books import book_file, small_book
from tests.excel.test_same_sheets import user_work
from tests.web.desk import by_command, by_press, shows
from tests.web.payloads import Sent, carried_out, kept, press, sent

DAY, LATER = "2026-06-03", "2026-06-25"


@functools.cache
def before(name: str) -> Sent:
    """A workbook that a run is about to change: one without sheets of ours, one with those of an earlier day and what the user
    has made of them, one that is filtered."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.xlsx"
        if name == "worked on":
            once, _ = by_command("run", book_file(path, small_book()), DAY)
            user_work(once)
            return sent(once)
        path.write_bytes(demo_book())
        book = sent(path)
        if name == "filtered":
            book, _ = by_press("run", book, DAY)
            for sheet in book["sheets"]:
                for table in sheet["tables"][:1]:
                    sheet.setdefault("filters", {})[table["name"]] = [
                        {"field": 1, "criteria": {"filterOn": "Values", "values": ["A"]}}
                    ]
        return book


BOOKS = ("demo", "worked on", "filtered")


@functools.cache
def pressed(name: str, verb: str = "run") -> Answer:
    return press(verb, before(name), LATER)


def stands(book: Sent) -> dict[str, Any]:
    """All that a sheet is known by, spelled in one way. Page set-up and widths are left as a run makes them, as are charts
    that were there."""
    found = {}
    for sheet in book["sheets"]:
        plain = plain_sheet(sheet_now(sheet))
        rows = plain["cells"]
        for row in rows:
            while row and row[-1] is None:
                row.pop()
        while rows and not rows[-1]:
            rows.pop()
        plain["tables"] = sorted(({**t, "headers": list(t["headers"])} for t in plain["tables"]), key=lambda t: t["name"])
        found[sheet["name"]] = {k: v for k, v in plain.items() if k not in ("widths", "page_set", "charts")}
    return found


def halved(step: dict[str, Any], part: float) -> list[dict[str, Any]]:
    """A write of which only the first rows arrived; any other step does not arrive at all."""
    if step["do"] != "WriteCells":
        return []
    rows = int(len(step["grid"]) * part)
    return [{**step, "grid": step["grid"][:rows]}] if rows else []


@pytest.mark.parametrize("name", BOOKS)
def test_steps_that_were_cut_off_anywhere_are_taken_back(name: str) -> None:
    made = pressed(name)
    was = stands(before(name))

    @tries(max_examples=25, deadline=None)
    @given(st.integers(0, len(made.steps) - 1), st.floats(0, 1))
    def check(cut: int, part: float) -> None:
        half = carried_out(before(name), [*made.steps[:cut], *halved(made.steps[cut], part)])
        back = press("restore", half, LATER, kept=kept(before(name), made))
        assert not back.needs
        assert stands(carried_out(half, back.steps)) == was

    check()


@pytest.mark.parametrize("name", BOOKS)
def test_all_steps_are_taken_back_too(name: str) -> None:
    made = pressed(name)
    after = carried_out(before(name), made.steps)
    assert stands(after) != stands(before(name))
    back = press("restore", after, LATER, kept=kept(before(name), made))
    assert stands(carried_out(after, back.steps)) == stands(before(name))


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("verb", ["run", "steer"])
def test_undo_brings_back_all_but_what_is_only_added_to(name: str, verb: str) -> None:
    made = pressed(name, verb)
    after = carried_out(before(name), made.steps)
    undone = press("undo", after, LATER, kept=kept(before(name), made))
    assert undone.said[0].startswith(f"{before(name)['name']} is again as it was before the {verb} of 2026-06-03 07:30:00")
    left, was = carried_out(after, undone.steps), before(name)
    for sheet, found in stands(was).items():
        if sheet not in ("Run Log", "Messages"):
            assert stands(left)[sheet] == found, sheet
    log = shows(left)["Run Log"]
    assert log[-1][2] == "undo"
    assert len(log) == max(len(shows(after).get("Run Log", [])), 1) + 1
    again = press("undo", left, LATER, kept=kept(after, undone))
    assert shows(carried_out(left, again.steps)).keys() >= shows(after).keys() - {"Run Log", "Messages"}


def test_messages_of_an_undone_run_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    made = pressed("demo")
    after = carried_out(before("demo"), made.steps)
    undone = press("undo", after, LATER, kept=kept(before("demo"), made))
    left = shows(carried_out(after, undone.steps))["Messages"]
    at = left[0].index("Status")
    assert {row[at] for row in left[1:]} <= {"undone", "no address"}
    assert f"marked undone: {sum(row[at] == 'undone' for row in left[1:])}" in undone.said[0]


def change_a_cell(book: Sent) -> None:
    sheet = next(s for s in book["sheets"] if s["name"] == "Backorders")
    sheet["cells"][1].append("my own word")


def change_a_note(book: Sent) -> None:
    sheet = next(s for s in book["sheets"] if s["name"] == "Backorders")
    sheet["notes"].append([2, 2, "ask Ann"])


def take_a_sheet_away(book: Sent) -> None:
    book["sheets"] = [s for s in book["sheets"] if s["name"] != "Problems"]
    book["names"].remove("Problems")


@pytest.mark.parametrize("change", [change_a_cell, change_a_note, take_a_sheet_away])
def test_undo_asks_where_later_work_would_be_lost(change: Any) -> None:
    made = pressed("demo")
    after = carried_out(before("demo"), made.steps)
    change(after)
    asked = {"kept": kept(before("demo"), made)}
    with pytest.raises(Exception, match="were changed after the run of 2026-06-03 07:30:00") as error:
        press("undo", after, LATER, **asked)
    assert refused(error.value).code == "later_work"
    undone = press("undo", after, LATER, force=True, **asked)
    left = stands(carried_out(after, undone.steps))
    assert all(left[sheet] == found for sheet, found in stands(before("demo")).items())


def spelled_as_excel_does(book: Sent) -> Sent:
    """What a run left, as Excel gives it back: formulas in its own brackets, blank cells filled up, CR in notes."""
    book = copy.deepcopy(book)
    for sheet in book["sheets"]:
        wide = max(map(len, sheet["cells"]), default=0) + 2
        for row in sheet["cells"]:
            row += [""] * (wide - len(row))
            for i, cell in enumerate(row):
                if isinstance(cell, dict) and "f" in cell:
                    text = cell["f"].replace("[[#This Row],[", "[@[").replace(", ", ",")
                    row[i] = {"f": text, "v": 0}
                elif isinstance(cell, float) and cell == int(cell):
                    row[i] = int(cell)
        sheet["cells"] += [[None] * wide] * 3
    return book


@pytest.mark.parametrize("name", BOOKS)
def test_undo_knows_what_the_run_left_however_excel_spells_it(name: str) -> None:
    made = pressed(name)
    after = spelled_as_excel_does(carried_out(before(name), made.steps))
    assert press("undo", after, LATER, kept=kept(before(name), made)).steps


def test_undo_and_restore_without_what_was_kept_say_so() -> None:
    for verb, says in (
        ("undo", "There is nothing to undo for demo.xlsx"),
        ("restore", "There is nothing to bring back for demo.xlsx"),
    ):
        with pytest.raises(Exception, match=says) as error:
            press(verb, before("demo"), DAY)
        assert refused(error.value).code == "refused"
    made = pressed("demo")
    shallow = kept(before("demo"), made)
    shallow["before"] = [{**s, "close": False} for s in shallow["before"]]
    with pytest.raises(Exception, match="looked like before is not known"):
        press("restore", before("demo"), DAY, kept=shallow)
