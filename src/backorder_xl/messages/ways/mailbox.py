"""Which mail server and which user, and where is the password? Never in the workbook, and never given to another server."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from backorder_xl.core.settings import Settings
from backorder_xl.core.words import MailSecurity
from backorder_xl.messages.ways.errors import DraftsRefused

SERVER_VARIABLE = "BACKORDER_XL_IMAP_SERVER"
PASSWORD_VARIABLE = "BACKORDER_XL_IMAP_PASSWORD"


@dataclass(frozen=True)
class Mailbox:
    """A mailbox as Settings name it; ``folder`` "" means the one that the server marks as Drafts."""

    host: str
    port: int
    user: str
    folder: str = ""
    security: MailSecurity = MailSecurity.TLS


def mailbox(settings: Settings) -> Mailbox:
    """The mailbox from Settings, checked; raises DraftsRefused with what is missing or must not be."""
    security = settings.imap_security
    for name, text in (("Server", settings.imap_server), ("User", settings.imap_user), ("Folder", settings.imap_folder)):
        if not text.isprintable():
            raise DraftsRefused(f"IMAP {name} holds a line break or another sign that cannot stand there.")
    if not settings.imap_server or not settings.imap_user:
        raise DraftsRefused("Drafts To is imap, so the settings IMAP Server and IMAP User must be filled in.")
    try:
        parts = urlsplit(f"//{settings.imap_server}")
        host, port = parts.hostname or "", parts.port or (993 if security is MailSecurity.TLS else 143)
    except ValueError:
        host, port = "", 0
    if not host or settings.imap_server.strip("[]").casefold() not in _spellings(host, port):
        raise DraftsRefused(f"IMAP Server takes a name such as imap.example.com or host:993, not {settings.imap_server!r}.")
    if security is MailSecurity.NONE and not _here(host):
        raise DraftsRefused(
            f"IMAP Security none would send the password to {host} for everybody to read; it is for a mail program on this same "
            "machine only. Set it to tls."
        )
    return Mailbox(host, port, settings.imap_user, settings.imap_folder, security)


def keyring_service(host: str) -> str:
    """The name under which the keyring keeps the password for a server: each server has its own."""
    return f"backorder-xl:{host.casefold()}"


def password(box: Mailbox, environment: Mapping[str, str] = os.environ) -> str:
    """The password from the environment, else from the machine's keyring; raises DraftsRefused where there is none.

    The environment's password goes to the server that the environment names and to no other: a book from somebody else
    could name a server of its own.
    """
    if given := environment.get(PASSWORD_VARIABLE):
        if not given.isprintable():
            raise DraftsRefused(f"{PASSWORD_VARIABLE} holds a line break or another sign that no password has.")
        if environment.get(SERVER_VARIABLE, "").casefold() == box.host.casefold():
            return given
        raise DraftsRefused(
            f"{PASSWORD_VARIABLE} is set, but {SERVER_VARIABLE} does not say {box.host}; set it, so that the password goes "
            "to no other server."
        )
    if kept := _from_keyring(box):
        return kept
    raise DraftsRefused(
        f'There is no password for {box.user} on {box.host}. Store it with: keyring set "{keyring_service(box.host)}" {box.user}'
    )


def _from_keyring(box: Mailbox) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(keyring_service(box.host), box.user)
    except (KeyringError, RuntimeError):  # no keyring on this machine, or it stays locked
        return None


def _spellings(host: str, port: int) -> tuple[str, ...]:
    return (host, f"{host}:{port}", f"{host}]:{port}")


def _here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
