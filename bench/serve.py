"""How does the server bear fifty people who press Morning Run at the same minute, each with a book of 10,000 lines?

    python bench/serve.py --users 50 --lines 10000 --rounds 3

It starts the real server over HTTPS and lets every user send a packed book, wait where the server says so (503 with Retry-After
counts as waiting), and press again. It says how long an answer took, waiting included, and how much memory the processes held.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.web.serving import Served, asked, made_up, served

MEGABYTE = 1_000_000


def memory(process: int) -> dict[str, list[int]]:
    """Bytes that the server and each of its workers hold now."""
    found: dict[str, list[int]] = {"server": [], "workers": []}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        resident = re.search(r"VmRSS:\s+(\d+)", text)
        parent = re.search(r"PPid:\s+(\d+)", text)
        if resident and status.parent.name == str(process):
            found["server"].append(int(resident[1]) * 1024)
        elif resident and parent and parent[1] == str(process):
            found["workers"].append(int(resident[1]) * 1024)
    return found


async def press(page: httpx.AsyncClient, body: bytes, tally: Counter[str]) -> float:
    """One user's press: the seconds until the answer is there."""
    start = time.perf_counter()
    while True:
        answer = await page.post("/run/run", content=body, headers={"Content-Encoding": "gzip"})
        tally[str(answer.status_code)] += 1
        if answer.status_code != 503:
            answer.raise_for_status()
            assert answer.json()["steps"]
            return time.perf_counter() - start
        await asyncio.sleep(int(answer.headers["retry-after"]))


async def watched(process: int, peak: Counter[str], health: list[float], page: httpx.AsyncClient) -> None:
    """Look at memory and at /health all the while."""
    while True:
        now = memory(process)
        peak["server"] = max(peak["server"], *now["server"])
        peak["workers"] = max(peak["workers"], sum(now["workers"]))
        peak["one worker"] = max(peak["one worker"], *now["workers"], 0)
        start = time.perf_counter()
        (await page.get("/health")).raise_for_status()
        health.append(time.perf_counter() - start)
        await asyncio.sleep(0.25)


async def load(server: Served, users: int, lines: int, rounds: int) -> None:
    """All rounds, a line for each."""
    body = gzip.compress(json.dumps(asked(made_up(lines))).encode(), 5)
    with server.client() as first:
        headers = {name: first.headers[name] for name in ("Origin", "Authorization")}
    several = httpx.Limits(max_connections=users + 5)
    options = {"base_url": server.address, "verify": server.trusting, "timeout": 600, "trust_env": False}
    async with httpx.AsyncClient(headers=headers, limits=several, **options) as page:
        peak: Counter[str] = Counter()
        health: list[float] = []
        watch = asyncio.create_task(watched(server.process.pid, peak, health, page))
        for number in range(1, rounds + 1):
            tally: Counter[str] = Counter()
            start = time.perf_counter()
            took = sorted(await asyncio.gather(*(press(page, body, tally) for _ in range(users))))
            whole = time.perf_counter() - start
            now = memory(server.process.pid)
            held = ", ".join(f"{name} {sum(sizes) / MEGABYTE:.0f} MB" for name, sizes in now.items())
            slow = took[int(0.95 * (len(took) - 1))]
            print(f"round {number}: {users} users in {whole:.0f} s, {users / whole * 60:.0f} runs a minute")
            print(f"  p50 {statistics.median(took):.1f} s, p95 {slow:.1f} s, answers {dict(tally)}, held {held}", flush=True)
        watch.cancel()
    longest = max(health)
    print("peak: " + ", ".join(f"{name} {size / MEGABYTE:.0f} MB" for name, size in peak.items()))
    print(f"/health: {len(health)} asked, p50 {1000 * statistics.median(health):.0f} ms, longest {1000 * longest:.0f} ms")
    print(f"sent: {len(body) / MEGABYTE:.2f} MB packed")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Put load on the server.")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), "--workers", str(given.workers)) as server:
        asyncio.run(load(server, given.users, given.lines, given.rounds))
