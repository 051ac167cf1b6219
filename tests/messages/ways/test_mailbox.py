"""Are the facts of a mailbox checked, and does a password go only where it belongs?"""

from __future__ import annotations

from dataclasses import replace

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from backorder_xl.core.settings import Settings
from backorder_xl.core.words import MailSecurity
from backorder_xl.messages.ways.errors import DraftsRefused
from backorder_xl.messages.ways.mailbox import PASSWORD_VARIABLE, SERVER_VARIABLE, Mailbox, keyring_service, mailbox, password

BOX = Mailbox("imap.example.com", 993, "jane@example.com")
FILLED = Settings(imap_server="imap.example.com", imap_user="jane@example.com")


class InMemory(KeyringBackend):
    """A keyring of the library's own kind that keeps nothing."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def ring():
    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())
    yield
    keyring.set_keyring(before)


@pytest.mark.parametrize(
    ("server", "security", "host", "port"),
    [
        ("imap.example.com", MailSecurity.TLS, "imap.example.com", 993),
        ("imap.example.com:1993", MailSecurity.TLS, "imap.example.com", 1993),
        ("Imap.Example.com", MailSecurity.STARTTLS, "imap.example.com", 143),
        ("127.0.0.1:1143", MailSecurity.NONE, "127.0.0.1", 1143),
        ("localhost", MailSecurity.NONE, "localhost", 143),
        ("[::1]:1143", MailSecurity.NONE, "::1", 1143),
    ],
)
def test_a_server_is_a_name_and_perhaps_a_port(server: str, security: MailSecurity, host: str, port: int) -> None:
    made = mailbox(replace(FILLED, imap_server=server, imap_security=security))
    assert made == Mailbox(host, port, "jane@example.com", "", security)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"imap_server": ""}, "must be filled in"),
        ({"imap_user": ""}, "must be filled in"),
        ({"imap_server": "imaps://imap.example.com"}, "takes a name such as"),
        ({"imap_server": "imap.example.com:abc"}, "takes a name such as"),
        ({"imap_server": "jane:secret@imap.example.com"}, "takes a name such as"),
        ({"imap_user": "jane\r\nA1 DELETE INBOX"}, "IMAP User holds a line break"),
        ({"imap_folder": "Drafts\nx"}, "IMAP Folder holds a line break"),
        ({"imap_security": MailSecurity.NONE}, "for everybody to read"),
        ({"imap_security": MailSecurity.NONE, "imap_server": "127.0.0.1.example.com"}, "for everybody to read"),
    ],
)
def test_what_is_missing_or_must_not_be_is_told(changed: dict[str, object], told: str) -> None:
    with pytest.raises(DraftsRefused, match=told):
        mailbox(replace(FILLED, **changed))


def test_the_keyring_keeps_one_password_for_each_server_and_user(ring: None) -> None:
    keyring.set_password(keyring_service(BOX.host), BOX.user, "secret")
    assert password(BOX, {}) == "secret"
    for other in (replace(BOX, host="imap.example.org"), replace(BOX, user="joe@example.com")):
        with pytest.raises(DraftsRefused, match=rf'keyring set "backorder-xl:{other.host}" {other.user}'):
            password(other, {})


def test_a_password_of_the_environment_goes_to_the_server_that_it_names(ring: None) -> None:
    given = {PASSWORD_VARIABLE: "secret", SERVER_VARIABLE: "IMAP.example.com"}
    assert password(BOX, given) == "secret"
    for wrong in ({**given, SERVER_VARIABLE: "imap.example.org"}, {PASSWORD_VARIABLE: "secret"}):
        with pytest.raises(DraftsRefused, match=r"does not say imap.example.com") as told:
            password(BOX, wrong)
        assert "secret" not in str(told.value)
    with pytest.raises(DraftsRefused, match="line break"):
        password(BOX, {**given, PASSWORD_VARIABLE: "secret\r\n"})


def test_a_machine_without_a_keyring_says_how_to_go_on() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        with pytest.raises(DraftsRefused, match="There is no password"):
            password(BOX, {})
    finally:
        keyring.set_keyring(before)
