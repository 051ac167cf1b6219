"""What happens when somebody presses Ctrl-C, or the machine shuts down, in the middle of a command?

Until the new workbook takes the old one's place, the command ends at once and nothing has changed. From there on it is brought to
its end, which takes a moment: drafts and what Undo needs belong to what was just written. What is told after that can be cut
short; that the workbook was written is said all the same.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_SIGNALS = tuple(
    number for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if (number := getattr(signal, name, None)) is not None
)


class Stopped(KeyboardInterrupt):
    """The command was stopped from outside; the text says what that means for the workbook, "" = nothing was changed."""


class _Now:
    """What this process is at: the command line runs one command at a time."""

    held = False
    came = False
    done = ""


@contextlib.contextmanager
def listening() -> Iterator[None]:
    """Within, a request to end is a Stopped; outside the main thread nothing is changed, as signals do not go there."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _Now.held, _Now.came, _Now.done = False, False, ""
    before = {number: signal.signal(number, _arrived) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:  # one that was not set from Python cannot be set again
                signal.signal(number, handler)


def hold() -> None:
    """From now on a request to end waits for ``release``; signals concern the main thread alone."""
    if threading.current_thread() is threading.main_thread():
        _Now.held = True


def release(done: str) -> None:
    """The work is whole: a request that came meanwhile is answered now, a later one when it comes; ``done`` is what to say."""
    written, came = _Now.held, _Now.came
    _Now.held, _Now.came, _Now.done = False, False, done if written else ""
    if came:
        raise Stopped(done)


def forget() -> None:
    """What came while a failure is told needs no answer of its own."""
    _Now.held = _Now.came = False


def _arrived(number: int, frame: FrameType | None) -> None:
    if _Now.held:
        _Now.came = True
    else:
        raise Stopped(_Now.done)
