"""Which code does each cell of a column name, where a spreadsheet may have made it a number or a date?

007 became 7, 1E5 became 100000, MAR-1 became the 1st of March. What was lost is not in the cell, but the codes that are
known can say it: where exactly one of them would have become this cell, it is that one. Where several would, or none, the
cell is asked about. A code that is only unlike the known ones stays as it is, with its near neighbour named.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from backorder_xl.core.keys import natural
from backorder_xl.core.near import near_codes
from backorder_xl.imports.cells.column import Column, Read, Told, bare, shown
from backorder_xl.imports.cells.known import EXACT, POWER, Days, Known, days_of_cell, full_year, number_key
from backorder_xl.imports.cells.months import month_of
from backorder_xl.imports.model import Cell, Weight
from backorder_xl.tables.headers import normal
from backorder_xl.workbook.model import ERROR_TEXTS

_WHOLE = re.compile(r"\d+[.,]0+")
_DAY_SHOWN = re.compile(r"(\d{1,2})[-/. ]+([^\W\d_]{3,})\.?")  # 1-Mar
_MONTH_SHOWN = re.compile(r"([^\W\d_]{3,})\.?[-/. ](\d{2}|\d{4})")  # Mar-32
_SLASHED_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 0?0:00(?::00)?)?")
_FULL_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_YEARS = range(1990, 2061)  # in which 10.20.2026 is a date, while 10.20.3000 may be a code
_NAMED = 4  # codes that a question names


def codes(column: Column, known: Known | None = None) -> Read[str]:
    """The codes of a column as text, and what is to be said of them.

    Without ``known`` codes nothing that was lost can be found again; then what surely was changed is asked about, and the
    rest taken as it stands. A code that is not known is not an error here.
    """
    told, known = Told(column), known or Known()
    values: list[str | None] = []
    floats = _all_end_in_zero(column.cells)
    read: dict[tuple[type, Cell], tuple[str | None, Weight | None, str]] = {}
    for index, cell in enumerate(column.cells):
        key = (type(cell), cell)
        if key not in read:
            read[key] = _one(cell, known, floats)
        value, weight, text = read[key]
        values.append(value)
        if weight is not None:
            told.tell(weight, index, text)
    _name_neighbours(values, known, told)
    return Read(values, told.open(), told.remarks())


def _one(cell: Cell, known: Known, floats: bool) -> tuple[str | None, Weight | None, str]:
    """One cell: its code, and how much what is said of it matters."""
    if isinstance(cell, dt.datetime):
        return _from_day(days_of_cell(cell), known) if shown(cell).casefold() not in known.spelled else (shown(cell), None, "")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE", Weight.NOTED, "is a yes or no where a code is expected; see whether it was one"
    if isinstance(cell, int | float):
        return _from_number(float(cell), known)
    text = "" if cell is None else bare(cell)
    if not text:
        return None, None, ""
    if text in ERROR_TEXTS:
        return None, Weight.LEFT_OUT, f"is an error of a spreadsheet ({text}); correct the formula, and export again"
    spelled = known.spelled.get(text.casefold())
    if spelled:
        return text, None, ""
    folded = known.spelled.get(unicodedata.normalize("NFKC", text).casefold())
    if folded:
        return folded, Weight.REPAIRED, f"is written with other signs than {folded}, and is taken for it"
    if _WHOLE.fullmatch(text):
        return _from_float_text(text, known, floats)
    if POWER.fullmatch(text):
        return _from_power(text, known)
    days, surely = _days_of_text(text)
    if surely or _fitting(known.by_day, days):
        return _from_day(days, known)
    if text.isdecimal() and known.codes:
        return _from_digits(text, known)
    return text, None, ""


def _from_number(value: float, known: Known) -> tuple[str | None, Weight | None, str]:
    text = f"{value:.0f}" if value.is_integer() else f"{value:.15g}"
    if text.casefold() in known.spelled:
        return text, None, ""
    if len(text) > EXACT:
        fits = known.by_number.get(number_key(text), [])
        if len(fits) != 1:
            return _ask(fits, f"is a number of more than {EXACT} digits, of which a spreadsheet loses the last ones")
        return fits[0], Weight.REPAIRED, f"is taken for {fits[0]}, the only known code of these digits"
    return _from_digits(text, known) if known.codes else (text, None, "")


def _from_digits(text: str, known: Known) -> tuple[str | None, Weight | None, str]:
    """Digits that are no known code: one that lost its zeros, or was written with an E."""
    zeros = known.by_bare_digits.get(text.lstrip("0"), []) if text.strip("0") else []
    lossy = len(text) > EXACT and not text[EXACT:].strip("0")
    powers = [code for code in known.by_number.get(number_key(text), []) if lossy or not code.isdecimal()]
    fits = list(dict.fromkeys([*zeros, *powers]))
    if not fits:
        return text, None, ""
    if len(fits) > 1:
        return _ask(fits, "is no known code, and a spreadsheet would make this number of several")
    return fits[0], Weight.REPAIRED, f"is taken for {fits[0]}, the only known code that a spreadsheet makes this number of"


def _from_float_text(text: str, known: Known, floats: bool) -> tuple[str | None, Weight | None, str]:
    whole = re.split(r"[.,]", text)[0]
    if whole.casefold() in known.spelled:
        return known.spelled[whole.casefold()], Weight.REPAIRED, f"is taken for {whole}, which is a known code"
    value, weight, said = _from_digits(whole, known) if known.codes else (whole, None, "")
    if weight is not None:
        return value, weight, said
    if floats:
        return whole, Weight.REPAIRED, "loses its decimals, as all numbers of this column end in zeros after the mark"
    return _ask([text, whole], "may be a number that got decimals on its way")


def _from_power(text: str, known: Known) -> tuple[str | None, Weight | None, str]:
    """1E+05 or 1.23E+11: a known code that a spreadsheet would show in this way."""
    whole, part, sign, power = POWER.fullmatch(text).groups()  # type: ignore[union-attr]
    exact = known.by_number.get(number_key(text), [])
    length = int(power) + 1
    digits = whole + (part or "")
    rounded = [
        code for code in known.codes
        if sign != "-" and len(whole) == 1 and code.isdecimal() and len(code.lstrip("0")) == length
        and f"{int(code):.{len(part or '')}E}" == f"{whole}{'.' + part if part else ''}E+{int(power):02d}"
    ]  # fmt: skip
    fits = list(dict.fromkeys([*exact, *rounded]))
    if len(fits) == 1:
        return fits[0], Weight.REPAIRED, f"is taken for {fits[0]}, the only known code that a spreadsheet shows in this way"
    if not fits and not sign and not part and len(digits) <= 4:
        return text, None, ""  # 1E5 may well be the code itself; a spreadsheet would have written 1E+05
    return _ask(fits, "is how a spreadsheet shows a code that it took for a number")


def _from_day(days: set[Days], known: Known) -> tuple[str | None, Weight | None, str]:
    fits = _fitting(known.by_day, days)
    if len(fits) == 1:
        return fits[0], Weight.REPAIRED, f"is taken for {fits[0]}, the only known code that a spreadsheet makes this date of"
    return _ask(fits, "is a date where a code is expected, as when a spreadsheet takes a code for one")


def _ask(fits: list[str], what: str) -> tuple[None, Weight, str]:
    named = ", ".join(fits[:_NAMED]) + (", ..." if len(fits) > _NAMED else "")
    return None, Weight.QUESTION, f"{what}; {f'it can be {named}; ' if fits else ''}write the code that is meant"


def _fitting(by: dict[Days, list[str]], days: set[Days]) -> list[str]:
    return sorted({code for day in days for code in by.get(day, [])}, key=natural)


def _name_neighbours(values: list[str | None], known: Known, told: Told) -> None:
    """Say of codes that are not known which known one is near."""
    if not known.codes:
        return
    strange: dict[str, list[int]] = {}
    for index, value in enumerate(values):
        if value is not None and value.casefold() not in known.spelled:
            strange.setdefault(value.casefold(), []).append(index)
    near = near_codes(strange, known.spelled)
    for folded, found in strange.items():
        alike = known.by_letters.get(normal(folded), []) if normal(folded) else []
        neighbour = alike[0] if len(alike) == 1 else near.get(folded, ("", ""))[0]
        if neighbour:
            for index in found:
                told.tell(Weight.NOTED, index, f"is no known code and is used as it stands; {neighbour} is one that is near")


def _all_end_in_zero(cells: list[Cell]) -> bool:
    """Whether every number of a column is written like 1001.0, as scripts write columns that have blanks."""
    digits = [body for cell in cells if isinstance(cell, str) and (body := bare(cell))[:1].isdecimal()]
    return len(digits) > 1 and all(_WHOLE.fullmatch(body) for body in digits)


def _days_of_text(text: str) -> tuple[set[Days], bool]:
    """What a text that spreadsheets show for a date may have been before, and whether it can be nothing but a date."""
    if found := _FULL_DAY.fullmatch(text):
        return _full(int(found[1]), int(found[2]), int(found[3])), True
    if found := _SLASHED_DAY.fullmatch(text):
        a, b, year = int(found[1]), int(found[2]), int(found[3])
        days = _full(year, a, b) | _full(year, b, a)
        return days, bool(days) and year in _YEARS
    if text == text.upper():
        return set(), False  # MAR-1 was typed; what a spreadsheet makes of it is 1-Mar
    if (found := _DAY_SHOWN.fullmatch(text)) and (month := month_of(found[2])):
        return {("day", month, int(found[1]))}, False
    if (found := _MONTH_SHOWN.fullmatch(text)) and (month := month_of(found[1])):
        return {("month", full_year(int(found[2])), month)}, False
    return set(), False


def _full(year: int, month: int, day: int) -> set[Days]:
    try:
        return days_of_cell(dt.datetime(year, month, day))
    except ValueError:
        return set()
