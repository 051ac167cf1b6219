"""How does a letter become the bytes of a draft that opens unsent? Two runs with the same facts write the same bytes.

The constant parts are put together as bytes, because the standard library's message objects take most of the time;
what came from a cell passes through its encoders. It writes no file and sends nothing.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from email.utils import encode_rfc2231, format_datetime
from functools import lru_cache

from backorder_xl.messages.addresses import Address
from backorder_xl.messages.facts import clean
from backorder_xl.messages.logo import Logo
from backorder_xl.messages.plain import one_line

LOGO_ID = "logo@backorder-xl"
_PLAIN_HEADER = re.compile(r"[ !-~]*")
_ATOM = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
_TYPE = re.compile(r"[a-z0-9]+/[a-z0-9.+-]+")


@dataclass(frozen=True)
class Attachment:
    """A file that goes along; ``type`` is its media type."""

    name: str
    data: bytes
    type: str = "application/octet-stream"


@dataclass(frozen=True)
class Heads:
    """What stands above the message. ``key`` makes the Message-ID and the boundaries; ``now`` is the same for a whole run."""

    key: str
    subject: str
    to: tuple[Address, ...]
    sender: Address | None
    reply_to: Address | None
    now: dt.datetime
    language: str


def message(heads: Heads, text: str, html: str, logo: Logo | None = None, attachments: Sequence[Attachment] = ()) -> bytes:
    """The message as the bytes of an .eml, lines ending in CRLF (RFC 5322, 2045 to 2049, 2231; 6532 where an address needs it).

    The shape: mixed, where there are attachments, of alternative of plain text and related of HTML and logo, least rich first.
    """
    second = _leaf("text/html", html)
    if logo is not None:
        second = _multipart("related", heads.key, [second, _picture(logo)], '; type="text/html"')
    body = _multipart("alternative", heads.key, [_leaf("text/plain", text), second])
    if attachments:
        body = _multipart("mixed", heads.key, [body, *map(_attached, attachments)])
    return _heads(heads) + body


def header_text(text: str, most: int = 200) -> str:
    """Text as it may stand in a header: one line, no turning signs, and nothing that a reader could take for an encoded word."""
    return clean(text, most).replace("=?", "= ?").replace("?=", "? =")


def _heads(heads: Heads) -> bytes:
    domain = heads.sender.domain if heads.sender else "backorder-xl.invalid"
    lines = ["X-Unsent: 1"]
    if heads.sender:
        lines.append(f"From: {_mailbox('From', heads.sender)}")
    if heads.to:
        lines.append("To: " + ",\r\n ".join(_mailbox("To", address) for address in heads.to))
    if heads.reply_to:
        lines.append(f"Reply-To: {_mailbox('Reply-To', heads.reply_to)}")
    lines += [
        f"Subject: {encoded('Subject', heads.subject)}",
        f"Date: {format_datetime(heads.now)}",
        f"Message-ID: <{heads.key}@{domain}>",
        f"X-Backorder-Key: {heads.key}",
        f"Content-Language: {heads.language}",
        "MIME-Version: 1.0",
    ]
    return "\r\n".join([*lines, ""]).encode()


def encoded(name: str, text: str) -> str:
    """A header's text, folded, and in encoded words (RFC 2047) where it is not plain."""
    plain = header_text(text)
    if len(name) + 2 + len(plain) <= 76 and _PLAIN_HEADER.fullmatch(plain):
        return plain
    if plain.isascii() and max(map(len, plain.split(" ")), default=0) < 60:
        return Header(plain, "us-ascii", header_name=name, maxlinelen=76).encode(linesep="\r\n")
    return _words(name, plain)


def _words(name: str, text: str) -> str:
    """Text as encoded words; what fits into one is put together here, as that is most of them and much faster."""
    word = f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?="
    if len(name) + 2 + len(word) <= 76:
        return word
    return Header(text, "utf-8", header_name=name, maxlinelen=76).encode(linesep="\r\n")


@lru_cache(maxsize=10_000)
def _mailbox(header: str, address: Address) -> str:
    """``Anna Berg <anna@berg.example>``; only an unusual local part brings raw UTF-8 into the header."""
    name = header_text(address.name, 60)
    if not name:
        return address.text
    if not _PLAIN_HEADER.fullmatch(name):
        return f"{_words(header, name)}\r\n <{address.text}>"
    if not _ATOM.fullmatch(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    line = f"{name} <{address.text}>"
    return line if len(header) + 2 + len(line) <= 76 else f"{name}\r\n <{address.text}>"


def _multipart(kind: str, key: str, parts: list[bytes], more: str = "") -> bytes:
    """Parts between boundaries made of the key; ``=_`` stands in no quoted-printable or base64 text."""
    boundary = f"=_{kind}_{key}"
    head = f'Content-Type: multipart/{kind}{more};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    mark = f"--{boundary}\r\n".encode()
    return head + b"".join(mark + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()


def _leaf(kind: str, text: str) -> bytes:
    """A text part: quoted-printable, or base64 where hardly anything would stay readable. Never 8bit."""
    data = text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "replace")
    if len(data) > len(text) * 1.15:
        return _head(kind, "base64", '; charset="utf-8"') + _base64(data)
    return _head(kind, "quoted-printable", '; charset="utf-8"') + binascii.b2a_qp(data, quotetabs=False, istext=True)


def _picture(logo: Logo) -> bytes:
    more = f"Content-ID: <{LOGO_ID}>\r\nContent-Disposition: inline; filename=\"{logo.file}\"\r\n"
    return _head(f"image/{logo.subtype}", "base64", "", more) + _base64_kept(logo.data)


def _attached(attachment: Attachment) -> bytes:
    kind = attachment.type if _TYPE.fullmatch(attachment.type) else "application/octet-stream"
    name = one_line(attachment.name, 120).replace("/", "_").replace("\\", "_") or "attachment"
    plain = name.isascii() and '"' not in name
    file = f'filename="{name}"' if plain else f"filename*={encode_rfc2231(name, 'utf-8')}"
    return _head(kind, "base64", "", f"Content-Disposition: attachment;\r\n {file}\r\n") + _base64(attachment.data)


def _head(kind: str, encoding: str, charset: str = "", more: str = "") -> bytes:
    fold = "\r\n " if len(kind) > 60 else " "
    return f"Content-Type:{fold}{kind}{charset}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n".encode()


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


_base64_kept = lru_cache(maxsize=4)(_base64)  # the logo is the same in every draft
