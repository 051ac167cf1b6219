"""Does the XML manifest keep the rules of its format, say what the lists of buttons say, and would a broken one be seen?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from backorder_xl.hosts.actions import BUTTONS, Group
from backorder_xl.hosts.addin.errors import AddinRefused
from backorder_xl.hosts.addin.web import files
from backorder_xl.hosts.addin.web.model import RIBBON_SIZES, add_in
from tests.hosts.addin.web.manifest_rules import APP, BASIC, OVERRIDES, TYPE, every, manifest_faults
from tests.hosts.addin.web.office_tools import office_manifest

ADDRESS = "https://orders.example.com:8443/xl"
KNOWN_GOOD = Path(__file__).with_name("known_good.xml")


@pytest.fixture(scope="module")
def manifest() -> bytes:
    return files(ADDRESS)["manifest.xml"]


def test_it_keeps_the_rules_and_so_does_a_known_good_one(manifest: bytes) -> None:
    assert manifest_faults(KNOWN_GOOD.read_bytes()) == []
    assert manifest_faults(manifest) == []


def test_the_one_for_the_ipad_asks_for_what_an_ipad_has(manifest: bytes) -> None:
    ipad = files(ADDRESS)["manifest-ipad.xml"]
    assert manifest_faults(ipad) == []
    assert b"SharedRuntime" not in ipad and b"VersionOverrides" not in ipad and b"ExcelApi" in ipad
    here, there = (etree.fromstring(xml) for xml in (manifest, ipad))
    assert here.findtext(f"{{{APP}}}Id") != there.findtext(f"{{{APP}}}Id")
    assert [e.tag for e in there] == [e.tag for e in here][:-1]


def _first(root: etree._Element, name: str) -> etree._Element:
    return every(root, name)[0]


def _set(name: str, attribute: str, value: str, which: int = 0) -> Callable[[etree._Element], None]:
    return lambda root: every(root, name)[which].set(attribute, value)


def _text(name: str, value: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        _first(root, name).text = value

    return change


def _gone(name: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        found = _first(root, name)
        found.getparent().remove(found)

    return change


def _last(name: str) -> Callable[[etree._Element], None]:
    """Moved behind its sisters."""
    return lambda root: (found := _first(root, name)).getparent().append(found)


def _twice(name: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        found = _first(root, name)
        found.addnext(etree.fromstring(etree.tostring(found)))

    return change


def _unused(root: etree._Element) -> None:
    etree.SubElement(_first(root, "bt:LongStrings"), f"{{{BASIC}}}String", id="nobody", DefaultValue="Nobody asks for this.")


def _sprout(root: etree._Element) -> None:
    etree.SubElement(_first(root, "v:Host"), f"{{{OVERRIDES}}}MobileFormFactor")


def _same_action(root: etree._Element) -> None:
    names = every(root, "v:FunctionName")
    names[1].text = names[0].text


def _blank_namespace(root: etree._Element) -> None:
    next(s for s in _first(root, "bt:ShortStrings") if s.get("id") == "namespace").set("DefaultValue", "B O")


MUTANTS: dict[str, tuple[Callable[[etree._Element], None], str]] = {
    "version after the provider": (_last("Version"), "order: OfficeApp"),
    "no display name": (_gone("DisplayName"), "order: OfficeApp"),
    "requirements before the hosts": (_last("Hosts"), "order: OfficeApp"),
    "functions after the tab": (_last("v:AllFormFactors"), "order: v:Host"),
    "runtimes last": (_last("v:Runtimes"), "order: v:Host"),
    "a form factor that is unknown": (_sprout, "order: v:Host"),
    "the tab's label first": (lambda root: (t := _first(root, "v:CustomTab")).insert(0, t[-1]), "order: v:CustomTab"),
    "a second tab": (_twice("v:CustomTab"), "order: v:ExtensionPoint"),
    "no icon on a button": (lambda root: (c := _first(root, "v:Control")).remove(c[2]), "order: v:Control"),
    "no supertip": (_gone("v:Supertip"), "order: v:Control"),
    "no namespace": (_gone("v:Namespace"), "order: v:ExtensionPoint"),
    "texts before addresses": (_last("bt:Urls"), "order: v:Resources"),
    "another type of add-in": (_set("OfficeApp", TYPE, "ContentApp"), "type: OfficeApp"),
    "an action nobody knows": (_set("v:Action", TYPE, "RunScript"), "type: v:Action"),
    "an id that is no GUID": (_text("Id", "backorder-xl"), "identity: Id"),
    "a version of three numbers": (_text("Version", "0.1.0"), "identity: Version"),
    "a permission that does not exist": (_text("Permissions", "All"), "identity: Permissions"),
    "another host": (_set("Host", "Name", "Document"), "identity: the host"),
    "a description too long": (_set("Description", "DefaultValue", "x" * 251), "length: Description"),
    "a short string too long": (lambda root: _first(root, "bt:ShortStrings")[0].set("DefaultValue", "x" * 126), "length: "),
    "a long string too long": (lambda root: _first(root, "bt:LongStrings")[0].set("DefaultValue", "x" * 251), "length: "),
    "an empty string": (lambda root: _first(root, "bt:ShortStrings")[0].set("DefaultValue", ""), "length: "),
    "a resid too long": (lambda root: _first(root, "bt:Urls")[0].set("id", "x" * 33), "length: the resid"),
    "http": (_set("IconUrl", "DefaultValue", "http://orders.example.com:8443/xl/a.png"), "address: IconUrl"),
    "http in the resources": (lambda root: _first(root, "bt:Urls")[0].set("DefaultValue", "http://x/"), "address: "),
    "an address elsewhere": (_set("SupportUrl", "DefaultValue", "https://elsewhere.example.com/"), "address: SupportUrl"),
    "a resid that is not defined": (_set("v:Label", "resid", "nowhere"), "resid: v:Label"),
    "a resid of the wrong list": (lambda root: _first(root, "v:Label").set("resid", "page"), "resid: v:Label"),
    "a resid that nobody uses": (_unused, "resid: nobody"),
    "a resid defined twice": (lambda root: _first(root, "bt:Urls").append(
        etree.fromstring(etree.tostring(_first(root, "bt:Urls")[0]))), "resid: page"),
    "no resid": (lambda root: _first(root, "v:Runtime").attrib.pop("resid"), "resid: v:Runtime"),
    "two buttons of one id": (_set("v:Control", "id", "bo_run"), "id: bo_run"),
    "two groups of one id": (_set("v:Group", "id", "bo_group_look"), "id: bo_group_look"),
    "one action for two buttons": (_same_action, "id: the action"),
    "a namespace with a blank": (_blank_namespace, "id: the namespace"),
    "no picture of 80": (lambda root: (i := _first(root, "v:Icon")).remove(i[-1]), "icon: "),
    "a picture of 30": (lambda root: _first(root, "v:Icon")[1].set("size", "30"), "icon: "),
    "functions on a page of their own": (lambda root: _first(root, "v:Page")[0].set("resid", "help"), "one page: "),
    "buttons on a page of their own": (_set("v:FunctionFile", "resid", "help"), "one page: "),
    "a runtime on a page of its own": (_set("v:Runtime", "resid", "help"), "one page: "),
    "a runtime that ends": (_set("v:Runtime", "lifetime", "short"), "one page: "),
    "no shared runtime": (_set("bt:Set", "Name", "Other"), "requirements: bt:Set"),
    "no shared runtime outside": (_set("Set", "Name", "Other"), "requirements: Set"),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_one_is_seen(name: str, manifest: bytes) -> None:
    change, complaint = MUTANTS[name]
    root = etree.fromstring(manifest)
    change(root)
    found = manifest_faults(etree.tostring(root))
    assert any(fault.startswith(complaint) for fault in found), found


def test_the_tab_is_the_one_of_the_desktop(manifest: bytes) -> None:
    """Groups, buttons, labels and tips, in the order of the only list."""
    root = etree.fromstring(manifest)
    texts = {e.get("id"): e.get("DefaultValue") for e in every(root, "bt:String")}
    seen = [
        (
            texts[group.findtext("missing") or group[0].get("resid")],
            control.get("id"),
            texts[control[0].get("resid")],
            texts[control[1][0].get("resid")],
            texts[control[1][1].get("resid")],
            control[3][0].text,
        )
        for group in every(root, "v:Group")
        for control in group[2:]
        if control[3].get(TYPE) == "ExecuteFunction"
    ]
    shown = [(a.button, a.does) for a in BUTTONS.values() if a.button]
    wanted = [
        (b.group.value, b.id, b.label, b.screentip, does, b.id) for group in Group for b, does in shown if b.group is group
    ]
    assert seen == wanted
    assert [c.get("id") for c in every(root, "v:Control") if c[3].get(TYPE) == "ShowTaskpane"] == ["bo_pane"]
    assert texts["tab"] == "Backorders"


def test_every_address_in_it_is_a_file_of_ours_or_the_clients(manifest: bytes) -> None:
    made = files(ADDRESS)
    root = etree.fromstring(manifest)
    named = {e.get("DefaultValue") for n in ("bt:Image", "bt:Url", "IconUrl", "HighResolutionIconUrl") for e in every(root, n)}
    paths = {str(u).removeprefix(f"{ADDRESS}/").split("?")[0] for u in named - {None}}
    assert paths - set(made) == {"taskpane.html", "js/functions.js"}
    assert len([p for p in paths if p.endswith(".png")]) == (len(BUTTONS) + 2) * len(RIBBON_SIZES)


def test_the_identity_is_that_of_the_address() -> None:
    once, other = add_in("https://a.example.com"), add_in("https://b.example.com")
    assert once.id == add_in("https://A.example.com/").id and once.id != other.id
    assert files(ADDRESS)["manifest.xml"] == files(f"{ADDRESS}/")["manifest.xml"]
    read = etree.fromstring(files(ADDRESS)["manifest.xml"])
    assert read.findtext(f"{{{APP}}}Id") == add_in(ADDRESS).id


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8443", "localhost:8443", "", "https://", "ftp://x", "https://a b", "https://x:0", "https://x:99999",
        "https://user@x", "https://x/?a=b", "https://x/#y", "https://[", 'https://x"y', "https://x/\"><script>",
    ],
)  # fmt: skip
def test_what_is_no_https_address_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(AddinRefused, match="give"):
        files(address)


def test_microsofts_own_program_reads_it(manifest: bytes, tmp_path: Path) -> None:
    (tmp_path / "manifest.xml").write_bytes(manifest)
    code, said = office_manifest("info", tmp_path / "manifest.xml")
    assert code == 0, said
    for line in (f"Id: {add_in(ADDRESS).id}", "Name: Backorder XL", "Hosts: Workbook", "Permissions: ReadWriteDocument"):
        assert line in said
    (tmp_path / "cut.xml").write_bytes(manifest[:-20])
    code, said = office_manifest("info", tmp_path / "cut.xml")
    assert code != 0
