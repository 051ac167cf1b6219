"""Who writes? The company's and the sender's facts from Settings, and its logo from a file that really is a picture."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path

from backorder_xl.core.settings import Settings
from backorder_xl.messages.plain import lines, one_line

LARGEST_LOGO = 500_000  # bytes; every draft carries it
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the segments of a JPEG that say its size


class BadLogo(ValueError):
    """The logo cannot be used; the text is for the user."""


@dataclass(frozen=True)
class Logo:
    """A picture, with its size in pixels. ``kind`` is png or jpeg."""

    data: bytes
    kind: str
    width: int
    height: int


@dataclass(frozen=True)
class Shop:
    """What stands in a letterhead, cleaned; a fact that nobody typed is ""."""

    company: str = ""
    address: tuple[str, ...] = ()
    sender: str = ""
    email: str = ""
    phone: str = ""
    logo: Logo | None = None


def shop(settings: Settings, folder: Path) -> Shop:
    """The facts from Settings; a Logo File without its whole path is looked for in ``folder``, where the book lies.

    Raises BadLogo.
    """
    return Shop(
        company=one_line(settings.company_name, 120),
        address=tuple(
            one_line(part, 120) for part in re.split(r"[;\n]", "\n".join(lines(settings.company_address))) if part.strip()
        ),
        sender=one_line(settings.sender_name, 120),
        email=one_line(settings.sender_email, 254),
        phone=one_line(settings.phone, 60),
        logo=read_logo(folder / settings.logo_file) if settings.logo_file else None,
    )


def read_logo(path: Path) -> Logo:
    """The picture in a file. A book from somebody else must not be able to send any other file along: only pictures are taken."""
    name = one_line(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_LOGO + 1)
    except (OSError, ValueError) as error:
        raise BadLogo(
            f"Logo File: {name} cannot be read; put the picture beside the book, or leave the setting blank."
        ) from error
    if len(data) > LARGEST_LOGO:
        raise BadLogo(f"Logo File: {name} is larger than {LARGEST_LOGO // 1000} kB; save it smaller, every draft carries it.")
    size = _png(data) or _jpeg(data)
    if not size or not all(1 <= side <= 10_000 for side in size[1:]):
        raise BadLogo(f"Logo File: {name} is neither a PNG nor a JPEG picture; save the logo as one of the two.")
    return Logo(data, *size)


def _png(data: bytes) -> tuple[str, int, int] | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return "png", *struct.unpack(">II", data[16:24])


def _jpeg(data: bytes) -> tuple[str, int, int] | None:
    """Walk the segments to the one that holds the size."""
    if data[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return "jpeg", width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
