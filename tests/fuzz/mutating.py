"""How is a package changed a little, so that it stays a zip whose parts are nearly right?

Bytes changed at random in a zip are refused at its door; what a program or a person gets wrong stands inside the parts. A
change takes one part and puts an odd value into an attribute or a text, takes an element away, doubles or moves it, or
changes some bytes, and packs everything again.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

ODD = (
    b"",
    b"0",
    b"1",
    b"-1",
    b"2",
    b"1.5",
    b"1e308",
    b"-1e-320",
    b"NaN",
    b"INF",
    b"99999999999999999999",
    b"4294967296",
    b"2147483647",
    b"1048576",
    b"1048577",
    b"16384",
    b"A0",
    b"A1",
    b"A1:A1",
    b"B2:A1",
    b"XFD1048576",
    b"XFE1",
    b"AAAAAAA1",
    b"A1048577",
    b"1:1",
    b"A:A",
    b"$A$1",
    b"#REF!",
    b"#N/A",
    b"true",
    b"false",
    b"TRUE",
    b"s",
    b"str",
    b"inlineStr",
    b"b",
    b"e",
    b"d",
    b"n",
    b"shared",
    b"array",
    b"dataTable",
    b"=1+1",
    b"+1",
    b"-",
    b"@",
    b"2026-06-03",
    b"2026-06-03T10:00:00",
    b"03/04/2026",
    b"45000",
    b"-45000",
    b"2958466",
    b"_x0000_",
    b"_x000D_",
    b"&amp;",
    b"&#13;",
    b"&#0;",
    b"&#x1F600;",
    b"\xc3\xa9",
    b"\xff",
    b" ",
    b"\n",
    b"yes",
    b"no",
    b"x",
    b"SO1",
    b"ACME",
    b"A",
    b"PO1",
    b"SKU",
    b"Order",
    b"Ordered",
    b"Orders",
    b"Backorders",
    b"Settings",
    b"rId1",
    b"rId2",
    b"rId99",
    b"../x.xml",
    b"/xl/workbook.xml",
    b"http://x",
    b"External",
    b"worksheets/sheet1.xml",
    b"xl/worksheets/sheet1.xml",
    b"a" * 300,
)
_VALUE = re.compile(rb'="([^"<>]*)"|>([^<>]{1,200})<')
_ELEMENT = re.compile(rb"<([A-Za-z_][\w:.-]*)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>|>(?:(?!<\1[\s>]).)*?</\1>)", re.DOTALL)
_SMALL = 60_000
_PLAIN = 400_000  # a part beyond that takes too long to look through


def unpacked(data: bytes) -> list[tuple[str, bytes]]:
    """The parts of a package in order; none where it is no zip any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(i.filename, archive.read(i)) for i in archive.infolist()[:200] if i.file_size <= _PLAIN]
    except Exception:  # whatever is wrong with the zip, it is no package to change
        return []


def packed(parts: list[tuple[str, bytes]]) -> bytes:
    """The parts as a zip, at the speed of a fuzzer."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def changed(data: bytes, most: int, seed: int, noise: Callable[[bytes, int], bytes]) -> bytes:
    """The package with one to four changes; ``noise`` changes bytes, and does all of it where there is no package."""
    dice = random.Random(seed)
    parts = unpacked(data)
    if not parts or dice.random() < 0.02:
        return noise(data, most)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        place = dice.randrange(len(parts))
        if dice.random() < 0.6:  # sheets are where most is read
            place = dice.choice([i for i, (n, _) in enumerate(parts) if "sheet" in n] or [place])
        name, text = parts[place]
        how = dice.random()
        if how < 0.02 and len(parts) > 1:
            parts.pop(place)
        elif how < 0.03:
            parts.append((dice.choice((name, name.upper(), name + "x")), text))
        elif how < 0.04:
            parts[place] = (name, dice.choice(parts)[1])
        elif how < 0.10 and len(text) < _SMALL:
            parts[place] = (name, noise(text, len(text) + 64))
        elif how < 0.65:
            parts[place] = (name, _other_value(text, dice))
        else:
            parts[place] = (name, _other_elements(text, dice))
    made = packed(parts)
    return made if len(made) <= most else data


def _other_value(text: bytes, dice: random.Random) -> bytes:
    found = list(_VALUE.finditer(text))
    if not found:
        return text
    match = dice.choice(found)
    which = 1 if match.group(1) is not None else 2
    new = dice.choice(ODD)
    if dice.random() < 0.25:  # a value from elsewhere in the part: the wrong place for the right thing
        other = dice.choice(found)
        new = other.group(1) if other.group(1) is not None else other.group(2)
    return text[: match.start(which)] + new + text[match.end(which) :]


def _other_elements(text: bytes, dice: random.Random) -> bytes:
    if len(text) > _SMALL:
        return text
    start = dice.randrange(len(text) or 1)
    match = _ELEMENT.search(text, start) or _ELEMENT.search(text)
    if match is None:
        return text
    piece = match.group(0)
    how = dice.randrange(4)
    if how == 0:
        return text[: match.start()] + text[match.end() :]
    if how == 1:
        return text[: match.end()] + piece * dice.choice((1, 1, 2, 50)) + text[match.end() :]
    rest = text[: match.start()] + text[match.end() :]
    other = _ELEMENT.search(rest, dice.randrange(len(rest) or 1))
    if other is None:
        return text
    if how == 2:
        return rest[: other.start()] + piece + rest[other.start() :]
    attributes = re.findall(rb'\s[\w:]+="[^"]*"', piece[: piece.index(b">")])
    if not attributes:
        return text
    gone = dice.choice(attributes)
    return text[: match.start()] + piece.replace(gone, b"", 1) + text[match.end() :]
