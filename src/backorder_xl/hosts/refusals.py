"""What does a person hear when something could not be done, and with which exit code? The same words at every door (rule 9)."""

from __future__ import annotations

from backorder_xl.hosts.telling import UNUSABLE, UNWRITABLE


def refusal(error: Exception) -> tuple[str, int] | None:
    """The sentence and the exit code of an error that was foreseen; None for any other."""
    from backorder_xl.hosts.addin.errors import AddinRefused
    from backorder_xl.hosts.explain import NotFound
    from backorder_xl.messages.ways.errors import DraftsRefused
    from backorder_xl.tables.problems import Unusable
    from backorder_xl.workbook.errors import Unreadable, Unwritable

    match error:
        case Unwritable() | DraftsRefused():
            return str(error), UNWRITABLE
        case Unreadable() | Unusable() | NotFound() | AddinRefused():
            return str(error), UNUSABLE
        case OSError():
            return f"The file could not be read or written: {error.strerror or error}.", UNWRITABLE
        case MemoryError():
            return "This book needs more memory than there is; nothing was written.", UNUSABLE
    return None
