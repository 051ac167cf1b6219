"""Do drafts arrive in the Drafts of a real mail server, each once, and does nothing secret reach a server that is not trusted?"""

from __future__ import annotations

import dataclasses
import email
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("pwd")  # the server runs on Unix only
imapclient = pytest.importorskip("imapclient")

from backorder_xl.core.words import MailSecurity  # noqa: E402
from backorder_xl.messages.ways import imap  # noqa: E402
from backorder_xl.messages.ways.errors import DraftsRefused  # noqa: E402
from backorder_xl.messages.ways.imap import put_into_drafts  # noqa: E402
from backorder_xl.messages.ways.mailbox import Mailbox  # noqa: E402
from tests.messages.ways import dovecot  # noqa: E402
from tests.messages.ways.dovecot import PASSWORD, USER, Dovecot  # noqa: E402
from tests.messages.ways.drafts import draft  # noqa: E402

pytestmark = pytest.mark.skipif(not dovecot.PROGRAM, reason="needs Dovecot 2.3 (dovecot-imapd)")

BOX = "Entwürfe"


@contextmanager
def running(**more: str) -> Iterator[Dovecot]:
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)
        server = dovecot.start(Path(home), **more)
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="module")
def running_server() -> Iterator[Dovecot]:
    with running() as server:
        yield server


@pytest.fixture
def server(running_server: Dovecot) -> Iterator[Dovecot]:
    """The server with empty folders."""
    yield running_server
    with signed_in(running_server) as client:
        for folder in (BOX, "Drafts"):
            client.select_folder(folder)
            client.delete_messages(client.search())
            client.expunge()


@contextmanager
def signed_in(server: Dovecot) -> Iterator[imapclient.IMAPClient]:
    """A second client, as the user's own mail program would be."""
    with imapclient.IMAPClient("127.0.0.1", server.plain, ssl=False) as client:
        client.login(USER, PASSWORD)
        client.select_folder(BOX)
        yield client


def box(server: Dovecot, security: MailSecurity = MailSecurity.NONE, **more: object) -> Mailbox:
    port = server.tls if security is MailSecurity.TLS else server.plain
    return dataclasses.replace(Mailbox("127.0.0.1", port, USER, security=security), **more)


def lying(server: Dovecot) -> dict[int, tuple[set[bytes], bytes]]:
    """What lies in the folder: uid -> flags and message."""
    with signed_in(server) as client:
        found = client.fetch(client.search(), ["FLAGS", "BODY.PEEK[]"])
    return {uid: (set(parts[b"FLAGS"]), parts[b"BODY[]"]) for uid, parts in found.items()}


def keys(server: Dovecot) -> list[str]:
    return sorted(str(email.message_from_bytes(m)["X-Backorder-Key"]) for _, m in lying(server).values())


def test_drafts_arrive_once_marked_as_drafts_and_whole(server: Dovecot) -> None:
    drafts = [draft(n, attachment=b"PK\0" * n) for n in range(1, 4)]
    done = put_into_drafts(drafts, box(server), PASSWORD)
    assert (done.folder, done.new) == (BOX, [d.key for d in drafts])
    there = lying(server)
    assert sorted(m.partition(b"\r\n")[2] for _, m in there.values()) == sorted(d.message for d in drafts)
    assert all({b"\\Draft", b"\\Seen"} <= flags for flags, _ in there.values())
    again = put_into_drafts([*drafts, draft(4)], box(server), PASSWORD)
    assert (again.new, again.same, again.replaced) == ([draft(4).key], done.new, [])
    assert set(there) < set(lying(server)) and keys(server) == [draft(n).key for n in range(1, 5)]


def test_a_draft_that_says_something_else_replaces_the_old_one_and_nothing_else(server: Dovecot) -> None:
    put_into_drafts([draft(1), draft(2)], box(server), PASSWORD)
    with signed_in(server) as client:  # the user has a message marked as deleted; a plain EXPUNGE would take it along
        client.append(BOX, b"Subject: mine\r\n\r\nkeep\r\n", (b"\\Deleted",))
    before = lying(server)
    new = draft(1, text="It ships on 24 June.\n")
    done = put_into_drafts([new, draft(2)], box(server), PASSWORD)
    assert (done.new, done.replaced, done.same) == ([], [new.key], [draft(2).key])
    after = lying(server)
    gone, come = set(before) - set(after), set(after) - set(before)
    assert [draft(1).message in before[uid][1] for uid in gone] == [True] == [new.message in after[uid][1] for uid in come]
    assert sum(b"Subject: mine" in m for _, m in after.values()) == 1 and len(after) == 3


