"""How is a target fuzzed with coverage as its guide?

    python -m tests.fuzz.run TARGET SECONDS [FOLDER]

Atheris (libFuzzer with the coverage of the Python code) tries inputs that are changed a little and keeps those that reach new
code. A finding is kept in FOLDER/findings with its traceback, one for each place where it happened, and the search goes on;
what ends the whole process (a crash in compiled code, a try beyond five minutes or 3 GB) is kept by libFuzzer itself.
"""

from __future__ import annotations

import hashlib
import random
import sys
import traceback
from itertools import islice
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["backorder_xl"], enable_loader_override=False):
    from tests.fuzz import targets

from tests.fuzz import mutating, seeds

FEW = 16  # seeds of the targets that take long for each
LONGEST = {"import_text": 20_000, "functions": 600, "mapping": 900, "logo": 400, "import_old": 60_000}


def main(target: str, seconds: int, folder: Path) -> None:
    """Fuzz one target for a while."""
    corpus, findings = folder / "corpus" / target, folder / "findings" / target
    for place in (corpus, findings):
        place.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(islice(seeds.of(target), FEW if target in ("writer", "run") else None)):
        (corpus / f"seed{number}").write_bytes(data)

    def one(data: bytes) -> None:
        error = targets.once(target, data)
        if error is not None:
            keep(findings, data, error)

    settings = [
        sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST.get(target, 200_000)}", "-timeout=300",
        "-rss_limit_mb=3000", f"-artifact_prefix={findings}/", "-print_final_stats=1", "-verbosity=1", "-len_control=0",
    ]  # fmt: skip
    if target in mutating_targets():
        atheris.Setup(settings, one, custom_mutator=mutate)
    else:
        atheris.Setup(settings, one)
    atheris.Fuzz()


def mutating_targets() -> tuple[str, ...]:
    """Targets whose bytes are packages."""
    return targets.PACKAGES


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """A package changed inside."""
    return mutating.changed(data, most, seed, atheris.Mutate)


def keep(folder: Path, data: bytes, error: Exception) -> None:
    """Keep a finding, once for each place of ours in which it happened."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "backorder_xl" in f.filename or "tests" in f.filename]
    place = frames[-1] if frames else None
    where = f"{Path(place.filename).name}:{place.lineno}" if place else "nowhere"
    words = str(error)[:80] if isinstance(error, AssertionError) else ""
    name = hashlib.sha256(f"{type(error).__name__} {where} {words}".encode()).hexdigest()[:12]
    if (folder / f"{name}.txt").exists():
        return
    (folder / f"{name}.bin").write_bytes(data)
    text = "".join(traceback.format_exception(error))
    (folder / f"{name}.txt").write_text(text, encoding="utf-8", errors="backslashreplace")
    print(f"FINDING {name} {type(error).__name__} at {where}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    random.seed(1)
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3] if len(sys.argv) > 3 else "build/fuzz"))
