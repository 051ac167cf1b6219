"""How is a workbook decided on where there is no lxml? It is imported when XML is first read or written, and not before.

In a browser (Pyodide) and for a book in memory nothing is XML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree
else:

    class _Late:
        """Stands for lxml.etree."""

        def __getattr__(self, name: str) -> Any:
            from lxml import etree as real

            return getattr(real, name)

    etree = _Late()

__all__ = ["etree"]
