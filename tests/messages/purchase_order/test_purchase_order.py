"""Does a purchase order say the same in both forms, print well, and stay text whatever stands in it?"""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from lxml import html
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from backorder_xl.core.letters import Item, Letter, MessageKind
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import MONEY, NO_MONEY, UNIT, Paper
from backorder_xl.messages.purchase_order.document import purchase_orders
from backorder_xl.messages.purchase_order.files import file_stem, purchase_order_files
from backorder_xl.messages.purchase_order.labels import language, languages
from backorder_xl.messages.shop import Logo, Shop
from backorder_xl.messages.shop import shop as shop_of
from tests.books import office

DAY = dt.date(2026, 6, 3)
LANGUAGES = ["en", "de", "fr", "es", "it", "nl"]


def logo() -> Logo:
    out = io.BytesIO()
    Image.new("RGB", (440, 100), "#1F7A4D").save(out, "PNG")
    return Logo(out.getvalue(), "png", 440, 100)


SHOP = Shop("Fjord & Field", ("Harbour Road 12", "5003 Bergen"), "Ingrid Solheim", "ingrid@example.com", "+47 55", logo())


def item(line: int = 1, **more: object) -> Item:
    facts = {"sku": f"TEN-{line}", "description": "Tent", "unit": "pcs", "ordered": 3 * UNIT, "date": dt.date(2026, 6, 17),
             "price": 12_3450, "supplier_sku": f"A-{line}"} | more  # fmt: skip
    return Item(MessageKind.PURCHASE_ORDER, "PO-7", str(line), **facts)  # type: ignore[arg-type]


def letter(*items: Item, language: str = "en", currency: str = "EUR", **more: object) -> Letter:
    facts = {"name": "Alpine Tents", "email": "orders@example.com", **more}
    return Letter("M-1", MessageKind.PURCHASE_ORDER, "ALP", language=language, created=DAY, items=items or (item(),),
                  currency=currency, **facts)  # type: ignore[arg-type]  # fmt: skip


def forms(wanted: Letter, shop: Shop = SHOP, paper: Paper = Paper.A4, **more: object) -> tuple[bytes, bytes]:
    sheet, page = purchase_order_files(wanted, shop, paper, **more)  # type: ignore[arg-type]
    return sheet.data, page.data


def opened(data: bytes, values: bool = True) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values).worksheets[0]


def cells(sheet: Worksheet) -> list[object]:
    return [c.value for row in sheet.iter_rows() for c in row if c.value is not None]


def said(page: bytes) -> str:
    """What a reader of the page sees, blanks of every kind as one."""
    return " ".join(html.fromstring(page).find("body").text_content().split())


def test_both_forms_say_every_fact() -> None:
    lines = [item(1), item(2, ordered=2_500_000, unit="m", specification="Engraved: Anna"), item(3, price=NO_MONEY, date=None)]
    sheet, page = forms(letter(*lines, wanted_by=dt.date(2026, 7, 1)))
    facts = ["Fjord & Field", "Harbour Road 12", "5003 Bergen", "Alpine Tents", "ALP", "orders@example.com", "TEN-1", "A-3"]
    facts += ["Tent", "Jun 3, 2026"]
    shown, values = said(page), cells(opened(sheet))
    assert not [f for f in facts if f not in shown or f not in values]
    assert "Contact: Ingrid Solheim" in values and "Specification: Engraved: Anna" in shown
    assert "Tent\nSpecification: Engraved: Anna" in values
    for figure in (3, 2.5, 12.345, 37.04, 30.86, 67.9):  # 37.035 and 30.8625 are rounded half up, and rounded amounts add up
        assert figure in values
    for figure in ("12.345", "€37.04", "€30.86", "€67.90", "2.5", "Jun 17, 2026", "Jul 1, 2026"):
        assert figure in shown
    assert {dt.datetime(2026, 6, 17), dt.datetime(2026, 7, 1)} < set(values)
    assert "Lines without a price are not part of the total" in shown and "PO-7" in shown
    assert html.fromstring(page).xpath("//img/@alt") == ["Logo of Fjord & Field"]


@pytest.mark.parametrize(
    ("currency", "price", "quantity", "amount"),
    [
        ("EUR", 50, UNIT, "0.01"),  # half a cent goes up
        ("EUR", -50, UNIT, "-0.01"),
        ("EUR", 1_0050, UNIT, "1.01"),
        ("EUR", 3333, 1_500_001, "0.50"),
        ("JPY", 1000_5000, UNIT, "1001"),  # a yen has no parts
        ("KWD", 1_2345, UNIT, "1.235"),  # a dinar has a thousand
        ("", 0, UNIT, "0.00"),  # zero is a price
        ("EUR", 900_000_000_000_0000, 1_000_000_000 * UNIT, "900000000000000000000.00"),
    ],
)
def test_amounts_are_rounded_to_the_currency(currency: str, price: int, quantity: int, amount: str) -> None:
    (order,) = purchase_orders(letter(item(price=price, ordered=quantity), currency=currency), SHOP)
    assert (order.lines[0].amount, order.total) == (Decimal(amount), Decimal(amount)) and order.unpriced == 0


