"""Do several servers behind a proxy make one? Two of them with one secret, behind the nginx that deploy/nginx.conf configures."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from backorder_xl.hosts.web.certificates import certificate
from tests.web.serving import Served, asked, made_up, served

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "orders.example.com"
SECRET = "what both servers sign with, and nobody else"


@contextmanager
def proxy(folder: Path, servers: list[Served]) -> Iterator[int]:
    """nginx with our own configuration, on a free port; it gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    pair = certificate(folder / "state", NAME).server
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"(    server 127.0.0.1:8000;\n).*\n", "".join(f"    server 127.0.0.1:{s.port};\n" for s in servers), text)
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl").replace("least_conn;", "")  # in turn
    text = re.sub(r"(ssl_certificate(_key)?) [^;]+", rf"\1 {pair}", text)
    temporary = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"daemon off; pid {folder}/pid; error_log {folder}/error.txt warn;\nevents {{}}\nhttp {{ {temporary}\n{text}\n}}\n"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    process = subprocess.Popen([str(NGINX), "-c", str(folder / "nginx.conf"), "-e", f"{folder}/error.txt"])
    try:
        for _ in range(100):
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.skipif(NGINX is None, reason="there is no nginx on this machine")
def test_two_servers_behind_nginx_take_each_others_tokens(tmp_path: Path) -> None:
    options = ["--http", "--host", "127.0.0.1", "--address", f"https://{NAME}/"]
    with (
        served(tmp_path / "one", *options, BACKORDER_XL_SECRET=SECRET) as one,
        served(tmp_path / "two", *options, BACKORDER_XL_SECRET=SECRET) as two,
        proxy(tmp_path, [one, two]) as port,
    ):
        trusting = ssl.create_default_context(cafile=certificate(tmp_path / "state", NAME).authority)
        name = {"sni_hostname": NAME}
        headers = {"Host": NAME, "Origin": f"https://{NAME}"}
        with httpx.Client(
            base_url=f"https://127.0.0.1:{port}", verify=trusting, headers=headers, trust_env=False, timeout=120
        ) as page:
            page.headers["Authorization"] = f"Bearer {page.post('/session', json={}, extensions=name).json()['token']}"
            answers = [page.post("/run/check", json=asked(made_up(20)), extensions=name) for _ in range(6)]
            assert [answer.status_code for answer in answers] == [200] * 6
            whole = page.post("/run/run", json=asked(made_up(400)), extensions=name).raise_for_status()
            assert whole.headers["content-encoding"] == "gzip" and whole.json()["steps"]
            assert f"https://{NAME}/taskpane.html" in page.get("/manifest.xml", extensions=name).text
            bomb = page.post("/run/run", content=json.dumps("x" * 65_000_000), extensions=name)
            assert bomb.status_code == 413
            wrong = page.post("/session", json={}, headers={"Origin": "https://evil.example"}, extensions=name)
            assert wrong.status_code == 403
        for server in (one, two):
            assert "POST /run/{verb} 200" in server.logged(), "both had work"
        kept = [p for kind in ("client_body", "proxy") for p in (tmp_path / kind).rglob("*") if p.is_file()]
        assert not kept and "temporary file" not in (tmp_path / "error.txt").read_text(), "nginx keeps nothing on its disk"


def test_servers_without_a_common_secret_do_not(tmp_path: Path) -> None:
    options = ["--http", "--address", f"https://{NAME}/"]
    with served(tmp_path / "one", *options) as one, served(tmp_path / "two", *options) as two:
        headers = {"Host": NAME, "Origin": f"https://{NAME}"}
        with httpx.Client(headers=headers, trust_env=False, timeout=120) as page:
            token = page.post(f"http://127.0.0.1:{one.port}/session", json={}).json()["token"]
            page.headers["Authorization"] = f"Bearer {token}"
            codes = [page.post(f"http://127.0.0.1:{s.port}/call/EOQ", content=b"").status_code for s in (one, two)]
        assert codes == [422, 401]


def test_the_container_starts_what_the_command_line_knows(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a container at hand: the words of the Containerfile are words of ours, and it runs as nobody special."""
    from backorder_xl.hosts.cli import _parser

    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    entry, more = (json.loads(re.search(rf"^{word} (\[.*\])$", text, re.MULTILINE)[1]) for word in ("ENTRYPOINT", "CMD"))  # type: ignore[index]
    assert entry[0] == "backorder-xl"
    options = _parser().parse_args([*entry[1:], *more])
    assert (options.verb, options.http, options.port, options.workers) == ("serve", True, 8000, 4)
    user = re.findall(r"^USER (\S+)$", text, re.MULTILINE)
    assert user == ["10001"] and text.index("USER") < text.index("ENTRYPOINT")
    images = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert set(images) == {"docker.io/library/python:3.13-slim"}
