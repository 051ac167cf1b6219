"""Scenario: what is to be tried out, without anything being changed (rule 7.6)."""

from __future__ import annotations

from backorder_xl.core.words import Supposition
from backorder_xl.tables.contracts.model import Contract, Field, Kind

SCENARIO = Contract(
    sheet="Scenario",
    purpose="What the verb whatif tries out where nothing else is typed, all rows together; a run does not look at it.",
    key=("change", "what", "line"),
    by_header=False,
    aliases=("Scenarios", "Szenario", "Scénario", "Escenario"),
    fields=(
        Field("Change", Kind.CHOICE, "What is supposed.", required=True, choices=tuple(Supposition),
              synonyms={"poslip": "po slips", "slip": "po slips", "slips": "po slips", "polate": "po slips",
                        "supplierslip": "supplier slips", "supplierlate": "supplier slips", "poshort": "short",
                        "receiptshort": "short", "shortdelivery": "short", "first": "order first", "jumpqueue": "order first",
                        "cancelled": "cancel", "demand": "more demand", "settings": "setting"}),
        Field("What", Kind.CODE, "The purchase order, receipt, supplier, order, item or setting that it is about.", required=True,
              aliases=("Which", "Of", "Was", "Quoi", "Qué")),
        Field("Line", Kind.CODE, "One line of it only."),
        Field("By", Kind.QTY, "By how many days, or how many units; blank: all of it.", default=0,
              aliases=("Days", "Units", "Um", "De")),
        Field("To", Kind.ANY, "The new day, the day on which more demand is needed, or the setting's value.",
              aliases=("New Value", "Until", "Auf", "À", "A")),
        Field("Note", Kind.TEXT, "Yours.", cosmetic=True),
    ),
)  # fmt: skip
