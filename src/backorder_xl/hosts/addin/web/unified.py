"""How does the add-in look in Microsoft's newer manifest.json? The same model once more, shipped beside the XML.

Excel takes a unified manifest in preview only, not on a Mac, and without custom functions so far.
"""

from __future__ import annotations

from typing import Any

from backorder_xl import __version__
from backorder_xl.hosts.addin.web import metadata, model
from backorder_xl.hosts.addin.web.model import AddIn

SCHEMA = "1.30"
COLOUR, OUTLINE = "assets/color.png", "assets/outline.png"
ACCENT = "#1F6F5C"
_RUNTIME = "bo_page"


def unified_manifest(addin: AddIn) -> dict[str, Any]:
    """The content of manifest.json."""
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "id": addin.id,
        "version": __version__,
        "name": {"short": model.NAME, "full": model.NAME},
        "description": {"short": "Backorders, purchasing and promises in your workbook", "full": model.SAYS},
        "developer": {
            "name": model.PROVIDER,
            "websiteUrl": addin.url(model.HELP),
            "privacyUrl": addin.url(f"{model.HELP}#privacy"),
            "termsOfUseUrl": addin.url(f"{model.HELP}#terms"),
        },
        "icons": {"color": COLOUR, "outline": OUTLINE},
        "accentColor": ACCENT,
        "validDomains": [addin.host],
        "authorization": {"permissions": {"resourceSpecific": [{"name": "Document.ReadWrite.User", "type": "Delegated"}]}},
        "extensions": [_extension(addin)],
    }


def _extension(addin: AddIn) -> dict[str, Any]:
    return {
        "requirements": {
            "scopes": ["workbook"],
            "capabilities": [{"name": name, "minVersion": version} for name, version in (model.RUNTIME, model.API)],
        },
        "runtimes": [
            {
                "id": _RUNTIME,
                "type": "general",
                "code": {"page": addin.url(model.PAGE)},
                "lifetime": "long",
                "actions": [
                    {"id": one.button.id, "type": "executeFunction" if one.runs else "openPage"}
                    for shown in model.ribbon().values()
                    for one in shown
                ],
                "customFunctions": metadata.unified_functions(addin),
            }
        ],
        "ribbons": [{"contexts": ["default"], "tabs": [_tab(addin)]}],
    }


def _tab(addin: AddIn) -> dict[str, Any]:
    return {
        "id": model.TAB[0],
        "label": model.TAB[1],
        "groups": [
            {
                "id": f"bo_group_{group.name.lower()}",
                "label": group.value,
                "icons": _icons(addin, model.MARK),
                "controls": [
                    {
                        "id": one.button.id,
                        "type": "button",
                        "label": one.button.label,
                        "icons": _icons(addin, one.button.id),
                        "supertip": {"title": one.button.screentip, "description": one.says},
                        "actionId": one.button.id,
                    }
                    for one in shown
                ],
            }
            for group, shown in model.ribbon().items()
        ],
    }


def _icons(addin: AddIn, name: str) -> list[dict[str, Any]]:
    return [{"size": size, "url": addin.url(model.icon(name, size))} for size in model.RIBBON_SIZES]
