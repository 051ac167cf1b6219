"""What runs commands of ours in a process that dies, without starting Python anew each time?

Started by faults.py. One line of JSON says what to run and what shall go wrong; a fork of this process, which has everything
imported already, runs it and ends as it may. The answer is one line: how it ended.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from typing import Any

import backorder_xl.hosts.adopting
import backorder_xl.hosts.cli
import backorder_xl.hosts.drafting
import backorder_xl.hosts.importing
import backorder_xl.hosts.undo
import backorder_xl.run
import backorder_xl.workbook.file
from tests.reliability.patched import Patched


def main() -> None:
    """Answer until nobody asks any more."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(asked)
        _, status = os.waitpid(child, 0)
        print(json.dumps(os.waitstatus_to_exitcode(status)), flush=True)


def _run(asked: dict[str, Any]) -> None:
    """Be the command, with its fault, and never come back."""
    code = 70
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for name, number in (("out", 1), ("err", 2)):
            os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - lives as long as the process
        os.environ.update(asked["environ"])
        os.chdir(asked["folder"])
        signal.signal(signal.SIGINT, signal.default_int_handler)
        fault, root = asked["fault"], os.fsencode(asked["root"])
        if asked["layer"] == "patched":
            Patched(asked["root"], **fault).arm(asked["journal"])
        else:
            shim = ctypes.CDLL(None)
            shim.faults_clock(ctypes.c_long(asked["clock"]))
            shim.faults_arm(
                root, fault["call"].encode(), ctypes.c_long(fault["at"]), fault["action"], fault["number"],
                ctypes.c_long(fault["times"]), os.fsencode(fault["moved"]), os.fsencode(asked["journal"]),
            )  # fmt: skip
        try:
            code = backorder_xl.hosts.cli.main(asked["arguments"])
        except SystemExit as error:
            code = int(error.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 71
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
