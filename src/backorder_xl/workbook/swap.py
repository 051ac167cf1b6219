"""How does a finished file get its final name, although another program looks at it for a moment?

Scanners, indexers and programs that keep folders in step with a cloud hold a new file for a blink. That is waited for, but not
for long: somebody stands before the screen.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Sequence
from pathlib import Path

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between one try and the next; who holds a file for longer than all of them is told of."""

_HELD = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY)

GONE = frozenset(
    number
    for name in (
        "EIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ETIMEDOUT", "ENODEV", "ENXIO",
    )
    if (number := getattr(errno, name, None)) is not None
)
"""What a disk or a network drive answers when it cannot be reached any more."""


def put_in_place(made: Path, target: Path, pauses: Sequence[float] = PAUSES) -> None:
    """Give ``made`` the name ``target`` in one step, and wait a little where that is refused for now."""
    for pause in pauses:
        try:
            os.replace(made, target)
            return
        except OSError as error:
            if error.errno not in _HELD:
                raise
            time.sleep(pause)
    os.replace(made, target)


def sync_folder(folder: Path) -> None:
    """Force a folder's names to the disk, so that a power cut does not undo a swap."""
    # Windows cannot open a folder, and some network drives refuse; the file itself is on the disk by then.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
