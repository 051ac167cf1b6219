"""Backorder XL in xlwings Lite: Python that a workbook carries and that runs in Excel's own browser."""
