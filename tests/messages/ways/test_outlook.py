"""Does Outlook get whole drafts, saved and never sent? A fake of its object model knows the documented members only."""

from __future__ import annotations

import dataclasses
import sys
import types
from pathlib import Path

import pytest

from backorder_xl.messages.ways import outlook
from backorder_xl.messages.ways.errors import DraftsRefused
from backorder_xl.messages.ways.outlook import put_into_outlook
from tests.messages.ways.drafts import PNG, draft


class ComError(Exception):
    """Stands in for pythoncom.com_error."""


class Known:
    """An object that has the members of its model and no others, as a COM object has."""

    members: frozenset[str] = frozenset()

    def __setattr__(self, name: str, value: object) -> None:
        if name not in self.members and not name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} has no {name}")
        object.__setattr__(self, name, value)


class Accessor(Known):
    def __init__(self) -> None:
        self._set: dict[str, object] = {}

    def SetProperty(self, schema: str, value: object) -> None:
        assert schema.startswith("http://schemas.microsoft.com/mapi/proptag/0x")
        self._set[schema] = value


class Attachment(Known):
    members = frozenset({"PropertyAccessor"})

    def __init__(self, path: str) -> None:
        self._name, self._data = Path(path).name, Path(path).read_bytes()  # Outlook copies the file when it is added
        self.PropertyAccessor = Accessor()


class Attachments(Known):
    def __init__(self) -> None:
        self._all: list[Attachment] = []

    def Add(self, source: str, kind: int) -> Attachment:
        assert kind == 1 and Path(source).is_absolute()
        self._all.append(Attachment(source))
        return self._all[-1]


class Recipients(Known):
    def __init__(self) -> None:
        self._all: list[str] = []

    def Add(self, name: str) -> None:
        self._all.append(name)


class MailItem(Known):
    members = frozenset({"To", "CC", "Subject", "BodyFormat", "HTMLBody", "BillingInformation", "Attachments", "ReplyRecipients"})

    def __init__(self, drafts: Items) -> None:
        self._drafts = drafts
        self.Attachments, self.ReplyRecipients = Attachments(), Recipients()
        self.BillingInformation = ""

    def Save(self) -> None:
        self._drafts._save(self)

    def Send(self) -> None:
        raise AssertionError("a draft was sent")


class Items(Known):
    def __init__(self, room: int = 100) -> None:
        self._all: list[MailItem] = []
        self._room = room

    def _save(self, item: MailItem) -> None:
        if len(self._all) == self._room:
            raise ComError("The mailbox is full.")
        self._all.append(item)

    def Find(self, wanted: str) -> MailItem | None:
        field, _, value = wanted.partition(" = ")
        return next((i for i in self._all if f"'{getattr(i, field.strip('[]'))}'" == value), None)


class Folder(Known):
    members = frozenset({"Items"})


class Session(Known):
    def __init__(self, drafts: Items) -> None:
        self._drafts = drafts

    def GetDefaultFolder(self, which: int) -> Folder:
        assert which == 16
        folder = Folder()
        folder.Items = self._drafts
        return folder


class Application(Known):
    def __init__(self, room: int = 100) -> None:
        self._drafts = Items(room)

    def GetNamespace(self, kind: str) -> Session:
        assert kind == "MAPI"
        return Session(self._drafts)

    def CreateItem(self, kind: int) -> MailItem:
        assert kind == 0
        return MailItem(self._drafts)


def installed(monkeypatch: pytest.MonkeyPatch, dispatch: object) -> None:
    """Lay the fake where the package looks for the real one."""
    client = types.SimpleNamespace(Dispatch=dispatch)
    monkeypatch.setitem(sys.modules, "win32com", types.SimpleNamespace(client=client))
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    monkeypatch.setitem(sys.modules, "pythoncom", types.SimpleNamespace(com_error=ComError))


def test_a_draft_is_saved_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    application = Application()
    installed(monkeypatch, {"Outlook.Application": application}.__getitem__)
    one = draft(1, name='Smith; "Bcc: x" <&> Söhne', attachment=b"PK data", subject="Größe: SO-1")
    assert put_into_outlook([one]).new == [one.key]
    (item,) = application._drafts._all
    assert (item.To, item.CC, item.Subject, item.BodyFormat) == ("jane@example.com", "", "Größe: SO-1", 2)
    assert "cid:logo@backorder" in item.HTMLBody and "17 June" in item.HTMLBody
    logo, order = item.Attachments._all
    assert (logo._name, logo._data) == ("logo.png", PNG)
    assert logo.PropertyAccessor._set == {outlook.CONTENT_ID: "logo@backorder", outlook.HIDDEN: True}
    assert (order._name, order._data, order.PropertyAccessor._set) == ("PO-7 Größe.xlsx", b"PK data", {})


def test_nothing_is_saved_twice_and_an_error_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    application = Application(room=2)
    installed(monkeypatch, lambda _: application)
    drafts = [draft(n) for n in (1, 2, 3)]
    with pytest.raises(DraftsRefused, match=r"after 2 of 3 drafts: The mailbox is full\."):
        put_into_outlook(drafts)
    application._drafts._room = 3
    done = put_into_outlook(drafts)
    assert (done.new, done.same) == ([drafts[2].key], [drafts[0].key, drafts[1].key])
    assert [i.Subject for i in application._drafts._all] == [d.subject for d in drafts]


def test_a_name_of_a_file_cannot_leave_its_folder() -> None:
    application = Application()
    hostile = draft(1, attachment=b"x")
    named = hostile.message.replace(b"PO-7%20Gr%C3%B6%C3%9Fe.xlsx", b"..%5C..%2F%3Crun%3E%3A.xlsx")
    assert named != hostile.message
    put_into_outlook([dataclasses.replace(hostile, message=named)], application)
    assert application._drafts._all[0].Attachments._all[1]._name == "_..__run__.xlsx"


def test_a_machine_without_outlook_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise ComError("Invalid class string")

    installed(monkeypatch, missing)
    with pytest.raises(DraftsRefused, match="Classic Outlook does not answer"):
        put_into_outlook([draft()])
    monkeypatch.setitem(sys.modules, "win32com.client", None)
    with pytest.raises(DraftsRefused, match=r'pip install "backorder-xl\[outlook\]"'):
        put_into_outlook([draft()])
