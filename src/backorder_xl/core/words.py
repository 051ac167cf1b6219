"""Which words may stand in a choice, and what does each mean?

The closed lists of the rulebook as enums, and the two units in which counted things are kept. It decides nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np

UNIT: Final = 1_000_000
"""Quantities are int64 in millionths, so that 0.1 + 0.2 is 0.3 and no unit is made or lost by rounding (rule 1.2)."""

MONEY: Final = 10_000
"""Money is int64 in ten-thousandths (rule 1.2)."""

NO_MONEY: Final = int(np.iinfo(np.int64).min)
"""A price or cost that nobody typed; zero is a price."""

NO_DAYS: Final = -1
"""A lead time or rank that nobody typed; zero days is a lead time."""

USUAL_PRIORITY: Final = 5
"""What a blank Priority on Orders means (rule 1.3)."""


class AllocationPolicy(StrEnum):
    """Who is served first (rule 3.1)."""

    FIRST_COME = "first-come"  # priority, then order date
    NEED_BY = "need-by"  # priority, then the day it is needed, blank last
    PROMISED = "promised"  # what was promised first, by that day
    PAID_FIRST = "paid-first"  # paid orders, then first-come
    VALUE = "value"  # priority, then the largest open value
    FAIR_SHARE = "fair-share"  # stock in proportion to what each line has open
    MOST_COMPLETE = "most-complete"  # as many orders as possible completed from stock, then first-come


class Counting(StrEnum):
    """What is counted where an item is sold or bought (rule 1.3)."""

    UNIT = "unit"  # single pieces, as everywhere in the workbook
    PACK = "pack"  # cases, boxes: so many units each


class ShipCompleteRule(StrEnum):
    """What an order that ships only complete does with stock while it waits (rule 3.5)."""

    HOLD = "hold"  # keeps what it has
    RELEASE = "release"  # takes all or nothing


class SupplierChoice(StrEnum):
    """Which of several sources is bought from (rule 4.2)."""

    PREFERRED = "preferred"  # the lowest rank, else the item's supplier
    CHEAPEST = "cheapest"  # the lowest unit cost
    FASTEST = "fastest"  # the earliest arrival
    ON_TIME = "on-time"  # the cheapest that arrives for the earliest date wanted


class BelowMinimum(StrEnum):
    """What happens to a purchase order under the supplier's minimum (rule 4.7)."""

    FLAG = "flag"  # it is proposed, with what is missing
    HOLD = "hold"  # it is left out, and the orders that wait for it are told so


class LeadTimeIn(StrEnum):
    """What a lead time counts (rule 4.3)."""

    CALENDAR = "calendar days"
    WORKING = "working days"


class DateOrder(StrEnum):
    """How a date typed as text with slashes is read (rule 1.2)."""

    ISO = "ISO"  # year first only; anything else is asked back
    DMY = "DMY"
    MDY = "MDY"


class ItemPolicy(StrEnum):
    """How an item is bought and promised (rules 4.1, 4.5, 4.9)."""

    BACKORDER = "backorder"  # bought when stock does not cover it
    PREORDER = "preorder"  # not out yet: nothing is expected before its release date
    SPECIAL_ORDER = "special order"  # bought for the customer's order, never for the shelf
    DROP_SHIP = "drop ship"  # the supplier sends it straight to the customer
    STOP = "stop"  # not bought any more: a substitute or a cancellation is offered


class OrderStatus(StrEnum):
    OPEN = "open"
    ON_HOLD = "on hold"  # counted, but takes no part (rule 2.1)
    CLOSED = "closed"


class PurchaseStatus(StrEnum):
    PROPOSED = "proposed"  # ours: replaced by every run (rule 4.6)
    ORDERED = "ordered"
    CONFIRMED = "confirmed"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class SourceKind(StrEnum):
    """What sort of source a Sourcing row is (rule 1.3)."""

    STANDARD = "standard"
    LOCAL = "local"
    EXPRESS = "express"


class Notify(StrEnum):
    ALL = "all"
    NONE = "none"


class MessageStatus(StrEnum):
    """What became of one row of Messages (rule 6.3). Only the user changes it once it stands there."""

    DRAFT = "draft"  # drafted: counts as told
    SENT = "sent"
    AGREED = "agreed"  # sent, and the buyer has agreed in so many words to wait (rule 6.4)
    SKIPPED = "skipped"  # not sent: the customer has not heard it, and it is not drafted again
    NO_ADDRESS = "no address"  # not drafted, as there was nowhere to send it
    UNDONE = "undone"  # of a run that was undone: as if it had never been told


