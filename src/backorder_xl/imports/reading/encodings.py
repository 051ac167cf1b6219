"""In which encoding was a text file written?

A byte order mark says it, zero bytes give UTF-16 away, and bytes that are right UTF-8 are UTF-8. What is left is an 8-bit
text: it is taken for Windows-1252 only where it looks like a Western language, and otherwise it is asked for, because a
wrong guess would put wrong names and codes into a workbook without a sound.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from backorder_xl.workbook.errors import Unreadable

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "utf-32": "UTF-32", "cp1252": "Windows-1252",
}  # fmt: skip
_SAMPLE = 1 << 16
_SIGN_IN_WORD = re.compile(r"[^\W\d_][£¥¿³¹¼¾¶ŸžƒŠ¢¡][^\W\d_]")  # ³ in "Wa³brzych" was an ł
_HIGH_RUN = re.compile(r"[^\x00-\x7f\s“”„‘’…–—]{4,}")  # four letters with an accent in a row: no Western word
_CONTROLS = (*range(9), *range(14, 27), *range(28, 32))  # bytes that no table of text has
_SAVE = "save it as CSV UTF-8, or say its encoding"


class Decoded(NamedTuple):
    """A text, the encoding's name for a person, and the first word that shows a doubtful one; "" where it is certain."""

    text: str
    name: str
    doubt: str


def decode(file: str, data: bytes, wanted: str = "") -> Decoded:
    """The text of a file, without a byte order mark. Raises Unreadable where the encoding is neither said nor certain."""
    encoding = wanted or _certain(data)
    if encoding:
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except LookupError as error:
            raise Unreadable(f"{encoding!r} is no encoding that is known; name one such as utf-8 or cp1252.") from error
        except UnicodeError as error:
            line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
            name = _NAMES.get(encoding, encoding)
            raise Unreadable(f"{file} is not {name} throughout (its line {line} breaks it); {_SAVE}.") from error
        decoded = Decoded(text, _NAMES.get(encoding.lower(), encoding), "")
    else:
        decoded = _western(file, data)
    if "\0" in decoded.text:
        raise Unreadable(f"{file} holds zero bytes, so it is no text, or was cut off while it was written; export it again.")
    return decoded


def _certain(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs and not len(data) % 2:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if odd > pairs * 0.3 and even < pairs * 0.05:
            return "utf-16-le"
        if even > pairs * 0.3 and odd < pairs * 0.05:
            return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "utf-8"


def _western(file: str, data: bytes) -> Decoded:
    refuse = Unreadable(f"{file} is neither UTF-8 nor Western text (Windows-1252), and its letters could be of several; {_SAVE}.")
    if sum(data.count(bytes([c])) for c in _CONTROLS) > len(data) // 1000:
        raise Unreadable(f"{file} is no text and no workbook that can be read; give the file that the export wrote.")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise refuse from None
    if _SIGN_IN_WORD.search(text) or _HIGH_RUN.search(text):
        raise refuse
    found = re.search(r"\w*[^\x00-\x7f]\w*", text)
    return Decoded(text, "Windows-1252", found[0] if found else "")
