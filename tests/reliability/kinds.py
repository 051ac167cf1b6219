"""Which things go wrong, and at which of a command's calls?"""

from __future__ import annotations

import errno
import signal
from dataclasses import dataclass, replace

from tests.reliability.actions import FAIL, GONE, HALF, KILL, MOVE, SIGNAL
from tests.reliability.faults import Fault
from tests.reliability.scenes import Play


@dataclass(frozen=True)
class Kind:
    """One thing that goes wrong; ``fault.at`` counts the calls that it concerns."""

    name: str
    fault: Fault
    says: str

    def points(self, play: Play) -> int:
        """How many places it has in the scene's command."""
        calls = play.sound[1].calls
        if self.fault.action in (GONE, MOVE):
            return sum(c.split()[1].startswith("/work") for c in calls)
        return sum(not self.fault.call or c.split()[0] in self.fault.call for c in calls)

    def at(self, play: Play, point: int) -> Fault:
        return replace(self.fault, at=point, moved=str(play.space / "moved") if self.fault.action == MOVE else "")


KINDS = {
    k.name: k
    for k in (
        Kind("killed", Fault(KILL), "SIGKILL before the call"),
        Kind("torn", Fault(HALF, call="write"), "half of the bytes are written, then SIGKILL"),
        Kind("full", Fault(FAIL, number=errno.ENOSPC, call="write create mkdir"), "from there on the disk is full"),
        Kind("full-once", Fault(FAIL, number=errno.ENOSPC, times=1, call="write create mkdir"), "one call finds the disk full"),
        Kind("fsync", Fault(FAIL, number=errno.EIO, times=1, call="fsync"), "the disk reports an error on forcing data out"),
        Kind("stale", Fault(GONE, number=errno.ESTALE), "from there on the network drive answers ESTALE, to reading too"),
        Kind("broken", Fault(GONE, number=errno.EIO), "the same with EIO"),
        Kind("vanished", Fault(GONE, number=errno.ENOENT), "the same with ENOENT"),
        Kind("moved", Fault(MOVE), "the book's folder is taken away"),
        Kind("held", Fault(FAIL, number=errno.EACCES, times=2, call="rename"), "a scanner holds the file for two tries"),
        Kind("held-on", Fault(FAIL, number=errno.EBUSY, call="rename"), "a program holds the files and does not let go"),
        Kind("ctrl-c", Fault(SIGNAL, number=signal.SIGINT), "Ctrl-C"),
        Kind("shutdown", Fault(SIGNAL, number=signal.SIGTERM), "SIGTERM"),
    )
}
