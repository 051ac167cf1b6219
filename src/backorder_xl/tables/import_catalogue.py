"""Which problems can an import have, and what is said of each?

Where a problem is about a row of an export, its sheet is the file's name and its row the file's. What is said while a file is
read comes as finished sentences (``imports.model.Remark``) and has no entry here.
"""

from __future__ import annotations

from backorder_xl.tables.entries import ERROR, WARNING, Entry

IMPORTS: dict[str, Entry] = {
    "import-twice": Entry(
        WARNING,
        "{value} stands in the file more than once; its last row was taken.",
        "Nothing, if the last one is right.",
    ),
    "import-open-raised": Entry(
        WARNING,
        "{value}: more is open than before ({before}, now {now}), as the export says {why}.",
        "Nothing, if that is so; else correct it in the shop and import again, or type it here.",
        each=True,
    ),
    "import-done-lowered": Entry(
        WARNING,
        "{value}: the export says {why}, less than the workbook did.",
        "Nothing, if that is so; else correct it in the shop and import again, or type it here.",
        each=True,
    ),
    "import-gone": Entry(
        WARNING,
        "{value} is open here, but the export does not have it any more; it was left as it is.",
        "Close or cancel it here, if it is done.",
    ),
    "import-stock-gone": Entry(
        WARNING,
        "{value} is on hand here, but the snapshot does not have it; {done}.",
        "Count it; --whole takes what a snapshot lacks for 0.",
    ),
    "import-which-place": Entry(
        ERROR,
        "{value} lies in several places here and the export does not say which, so the row was left out.",
        "Export stock by place, or keep one row of it here.",
    ),
    "import-stock-rows": Entry(
        WARNING,
        "{value} has several rows in the stock sheet: the first holds the snapshot's quantity now, the others 0.",
        "Delete the others, if they are not needed.",
        each=True,
    ),
    "import-older-count": Entry(
        WARNING,
        "{value} was counted or received on {counted}, after this snapshot of {day}, so its stock was left as it is.",
        "Nothing, or import a later snapshot.",
    ),
    "import-part-pack": Entry(
        WARNING,
        "{value} packs of {size} are no whole number of packs of {sku}.",
        "Nothing, if packs are broken up; else correct it.",
    ),
    "import-no-whole-pack": Entry(
        WARNING, "{value} units are no whole number of packs of {size} of {sku}.", "Ask the supplier what comes."
    ),
    "import-pack-rounded": Entry(
        WARNING,
        "{value} packs of {size} are not exact to the millionth of a unit, and were taken as {used}.",
        "Correct Units per Pack of {sku}.",
    ),
}
