"""Microsoft's types of Office and the program that reads them, fetched into a cache when needed."""

from __future__ import annotations

from pathlib import Path

from tests.npm import fetched

PACKAGES = ("typescript@5", "@types/office-js@1", "@types/custom-functions-runtime@1")


def office_types() -> tuple[Path, Path]:
    """The compiler and the folder of types, outside the repository; the test is skipped where they cannot be had."""
    folder = fetched("office-types", *PACKAGES)
    return folder / "node_modules/typescript/bin/tsc", folder / "node_modules/@types"
