"""Do several workers say of a large book what one plan says, line for line, even if one of them dies? (rule 8)"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("duckdb")
pytest.importorskip("distributed")
sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import data

from backorder_xl import notebook
from backorder_xl.scale.running import Decided, plan_in_parts, workers
from backorder_xl.tables.problems import Unusable

LINES = 3_000


def book() -> dict[str, pd.DataFrame]:
    """A made-up book with what looks at whole orders: some ship complete, some purchase lines are kept for an order."""
    frames = {name: pd.DataFrame(columns) for name, columns in data.book(LINES).items()}
    orders, bought = frames["Orders"], frames["Purchase Orders"]
    rng = np.random.default_rng(7)
    orders["Ship Complete"] = np.where(rng.random(LINES) < 0.1, "yes", None)
    orders["SKU"] = [s.lower() if i % 50 == 0 else s for i, s in enumerate(orders["SKU"])]
    bought["Ship To"] = [o if i % 3 == 0 else None for i, o in enumerate(orders["Order"].head(len(bought)))]
    frames["Settings"] = pd.DataFrame({"Setting": ["Outbound Days"], "Value": [2]})
    return frames


def put(frames: dict[str, pd.DataFrame], folder: Path) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet")
    return {name: f"read_parquet('{folder / name}.parquet')" for name in frames}


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with workers(2) as found:
        yield found


def decided(client: Any, frames: dict[str, pd.DataFrame], folder: Path, **more: Any) -> Decided:
    sources = put(frames, folder / "in")
    return plan_in_parts(sources, folder / "out", folder / "scratch", {}, data.AS_OF, client, lines_each=400, **more)


def rows(folder: Path, sheet: str, keys: list[str]) -> list[list[str]]:
    frame = pd.concat([pd.read_parquet(p) for p in sorted((folder / "out" / sheet).glob("*.parquet"))])
    return shown(frame, keys)


def shown(frame: pd.DataFrame, keys: list[str]) -> list[list[str]]:
    as_text = frame.astype(object).where(frame.notna(), "").astype(str)
    return (as_text.sort_values(keys) if keys else as_text).to_numpy().tolist()


def check(folder: Path, frames: dict[str, pd.DataFrame]) -> None:
    one = notebook.plan(frames, as_of=data.AS_OF)
    assert rows(folder, "Allocations", ["Order", "Line", "Source", "PO", "PO Line"]) == shown(
        one.allocations, ["Order", "Line", "Source", "PO", "PO Line"]
    )
    assert rows(folder, "Backorders", ["Order", "Line"]) == shown(one.backorders, ["Order", "Line"])
    assert rows(folder, "Purchase Orders", ["PO", "Line"]) == shown(one.purchase_orders, ["PO", "Line"])
    assert rows(folder, "Ready to Ship", []) == shown(one.ready_to_ship, []), "in the same order, too"


def test_the_parts_are_the_whole(client: Any, tmp_path: Path) -> None:
    frames = book()
    done = decided(client, frames, tmp_path)
    assert done.cut.parts == 8 and done.cut.lines == LINES
    check(tmp_path, frames)
    pegged = sum(done.units[c] for c in ("from_stock", "on_order", "to_order", "uncovered"))
    assert pegged == done.units["open"]  # rule 8.1, exactly
    assert done.units["from_stock"] <= done.units["stock"]  # rule 8.2
    assert not (tmp_path / "scratch").exists()


def test_workers_talk_in_secret(client: Any) -> None:
    address = client.scheduler.address
    assert address.startswith("tls://") and all(w.startswith("tls://") for w in client.scheduler_info()["workers"])
    from distributed import Client

    with pytest.raises((OSError, TypeError)):  # without the keys of this run nobody is let in
        Client(address, timeout=3)
    with pytest.raises(OSError):
        Client(address.replace("tls://", "tcp://"), timeout=3)


def test_a_worker_may_die(tmp_path: Path) -> None:
    frames = book()
    with workers(2) as client:
        victims: list[int] = []

        def kill(step: str) -> None:
            if step == "Serving what is to be bought":
                victims.extend(client.run(os.getpid).values())
                threading.Timer(0.3, os.kill, (victims[0], signal.SIGKILL)).start()

        decided(client, frames, tmp_path, tell=kill)
        assert victims[0] not in client.run(os.getpid).values(), "nobody died, so nothing was shown"
    check(tmp_path, frames)


def test_rows_that_cannot_be_used_are_told_by_the_rows_of_the_whole(client: Any, tmp_path: Path) -> None:
    frames = book()
    frames["Orders"]["Ordered"] = frames["Orders"]["Ordered"].astype(object)
    frames["Orders"].loc[[5, 2_000], "Ordered"] = ["many", "few"]
    frames["Orders"]["Ordered"] = frames["Orders"]["Ordered"].astype(str)
    done = decided(client, frames, tmp_path)
    one = notebook.check(frames)
    errors = {(p.sheet, p.row, p.column) for p in done.problems if p.severity == "error"}
    wanted = one[one["Severity"] == "error"]
    assert errors == set(zip(wanted["Sheet"], wanted["Row"], wanted["Column"], strict=True)) and len(errors) == 2
    check(tmp_path, frames)


@pytest.mark.parametrize(("change", "says"), [
    ({"Line": None}, "without a number"),
    ({"Line": 1}, "twice"),
])  # fmt: skip
def test_what_no_part_can_know_is_refused(client: Any, tmp_path: Path, change: dict[str, object], says: str) -> None:
    frames = book()
    frames["Orders"] = frames["Orders"].assign(**change)
    with pytest.raises(Unusable, match=says):
        decided(client, frames, tmp_path)
