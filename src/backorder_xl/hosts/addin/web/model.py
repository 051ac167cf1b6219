"""What does the web add-in consist of, for one address? Both manifests, the metadata and the client's settings are made from it.

It adds to hosts/actions.py and hosts/formulas.py what only Office asks for: an identity, a version of four numbers, where each
file lies, and the button that opens the task pane.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from backorder_xl import __version__
from backorder_xl.hosts.actions import BUTTONS, Button, Group
from backorder_xl.hosts.addin.errors import AddinRefused

NAME = "Backorder XL"
TAB = ("bo_tab", "Backorders")
NAMESPACE = "BO"  # BO.EOQ in a cell
SAYS = "Works out who waits for what, what to buy and what to tell whom, inside the workbook that you have."
PROVIDER = "Backorder XL"
LOCALE = "en-US"
RUNTIME = ("SharedRuntime", "1.1")
"""One page holds the pane, the buttons and the functions: they share what was read, and nothing is started twice."""
API = ("ExcelApi", "1.9")
"""The oldest Excel that has all that the client calls; tables, ranges of whole sheets and styles came before it."""
ICON_SIZES = (16, 20, 24, 32, 40, 48, 64, 80, 128)
RIBBON_SIZES = ICON_SIZES[:-1]  # 128 is for lists of add-ins only
MARK = "backorder_xl"  # the picture of the product; every other picture is named like its button
PANE = Button("bo_pane", "Open pane", Group.LOOK, "", "Show Backorder XL beside the workbook")
PANE_SAYS = "Shows what the last run said, its problems and drafts, and asks where something is to be decided."
PANE_ID = "bo_taskpane"

_ADDRESS = re.compile(
    r"https://(?P<host>[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(?P<port>:[1-9][0-9]{0,4})?(?P<path>(/[a-z0-9._~-]+)*)/?", re.IGNORECASE
)


@dataclass(frozen=True)
class Shown:
    """A button in the web ribbon: ``runs`` is false for the one that opens the pane."""

    button: Button
    says: str
    runs: bool = True


@dataclass(frozen=True)
class AddIn:
    """The add-in as it is served at ``address``, which is https and has no slash at its end."""

    address: str

    @property
    def id(self) -> str:
        """The same for the same address, so that a newer manifest takes the place of the older one."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.address}/backorder_xl"))

    @property
    def pane_id(self) -> str:
        """Of the add-in without a tab and functions, which may be there beside the other."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.address}/backorder_xl/pane"))

    @property
    def origin(self) -> str:
        split = urlsplit(self.address)
        return f"{split.scheme}://{split.netloc}"

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def version(self) -> str:
        """Four numbers, as Office wants them: 0.1.0 is 0.1.0.0."""
        numbers = re.findall(r"\d+", __version__)[:3]
        return ".".join([*numbers, *["0"] * (4 - len(numbers))])

    def url(self, path: str) -> str:
        """Where a file lies. What Excel keeps for a day carries the version, so that a new one is fetched at once."""
        return f"{self.address}/{path}?v={__version__}" if path in VERSIONED else f"{self.address}/{path}"


PAGE, SCRIPT, METADATA, HELP = "taskpane.html", "js/functions.js", "functions.json", "help.html"
VERSIONED = (SCRIPT, METADATA)


def add_in(address: str) -> AddIn:
    """The add-in at an address; AddinRefused says what is wrong with the address."""
    found = _ADDRESS.fullmatch(address.strip())
    if not found or int((found["port"] or ":1")[1:]) > 65535:
        raise AddinRefused(
            f"Excel loads an add-in from an https address only: give one such as https://localhost:8443, not {address!r}."
        )
    return AddIn(f"https://{found['host'].lower()}{found['port'] or ''}{found['path']}")


def icon(name: str, size: int) -> str:
    """The path of a picture; ``name`` is MARK or the id of a button."""
    return f"assets/{name}-{size}.png"


def ribbon() -> dict[Group, list[Shown]]:
    """The groups from left to right with their buttons."""
    groups: dict[Group, list[Shown]] = {group: [] for group in Group}
    for action in BUTTONS.values():
        if action.button is not None:
            groups[action.button.group].append(Shown(action.button, action.does))
    groups[PANE.group].insert(0, Shown(PANE, PANE_SAYS, runs=False))
    return groups
