"""What is a range of several areas, such as "A1:B2,D4"? What is put into it goes into each of them.

Each area counts as a call of its own.
"""

from __future__ import annotations

from typing import Any

from .com import CDispatch


class Areas(CDispatch):
    """Several ranges, or what hangs on each of them."""

    def __init__(self, switches: Any, parts: list[Any]) -> None:
        self.switches, self.parts = switches, parts

    def __getattr__(self, name: str) -> Any:
        found = [getattr(part, name) for part in self.parts]
        if callable(found[0]) and not isinstance(found[0], CDispatch):
            return lambda *args, **more: self._gathered([one(*args, **more) for one in found])
        return self._gathered(found)

    def __setattr__(self, name: str, value: Any) -> None:
        if name[0].islower():
            object.__setattr__(self, name, value)
            return
        for part in self.parts:
            setattr(part, name, value)

    def __call__(self, *args: Any) -> Any:
        return self._gathered([part(*args) for part in self.parts])

    def _gathered(self, found: list[Any]) -> Any:
        return Areas(self.switches, found) if isinstance(found[0], CDispatch) else found[0]
