"""How is a body read that may be packed, endless or a bomb? Piece by piece, and no further than the limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import anyio
from starlette.requests import ClientDisconnect, Request

from backorder_xl.hosts.web.refusing import Refused
from backorder_xl.hosts.web.serving import MEGABYTE, Limits

PIECE = 1 << 18  # bytes unpacked at a time, so that a bomb is seen before it is big


class Held:
    """How many bytes of bodies are in this server's memory, over all requests."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self.bytes = limits, 0

    @contextmanager
    def body(self) -> Iterator[Body]:
        """Room for one body, given back at the end."""
        mine = Body(self, self._limits)
        try:
            yield mine
        finally:
            self.bytes -= mine.size


class Body:
    """One body, as it arrives."""

    def __init__(self, held: Held, limits: Limits) -> None:
        self._held, self._limits = held, limits
        self._pieces: list[bytes] = []
        self.size = 0

    async def read(self, request: Request) -> bytes:
        """The whole body, unpacked; Refused with 413, 415, 422, 408 or 503 where it cannot be had."""
        packing = request.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("identity", "gzip"):
            raise Refused(415, "A request may be plain or packed with gzip.")
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > self._limits.body:
            raise too_much(self._limits)
        unpack = zlib.decompressobj(wbits=31) if packing == "gzip" else None
        try:
            with anyio.fail_after(self._limits.reading):
                async for chunk in request.stream():
                    for piece in self._unpacked(unpack, chunk) if unpack else (chunk,):
                        self._add(piece)
        except TimeoutError:
            raise Refused(408, "The workbook took too long to arrive; try again, perhaps on a faster connection.") from None
        except ClientDisconnect:
            raise Refused(400, "The connection ended before the workbook had arrived; try again.") from None
        except zlib.error:
            raise Refused(422, "The request says that it is packed with gzip, but cannot be unpacked; send it again.") from None
        if unpack is not None and not unpack.eof:
            raise Refused(422, "The packed request is not whole; send it again.")
        whole = b"".join(self._pieces)
        self._pieces.clear()
        return whole

    def _unpacked(self, unpack: zlib._Decompress, chunk: bytes) -> Iterator[bytes]:
        more = True
        while more:
            piece = unpack.decompress(chunk, PIECE)
            yield piece
            if unpack.unused_data:
                raise Refused(422, "Something follows the packed request; send it again.")
            chunk = unpack.unconsumed_tail
            more = bool(chunk) or len(piece) == PIECE  # a full piece may leave more inside, even with nothing left to read

    def _add(self, piece: bytes) -> None:
        self.size += len(piece)
        self._held.bytes += len(piece)
        if self.size > self._limits.body:
            raise too_much(self._limits)
        if self._held.bytes > self._limits.held:
            raise busy(self._limits)
        self._pieces.append(piece)


def too_much(limits: Limits) -> Refused:
    """413, with what can be done about it."""
    most = f"{limits.body / MEGABYTE:,.0f} MB"
    says = f"This workbook is larger than the {most} that the server takes; remove sheets that are not needed."
    return Refused(413, says, "too_much")


def busy(limits: Limits) -> Refused:
    """503, with when to come again."""
    says = f"The server is busy with other workbooks; try again in {limits.again} seconds."
    return Refused(503, says, "busy", {"Retry-After": str(limits.again)})
