"""What does a template get to see of a letter? Plain dictionaries of text and whole numbers, formatted and harmless.

Every figure of the letter is here in the form in which it is printed, so that text and HTML cannot differ.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from backorder_xl.core.letters import Clause, Item, Legal, Letter, MessageKind
from backorder_xl.core.words import NO_MONEY
from backorder_xl.messages.languages import Formats, line_amount
from backorder_xl.messages.plain import one_line

Values = dict[str, Any]
WAITING = frozenset({
    MessageKind.DELAYED, MessageKind.CANCEL_OFFER, MessageKind.BACKORDERED, MessageKind.DATED,
    MessageKind.PARTLY_READY, MessageKind.STILL_WAITING,
})  # fmt: skip
"""Kinds whose lines go on waiting: a date is told, or that none is known."""

_CONSENT = (Clause.US_AGREE, Clause.US_RENEWED)
_NAMED = 4  # orders that a sentence names; the table has them all
LEFT, RIGHT, END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_RIGHTWARD = frozenset({"R", "AL"})


def clean(text: str, most: int = 200) -> str:
    """Text of a cell in one line, harmless and not too long; text that is so already is taken as it is."""
    if len(text) <= most and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _cleaned(text, most)


_cleaned = lru_cache(maxsize=50_000)(one_line)


@dataclass(frozen=True)
class Tongue:
    """How a language puts text from a cell into a sentence. ``say`` gives a label, some of them with something put in."""

    formats: Formats
    say: Callable[..., str]

    def apart(self, text: str) -> str:
        """In a right-to-left sentence, text from a cell between marks that keep its direction to itself (see ``in_html``)."""
        if not self.formats.right_to_left or not text:
            return text
        turned = any(unicodedata.bidirectional(c) in _RIGHTWARD for c in text)
        return f"{RIGHT if turned else LEFT}{text}{END}"

    def listed(self, names: tuple[str, ...]) -> str:
        """Names with commas and "and"; of many the first few and how many more there are."""
        shown = tuple(self.apart(n) for n in (names if len(names) <= _NAMED else names[: _NAMED - 1]))
        if len(shown) < len(names):
            shown += (self.say("more", count=str(len(names) - len(shown))),)
        return shown[0] if len(shown) == 1 else self.formats.listed(shown)


def in_html(html: str) -> str:
    """The marks of ``Tongue.apart`` as elements, as not every mail program knows the marks. Text from cells never holds one."""
    return html.replace(LEFT, '<span dir="ltr">').replace(RIGHT, '<span dir="rtl">').replace(END, "</span>")


def unmarked(text: str) -> str:
    """The text without the marks of ``Tongue.apart``, for headers and attributes."""
    return text.translate(dict.fromkeys(map(ord, (LEFT, RIGHT, END))))


def sections(letter: Letter) -> list[tuple[MessageKind, tuple[Item, ...]]]:
    """The items by kind; the kind that leads comes first, the others by weight."""
    kinds = sorted({i.kind for i in letter.items}, key=lambda k: (k is not letter.kind, list(MessageKind).index(k)))
    return [(kind, tuple(i for i in letter.items if i.kind is kind)) for kind in kinds] or [(letter.kind, ())]


def asking(kinds: Iterable[MessageKind]) -> set[MessageKind]:
    """The kinds whose choice is put to the reader, so that a letter of several kinds does not contradict itself.

    Where a cancellation is offered the reader decides about all that waits; "nothing to do" is said only by itself.
    """
    said = set(kinds)
    if MessageKind.CANCEL_OFFER in said:
        said -= WAITING - {MessageKind.CANCEL_OFFER}
    return said - {MessageKind.READY} or said


def of_items(items: Iterable[Item], tongue: Tongue) -> Values:
    """What the sentences about some items may name: how many, of which orders, and the dates where all have the same.

    ``date`` and ``old_date`` are "" where the items differ or have none; ``undated`` counts those that wait without a date.
    """
    items = tuple(items)
    day = tongue.formats.day
    waiting = [i for i in items if i.kind in WAITING]
    dates = {i.date for i in items}
    old = {i.old_date for i in items}
    orders = tuple(dict.fromkeys(clean(i.order) for i in items))
    return {
        "count": len(items),
        "orders": tongue.listed(orders),
        "order_count": len(orders),
        "ships": sum(i.ships_now > 0 for i in items),
        "waits": sum(i.waits > 0 for i in waiting),
        "date": day(next(iter(dates))) if len(dates) == 1 else "",
        "old_date": day(next(iter(old))) if len(old) == 1 else "",
        "dated": sum(i.date is not None for i in items),
        "undated": sum(i.date is None for i in waiting),
        "substitutes": sum(bool(i.substitute) for i in waiting),
    }


def of_letter(letter: Letter, tongue: Tongue) -> Values:
    """What every sentence of a letter may name besides its items."""
    day = tongue.formats.day
    answers = [law.deadline for law in letter.legal if law.clause in _CONSENT and law.deadline]
    due = [d for i in letter.items if (d := due_date(i))]
    return {
        "number": tongue.apart(clean(letter.number)),
        "name": tongue.apart(clean(letter.name, 100)),
        "next_news": day(letter.next_news),
        "answer": int(any(law.clause in _CONSENT for law in letter.legal)),
        "answer_by": day(min(answers)) if answers else "",
        "step": max(1, min(letter.step, 3)),
        "ship_to": tongue.apart(clean(letter.ship_to)),
        "wanted_by": day(letter.wanted_by),
        "due": day(min(due)) if due else "",
        "written": day(letter.created),
    }


def of_clause(law: Legal, tongue: Tongue) -> Values:
    """What the sentence of a law may name; each date is "" where there is none."""
    day = tongue.formats.day
    return {
        "order": tongue.apart(clean(law.order)),
        "due": day(law.due),
        "revised": day(law.revised),
        "deadline": day(law.deadline),
    }


def due_date(item: Item) -> dt.date | None:
    """The day for which a supplier owes a line: the date told before, else the one told now."""
    return item.old_date or item.date


class Table:
    """The lines of one section as a table: its columns, and for each line a title, details, cells and perhaps a remark."""

    def __init__(self, kind: MessageKind, items: tuple[Item, ...], currency: str, tongue: Tongue) -> None:
        self.kind, self.items, self.tongue, self.say = kind, items, tongue, tongue.say
        self.currency = clean(currency, 10)
        self.columns = self._columns()

    def values(self) -> Values:
        """The table as a template sees it; ``total`` is "" where a price is missing or nothing is paid."""
        return {
            "columns": [{"label": self.say(name), "name": name} for name in self.columns],
            "lines": [self._line(i) for i in self.items],
            "total": self._total() if "amount" in self.columns else "",
        }

    def _columns(self) -> list[str]:
        some = self.items
        match self.kind:
            case MessageKind.PURCHASE_ORDER:
                priced = ["price", "amount"] if any(i.price != NO_MONEY for i in some) else []
                return ["quantity", *priced]
            case MessageKind.CHASE:
                return ["ordered", "owed", "due"]
            case MessageKind.CANCELLED:
                ships = ["ships_now"] if any(i.ships_now for i in some) else []
                return ["ordered", "cancelled", *ships]
            case MessageKind.READY:
                return ["ordered", "ships_now", *(["date"] if any(i.date for i in some) else [])]
        return ["ordered", "ships_now", "waits", "date"]

    def _line(self, item: Item) -> Values:
        apart, say = self.tongue.apart, self.say
        sku, supplier_sku = clean(item.sku, 80), clean(item.supplier_sku, 80)
        described = clean(item.description)
        details = [apart(clean(item.order, 80)), say("line", line=apart(clean(item.line, 40))) if item.line else ""]
        if self.kind in (MessageKind.PURCHASE_ORDER, MessageKind.CHASE):
            details += [say("your_number", sku=apart(supplier_sku)) if supplier_sku else "", say("our_number", sku=apart(sku))]
        elif described:
            details.append(apart(sku))
        details.append(apart(clean(item.specification)))
        remark = say("substitute", sku=apart(clean(item.substitute, 80))) if item.substitute else ""
        if self.kind is MessageKind.PURCHASE_ORDER and item.date:
            remark = f"{say('wanted')}{say('colon')} {self.tongue.formats.day(item.date)}"
        return {
            "title": apart(described or sku),
            "details": [d for d in details if d],
            "cells": [self._cell(item, name) for name in self.columns],
            "remark": remark,
        }

    def _cell(self, item: Item, name: str) -> Values:
        formats, note = self.tongue.formats, ""
        match name:
            case "price":
                text = formats.money(item.price, self.currency) if item.price != NO_MONEY else self.say("agreed")
            case "amount":
                text = formats.money(self._amount(item), self.currency) if item.price != NO_MONEY else self.say("agreed")
            case "date" | "due":
                day = due_date(item) if name == "due" else item.date
                text = formats.day(day) or self.say("unknown")
                if name == "date" and item.old_date and item.old_date != item.date:
                    note = self.say("instead", date=formats.day(item.old_date))
            case _:
                count = {"ordered": item.ordered, "quantity": item.ordered, "ships_now": item.ships_now}.get(name, item.waits)
                text = self.tongue.apart(formats.quantity(count, clean(item.unit, 20)))
        return {"label": self.say(name), "text": text, "note": note, "name": name}

    def _amount(self, item: Item) -> int:
        return line_amount(item.price, item.ordered, self.currency)

    def _total(self) -> str:
        if any(i.price == NO_MONEY for i in self.items):
            return ""
        return self.tongue.formats.money(sum(map(self._amount, self.items)), self.currency)
