"""What comes out when everything goes wrong everywhere? The long form: python -m tests.reliability.soak [SCENE ...]

Each scene's command is run once for every call on a file that it makes, and for every kind of trouble; then, from each state of
the folder that this leaves, the next run is done and compared. Prints a row per scene and kind for docs/reliability.md, and a
sentence for each thing that did not hold.
"""

from __future__ import annotations

import argparse
import collections
import sys
import tempfile
import time
from pathlib import Path

from tests.reliability.faults import Runs
from tests.reliability.kinds import KINDS
from tests.reliability.scenes import SCENES, Play


def main() -> int:
    """Play scenes; 1 if something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", nargs="*", default=list(SCENES), metavar="SCENE", help=", ".join(SCENES))
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="only this trouble; may be given again")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every n-th call")
    parser.add_argument("--at", type=int, help="only this call")
    parser.add_argument("--folder", help="where to play; else a folder in memory where there is one")
    options = parser.parse_args()
    where = options.folder or ("/dev/shm" if Path("/dev/shm").is_dir() else None)
    bad = 0
    with tempfile.TemporaryDirectory(dir=where) as folder:
        runs = Runs(Path(folder))
        for name in options.scenes:
            space = Path(folder) / name
            space.mkdir()
            play = Play(SCENES[name], runs, space)
            for kind in (KINDS[k] for k in options.kind or KINDS):
                bad += _row(play, kind.name, range(kind.points(play)) if options.at is None else [options.at], options.every)
        runs.close()
    print(f"{bad} things did not hold." if bad else "All of it held.")
    return 1 if bad else 0


def _row(play: Play, kind: str, points: range | list[int], every: int) -> int:
    start, bad, tried, before = time.perf_counter(), 0, 0, play.states
    codes: collections.Counter[int] = collections.Counter()
    for point in list(points)[:: every if len(points) > 20 else 1]:
        ended, wrong = play.suffer(KINDS[kind].at(play, point))
        codes[ended.code] += 1
        tried += 1
        bad += bool(wrong)
        for sentence in wrong:
            print(f"! {play.scene.name} {kind} --at {point}: {sentence}", file=sys.stderr, flush=True)
    shown = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))
    seconds = time.perf_counter() - start
    states = play.states - before
    print(f"| {play.scene.name} | {kind} | {tried} of {len(points)} | {states} | {bad} | {shown} | {seconds:.0f} s |", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(main())
