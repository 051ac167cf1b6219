"""What can a user set, what is it if nobody sets it, and what does it mean?

The one home of every setting's name, default and meaning. The Settings sheet, ``--set`` and docs are made from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from backorder_xl.core.letters import MessageKind
from backorder_xl.core.words import (
    AllocationPolicy,
    BelowMinimum,
    DateOrder,
    DraftsTo,
    LeadTimeIn,
    LegalRegime,
    MailSecurity,
    MessagePer,
    PageDates,
    PageItems,
    PageWaiting,
    Paper,
    ShipCompleteRule,
    SupplierChoice,
)

DAYS = ("days", 3650)
"""What a whole number counts, and the most that it may be."""


def setting(default: Any, name: str, meaning: str, counts: tuple[str, int] = DAYS) -> Any:
    """A field of Settings: its default, the name that stands on the sheet, and one sentence for the Meaning column."""
    return field(default=default, metadata={"name": name, "meaning": meaning, "counts": counts})


@dataclass(frozen=True)
class Settings:
    """Every setting with its default. Whole numbers are days unless ``counts`` says otherwise; flags are True or False."""

    allocation_policy: AllocationPolicy = setting(
        AllocationPolicy.FIRST_COME, "Allocation Policy", "Who is served first when stock does not reach (rule 3.1)."
    )
    ship_complete_rule: ShipCompleteRule = setting(
        ShipCompleteRule.HOLD,
        "Ship Complete Rule",
        "hold: an order that ships complete keeps its stock while it waits; release: it takes all or nothing (3.5).",
    )
    supplier_choice: SupplierChoice = setting(
        SupplierChoice.PREFERRED, "Supplier Choice", "Which source is bought from when an item has several (4.2)."
    )
    default_lead_time: int = setting(
        14, "Default Lead Time", "Days from order to arrival where neither source, item nor supplier says (4.3)."
    )
    lead_time_in: LeadTimeIn = setting(
        LeadTimeIn.CALENDAR, "Lead Time In", "Whether lead times count calendar days or working days (4.3)."
    )
    inbound_days: int = setting(
        0, "Inbound Days", "Working days of ours from a delivery's arrival until its units can be used (3.3)."
    )
    outbound_days: int = setting(
        0, "Outbound Days", "Working days of ours from having the goods until they leave the house (3.6)."
    )
    overdue_grace_days: int = setting(
        7, "Overdue Grace Days", "Calendar days after today at which an overdue delivery is reckoned with (3.3)."
    )
    working_days: str = setting("Mon Tue Wed Thu Fri", "Working Days", "The days of the week on which we work.")
    default_location: str = setting(
        "", "Default Location", "The place that a blank Location stands for, where orders and stock have places (2.2)."
    )
    refill_safety_stock: bool = setting(
        False, "Refill Safety Stock", "Whether a run also buys what is missing to an item's Safety Stock (4.1)."
    )
    below_minimum: BelowMinimum = setting(
        BelowMinimum.FLAG,
        "Below Minimum",
        "flag: a purchase order under the supplier's Minimum Order is proposed with a note; hold: it waits (4.7).",
    )
    po_prefix: str = setting("PO-", "PO Prefix", "What the numbers of proposed purchase orders begin with (4.6).")
    defer_days: int = setting(
        14, "Defer Days", "A delivery that comes this many days before anyone wants it is advised to come later (4.8)."
    )
    service_level: int = setting(
        95, "Service Level %", "The share of replenishments without running out that reorder points are reckoned for (7.5).",
        ("percent", 99),
    )
    order_cost: int = setting(
        25, "Order Cost", "What placing one line of a purchase order costs, in money; for economic lots (7.3).", ("money", 10**6)
    )
    carrying_cost: int = setting(
        20, "Carrying Cost %", "What a unit on the shelf costs in a year, in percent of its unit cost (7.3).", ("percent", 1000)
    )
    waiting_cost: int = setting(
        200, "Waiting Cost %", "What a customer who waits a year for a unit would cost, in percent of its unit cost (7.3).",
        ("percent", 10_000),
    )
    over_receipt: int = setting(
        0, "Over Receipt %", "How much more than ordered is taken in, in percent of the line; 0 = all of it (5.2).",
        ("percent", 1000),
    )  # fmt: skip
    slip_days: int = setting(0, "Slip Days", "Days that a date may move before it counts as delayed (6.2).")
    cancel_offer_days: int = setting(
        30, "Cancel Offer Days", "Days of waiting after which the customer is offered a cancellation (6.2)."
    )
    keep_in_touch_days: int = setting(
        0, "Keep In Touch Days", "Days without news after which a customer who waits hears from us; 0 = never (6.2)."
    )
    one_message_per: MessagePer = setting(
        MessagePer.CUSTOMER, "One Message Per", "customer: one message with all that changed; order: one per order (6.1)."
    )
    message_kinds: str = setting(
        "all", "Message Kinds", "all, or the kinds that are drafted, such as delayed, ready; -chase leaves one out (6.2)."
    )
    chase_every_days: int = setting(
        7, "Chase Every Days", "Days between the three letters to a supplier about one overdue delivery (6.2)."
    )
    review_above_value: int = setting(
        0, "Review Above Value", "Messages about more than this value are marked for review; 0 = none (6.1).",
        ("money", 1_000_000_000),
    )  # fmt: skip
    review_above_mails_per_week: int = setting(
        0, "Review Above Mails Per Week",
        "More messages than this to one address within seven days are marked for review; 0 = none (6.1).",
        ("messages", 1000),
    )  # fmt: skip
    legal_regime: LegalRegime = setting(
        LegalRegime.NONE, "Legal Regime", "Whose law on late deliveries to consumers is watched (6.4)."
    )
    date_order: DateOrder = setting(
        DateOrder.ISO, "Date Order", "How 03/04/2026 typed as text is read: DMY, MDY, or ISO = ask back (1.2)."
    )
    decimal_mark: str = setting(".", "Decimal Mark", "The decimal mark in numbers that are typed as text: . or , (1.2).")
    company_name: str = setting("", "Company Name", "Who we are, as it stands on drafts and purchase orders (6.1).")
    company_address: str = setting(
        "", "Company Address", "Our postal address, its lines parted by line breaks or semicolons; suppliers ship to it."
    )
    sender_name: str = setting("", "Sender Name", "The person who writes the drafts and answers questions about them.")
    sender_email: str = setting("", "Sender Email", "The address that drafts come from and that answers go to.")
    reply_to: str = setting("", "Reply To", "Where answers to drafts go, if not to Sender Email.")
    phone: str = setting("", "Phone", "The number under which customers and suppliers reach us.")
    logo_file: str = setting("", "Logo File", "A PNG, JPEG or GIF picture, beside this book or with its whole path.")
    template_folder: str = setting(
        "", "Template Folder", "A folder with your own wording, beside this book or with its whole path (docs/messages.md)."
    )
    default_language: str = setting(
        "en", "Default Language", "The language of drafts to those who have none, or one that has no wording: en, de, fr, ..."
    )
    paper: Paper = setting(Paper.A4, "Paper", "The paper that purchase orders are printed on.")
    drafts_to: DraftsTo = setting(
        DraftsTo.FOLDER, "Drafts To", "Where drafts go besides the folder of files: folder = nowhere else (docs/drafts.md)."
    )
    imap_server: str = setting("", "IMAP Server", "The mail server that keeps drafts, such as imap.example.com or host:993.")
    imap_user: str = setting("", "IMAP User", "The name to sign in with there; the password never stands in this book.")
    imap_folder: str = setting("", "IMAP Folder", "The folder for drafts; blank: the one that the server itself calls Drafts.")
    imap_security: MailSecurity = setting(
        MailSecurity.TLS, "IMAP Security", "tls or starttls; none only for a mail program on this same machine."
    )
    page_title: str = setting("", "Page Title", "The heading of the page for shoppers; blank: the one of its language (10.1).")
    page_items: PageItems = setting(
        PageItems.WAITING,
        "Page Items",
        "waiting: what somebody waits for or is not out yet; all: every item that a new order would wait for (10.1).",
    )
    page_shows_waiting: PageWaiting = setting(
        PageWaiting.NUMBER, "Page Shows Waiting", "How many wait, as a number, as a band such as 10 to 49, or no (10.4)."
    )
    page_date_style: PageDates = setting(
        PageDates.PART, "Page Date Style", "How a date is told: part of month (mid-June 2026), month, or weeks (10.3)."
    )
    page_language: str = setting("", "Page Language", "The language of the page; blank: Default Language (10.1).")


class BadSetting(ValueError):
    """A setting's name or value that is not known; its text is for the user."""


