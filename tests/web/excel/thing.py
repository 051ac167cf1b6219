"""How does Excel answer to the names that office.js sends: properties, methods, collections, and objects that are not there?

Every class is named as Excel names it, and so are its members. Whatever is not written here fails with `ApiNotFound` and its
name, so that nothing is ever answered by guessing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tests.excel.engine.com import NotKnown, com_error

if TYPE_CHECKING:
    from tests.web.excel import Excel

WRONG = "The argument is invalid or missing or has an incorrect format."
GONE = "The requested resource doesn't exist."
LOCKED = "You do not have the permissions required to perform this operation: the sheet is protected."
BOTH_WAYS = "The argument is invalid: the number of rows or columns in the input array doesn't match the size of the range."


class Refusal(Exception):
    """An error as Excel sends it: a code that scripts ask for, and a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def wrong(message: str = WRONG) -> Refusal:
    return Refusal("InvalidArgument", message)


def gone() -> Refusal:
    return Refusal("ItemNotFound", GONE)


class Thing:
    """An object of Excel's, as one request knows it; `None` stands for one that is not there."""

    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    def identity(self) -> dict[str, Any]:
        """By what office.js may ask for it again."""
        return {}

    def place(self) -> Any:
        """The engine's sheet that it belongs to, to know whether somebody may write there."""
        return None

    # By name

    def get(self, name: str) -> Any:
        found = getattr(type(self), name, None)
        if not isinstance(found, property):
            raise self.unknown(name)
        return _heard(self, lambda: found.fget(self))  # type: ignore[misc]

    def put(self, name: str, value: Any) -> None:
        found = getattr(type(self), name, None)
        if not isinstance(found, property) or found.fset is None:
            raise self.unknown(name)
        _heard(self, lambda: found.fset(self, value))  # type: ignore[misc]

    def call(self, name: str, arguments: list[Any]) -> Any:
        found = getattr(type(self), name, None)
        if not callable(found) or not name.lstrip("_")[:1].isupper():
            raise self.unknown(name)
        return _heard(self, lambda: found(self, *arguments))

    def unknown(self, name: str) -> Refusal:
        return Refusal("ApiNotFound", f"{type(self).__name__}.{name} is not known to the Excel of the tests")

    # Loading

    def load(self, select: Iterable[str]) -> dict[str, Any]:
        """The properties of a query, with those of objects within: "format/fill/color"."""
        found: dict[str, Any] = dict(self.identity())
        within: dict[str, list[str]] = {}
        for path in select:
            name, _, rest = path.partition("/")
            if rest:
                within.setdefault(name, []).append(rest)
            elif name in ("*", "$all"):
                found |= {p: value for p in self.scalars() if not isinstance(value := self.get(p), Thing)}
            elif name == "$none":
                continue
            else:
                value = self.get(_pascal(name))
                found[_pascal(name)] = value.load(["*"]) if isinstance(value, Thing) else value
        for name, rest_of in within.items():
            inner = self.get(_pascal(name))
            found[_pascal(name)] = None if inner is None else inner.load(rest_of)
        return found

    def scalars(self) -> list[str]:
        return [n for n in dir(type(self)) if n[0].isupper() and isinstance(getattr(type(self), n), property)]


class Items(Thing):
    """A collection; what is loaded of it is loaded of each of its members."""

    def members(self) -> list[Any]:
        raise NotImplementedError

    def key(self, member: Any) -> tuple[str, ...]:
        return (str(member.Name).casefold(), str(member.identity().get("Id", "")).casefold())

    def find(self, key: Any) -> Any:
        for member in self.members():
            if str(key).casefold() in self.key(member):
                return member
        return None

    def GetItem(self, key: Any) -> Any:
        found = self.find(key)
        if found is None:
            raise gone()
        return found

    def GetItemOrNullObject(self, key: Any) -> Any:
        return self.find(key)

    def GetItemAt(self, index: int) -> Any:
        members = self.members()
        if not isinstance(index, int) or not 0 <= index < len(members):
            raise wrong()
        return members[index]

    def GetCount(self) -> int:
        return len(self.members())

    @property
    def Count(self) -> int:
        return len(self.members())

    def load(self, select: Iterable[str]) -> dict[str, Any]:
        wanted = list(select)
        own = {"Count": self.Count} if "count" in wanted else {}
        rest = [w for w in wanted if w != "count"]
        return own | {"_Items": [m.load(rest) for m in self.members()]} if rest else own


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def _heard(thing: Thing, does: Any) -> Any:
    """What the desktop's Excel refuses, in the words of Office.js."""
    try:
        return does()
    except com_error as error:
        sheet = thing.place()
        if sheet is not None and sheet.shut():
            raise Refusal("AccessDenied", LOCKED) from error
        said = str((error.excepinfo or (None,) * 3)[2] or WRONG)
        taken = "already" in said or "overlap" in said
        raise Refusal(
            "ItemAlreadyExists" if "already" in said else "InvalidOperation" if taken else "InvalidArgument", said
        ) from error
    except NotKnown as error:
        raise Refusal("ApiNotFound", str(error)) from error
    except TypeError as error:
        if "positional argument" in str(error) or "can not be converted" in str(error):
            raise wrong() from error
        raise
