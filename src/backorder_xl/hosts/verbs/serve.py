"""serve: the server that Excel on the web, on the Mac and on the iPad talks to (rule 9)."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from backorder_xl.hosts.telling import DONE
from backorder_xl.tables.problems import Unusable

PORT = 8443
NEEDED = ("cryptography", "fastapi", "itsdangerous", "resvg_py", "uvicorn")
"""What the extra ``web`` brings."""


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """Where it listens, who may reach it, and with which certificate."""
    parser.add_argument("--port", type=int, default=PORT, help=f"the port; else {PORT}")
    parser.add_argument("--host", default="", help="the network address to listen on; else this machine alone can reach it")
    parser.add_argument("--address", default="", metavar="URL", help="the https:// address for Excel; needed with --host")
    parser.add_argument("--http", action="store_true", help="speak plain HTTP to a proxy that speaks HTTPS under --address")
    parser.add_argument("--certificate", metavar="FILE", help="your own certificate chain, PEM; else one is made")
    parser.add_argument("--key", metavar="FILE", help="its key, PEM, if it is not in the same file")
    parser.add_argument("--workers", type=int, default=0, help="processes that work; else one per processor, 4 at most")
    parser.add_argument("--most-megabytes", type=int, default=64, metavar="N", help="the largest workbook that is taken; else 64")
    parser.add_argument("--most-seconds", type=int, default=120, metavar="N", help="the longest that one may take; else 120")
    parser.add_argument("--trust", action="store_true", help="let this user's programs trust the server's certificate, and end")


def do(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C; every wrong option is told before a port is taken."""
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise Unusable('The server needs a few more libraries: pip install "backorder-xl[web]"')
    from backorder_xl.hosts.addin.machine import Machine
    from backorder_xl.hosts.state import state_folder
    from backorder_xl.hosts.web import certificates, trusting
    from backorder_xl.hosts.web.serving import ADDRESS, MEGABYTE, Limits, origin, secret_given, serving

    given = options.address or os.environ.get(ADDRESS, "").strip()
    address = origin(given) if given else ""
    _fitting(options, address)
    name = (urlsplit(address).hostname or "") if address else ""
    state = state_folder()

    if options.trust:
        told = trusting.trust(Machine.this(), certificates.certificate(state, name).authority, _asked)
        print("\n".join(told))
        return DONE

    from backorder_xl.hosts.web import running

    certificate, authority = None, None
    if options.certificate:
        pair = (Path(options.certificate), Path(options.key) if options.key else None)
        certificate = lambda: pair  # noqa: E731
    elif not options.http:
        authority = certificates.certificate(state, name).authority
        certificate = lambda: (certificates.certificate(state, name).server, None)  # noqa: E731
    if certificate is not None:
        running.tls(*certificate())

    most = options.most_megabytes * MEGABYTE
    limits = Limits(body=most, held=4 * most, seconds=options.most_seconds)
    secret = secret_given()
    taken = running.sockets(options.host or "127.0.0.1", options.port)
    port = taken[0].getsockname()[1]
    workers = options.workers or min(4, os.cpu_count() or 1)
    served = serving(port, secret, address=address, http=options.http, workers=workers, limits=limits)
    print(f"Backorder XL for Excel: {served.address}/")
    print(f"The manifest, for Excel's add-in list: {served.address}/manifest.xml")
    if authority is not None:
        print("\n".join(trusting.how(Machine.this(), authority)))
    print("How to add it in Excel: docs/sideload.md. The workbook stays in Excel; nothing is kept here.", flush=True)
    running.run(served, running.all_files(served.address), taken, certificate=certificate, tell=_tell)
    print("The server has ended.")
    return DONE


def _tell(says: str) -> None:
    print(says, flush=True)


def _fitting(options: argparse.Namespace, address: str) -> None:
    """Unusable for options that do not go together."""
    local = options.host in ("", "localhost", "127.0.0.1", "::1")
    if not local and not address:
        raise Unusable("With --host others can reach the server; say under which address with --address https://NAME/.")
    if options.http and not address:
        raise Unusable(
            "Excel speaks HTTPS only: with --http, say under which address the proxy answers, with --address https://NAME/."
        )
    if options.http and options.certificate:
        raise Unusable("--http speaks without a certificate; leave out --http or --certificate.")
    if options.key and not options.certificate:
        raise Unusable("--key belongs to a certificate; name it with --certificate.")
    for option, least, most in (("port", 0, 65535), ("workers", 0, 64), ("most_megabytes", 1, 1024), ("most_seconds", 1, 3600)):
        if not least <= getattr(options, option) <= most:
            raise Unusable(f"--{option.replace('_', '-')} takes a number from {least} to {most}.")


def _asked(question: str) -> bool:
    """Whether the user agrees, on a terminal; without one nobody does."""
    if not sys.stdin.isatty():
        print(question)
        raise Unusable("--trust asks for a yes; run it in a terminal, or run the command above yourself.")
    return input(f"{question}\nShall it be run? [y/N] ").strip().lower() in ("y", "yes")
