"""Make dist/backorder_xl.xlam for the Python that runs this, or dist/web/ for an address.

`python addin/build.py [--twin dist/backorder_xl.xlsm]`, or `python addin/build.py --web https://localhost:8443`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from backorder_xl.hosts.addin.build import FILE_NAME, build_addin
from backorder_xl.hosts.addin.errors import AddinRefused
from backorder_xl.hosts.addin.web.build import write as write_web

DIST = Path(__file__).resolve().parent.parent / "dist"


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the add-in for Excel from its texts and the installed xlwings.")
    parser.add_argument("-o", "--output", type=Path, default=DIST / FILE_NAME, help="where the add-in goes")
    parser.add_argument("--twin", type=Path, metavar="XLSM", help="also write the same as a workbook with macros")
    parser.add_argument("--interpreter", default=sys.executable, help="the Python that its buttons start; else this one")
    parser.add_argument("--web", metavar="ADDRESS", help="only write the files of the web add-in for this address to dist/web/")
    options = parser.parse_args()
    try:
        if options.web:
            print("\n".join(write_web(options.web, DIST / "web")))
            return 0
        made = {options.output: build_addin(options.interpreter)}
        if options.twin:
            made[options.twin] = build_addin(options.interpreter, twin=True)
    except AddinRefused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    for path, content in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{path}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
