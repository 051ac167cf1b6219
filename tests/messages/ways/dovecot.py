"""A real Dovecot on loopback for tests: one user, a Drafts folder with a name of its own, plain and TLS."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


def _program() -> str | None:
    """The server, where there is one of the line 2.3; 2.4 wants another configuration file."""
    found = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout if found else ""
    return found if said.startswith("2.3.") else None


PROGRAM = _program()
USER, PASSWORD = "jane@example.com", "pass word"

_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
first_valid_uid = 0
mail_location = maildir:{home}/mail
mail_fsync = never
imap_capability = {capability}
passdb {{
  driver = passwd-file
  args = {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox "{drafts}" {{
    auto = create
    {special}
  }}
  mailbox Drafts {{
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """A running server; ``ca`` is the certificate that it signed itself, for the name localhost only."""

    home: Path
    plain: int
    tls: int
    process: subprocess.Popen[bytes]

    @property
    def ca(self) -> Path:
        return self.home / "cert.pem"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def start(home: Path, special: str = r"special_use = \Drafts", capability: str = "") -> Dovecot:
    """Start a server of our own whose Drafts are called Entwürfe; besides there is a folder that merely looks like Drafts.

    The server's own users must be able to reach ``home``.
    """
    for folder in (home, home / "mail"):
        folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", home / "key.pem", "-out", home / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    (home / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    if os.getuid() == 0:  # as root the server wants to run as its own users
        who, internal, login = pwd.getpwnam("mail"), "dovecot", "dovenull"
        for path in (home / "mail", home):
            shutil.chown(path, "mail", "mail")
    else:
        who = pwd.getpwuid(os.getuid())
        internal = login = who.pw_name
    plain, tls = _free_ports()
    config = home / "dovecot.conf"
    internal_group = internal if os.getuid() == 0 else _group(who.pw_gid)
    config.write_text(
        _CONFIG.format(
            home=home, internal=internal, internal_group=internal_group, login=login, uid=who.pw_uid, gid=who.pw_gid,
            drafts="Entwürfe", special=special, capability=capability, plain=plain, tls=tls,
        ),
        encoding="utf-8",
    )  # fmt: skip
    process = subprocess.Popen([str(PROGRAM), "-F", "-c", str(config)])
    server = Dovecot(home, plain, tls, process)
    for _ in range(200):
        if _answers(plain):
            return server
        if process.poll() is not None:
            break
        time.sleep(0.05)
    server.stop()
    said = (home / "log").read_text() if (home / "log").exists() else ""
    raise RuntimeError(f"Dovecot did not start:\n{said}")


def _group(gid: int) -> str:
    return grp.getgrgid(gid).gr_name


def _free_ports() -> list[int]:
    """Two ports that nobody uses now."""
    with socket.socket() as a, socket.socket() as b:
        for s in (a, b):
            s.bind(("127.0.0.1", 0))
        return [a.getsockname()[1], b.getsockname()[1]]


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as s:
            return s.recv(4) == b"* OK"
    except OSError:
        return False
