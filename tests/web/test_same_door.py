"""Do the steps of an answer leave the workbook that the command line leaves, cell for cell? (rules 1.1, 1.4, 6, 9)"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from backorder_xl.hosts.cli import main
from backorder_xl.hosts.web.saying import refused
from backorder_xl.tables.problems import Unusable
from backorder_xl.tables.reading import read_tables
from backorder_xl.templates import demo_book, empty_book
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.file import FileBook
from tests.books import DATA, NORTHWIND, book_file, small_book
from tests.excel.test_same_sheets import odd_texts, user_work
from tests.scenarios import old_books as old
from tests.scenarios.test_adopt import made as made_old
from tests.web.desk import by_command, by_press, same, shows
from tests.web.payloads import press, sent
from tests.zoo.animals import ANIMALS, Animal

DAY = "2026-06-03"


def openable(animal: Animal) -> bool:
    """Whether a person could have it open in Excel; what is no workbook at all is refused before."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "animal.xlsx"
        animal.build(path)
        try:
            return bool(openpyxl.load_workbook(path).worksheets)
        except Exception:
            return False


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    path = tmp_path / "demo.xlsx"
    path.write_bytes(demo_book())
    return path


@pytest.mark.parametrize("verb", ["check", "receive", "plan", "notify", "run", "steer"])
def test_the_demo_book(demo: Path, verb: str) -> None:
    same(verb, demo, DAY)


@pytest.mark.parametrize("name", NORTHWIND)
@pytest.mark.parametrize("verb", ["run", "steer"])
def test_northwind(tmp_path: Path, name: str, verb: str) -> None:
    if not (DATA / name).is_file():
        pytest.skip("the book is not beside the checkout")
    path = tmp_path / name
    path.write_bytes((DATA / name).read_bytes())
    same(verb, path, NORTHWIND[name])


@pytest.mark.parametrize("verb", ["check", "run"])
def test_the_empty_book(tmp_path: Path, verb: str) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(empty_book())
    same(verb, path, DAY)


def test_settings_that_are_typed_over(demo: Path) -> None:
    plain, _, _, _ = same("run", demo, DAY)
    over, made, _, _ = same("run", demo, DAY, "--set", "Date Order=DMY", settings={"Date Order": "DMY"})
    assert made.counts["errors"] < press("run", sent(demo), DAY).counts["errors"]
    assert shows(plain)["Backorders"] != shows(over)["Backorders"]


def test_a_second_day_with_what_the_user_made_of_the_sheets(tmp_path: Path) -> None:
    """Own columns, notes, a formula, a total below: they go with their rows by either way."""
    _, _, once, _ = same("run", book_file(tmp_path / "book.xlsx", small_book()), DAY)
    user_work(once)
    left, _, _, _ = same("run", once, "2026-06-25")
    (ours,) = [s for s in left["sheets"] if s["name"] == "Backorders"]
    assert "mine" in [text for _, _, text in ours["notes"]]
    assert any(str(cell).startswith("note ") for row in ours["cells"] for cell in row)


def test_codes_that_excel_takes_for_something_else(tmp_path: Path) -> None:
    path = book_file(tmp_path / "codes.xlsx", odd_texts())
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    book.save(path)
    _, _, once, _ = same("run", path, DAY)
    same("run", once, DAY)


READABLE = sorted(name for name, a in ANIMALS.items() if not a.refused and a.suffix == ".xlsx")


