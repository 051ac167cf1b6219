"""What does each picture show? One function per button, and one for the product, on a grid of 16 by 16.

Three colours, each dark enough for a white ribbon and light enough for a black one: grey for the thing, green for what we do
with it, amber for what waits or moves.
"""

from __future__ import annotations

from collections.abc import Callable

from backorder_xl.hosts.addin.web.model import MARK, PANE
from backorder_xl.hosts.addin.web.pen import Pen

GREEN, AMBER, GREY, WHITE = "#1f8a70", "#d06a08", "#7a7f85", "#ffffff"
BRIGHT = "#ffc061"  # amber on the mark's green, where the darker one would drown


def _mark(p: Pen) -> None:
    """A parcel on a green ground, and the amber dot of something that waits."""
    p.box(0, 0, 16, 16, GREEN, round_=3)
    p.box(3, 6, 13, 13, WHITE)
    p.box(7, 6, 9, 9, GREEN)
    p.disc(12.5, 3.5, 2, BRIGHT)


def _import(p: Pen) -> None:
    """An arrow down into a tray."""
    p.box(7, 1, 9, 7, GREEN)
    p.shape([(4, 6), (12, 6), (8, 10)], GREEN)
    p.line([(1, 10), (1, 14), (14, 14), (14, 10)], GREY)


def _check(p: Pen) -> None:
    """A list, and a tick."""
    p.frame(1, 1, 11, 15, GREY)
    p.box(3, 4, 9, 5, GREY)
    p.box(3, 7, 7, 8, GREY)
    p.line([(6, 11), (9, 14), (15, 6)], GREEN, thick=2)


def _receive(p: Pen) -> None:
    """A lorry."""
    p.box(0, 3, 9, 11, GREEN)
    p.shape([(10, 5), (13, 5), (16, 8), (16, 11), (10, 11)], GREY)
    for x in (4, 12):
        p.disc(x, 12, 2, AMBER)


def _plan(p: Pen) -> None:
    """One supply, shared out to three."""
    p.box(0, 6, 5, 11, GREEN)
    p.box(5, 8, 11, 9, GREY)
    p.box(8, 2, 9, 15, GREY)
    for y in (2, 8, 14):
        p.box(8, y, 11, y + 1, GREY)
    for y, colour in ((1, GREEN), (7, GREEN), (13, AMBER)):
        p.box(11, y, 16, y + 3, colour)


def _notify(p: Pen) -> None:
    """A letter that is not sent yet: its dot is amber."""
    p.frame(0, 5, 15, 15, GREY)
    p.line([(1, 6), (7, 11), (13, 6)], GREEN)
    p.disc(14, 3, 2, AMBER)


def _run(p: Pen) -> None:
    """Start."""
    p.disc(8, 8, 8, GREEN)
    p.shape([(6, 4), (6, 12), (12, 8)], WHITE)


def _explain(p: Pen) -> None:
    """A speech bubble with lines in it."""
    p.frame(0, 1, 16, 12, GREY, round_=2)
    p.shape([(3, 11), (8, 11), (3, 16)], GREY)
    p.box(3, 4, 13, 5, AMBER)
    p.box(3, 7, 10, 8, GREEN)


def _undo(p: Pen) -> None:
    """An arrow that turns back."""
    p.curve("M4 5 H10 A4.5 4.5 0 0 1 10 14 H5", GREEN, thick=2)
    p.shape([(0, 5), (5, 0), (5, 10)], GREEN)


def _pane(p: Pen) -> None:
    """A window with a pane at its right."""
    p.frame(0, 2, 16, 14, GREY)
    p.box(0, 2, 16, 5, GREY)
    p.box(10, 6, 15, 13, GREEN)


def _dashboard(p: Pen) -> None:
    """Three bars."""
    p.box(1, 9, 5, 14, GREEN)
    p.box(6, 5, 10, 14, AMBER)
    p.box(11, 2, 15, 14, GREEN)
    p.box(0, 14, 16, 15, GREY)


def _steer(p: Pen) -> None:
    """A compass."""
    p.ring(8, 8, 8, GREY)
    p.shape([(12, 4), (9, 10), (6, 7)], AMBER)
    p.shape([(4, 12), (6, 7), (9, 10)], GREEN)


def _page(p: Pen) -> None:
    """The world."""
    p.ring(8, 8, 8, GREEN)
    p.curve("M8 1 C4 5 4 11 8 15 M8 1 C12 5 12 11 8 15", GREEN)
    p.box(1, 7.5, 15, 8.5, GREEN)


def _new(p: Pen) -> None:
    """A sheet of paper and a plus."""
    p.line([(7, 14), (1, 14), (1, 1), (8, 1), (12, 5), (12, 7)], GREY)
    p.line([(8, 1), (8, 5), (12, 5)], GREY)
    p.box(11, 8, 13, 16, GREEN)
    p.box(8, 11, 16, 13, GREEN)


def _adopt(p: Pen) -> None:
    """A table of somebody's, and the arrow by which it comes to us."""
    p.frame(6, 2, 16, 14, GREY)
    p.box(6, 2, 16, 5, GREEN)
    p.box(11, 5, 12, 14, GREY)
    p.box(6, 9, 16, 10, GREY)
    p.box(0, 7, 3, 9, AMBER)
    p.shape([(3, 4), (7, 8), (3, 12)], AMBER)


def _settings(p: Pen) -> None:
    """Three sliders."""
    for y, x in ((3, 11), (8, 5), (13, 9)):
        p.box(0, y - 0.5, 16, y + 0.5, GREY)
        p.disc(x, y, 2, GREEN)


def _help(p: Pen) -> None:
    """A question mark."""
    p.disc(8, 8, 8, GREY)
    p.curve("M5.8 6.2 C5.8 3 10.4 3 10.4 6.2 C10.4 8 8 8 8 10", WHITE, thick=1.5)
    p.disc(8, 12.5, 1, WHITE)


GLYPHS: dict[str, Callable[[Pen], None]] = {
    MARK: _mark,
    PANE.id: _pane,
    "bo_import": _import,
    "bo_check": _check,
    "bo_receive": _receive,
    "bo_plan": _plan,
    "bo_notify": _notify,
    "bo_run": _run,
    "bo_explain": _explain,
    "bo_undo": _undo,
    "bo_dashboard": _dashboard,
    "bo_steer": _steer,
    "bo_page": _page,
    "bo_new": _new,
    "bo_adopt": _adopt,
    "bo_settings": _settings,
    "bo_help": _help,
}
"""By the name that the picture's file begins with."""


def drawn(name: str, size: int) -> str:
    """The picture as SVG, for that size only."""
    pen = Pen(size)
    GLYPHS[name](pen)
    return pen.svg()
