"""What does the server answer on the demo shop's morning? Real answers of every verb, for a pane that is only looked at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from backorder_xl.hosts.web.guard import CONTENT
from backorder_xl.hosts.web.protocol import Answer
from backorder_xl.templates import demo_book
from tests.web.payloads import carried_out, press, sent


def answers(folder: Path) -> dict[str, Any]:
    """By verb; ``look`` is the run that only says what it would do, ``strange`` what a workbook of no known table gets."""
    book = folder / "Backorder XL demo.xlsx"
    book.write_bytes(demo_book())
    sheets = sent(book)
    found = {verb: press(verb, sheets) for verb in ("run", "check", "plan", "notify", "page")}
    found["look"] = press("run", sheets, dry_run=True)
    after = carried_out(sheets, found["run"].steps)
    found["explain"] = press("explain", after, selected={"sheet": "Backorders", "row": 4, "column": 1})
    lines = ["Sheet1 as Orders: SKU, Qty, Customer and 4 more", "Sheet2 as Stock: Item, On hand"]
    question = "\n".join(["This is how the workbook would be read:", *lines, "", "Remember it on the sheet Mapping?"])
    found["adopt"] = Answer(verb="adopt", ask=question, steps=[{"do": "AddSheet", "sheet": "Mapping"}], touched=["Mapping"])
    plain = {verb: json.loads(made.model_dump_json()) for verb, made in found.items()}
    return {**plain, "strange": {"says": _strange(folder), "code": "refused"}, "policy": CONTENT}


def _strange(folder: Path) -> str:
    import openpyxl

    from backorder_xl.hosts.web.saying import refused

    book = openpyxl.Workbook()
    book.active.append(["Month", "Rent"])
    book.save(folder / "rent.xlsx")
    try:
        press("run", sent(folder / "rent.xlsx"))
    except Exception as error:
        return refused(error).says
    raise AssertionError("a workbook without tables was planned")
