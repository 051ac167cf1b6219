"""Where does a traceback go that no user should see? Into one file of the user's own, which stays small."""

from __future__ import annotations

import logging
import platform
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from backorder_xl import __version__

NAME, MOST_BYTES = "log.txt", 500_000


def logged(error: BaseException, state: Path) -> Path | None:
    """Add an error to the log, one older file of which is kept; its path, or None where it cannot be written."""
    path = state / NAME
    try:
        state.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        words = f"backorder-xl {__version__}, Python {sys.version.split()[0]}, {platform.platform()}"
        told = (type(error), error, error.__traceback__)
        record = logging.LogRecord("backorder_xl", logging.ERROR, str(path), 0, words, None, told)
        with open(path, "a", encoding="utf-8"):  # the handler would swallow what a folder that cannot be written says
            pass
        handler.emit(record)
        handler.close()
    except OSError:
        return None
    return path
