"""Does the ribbon come into Excel with one command and go with another, and does the doctor see what is wrong?

The homes are made-up folders; the add-in is the real one, and so are the files of the installed xlwings.
"""

from __future__ import annotations

import json
import plistlib
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from backorder_xl import __version__
from backorder_xl.hosts.addin.doctor import NEEDED, REACHES, Check, Verdict, config, examine
from backorder_xl.hosts.addin.install import NOTE, build, install, script
from backorder_xl.hosts.addin.machine import Machine, System
from backorder_xl.hosts.addin.places import OFFICE, startup_folder
from backorder_xl.hosts.addin.policies import POLICY
from backorder_xl.hosts.addin.uninstall import uninstall
from backorder_xl.hosts.cli import main
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.errors import Unwritable

EXCEL = {
    (r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", ""): r"C:\Program Files\Office16\EXCEL.EXE",
    (r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "VersionToReport"): "16.0.17932.20114",
    (r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform"): "x64",
}
"""What Windows says where Microsoft 365 is installed."""

STARTUP = {
    System.WINDOWS: "AppData/Roaming/Microsoft/Excel/XLSTART",
    System.MAC: "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel",
}
SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"


def machine(home: Path, system: System, registry: dict[tuple[str, str], object] | None = None) -> Machine:
    """A machine on which all is well, with a home that is a folder here."""
    home.mkdir(exist_ok=True)
    known = {(key.casefold(), name.casefold()): value for (key, name), value in {**EXCEL, **(registry or {})}.items()}
    applications = home.parent / "Applications"
    contents = applications / "Microsoft Excel.app" / "Contents"
    contents.mkdir(parents=True, exist_ok=True)
    (contents / "Info.plist").write_bytes(plistlib.dumps({"CFBundleShortVersionString": "16.91"}))
    return Machine(
        system,
        home,
        {"APPDATA": str(home / "AppData/Roaming"), "USERPROFILE": str(home)} if system is System.WINDOWS else {},
        sys.executable,
        sys.base_prefix,
        (3, 12),
        64,
        lambda key, name: known.get((key.casefold(), name.casefold())),
        lambda key: {},
        lambda module: True,
        applications,
    )


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture(params=(System.WINDOWS, System.MAC), ids=lambda s: s.value)
def well(request: pytest.FixtureRequest, tmp_path: Path, state: Path) -> Machine:
    """A machine with the add-in installed."""
    made = machine(tmp_path / "home", request.param)
    install(made, state)
    return made


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def wrong(checks: list[Check]) -> set[str]:
    return {c.name for c in checks if c.verdict is not Verdict.OK}


def look(checks: list[Check], name: str) -> Check:
    return next(c for c in checks if c.name == name)


def test_install_puts_the_addin_where_excel_looks_and_uninstall_leaves_nothing(well: Machine, state: Path) -> None:
    addin = well.home / STARTUP[well.system] / "backorder_xl.xlam"
    expected = {addin.relative_to(well.home).as_posix()}
    if well.system is System.MAC:
        expected.add(f"{SCRIPTS}/{script().name}")
        assert (well.home / SCRIPTS / script().name).read_bytes() == script().read_bytes()
    assert files(well.home) == expected
    said = config(addin)
    assert said and (said["INTERPRETER_WIN"], said["INTERPRETER_MAC"]) == (sys.executable, sys.executable)
    assert said["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    told = uninstall(well, state)
    assert sum(line.startswith("Removed: ") for line in told) == len(expected)
    assert not files(well.home) and not (state / NOTE).exists()
    assert not (well.home / "AppData").exists() and not (well.home / "Library").exists(), "folders that it made go as well"
    assert uninstall(well, state) == ["There is no add-in of Backorder XL here; nothing was removed."]


def test_uninstall_takes_only_what_install_wrote(tmp_path: Path, state: Path) -> None:
    mac = machine(tmp_path / "home", System.MAC)
    theirs = mac.home / SCRIPTS / script().name
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(script().read_bytes())  # the user's own xlwings put it there
    install(mac, state)
    neighbour = startup_folder(mac) / "PERSONAL.XLSB"
    neighbour.write_bytes(b"theirs")
    precious = tmp_path / "orders.xlsx"
    precious.write_bytes(b"theirs")
    note = json.loads((state / NOTE).read_text())
    (state / NOTE).write_text(json.dumps({**note, "files": [*note["files"], str(precious)]}))
    uninstall(mac, state)
    assert precious.exists() and neighbour.exists() and theirs.exists()
    assert files(mac.home) == {p.relative_to(mac.home).as_posix() for p in (neighbour, theirs)}


def test_a_lost_note_still_lets_the_addin_go(well: Machine, state: Path) -> None:
    (state / NOTE).write_text("{")
    assert not wrong(examine(well, state))
    uninstall(well, state)
    assert not list(well.home.rglob("*.xlam"))


def test_a_second_install_renews_and_says_so(well: Machine, state: Path) -> None:
    before = files(well.home)
    assert install(well, state)[0].startswith("Renewed: ")
    assert files(well.home) == before
    uninstall(well, state)
    assert not files(well.home)


def test_what_comes_next_is_said(tmp_path: Path, state: Path) -> None:
    windows = "\n".join(install(machine(tmp_path / "w", System.WINDOWS), state))
    assert "Disable all macros with notification" in windows and "Protected View" in windows
    mac = "\n".join(install(machine(tmp_path / "m", System.MAC), state))
    assert "Automation" in mac and "Protected View" not in mac
    for told in (windows, mac):
        assert "addin doctor" in told and "start it again" in told


def test_the_registry_knows_where_windows_keeps_things(tmp_path: Path, state: Path) -> None:
    shell = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    known: dict[tuple[str, str], object] = {
        (shell, "AppData"): "%userprofile%/Redirected",
        (OFFICE + r"\Common\General", "Xlstart"): "XLDÉMARRAGE",
    }
    made = machine(tmp_path / "home", System.WINDOWS, known)
    made = replace(made, environment={"USERPROFILE": str(made.home)})
    assert startup_folder(made) == made.home / "Redirected/Microsoft/Excel/XLDÉMARRAGE"
    for odd in ("..", "a/b", "", 7):
        strange = replace(made, registry=lambda key, name, odd=odd: odd if name == "Xlstart" else "%USERPROFILE%/R")
        assert startup_folder(strange) == made.home / "R/Microsoft/Excel/XLSTART"
    with pytest.raises(Unusable, match="APPDATA"):
        startup_folder(replace(made, registry=lambda key, name: None))


def test_where_the_addin_cannot_work_nothing_is_written(tmp_path: Path, state: Path) -> None:
    windows, mac = machine(tmp_path / "w", System.WINDOWS), machine(tmp_path / "m", System.MAC)
    store = replace(windows, base=r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_qbz5n2kfra8p0")
    for bad, words in (
        (store, "python.org"),
        (replace(mac, interpreter="/Users/me/my shop/bin/python"), "blank"),
        (replace(windows, system=System.OTHER), "addin build"),
    ):
        with pytest.raises(Unusable, match=words):
            install(bad, state)
        assert not files(bad.home) and not state.exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, state: Path) -> None:
    made = machine(tmp_path / "home", System.MAC)
    (made.home / "Library").write_text("a file where a folder should be")
    with pytest.raises(Unwritable, match="cannot be made"):
        install(made, state)


def test_an_addin_that_excel_holds_is_one_sentence(well: Machine, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows says of a file that a program has open."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(Unwritable, match=r"Excel is running and has it open.*close Excel"):
        install(well, state)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(Unwritable, match=r"cannot be removed.*close Excel"):
        uninstall(well, state)


def test_the_doctor_finds_nothing_where_all_is_well(well: Machine, state: Path) -> None:
    checks = examine(well, state)
    assert not wrong(checks), checks
    assert __version__ in look(checks, "Version").found
    names = {c.name for c in checks}
    assert {"Python", "Excel", "Packages", "Add-in", "Version", "xlwings", "Starts", "Macros", "Own folder"} <= names


def test_the_doctor_names_each_lack_with_its_remedy(well: Machine, state: Path) -> None:
    addin = startup_folder(well) / "backorder_xl.xlam"
    lacking = replace(well, importable=lambda module: module not in ("lxml", *REACHES[well.system]))
    found = look(examine(lacking, state), "Packages")
    assert found.verdict is Verdict.WRONG and "lxml" in found.found and "pip install" in found.remedy
    moved = replace(well, interpreter="/elsewhere/python")
    assert look(examine(moved, state), "Starts").verdict is Verdict.WARN
    build(well, addin.parent, "/gone/python")
    found = look(examine(well, state), "Starts")
    assert found.verdict is Verdict.WRONG and "/gone/python" in found.found and "addin install" in found.remedy
    addin.with_name("~$backorder_xl.xlam").write_bytes(b"")
    assert wrong(examine(well, state)) == {"In use", "Starts"}, "what Excel has open is read all the same"
    addin.write_bytes(addin.read_bytes()[:100])
    assert look(examine(well, state), "Contents").verdict is Verdict.WRONG
    addin.unlink()
    found = look(examine(well, state), "Add-in")
    assert found.verdict is Verdict.WRONG and found.remedy == "Run backorder-xl addin install."


def test_the_doctor_sees_an_addin_of_another_version(well: Machine, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backorder_xl.hosts.addin.build.__version__", "0.0.9")
    install(well, state)
    found = look(examine(well, state), "Version")
    assert found.verdict is Verdict.WRONG and "0.0.9" in found.found and __version__ in found.found
    assert wrong(examine(well, state)) == {"Version"}


def test_the_doctor_knows_the_programs_that_do_not_fit(tmp_path: Path, state: Path) -> None:
    run = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
    paths = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    other = machine(tmp_path / "w", System.WINDOWS, {(run, "Platform"): "x86", (paths, ""): r"C:\x\WindowsApps\y\EXCEL.EXE"})
    install(other, state)
    assert wrong(examine(other, state)) == {"Excel", "Same kind"}
    assert all(c.verdict is not Verdict.WRONG for c in examine(other, state)), "the buttons work all the same"
    none = machine(tmp_path / "w", System.WINDOWS, {(paths, ""): None})
    assert look(examine(none, state), "Excel").verdict is Verdict.WRONG
    mac = replace(machine(tmp_path / "m", System.MAC), applications=tmp_path / "nowhere")
    install(mac, state)
    assert wrong(examine(mac, state)) == {"Excel"}
    (mac.home / SCRIPTS / script().name).unlink()
    assert look(examine(mac, state), "Script").verdict is Verdict.WRONG


SECURITY = r"\Excel\Security"
NO_TRUST = (OFFICE + r"\Excel\Security\Trusted Locations", "AllLocationsDisabled")


@pytest.mark.parametrize(
    ("registry", "verdict", "words"),
    [
        ({(OFFICE + SECURITY, "VBAWarnings"): 2}, Verdict.OK, "No setting"),
        ({(OFFICE + SECURITY, "VBAWarnings"): 1, (POLICY + SECURITY, "VBAWarnings"): 4}, Verdict.WARN, "should run"),
        ({(POLICY + SECURITY, "VBAWarnings"): 4, NO_TRUST: 1}, Verdict.WRONG, "Your company"),
        ({(OFFICE + SECURITY, "VBAWarnings"): 3, NO_TRUST: 1}, Verdict.WRONG, "with notification"),
        ({(POLICY + SECURITY, "blockcontentexecutionfrominternet"): 1}, Verdict.WARN, "made on this computer"),
        ({(OFFICE + SECURITY, "RequireAddinSig"): 1}, Verdict.WRONG, "signed"),
        ({(OFFICE + SECURITY, "RequireAddinSig"): 1, (POLICY + SECURITY, "RequireAddinSig"): 0}, Verdict.OK, "No setting"),
        ({(POLICY + SECURITY, "DisableAllAddins"): 1}, Verdict.WRONG, "Disable all"),
    ],
)
def test_the_doctor_reads_what_forbids_macros(
    tmp_path: Path, state: Path, registry: dict[tuple[str, str], object], verdict: Verdict, words: str
) -> None:
    made = machine(tmp_path / "home", System.WINDOWS, registry)
    found = look(examine(made, state), "Macros")
    assert found.verdict is verdict and words in f"{found.found} {found.remedy}"


def test_the_doctor_sees_marks_switched_off_addins_and_folders(well: Machine, state: Path) -> None:
    addin = startup_folder(well) / "backorder_xl.xlam"
    Path(f"{addin}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    assert wrong(examine(well, state)) == {"Blocked"}
    Path(f"{addin}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=0\n")
    assert not wrong(examine(well, state))
    for odd in (b"", b"\x01"):
        item = odd + "C:\\Users\\me\\XLSTART\\Backorder_XL.xlam".encode("utf-16-le") + b"\x00\x00"
        crashed = replace(well, registry_names=lambda key, item=item: {"A1": item, "B2": 7})
        assert ("Macros" in wrong(examine(crashed, state))) is (well.system is System.WINDOWS)
    assert look(examine(well, addin), "Own folder").verdict is Verdict.WARN, "a file is no folder"
    if well.system is System.MAC:
        said = well.home / "Library/Containers/com.microsoft.Excel/Data/Library/Preferences/com.microsoft.Excel.plist"
        said.parent.mkdir(parents=True)
        said.write_bytes(plistlib.dumps({"VisualBasicMacroExecutionState": "DisabledWithoutWarnings"}))
        assert wrong(examine(well, state)) == {"Macros"}


def test_the_words_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On this very system, and on made-up ones that the command line finds itself on."""
    assert main(["addin", "build", "--to", str(tmp_path / "out"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["step"] == "build"
    assert config(tmp_path / "out" / "backorder_xl.xlam")
    made = machine(tmp_path / "home", System.WINDOWS)
    monkeypatch.setattr(Machine, "this", lambda: made)
    assert main(["addin", "doctor", "--json"]) == 1, "something is wrong: it is not installed"
    checks = json.loads(capsys.readouterr().out)["checks"]
    assert {"check", "verdict", "found", "remedy"} == set(checks[0])
    assert main(["addin", "install"]) == 0
    assert main(["addin", "doctor"]) == 0
    assert "All is in place." in capsys.readouterr().out
    assert main(["addin", "uninstall"]) == 0
    monkeypatch.setattr(Machine, "this", lambda: replace(made, system=System.OTHER))
    for step in ("install", "uninstall", "doctor"):
        assert main(["addin", step]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_this_machine_is_known() -> None:
    this = Machine.this()
    assert this.interpreter == sys.executable and this.home == Path.home()
    assert all(this.importable(module) for module in NEEDED) and not this.importable("no_such_module")
    assert this.expand("%NoSuchName%/x") == "%NoSuchName%/x"
