"""What does our tab in Excel look like? The ribbon's XML, made from hosts/actions.py; what a button does is not known here."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from backorder_xl.hosts.actions import BUTTONS, Action, Group

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
"""The first of the two ribbon formats; Excel 2007 and every later one on Windows and Mac reads it."""
CALLBACK = "BackorderRibbon.BackorderPress"
TAB = {"id": "bo_tab", "label": "Backorder XL", "insertAfterMso": "TabData"}


def ribbon_xml(actions: Iterable[Action] = tuple(BUTTONS.values())) -> bytes:
    """The customUI part: one tab, its groups in the order of Group, the buttons of each in the order given."""
    root = etree.Element(f"{{{NAMESPACE}}}customUI", nsmap={None: NAMESPACE})
    tabs = etree.SubElement(etree.SubElement(root, f"{{{NAMESPACE}}}ribbon"), f"{{{NAMESPACE}}}tabs")
    tab = etree.SubElement(tabs, f"{{{NAMESPACE}}}tab", TAB)
    shown = [(action, action.button) for action in actions if action.button is not None]
    for group in Group:
        here = etree.SubElement(tab, f"{{{NAMESPACE}}}group", id=f"bo_group_{group.name.lower()}", label=group.value)
        for action, button in shown:
            if button.group is group:
                etree.SubElement(
                    here,
                    f"{{{NAMESPACE}}}button",
                    id=button.id,
                    label=button.label,
                    imageMso=button.icon,
                    size=button.size.value,
                    screentip=button.screentip,
                    supertip=action.does,
                    onAction=CALLBACK,
                )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
