"""What is an Excel for office.js? The same workbook that the tests of the desktop use, spoken to in the other language.

    taskpane.html -> Microsoft's office.js in Chromium -> `native.js` -> requests as JSON -> the classes in this folder
    -> `tests/excel/engine`, which keeps its books with openpyxl and is as strict as Excel

Nothing of office.js is replaced: it finds the object that Excel for Windows gives it. Nothing is calculated: a formula that
was in
the file gives what was saved for it, a new one is empty until somebody calculates.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.excel.engine.application import Application
from tests.excel.engine.switches import Switches
from tests.web.excel.batch import CALL, METHOD, NEW, SET, Batch
from tests.web.excel.thing import Refusal, Thing
from tests.web.excel.workbook import Workbook

MOST = 5 * 1024 * 1024
"""Excel on the web takes and gives no more in one request: "resource limits and performance optimization" in Microsoft's
pages."""

EXECUTE, SETTINGS, COMPLETED = 93, 0, 94
SETS = {"excelapi": "1.18", "sharedruntime": "1.2", "customfunctionsruntime": "1.4", "ribbonapi": "1.2", "richapiruntime": "1.1"}


SWITCHES = {"CalculationMode", "EnableEvents"}
CHANGES = {"Clear", "Add", "Resize", "Delete", "ConvertToRange", "ClearAll", "ClearFilters", "ClearCriteria"}


def writes(request: dict[str, Any]) -> bool:
    """Whether a request changes anything in the workbook."""
    named = [a["Name"] for a in request["Actions"] if a["ActionType"] == SET and a["Name"] not in SWITCHES]
    called = [a["Name"] for a in request["Actions"] if a["ActionType"] == CALL and a["Name"] in CHANGES]
    made = [p["Name"] for p in request["ObjectPaths"].values() if p["ObjectPathType"] == METHOD and p["Name"] in CHANGES]
    return bool(named or called or made)


class Service(Thing):
    """A service of Excel that is no workbook: office.js tells it that the add-in is ready, or what it counts."""

    def NotifyActionHandlerReady(self) -> None:
        """The add-in's functions can be called."""

    def SetAppRuntimeState(self, state: str) -> None:
        """The pane is shown or hidden."""
        self.excel.pane = state

    def SendTelemetryEvent(self, *_: Any) -> None:
        """What Microsoft would be told."""


class Excel:
    """One Excel with one open workbook; `answer` is what `window.external.Execute` gives."""

    def __init__(self, path: Path, sets: dict[str, str] | None = None) -> None:
        self.switches = Switches(inside=True)
        self.app = Application(self.switches, 1, lambda _: None)
        self.book: Any = self.app.Workbooks.Open(str(path))
        self.sets = SETS | (sets or {})
        self.settings: dict[str, str] = {}
        self.workbook = Workbook(self)
        self.references: dict[str, Thing] = {}
        self.events = True
        self.pane = ""
        self.completed = 0  # presses on the ribbon that the add-in says are over
        self.picture_selected = False
        self.charts: dict[int, dict[str, Any]] = {}  # what was said of each chart
        self.requests: list[dict[str, Any]] = []  # those that spoke to the workbook
        self.refused: list[tuple[str, str, Any]] = []  # code, sentence and action of each error
        self.writes = 0  # requests that wrote something
        self.biggest = 0  # signs of a request or an answer
        self.failing: tuple[int, int] | None = None
        self.before: Any = None  # what is done before a request is answered

    @property
    def facts(self) -> dict[str, Any]:
        """What the page is told when it is opened."""
        name = self.book.name
        return {"sets": self.sets, "settings": self.settings, "address": f"https://example.test/{name}", "locale": "en-US"}

    def save(self, path: Path) -> Path:
        self.book._write(path)
        return path

    def fail_at(self, request: int, after: int = 0) -> None:
        """Lets the n-th request from now on (from 1) that writes fail, when `after` of its actions are done."""
        self.failing = (self.writes + request, after)

    # What office.js asks

    def answer(self, call: int, params: Any) -> list[Any]:
        if call == SETTINGS:
            self.settings = params
            return [0, []]
        if call == COMPLETED:
            self.completed += 1
            return [0, []]
        if call != EXECUTE:
            raise NotImplementedError(f"Excel is asked for {call}, which the Excel of the tests does not know")
        message = params[0][4]
        text = "".join(message) if isinstance(message, list) else message
        body = json.dumps(self._answered(text), ensure_ascii=False)
        if len(body.encode()) > MOST:
            refusal = {"Code": "ResponsePayloadSizeLimitExceeded", "Message": "The response payload size has exceeded the limit."}
            body = json.dumps({"Error": {**refusal, "Location": "", "ActionIndex": 0}, "Results": []})
        else:
            self.biggest = max(self.biggest, len(body))
        return [0, [200, ["Content-Type", "application/json"], body]]

    def _answered(self, text: str) -> dict[str, Any]:
        request = json.loads(text)
        outside = any(p["ObjectPathType"] == NEW for p in request["ObjectPaths"].values())
        if outside:
            return Batch(self, request).run()
        self.requests.append(request)
        if self.before is not None:
            self.before(self)
        if len(text.encode()) > MOST:
            refusal = {"Code": "RequestPayloadSizeLimitExceeded", "Message": "The request payload size has exceeded the limit."}
            return {"Error": {**refusal, "Location": "", "ActionIndex": 0}, "Results": []}
        self.biggest = max(self.biggest, len(text))
        self.writes += writes(request)
        fails = self.failing is not None and writes(request) and self.failing[0] == self.writes
        return Batch(self, request).run(self.failing[1] if fails and self.failing else None)

    def service(self, name: str) -> Thing:
        if not name.startswith(("Microsoft.InternalService.", "Microsoft.Telemetry.", "Microsoft.AppRuntime.")):
            raise Refusal("ApiNotFound", f"{name} is not known to the Excel of the tests")
        return Service(self)

    def kept(self, thing: Thing) -> str:
        name = f"reference {len(self.references) + 1}"
        self.references[name] = thing
        return name

    def reference(self, name: str) -> Thing:
        if name not in self.references:
            raise Refusal("InvalidObjectPath", "The object path isn't working for what you're trying to do.")
        return self.references[name]
