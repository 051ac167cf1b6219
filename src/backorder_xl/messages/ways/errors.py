"""What went wrong on a way out, in a sentence for the user."""

from __future__ import annotations


class DraftsRefused(Exception):
    """Drafts could not be put where they were to go; the text says why and what to do."""
