"""Does Microsoft's own validator, with the schemas that it carries, take manifest.json, and refuse a broken one?"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from backorder_xl.hosts.addin.web import files
from backorder_xl.hosts.addin.web.model import add_in
from backorder_xl.hosts.formulas import FORMULAS
from tests.hosts.addin.web.manifest_rules import APP, every
from tests.hosts.addin.web.office_tools import office_manifest

ADDRESS = "https://orders.example.com:8443"
Manifest = dict[str, Any]


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    read: Manifest = json.loads(files(ADDRESS)["manifest.json"])
    return read


def _judged(manifest: Manifest, folder: Path) -> tuple[int, str]:
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return office_manifest("validate", folder / "manifest.json")


def test_the_validator_takes_it(manifest: Manifest, tmp_path: Path) -> None:
    code, said = _judged(manifest, tmp_path)
    assert code == 0, said


def _tab(manifest: Manifest) -> Any:
    return manifest["extensions"][0]["ribbons"][0]["tabs"][0]


def _runtime(manifest: Manifest) -> Any:
    return manifest["extensions"][0]["runtimes"][0]


MUTANTS: dict[str, Callable[[Manifest], object]] = {
    "no id": lambda m: m.pop("id"),
    "an id that is no GUID": lambda m: m.update(id="backorder-xl"),
    "no accent": lambda m: m.pop("accentColor"),
    "a short name too long": lambda m: m["name"].update(short="x" * 31),
    "a key nobody knows": lambda m: m.update(ribbon=[]),
    "http": lambda m: _runtime(m)["code"].update(page="http://orders.example.com/"),
    "a lifetime nobody knows": lambda m: _runtime(m).update(lifetime="forever"),
    "an action nobody knows": lambda m: _runtime(m)["actions"][0].update(type="runScript"),
    "a function's name with a blank": lambda m: _runtime(m)["customFunctions"]["functions"][0].update(name="A B"),
    "a host nobody knows": lambda m: m["extensions"][0]["requirements"].update(scopes=["notebook"]),
    "a button without a tip": lambda m: _tab(m)["groups"][0]["controls"][0].pop("supertip"),
    "two pictures only": lambda m: _tab(m)["groups"][0]["controls"][0].update(icons=_tab(m)["groups"][0]["icons"][:2]),
    "a picture of 30": lambda m: _tab(m)["groups"][0]["icons"][0].update(size=30),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_validator_refuses_a_broken_one(name: str, manifest: Manifest, tmp_path: Path) -> None:
    broken = copy.deepcopy(manifest)
    MUTANTS[name](broken)
    assert _judged(broken, tmp_path)[0] != 0


def test_it_says_the_same_as_the_xml(manifest: Manifest) -> None:
    root = etree.fromstring(files(ADDRESS)["manifest.xml"])
    assert manifest["id"] == root.findtext(f"{{{APP}}}Id") == add_in(ADDRESS).id
    groups = [(g.get("id"), [c.get("id") for c in g[2:]]) for g in every(root, "v:Group")]
    assert [(g["id"], [c["id"] for c in g["controls"]]) for g in _tab(manifest)["groups"]] == groups
    actions = {a["id"] for a in _runtime(manifest)["actions"]}
    assert actions == {c["actionId"] for g in _tab(manifest)["groups"] for c in g["controls"]}
    assert [f["name"] for f in _runtime(manifest)["customFunctions"]["functions"]] == [f.name for f in FORMULAS]
    assert set(manifest["icons"].values()) <= set(files(ADDRESS))
