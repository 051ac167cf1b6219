"""Is a ribbon's XML what Excel reads? The schema is the Open XML SDK's description of it, as openxml-audit carries it along.

That description knows which element holds which, attributes, and the length of their values. Rules that no schema holds are
our own: ids that are used once, pictures that Excel has, one place only for a tab.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import openxml_audit
from lxml import etree

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
SCHEMA = Path(openxml_audit.__file__).parent / "data/openxml/schemas/schemas_microsoft_com_office_2006_01_customui.json"
NCNAME = re.compile(r"[A-Za-z_][\w.-]*")
LONGEST_LABEL = 20  # ours: longer ones break into a third line under a large picture
EITHER = [("insertBeforeMso", "insertAfterMso"), ("id", "idMso"), ("label", "getLabel"), ("imageMso", "image")]
PICTURES = {
    # Names that stand in Microsoft's lists of control ids for Excel 2013, 2016, 2019 and Microsoft 365.
    "AdvancedFileProperties", "CalculateNow", "ChartInsert", "DataValidation", "ErrorChecking", "FileNew",
    "FileSaveAsExcelXlsx", "FileSendAsAttachment", "FormulaEvaluate", "GetExternalDataFromText", "GoalSeek", "Help",
    "MacroPlay", "PivotTableReport", "PropertySheet", "RefreshAll", "Undo", "WebPagePreview",
}  # fmt: skip
TABS = {"TabHome", "TabInsert", "TabPageLayoutExcel", "TabFormulas", "TabData", "TabReview", "TabView", "TabDeveloper"}


@cache
def schema() -> dict[str, Any]:
    """The description, types by their full name and enumerations by theirs."""
    read = json.loads(SCHEMA.read_text(encoding="utf-8-sig"))
    assert read["TargetNamespace"] == NAMESPACE
    return {"types": {t["Name"]: t for t in read["Types"]}, "enums": {e["Name"]: e for e in read["Enums"]}}


def ribbon_faults(xml: bytes) -> list[str]:
    """Everything that is wrong with a customUI part."""
    try:
        root = etree.fromstring(xml)
    except etree.XMLSyntaxError as error:
        return [str(error)]
    if root.tag != f"{{{NAMESPACE}}}customUI":
        return ["root element"]
    faults = _element(root, schema()["types"]["mso:CT_CustomUI/mso:customUI"])
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    faults += [f"{name} is used twice" for name in sorted(set(ids)) if ids.count(name) > 1]
    for e in root.iter():
        faults += [f"{one} beside {other}" for one, other in EITHER if e.get(one) and e.get(other)]
        if e.get("imageMso") and e.get("imageMso") not in PICTURES:
            faults.append(f"no picture {e.get('imageMso')}")
        if len(e.get("label", "")) > LONGEST_LABEL:
            faults.append(f"a label of {len(e.get('label'))} letters")
        faults += [f"no tab {e.get(place)}" for place in EITHER[0] if e.get(place) and e.get(place) not in TABS]
    return faults


def _element(e: etree._Element, kind: dict[str, Any]) -> list[str]:
    """The faults of one element and of all within it."""
    name, faults = etree.QName(e).localname, []
    known = {a["QName"].lstrip(":"): a for a in kind.get("Attributes", [])}
    for attribute, value in e.attrib.items():
        if attribute not in known:
            faults.append(f"{name} knows no {attribute}")
        elif not _fits(value, known[attribute]):
            faults.append(f"{attribute} of {name}: {value[:30]!r}")
    kinds = {full.rpartition(":")[2]: full for full in (c["Name"] for c in kind.get("Children", []))}
    for child in e:
        if etree.QName(child).localname in kinds:
            faults += _element(child, schema()["types"][kinds[etree.QName(child).localname]])
        else:
            faults.append(f"{name} holds no {etree.QName(child).localname}")
    return faults


def _fits(value: str, attribute: dict[str, Any]) -> bool:
    """Does a value keep to the enumeration and the limits of its attribute?"""
    enum = re.search(r"\.(\w+)>$", attribute["Type"])
    if enum:
        return value in {facet["Value"] for facet in schema()["enums"][enum[1]]["Facets"]}
    if attribute["Type"] == "BooleanValue":
        return value in ("true", "false", "1", "0")
    limits = {a["Name"]: a["Value"] for v in attribute.get("Validators", []) for a in v.get("Arguments", [])}
    if limits.get("IsNcName") == "True" and not NCNAME.fullmatch(value):
        return False
    return int(limits.get("MinLength", 0)) <= len(value) <= int(limits.get("MaxLength", 10**6))
