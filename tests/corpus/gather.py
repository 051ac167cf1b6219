"""Which workbooks do other people's packages carry in their test folders?

    python -m tests.corpus.gather [NAME ...]

Asks for every package of packages.txt (or those named) through the ordinary client of its registry, takes each .xlsx and
.xlsm out of what comes, once per content, and keeps it in the user's cache (place.py). Nothing of it is ever committed: the
licences are theirs. What cannot be had is told and passed over.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.corpus.place import folder

LIST = Path(__file__).with_name("packages.txt")
WANTED = (".xlsx", ".xlsm")
PACKED = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".zip", ".whl")
SUITES = ("stable", "testing", "unstable")  # where the machine's own Debian has no source of a package any more
LARGEST = 60 << 20
KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_NO_ARCHIVE = (
    tarfile.TarError,
    zipfile.BadZipFile,
    lzma.LZMAError,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)


def listed() -> list[tuple[str, str, str]]:
    """Registry, name and version of each line; "-" stands for the version that Debian has by now."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    found = [tuple(line.split()) for line in lines if line.strip() and not line.startswith("#")]
    return [(registry, name, version) for registry, name, version in found]


def fetched(registry: str, name: str, version: str, into: Path) -> list[Path]:
    """The archives of one package; empty where it cannot be had."""
    for command in _commands(registry, name, version, into):
        done = subprocess.run(command, cwd=into, capture_output=True, text=True, timeout=1800, check=False)
        found = sorted(p for p in into.iterdir() if p.name.lower().endswith(PACKED) and p.stat().st_size)
        if done.returncode == 0 and found:
            return found
    return []


def _commands(registry: str, name: str, version: str, into: Path) -> list[list[str]]:
    if registry == "pypi":
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", f"{name}=={version}"]
        return [[*pip, "--no-binary", ":all:"], pip]
    if registry == "npm":
        return [["npm", "pack", "--silent", f"{name}@{version}"]]
    options = ["apt-get", *_source_lists(), "-q", "--download-only", "--tar-only", "source"]
    exact = [] if version == "-" else [[*options, f"{name}={version}"]]
    return [*exact, [*options, name], *([*options, f"{name}/{suite}"] for suite in SUITES)]


def _source_lists() -> list[str]:
    """Options that let apt see source packages where it gets its programs from, without a change to the machine's lists."""
    return [
        "-o",
        f"Dir::Etc::sourcelist={folder() / 'apt' / 'sources.list'}",
        "-o",
        "Dir::Etc::sourceparts=-",
        "-o",
        f"Dir::State::lists={folder() / 'apt' / 'lists'}",
    ]


def prepare_debian() -> None:
    """Lists of source packages, of the same places and suites as the machine's programs."""
    place = folder() / "apt"
    (place / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    asked = ["apt-get", "indextargets", "--format", "$(CREATED_BY) $(REPO_URI) $(RELEASE) $(COMPONENT)"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    signed = f"[signed-by={KEYS}] " if KEYS.is_file() else ""
    lines = set()
    for line in told.splitlines():
        made_by, place_of, suite, component = line.split()
        if made_by == "Packages" and "debian" in place_of:
            suites = (suite, *SUITES) if place_of.rstrip("/").endswith("/debian") else (suite,)
            lines |= {f"deb-src {signed}{place_of} {each} {component}\n" for each in suites}
    (place / "sources.list").write_text("".join(sorted(lines)), encoding="utf-8")
    subprocess.run(["apt-get", *_source_lists(), "-q", "update"], capture_output=True, check=False)


def workbooks(archive: Path | io.BytesIO, name: str, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every workbook in an archive, and in archives inside it."""
    for member, read in _members(archive, name):
        lower = member.lower()
        if lower.endswith(WANTED):
            yield member, read()
        elif depth < 1 and lower.endswith(PACKED) and "test" in lower:
            try:
                yield from ((f"{member}/{inner}", data) for inner, data in workbooks(io.BytesIO(read()), lower, depth + 1))
            except _NO_ARCHIVE:
                continue  # somebody's damaged test archive


def _members(archive: Path | io.BytesIO, name: str) -> Iterator[tuple[str, object]]:
    if name.lower().endswith((".zip", ".whl")):
        with zipfile.ZipFile(archive) as packed:
            for info in packed.infolist():
                if 0 < info.file_size <= LARGEST:
                    yield info.filename, lambda info=info: packed.read(info)
        return
    how = {"name": archive} if isinstance(archive, Path) else {"fileobj": archive}
    with tarfile.open(**how, mode="r|*" if isinstance(archive, Path) else "r:*") as packed:
        for info in packed:
            if info.isfile() and 0 < info.size <= LARGEST:
                yield info.name, lambda info=info: packed.extractfile(info).read()


def gather(names: set[str]) -> dict[str, object]:
    """Fetch what is listed, and write the index of it."""
    keep = folder() / "files"
    keep.mkdir(parents=True, exist_ok=True)
    index = folder() / "index.json"
    state = json.loads(index.read_text(encoding="utf-8")) if index.is_file() else {"packages": {}, "files": []}
    known = {entry["file"] for entry in state["files"]}
    wanted = [p for p in listed() if (not names or p[1] in names) and " ".join(p) not in state["packages"]]
    if any(registry == "debian" for registry, _, _ in wanted) and shutil.which("apt-get"):
        prepare_debian()
    for registry, name, version in wanted:
        carried = fresh = 0
        with tempfile.TemporaryDirectory() as scratch:
            try:
                archives = fetched(registry, name, version, Path(scratch))
            except (OSError, subprocess.TimeoutExpired):
                archives = []
            for archive in archives:
                try:
                    for member, data in workbooks(archive, archive.name):
                        carried += 1
                        file = hashlib.sha256(data).hexdigest()[:24] + Path(member).suffix.lower()
                        if file not in known:
                            known.add(file)
                            fresh += 1
                            (keep / file).write_bytes(data)
                            state["files"].append({"file": file, "source": f"{registry} {name}", "member": member})
                except _NO_ARCHIVE as error:
                    print(f"{name}: {archive.name} could not be unpacked ({error})", flush=True)
        said = {"had": bool(archives), "workbooks": carried, "new": fresh}
        print(f"{registry} {name} {version}: {said}", flush=True)
        if archives:
            state["packages"][f"{registry} {name} {version}"] = said
        state["files"].sort(key=lambda e: (e["source"], e["member"]))
        index.write_text(json.dumps(state, indent=1), encoding="utf-8")
    return state


if __name__ == "__main__":
    made = gather(set(sys.argv[1:]))
    print(f"{len(made['files'])} workbooks of {len(made['packages'])} packages in {folder()}")
