"""Which files does the add-in consist of? A table that is made once: a path that a browser asks for is only looked up in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from backorder_xl.hosts.web.refusing import Refused

HERE = Path(__file__).resolve().parent
INSTALLED = HERE / "client"
CHECKOUT = HERE.parents[3] / "addin" / "web"

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
}
"""What may be given out, and as what."""

OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
ASKED = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Private-Network": "true",
}
"""Excel on the web reads icons and functions.json from a page of Microsoft's. They hold nothing of anybody's."""

Make = Callable[[], bytes]
"""Gives the bytes of a file when it is asked for."""


@dataclass(frozen=True)
class File:
    """One file of the add-in."""

    kind: str
    read: Make


def lying(folder: Path | None = None) -> dict[str, File]:
    """The files in addin/web of a checkout, or in the package, by the path under which a browser finds them."""
    home = folder or next((f for f in (CHECKOUT, INSTALLED) if f.is_dir()), None)
    if home is None:
        return {}
    found = (p for p in sorted(home.rglob("*")) if p.suffix in KINDS and p.is_file() and not p.is_symlink())
    return {"/" + p.relative_to(home).as_posix(): File(KINDS[p.suffix], p.read_bytes) for p in found if not _hidden(p, home)}


def made(files: Mapping[str, Make]) -> dict[str, File]:
    """Files that are made by us rather than kept on a disk, under their paths."""
    return {path: File(KINDS["." + path.rpartition(".")[2]], make) for path, make in files.items()}


class Files:
    """Answers GET and HEAD for the paths of the table, and nothing else."""

    def __init__(self, table: Mapping[str, File]) -> None:
        self._table = table

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The file, 304 if the browser has it, or Refused."""
        file = self._table.get(scope["path"])
        if file is None:
            raise Refused(404, "There is nothing under this address; the add-in's page is /taskpane.html.", "not_found")
        if scope["method"] == "OPTIONS":
            return await Response(None, 204, OPEN | ASKED)(scope, receive, send)
        if scope["method"] not in ("GET", "HEAD"):
            raise Refused(405, "This address can only be read.", "not_allowed", {"Allow": "GET, HEAD, OPTIONS"})
        body = file.read()
        mark = '"' + hashlib.sha256(body).hexdigest()[:32] + '"'
        headers = OPEN | {"Cache-Control": "no-cache", "ETag": mark, "Content-Type": file.kind}
        same = mark in Request(scope).headers.get("if-none-match", "")
        return await Response(b"" if same else body, 304 if same else 200, headers)(scope, receive, send)


def _hidden(path: Path, home: Path) -> bool:
    """Whether it is somebody's own file rather than the add-in's: tests, packages of npm, dot files."""
    return any(part.startswith(".") or part in ("node_modules", "tests") for part in path.relative_to(home).parts)