class SecretSetting(BadSetting):
    """A password typed as a setting: what was typed is not to be repeated anywhere."""


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


BY_NAME = {_plain(f.metadata["name"]): f for f in fields(Settings)}
_SECRET = re.compile(r"passw|passphrase|kennwort|motdepasse|contrase|secret|apikey|token|\bpwd")
_YES = {"yes", "y", "true", "1", "x"}
_NO = {"no", "n", "false", "0", ""}


def parse(name: str, value: object) -> tuple[str, Any]:
    """One setting as typed by a user, as (attribute, value). Raises BadSetting with the remedy.

    Case, spaces and punctuation in the name do not matter; a whole number may come as 14.0 or "14".
    """
    f = BY_NAME.get(_plain(name))
    if f is None and _SECRET.search(_plain(name)):
        raise SecretSetting(
            f"{name} looks like a password, which has no place in a workbook; take it off the sheet, change it, and keep it in "
            "the machine's keyring (docs/drafts.md)."
        )
    if f is None:
        from difflib import get_close_matches

        near = get_close_matches(_plain(name), BY_NAME, n=1, cutoff=0.5)
        hint = f" Did you mean {BY_NAME[near[0]].metadata['name']}?" if near else ""
        raise BadSetting(f"There is no setting called {name!r}.{hint}")
    label, default = f.metadata["name"], f.default
    text = _text(value)
    if isinstance(default, bool):
        if text.casefold() in _YES | _NO:
            return f.name, text.casefold() in _YES
        raise BadSetting(f"{label} takes yes or no, not {text!r}.")
    if isinstance(default, int):
        if label.endswith("%"):  # a cell formatted as percent holds 0.1 for 10 %
            share = isinstance(value, float) and 0 < value < 1
            text = _text(round(float(value) * 100, 6)) if share else text.removesuffix("%").strip()  # type: ignore[arg-type]
        counted, most = f.metadata["counts"]
        if text.isdecimal() and len(text) <= 100 and int(text) <= most:
            return f.name, int(text)
        raise BadSetting(f"{label} takes a whole number of {counted} from 0 to {most}, not {text!r}.")
    if isinstance(default, StrEnum):
        kind = type(default)
        for member in kind:
            if _plain(member.value) == _plain(text):
                return f.name, member
        raise BadSetting(f"{label} takes one of {', '.join(kind)}, not {text!r}.")
    if f.name == "decimal_mark" and text not in (".", ","):
        raise BadSetting(f"{label} takes . or , not {text!r}.")
    if f.name == "working_days":
        return f.name, " ".join(working_days(text))
    if f.name == "message_kinds":
        kept = message_kinds(text)
        return f.name, "all" if len(kept) == len(MessageKind) else ", ".join(kept)
    return f.name, text


