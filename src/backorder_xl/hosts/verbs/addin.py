"""addin: the ribbon in Excel, put in, taken out, looked at, and the files of the web add-in (rule 9)."""

from __future__ import annotations

import argparse
import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl.hosts.telling import DONE, REFUSED, many

if TYPE_CHECKING:
    from backorder_xl.hosts.addin.doctor import Check


class Step(StrEnum):
    """What can be done with the add-in."""

    INSTALL = "install"  # build it for this Python and put it where Excel looks
    UNINSTALL = "uninstall"  # take away what install wrote
    DOCTOR = "doctor"  # say what is in place and what is not
    BUILD = "build"  # only build it, into a folder


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """Which step, and for build where to."""
    parser.add_argument("step", choices=[s.value for s in Step], help="what to do with the add-in")
    parser.add_argument("--to", metavar="FOLDER", help="for build: where the add-in goes; else here")
    parser.add_argument("--interpreter", metavar="PYTHON", default="", help="for build: the Python that its buttons start")
    parser.add_argument("--web", action="store_true", help="for build: the files of the add-in for Excel on the web")
    parser.add_argument("--address", metavar="URL", default="", help="for build --web: where they will be served, https://...")


def do(options: argparse.Namespace) -> int:
    """Take the step; doctor gives 1 if something is wrong, and 0 if there is nothing, or only something to be aware of."""
    from backorder_xl.hosts.addin.doctor import Verdict, examine
    from backorder_xl.hosts.addin.install import build, install
    from backorder_xl.hosts.addin.machine import Machine
    from backorder_xl.hosts.addin.uninstall import uninstall
    from backorder_xl.hosts.state import state_folder

    machine, step = Machine.this(), Step(options.step)
    if options.web or options.address:
        return _tell(options, _web(step, options))
    match step:
        case Step.INSTALL:
            return _tell(options, install(machine, state_folder()))
        case Step.UNINSTALL:
            return _tell(options, uninstall(machine, state_folder()))
        case Step.BUILD:
            return _tell(options, build(machine, Path(options.to or "."), options.interpreter))
    checks = examine(machine, state_folder())
    if options.json:
        found = [{"check": c.name, "verdict": c.verdict.value, "found": c.found, "remedy": c.remedy} for c in checks]
        print(json.dumps({"verb": "addin", "step": step.value, "checks": found}))
    else:
        print("\n".join(spoken(checks)))
    return REFUSED if any(c.verdict is Verdict.WRONG for c in checks) else DONE


def _web(step: Step, options: argparse.Namespace) -> list[str]:
    """Write the web add-in into a folder; AddinRefused if the words do not fit together."""
    from backorder_xl.hosts.addin.errors import AddinRefused
    from backorder_xl.hosts.addin.web import build

    if step is not Step.BUILD or not options.web or options.interpreter:
        raise AddinRefused("--web and --address go together with build and without --interpreter, which is the desktop add-in's.")
    return build.write(options.address, Path(options.to or build.FOLDER))


def spoken(checks: list[Check]) -> list[str]:
    """The checks in lines for a person, what is wrong with its remedy below, and a count at the end."""
    from backorder_xl.hosts.addin.doctor import Verdict

    lines = []
    for c in checks:
        lines.append(f"{c.verdict.value:5}  {c.name}: {c.found}")
        if c.remedy:
            lines.append(f"       {c.remedy}")
    wrong = sum(c.verdict is Verdict.WRONG for c in checks)
    return [*lines, "All is in place." if not wrong else f"{many(wrong, 'thing')} to put right."]


def _tell(options: argparse.Namespace, told: list[str]) -> int:
    if options.json:
        print(json.dumps({"verb": "addin", "step": options.step, "said": told}))
    else:
        print("\n".join(told))
    return DONE
