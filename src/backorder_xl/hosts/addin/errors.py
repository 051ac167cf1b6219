"""Why could the add-in not be made? One error, whose text is a sentence for the user."""

from __future__ import annotations


class AddinRefused(Exception):
    """The add-in cannot be made here; the text says why and what to do."""
