"""How does a sheet of ours come out of a printer?

A new sheet is one page wide and as many pages high as it needs; one with a ``Page`` also repeats its header row, and has
a title above and its name, the page and the day below, and may be told to fit on one page. A page set-up of the user's
own is never touched (rule 8.6).
"""

from __future__ import annotations

from lxml import etree

from backorder_xl.workbook import markup
from backorder_xl.workbook.changes import Page
from backorder_xl.workbook.markup import MAIN, child, children
from backorder_xl.workbook.parts import BookParts, SheetPart
from backorder_xl.workbook.refs import quoted
from backorder_xl.workbook.splice import SHEET_ORDER

TITLES, AREA = "_xlnm.Print_Titles", "_xlnm.Print_Area"
_SET_UP = ("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks")
_SIDES = ("left", "right", "top", "bottom", "header", "footer")
_PLAIN_MARGINS = ("0.4", "0.4", "0.5", "0.5", "0.3", "0.3")
_NARROW_MARGINS = ("0.25", "0.25", "0.75", "0.75", "0.3", "0.3")
# What Excel and openpyxl write for a sheet whose margins nobody has set.
_UNSET_MARGINS = ((0.7, 0.7, 0.75, 0.75, 0.3, 0.3), (0.75, 0.75, 1.0, 1.0, 0.5, 0.5))


def give(book: BookParts, sheet: SheetPart, root: etree._Element, page: Page | None, header_row: int, new: bool) -> bool:
    """Set a sheet up for printing if it is new, or has no set-up but what we gave it once; tells whether it did."""
    if not new and (page is None or _of_its_own(book, sheet, root)):
        return False
    for name in _SET_UP:
        old = child(root, name)
        if old is not None:
            root.remove(old)
    for element in _elements(page):
        markup.add_in_order(root, element, SHEET_ORDER[SHEET_ORDER.index(markup.local(element)) + 1 :])
    _one_page_wide(root)
    if page is not None:
        book.name_on_sheet(sheet, TITLES, f"{quoted(sheet.name)}!${header_row}:${header_row}")
    return True


def _of_its_own(book: BookParts, sheet: SheetPart, root: etree._Element) -> bool:
    """Has somebody set this sheet up for printing? What we give a sheet without a ``Page`` does not count."""
    if book.names_on_sheet(sheet) & {TITLES.casefold(), AREA.casefold()}:
        return True
    standing = [e for e in children(root) if markup.local(e) in _SET_UP]
    if [_shape(e) for e in standing] == [_shape(e) for e in _elements(None)]:
        return False
    properties = child(root, "sheetPr")
    fitted = child(properties, "pageSetUpPr") if properties is not None else None
    if fitted is not None and fitted.get("fitToPage") in ("1", "true"):
        return True
    return any(markup.local(e) != "pageMargins" or _margins(e) not in _UNSET_MARGINS for e in standing)


def _margins(element: etree._Element) -> tuple[float, ...]:
    return tuple(float(element.get(side, "0")) for side in _SIDES)


def _shape(element: etree._Element) -> tuple[object, ...]:
    return markup.local(element), sorted(map(str, element.attrib.items())), element.text, [_shape(e) for e in children(element)]


def _one_page_wide(root: etree._Element) -> None:
    properties = child(root, "sheetPr")
    if properties is None:
        properties = etree.Element(f"{{{MAIN}}}sheetPr")
        root.insert(0, properties)
    fitted = child(properties, "pageSetUpPr")
    if fitted is None:
        fitted = etree.SubElement(properties, f"{{{MAIN}}}pageSetUpPr")
    fitted.set("fitToPage", "1")


def _elements(page: Page | None) -> list[etree._Element]:
    """Margins, paper, header and footer, in the schema's order; the paper's size is the printer's unless given."""
    margins = _PLAIN_MARGINS if page is None else _NARROW_MARGINS
    paper = {"orientation": "landscape", "fitToHeight": "0"}
    words = {"oddFooter": "&L&A&RPage &P of &N"}
    if page is not None:
        paper = {"paperSize": str(int(page.paper))} if page.paper else {}
        paper |= {"fitToWidth": "1", "fitToHeight": str(int(page.whole)), "orientation": page.orientation.value}
        words = {"oddHeader": f'&L&14&"-,Bold"{page.plain_title()}'} if page.title else {}
        words["oddFooter"] = "&L&A&CPage &P of &N&R&D"
    found = [_element("pageMargins", dict(zip(_SIDES, margins, strict=True))), _element("pageSetup", paper)]
    texts = _element("headerFooter", {})
    for name, text in words.items():
        etree.SubElement(texts, f"{{{MAIN}}}{name}").text = text
    return [*found, texts]


def _element(name: str, attributes: dict[str, str]) -> etree._Element:
    return etree.Element(f"{{{MAIN}}}{name}", attributes)
