"""Is a workbook the old or the new one, with the drafts that it lists, wherever a command is killed or fails? (rule 8.7)

The short form: each kind of call once. ``python -m tests.reliability.soak`` tries every call.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.reliability.actions import KILL
from tests.reliability.faults import HERE, Fault, Runs
from tests.reliability.kinds import KINDS
from tests.reliability.scenes import SCENES, Play


@pytest.fixture(scope="module")
def plays(runs: Runs, space: Path) -> dict[str, Play]:
    made = {}
    for name, scene in SCENES.items():
        (space / name).mkdir()
        made[name] = Play(scene, runs, space / name)
    return made


@pytest.mark.parametrize("name", ["run", "undo", "import", "adopt", "new"])
def test_killed_at_each_kind_of_call(plays: dict[str, Play], name: str) -> None:
    play = plays[name]
    calls = play.sound[1].calls
    joints = [i for i in play.joints if calls[i].split()[0] not in ("mkdir", "chmod", "times")]
    for point in joints if name == "run" else joints[-4:]:  # how the others begin is how the run begins
        ended, wrong = play.suffer(Fault(KILL, point))
        assert ended.code == -9 and not wrong, (calls[point], wrong)


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "killed"])
def test_a_run_that_fails_says_so_and_leaves_the_old_workbook(plays: dict[str, Play], kind: str) -> None:
    play, trouble = plays["run"], KINDS[kind]
    play.whole = kind == "full"  # the next run is done at every call in the long form
    points = trouble.points(play)
    late = kind in ("full", "ctrl-c", "held-on")  # also while drafts are put out
    for point in [points // 2, points - 2][: 1 + late]:
        ended, wrong = play.suffer(trouble.at(play, point))
        assert not wrong, (kind, point, wrong, ended.err)
    play.whole = True


def test_ctrl_c_before_the_command_has_begun_and_after_it_has_ended_is_answered_too(plays: dict[str, Play]) -> None:
    """The first calls are those of the log; after the last ones nothing but the log is left to write."""
    play, trouble = plays["run"], KINDS["ctrl-c"]
    play.whole = False
    points = trouble.points(play)
    codes = []
    for point in (0, 1, 2, *range(points - 6, points)):
        ended, wrong = play.suffer(trouble.at(play, point))
        assert not wrong, (point, wrong, ended.err)
        codes.append(ended.code)
    play.whole = True
    assert codes[:3] == [2, 2, 2] and codes[-1] == 0


def test_what_is_renamed_was_forced_to_the_disk(plays: dict[str, Play]) -> None:
    """A power cut is not a kill: what was not forced out may be lost, and names may come before contents."""
    play = plays["run"]
    play.sound  # noqa: B018 - lays the folder out
    play.reset()
    calls = [tuple(c.split(" ", 1)) for c in play.run(play.scene.command).calls]
    written: dict[str, int] = {}
    synced: dict[str, int] = {}
    for number, (what, path) in enumerate(calls):
        if what == "write":
            written[path] = number
        elif what == "fsync":
            synced[path] = number
    made = [p for p in written if "/logs/" not in p and "/locks/" not in p]
    assert len(made) > 25 and all(synced.get(path, -1) > written[path] for path in made)
    swap = calls.index(("rename", "/work/book.xlsx"))
    assert calls[swap + 1] == ("fsync", "/work")
    assert all(number < swap for path, number in synced.items() if path.endswith(".part") and "index" not in path)


def test_the_messages_of_a_killed_run_are_there_once(plays: dict[str, Play]) -> None:
    """Counted anew, not compared: killed in the middle of putting drafts out, then run again."""
    play = plays["run"]
    calls = play.sound[1].calls
    out = [i for i, c in enumerate(calls) if c.startswith("rename") and c.endswith(".eml")]
    play.suffer(Fault(KILL, out[len(out) // 2]))
    rows = openpyxl.load_workbook(play.book)["Messages"].iter_rows(values_only=True)
    heads = next(rows)
    at = {name: heads.index(name) for name in ("Message", "Status", "File", "Kind", "Order", "Line")}
    told = [row for row in rows if row[at["Status"]] == "draft"]
    listed = {row[at["File"]] for row in told}
    lying = [p.name for p in play.book.with_name("book drafts").iterdir()]
    assert len(out) == len(listed) > 20 and sorted(lying) == sorted([*listed, "index.html"])
    facts = [tuple(row[at[n]] for n in ("Kind", "Order", "Line")) for row in told if row[at["Kind"]] != "purchase order"]
    assert len(facts) == len(set(facts))


def test_the_kernel_sees_the_same_calls(plays: dict[str, Play], space: Path) -> None:
    """A second opinion on what is counted: strace, which knows nothing of our library, sees each file that is made or renamed."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    play = plays["new"]
    calls = play.sound[1].calls
    play.reset()
    code = "import sys; from backorder_xl.hosts.cli import main; sys.exit(main(sys.argv[1:]))"
    log = space / "strace"
    environ = {**os.environ, "PYTHONPATH": str(HERE.parents[1] / "src"), "BACKORDER_XL_STATE": str(play.root / "state")}
    command = ["strace", "-f", "-y", "-o", log, "-e", "trace=fsync,rename,renameat,renameat2,mkdir,mkdirat"]
    done = subprocess.run([*command, sys.executable, "-c", code, "new", play.book, "--demo"], env=environ, capture_output=True)
    if done.returncode == 1 and b"ptrace" in done.stderr:
        pytest.skip("tracing is not allowed here")
    seen = [line.split(None, 1)[1] for line in log.read_text(errors="replace").splitlines() if str(play.root) in line]
    for what in ("fsync", "rename"):
        assert sum(s.startswith(what) for s in seen) == sum(c.startswith(what) for c in calls) > 0


def test_without_a_compiler_python_itself_is_patched(space: Path) -> None:
    """The layer for machines without gcc: coarser, but the joints are the same."""
    (space / "patched").mkdir()
    runs = Runs(space / "patched", "patched")
    play = Play(SCENES["adopt"], runs, space / "patched", whole=False)
    play.reset()
    calls = play.run(play.scene.command).calls
    old = play.old
    swap = next(i for i, c in enumerate(calls) if c.startswith("rename") and c.endswith("book.xlsx"))
    for point, new in ((swap, False), (swap + 1, True)):
        play.reset()
        assert play.run(play.scene.command, Fault(KILL, point)).code == -9
        assert (play.book.read_bytes() != old) == new
        openpyxl.load_workbook(play.book).close()
    runs.close()
