"""Which sentence does a user see when a workbook cannot be read or written?

Each error carries one finished sentence (rule 1.5); the exit code is the caller's business (rule 9).
"""

from __future__ import annotations

from collections.abc import Sequence


class WorkbookError(Exception):
    """Something about the file; ``message`` is one clear sentence for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Unreadable(WorkbookError):
    """The input cannot be used (exit code 2)."""


class Odd(Unreadable):
    """The parts of the file contradict each other, or hold what no program writes there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is damaged inside: one of its parts holds what no spreadsheet program writes there; open it in Excel, let "
            "Excel repair it, save it and run again."
        )


class Misfit(ValueError):
    """What shall be written does not fit together: our own fault, never told as the file's."""


class Unwritable(WorkbookError):
    """The result cannot be written (exit code 3)."""


class Blocked(Unwritable):
    """Something of the user's stands where rows or columns would have to go; ``room`` is how many fit."""

    def __init__(self, message: str, room: int = 0) -> None:
        super().__init__(message)
        self.room = room


class NoWorkbook(Unreadable):
    """There is no open workbook to work on."""


class Protected(Unwritable):
    """A sheet, or the book itself, is locked against changes."""

    @classmethod
    def sheets(cls, names: Sequence[str]) -> Protected:
        """Sheets that nobody may write to."""
        one = len(names) == 1
        return cls(
            f"The sheet{'' if one else 's'} {', '.join(names)} {'is' if one else 'are'} protected; take the protection off "
            "(Review, Unprotect Sheet) and run again. Nothing was written."
        )

    @classmethod
    def structure(cls, book: str) -> Protected:
        """A workbook to which no sheet can be added."""
        return cls(
            f"The structure of {book} is protected, so no sheet can be added; take that off (Review, Protect Workbook) "
            "and run again. Nothing was written."
        )


class Busy(Unwritable):
    """Excel does not listen, as somebody is editing a cell."""

    def __init__(self) -> None:
        super().__init__("Excel is busy: finish editing the cell (Enter or Esc), close any open dialogue, and press again.")
