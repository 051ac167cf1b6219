"""Which module does xlwings Lite run? main.py, made from the lists of functions and buttons, and what does it need installed?"""

from __future__ import annotations

from backorder_xl import __version__
from backorder_xl.hosts.actions import BUTTONS
from backorder_xl.hosts.formulas import FORMULAS, Formula

SCRIPTS = ("check", "plan", "explain")
"""The verbs that a script can do in Lite."""
PACKAGE = f"backorder-xl=={__version__}"

_HEAD = '''"""Backorder XL in xlwings Lite: the worksheet functions, and scripts that write sheets of ours. Experimental.

Made by `backorder-xl new --lite`; a newer version is made in the same way. Nothing leaves this computer.
"""

import xlwings as xw
from backorder_xl.hosts.lite import door
from xlwings import arg, func, script
'''


def main_py() -> str:
    """The module's text."""
    scripts = [a for a in BUTTONS.values() if a.verb in SCRIPTS]
    made = [_script(a.verb, a.button.label, a.does) for a in scripts if a.button]
    return "\n\n".join([_HEAD, *made, *map(_function, FORMULAS)])


def requirements(package: str = PACKAGE) -> str:
    """What Lite installs: its own xlwings, pandas of the Pyodide that it runs on, and us."""
    return f"xlwings>=0.35  # required\npandas\n{package}\n"


def _script(verb: str, label: str, does: str) -> str:
    head = f"@script(name={label!r})\nasync def script_{verb}(book: xw.Book):\n    {_doc(does)}\n"
    return f"{head}    print(await door.pressed({verb!r}, book))\n"


def _function(formula: Formula) -> str:
    lines = ["@func"]
    lines += [f"@arg({a.name!r}, ndim=2, err_to_str=True, doc={a.says!r})" for a in formula.arguments]
    signature = ", ".join(f"{name}=None" if optional else name for name, optional in formula.parameters)
    given = ", ".join([repr(formula.name), *(a.name for a in formula.arguments)])
    lines += [f"def {formula.desktop.lower()}({signature}):", f"    {_doc(f'{formula.says} {formula.gives}')}"]
    return "\n".join([*lines, f"    return door.called({given})", ""])


def _doc(text: str) -> str:
    return '"""' + text.replace("\\", "\\\\").replace('"""', "'''") + '"""'
