"""The only room that touches a workbook. It knows cells, tables and parts, and no business word."""
