"""How is Excel kept still while sheets change, and how does its user find everything as it was left?

Screen, calculation, events, questions and the status bar are switched off and put back whatever happens, an interrupt
included; the sheet in front, what was selected there and how far it was scrolled come back as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from backorder_xl.workbook.live.native import Native
from backorder_xl.workbook.live.patience import patiently

_SWITCHES = (  # calculation is the last to be put back: nothing is drawn and no macro runs while Excel catches up
    ("calculation", "manual"),
    ("screen_updating", False),
    ("enable_events", False),
    ("display_alerts", False),
)


@contextmanager
def quiet(book: Any, native: Native, says: str) -> Iterator[None]:
    """Within: Excel neither draws, calculates, asks nor runs macros, and its status bar says ``says``."""
    app = book.app
    with ExitStack() as back:
        back.enter_context(native.bounded())
        for name, off in reversed(_SWITCHES):
            before = getattr(app, name)
            back.callback(_put, lambda name=name, before=before: setattr(app, name, before))
            setattr(app, name, off)
        shown = app.status_bar
        back.callback(_put, lambda: setattr(app, "status_bar", shown))
        app.status_bar = says
        back.enter_context(native.unhelpful(app))
        back.callback(_put, _view(book, native))
        yield


def _view(book: Any, native: Native) -> Callable[[], None]:
    """Brings the sheet in front, its selection and its scrolling back."""
    front, other = book.sheets.active, book.app.books.active
    selected = book.selection
    address = selected.address if selected is not None and selected.sheet == front else None
    scrolled = native.scroll(book.app) if other == book else None

    def back() -> None:
        native.activate(front)
        if address is not None:
            front.range(address).select()
        if scrolled is not None:
            native.scroll_to(book.app, scrolled)
        if other != book:
            native.activate(other)

    return back


def _put(back: Callable[[], object]) -> None:
    """One setting that cannot be put back, as its sheet is gone perhaps, keeps no other from it."""
    with suppress(Exception):
        patiently(back)
