"""Does a request come from a page that this server opened? A token that is signed, runs out, and stands for nobody."""

from __future__ import annotations

import hashlib
import secrets

from itsdangerous import BadSignature, TimestampSigner

SECONDS = 12 * 3600
"""A working day; the page fetches another by itself."""

SALT = "backorder-xl session"


class Tokens:
    """Given out and checked with one secret; servers that share it take each other's."""

    def __init__(self, secret: bytes) -> None:
        self._signer = TimestampSigner(secret, salt=SALT, digest_method=hashlib.sha256)

    def new(self) -> str:
        """A token for one page."""
        return self._signer.sign(secrets.token_urlsafe(12)).decode()

    def good(self, token: str, seconds: int = SECONDS) -> bool:
        """Whether it is one of ours and younger than ``seconds``."""
        try:
            self._signer.unsign(token, max_age=seconds)
        except (BadSignature, UnicodeEncodeError):
            return False
        return True