def test_a_draft_in_which_somebody_wrote_is_left_alone(server: Dovecot) -> None:
    put_into_drafts([draft(1)], box(server), PASSWORD)
    (uid, (_, message)), *_ = lying(server).items()
    with signed_in(server) as client:  # a mail program saves a changed draft as a new message
        client.append(BOX, message.replace(b"your lamp", b"dear friend, your lamp"), (b"\\Draft",))
        client.delete_messages([uid])
        client.uid_expunge([uid])
    changed = lying(server)
    done = put_into_drafts([draft(1, text="Other words.\n")], box(server), PASSWORD)
    assert done.kept == [draft(1).key] and lying(server) == changed


def test_a_run_that_was_cut_off_between_new_and_old_is_put_right(server: Dovecot) -> None:
    old, new = draft(1), draft(1, text="Other words.\n")
    put_into_drafts([old], box(server), PASSWORD)
    with signed_in(server) as client:
        client.append(BOX, imap._marked(new.message), imap.FLAGS)
    done = put_into_drafts([new], box(server), PASSWORD)
    assert done.same == [new.key] and [new.message in m for _, m in lying(server).values()] == [True]


def test_a_draft_that_the_user_deleted_does_not_count_as_there(server: Dovecot) -> None:
    put_into_drafts([draft(1)], box(server), PASSWORD)
    with signed_in(server) as client:
        client.delete_messages(client.search())
    assert put_into_drafts([draft(1)], box(server), PASSWORD).new == [draft(1).key]


def test_many_go_together_where_the_server_can(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(imapclient.IMAPClient, "append")
    drafts = [draft(n) for n in range(1, 121)]
    put_into_drafts(drafts, box(server), PASSWORD)
    assert keys(server) == [d.key for d in drafts]


def test_a_server_that_can_do_little_gets_them_one_by_one_and_loses_nothing() -> None:
    with running(capability="IMAP4rev1 SPECIAL-USE") as server:
        put_into_drafts([draft(1), draft(2)], box(server), PASSWORD)
        with signed_in(server) as client:
            assert not client.has_capability("MULTIAPPEND") and not client.has_capability("UIDPLUS")
        put_into_drafts([draft(1, text="New.\n")], box(server), PASSWORD)
        deleted = [m for flags, m in lying(server).values() if b"\\Deleted" in flags]
        assert [draft(1).message in m for m in deleted] == [True] and len(lying(server)) == 3
        assert put_into_drafts([draft(1, text="New.\n")], box(server), PASSWORD).same == [draft(1).key]


def test_without_a_marked_folder_the_name_must_be_told() -> None:
    with running(special="") as server:
        with pytest.raises(
            DraftsRefused, match="marks no folder as Drafts; name the folder for drafts in the setting IMAP Folder"
        ):
            put_into_drafts([draft()], box(server), PASSWORD)
        with pytest.raises(DraftsRefused, match=r"no folder 'Entwurf' .* takes one of: .*Entwürfe"):
            put_into_drafts([draft()], box(server, folder="Entwurf"), PASSWORD)
        assert put_into_drafts([draft()], box(server, folder=BOX), PASSWORD).folder == BOX
        assert len(lying(server)) == 1


@pytest.mark.parametrize("security", [MailSecurity.TLS, MailSecurity.STARTTLS])
def test_a_certificate_must_be_trusted_before_a_password_is_given(server: Dovecot, security: MailSecurity) -> None:
    before = (server.home / "log").read_text().count("Login:")
    with pytest.raises(DraftsRefused, match=r"certificate of 127.0.0.1:\d+ is not trusted \(self.signed certificate"):
        put_into_drafts([draft()], box(server, security), PASSWORD)
    assert (server.home / "log").read_text().count("Login:") == before
    with pytest.raises(DraftsRefused, match=r"not trusted .*IP address mismatch"):  # the right signer of another name
        put_into_drafts([draft()], box(server, security), PASSWORD, server.ca)
    assert (server.home / "log").read_text().count("Login:") == before
    assert put_into_drafts([draft()], box(server, security, host="localhost"), PASSWORD, server.ca).new == [draft().key]


def test_what_goes_wrong_is_told_in_a_sentence_without_the_password(server: Dovecot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "not the pass word"
    with pytest.raises(DraftsRefused, match="did not accept the user and the password") as told:
        put_into_drafts([draft()], box(server), wrong)
    assert wrong not in str(told.value) and wrong not in caplog.text
    with pytest.raises(DraftsRefused, match="did not accept"):
        put_into_drafts([draft()], box(server), "Pässwörd")
    put_into_drafts([draft()], box(server), PASSWORD)
    assert PASSWORD not in caplog.text
    with pytest.raises(DraftsRefused, match="does not answer with TLS"):
        put_into_drafts([draft()], box(server, MailSecurity.TLS, port=server.plain), PASSWORD)
    with pytest.raises(DraftsRefused, match=r"No connection to the mail server 127.0.0.1:"):
        put_into_drafts([draft()], box(server, port=dovecot._free_ports()[0]), PASSWORD)
