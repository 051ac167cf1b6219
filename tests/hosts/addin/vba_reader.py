"""Is a vbaProject.bin what [MS-CFB] and [MS-OVBA] ask for? A reader of its own, which shares no line with what writes it.

Each check gives a few words for what is wrong; an empty list is a sound project. Two of them are stricter than the format, as
we have chosen to be: no compiled part, and no PROJECTCOMPATVERSION.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

SECTOR, SHORT = 512, 64
FREE, END, FAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM = 1, 2


class Broken(Exception):
    """So broken that it cannot be read any further."""


@dataclass
class Entry:
    name: str
    kind: int
    black: bool
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass
class Compound:
    """A compound file taken apart: streams by path, and what is wrong with it."""

    data: bytes
    faults: list[str] = field(default_factory=list)
    streams: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.count = len(self.data) // SECTOR - 1
        self.owner: dict[int, str] = {}
        self.short_owner: dict[int, str] = {}
        head = struct.unpack_from("<8s16sHHHHH6s9I", self.data)
        self.say(head[0] == bytes.fromhex("D0CF11E0A1B11AE1"), "signature")
        self.say(head[1] == bytes(16) and head[7] == bytes(6), "reserved header fields")
        self.say(head[2:7] == (0x3E, 3, 0xFFFE, 9, 6), "version, byte order or sizes of sectors")
        directory_sectors, fats, directory, _, cutoff, short_fat, short_fats, difat, difats = head[8:]
        self.say((directory_sectors, cutoff, difat, difats) == (0, 4096, END, 0), "header counts")
        self.say(len(self.data) % SECTOR == 0, "length")
        where = [s for s in struct.unpack_from("<109I", self.data, 76) if s != FREE]
        self.say(len(where) == fats, "number of FAT sectors")
        self.fat = [n for s in where for n in struct.unpack("<128I", self.sector(s))]
        for s in where:
            self.say(self.fat[s] == FAT_SECTOR, "FAT sector without its mark")
            self.owner[s] = "FAT"
        self.say(all(n == FREE for n in self.fat[self.count :]), "FAT goes past the end of the file")
        raw = self.chain(directory, "directory")
        self.entries = [self.entry(raw[i : i + 128]) for i in range(0, len(raw), 128)]
        short_raw = self.chain(short_fat, "short FAT")
        self.say(len(short_raw) == short_fats * SECTOR, "number of short FAT sectors")
        self.short_fat = struct.unpack(f"<{len(short_raw) // 4}I", short_raw)
        root = self.entries[0]
        self.say((root.name, root.kind) == ("Root Entry", 5), "root entry")
        self.short = self.chain(root.start, "short stream")
        self.say(len(self.short) - SECTOR < root.size <= len(self.short), "size of the short stream")
        self.met: set[int] = set()
        self.tree(root.child, "")
        self.say(all(e.kind == 0 or i in self.met | {0} for i, e in enumerate(self.entries)), "entry outside the tree")
        used = {s for s in range(self.count) if self.fat[s] != FREE}
        self.say(used == set(self.owner), "sector that belongs to nothing")

    def say(self, sound: bool, fault: str) -> None:
        if not sound:
            self.faults.append(fault)

    def sector(self, number: int) -> bytes:
        if not 0 <= number < self.count:
            raise Broken(f"sector {number} is not in the file")
        return self.data[SECTOR * (number + 1) : SECTOR * (number + 2)]

    def chain(self, start: int, owner: str) -> bytes:
        out = b""
        while start != END:
            if start in self.owner:
                raise Broken(f"a sector belongs to {self.owner[start]} and to {owner}")
            out += self.sector(start)
            self.owner[start] = owner
            start = self.fat[start]
        return out

    def short_chain(self, start: int, owner: str) -> bytes:
        out = b""
        while start != END:
            if start >= len(self.short_fat) or start in self.short_owner:
                raise Broken(f"the short sectors of {owner}")
            self.short_owner[start] = owner
            out += self.short[SHORT * start : SHORT * (start + 1)]
            start = self.short_fat[start]
        return out

    def entry(self, raw: bytes) -> Entry:
        name, length, kind, black, left, right, child, _, _, made, changed, start, size = struct.unpack("<64sHBBIII16sIQQIQ", raw)
        self.say(made == changed == 0, "time stamps")
        text = name[: max(length - 2, 0)].decode("utf-16-le")
        self.say(not any(name[length:]) and len(text) <= 31, "name of an entry")
        return Entry(text, kind, black == 1, left, right, child, start, size)

    def tree(self, top: int, path: str) -> None:
        """Walk what a storage holds."""
        self.say(top == NONE or self.entries[top].black, f"a tree with a red top in {path or 'the root'}")
        self.siblings(top, path)

    def siblings(self, at: int, path: str, above_red: bool = False, low: tuple = (0, ""), high: tuple = (99, "")) -> int:
        """Walk these siblings; how many black ones lie on any way down."""
        if at == NONE:
            return 1
        if at in self.met or at >= len(self.entries):
            raise Broken("the directory is no tree")
        self.met.add(at)
        e = self.entries[at]
        order = (len(e.name), e.name.upper())
        self.say(low < order < high, f"order of the directory at {e.name}")
        self.say(e.black or not above_red, f"red below red at {e.name}")
        left = self.siblings(e.left, path, not e.black, low, order)
        right = self.siblings(e.right, path, not e.black, order, high)
        self.say(left == right, f"unequal ways down at {e.name}")
        if e.kind == STORAGE:
            self.tree(e.child, f"{path}{e.name}/")
        else:
            self.say(e.kind == STREAM and e.child == NONE, f"kind of {e.name}")
            read = self.chain if e.size >= 4096 else self.short_chain
            content = read(e.start, e.name)
            unit = SECTOR if e.size >= 4096 else SHORT
            self.say(len(content) - unit < e.size <= len(content), f"size of {e.name}")
            self.streams[path + e.name] = content[: e.size]
        return left + e.black


def unpacked(data: bytes) -> bytes:
    """[MS-OVBA] 2.4.1.3: what a compressed container holds. Broken if it is none."""
    if not data or data[0] != 1:
        raise Broken("not a compressed container")
    out, at = bytearray(), 1
    while at < len(data):
        (head,) = struct.unpack_from("<H", data, at)
        end = at + (head & 0xFFF) + 3
        if head >> 12 & 7 != 3 or end > len(data):
            raise Broken("chunk header")
        at += 2
        if not head & 0x8000:
            out += data[at:end]
            at = end
            continue
        begin = len(out)
        while at < end:
            flags, at = data[at], at + 1
            for bit in range(8):
                if at >= end:
                    break
                if not flags >> bit & 1:
                    out.append(data[at])
                    at += 1
                    continue
                (token,) = struct.unpack_from("<H", data, at)
                at += 2
                bits = 4
                while 1 << bits < len(out) - begin:
                    bits += 1
                back, length = (token >> 16 - bits) + 1, (token & (1 << 16 - bits) - 1) + 3
                if back > len(out) - begin:
                    raise Broken("a token reaches out of its chunk")
                for _ in range(length):
                    out.append(out[-back])
        if len(out) - begin > 4096:
            raise Broken("a chunk holds too much")
    return bytes(out)


def shown(project_id: str, digits: str) -> bytes:
    """[MS-OVBA] 2.4.3.3: data that the PROJECT stream hides. Broken if the key is another."""
    raw = bytes.fromhex(digits)
    seed, before_enc, enc = raw[0], raw[1], raw[2]
    key = sum(project_id.encode()) % 256
    if seed ^ before_enc != 2 or seed ^ enc != key:
        raise Broken("version or key of hidden data")
    plain, previous = bytearray(), key
    for byte in raw[3:]:
        previous = byte ^ (before_enc + previous) % 256
        plain.append(previous)
        before_enc, enc = enc, byte
    ignored = (seed & 6) // 2
    (length,) = struct.unpack_from("<I", plain, ignored)
    if len(plain) != ignored + 4 + length:
        raise Broken("length of hidden data")
    return bytes(plain[ignored + 4 :])


INFORMATION = [0x01, 0x02, 0x14, 0x03, 0x04, 0x05, 0x40, 0x06, 0x3D, 0x07, 0x08, 0x09, 0x0C, 0x3C]
REFERENCE = [0x16, 0x3E, 0x0D]
MODULE = [0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48, 0x31, 0x1E, 0x2C]


def records(data: bytes) -> list[tuple[int, bytes]]:
    """The dir stream as numbered records."""
    out, at = [], 0
    while at < len(data):
        number, size = struct.unpack_from("<HI", data, at)
        size = 6 if number == 0x09 else size  # the one whose size is wrong by rule
        if at + 6 + size > len(data):
            raise Broken("a dir record is cut off")
        out.append((number, data[at + 6 : at + 6 + size]))
        at += 6 + size
    return out


def project_faults(data: bytes) -> list[str]:
    """Everything that is wrong with a vbaProject.bin, one short sentence each."""
    try:
        file = Compound(data)
        return [*file.faults, *_vba_faults(file.streams)]
    except (Broken, struct.error, IndexError, KeyError, ValueError) as error:
        return [f"{type(error).__name__}: {error}"]


def sources(data: bytes) -> dict[str, str]:
    """The text of every module of a sound project."""
    streams = Compound(data).streams
    names = [content.decode("cp1252") for number, content in records(unpacked(streams["VBA/dir"])) if number == 0x19]
    return {name: unpacked(streams[f"VBA/{name}"]).decode("cp1252") for name in names}


def _vba_faults(streams: dict[str, bytes]) -> list[str]:
    faults = []
    if streams["VBA/_VBA_PROJECT"] != bytes.fromhex("CC61FFFF000000"):
        faults.append("_VBA_PROJECT promises a compiled part")
    found = records(unpacked(streams["VBA/dir"]))
    numbers = [number for number, _ in found]
    if numbers[: len(INFORMATION)] != INFORMATION:
        faults.append("order of the project's records")
    at = len(INFORMATION)
    while numbers[at : at + 3] == REFERENCE:
        (size,) = struct.unpack_from("<I", found[at + 2][1])
        if found[at][1].decode("cp1252") != found[at + 1][1].decode("utf-16-le") or size + 10 != len(found[at + 2][1]):
            faults.append("a reference")
        at += 3
    if numbers[at : at + 2] != [0x0F, 0x13]:
        faults.append("start of the modules")
    (count,) = struct.unpack("<H", found[at][1])
    at += 2
    kinds = {}
    for _ in range(count):
        part = found[at : at + 11]
        if [n for n, _ in part[:9]] != MODULE or part[9][0] not in (0x21, 0x22) or part[10] != (0x2B, b""):
            faults.append("records of a module")
            break
        name = part[0][1].decode("cp1252")
        if {part[1][1], part[3][1]} != {name.encode("utf-16-le")} or part[2][1] != part[0][1]:
            faults.append(f"names of {name}")
        if part[6][1] != bytes(4):
            faults.append(f"offset of {name}")
        kinds[name] = part[9][0]
        at += 11
    if found[at:] != [(0x10, b"")]:
        faults.append("end of the dir stream")
    if {f"VBA/{name}" for name in kinds} != {s for s in streams if s.startswith("VBA/")} - {"VBA/dir", "VBA/_VBA_PROJECT"}:
        faults.append("modules and their streams")
    return [*faults, *_text_faults(streams, kinds), *_project_stream_faults(streams, kinds)]


def _text_faults(streams: dict[str, bytes], kinds: dict[str, int]) -> list[str]:
    faults = []
    for name in kinds:
        text = unpacked(streams[f"VBA/{name}"])
        if not text.startswith(f'Attribute VB_Name = "{name}"\r\n'.encode()):
            faults.append(f"VB_Name of {name}")
        bare = text.replace(b"\r\n", b"")
        if b"\r" in bare or b"\n" in bare or not text.endswith(b"\r\n") or b"\0" in text:
            faults.append(f"ends of lines in {name}")
    names = b"".join(n.encode("cp1252") + b"\0" + n.encode("utf-16-le") + b"\0\0" for n in kinds) + b"\0\0"
    return [*faults, *([] if streams["PROJECTwm"] == names else ["PROJECTwm"])]


def _project_stream_faults(streams: dict[str, bytes], kinds: dict[str, int]) -> list[str]:
    faults = []
    lines = streams["PROJECT"].decode("cp1252").split("\r\n")
    if lines[-1] or any("\n" in line or "\r" in line for line in lines):
        faults.append("ends of lines in PROJECT")
    pairs = [line.partition("=")[::2] for line in lines if "=" in line]
    said = {value.partition("/")[0]: key for key, value in pairs if key in ("Module", "Class", "Document")}
    if list(said) != list(kinds):
        faults.append("PROJECT and dir name other modules")
    elif any((said[name] == "Module") != (kind == 0x21) for name, kind in kinds.items()):
        faults.append("PROJECT and dir disagree about a kind")
    windows = lines[lines.index("[Workspace]") + 1 : -1]
    if [window.partition("=")[0] for window in windows] != list(kinds):
        faults.append("windows of PROJECT")
    values = {key: value.strip('"') for key, value in pairs}
    hidden = {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}
    if {key: shown(values["ID"], values[key]) for key in hidden} != hidden:
        faults.append("protection, password or visibility")
    return faults
