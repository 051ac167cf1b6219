"""Which known code differs from an unknown one by so little that it may be a slip?

By leading zeros, or by one character. Only an only neighbour is named: among codes that count up, neighbours say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def near_codes(unknown: Iterable[str], known: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """For each unknown code (casefolded) with one neighbour: the known spelling, and what the difference is.

    ``known`` maps casefolded codes to their spelling. Takes time in proportion to the codes' lengths, not to their pairs.

    >>> near_codes(["7", "wiget", "a1"], {"007": "007", "widget": "Widget", "a2": "A2", "a3": "A3"})
    {'7': ('007', 'leading zeros'), 'wiget': ('Widget', 'one character')}
    """
    unknown = list(unknown)
    if not unknown:
        return {}
    bare: dict[str, list[str]] = {}
    shorter: dict[str, set[str]] = {}
    for code in known:
        bare.setdefault(code.lstrip("0"), []).append(code)
        for part in _deletions(code):
            shorter.setdefault(part, set()).add(code)
    found = {}
    for code in unknown:
        zeros = bare.get(code.lstrip("0"), [])
        if len(zeros) == 1 and code.strip("0"):
            found[code] = (known[zeros[0]], "leading zeros")
            continue
        if len(code) < 2:
            continue
        near = {c for part in _deletions(code) for c in shorter.get(part, ()) if _one_apart(code, c)}
        if len(near) == 1:
            found[code] = (known[near.pop()], "one character")
    return found


def _deletions(code: str) -> set[str]:
    return {code, *(code[:i] + code[i + 1 :] for i in range(min(len(code), 40)))}


def _one_apart(a: str, b: str) -> bool:
    """One character typed wrongly, left out, put in, or two neighbours swapped."""
    if len(a) == len(b):
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        if len(differ) == 1:
            return True
        return len(differ) == 2 and differ[1] == differ[0] + 1 and a[differ[0]] == b[differ[1]] and a[differ[1]] == b[differ[0]]
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