@pytest.mark.parametrize("name", READABLE)
def test_the_zoo(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.xlsx"
    ANIMALS[name].build(path)
    more = [word for setting, value in ANIMALS[name].settings.items() for word in ("--set", f"{setting}={value}")]
    same("check", path, DAY, *more, settings={k: str(v) for k, v in ANIMALS[name].settings.items()})


def test_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    book_file(path, small_book())
    book = openpyxl.load_workbook(path)
    book.epoch = CALENDAR_MAC_1904
    book.save(path)
    left, _, _, _ = same("run", path, DAY)
    assert left["date1904"]
    (orders,) = [s for s in left["sheets"] if s["name"] == "Orders"]
    assert orders["cells"][1][2] == 46175 - 1462


REFUSED = sorted(name for name, a in ANIMALS.items() if a.refused and openable(a))


@pytest.mark.parametrize("name", REFUSED)
def test_a_book_of_the_zoo_that_cannot_be_used_is_refused_in_the_same_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.xlsx"
    ANIMALS[name].build(path)
    with FileBook(path) as book, pytest.raises((Unusable, Unreadable)) as closed:
        read_tables(book, {})
    with pytest.raises((Unusable, Unreadable)) as online:
        press("check", sent(path), DAY)
    assert refused(online.value).says == str(closed.value)


def test_the_drafts_are_the_same_files(demo: Path) -> None:
    folder = demo.parent / "drafts"
    _, made, _, _ = same("run", demo, DAY, "--drafts", str(folder))
    files = {p.name: p.read_bytes() for p in folder.glob("*.eml")}
    assert len(files) > 5
    assert {d.file: base64.b64decode(d.data) for d in made.drafts} == files
    assert all(d.subject and d.html and d.text for d in made.drafts)
    assert all(d.to for d in made.drafts)


def test_a_second_press_changes_only_the_run_log(demo: Path) -> None:
    """A run that posted receipts is settled by the next: from then on only Run Log grows."""
    book, _ = by_press("run", sent(demo), DAY)
    book, _ = by_press("run", book, DAY)
    again, made = by_press("run", book, DAY)
    before, after = shows(book), shows(again)
    assert len(after.pop("Run Log")) == len(before.pop("Run Log")) + 1
    assert after == before
    assert not made.drafts


@pytest.mark.parametrize("verb", ["run", "steer", "check"])
def test_every_step_is_the_same_after_json(demo: Path, verb: str) -> None:
    made = press(verb, sent(demo), DAY)
    assert made.steps
    assert json.loads(json.dumps(made.steps)) == made.steps
    assert all(step["do"] and step["sheet"] for step in made.steps)


ORDERS_CSV = """Order,Line,Order Date,Customer,SKU,Ordered
SO-9001,1,2026-06-02,C-101,STV-210,3
SO-9001,2,2026-06-02,C-101,LMP-001,many
"""


def test_import(demo: Path) -> None:
    file = demo.parent / "orders.csv"
    file.write_text(ORDERS_CSV, encoding="utf-8")
    sent_file = {"name": "orders.csv", "data": base64.b64encode(file.read_bytes()).decode(), "saved": DAY}
    left, made = by_press("import", sent(demo), DAY, files=[sent_file])
    written, said = _imported(demo, file)
    one, two = shows(written), shows(left)
    assert one == two
    assert made.problems
    assert any("SO-9001" in map(str, row) for row in two["Orders"])
    for line in made.said[1:]:
        assert line in said


def test_import_of_a_real_export_into_a_new_book(tmp_path: Path) -> None:
    name = "shopify_orders_sample.csv"
    if not (DATA / name).is_file():
        pytest.skip("the export is not beside the checkout")
    path = tmp_path / "shop.xlsx"
    path.write_bytes(empty_book())
    file = {"name": f"C:\\Users\\Ann\\..\\{name}", "data": base64.b64encode((DATA / name).read_bytes()).decode()}
    left, _ = by_press("import", sent(path), DAY, files=[file])
    written, _ = _imported(path, DATA / name)
    assert shows(written) == shows(left)
    assert len(shows(left)["Orders"]) > 2


def _imported(path: Path, file: Path) -> tuple[dict, str]:
    copy = Path(shutil.copy(path, path.with_stem("imported")))
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main(["import", "auto", str(file), "--into", str(copy), "--as-of", DAY])
    return sent(copy, close=False), said.getvalue()


@pytest.mark.parametrize("build", [old.headers_of_an_erp, old.two_rows_of_headers, old.shop_export, old.other_scripts])
def test_adopt(tmp_path: Path, build: Callable[[], object]) -> None:
    path = made_old(tmp_path / "own.xlsx", build)
    left, made, closed, said = same("adopt", path, DAY, "--yes")
    assert made.ask
    assert made.ask.endswith("Remember it on the sheet Mapping?")
    assert made.show == "Mapping"
    assert all(line in said for line in made.said[:-1])
    again = press("adopt", sent(closed), DAY)
    assert not again.steps
    assert not again.ask
    same("plan", closed, DAY)
    assert press("plan", left, DAY).counts["open_lines"]


def test_page(demo: Path) -> None:
    target = demo.parent / "demo-backorders.html"
    main(["page", str(demo), "--as-of", DAY, "-o", str(target)])
    made = press("page", sent(demo), DAY)
    assert not made.steps
    assert {f.name: base64.b64decode(f.data) for f in made.files} == {
        p.name: p.read_bytes() for p in (target, target.with_suffix(".csv"), target.with_suffix(".json"))
    }


def test_new_is_the_book_that_new_makes() -> None:
    nothing = {"name": "Book1", "names": [], "sheets": []}
    for settings, content in (({"demo": "yes"}, demo_book()), ({}, empty_book())):
        (file,) = press("new", nothing, DAY, settings=settings).files
        assert base64.b64decode(file.data) == content


def test_explain_says_what_the_command_says(demo: Path) -> None:
    left, _ = by_press("run", sent(demo), DAY)
    order, line = shows(left)["Backorders"][3][:2]
    made = press("explain", left, DAY, selected={"sheet": "Backorders", "row": 4, "column": 1})
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        closed, _ = by_command("run", demo, DAY)
        main(["explain", str(closed), str(order), str(line), "--as-of", DAY])
    assert [s.strip() for s in made.said] == [s.strip() for s in said.getvalue().splitlines() if s.strip()]
    assert not made.steps
