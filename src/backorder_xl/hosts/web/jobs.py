"""What does a worker process do with the bytes of one request? Read them, decide, and give the bytes of the answer back.

Everything that costs time happens here, reading and writing JSON too, so that the process that talks to browsers is free.
"""

from __future__ import annotations

import gzip
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ValidationError

from backorder_xl.hosts.web import refusing
from backorder_xl.hosts.web.protocol import Calls, Refusal, Request

LEAST_PACKED = 20_000  # bytes; packing less gains nothing


@dataclass(frozen=True)
class Done:
    """The bytes to send, with their status; ``fault`` is the place of an unforeseen error, for the log."""

    status: int
    body: bytes
    packed: bool = False
    fault: str = ""


@cache
def ready() -> None:
    """Load what every request needs. Ctrl-C is the server's: it ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
    from backorder_xl import run  # noqa: F401
    from backorder_xl.hosts.web import walks  # noqa: F401


def verbs() -> list[str]:
    """What can be run."""
    from backorder_xl.hosts.web.walks import WALKS

    return list(WALKS)


def functions() -> frozenset[str]:
    """What can be called."""
    from backorder_xl.hosts.formulas import FORMULAS

    return frozenset(f.name for f in FORMULAS)


def run(verb: str, body: bytes, pack: bool) -> Done:
    """A press on a button."""
    from backorder_xl.hosts.web import walks

    return _done(lambda: walks.answer(verb, Request.model_validate_json(body, strict=True)), f"run/{verb}", pack)


def call(function: str, body: bytes, pack: bool) -> Done:
    """Many calls of one worksheet function."""
    from backorder_xl.hosts.web import calls

    return _done(lambda: calls.results(function, Calls.model_validate_json(body, strict=True)), f"call/{function}", pack)


def _done(work: Callable[[], BaseModel], doing: str, pack: bool) -> Done:
    from backorder_xl.hosts.web import saying

    ready()
    fault = ""
    try:
        status, out = 200, work()
    except ValidationError as error:
        status, out = 422, Refusal(says=refusing.unfit(error), code="unfit")
    except Exception as error:
        status, out = 409, saying.refused(error)
        if out.code == "unforeseen":
            status, fault = 500, f"{doing}: {refusing.place(error)}"
    body = out.model_dump_json().encode()
    packed = pack and len(body) >= LEAST_PACKED
    return Done(status, gzip.compress(body, 5, mtime=0) if packed else body, packed, fault)
