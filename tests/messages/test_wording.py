"""Has every language all sentences, and are they whole for one item and many, with a date, several, or none?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from jinja2 import Environment

from backorder_xl.core.letters import Clause, Item, Legal, Letter, MessageKind
from backorder_xl.core.words import UNIT
from backorder_xl.messages.drafting import Look, make_drafts
from backorder_xl.messages.languages import Formats, choose
from backorder_xl.messages.rendering import OURS, languages, names
from tests.messages.samples import LANGUAGES, LOOK, letter

DAYS = (dt.date(2026, 6, 8), dt.date(2026, 7, 1))
# What no sentence may look like: words run together, blanks before a full stop, a gap where something should stand.
SLIP = re.compile(r"None|  |\s[.,،](?:\s|$)|\.\.|,[.,;:]|,\s*$|[a-z][.,;:][A-Za-z]|\(\)|\{|\}|:\s*\.|؟؟")
FRENCH = re.compile(r"[^\s\u00a0\u202f][;:!?](\s|$)|[ ][;:!?]")


def blocks(name: str) -> set[str]:
    return set(Environment().from_string((OURS / name).read_text(encoding="utf-8")).blocks)


def test_these_are_the_languages() -> None:
    assert languages() == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_sentence_that_english_has(language: str) -> None:
    for name in names("en"):
        assert blocks(name.replace("en/", f"{language}/")) == blocks(name), name


def varied(language: str) -> Iterator[Letter]:
    """Each kind with one, two, three and six items, in one order or several, with one date, several, some, or none."""
    sizes = ((1, 1), (2, 1), (2, 2), (3, 1), (6, 6))
    for kind, (count, orders), dates, ships in product(MessageKind, sizes, ("one", "several", "some", "none"), (0, 1)):
        items = tuple(
            Item(
                kind, f"SO-{n % orders + 1}", str(n + 1), f"SKU-{n}", "Thing", "", "", 5 * UNIT, ships * UNIT, 4 * UNIT,
                {"one": DAYS[0], "several": DAYS[n % 2], "some": DAYS[0] if n else None, "none": None}[dates],
                DAYS[1] if kind in (MessageKind.DELAYED, MessageKind.CHASE) and n % 2 == 0 else None,
                substitute="SKU-9" if n < ships else "",
            )
            for n in range(count)
        )  # fmt: skip
        one = letter("delayed", language)
        yield replace(one, kind=kind, items=items, legal=(), step=count, next_news=DAYS[1] if ships else None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_is_a_whole_sentence(language: str) -> None:
    letters = list(varied(language))
    for look in (LOOK, replace(LOOK, phone="", company="", sender="")):
        found = make_drafts(letters, look)
        assert len(found.drafts) == len(letters) and not found.problems
        for draft in found.drafts:
            text = re.sub("[\u2066-\u2069]", "", draft.text)
            said = [draft.subject, *(line.strip() for line in text.splitlines())]
            for line in (one for one in said if "@" not in one):
                assert not SLIP.search(line.rstrip(",،")), (draft.kind, line)
                if language == "fr" and line != draft.subject and not re.search(r"\d:\d", line):
                    assert not FRENCH.search(line), line
            assert all(order in text for order in draft.orders)
            if draft.kind is not MessageKind.CHASE:
                assert draft.subject.count("SO-") >= min(len(draft.orders), 3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clause", Clause)
def test_a_clause_names_its_order_and_its_dates(language: str, clause: Clause) -> None:
    one = letter("ready", language)
    said = []
    for revised, deadline in ((DAYS[1], DAYS[0]), (None, DAYS[0]), (None, None)):
        law = Legal(clause, "SO-900", dt.date(2026, 6, 2), revised, deadline)
        text = make_drafts([replace(one, legal=(law,))], LOOK).drafts[0].text
        bare = re.sub("[\u2066-\u2069]", "", text)
        said.append(next(line for line in bare.splitlines() if "SO-900" in line))
        assert not SLIP.search(said[-1]), said[-1]
    assert "8" in said[0].replace("SO-900", "") or "rights" in clause  # the deadline, 8 June
    if clause in (Clause.US_AGREE, Clause.US_RENEWED):
        assert len(said[1]) > len(said[0]), "without a date it says that the buyer may still cancel"


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_law_asks_for_a_yes_the_choice_asks_for_it(language: str) -> None:
    """"Nothing to do" and "we cancel unless you agree" must not stand in one letter."""
    silent, asked = (
        make_drafts([replace(letter("delayed", language), legal=letter(other, language).legal)], LOOK).drafts[0].text
        for other in ("delayed", "cancel offer")
    )
    calm = silent.split("\n\n* ")[-1].split("\n\n")[1].split(". ")[0]
    assert len(calm) > 20 and calm not in asked
    formats = Formats(choose(language, LANGUAGES))  # type: ignore[arg-type]
    assert formats.day(dt.date(2026, 7, 10)) in asked.split("\n\n* ")[-1], "until when"


def test_a_language_is_known_by_code_country_and_name() -> None:
    for typed, meant in (("de", "de"), ("DE-at", "de_AT"), ("pt", None), ("German", "de"), ("français", "fr"), ("العربية", "ar")):
        found = choose(typed, LANGUAGES)
        assert (str(found) if found else None) == meant, typed


def test_an_unknown_language_is_told_and_the_default_used() -> None:
    found = make_drafts([letter("ready", "Klingon"), letter("ready", "")], Look(LOOK.now, address="a@b.example", language="fr"))
    assert [d.text.split()[0] for d in found.drafts] == ["Bonjour", "Bonjour"]
    assert [(p.code, p.letters) for p in found.problems] == [("language", ("MSG-00004",))]
    assert "Klingon" in found.problems[0].message


def test_country_changes_the_form_of_a_date_only() -> None:
    british, american = (make_drafts([letter("delayed", code)], LOOK).drafts[0] for code in ("en-GB", "en-US"))
    assert "17 June 2026" in british.subject and "June 17, 2026" in american.subject
    french = replace(letter("dated", "fr"), items=(replace(letter("dated", "fr").items[0], date=dt.date(2026, 7, 1)),))
    assert "1er juillet 2026" in make_drafts([french], LOOK).drafts[0].subject
