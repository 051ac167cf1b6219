"""What is one entry of the catalogue of problems?"""

from __future__ import annotations

from dataclasses import dataclass

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Entry:
    """One problem: ``text`` and ``remedy`` are templates; ``each`` = warnings about different values stay apart."""

    severity: str
    text: str
    remedy: str
    each: bool = False
