"""Is what stands in an address cell an address that a message can go to, and if not, why not?

The check is stricter than the standards: what hardly any mailbox has is refused with its reason.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import idna

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")
_NAMED = re.compile(r"([^<>]*)<([^<>]*)>")
_EDGES = " \t\r\n\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True)
class Address:
    """One address: the part before the @, and the domain as it travels (an international one in its ASCII form)."""

    local: str
    domain: str
    name: str = ""

    @property
    def text(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def unusual(self) -> bool:
        """Whether the part before the @ has letters that only servers with SMTPUTF8 take."""
        return not self.local.isascii()


def read(cell: str) -> tuple[list[Address], str]:
    """The addresses of a cell, each once, and the reason why it cannot be used, "" = it can.

    Several are parted by a comma, a semicolon or a line break; ``Anna Berg <anna@berg.example>`` is taken too.
    """
    found: dict[str, Address] = {}
    for part in _parts(cell):
        name, reason = "", ""
        named = _NAMED.fullmatch(part)
        text = part
        if named:
            name, text = named.group(1).strip(_EDGES + "\"'"), named.group(2).strip(_EDGES)
        address, reason = _one(text, name)
        if address is None:
            return [], f"{_shown(part)} {reason}"
        found.setdefault(address.text.casefold(), address)
    return list(found.values()), ""


def _parts(cell: str) -> list[str]:
    """The addresses of a cell as typed. A comma inside ``Berg, Anna <a@b.c>`` or quotes parts nothing."""
    parts = [""]
    quoted = False
    for piece in re.split(r'([,;\r\n"])', cell):
        if piece == '"':
            quoted = not quoted
        if piece in ("\r", "\n", ";") or (piece == "," and not quoted and ("@" in parts[-1] or not parts[-1].strip(_EDGES))):
            parts.append("")
        else:
            parts[-1] += piece
    return [p for p in (part.strip(_EDGES) for part in parts) if p]


def _one(text: str, name: str) -> tuple[Address | None, str]:
    if text[:7].lower() == "mailto:":
        text = text[7:].split("?")[0]
    for sign in text:
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            return None, f"holds a sign that cannot be seen (U+{ord(sign):04X})."
        if sign.isspace():
            return None, "holds a blank."
    if text.count("@") != 1:
        return None, "has no @." if "@" not in text else "has more than one @."
    local, domain = text.split("@")
    local = unicodedata.normalize("NFC", local)
    if not local or not domain:
        return None, f"has nothing {'before' if not local else 'after'} the @."
    if not _LOCAL.fullmatch(local) or len(local.encode()) > 64:
        return None, "is not written as an address is before the @."
    try:
        ascii_domain = domain.lower() if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return None, f"has a domain that cannot exist ({_shown(domain)})."
    labels = ascii_domain.split(".")
    if len(labels) < 2:
        return None, "has a domain without a dot."
    possible = all(_LABEL.fullmatch(label) and len(label) < 64 for label in labels)
    if len(ascii_domain) > 253 or not possible or labels[-1].isdigit():
        return None, f"has a domain that cannot exist ({_shown(domain)})."
    if len(local.encode()) + 1 + len(ascii_domain) > 254:
        return None, "is too long."
    return Address(local, ascii_domain, name), ""


def _shown(text: str) -> str:
    """What was typed, in quotes, without what cannot be seen."""
    seen = "".join(c if c.isprintable() else "�" for c in text)
    return f"'{seen if len(seen) <= 60 else seen[:59] + '…'}'"
