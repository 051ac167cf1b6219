"""How does a server on this machine come to HTTPS? With an authority of the user's own that can vouch for this one name only.

Excel loads an add-in over HTTPS and nothing else. The authority is made once, for one name, and says itself that it vouches
for no other: whoever stole its key could not pose as a bank. Everything lies in the user's own state folder.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from backorder_xl.hosts.web.serving import LOOPBACK

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397  # browsers take no more from a public authority; Apple no more than 825 from any
RENEW_DAYS = 60
"""So long before its end a certificate is made anew, when the server starts or while it runs."""

FOLDER, AUTHORITY, AUTHORITY_KEY, SERVER = "web", "authority.crt", "authority.key.pem", "server.pem"

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Kept:
    """Where they lie: ``authority`` is what others are to trust, ``server`` holds key and certificate for the server."""

    authority: Path
    server: Path


def certificate(state: Path, name: str = "", now: dt.datetime | None = None) -> Kept:
    """Authority and certificate for this machine, or for one name; made where they are missing, damaged or near their end."""
    moment = now or dt.datetime.now(dt.UTC)
    names = LOOPBACK if not name else (name,)
    folder = state / FOLDER / (re.sub(r"[^a-z0-9.-]", "_", name.lower()) or LOOPBACK[0])
    kept = Kept(folder / AUTHORITY, folder / SERVER)
    authority = _pair(folder / AUTHORITY_KEY, moment)
    if authority is None:
        authority = _new_authority(names, moment)
        _write(folder / AUTHORITY_KEY, _pem(*authority))
        kept.server.unlink(missing_ok=True)
    _write(kept.authority, authority[1].public_bytes(Encoding.PEM), secret=False)
    server = _pair(kept.server, moment)
    if server is None or server[1].issuer != authority[1].subject:
        _write(kept.server, _pem(*_new_server(names, authority, moment)))
    return kept


def fingerprint(authority: Path) -> str:
    """By which an authority is known in lists of trusted ones."""
    return x509.load_pem_x509_certificate(authority.read_bytes()).fingerprint(hashes.SHA1()).hex().upper()


def _new_authority(names: tuple[str, ...], moment: dt.datetime) -> tuple[Key, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    mark = x509.random_serial_number()
    subject = _name(f"Backorder XL for {names[0]} only ({mark % 0x10000:04x})")  # two machines' authorities can be told apart
    made = _certificate(subject, subject, key, moment, AUTHORITY_DAYS)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    made = made.add_extension(_only(names), critical=True)
    made = made.add_extension(_usage(signs=True), critical=True)
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return key, made.sign(key, hashes.SHA256())


def _new_server(names: tuple[str, ...], by: tuple[Key, x509.Certificate], moment: dt.datetime) -> tuple[Key, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    made = _certificate(_name("Backorder XL server"), by[1].subject, key, moment, SERVER_DAYS)
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    made = made.add_extension(x509.SubjectAlternativeName([_alternative(n) for n in names]), critical=False)
    made = made.add_extension(_usage(signs=False), critical=True)
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(by[0].public_key())
    return key, made.add_extension(issuer, critical=False).sign(by[0], hashes.SHA256())


def _certificate(subject: x509.Name, issuer: x509.Name, key: Key, moment: dt.datetime, days: int) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(moment - dt.timedelta(hours=25))  # a clock that is a day behind
    made = made.not_valid_after(moment + dt.timedelta(days=days))
    return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _only(names: tuple[str, ...]) -> x509.NameConstraints:
    """These names and no other; a kind of name that is not mentioned would be free, so the whole of it is excluded."""
    given = [_alternative(n) for n in names]
    permitted = [x509.IPAddress(ipaddress.ip_network(n.value)) if isinstance(n, x509.IPAddress) else n for n in given]
    excluded: list[x509.GeneralName] = []
    if not any(isinstance(n, x509.IPAddress) for n in given):
        excluded = [x509.IPAddress(ipaddress.ip_network(every)) for every in ("0.0.0.0/0", "::/0")]
    elif not any(isinstance(n, x509.DNSName) for n in given):
        excluded = [x509.DNSName("")]
    return x509.NameConstraints(permitted, excluded or None)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: Key, made: x509.Certificate) -> bytes:
    """Key and certificate in one file, so that they can only be replaced together."""
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + made.public_bytes(Encoding.PEM)


def _pair(path: Path, moment: dt.datetime) -> tuple[Key, x509.Certificate] | None:
    """Key and certificate of a file; None if it is missing or damaged, or the certificate is near its end."""
    try:
        text = path.read_bytes()
        key, made = load_pem_private_key(text, None), x509.load_pem_x509_certificate(text)
    except (OSError, ValueError):
        return None
    whole = isinstance(key, ec.EllipticCurvePrivateKey) and key.public_key() == made.public_key()
    lasts = made.not_valid_before_utc <= moment and moment + dt.timedelta(days=RENEW_DAYS) < made.not_valid_after_utc
    return (key, made) if whole and lasts else None  # type: ignore[return-value]


def _write(path: Path, content: bytes, *, secret: bool = True) -> None:
    """Replace a file in one step; a secret one is nobody's but the owner's from its first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not secret and path.exists() and path.read_bytes() == content:
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644), "wb") as file:
        file.write(content)
    os.replace(beside, path)
