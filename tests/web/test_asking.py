"""What does an answer ask for, refuse and leave alone? (rules 1.5, 8.7; nothing of this machine is read for a workbook)"""

from __future__ import annotations

import base64
import copy
import datetime as dt
import email
import email.policy
import os
from pathlib import Path
from typing import Any

import pytest

from backorder_xl.hosts.web.files import laid_out, plain_name
from backorder_xl.hosts.web.protocol import FileSent
from backorder_xl.hosts.web.saying import refused
from backorder_xl.hosts.web.walks import WALKS
from backorder_xl.tables.problems import Unusable
from backorder_xl.templates import demo_book
from backorder_xl.workbook.errors import Protected, Unreadable
from tests.books import book_file, small_book
from tests.web.desk import by_press, shows
from tests.web.payloads import Sent, press, sent
from tests.workbook.books import png

DAY = "2026-06-03"


def small(tmp_path: Path, close: bool = True, **settings: object) -> Sent:
    """The small book; with a customer who can be written to, and these settings."""
    rows = small_book()
    rows["Customers"] = [["Customer", "Name", "Email"], *([f"C{i}", f"Customer {i}", f"c{i}@example.com"] for i in range(1, 5))]
    rows["Settings"] = [["Setting", "Value"], *([k.replace("_", " "), v] for k, v in settings.items())]
    return sent(book_file(tmp_path / "book.xlsx", rows), close)


def without(book: Sent, name: str) -> Sent:
    """The same where one sheet was not sent."""
    return {**book, "sheets": [s for s in book["sheets"] if s["name"] != name]}


def test_sheets_that_will_be_touched_are_asked_for_first(tmp_path: Path) -> None:
    book = small(tmp_path, close=False)
    made = press("run", book, DAY)
    assert made.needs == ["Purchase Orders"]
    assert not made.steps and not made.said and not made.drafts and not made.touched
    for sheet in sent(tmp_path / "book.xlsx")["sheets"]:
        if sheet["name"] in made.needs:
            book["sheets"] = [sheet if s["name"] == sheet["name"] else s for s in book["sheets"]]
    again = press("run", book, DAY)
    assert not again.needs
    assert again.steps
    assert "Purchase Orders" in again.touched


def test_all_that_a_run_writes_to_is_asked_for_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "demo.xlsx"
    path.write_bytes(demo_book())
    book = sent(path, close=False)
    with monkeypatch.context() as patch:
        patch.setattr("backorder_xl.run.plan", lambda *args: pytest.fail("it was reckoned before it was asked"))
        made = press("run", book, DAY)
        assert sorted(made.needs) == ["Purchase Orders", "Receipts", "Stock"]
        assert press("plan", book, DAY).needs == ["Purchase Orders"]
    closer = {s["name"]: s for s in sent(path)["sheets"]}
    book["sheets"] = [closer[s["name"]] if s["name"] in made.needs else s for s in book["sheets"]]
    assert press("run", book, DAY).steps


def test_a_sheet_that_was_not_sent_is_asked_for(tmp_path: Path) -> None:
    book = small(tmp_path)
    assert press("check", without(book, "Items"), DAY).needs == ["Items"]
    assert press("plan", {**book, "sheets": []}, DAY).needs == book["names"]


def test_nothing_that_only_looks_needs_a_closer_look(tmp_path: Path) -> None:
    book = small(tmp_path, close=False)
    assert not press("check", book, DAY).needs  # Problems is not there yet
    assert press("explain", book, DAY, selected={"sheet": "Orders", "row": 2, "column": 1}).said
    assert press("page", book, DAY).files
    assert press("run", book, DAY, dry_run=True).said


def test_a_protected_sheet_and_a_protected_structure(tmp_path: Path) -> None:
    book = small(tmp_path)
    with pytest.raises(Protected) as error:
        press("run", {**book, "protected": ["Purchase Orders", "Items"]}, DAY)
    assert refused(error.value).says == (
        "The sheet Purchase Orders is protected; take the protection off (Review, Unprotect Sheet) and run again. "
        "Nothing was written."
    )
    with pytest.raises(Protected, match=r"The structure of book\.xlsx is protected, so no sheet can be added"):
        press("run", {**book, "protected": [""]}, DAY)
    ran, _ = by_press("run", book, DAY)
    assert press("run", {**ran, "protected": [""]}, DAY).steps  # no sheet has to be added any more


