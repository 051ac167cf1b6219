"""How does everything go that an install wrote, and nothing else?"""

from __future__ import annotations

import contextlib
from pathlib import Path

from backorder_xl.hosts.addin.install import NOTE, noted
from backorder_xl.hosts.addin.machine import Machine
from backorder_xl.hosts.addin.places import FILE, startup_folder
from backorder_xl.workbook.errors import Unwritable


def uninstall(machine: Machine, state: Path) -> list[str]:
    """Take away the files that installs noted, and folders that they made if nothing else is in them; returns what was done.

    Where the note is gone, the add-in itself is still known by its name and place. Raises Unusable, Unwritable.
    """
    written = noted(state)
    addin = str(startup_folder(machine) / FILE)
    told = []
    for name in dict.fromkeys([*written.files, addin]):
        path = Path(name)
        ours = path.name == FILE or (path.name.startswith("xlwings-") and path.suffix == ".applescript")
        if not (ours and path.is_file()):  # a note is data: it never leads to a file that no install writes
            continue
        try:
            path.unlink()
        except OSError:
            raise Unwritable(
                f"{path.name} cannot be removed: Excel is running and has it open, or its folder may not be changed; close Excel "
                f"and run the command again ({path.parent})."
            ) from None
        told.append(f"Removed: {path}")
    for folder in reversed(written.folders):
        with contextlib.suppress(OSError):  # somebody else has put something there since
            Path(folder).rmdir()
    with contextlib.suppress(OSError):
        (state / NOTE).unlink()
    if not told:
        return ["There is no add-in of Backorder XL here; nothing was removed."]
    return [*told, "Workbooks are as they were; their Backorder XL sheets are ordinary sheets. Start Excel again if it is open."]
