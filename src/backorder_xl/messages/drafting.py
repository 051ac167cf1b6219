"""How do decided letters become finished drafts? The one door to the words: letters in, drafts and problems out.

Nothing is decided here and nothing is sent; only ``write_drafts`` touches a disk.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backorder_xl.core.letters import Letter
from backorder_xl.messages import addresses
from backorder_xl.messages.addresses import Address
from backorder_xl.messages.draft import Draft
from backorder_xl.messages.facts import Tongue, Values
from backorder_xl.messages.fence import TemplateMistake
from backorder_xl.messages.logo import Logo, logo_of
from backorder_xl.messages.mime import LOGO_ID, Attachment, Heads, message
from backorder_xl.messages.plain import one_line
from backorder_xl.messages.problems import Problem, ProblemCode, gather
from backorder_xl.messages.rendering import Renderer, check_templates, unused_files

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Look:
    """Who writes, and how it looks. ``now`` is the Date of every draft of the run; without a zone it counts as UTC.

    ``language`` is that of customers without one, and of those whose language has no wording. ``folder`` holds the user's own
    templates, which go before ours. ``logo`` is a PNG, JPEG or GIF file's bytes.
    """

    now: dt.datetime
    company: str = ""
    sender: str = ""
    address: str = ""
    phone: str = ""
    reply_to: str = ""
    logo: bytes = b""
    folder: Path | None = None
    language: str = "en"


@dataclass(frozen=True)
class Drafts:
    """The drafts in the order of their letters, and everything that there is to tell.

    A letter whose template cannot be used has no draft; a problem names it. A draft without a usable address has an empty
    ``email`` and no recipient.
    """

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]


def make_drafts(
    letters: Iterable[Letter], look: Look, attachments: Mapping[str, Sequence[Attachment]] | None = None
) -> Drafts:
    """Write every letter (rules 6.1, 6.2). ``attachments`` go by the letter's number. The same input gives the same bytes."""
    return _Desk(look, attachments or {}).work(letters)


