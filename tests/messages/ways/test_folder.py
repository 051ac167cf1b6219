"""Are the files whole, the same when made again, and does the page beside them say what is there?"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from lxml import html

from backorder_xl.messages.draft import Draft
from backorder_xl.messages.ways.errors import DraftsRefused
from backorder_xl.messages.ways.folder import InFolder, put_out, set_aside, settle, take_back
from backorder_xl.messages.ways.mailto import CEILING, has_text, mailto
from tests.messages.ways.drafts import draft


def put_into_folder(drafts: Sequence[Draft], folder: Path) -> InFolder:
    """What a run does that is not stopped."""
    folder.parent.mkdir(exist_ok=True)
    return put_out(set_aside(drafts, folder, folder.parent / f"{folder.name} note.json"))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def page(folder: Path) -> html.HtmlElement:
    return html.fromstring((folder / "index.html").read_bytes())


def test_the_same_drafts_leave_the_same_bytes_and_touch_nothing(tmp_path: Path) -> None:
    drafts = [draft(n) for n in range(1, 4)]
    first = put_into_folder(drafts, tmp_path / "a" / "drafts")
    put_into_folder(drafts, tmp_path / "b")
    assert content(tmp_path / "a" / "drafts") == content(tmp_path / "b")
    assert content(tmp_path / "b") == {**{d.file: d.message for d in drafts}, "index.html": first.index.read_bytes()}
    for path in (tmp_path / "b").iterdir():
        os.utime(path, (1, 1))
    again = put_into_folder(drafts, tmp_path / "b")
    assert (again.new, again.same) == ([], [d.file for d in drafts])
    assert {path.stat().st_mtime for path in (tmp_path / "b").iterdir()} == {1}


def test_files_of_earlier_runs_stay_and_are_listed_last(tmp_path: Path) -> None:
    put_into_folder([draft(1, name="Größe & Co", subject="Über SO-1"), draft(2)], tmp_path)
    (tmp_path / "mine.eml").write_bytes(b"Subject: not of Backorder XL\r\n\r\n")
    put_into_folder([draft(3), draft(2), draft(4, review="above the limit of 1,000.00")], tmp_path)
    heads = [h.text_content() for h in page(tmp_path).iter("h2")]
    assert heads == ["Read these before they go (1)", "Drafts of this run (2)", "From earlier runs, still here (1)"]
    links = [unquote(a.get("href")) for a in page(tmp_path).xpath("//h3/a")]
    assert links == [draft(n).file for n in (4, 3, 2, 1)]
    old = page(tmp_path).xpath("//section[last()]//li")[0].text_content()
    assert "Über SO-1" in old and "Größe & Co <jane@example.com>" in old and "2026-06-03" in old
    assert (tmp_path / draft(1).file).exists()


def test_the_page_shows_hostile_text_as_text(tmp_path: Path) -> None:
    bad = draft(1, subject='<script>alert(1)</script> {{ 7*7 }} " onload="x', review="<b>new</b>\u202e")
    put_into_folder([dataclasses.replace(bad, name="A" * 10_000, orders=("<i>",) * 3, email="a@b.c?cc=d@e.f")], tmp_path)
    shown = page(tmp_path)
    assert not shown.xpath("//script|//b|//i|//*[@onload]") and "{{ 7*7 }}" in shown.text_content()
    assert "A" * 201 not in shown.text_content() and "\u202e" not in shown.text_content()
    assert [a.get("href") for a in shown.iter("a")] == [bad.file]  # an address that is none gets no link
    assert not shown.xpath("//@src|//link")


@pytest.mark.parametrize(
    "file", ["../x.eml", "a/b.eml", "a\\b.eml", ".x.eml", "con.eml", "x.exe", "a\n.eml", "C:x.eml", "x.eml\0", "\ud800.eml"]
)
def test_a_name_that_is_no_plain_name_is_refused(tmp_path: Path, file: str) -> None:
    with pytest.raises(ValueError, match="no plain name"):
        put_into_folder([dataclasses.replace(draft(), file=file)], tmp_path / "drafts")
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_told_and_keeps_no_other(tmp_path: Path) -> None:
    (tmp_path / draft(1).file).mkdir()
    done = put_into_folder([draft(1), draft(2)], tmp_path)
    assert done.new == [draft(2).file] and list(done.failed) == [draft(1).file] and "Run again" in done.failed[draft(1).file]
    long = dataclasses.replace(draft(3), file="x" * 300 + ".eml")
    assert "too long" in put_into_folder([long], tmp_path).failed[long.file]
    assert draft(1).file not in (tmp_path / "index.html").read_text()
    assert not list(tmp_path.glob(".*"))
    (tmp_path / "taken").write_text("")
    with pytest.raises(DraftsRefused, match="there is a file of that name"):
        put_into_folder([draft()], tmp_path / "taken")


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("keep")
    folder = tmp_path / "drafts"
    folder.mkdir()
    for name in (draft().file, f".{draft().key}.part"):
        (folder / name).symlink_to(other)
    put_into_folder([draft()], folder)
    assert other.read_text() == "keep" and (folder / draft().file).read_bytes() == draft().message


def test_drafts_are_seen_only_once_the_workbook_lists_them(tmp_path: Path) -> None:
    folder, note = tmp_path / "new" / "drafts", tmp_path / "note.json"
    drafts = [draft(n) for n in range(1, 4)]
    aside = set_aside(drafts, folder, note)
    assert not list(folder.glob("*.eml")) and len(list(folder.glob(".*.part"))) == 3
    take_back(aside)
    assert not list(tmp_path.iterdir())
    set_aside(drafts, folder, note)  # and the run is killed here
    moved = tmp_path.rename(f"{tmp_path} elsewhere")  # as another computer sees it
    note, folder = moved / "note.json", moved / "new" / "drafts"
    settle(note, {drafts[0].file, drafts[2].file})
    assert sorted(p.name for p in folder.iterdir()) == sorted([drafts[0].file, drafts[2].file, "index.html"])
    assert not note.exists()


def test_a_draft_that_is_held_is_put_out_by_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, note = tmp_path / "drafts", tmp_path / "note.json"
    aside = set_aside([draft(1), draft(2)], folder, note)
    real, tries = os.replace, []

    def held(made: Path, target: Path) -> None:
        if Path(target).name == draft(1).file:
            tries.append(target)
            raise PermissionError(13, "held")
        real(made, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr("time.sleep", lambda _: None)
    done = put_out(aside)
    assert len(tries) == 6 and list(done.failed) == [draft(1).file] and done.new == [draft(2).file]
    monkeypatch.setattr(os, "replace", real)
    settle(note, {draft(1).file, draft(2).file})
    assert (folder / draft(1).file).read_bytes() == draft(1).message and not note.exists()


def test_a_note_leads_nowhere_else(tmp_path: Path) -> None:
    mine, note = tmp_path / "mine.part", tmp_path / "note.json"
    mine.write_text("keep")
    for names in ({str(mine): "x.eml"}, {str(tmp_path / ".a.part"): "../x.eml"}, {"mine.part": "x.eml"}, ["x"], 7):
        note.write_text(json.dumps(names))
        settle(note, {"x.eml", "../x.eml"})
        assert mine.read_text() == "keep" and [p.name for p in tmp_path.iterdir()] == ["mine.part"]


def test_a_mailto_link_says_the_text_or_none_of_it() -> None:
    text = "Dear Jörg & Söhne,\nsee 100 % of it?\r\n#1 = one\n"
    link = mailto("a+b@example.com; c@example.com", "Order SO-1:\r\nBcc: x", text)
    assert link.isascii() and "%0D%0A" in link and " " not in link
    parts = urlsplit(link)
    assert unquote(parts.path) == "a+b@example.com,c@example.com" and "+" not in parts.path
    said = parse_qs(parts.query, strict_parsing=True)
    assert said == {"subject": ["Order SO-1: Bcc: x"], "body": ["Dear Jörg & Söhne,\r\nsee 100 % of it?\r\n#1 = one"]}
    most = "x" * (CEILING - len(mailto("a@b.c", "S", "")))
    assert len(mailto("a@b.c", "S", most)) == CEILING and has_text(mailto("a@b.c", "S", most))
    assert mailto("a@b.c", "S", most + "x") == "mailto:a@b.c?subject=S"
    assert mailto("a@b.c", "x" * 3000, "") == "" == mailto("", "S", "") == mailto("no address", "S", "")
    assert mailto("a@b.c?bcc=d@e.f", "S", "t") == "" == mailto("a@b.c?subject=x", "S", "t")
    assert mailto("a?bcc=d&x@e.f", "S", "t").startswith("mailto:a%3Fbcc%3Dd%26x@e.f?subject=")
