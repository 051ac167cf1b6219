"""What is a finished draft? The plain value between the words and the ways out."""

from __future__ import annotations

from dataclasses import dataclass

from backorder_xl.core.letters import MessageKind


@dataclass(frozen=True)
class Draft:
    """One message, written and packed, that a person can look at and send.

    ``message`` is the whole .eml; ``text`` and ``html`` are what it says. ``key`` is 24 hex characters made of the facts:
    the same facts have the same key, and the message carries it as the header X-Backorder-Key. ``review`` says why a
    person should read it before it goes, "" = no reason. ``email`` is "" where nobody typed one.
    """

    number: str
    kind: MessageKind
    recipient: str
    name: str
    email: str
    subject: str
    orders: tuple[str, ...]
    file: str
    message: bytes
    text: str
    html: str
    key: str
    review: str = ""
