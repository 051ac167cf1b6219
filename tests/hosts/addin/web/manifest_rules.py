"""Is an add-in-only manifest what Office reads? The order and number of elements, what names what, and how long a text may be.

Microsoft's validator asks a server, and its schema is not at hand offline; these rules are written after [MS-OWEMXML] and the
manifest reference, for the elements that a task pane add-in with a tab and custom functions may have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

APP = "http://schemas.microsoft.com/office/appforoffice/1.1"
OVERRIDES = "http://schemas.microsoft.com/office/taskpaneappversionoverrides"
BASIC = "http://schemas.microsoft.com/office/officeappbasictypes/1.0"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
LETTER = {APP: "", OVERRIDES: "v:", BASIC: "bt:"}

# Which elements stand in which, in this order: "?" may be missing, "*" may come any number of times, "+" at least once.
ORDER = {
    "OfficeApp": "Id AlternateId? Version ProviderName DefaultLocale DisplayName Description IconUrl? HighResolutionIconUrl? "
    "SupportUrl? AppDomains? Hosts? Requirements? DefaultSettings Permissions Dictionary? v:VersionOverrides?",
    "AppDomains": "AppDomain+",
    "Hosts": "Host+",
    "Requirements": "Sets? Methods?",
    "Sets": "Set+",
    "DefaultSettings": "SourceLocation RequestedWidth? RequestedHeight?",
    "v:VersionOverrides": "v:Description? v:Requirements? v:Hosts v:Resources v:WebApplicationInfo? v:EquivalentAddins?",
    "v:Requirements": "bt:Sets? bt:Methods?",
    "bt:Sets": "bt:Set+",
    "v:Hosts": "v:Host+",
    "v:Host": "v:Runtimes? v:AllFormFactors? v:DesktopFormFactor?",
    "v:Runtimes": "v:Runtime+",
    "v:AllFormFactors": "v:ExtensionPoint+",
    "v:DesktopFormFactor": "v:GetStarted? v:FunctionFile? v:ExtensionPoint+",
    "v:GetStarted": "v:Title v:Description v:LearnMoreUrl",
    "v:ExtensionPoint CustomFunctions": "v:Script v:Page v:Metadata v:Namespace",
    "v:ExtensionPoint PrimaryCommandSurface": "v:OfficeTab* v:CustomTab?",
    "v:Script": "v:SourceLocation",
    "v:Page": "v:SourceLocation",
    "v:Metadata": "v:SourceLocation",
    "v:OfficeTab": "v:Group+",
    "v:CustomTab": "v:Group+ v:Label",
    "v:Group": "v:Label v:Icon v:Control+",
    "v:Control Button": "v:Label v:Supertip v:Icon v:Action",
    "v:Supertip": "v:Title v:Description",
    "v:Icon": "bt:Image+",
    "v:Action ExecuteFunction": "v:FunctionName",
    "v:Action ShowTaskpane": "v:TaskpaneId? v:SourceLocation v:Title?",
    "v:Resources": "bt:Images? bt:Urls? bt:ShortStrings? bt:LongStrings?",
    "bt:Images": "bt:Image+",
    "bt:Urls": "bt:Url+",
    "bt:ShortStrings": "bt:String+",
    "bt:LongStrings": "bt:String+",
}
TYPES = {
    "OfficeApp": {"TaskPaneApp"},
    "v:VersionOverrides": {"VersionOverridesV1_0"},
    "v:Host": {"Workbook"},
    "v:ExtensionPoint": {"CustomFunctions", "PrimaryCommandSurface"},
    "v:Control": {"Button"},
    "v:Action": {"ExecuteFunction", "ShowTaskpane"},
}
# Which list of the resources an element's resid is looked up in.
LISTS = {
    "v:Description": "LongStrings", "v:Title": "ShortStrings", "v:Label": "ShortStrings", "v:Namespace": "ShortStrings",
    "v:SourceLocation": "Urls", "v:Runtime": "Urls", "v:FunctionFile": "Urls", "v:LearnMoreUrl": "Urls", "bt:Image": "Images",
}  # fmt: skip
LONGEST = {"Images": 2048, "Urls": 2048, "ShortStrings": 125, "LongStrings": 250}
TEXTS = {"ProviderName": 125, "DisplayName": 125, "Description": 250, "v:FunctionName": 250, "v:TaskpaneId": 125}
ADDRESSES = ("IconUrl", "HighResolutionIconUrl", "SupportUrl", "SourceLocation")
NEEDED_SIZES, KNOWN_SIZES = {16, 32, 80}, {16, 20, 24, 32, 40, 48, 64, 80}
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
VERSION = re.compile(r"\d{1,5}(\.\d{1,5}){3}")
NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9._]*")


def manifest_faults(xml: bytes) -> list[str]:
    """What is wrong with the manifest, a line each; none if it keeps all rules."""
    root = etree.fromstring(xml)
    if kind(root) != "OfficeApp":
        return [f"the root is {root.tag}"]
    rules = (_order, _types, _identity, _texts, _addresses, _resids, _resources, _ids, _icons, _one_page, _requirements)
    return [fault for rule in rules for fault in rule(root)]


def kind(element: etree._Element) -> str:
    """The element's name with a letter for its namespace."""
    name = etree.QName(element)
    return LETTER.get(name.namespace or "", f"{{{name.namespace}}}") + name.localname