def test_what_stands_below_is_in_the_way_and_so_are_merged_cells(tmp_path: Path) -> None:
    book = small(tmp_path)
    (orders,) = [s for s in book["sheets"] if s["name"] == "Purchase Orders"]
    assert press("plan", book, DAY).counts["purchase_lines"] == 1
    wider = copy.deepcopy(book)
    (orders,) = [s for s in wider["sheets"] if s["name"] == "Purchase Orders"]
    orders["merged"] = [[len(orders["cells"]) + 1, 1, 2, 3]]
    made = press("plan", wider, DAY)
    (told,) = [p for p in made.problems if p.sheet == "Purchase Orders"]
    below = len(orders["cells"])
    assert not [s for s in made.steps if s["sheet"] == "Purchase Orders" and s["do"] == "WriteCells" and s["row"] > below]
    assert "room" in f"{told.says} {told.remedy}"


@pytest.mark.parametrize("cell", [{"x": 1}, {"f": 3}, [1, 2], {"e": None}, {"f": "=A1", "v": [1]}, 10**400])
def test_a_cell_that_is_none_is_refused_by_its_place(tmp_path: Path, cell: Any) -> None:
    book = small(tmp_path)
    book["sheets"][0]["cells"][2][6] = cell
    with pytest.raises(Unreadable) as error:
        press("check", book, DAY)
    assert refused(error.value).says == "The cell G3 of Orders did not arrive whole; press the button once more."


def test_days_errors_and_formulas_are_read_as_excel_shows_them(tmp_path: Path) -> None:
    book = small(tmp_path)
    orders = book["sheets"][0]
    usual = press("check", book, DAY)
    assert not usual.problems
    orders["cells"][1][2] = {"f": "=TODAY()-1", "v": 46175}
    orders["cells"][2][5] = {"e": "#N/A"}
    orders["cells"][3][5] = {"f": "=1/0", "v": {"e": "#DIV/0!"}}
    made = press("check", book, DAY)
    assert [(p.cell, p.severity) for p in made.problems] == [("F3", "error"), ("F4", "error")]
    assert "#N/A" in made.problems[0].says
    assert made.show == "Problems"
    orders["formats"] = [[c, a, b, "General"] for c, a, b, _ in orders["formats"]]
    told = press("check", book, DAY).problems
    assert {p.cell[0] for p in told if p.cell} == {"C", "F"}  # without its format a day is a number, and that is said


def test_problems_say_where_to_go(tmp_path: Path) -> None:
    book = small(tmp_path)
    book["sheets"][0]["cells"][1][5] = "many"
    book["sheets"][0]["cells"][0][5] = "Bestellmenge"
    (told,) = press("check", book, DAY).problems
    assert (told.cell, told.sheet, told.row, told.severity) == ("F2", "Orders", 2, "error")
    assert told.remedy
    assert told.remedy not in told.says


def test_strict_and_dry_run_give_no_steps(tmp_path: Path) -> None:
    book = small(tmp_path)
    book["sheets"][0]["cells"][1][5] = "many"
    strict = press("run", book, DAY, strict=True)
    assert strict.refused
    assert strict.show is None  # there may be no sheet Problems yet
    assert not strict.steps and not strict.drafts and not strict.touched
    assert strict.said[-1] == "Nothing was written, as there are errors and you asked to stop at them."
    tried = press("run", book, DAY, dry_run=True)
    assert not tried.refused
    assert not tried.steps and not tried.drafts
    assert tried.counts["errors"] == 1
    assert tried.said[-1] == "Nothing was written, as you asked only to see what would be."
    assert not press("page", book, DAY, strict=True).files


def file(name: str, content: str | bytes) -> dict[str, str]:
    raw = content.encode() if isinstance(content, str) else content
    return {"name": name, "data": base64.b64encode(raw).decode()}


def test_no_file_of_this_machine_is_read_for_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logo and templates that lie exactly where the workbook says are not used; that is said, and the rest goes on."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logo.png").write_bytes(png().getvalue())
    wording = tmp_path / "words" / "en"
    wording.mkdir(parents=True)
    (wording / "delayed.txt").write_text("{% block heading %}SECRET{% endblock %}")
    (tmp_path / "words" / "page.html").write_text("SECRET")
    plain = press("run", small(tmp_path), DAY)
    assert plain.drafts
    for logo, folder in (
        ("logo.png", "words"),
        (str(tmp_path / "logo.png"), str(tmp_path / "words")),
        ("../../etc/passwd", "../.."),
    ):
        book = small(tmp_path, Logo_File=logo, Template_Folder=folder)
        made = press("run", book, DAY)
        assert [(d.file, d.data) for d in made.drafts] == [(d.file, d.data) for d in plain.drafts]
        assert "Logo File is not used here, as your files cannot be reached; the drafts go without a logo." in made.said
        assert "Template Folder is not used here, as your files cannot be reached; our own wording was used." in made.said
        page = press("page", book, DAY)
        assert page.said[1] == "Template Folder is not used here, as your files cannot be reached; our own template was used."
        assert all(b"SECRET" not in base64.b64decode(f.data) for f in page.files)


