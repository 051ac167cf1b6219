"""Which cells does an exported file hold, whatever wrote it? ``read_file`` is the door; no cell is interpreted here."""

from backorder_xl.imports.reading.file import read_file

__all__ = ["read_file"]
