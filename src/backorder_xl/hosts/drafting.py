"""How do the letters of a run become drafts, and where do they go? (section 6)

Puts the words, the purchase orders on paper and the ways out together; what is told to whom was decided before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from backorder_xl.core.letters import Drafted, Letter, MessageKind
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import DraftsTo
from backorder_xl.messages.draft import Draft
from backorder_xl.messages.drafting import Look, make_drafts
from backorder_xl.messages.mime import Attachment
from backorder_xl.messages.problems import Problem, ProblemCode
from backorder_xl.messages.purchase_order.files import purchase_order_files
from backorder_xl.messages.shop import BadLogo, Shop, shop
from backorder_xl.messages.ways import folder as ways
from backorder_xl.messages.ways.errors import DraftsRefused
from backorder_xl.workbook.save import beginning

_ADDRESS = (ProblemCode.BAD_ADDRESS, ProblemCode.NO_ADDRESS)
_HOUR = dt.time(8, tzinfo=dt.UTC)  # the Date of a draft is its run's day, so that a second try writes the same bytes


@dataclass
class Desk:
    """Where the drafts of one run are made and put; ``said`` is what a person should hear when all is done.

    ``beside`` is the workbook's folder, in which a logo and templates are looked for; None where the workbook came from
    elsewhere and may name no file of this machine. Without a ``folder`` the drafts go nowhere: whoever asked for them takes
    them from ``kept``. ``book`` is the workbook on disk that will list the drafts.
    """

    folder: Path | None
    beside: Path | None
    as_of: dt.date
    book: Path | None
    said: list[str] = field(default_factory=list)
    kept: list[Draft] = field(default_factory=list)
    _aside: ways.Aside | None = None

    def __call__(self, letters: Sequence[Letter], settings: Settings, told: Collection[str]) -> Drafted:
        """Put the letters into words; nothing is written before ``save`` is called."""
        if not letters:
            return Drafted({}, save=lambda: self._settle(told))
        notes: list[str] = []
        settings = self._without_files(settings)
        sender = self._shop(settings, notes)
        look = Look(
            now=dt.datetime.combine(self.as_of, _HOUR),
            company=sender.company,
            sender=sender.sender,
            address=sender.email,
            phone=sender.phone,
            reply_to=settings.reply_to,
            logo=sender.logo.data if sender.logo else b"",
            folder=self.beside / settings.template_folder if self.beside and settings.template_folder else None,
            language=settings.default_language,
        )
        papers = {
            letter.number: [Attachment(f.name, f.data, f.type) for f in purchase_order_files(letter, sender, settings.paper)]
            for letter in letters
            if letter.kind is MessageKind.PURCHASE_ORDER
        }
        made = make_drafts(letters, look, papers)
        unaddressed = _by_letter(p for p in made.problems if p.code in _ADDRESS)
        failed = _by_letter(p for p in made.problems if p.code is ProblemCode.TEMPLATE and p.letters)
        alone = [p for p in made.problems if not (p.letters and p.code in (*_ADDRESS, ProblemCode.TEMPLATE))]
        notes += [p.message for p in alone if p.code is not ProblemCode.SENDER]
        self.said += [p.message for p in alone if p.code is ProblemCode.SENDER]  # a mail program puts in its own
        usable = [d for d in made.drafts if d.number not in unaddressed]
        return Drafted(
            {d.number: d.subject for d in made.drafts},
            {d.number: d.file for d in usable},
            unaddressed,
            failed,
            tuple(notes),
            lambda: self._save(usable, settings, told),
            lambda: self._put_out(settings),
            self._take_back,
        )

    def _without_files(self, settings: Settings) -> Settings:
        """The settings without those that name files, where no file may be looked for."""
        if self.beside is not None:
            return settings
        if settings.logo_file:
            self.said.append("Logo File is not used here, as your files cannot be reached; the drafts go without a logo.")
        if settings.template_folder:
            self.said.append("Template Folder is not used here, as your files cannot be reached; our own wording was used.")
        return replace(settings, logo_file="", template_folder="")

    def _shop(self, settings: Settings, notes: list[str]) -> Shop:
        beside = self.beside or Path()
        try:
            return shop(settings, beside)
        except BadLogo as error:
            notes.append(str(error))
            return shop(replace(settings, logo_file=""), beside)

    def _settle(self, told: Collection[str]) -> None:
        """What a killed run left beside this book is put out or taken back, by what the book lists."""
        if self.book is not None:
            ways.settle(_note(self.book), told)

    def _save(self, drafts: Sequence[Draft], settings: Settings, told: Collection[str]) -> None:
        """Set the files aside, all or none told of. Raises DraftsRefused."""
        self._settle(told)
        if not drafts:
            return
        if self.folder is None or self.book is None:
            self.kept = list(drafts)
            if settings.drafts_to is not DraftsTo.FOLDER:
                self.said.append(
                    f"Drafts To says {settings.drafts_to.value}, and only Backorder XL on your own computer can do that; the "
                    "drafts are in the list, where each can be opened or saved."
                )
            return
        mark = hashlib.sha256(self.book.name.casefold().encode()).hexdigest()[:8]
        aside = ways.set_aside(drafts, self.folder, _note(self.book), mark)
        if aside.done.failed:
            ways.take_back(aside)
            raise DraftsRefused(f"{next(iter(aside.done.failed.values()))} The workbook is as it was.")
        self._aside = aside

    def _take_back(self) -> None:
        if self._aside is not None:
            ways.take_back(self._aside)

    def _put_out(self, settings: Settings) -> None:
        """The workbook lists the drafts: give them their names; then the other place, which may refuse without harm."""
        if self._aside is None:
            return
        done = ways.put_out(self._aside)
        for sentence in list(done.failed.values())[:1]:
            self.said.append(f"{sentence} The workbook is written.")
        self.said.append(f"Drafts: {done.index}")
        try:
            self._elsewhere(self._aside.drafts, settings)
        except DraftsRefused as error:
            self.said.append(f"{error} The drafts lie in the folder all the same.")

    def _elsewhere(self, drafts: Sequence[Draft], settings: Settings) -> None:
        if settings.drafts_to is DraftsTo.IMAP:
            from backorder_xl.messages.ways.imap import put_into_drafts
            from backorder_xl.messages.ways.mailbox import mailbox, password

            box = mailbox(settings)
            there = put_into_drafts(drafts, box, password(box))
            self.said.append(f"{len(there.new) + len(there.replaced)} drafts put into {there.folder} on {box.host}.")
        elif settings.drafts_to is DraftsTo.OUTLOOK:
            from backorder_xl.messages.ways.outlook import put_into_outlook

            self.said.append(f"{len(put_into_outlook(drafts).new)} drafts put into Outlook's Drafts.")


def _note(book: Path) -> Path:
    """Where it stands which drafts of a workbook are set aside."""
    return book.with_name(f".{beginning(book.name)}-drafts.json")


def _by_letter(problems: Iterable[Problem]) -> dict[str, str]:
    """The sentence of each letter concerned."""
    found: dict[str, str] = {}
    for p in problems:
        for number in p.letters:
            found.setdefault(number, p.message)
    return found
