"""Is this file a workbook that can be opened without harm?

Looks at the first bytes and the zip's directory only, before anything is unpacked, and at each part of it for a document type
before a parser does. Every refusal is one sentence: which file, what was found, what to do (rule 1.5).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from backorder_xl.workbook.errors import Unreadable

MAX_MEMBERS = 20_000
MAX_PART = 1 << 30  # a full sheet of a million lines is about 400 MB
MAX_TOTAL = 4 << 30
MAX_RATIO = 500  # honest sheets pack about 10 to 60 times
RATIO_FROM = 50 << 20  # smaller parts may pack as well as they like
_DAMAGED = (zipfile.BadZipFile, OSError, ValueError, EOFError, KeyError, NotImplementedError, zlib.error)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "open it in Excel and save it as Excel Workbook (*.xlsx)"
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_PLAIN_ENCODINGS = (b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")
_BEGINNINGS = (b"", b"<", b" ", b"\t", b"\r", b"\n", b"\xef", b"\xfe", b"\xff", b"\0")
_FOUR_BYTES = (b"\0\0\0<", b"<\0\0\0", b"\0\0\xfe\xff", b"\xff\xfe\0\0")
_NARROW = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE = tuple(mark.decode().encode(encoding) for mark in _NARROW for encoding in ("utf-16-le", "utf-16-be")) + _NARROW


def check_file(path: Path) -> None:
    """Unreadable, with its sentence, for anything that is not a plain .xlsx or .xlsm package."""
    name = path.name
    head = opened(path)
    if is_old_office(head):
        raise Unreadable(_ole2(name, head))
    if not head.startswith(b"PK"):
        raise Unreadable(_not_zip(name, head))
    _check_kind(name, check_archive(path))


def opened(path: Path) -> bytes:
    """The first bytes of a file; Unreadable for one that is not there, may not be read, or is empty."""
    name = path.name
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            if is_old_office(head):
                head += file.read(1 << 20)
    except FileNotFoundError as error:
        raise Unreadable(f"{path} was not found; check the folder and the name.") from error
    except IsADirectoryError as error:
        raise Unreadable(f"{name} is a folder, not a workbook; name the .xlsx file inside it.") from error
    except PermissionError as error:
        if path.is_dir():  # what Windows says of a folder
            raise Unreadable(f"{name} is a folder, not a workbook; name the .xlsx file inside it.") from error
        raise Unreadable(f"{name} may not be read by this user; ask for permission, or copy it.") from error
    except OSError as error:
        raise Unreadable(f"{name} cannot be read ({error.strerror or error}); copy it to a local folder.") from error
    if not head:
        raise Unreadable(f"{name} is empty (0 bytes); restore it from a backup, or start with a new workbook.")
    return head


def is_old_office(head: bytes) -> bool:
    """Whether a file begins like one of Office before 2007, which encrypted files do too."""
    return head.startswith(_OLE2)


def check_archive(path: Path) -> dict[str, bytes]:
    """The names of a zip's parts in small letters, without reading them but the mimetype, whose text stands beside its name;
    Unreadable where it is damaged or would not be safe to unpack."""
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check_members(name, infos)
            kinds = {i.filename.lower().lstrip("/"): b"" for i in infos}
            if "mimetype" in kinds:
                with archive.open("mimetype") as part:
                    kinds["mimetype"] = part.read(100)
            return kinds
    except _DAMAGED as error:
        raise Unreadable(
            f"{name} is damaged or was cut off while it was copied or downloaded; copy it again, or restore a backup."
        ) from error


def encrypted(name: str, head: bytes) -> str:
    """The sentence about an old Office file that is the wrapping of an encrypted one; "" where it is not."""
    if "EncryptedPackage".encode("utf-16-le") in head or "EncryptionInfo".encode("utf-16-le") in head:
        return f"{name} is encrypted with a password; open it in Excel, remove the password (File > Info) and save it."
    return ""


def _ole2(name: str, more: bytes) -> str:
    if refused := encrypted(name, more):
        return refused
    if "Workbook".encode("utf-16-le") in more or "Book".encode("utf-16-le") in more:
        return f"{name} is a workbook of the old kind (.xls); {_SAVE}."
    return f"{name} is encrypted or an old Office file (.xls); open it in Excel, remove any password, save it as .xlsx."


def foreign(name: str, head: bytes) -> str:
    """The sentence about a file that is neither a workbook nor a table of text; "" where it may be either."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")):
        return f"{name} is a web page (HTML), not a workbook, whatever its name says; {_SAVE}."
    if start.startswith((b"<?xml", b"<workbook", b"<ss:")):
        return f"{name} is an XML text, not a workbook; {_SAVE}."
    if start.startswith(b"%pdf"):
        return f"{name} is a PDF, not a workbook; give the .xlsx that it was made from."
    if start.startswith(b"version https://git-lfs"):
        return f"{name} is a Git LFS pointer, not the workbook itself; fetch the file first."
    if head.count(b"\0") == len(head):
        return f"{name} holds nothing but zero bytes, as after a failed copy; copy it again, or restore a backup."
    return ""


