"""Does the client do what the desktop does, is its page fit for everybody, and do its types agree with Office's own?

The parts that need no Excel run in node; the pane runs in Chromium over real answers of the server; tsc reads all of it against
Microsoft's types. What is done to a workbook is tested behind the real office.js elsewhere.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backorder_xl.hosts.addin.web.files import files
from backorder_xl.workbook import palette, steps
from backorder_xl.workbook.changes import Page
from backorder_xl.workbook.live.host import typed
from backorder_xl.workbook.refs import letters, make_range
from backorder_xl.workbook.renewing import MOST_LINKS
from tests.messages.page.tools import BROWSER, NODE, mistakes, modules
from tests.web.client.tools import office_types
from tests.web.pane.answers import answers

HERE = Path(__file__).parent
ADDIN = HERE.parents[1] / "addin" / "web"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client where node takes its files for modules, as a browser does."""
    if not NODE:
        pytest.skip("needs node")
    folder = tmp_path_factory.mktemp("client")
    shutil.copytree(ADDIN / "js", folder / "js")
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


def said(client: Path, **cases: list[Any]) -> dict[str, Any]:
    """What the client makes of some cases."""
    names = ("columns", "rects", "widths", "texts", "looks", "grids", "titles")
    wanted = json.dumps({name: cases.get(name, []) for name in names})
    command = [str(NODE), str(HERE / "client" / "said.mjs"), str(client)]
    done = subprocess.run(command, input=wanted, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_its_pure_parts_hold_what_they_promise(client: Path) -> None:
    command = [str(NODE), "--test", "--test-reporter=tap", str(HERE / "client" / "client.test.mjs")]
    done = subprocess.run(command, env={**os.environ, "CLIENT": str(client)}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    promises = (HERE / "client" / "client.test.mjs").read_text(encoding="utf-8").count("\ntest(")
    assert f"# pass {promises}" in done.stdout.splitlines(), done.stdout[-800:]


def test_every_step_has_its_function_and_every_colour_is_ours(client: Path) -> None:
    found = said(client)
    assert set(found["steps"]) == {step.__name__ for step in steps.Step.__subclasses__()}
    assert found["palette"] == {name: getattr(palette, name) for name in found["palette"]}


def test_columns_and_cells_are_called_as_everywhere(client: Path) -> None:
    rects = [(1, 1, 1, 1), (2, 27, 3, 1), (1, 1, 1_048_576, 16_384), (9, 702, 1, 2)]
    found = said(client, columns=list(range(1, 16_385)), rects=rects)
    assert found["letters"] == [letters(c) for c in range(1, 16_385)]
    assert found["addresses"] == ["A1", *(make_range(r, c, r + rows - 1, c + wide - 1) for r, c, rows, wide in rects[1:])]


def test_a_width_comes_back_as_it_was_to_the_pixel(client: Path) -> None:
    widths = [w / 10 for w in range(10, 800)]
    found = said(client, widths=widths)
    assert found["points"] == [int((256 * w + 128 // 7) / 256 * 7) * 0.75 for w in widths]
    assert all(abs(back - w) <= 1 / 7 for back, w in zip(found["back"], widths, strict=True))
    assert said(client, widths=[64 / 7])["points"] == [48]  # what Excel calls 8.43, the usual column


TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(TEXT, min_size=100, max_size=100))
def test_no_text_becomes_more_than_a_text(client: Path, texts: list[str]) -> None:
    tricky = ["=1+1", "+1", "-1", "@x", "'x", "#N/A", "0042", "1/2", "TRUE", " wahr ", "abc", "3e5", "1,5", "Ⅷ", "½", "٣"]
    texts = texts + tricky
    found = said(client, texts=texts)
    for text, (plain, as_text), more in zip(texts, found["typed"], found["more"], strict=True):
        wanted = typed(text, False, False)
        assert as_text == text
        assert plain == wanted or (more and plain == f"'{text}"), text  # more caution than on the desktop is no harm
        assert plain == (f"'{text}" if more else text)


LOOK = st.sampled_from(["@", "General", None])


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    looks=st.lists(
        st.integers(1, 4).flatmap(lambda wide: st.lists(st.lists(LOOK, min_size=wide, max_size=wide), max_size=9)),
        min_size=20,
        max_size=20,
    )
)
def test_stretches_say_of_each_cell_how_it_looks(client: Path, looks: list[list[list[str | None]]]) -> None:
    for grid, stretches in zip(looks, said(client, looks=looks)["stretches"], strict=True):
        cells = {(r, c): look for c, first, last, look in stretches for r in range(first, last + 1)}
        assert cells == {(r + 2, c + 3): look for r, row in enumerate(grid) for c, look in enumerate(row)}
        ends = {(c, last): look for c, _, last, look in stretches}
        assert not [s for s in stretches if (s[0], s[1] - 1) in ends and ends[s[0], s[1] - 1] == s[3]]


def test_blanks_at_the_ends_are_not_sent_and_titles_print_as_on_the_desktop(client: Path) -> None:
    titles = ["Ready & able", "  Two\n lines ", "x" * 300, "tab\there", "Bell\x07"]
    found = said(client, grids=[[[1, None, None], [None], [None, {"f": "=A1", "v": None}], [None, None]], []], titles=titles)
    assert found["trimmed"] == [[[1], [], [None, {"f": "=A1", "v": None}]], []]
    assert found["titles"] == [Page(title).plain_title() for title in titles]


def test_its_types_agree_with_those_of_office() -> None:
    compiler, types = office_types()
    command = [str(NODE), str(compiler), "-p", str(HERE / "client" / "tsconfig.json"), "--typeRoots", str(types)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:]


def test_it_asks_for_no_more_links_than_excel_likes_in_one_go() -> None:
    limit = next(line for line in (ADDIN / "js/excel/carrying/bench.js").read_text().splitlines() if "MOST_CALLS =" in line)
    assert int(limit.split("=")[1].strip(" ;").replace("_", "")) > MOST_LINKS


def test_files_are_short_and_each_says_what_it_is_for() -> None:
    scripts = sorted((ADDIN / "js").rglob("*.js"))
    assert scripts
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 330, path.name
        assert text.startswith("// "), path.name


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The pane in each of its states, as Chromium and axe see it."""
    folder = tmp_path_factory.mktemp("pane")
    tools = modules()
    if not BROWSER:
        pytest.skip("needs Chromium")
    for path, content in files("https://localhost:8443").items():
        target = folder / "made" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (folder / "answers.json").write_text(json.dumps(answers(folder)))
    where = [str(ADDIN), str(folder / "made"), str(folder / "answers.json")]
    command = [str(NODE), str(HERE / "pane" / "look.mjs"), BROWSER, *where]
    done = subprocess.run(command, cwd=tools, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_page_is_valid_html() -> None:
    assert mistakes({"taskpane": (ADDIN / "taskpane.html").read_bytes()}) == {}


def test_everybody_can_use_every_state_of_the_pane(seen: dict[str, Any]) -> None:
    looks = seen["looks"]
    assert len({look["name"] for look in looks}) == 13 and {look["theme"] for look in looks} == {"light", "dark"}
    assert [(look["name"], look["theme"], look["violations"]) for look in looks if look["violations"]] == []
    assert [(look["name"], look["width"]) for look in looks if look["wider"]] == []


def test_the_pane_breaks_no_rule_of_its_server(seen: dict[str, Any]) -> None:
    """The server's own policy goes with the page; whatever it forbids, or whatever throws, the browser says."""
    loud = {(look["name"], line) for look in seen["looks"] for line in look["said"]}
    assert {found for found in loud if not found[1].startswith("Failed to load resource")} == set()


def test_every_state_says_what_it_is_and_what_to_do(seen: dict[str, Any]) -> None:
    texts = {look["name"]: look["text"] for look in seen["looks"]}
    assert "Working out what Morning Run would do now." in texts["opening"]
    assert "Nothing is written yet." in texts["today"] and "can ship" in texts["today"]
    assert "Cancel" in texts["working"] and "Working it out" in texts["working"]
    assert "Morning Run is done" in texts["done"] and "See 23 drafts" in texts["done"]
    assert "2 errors, 4 warnings" in texts["problems"] and "Orders C90" in texts["problems"]
    assert "No mistakes were found" in texts["clean"] and "No drafts yet" in texts["nodrafts"]
    assert "23 drafts" in texts["drafts"] and "Save as .eml" in texts["letter"]
    assert "Why does it wait?" in texts["explain"] and "All 2 wait" in texts["explain"]
    assert "Remember it on the sheet Mapping?" in texts["asks"]
    assert "Start it (backorder-xl serve)" in texts["down"] and "Try again" in texts["down"]
    assert "rent.xlsx has no Orders" in texts["strange"] and "New workbook" in texts["strange"]


def test_what_is_pressed_does_what_it_says(seen: dict[str, Any]) -> None:
    used = seen["used"]
    assert used["tab"] == ["tab-problems", False]
    assert used["went"] == [["Orders", "C90"]]
    assert used["asked"] == "Yes" and "Nothing was changed." in used["declined"]
    assert "Morning Run" in used["kept"] and "Undo" in used["kept"]
    name, start = used["saved"]
    assert name.endswith(".eml") and start.startswith("X-Unsent: 1")
    assert used["frame"] == ["", True]
    ids, functions, held = used["ribbon"]
    assert ids == [button["id"] for button in json.loads(files("https://localhost:8443")["config.json"])["buttons"]]
    assert functions == len(json.loads(files("https://localhost:8443")["functions.json"])["functions"]) and held == 0
