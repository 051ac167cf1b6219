"""Which problems are there, and what is said of each?

Texts name what was found; remedies what to do. docs/problems.md is made from this list, and other rooms add to it here.
"""

from __future__ import annotations

from backorder_xl.tables.entries import ERROR, WARNING, Entry
from backorder_xl.tables.import_catalogue import IMPORTS
from backorder_xl.tables.mapping_words import MAPPING_PROBLEMS

__all__ = ["CATALOGUE", "ERROR", "WARNING", "Entry"]

CATALOGUE: dict[str, Entry] = {
    **MAPPING_PROBLEMS,
    # values
    "missing": Entry(ERROR, "{column} is blank, so the row was left out.", "Fill it in, or empty the whole row."),
    "formula-without-value": Entry(
        ERROR,
        "{column} holds a formula without a stored result, so it reads as blank, and the row was left out.",
        "Open the workbook in Excel, let it calculate, and save it.",
    ),
    "formula-column-without-values": Entry(
        WARNING,
        "The cells of {column} hold formulas without stored results and were read as blank.",
        "Open the workbook in Excel, let it calculate, and save it.",
    ),
    "cell-error": Entry(
        ERROR, "{column} shows the error {value}, so the row was left out.", "Repair the formula or type the value."
    ),
    "cell-error-ignored": Entry(
        WARNING, "{column} shows the error {value} and was read as blank.", "Repair the formula or type the value."
    ),
    "not-a-number": Entry(
        ERROR,
        "{column} should be a number, but {value!r} is none{hint}; the row was left out.",
        "Type the number alone.",
    ),
    "not-a-number-ignored": Entry(
        WARNING,
        "{column} should be a number, but {value!r} is none{hint}; it was read as {used}.",
        "Type the number alone.",
    ),
    "negative": Entry(ERROR, "{column} is {value}, below 0, so the row was left out.", "Type a quantity of 0 or more."),
    "negative-ignored": Entry(WARNING, "{column} is {value}, below 0; it was read as {used}.", "Type 0 or more."),
    "negative-stock": Entry(WARNING, "{column} is {value}, below 0, and counts as 0.", "Count the shelf and correct the number."),
    "too-large": Entry(
        ERROR,
        "{column} is {value}, above the largest number that is reckoned with (1,000,000,000); the row was left out.",
        "Check whether a decimal mark was lost or a date or barcode typed.",
    ),
    "rounded": Entry(
        WARNING, "{column} is {value}, with more than {places} decimals, and was rounded.", "Round it in the sheet."
    ),
    "thousands": Entry(
        WARNING,
        "{column} is the text {value!r} and was read as {used}, its marks as thousands.",
        "Store it as a number, or set Decimal Mark in Settings if a decimal was meant.",
    ),
    "blank-word": Entry(WARNING, "{column} says {value!r} and was read as blank.", "Leave such cells empty."),
    "whole-days": Entry(WARNING, "{column} is {value!r} and was read as {used}.", "Type a whole number."),
    "not-a-date": Entry(
        ERROR,
        "{column} should be a date, but {value!r} is none{hint}; the row was left out.",
        "Type a date as Excel knows it, or as 2026-06-15.",
    ),
    "not-a-date-ignored": Entry(
        WARNING, "{column} should be a date, but {value!r} is none; it was read as blank.", "Type a date such as 2026-06-15."
    ),
    "ambiguous-date": Entry(
        ERROR,
        "{column} is the text {value!r}, which {readings}; the row was left out.",
        "Set Date Order in Settings, or type true dates.",
    ),
    "date-number": Entry(WARNING, "{column} is the number {value} and was read as {used}.", "Format the cell as a date."),
    "date-words": Entry(WARNING, "{column} is the text {value!r} and was read as {used}.", "Type a true date."),
    "odd-year": Entry(WARNING, "{column} is {value}: is the year right?", "Correct it if it is a slip of the pen."),
    "not-a-flag": Entry(
        ERROR, "{column} takes yes or no, not {value!r}; the row was left out.", "Type yes or no, or leave it blank."
    ),
    "unknown-choice": Entry(
        WARNING,
        "{column} takes {choices}, not {value!r}; it was read as {used}.",
        "Choose one of these words.",
        each=True,
    ),
    # rows
    "filled-down": Entry(
        WARNING,
        "{column} is blank and was taken from the row above, order {value}.",
        "Nothing, if the row belongs to that order; else fill it in.",
    ),
    "filled-down-po": Entry(
        WARNING,
        "{column} is blank and was taken from the row above, purchase order {value}.",
        "Nothing, if the row belongs to it; else fill it in.",
    ),
    "note-row": Entry(WARNING, "The row holds only {value!r} and was taken for a note.", "Keep notes outside the table."),
    "second-key": Entry(
        ERROR,
        "{column} {value} stands in row {first} already, so this row was left out.",
        "Number it anew, or delete one of the two.",
    ),
    "second-row": Entry(
        WARNING, "{column} {value} stands in row {first} already; this row was left out.", "Delete one of the two."
    ),
    "more-than-ordered": Entry(
        ERROR,
        "Shipped {shipped} and Cancelled {cancelled} are together more than Ordered {ordered}; the row was left out.",
        "Correct the quantities.",
    ),
    "more-than-bought": Entry(
        WARNING,
        "Received {received} and Cancelled {cancelled} are together more than Ordered {ordered}; nothing is open.",
        "Correct the quantities, if they are wrong.",
    ),
    "rejected-above-received": Entry(
        ERROR, "Rejected {value} is more than Received {received}; the row was left out.", "Correct the quantities."
    ),
    "date-before-order": Entry(WARNING, "{column} {value} lies before Order Date {ordered}.", "Check the year and the month."),
    # tables against each other
    "sku-not-in-stock": Entry(
        WARNING, "SKU {value} is not in the stock sheet and counts as 0 on hand.", "Add it there, or correct the code."
    ),
    "sku-not-in-items": Entry(
        WARNING, "SKU {value} is not in Items, so it has no supplier.", "Add it there, or correct the code."
    ),
    "sku-near": Entry(
        WARNING,
        "SKU {value} is not in {missing}, but {near} is, which differs only by {how}.",
        "Correct the code if the two are one item; nothing was changed.",
        each=True,
    ),
    "supplier-unknown": Entry(
        WARNING,
        "Supplier {value} is not in Suppliers, so its name, e-mail address and lead time are not known.",
        "Add it there, or correct the code.",
    ),
    "several-suppliers": Entry(
        WARNING,
        "Supplier says {value!r}: {first} was taken as the item's supplier, the others as further sources.",
        "Give each source a row of its own in Sourcing.",
    ),
    "no-items": Entry(
        WARNING,
        "There is neither a sheet Items nor a sheet Sourcing, so nothing says who sells what.",
        "Add a sheet Items with SKU and Supplier to get purchase orders proposed.",
    ),
    # headers and sheets
    "two-headers": Entry(
        WARNING, "{value!r} can mean {column} as well as {used!r}, which was read.", "Rename the one that is not meant."
    ),
    "unit-unknown": Entry(
        WARNING,
        "The column {value!r} was not read as {column}, because of what stands in brackets.",
        "Rename it to {column} if that is meant.",
    ),
    "second-sheet": Entry(
        WARNING,
        "The sheet {value!r} carries the headers of {table} as well, but only {sheet!r} was read.",
        "Put all rows on one sheet, or name the right one {table}.",
    ),
    "optional-column": Entry(
        WARNING,
        "{sheet!r} looks like {table}, but has no column {column}{near}, so the sheet was not read.",
        "Add or rename the column.",
    ),
    "rows-below-table": Entry(
        WARNING,
        "Row {row} stands right below the Excel Table {value} and does not belong to it, so it was not read.",
        "Pull the table's corner down over the rows below it.",
    ),
    "bad-setting": Entry(WARNING, "{text} The default stands.", "Correct it in Settings."),
    "second-setting": Entry(
        WARNING, "The setting {value} stands in row {first} already; this row was left out.", "Delete one of the two."
    ),
    # what is tried out (rule 7.6)
    "scenario-no-day": Entry(
        ERROR, "{value!r} is no day, so the row was not supposed.", "Write it as a date, or as text such as 2026-06-15."
    ),
    "scenario-wrong": Entry(
        ERROR, "{why}, so the row was not supposed.", "Correct the row; the others were supposed all the same."
    ),
    # receipts (rule 5)
    "receipts-not-posted": Entry(
        WARNING,
        "{value} rows of {sheet!r} are not posted yet, so their units are not in stock.",
        "The verb run posts them, and so does receive.",
    ),
    "receipt-later": Entry(
        WARNING,
        "{column} {value} lies after the day of this run, so the row waits until then.",
        "Nothing, if the day is right; else correct it.",
        each=True,
    ),
    "receipt-unknown-po": Entry(
        ERROR,
        "There is no purchase order {po}, so the receipt was not posted. {guess}",
        "Correct PO, or empty it to match by item alone, and run again.",
    ),
    "receipt-no-order": Entry(
        ERROR,
        "No open purchase order line waits for {sku}, and the receipt names no order, so it was not posted. {guess}",
        "Name the PO, or correct the SKU, and run again.",
    ),
    "receipt-not-on-po": Entry(
        ERROR,
        "{sku} is not on purchase order {po}, so the receipt was not posted. {guess}",
        "Correct PO or SKU, or add the line to the purchase order, and run again.",
    ),
    "receipt-other-specification": Entry(
        ERROR,
        "{po} has {sku}, but not with this Specification, so the receipt was not posted. {guess}",
        "Correct Specification, or name the Line, and run again.",
    ),
    "receipt-cancelled-po": Entry(
        ERROR,
        "{sku} on purchase order {po} is cancelled, so the receipt was not posted. {guess}",
        "Send the goods back; or set the line's Status to ordered if you keep them, and run again.",
    ),
    "receipt-proposed": Entry(
        ERROR,
        "Purchase order {po} is only proposed, so nothing can be received on it.",
        "Set the Status of its lines to ordered, if it was sent, and run again.",
    ),
    "receipt-again": Entry(
        ERROR,
        "Receipt {value} says the same as row {first}, which was posted on {posted}, so it was not posted once more.",
        "Delete the row; or give it a Receipt number of its own if it is a second delivery.",
    ),
    "receipt-by-item": Entry(
        WARNING,
        "Line {value} of {po} is not {sku}; the receipt was posted to {used}, which is.",
        "Correct Line, if you want to be sure.",
    ),
    "receipt-over": Entry(
        WARNING,
        "{over} more came than {used} had open; all was taken in.",
        "Tell the supplier, if you do not want to keep it.",
        each=True,
    ),
    "receipt-over-limit": Entry(
        WARNING,
        "{over} more came than {used} had open, beyond Over Receipt %: {refused} were not taken in.",
        "Send them back; or raise Over Receipt % and book them as a receipt of their own.",
        each=True,
    ),
    "receipt-all-over": Entry(
        ERROR,
        "{used} has nothing open and Over Receipt % allows no more, so the receipt was not posted.",
        "Send the goods back; or raise Over Receipt % and run again.",
    ),
    "receipt-locked": Entry(
        ERROR,
        "{where} holds a formula, which is never overwritten, so the receipt was not posted.",
        "Replace the formula by its value, and run again.",
    ),
    "receipt-no-stock-row": Entry(
        ERROR,
        "{sku} has no row in the stock sheet, and below that table there is something of yours in the way, so the receipt was "
        "not posted.",
        "Add a row for it, or move what stands there, and run again.",
    ),
    # messages
    "no-address": Entry(
        WARNING,
        "{value} has news waiting, but no e-mail address, so no draft was made.",
        "Fill in Email; or set Notify on Customers to none for those who do not want to be written to.",
    ),
    "address-unusable": Entry(
        WARNING, "Nothing can be sent to {value!r}, so no draft was made{why}.", "Correct Email and run again."
    ),
    "draft-note": Entry(WARNING, "{text}.", "Nothing, if the drafts are right as they are."),
    "draft-failed": Entry(
        ERROR, "Message {value} could not be drafted: {why}.", "Repair what it names and run again; nothing was counted as told."
    ),
    "messages-not-ours": Entry(
        ERROR,
        "The sheet {sheet!r} has no column Message, so what is told cannot be kept there, and no draft was made.",
        "Rename that sheet and run again; a new one is made.",
    ),
    "no-room-for-messages": Entry(
        ERROR,
        "Under the table on {sheet!r} there is something of yours in the way of {value} new rows, so no draft was made.",
        "Move it to another place or sheet and run again.",
    ),
    # the page for shoppers
    "link-unusable": Entry(
        WARNING,
        "{column} holds {value!r}, which is no web address, so the page shows the item without a link.",
        "Type an address that begins with https:// or http://, or empty the cell.",
    ),
    "above-cap": Entry(
        WARNING,
        "{sku} has {value} units waiting, more than its {column} of {cap}.",
        "Take no more orders for it, buy more, or raise the cap.",
        each=True,
    ),
    "rows-beyond": Entry(
        WARNING,
        "{sheet} has {rows} rows, {value} more than can stand on a sheet; the most urgent stand there.",
        "{where}.",
    ),
    **IMPORTS,
    # writing into the user's own table
    "formula-kept": Entry(
        WARNING,
        "{column} holds a formula, which is never overwritten, so what the run has to say there is missing.",
        "Replace the formula by its value, or rename that column.",
    ),
    "no-room-below": Entry(
        ERROR,
        "Under the table on {sheet!r} there is something of yours in the way, so {value} proposed lines found no room.",
        "Move it to another place or sheet and run again; Allocations and Backorders name the lines already.",
    ),
}
