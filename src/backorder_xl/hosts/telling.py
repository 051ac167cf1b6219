"""What is said when a verb is done: a few lines for a person, or one JSON object? (rule 9)"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backorder_xl.run import Report

STRICT = "Nothing was written, as --strict does not go past errors."

DONE, REFUSED, UNUSABLE, UNWRITABLE = range(4)
"""Exit codes of rule 9."""

JSON_FIELDS = (
    "verb", "as_of", "orders", "open_lines", "open_units", "backordered_orders", "backordered_lines",
    "backordered_units", "from_stock", "on_order", "to_order", "uncovered", "purchase_orders", "purchase_lines",
    "receipts_posted", "ready_lines", "messages", "errors", "warnings", "output", "seconds",
)  # fmt: skip


def json_line(**found: Any) -> str:
    """One object with every field of rule 9; what a verb does not count is 0."""
    return json.dumps({name: found.get(name, 0) for name in JSON_FIELDS})


def result(report: Report, output: str | None, seconds: float) -> list[str]:
    """What a run found and decided, in lines for a person."""
    out = summary(report)
    for p in report.problems[:5]:
        where = f"{p.sheet} row {p.row}" if p.row else p.sheet
        out.append(f"  {p.severity}: {where}: {p.message}")
    if len(report.problems) > 5:
        out.append(f"  ... and {len(report.problems) - 5} more on the sheet Problems.")
    return [*out, f"Written to {output} in {seconds:.1f} s." if output else f"Nothing was written ({seconds:.1f} s)."]


def summary(report: Report) -> list[str]:
    """The counts in words."""
    c = report.counts
    errors, warnings = many(c["errors"], "error"), many(c["warnings"], "warning")
    out = []
    if "open_lines" in c:  # check decides nothing
        out = [
            f"{c['open_lines']:,} open lines hold {c['open_units']:,} units; "
            f"{c['backordered_lines']:,} lines of {c['backordered_orders']:,} orders wait for {c['backordered_units']:,}.",
            f"From stock {c['from_stock']:,} · on order {c['on_order']:,} · to order {c['to_order']:,} · "
            f"uncovered {c['uncovered']:,}.",
            f"Proposed: {many(c['purchase_orders'], 'purchase order')} with {many(c['purchase_lines'], 'line')}. "
            f"Receipts posted: {c['receipts_posted']:,}. Ready to ship: {many(c['ready_lines'], 'line')}. "
            f"Drafted: {many(c['messages'], 'message')}.",
        ]
    return [*out, f"{errors} and {warnings}."]


def many(count: int, word: str) -> str:
    """A count with its noun."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
