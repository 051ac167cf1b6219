"""How does a file change all at once or not at all?

A new file is written beside the old one, forced to the disk and put in its place in one step (rule 8.7). Whatever goes
wrong, the old file stands as it was and no half file is left.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from backorder_xl.workbook.errors import Unwritable


def replace_file(target: Path, write: Callable[[BinaryIO], None], before: Callable[[], None] = lambda: None) -> None:
    """Write a new file and put it in the place of ``target``; ``before`` runs when it is complete, before the swap."""
    temporary: Path | None = None
    try:
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only", str(target))
        handle, name = tempfile.mkstemp(prefix=f".{target.stem[:40]}-", suffix=".tmp", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w+b") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        _keep_mode(target, temporary)
        before()
        os.replace(temporary, target)
        temporary = None
        _sync_folder(target.parent)
    except OSError as error:
        raise Unwritable(_sentence(target, error)) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def keep_backup(path: Path, today: datetime.date | None = None) -> Path | None:
    """Copy the workbook to "<stem> backup YYYY-MM-DD<suffix>" beside it, once per day (rule 9)."""
    day = today or datetime.date.today()
    backup = path.with_name(f"{path.stem} backup {day.isoformat()}{path.suffix}")
    if not path.exists() or backup.exists():
        return None

    def copy(out: BinaryIO) -> None:
        with path.open("rb") as old:
            shutil.copyfileobj(old, out, 1 << 20)

    replace_file(backup, copy)
    with contextlib.suppress(OSError):
        shutil.copystat(path, backup)
    return backup


def _keep_mode(target: Path, temporary: Path) -> None:
    if target.exists():
        mode = target.stat().st_mode & 0o7777
    else:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    with contextlib.suppress(OSError):
        os.chmod(temporary, mode)


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder, and some network drives refuse; the file itself is on the disk by then.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sentence(target: Path, error: OSError) -> str:
    name = target.name
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{name} was not written: the disk is full; make room and run again. The workbook is as it was."
    if error.errno == errno.EROFS:
        return f"{name} was not written: its folder is read-only; save it elsewhere with -o. The workbook is as it was."
    if isinstance(error, PermissionError):
        return (
            f"{name} was not written: it is read-only, open in another program, or its folder may not be changed; "
            "close it, or save elsewhere with -o. The workbook is as it was."
        )
    if isinstance(error, FileNotFoundError):
        return f"{name} was not written: the folder {target.parent} does not exist; make it first."
    return f"{name} was not written ({error.strerror or error}). The workbook is as it was."
