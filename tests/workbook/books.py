"""Which odd and rich workbooks are the tests run on? All are made here, none is kept as a file."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import xlsxwriter

from backorder_xl.workbook.changes import Changes, Column, Format, Links, SheetTable
from backorder_xl.workbook.file import FileBook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MS = "http://schemas.microsoft.com/office/spreadsheetml"
MS_REL = "http://schemas.microsoft.com/office/2017/10/relationships"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parts(path: Path) -> dict[str, bytes]:
    """Every part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist()}


def rezip(path: Path, content: dict[str, bytes]) -> Path:
    """Write parts as a workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def inject(path: Path, new: dict[str, str | bytes], types: dict[str, str], rels: dict[str, list[tuple[str, str, str]]]) -> None:
    """Add parts, content types and relationships ({part: [(id, type's last word or URI, target)]})."""
    content = parts(path)
    for name, text in new.items():
        content[name] = text.encode() if isinstance(text, str) else text
    overrides = "".join(f'<Override PartName="/{p}" ContentType="{t}"/>' for p, t in types.items() if "/" in p)
    defaults = "".join(f'<Default Extension="{p}" ContentType="{t}"/>' for p, t in types.items() if "/" not in p)
    kind = content["[Content_Types].xml"].decode().replace("</Types>", defaults + overrides + "</Types>")
    content["[Content_Types].xml"] = kind.encode()
    for part, entries in rels.items():
        folder, _, name = part.rpartition("/")
        rel_path = f"{folder}/_rels/{name}.rels"
        empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        text = content.get(rel_path, empty.encode()).decode()
        for rel_id, relation, target in entries:
            uri = relation if "://" in relation else f"{REL}/{relation}"
            text = text.replace(
                "</Relationships>", f'<Relationship Id="{rel_id}" Type="{uri}" Target="{target}"/></Relationships>'
            )
        content[rel_path] = text.encode()
    rezip(path, content)


def replace_in(path: Path, part: str, old: str, new: str) -> None:
    """Change the text of one part."""
    content = parts(path)
    text = content[part].decode()
    assert old in text, f"{old!r} is not in {part}"
    content[part] = text.replace(old, new, 1).encode()
    rezip(path, content)


def png() -> io.BytesIO:
    """A picture of 2 x 2 dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    dots = zlib.compress(b"\0\xff\0\0\0\xff\0" * 2)
    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b""))


def fill_orders(book: xlsxwriter.Workbook, rows: int = 12, table: bool = True) -> xlsxwriter.worksheet.Worksheet:
    """A user's order sheet with dates, a formula column and a table."""
    sheet = book.add_worksheet("Orders")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    heads = ["Order", "Order Date", "SKU", "Ordered", "Twice"]
    sheet.write_row(0, 0, heads)
    for i in range(1, rows + 1):
        sheet.write_string(i, 0, f"SO-{i}")
        sheet.write_datetime(i, 1, dt.datetime(2026, 5, i % 28 + 1), day)
        sheet.write_string(i, 2, f"SKU-{i % 3}")
        sheet.write_number(i, 3, i)
        sheet.write_formula(i, 4, f"=D{i + 1}*2", None, i * 2)
    if table:
        sheet.add_table(0, 0, rows, 4, {"name": "Orders", "columns": [{"header": h} for h in heads]})
        for i in range(1, rows + 1):
            sheet.write_formula(i, 4, f"=D{i + 1}*2", None, i * 2)
    return sheet


def backorders(rows: int = 7, shift: int = 0, **more: object) -> SheetTable:
    """A sheet of ours; ``shift`` moves the keys, so that other rows are the same row."""
    n = np.arange(rows) + shift
    data: dict[str, np.ndarray | list] = {
        "Order": [f"SO-{i}" for i in n],
        "Line": n % 2 + 1,
        "Open": n + 0.5,
        "Expected": np.where(
            n % 3 == 0, np.datetime64("NaT", "s"), np.datetime64("2026-06-01", "s") + n * np.timedelta64(86400, "s")
        ),
        "Reason": [f"=cmd|' & <{i}>" for i in n],
        "Done": [None] * rows,
    }
    columns = (
        Column("Order"), Column("Line", Format.WHOLE), Column("Open", Format.QTY), Column("Expected", Format.DATE),
        Column("Reason", width=50, wrap=True), Column("Done"),
    )  # fmt: skip
    settings: dict = {
        "tones": {"Order": (n % 6).astype(np.int8)},
        "links": {"Order": Links("Orders", "SKU", n + 2)},
        "kept": ("Done",),
    }
    settings.update(more)
    return SheetTable("Backorders", "Backorders", columns, data, ("Order", "Line"), **settings)


def run(source: Path, target: Path, *tables: SheetTable, patches: list | None = None) -> None:
    """Apply changes to a copy."""
    FileBook(source).apply(Changes(list(tables), patches or []), target, backup=False)


# --- the rich workbooks ---------------------------------------------------------------------------------------------


def charts(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = fill_orders(book)
    for kind in ("column", "line", "pie", "scatter"):
        chart = book.add_chart({"type": kind})
        chart.add_series({"categories": "=Orders!$A$2:$A$13", "values": "=Orders!$D$2:$D$13"})
        sheet.insert_chart("H2", chart)
    page = book.add_chartsheet("Chart page")
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Orders!$D$2:$D$13"})
    page.set_chart(chart)
    book.close()


def pictures(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = fill_orders(book)
    sheet.insert_image("H2", "dot.png", {"image_data": png()})
    sheet.set_header("&C&G", {"image_center": "dot.png", "image_data_center": png()})
    sheet.insert_textbox("J2", "A note on the sheet")
    sheet.set_background(png())
    book.close()


def sparklines_and_rules(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = fill_orders(book)
    sheet.add_sparkline("G2", {"range": "Orders!D2:D13"})
    sheet.conditional_format("D2:D13", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("A2:A13", {"type": "duplicate", "format": book.add_format({"bg_color": "red"})})
    sheet.data_validation("C2:C13", {"validate": "list", "source": ["SKU-0", "SKU-1"]})
    sheet.ignore_errors({"number_stored_as_text": "A1:A13"})
    sheet.set_row(3, 30, None, {"hidden": True})
    sheet.set_column("B:B", 20, None, {"level": 1})
    book.close()


def comments_and_rich_text(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = fill_orders(book)
    bold = book.add_format({"bold": True})
    sheet.write_comment("A2", "Call first")
    sheet.write_rich_string("G3", "half ", bold, "bold", " text")
    sheet.write_url("G4", "https://example.org/")
    sheet.write_dynamic_array_formula("I2:I4", "=SORT(D2:D4)", None, 1)
    sheet.insert_checkbox("G5", True)
    book.define_name("Rate", "=Orders!$D$2")
    book.define_name("Orders!Local", "=Orders!$D$3")
    sheet.print_area("A1:E13")
    sheet.repeat_rows(0)
    sheet.protect()
    book.close()


def macros(path: Path) -> None:
    vba = path.with_name("project.bin")
    vba.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 4)
    book = xlsxwriter.Workbook(path)
    sheet = fill_orders(book)
    book.add_vba_project(str(vba))
    sheet.insert_button("H2", {"macro": "go", "caption": "Go"})
    book.close()
    inject(
        path,
        {"customUI/customUI14.xml": '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"/>'},
        {},
        {},
    )


def pivot_and_slicer(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    fill_orders(book)
    book.add_worksheet("Pivot")
    book.close()
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{REL}" refreshedBy="me" recordCount="0"><cacheSource '
        'type="worksheet"><worksheetSource ref="A1:C4" sheet="{}"/></cacheSource><cacheFields count="1">'
        '<cacheField name="Order"/></cacheFields></pivotCacheDefinition>'
    )
    table = f'<pivotTableDefinition xmlns="{MAIN}" name="P1" cacheId="1" dataCaption="V"/>'
    slicer = '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/>'
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    inject(
        path,
        {
            "xl/pivotCache/pivotCacheDefinition1.xml": cache.replace("{}", "Orders"),
            "xl/pivotCache/pivotCacheDefinition2.xml": cache.replace("{}", "Backorders"),
            "xl/pivotTables/pivotTable1.xml": table,
            "xl/slicers/slicer1.xml": slicer,
            "xl/slicerCaches/slicerCache1.xml": slicer.replace("slicers", "slicerCacheDefinition"),
        },
        {
            "xl/pivotCache/pivotCacheDefinition1.xml": base + "pivotCacheDefinition+xml",
            "xl/pivotCache/pivotCacheDefinition2.xml": base + "pivotCacheDefinition+xml",
            "xl/pivotTables/pivotTable1.xml": base + "pivotTable+xml",
            "xl/slicers/slicer1.xml": "application/vnd.ms-excel.slicer+xml",
            "xl/slicerCaches/slicerCache1.xml": "application/vnd.ms-excel.slicerCache+xml",
        },
        {
            "xl/workbook.xml": [
                ("rIdP1", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
                ("rIdP2", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition2.xml"),
                ("rIdS", "http://schemas.microsoft.com/office/2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml"),
            ],
            "xl/worksheets/sheet2.xml": [
                ("rIdT", "pivotTable", "../pivotTables/pivotTable1.xml"),
                ("rIdS", "http://schemas.microsoft.com/office/2007/relationships/slicer", "../slicers/slicer1.xml"),
            ],
        },
    )
    caches = '<pivotCaches><pivotCache cacheId="1" r:id="rIdP1"/><pivotCache cacheId="2" r:id="rIdP2"/></pivotCaches>'
    replace_in(path, "xl/workbook.xml", "</workbook>", caches + "</workbook>")


def controls_and_threads(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = fill_orders(book)
    sheet.write_comment("B3", "thread")
    book.close()
    inject(
        path,
        {
            "xl/ctrlProps/ctrlProp1.xml": f'<formControlPr xmlns="{MS}/2009/9/main" objectType="CheckBox"/>',
            "xl/printerSettings/printerSettings1.bin": b"\0\1\2printer" * 20,
            "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{MS}/2018/threadedcomments"/>',
            "xl/persons/person.xml": f'<personList xmlns="{MS}/2018/threadedcomments"/>',
            "customXml/item1.xml": "<mine>kept</mine>",
        },
        {
            "bin": "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
            "xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml",
            "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
            "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        },
        {
            "xl/worksheets/sheet1.xml": [
                ("rIdC", "ctrlProp", "../ctrlProps/ctrlProp1.xml"),
                ("rIdPr", "printerSettings", "../printerSettings/printerSettings1.bin"),
                ("rIdTh", f"{MS_REL}/threadedComment", "../threadedComments/threadedComment1.xml"),
            ],
            "xl/workbook.xml": [
                ("rIdPe", f"{MS_REL}/person", "persons/person.xml"),
                ("rIdX", "customXml", "../customXml/item1.xml"),
            ],
        },
    )  # fmt: skip


def external_link(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    fill_orders(book)
    book.close()
    link = f'<externalLink xmlns="{MAIN}" xmlns:r="{REL}"><externalBook r:id="rId1"/></externalLink>'
    inject(
        path,
        {"xl/externalLinks/externalLink1.xml": link},
        {"xl/externalLinks/externalLink1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"},
        {
            "xl/workbook.xml": [("rIdE", "externalLink", "externalLinks/externalLink1.xml")],
            "xl/externalLinks/externalLink1.xml": [("rId1", "externalLinkPath", "other.xlsx")],
        },
    )
    replace_in(
        path, "xl/workbook.xml", "</sheets>", '</sheets><externalReferences><externalReference r:id="rIdE"/></externalReferences>'
    )


def days_of_1904(path: Path) -> None:
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    fill_orders(book)
    book.close()


def prefixed(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    fill_orders(book, table=False)
    book.close()
    content = parts(path)
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        content[part] = with_prefix(content[part])
    rezip(path, content)


def with_prefix(text: bytes) -> bytes:
    """The same XML with every element under a prefix."""
    import re

    out = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", text)
    return out.replace(b' xmlns="', b' xmlns:x="')


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Orders"
    sheet.append(["Order", "Order Date", "SKU", "Ordered"])
    for i in range(1, 8):
        sheet.append([f"SO-{i}", dt.date(2026, 5, i), f"SKU-{i}", i])
    book.create_sheet("Mine & <yours>")["A1"] = "=SUM(Orders!D2:D8)"
    book.save(path)


def calculation_chain(path: Path) -> None:
    charts(path)
    chain = f'<calcChain xmlns="{MAIN}"><c r="E2" i="1"/><c r="E3"/><c r="E4"/></calcChain>'
    inject(
        path,
        {"xl/calcChain.xml": chain},
        {"xl/calcChain.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"},
        {"xl/workbook.xml": [("rIdCC", "calcChain", "calcChain.xml")]},
    )


def no_rels_type_empty_styles(path: Path) -> None:
    by_openpyxl(path)
    content = parts(path)
    content["xl/worksheets/sheet1.xml"] = content["xl/worksheets/sheet1.xml"].replace(b' s="1"', b"")
    kinds = content["[Content_Types].xml"].decode()
    content["[Content_Types].xml"] = kinds.replace(
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>', ""
    ).encode()
    content["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}"><fonts count="0"/><cellXfs count="0"/></styleSheet>'.encode()
    rezip(path, content)


ZOO: dict[str, tuple[str, Callable[[Path], None]]] = {
    "charts": ("charts.xlsx", charts),
    "pictures": ("pictures.xlsx", pictures),
    "sparklines and rules": ("rules.xlsx", sparklines_and_rules),
    "comments and rich text": ("comments.xlsx", comments_and_rich_text),
    "macros": ("macros.xlsm", macros),
    "pivot and slicer": ("pivot.xlsx", pivot_and_slicer),
    "controls and threads": ("controls.xlsx", controls_and_threads),
    "external link": ("external.xlsx", external_link),
    "1904": ("days.xlsx", days_of_1904),
    "prefixed": ("prefixed.xlsx", prefixed),
    "openpyxl": ("plain.xlsx", by_openpyxl),
    "calculation chain": ("chain.xlsx", calculation_chain),
    "no rels type, empty styles": ("mended.xlsx", no_rels_type_empty_styles),
}
