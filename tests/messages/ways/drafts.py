"""Drafts for these tests, packed by the standard library."""

from __future__ import annotations

import base64
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from backorder_xl.core.letters import MessageKind
from backorder_xl.messages.draft import Draft

PNG = base64.b64decode(  # a picture of one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGMwNTP5DwADcgHJFn3ZlwAAAABJRU5ErkJggg=="
)


def draft(
    number: int = 1,
    *,
    email: str = "jane@example.com",
    name: str = "Jane Doe",
    subject: str = "Your order SO-1: later than we said",
    text: str = "Dear Jane,\n\nyour lamp ships on 17 June.\n",
    attachment: bytes = b"",
    review: str = "",
    kind: MessageKind = MessageKind.DELAYED,
) -> Draft:
    """A draft with a logo; its key depends on its number only, so that other words are the same facts."""
    key = f"{number:024x}"
    message = EmailMessage(policy=SMTP)
    message["From"] = "Shop <shop@example.com>"
    message["To"] = Address(name, addr_spec=email.split(",")[0])
    message["Subject"] = subject
    message["Date"] = "Wed, 03 Jun 2026 08:00:00 +0000"
    message["Message-ID"] = f"<{key}@example.com>"
    message["X-Unsent"] = "1"
    message["X-Backorder-Key"] = key
    message.set_content(text)
    html = f'<html><body><img src="cid:logo@backorder" alt="Shop"><p>{text}</p></body></html>'
    message.add_alternative(html, subtype="html")
    related = message.get_payload()[1]
    related.add_related(PNG, "image", "png", cid="<logo@backorder>", disposition="inline", filename="logo.png")
    if attachment:
        message.add_attachment(attachment, maintype="application", subtype="octet-stream", filename="PO-7 Größe.xlsx")
    for i, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"=_{key}_{i}")
    file = f"C{number:03}_{key[-8:]}.eml"
    orders = (f"SO-{number}",)
    return Draft(
        f"M-{number}", kind, f"C{number:03}", name, email, subject, orders, file, bytes(message), text, html, key, review
    )
