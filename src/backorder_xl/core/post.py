"""Which letters does this run write? (rules 6.1 to 6.4)

The facts of promises.py and chasing.py, put together for each reader, numbered, marked for review where wished, with the
clauses that a law wants. Words are the business of messages/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from backorder_xl.core import chasing, dates, legal, promises, readers, say
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, Texts, bools, days, ints, natural, places, texts
from backorder_xl.core.ledger import PREFIX, TOLD, number_of
from backorder_xl.core.letters import Drafted, Item, Legal, Letter, MessageKind
from backorder_xl.core.planning import Outcome
from backorder_xl.core.purchasing import line_value
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import MONEY, ItemPolicy, LegalRegime, MessagePer, MessageStatus

WIDTH = 5
_WEIGHT = {kind: n for n, kind in enumerate(MessageKind)}


@dataclass(frozen=True)
class Post:
    """The letters of a run in the order of their numbers, and who would hear something, had they a (usable) address.

    ``unreached``: (recipient, the text of the Email cell, whether it is a supplier).
    """

    letters: tuple[Letter, ...]
    unreached: tuple[tuple[str, str, bool], ...]

    @property
    def addressed(self) -> tuple[Letter, ...]:
        """The letters that have somewhere to go."""
        return tuple(letter for letter in self.letters if letter.email)


def letters(outcome: Outcome, tables: Tables, settings: Settings) -> Post:
    """Decide every letter of this run: customers in natural order, then purchase orders, then suppliers that are chased."""
    written, stuck = _to_customers(outcome, tables, settings)
    s = tables.suppliers
    email_of = {c.casefold(): e for c, e in zip(texts(s, "supplier")[::-1], texts(s, "email")[::-1], strict=True)}
    theirs, waiting = chasing.letters(outcome, tables, settings, email_of)
    written += [readers.to_supplier(letter, tables) for letter in theirs]
    unreached = {(who, email, False) for who, email in stuck}
    unreached |= {(who, email_of.get(who.casefold(), ""), True) for who in waiting}
    unreached |= {(letter.recipient, "", letter.to_supplier) for letter in written if not letter.email}
    numbers = _numbers(texts(tables.messages, "message"))
    numbered = [replace(letter, number=next(numbers)) for letter in written]
    ordered = sorted(unreached, key=lambda u: (u[2], natural(u[0]), u[1]))
    return Post(tuple(_reviewed(numbered, tables, settings)), tuple(ordered))


def _numbers(in_use: Texts) -> Iterator[str]:
    """MSG-00001 and so on, after the highest number in use."""
    number = max([0, *(number_of(name) for name in pd.unique(in_use))])
    while True:
        number += 1
        yield f"{PREFIX}{number:0{WIDTH}d}"


def _to_customers(outcome: Outcome, tables: Tables, settings: Settings) -> tuple[list[Letter], set[tuple[str, str]]]:
    """The letters to customers, without numbers, and who did not get one because the same fact found no address before."""
    found = promises.facts(outcome, tables, settings)
    found = found[readers.hears(ints(found, "at"), tables)].reset_index(drop=True)
    if found.empty:
        return [], set()
    emails = readers.emails(ints(found, "at"), tables)
    skipped, stuck = promises.unsaid(found, outcome.ledger, emails, settings)
    customer = texts(tables.orders, "customer")[ints(found, "at")]
    pairs = {(c.casefold(), e.casefold()): (c, e) for c, e in sorted(zip(customer[stuck], emails[stuck], strict=True))}
    telling = ~skipped & ~stuck
    found = found[telling].reset_index(drop=True)
    return _grouped(found, emails[telling].tolist(), outcome, tables, settings), set(pairs.values())


def _grouped(
    found: pd.DataFrame, emails: list[str], outcome: Outcome, tables: Tables, settings: Settings
) -> list[Letter]:
    """One letter per customer and address, or per order; items by order, line and weight (rule 6.1)."""
    at = ints(found, "at")
    customer, order, line = (texts(tables.orders, c)[at].tolist() for c in ("customer", "order", "line"))
    names, languages = readers.names(at, tables), readers.languages(at, tables)
    c = tables.customers
    spelled = {code.casefold(): code for code in texts(c, "customer")[::-1]}
    items = _items(found, tables)
    laws, lapsed = _laws(found, items, outcome, tables, settings)
    per_order = settings.one_message_per is MessagePer.ORDER
    place = sorted(
        range(len(found)),
        key=lambda i: (natural(customer[i]), emails[i].casefold(), natural(order[i]), natural(line[i]), _WEIGHT[items[i].kind]),
    )
    groups: dict[tuple[str, str, str], list[int]] = {}
    for i in place:
        key = (customer[i].casefold(), emails[i].casefold(), order[i].casefold() if per_order else "")
        groups.setdefault(key, []).append(i)
    closed = bools(found, "closed")
    out = []
    for (who, _, _), rows in groups.items():
        mine = tuple(items[i] for i in rows)
        undated = any(item.waits and item.date is None and item.kind is not MessageKind.CANCELLED for item in mine)
        next_news = outcome.as_of + dt.timedelta(settings.keep_in_touch_days)
        checks = [f"{order[i]} line {line[i]} was closed: was the rest of it cancelled?" for i in rows if closed[i]]
        checks += [f"{order[i]} counts as cancelled by law: refund it, unless the buyer agrees" for i in rows if lapsed[i]]
        letter = Letter(
            "",
            min((item.kind for item in mine), key=_WEIGHT.__getitem__),
            spelled.get(who, customer[rows[0]]),
            next((names[i] for i in rows if names[i]), ""),
            emails[rows[0]],
            languages[rows[0]],
            outcome.as_of,
            mine,
            legal.merged(laws[i] for i in rows),
            next_news if undated and settings.keep_in_touch_days else None,
            "; ".join(dict.fromkeys(checks)),
        )
        out.append(letter)
    return out


def _items(found: pd.DataFrame, tables: Tables) -> list[Item]:
    """Facts about order lines as items of a letter."""
    o, i, at = tables.orders, tables.items, ints(found, "at")
    item = places(texts(o, "sku")[at], texts(i, "sku"))
    stopped = np.append(texts(i, "policy") == ItemPolicy.STOP.value, False)[item]
    substitute = np.where(stopped, np.append(texts(i, "substitute"), "")[item], "")
    columns = [texts(found, "kind")]
    columns += [texts(o, c)[at] for c in ("order", "line", "sku")]
    columns += [np.append(texts(i, c), "")[item] for c in ("description", "unit")]
    columns += [texts(o, "specification")[at], substitute]
    numbers = [ints(o, c)[at].tolist() for c in ("ordered", "unit_price")]
    numbers += [ints(found, c).tolist() for c in ("ships_now", "waits", "cancelled")]
    when = [days(found, c) for c in ("date", "old_date")]
    made = []
    for text, number, day in zip(zip(*columns, strict=True), zip(*numbers, strict=True), zip(*when, strict=True), strict=True):
        kind, order, line, sku, description, unit, specification, other = text
        ordered, price, ships, waits, cancelled = number
        told, before = (legal.day(d) for d in day)
        made.append(
            Item(
                MessageKind(kind), order, line, sku, description, unit, specification, ordered, ships, waits, told, before,
                other, price, cancelled=cancelled,
            )
        )
    return made


def _laws(
    found: pd.DataFrame, items: list[Item], outcome: Outcome, tables: Tables, settings: Settings
) -> tuple[list[Legal | None], list[bool]]:
    """The clause that each item needs, and whether its order counts as cancelled by law already (rule 6.4)."""
    at: Ints = ints(found, "at")
    whose = legal.regimes(texts(tables.orders, "customer")[at], tables, settings)
    working = dates.calendars(tables, settings).ours
    paid = bools(tables.orders, "paid")[at] | (not tables.has("orders", "paid"))
    laws: list[Legal | None] = []
    lapsed = []
    clocks = legal.clocks(at, whose, outcome.ledger, tables)
    for item, clock, has_paid in zip(items, clocks, paid.tolist(), strict=True):
        law, gone = None, False
        if clock is not None and clock.regime is not LegalRegime.NONE:
            if item.kind is MessageKind.CANCELLED:
                law = legal.refund(clock.regime, item.order, outcome.as_of, working) if has_paid else None
            elif item.waits:
                told = legal.Telling(item.date, outcome.as_of)
                law, gone = clock.clause(told, item.order, outcome.as_of), clock.lapsed(outcome.as_of)
        laws.append(law)
        lapsed.append(gone)
    return laws, lapsed


def _reviewed(written: list[Letter], tables: Tables, settings: Settings) -> list[Letter]:
    """Mark for review what goes over the limits of the user (rule 6.1)."""
    m, limit = tables.messages, settings.review_above_mails_per_week
    sent: dict[str, set[str]] = {}
    if limit and written:
        created, told = days(m, "created"), np.isin(texts(m, "status"), TOLD)
        now = np.datetime64(written[0].created, "D")
        recent = told & (created > now - 7) & (created <= now)
        for email, number in zip(texts(m, "email")[recent], texts(m, "message")[recent], strict=True):
            sent.setdefault(email.strip().casefold(), set()).add(number.casefold())
    out = []
    for letter in written:
        checks = [letter.review] if letter.review else []
        value = _value(letter)
        if settings.review_above_value and value > settings.review_above_value * MONEY:
            checks.append(f"it is about {say.money(value)}, more than {settings.review_above_value:,}")
        if limit and letter.email:
            mails = sent.setdefault(letter.email.strip().casefold(), set())
            mails.add(letter.number.casefold())
            if len(mails) > limit:
                checks.append(f"it would be message {len(mails)} to this address within seven days")
        out.append(replace(letter, review="; ".join(checks)))
    return out


def _value(letter: Letter) -> int:
    """What a letter is about, in ten-thousandths: the units of its items at their price; unknown prices count 0."""
    units = np.array([i.ordered if letter.kind is MessageKind.PURCHASE_ORDER else i.ships_now + i.waits for i in letter.items])
    return int(line_value(units.astype(np.int64), np.array([i.price for i in letter.items], np.int64)).sum())


def ledger_rows(written: Iterable[Letter], drafted: Drafted) -> pd.DataFrame:
    """The rows that Messages gets: one per item of each letter that was drafted or has no address, as its contract wants.

    A letter that could not be drafted gets none, so that the next run tries again.
    """
    rows = []
    for letter in written:
        number, status = letter.number, MessageStatus.DRAFT
        if not letter.email or number in drafted.unaddressed:
            status = MessageStatus.NO_ADDRESS
        elif number not in drafted.subjects:
            continue
        subject, file = drafted.subjects.get(number, ""), drafted.files.get(number, "")
        head = (number, letter.created, letter.recipient, letter.email, subject, status.value, file)
        rows += [(*head, i.kind.value, i.order, i.line, i.sku, _told(i), _quantity(i), i.cancelled) for i in letter.items]
    names = ("message", "created", "customer_or_supplier", "email", "subject", "status", "file", "kind", "order", "line",
             "sku", "told_date", "quantity", "cancelled")  # fmt: skip
    made = pd.DataFrame(rows, columns=list(names), dtype=object)
    for name in ("created", "told_date"):
        made[name] = pd.Series(np.array(made[name].to_list(), "datetime64[s]"))
    return made.astype({"quantity": np.int64, "cancelled": np.int64})


def _told(item: Item) -> dt.date | None:
    return item.old_date if item.kind is MessageKind.CHASE else item.date


def _quantity(item: Item) -> int:
    match item.kind:
        case MessageKind.READY:
            return item.ships_now
        case MessageKind.PURCHASE_ORDER:
            return item.ordered
    return item.waits
