"""Which verbs are there? The only list of what a person can start; every door is made from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """One verb: its word on the command line and what it does, in a planner's words."""

    verb: str
    does: str
    writes: bool = True


ACTIONS = (
    Action("run", "The morning run: post what arrived, decide who gets what and what to buy, write the sheets."),
    Action("receive", "Post what arrived to its purchase orders and to stock, and say who gets it and what can ship."),
    Action("plan", "Decide and write the sheets, without receiving or messages."),
    Action("notify", "Decide as plan does, and draft the messages to customers and suppliers."),
    Action("check", "Say what is wrong with the book; nothing else is decided."),
    Action("explain", "Say why an order or one of its lines waits, for what and until when.", writes=False),
    Action("whatif", "Try something out: what would change for whom. The book stays as it is.", writes=False),
    Action("steer", "Write the sheets that help to have fewer backorders tomorrow: policies compared, customers at risk."),
    Action("undo", "Bring the book back as it was before the last run; once more takes that back."),
    Action("new", "Make an empty book to fill in (or, with --demo, the demo book)."),
    Action("templates", "Copy the wording of the drafts to a folder, to be edited there.", writes=False),
    Action("demo", "Make the demo book, run it, and say where to look."),
)
