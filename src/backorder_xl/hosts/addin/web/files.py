"""Which files make the web add-in at an address, besides the client's own? All of them, made in memory, path by path."""

from __future__ import annotations

import json
from typing import Any

from backorder_xl.hosts.addin.web.client import client_config
from backorder_xl.hosts.addin.web.help import help_page
from backorder_xl.hosts.addin.web.icons import icons
from backorder_xl.hosts.addin.web.metadata import metadata
from backorder_xl.hosts.addin.web.model import HELP, METADATA, add_in
from backorder_xl.hosts.addin.web.unified import unified_manifest
from backorder_xl.hosts.addin.web.xml_manifest import xml_manifest


def files(address: str) -> dict[str, bytes]:
    """Path to content, the same bytes for the same address and version; AddinRefused if the address is no https address."""
    addin = add_in(address)
    return {
        "manifest.xml": xml_manifest(addin),
        "manifest-ipad.xml": xml_manifest(addin, pane_only=True),
        "manifest.json": _json(unified_manifest(addin)),
        METADATA: _json(metadata()),
        "config.json": _json(client_config()),
        HELP: help_page().encode(),
        **icons(),
    }


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
