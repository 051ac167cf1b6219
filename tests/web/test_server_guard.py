"""Who is let in, and what goes with every answer? Other sites' pages, names turned to this machine, old tokens, odd paths."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from itsdangerous import TimestampSigner

from backorder_xl.hosts.web import tokens
from backorder_xl.hosts.web.client_files import lying
from backorder_xl.hosts.web.guard import CONTENT
from backorder_xl.hosts.web.tokens import Tokens
from tests.web.serving import Served, asked, made_up, served
from tests.web.test_server import assert_sentence

SECRET = "a secret of more than thirty-two characters"
PUBLIC = "https://orders.example.com"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("server"), BACKORDER_XL_SECRET=SECRET) as one:
        yield one


@pytest.fixture(scope="module")
def stranger(server: Served) -> Iterator[httpx.Client]:
    with server.stranger() as one:
        yield one


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost", "localhost:1", "localhost.evil.example", "", "127.0.0.1.nip.io:{port}"]
)
@pytest.mark.parametrize("path", ["/health", "/taskpane.html", "/config.json"])
def test_a_name_that_was_turned_to_this_machine_gets_nothing(
    server: Served, stranger: httpx.Client, host: str, path: str
) -> None:
    answer = stranger.get(path, headers={"Host": host.format(port=server.port)})
    assert answer.status_code == 403
    assert server.address in assert_sentence(answer)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:{port}"},
        {"Origin": "https://localhost"},
        {"Origin": "{own}.evil.example"},
        {"Origin": "{own}", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "{own}", "Sec-Fetch-Site": "same-site"},
        {"Origin": "{own}", "Sec-Fetch-Site": "none"},
    ],
)
@pytest.mark.parametrize("path", ["/session", "/run/new", "/nothing"])
def test_another_sites_page_cannot_post(server: Served, stranger: httpx.Client, headers: dict[str, str], path: str) -> None:
    filled = {name: value.format(own=server.address, port=server.port) for name, value in headers.items()}
    answer = stranger.post(path, json={}, headers={**filled, "Authorization": f"Bearer {Tokens(SECRET.encode()).new()}"})
    assert answer.status_code == 403
    assert_sentence(answer)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_a_page_of_this_machine_gets_a_token_that_works(server: Served, stranger: httpx.Client, name: str) -> None:
    own = f"https://{name}:{server.port}"
    headers = {"Origin": own, "Sec-Fetch-Site": "same-origin"}
    token = stranger.post(f"{own}/session", json={}, headers=headers).raise_for_status().json()["token"]
    answer = stranger.post(f"{own}/run/check", json=asked(made_up(5)), headers={**headers, "Authorization": f"Bearer {token}"})
    assert answer.status_code == 200


def test_no_page_of_another_site_may_read_an_answer(server: Served, stranger: httpx.Client) -> None:
    asks = {
        "Origin": "https://evil.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    for path in ("/session", "/run/run", "/call/EOQ"):
        answer = stranger.options(path, headers=asks)
        assert answer.status_code == 405
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert "access-control-allow-origin" not in stranger.post("/session", json={}, headers={"Origin": server.address}).headers


def test_excel_on_the_web_may_read_the_functions_and_pictures(stranger: httpx.Client) -> None:
    asks = {"Origin": "https://excel.cloud.microsoft", "Access-Control-Request-Private-Network": "true"}
    for path in ("/functions.json", "/assets/backorder_xl-32.png"):
        assert stranger.get(path, headers=asks).headers["access-control-allow-origin"] == "*"
        answer = stranger.options(path, headers=asks)
        assert (answer.status_code, answer.headers["access-control-allow-private-network"]) == (204, "true")


@pytest.mark.parametrize(
    "bearer", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer {other}", "Bearer {old}", "Bearer {changed}", "Bearer ü"]
)
def test_without_a_good_token_nothing_is_run(server: Served, stranger: httpx.Client, bearer: str) -> None:
    mine = Tokens(SECRET.encode()).new()
    filled = bearer.format(other=Tokens(b"y" * 32).new(), old=an_old_token(), changed=f"x{mine}")
    for path in ("/run/run", "/call/EOQ", "/run/nothing"):
        answer = stranger.post(path, json={}, headers={"Origin": server.address, "Authorization": filled.encode("utf-8")})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert "again" in assert_sentence(answer)


def an_old_token() -> str:
    """One of our own that was signed thirteen hours ago."""

    class Past(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() - tokens.SECONDS - 3600

    mine = Tokens(SECRET.encode())
    mine._signer.__class__ = Past
    return mine.new()


def test_a_token_runs_out_and_not_before() -> None:
    mine = Tokens(SECRET.encode())
    assert mine.good(mine.new()) and mine.good(an_old_token(), tokens.SECONDS + 7200)
    assert not mine.good(an_old_token())


def test_every_answer_says_what_a_page_of_ours_may_do(server: Served, stranger: httpx.Client) -> None:
    answers = [stranger.get(path) for path in ("/", "/taskpane.html", "/health", "/nothing", "/manifest.xml")]
    answers.append(stranger.post("/session", json={}))
    answers.append(stranger.get("/health", headers={"Host": "evil.example"}))
    for answer in answers:
        assert answer.headers["content-security-policy"] == CONTENT
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] in ("no-store", "no-cache")
        assert "server" not in answer.headers and "strict-transport-security" not in answer.headers
        assert "x-frame-options" not in answer.headers, "Excel on the web shows the page in a frame"


def test_scripts_come_from_here_and_from_microsofts_office_js_only() -> None:
    rules = {words[0]: words[1:] for words in (part.split() for part in CONTENT.split("; "))}
    assert rules["script-src"] == ["'self'", "https://appsforoffice.microsoft.com"]
    assert rules["default-src"] == ["'none'"] and rules["connect-src"] == ["'self'"]
    assert {"https://*.officeapps.live.com", "https://*.sharepoint.com", "https://*.cloud.microsoft"} <= set(
        rules["frame-ancestors"]
    )
    assert "*" not in rules["frame-ancestors"]


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/js/../../../pyproject.toml",
        "/js/..%2f..%2f..%2fpyproject.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..\\..\\pyproject.toml",
        "//etc/passwd",
        "/etc/passwd",
        "/js/",
        "/js",
        "/tsconfig.json/..",
        "/taskpane.html%00.png",
        "/taskpane.html/",
        "/TASKPANE.HTML",
        "/.env",
        "/client_files.py",
    ],
)
def test_a_path_leads_nowhere_but_to_the_addin(server: Served, path: str) -> None:
    """Sent as it stands: every other client would tidy it up first."""
    with server.trusting.wrap_socket(socket.create_connection(("127.0.0.1", server.port)), server_hostname="localhost") as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost:{server.port}\r\nConnection: close\r\n\r\n".encode())
        got = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.split()[1] in (b"404", b"400"), head
    assert json.loads(body)["says"] if head.split()[1] == b"404" else body


def test_the_table_of_files_has_the_addin_and_nothing_beside_it(tmp_path: Path) -> None:
    for name in ("taskpane.html", "js/pane.js", "notes.txt", ".hidden.js", "node_modules/x/x.js", "tests/t.js", "js/secret.pem"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "way.js").symlink_to("/etc/passwd")
    assert set(lying(tmp_path)) == {"/taskpane.html", "/js/pane.js"}


def test_under_a_public_address_only_its_pages_post_and_https_is_kept(tmp_path: Path) -> None:
    with served(tmp_path, "--http", "--address", f"{PUBLIC}/", BACKORDER_XL_SECRET=SECRET) as one:
        asks = httpx.Client(base_url=f"http://127.0.0.1:{one.port}", trust_env=False)
        told = asks.post("/session", json={}, headers={"Host": "orders.example.com", "Origin": PUBLIC}).raise_for_status()
        assert Tokens(SECRET.encode()).good(told.json()["token"])
        assert told.headers["strict-transport-security"]
        assert asks.get("/health").json()["ok"] is True, "whoever looks after it asks on the machine itself"
        refused = asks.post("/session", json={}, headers={"Origin": f"http://127.0.0.1:{one.port}"})
        assert refused.status_code == 403 and PUBLIC in assert_sentence(refused)


def test_a_secret_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    from backorder_xl.hosts.web import serving
    from backorder_xl.tables.problems import Unusable

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(serving.SECRET, "short")
        with pytest.raises(Unusable, match="32"):
            serving.secret_given()