def message_kinds(text: str) -> list[MessageKind]:
    """The kinds of message named in a text such as ``delayed, ready``, or all but those with a minus before them."""
    words = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    kinds = {_plain(kind): kind for kind in MessageKind}
    wanted: set[MessageKind] = set()
    without: set[MessageKind] = set()
    for word in words:
        if _plain(word) in ("all", "none"):
            wanted |= set(MessageKind if _plain(word) == "all" else ())
            continue
        kind = kinds.get(_plain(word))
        if kind is None:
            raise BadSetting(f"Message Kinds takes all, none or some of {', '.join(MessageKind)}, not {word!r}.")
        (without if word.startswith(("-", "−")) else wanted).add(kind)
    if without and not wanted:
        wanted = set(MessageKind)
    return [kind for kind in MessageKind if kind in wanted - without]


def working_days(text: str) -> list[str]:
    """The days of the week named in a text such as ``Mon-Fri`` or ``Mon, Tue, Sat``, in week order."""
    week = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    days: set[str] = set()
    for part in text.replace(",", " ").replace(";", " ").split():
        ends = [next((d for d in week if e.casefold().startswith(d.casefold())), None) for e in part.split("-")]
        if len(ends) > 2 or None in ends:
            raise BadSetting(f"Working Days takes names of days such as Mon-Fri or Mon Tue Sat, not {text!r}.")
        a, b = week.index(str(ends[0])), week.index(str(ends[-1]))
        days.update(week[a : b + 1] if a <= b else week[a:] + week[: b + 1])
    if not days:
        raise BadSetting("Working Days needs at least one day, such as Mon-Fri.")
    return [d for d in week if d in days]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
