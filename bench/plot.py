"""How do the steps grow with the book? Draws what `bench/run.py --json` kept, both axes by powers of ten.

``python bench/plot.py bench/baseline.json docs/pictures/performance.svg``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

SHOWN = {
    "whole run": ("#1f3a5f", "-", "Backorder XL, whole run"),
    "read and check": ("#4c78a8", "-", "of it: read and check"),
    "calamine + pandas + XlsxWriter": ("#e07b39", "--", "a script: calamine, pandas, XlsxWriter (bare task)"),
    "openpyxl + pandas": ("#b23a48", "--", "a script: openpyxl, pandas (bare task)"),
    "formulas in LibreOffice": ("#7a7a7a", ":", "a workbook of running SUMIFS in LibreOffice"),
    "bare read": ("#9bb7d4", ":", "floor: bare read"),
    "bare write": ("#c9a27e", ":", "floor: bare write of the same cells"),
}


def main(kept: Path, picture: Path) -> None:
    """Write the picture as SVG; the same figures give the same bytes."""
    matplotlib.rcParams["svg.hashsalt"] = "backorder-xl"
    seconds = json.loads(kept.read_text())["seconds"]
    figure, axes = pyplot.subplots(figsize=(8, 4.8), layout="constrained")
    for name, (colour, style, label) in SHOWN.items():
        points = [(int(size), of[name]) for size, of in seconds.items() if name in of]
        if points:
            axes.plot(*zip(*points, strict=True), style, color=colour, label=label, marker="o", markersize=4)
    axes.set(xscale="log", yscale="log", xlabel="order lines", ylabel="seconds")
    axes.grid(True, which="major", color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=8)
    figure.savefig(picture, metadata={"Date": None})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
