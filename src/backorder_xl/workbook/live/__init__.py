"""The workbook that its user has open in Excel, through xlwings: read, looked at, and changed step by step.

`book.py` is the door; `reading.py` takes cells out, `host.py` carries steps out, `quiet.py` keeps Excel still meanwhile, and
`native.py` with `dialects.py` is the only place that speaks to Excel past xlwings.
"""
