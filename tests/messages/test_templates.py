"""Can a user copy, edit and break the templates? A mistake is one sentence with file and line, and nothing is half made."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from backorder_xl.messages.drafting import Drafts, make_drafts
from backorder_xl.messages.problems import ProblemCode
from backorder_xl.messages.rendering import OURS, copy_templates
from tests.messages.samples import KINDS, LOOK, letter

READY = (OURS / "en" / "ready.txt").read_text(encoding="utf-8")
NEWS = READY[READY.index("{% block news %}") : READY.index("{% endblock %}", READY.index("{% block news %}"))]


def with_news(folder: Path, news: str) -> Drafts:
    """The letters ready (en, de) and dated (en), where the English news of ``ready`` is ``news``."""
    (folder / "en").mkdir(exist_ok=True)
    (folder / "en" / "ready.txt").write_text(READY.replace(NEWS, "{% block news %}\n" + news), encoding="utf-8")
    letters = [letter("ready", "en"), letter("ready", "de"), letter("dated", "en")]
    return make_drafts(letters, replace(LOOK, folder=folder))


def test_an_edited_template_goes_before_ours(tmp_path: Path) -> None:
    found = with_news(tmp_path, "Hooray, {{ name }}: {{ orders }} ships.\n\nA second paragraph.")
    assert not found.problems and len(found.drafts) == 3
    assert "Hooray, Anna Berg: SO-1031 ships.\n\nA second paragraph.\n" in found.drafts[0].text
    assert ">A second paragraph.</p>" in found.drafts[0].html and "Hooray" not in found.drafts[1].text


def test_copied_templates_say_the_same_and_are_not_overwritten(tmp_path: Path) -> None:
    assert len(copy_templates(tmp_path)) == len([p for p in OURS.rglob("*") if p.is_file()])
    letters = [letter(name, "it") for name in KINDS]
    assert make_drafts(letters, replace(LOOK, folder=tmp_path)) == make_drafts(letters, LOOK)
    (tmp_path / "it" / "ready.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "fr" / "ready.txt").unlink()
    assert copy_templates(tmp_path, "fr") == [tmp_path / "fr" / "ready.txt"]
    assert (tmp_path / "it" / "ready.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("news", "place", "said"),
    [
        ("{{ ordres }}", ", line 10", "'ordres' is undefined"),
        ("ok\n{% if count %}\nmissing end", ", line 12", "expecting this tag"),
        ("{{ name ~ }}", ", line 10", "unexpected"),
        ("{{ ''.__class__ }}", ", line 10", "unsafe"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", ", line 10", "unsafe"),
        ("{{ name.__init__.__globals__ }}", ", line 10", "unsafe"),
        ("{{ name.upper() }}", ", line 10", "unsafe"),
        ("{{ '%s'|format(name) }}", ", line 10", "No filter"),
        ("{{ name|attr('format') }}", ", line 10", "No filter"),
        ("{{ cycler }}", ", line 10", "undefined"),
        ("{{ lipsum() }}", ", line 10", "undefined"),
        ("{{ self.__init__ }}", ", line 10", ""),
        ("{{ 'a' * 10000000000 }}", ", line 10", "not for templates"),
        ("{{ 10 ** 10 ** 10 }}", ", line 10", "not for templates"),
        ("{{ '%099999999d' % 1 }}", ", line 10", "not for templates"),
        ("{% for a in range(100000000) %}{% endfor %}", ", line 10", "goes round"),
        ("{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}", ", line 10", "goes round"),
        ("{% for a in 'x' ~ name %}{% for b in range(90000) %}{% endfor %}{% endfor %}", ", line 10", "goes round"),
        ("{% set a = name ~ name %}" + "{% set a = a ~ a ~ a ~ a %}" * 40, ", line 10", "more than 2,000,000"),
        ("{% set a = name + name %}" + "{% set a = a + a + a + a %}" * 40, ", line 10", "more than 2,000,000"),
        ("{% set a = name|replace('a', 'aaaaaaaa') %}" + "{% set a = a|replace('a', 'aaaaaaaa') %}" * 40, ", line 10", "more"),
        ("{% set a %}{{ name }}{% endset %}", ", line 10", "takes a value"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", ", line 10", "without end"),
        ("{% include 'en/ready.txt' %}", ", line", ""),
        ("{% include '../../../etc/passwd' %}", ", line 10", "there is no template"),
        ("{% include '/etc/passwd' %}", ", line 10", "there is no template"),
        ("{% for i in range(45000) %}" + "{{ name }} " * 9 + "{% endfor %}", ":", "more than 2,000,000"),
        ("{{ 1 // 0 }}", ", line 10", "cannot be worked out"),
    ],
    ids=count(),
)
def test_a_mistake_is_told_with_file_and_line_and_the_others_go_on(tmp_path: Path, news: str, place: str, said: str) -> None:
    found = with_news(tmp_path, news)
    assert [d.kind for d in found.drafts] == ["ready", "dated"], "the German one and the other kind"
    problem = next(p for p in found.problems if p.letters)
    assert problem.code is ProblemCode.TEMPLATE and problem.letters == ("MSG-00004",)
    assert problem.message.startswith(f"en/ready.txt{place}") and said in problem.message and problem.message.endswith(".")
    assert "\n" not in problem.message and "Traceback" not in problem.message


def test_what_a_user_may_write(tmp_path: Path) -> None:
    """The fence leaves what letters need: conditions, loops, sums, joined lists, filters, macros, includes."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "mine.txt").write_text("{% macro loud(x) %}{{ x|upper }}!{% endmacro %}", encoding="utf-8")
    news = (
        "{% from 'en/mine.txt' import loud %}{% set both = name ~ ' & ' ~ phone %}{{ loud(name) }} {{ both }} {{ count + 1 }} "
        "{{ count * 3 }} {% for n in range(3) %}{{ loop.index }}{{ ',' if not loop.last }}{% endfor %} {{ ['a', 'b']|join('-') }}"
    )
    found = with_news(tmp_path, news)
    assert "ANNA BERG! Anna Berg & +49 30 555 0100 2 3 1,2,3 a-b\n" in found.drafts[0].text
    assert "Anna Berg &amp; +49" in found.drafts[0].html
    assert [p.code for p in found.problems] == [ProblemCode.UNUSED_FILE], "the macro's file, which only includes know"