def every(root: etree._Element, name: str) -> list[etree._Element]:
    return [e for e in root.iter(etree.Element) if kind(e) == name]


def _order(root: etree._Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        name = kind(element)
        known = ORDER.get(f"{name} {element.get(TYPE)}") or ORDER.get(name, "")
        held = "".join(f"{kind(child)} " for child in element.iterchildren(etree.Element))
        pattern = "".join(f"({re.escape(word.rstrip('?*+'))} ){word[len(word.rstrip('?*+')):]}" for word in known.split())
        if not re.fullmatch(pattern, held):
            yield f"order: {name} holds {held.strip() or 'nothing'} in place of {known or 'nothing'}"


def _types(root: etree._Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        allowed = TYPES.get(kind(element))
        if allowed is not None and element.get(TYPE) not in allowed:
            yield f"type: {kind(element)} is {element.get(TYPE)}"


def _identity(root: etree._Element) -> Iterator[str]:
    if not GUID.fullmatch(root.findtext(f"{{{APP}}}Id", "")):
        yield "identity: Id is no GUID"
    version = root.findtext(f"{{{APP}}}Version", "")
    if not VERSION.fullmatch(version) or set(version) <= {"0", "."}:
        yield "identity: Version is not four numbers"
    if root.findtext(f"{{{APP}}}Permissions") not in {"Restricted", "ReadDocument", "WriteDocument", "ReadWriteDocument"}:
        yield "identity: Permissions is unknown"
    if [h.get("Name") for h in every(root, "Host")] != ["Workbook"]:
        yield "identity: the host is not Excel"


def _texts(root: etree._Element) -> Iterator[str]:
    for name, longest in TEXTS.items():
        for element in every(root, name):
            text = element.get("DefaultValue") or element.text or ""
            if not 1 <= len(text) <= longest:
                yield f"length: {name} has {len(text)} letters"


def _addresses(root: etree._Element) -> Iterator[str]:
    values = [(name, e.get("DefaultValue", "")) for name in ADDRESSES for e in every(root, name)]
    named = [e for name in ("bt:Image", "bt:Url") for e in every(root, name) if e.get("id")]
    values += [(e.get("id", ""), e.get("DefaultValue", "")) for e in named]
    values += [("AppDomain", e.text or "") for e in every(root, "AppDomain")]
    domains = {e.text for e in every(root, "AppDomain")}
    for name, value in values:
        split = urlsplit(value)
        if split.scheme != "https" or not split.netloc:
            yield f"address: {name} is {value}"
        elif f"{split.scheme}://{split.netloc}" not in domains:
            yield f"address: {name} lies outside of AppDomains"


def _lists(root: etree._Element) -> dict[str, list[etree._Element]]:
    return {name: [e for held in every(root, f"bt:{name}") for e in held.iterchildren(etree.Element)] for name in LONGEST}


def _resids(root: etree._Element) -> Iterator[str]:
    known = {name: {e.get("id") for e in held} for name, held in _lists(root).items()}
    used: dict[str, set[str | None]] = {name: set() for name in known}
    for element in root.iter(etree.Element):
        if kind(element).startswith(("v:", "bt:")) and "resid" in element.attrib:
            place = LISTS[kind(element)]
            used[place].add(element.get("resid"))
            if element.get("resid") not in known[place]:
                yield f"resid: {kind(element)} names {element.get('resid')}, which is not in {place}"
        elif kind(element) in LISTS and "id" not in element.attrib:
            yield f"resid: {kind(element)} names nothing"
    for place, ids in known.items():
        for unused in sorted(str(i) for i in ids - used[place]):
            yield f"resid: {unused} in {place} is never used"


def _resources(root: etree._Element) -> Iterator[str]:
    lists = _lists(root)
    for place, held in lists.items():
        for element in held:
            if not 1 <= len(element.get("DefaultValue", "")) <= LONGEST[place]:
                yield f"length: {element.get('id')} in {place} has {len(element.get('DefaultValue', ''))} letters"
            if not 1 <= len(element.get("id", "")) <= 32:
                yield f"length: the resid {element.get('id')} has more than 32 letters"
    for id_, times in Counter(e.get("id") for held in lists.values() for e in held).items():
        if times > 1:
            yield f"resid: {id_} is defined {times} times"


def _ids(root: etree._Element) -> Iterator[str]:
    ids = [e.get("id", "") for n in ("v:CustomTab", "v:Group", "v:Control") for e in every(root, n)]
    for id_, times in Counter(ids).items():
        if times > 1:
            yield f"id: {id_} is used {times} times"
        if not 1 <= len(id_) <= 125:
            yield f"id: {id_} has {len(id_)} letters"
    for name, times in Counter(e.text for e in every(root, "v:FunctionName")).items():
        if times > 1:
            yield f"id: the action {name} belongs to {times} buttons"
    for named in every(root, "v:Namespace"):
        texts = {e.get("id"): e.get("DefaultValue", "") for e in _lists(root)["ShortStrings"]}
        if not NAMESPACE.fullmatch(texts.get(named.get("resid"), "")):
            yield "id: the namespace is no name"


def _icons(root: etree._Element) -> Iterator[str]:
    for icon in every(root, "v:Icon"):
        sizes = [int(i.get("size", "0")) for i in icon]
        if not set(sizes) >= NEEDED_SIZES or not set(sizes) <= KNOWN_SIZES or len(set(sizes)) != len(sizes):
            yield f"icon: sizes {sizes}"


def _one_page(root: etree._Element) -> Iterator[str]:
    """One resid, or Excel starts a runtime without a window for the functions, and another for the buttons."""
    places = {"Runtime": every(root, "v:Runtime"), "FunctionFile": every(root, "v:FunctionFile")}
    places["Page"] = [e for page in every(root, "v:Page") for e in page]
    places["Action"] = [e for e in every(root, "v:SourceLocation") if kind(e.getparent()) == "v:Action"]
    if len({e.get("resid") for held in places.values() for e in held}) > 1:
        yield "one page: the runtime, functions and buttons have pages of their own"
    if any(e.get("lifetime") != "long" for e in places["Runtime"]):
        yield "one page: the runtime ends with the pane"


def _requirements(root: etree._Element) -> Iterator[str]:
    for name in ("Set", "bt:Set"):
        sets = {e.get("Name"): e.get("MinVersion") for e in every(root, name)}
        if every(root, "v:Runtime") and sets.get("SharedRuntime") != "1.1":
            yield f"requirements: {name} does not ask for SharedRuntime 1.1"
