"""How do named streams become one compound file ([MS-CFB], version 3)? Bytes in, bytes out; what they mean is not known here.

The layout is the plainest that is allowed: streams one after the other, then the short ones together in the mini stream,
its table, the directory, the table of sectors. No time stamps, so that the same streams give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

SECTOR, SHORT_SECTOR, SHORT_BELOW = 512, 64, 4096
FREE, END_OF_CHAIN, TABLE_SECTOR, NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1
MOST_TABLE_SECTORS = 109  # as many as the header has room for; about seven megabytes
ENTRY = "<64sHBBIII16sIQQIQ"

Storage: TypeAlias = "Mapping[str, bytes | Storage]"


@dataclass
class _Entry:
    """One line of the directory; siblings form a tree, ordered by length of name, then by name."""

    name: str
    kind: int
    data: bytes = b""
    colour: int = BLACK
    left: int = NOBODY
    right: int = NOBODY
    child: int = NOBODY
    start: int = 0
    size: int = 0
    children: list[int] = field(default_factory=list)

    def packed(self) -> bytes:
        name = (self.name + "\0").encode("utf-16-le") if self.name else b""
        links = (self.left, self.right, self.child)
        return struct.pack(ENTRY, name, len(name), self.kind, self.colour, *links, bytes(16), 0, 0, 0, self.start, self.size)


def compound_file(root: Storage) -> bytes:
    """The file that holds these streams and storages; names of up to 31 characters. ValueError if it grows past 7 MB."""
    entries = [_Entry("Root Entry", ROOT)]
    _list(root, 0, entries)
    for entry in entries:
        siblings = sorted(entry.children, key=lambda i: (len(entries[i].name), entries[i].name.upper()))
        entry.child = _tree(entries, siblings, 0, len(siblings).bit_length() - 1)
    sectors = _Sectors()
    short, short_table = bytearray(), list[int]()
    for entry in entries:
        if entry.kind != STREAM:
            continue
        entry.size = len(entry.data)
        if not entry.data:
            entry.start = END_OF_CHAIN
        elif entry.size < SHORT_BELOW:
            count = -(-entry.size // SHORT_SECTOR)
            entry.start = len(short_table)
            short_table += [*range(entry.start + 1, entry.start + count), END_OF_CHAIN]
            short += entry.data.ljust(count * SHORT_SECTOR, b"\0")
        else:
            entry.start = sectors.add(entry.data)
    entries[0].size, entries[0].start = len(short), sectors.add(bytes(short))
    table = struct.pack(f"<{len(short_table)}I", *short_table)
    table_sectors, table_start = -(-len(table) // SECTOR), sectors.add(table, b"\xff")
    directory = b"".join(entry.packed() for entry in entries)
    while len(directory) % SECTOR:
        directory += _Entry("", 0, colour=RED).packed()
    directory_start = sectors.add(directory)
    first, count = sectors.close()
    return _header(first, count, directory_start, table_start, table_sectors) + b"".join(sectors.content)


def _list(storage: Storage, parent: int, entries: list[_Entry]) -> None:
    """Append what a storage holds, and in turn what its storages hold."""
    for name, content in storage.items():
        here = len(entries)
        entries[parent].children.append(here)
        if isinstance(content, bytes):
            entries.append(_Entry(name, STREAM, content))
        else:
            entries.append(_Entry(name, STORAGE))
            _list(content, here, entries)


def _tree(entries: list[_Entry], ordered: list[int], depth: int, deepest: int) -> int:
    """A balanced tree of siblings; red on its last level only, which makes all ways down equally black."""
    if not ordered:
        return NOBODY
    middle = len(ordered) // 2
    entry = entries[ordered[middle]]
    entry.left = _tree(entries, ordered[:middle], depth + 1, deepest)
    entry.right = _tree(entries, ordered[middle + 1 :], depth + 1, deepest)
    entry.colour = RED if depth == deepest and depth else BLACK
    return ordered[middle]


class _Sectors:
    """The sectors of the file in order, and the table that says which follows which."""

    def __init__(self) -> None:
        self.content: list[bytes] = []
        self.table: list[int] = []

    def add(self, data: bytes, fill: bytes = b"\0") -> int:
        """Append data as one chain and return its first sector (the end mark if there is none)."""
        if not data:
            return END_OF_CHAIN
        first, count = len(self.content), -(-len(data) // SECTOR)
        padded = data.ljust(count * SECTOR, fill)
        self.content += [padded[i * SECTOR : (i + 1) * SECTOR] for i in range(count)]
        self.table += [*range(first + 1, first + count), END_OF_CHAIN]
        return first

    def close(self) -> tuple[int, int]:
        """Append the table itself, which takes up sectors and lines of its own; its first sector and their number."""
        first, count = len(self.content), 1
        while count * (SECTOR // 4) < first + count:
            count += 1
        if count > MOST_TABLE_SECTORS:
            raise ValueError("the streams are too long for one compound file of this layout")
        lines = [*self.table, *[TABLE_SECTOR] * count]
        self.add(struct.pack(f"<{len(lines)}I", *lines), b"\xff")
        return first, count


def _header(table: int, count: int, directory: int, short_table: int, short_count: int) -> bytes:
    where = [*range(table, table + count), *[FREE] * (MOST_TABLE_SECTORS - count)]
    return struct.pack(
        "<8s16sHHHHH6s9I109I",
        bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16),
        0x3E, 3, 0xFFFE, 9, 6, bytes(6),  # minor and major version, byte order, sizes of sectors as powers of two
        0, count, directory, 0, SHORT_BELOW, short_table, short_count, END_OF_CHAIN, 0,
        *where,
    )  # fmt: skip
