"""How do project, ribbon and settings become one file for Excel? XlsxWriter makes the workbook; the add-in's parts are added.

The file is stored, not deflated, and holds no time of day: the same input gives the same bytes on every machine, whatever
its zlib. It knows neither what the modules do nor where they come from.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from lxml import etree

WORKBOOK, SHEET = "ThisWorkbook", "Sheet1"
"""Names of the two document modules: what VBA calls them, workbook.xml and the sheet must call them as well."""
MADE = dt.datetime(2026, 1, 1)  # any day will do, as long as it is always the same
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
BOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
RIBBON_PART = "customUI/customUI.xml"
RIBBON_RELATION = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def package(project: bytes, ribbon: bytes, sheet: str, rows: Iterable[tuple[str, str]], *, twin: bool = False) -> bytes:
    """The .xlam as bytes; its twin is an .xlsm with the same parts, which programs open that know no add-ins.

    `sheet` is the only sheet; rows go into its columns A and B as text, from the first row on.
    """
    parts = _workbook(project, sheet, rows)
    parts[RIBBON_PART] = ribbon
    parts["_rels/.rels"] = _related(parts["_rels/.rels"])
    if not twin:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(BOOK_TYPE.encode(), ADDIN_TYPE.encode())
        parts["xl/workbook.xml"] = _unseen(parts["xl/workbook.xml"])
    return _zipped(parts)


def _workbook(project: bytes, sheet: str, rows: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """The parts of a macro-enabled workbook with one sheet."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "Backorder XL", "comments": "Backorders in the workbook that you have.", "created": MADE})
        book.set_vba_name(WORKBOOK)
        book.add_vba_project(BytesIO(project), is_stream=True)
        page = book.add_worksheet(sheet)
        page.set_vba_name(SHEET)
        page.set_column(0, 1, 30)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                page.write_string(row, column, text)
    with zipfile.ZipFile(out) as made:
        return {name: made.read(name) for name in made.namelist()}


def _related(relations: bytes) -> bytes:
    """The package's relations with the ribbon's added."""
    root = etree.fromstring(relations)
    etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id="rIdRibbon", Type=RIBBON_RELATION, Target=RIBBON_PART)
    return _written(root)


def _unseen(workbook: bytes) -> bytes:
    """The workbook part with its window hidden, as that of an add-in is."""
    root = etree.fromstring(workbook)
    for view in root.iter(f"{{{MAIN}}}workbookView"):
        view.set("visibility", "hidden")
    return _written(root)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # its date is 1980-01-01
            entry.create_system = 0  # else it tells which system it was made on
            file.writestr(entry, content)
    return out.getvalue()
