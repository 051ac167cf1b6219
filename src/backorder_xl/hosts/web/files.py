"""How do files that came with a request get onto a disk for a moment, whatever they are called?"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from backorder_xl.hosts.web.protocol import FileSent
from backorder_xl.tables.problems import Unusable

_UNFIT = re.compile(r'[<>:"|?*\x00-\x1f\x7f]+')
_LONGEST = 120


@contextmanager
def laid_out(files: Sequence[FileSent], today: dt.date) -> Iterator[list[Path]]:
    """The files in a folder that is gone afterwards, each in one of its own so that none takes another's place; saved, as
    far as anybody can see, on the day that was sent along, or else today."""
    with tempfile.TemporaryDirectory(prefix="backorder-xl-") as folder:
        paths = []
        for number, file in enumerate(files):
            path = Path(folder) / str(number) / plain_name(file.name)
            path.parent.mkdir()
            path.write_bytes(_content(file))
            noon = dt.datetime.combine(file.saved or today, dt.time(12)).timestamp()
            os.utime(path, (noon, noon))
            paths.append(path)
        yield paths


def plain_name(name: str) -> str:
    """What a file is called without the folders before it; never one that leads anywhere."""
    last = _UNFIT.sub("_", re.split(r"[\\/]", name)[-1]).strip(" .")
    stem, dot, ending = last.rpartition(".")
    return f"{stem[:_LONGEST]}{dot}{ending[:10]}" if stem else last[:_LONGEST] or "file"


def _content(file: FileSent) -> bytes:
    try:
        return base64.b64decode(file.data, validate=True)
    except (binascii.Error, ValueError):
        raise Unusable(f"{plain_name(file.name)} did not arrive whole; choose it once more.") from None
