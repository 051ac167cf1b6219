"""How do drafts get into classic Outlook on Windows, over the interface that Outlook offers to other programs?

Each is made, filled and saved, which puts it into Drafts. What is meant here is ``Save``; the member that would let a message go
is never used. The new Outlook has no such interface.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from backorder_xl.messages.draft import Draft
from backorder_xl.messages.plain import cut, one_line
from backorder_xl.messages.ways.errors import DraftsRefused

MAIL_ITEM = 0  # olMailItem
HTML = 2  # olFormatHTML
BY_VALUE = 1  # olByValue: the file itself, not a link to it
DRAFTS = 16  # olFolderDrafts
CONTENT_ID = "http://schemas.microsoft.com/mapi/proptag/0x3712001F"  # by which the text names a picture
HIDDEN = "http://schemas.microsoft.com/mapi/proptag/0x7FFE000B"  # keeps the picture out of the list of attachments

_MARK = "backorder-xl {key}"  # in a field that hardly anybody uses and that does not travel
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@dataclass
class InOutlook:
    """What a run left in Outlook's Drafts, by key; ``same`` were there already and were left as they are."""

    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)


def put_into_outlook(drafts: Sequence[Draft], outlook: Any = None) -> InOutlook:
    """Save each draft that is not there yet; raises DraftsRefused, and a second try then doubles nothing.

    ``outlook`` is the Outlook.Application object; without it the one of this machine is asked for.
    """
    application, errors = (outlook, ()) if outlook is not None else _application()
    done = InOutlook()
    try:
        folder = application.GetNamespace("MAPI").GetDefaultFolder(DRAFTS).Items
        for draft in drafts:
            mark = _MARK.format(key=draft.key)
            if folder.Find(f"[BillingInformation] = '{mark}'") is not None:
                done.same.append(draft.key)
                continue
            _save(application.CreateItem(MAIL_ITEM), message_from_bytes(draft.message, policy=policy.default), mark)
            done.new.append(draft.key)
    except errors as error:
        raise DraftsRefused(
            f"Outlook stopped after {len(done.new)} of {len(drafts)} drafts: {one_line(str(error))}. Run again when that is put "
            "right; nothing is doubled."
        ) from error
    return done


def _save(item: Any, message: EmailMessage, mark: str) -> None:
    """Fill one message and save it. Outlook takes files from the disk only, so they lie in a folder of their own meanwhile."""
    item.Subject = str(message["Subject"] or "")
    item.To = _addresses(message, "To")
    item.CC = _addresses(message, "Cc")
    for address in _addresses(message, "Reply-To").split("; "):
        if address:
            item.ReplyRecipients.Add(address)
    item.BodyFormat = HTML
    body = message.get_body(("html", "plain"))
    item.HTMLBody = body.get_content() if body is not None else ""
    item.BillingInformation = mark
    with tempfile.TemporaryDirectory(prefix="backorder-xl-") as folder:
        for i, part in enumerate(_files(message)):
            path = Path(folder) / str(i) / _name(part)
            path.parent.mkdir()
            path.write_bytes(part.get_payload(decode=True) or b"")
            attached = item.Attachments.Add(str(path), BY_VALUE)
            if cid := str(part["Content-ID"] or "").strip("<> "):
                attached.PropertyAccessor.SetProperty(CONTENT_ID, cid)
                attached.PropertyAccessor.SetProperty(HIDDEN, True)
        item.Save()


def _addresses(message: EmailMessage, header: str) -> str:
    """The bare addresses of a header, as Outlook parts them. Names are left out: a semicolon in one would part it, too."""
    found = message[header]
    return "; ".join(a.addr_spec for a in found.addresses) if found is not None else ""


def _files(message: EmailMessage) -> list[EmailMessage]:
    """The pictures inside the text and the attachments, in the order of the message."""
    return [
        p for p in message.walk() if not p.is_multipart() and (p["Content-ID"] or p.get_content_disposition() == "attachment")
    ]


def _name(part: EmailMessage) -> str:
    """A file name that Windows takes, with its ending."""
    name = Path(_UNFIT.sub("_", one_line(part.get_filename() or "picture"))).name
    return cut(Path(name).stem, 80).strip(" .") + Path(name).suffix[:8] or "file"


def _application() -> tuple[Any, Any]:
    """Outlook on this machine, and what it raises."""
    try:
        import pythoncom
        from win32com.client import Dispatch
    except ImportError as error:
        raise DraftsRefused(
            'Drafts To is outlook, which works on Windows with one more part: pip install "backorder-xl[outlook]".'
        ) from error
    try:
        return Dispatch("Outlook.Application"), pythoncom.com_error
    except pythoncom.com_error as error:
        raise DraftsRefused(
            "Classic Outlook does not answer on this machine. The new Outlook takes no drafts from other programs: use the "
            "folder of files or the setting Drafts To imap."
        ) from error
