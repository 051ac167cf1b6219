"""How is the XML inside a workbook parsed, safely, and written back?

No document type, no entity and no network is ever followed. Nothing here knows what a sheet is.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.late import etree
from backorder_xl.workbook.preflight import Watched, refuse_types

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def parser() -> etree.XMLParser:
    """A parser that reads text and nothing else."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def parse(text: bytes, what: str = "part") -> etree._Element:
    """The root element; a document type or broken XML is Unreadable with the part's name."""
    refuse_types(text, what)
    try:
        return etree.fromstring(text, parser())
    except etree.XMLSyntaxError as error:
        raise Unreadable(_damaged(what, error)) from error


def _damaged(what: str, error: Exception) -> str:
    return f"The part {what} inside the workbook is damaged ({' '.join(str(error).split())}); open it in Excel and save it again."


def serialise(root: etree._Element) -> bytes:
    """The part as bytes, with the comments that stand before and behind its root."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def local(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str | None = None) -> Iterator[etree._Element]:
    """Child elements, by local name where one is given."""
    if element is None:
        return
    for child in element:
        if isinstance(child.tag, str) and (name is None or local(child) == name):
            yield child


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that local name."""
    return next(children(element, name), None)


def add_in_order(parent: etree._Element, new: etree._Element, after: tuple[str, ...]) -> None:
    """Insert ``new`` before the first child named in ``after``, so that the schema's order holds."""
    follower = next((c for c in children(parent) if local(c) in after), None)
    if follower is None:
        parent.append(new)
    else:
        follower.addprevious(new)


def rels_path(part: str) -> str:
    """ "xl/workbook.xml" -> "xl/_rels/workbook.xml.rels"."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def resolve(part: str, target: str) -> str:
    """The part that a relationship of ``part`` points at."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def relative(part: str, target: str) -> str:
    """How ``part`` names ``target`` in its relationships."""
    return posixpath.relpath(target, posixpath.dirname(part) or ".")


def walk(stream: BinaryIO, tag: str | tuple[str, ...], what: str) -> Iterator[tuple[str, etree._Element]]:
    """Elements of a tag as they end, from a stream; broken XML is Unreadable."""
    try:
        yield from etree.iterparse(Watched(stream, what), events=("end",), tag=tag, resolve_entities=False, no_network=True,
                                   load_dtd=False, huge_tree=True)  # fmt: skip
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Unreadable(_damaged(what, error)) from error


def text(value: str) -> str:
    """Text as it stands between tags."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