@pytest.mark.parametrize("place", ["IMAP", "Outlook"])
def test_drafts_are_put_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """A server that connects to where a workbook says would be anybody's: no connection is even tried."""
    import socket

    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("a connection was tried"))
    monkeypatch.setattr(socket.socket, "connect", lambda *a, **k: pytest.fail("a connection was tried"))
    book = small(tmp_path, Drafts_To=place, IMAP_Server="127.0.0.1", IMAP_User="ann@example.com")
    made = press("run", book, DAY)
    assert len(made.drafts) >= 3
    (said,) = [s for s in made.said if s.startswith("Drafts To says")]
    assert "the drafts are in the list" in said
    draft = made.drafts[0]
    message = email.message_from_bytes(base64.b64decode(draft.data), policy=email.policy.default)
    assert message["Subject"] == draft.subject
    assert draft.to in str(message["To"])
    assert list(tmp_path.iterdir()) == [tmp_path / "book.xlsx"]


def test_files_have_names_that_lead_nowhere(tmp_path: Path) -> None:
    names = [
        "../../etc/cron.d/x.csv",
        "C:\\Windows\\a.csv",
        "/abs.csv",
        "..",
        "",
        "a" * 500 + ".csv",
        "x\0y.csv",
        "same.csv",
        "same.csv",
    ]
    files = [FileSent(name=n, data=base64.b64encode(n.encode()).decode(), saved=dt.date(2026, 5, 1)) for n in names]
    with laid_out(files, dt.date(2026, 6, 3)) as paths:
        folder = paths[0].parent.parent
        for path, name in zip(paths, names, strict=True):
            assert path.resolve().parent.parent == folder.resolve()
            assert path.read_bytes() == name.encode()
            assert dt.date.fromtimestamp(path.stat().st_mtime) == dt.date(2026, 5, 1)
    assert not folder.exists()
    assert plain_name("Bestellungen März.xlsx") == "Bestellungen März.xlsx"
    assert plain_name("..\\..\\orders.csv") == "orders.csv"
    with (
        pytest.raises(Unusable, match=r"orders\.csv did not arrive whole"),
        laid_out([FileSent(name="orders.csv", data="%%%")], dt.date(2026, 6, 3)),
    ):
        pass


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is pressed: the folder of this run and that for temporary files are as they were."""
    book = small(tmp_path)
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setattr("tempfile.tempdir", str(place))
    monkeypatch.setenv("BACKORDER_XL_STATE", str(place / "state"))
    for verb in WALKS:
        more: dict[str, Any] = {"selected": {"sheet": "Orders", "row": 2, "column": 1}} if verb == "explain" else {}
        if verb == "import":
            more = {"files": [file("stock.csv", "SKU,On Hand\nA,12\n")]}
        if verb not in ("undo", "restore"):
            press(verb, book, DAY, **more)
    assert os.listdir(place) == []


def test_refusals_are_one_sentence_each_and_give_nothing_away(tmp_path: Path) -> None:
    book = small(tmp_path)
    with pytest.raises(Unusable) as error:
        press("frobnicate", book, DAY)
    assert refused(error.value).says.startswith("There is nothing called 'frobnicate' here; it is one of check, receive,")
    with pytest.raises(Unusable, match="Select a row of Orders"):
        press("explain", book, DAY)
    with pytest.raises(Exception, match="names no order") as lost:
        press("explain", book, DAY, selected={"sheet": "Stock", "row": 1, "column": 1})
    assert refused(lost.value).code == "refused"
    with pytest.raises(Unusable, match="There is nothing to bring in"):
        press("import", book, DAY)
    with pytest.raises(Unusable, match="has no Orders"):
        press("run", {"name": "nothing.xlsx", "names": [], "sheets": []}, DAY)
    with pytest.raises(Unusable, match="cannot be used"):
        press("run", book, DAY, settings={"Allocation Policy": "whatever"})
    for error_ in (KeyError("C-101 Ann Smith"), ZeroDivisionError("SO-1"), FileNotFoundError(2, "No such file", "/srv/secret")):
        said = refused(error_).says
        assert "Ann" not in said and "SO-1" not in said and "/srv" not in said
        assert "nothing was written" in said
        assert said.count("\n") == 0
    assert refused(KeyError("x")).code == "unforeseen"


def test_the_clock_is_the_users(tmp_path: Path) -> None:
    left, made = by_press("check", small(tmp_path), DAY)
    assert made.counts["as_of"] == DAY
    left, _ = by_press("plan", small(tmp_path), "2026-07-01")
    when, as_of = shows(left, log=True)["Run Log"][1][:2]
    assert as_of == 46204
    assert abs(when - (46204 + 7.5 / 24)) < 1e-6
