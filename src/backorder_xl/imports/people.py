"""Which customer or supplier of the book does an export mean?

Shops know a customer by the e-mail address and systems a supplier by the name; the user has codes for them on Customers and
Suppliers. One that is known by exactly one row there is called by its code.
"""

from __future__ import annotations

import numpy as np

from backorder_xl.core.keys import Texts, places
from backorder_xl.imports.arriving import Arriving
from backorder_xl.imports.standing import Standing


def called_by_code(export: Arriving, customers: Standing, suppliers: Standing) -> None:
    """Put the user's own codes for the customers of orders, and for suppliers of items, offers and purchase orders."""
    for field, people, known_by in (("customer", customers, "email"), ("supplier", suppliers, "name")):
        table = people.contract.name
        if field in export.values and export.contract.name != table and len(people.row):
            export.values[field] = _codes(export.values[field], people.values[field], people.values[known_by])


def _codes(said: Texts, codes: Texts, known_by: Texts) -> Texts:
    """The code where a text is no code itself, but is what one row alone is known by."""
    folded = [text.casefold() for text in known_by.tolist()]
    counts: dict[str, int] = {}
    for text in folded:
        counts[text] = counts.get(text, 0) + 1
    once = np.array([text if text and counts[text] == 1 else "\n" for text in folded] + [None], object)[:-1]
    at = places(said, once)
    code = np.append(codes, "")[at]
    return np.where((places(said, codes) < 0) & (at >= 0) & (code != ""), code, said).astype(object)


def keep_people(at: Standing, export: Arriving, place: np.ndarray) -> None:
    """Whose order a line is stays as the user has it: the export has another name for the same one."""
    for field in ("customer", "supplier"):
        if field in export.values and field in at.values:
            there = (place >= 0) & np.append(at.values[field] != "", False)[place]
            export.filled[field] = export.filled[field] & ~there
