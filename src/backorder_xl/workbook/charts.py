"""How do charts of ours get onto a sheet beside whatever the user has drawn there?

One drawing part holds all that floats over a sheet. Ours are known in it by their names, or their titles: they are
exchanged, never doubled, and everything else in it stays (rule 8.6). A chart of ours that was moved stays where it was
put, as long as it covers no column of the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from backorder_xl.workbook import markup
from backorder_xl.workbook.changes import Chart
from backorder_xl.workbook.drawn import NAME, Drawn, Grid, draw
from backorder_xl.workbook.markup import MAIN, REL, child, children
from backorder_xl.workbook.parts import BookParts, Rels, SheetPart
from backorder_xl.workbook.splice import SHEET_ORDER
from backorder_xl.workbook.where import Where

_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_CHART_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"


def give(
    book: BookParts, sheet: SheetPart, root: etree._Element, charts: Sequence[Chart], where: Where, last_column: int,
    heights: dict[int, float],
) -> bool:  # fmt: skip
    """Put our charts right of ``last_column``; tells whether the sheet itself got a drawing that it did not have."""
    new = draw(sheet.name, charts, _grid(root, last_column, heights), where, book.date1904)
    rels = Rels(book.package, sheet.part)
    holder = child(root, "drawing")
    behind = rels.target(holder.get(f"{{{REL}}}id")) if holder is not None else None
    if behind is not None and book.package.has(behind[1]):
        part = behind[1]
        drawing = markup.parse(book.package.read(part), part)
    else:
        part = book.package.free_name("xl/drawings/drawing%d.xml")
        drawing = etree.Element(f"{{{_SPACE}}}wsDr", nsmap={"xdr": _SPACE, "a": _DRAWING_SPACE})
        book.package.put(part, b"")
    before = markup.serialise(drawing)
    _exchange(book, drawing, Rels(book.package, part), new, last_column)
    after = markup.serialise(drawing)
    if after != before:
        book.package.put(part, after)
    if behind is not None:
        return False
    book.content_type(part, _DRAWING_TYPE)
    if holder is not None:
        root.remove(holder)
    holder = etree.Element(f"{{{MAIN}}}drawing")
    holder.set(f"{{{REL}}}id", rels.add("drawing", part))
    markup.add_in_order(root, holder, SHEET_ORDER[SHEET_ORDER.index("drawing") + 1 :])
    return True


def _exchange(book: BookParts, drawing: etree._Element, rels: Rels, new: list[Drawn], last_column: int) -> None:
    standing = _standing(book, drawing, rels, {chart.name for chart in new})
    for name in sorted(standing.keys() - {chart.name for chart in new}):
        _drop(book, standing[name], rels)
    for chart in new:
        old = standing.get(chart.name)
        behind = rels.target(_frame(old).get(f"{{{REL}}}id")) if old is not None else None
        if behind is None:
            part = book.package.free_name("xl/charts/chart%d.xml")
            book.package.put(part, chart.part)
            book.content_type(part, _CHART_TYPE)
            rel_id = rels.add("chart", part)
        else:
            book.package.put(behind[1], chart.part)
            rel_id = _frame(old).get(f"{{{REL}}}id", "")
        if old is not None and behind is not None and _column(old) >= last_column:
            _label(old).set("name", chart.name)
            continue
        number = _number(drawing, old)
        _frame(chart.anchor).set(f"{{{REL}}}id", rel_id)
        _label(chart.anchor).set("id", str(number))
        if old is None:
            drawing.append(chart.anchor)
        else:
            drawing.replace(old, chart.anchor)


def _standing(book: BookParts, drawing: etree._Element, rels: Rels, wanted: set[str]) -> dict[str, etree._Element]:
    """Our charts by name. Some programs forget the names of charts when they save; then the title tells."""
    found: dict[str, etree._Element] = {}
    nameless = []
    for anchor in children(drawing):
        name = _name(anchor)
        if name.startswith(NAME):
            found.setdefault(name, anchor)
        elif name:
            nameless.append(anchor)
    for anchor in nameless if wanted - found.keys() else ():
        behind = rels.target(_frame(anchor).get(f"{{{REL}}}id"))
        if behind is not None and book.package.has(behind[1]):
            name = NAME + _title(markup.parse(book.package.read(behind[1]), behind[1]))
            if name in wanted:
                found.setdefault(name, anchor)
    return found


def _title(chart: etree._Element) -> str:
    """The title of a chart; "" where it has none, or takes it from a cell."""
    body = child(chart, "chart")
    title = child(body, "title") if body is not None else None
    return "" if title is None else "".join(t.text or "" for t in title.iter(f"{{{_DRAWING_SPACE}}}t"))


def _drop(book: BookParts, anchor: etree._Element, rels: Rels) -> None:
    """Take away a chart that we draw no more, with the parts that only it points at."""
    behind = rels.target(_frame(anchor).get(f"{{{REL}}}id"))
    if behind is not None:
        own = Rels(book.package, behind[1])
        for part in (*own.of("chartStyle"), *own.of("chartColorStyle"), behind[1]):
            book.package.drop(part)
            book.content_type(part, None)
        book.package.drop(own.path)
        rels.remove(behind[1])
    parent = anchor.getparent()
    if parent is not None:
        parent.remove(anchor)


def _label(anchor: etree._Element | None) -> etree._Element:
    """The element that bears the name of a chart."""
    found = next(anchor.iter(f"{{{_SPACE}}}cNvPr"), None) if anchor is not None else None
    return etree.Element("none") if found is None else found


def _name(anchor: etree._Element) -> str:
    """The name of a chart that stands alone in its anchor; "" for everything else, groups too."""
    return _label(anchor).get("name", "") if child(anchor, "graphicFrame") is not None and len(_frame(anchor).attrib) else ""


def _frame(anchor: etree._Element | None) -> etree._Element:
    """The element that points at a chart's part."""
    found = next(anchor.iter(f"{{{_CHART_SPACE}}}chart"), None) if anchor is not None else None
    return etree.Element("none") if found is None else found


def _number(drawing: etree._Element, old: etree._Element | None) -> int:
    if old is not None:
        return int(_label(old).get("id", "1"))
    return 1 + max((int(e.get("id", "0")) for e in drawing.iter(f"{{{_SPACE}}}cNvPr")), default=1)


def _column(anchor: etree._Element) -> int:
    """The column in which an anchor begins, counted from 0; one that hangs on no cell covers nothing for sure."""
    start = child(anchor, "from")
    column = child(start, "col") if start is not None else None
    return int(column.text or 0) if column is not None else 0


def _grid(root: etree._Element, last_column: int, heights: dict[int, float]) -> Grid:
    """The sheet's measures as it says them."""
    format_ = child(root, "sheetFormatPr")
    default = format_.get("defaultColWidth") if format_ is not None else None
    widths = {}
    for column in children(child(root, "cols") if child(root, "cols") is not None else None, "col"):
        span = (int(column.get("min", "0")), int(column.get("max", "0")))
        widths[span] = 0.0 if column.get("hidden") in ("1", "true") else float(column.get("width", "8.43"))
    return Grid(float(default) if default else None, widths, heights, last_column + 1)
