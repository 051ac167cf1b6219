"""How does a chosen call fail where no C compiler is at hand? Python's own functions are replaced for it.

It sees what Python does, not what libraries in C do behind its back; faults.c sees both.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.reliability.actions import FAIL, GONE, HALF, KILL, SIGNAL


class Patched:
    """The same faults as faults.c makes, but for a drive that goes away and a folder that is moved."""

    def __init__(self, root: str, call: str, at: int, action: int, number: int, times: int, moved: str) -> None:
        self.root, self.only, self.at, self.action = root, call, at, action
        self.number, self.times = number, times
        self.count, self.journal = 0, -1

    def arm(self, journal: str) -> None:
        """Count from now on, and let happen what shall."""
        self.journal = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for name, call, which in (
            ("replace", "rename", 1), ("rename", "rename", 1), ("fsync", "fsync", 0), ("unlink", "unlink", 0),
            ("remove", "unlink", 0), ("mkdir", "mkdir", 0), ("rmdir", "rmdir", 0), ("chmod", "chmod", 0), ("utime", "times", 0),
        ):  # fmt: skip
            setattr(os, name, self._wrapped(getattr(os, name), call, which))
        real_open, real_os_open, layer = io.open, os.open, self

        class Raw(io.FileIO):
            def write(self, data: Any) -> int:
                layer.point("write", str(self.name) if isinstance(self.name, str) else _path(self.fileno()),
                            lambda: super(Raw, self).write(memoryview(data)[: len(data) // 2]))  # fmt: skip
                return super().write(data)

        def opened(file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **more: Any) -> Any:
            if "b" not in mode or not set(mode) & set("wax+"):
                return real_open(file, mode, buffering, *rest, **more)
            if not isinstance(file, int):
                file = os.path.abspath(file)
                layer.point("create", file)
            raw = Raw(file, mode.replace("b", ""))
            return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)

        def os_open(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
            if flags & (os.O_CREAT | os.O_TRUNC):
                layer.point("create", os.path.abspath(path))
            return real_os_open(path, flags, mode, **more)

        io.open = builtins.open = opened  # type: ignore[assignment]
        os.open = os_open

    def point(self, call: str, path: str, half: Callable[[], object] = lambda: None) -> None:
        """One call that changes files: goes on, fails, or is the last."""
        if not path.startswith(self.root) or (self.only and call not in self.only):
            return
        here, self.count = self.count, self.count + 1
        os.write(self.journal, f"{call} {path[len(self.root) :]}\n".encode())
        if here < self.at:
            return
        if self.action in (KILL, HALF):
            if self.action == HALF:
                half()
            os.kill(os.getpid(), signal.SIGKILL)
        if self.action == GONE or (self.action == FAIL and (self.times <= 0 or here < self.at + self.times)):
            raise OSError(self.number, os.strerror(self.number), path)
        if self.action == SIGNAL and here == self.at:
            os.kill(os.getpid(), self.number)

    def _wrapped(self, real: Callable[..., Any], call: str, which: int) -> Callable[..., Any]:
        def wrapper(*given: Any, **more: Any) -> Any:
            at = given[which]
            self.point(call, _path(at) if isinstance(at, int) else os.path.abspath(at))
            return real(*given, **more)

        return wrapper


def _path(handle: int) -> str:
    return str(Path(f"/proc/self/fd/{handle}").resolve())
