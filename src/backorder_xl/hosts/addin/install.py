"""How does the add-in come to the place where Excel opens it, and what did that write?

Whatever is written is noted in the state folder, so that `uninstall.py` takes away that and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from backorder_xl.hosts.addin.build import build_addin
from backorder_xl.hosts.addin.machine import Machine, System
from backorder_xl.hosts.addin.places import FILE, private_appdata, script_folder, startup_folder
from backorder_xl.hosts.addin.xlwings_vba import installed_version, xlwings_home
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.errors import Unwritable
from backorder_xl.workbook.save import replace_file

NOTE = "addin.json"
"""What installs wrote, in the state folder."""


@dataclass
class Written:
    """Files and folders that installs made, as paths, in the order in which they were made."""

    files: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)


def script() -> Path:
    """The script by which Excel for Mac starts Python, as the installed xlwings has it."""
    return xlwings_home() / f"xlwings-{installed_version()}.applescript"


def install(machine: Machine, state: Path) -> list[str]:
    """Build the add-in for this Python and put it where Excel looks; returns what was done and what comes next.

    Raises Unusable where there is no desktop Excel, Unwritable where a folder cannot be written.
    """
    if private_appdata(machine):
        raise Unusable(
            "This Python comes from the Microsoft Store, which hides what it writes from Excel; install Python from python.org, "
            "put Backorder XL into that one, and run the command again there."
        )
    if machine.system is System.MAC and " " in machine.interpreter:
        raise Unusable(
            f"Excel for Mac cannot start a Python whose path has a blank in it ({machine.interpreter}); make the environment in "
            "a folder without one and run the command again there."
        )
    target = startup_folder(machine) / FILE
    written = noted(state)
    renewed = target.exists()
    _put(build_addin(machine.interpreter), target, written)
    told = [f"{'Renewed' if renewed else 'Written'}: {target}"]
    scripts = script_folder(machine)
    if scripts is not None:
        copy = scripts / script().name
        if not copy.exists() or str(copy) in written.files:
            _put(script().read_bytes(), copy, written)
            told.append(f"Written: {copy}")
    _note(state, written)
    return [*told, *_next(machine)]


def build(machine: Machine, folder: Path, interpreter: str) -> list[str]:
    """Build the add-in into a folder, for another computer or for a deployment; returns what was done."""
    _put(build_addin(interpreter or machine.interpreter), folder / FILE, Written())
    return [
        f"Written: {folder / FILE}",
        f"Its buttons start {interpreter or machine.interpreter}; Backorder XL must be installed in that Python.",
    ]


def noted(state: Path) -> Written:
    """What installs wrote before; a note that cannot be read counts as none."""
    try:
        said = json.loads((state / NOTE).read_text(encoding="utf-8"))
        return Written([str(p) for p in said["files"]], [str(p) for p in said["folders"]])
    except (OSError, ValueError, KeyError, TypeError):
        return Written()


def _note(state: Path, written: Written) -> None:
    _make(state, [])
    words = json.dumps(asdict(written), indent=1, ensure_ascii=False).encode()
    replace_file(state / NOTE, _writer(words))


def _put(content: bytes, target: Path, written: Written) -> None:
    """Write a file whole or not at all, and its folder if that is missing."""
    _make(target.parent, written.folders)
    try:
        replace_file(target, _writer(content))
    except Unwritable as error:
        if isinstance(error.__cause__, PermissionError):
            raise Unwritable(
                f"{target.name} cannot be replaced: Excel is running and has it open, or its folder may not be changed; "
                f"close Excel and run the command again ({target.parent})."
            ) from error
        raise Unwritable(str(error).replace(" The workbook is as it was.", "")) from error
    if str(target) not in written.files:
        written.files.append(str(target))


def _make(folder: Path, made: list[str]) -> None:
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(f"The folder {folder} cannot be made ({error.strerror or error}).") from None
    made += [str(p) for p in reversed(missing) if str(p) not in made]


def _writer(content: bytes) -> Callable[[BinaryIO], None]:
    def write(out: BinaryIO) -> None:
        out.write(content)

    return write


def _next(machine: Machine) -> Iterable[str]:
    """What a person does now."""
    yield "Next: close Excel if it is open, and start it again. The tab Backorders is then in the ribbon."
    if machine.system is System.WINDOWS:
        yield (
            "If it is not: File > Options > Trust Center > Trust Center Settings > Macro Settings, choose "
            '"Disable all macros with notification", start Excel again and click Enable Content.'
        )
        yield "Before a button can use a workbook in Protected View (a yellow bar at the top), click Enable Editing there."
    else:
        yield "Excel may ask whether macros shall run: say yes. At the first button macOS asks whether Excel may be controlled"
        yield "and the workbook's folder opened: allow both. Later that is in System Settings > Privacy & Security > Automation."
        yield "Worksheet functions need Excel for Windows; all buttons work on a Mac."
    yield "backorder-xl addin doctor looks whether all is in place. After an update of Backorder XL, run this command again."
