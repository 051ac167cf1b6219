"""How is a part packed while the rest of it is still being made?

zlib lets go of the interpreter while it works, so one thread more keeps a second core busy; where no thread can be had,
as in a browser, the same is done one after another.
"""

from __future__ import annotations

import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

_AHEAD = 4  # blocks that may wait for the packer
_THREADS = sys.platform != "emscripten"


def pack(blocks: Iterable[bytes], write: Callable[[bytes], object], level: int) -> tuple[int, int]:
    """Write blocks deflated; returns the checksum and the size of what went in."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    crc = size = 0

    def packed(block: bytes) -> bytes:
        nonlocal crc, size
        crc = zlib.crc32(block, crc)
        size += len(block)
        return packer.compress(block)

    blocks = iter(blocks)
    first = next(blocks, b"")
    second = next(blocks, None)
    if second is None or not _THREADS:  # most parts are small
        for block in (first, *(() if second is None else (second,)), *blocks):
            write(packed(block))
    else:
        _beside(packed, (first, second), blocks, write)
    write(packer.flush())
    return crc, size


def _beside(
    packed: Callable[[bytes], bytes], begun: Iterable[bytes], blocks: Iterable[bytes], write: Callable[[bytes], object]
) -> None:
    """All blocks in their order, by one thread; what fails there is raised here."""
    with ThreadPoolExecutor(1) as pool:
        waiting: deque[Future[bytes]] = deque()
        try:
            for part in (begun, blocks):
                for block in part:
                    waiting.append(pool.submit(packed, block))
                    if len(waiting) > _AHEAD:
                        write(waiting.popleft().result())
            while waiting:
                write(waiting.popleft().result())
        finally:
            for left in waiting:
                left.cancel()
