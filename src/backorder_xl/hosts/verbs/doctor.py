"""doctor: what is in place here and in a workbook, and what is to be put right (rule 9)."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl.hosts.telling import many

if TYPE_CHECKING:
    from backorder_xl.hosts.doctor import Finding


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """A workbook to look at, if any."""
    parser.add_argument("book", nargs="?", help="a workbook to look at as well")


def do(options: argparse.Namespace) -> int:
    """Look and tell; the code is the one with which a run would end."""
    from backorder_xl.hosts import log
    from backorder_xl.hosts.doctor import code_of, installation
    from backorder_xl.hosts.doctor_book import workbook
    from backorder_xl.hosts.state import state_folder

    parts = {"installation": installation(state_folder())}
    if options.book:
        parts["book"] = workbook(Path(options.book), state_folder())
    findings = [f for part in parts.values() for f in part]
    log.said("found", {f.name: f.verdict for f in findings})
    code = code_of(findings)
    if options.json:
        told = [
            {"about": part, "check": f.name, "verdict": f.verdict.value, "found": f.found, "remedy": f.remedy}
            for part, found in parts.items()
            for f in found
        ]
        print(json.dumps({"verb": "doctor", "checks": told, "code": code}, ensure_ascii=False))
    else:
        print("\n".join(spoken(findings)))
    return code


def spoken(findings: list[Finding]) -> list[str]:
    """A line each, with the remedy below it, and a count at the end."""
    from backorder_xl.hosts.doctor import Verdict

    lines = []
    for f in findings:
        lines.append(f"{f.verdict}: {f.name}: {f.found}")
        if f.remedy:
            lines.append(f"    {f.remedy}")
    broken, look = (sum(f.verdict is v for f in findings) for v in (Verdict.BROKEN, Verdict.LOOK))
    if broken:
        return [*lines, f"{many(broken, 'thing')} to put right before a run works."]
    return [*lines, f"A run works. {many(look, 'thing')} to look at." if look else "All is in place."]
