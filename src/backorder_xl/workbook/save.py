"""How does a file change all at once or not at all?

A new file is written beside the old one, forced to the disk and put in its place in one step (rule 8.7). Whatever goes
wrong, the old file stands as it was and no half file is left; what a run that was killed left there is taken away by the next.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from backorder_xl.workbook import interrupts, swap
from backorder_xl.workbook.errors import Unwritable

_AS_IT_WAS = "The workbook is as it was."
_LONGEST = 60  # of a book's name in the name of its temporary file, as a file's name may have 255 bytes


def replace_file(target: Path, write: Callable[[BinaryIO], None], before: Callable[[], None] = lambda: None) -> None:
    """Write a new file and put it in the place of ``target``; ``before`` runs when it is complete, before the swap.

    A link is followed, so that the file is replaced that it leads to. From the swap on the command is not interrupted.
    """
    temporary: Path | None = None
    try:
        real = target.resolve()
        if real.exists() and not os.access(real, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only", str(real))
        _sweep(real)
        handle, name = tempfile.mkstemp(prefix=f".{beginning(real.name)}-", suffix=".tmp", dir=real.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w+b", 1 << 20) as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        _keep_looks(real, temporary)
        before()
        interrupts.hold()
        swap.put_in_place(temporary, real)
        temporary = None
        swap.sync_folder(real.parent)
    except OSError as error:
        raise Unwritable(sentence(target, error)) from error
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


def beginning(name: str) -> str:
    """What the hidden files of a file are called by: a long name is cut, and a digest tells it from others that begin alike."""
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 9]}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _sweep(target: Path) -> None:
    """Take away what killed runs left beside a file: their new file, or the new backup, before it had its name."""
    day = re.escape(target.stem) + r" backup \d{4}-\d\d-\d\d" + re.escape(target.suffix)
    left = re.compile(rf"\.({re.escape(beginning(target.name))}|{day})-[a-z0-9_]{{8}}\.tmp")
    with contextlib.suppress(OSError):
        for found in os.listdir(target.parent):
            if left.fullmatch(found):
                with contextlib.suppress(OSError):
                    (target.parent / found).unlink()


def _keep_looks(target: Path, temporary: Path) -> None:
    """Mode, owner and extended attributes of the file that is replaced, as far as this user may set them."""
    if not target.exists():
        mask = os.umask(0)
        os.umask(mask)
        with contextlib.suppress(OSError):
            os.chmod(temporary, 0o666 & ~mask)
        return
    old, new = target.stat(), temporary.stat()
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        for owner in (old.st_uid, -1):  # a colleague's file stays in its group even if it cannot stay his
            with contextlib.suppress(OSError):
                os.chown(temporary, owner, old.st_gid)
                break
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for attribute in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(temporary, attribute, os.getxattr(target, attribute))
    with contextlib.suppress(OSError):
        os.chmod(temporary, old.st_mode & 0o7777)  # last, as a change of owner takes bits away


def sentence(target: Path, error: OSError) -> str:
    """What a user hears where a file cannot be written: what, why, and the remedy."""
    name = target.name
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"{name} was not written: the disk is full; make room and run again. {_AS_IT_WAS}"
    if error.errno == errno.EROFS:
        return f"{name} was not written: its folder is read-only; save it elsewhere with -o. {_AS_IT_WAS}"
    if isinstance(error, PermissionError) or error.errno == errno.EBUSY:
        return (
            f"{name} was not written: it is read-only, open in another program, or its folder may not be changed; "
            f"close it, or save elsewhere with -o. {_AS_IT_WAS}"
        )
    if isinstance(error, FileNotFoundError):
        if target.parent.is_dir():
            return f"{name} was not written: another computer writes it at the same time; run again. {_AS_IT_WAS}"
        return f"{name} was not written: the folder {target.parent} does not exist; make it, or connect its drive, and run again."
    if error.errno in swap.GONE:
        return (
            f"{name} was not written: its disk or network drive does not answer ({error.strerror}); see that it is connected "
            f"and run again. {_AS_IT_WAS}"
        )
    return f"{name} was not written ({error.strerror or error}). {_AS_IT_WAS}"
