"""How does one of our own HTML pages come from its template? Everything that is filled in is escaped.

These templates come with the package; those that a user can write are run elsewhere, in a sandbox.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def page(package: str, template: str, facts: dict[str, Any], filters: dict[str, Callable[..., str]] | None = None) -> bytes:
    """The page as UTF-8. ``package`` is where the template lies, such as ``ways``; ``filters`` put values into words."""
    environment = _environment(package).overlay()
    environment.filters = {**environment.filters, **(filters or {})}
    text = environment.get_template(template).render(facts)
    return text.encode("utf-8", "replace")


@lru_cache
def _environment(package: str) -> Environment:
    return Environment(
        loader=PackageLoader("backorder_xl.messages", package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
