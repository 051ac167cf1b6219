"""Does doctor find what is in place, what is broken, and what to do about it?"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from backorder_xl.hosts import doctor
from backorder_xl.hosts.cli import main
from backorder_xl.hosts.doctor import Verdict
from backorder_xl.hosts.doctor_book import workbook

DAY = ["--as-of", "2026-06-03"]


@pytest.fixture
def book(tmp_path: Path, state: Path) -> Path:
    path = tmp_path / "work" / "book.xlsx"
    path.parent.mkdir()
    assert main(["new", str(path), "--demo"]) == 0
    return path


def found(book: Path, state: Path, name: str) -> doctor.Finding:
    (one,) = [f for f in workbook(book, state) if f.name == name]
    return one


def test_a_book_in_order(book: Path, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = book.read_bytes()
    assert main(["doctor", str(book)]) == 0
    said = capsys.readouterr().out
    for line in (
        "ok: Python: backorder-xl ", "ok: In use: Nobody has it open.", "ok: Our sheets: None yet", "ok: Backups: None yet",
        "ok: Undo: Nothing is kept yet", "look at this: Rows: ", "A run works.",
    ):  # fmt: skip
        assert line in said, line
    assert book.read_bytes() == before and [p.name for p in book.parent.iterdir()] == ["book.xlsx"]
    main(["plan", str(book), *DAY])
    capsys.readouterr()
    assert main(["doctor", str(book), "--json"]) == 0
    checks = json.loads(capsys.readouterr().out)["checks"]
    told = {c["check"]: c["found"] for c in checks if c["about"] == "book"}
    assert "Backorders" in told["Our sheets"] and "take back the plan of" in told["Undo"] and "book backup " in told["Backups"]
    assert {c["verdict"] for c in checks} <= {"ok", "look at this"}
    assert set(checks[0]) == {"about", "check", "verdict", "found", "remedy"}


@pytest.mark.parametrize(
    ("spoil", "name", "words", "code"),
    [
        (lambda b: b.unlink(), "File", "was not found", 2),
        (lambda b: b.write_bytes(b"PK" + b"x" * 500), "File", "damaged", 2),
        (lambda b: b.write_bytes(b"Order,SKU\n"), "File", "text file (CSV)", 2),
        (lambda b: b.with_name(f"~${b.name}").write_bytes(b""), "In use", "open in Excel", 3),
    ],
)
def test_what_is_broken_has_a_remedy_and_the_code_of_a_run(
    book: Path, capsys: pytest.CaptureFixture[str], spoil: object, name: str, words: str, code: int
) -> None:
    spoil(book)  # type: ignore[operator]
    assert main(["doctor", str(book)]) == code == main(["plan", str(book), *DAY])
    said = capsys.readouterr().out
    line = next(line for line in said.splitlines() if line.startswith(f"broken: {name}: "))
    assert words in line and "put right before a run works" in said
    assert said.splitlines()[said.splitlines().index(line) + 1].startswith("    ")


def test_a_book_without_our_tables(tmp_path: Path, state: Path) -> None:
    from tests.reliability.scenes import foreign_book

    book = tmp_path / "shop.xlsx"
    foreign_book(book)
    one = found(book, state, "Tables")
    assert one.verdict is Verdict.BROKEN and "adopt" in one.remedy
    assert main(["adopt", str(book), "--yes"]) == 0
    assert found(book, state, "Tables").verdict is Verdict.OK and "rows" in found(book, state, "Mapping").found


@pytest.mark.skipif(os.name == "nt", reason="links as POSIX has them")
def test_links_and_clouds_are_told(tmp_path: Path, book: Path, state: Path) -> None:
    os.link(book, book.with_name("other.xlsx"))
    assert found(book, state, "Second name").verdict is Verdict.LOOK
    cloud = tmp_path / "OneDrive - Example GmbH" / "book.xlsx"
    cloud.parent.mkdir()
    book.rename(cloud)
    assert "OneDrive - Example GmbH" in found(cloud, state, "Cloud").found


def test_a_state_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (one,) = [f for f in doctor.installation(tmp_path / "file") if f.name == "Own folder"]
    assert one.verdict is Verdict.LOOK and "BACKORDER_XL_STATE" in one.remedy


def test_libraries_that_are_missing_or_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["pandas>=2.2", "lxml>=99.1", "no-such-library", 'imapclient>=3.0; extra == "imap"', 'no-web>=1; extra == "web"',
              "pywin32>=306; sys_platform == 'win32' and extra == 'outlook'"]  # fmt: skip
    monkeypatch.setattr(doctor, "requires", lambda name: wanted)
    findings = {f.name: f for f in doctor.installation(tmp_path)}
    assert findings["Libraries"].verdict is Verdict.BROKEN
    assert "no-such-library" in findings["Libraries"].found and "(needs 99.1)" in findings["Libraries"].found
    assert findings["For drafts in a mailbox"].verdict is Verdict.OK
    assert "backorder-xl[web]" in findings["For Excel on the web"].remedy
    assert doctor.code_of(list(findings.values())) == 2


def test_a_certificate_near_its_end(tmp_path: Path) -> None:
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding

    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    for host, days in (("localhost", 300), ("old.example", 3)):
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        made = made.not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(days))
        (tmp_path / "web" / host).mkdir(parents=True)
        (tmp_path / "web" / host / "server.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    (tmp_path / "web" / "spoilt").mkdir()
    (tmp_path / "web" / "spoilt" / "server.pem").write_bytes(b"x")
    told = [f for f in doctor.installation(tmp_path) if f.name == "Certificate"]
    assert [(f.verdict, f.found.split()[2]) for f in told] == [
        (Verdict.OK, "localhost"), (Verdict.LOOK, "old.example"), (Verdict.LOOK, "spoilt")
    ]  # fmt: skip
