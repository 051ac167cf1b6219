"""Who sits at the desk? A person with a workbook open in Excel and our add-in beside it, as a test steers them.

The add-in comes from a server that runs (`serving.py`), office.js from Microsoft's package in the user's cache, in place of
Microsoft's
address; Chromium trusts the server's own key and no other. What office.js asks goes to `tests/web/excel`.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.messages.page.tools import BROWSER
from tests.npm import NODE, fetched
from tests.web.excel import Excel
from tests.web.serving import Served

PACKAGES = ("@microsoft/office-js@1.1.110", "axe-core@4", "playwright-core@1")
"""Microsoft's package is for development only; it is fetched, never kept in the repository."""

HERE = Path(__file__).parent
SELECTION, MESSAGES, COMMAND = 2, 33, 39
NOW = dt.datetime(2026, 6, 3, 7, 30)


def modules() -> Path:
    """The folder with the packages, outside the repository; tests are skipped where they cannot be had."""
    if not BROWSER:
        pytest.skip("needs Chromium")
    return fetched("excel-tools", *PACKAGES)


def key_of(served: Served) -> str:
    """The hash of the server's public key, after OpenSSL has found its certificate good."""
    address = urlsplit(served.address)
    with socket.create_connection((address.hostname or "", address.port or 443), timeout=20) as plain, \
            served.trusting.wrap_socket(plain, server_hostname=address.hostname) as safe:  # fmt: skip
        found = x509.load_pem_x509_certificate(ssl.DER_cert_to_PEM_cert(safe.getpeercert(binary_form=True) or b"").encode())
    key = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()


class Browser:
    """Chromium, spoken to line by line; while it works, it asks Excel."""

    def __init__(self, *arguments: str) -> None:
        command = [str(NODE), str(HERE / "excel" / "browser.mjs"), str(BROWSER), *arguments]
        self.process = subprocess.Popen(
            command, cwd=modules(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.excel: Excel | None = None
        self.asked = 0
        self.heard: dict[int, Any] = {}  # what came back, by the number of the wish

    def end(self) -> None:
        self.process.communicate(timeout=60)

    def do(self, what: str, **how: Any) -> Any:
        """Does one thing and gives what came of it; whatever the page asks of Excel meanwhile is answered."""
        self.asked += 1
        mine = self.asked
        self._say({"n": mine, "do": what, **how})
        assert self.process.stdout is not None
        while mine not in self.heard:
            heard = json.loads(self.process.stdout.readline())
            if "native" in heard:
                assert self.excel is not None
                self._say({"native": heard["native"], "answer": self.excel.answer(heard["id"], heard["params"])})
            else:
                self.heard[heard["n"]] = heard
        heard = self.heard.pop(mine)
        assert "error" not in heard, f"{heard['error']}\n" + "\n".join(heard.get("heard", []))
        return heard["gives"]

    def _say(self, thing: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(thing) + "\n")
        self.process.stdin.flush()


class Desk:
    """One workbook, open in Excel with the pane beside it."""

    def __init__(self, browser: Browser, served: Served, path: Path, now: dt.datetime = NOW, sets: dict[str, str] | None = None,
                 **window: Any) -> None:  # fmt: skip
        self.browser, self.served = browser, served
        self.excel = Excel(path, sets)
        browser.excel = self.excel
        url, moment = f"{served.address}/taskpane.html", now.isoformat()
        dark = window.get("scheme") == "dark"
        browser.do("open", url=url, facts={**self.excel.facts, "now": f"{moment}Z", "dark": dark}, **window)
        self.wait("() => document.querySelector('#version').textContent && !document.querySelector('[aria-busy=true]')")

    def run(self, code: str, argument: Any = None) -> Any:
        """Runs a function of JavaScript in the page."""
        return self.browser.do("run", code=code, argument=argument)

    def wait(self, code: str, argument: Any = None) -> None:
        self.browser.do("wait", code=code, argument=argument)

    def until(self, true: Callable[[], bool]) -> None:
        """Waits for something in Excel; the page is asked meanwhile, so that its requests are answered."""
        for _ in range(2_000):
            if true():
                return
            self.run("() => new Promise(on => setTimeout(on, 10))")
        raise AssertionError("waited in vain for Excel")

    # What a person does

    def press(self, button: str) -> str:
        """A button of the ribbon, and the words on the card when all is done."""
        self.begin(button)
        return self.card()

    def begin(self, button: str) -> None:
        self.run("() => { document.querySelector('#work').replaceChildren(); window.pressed = null; }")
        self.browser.do("says", event=COMMAND, payload=["command", button, json.dumps({"source": {"id": button}})])

    def click(self, on: str) -> None:
        self.browser.do("click", on=on)

    def card(self) -> str:
        """What the card on top of the pane says, once nothing is worked on."""
        self.wait("() => document.querySelector('#work .done, #work .failed, #work .asks')")
        return self.text("#work")

    def text(self, on: str) -> str:
        return str(self.run("on => document.querySelector(on)?.innerText ?? ''", on))

    def select(self, sheet: str, row: int, column: int) -> None:
        """Clicks a cell."""
        found = next(s for s in self.excel.book.sheets if s.ws.title == sheet)
        found.Activate()
        found.selection = found.cell(row, column).a
        self.browser.do("says", event=SELECTION, payload=[])

    def save(self, path: Path) -> Path:
        return self.excel.save(path)

    def heard(self) -> list[str]:
        """What the page has written to the console."""
        return list(self.browser.do("heard"))

    def requests(self, to: str = "") -> list[dict[str, Any]]:
        """What was asked of the server."""
        return [r for r in self.browser.do("requests") if r["path"].startswith(to)]


@contextmanager
def browsing(served: Served) -> Iterator[Browser]:
    """Chromium, for as many desks one after the other as one likes."""
    modules()
    browser = Browser(f"--ignore-certificate-errors-spki-list={key_of(served)}")
    try:
        yield browser
    finally:
        browser.end()


Sit = Callable[..., Desk]
