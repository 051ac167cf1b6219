"""How is a workbook's zip changed so that every untouched part keeps its very bytes?

Members that nobody changed are copied as the compressed bytes they are, in the same order; changed ones keep their
place, new ones come last. Times of new members are fixed, so the same content gives the same file. What the parts mean
is not known here.
"""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from backorder_xl.workbook.deflating import pack
from backorder_xl.workbook.errors import Unreadable, Unwritable

Content = bytes | Callable[[], Iterable[bytes]]
_BLOCK = 1 << 20
_FULL = 0xFFFFFFFF
_OLDEST = (1980, 1, 1, 0, 0, 0)


class Package:
    """The members of one workbook file, and what shall become of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb")
        try:
            self._zip = zipfile.ZipFile(self._file)
        except zipfile.BadZipFile:
            self._file.close()
            raise
        self._infos = self._zip.infolist()
        self._names = {info.filename.lower().lstrip("/"): info.filename for info in self._infos}
        self._new: dict[str, Content] = {}
        self._dropped: set[str] = set()

    def close(self) -> None:
        """Let go of the file; nothing can be read afterwards."""
        self._zip.close()
        self._file.close()

    def real(self, part: str) -> str | None:
        """The member's own spelling of a part's name; names differ in case between generators."""
        return self._names.get(part.lower().lstrip("/"))

    def names(self) -> list[str]:
        """All parts, dropped ones left out, new ones at the end."""
        old = [n for n in self._names.values() if n not in self._dropped]
        return old + [n for n in self._new if n not in old]

    def has(self, part: str) -> bool:
        """Is there such a part (now)?"""
        real = self.real(part)
        return part in self._new or (real is not None and real not in self._dropped)

    def size(self, part: str) -> int:
        """Unpacked size of a part as the file has it."""
        real = self.real(part)
        return self._zip.getinfo(real).file_size if real else 0

    def read(self, part: str) -> bytes:
        """The part's bytes as they are now, changed or not."""
        key = self.real(part) or part
        if key in self._new:
            content = self._new[key]
            return content if isinstance(content, bytes) else b"".join(content())
        real = self.real(part)
        if real is None or real in self._dropped:
            raise Unreadable(f"{self.path.name} lacks its part {part}; open it in Excel and save it again.")
        with self._unpacking(part):
            return self._zip.read(real)

    @contextlib.contextmanager
    def _unpacking(self, part: str) -> Iterator[None]:
        try:
            yield
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise Unreadable(
                f"{self.path.name} is damaged: its part {part} cannot be unpacked ({error}); restore a backup, or let "
                "Excel repair it with Open and Repair."
            ) from error

    def stream(self, part: str) -> BinaryIO:
        """A part as it is now as a stream, for reading only its beginning."""
        real = self.real(part)
        if (real or part) in self._new:
            return io.BytesIO(self.read(part))
        if real is None:
            raise Unreadable(f"{self.path.name} lacks its part {part}; open it in Excel and save it again.")
        with self._unpacking(part):
            return self._zip.open(real)  # type: ignore[return-value]

    def put(self, part: str, content: Content) -> None:
        """Change or add a part; the same bytes as before are no change."""
        key = self.real(part) or part
        self._dropped.discard(key)
        if isinstance(content, bytes) and self.real(part):
            with self._unpacking(part):
                same = content == self._zip.read(key)
            if same:
                self._new.pop(key, None)
                return
        self._new[key] = content

    def drop(self, part: str) -> None:
        """Leave a part out."""
        key = self.real(part) or part
        self._new.pop(key, None)
        if self.real(part):
            self._dropped.add(key)

    def free_name(self, pattern: str) -> str:
        """The first unused name of a numbered pattern such as "xl/tables/table%d.xml"."""
        number = 1
        while self.has(pattern % number) or (self.real(pattern % number) is not None):
            number += 1
        return pattern % number

    def write(self, out: BinaryIO, level: int = 6) -> None:
        """The whole package into an empty file that can seek."""
        directory: list[bytes] = []
        for info in self._infos:
            if info.filename in self._dropped:
                continue
            if info.filename in self._new:
                directory.append(_pack(out, info.filename, info.date_time, self._new[info.filename], level))
            else:
                directory.append(self._copy(out, info))
        old = {info.filename for info in self._infos}
        for name, content in self._new.items():
            if name not in old:
                directory.append(_pack(out, name, _OLDEST, content, level))
        _finish(out, directory)

    def _copy(self, out: BinaryIO, info: zipfile.ZipInfo) -> bytes:
        self._file.seek(info.header_offset)
        header = self._file.read(30)
        if header[:4] != b"PK\x03\x04" or len(header) < 30:
            raise Unreadable(f"{self.path.name} is damaged at its part {info.filename}; let Excel repair it.")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        name = self._file.read(name_length)
        self._file.seek(extra_length, 1)
        offset = out.tell()
        flags = info.flag_bits & ~8  # the sizes stand in the header here, so no data descriptor follows
        start = _local(name, flags, info.compress_type, info.date_time, info.CRC, info.compress_size, info.file_size)
        out.write(start)
        left = info.compress_size
        while left:
            block = self._file.read(min(left, _BLOCK))
            if not block:
                raise Unreadable(f"{self.path.name} ends in the middle of its part {info.filename}; restore a backup.")
            out.write(block)
            left -= len(block)
        return _entry(
            name, flags, info.compress_type, info.date_time, info.CRC, info.compress_size, info.file_size,
            info.external_attr, offset,
        )  # fmt: skip


