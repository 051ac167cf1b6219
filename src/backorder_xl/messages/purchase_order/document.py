"""What stands in a purchase order? The facts of a letter to a supplier and of the shop, cleaned and added up, in no form yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision, is_currency

from backorder_xl.core.letters import Item, Letter
from backorder_xl.core.words import MONEY, NO_MONEY, UNIT
from backorder_xl.messages.plain import one_line
from backorder_xl.messages.purchase_order.labels import Language, language
from backorder_xl.messages.shop import Shop

LONGEST = 500  # characters of a description or a specification that are printed; what is cut ends in an ellipsis


@dataclass(frozen=True)
class OrderLine:
    """One line, its texts cleaned. ``price`` in ten-thousandths, None where nobody knows it, and then there is no amount."""

    line: str
    sku: str
    supplier_sku: str
    description: str
    specification: str
    unit: str
    quantity: Decimal
    wanted: dt.date | None
    price: int | None
    amount: Decimal | None


@dataclass(frozen=True)
class PurchaseOrder:
    """One purchase order. ``straight_to`` is the customer's order that it is sent straight to, "" = it comes to us."""

    number: str
    day: dt.date
    language: Language
    shop: Shop
    supplier: tuple[str, ...]
    ship_to: tuple[str, ...]
    straight_to: str
    currency: str
    decimals: int
    lines: tuple[OrderLine, ...]
    total: Decimal
    unpriced: int  # lines without a price, which are not part of the total
    wanted_by: dt.date | None  # where it lies before the lines' dates: the day on which the first units are needed

    @property
    def priced(self) -> bool:
        """Whether any line has a price."""
        return self.unpriced < len(self.lines)

    @property
    def notes(self) -> list[str]:
        """The sentences below the table."""
        words, said = self.language.words, []
        if self.wanted_by is not None:
            late = self.wanted_by <= self.day
            said.append(words["soonest"] if late else words["sooner"].format(date=self.language.day(self.wanted_by)))
        if self.priced and self.unpriced:
            said.append(words["unpriced"])
        return [*said, words["confirm"]]


def purchase_orders(letter: Letter, shop: Shop, customer: Sequence[str] = ()) -> list[PurchaseOrder]:
    """The purchase orders that a letter is about, mostly one. Lines keep their order.

    ``customer`` is the postal address of the customer that a drop-ship order goes straight to, where it is known.
    """
    return [_one(letter, number, shop, customer) for number in letter.orders]


def _one(letter: Letter, number: str, shop: Shop, customer: Sequence[str]) -> PurchaseOrder:
    currency = one_line(letter.currency, 12).upper()
    decimals = get_currency_precision(currency) if is_currency(currency) else 2
    lines = tuple(_line(item, letter, decimals) for item in letter.items if item.order == number)
    dates = [line.wanted for line in lines if line.wanted is not None]
    sooner = letter.wanted_by is not None and bool(dates) and letter.wanted_by < min(dates)
    code, name = one_line(letter.recipient, 60), one_line(letter.name, 120)
    own = (shop.company, *shop.address) if shop.address else ()
    return PurchaseOrder(
        number=one_line(number, 60),
        day=letter.created,
        language=language(letter.language),
        shop=shop,
        supplier=tuple(part for part in (name or code, code if name and name != code else "", one_line(letter.email)) if part),
        ship_to=tuple(one_line(part, 120) for part in customer) if letter.ship_to else tuple(part for part in own if part),
        straight_to=one_line(letter.ship_to, 60),
        currency=currency,
        decimals=decimals,
        lines=lines,
        total=sum((line.amount for line in lines if line.amount is not None), Decimal(0)),
        unpriced=sum(line.amount is None for line in lines),
        wanted_by=letter.wanted_by if sooner else None,
    )


def _line(item: Item, letter: Letter, decimals: int) -> OrderLine:
    """An amount is quantity times price, rounded half up to the decimals of the currency; the total adds rounded amounts."""
    quantity = Decimal(item.ordered) / UNIT
    price = None if item.price == NO_MONEY else item.price
    amount = None if price is None else (quantity * price / MONEY).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return OrderLine(
        line=one_line(item.line, 20),
        sku=one_line(item.sku, 80),
        supplier_sku=one_line(item.supplier_sku, 80),
        description=one_line(item.description, LONGEST),
        specification=one_line(item.specification, LONGEST),
        unit=one_line(item.unit, 20),
        quantity=quantity,
        wanted=item.date or letter.wanted_by,
        price=price,
        amount=amount,
    )