def write_drafts(drafts: Iterable[Draft], folder: Path) -> list[Path]:
    """Write each draft as a file, whole or not at all; a file of the same name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for draft in drafts:
        target = folder / draft.file
        half = folder / f"{draft.key}.part"
        half.write_bytes(draft.message)
        os.replace(half, target)
        written.append(target)
    return written


class _Desk:
    """One run: the look is checked once, the templates are read once."""

    def __init__(self, look: Look, attachments: Mapping[str, Sequence[Attachment]]) -> None:
        self.look, self.attachments = look, attachments
        self.problems: list[Problem] = []
        self.sender = self._own(look.address, look.sender or look.company, "sender's")
        self.reply_to = self._own(look.reply_to, "", "reply") if look.reply_to else None
        self.logo = self._logo(look.logo)
        if look.folder is not None and not look.folder.is_dir():
            self._tell(ProblemCode.TEMPLATE, f"There is no template folder {look.folder}; our own templates were used.")
            look = self.look = replace(look, folder=None)
        self.renderer = Renderer(look.folder, look.language, self._house)
        if look.folder is not None:
            for sentence in check_templates(look.folder):
                self._tell(ProblemCode.TEMPLATE, sentence)
            for name in unused_files(look.folder):
                said = f"{name} in the template folder is not the name of a template; a slip in the name, perhaps."
                self._tell(ProblemCode.UNUSED_FILE, said)
        self.now = look.now if look.now.tzinfo else look.now.replace(tzinfo=dt.UTC)
        self.names: set[str] = set()

    def work(self, letters: Iterable[Letter]) -> Drafts:
        drafts = [draft for letter in letters if (draft := self._draft(letter)) is not None]
        return Drafts(tuple(drafts), gather(self.problems))

    def _draft(self, letter: Letter) -> Draft | None:
        locale = self._language(letter)
        attached = self.attachments.get(letter.number, ())
        try:
            written = self.renderer.write(letter, locale, {"attached": len(attached)})
        except TemplateMistake as mistake:
            self._tell(ProblemCode.TEMPLATE, str(mistake), letter)
            return None
        to = self._recipients(letter)
        key = key_of(letter)
        heads = Heads(key, written.subject, to, self.sender, self.reply_to, self.now, locale.replace("_", "-"))
        return Draft(
            number=letter.number,
            kind=letter.kind,
            recipient=letter.recipient,
            name=letter.name,
            email=", ".join(a.text for a in to),
            subject=written.subject,
            orders=letter.orders,
            file=self._file(letter, key),
            message=message(heads, written.text, written.html, self.logo, attached),
            text=written.text,
            html=written.html,
            key=key,
            review=letter.review,
        )

    def _language(self, letter: Letter) -> str:
        locale, known = self.renderer.language(letter.language)
        if not known:
            asked = one_line(letter.language, 40)
            said = f"There is no wording for the language '{asked}'; {self.renderer.language('')[0]} was used instead."
            self._tell(ProblemCode.LANGUAGE, said, letter)
        return locale

    def _recipients(self, letter: Letter) -> tuple[Address, ...]:
        found, reason = addresses.read(letter.email)
        who = f"{one_line(letter.recipient, 60)}: "
        if reason:
            self._tell(ProblemCode.BAD_ADDRESS, f"{who}the address {reason} The draft has no recipient.", letter)
        elif not found:
            self._tell(ProblemCode.NO_ADDRESS, f"{who}there is no e-mail address. The draft has no recipient.", letter)
        for address in found:
            if address.unusual:
                said = f"{who}the address '{address.text}' has letters that not every mail server takes."
                self._tell(ProblemCode.UNUSUAL_ADDRESS, said, letter)
        if len(found) == 1 and not found[0].name:
            return (Address(found[0].local, found[0].domain, letter.name),)
        return tuple(found)

    def _file(self, letter: Letter, key: str) -> str:
        """A name under which a person finds the draft: who, which orders, what, and the letter's number."""
        orders = letter.orders[0] if letter.orders else ""
        if len(letter.orders) > 1:
            orders += f" +{len(letter.orders) - 1}"
        name = file_name(letter.recipient, orders, letter.kind.value, letter.number)
        if name.casefold() in self.names:  # two numbers that look alike once they are cleaned
            name = file_name(letter.recipient, orders, letter.kind.value, letter.number, key[:8])
        self.names.add(name.casefold())
        return name

    def _own(self, text: str, name: str, what: str) -> Address | None:
        found, reason = addresses.read(text)
        if len(found) > 1:
            reason = "is more than one."
        if reason or not found:
            said = f"The {what} address {reason}" if reason else f"There is no {what} address."
            self._tell(ProblemCode.SENDER, f"{said} The drafts go without it; the mail program puts in its own.")
            return None
        return Address(found[0].local, found[0].domain, name or found[0].name)

    def _logo(self, data: bytes) -> Logo | None:
        if not data:
            return None
        logo, reason = logo_of(data)
        if reason:
            self._tell(ProblemCode.LOGO, f"{reason} The drafts go without it.")
        return logo

    def _house(self, tongue: Tongue) -> Values:
        """Who writes, as the templates see it."""
        look, apart = self.look, tongue.apart
        reply = self.reply_to or self.sender
        return {
            "company": apart(one_line(look.company, 100)),
            "sender": apart(one_line(look.sender, 100)),
            "phone": apart(one_line(look.phone, 40)),
            "email": apart(reply.text) if reply else "",
            "logo": f"cid:{LOGO_ID}" if self.logo else "",
            "logo_width": self.logo.width if self.logo else 0,
            "logo_height": self.logo.height if self.logo else 0,
            "logo_text": one_line(look.company, 100) or "Logo",
        }

    def _tell(self, code: ProblemCode, text: str, letter: Letter | None = None) -> None:
        self.problems.append(Problem(code, text, (letter.number,) if letter else ()))


def key_of(letter: Letter) -> str:
    """24 hex characters made of the letter's number and facts: the same letter has the same key on every run."""
    facts = [letter.number, letter.kind, letter.recipient, str(letter.step)]
    facts += sorted(
        "\x1f".join(map(str, (i.kind, i.order, i.line, i.sku, i.ships_now, i.waits, i.date, i.old_date))) for i in letter.items
    )
    return hashlib.sha256("\x1e".join(facts).encode("utf-8", "replace")).hexdigest()[:24]


def file_name(*parts: str) -> str:
    """A file name that every system takes, made of what identifies a draft: ``C-102 SO-1031 delayed MSG-00042.eml``."""
    cleaned = (_NOT_IN_NAMES.sub("_", one_line(part, 40)).strip(" .") for part in parts)
    name = " ".join(part for part in cleaned if part) or "draft"
    return f"{'_' if _RESERVED.match(name) else ''}{name}.eml"

