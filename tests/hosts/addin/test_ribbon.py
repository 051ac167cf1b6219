"""Does the tab in Excel show exactly the buttons of hosts/actions.py, and is its XML what Excel reads?"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from backorder_xl.hosts.actions import ACTIONS, BUTTONS, COMMANDS, Group, Size
from backorder_xl.hosts.addin.build import RIBBON
from backorder_xl.hosts.addin.ribbon_xml import CALLBACK, NAMESPACE, ribbon_xml
from backorder_xl.hosts.addin.texts import vba_text
from backorder_xl.hosts.cli import _parser
from backorder_xl.tables.contracts import CONTRACTS, RESULT_SHEETS
from tests.hosts.addin.ribbon_rules import LONGEST_LABEL, ribbon_faults

XML = ribbon_xml()
DRAWN = list(etree.fromstring(XML).iter(f"{{{NAMESPACE}}}button"))
REPO = Path(__file__).resolve().parents[3]


def test_the_ribbon_is_sound() -> None:
    assert ribbon_faults(XML) == []


def test_every_button_is_drawn_once_in_the_order_of_the_list() -> None:
    assert [e.get("id") for e in DRAWN] == list(BUTTONS)
    for e in DRAWN:
        action = BUTTONS[e.get("id")]
        button = action.button
        assert button is not None
        assert (e.get("label"), e.get("imageMso"), e.get("screentip")) == (button.label, button.icon, button.screentip)
        assert (e.get("supertip"), e.get("size"), e.get("onAction")) == (action.does, button.size.value, CALLBACK)
        assert e.getparent().get("label") == button.group.value


def test_the_buttons_are_those_that_were_asked_for() -> None:
    labels = [action.button.label for action in BUTTONS.values() if action.button]
    assert labels == [
        "Import files", "Check", "Receive", "Plan", "Messages", "Morning Run", "Explain this row", "Undo", "Dashboard", "Steer",
        "Backorder page", "New workbook", "Adopt", "Settings", "Help",
    ]  # fmt: skip
    assert [i for i, action in BUTTONS.items() if action.button and action.button.size is Size.LARGE] == ["bo_run"]
    assert [e.get("label") for e in etree.fromstring(XML).iter(f"{{{NAMESPACE}}}group")] == [group.value for group in Group]


def test_an_id_is_safe_on_its_way_through_vba_a_shell_and_python() -> None:
    assert all(re.fullmatch(r"bo_[a-z]+", name) for name in BUTTONS)
    assert len(BUTTONS) == sum(action.button is not None for action in ACTIONS), "an id is used twice"


def test_the_callback_is_in_the_module_that_the_ribbon_names() -> None:
    module, _, sub = CALLBACK.partition(".")
    assert module == RIBBON
    assert re.findall(r"^Public Sub (\w+)\((.*)\)$", vba_text(f"{module}.bas"), re.M) == [(sub, "control As IRibbonControl")]


def test_ribbon_command_line_and_documents_know_the_same_actions() -> None:
    verbs = next(action.choices for action in _parser()._actions if action.dest == "verb")
    assert verbs is not None and list(verbs) == [action.verb for action in COMMANDS]
    assert len({action.verb for action in COMMANDS}) == len(COMMANDS)
    rules = (REPO / "docs" / "rules.md").read_text(encoding="utf-8")
    for action in ACTIONS:
        assert action.does.endswith(".") and (action.verb or action.button)
        assert not action.shows or action.shows in {*RESULT_SHEETS, *(contract.sheet for contract in CONTRACTS)}
        assert not action.verb or re.search(rf"`{action.verb}[ `]", rules), f"rules.md does not know {action.verb}"
        if action.button:
            assert action.button.screentip and action.button.icon and len(action.button.label) <= LONGEST_LABEL


def changed(old: str, new: str) -> Callable[[], bytes]:
    assert XML.decode().count(old) >= 1
    return lambda: XML.decode().replace(old, new, 1).encode()


MUTANTS = {
    "an attribute that is none": changed("screentip=", "screentap="),
    "an id twice": changed('id="bo_run"', 'id="bo_plan"'),
    "an id with a blank": changed('id="bo_run"', 'id="bo run"'),
    "a size that is none": changed('size="large"', 'size="big"'),
    "an element that is none": changed("<button ", "<knob "),
    "a button outside a group": changed("<group ", '<button id="stray" label="Stray"/><group '),
    "a screentip too long": changed('screentip="', 'screentip="' + "long " * 250),
    "a label too long": changed('label="Morning Run"', 'label="Morning Run of all Orders"'),
    "a picture that Excel lacks": changed("MacroPlay", "ExportExcel"),
    "two places for the tab": changed("insertAfterMso=", 'insertBeforeMso="TabHome" insertAfterMso='),
    "a tab that Excel lacks": changed("TabData", "TabOrders"),
    "another namespace": changed("2006/01/customui", "2005/01/customui"),
    "not XML at all": changed("</customUI>", ""),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_is_seen(mutant: str) -> None:
    assert ribbon_faults(MUTANTS[mutant]()) != []
