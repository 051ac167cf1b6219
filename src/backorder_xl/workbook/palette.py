"""Which number formats and colours do our cells and charts have? The same in a closed file and in an open workbook."""

from __future__ import annotations

from backorder_xl.workbook.changes import Format, Tone

CODES = {
    Format.TEXT: "General",
    Format.QTY: "#,##0",
    Format.MONEY: "#,##0.00",
    Format.DATE: "yyyy\\-mm\\-dd",
    Format.DATETIME: "yyyy\\-mm\\-dd\\ hh:mm",
    Format.WHOLE: "#,##0",
    Format.PERCENT: "0.0%",
}
FRACTION = "#,##0.######"  # for fractions only: it would show 5 as "5."
AS_TEXT = "@"  # an open workbook is told so, lest Excel takes a code for a number
FILLS = {
    Tone.GOOD: "E2EFDA",
    Tone.WATCH: "FFF2CC",
    Tone.BAD: "F8D7DA",
    Tone.NEW: "DDEBF7",
    Tone.QUIET: "EDEDED",
}
HEADER_FILL, HEADER_FONT = "1F4E78", "FFFFFF"
LINE_COLOUR = "7F7F7F"
LINK_COLOUR = "0563C1"
ALARM_FILL, ALARM_FONT = "FFC7CE", "9C0006"
CHART_COLOURS = {
    Tone.NONE: "7F7F7F", Tone.GOOD: "6FA774", Tone.WATCH: "E3A53B", Tone.BAD: "C45850", Tone.NEW: "3F7CAC",
    Tone.QUIET: "B0B0B0",
}  # fmt: skip
CHART_CODES = {Format.QTY: "#,##0", Format.PERCENT: "0%", Format.DATE: "d mmm"}
CHART_TITLE, CHART_INK, CHART_LINES = "1F4E78", "595959", "E4E4E4"
CHART_NAME = "Backorder XL: "
"""How the names of our charts begin, by which they are known again."""
