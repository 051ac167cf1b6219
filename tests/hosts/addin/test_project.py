"""Is the VBA project sound, and would we see it if it were not? Checked by a reader of our own, olevba and pyOpenVBA."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder_xl.hosts.addin.build import modules
from backorder_xl.hosts.addin.compound import compound_file
from backorder_xl.hosts.addin.errors import AddinRefused
from backorder_xl.hosts.addin.ovba import compress, encrypt
from backorder_xl.hosts.addin.vba_project import PROJECT_ID, Kind, Module, vba_project
from tests.hosts.addin.vba_reader import Compound, project_faults, sources, unpacked

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # olevba uses names that its parser library gave up
    from oletools.olevba import VBA_Parser, decompress_stream

TEXTS = {module.name: module.source() for module in modules()}
PROJECT = vba_project(modules())
PARTS = Compound(PROJECT).streams
DIR = unpacked(PARTS["VBA/dir"])


def test_the_project_is_sound() -> None:
    assert project_faults(PROJECT) == []


def test_every_text_comes_back_as_it_was() -> None:
    assert sources(PROJECT) == TEXTS
    assert len(TEXTS["xlwings"]) > 40_000, "longer than one chunk of the compression"


def test_olevba_reads_the_same_texts() -> None:
    parser = VBA_Parser("vbaProject.bin", data=PROJECT)
    assert {stream.removeprefix("VBA/"): code for _, stream, _, code in parser.extract_macros()} == TEXTS


def test_pyopenvba_reads_the_same_texts_and_finds_no_fault() -> None:
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import parse_vba_project

    project = parse_vba_project(CFB.from_bytes(PROJECT))
    assert {module.name: module.source for module in project.modules} == TEXTS
    assert project.validate(CFB.from_bytes(PROJECT)) == []


def rebuilt(change: dict[str, bytes]) -> bytes:
    """The project with some of its streams exchanged, by path."""
    parts = PARTS | change
    vba = {name.removeprefix("VBA/"): content for name, content in parts.items() if name.startswith("VBA/")}
    return compound_file({"VBA": vba, "PROJECT": parts["PROJECT"], "PROJECTwm": parts["PROJECTwm"]})


def directory(entry: int, field: int, value: bytes) -> Callable[[], bytes]:
    """The project with some bytes of a directory entry exchanged; the fields by their offset in [MS-CFB] 2.6.1."""

    def change() -> bytes:
        (start,) = struct.unpack_from("<I", PROJECT, 48)
        at = 512 * (start + 1) + 128 * entry + field
        return PROJECT[:at] + value + PROJECT[at + len(value) :]

    return change


def recoloured(*, black: bool) -> bytes:
    """The project with the first stream of this colour given the other one."""
    entries = Compound(PROJECT).entries
    return directory(next(i for i, e in enumerate(entries) if e.kind == 2 and e.black is black), 67, bytes([not black]))()


def fat(sector: Callable[[tuple[int, ...]], int], value: int) -> Callable[[], bytes]:
    """The project with one line of the FAT exchanged."""

    def change() -> bytes:
        (at,) = struct.unpack_from("<I", PROJECT, 76)
        at = 512 * (at + 1)
        line = at + 4 * sector(struct.unpack_from("<128I", PROJECT, at))
        return PROJECT[:line] + struct.pack("<I", value) + PROJECT[line + 4 :]

    return change


def of_dir(old: bytes, new: bytes) -> Callable[[], bytes]:
    assert DIR.count(old) >= 1
    return lambda: rebuilt({"VBA/dir": compress(DIR.replace(old, new, 1))})


def of(stream: str, old: bytes, new: bytes, *, packed: bool = False) -> Callable[[], bytes]:
    content = unpacked(PARTS[stream]) if packed else PARTS[stream]
    assert content.count(old) >= 1
    changed = content.replace(old, new, 1)
    return lambda: rebuilt({stream: compress(changed) if packed else changed})


PRESS = "VBA/BackorderRibbon"
MUTANTS: dict[str, Callable[[], bytes]] = {
    "a black entry made red": lambda: recoloured(black=True),
    "a red entry made black": lambda: recoloured(black=False),
    "a storage without what it holds": directory(1, 76, b"\xff" * 4),
    "a stream longer than its sectors": directory(2, 120, struct.pack("<Q", 64_000)),
    "a time stamp": directory(2, 100, b"\1"),
    "a sibling twice": directory(1, 68, struct.pack("<I", 1)),
    "a chain into another's sector": fat(lambda lines: 0, 30),
    "a chain that ends early": fat(lambda lines: 0, 0xFFFFFFFE),
    "an unmarked FAT sector": fat(lambda lines: lines.index(0xFFFFFFFD), 0xFFFFFFFF),
    "a file cut short": lambda: PROJECT[:-512],
    "a compressed PROJECTwm": lambda: rebuilt({"PROJECTwm": compress(PARTS["PROJECTwm"])}),
    "PROJECTCOMPATVERSION": of_dir(struct.pack("<HI", 0x02, 4), struct.pack("<HII", 0x4A, 4, 3) + struct.pack("<HI", 0x02, 4)),
    "two records in the wrong order": of_dir(struct.pack("<HIIHII", 7, 4, 0, 8, 4, 0), struct.pack("<HIIHII", 8, 4, 0, 7, 4, 0)),
    "a module too many": of_dir(struct.pack("<HIH", 0x0F, 2, len(TEXTS)), struct.pack("<HIH", 0x0F, 2, len(TEXTS) + 1)),
    "no end": of_dir(struct.pack("<HI", 0x10, 0), b""),
    "another name in UTF-16": of_dir("BackorderRibbon".encode("utf-16-le"), "BackorderRibbom".encode("utf-16-le")),
    "a module of another kind": of_dir(struct.pack("<HI", 0x21, 0), struct.pack("<HI", 0x22, 0)),
    "a module that PROJECT lacks": of("PROJECT", b"Module=BackorderRibbon\r\n", b""),
    "a document that PROJECT calls a module": of("PROJECT", b"Document=ThisWorkbook/&H00000000", b"Module=ThisWorkbook"),
    "another key": of("PROJECT", b'ID="{', b'ID="['),
    "a password": of("PROJECT", encrypt(PROJECT_ID, bytes(1)).encode(), encrypt(PROJECT_ID, bytes(29)).encode()),
    "PROJECT with bare line feeds": lambda: rebuilt({"PROJECT": PARTS["PROJECT"].replace(b"\r\n", b"\n")}),
    "another VB_Name": of(PRESS, b'"BackorderRibbon"', b'"BackorderRibbom"', packed=True),
    "a bare line feed in a text": of(PRESS, b"\r\n", b"\n", packed=True),
    "a text that is not compressed": lambda: rebuilt({PRESS: TEXTS["BackorderRibbon"].encode()}),
    "a version of a compiled part": of("VBA/_VBA_PROJECT", b"\xff\xff", b"\xb5\x00"),
    "a stream without a module": lambda: rebuilt({"VBA/Stray": compress(b'Attribute VB_Name = "Stray"\r\n')}),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_is_seen(mutant: str) -> None:
    assert project_faults(MUTANTS[mutant]()) != []


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text("ab\r\n", max_size=9_000).map(str.encode)))
def test_what_is_compressed_comes_back(data: bytes) -> None:
    packed = compress(data)
    assert unpacked(packed) == data
    if data:
        assert bytes(decompress_stream(bytearray(packed))) == data


def test_a_chunk_that_does_not_shrink_is_kept_plain() -> None:
    data = b"".join(struct.pack("<I", (n * 2654435761) & 0xFFFFFFFF) for n in range(1024)) + b"the end"
    assert unpacked(compress(data)) == data
    assert len(compress(data)) > 4096


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7, 8, 15, 40, 90])
def test_any_number_of_modules_makes_a_sound_project(count: int) -> None:
    made = [Module(f"M{n}", "' a line\n" * (n * 37 % 900)) for n in range(count)]
    assert project_faults(vba_project(made)) == []


def test_an_exported_class_loses_only_the_head_that_files_have() -> None:
    head = 'VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1\nEND\nAttribute VB_Name = "Old"\nAttribute VB_Exposed = True\n'
    lines = Module("New", head + "Public ID As String\n", Kind.CLASS).source().split("\r\n")
    assert lines[0] == 'Attribute VB_Name = "New"' and "Attribute VB_Exposed = True" in lines
    assert lines[-2:] == ["Public ID As String", ""] and not any("BEGIN" in line for line in lines)


def test_a_sign_that_vba_lacks_is_refused_by_name() -> None:
    with pytest.raises(AddinRefused, match="module Words has '→' in line 3"):
        vba_project([Module("Words", "Option Explicit\n' a → b\n")])


def test_two_modules_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        vba_project([Module("Words"), Module("WORDS")])
