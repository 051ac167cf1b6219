"""How does text from a cell become text that can stand on one line, harmless and not too long?"""

from __future__ import annotations

import re
import unicodedata

# Signs that turn the direction of what follows: a name could make the rest of a line read backwards.
_TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_BLANKS = re.compile(r"[^\S\n]+")


def one_line(text: str, most: int = 200) -> str:
    """The text on one line: breaks and control characters become a blank, turning signs go, the rest is cut with an ellipsis."""
    return cut(" ".join(lines(text)), most)


def lines(text: str) -> list[str]:
    """The lines of a text that have something on them, cleaned one by one."""
    kept = "".join(_allowed(c) for c in text.translate(_TURNING))
    cleaned = (_BLANKS.sub(" ", part).strip() for part in kept.split("\n"))
    return [part for part in cleaned if part]


def cut(text: str, most: int) -> str:
    """The text, and where it is longer, its beginning and an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _allowed(character: str) -> str:
    if character in "\n\r\v\f\x85\u2028\u2029":
        return "\n"
    return " " if unicodedata.category(character) in ("Cc", "Cs", "Cn") else character
