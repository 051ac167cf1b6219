"""How does a short plain message fit into a link that opens the mail program?

RFC 6068: every byte that is not plain is percent-encoded, a line break is %0D%0A. Such a link can carry no attachment and no
picture, and programs stop reading long ones, so a letter that does not fit goes without its text: half a letter would be worse.
"""

from __future__ import annotations

import re
from urllib.parse import quote

CEILING = 2000
"""The longest link that Windows, browsers and Excel pass on whole."""

_ADDRESS = re.compile(r"[^\s@<>\"(),:;\[\\\]]+@[\w.-]+")


def mailto(email: str, subject: str, text: str) -> str:
    """A link with recipient, subject and text; without the text where it is too long, and "" where there is no usable address.

    Several addresses may be parted by commas or semicolons.
    """
    to = [part.strip() for part in re.split(r"[,;]", email) if part.strip()]
    if not to or not all(_ADDRESS.fullmatch(part) for part in to):
        return ""
    head = f"mailto:{','.join(quote(_known(part), safe='@') for part in to)}?subject={_coded(' '.join(subject.split()))}"
    whole = f"{head}&body={_coded(text.rstrip()[:CEILING])}"  # a longer text does not fit in any case
    return next((link for link in (whole, head) if len(link) <= CEILING), "")


def has_text(link: str) -> bool:
    """Whether the letter's text fitted into the link."""
    return "&body=" in link


def _coded(text: str) -> str:
    return quote(_known("\r\n".join(text.splitlines())), safe="")


def _known(text: str) -> str:
    """The text without halves of characters, which no encoding knows."""
    return text.encode("utf-8", "replace").decode("utf-8")
