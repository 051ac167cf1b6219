"""How long is every target fuzzed, and what came of it?

    python -m tests.fuzz SECONDS [FOLDER] [TARGET ...]

One target after the other, one process at a time, each in turns of SECONDS; a process that a finding ended is followed by the
next. Adds a line of figures for each turn to FOLDER/figures.jsonl. Ends with 1 where FOLDER/findings is not empty.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.fuzz.targets import TARGETS

_EXECUTIONS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_PROGRESS = re.compile(r"#(\d+)\s.*?cov: (\d+) ft: (\d+)")


def turn(target: str, seconds: int, folder: Path) -> dict[str, object]:
    """One turn of one target, and its figures."""
    start = time.monotonic()
    command = [sys.executable, "-m", "tests.fuzz.run", target, str(seconds), str(folder)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    told = done.stderr.decode("utf-8", "replace")
    progress = _PROGRESS.findall(told)
    count = _EXECUTIONS.findall(told)
    (folder / f"{target}.log").write_text(told[-20_000:], encoding="utf-8")
    return {
        "target": target,
        "seconds": round(time.monotonic() - start),
        "executions": int(count[-1]) if count else int(progress[-1][0]) if progress else 0,
        "edges": max((int(c) for _, c, _ in progress), default=0),
        "ended": done.returncode,
    }


def main(seconds: int, folder: Path, targets: list[str]) -> int:
    """A turn for each target; whether anything was found."""
    folder.mkdir(parents=True, exist_ok=True)
    for target in targets or TARGETS:
        figures = turn(target, seconds, folder)
        with (folder / "figures.jsonl").open("a", encoding="utf-8") as out:
            out.write(json.dumps(figures) + "\n")
        print(figures, flush=True)
    found = sorted(p for p in (folder / "findings").rglob("*") if p.is_file() and p.suffix != ".bin")
    for path in found:
        print(f"found: {path}")
    return 1 if found else 0


if __name__ == "__main__":
    place = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("build/fuzz")
    raise SystemExit(main(int(sys.argv[1]), place, sys.argv[3:]))
