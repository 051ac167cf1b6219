// The colours that steps do not name; the same as in src/backorder_xl/workbook/palette.py, which a test compares.

export const HEADER_FILL = "1F4E78";
export const HEADER_FONT = "FFFFFF";
export const LINE_COLOUR = "7F7F7F";
export const ALARM_FILL = "FFC7CE";
export const ALARM_FONT = "9C0006";
export const CHART_TITLE = "1F4E78";
export const CHART_INK = "595959";
export const CHART_LINES = "E4E4E4";
