"""Is there really no way in the package by which a message could be sent (rule 6.1)?"""

from __future__ import annotations

import ast

from tests.test_house import MODULES, imported, spoken

SENDERS = {"smtplib", "aiosmtplib", "yagmail", "sendgrid", "asyncore", "telnetlib", "nntplib"}
SENDING = {"send", "sendmail", "send_message", "sendall", "sendto"}
PROGRAMS = ("sendmail", "/send", "smtp:", "smtp.")


def test_no_module_imports_a_library_that_sends() -> None:
    assert not {f"{spoken(m)} imports {i}" for m in MODULES for i in imported(m) if i.split(".")[0] in SENDERS}


def test_no_module_names_a_call_that_sends() -> None:
    """Also not as a text for getattr, a COM method or an address."""
    found = set()
    for m in MODULES:
        for node in ast.walk(ast.parse(m.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr.casefold() in SENDING:
                found.add(f"{spoken(m)}:{node.lineno} {node.attr}")
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said = node.value.casefold().strip()
                if said in SENDING or any(said.startswith(p) for p in PROGRAMS):
                    found.add(f"{spoken(m)}:{node.lineno} {node.value}")
    assert not found
