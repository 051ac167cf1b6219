"""Which kind of picture is the logo, and how large is it shown? Only the head of the file is looked at."""

from __future__ import annotations

import struct
from dataclasses import dataclass

HIGH = 44  # pixels that a logo is shown high at most
WIDE = 240
_MOST_BYTES = 200_000  # every draft carries it


@dataclass(frozen=True)
class Logo:
    """A picture that goes along in the message; ``width`` and ``height`` are those at which it is shown."""

    data: bytes
    subtype: str
    width: int
    height: int

    @property
    def file(self) -> str:
        return f"logo.{'jpg' if self.subtype == 'jpeg' else self.subtype}"


def logo_of(data: bytes) -> tuple[Logo | None, str]:
    """The logo, and why it cannot be used, "" = it can."""
    if len(data) > _MOST_BYTES:
        return None, f"The logo has {len(data) // 1000:,} kB, and every draft would carry it; use one of at most 200 kB."
    subtype, width, height = _measured(data)
    if not subtype or not 0 < width < 20_000 or not 0 < height < 20_000:
        return None, "The logo is no PNG, JPEG or GIF picture; save it as one of these."
    scale = min(HIGH / height, WIDE / width, 1)
    return Logo(data, subtype, max(1, round(width * scale)), max(1, round(height * scale))), ""


def _measured(data: bytes) -> tuple[str, int, int]:
    try:
        if data[:8] == b"\x89PNG\r\n\x1a\n":
            return "png", *struct.unpack(">II", data[16:24])
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return "gif", *struct.unpack("<HH", data[6:10])
        if data[:2] == b"\xff\xd8":
            return "jpeg", *_jpeg_size(data)
    except (struct.error, IndexError):
        pass
    return "", 0, 0


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height from the frame's head; the segments before it are stepped over."""
    at = 2
    while data[at] == 0xFF:
        mark = data[at + 1]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0, 0
