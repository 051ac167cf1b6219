"""What happens to too much, to what never ends, and to whoever hangs up? A sentence, and nothing that goes on working."""

from __future__ import annotations

import gzip
import json
import os
import socket
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import httpx
import pytest
from anyio import to_process
from starlette.requests import Request

from backorder_xl.hosts.web import jobs
from backorder_xl.hosts.web.bodies import Held
from backorder_xl.hosts.web.refusing import Refused
from backorder_xl.hosts.web.serving import Limits
from backorder_xl.hosts.web.working import Lane, unless_gone
from tests.web.serving import Served, asked, made_up, served
from tests.web.test_server import assert_sentence

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("server"), "--most-megabytes", "2") as one:
        yield one


@pytest.fixture(scope="module")
def page(server: Served) -> Iterator[httpx.Client]:
    with server.client() as one:
        yield one


def in_pieces(size: int) -> Iterator[bytes]:
    """A body whose length nobody announces."""
    for _ in range(size // 10_000):
        yield b" " * 10_000


def test_a_body_over_the_limit_is_refused_whether_announced_or_not(page: httpx.Client) -> None:
    for content in (b" " * (2 * MEGABYTE + 1), in_pieces(3 * MEGABYTE)):
        answer = page.post("/run/run", content=content)
        assert answer.status_code == 413
        assert "2 MB" in assert_sentence(answer)
    assert page.post("/run/run", content=b" " * (2 * MEGABYTE)).status_code == 422, "the limit itself is taken"


def test_a_gzip_bomb_is_not_unpacked(server: Served, page: httpx.Client) -> None:
    before = memory(server.process.pid)
    bomb = gzip.compress(b"0" * 400 * MEGABYTE, 6, mtime=0)
    assert len(bomb) < 2 * MEGABYTE
    answer = page.post("/run/run", content=bomb, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 413
    assert_sentence(answer)
    assert memory(server.process.pid) - before < 50 * MEGABYTE


def memory(process: int) -> int:
    """The most bytes that a process ever held."""
    text = Path(f"/proc/{process}/status").read_text()
    return int(text.partition("VmHWM:")[2].split()[0]) * 1024


@pytest.mark.parametrize(
    ("content", "packing", "status"),
    [
        (b"no gzip at all", "gzip", 422),
        (gzip.compress(b"{}", mtime=0)[:-6], "gzip", 422),
        (gzip.compress(b"{}", mtime=0) + b"more", "gzip", 422),
        (b"", "gzip", 422),
        (zlib.compress(b"{}"), "deflate", 415),
        (b"{}", "br", 415),
        (b"{}", "gzip, gzip", 415),
    ],
)
def test_what_cannot_be_unpacked_is_told(page: httpx.Client, content: bytes, packing: str, status: int) -> None:
    answer = page.post("/run/run", content=content, headers={"Content-Encoding": packing})
    assert answer.status_code == status
    assert_sentence(answer)


def test_who_has_no_token_may_send_next_to_nothing(server: Served) -> None:
    with server.stranger(headers={"Origin": server.address}) as anybody:
        assert anybody.post("/session", content=b" " * 2_000).status_code == 413
        assert anybody.post("/session", json={"token": "mine"}).status_code == 422
        assert anybody.post("/run/run", content=b" " * MEGABYTE).status_code == 401


def test_work_that_takes_too_long_ends_in_a_sentence_and_the_next_is_done(tmp_path: Path) -> None:
    with served(tmp_path, "--most-seconds", "8") as one, one.client() as page:
        answer = page.post("/run/run", json=asked(made_up(200_000)))
        assert (answer.status_code, answer.json()["code"]) == (409, "too_long")
        assert "--most-seconds" in assert_sentence(answer)
        assert page.post("/run/check", json=asked(made_up(5))).status_code == 200


def test_when_all_places_are_taken_the_rest_come_again_and_health_answers(tmp_path: Path) -> None:
    with served(tmp_path) as one, one.client(limits=httpx.Limits(max_connections=60)) as page:
        body = json.dumps(asked(made_up(2_000))).encode()
        with ThreadPoolExecutor(40) as pool:
            sent = [pool.submit(page.post, "/run/check", content=body) for _ in range(40)]
            healthy = page.get("/health")
            answers = [one_.result() for one_ in sent]
        assert healthy.json()["ok"] is True
        found = {answer.status_code for answer in answers}
        assert found == {200, 503}
        for answer in answers:
            if answer.status_code == 503:
                assert answer.headers["retry-after"] == "3" and "3 seconds" in assert_sentence(answer)
        assert page.post("/run/check", content=body).status_code == 200, "and then there is room again"


def forever(name: str, body: bytes, pack: bool) -> jobs.Done:
    """A job that never ends, and says which process it is in."""
    Path(name).write_text(str(os.getpid()))
    while True:
        time.sleep(0.01)


def dies(name: str, body: bytes, pack: bool) -> jobs.Done:
    """A job whose process is ended, as the system does for want of memory."""
    os.kill(os.getpid(), 9)
    raise AssertionError("not reached")


def lives(name: str, body: bytes, pack: bool) -> jobs.Done:
    """A job that is done at once."""
    return jobs.Done(200, body)


def ended(process: str) -> bool:
    return not os.path.exists(f"/proc/{process}")


def test_the_process_of_work_without_end_is_ended(tmp_path: Path) -> None:
    async def go() -> None:
        lane = Lane(1, Limits(seconds=3))
        with pytest.raises(Refused, match="3 seconds"):
            await lane.do(forever, str(tmp_path / "pid"), b"", False)
        assert ended((tmp_path / "pid").read_text())
        assert (await lane.do(lives, "", b"x", False)).body == b"x"

    anyio.run(go)


def test_a_process_that_is_ended_from_outside_is_told_and_replaced() -> None:
    async def go() -> None:
        lane = Lane(1, Limits())
        with pytest.raises(Refused, match="memory") as told:
            await lane.do(dies, "", b"", False)
        assert told.value.status == 409
        assert (await lane.do(lives, "", b"x", False)).body == b"x"

    anyio.run(go)


def test_who_does_not_get_a_turn_is_sent_away(tmp_path: Path) -> None:
    async def go() -> None:
        lane = Lane(1, Limits(patience=0.2, waiting=1))
        async with anyio.create_task_group() as group:
            group.start_soon(lane.do, forever, str(tmp_path / "pid"), b"", False)
            while not (tmp_path / "pid").exists():
                await anyio.sleep(0.05)
            with pytest.raises(Refused, match="busy") as told:
                await lane.do(lives, "", b"", False)
            assert (told.value.status, told.value.headers) == (503, {"Retry-After": "3"})
            group.cancel_scope.cancel()

    anyio.run(go)


def test_places_are_given_back() -> None:
    async def go() -> None:
        lane = Lane(1, Limits(waiting=1))
        async with lane.place(), lane.place():
            with pytest.raises(Refused, match="busy"):
                async with lane.place():
                    pass
        async with lane.place():
            pass

    anyio.run(go)


def heard(*messages: dict[str, object], then: Callable[[], Awaitable[dict[str, object]]] | None = None) -> Request:
    """A request whose messages come in this order."""
    queue = list(messages)

    async def receive() -> dict[str, object]:
        if queue:
            return queue.pop(0)
        if then is not None:
            return await then()
        await anyio.sleep_forever()
        raise AssertionError("not reached")

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


def test_work_ends_when_nobody_waits_for_it_any_more(tmp_path: Path) -> None:
    async def gone() -> dict[str, object]:
        while not (tmp_path / "pid").exists():
            await anyio.sleep(0.05)
        return {"type": "http.disconnect"}

    async def go() -> None:
        lane = Lane(1, Limits())
        assert await unless_gone(heard(then=gone), lane.do(forever, str(tmp_path / "pid"), b"", False)) is None
        assert ended((tmp_path / "pid").read_text())
        done = await unless_gone(heard(), lane.do(lives, "", b"x", False))
        assert done is not None and done.body == b"x"

    anyio.run(go)


def test_all_bodies_together_have_a_limit_and_their_room_is_given_back() -> None:
    async def go() -> None:
        held = Held(Limits(body=100, held=150))
        whole = {"type": "http.request", "body": b"x" * 100, "more_body": False}
        with held.body() as first:
            assert len(await first.read(heard(whole))) == 100
            with pytest.raises(Refused, match="busy"), held.body() as second:
                await second.read(heard(whole))
            assert held.bytes == 100
        assert held.bytes == 0

    anyio.run(go)


def test_a_body_that_never_ends_does_not_hold_its_place() -> None:
    async def go() -> None:
        with pytest.raises(Refused, match="too long to arrive") as told, Held(Limits(reading=0.1)).body() as body:
            await body.read(heard({"type": "http.request", "body": b"{", "more_body": True}))
        assert told.value.status == 408

    anyio.run(go)


@pytest.mark.parametrize("size", [0, 1, 1 << 18, (1 << 18) + 1, 1 << 20, 3_000_000])
def test_every_size_is_unpacked_whole(size: int) -> None:
    body = os.urandom(size // 2) + b"0" * (size - size // 2)

    async def go() -> bytes:
        sent = gzip.compress(body, mtime=0)
        pieces = [{"type": "http.request", "body": sent[i : i + 7_000], "more_body": True} for i in range(0, len(sent), 7_000)]
        request = heard(*pieces, {"type": "http.request", "body": b"", "more_body": False})
        request.scope["headers"] = [(b"content-encoding", b"gzip")]
        with Held(Limits()).body() as room:
            return await room.read(request)

    assert anyio.run(go) == body


def test_a_worker_takes_no_ctrl_c_that_is_meant_for_the_server() -> None:
    async def go() -> None:
        await to_process.run_sync(jobs.ready, cancellable=True)
        assert await to_process.run_sync(survives, cancellable=True)

    anyio.run(go)


def survives() -> bool:
    """Ctrl-C reaches every process of a terminal."""
    os.kill(os.getpid(), 2)
    return True


def test_a_line_that_says_nothing_does_not_stop_others(server: Served, page: httpx.Client) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as silent:
        silent.sendall(b"\x16")
        assert page.get("/health").json()["ok"] is True
