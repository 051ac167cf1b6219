"""How do the texts of VBA modules become the vbaProject.bin that Excel loads? As [MS-OVBA] says; nothing is compiled.

The project holds source text only. Excel compiles it when it is opened, as it does for any project whose compiled part comes
from another version: _VBA_PROJECT says version FFFF, and each module's text stands at offset 0.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from backorder_xl.hosts.addin.compound import compound_file
from backorder_xl.hosts.addin.errors import AddinRefused
from backorder_xl.hosts.addin.ovba import compress, encrypt

PROJECT = "BackorderXL"
PROJECT_ID = "{" + str(uuid.uuid5(uuid.NAMESPACE_DNS, "backorder_xl")).upper() + "}"
CODE_PAGE = 1252
NO_COMPILED_PART = struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0)
REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
    r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}
"""The two that a new project in Excel has; Office is where IRibbonControl comes from. The paths are hints, the ids count."""


class Kind(Enum):
    """What a module is; the value is its VB_Base, where it has one."""

    STANDARD = ""
    CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"

    @property
    def document(self) -> bool:
        """Does it belong to the workbook or to one of its sheets?"""
        return self in (Kind.WORKBOOK, Kind.SHEET)


@dataclass(frozen=True)
class Module:
    """One module: a name, and its text as the VBA editor exports it (attributes at its head may be missing)."""

    name: str
    text: str = ""
    kind: Kind = Kind.STANDARD

    def source(self) -> str:
        """The text as it stands in the project: attributes first, every line ended by CR LF."""
        lines = self.text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        if lines[0].startswith("VERSION 1.0 CLASS"):  # a head that only exported files have
            lines = lines[next((i for i, line in enumerate(lines) if line.startswith("Attribute VB_")), len(lines)) :]
        given = {}
        while lines and lines[0].startswith("Attribute VB_"):
            name, _, value = lines.pop(0).removeprefix("Attribute ").partition(" = ")
            given[name] = value
        head = [f"Attribute {name} = {value}" for name, value in self._attributes(given).items()]
        return "\r\n".join([*head, *(lines if any(lines) else [])]) + "\r\n"

    def _attributes(self, given: dict[str, str]) -> dict[str, str]:
        """What Excel writes at the head of a module of this kind; a class may say whether it is exposed, and describe itself."""
        if self.kind is Kind.STANDARD:
            return {"VB_Name": f'"{self.name}"'}
        document = str(self.kind.document)
        kept = {"VB_Description": given["VB_Description"]} if "VB_Description" in given else {}
        return {
            "VB_Name": f'"{self.name}"', "VB_Base": f'"{self.kind.value}"', "VB_GlobalNameSpace": "False",
            "VB_Creatable": "False", "VB_PredeclaredId": document, "VB_Exposed": given.get("VB_Exposed", document),
            "VB_TemplateDerived": "False", "VB_Customizable": document, **kept,
        }  # fmt: skip


def vba_project(modules: Sequence[Module]) -> bytes:
    """The project of these modules as a compound file; the same texts give the same bytes.

    AddinRefused if a text has a character that VBA cannot hold. ValueError if two modules share a name.
    """
    if len({module.name.upper() for module in modules}) != len(modules):
        raise ValueError("two modules have the same name")
    streams: dict[str, bytes] = {module.name: compress(_encoded(module)) for module in modules}
    streams["_VBA_PROJECT"] = NO_COMPILED_PART
    streams["dir"] = compress(_dir(modules))
    names = b"".join(_bytes(m.name) + b"\0" + _wide(m.name) + b"\0\0" for m in modules) + b"\0\0"
    # PROJECTwm stands as it is: Excel throws all macros away where it is compressed.
    return compound_file({"VBA": streams, "PROJECT": _bytes(_project(modules)), "PROJECTwm": names})


def _encoded(module: Module) -> bytes:
    try:
        return _bytes(module.source())
    except UnicodeEncodeError as error:
        sign = error.object[error.start]
        line = error.object.count("\n", 0, error.start) + 1
        raise AddinRefused(
            f"The VBA module {module.name} has {sign!r} in line {line}, which VBA cannot hold; write it another way."
        ) from None


def _bytes(text: str) -> bytes:
    return text.encode(f"cp{CODE_PAGE}")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _both(number: int, wide: int, text: str) -> bytes:
    """A text twice: in the code page, and in UTF-16."""
    return _record(number, _bytes(text)) + _record(wide, _wide(text))


def _dir(modules: Sequence[Module]) -> bytes:
    """The dir stream ([MS-OVBA] 2.3.4.2). PROJECTCOMPATVERSION, which may be left out, is: not every reader knows it."""
    short, long = "<H", "<I"
    out = [
        _record(0x01, struct.pack(long, 1)),  # made for 32 bits, which 64 bits open as well
        _record(0x02, struct.pack(long, 0x409)),  # language: English
        _record(0x14, struct.pack(long, 0x409)),
        _record(0x03, struct.pack(short, CODE_PAGE)),
        _record(0x04, _bytes(PROJECT)),
        _both(0x05, 0x40, ""),  # what it is about
        _both(0x06, 0x3D, ""),  # help files
        _record(0x07, struct.pack(long, 0)),
        _record(0x08, struct.pack(long, 0)),
        struct.pack("<HIIH", 0x09, 4, 1, 0),  # the project's version; its size is four by rule, though six bytes follow
        _both(0x0C, 0x3C, ""),  # constants
    ]
    for name, library in REFERENCES.items():
        known = _bytes(library)
        out.append(_both(0x16, 0x3E, name))
        out.append(_record(0x0D, struct.pack(long, len(known)) + known + bytes(6)))
    out.append(_record(0x0F, struct.pack(short, len(modules))))
    out.append(_record(0x13, struct.pack(short, 0xFFFF)))
    for module in modules:
        out += [
            _both(0x19, 0x47, module.name),
            _both(0x1A, 0x32, module.name),  # the name of its stream
            _both(0x1C, 0x48, ""),  # its description
            _record(0x31, struct.pack(long, 0)),  # where the text begins: nothing compiled stands before it
            _record(0x1E, struct.pack(long, 0)),
            _record(0x2C, struct.pack(short, 0xFFFF)),
            _record(0x21 if module.kind is Kind.STANDARD else 0x22, b""),
            _record(0x2B, b""),
        ]
    return b"".join(out) + _record(0x10, b"")


def _project(modules: Sequence[Module]) -> str:
    """The PROJECT stream (2.3.1): what there is, no password, visible in the editor, every window closed."""
    listed = {Kind.STANDARD: "Module={}", Kind.CLASS: "Class={}"}
    lines = [
        f'ID="{PROJECT_ID}"',
        *(listed.get(module.kind, "Document={}/&H00000000").format(module.name) for module in modules),
        f'Name="{PROJECT}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{encrypt(PROJECT_ID, bytes(4))}"',
        f'DPB="{encrypt(PROJECT_ID, bytes(1))}"',
        f'GC="{encrypt(PROJECT_ID, bytes([0xFF]))}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "\r\n".join(lines) + "\r\n"
