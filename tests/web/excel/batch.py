"""How is one request of office.js carried out: object paths, actions one after the other, and what goes back?

The form of a request is office.js' own (`excel-win32-16.01.debug.js`: ActionFactory and ObjectPathFactory). An action that
fails ends
the request; what was done before it stays done, as in Excel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.web.excel.thing import Refusal, Thing, wrong

if TYPE_CHECKING:
    from tests.web.excel import Excel

# Kinds of object paths and of actions.
GLOBAL, NEW, METHOD, PROPERTY, INDEXER, REFERENCE = 1, 2, 3, 4, 5, 6
INSTANTIATE, QUERY, CALL, SET, TRACE = 1, 2, 3, 4, 5


class Batch:
    def __init__(self, excel: Excel, request: dict[str, Any]) -> None:
        self.excel, self.request = excel, request
        self.paths: dict[str, dict[str, Any]] = request["ObjectPaths"]
        self.known: dict[int, Thing | None] = {}
        self.results: list[dict[str, Any]] = []

    def run(self, most: int | None = None) -> dict[str, Any]:
        """The body of the answer; with `most` only so many actions are done, and then Excel fails."""
        traced = []
        for at, action in enumerate(self.request["Actions"]):
            try:
                if most is not None and at == min(most, len(self.request["Actions"]) - 1):
                    raise Refusal("GeneralException", "An internal error has occurred.")
                value = self.act(action)
            except Refusal as refusal:
                self.excel.refused.append(
                    (refusal.code, refusal.message, {"action": action, "path": self.paths.get(str(action["ObjectPathId"]))})
                )
                error = {"Code": refusal.code, "Message": refusal.message, "Location": action.get("Name", ""), "ActionIndex": at}
                return {"Error": error, "Results": self.results, "TraceIds": traced}
            if action["ActionType"] == TRACE:
                traced.append(action["Id"])
            self.results.append({"ActionId": action["Id"], "Value": value})
        return {"Results": self.results, "TraceIds": traced}

    def act(self, action: dict[str, Any]) -> Any:
        kind = action["ActionType"]
        if kind == TRACE:
            return None
        thing = self.thing(action["ObjectPathId"])
        if kind == INSTANTIATE:
            return None if thing is None else self._said(thing)
        if kind == QUERY:
            if thing is None:
                return None
            query = action["QueryInfo"]
            if query.get("Skip") or query.get("Top") or query.get("Expand"):
                raise Refusal("ApiNotFound", "loading with skip, top or expand is not known to the Excel of the tests")
            return thing.load(query.get("Select") or ["*"])
        if kind == CALL and action["Name"] == "_KeepReference":
            return None
        if thing is None:
            raise Refusal("ItemNotFound", f"{action['Name']} of an object that is not there")
        arguments = [self.argument(a, action) for a in action["ArgumentInfo"].get("Arguments", [])]
        if kind == SET:
            thing.put(action["Name"], arguments[0])
            return None
        if kind == CALL:
            return thing.call(action["Name"], arguments)
        raise Refusal("ApiNotFound", f"actions of type {kind} are not known to the Excel of the tests")

    def _said(self, thing: Thing) -> dict[str, Any]:
        said = dict(thing.identity())
        if getattr(type(thing), "TRACKED", False):
            said["_ReferenceId"] = self.excel.kept(thing)
        return said

    def argument(self, value: Any, action: dict[str, Any]) -> Any:
        """An argument; where objects may be given, office.js sends the number of their path in their place."""
        paths = action["ArgumentInfo"].get("ReferencedObjectPathIds")
        if isinstance(value, int) and not isinstance(value, bool) and paths and value in _flat(paths):
            return self.thing(value)
        return value

    def thing(self, number: int) -> Thing | None:
        if number not in self.known:
            self.known[number] = self._resolved(self.paths[str(number)])
        return self.known[number]

    def _resolved(self, path: dict[str, Any]) -> Thing | None:
        kind = path["ObjectPathType"]
        if kind == GLOBAL:
            return self.excel.workbook
        if kind == NEW:
            return self.excel.service(path["Name"])
        if kind == REFERENCE:
            return self.excel.reference(path["Name"])
        parent = self.thing(path["ParentObjectPathId"])
        if parent is None:
            return None
        arguments = [self.argument(a, path) for a in path.get("ArgumentInfo", {}).get("Arguments", [])]
        if kind == PROPERTY:
            return parent.get(path["Name"])  # type: ignore[no-any-return]
        if kind == METHOD:
            return parent.call(path["Name"], arguments)  # type: ignore[no-any-return]
        if kind == INDEXER:
            return parent.call("GetItem", arguments)  # type: ignore[no-any-return]
        raise wrong()


def _flat(paths: Any) -> list[Any]:
    return [p for each in paths for p in (_flat(each) if isinstance(each, list) else [each])]
