"""Who does the work, and what if it is too much or takes too long? Worker processes, a queue in front of them, and a clock.

A run is minutes of pandas for fifty people at once: in threads it would keep the whole server from answering, and a thread
cannot be stopped. A process can; anyio starts, keeps and ends them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
from anyio import to_process
from starlette.requests import Request

from backorder_xl.hosts.web import jobs
from backorder_xl.hosts.web.bodies import busy
from backorder_xl.hosts.web.refusing import LOG, Refused
from backorder_xl.hosts.web.serving import Limits

Job = Callable[[str, bytes, bool], jobs.Done]


class Lane:
    """One kind of work: so many at a time, so many that wait, all others are told when to come again."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._turns, self._limits = anyio.CapacityLimiter(workers), limits
        self._processes = anyio.CapacityLimiter(workers)
        self.inside = 0
        self.most = workers + limits.waiting

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place among those that work or wait; to be taken before a body is read. Refused with 503 if there is none."""
        if self.inside >= self.most:
            raise busy(self._limits)
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1

    async def do(self, job: Job, name: str, body: bytes, pack: bool) -> jobs.Done:
        """Wait for a turn and have it done; Refused if the turn does not come, or the work does not end."""
        with anyio.move_on_after(self._limits.patience) as waited:
            await self._turns.acquire()
        if waited.cancelled_caught:
            raise busy(self._limits)
        lost = True
        try:
            with anyio.fail_after(self._limits.seconds):
                out = await to_process.run_sync(job, name, body, pack, cancellable=True, limiter=self._processes)
            lost = False
            return out
        except TimeoutError:
            most = f"{self._limits.seconds:,.0f}"
            says = f"This took longer than the {most} seconds that the server gives to one request; nothing was changed."
            raise Refused(409, f"{says} Use a smaller workbook, or have the limit raised (--most-seconds).", "too_long") from None
        except anyio.BrokenWorkerProcess:
            LOG.error("%s: the worker process ended, perhaps for want of memory", name)
            says = "The server ran out of memory over this workbook; nothing was changed. Use a smaller one, or a larger server."
            raise Refused(409, says, "broken") from None
        finally:
            if lost:  # a process for every turn, loaded before the clock of the next runs
                with anyio.CancelScope(shield=True):
                    await self._ready()
            self._turns.release()

    async def warm(self) -> None:
        """Have all workers loaded, so that the first to press a button does not wait for it."""
        async with anyio.create_task_group() as group:
            for _ in range(int(self._turns.total_tokens)):
                group.start_soon(self._ready)

    async def _ready(self) -> None:
        try:
            await to_process.run_sync(jobs.ready, cancellable=True, limiter=self._processes)
        except anyio.BrokenWorkerProcess:  # the first request tries again, and tells
            LOG.error("A worker process could not be started")


async def unless_gone(request: Request, work: Awaitable[jobs.Done]) -> jobs.Done | None:
    """The outcome of the work; None if whoever asked has hung up meanwhile, and then the work is stopped."""
    out: jobs.Done | None = None
    refused: Refused | None = None
    async with anyio.create_task_group() as group:

        async def listen() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            group.cancel_scope.cancel()

        group.start_soon(listen)
        try:
            out = await work
        except Refused as error:  # outside the group, which would wrap it
            refused = error
        group.cancel_scope.cancel()
    if refused is not None:
        raise refused
    return out