def test_what_nobody_knows_takes_no_room() -> None:
    bare = item(unit="", price=NO_MONEY, supplier_sku="", date=None)
    sheet, page = forms(letter(bare, currency=""), Shop())
    words = language("en").words
    for name in ("supplier_sku", "unit", "wanted", "price", "amount", "unpriced", "ship_to", "contact"):
        assert words[name] not in said(page) and words[name] not in cells(opened(sheet))
    assert not html.fromstring(page).xpath("//img")


def test_goods_that_go_straight_to_a_customer_are_addressed_so() -> None:
    sheet, page = forms(letter(ship_to="SO-1001"), customer=("Jane Doe", "1 High Street"))
    straight = "Please send the goods straight to our customer. Reference: SO-1001"
    for text in (straight, "Jane Doe", "1 High Street"):
        assert text in said(page) and text in cells(opened(sheet))
    shown = said(page)
    assert shown.index("1 High Street") > shown.index("Ship to") and shown.count("Harbour Road 12") == 1


@pytest.mark.parametrize(
    ("wanted_by", "sentence"),
    [
        (dt.date(2026, 6, 16), "We need the first units by Jun 16, 2026; please tell us if you can deliver earlier"),
        (dt.date(2026, 6, 3), "We need these goods as soon as you can deliver them."),
        (dt.date(2026, 6, 17), ""),  # the day of the line itself
        (None, ""),
    ],
)
def test_a_supplier_hears_when_goods_are_needed_before_they_can_come(wanted_by: dt.date | None, sentence: str) -> None:
    sheet, page = forms(letter(wanted_by=wanted_by))
    assert sentence in said(page) and ("We need" in said(page)) is bool(sentence)
    assert any(str(c).startswith(sentence[:60]) for c in cells(opened(sheet)))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_word(code: str) -> None:
    assert languages() == LANGUAGES
    words, english = language(code).words, language("en").words
    assert all(words.values()) and list(words) == list(english)
    assert {n: sorted(re.findall(r"{\w+}", t)) for n, t in words.items()} == {
        n: sorted(re.findall(r"{\w+}", t)) for n, t in english.items()
    }
    assert len(words["title"]) <= 31  # the name of a sheet
    sheet, page = forms(letter(item(1), item(2, specification="x", price=NO_MONEY), language=code))
    shown = said(page)
    for name in ("title", "supplier", "ship_to", "supplier_sku", "quantity", "wanted", "price", "unpriced", "confirm", "total"):
        assert words[name] in shown
    assert f"{words['price']} (EUR)" in cells(opened(sheet)) and html.fromstring(page).get("lang") == code


@pytest.mark.parametrize(
    ("typed", "code", "day", "amount"),
    [
        ("de", "de", "03.06.2026", "1.234,50 €"),
        ("de-CH", "de", "03.06.2026", "EUR 1'234.50"),
        ("FR_fr", "fr", "3 juin 2026", "1 234,50 €"),
        ("en-GB", "en", "3 Jun 2026", "€1,234.50"),
        ("nl", "nl", "3 jun 2026", "€ 1.234,50"),
        ("xx", "en", "Jun 3, 2026", "€1,234.50"),
        ("", "en", "Jun 3, 2026", "€1,234.50"),
        ("../../de", "en", "Jun 3, 2026", "€1,234.50"),
    ],
)
def test_dates_and_money_are_written_as_the_supplier_writes_them(typed: str, code: str, day: str, amount: str) -> None:
    spoken = language(typed)
    money = " ".join(spoken.money(Decimal("1234.5"), "EUR").split())
    money = money.replace("’", "'")  # Swiss thousands: the newer CLDR has the straight sign
    assert (spoken.code, spoken.day(DAY), money) == (code, day, amount)
    assert spoken.money(Decimal("1234.5"), "NONE").endswith(" NONE")


