"""How long until something is seen: the first words of the command line, and a press on a button for a small book?

``python bench/start.py`` prints, as medians of whole processes: a bare Python, ``--help``, importing what a run needs, and a
whole run of 1,000 lines; so it is seen how much of a press is imports.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

import data

OUT = Path(__file__).parent / "out"


def seconds(*arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def measured(repeat: int) -> dict[str, float]:
    """Medians of whole processes, in seconds."""
    book, result = str(data.made(1_000, OUT)), str(OUT / "started.xlsx")
    imports = "import backorder_xl.run, backorder_xl.hosts.drafting, backorder_xl.workbook.file"
    commands = {
        "a bare Python": ("-c", "pass"),
        "backorder-xl --help": ("-m", "backorder_xl", "--help"),
        "importing what a run needs": ("-c", imports),
        "a run of 1,000 lines": ("-m", "backorder_xl", "run", book, "-o", result, "--as-of", data.AS_OF.isoformat()),
    }
    for command in commands.values():
        seconds(*command)
    rounds = [{name: seconds(*command) for name, command in commands.items()} for _ in range(repeat)]
    return {name: statistics.median(r[name] for r in rounds) for name in commands}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeat", type=int, default=7)
    print("| what | seconds |\n|---|---:|")
    for name, took in measured(parser.parse_args().repeat).items():
        print(f"| {name} | {took:.3f} |")
