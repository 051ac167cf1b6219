"""How is it said that a request is not done? One sentence as JSON, whatever went wrong, and never what stood in a workbook."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping

from pydantic import ValidationError
from starlette.responses import Response

from backorder_xl.hosts.web.protocol import Refusal

LOG = logging.getLogger("backorder_xl.web")

UNFORESEEN = "Something unforeseen went wrong on the server; nothing was changed in the workbook. Its log shows where."


class Refused(Exception):
    """Ends a request with a status and a sentence."""

    def __init__(self, status: int, says: str, code: str = "refused", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(says)
        self.status, self.says, self.code, self.headers = status, says, code, dict(headers or {})

    def response(self) -> Response:
        """What is sent."""
        return response(self.status, Refusal(says=self.says, code=self.code), self.headers)


def response(status: int, refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal as it is sent."""
    return Response(refusal.model_dump_json(), status, dict(headers or {}), "application/json")


def unfit(error: ValidationError) -> str:
    """What is wrong with a body, by the name of its field; what stood in the field is not repeated."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    first = found[0]
    where = ".".join(str(part)[:40] for part in first["loc"][:8] if part != "body") or "the body"
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    says = "it is not JSON" if first["type"] == "json_invalid" else first["msg"].rstrip(".").replace("\n", " ").lower()
    return f"The request does not fit this server ({where}: {says}{more}). Close the add-in and open it again to renew it."


def place(error: BaseException) -> str:
    """Where an unforeseen error came from: its kind and the lines of code, not its words, which may hold customers' data."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    places = " < ".join(f"{_short(f.filename)}:{f.lineno} {f.name}" for f in reversed(frames))
    return f"{type(error).__name__} at {places or 'an unknown place'}"


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-3:])
