"""How is a what-if told: some lines for a person, or one JSON object? (rule 7.6)"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np

from backorder_xl.core.whatif import measures
from backorder_xl.hosts.telling import many
from backorder_xl.tables.problems import severities
from backorder_xl.whatif import Tried

SHOWN = 5
"""So many lines are named on the screen; the rest stand on the sheets."""


def in_words(tried: Tried, book: str, output: str | None, seconds: float) -> list[str]:
    """What is supposed, what changes, who is better or worse off, what would be told."""
    found = tried.found
    said = [s.sentence for s in found.said if not s.wrong]
    out = [f"If: {sentence}" for sentence in said] or ["Nothing is supposed, so nothing changes."]
    if tried.left_out:
        out.append(f"  (The sheet Scenario, {many(tried.left_out, 'row')}, is left out, as something was typed.)")
    for m in measures(found):
        now, then = round(m.now, 2), round(m.then, 2)
        if now != then:
            unit = f" {m.unit}" if m.unit in ("days", "%") else ""
            out.append(f"  {m.name}: {_number(now)} -> {_number(then)}{unit} ({'+' * (then > now)}{_number(then - now)})")
    if said and all(round(m.now, 2) == round(m.then, 2) for m in measures(found)):
        out.append("  No measure changes.")
    lines = found.lines
    worse, better = lines[lines["worse"]], lines[lines["better"]]
    if len(lines):
        out.append(f"{many(len(worse), 'line')} worse off, {len(better):,} better off.")
    shown = [*_named(worse), *_named(better)]
    out += [f"  {text}" for text in shown]
    told = Counter(found.messages["effect"])
    if told:
        out.append(f"Messages: {told['more']:,} more, {told['fewer']:,} fewer, {told['otherwise']:,} in other words.")
    out += [f"  {p.severity}: {p.sheet} row {p.row}: {p.message}" for p in tried.problems if p.code.startswith("scenario-")]
    end = f"Written to {output}" if output else "Nothing was written"
    return [*out, f"{end} ({seconds:.1f} s); {book} is as it was."]


def _number(value: float) -> str:
    """With two decimals at most, and none where they are 0."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _named(rows: Any) -> list[str]:
    """The weightiest of some lines, in words."""
    rows = rows.iloc[np.argsort(-rows["value"].to_numpy(), kind="stable")]
    out = []
    for row in rows.head(SHOWN).itertuples():
        was, now = (f"{d:%Y-%m-%d}" if d == d else "no date" for d in (row.was_expected, row.is_expected))
        when = f", {was} -> {now}" if was != now else ""
        out.append(f"{row.order} line {row.line} ({row.customer}, {row.sku}): {row.effect}{when}")
    more = len(rows) - SHOWN
    return [*out, f"... and {more:,} more on What If Lines"] if more > 0 else out


def as_json(tried: Tried, as_of: dt.date, output: str | None, seconds: float) -> dict[str, Any]:
    """The same as one object."""
    found = tried.found
    effects, told = Counter(found.lines["effect"]), Counter(found.messages["effect"])
    return {
        "verb": "whatif",
        "as_of": as_of.isoformat(),
        "supposed": [s.sentence for s in found.said if not s.wrong],
        "measures": [
            {"part": m.part, "measure": m.name, "now": round(m.now, 4), "then": round(m.then, 4), "unit": m.unit}
            for m in measures(found)
        ],
        "lines": dict(sorted(effects.items())),
        "worse": int(found.lines["worse"].sum()),
        "better": int(found.lines["better"].sum()),
        "messages": {word: told[word] for word in ("more", "fewer", "otherwise")},
        **severities(tried.problems),
        "output": output,
        "seconds": seconds,
    }
