"""What goes over the wire between the add-in in Excel and the server? Both bodies, field by field (docs/web-protocol.md).

A workbook is sent as it stands and comes back as steps (`workbook/steps.py`); the server keeps nothing between two requests.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Cell = Any
"""null, number, true/false, text, {"f": formula, "v": what it shows} or {"e": "#N/A"}; a day is the number it is counted by."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TableSent(_Strict):
    """An Excel Table; rows and columns from 1, the totals row not counted in ``last_row``."""

    name: str
    header_row: int
    last_row: int
    first_col: int
    last_col: int
    totals: bool = False
    headers: list[str]


class SheetSent(_Strict):
    """One sheet, its grid from A1. Looks are stretches of equal looks: [column, first row, last row, look].

    ``close`` says that notes, links, fills, lines, widths, alarmed, charts, filters and page_set were looked at; number formats
    are needed always, as they tell a day from a number.
    """

    name: str
    cells: list[list[Cell]]
    tables: list[TableSent] = []
    formats: list[tuple[int, int, int, str | None]] = []
    close: bool = False
    filters: dict[str, list[dict[str, Any]]] = {}
    notes: list[tuple[int, int, str]] = []
    links: list[tuple[int, int, str]] = []
    fills: list[tuple[int, int, int, str | None]] = []
    lines: list[tuple[int, int, int, str | None]] = []
    widths: list[tuple[int, float]] = []
    alarmed: list[int] = []
    charts: list[tuple[str, str, int]] = []  # name, title, the column in which it begins
    page_set: bool = False
    merged: list[tuple[int, int, int, int]] = []  # row, column, rows, columns of each merged area


class BookSent(_Strict):
    """A workbook: the sheets that were read, the names of all sheets in the order of their tabs, and names that are taken."""

    name: str
    date1904: bool = False
    names: list[str]
    taken: list[str] = []  # of Excel Tables and other named things
    chart_sheets: list[str] = []
    protected: list[str] = []  # sheets that nobody may write to; "" for the workbook's structure
    sheets: list[SheetSent]


class Kept(_Strict):
    """What the client keeps of the last run, so that it can be taken back: the sheets it touched as they stood before."""

    verb: str
    at: dt.datetime
    digest: str  # of the touched sheets as the run left them
    touched: list[str]
    before: list[SheetSent]


class FileSent(_Strict):
    """A file that the user chose, its bytes in base64, and the day on which it was saved last (File.lastModified)."""

    name: str
    data: str
    saved: dt.date | None = None


class Selected(_Strict):
    """The first cell of the selection."""

    sheet: str
    row: int = Field(ge=1)
    column: int = Field(ge=1)


class Request(_Strict):
    """What ``POST /run/{verb}`` takes; ``today`` and ``now`` are the user's own."""

    book: BookSent
    today: dt.date
    now: dt.datetime
    settings: dict[str, str] = {}
    strict: bool = False
    dry_run: bool = False
    force: bool = False  # undo: even if later work is lost
    selected: Selected | None = None  # explain
    files: list[FileSent] = []  # import
    kept: Kept | None = None  # undo, restore


class ProblemSaid(_Strict):
    """One row of the sheet Problems, with the cell to jump to where there is one."""

    severity: Literal["error", "warning", "note"]
    sheet: str
    row: int | None
    column: str
    cell: str | None  # "B7"
    says: str
    remedy: str


class DraftMade(_Strict):
    """One draft: its file (.eml, base64) and what a reader sees of it."""

    file: str
    to: str
    subject: str
    html: str
    text: str
    data: str


class FileMade(_Strict):
    """A file for the user to keep, base64."""

    name: str
    type: str
    data: str


class Answer(_Strict):
    """What ``POST /run/{verb}`` gives. Nothing in the workbook has changed yet: the client carries ``steps`` out, all or none.

    ``needs`` names sheets that must be looked at closely first; then nothing else is filled, and the client asks again.
    ``ask`` is a question to be put before the steps are carried out. ``show`` is the sheet to go to afterwards.
    """

    verb: str
    said: list[str] = []
    needs: list[str] = []
    ask: str | None = None
    steps: list[dict[str, Any]] = []
    touched: list[str] = []
    counts: dict[str, Any] = {}
    problems: list[ProblemSaid] = []
    drafts: list[DraftMade] = []
    files: list[FileMade] = []
    show: str | None = None
    refused: bool = False  # by --strict
    seconds: float = 0.0


class Refusal(_Strict):
    """One sentence in place of an answer, with HTTP status 409 (or 401, 403, 413, 422, 429, 503 where those say it better)."""

    says: str
    code: str = "refused"  # "later_work": ask, and send again with force


class Call(_Strict):
    """The cells of one call's arguments, in their order; null for one left out, {"r": n} for the n-th of ``Calls.ranges``."""

    cells: list[Cell | list[list[Cell]]]


class Calls(_Strict):
    """What ``POST /call/{function}`` takes: many calls of one function at once.

    ``ranges`` holds, once each, ranges that many calls share, such as the table Orders.
    """

    today: dt.date
    calls: list[Call] = Field(max_length=20_000)
    ranges: list[list[list[Cell]]] = []
    date1904: bool = False


class Results(_Strict):
    """One grid per call. A day is the number that Excel counts it by; a sentence is a text, as on the desktop."""

    results: list[list[list[Cell]]]
    days: list[tuple[int, int, int]] = []  # which cells hold a day: call, row, column, each from 0
