"""Does the authority vouch for its own name and nothing else, are keys kept from others, and is all of it renewed in time?"""

from __future__ import annotations

import datetime as dt
import os
import ssl
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography import x509

from backorder_xl.hosts.addin.machine import Machine, System
from backorder_xl.hosts.web import certificates, running, trusting
from backorder_xl.hosts.web.certificates import Kept, certificate
from backorder_xl.tables.problems import Unusable

NOW = dt.datetime.now(dt.UTC)


def machine(system: System, home: Path = Path("/home/anna")) -> Machine:
    return Machine(system, home, {}, "python", "/usr", (3, 12), 64)


def verified(kept: Kept, server: Path, *more: str) -> str:
    """What OpenSSL says of a server's certificate when it trusts the authority alone."""
    words = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", str(kept.authority), *more, str(server)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def forged(kept: Kept, folder: Path, name: str) -> Path:
    """A certificate for another name, signed with the authority's own key by somebody who stole it."""
    authority = certificates._pair(kept.authority.with_name(certificates.AUTHORITY_KEY), NOW)
    assert authority is not None
    path = folder / "forged.pem"
    path.write_bytes(certificates._new_server((name,), authority, NOW)[1].public_bytes(certificates.Encoding.PEM))
    return path


@pytest.mark.parametrize("name", ["", "bench.lan", "192.168.1.5"])
def test_openssl_takes_it_for_its_own_name(tmp_path: Path, name: str) -> None:
    kept = certificate(tmp_path, name)
    for mine in [name] if name else ["localhost"]:
        how = "-verify_ip" if mine[0].isdigit() else "-verify_hostname"
        assert "OK" in verified(kept, kept.server, how, mine)
    assert "OK" not in verified(kept, kept.server, "-verify_hostname", "evil.example")


@pytest.mark.parametrize("name", ["", "bench.lan", "192.168.1.5"])
@pytest.mark.parametrize("stolen", ["www.bank.example", "example", "8.8.8.8", "2001:db8::1"])
def test_a_stolen_key_signs_nothing_else(tmp_path: Path, name: str, stolen: str) -> None:
    kept = certificate(tmp_path, name)
    said = verified(kept, forged(kept, tmp_path, stolen))
    assert "subtree violation" in said and "OK" not in said


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's own folder from others by itself")
def test_keys_are_the_owners_alone(tmp_path: Path) -> None:
    kept = certificate(tmp_path)
    for path in (kept.server, kept.authority.with_name(certificates.AUTHORITY_KEY)):
        assert b"PRIVATE KEY" in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.server.parent.stat().st_mode) == 0o700
    assert b"PRIVATE KEY" not in kept.authority.read_bytes(), "this one is handed out"


def test_it_is_made_once_and_renewed_before_its_end(tmp_path: Path) -> None:
    kept = certificate(tmp_path)
    authority, server = kept.authority.read_bytes(), kept.server.read_bytes()
    certificate(tmp_path, now=NOW + dt.timedelta(days=300))
    assert (kept.authority.read_bytes(), kept.server.read_bytes()) == (authority, server)
    later = NOW + dt.timedelta(days=certificates.SERVER_DAYS - 30)
    certificate(tmp_path, now=later)
    assert kept.authority.read_bytes() == authority, "who trusts it need do nothing"
    assert x509.load_pem_x509_certificate(kept.server.read_bytes()).not_valid_after_utc > later + dt.timedelta(days=300)
    assert "OK" in verified(kept, kept.server, "-attime", str(int(later.timestamp())))
    certificate(tmp_path, now=NOW + dt.timedelta(days=certificates.AUTHORITY_DAYS - 30))
    assert kept.authority.read_bytes() != authority


@pytest.mark.parametrize("damage", [b"", b"no certificate", None])
def test_what_is_damaged_or_gone_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    kept = certificate(tmp_path)
    for path in (kept.server, kept.authority.with_name(certificates.AUTHORITY_KEY), kept.authority):
        path.unlink() if damage is None else path.write_bytes(damage)
        assert certificate(tmp_path) == kept
        assert "OK" in verified(kept, kept.server)


def test_a_running_server_takes_up_a_renewed_certificate(tmp_path: Path) -> None:
    kept = certificate(tmp_path)
    context = running.tls(kept.server, None)
    kept.server.unlink()
    certificate(tmp_path)
    context.load_cert_chain(kept.server)  # what the chore does twice a day
    assert isinstance(context, ssl.SSLContext)


def test_files_that_are_no_certificate_are_told(tmp_path: Path) -> None:
    (tmp_path / "some.pem").write_text("hello")
    for path in (tmp_path / "some.pem", tmp_path / "absent.pem"):
        with pytest.raises(Unusable, match=path.name):
            running.tls(path, None)


def test_each_system_has_its_command(tmp_path: Path) -> None:
    kept = certificate(tmp_path)
    on_windows = trusting.trust_command(machine(System.WINDOWS), kept.authority)
    assert on_windows == ["certutil", "-addstore", "-user", "Root", str(kept.authority)]
    on_mac = trusting.trust_command(machine(System.MAC), kept.authority)
    assert on_mac is not None and on_mac[:2] == ["security", "add-trusted-cert"]
    assert on_mac[-2].endswith("login.keychain-db") and on_mac[-1] == str(kept.authority)
    assert trusting.trust_command(machine(System.OTHER), kept.authority) is None
    back = trusting.distrust_command(machine(System.WINDOWS), kept.authority)
    shown = subprocess.run(
        ["openssl", "x509", "-in", kept.authority, "-noout", "-fingerprint", "-sha1"], capture_output=True, text=True, check=True
    )
    assert back is not None and back[-1] == shown.stdout.strip().partition("=")[2].replace(":", "")


@pytest.mark.parametrize(("agrees", "code"), [(True, 0), (True, 5), (False, 0)])
def test_nothing_is_trusted_without_a_yes(tmp_path: Path, agrees: bool, code: int) -> None:
    kept, asked, started = certificate(tmp_path), [], []

    def agreed(question: str) -> bool:
        asked.append(question)
        return agrees

    def start(command: list[str]) -> int:
        started.append(command)
        return code

    def go() -> list[str]:
        return trusting.trust(machine(System.WINDOWS), kept.authority, agreed, start)

    if code:
        with pytest.raises(Unusable, match="by hand"):
            go()
    else:
        assert ("take it back" in go()[-1]) is agrees
    assert len(asked) == 1 and "certutil" in asked[0]
    assert bool(started) is agrees
