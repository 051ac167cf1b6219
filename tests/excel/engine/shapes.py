"""What of a sheet does this engine not hold? Pictures, shapes, pivot tables and threaded comments: they are always empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .com import Items

if TYPE_CHECKING:
    from .worksheet import Worksheet


class Empty(Items):
    def __init__(self, sheet: Worksheet) -> None:
        self.switches, self.sheet = sheet.switches, sheet

    def members(self) -> list[Any]:
        return []

    @property
    def Parent(self) -> Any:
        return self.sheet
