"""How do drafts get into the Drafts of a mail server, each once?

They are appended, never sent. The folder is the one that the server itself marks as Drafts, or the one named in Settings, never
one that merely looks right. A draft that is there is not doubled; one that says something else by now is replaced, unless
somebody wrote in it.
"""

from __future__ import annotations

import hashlib
import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backorder_xl.core.words import MailSecurity
from backorder_xl.messages.draft import Draft
from backorder_xl.messages.plain import one_line
from backorder_xl.messages.ways.errors import DraftsRefused
from backorder_xl.messages.ways.index import KEY_HEADER
from backorder_xl.messages.ways.mailbox import Mailbox

if TYPE_CHECKING:
    from imapclient import IMAPClient

SUM_HEADER = "X-Backorder-Sum"
"""What the draft held when we put it there; a draft that holds something else was changed by a person."""

FLAGS = (b"\\Draft", b"\\Seen")
_DRAFTS = b"\\drafts"
_AT_ONCE = 50  # messages in one command
_TOGETHER = 4_000_000  # bytes in one command


@dataclass
class InMailbox:
    """What a run left in the mailbox, by key; ``kept`` are drafts in which somebody wrote, and which were left alone."""

    folder: str
    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def put_into_drafts(
    drafts: Sequence[Draft], mailbox: Mailbox, password: str, ca_file: Path | None = None, timeout: float = 30
) -> InMailbox:
    """Append what is not there yet and replace what changed; raises DraftsRefused, and a second try then doubles nothing.

    ``ca_file`` holds certificates to trust instead of the machine's own. The new draft is there before the old one goes.
    """
    with _told(mailbox), _signed_in(mailbox, password, ca_file, timeout) as client:
        done = InMailbox(_folder(client, mailbox))
        client.select_folder(done.folder)
        there = _there(client)
        old: list[int] = []
        waiting: list[bytes] = []
        for draft in drafts:
            message = _marked(draft.message)
            state, uids = _compared(client, there.get(draft.key, {}), message)
            getattr(done, state).append(draft.key)
            old += uids
            if state in ("new", "replaced"):
                waiting.append(message)
        for messages in _parcels(waiting):
            _append(client, done.folder, messages)
        _remove(client, old)
    return done


@contextmanager
def _signed_in(mailbox: Mailbox, password: str, ca_file: Path | None, timeout: float) -> Iterator[IMAPClient]:
    """A connection that is private and signed in. Nothing secret is said before the server's certificate was accepted."""
    try:
        from imapclient import IMAPClient
    except ImportError as error:
        raise DraftsRefused('Drafts To is imap, which needs one more part: pip install "backorder-xl[imap]".') from error
    trust = ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
    direct = mailbox.security is MailSecurity.TLS
    client = IMAPClient(mailbox.host, mailbox.port, ssl=direct, ssl_context=trust if direct else None, timeout=timeout)
    try:
        if mailbox.security is MailSecurity.STARTTLS:
            client.starttls(trust)
        if (mailbox.user + password).isascii():
            client.login(mailbox.user, password)
        else:
            client.plain_login(mailbox.user, password)
        yield client
    finally:
        _leave(client)


def _leave(client: IMAPClient) -> None:
    """Sign out. Where the connection is broken already, what broke it is what the user must hear."""
    try:
        client.logout()
    except (OSError, imaplib.IMAP4.error):
        with suppress(OSError):
            client.shutdown()


def _folder(client: IMAPClient, mailbox: Mailbox) -> str:
    """The folder named in Settings, else the one that the server marks as Drafts.

    The library's own search would fall back on folders by their names, which may hold anything.
    """
    found = client.list_folders()
    if mailbox.folder:
        if any(name == mailbox.folder for _, _, name in found):
            return mailbox.folder
        names = ", ".join(one_line(str(name), 40) for _, _, name in found[:12])
        raise DraftsRefused(f"There is no folder {mailbox.folder!r} on {mailbox.host}; IMAP Folder takes one of: {names}.")
    marked = [str(name) for flags, _, name in found if _DRAFTS in [bytes(f).lower() for f in flags]]
    if len(marked) == 1:
        return marked[0]
    said = "marks no folder as Drafts" if not marked else f"marks several folders as Drafts: {', '.join(marked)}"
    raise DraftsRefused(f"{mailbox.host} {said}; name the folder for drafts in the setting IMAP Folder.")


