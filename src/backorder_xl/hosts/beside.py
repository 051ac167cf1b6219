"""Where do files go that belong to an open workbook: beside it, or, where there is no such place, into the user's documents?"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

OURS = "Backorder XL"
"""The folder among the user's documents, and the name of a new book."""


@dataclass(frozen=True)
class Beside:
    """A folder and why it is not the workbook's own ("" where it is)."""

    folder: Path
    stem: str
    why: str = ""

    @property
    def drafts(self) -> Path:
        """Where drafts go, under the same name as on the command line (rule 9)."""
        return self.folder / f"{self.stem} drafts"

    def made(self) -> Path:
        """The folder, which is made if it is our own and not there yet."""
        if self.why:
            self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder


def beside(name: str, fullname: str) -> Beside:
    """The place of a workbook as Excel names it; a workbook that was never saved, or lies in the cloud, has none here."""
    stem = Path(name).stem
    if "://" in fullname:
        return Beside(documents() / OURS, stem, "lies in the cloud")
    if not (PureWindowsPath(fullname).is_absolute() or PurePosixPath(fullname).is_absolute()):
        return Beside(documents() / OURS, stem, "was never saved")
    return Beside(Path(fullname).parent, stem)


def documents() -> Path:
    """The user's documents, or the home where there is no such folder."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """The first name that nothing has yet: "Book.xlsx", "Book 2.xlsx", ..."""
    names = itertools.chain([stem], (f"{stem} {i}" for i in itertools.count(2)))
    return next(path for name in names if not (path := folder / f"{name}{suffix}").exists())
