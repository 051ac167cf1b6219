"""Who writes? The company's and the sender's facts from Settings, and its logo from a file that really is a picture."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.image import Image

from backorder_xl.core.settings import Settings
from backorder_xl.messages.plain import lines, one_line

LARGEST_LOGO = 200_000  # bytes; every draft carries it
_KINDS = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif"}  # what every mail program shows
_MOST_PIXELS = 10_000  # along one side


class BadLogo(ValueError):
    """The logo cannot be used; the text is for the user."""


@dataclass(frozen=True)
class Logo:
    """A picture; ``width`` and ``height`` in pixels, ``kind`` png, jpeg or gif."""

    data: bytes
    kind: str
    width: float
    height: float
    dpi: tuple[float, float] = (96, 96)

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """The size at which it fits into a frame, in the frame's unit; never larger than it is."""
        scale = min(1.0, width / self.width, height / self.height)
        return self.width * scale, self.height * scale


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
    try:
        image = Image(io.BytesIO(data))
    except (XlsxWriterException, struct.error, IndexError, UnicodeDecodeError):
        image = None
    if image is None or image.image_type not in _KINDS or not all(1 <= s <= _MOST_PIXELS for s in (image.width, image.height)):
        raise BadLogo(f"Logo File: {name} is no PNG, JPEG or GIF picture; save the logo as one of these.")
    return Logo(data, _KINDS[image.image_type], image.width, image.height, (image.x_dpi, image.y_dpi))
