"""Is a library there that only large books need?"""

from __future__ import annotations

import importlib
from typing import Any

from backorder_xl.tables.problems import Unusable


def needed(module: str) -> Any:
    """The module; Unusable with the command that installs it where it is missing."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise Unusable(
            'This needs what is installed for large books; install it with: pip install "backorder-xl[scale]"'
        ) from None
