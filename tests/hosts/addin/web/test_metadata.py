"""Is functions.json what Microsoft's generator makes of equal functions, and config.json what both sides speak of?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from backorder_xl import __version__
from backorder_xl.hosts.actions import BUTTONS
from backorder_xl.hosts.addin.web import files
from backorder_xl.hosts.formulas import BY_NAME, FORMULAS, Formula
from backorder_xl.hosts.web.protocol import Call
from backorder_xl.tables.contracts import RESULT_SHEETS
from tests.hosts.addin.web.office_tools import functions_metadata

ADDRESS = "https://localhost:8443"


def _made(name: str) -> Any:
    return json.loads(files(ADDRESS)[name])


def _typescript(formula: Formula) -> str:
    """The function as its author would write it, for the generator to read."""
    says = {a.name: a.says for a in formula.arguments}
    tags = [f" * @param {name} {says[name]}" for name, _ in formula.parameters]
    signature = ", ".join(f"{name}{'?' if optional else ''}: any[][]" for name, optional in formula.parameters)
    head = ["/**", f" * {formula.says} {formula.gives}", f" * @customfunction {formula.name} {formula.name}", *tags, " */"]
    return "\n".join([*head, f"export function {formula.name.lower()}({signature}): any[][] {{ return []; }}", ""])


def test_microsofts_generator_makes_the_same(tmp_path: Path) -> None:
    source = tmp_path / "functions.ts"
    source.write_text("\n".join(_typescript(f) for f in FORMULAS), encoding="utf-8")
    generated = functions_metadata(source)
    made = _made("functions.json")
    assert generated["functions"] == made["functions"]
    assert set(made) - set(generated) == {"allowErrorForDataTypeAny"}
    source.write_text(_typescript(FORMULAS[0]).replace("any[][]", "any", 1), encoding="utf-8")
    assert functions_metadata(source)["functions"] != made["functions"][:1], "another signature gives another entry"


def test_every_function_is_there_with_its_arguments() -> None:
    functions = {f["name"]: f for f in _made("functions.json")["functions"]}
    assert list(functions) == [f.name for f in FORMULAS]
    for name, function in functions.items():
        assert function["id"] == name and re.fullmatch(r"[A-Za-z][A-Za-z0-9_.]*", name)
        assert [(p["name"], p.get("optional", False)) for p in function["parameters"]] == BY_NAME[name].parameters
        optional = [p.get("optional", False) for p in function["parameters"]]
        assert optional == sorted(optional), "whatever follows one that may be left out may be left out"
        assert function["result"]["dimensionality"] == "matrix"
        Call(cells=[None] * len(function["parameters"]))


def test_the_client_hears_of_every_button_function_and_sheet() -> None:
    config = _made("config.json")
    assert config["version"] == __version__
    assert set(RESULT_SHEETS) < set(config["ours"])
    assert {b["id"]: (b["verb"], b["shows"], b["writes"]) for b in config["buttons"]} == {
        id_: (a.verb, a.shows, a.writes) for id_, a in BUTTONS.items()
    }
    assert {f["name"]: [(a["name"], a["optional"]) for a in f["arguments"]] for f in config["functions"]} == {
        f.name: f.parameters for f in FORMULAS
    }
    kinds = {a["kind"] for f in config["functions"] for a in f["arguments"]}
    assert kinds == {"number", "date", "code", "choice", "days", "table"}


@pytest.mark.parametrize("button", BUTTONS.values(), ids=BUTTONS)
def test_help_names_every_button(button: Any) -> None:
    page = files(ADDRESS)["help.html"].decode()
    assert f'id="{button.button.id}"' in page and button.button.label in page


def test_help_names_every_function_as_the_web_writes_it() -> None:
    page = files(ADDRESS)["help.html"].decode()
    assert all(f"BO.{f.name}" in page for f in FORMULAS) and "BO_" not in page
