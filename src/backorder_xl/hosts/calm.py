"""How does a run go on without pauses? Python stops now and then to look for objects that point at each other in circles.

A run makes millions of cells and hardly any circle, so that looking for them takes a fifth of its time and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_pauses() -> Iterator[None]:
    """Within: no such looks; what is not in use any more is still given back at once."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()