def _there(client: IMAPClient) -> dict[str, dict[int, str]]:
    """Our drafts that lie there: key -> uid -> the sum that each carries. Those marked as deleted do not count."""
    uids = client.search(["UNDELETED", "HEADER", KEY_HEADER, ""])
    wanted = f"BODY.PEEK[HEADER.FIELDS ({KEY_HEADER} {SUM_HEADER})]"
    found: dict[str, dict[int, str]] = {}
    for uid, parts in (client.fetch(uids, [wanted]) if uids else {}).items():
        head = b"".join(value for name, value in parts.items() if name.startswith(b"BODY[HEADER"))
        facts = {}
        for line in head.decode("ascii", "replace").splitlines():
            name, _, value = line.partition(":")
            facts[name.strip().casefold()] = value.strip()
        found.setdefault(facts.get(KEY_HEADER.casefold(), ""), {})[uid] = facts.get(SUM_HEADER.casefold(), "")
    return found


def _compared(client: IMAPClient, there: dict[int, str], message: bytes) -> tuple[str, list[int]]:
    """What is to be done with a draft, and the uids that go when it is done.

    More than one of a key is there where an earlier run was cut off between bringing the new one and taking the old one.
    """
    if not there:
        return "new", []
    ours = _sum_in(message)
    same = sorted(uid for uid, found in there.items() if found == ours)
    others = sorted(set(there) - set(same))
    untouched = [uid for uid in others if _untouched(client, uid)]
    if same:
        return "same", untouched
    return ("kept", []) if len(untouched) < len(others) else ("replaced", others)


def _untouched(client: IMAPClient, uid: int) -> bool:
    """Whether a draft is as we left it; one that is not carries a person's work."""
    message = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]", b"")
    first, _, rest = _newlines(message).partition(b"\n")
    return first.decode("ascii", "replace") == f"{SUM_HEADER}: {_sum(rest)}"


def _marked(message: bytes) -> bytes:
    return f"{SUM_HEADER}: {_sum(message)}\r\n".encode("ascii") + message


def _sum_in(message: bytes) -> str:
    return message.partition(b"\r\n")[0].partition(b": ")[2].decode("ascii")


def _sum(message: bytes) -> str:
    """The same for the same message, whatever a server does to the ends of its lines and to its last blank lines."""
    return hashlib.sha256(_newlines(message).rstrip(b"\n")).hexdigest()[:32]


def _newlines(message: bytes) -> bytes:
    return message.replace(b"\r\n", b"\n")


def _parcels(messages: Sequence[bytes]) -> Iterator[list[bytes]]:
    """As many together as one command should carry."""
    parcel: list[bytes] = []
    for message in messages:
        if parcel and (len(parcel) == _AT_ONCE or sum(map(len, parcel)) + len(message) > _TOGETHER):
            yield parcel
            parcel = []
        parcel.append(message)
    if parcel:
        yield parcel


def _append(client: IMAPClient, folder: str, messages: list[bytes]) -> None:
    if len(messages) > 1 and client.has_capability("MULTIAPPEND"):
        client.multiappend(folder, [{"msg": message, "flags": FLAGS} for message in messages])
    else:
        for message in messages:
            client.append(folder, message, FLAGS)


def _remove(client: IMAPClient, uids: list[int]) -> None:
    """Take away exactly these. Where a server cannot do that they stay marked as deleted: plain EXPUNGE takes others along."""
    if uids:
        client.delete_messages(uids)
        if client.has_capability("UIDPLUS"):
            client.uid_expunge(uids)


@contextmanager
def _told(mailbox: Mailbox) -> Iterator[None]:
    """Whatever goes wrong on the way becomes a sentence; what a server said is shown, a password never is."""
    host, at = mailbox.host, f"{mailbox.host}:{mailbox.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise DraftsRefused(
            f"The certificate of {at} is not trusted ({one_line(error.verify_message)}), so no password was given and no draft "
            "was put there. Check IMAP Server; if your company signs its own certificates, name their file in SSL_CERT_FILE."
        ) from error
    except ssl.SSLError as error:
        raise DraftsRefused(
            f"{at} does not answer with TLS, so no password was given. Set IMAP Security to starttls, or IMAP Server to the "
            "port for TLS, mostly 993."
        ) from error
    except OSError as error:  # refused, reset, timed out, no such name
        why = one_line(str(getattr(error, "strerror", None) or error or "no answer"))
        raise DraftsRefused(f"No connection to the mail server {at} ({why}). Check IMAP Server and the network.") from error
    except imaplib.IMAP4.error as error:
        raise DraftsRefused(_said(host, error)) from error


def _said(host: str, error: Any) -> str:
    from imapclient.exceptions import CapabilityError, LoginError

    if isinstance(error, LoginError):
        return (
            f"{host} did not accept the user and the password. Check IMAP User and the stored password; Gmail wants an app "
            "password, and Microsoft 365 takes none at all (docs/drafts.md)."
        )
    if isinstance(error, CapabilityError):
        return f"{host} does not offer STARTTLS, so no password was given. Set IMAP Security to tls."
    return f"{host} did not take the drafts: {one_line(str(error))}. Run again when that is put right; nothing is doubled."
