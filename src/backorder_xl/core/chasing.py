"""Which purchase orders are to be written to suppliers, and which deliveries are to be chased? (rules 6.2, 6.3)

A proposed order is written once as long as its lines stay the same. An overdue line is chased in three steps; a new
Expected starts them again. Numbers and addresses are given elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, Texts, bools, days, ints, natural, places, texts
from backorder_xl.core.ledger import number_of
from backorder_xl.core.legal import day
from backorder_xl.core.letters import Item, Letter, MessageKind
from backorder_xl.core.planning import Outcome
from backorder_xl.core.settings import Settings, message_kinds
from backorder_xl.core.words import MessageStatus, PurchaseStatus

STEPS = 3
Row = dict[str, Any]


def letters(outcome: Outcome, tables: Tables, settings: Settings, email_of: dict[str, str]) -> tuple[list[Letter], set[str]]:
    """The letters to suppliers, without numbers; and the suppliers that would hear something, had they another address.

    ``email_of`` holds the address of each supplier by its folded code.
    """
    on, m = message_kinds(settings.message_kinds), tables.messages
    said = m[(texts(m, "status") != MessageStatus.UNDONE.value)]
    out: list[Letter] = []
    stuck: set[str] = set()
    if MessageKind.PURCHASE_ORDER in on and len(outcome.purchases):
        out += _purchase_orders(outcome, tables, _rows(said, MessageKind.PURCHASE_ORDER), email_of, stuck)
    if MessageKind.CHASE in on and bools(outcome.advice, "overdue").any():
        out += _chases(outcome, tables, _rows(said, MessageKind.CHASE), settings, email_of, stuck)
    return out, stuck


def _rows(messages: pd.DataFrame, kind: MessageKind) -> list[Row]:
    """The rows of one kind, oldest message first."""
    rows: list[Row] = messages[texts(messages, "kind") == kind.value].to_dict("records")
    return sorted(rows, key=lambda r: (number_of(r["message"]), natural(r["message"])))


def _same_address(row: Row, email_of: dict[str, str]) -> bool:
    now = email_of.get(row["customer_or_supplier"].casefold(), "")
    return bool(row["email"].strip().casefold() == now.strip().casefold())


def _purchase_orders(
    outcome: Outcome, tables: Tables, said: list[Row], email_of: dict[str, str], stuck: set[str]
) -> list[Letter]:
    """One letter for each proposed order that was not written yet, or whose lines have changed since."""
    last: dict[str, list[Row]] = {}
    for row in said:
        key = row["order"].casefold()
        if last.get(key) and last[key][0]["message"].casefold() != row["message"].casefold():
            last[key] = []
        last.setdefault(key, []).append(row)
    p, lines = tables.purchase_orders, outcome.purchases
    theirs = texts(p, "status") != PurchaseStatus.PROPOSED.value
    placed = {(po.casefold(), line.casefold()) for po, line in zip(texts(p, "po")[theirs], texts(p, "line")[theirs], strict=True)}
    items = _items(lines, tables, MessageKind.PURCHASE_ORDER)
    numbers, distinct = pd.factorize(texts(lines, "po"))
    out = []
    for n, po in enumerate(distinct):
        rows = np.flatnonzero(numbers == n)
        supplier = texts(lines, "supplier")[rows[0]]
        now = {(items[i].line.casefold(), items[i].sku.casefold(), items[i].ordered) for i in rows}
        before = [r for r in last.get(po.casefold(), []) if r["customer_or_supplier"].casefold() == supplier.casefold()]
        told = {
            (r["line"].casefold(), r["sku"].casefold(), r["quantity"])
            for r in before
            if (po.casefold(), r["line"].casefold()) not in placed  # what the user has ordered since is settled
        }
        no_address = [r for r in before if r["status"] == MessageStatus.NO_ADDRESS.value]
        if told == now and all(_same_address(r, email_of) for r in no_address):
            stuck |= {supplier} if no_address else set()
            continue
        due = days(lines, "due")[rows]
        wanted = due[~np.isnat(due)]
        mine = tuple(items[i] for i in rows)
        place = texts(lines, "ship_to")[rows[0]]
        by = day(wanted.min()) if len(wanted) else None
        sent = next((r["message"] for r in before if r["status"] == MessageStatus.SENT.value), "")
        check = f"{po} went out as {sent} already: if it is ordered, set its Status so and throw this away" if sent else ""
        kind = MessageKind.PURCHASE_ORDER
        head = Letter("", kind, supplier, "", "", "", outcome.as_of, mine, review=check)
        out.append(replace(head, ship_to=place, wanted_by=by))
    return out


def _chases(
    outcome: Outcome, tables: Tables, said: list[Row], settings: Settings, email_of: dict[str, str], stuck: set[str]
) -> list[Letter]:
    """One letter per supplier and step with its overdue lines whose next step has come."""
    late = outcome.advice[bools(outcome.advice, "overdue")].reset_index(drop=True)
    before: dict[tuple[str, str, dt.date | None], list[Row]] = {}
    for row in said:
        told: dt.date | None = None if pd.isna(row["told_date"]) else row["told_date"].date()
        before.setdefault((row["order"].casefold(), row["line"].casefold(), told), []).append(row)
    items = _items(late, tables, MessageKind.CHASE)
    groups: dict[tuple[str, int], list[Item]] = {}
    spelled: dict[str, str] = {}
    for item, supplier in sorted(
        zip(items, texts(late, "supplier"), strict=True), key=lambda p: (natural(p[0].order), natural(p[0].line), p[1])
    ):
        rows = before.get((item.order.casefold(), item.line.casefold(), item.old_date), [])
        if any(r["status"] == MessageStatus.NO_ADDRESS.value and _same_address(r, email_of) for r in rows):
            stuck.add(supplier)
            continue
        done = [r for r in rows if r["status"] != MessageStatus.NO_ADDRESS.value]
        if len(done) >= STEPS or not _due(done, outcome.as_of, settings):
            continue
        spelled.setdefault(supplier.casefold(), supplier)
        groups.setdefault((supplier.casefold(), len(done) + 1), []).append(item)
    return [
        Letter("", MessageKind.CHASE, spelled[who], "", "", "", outcome.as_of, tuple(groups[who, step]), step=step)
        for who, step in sorted(groups, key=lambda g: (natural(g[0]), g[1]))
    ]


def _due(done: Iterable[Row], today: dt.date, settings: Settings) -> bool:
    """Whether Chase Every Days have gone by since the last step; at least a day, so that a second run says nothing."""
    last = max((r["created"].date() for r in done if not pd.isna(r["created"])), default=None)
    return last is None or (today - last).days >= max(settings.chase_every_days, 1)


def _items(rows: pd.DataFrame, tables: Tables, kind: MessageKind) -> list[Item]:
    """Purchase lines as items of a letter; of an overdue line ``old_date`` is the day on which it was due."""
    i = tables.items
    at = places(texts(rows, "sku"), texts(i, "sku"))
    description, unit = (np.append(texts(i, c), "")[at] for c in ("description", "unit"))
    chase = kind is MessageKind.CHASE
    when = days(rows, "due" if chase else "expected")
    left: Ints = ints(rows, "left") if chase else ints(rows, "ordered")
    codes = _supplier_skus(rows, tables) if chase else texts(rows, "supplier_sku")
    columns = zip(
        texts(rows, "po"), texts(rows, "line"), texts(rows, "sku"), description, unit, texts(rows, "specification"),
        ints(rows, "ordered").tolist(), left.tolist(), when, ints(rows, "unit_cost").tolist(), codes, strict=True,
    )  # fmt: skip
    made = []
    for po, line, sku, said, one, spec, ordered, waits, date, price, code in columns:
        told, was_due = (None, day(date)) if chase else (day(date), None)
        item = Item(kind, po, line, sku, said, one, spec, ordered, 0, waits, told, was_due, price=price, supplier_sku=code)
        made.append(item)
    return made


def _supplier_skus(rows: pd.DataFrame, tables: Tables) -> Texts:
    """The supplier's own code of each line's item, as Sourcing has it."""
    s = tables.sourcing
    known = {
        (sku.casefold(), who.casefold()): code
        for sku, who, code in zip(texts(s, "sku"), texts(s, "supplier"), texts(s, "supplier_sku"), strict=True)
        if code
    }
    pairs = zip(texts(rows, "sku"), texts(rows, "supplier"), strict=True)
    return np.array([*(known.get((sku.casefold(), who.casefold()), "") for sku, who in pairs), ""], object)[:-1]
