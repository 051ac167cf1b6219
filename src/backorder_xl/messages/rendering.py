"""How does a letter become subject, text and HTML in its language?

The wording is in templates/<language>/, one file per kind of message, each sentence once for text and HTML; the two
layouts in templates/layout/ put it into form. A user's own template folder goes before ours, file by file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import css_inline
from jinja2 import FileSystemLoader

from backorder_xl.core.letters import Item, Letter, MessageKind
from backorder_xl.messages import facts
from backorder_xl.messages.facts import Tongue, Values
from backorder_xl.messages.fence import Fence, Pages, TemplateMistake
from backorder_xl.messages.languages import Formats, choose, locale_of
from backorder_xl.messages.mime import header_text

OURS = Path(__file__).parent / "templates"
LAYOUT = "layout"
PAGE = "page.html.j2"  # the page for shoppers, which messages/page/ makes
PAGE_WORDS = "page.txt"  # its wording, in each language's folder; a language may do without
COMMON = ("letter.txt", "labels.txt", "legal.txt", "choice.txt")
LABELS = (
    "ordered", "ships_now", "waits", "date", "cancelled", "quantity", "price", "amount", "total", "wanted", "owed", "due",
    "unknown", "agreed", "colon", "choices", "asked", "rights", "phone", "reference",
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A letter in words."""

    subject: str
    text: str
    html: str


def file_of(kind: MessageKind) -> str:
    """The name of a kind's file of wording."""
    return f"{kind.replace(' ', '_')}.txt"


class Language:
    """The wording of one language. Every sentence is made once, as text; the two layouts say the same."""

    def __init__(self, pages: Pages, formats: Formats) -> None:
        self.pages = pages
        self.tongue = Tongue(formats, self.label)
        self.folder = formats.language
        self._said: dict[tuple[str, ...], str] = {}

    def paragraphs(self, file: str, block: str, values: Values) -> list[str]:
        return self.pages.block(f"{self.folder}/{file}", block, values)

    def label(self, name: str, **values: str) -> str:
        """A label, some with a value put in: ``label("line", line="2")``. The same label is worked out once."""
        key = (name, *values.values())
        if key not in self._said:
            self._said[key] = " ".join(self.paragraphs("labels.txt", name, values))
        return self._said[key]

    def say(self, letter: Letter, house: Values) -> tuple[str, Values]:
        """The subject, and all that a layout puts into form."""
        tongue = self.tongue
        common = house | facts.of_letter(letter, tongue)
        parts = facts.sections(letter)
        asking = facts.asking([kind for kind, _ in parts])
        about_all = common | facts.of_items(letter.items, tongue)
        subject = ""
        sections: list[Values] = []
        choices: list[str] = []
        told = False
        for kind, items in parts:
            values = common | (facts.of_items(items, tongue) if len(parts) > 1 else about_all)
            subject = subject or self._subject(letter, kind, items, values)
            heading = " ".join(self.paragraphs(file_of(kind), "heading", values))
            news = self.paragraphs(file_of(kind), "news", values)
            if values["undated"] and not told:
                told = True
                news += self.paragraphs("letter.txt", "no_date", values)
            if kind in asking:
                choices += self.paragraphs(file_of(kind), "choice", about_all | {"count": values["count"]})
            table = facts.Table(kind, items, letter.currency, tongue).values()
            about = {"kind": kind.replace(" ", "-"), "heading": heading, "name": facts.unmarked(heading), "news": news}
            sections.append(about | table)
        legal: list[str] = []
        for law in letter.legal:
            legal += self.paragraphs("legal.txt", law.clause.replace(" ", "_"), facts.of_clause(law, tongue))
        return subject, common | {
            "greeting": self.paragraphs("letter.txt", "greeting", common),
            "sections": sections,
            "choices": list(dict.fromkeys(choices)),
            "to_supplier": int(letter.to_supplier),
            "legal": list(dict.fromkeys(legal)),
            "closing": self.paragraphs("letter.txt", "closing", common),
        }

    def frame(self) -> Values:
        """What a layout needs to know of the language, the same for every letter."""
        formats = self.tongue.formats
        return {
            "lang": str(formats.locale).replace("_", "-"),
            "dir": "rtl" if formats.right_to_left else "ltr",
            "start": "right" if formats.right_to_left else "left",
            "label": {name: self.label(name) for name in LABELS},
        }

    def _subject(self, letter: Letter, kind: MessageKind, items: tuple[Item, ...], values: Values) -> str:
        """The leading kind's news in one line, and which other orders the letter speaks of."""
        said = " ".join(self.paragraphs(file_of(kind), "subject", values))
        mine = {i.order for i in items}
        others = tuple(facts.clean(o) for o in letter.orders if o not in mine)
        return f"{said}{self.label('also', orders=self.tongue.listed(others))}" if others else said


