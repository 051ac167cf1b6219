"""Where does this machine keep what belongs to no workbook? A folder of the user's own, or the one that is named."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "BACKORDER_XL_STATE"
"""Names another folder, for tests, servers and homes that cannot be written."""


def state_folder() -> Path:
    """The folder; it need not exist yet."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    from platformdirs import user_state_path

    return user_state_path("backorder-xl", appauthor=False)
