"""How do drafts become files in a folder that a person finds and opens?

Each draft is one .eml file that mail programs open as a message not sent yet; index.html beside them says what is there.
Files of earlier runs stay, as they may not have been sent. The same drafts write the same bytes.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backorder_xl.messages.draft import Draft
from backorder_xl.messages.ways.errors import DraftsRefused
from backorder_xl.messages.ways.index import INDEX, index_page

_UNFIT = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)\s*\.", re.IGNORECASE)  # what Windows keeps for itself


@dataclass
class InFolder:
    """What a run left in the folder, by file name; ``failed`` says in a sentence why a file could not be written."""

    index: Path
    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def put_into_folder(drafts: Sequence[Draft], folder: Path, title: str = "Drafts") -> InFolder:
    """Write each draft and the index, every file whole or not at all.

    One file that cannot be written does not keep the others; raises DraftsRefused where the folder itself cannot be used.
    """
    _check(drafts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DraftsRefused(f"The folder for drafts, {folder}, cannot be made: {_why(error)}. Name another one.") from error
    done = InFolder(folder / INDEX)
    for draft in drafts:
        target = folder / draft.file
        try:
            if _holds(target, draft.message):
                done.same.append(draft.file)
            else:
                _replace(target, draft.message, f".{draft.key}.part")
                done.new.append(draft.file)
        except OSError as error:
            done.failed[draft.file] = f"{draft.file} was not written: {_why(error)}. Run again when that is put right."
    made = [draft for draft in drafts if draft.file not in done.failed]
    try:
        page = index_page(made, folder, title)
        if not _holds(done.index, page):
            _replace(done.index, page, ".index.part")
    except OSError as error:
        done.failed[INDEX] = f"{INDEX} was not written: {_why(error)}. The drafts themselves are there."
    return done


def _check(drafts: Sequence[Draft]) -> None:
    """Hold that names are names: whoever makes them builds them from codes that a stranger may have typed."""
    seen: set[str] = set()
    for draft in drafts:
        if not _plain(draft.file) or not draft.key.isalnum():
            raise ValueError(f"{draft.file!r} is no plain name of an .eml file")
        if draft.file.casefold() in seen:
            raise ValueError(f"two drafts of one run are called {draft.file}")
        seen.add(draft.file.casefold())


def _plain(name: str) -> bool:
    """Whether it is the name of a file on every system: no folder, no hidden file, no device."""
    odd = name.startswith(".") or _UNFIT.search(name) or _RESERVED.match(name)
    return name.isprintable() and name.casefold().endswith(".eml") and not odd


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except FileNotFoundError:
        return False


def _replace(target: Path, content: bytes, beside: str) -> None:
    """Put a file in its place in one step. ``beside`` is its name until then; what a killed run left there is taken away."""
    temporary = target.with_name(beside)
    temporary.unlink(missing_ok=True)
    try:
        with open(temporary, "xb") as out:  # a new file, never through a link that somebody laid there
            out.write(content)
        os.replace(temporary, target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _why(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return "there is a file of that name"
    if error.errno == errno.ENAMETOOLONG:
        return "its name is too long here; choose a folder nearer to the root"
    if isinstance(error, PermissionError):
        return "it is open in another program, or may not be changed"
    return error.strerror or str(error)
