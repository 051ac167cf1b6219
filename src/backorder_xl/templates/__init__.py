"""What does a new book look like? The empty one to fill in, and the demo of an invented shop."""

from __future__ import annotations

from backorder_xl.templates.build import demo_book, empty_book

__all__ = ["demo_book", "empty_book"]
