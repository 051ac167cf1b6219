"""How does an object of Excel answer from the other side of a COM connection, and what is seen of each call?

Every class here is named as Excel names it, and so are its members. A member that is not written raises `NotKnown`, so that a
typing error is seen. (It is no AttributeError: xlwings takes that for a busy Excel and asks again for ever.)
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .switches import Switches

EXCEPTION = -2147352567  # DISP_E_EXCEPTION: Excel ran the call and refused
REJECTED = -2147418111  # RPC_E_CALL_REJECTED: Excel did not take the call, a cell is being edited or a dialogue is open
UNKNOWN_NAME = -2147352570  # DISP_E_UNKNOWNNAME
REFUSED = -2146827284  # 0x800A03EC, "error 1004"
TOO_MANY = 20_000  # calls in vain, one after the other


class com_error(Exception):
    """What pywin32 raises: args are (hresult, strerror, excepinfo, argerror)."""

    def __init__(
        self, hresult: int, strerror: str, excepinfo: tuple[Any, ...] | None = None, argerror: int | None = None
    ) -> None:
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult, self.strerror, self.excepinfo, self.argerror = hresult, strerror, excepinfo, argerror


class NotKnown(NotImplementedError):
    """A member that this engine does not have: a typing error, or something that must be written here first."""


class StillBusy(RuntimeError):
    """Somebody goes on calling an Excel that rejects every call, as xlwings does unless N_COM_ATTEMPTS is set."""


def refused(text: str | None = None) -> com_error:
    """Excel's error 1004; without a text as for "Application-defined or object-defined error"."""
    if text is None:
        return com_error(EXCEPTION, "Exception occurred.", (0, None, None, None, 0, REFUSED), None)
    return com_error(EXCEPTION, "Exception occurred.", (0, "Microsoft Excel", text, "xlmain11.chm", 0, REFUSED), None)


def rejected() -> com_error:
    return com_error(REJECTED, "Call was rejected by callee.", None, None)


def ignored() -> com_error:
    """The same for a property that is set: VBA_E_IGNORE."""
    return com_error(EXCEPTION, "Exception occurred.", (0, None, None, None, 0, -2146777998), None)


class _TypeInfo:
    """As much of the type library as xlwings asks for: is this a Range?"""

    def __init__(self, kind: str) -> None:
        self.iid = "{00020846-0000-0000-C000-000000000046}" if kind == "Range" else kind
        self.kind = kind

    def GetTypeInfo(self) -> _TypeInfo:
        return self

    def GetTypeAttr(self) -> _TypeInfo:
        return self

    def GetIDsOfNames(self, _lcid: int, name: str) -> int:
        raise com_error(UNKNOWN_NAME, "Unknown name.", None, None)


class CDispatch:
    """An object of Excel, as Python holds it."""

    switches: Switches
    # Methods that change nothing in a workbook: they are no writes.
    QUIET: frozenset[str] = frozenset()
    # Properties of the application and its windows: setting them is no write either.
    OUTSIDE = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, member in list(vars(cls).items()):
            if isinstance(member, property) and name[0].isupper():
                put = member.fset and _watched(member.fset, "put", name)
                setattr(cls, name, property(_watched(member.fget, "get", name), put, None, member.__doc__))  # type: ignore[arg-type]
            elif (
                callable(member)
                and not isinstance(member, type)
                and (name[0].isupper() or name == "__call__")
                and name != "QUIET"
            ):
                setattr(cls, name, _watched(member, "call", name))

    def __getattr__(self, name: str) -> Any:
        if name[:1].isupper():
            raise NotKnown(f"{type(self).__name__}.{name} is not known to the engine of the tests")
        raise AttributeError(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name[:1].isupper() and not isinstance(getattr(type(self), name, None), property):
            raise NotKnown(f"{type(self).__name__}.{name} is not known to the engine of the tests")
        object.__setattr__(self, name, value)

    @property
    def _oleobj_(self) -> _TypeInfo:
        return _TypeInfo(type(self).__name__)

    def place(self) -> str:
        """Where in the book a call goes, for the list of calls."""
        return ""


def _watched(member: Callable[..., Any], kind: str, name: str) -> Callable[..., Any]:
    """A member that counts as one call from outside, and may be rejected or made to fail."""

    @functools.wraps(member)
    def call(self: CDispatch, *args: Any, **kwargs: Any) -> Any:
        switches = self.switches
        if switches.inside:  # Excel's own parts call each other freely
            return member(self, *args, **kwargs)
        args = tuple(getattr(a, "_inner", a) for a in args)  # as xlwings wraps objects
        kwargs = {k: getattr(a, "_inner", a) for k, a in kwargs.items()}
        write = not self.OUTSIDE and (kind == "put" or (kind == "call" and name != "__call__" and name not in self.QUIET))
        switches.arrive(kind, f"{type(self).__name__}.{name}", self.place(), write)
        switches.inside = True
        try:
            answer = member(self, *args, **kwargs)
        except AttributeError as e:
            raise RuntimeError(f"the engine of the tests is wrong in {type(self).__name__}.{name}: {e}") from e
        finally:
            switches.inside = False
        switches.leave(write)
        return answer

    return call


class Items(CDispatch):
    """A collection: Count, Item(1) or Item("name"), and iteration."""

    QUIET = frozenset({"Item"})

    def members(self) -> list[Any]:
        raise NotImplementedError

    def key(self, member: Any) -> str:
        return str(member.Name)

    def find(self, key: Any) -> Any:
        members = self.members()
        if isinstance(key, str):
            for member in members:
                if self.key(member).casefold() == key.casefold():
                    return member
        elif isinstance(key, int | float) and 1 <= key <= len(members):
            return members[int(key) - 1]
        raise com_error(EXCEPTION, "Exception occurred.", (0, None, None, None, 0, -2147352565), None)  # "Subscript out of range"

    @property
    def Count(self) -> int:
        return len(self.members())

    def Item(self, key: Any) -> Any:
        return self.find(key)

    def __call__(self, key: Any) -> Any:
        return self.find(key)

    def __iter__(self) -> Any:
        return iter(self.members())
