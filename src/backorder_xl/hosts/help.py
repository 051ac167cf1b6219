"""What does the button Help show? The version, and a page made from the list of buttons, so that it lacks none."""

from __future__ import annotations

import platform
from pathlib import Path

from backorder_xl import __version__
from backorder_xl.hosts.actions import BUTTONS

PAGE = Path(__file__).with_name("help.html")


def version_words() -> str:
    """What this is and what runs it."""
    return f"Backorder XL {__version__} on Python {platform.python_version()}."


def help_page(state: Path) -> Path:
    """Write the page into the state folder; its path."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(PAGE.read_text(encoding="utf-8"))
    groups: dict[str, list[tuple[str, str]]] = {}
    for action in BUTTONS.values():
        if action.button is not None:
            groups.setdefault(action.button.group.value, []).append((action.button.label, action.does))
    state.mkdir(parents=True, exist_ok=True)
    target = state / "help.html"
    target.write_text(template.render(groups=groups, words=version_words(), state=str(state)), encoding="utf-8")
    return target
