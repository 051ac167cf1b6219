"""Tests that need an Excel: they get one that is backed by a file, see `engine/__init__.py`."""
