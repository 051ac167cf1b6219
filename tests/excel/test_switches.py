"""Can a test say how many calls were made, let one of them fail, and keep Excel busy?"""

from __future__ import annotations

import pytest
import xlwings as xw

from tests.excel.engine import StillBusy, by_member, com_error, count


@pytest.fixture
def sheet(excel):
    return excel.new().sheets[0]


def test_calls_are_round_trips_and_say_where_they_went(excel, sheet) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]
    with excel.switches.counted() as calls:
        block = sheet["A1:B2"].options(ndim=2).value
        sheet["D1"].value = block
    assert count(calls, "Range.Value", "get", "Sheet1!A1:B2") == 1
    assert count(calls, "Range.Value", "put", "Sheet1!D1:E2") == count(calls, kind="put") == 1
    assert by_member(calls)["get Range.Value"] == 1


@pytest.mark.parametrize("done", [False, True])
def test_the_nth_write_fails_before_or_after_it_is_done(excel, sheet, done: bool) -> None:
    excel.switches.fail_at(2, done=done)
    sheet["A1"].value = 1
    with pytest.raises(com_error) as error:
        sheet["A2"].value = 2
    assert error.value.hresult == -2147352567
    sheet["A3"].value = 3
    assert sheet["A1:A3"].value == [1.0, 2.0 if done else None, 3.0]


def test_settings_of_excel_and_reading_are_no_writes(excel, sheet) -> None:
    excel.switches.fail_at(1)
    app = sheet.book.app
    app.screen_updating, app.calculation, app.status_bar, app.enable_events = False, "manual", "at work", False
    assert (sheet["A1"].value, sheet["A1"].expand().address, sheet.used_range.address) == (None, "$A$1", "$A$1")
    assert (app.screen_updating, app.calculation, app.api.StatusBar, app.api.Calculation) == (False, "manual", "at work", -4135)
    with pytest.raises(com_error):
        sheet["A1"].number_format = "0"
    app.status_bar = False
    app.interactive = app.display_alerts = False
    assert not app.api.Interactive and not app.api.DisplayAlerts and app.api.Ready


def test_while_a_cell_is_edited_every_call_is_rejected(excel, sheet) -> None:
    cell = sheet["A1"]
    xw._xlwindows.N_COM_ATTEMPTS = 1
    with excel.switches.edit_mode():
        for call in (lambda: cell.value, lambda: setattr(cell, "value", 1), lambda: sheet.api.Calculate(), lambda: sheet.name):
            with pytest.raises(com_error) as error:
                call()
            assert error.value.args == (-2147418111, "Call was rejected by callee.", None, None)
    assert cell.value is None


def test_xlwings_asks_again_until_excel_answers(excel, sheet) -> None:
    cell = sheet["A1"]
    with excel.switches.edit_mode(calls=3, ignoring_puts=True):
        cell.value = 7
    assert cell.value == 7.0
    with excel.switches.edit_mode(), pytest.raises(StillBusy, match="N_COM_ATTEMPTS"):  # for ever, as xlwings is set
        cell.value = 8


def test_a_message_box_is_recorded_and_answered(excel, sheet) -> None:
    excel.switches.answer = "no"
    assert sheet.book.app.alert("Shall we?", title="Backorders", buttons="yes_no", mode="info") == "no"
    assert sheet.book.app.alert("Done.") == "ok"
    assert [(s.text, s.title, s.answer) for s in excel.switches.shown] == [("Shall we?", "Backorders", "no"), ("Done.", "", "ok")]


def test_selection_and_active_sheet(excel, sheet) -> None:
    sheet["B2:C3"].select()
    assert sheet.book.app.selection.address == "$B$2:$C$3"
    other = sheet.book.sheets.add("Other")
    assert xw.sheets.active == other
    with pytest.raises(com_error, match="Select method"):
        sheet["A1"].select()
    sheet.activate()
    assert sheet.book.app.api.ActiveCell.Address == "$B$2"


def test_more_than_one_excel_can_run(excel, sheet) -> None:
    second = xw.App()
    assert len(xw.apps) == 2 and xw.apps.active == second
    excel.app.books[0].sheets[0]["A1"].value = 1
    second.books[0].close()
    second.quit()
    assert len(xw.apps) == 1 and xw.books.active == sheet.book
