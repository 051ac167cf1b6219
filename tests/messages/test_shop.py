"""Are the sender's facts cleaned, and is only a picture taken for a logo?"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from backorder_xl.core.settings import Settings
from backorder_xl.messages import shop as home
from backorder_xl.messages.shop import BadLogo, read_logo, shop
from tests.tables.books import order, read


def picture(kind: str, size: tuple[int, int] = (600, 180), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#1F4E78").save(out, kind, **more)
    return out.getvalue()


def test_the_facts_come_from_the_sheet_as_typed(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(picture("PNG"))
    typed = {"Company Name": " Fjord & Field\u202e ", "Company Address": "Road 12\r\nUnit 4; 5003 Bergen;;", "Phone": "+47 55",
             "Logo File": "logo.png", "Sender Name": "Ingrid\nSolheim"}  # fmt: skip
    settings = read([order()], Settings=[["Setting", "Value"], *map(list, typed.items())]).settings
    made = shop(settings, tmp_path)
    assert (made.company, made.address) == ("Fjord & Field", ("Road 12", "Unit 4", "5003 Bergen"))
    assert (made.sender, made.phone, made.email) == ("Ingrid Solheim", "+47 55", "")
    assert made.logo is not None and made.logo.data == picture("PNG")
    assert shop(Settings(), tmp_path) == home.Shop()


@pytest.mark.parametrize(("kind", "dots"), [("PNG", 300), ("JPEG", 72), ("GIF", 96)])
def test_a_picture_is_taken_and_fitted(tmp_path: Path, kind: str, dots: int) -> None:
    path = tmp_path / "logo"
    path.write_bytes(picture(kind, dpi=(dots, dots)))
    logo = read_logo(path)
    assert (logo.kind, logo.width, logo.height, round(logo.dpi[0])) == (kind.lower(), 600, 180, dots)
    assert logo.fitted(300, 300) == (300, 90) and logo.fitted(5000, 60) == (200, 60) and logo.fitted(900, 900) == (600, 180)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"root:x:0:0:root:/root:/bin/bash\n", "no PNG, JPEG or GIF"),
        (b"", "no PNG, JPEG or GIF"),
        (picture("BMP", (60, 18)), "no PNG, JPEG or GIF"),
        (picture("PNG")[:20], "no PNG, JPEG or GIF"),
        (picture("JPEG")[:4], "no PNG, JPEG or GIF"),
        (picture("PNG", (10_001, 1)), "no PNG, JPEG or GIF"),
        (picture("PNG") + bytes(200_000), "larger than 200 kB"),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "logo").write_bytes(data)
    with pytest.raises(BadLogo, match=told):
        read_logo(tmp_path / "logo")


@pytest.mark.parametrize("name", ["none.png", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadLogo, match="cannot be read"):
        read_logo(tmp_path / name)
