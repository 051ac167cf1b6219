"""How does a workbook carry Python for xlwings Lite? As settings of an Office add-in: two parts, their relations and types.

The form is that of workbooks which Lite 1.0.0.0-18 has saved. Every other part keeps its bytes. Programs that rewrite a workbook
(openpyxl is one) drop these parts, so they are put in last.
"""

from __future__ import annotations

import io
import json
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

from backorder_xl.hosts.lite.main_py import PACKAGE, main_py, requirements
from backorder_xl.workbook.package import Package

LITE, STORE, ADDIN_VERSION, PYODIDE = "wa200008175", "en-US", "1.0.0.0-18", "0.27.5"
"""xlwings Lite in Microsoft's store, and the versions in whose form the parts are written."""
FOLDER = "xl/webextensions"
PANES, EXTENSION = f"{FOLDER}/taskpanes.xml", f"{FOLDER}/webextension1.xml"
RELATIONS = f"{FOLDER}/_rels/taskpanes.xml.rels"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.microsoft.com/office"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_HAS_FUNCTIONS, _FUNCTION_IDS = "{D87F86FE-615C-45B5-9D79-34F1136793EB}", "{7C84B067-C214-45C3-A712-C9D94CD141B2}"


def with_lite(content: bytes, package: str = PACKAGE) -> bytes:
    """The workbook with our functions and scripts for Lite in it; ``package`` is what pip would be given to install us."""
    made = parts({"main.py": main_py(), "requirements.txt": requirements(package)})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(content)
        book = Package(path)
        try:
            for name, text in made.items():
                book.put(name, text)
            _insert(book, "[Content_Types].xml", "</Types>", _types())
            _insert(book, "_rels/.rels", "</Relationships>", _relation())
            out = io.BytesIO()
            book.write(out)
        finally:
            book.close()
    return out.getvalue()


def parts(files: Mapping[str, str]) -> dict[str, bytes]:
    """The parts by name, for files such as main.py."""
    panes = (
        f'{_HEAD}<wetp:taskpanes xmlns:wetp="{_OFFICE}/webextensions/taskpanes/2010/11"><wetp:taskpane dockstate="right" '
        f'visibility="0" width="438" row="1"><wetp:webextensionref xmlns:r="{_R}" r:id="rId1"/></wetp:taskpane></wetp:taskpanes>'
    )
    relations = (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/2011/relationships/webextension" Target="webextension1.xml"/></Relationships>'
    )
    return {PANES: panes.encode(), EXTENSION: _extension(files).encode(), RELATIONS: relations.encode()}


def _extension(files: Mapping[str, str]) -> str:
    kept = {**files, "pyodideVersion": PYODIDE, "addinVersion": ADDIN_VERSION}
    properties = "".join(f"<we:property name={quoteattr(name)} value={_json(text)}/>" for name, text in kept.items())
    id_ = str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(dict(files), sort_keys=True))).upper()
    reference = '<we:reference id="{}" version="1.0.0.0" store="{}" storeType="OMEX"/>'
    return (
        f'{_HEAD}<we:webextension xmlns:we="{_OFFICE}/webextensions/webextension/2010/11" id="{{{id_}}}">'
        f"{reference.format(LITE, STORE)}"
        f"<we:alternateReferences>{reference.format(LITE, LITE.upper())}</we:alternateReferences>"
        f"<we:properties>{properties}</we:properties><we:bindings/>"
        f'<we:snapshot xmlns:r="{_R}"/><we:extLst>'
        f'<a:ext xmlns:a="{_DRAWING}" uri="{_HAS_FUNCTIONS}"><we:containsCustomFunctions/></a:ext>'
        f'<a:ext xmlns:a="{_DRAWING}" uri="{_FUNCTION_IDS}"><we:customFunctionIdList/></a:ext></we:extLst></we:webextension>'
    )


def _json(text: str) -> str:
    """A text as the JSON that Office keeps, quoted for an attribute; it holds no line break that XML would make a blank."""
    return quoteattr(json.dumps(text), {'"': "&quot;"})


def _types() -> str:
    kinds = {PANES: "webextensiontaskpanes", EXTENSION: "webextension"}
    return "".join(f'<Override PartName="/{part}" ContentType="application/vnd.ms-office.{k}+xml"/>' for part, k in kinds.items())


def _relation() -> str:
    return f'<Relationship Id="rIdLite" Type="{_OFFICE}/2011/relationships/webextensiontaskpanes" Target="{PANES}"/>'


def _insert(book: Package, part: str, before: str, text: str) -> None:
    """Text put in front of the last closing tag of a part."""
    head, tag, tail = book.read(part).decode().rpartition(before)
    if not tag:
        raise ValueError(f"{part} does not end with {before}")
    book.put(part, (head + text + tag + tail).encode())
