"""What does Excel know of our worksheet functions before it calls one? functions.json, made from hosts/formulas.py.

Every argument is a range and every result spills: a cell that is given comes as a range of one, and one call may fill a column.
"""

from __future__ import annotations

from typing import Any

from backorder_xl.hosts.addin.web import model
from backorder_xl.hosts.addin.web.model import AddIn
from backorder_xl.hosts.formulas import FORMULAS, Formula


def metadata() -> dict[str, Any]:
    """The file's content. An error in a cell is handed on, as it is a problem to be told, not the end of a plan."""
    return {"allowErrorForDataTypeAny": True, "functions": [function(f) for f in FORMULAS]}


def function(formula: Formula) -> dict[str, Any]:
    """One entry, as npm's custom-functions-metadata writes it for ``any[][]``."""
    says = {a.name: a.says for a in formula.arguments}
    parameters: list[dict[str, Any]] = []
    for name, optional in formula.parameters:
        parameters.append({"description": says[name], "name": name, "type": "any", "dimensionality": "matrix"})
        if optional:
            parameters[-1]["optional"] = True
    return {
        "description": f"{formula.says} {formula.gives}",
        "id": formula.name,
        "name": formula.name,
        "parameters": parameters,
        "result": {"dimensionality": "matrix"},
    }


def unified_functions(addin: AddIn) -> dict[str, Any]:
    """The same for the unified manifest, which holds the functions itself."""
    return {
        "functions": [function(f) for f in FORMULAS],
        "namespace": {"id": model.NAMESPACE, "name": model.NAMESPACE},
        "metadataUrl": addin.url(model.METADATA),
    }
