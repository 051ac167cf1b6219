"""How do the page and its feed get beside the book: all of them or none, and never over somebody else's file?"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from backorder_xl.messages.page.feed import FIELDS, MADE_BY
from backorder_xl.messages.page.rendering import MARK
from backorder_xl.workbook.errors import Unwritable
from backorder_xl.workbook.save import replace_file

_LOOKED_AT = 400  # bytes at the beginning or the end of a file, where ours say that they are ours


def put(files: Mapping[Path, bytes]) -> None:
    """Write the files; those of ours that are there are replaced. Raises Unwritable, and then all is as it was."""
    for path in files:
        if path.exists() and not ours(path):
            raise Unwritable(f"{path.name} is there already and is not a page's file of ours; name another with -o.")
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    done: list[Path] = []
    try:
        for path, content in files.items():
            replace_file(path, lambda out, content=content: out.write(content))  # type: ignore[misc]
            done.append(path)
    except Unwritable:
        for path in done:
            _put_back(path, before[path])
        raise


def ours(path: Path) -> bool:
    """Whether an earlier run made this file: each kind says so in a place of its own."""
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
        file.seek(max(0, path.stat().st_size - _LOOKED_AT))
        end = file.read()
    match path.suffix.lower():
        case ".csv":
            return head.startswith(f"\ufeff{','.join(FIELDS[:5])},".encode())
        case ".json":
            return f'"generator": "{MADE_BY}"'.encode() in head
    return MARK.encode() in end


def _put_back(path: Path, content: bytes | None) -> None:
    with contextlib.suppress(OSError, Unwritable):
        if content is None:
            os.unlink(path)
        else:
            replace_file(path, lambda out: out.write(content))  # type: ignore[arg-type, return-value]
