"""What does an Excel Table's own part say, and how does it follow its rows and columns?"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from lxml import etree

from backorder_xl.workbook import markup
from backorder_xl.workbook.markup import MAIN, child, children
from backorder_xl.workbook.refs import make_range, parse_range

STYLE = "TableStyleMedium2"


def new_table(table_id: int, name: str, ref: str, headers: Sequence[str]) -> bytes:
    """The part of a new Excel Table with filter buttons."""
    columns = "".join(f'<tableColumn id="{i}" name={_attr(head)}/>' for i, head in enumerate(headers, 1))
    return (
        f'{markup.XML_HEAD}<table xmlns="{MAIN}" id="{table_id}" name="{name}" displayName="{name}" ref="{ref}" '
        f'totalsRowShown="0"><autoFilter ref="{ref}"/><tableColumns count="{len(headers)}">{columns}</tableColumns>'
        f'<tableStyleInfo name="{STYLE}" showFirstColumn="0" showLastColumn="0" showRowStripes="1" '
        'showColumnStripes="0"/></table>'
    ).encode()


def _attr(text: str) -> str:
    return quoteattr(text.replace("\r\n", "\n").replace("\n", "_x000a_"))


def reshape(root: etree._Element, last_row: int, added: Sequence[str] = (), clear_filter: bool = False) -> None:
    """Let a table end at a data row, with columns added at its right; a totals row stays its last row."""
    row1, col1, _, col2 = parse_range(root.get("ref", ""))
    totals = int(root.get("totalsRowCount", "0") or 0)
    col2 += len(added)
    root.set("ref", make_range(row1, col1, last_row + totals, col2))
    filters = child(root, "autoFilter")
    if filters is not None:
        filters.set("ref", make_range(row1, col1, last_row, col2))
        if clear_filter:  # the rows that it hid are gone
            for criteria in list(filters):
                filters.remove(criteria)
    order = child(root, "sortState")
    if order is not None:
        if clear_filter:
            root.remove(order)  # it names rows that are others now
        else:
            for entry in (order, *children(order)):
                first, left, _, right = parse_range(entry.get("ref", ""))
                entry.set("ref", make_range(min(first, last_row), left, last_row, right))
    group = child(root, "tableColumns")
    if group is None:
        return
    ids = [int(c.get("id", "0")) for c in children(group)]
    for head in added:
        ids.append(max(ids, default=0) + 1)
        etree.SubElement(group, f"{{{MAIN}}}tableColumn", id=str(ids[-1]), name=head)
    group.set("count", str(sum(1 for _ in children(group))))


def calculated(root: etree._Element) -> dict[int, str]:
    """Absolute column -> the formula that Excel fills into its new rows."""
    _, col1, _, _ = parse_range(root.get("ref", ""))
    found = {}
    for offset, column in enumerate(children(child(root, "tableColumns"), "tableColumn")):
        formula = child(column, "calculatedColumnFormula")
        if formula is not None and formula.text and formula.get("array") not in ("1", "true"):
            found[col1 + offset] = formula.text
    return found
