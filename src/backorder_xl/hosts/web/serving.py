"""What is decided before a server starts: under which names it answers, with what secret, and how much it takes on?"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from backorder_xl.tables.problems import Unusable

ADDRESS, SECRET = "BACKORDER_XL_ADDRESS", "BACKORDER_XL_SECRET"
"""Environment variables: the public address, and what several servers behind one address sign with."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
LEAST_SECRET = 32  # characters; shorter ones could be guessed
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """How much one request, and all together, may take."""

    body: int = 64 * MEGABYTE  # bytes of one request, unpacked
    held: int = 256 * MEGABYTE  # bytes of all requests that are read or wait
    seconds: float = 120.0  # for one piece of work
    reading: float = 60.0  # seconds in which a body must have arrived
    waiting: int = 24  # requests that may wait for their turn, per kind
    patience: float = 45.0  # seconds after which one that waits is sent away, to come again
    again: int = 3  # seconds after which it shall come again


@dataclass(frozen=True)
class Serving:
    """One server: ``address`` is the one that people type, ``origins`` are those whose pages may post, ``hosts`` the names under
    which it may be asked."""

    address: str
    origins: frozenset[str]
    hosts: frozenset[str]
    secret: bytes = field(repr=False)
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    public: bool = False  # reached from other machines


def serving(
    port: int, secret: bytes, *, address: str = "", http: bool = False, workers: int = 2, limits: Limits | None = None
) -> Serving:
    """A server that listens on a port: for this machine alone, or under a public address (as ``origin`` gives it).

    The names of this machine are always good to ask by, for a look at /health; its own pages are those of the address alone.
    """
    local = on_loopback(port, "http" if http else "https")
    hosts = frozenset(urlsplit(o).netloc for o in (*local, *([address] if address else [])))
    main = address or f"{'http' if http else 'https'}://{spoken_host(LOOPBACK[0], port, 80 if http else 443)}"
    origins = frozenset({address}) if address else local
    return Serving(main, origins, hosts, secret, workers, limits or Limits(), bool(address))


def origin(text: str) -> str:
    """An address as a browser writes it in Origin; Unusable for one that is not https:// with a name and nothing behind it."""
    given = text.strip()
    try:
        parts = urlsplit(given)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        name, port, parts = "", None, urlsplit("")
    if parts.scheme != "https" or not name or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        raise Unusable(f"--address takes the address that Excel shall use, such as https://orders.example.com/, not {given!r}.")
    return "https://" + spoken_host(name, port, 443)


def spoken_host(name: str, port: int | None, usual: int) -> str:
    """A host with its port as browsers write it: the usual port is left out."""
    shown = f"[{name}]" if ":" in name else name
    return shown if port in (None, usual) else f"{shown}:{port}"


def on_loopback(port: int, scheme: str) -> frozenset[str]:
    """The addresses of a server on this machine."""
    return frozenset(f"{scheme}://{spoken_host(name, port, 443 if scheme == 'https' else 80)}" for name in LOOPBACK)


def secret_given() -> bytes:
    """The secret of the environment, or a random one, which ends with this server. Unusable for one that can be guessed."""
    given = os.environ.get(SECRET, "").strip()
    if not given:
        return secrets.token_bytes(32)
    if len(given) < LEAST_SECRET:
        raise Unusable(f"{SECRET} needs {LEAST_SECRET} characters or more; `openssl rand -hex 32` makes a good one.")
    return given.encode()
