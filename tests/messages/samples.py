"""One letter of each kind, full of facts, for goldens, pictures and tests."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from dataclasses import replace

from backorder_xl.core.letters import Clause, Item, Legal, Letter, MessageKind
from backorder_xl.core.words import MONEY, UNIT
from backorder_xl.messages.drafting import Look
from backorder_xl.messages.facts import WAITING
from backorder_xl.messages.mime import Attachment

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl")
DAY = dt.date(2026, 6, 3)
MAY, OLD, NEW, LATE = dt.date(2026, 5, 20), dt.date(2026, 6, 10), dt.date(2026, 6, 17), dt.date(2026, 8, 1)
LOOK = Look(
    now=dt.datetime(2026, 6, 3, 7, 0),
    company="Holm & Söhne",
    sender="Mia Holm",
    address="orders@holm.example",
    phone="+49 30 555 0100",
)

K = MessageKind
DESK = Item(K.BACKORDERED, "SO-1031", "1", "DESK-120", "Walnut desk 120 cm", "pcs", "oiled", 10 * UNIT, 4 * UNIT, 6 * UNIT, NEW)
LAMP = Item(K.BACKORDERED, "SO-1031", "2", "LAMP-7", "Reading lamp <brass>", "", "", 2 * UNIT, 0, 2 * UNIT, NEW)
CLOTH = Item(K.BACKORDERED, "SO-1044", "1", "CLOTH-5", "Felt, green", "m", "", 1_234_500_000, 0, 1_234_500_000, None)


def _as(item: Item, kind: MessageKind, **more: object) -> Item:
    return replace(item, kind=kind, **more)  # type: ignore[arg-type]


def _bought(item: Item, kind: MessageKind, **more: object) -> Item:
    return replace(item, kind=kind, order="PO-77", ships_now=0, waits=item.ordered, **more)  # type: ignore[arg-type]


def _law(clause: Clause, revised: dt.date | None, deadline: dt.date | None, order: str = "SO-1031") -> Legal:
    return Legal(clause, order, OLD, revised, deadline)


_ITEMS: dict[str, tuple[Item, ...]] = {
    "backordered": (DESK, replace(CLOTH, order="SO-1031", line="3")),
    "delayed": (_as(DESK, K.DELAYED, old_date=OLD), _as(LAMP, K.DELAYED, old_date=OLD, substitute="LAMP-8")),
    "dated": (_as(LAMP, K.DATED, date=dt.date(2026, 7, 1)),),
    "ready": (_as(DESK, K.READY, ships_now=10 * UNIT, waits=0, date=None),),
    "partly ready": (_as(DESK, K.PARTLY_READY), _as(CLOTH, K.PARTLY_READY, ships_now=500_000, waits=1_234 * UNIT)),
    "cancel offer": (_as(CLOTH, K.CANCEL_OFFER, substitute="CLOTH-6"),),
    "cancelled": (_as(DESK, K.CANCELLED, ships_now=0, waits=6 * UNIT, date=None), _as(LAMP, K.CANCELLED, date=None)),
    "still waiting": (_as(CLOTH, K.STILL_WAITING),),
    "purchase order": (
        _bought(DESK, K.PURCHASE_ORDER, price=1_234_5 * MONEY // 10, supplier_sku="WD/120"),
        _bought(CLOTH, K.PURCHASE_ORDER, line="2", price=MONEY // 8, date=NEW),
    ),
    "chase": (
        _bought(DESK, K.CHASE, ordered=12 * UNIT, old_date=MAY, date=None),
        _bought(LAMP, K.CHASE, old_date=DAY, date=None),
    ),
}
_ITEMS["mixed"] = (
    *_ITEMS["delayed"],
    replace(_ITEMS["backordered"][1], order="SO-1050"),
    replace(_ITEMS["ready"][0], order="SO-1022"),
    replace(_ITEMS["cancelled"][1], order="SO-1044"),
)
_LEGAL: dict[str, tuple[Legal, ...]] = {
    "delayed": (_law(Clause.US_SILENCE, NEW, NEW),),
    "dated": (_law(Clause.EU_RIGHTS, None, None),),
    "partly ready": (_law(Clause.UK_RIGHTS, None, None),),
    "cancel offer": (_law(Clause.US_AGREE, None, dt.date(2026, 7, 10), "SO-1044"),),
    "still waiting": (_law(Clause.US_RENEWED, LATE, OLD, "SO-1044"),),
    "cancelled": (_law(Clause.US_REFUND, None, dt.date(2026, 6, 12)),),
    "mixed": (_law(Clause.EU_REFUND, None, dt.date(2026, 6, 17), "SO-1044"), _law(Clause.UK_RIGHTS, NEW, None)),
}
KINDS = ("backordered", "delayed", "dated", "ready", "partly ready", "cancel offer", "cancelled", "still waiting", "mixed",
         "purchase order", "chase 1", "chase 2", "chase 3")  # fmt: skip


def letter(name: str, language: str) -> Letter:
    """The sample of that name; chase letters come in three steps."""
    kind, _, step = name.partition(" ") if name.startswith("chase") else (name, "", "")
    items = _ITEMS[kind]
    supplier = kind in ("purchase order", "chase")
    return Letter(
        number=f"MSG-{KINDS.index(name) + 1:05d}",
        kind=MessageKind.CANCELLED if kind == "mixed" else MessageKind(kind),
        recipient="ACME" if supplier else "C-102",
        name="ACME Möbel GmbH" if supplier else "Anna Berg",
        email="sales@acme.example" if supplier else "anna@berg.example",
        language=language,
        created=DAY,
        items=items,
        legal=_LEGAL.get(kind, ()),
        next_news=dt.date(2026, 6, 11) if any(i.date is None and i.kind in WAITING for i in items) else None,
        currency="EUR",
        step=int(step or 0),
        ship_to="SO-1031" if kind == "purchase order" else "",
        wanted_by=NEW if kind == "purchase order" else None,
    )


def attached(name: str) -> tuple[Attachment, ...]:
    """What goes along with a sample: the purchase order has its document."""
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return (Attachment("PO-77 Möbel.xlsx", b"the document", sheet),) if name == "purchase order" else ()


def logo(width: int = 120, height: int = 44) -> bytes:
    """A small PNG: one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x1f\x5f\xa8" * width) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
