"""Where does a click on one of our cells lead?

Internal links only, and never more of them than Excel keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backorder_xl.workbook.changes import SheetTable
from backorder_xl.workbook.refs import letters, quoted

MAX_LINKS = 60_000  # Excel drops all links of a sheet that has more than 65,530


def internal_links(
    table: SheetTable, places: Mapping[str, int], first_row: int, column_of: Callable[[str, str], int]
) -> list[tuple[str, str, str]]:
    """(ref, place, hint) for each linked cell; ``places`` is header -> absolute column of ours."""
    found: list[tuple[str, str, str]] = []
    for header, links in table.links.items():
        if header not in places:
            continue
        target = letters(column_of(links.sheet, links.column))
        for index, row in enumerate(links.rows):
            if row > 0 and len(found) < MAX_LINKS:
                found.append((f"{letters(places[header])}{first_row + index}", f"{quoted(links.sheet)}!{target}{int(row)}", ""))
    return found


def linked_rows(table: SheetTable, rows: int) -> dict[str, list[bool]]:
    """Header -> which rows get a link, counted as ``internal_links`` counts."""
    left = MAX_LINKS
    marks: dict[str, list[bool]] = {}
    for header, links in table.links.items():
        flags = [False] * rows
        for index, row in enumerate(links.rows):
            if row > 0 and left > 0:
                flags[index] = True
                left -= 1
        marks[header] = flags
    return marks
