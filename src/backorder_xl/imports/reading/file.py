"""What kind of file is this, and which sheets of cells does it hold?

The first bytes decide, never the name. Whatever cannot be read ends in one sentence. Nothing is interpreted: that is the
business of ``imports.grid`` and ``imports.cells``.
"""

from __future__ import annotations

from pathlib import Path

from backorder_xl.imports.model import RawSheet
from backorder_xl.imports.reading import text, workbooks
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.preflight import check_archive, encrypted, foreign, is_old_office, opened

MOST_BYTES = 512 << 20  # an export of a million lines is about 300 MB


def read_file(path: Path, encoding: str = "", separator: str = "") -> list[RawSheet]:
    """The sheets of an exported file: CSV and its kin, XLSX, XLSM, XLS, XLSB or ODS; sheets without a cell are left out.

    ``encoding`` (a Python name) and ``separator`` overrule what a text file shows of itself. Raises Unreadable with one
    sentence for anything that cannot be read, or would not be safe to.
    """
    name = path.name
    head = opened(path)
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(f"{name} has more than {MOST_BYTES >> 20} MB; export a shorter period, or split it.")
    if is_old_office(head):
        if refused := encrypted(name, head):
            raise Unreadable(refused)
        sheets = workbooks.read(path, workbooks.Kind.XLS)
    elif head.startswith(b"PK\x03\x04"):
        sheets = workbooks.read(path, workbooks.kind_of(name, check_archive(path)))
    else:
        if refused := foreign(name, head):
            raise Unreadable(refused)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Unreadable(f"{name} cannot be read ({error.strerror or error}); copy it to a local folder.") from error
        sheets = [text.read(name, data, encoding, separator)]
    sheets = [sheet for sheet in sheets if any(sheet.rows)]
    if not sheets:
        raise Unreadable(f"{name} holds no filled cell; export it again, and look at it before you import it.")
    return sheets
