"""Does the built wheel carry all that it needs? Installed in a bare environment, it runs the demo."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]


def test_the_wheel_runs_the_demo_in_a_bare_environment(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(REPO)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    wheel = next(tmp_path.glob("*.whl"))
    home = tmp_path / "bare"
    venv.create(home, with_pip=True)
    tools = home / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([tools / "python", "-m", "pip", "install", "-q", wheel], check=True, capture_output=True, timeout=600)
    command = [tools / "backorder-xl", "demo", "demo.xlsx", "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    found = json.loads(done.stdout)
    assert found["backordered_lines"] > 0 and (tmp_path / "demo.xlsx").exists()
    ask = "from backorder_xl.messages.rendering import *; print(languages(), check_templates(OURS))"
    done = subprocess.run([tools / "python", "-c", ask], check=True, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert done.stdout.strip() == "['ar', 'de', 'en', 'es', 'fr', 'it', 'nl'] []", "the wheel carries all wording"
    ask = (
        "from backorder_xl.hosts.addin import build, errors, texts\n"
        "print(texts.INSTALLED.is_dir() and not texts.CHECKOUT.exists())\n"
        "print(texts.vba_text(build.RIBBON + '.bas').splitlines()[0])\n"
        "try: build.build_addin('python.exe')\n"
        "except errors.AddinRefused as refusal: print(refusal)"
    )
    done = subprocess.run([tools / "python", "-c", ask], check=True, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    found_inside, first_line, refusal = done.stdout.splitlines()
    assert (found_inside, first_line) == ("True", 'Attribute VB_Name = "BackorderRibbon"'), "the wheel carries the add-in's text"
    assert 'pip install "backorder-xl[excel]"' in refusal, "xlwings comes with the extra only"