def test_files_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "ready.txt").write_bytes("{% block news %}é{% endblock %}".encode("latin-1"))
    (tmp_path / "en" / "dealyed.txt").write_text("a slip", encoding="utf-8")
    found = make_drafts([letter("ready", "en"), letter("dated", "en")], replace(LOOK, folder=tmp_path))
    assert [d.kind for d in found.drafts] == ["dated"]
    told = " ".join(p.message for p in found.problems)
    assert "en/ready.txt: the file is not saved as UTF-8" in told and "en/dealyed.txt" in told


def test_a_missing_block_and_a_missing_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "ready.txt").write_text("{% block subject %}x{% endblock %}", encoding="utf-8")
    found = make_drafts([letter("ready", "en")], replace(LOOK, folder=tmp_path))
    assert not found.drafts and "en/ready.txt has no block 'heading'" in found.problems[0].message
    found = make_drafts([letter("ready", "en")], replace(LOOK, folder=tmp_path / "nowhere"))
    assert len(found.drafts) == 1 and "There is no template folder" in found.problems[0].message


def test_a_folder_of_ones_own_is_a_new_language(tmp_path: Path) -> None:
    copy_templates(tmp_path, "en")
    (tmp_path / "en").rename(tmp_path / "pt")
    for path in (tmp_path / "pt").iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace('"en/', '"pt/').replace("Dear", "Caro"), encoding="utf-8")
    found = make_drafts([letter("delayed", "pt")], replace(LOOK, folder=tmp_path))
    text = found.drafts[0].text
    assert not found.problems and text.startswith("Caro Anna Berg") and "17 de junho de 2026" in text


def test_a_broken_layout_stops_every_draft_and_says_so_once(tmp_path: Path) -> None:
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "letter.html").write_text("<p>\n{{ nothing }}</p>", encoding="utf-8")
    found = make_drafts([letter(name, "en") for name in KINDS], replace(LOOK, folder=tmp_path))
    assert not found.drafts and len(found.problems) == 1
    assert found.problems[0].message.startswith("layout/letter.html, line 2") and len(found.problems[0].letters) == len(KINDS)