HOSTILE = ['=HYPERLINK("http://x.example","y")', "+1+1", "-1", "@SUM(A1)", "<script>alert(1)</script>", "{{ ''.__class__ }}",
           "{% include 'x' %}", "a\r\nBcc: b@c.d", "\u202eabc\x00\x1f\ud800",
           "خيمة كبيرة", "&P&\"Arial\"", "X" * 10_000]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    bad = Item(MessageKind.PURCHASE_ORDER, text, text, text, text, text, text, ordered=UNIT, price=MONEY, supplier_sku=text)
    wanted = letter(bad, name=text, email=text, ship_to=text, currency=text, language=text)
    typed = Settings(company_name=text, company_address=text, sender_name=text, sender_email=text, phone=text)
    shop = replace(shop_of(typed, Path(".")), logo=logo())
    sheet, page = forms(wanted, shop, customer=(text,))
    formulas = [c.value for row in opened(sheet, values=False).iter_rows() for c in row if c.data_type == "f"]
    assert formulas == [f for f in formulas if re.fullmatch(r"=(ROUND\([A-Z]+\d+\*[A-Z]+\d+,2\)|SUM\([A-Z]+\d+:[A-Z]+\d+\))", f)]
    shown = html.fromstring(page)
    assert not shown.xpath("//script|//a|//@onload|//iframe|//link") and shown.xpath("//@src") == shown.xpath("//img/@src")
    assert len(page) < 40_000 and not set(said(page)) & set("\u202e\x00\x1f")
    if "{" in text:
        assert text in said(page)
    with zipfile.ZipFile(io.BytesIO(sheet)) as parts:
        assert not [name for name in parts.namelist() if "external" in name.casefold() or "hyperlink" in name.casefold()]
        footer = html.fromstring(parts.read("xl/worksheets/sheet1.xml")).xpath("//oddfooter")[0].text_content()
    assert len(footer) <= 255 and footer.endswith("&RPage &P of &N") and footer.replace("&&", "").count("&") == 4


def test_the_same_order_is_the_same_bytes() -> None:
    many = letter(*(item(n) for n in range(1, 501)))
    assert forms(many) == forms(many)
    (order,) = purchase_orders(many, SHOP)
    assert [line.line for line in order.lines] == [str(n) for n in range(1, 501)] and order.total == Decimal("18520.00")


def test_a_letter_about_two_orders_has_the_files_of_both() -> None:
    two = letter(item(1), Item(MessageKind.PURCHASE_ORDER, "PO/8", "1", "X", ordered=UNIT))
    files = purchase_order_files(two, SHOP, Paper.A4)
    assert [f.name for f in files] == ["PO-7.xlsx", "PO-7.html", "PO_8.xlsx", "PO_8.html"]
    assert "TEN-1" not in said(files[3].data)


@pytest.mark.parametrize(
    ("number", "stem"),
    [("PO-7", "PO-7"), ("../../etc/passwd", "etc_passwd"), ("C:\\x", "C_x"), ("con", "PO_con"), ("", "PO_"), ("...", "PO_"),
     ("a\r\nb", "a_b"), ("Größe 7", "Größe_7"), ("x" * 500, "x" * 59)],
)  # fmt: skip
def test_a_number_becomes_a_plain_file_name(number: str, stem: str) -> None:
    assert file_stem(number) == stem


@pytest.mark.parametrize(("paper", "code", "size"), [(Paper.A4, "9", "size: A4;"), (Paper.LETTER, "1", "size: Letter;")])
def test_it_is_set_up_for_the_printer(paper: Paper, code: str, size: str) -> None:
    data, page = forms(letter(language="de"), paper=paper)
    sheet = opened(data)
    header = next(c.row for row in sheet.iter_rows() for c in row if c.value == "Pos.")
    assert str(sheet.page_setup.paperSize) == code and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${header}:${header}" and sheet.oddFooter.right.text == "Seite &P von &N"
    assert sheet.cell(header + 1, 6).number_format != "General" and len(sheet._images) == 1
    text = page.decode()
    assert size in text and 'content: "Seite " counter(page) " von " counter(pages) ""' in text


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_reckons_the_same_and_repeats_the_header_on_every_page(tmp_path: Path) -> None:
    lines = [
        item(n, ordered=n * UNIT + n % 3 * 250_000, price=n * 3333, specification="Gravur " * (n % 4)) for n in range(1, 161)
    ]
    data, _ = forms(letter(*lines, item(161, price=NO_MONEY), language="de"))
    book = tmp_path / "po.xlsx"
    book.write_bytes(data)
    office(book, "xlsx", tmp_path / "again").check_returncode()
    again = openpyxl.load_workbook(tmp_path / "again" / "po.xlsx", data_only=True).worksheets[0]
    before, after = [c for c in cells(opened(data)) if isinstance(c, (int, float))], cells(again)
    assert [c for c in after if isinstance(c, (int, float))] == pytest.approx(before, abs=1e-9)
    if shutil.which("pdftotext"):
        office(book, "pdf", tmp_path).check_returncode()
        pdf = ["pdftotext", "-layout", str(tmp_path / "po.pdf"), "-"]
        *pages, end = subprocess.run(pdf, check=True, capture_output=True, encoding="utf-8").stdout.split("\f")
        assert not end.strip() and len(pages) > 2
        assert all("Bezeichnung" in p for p in pages)
        assert [f"Seite {n} von {len(pages)}" in p for n, p in enumerate(pages, 1)] == [True] * len(pages)
