"""Does a secret stay where it belongs? Every file that a run leaves, and all that it says, is searched for a planted one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import keyring
import pytest

from backorder_xl.core.settings import SecretSetting, parse
from backorder_xl.hosts.cli import main
from backorder_xl.messages.ways.mailbox import keyring_service
from tests.books import book_file, small_book
from tests.messages.ways.test_mailbox import InMemory

PLANTED = "hunter2-correct-horse"


def holders(folder: Path) -> list[str]:
    """The files below a folder that hold the secret, packed or not, in either of the usual ways to write text."""
    found = []
    for path in (p for p in folder.rglob("*") if p.is_file()):
        parts = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as file:
                parts += [file.read(n) for n in file.namelist()]
        if any(PLANTED.encode(how) in part for part in parts for how in ("utf-8", "utf-16-le")):
            found.append(path.name)
    return found


def test_the_password_of_the_mail_server_gets_into_no_file_and_no_word(
    tmp_path: Path, state: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """It is in the keyring, and used: nobody listens on the port, so that the run also has something to complain of."""
    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())
    try:
        keyring.set_password(keyring_service("127.0.0.1"), "jane", PLANTED)
        rows = small_book()
        rows["Customers"] = [["Customer", "Email"], *([f"C{n}", f"c{n}@b.example"] for n in range(1, 5))]
        rows["Settings"] = [
            ["Setting", "Value"],
            ["Drafts To", "imap"],
            ["IMAP Server", "127.0.0.1:9"],
            ["IMAP User", "jane"],
            ["IMAP Security", "none"],
        ]
        book = book_file(tmp_path / "book.xlsx", rows)
        assert main(["run", str(book), "--as-of", "2026-06-03", "--debug"]) == 0
    finally:
        keyring.set_keyring(before)
    said = capsys.readouterr()
    assert "The drafts lie in the folder all the same" in said.out, "the server was asked for"
    assert PLANTED not in said.out + said.err + caplog.text
    assert not holders(tmp_path) and not holders(state)


@pytest.mark.parametrize("name", ["Password", "IMAP Password", "password", "Mail Passwort", "API Key", "Secret", "Token"])
def test_a_password_typed_as_a_setting_is_refused_and_not_repeated(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = small_book()
    rows["Settings"] = [["Setting", "Value"], [name, PLANTED]]
    book = book_file(tmp_path / "book.xlsx", rows)
    copy = tmp_path / "out" / "book.xlsx"
    copy.parent.mkdir()
    assert main(["run", str(book), "-o", str(copy), "--as-of", "2026-06-03"]) == 0
    said = capsys.readouterr()
    assert "has no place in a workbook" in said.out and PLANTED not in said.out + said.err
    with zipfile.ZipFile(copy) as file:
        once = sum(file.read(n).count(PLANTED.encode()) for n in file.namelist())
    assert once == 1, "it stands in the cell where the user typed it, and nowhere else"
    with pytest.raises(SecretSetting, match="keyring"):
        parse(name, PLANTED)


def test_the_search_finds_a_secret_where_there_is_one(tmp_path: Path) -> None:
    book_file(tmp_path / "a.xlsx", {"Orders": [[PLANTED]]})
    assert holders(tmp_path) == ["a.xlsx"]
