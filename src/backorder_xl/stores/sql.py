"""How do names and texts stand in SQL so that nothing of them is taken for SQL?"""

from __future__ import annotations


def quoted(name: str) -> str:
    """A name as SQL takes it for a name, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL takes it for a text, whatever stands in it."""
    return "'" + text.replace("'", "''") + "'"
