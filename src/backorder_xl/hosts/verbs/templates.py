"""templates: the wording of the drafts, to be edited (rule 6)."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from backorder_xl.hosts.telling import DONE, many


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """Where it goes, and in which language."""
    parser.add_argument("folder", help="where the wording goes; what is there already stays")
    parser.add_argument("--language", default="", metavar="CODE", help="only this one, such as de")


def do(options: argparse.Namespace) -> int:
    """Copy the files that are not there yet."""
    from backorder_xl.messages.rendering import copy_templates, languages
    from backorder_xl.tables.problems import Unusable

    if options.language and options.language not in languages():
        raise Unusable(f"There is no wording for {options.language!r}; there is {', '.join(languages())}.")
    written = copy_templates(Path(options.folder), options.language)
    if options.json:
        print(json.dumps({"verb": "templates", "output": options.folder, "files": len(written)}))
    else:
        print(f"{many(len(written), 'file')} copied to {options.folder}; name that folder in the setting Template Folder.")
    return DONE
