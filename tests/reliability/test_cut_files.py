"""Does a workbook that was cut off, has odd names in its zip, or asks for a harmful logo end in one sentence? (rules 1.5, 8.7)"""

from __future__ import annotations

import io
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from backorder_xl.hosts.cli import main
from tests.reliability.hostile_files import good, zipped

UNUSABLE = 2


def refused(made: bytes, folder: Path, capsys: pytest.CaptureFixture[str], why: object) -> None:
    path = folder / "desk" / "book.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(made)
    code = main(["run", str(path), "--as-of", "2026-06-03"])
    said = capsys.readouterr()
    assert code == UNUSABLE and not said.out, (why, code, said)
    assert said.err.count("\n") == 1 and said.err.endswith(".\n") and "unforeseen" not in said.err, (why, said.err)
    assert path.read_bytes() == made and [p.name for p in path.parent.iterdir()] == ["book.xlsx"]


def test_a_workbook_that_was_cut_off_anywhere_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """About sixty cuts evenly over the file, and every other byte of the zip's directory."""
    whole = zipped(good())
    directory = whole.index(b"PK\x01\x02")
    cuts = {*range(0, len(whole), len(whole) // 60), *range(directory, len(whole), 2)}
    assert len(cuts) > 100
    for cut in sorted(cuts):
        refused(whole[:cut], tmp_path, capsys, cut)


@pytest.mark.parametrize("number", [*range(32), 127])
def test_a_part_whose_name_has_a_sign_that_no_name_has(number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The names of parts are compared and copied, never printed as they are or made into files."""
    held, odd = "xl/media/a?b.bin", f"xl/media/a{chr(number)}b.bin"
    made = zipped({**good(), held: b"x"}).replace(held.encode(), odd.encode())
    path, out = tmp_path / "book.xlsx", tmp_path / "out.xlsx"
    path.write_bytes(made)
    code = main(["run", str(path), "-o", str(out), "--as-of", "2026-06-03"])
    said = capsys.readouterr()
    assert "unforeseen" not in said.err and (chr(number) not in said.err or number == 10)
    if code:
        assert code == UNUSABLE and said.err.count("\n") == 1 and not out.exists()
    else:
        assert odd.encode() in out.read_bytes() or number == 0
    assert path.read_bytes() == made


def wide_picture() -> bytes:
    """A small file that unpacks to 81 million dots."""
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG", optimize=True)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG that says it has a few dots, and whose dots unpack to 300 MB."""
    out = io.BytesIO()
    Image.new("L", (60, 18)).save(out, "PNG")
    head, _, tail = out.getvalue().partition(b"IDAT")
    packed = zlib.compress(bytes(300 << 20), 9)[:150_000]
    chunk = b"IDAT" + packed
    return head[:-4] + len(packed).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + tail[-12:]


LOGOS = {
    "an SVG with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no PNG, JPEG or GIF"),
    "an SVG of entities": (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "no PNG, JPEG or GIF"),
    "a huge file": (wide_picture() + bytes(50 << 20), "larger than 200 kB"),
    "a huge picture": (wide_picture(), ""),
    "a bomb": (bomb(), ""),
}


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's limits are those of Linux")
@pytest.mark.parametrize("name", LOGOS)
def test_a_logo_that_would_do_harm(name: str, tmp_path: Path) -> None:
    """It is refused, or goes into the letters as the bytes that it is: nobody here unpacks a picture."""
    from tests.reliability.limits import command

    data, told = LOGOS[name]
    (tmp_path / "logo.png").write_bytes(data)
    path = tmp_path / "book.xlsx"
    assert main(["new", str(path), "--demo"]) == 0
    done = command(["run", path, "--as-of", "2026-06-03", "--set", "Logo File=logo.png"], tmp_path / "state")
    said = done.stdout + done.stderr
    assert "Traceback" not in said and "unforeseen" not in said and told in said, (name, said)
    assert done.returncode in (0, UNUSABLE)