def _pack(out: BinaryIO, name: str, when: tuple[int, ...], content: Content, level: int) -> bytes:
    flags = 0 if name.isascii() else 0x800
    raw_name = name.encode("utf-8")
    offset = out.tell()
    blocks: Iterable[bytes] = (content,) if isinstance(content, bytes) else content()
    out.write(_local(raw_name, flags, 8, when, 0, 0, 0))
    start = out.tell()
    crc, size = pack(_gathered(blocks), out.write, level)
    end = out.tell()
    if size >= _FULL:  # a full sheet of Excel's is about 1 GB, so this is no real sheet
        raise Unwritable(f"The part {name} would be larger than 4 GB, which Excel does not open; nothing was written.")
    out.seek(offset)
    out.write(_local(raw_name, flags, 8, when, crc, end - start, size))
    out.seek(end)
    return _entry(raw_name, flags, 8, when, crc, end - start, size, 0, offset)


def _gathered(blocks: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for block in blocks:
        held.append(block)
        size += len(block)
        if size >= _BLOCK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _dos(when: tuple[int, ...]) -> tuple[int, int]:
    year, month, day, hour, minute, second = when
    return hour << 11 | minute << 5 | second // 2, max(0, year - 1980) << 9 | month << 5 | day


def _local(name: bytes, flags: int, method: int, when: tuple[int, ...], crc: int, packed: int, size: int) -> bytes:
    time, date = _dos(when)
    extra = b""
    version = 20
    if packed >= _FULL or size >= _FULL:
        extra = struct.pack("<HHQQ", 1, 16, size, packed)
        packed = size = _FULL
        version = 45
    fixed = struct.pack("<IHHHHHIIIHH", 0x04034B50, version, flags, method, time, date, crc, packed, size, len(name), len(extra))
    return fixed + name + extra


def _entry(
    name: bytes,
    flags: int,
    method: int,
    when: tuple[int, ...],
    crc: int,
    packed: int,
    size: int,
    attr: int,
    offset: int,
) -> bytes:
    time, date = _dos(when)
    wide = b""
    version = 20
    if size >= _FULL:
        wide += struct.pack("<Q", size)
    if packed >= _FULL:
        wide += struct.pack("<Q", packed)
    if offset >= _FULL:
        wide += struct.pack("<Q", offset)
    extra = struct.pack("<HH", 1, len(wide)) + wide if wide else b""
    if wide:
        version = 45
    fixed = struct.pack(
        "<IHHHHHHIIIHHHHHII", 0x02014B50, version, version, flags, method, time, date, crc, min(packed, _FULL),
        min(size, _FULL), len(name), len(extra), 0, 0, 0, attr, min(offset, _FULL),
    )  # fmt: skip
    return fixed + name + extra


def _finish(out: BinaryIO, directory: list[bytes]) -> None:
    start = out.tell()
    for entry in directory:
        out.write(entry)
    size = out.tell() - start
    count = len(directory)
    if count >= 0xFFFF or start >= _FULL or size >= _FULL:
        end = out.tell()
        out.write(struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, start))
        out.write(struct.pack("<IIQI", 0x07064B50, 0, end, 1))
    short = min(count, 0xFFFF)
    out.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, short, short, min(size, _FULL), min(start, _FULL), 0))
