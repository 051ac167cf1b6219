"""How is a command run so that the kernel, not a clock of ours, ends it if it takes too much?"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SECONDS = 30
MEMORY = 3 << 30


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def command(words: Sequence[str | Path], state: Path) -> subprocess.CompletedProcess[str]:
    """The command line as a user starts it, with half a minute of the processor and 3 GB of address space."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "ARROW_NUM_THREADS"), "1")
    environment = {
        **os.environ,
        **threads,
        "BACKORDER_XL_STATE": str(state),
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
    }
    return subprocess.run(
        [sys.executable, "-m", "backorder_xl", *map(str, words)],
        capture_output=True,
        text=True,
        preexec_fn=_limit,
        env=environment,
        check=False,
    )
