"""Does each kind of letter, in each language, come out as the bytes that were looked at, and does it say all its facts?"""

from __future__ import annotations

import email
import re
from email import policy
from email.message import EmailMessage

import mailparser
import pytest
from lxml import html as markup

from backorder_xl.core.letters import Item, Letter, MessageKind
from backorder_xl.core.words import NO_MONEY, UNIT
from backorder_xl.messages.draft import Draft
from backorder_xl.messages.drafting import make_drafts
from backorder_xl.messages.languages import Formats, choose, line_amount
from tests.messages import goldens
from tests.messages.samples import KINDS, LANGUAGES, LOOK, attached, letter

EACH = pytest.mark.parametrize(("language", "name"), goldens.names())


@pytest.fixture(scope="module")
def made() -> dict[tuple[str, str], Draft]:
    return goldens.made()


def parsed(message: bytes) -> EmailMessage:
    """The message as the standard library reads it, any defect an error."""
    found = email.message_from_bytes(message, policy=policy.strict)
    assert isinstance(found, EmailMessage)
    return found


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def even(text: str) -> str:
    """The text with every sort of blank the same, and without the marks of direction."""
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", text))


def flattened(html: str) -> str:
    """The HTML's words as a reader meets them, but for the head of the sheet, which the subject has in the text."""
    tree = markup.fromstring(html)
    for element in tree.xpath("//head | //style | //h1 | //td[@class='head'] | //comment()"):
        element.drop_tree()
    for line_break in tree.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    return even("".join(tree.itertext()))


def facts(one: Letter) -> list[str]:
    """Every number and date of a letter, as its language writes it, with the codes and texts of its lines."""
    locale = choose(one.language, LANGUAGES)
    assert locale is not None
    formats = Formats(locale)
    said = [one.number, one.name, formats.day(one.next_news)]
    for i in one.items:
        said += [i.order, i.line, i.sku, i.description, i.specification, i.substitute, formats.quantity(i.ordered, i.unit)]
        said += _figures(i, one, formats)
    for law in one.legal:
        said += [law.order, formats.day(law.deadline)]
    return [even(s) for s in said if s]


def _figures(i: Item, one: Letter, formats: Formats) -> list[str]:
    if i.kind is MessageKind.PURCHASE_ORDER:
        total = sum(line_amount(x.price, x.ordered, one.currency) for x in one.items)
        assert i.price != NO_MONEY
        amounts = [i.price, line_amount(i.price, i.ordered, one.currency), total]
        return [formats.money(a, one.currency) for a in amounts] + [formats.day(i.date), i.supplier_sku]
    quantities = [i.waits] if i.kind is not MessageKind.READY else []
    quantities += [i.ships_now] if i.kind not in (MessageKind.CANCELLED, MessageKind.CHASE) else []
    return [formats.quantity(q, i.unit) for q in quantities] + [formats.day(i.date), formats.day(i.old_date)]


@EACH
def test_each_letter_is_the_golden_one(made: dict[tuple[str, str], Draft], language: str, name: str) -> None:
    golden = goldens.path(language, name)
    assert made[language, name].message == golden.read_bytes(), "if the change is meant: python -m tests.messages.goldens"


def test_there_is_no_golden_too_many() -> None:
    assert {p.name for p in goldens.GOLDEN.iterdir()} == {goldens.path(*n).name for n in goldens.names()}


@EACH
def test_each_letter_is_read_back_by_two_parsers(made: dict[tuple[str, str], Draft], language: str, name: str) -> None:
    draft, one = made[language, name], letter(name, language)
    message = draft.message
    first, second = parsed(message), mailparser.parse_from_bytes(message)
    assert not first.defects and not second.defects
    assert first["subject"] == even(second.subject) == even(draft.subject)  # the second one leaves folds in
    assert [(a.display_name, a.addr_spec) for a in first["to"].addresses] == [(one.name, one.email)] == second.to
    assert first["x-unsent"] == "1" and first["x-backorder-key"] == draft.key
    text, html = part(first, "plain"), part(first, "html")
    assert text == draft.text and html == draft.html
    assert second.text_plain[0].replace("\r\n", "\n").strip() == draft.text.strip()
    assert second.text_html[0].replace("\r\n", "\n").strip() == draft.html.strip()
    files = [(a.get_filename(), a.get_content()) for a in first.iter_attachments()]
    assert files == [(a.name, a.data) for a in attached(name)]
    assert [a["filename"] for a in second.attachments] == [a.name for a in attached(name)]
    assert max(map(len, message.split(b"\r\n"))) <= 78 and b"\n" not in message.replace(b"\r\n", b"")
    assert message.isascii()


@EACH
def test_text_and_html_hold_every_number_and_date_and_say_the_same(
    made: dict[tuple[str, str], Draft], language: str, name: str
) -> None:
    message = parsed(made[language, name].message)
    text, html = even(part(message, "plain")), flattened(part(message, "html"))
    for fact in facts(letter(name, language)):
        assert fact in text and fact in html, fact
    assert words(text) == words(html)


@EACH
def test_subject_and_first_sentence_carry_the_order(made: dict[tuple[str, str], Draft], language: str, name: str) -> None:
    one, message = letter(name, language), parsed(made[language, name].message)
    text = re.sub("[\u2066-\u2069]", "", part(message, "plain"))
    news = text.split("\n\n")[1]
    leading = {i.order for i in one.items if i.kind is one.kind}
    assert all(order in message["subject"] and order in news for order in leading)
    assert all(order in message["subject"] for order in one.orders)
    if one.kind is MessageKind.DELAYED:
        formats = Formats(choose(language, LANGUAGES))  # type: ignore[arg-type]
        assert all(formats.day(d) in news for d in (one.items[0].date, one.items[0].old_date))


def test_the_same_run_twice_writes_the_same_bytes(made: dict[tuple[str, str], Draft]) -> None:
    assert goldens.made() == made


def test_two_letters_have_two_keys_and_two_files() -> None:
    drafts: tuple[Draft, ...] = make_drafts([letter(name, "en") for name in KINDS], LOOK).drafts
    assert len({d.key for d in drafts}) == len({d.file for d in drafts}) == len(KINDS)
    assert drafts[1].file == "C-102 SO-1031 delayed MSG-00002.eml"


def test_quantities_are_exact() -> None:
    formats = Formats(choose("de", LANGUAGES))  # type: ignore[arg-type]
    assert formats.quantity(1) == "0,000001" and formats.quantity(UNIT * 1_000_000) == "1.000.000"
    assert line_amount(1250, 1_234_500_000, "EUR") == 1_543_100 and line_amount(5000, UNIT, "JPY") == 10_000
