"""Customers: who is written to, and how (rule 1.3)."""

from __future__ import annotations

from backorder_xl.core.words import Notify
from backorder_xl.tables.contracts import common
from backorder_xl.tables.contracts.model import Contract, Field, Kind

CUSTOMERS = Contract(
    sheet="Customers",
    purpose="Who orders, and how they want to hear from us, one row per customer.",
    key=("customer",),
    by_header=False,
    aliases=("Clients", "Customer", "Customer List", "Accounts", "Kunden", "Debitoren", "Clientes"),
    fields=(
        Field("Customer", Kind.CODE, "The customer's code, as on Orders.", required=True,
              aliases=(*common.CUSTOMER, "Code", "ID", "No", "Customer Name", "Name"), codes=common.CUSTOMER_CODES,
              twin="name"),
        Field("Name", Kind.TEXT, "The name used in letters.", cosmetic=True,
              aliases=("Customer Name", "Full Name", *common.CUSTOMER_NAME)),
        Field("Email", Kind.TEXT, "Where letters go.", aliases=common.EMAIL, cosmetic=True),
        Field("Language", Kind.TEXT, "The language of letters, such as en or de.", aliases=common.LANGUAGE,
              cosmetic=True),
        Field("Country", Kind.TEXT, "The country, for the rules of law on delays.", aliases=common.COUNTRY,
              cosmetic=True),
        Field("Notify", Kind.CHOICE, "Whether this customer is written to.", default="all", choices=tuple(Notify),
              synonyms={"yes": "all", "y": "all", "true": "all", "1": "all", "x": "all", "no": "none", "n": "none",
                        "false": "none", "0": "none", "never": "none", "off": "none", "on": "all"},
              aliases=("Notifications", "Notify By", "Send Mail", "Contact By")),
        Field("Business", Kind.FLAG, "Whether it is a business, to which consumer law does not apply.", default="no",
              aliases=("Is Business", "B2B", "Business Customer", "is-business-order", "Geschäftskunde")),
    ),
)  # fmt: skip
