"""What does the first sheet of a new book say? Plain words for whoever keeps the shop."""

from __future__ import annotations

from collections.abc import Iterator

SAMPLES = {"Dark blue": ("#1F4E78", "#FFFFFF"), "Light blue": ("#DDEBF7", "#1F3864"), "Grey": ("#EDEDED", "#595959")}
"""Shown in their own colours: fill and ink."""

Said = tuple[str, str, str]
"""How it looks (title, head, row or code), the left cell, the right cell."""

_FILL_IN = (
    ("Orders", "One row per item that a customer ordered: order, date, customer, SKU, how many. Keep Shipped and "
               "Cancelled up to date. To cancel, raise Cancelled; do not delete the row."),
    ("Stock", "What lies on the shelf today, one row per SKU. Reserved is what these orders may not have."),
    ("Items", "What you sell: from whom it comes, how long that takes, and in which lots it can be bought."),
    ("Suppliers", "From whom you buy: name, e-mail address, lead time, smallest order."),
    ("Purchase Orders", "What you have ordered already and what is still to come. Proposals are added here."),
    ("Customers", "Names and e-mail addresses, and who does not want to be written to."),
    ("Sourcing", "Only where one SKU can be bought in several ways, such as a slow cheap and a fast dear one."),
    ("Receipts", "What came in at the door, one row per item."),
    ("Scenario", "Only to try something out, such as a delivery that comes later; a run does not look at it."),
    ("Holidays", "Days on which you, or one of your suppliers, do not work."),
    ("Settings", "How things are decided. The defaults are sensible; change a Value when you want it otherwise."),
)  # fmt: skip
_COLOURS = (
    ("Dark blue", "This column must be filled in."),
    ("Light blue", "This column may stay blank, and may be deleted. Its note says what blank means."),
    ("Grey", "The add-in writes this column."),
)
_COMES_OUT = (
    ("Backorders", "Every order line that waits: for how many, until when, and one sentence that says why."),
    ("Purchase Orders", "New rows with the Status proposed: what to buy, from whom, and for which orders. Once you "
                        "have sent one, set its Status to ordered. Open ones get advice: chase, hurry, reduce."),
    ("Ready to Ship", "What can leave the house now."),
    ("Allocations", "Who gets which units, and where they come from."),
    ("Dashboard", "The figures: how much waits, how old it is, what is most wanted."),
    ("Problems", "Rows that could not be read or look wrong, and what to do. The rest is worked out all the same."),
    ("Run Log", "One row per run."),
)  # fmt: skip
_GOOD_TO_KNOW = (
    ("Your own things", "Add columns, notes, colours and sheets as you like: they stay as they are. Columns are found "
                        "by their header, so their order does not matter."),
    ("Run it again", "As often as you like: nothing is bought twice. The book as it was is kept beside it once a day."),
    ("Several warehouses", "Add a column Location to Orders and to Stock."),
    ("A unit made for one", "Add its Specification to the order line: only stock and purchase orders with the same "
                            "Specification are used for it."),
    ("Who is served first", "Priority 1 before 2 and so on, then the older order. Settings has six other ways."),
)  # fmt: skip
_LOOK_AT = (
    ("SO-1012", "Priority 1, and so served before older orders."),
    ("SO-1023", "Ships complete: it keeps what it has and waits for its last item."),
    ("SO-1018", "An axe with an engraving, which only its own purchase order can fill."),
    ("STV-203", "Not made any more: its orders are offered STV-201."),
    ("TNT-200", "Not out before 1 July."),
    ("STV-210", "Bought in cartons of 12, and part of a delivery is overdue."),
    ("PO-305", "More than anyone needs since an order was cancelled."),
    ("MAP-701", "Nobody is known who sells it."),
    ("PCK-302", "Two sources: set Supplier Choice to on-time in Settings, run again, and the express one is taken."),
    ("Problems", "A date that can be read in two ways, a quantity typed as text, a SKU missing from Stock."),
)


def instructions(demo: bool) -> Iterator[Said]:
    """The lines of the sheet Instructions, from the top."""
    book = "backorder_xl_demo.xlsx" if demo else "your_book.xlsx"
    day = " --as-of 2026-06-03" if demo else ""
    yield "title", "Backorder XL: Fjord & Field Outdoor (demo)" if demo else "Backorder XL", ""
    if demo:
        yield "row", "What this is", (
            "An invented shop on the morning of 3 June 2026. Its orders, stock and suppliers show each rule once."
        )
    yield "head", "1. Fill in", ""
    yield "row", "To begin with", "Orders and Stock are enough. Items and Suppliers make purchase orders possible."
    for left, right in _FILL_IN:
        yield "row", left, right
    yield "head", "Colours of the headers", ""
    for left, right in _COLOURS:
        yield "row", left, right
    yield "row", "Notes", "Rest the pointer on a header to read what belongs there."
    yield "head", "2. Save, close, run", ""
    yield "row", "What to press", "Save the book, close it in Excel, open a terminal in its folder and type:"
    yield "code", "", f"backorder-xl run {book}{day}"
    yield "row", "Only look for slips", "This says what is wrong with the book and decides nothing:"
    yield "code", "", f"backorder-xl check {book}{day}"
    yield "row", "Why does it wait?", "This tells the story of one order:"
    yield "code", "", f"backorder-xl explain {book} SO-1012{day}"
    yield "row", "What if?", "This tries out the sheet Scenario, or what you type, in a book of its own; yours stays as it is:"
    yield "code", "", f"backorder-xl whatif {book} --slip PO-302=5{day}"
    yield "row", "Once a week", "This compares the ways to allocate, and names the customers whom you may lose:"
    yield "code", "", f"backorder-xl steer {book}{day}"
    yield "head", "3. What comes out", ""
    for left, right in _COMES_OUT:
        yield "row", left, right
    yield "head", "Good to know", ""
    for left, right in _GOOD_TO_KNOW:
        yield "row", left, right
    if demo:
        yield "head", "What to look at in the demo", ""
        for left, right in _LOOK_AT:
            yield "row", left, right
