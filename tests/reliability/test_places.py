"""Links, rights, owners and folders of a cloud: is the workbook's place as the user made it?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backorder_xl.hosts.cli import main
from backorder_xl.workbook.save import replace_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and rights as POSIX has them")
DAY = ["--as-of", "2026-06-03"]


def write(target: Path, content: bytes) -> None:
    replace_file(target, lambda out: out.write(content))


def test_a_link_stays_a_link(tmp_path: Path, state: Path) -> None:
    real = tmp_path / "OneDrive - Müller & Söhne GmbH" / "Aufträge 2026.xlsx"
    real.parent.mkdir()
    assert main(["new", str(real), "--demo"]) == 0
    link = tmp_path / "desk" / "today.xlsx"
    link.parent.mkdir()
    link.symlink_to(real)
    before = real.read_bytes()
    assert main(["plan", str(link), *DAY]) == 0
    assert link.is_symlink() and real.read_bytes() != before
    assert [p.name for p in real.parent.iterdir()] == [real.name]
    assert main(["undo", str(link), *DAY]) == 0
    assert link.is_symlink()


def test_another_name_of_the_file_keeps_the_old_workbook_whole(tmp_path: Path) -> None:
    book, other = tmp_path / "book.xlsx", tmp_path / "other.xlsx"
    book.write_bytes(b"old")
    os.link(book, other)
    write(book, b"new")
    assert (book.read_bytes(), other.read_bytes()) == (b"new", b"old")


def test_rights_owner_and_attributes_are_kept(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"old")
    if os.geteuid() == 0:
        os.chown(book, 12345, 54321)
    try:
        os.setxattr(book, "user.tag", b"blue")
    except (OSError, AttributeError):
        book.chmod(0o2640)
        tagged = False
    else:
        tagged = True
    book.chmod(0o2640)
    before = book.stat()
    write(book, b"new")
    after = book.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert book.read_bytes() == b"new" and after.st_ino != before.st_ino
    assert not tagged or os.getxattr(book, "user.tag") == b"blue"


def test_what_killed_runs_left_goes_and_nothing_else(tmp_path: Path) -> None:
    ours = [".book.xlsx-abcd1234.tmp", ".book backup 2026-06-01.xlsx-a_c_1234.tmp"]
    others = [".book.xlsx.tmp", ".book.xlsm-abcd1234.tmp", ".my book.xlsx-abcd1234.tmp", ".book.xlsx-x-abcd1234.tmp", "book.tmp"]
    for name in (*ours, *others):
        (tmp_path / name).write_text("")
    write(tmp_path / "book.xlsx", b"new")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*others, "book.xlsx"])


def test_a_long_name_is_told_from_others_that_begin_alike(tmp_path: Path) -> None:
    """Its backup's name begins alike, too: the sweep before that is written must leave the new file alone."""
    book = tmp_path / f"{'codes as numbers on one sheet and text on the other, ' * 2}.xlsx"
    assert main(["new", str(book), "--demo"]) == 0
    assert main(["run", str(book), "--as-of", "2026-06-03"]) == 0
    assert [p.suffix for p in tmp_path.iterdir() if "backup" in p.name] == [".xlsx"]
    assert not [p for p in tmp_path.iterdir() if p.suffix == ".tmp"]
