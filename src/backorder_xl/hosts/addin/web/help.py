"""What does a user of the web add-in read who asks for help? One page from the lists of buttons and functions; it lacks none."""

from __future__ import annotations

from pathlib import Path

from backorder_xl import __version__
from backorder_xl.hosts.addin.web import model
from backorder_xl.hosts.formulas import FORMULAS

TEMPLATE = Path(__file__).with_name("help.html")


def help_page() -> str:
    """The page; it is the address for support, privacy and terms in both manifests as well."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(TEMPLATE.read_text(encoding="utf-8"))
    groups = {group.value: shown for group, shown in model.ribbon().items()}
    return template.render(groups=groups, formulas=FORMULAS, namespace=model.NAMESPACE, version=__version__)
