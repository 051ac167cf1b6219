"""How does a purchase order become a page that a browser prints, or saves as PDF, as well as the workbook?

One file without scripts that fetches nothing; the logo is inside. Everything that is filled in is escaped.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

from backorder_xl.core.words import Paper
from backorder_xl.messages.pages import page
from backorder_xl.messages.purchase_order.document import PurchaseOrder

_LOGO = (220, 64)  # CSS pixels


def purchase_order_page(order: PurchaseOrder, paper: Paper) -> bytes:
    """The page, in UTF-8."""
    lines, language, logo = order.lines, order.language, order.shop.logo
    size = logo.fitted(*_LOGO) if logo else (0, 0)
    units = {line.unit for line in lines}
    facts = {
        "order": order,
        "words": language.words,
        "paper": paper.value,
        "logo": f"data:image/{logo.kind};base64,{base64.b64encode(logo.data).decode('ascii')}" if logo else "",
        "logo_size": [round(side) for side in size],
        "has": {name: any(getattr(line, name) for line in lines) for name in ("supplier_sku", "unit", "wanted")},
        "quantity": sum(line.quantity for line in lines) if len(units) == 1 else None,
        "pages": language.words["page"].format(page='" counter(page) "', pages='" counter(pages) "'),
    }
    filters: dict[str, Callable[..., str]] = {
        "day": language.day,
        "number": language.number,
        "price": language.price,
        "money": lambda value: language.money(value, order.currency),
    }
    return page("purchase_order", "page.html.j2", facts, filters)
