"""Files as other systems write them, made where a test needs one."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from backorder_xl.imports.model import RawSheet
from backorder_xl.imports.reading import read_file


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def only(path: Path, **how: str) -> RawSheet:
    """The one sheet of a file."""
    (sheet,) = read_file(path, **how)
    return sheet


def xlsb(
    path: Path,
    rows: dict[int, dict[int, float | str]],
    hidden: tuple[int, ...] = (),
    errors: dict[tuple[int, int], int] | None = None,
) -> Path:
    """A binary workbook with one sheet: rows and columns from 1; ``errors`` by place, with the number of the error."""

    def record(kind: int, body: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size, length = b"", len(body)
        while True:
            size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
            length >>= 7
            if not length:
                return head + size + body

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    sheet = record(129) + record(148, struct.pack("<4I", 0, 0, 0, 0)) + record(145)
    for row, cells in sorted(rows.items()):
        flags = 0x10 if row in hidden else 0
        sheet += record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, flags, 0, 0))
        here = {c: None for r, c in (errors or {}) if r == row}
        for column, value in sorted({**cells, **here}.items()):
            place = struct.pack("<II", column - 1, 0)
            if value is None:
                sheet += record(3, place + bytes([(errors or {})[row, column]]))
            elif isinstance(value, str):
                sheet += record(6, place + wide(value))
            else:
                sheet += record(5, place + struct.pack("<d", value))
    sheet += record(146) + record(130)
    book = (
        record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Data"))
        + record(144)
        + record(132)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        out.writestr("xl/workbook.bin", book)
        out.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.bin"/></Relationships>',
        )
        out.writestr("xl/worksheets/sheet1.bin", sheet)
    return path
