"""How is a command run so that its n-th call on a file is its last, or fails? And what lies in its folders afterwards?

``Runs`` keeps one process of server.py, which has faults.c loaded before libc, or patches Python where there is no compiler.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.reliability.actions import NOTHING

HERE = Path(__file__).parent
CLOCK = 1_780_480_800  # 3 June 2026, 10:00 UTC: the demo book's day


@dataclass(frozen=True)
class Fault:
    """From call ``at`` on (of the kinds in ``call``, "" = all), ``action`` happens; ``number`` is an errno or a signal.

    A failing call fails ``times`` times, 0 = for ever. ``moved`` is where a folder goes that is taken away.
    """

    action: int = NOTHING
    at: int = 0
    number: int = 0
    times: int = 0
    call: str = ""
    moved: str = ""


SOUND = Fault()
"""Nothing happens."""


@dataclass(frozen=True)
class Ended:
    """How a command ended (negative: by which signal), what it said, and the calls that it made."""

    code: int
    out: str
    err: str
    calls: list[str]


def compiled(folder: Path) -> Path | None:
    """faults.c as a library, or None where it cannot be made."""
    target = folder / "faults.so"
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    made = subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", target, HERE / "faults.c", "-ldl"], capture_output=True)
    return target if made.returncode == 0 else None


class Runs:
    """Commands of ours with a fault each, in forks of one process."""

    def __init__(self, space: Path, layer: str = "preloaded") -> None:
        self.space, self.layer = space, layer
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE.parents[1] / "src")])}
        if layer == "preloaded":
            library = compiled(space)
            if library is None:
                raise FileNotFoundError("no C compiler")
            environ["LD_PRELOAD"] = str(library)
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=environ,
        )  # fmt: skip

    def close(self) -> None:
        """End the process."""
        assert self._server.stdin
        self._server.stdin.close()
        self._server.wait(30)

    def __call__(
        self, arguments: Sequence[object], root: Path, fault: Fault = SOUND, *, clock: int = CLOCK, state: Path | None = None
    ) -> Ended:
        """Run one command; calls are counted below ``root``, and its own folder is ``state``."""
        out, err, journal = (self.space / name for name in ("out", "err", "journal"))
        journal.unlink(missing_ok=True)
        asked = {
            "arguments": [str(a) for a in arguments], "root": str(root), "folder": str(self.space), "fault": asdict(fault),
            "out": str(out), "err": str(err), "journal": str(journal), "layer": self.layer, "clock": clock,
            "environ": {"BACKORDER_XL_STATE": str(state or root / "state")},
        }  # fmt: skip
        assert self._server.stdin and self._server.stdout
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        code = json.loads(self._server.stdout.readline())
        calls = journal.read_text(errors="replace").splitlines() if journal.exists() else []
        return Ended(code, out.read_text(errors="replace"), err.read_text(errors="replace"), calls)