class MessagePer(StrEnum):
    """What one message to a customer holds (rule 6.1)."""

    CUSTOMER = "customer"  # all that changed for the customer
    ORDER = "order"  # all that changed on one order


class LegalRegime(StrEnum):
    """Whose law on late deliveries is watched (rule 6.4)."""

    NONE = "none"
    US = "US"  # 16 CFR 435: mail, internet or telephone orders
    EU = "EU"  # Directive 2011/83, Article 18
    UK = "UK"  # Consumer Rights Act 2015, section 28
    BY_COUNTRY = "by Country"  # as the customer's Country says


class LegalAct(StrEnum):
    """What the law wants next for a line that waits (rule 6.4)."""

    SHIP = "ship"
    TELL = "tell the delay"
    CONSENT = "get consent, else cancel and refund"
    REFUND = "cancel and refund"
    DELIVER = "deliver"
    LATE = "deliver: the buyer may set a last date"


class Source(StrEnum):
    """Where a peg's units come from (rule 1.4)."""

    STOCK = "stock"
    PURCHASE = "purchase"  # an open line of a purchase order
    PLANNED = "planned"  # a line that this run proposes to buy
    NONE = "none"  # nothing covers it


class BackorderStatus(StrEnum):
    """The one word that a Backorders row shows in colour."""

    ON_ORDER = "on order"  # all that waits is on open purchase orders
    TO_ORDER = "to order"  # a purchase is proposed for part of it
    NO_SUPPLY = "no supply"  # part of it has no supply at all
    PREORDER = "preorder"  # covered, but the item is not released yet


class Supposition(StrEnum):
    """What a what-if supposes, as it stands in Change on the sheet Scenario."""

    PO_SLIPS = "po slips"  # What: a purchase order; By: days, or To: a day
    SUPPLIER_SLIPS = "supplier slips"  # What: a supplier; By: days, for what is open and what is yet to be ordered
    SHORT = "short"  # What: a purchase order or a receipt; By: units that do not come, blank = all of it
    ORDER_FIRST = "order first"  # What: an order, which is served before all others
    CANCEL = "cancel"  # What: an order; By: units, blank = all that is open
    MORE_DEMAND = "more demand"  # What: an item; By: units; To: the day on which they are needed
    MORE_STOCK = "more stock"  # What: an item; By: units
    LESS_STOCK = "less stock"  # What: an item; By: units
    SETTING = "setting"  # What: a setting's name; To: its value


class Paper(StrEnum):
    """The sheet that a purchase order is printed on."""

    A4 = "A4"
    LETTER = "Letter"


class DraftsTo(StrEnum):
    """Where drafts go besides the folder of files (rule 6.1)."""

    FOLDER = "folder"  # nowhere else
    IMAP = "imap"  # the Drafts of a mail server
    OUTLOOK = "outlook"  # the Drafts of classic Outlook on Windows


class MailSecurity(StrEnum):
    """How the way to the mail server is kept private."""

    TLS = "tls"  # from the first byte
    STARTTLS = "starttls"  # agreed on before anything is said
    NONE = "none"  # only to a program on this same machine


class Availability(StrEnum):
    """What a shopper who orders an item today is told about it (rule 10.2)."""

    BACKORDER = "on backorder"  # it can be ordered and waits for supply
    PREORDER = "preorder"  # it can be ordered and is not out yet
    FULL = "no more taken"  # as many wait as Backorder Cap allows
    SOLD_OUT = "sold out"  # not bought any more, and nothing is on its way


class PageItems(StrEnum):
    """Which items stand on the page for shoppers (rule 10.1)."""

    WAITING = "waiting"  # those that somebody waits for, and those that are not out yet
    ALL = "all"  # every item that a new order would wait for


class PageWaiting(StrEnum):
    """What the page says of how many wait (rule 10.4)."""

    NUMBER = "number"  # units and customers
    BAND = "band"  # such as 10 to 49
    NO = "no"  # nothing


class PageDates(StrEnum):
    """How exactly the page tells a date (rule 10.3)."""

    PART = "part of month"  # mid-June 2026
    MONTH = "month"  # June 2026
    WEEKS = "weeks"  # in 2 to 3 weeks
