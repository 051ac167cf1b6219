"""What must the page in Excel know of our buttons, functions and sheets? config.json, so that it repeats no list of its own."""

from __future__ import annotations

from typing import Any

from backorder_xl import __version__
from backorder_xl.hosts.addin.web import model
from backorder_xl.hosts.formulas import FORMULAS
from backorder_xl.tables.contracts import CUT_LIST, MESSAGES, PURCHASE_ORDERS, RESULT_SHEETS

OURS = (*RESULT_SHEETS, *(table.sheet for table in (PURCHASE_ORDERS, MESSAGES, CUT_LIST)))
"""Sheets that a run may write whole: the client looks at them closely from the start, which spares a second question."""


def client_config() -> dict[str, Any]:
    """The content of config.json (docs/web-protocol.md)."""
    return {
        "version": __version__,
        "name": model.NAME,
        "namespace": model.NAMESPACE,
        "ours": list(OURS),
        "buttons": [_button(id_, action) for id_, action in model.BUTTONS.items()],
        "functions": [
            {
                "name": f.name,
                "says": f.says,
                "shape": f.shape.name.lower(),
                "arguments": [
                    {"name": a.name, "kind": a.kind.name.lower(), "optional": optional, "says": a.says}
                    for a, (_, optional) in zip(f.arguments, f.parameters, strict=True)
                ],
            }
            for f in FORMULAS
        ],
    }


def _button(id_: str, action: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "verb": action.verb,
        "label": action.button.label,
        "group": action.button.group.value,
        "size": action.button.size.value,
        "screentip": action.button.screentip,
        "does": action.does,
        "shows": action.shows,
        "writes": action.writes,
    }
