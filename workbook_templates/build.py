"""Writes the two templates beside this file; run it whenever the data dictionary or the demo has changed."""

from __future__ import annotations

from pathlib import Path

from backorder_xl.templates import demo_book, empty_book

HERE = Path(__file__).parent
BOOKS = {"backorder_xl_empty.xlsx": empty_book, "backorder_xl_demo.xlsx": demo_book}

if __name__ == "__main__":
    for name, make in BOOKS.items():
        (HERE / name).write_bytes(make())
        print(f"{name}: {(HERE / name).stat().st_size:,} bytes")
