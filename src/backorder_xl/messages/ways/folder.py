"""How do drafts become files in a folder that a person finds and opens, in step with the workbook that lists them?

Each draft is one .eml file that mail programs open as a message not sent yet; index.html beside them says what is there.
Files of earlier runs stay, as they may not have been sent. The same drafts write the same bytes.

A run first sets its drafts aside under hidden names, with a note of what they will be called; they are put out once the workbook
is written. If it is killed in between, the next run knows from Messages which of them count as told, and puts out those alone.
The note lies beside the workbook, as the next run may be asked to put its drafts elsewhere.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backorder_xl.messages.draft import Draft
from backorder_xl.messages.ways.errors import DraftsRefused
from backorder_xl.messages.ways.index import INDEX, index_page
from backorder_xl.workbook import swap

TITLE = "Drafts"
_HIDDEN = re.compile(r"\.[0-9A-Za-z]{1,64}\.part")
_UNFIT = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)\s*\.", re.IGNORECASE)  # what Windows keeps for itself


@dataclass
class InFolder:
    """What a run left in the folder, by file name; ``failed`` says in a sentence why a file could not be written."""

    index: Path
    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass
class Aside:
    """Drafts that lie in a folder under hidden names; ``fresh`` are those that do not stand there already.

    ``made`` are folders that were not there before, the innermost first. ``note`` says what is waiting; ``mark`` keeps several
    workbooks apart that share one folder.
    """

    folder: Path
    note: Path
    mark: str
    drafts: list[Draft]
    done: InFolder
    fresh: list[Draft] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)


def set_aside(drafts: Sequence[Draft], folder: Path, note: Path, mark: str = "") -> Aside:
    """Write what is new under hidden names. Raises DraftsRefused where the folder cannot be used; ``done.failed`` names files."""
    _check(drafts)
    folder = folder.absolute()
    aside = Aside(folder, note, mark, list(drafts), InFolder(folder / INDEX))
    for draft in drafts:
        if _takes(aside, draft):
            aside.fresh.append(draft)
    try:
        if aside.fresh:  # the note comes first: where the workbook's folder is gone, it is not made anew
            names = {_hidden(aside, draft): draft.file for draft in aside.fresh}
            said = {_spoken(hidden, note): file for hidden, file in (_waiting(note) | names).items()}
            _replace(note, json.dumps(said).encode())
    except OSError as error:
        raise DraftsRefused(f"Nothing can be written beside the workbook, in {note.parent}: {_why(error)}.") from error
    try:
        aside.made = [p for p in (folder, *folder.parents) if not p.exists()]
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        take_back(aside)
        raise DraftsRefused(f"The folder for drafts, {folder}, cannot be made: {_why(error)}. Name another one.") from error
    for draft in list(aside.fresh):
        try:
            _write(_hidden(aside, draft), draft.message)
        except OSError as error:
            _fail(aside, draft, error)
    return aside


def put_out(aside: Aside, title: str = TITLE) -> InFolder:
    """Give every draft its name and write the index; what cannot be done now is done by the next run (see ``settle``)."""
    done, folder = aside.done, aside.folder
    pauses = swap.PAUSES
    for draft in list(aside.fresh):
        hidden = _hidden(aside, draft)
        try:
            if not hidden.exists():  # somebody tidied up meanwhile
                _write(hidden, draft.message)
            swap.put_in_place(hidden, folder / draft.file, pauses)
            done.new.append(draft.file)
        except OSError as error:
            pauses = ()  # the first was waited for; nobody wants to wait for each
            _fail(aside, draft, error)
    try:
        _write_index([d for d in aside.drafts if d.file not in done.failed], folder, title)
    except OSError as error:
        done.failed[INDEX] = f"{INDEX} was not written: {_why(error)}. The drafts themselves are there."
    swap.sync_folder(folder)
    if INDEX not in done.failed:
        _close(aside.note)
    return done


def take_back(aside: Aside) -> None:
    """The workbook was not written after all: nothing of these drafts stays."""
    for draft in aside.fresh:
        _remove(_hidden(aside, draft))
    _close(aside.note)
    with contextlib.suppress(OSError):
        for folder in aside.made:
            folder.rmdir()  # only an empty one goes


def settle(note: Path, told: Collection[str]) -> None:
    """Bring to its end what a run left that was killed: drafts whose names Messages lists are put out, others go."""
    if not note.exists():
        return
    names = _noted(note)
    for hidden, file in _waiting(note).items():
        if file in told:
            with contextlib.suppress(OSError):
                swap.put_in_place(hidden, hidden.with_name(file))
        else:
            _remove(hidden)
    for folder in {hidden.parent for hidden in names}:
        with contextlib.suppress(OSError):
            if any(folder.glob("*.eml")):
                _write_index([], folder, TITLE)
            else:
                folder.rmdir()  # only an empty one goes
    _close(note)


def _spoken(hidden: Path, note: Path) -> str:
    """How a note says where a draft waits: from its own folder where it can, as another computer may name that otherwise."""
    home = note.absolute().parent
    return hidden.relative_to(home).as_posix() if hidden.is_relative_to(home) else str(hidden)


def _noted(note: Path) -> dict[Path, str]:
    """The hidden names of a note, with the names that they will have; what is no such name is left alone."""
    try:
        names = {note.absolute().parent / hidden: str(file) for hidden, file in json.loads(note.read_bytes()).items()}
    except (OSError, ValueError, AttributeError):
        return {}
    return {hidden: file for hidden, file in names.items() if _HIDDEN.fullmatch(hidden.name) and _plain(file)}


def _waiting(note: Path) -> dict[Path, str]:
    """What of it is still there under its hidden name."""
    return {hidden: file for hidden, file in _noted(note).items() if os.path.lexists(hidden)}


def _close(note: Path) -> None:
    """The note goes once nothing is waiting."""
    if not _waiting(note):
        _remove(note)
        _remove(_half(note))


def _takes(aside: Aside, draft: Draft) -> bool:
    """Whether a draft is to be written: it is not there yet, and could be put there."""
    target = aside.folder / draft.file
    try:
        if _holds(target, draft.message):
            aside.done.same.append(draft.file)
            return False
        with contextlib.suppress(FileNotFoundError):
            if stat.S_ISDIR(os.lstat(target).st_mode):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    except OSError as error:
        _fail(aside, draft, error)
        return False
    return True


def _fail(aside: Aside, draft: Draft, error: OSError) -> None:
    aside.done.failed[draft.file] = f"{draft.file} was not written: {_why(error)}. Run again when that is put right."
    aside.fresh = [d for d in aside.fresh if d is not draft]


def _write_index(drafts: Sequence[Draft], folder: Path, title: str) -> None:
    page = index_page(drafts, folder, title)
    if not _holds(folder / INDEX, page):
        _replace(folder / INDEX, page)


def _hidden(aside: Aside, draft: Draft) -> Path:
    return aside.folder / f".{aside.mark}{draft.key}.part"


def _half(target: Path) -> Path:
    return target.with_name(f".{target.name.lstrip('.')}.part")


def _replace(target: Path, content: bytes) -> None:
    """Put a file in its place in one step."""
    try:
        _write(_half(target), content)
        swap.put_in_place(_half(target), target)
    except OSError:
        _remove(_half(target))
        raise


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


def _write(target: Path, content: bytes) -> None:
    """A new file, forced to the disk; what a killed run left under its name is taken away."""
    target.unlink(missing_ok=True)
    try:
        with open(target, "xb") as out:  # a new file, never through a link that somebody laid there
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        _remove(target)
        raise


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _why(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "the disk is full"
    if error.errno in swap.GONE:
        return f"its disk or network drive does not answer ({error.strerror})"
    if isinstance(error, FileNotFoundError):
        return "its folder is not there any more"
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return "there is a file of that name"
    if error.errno == errno.ENAMETOOLONG:
        return "its name is too long here; choose a folder nearer to the root"
    if isinstance(error, PermissionError) or error.errno == errno.EBUSY:
        return "it is open in another program, or may not be changed"
    return error.strerror or str(error)
