"""Does the server do what docs/web-protocol.md says? A real one, over HTTPS, and a client that trusts its authority alone."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from backorder_xl import __version__
from backorder_xl.hosts.web.protocol import Answer, Refusal, Results
from tests.books import book_file, small_book
from tests.web import payloads
from tests.web.serving import Served, asked, made_up, served, told


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("server")) as one:
        yield one


@pytest.fixture(scope="module")
def page(server: Served) -> Iterator[httpx.Client]:
    with server.client() as one:
        yield one


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_who_trusts_the_authority_trusts_every_name_of_this_machine(server: Served, name: str) -> None:
    address = f"https://{name}:{server.port}/health"
    assert httpx.get(address, verify=server.trusting, trust_env=False).json() == {"ok": True, "version": __version__}


def test_who_does_not_trust_it_is_not_deceived(server: Served) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{server.address}/health", trust_env=False)


def test_curl_agrees(server: Served) -> None:
    words = ["curl", "-sS", "--noproxy", "*", f"{server.address}/health"]
    assert subprocess.run(words, capture_output=True, check=False).returncode == 60  # not trusted
    taken = subprocess.run([*words, "--cacert", str(server.authority)], capture_output=True, check=True)
    assert json.loads(taken.stdout)["ok"] is True


def test_a_run_over_the_wire_is_the_run_of_the_walks(page: httpx.Client, tmp_path: Path) -> None:
    book = payloads.sent(book_file(tmp_path / "Orders.xlsx", small_book()))
    made = Answer.model_validate(page.post("/run/run", json=asked(book)).raise_for_status().json())
    here = payloads.press("run", book)
    assert made.steps and made.steps == here.steps
    assert (made.counts, made.touched, made.problems) == (here.counts, here.touched, here.problems)


def test_a_packed_body_says_the_same(page: httpx.Client) -> None:
    body = json.dumps(asked(made_up(50))).encode()
    plain = page.post("/run/plan", content=body).raise_for_status().json()
    packed = page.post("/run/plan", content=gzip.compress(body), headers={"Content-Encoding": "gzip"}).raise_for_status().json()
    assert packed["steps"] and packed["steps"] == plain["steps"]


def test_functions_are_called_together(page: httpx.Client) -> None:
    calls = {"today": "2026-06-03", "calls": [{"cells": [1200, 50, 2]}, {"cells": [0, 50, 2]}]}
    made = Results.model_validate(page.post("/call/EOQ", json=calls).raise_for_status().json())
    assert made.results[0][0][0] == pytest.approx((2 * 1200 * 50 / 2) ** 0.5)
    assert len(made.results) == 2


def test_an_unusable_workbook_is_one_sentence(page: httpx.Client) -> None:
    told_ = page.post("/run/run", json=asked({"name": "Empty.xlsx", "names": [], "sheets": []}))
    assert told_.status_code == 409
    assert_sentence(told_)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[1]", "object"),
        (json.dumps({"today": "2026-06-03", "now": "2026-06-03T07:40:00"}).encode(), "book"),
        (json.dumps(asked({"name": "Secret & Co", "names": [], "sheets": [], "Customer": "Anna"})).encode(), "book.Customer"),
        (json.dumps(asked(made_up(5), selected={"sheet": "Orders", "row": 0, "column": 1})).encode(), "selected.row"),
    ],
)
def test_a_body_that_does_not_fit_is_told_by_its_field_and_not_repeated(page: httpx.Client, body: bytes, names: str) -> None:
    answer = page.post("/run/run", content=body)
    assert answer.status_code == 422
    assert names in assert_sentence(answer)
    assert "Anna" not in answer.text and "Secret" not in answer.text


def test_what_does_not_exist_is_told(page: httpx.Client) -> None:
    assert "check" in assert_sentence(page.post("/run/dance", json={}))
    for path in ("/call/DANCE", "/nothing", "/run", "/run/run/more"):
        answer = page.post(path, json={})
        assert answer.status_code in (404, 405)
        assert_sentence(answer)
    assert page.request("DELETE", "/health").status_code == 405


def test_the_addin_itself_is_served(page: httpx.Client, server: Served) -> None:
    kinds = {
        "/": "text/html",
        "/manifest.xml": "application/xml",
        "/manifest.json": "application/json",
        "/config.json": "application/json",
        "/functions.json": "application/json",
        "/help.html": "text/html",
        "/taskpane.html": "text/html",
        "/js/functions.js": "text/javascript",
    }
    for path, kind in kinds.items():
        got = page.get(path)
        assert (got.status_code, got.headers["content-type"].split(";")[0]) == (200, kind), path
    manifest = page.get("/manifest.xml").text
    assert f'"{server.address}/taskpane.html' in manifest
    pictures = {word.split('"')[0] for word in manifest.split(f"{server.address}/assets/")[1:]}
    assert pictures and all(page.get(f"/assets/{p}").content.startswith(b"\x89PNG") for p in pictures)
    again = page.get("/manifest.xml", headers={"If-None-Match": page.get("/manifest.xml").headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_nothing_of_a_workbook_is_kept_or_logged(page: httpx.Client, server: Served, tmp_path: Path) -> None:
    rows = small_book()
    rows["Orders"][1][3] = "Zaphod-4711"
    book = payloads.sent(book_file(tmp_path / "Orders.xlsx", rows))
    assert "Zaphod-4711" in page.post("/run/run", json=asked(book)).text
    page.post("/run/run", json=asked({**book, "Zaphod-4711": 1}))
    page.post("/run/Zaphod-4711?Zaphod-4711", json={})
    folder = server.log.parent
    files = [p for p in folder.rglob("*") if p.is_file()]
    assert server.log in files and "/run/{verb} 200" in server.logged()
    assert not [p for p in files if b"Zaphod" in p.read_bytes()]
    assert {p.name for p in files if p.parent.name != "logs"} == {"log.txt", "authority.crt", "authority.key.pem", "server.pem"}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_with_all_its_processes(tmp_path: Path, how: signal.Signals) -> None:
    with served(tmp_path, "--workers", "2") as one:
        with one.client() as page:
            page.post("/run/check", json=asked(made_up(5))).raise_for_status()
        below = subprocess.run(["ps", "-o", "pid=", "--ppid", str(one.process.pid)], capture_output=True, text=True, check=True)
        assert below.stdout.split()
        one.process.send_signal(how)
        said = one.process.stdout.read() if one.process.stdout else ""
        assert one.process.wait(60) == 0
        assert said.strip() == "The server has ended."
        assert "Traceback" not in one.logged()
        assert not [pid for pid in below.stdout.split() if os.path.exists(f"/proc/{pid}")]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--host", "0.0.0.0"], "--address"),
        (["--http"], "--address"),
        (["--address", "http://orders.example.com"], "https://"),
        (["--address", "https://orders.example.com/bo"], "--address"),
        (["--port", "70000"], "65535"),
        (["--certificate", "absent.pem"], "absent.pem"),
        (["--key", "absent.pem"], "--certificate"),
        (["--trust"], "browser"),
    ],
)
def test_what_cannot_be_started_is_one_sentence(tmp_path: Path, options: list[str], says: str) -> None:
    words = [sys.executable, "-m", "backorder_xl", "serve", *options]
    env = {**os.environ, "BACKORDER_XL_STATE": str(tmp_path)}
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and says in done.stderr
    assert not done.stdout


def test_a_port_that_is_taken_is_told(tmp_path: Path, server: Served) -> None:
    words = [sys.executable, "-m", "backorder_xl", "serve", "--port", str(server.port)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert str(server.port) in done.stderr and "--port" in done.stderr and done.stderr.count("\n") == 1


def test_without_the_extra_one_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    hidden = "import sys\nfor n in ('fastapi', 'uvicorn', 'itsdangerous', 'starlette', 'anyio'): sys.modules[n] = None\n"
    words = f"{hidden}from backorder_xl.hosts.cli import main\nsys.exit(main(['serve']))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'The server needs a few more libraries: pip install "backorder-xl[web]"\n'


def test_it_says_where_it_is_and_what_to_do(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "backorder_xl", "serve", "--port", "0"]
    env = {**os.environ, "BACKORDER_XL_STATE": str(tmp_path)}
    with subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        said = told(process)
        process.send_signal(signal.SIGINT)
    assert "/manifest.xml" in said and str(tmp_path / "web" / "localhost" / "authority.crt") in said and "Ctrl-C" in said


def assert_sentence(answer: httpx.Response) -> str:
    """The sentence of a refusal, which is JSON, whole, and no traceback."""
    says = Refusal.model_validate(answer.json()).says
    assert says[0].isupper() and says.endswith(".") and "\n" not in says and "Traceback" not in says
    assert answer.headers["cache-control"] == "no-store"
    return says