class Renderer:
    """All languages, our templates and the user's, for one run.

    ``house`` says who writes: plain text and numbers that every layout sees.
    """

    def __init__(self, folder: Path | None, default: str, house: Callable[[Tongue], Values]) -> None:
        places = [str(p) for p in (folder, OURS) if p is not None]
        self._text = Pages(Fence(FileSystemLoader(places, encoding="utf-8-sig"), html=False))
        self._html = Pages(Fence(FileSystemLoader(places, encoding="utf-8-sig"), html=True))
        self.known = languages(folder)
        self.default = choose(default, self.known) or choose("en", self.known)
        self._house = house
        self._languages: dict[str, tuple[Language, Values]] = {}
        self._inliner: css_inline.CSSInliner | None = None

    def language(self, text: str) -> tuple[str, bool]:
        """The locale in which a letter is written, and whether that is what was asked for; blank means the default."""
        found = choose(text, self.known) if text.strip() else self.default
        return str(found or self.default), found is not None

    def write(self, letter: Letter, locale: str, more: Values) -> Written:
        """The letter in words. Raises TemplateMistake, and then nothing of it is made."""
        self._text.fence.steps = self._html.fence.steps = 0
        language, frame = self._of(locale)
        subject, body = language.say(letter, frame | more)
        subject = header_text(facts.unmarked(subject))
        text = self._text.whole(f"{LAYOUT}/letter.txt", body)
        html = self._html.whole(f"{LAYOUT}/letter.html", body | {"subject": subject})
        if language.tongue.formats.right_to_left:
            html = facts.in_html(html)
        return Written(subject, text.strip() + "\n", self._inlined(html))

    def _of(self, locale: str) -> tuple[Language, Values]:
        if locale not in self._languages:
            found = locale_of(locale)
            assert found is not None  # it comes from language()
            language = Language(self._text, Formats(found))
            self._languages[locale] = (language, self._house(language.tongue) | language.frame())
        return self._languages[locale]

    def _inlined(self, html: str) -> str:
        """The style sheet written into every element, as not all mail programs read style sheets. Nothing is fetched.

        The result is inlined, never the template: an HTML parser throws what is no cell out of a table.
        """
        if self._inliner is None:
            style = self._html.whole(f"{LAYOUT}/style.css", {})
            self._inliner = css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True, extra_css=style)
        return self._inliner.inline(html)


def languages(folder: Path | None = None) -> list[str]:
    """The codes of the languages that there is wording for: ours and the folders of the user's that are named so."""
    found = {p.name for place in (OURS, folder) if place and place.is_dir() for p in place.iterdir() if p.is_dir()}
    return sorted(name for name in found - {LAYOUT} if (locale := locale_of(name)) and locale.language == name)


def names(language: str) -> list[str]:
    """The files that a language has."""
    return [f"{language}/{name}" for name in (*COMMON, *map(file_of, MessageKind))]


def copy_templates(folder: Path, only: str = "") -> list[Path]:
    """Copy our templates out for editing, all or those of one language with the layout; what is there already stays.

    Returns the files that were written.
    """
    written = []
    for source in sorted(p for p in OURS.rglob("*") if p.is_file()):
        name = source.relative_to(OURS)
        target = folder / name
        if (only and name.parts[0] not in (only, LAYOUT, PAGE)) or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        written.append(target)
    return written


def unused_files(folder: Path) -> list[str]:
    """Names in a template folder that nothing asks for, perhaps for a slip in the name.

    A file that only another template includes is among them: what includes it is not looked at.
    """
    layout = {p.relative_to(OURS).as_posix() for p in (OURS / LAYOUT).iterdir()}
    asked = layout.union(*map(names, languages(folder)), (f"{code}/{PAGE_WORDS}" for code in languages(folder)))
    ours = {p.relative_to(OURS).as_posix() for p in OURS.rglob("*")}
    there = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    return sorted(name for name in there if name not in asked | ours)


def check_templates(folder: Path) -> list[str]:
    """What is wrong with the user's templates as they are written, one sentence each, before the first letter."""
    pages = Pages(Fence(FileSystemLoader([str(folder), str(OURS)], encoding="utf-8-sig"), html=False))
    wrong: dict[str, None] = {}
    for name in [f"{LAYOUT}/letter.txt", f"{LAYOUT}/letter.html", *(n for code in languages(folder) for n in names(code))]:
        if (folder / name).exists() or not (OURS / name).exists():
            try:
                pages.template(name)
            except TemplateMistake as mistake:
                wrong[str(mistake)] = None
    return list(wrong)
