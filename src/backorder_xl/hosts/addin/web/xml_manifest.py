"""Which manifest does Excel take today? The add-in-only XML, with tab, functions and one shared page, made from the model.

The order of elements is that of Microsoft's schema ([MS-OWEMXML]); Office refuses any other without saying where.
"""

from __future__ import annotations

from lxml import etree

from backorder_xl.hosts.actions import Group
from backorder_xl.hosts.addin.web import model
from backorder_xl.hosts.addin.web.model import AddIn, Shown

APP = "http://schemas.microsoft.com/office/appforoffice/1.1"
OVERRIDES = "http://schemas.microsoft.com/office/taskpaneappversionoverrides"
BASIC = "http://schemas.microsoft.com/office/officeappbasictypes/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
TYPE = f"{{{XSI}}}type"
PAGE = "page"  # one resid for runtime, functions and buttons: with three, each would start a page of its own


class _Resources:
    """The texts, addresses and pictures that the manifest names by resid, each once, in the order of their first use."""

    def __init__(self) -> None:
        self.images: dict[str, str] = {}
        self.urls: dict[str, str] = {}
        self.short: dict[str, str] = {}
        self.long: dict[str, str] = {}

    def element(self) -> etree._Element:
        root = etree.Element(f"{{{OVERRIDES}}}Resources")
        lists = (("Images", "Image"), self.images), (("Urls", "Url"), self.urls), (("ShortStrings", "String"), self.short)
        for (name, item), entries in (*lists, (("LongStrings", "String"), self.long)):
            here = etree.SubElement(root, f"{{{BASIC}}}{name}")
            for resid, value in entries.items():
                etree.SubElement(here, f"{{{BASIC}}}{item}", id=resid, DefaultValue=value)
        return root


def xml_manifest(addin: AddIn, *, pane_only: bool = False) -> bytes:
    """The manifest that is given to Excel or to the Microsoft 365 admin centre.

    ``pane_only`` is for the iPad, whose Excel has neither a shared runtime nor custom functions: the pane and its buttons.
    """
    root = etree.Element(f"{{{APP}}}OfficeApp", nsmap={None: APP, "xsi": XSI, "bt": BASIC})
    root.set(TYPE, "TaskPaneApp")
    _text(root, "Id", addin.pane_id if pane_only else addin.id)
    _text(root, "Version", addin.version)
    _text(root, "ProviderName", model.PROVIDER)
    _text(root, "DefaultLocale", model.LOCALE)
    for name, value in (
        ("DisplayName", model.NAME),
        ("Description", model.SAYS),
        ("IconUrl", addin.url(model.icon(model.MARK, 32))),
        ("HighResolutionIconUrl", addin.url(model.icon(model.MARK, 64))),
        ("SupportUrl", addin.url(model.HELP)),
    ):
        etree.SubElement(root, f"{{{APP}}}{name}", DefaultValue=value)
    _text(etree.SubElement(root, f"{{{APP}}}AppDomains"), "AppDomain", addin.origin)
    etree.SubElement(etree.SubElement(root, f"{{{APP}}}Hosts"), f"{{{APP}}}Host", Name="Workbook")
    _requirements(root, APP, APP, [model.API] if pane_only else [model.RUNTIME, model.API])
    settings = etree.SubElement(root, f"{{{APP}}}DefaultSettings")
    etree.SubElement(settings, f"{{{APP}}}SourceLocation", DefaultValue=addin.url(model.PAGE))
    _text(root, "Permissions", "ReadWriteDocument")
    if not pane_only:
        root.append(_overrides(addin))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _text(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, f"{{{APP}}}{name}").text = value


def _requirements(parent: etree._Element, outer: str, inner: str, needed: list[tuple[str, str]]) -> None:
    sets = etree.SubElement(etree.SubElement(parent, f"{{{outer}}}Requirements"), f"{{{inner}}}Sets", DefaultMinVersion="1.1")
    for name, version in needed:
        etree.SubElement(sets, f"{{{inner}}}Set", Name=name, MinVersion=version)


