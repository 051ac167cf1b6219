"""What can a person start? The only list of verbs and buttons, in the ribbon's order; every door is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Group(Enum):
    """The groups of our tab, from left to right, each with the words beneath it."""

    STEPS = "Step by Step"
    MORNING = "Morning"
    LOOK = "Look"
    BOOK = "Book"


class Size(Enum):
    """How big a button is drawn, in the ribbon's own words."""

    NORMAL = "normal"  # three of them stand above each other
    LARGE = "large"  # fills the height of the ribbon


@dataclass(frozen=True)
class Button:
    """One button: `id` is what a door is handed when it is pressed, `icon` the name of a picture that Excel has (imageMso)."""

    id: str
    label: str
    group: Group
    icon: str
    screentip: str
    size: Size = Size.NORMAL


@dataclass(frozen=True)
class Action:
    """One thing to start: its verb ("" if it is a button only) and what it does, in a planner's words.

    `shows` names a sheet that the button only brings to the front.
    """

    verb: str
    does: str
    writes: bool = True
    button: Button | None = None
    shows: str = ""


ACTIONS = (
    Action(
        "import",
        "Bring exports of shops and other systems up to date in the book: SOURCE FILE... --into BOOK.",
        button=Button("bo_import", "Import files", Group.STEPS, "RefreshAll", "Bring in the exports in the folder inbox"),
    ),
    Action(
        "check",
        "Say what is wrong with the book; nothing else is decided.",
        button=Button("bo_check", "Check", Group.STEPS, "ErrorChecking", "Look for mistakes in the tables"),
    ),
    Action(
        "receive",
        "Post what arrived to its purchase orders and to stock, and say who gets it and what can ship.",
        button=Button("bo_receive", "Receive", Group.STEPS, "GetExternalDataFromText", "Post what arrived"),
    ),
    Action(
        "plan",
        "Decide and write the sheets, without receiving or messages.",
        button=Button("bo_plan", "Plan", Group.STEPS, "CalculateNow", "Decide who gets what, and what to buy"),
    ),
    Action(
        "notify",
        "Decide as plan does, and draft the messages to customers and suppliers.",
        button=Button("bo_notify", "Messages", Group.STEPS, "FileSendAsAttachment", "Draft the messages; nothing is sent"),
    ),
    Action(
        "run",
        "The morning run: post what arrived, decide who gets what and what to buy, write the sheets.",
        button=Button("bo_run", "Morning Run", Group.MORNING, "MacroPlay", "Receive, plan and draft the messages", Size.LARGE),
    ),
    Action(
        "explain",
        "Say why an order or one of its lines waits, for what and until when.",
        writes=False,
        button=Button("bo_explain", "Explain this row", Group.MORNING, "FormulaEvaluate", "Why does the selected row wait?"),
    ),
    Action(
        "undo",
        "Bring the book back as it was before the last run; once more takes that back.",
        button=Button("bo_undo", "Undo", Group.MORNING, "Undo", "Take the last run back"),
    ),
    Action(
        "",
        "Bring the sheet Dashboard to the front.",
        writes=False,
        button=Button("bo_dashboard", "Dashboard", Group.LOOK, "PivotTableReport", "Show the figures of the last run"),
        shows="Dashboard",
    ),
    Action(
        "steer",
        "Study suppliers, demand, lots, policies and customers: sheets that help to have fewer backorders tomorrow.",
        button=Button("bo_steer", "Steer", Group.LOOK, "GoalSeek", "Study what would help tomorrow"),
    ),
    Action("whatif", "Try something out: what would change for whom. The book stays as it is.", writes=False),
    Action(
        "page",
        "Make the page for shoppers: what is on backorder or preorder, until when, and how many wait.",
        writes=False,
        button=Button("bo_page", "Backorder page", Group.LOOK, "WebPagePreview", "Make the page for your shop"),
    ),
    Action(
        "new",
        "Make an empty book to fill in, or the demo book.",
        button=Button("bo_new", "New workbook", Group.BOOK, "FileNew", "Start with an empty book"),
    ),
    Action(
        "adopt",
        "Propose which of your sheets is which table and which column is which, and remember what you agree to.",
        button=Button("bo_adopt", "Adopt", Group.BOOK, "DataValidation", "Read this workbook as it is"),
    ),
    Action(
        "",
        "Bring the sheet Settings to the front.",
        writes=False,
        button=Button("bo_settings", "Settings", Group.BOOK, "PropertySheet", "Change how orders are decided"),
        shows="Settings",
    ),
    Action(
        "",
        "Say where the help is, and which version this is.",
        writes=False,
        button=Button("bo_help", "Help", Group.BOOK, "Help", "Help and version"),
    ),
    Action("templates", "Copy the wording of the drafts to a folder, to be edited there.", writes=False),
    Action("addin", "Put the ribbon into Excel (install), take it out (uninstall), or see what is wrong (doctor).", writes=False),
    Action("doctor", "Say what is in place on this machine and in a book, and what to do about what is not.", writes=False),
    Action("serve", "Serve Excel on the web, on the Mac and on the iPad from this machine, until Ctrl-C.", writes=False),
    Action("demo", "Make the demo book, run it, and say where to look."),
)

COMMANDS = tuple(action for action in ACTIONS if action.verb)
"""What the command line offers."""

BUTTONS = {action.button.id: action for action in ACTIONS if action.button is not None}
"""What a pressed button means, by its id, from left to right."""
