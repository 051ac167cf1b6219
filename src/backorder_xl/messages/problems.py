"""What can go wrong on the way from a letter to its draft, and how is it told? It finds nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """What a problem is about. Only a template's mistake keeps a draft from being made."""

    TEMPLATE = "template"  # a template cannot be used: no draft that needs it is made
    UNUSED_FILE = "unused file"  # a file in the template folder has a name that nothing asks for
    NO_ADDRESS = "no address"  # nobody typed one: the draft has no recipient
    BAD_ADDRESS = "bad address"  # what was typed is no address: the draft has no recipient
    UNUSUAL_ADDRESS = "unusual address"  # an address that not every mail server takes
    LANGUAGE = "language"  # the language is not known: the draft is in the default one
    SENDER = "sender"  # our own address is missing or no address: the draft has no sender
    LOGO = "logo"  # the picture cannot be used: the drafts go without it


@dataclass(frozen=True)
class Problem:
    """One thing to tell; ``letters`` are the numbers of the letters that it is about, none where it is about all of them."""

    code: ProblemCode
    message: str
    letters: tuple[str, ...] = ()


def gather(problems: list[Problem]) -> tuple[Problem, ...]:
    """The same problem of many letters told once, in the order of first sight."""
    seen: dict[tuple[ProblemCode, str], list[str]] = {}
    for p in problems:
        seen.setdefault((p.code, p.message), []).extend(p.letters)
    return tuple(Problem(code, message, tuple(dict.fromkeys(letters))) for (code, message), letters in seen.items())
