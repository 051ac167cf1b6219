"""How is the server started and ended? It takes its port first, says where it is, and then serves until Ctrl-C."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import ssl
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path

import anyio
import uvicorn

from backorder_xl.hosts.addin.web.files import files
from backorder_xl.hosts.web.app import create_app
from backorder_xl.hosts.web.client_files import KINDS, File, lying, made
from backorder_xl.hosts.web.serving import Serving
from backorder_xl.tables.problems import Unusable

LOOK_AGAIN = 12 * 3600
"""Seconds between two looks at the certificate of a server that runs for months."""

WELCOME = Path(__file__).with_name("welcome.html")

KEEP = 65
"""Seconds that a silent connection is kept: longer than a page waits after 503, which would else meet a line just closed."""

LAST_WORDS = 5
"""Seconds that requests have to end once the server is told to stop."""


def sockets(host: str, port: int) -> list[socket.socket]:
    """What the server listens on; for this machine both its addresses, as Windows and macOS ask ::1 first. Unusable if taken."""
    taken = [_socket(socket.AF_INET6 if ":" in host else socket.AF_INET, host, port)]
    if host == "127.0.0.1" and socket.has_ipv6:
        with contextlib.suppress(Unusable):  # no IPv6 on this machine
            taken.append(_socket(socket.AF_INET6, "::1", taken[0].getsockname()[1]))
    return taken


def _socket(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except PermissionError:
        raise Unusable(f"This user may not listen on port {port}; name one above 1024 with --port.") from None
    except OSError as error:
        why = error.strerror or error
        says = f"Port {port} of {host} cannot be used ({why}); end what uses it, or name another with --port."
        raise Unusable(says) from None


def all_files(address: str) -> dict[str, File]:
    """The add-in at this address: the client's own files, those that are made, and a page to begin with."""
    own = made({f"/{path}": partial(bytes, content) for path, content in files(address).items()})
    welcome = File(KINDS[".html"], WELCOME.read_bytes)
    return {**lying(), **own, "/": welcome}


def run(
    serving: Serving,
    table: Mapping[str, File],
    taken: list[socket.socket],
    *,
    certificate: Callable[[], tuple[Path, Path | None]] | None = None,
    tell: Callable[[str], None],
) -> None:
    """Serve until Ctrl-C or until the system ends it. ``certificate`` gives the files as they are now, none for plain HTTP."""
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING)
    logging.getLogger("backorder_xl.web").setLevel(logging.INFO)
    context = None
    if certificate is not None:
        context = tls(*certificate())
    chores = () if context is None or certificate is None else (renewing(context, certificate),)

    async def told() -> None:
        tell(f"Listening on port {taken[0].getsockname()[1]}. Ctrl-C ends the server.")

    app = create_app(serving, table, (*chores, told))
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing depends on who asks
        ws="none",
        lifespan="on",
        timeout_keep_alive=KEEP,
        timeout_graceful_shutdown=LAST_WORDS,
        ssl_context_factory=(lambda config, usual: context) if context else None,
    )
    signal.signal(signal.SIGTERM, lambda *_: None)  # the server has ended by itself by then, and well
    with tempfile.TemporaryDirectory(prefix="backorder-xl-") as folder, contextlib.suppress(KeyboardInterrupt):
        os.environ["TMPDIR"] = folder  # what a worker that was stopped leaves behind goes with the server
        uvicorn.Server(config).run(sockets=taken)


def tls(chain: Path, key: Path | None) -> ssl.SSLContext:
    """What HTTPS is spoken with. Unusable if the files are not what they should be."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(chain, key, password=_no_password)
    except (OSError, ssl.SSLError, ValueError) as error:
        missing = isinstance(error, OSError) and not isinstance(error, ssl.SSLError)
        says = error.strerror if missing else "it is no certificate with its key"
        raise Unusable(f"The certificate {chain} cannot be used ({says}); give PEM files with --certificate and --key.") from None
    return context


def _no_password() -> str:
    raise ValueError("the key has a password")


def renewing(context: ssl.SSLContext, certificate: Callable[[], tuple[Path, Path | None]]) -> Callable[[], Awaitable[None]]:
    """A chore: twice a day take up a certificate that was renewed meanwhile, for connections from then on."""

    async def look() -> None:
        while True:
            await anyio.sleep(LOOK_AGAIN)
            try:
                context.load_cert_chain(*certificate(), password=_no_password)
            except (OSError, ValueError, Unusable) as error:
                logging.getLogger("backorder_xl.web").error("The certificate could not be renewed: %s", type(error).__name__)

    return look
