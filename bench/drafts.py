"""How long do a thousand drafts take, and how near is that to what rendering and writing alone must cost?

``python bench/drafts.py --letters 1000 --repeat 5`` prints medians. The floor renders the same texts and writes hand-made MIME
bytes: no inlined styles, no checked addresses, no encoded headers. Both start with the letters decided and end on disk.
"""

from __future__ import annotations

import argparse
import base64
import datetime as dt
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from backorder_xl.core.letters import Item, Letter, MessageKind
from backorder_xl.core.words import UNIT
from backorder_xl.messages.drafting import Look, _Desk, make_drafts, write_drafts
from backorder_xl.messages.rendering import Renderer

LOOK = Look(dt.datetime(2026, 6, 3, 7, 0), "Holm & Sons", "Mia Holm", "mia@holm.example", "+1 555 0100")
KINDS = (MessageKind.BACKORDERED, MessageKind.DELAYED, MessageKind.READY, MessageKind.DATED)
LANGUAGES = ("en", "de", "fr")
DAY = dt.date(2026, 6, 3)


def letters(count: int, lines: int = 6) -> list[Letter]:
    """Letters with six lines each, in three languages and four kinds; every number and date differs."""
    made = []
    for n in range(count):
        kind = KINDS[n % len(KINDS)]
        items = tuple(_item(kind, n, i) for i in range(lines))
        who = f"Zoë Customer {n}"
        language = LANGUAGES[n % len(LANGUAGES)]
        made.append(Letter(f"MSG-{n:05d}", kind, f"C-{n}", who, f"c{n}@customer.example", language, DAY, items))
    return made


def _item(kind: MessageKind, n: int, i: int) -> Item:
    ordered = (n + i + 2) * UNIT
    ships = ordered if kind is MessageKind.READY else UNIT
    dates = DAY + dt.timedelta(days=n % 90 + i), DAY + dt.timedelta(days=i)
    thing = f"Thing number {n}-{i}"
    return Item(kind, f"SO-{1000 + n}", str(i + 1), f"SKU-{n * 7 + i}", thing, "pcs", "", ordered, ships, ordered - ships, *dates)


def whole(work: list[Letter], folder: Path) -> None:
    """What a run does."""
    drafts = make_drafts(work, LOOK)
    assert len(drafts.drafts) == len(work) and not drafts.problems
    write_drafts(drafts.drafts, folder)


def floor(work: list[Letter], folder: Path) -> None:
    """The same texts rendered, and bytes put together by hand."""
    renderer = Renderer(None, "en", _Desk(LOOK, {})._house)
    renderer._inlined = lambda html: html  # type: ignore[method-assign]
    folder.mkdir(parents=True, exist_ok=True)
    for letter in work:
        said = renderer.write(letter, letter.language, {"attached": 0})
        text, html = (base64.encodebytes(t.encode()) for t in (said.text, said.html))
        part = b'--b\nContent-Type: text/%s; charset="utf-8"\nContent-Transfer-Encoding: base64\n\n%s\n'
        head = f"X-Unsent: 1\nTo: {letter.email}\nSubject: {said.subject}\nContent-Type: multipart/alternative; boundary=b\n\n"
        body = head.encode() + part % (b"plain", text) + part % (b"html", html) + b"--b--\n"
        (folder / f"{letter.number}.eml").write_bytes(body)


def seconds(task: Callable[[list[Letter], Path], None], work: list[Letter], repeat: int) -> float:
    """The median of several turns, each into an empty folder."""
    taken = []
    for _ in range(repeat):
        folder = Path(tempfile.mkdtemp())
        start = time.perf_counter()
        task(work, folder)
        taken.append(time.perf_counter() - start)
        shutil.rmtree(folder)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    work = letters(options.letters)
    ours, least = (seconds(task, work, options.repeat) for task in (whole, floor))
    print("| drafts of six lines | whole | floor | ratio |\n|---|---|---|---|")
    print(f"| {options.letters:,} | {ours:.2f} s | {least:.2f} s | {ours / least:.1f} |")


if __name__ == "__main__":
    main()
