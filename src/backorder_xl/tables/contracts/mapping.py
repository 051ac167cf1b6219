"""Mapping: which of the user's sheets is which table, and which column is which (rule 1.1)."""

from __future__ import annotations

from backorder_xl.tables.contracts.model import Contract, Field, Kind

MAPPING = Contract(
    sheet="Mapping",
    purpose="What adopt proposed and you agreed to, one row per column; it goes before every name. Use is yours.",
    key=("table", "field", "sheet"),
    by_header=False,
    ours=True,
    fields=(
        Field("Table", Kind.TEXT, "The table as this page calls it, such as Orders; Settings for a setting.", required=True),
        Field("Sheet", Kind.TEXT, "Your sheet that holds it.", required=True),
        Field("Header Row", Kind.DAYS, "The row of its headers; 0 where it has none.", default=1),
        Field("Field", Kind.TEXT, "The column as this page calls it, such as SKU.", required=True),
        Field("Column", Kind.TEXT, "Your header as it stands, or a letter such as C where there is none.", required=True),
        Field("Sure", Kind.DAYS, "How sure the proposal is, in percent.", ours=True, read=False),
        Field("Why", Kind.TEXT, "What speaks for it.", ours=True, read=False),
        Field("Use", Kind.FLAG, "Yours: no leaves the row out.", default="yes"),
        Field("Note", Kind.TEXT, "Yours.", read=False),
    ),
)
