"""Holidays, Settings and Messages: what a run needs besides goods and orders (rules 1.3, 6.3)."""

from __future__ import annotations

from backorder_xl.core.words import MessageStatus
from backorder_xl.tables.contracts import common
from backorder_xl.tables.contracts.model import Contract, Field, Kind

HOLIDAYS = Contract(
    sheet="Holidays",
    purpose="Days on which nobody works.",
    key=("date", "calendar"),
    by_header=False,
    aliases=("Holiday", "Closed Days", "Non-Working Days", "Feiertage", "Jours fériés", "Festivos", "Feriados"),
    fields=(
        Field("Date", Kind.DATE, "The day.", required=True,
              aliases=("Holiday", "Holiday Date", "Day", "Closed On", "Datum", "Feiertag", "Fecha", "Jour")),
        Field("Calendar", Kind.CODE, "Blank is ours; else the code of the supplier that is closed.",
              aliases=("Supplier", "Whose", "Kalender", "Calendrier", "Calendario")),
    ),
)  # fmt: skip

SETTINGS = Contract(
    sheet="Settings",
    purpose="How the add-in decides; a blank Value means the default.",
    key=("setting",),
    by_header=False,
    aliases=("Einstellungen", "Paramètres", "Ajustes"),
    fields=(
        Field("Setting", Kind.TEXT, "The name of the setting.", required=True,
              aliases=("Name", "Option", "Parameter", "Key", "Einstellung", "Paramètre", "Ajuste")),
        Field("Value", Kind.ANY, "What it is set to.", required=True, aliases=("Wert", "Valeur", "Valor")),
        Field("Meaning", Kind.TEXT, "What it decides (written by the add-in).", ours=True, read=False,
              aliases=("Description", "Bedeutung", "Signification", "Significado")),
    ),
)  # fmt: skip

MESSAGES = Contract(
    sheet="Messages",
    purpose="What was told to whom; rows are only ever added, and Status is the user's.",
    key=("message", "order", "line", "kind"),
    by_header=False,
    ours=True,
    fields=(
        Field("Message", Kind.CODE, "The number of the message.", required=True, ours=True),
        Field("Created", Kind.DATE, "The day on which it was drafted.", ours=True, cosmetic=True),
        Field("Kind", Kind.TEXT, "What it says: backordered, delayed, dated, ready, ...", ours=True),
        Field("Customer or Supplier", Kind.CODE, "Who it is for.", ours=True,
              aliases=("Customer", "Customer / Supplier", "Supplier", "Recipient")),
        Field("Order", Kind.CODE, "The order, or the PO, that it speaks of.", ours=True),
        Field("Line", Kind.CODE, "The line of it.", ours=True),
        Field("Email", Kind.TEXT, "Where it goes.", ours=True, cosmetic=True, aliases=common.EMAIL),
        Field("Subject", Kind.TEXT, "Its subject.", ours=True, cosmetic=True),
        Field("Told Date", Kind.DATE, "The date that was told; blank where none was known.", ours=True, cosmetic=True),
        Field("Quantity", Kind.QTY, "The units that it speaks of: those that wait, are ready, or were cancelled.",
              default=0, ours=True, cosmetic=True),
        Field("Status", Kind.CHOICE,
              "Yours: sent once it is sent, skipped if it is not to be sent, agreed once the buyer agreed to wait.",
              default="draft", ours=True, choices=tuple(MessageStatus),
              synonyms={"skip": "skipped", "drafted": "draft", "consent": "agreed", "consented": "agreed",
                        "accepted": "agreed", "undo": "undone"}),
        Field("File", Kind.TEXT, "The draft's file.", ours=True, cosmetic=True),
        Field("SKU", Kind.CODE, "The item.", ours=True),
        Field("Cancelled", Kind.QTY, "What of the line was cancelled by then, so that only more than that is confirmed.",
              default=0, ours=True, cosmetic=True),
    ),
)  # fmt: skip