def _not_zip(name: str, head: bytes) -> str:
    if refused := foreign(name, head):
        return refused
    if b"\0" not in head:
        lines = head.splitlines()
        first = lines[0] if lines else b""
        if any(sign in first for sign in (b",", b";", b"\t")):
            return f"{name} is a text file (CSV), not a workbook; {_SAVE}, or use import."
        return f"{name} is a text file, not a workbook; give the right .xlsx."
    return f"{name} is no Excel workbook (its first bytes are not those of a .xlsx); {_SAVE}."


def _check_members(name: str, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise Unreadable(
            f"{name} holds {len(infos):,} parts, more than the {MAX_MEMBERS:,} that are safe to open; {_SAVE} again."
        )
    if _overlap(infos):
        raise Unreadable(f"{name} was packed so that its parts lie over each other, which is not safe to open; {_SAVE} again.")
    seen: set[str] = set()
    total = 0
    for info in infos:
        part = info.filename
        if part.lower().lstrip("/") in seen:
            raise Unreadable(f"{name} holds its part {part} twice, so nobody can say which one counts; {_SAVE} again.")
        seen.add(part.lower().lstrip("/"))
        pieces = part.replace("\\", "/").split("/")
        if ".." in pieces or part.startswith(("/", "\\")) or ":" in pieces[0] or "\0" in part:
            raise Unreadable(f"{name} holds a part with a path that leads outside ({part!r}); it was not opened.")
        if info.flag_bits & 1:
            raise Unreadable(f"{name} has encrypted parts; remove the password and save it as .xlsx.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable(f"{name} is packed in a way that Excel does not use; {_SAVE} again.")
        total += info.file_size
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > MAX_PART or total > MAX_TOTAL or (info.file_size > RATIO_FROM and ratio > MAX_RATIO):
            raise Unreadable(
                f"{name} would unpack to {total / 1e9:.1f} GB or more at its part {part}, which is not safe to open; "
                "remove unused rows and sheets and save it again."
            )


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Whether the same packed bytes stand for several parts, as in bombs that need no nesting."""
    end = 0
    for info in sorted(infos, key=lambda i: i.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + 30 + len(info.filename) + info.compress_size  # at the least
    return False


def _check_kind(name: str, parts: dict[str, bytes]) -> None:
    if b"opendocument" in parts.get("mimetype", b""):
        raise Unreadable(f"{name} is an OpenDocument file (.ods); save it as Excel Workbook (*.xlsx).")
    if "[content_types].xml" not in parts:
        what = "a Numbers file" if any(p.startswith("index/") or p.endswith(".iwa") for p in parts) else "a zip file"
        raise Unreadable(f"{name} is {what}, but no Excel workbook; export or save it as .xlsx.")
    if "xl/workbook.bin" in parts:
        raise Unreadable(f"{name} is a binary workbook (.xlsb); {_SAVE} or *.xlsm.")
    if any(p.startswith("_xmlsignatures/") for p in parts):
        raise Unreadable(
            f"{name} carries a digital signature, which any change would break; remove the signature (File > Info) or "
            "work on a copy without it."
        )
    for part, kind in (("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint")):
        if part in parts:
            raise Unreadable(f"{name} is a {kind} file, not a workbook; give the right .xlsx.")


def refuse_types(text: bytes, what: str) -> None:
    """Unreadable for a part with a document type, wherever it stands and however its letters are written.

    A document type may make a billion letters out of a few, and the parser works out those in attributes whatever it is told.
    """
    head = text[:200]
    encoding = _ENCODING.search(head)
    if (encoding and encoding.group(1).lower() not in _PLAIN_ENCODINGS) or head[:1] not in _BEGINNINGS or head[:4] in _FOUR_BYTES:
        raise Unreadable(f"{what} is written in an encoding that no workbook uses; it was not opened.")
    if any(mark in text for mark in (_WIDE if b"\0" in head[:4] else _NARROW)):
        raise Unreadable(f"{what} carries a document type definition, which no workbook needs; it was not opened.")


class Watched:
    """A stream whose blocks are looked at for a document type before a parser gets them."""

    def __init__(self, stream: BinaryIO, what: str) -> None:
        self._stream, self._what, self._end, self._head = stream, what, b"", b""

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self._head = (self._head + block[:200])[:200]
        refuse_types(self._head + self._end + block, self._what)
        self._end = block[-40:]
        return block