def _overrides(addin: AddIn) -> etree._Element:
    """What newer Excel reads in place of the plain pane: the tab and the functions."""
    known = _Resources()
    root = etree.Element(f"{{{OVERRIDES}}}VersionOverrides", nsmap={None: OVERRIDES})
    root.set(TYPE, "VersionOverridesV1_0")
    known.long["says"] = model.SAYS
    _sub(root, "Description", resid="says")
    _requirements(root, OVERRIDES, BASIC, [model.RUNTIME, model.API])
    host = _sub(_sub(root, "Hosts"), "Host")
    host.set(TYPE, "Workbook")
    known.urls[PAGE] = addin.url(model.PAGE)
    _sub(_sub(host, "Runtimes"), "Runtime", resid=PAGE, lifetime="long")
    _functions(host, addin, known)
    _desktop(host, addin, known)
    root.append(known.element())
    return root


def _sub(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{OVERRIDES}}}{name}", attributes)


def _functions(host: etree._Element, addin: AddIn, known: _Resources) -> None:
    point = _sub(_sub(host, "AllFormFactors"), "ExtensionPoint")
    point.set(TYPE, "CustomFunctions")
    known.urls |= {"script": addin.url(model.SCRIPT), "metadata": addin.url(model.METADATA)}
    known.short["namespace"] = model.NAMESPACE
    for name, resid in (("Script", "script"), ("Page", PAGE), ("Metadata", "metadata")):
        _sub(_sub(point, name), "SourceLocation", resid=resid)
    _sub(point, "Namespace", resid="namespace")


def _desktop(host: etree._Element, addin: AddIn, known: _Resources) -> None:
    """The tab; Excel on the web and on the desktop both read what is called the desktop's."""
    factor = _sub(host, "DesktopFormFactor")
    known.short["start.title"] = f"{model.NAME} is ready"
    known.long["start.says"] = f"Its buttons are on the tab {model.TAB[1]}. Begin with Check: it changes nothing but one sheet."
    known.urls["help"] = addin.url(model.HELP)
    start = _sub(factor, "GetStarted")
    for name, resid in (("Title", "start.title"), ("Description", "start.says"), ("LearnMoreUrl", "help")):
        _sub(start, name, resid=resid)
    _sub(factor, "FunctionFile", resid=PAGE)
    point = _sub(factor, "ExtensionPoint")
    point.set(TYPE, "PrimaryCommandSurface")
    tab = _sub(point, "CustomTab", id=model.TAB[0])
    for group, shown in model.ribbon().items():
        _group(tab, group, shown, addin, known)
    known.short["tab"] = model.TAB[1]
    _sub(tab, "Label", resid="tab")


def _group(tab: etree._Element, group: Group, shown: list[Shown], addin: AddIn, known: _Resources) -> None:
    here = _sub(tab, "Group", id=f"bo_group_{group.name.lower()}")
    known.short[f"group.{group.name.lower()}"] = group.value
    _sub(here, "Label", resid=f"group.{group.name.lower()}")
    _icons(here, model.MARK, addin, known)
    for one in shown:
        _button(here, one, addin, known)


def _button(group: etree._Element, shown: Shown, addin: AddIn, known: _Resources) -> None:
    button = shown.button
    control = _sub(group, "Control", id=button.id)
    control.set(TYPE, "Button")
    known.short |= {f"{button.id}.label": button.label, f"{button.id}.tip": button.screentip}
    known.long[f"{button.id}.says"] = shown.says
    _sub(control, "Label", resid=f"{button.id}.label")
    tip = _sub(control, "Supertip")
    _sub(tip, "Title", resid=f"{button.id}.tip")
    _sub(tip, "Description", resid=f"{button.id}.says")
    _icons(control, button.id, addin, known)
    action = _sub(control, "Action")
    action.set(TYPE, "ExecuteFunction" if shown.runs else "ShowTaskpane")
    if shown.runs:
        _sub(action, "FunctionName").text = button.id
    else:
        _sub(action, "TaskpaneId").text = model.PANE_ID
        _sub(action, "SourceLocation", resid=PAGE)


def _icons(parent: etree._Element, name: str, addin: AddIn, known: _Resources) -> None:
    here = _sub(parent, "Icon")
    for size in model.RIBBON_SIZES:
        known.images[f"{name}.{size}"] = addin.url(model.icon(name, size))
        etree.SubElement(here, f"{{{BASIC}}}Image", size=str(size), resid=f"{name}.{size}")
