"""Does the fast reader say of every sheet what the slow one says, however its cells are spelled? (rule 1.2)"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.workbook import digits, fast, plain
from backorder_xl.workbook.cells import SheetText, Values
from backorder_xl.workbook.model import Want
from backorder_xl.workbook.refs import letters

KINDS = ["", "date", "clock", "elapsed", "", "date"]
COLUMNS = [1, 2, 3, 26, 27, 28, 703]
SHARED = ["A-1", "  ", "12", "", "é漢字😀", "=1+1", "x" * 300]

number_texts = st.one_of(
    st.integers(-(10**16), 10**16).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.decimals(-1_000_000, 1_000_000, places=4).map(str),
    st.floats(allow_nan=False).map(lambda v: f"{v:.16G}"),
    st.sampled_from(["0", "-0", "1E5", "1e-7", "1.", ".5", "-", "", "+5", "1e400", "46000.5", "59", "60", "61", "2958465",
                     "2958466", "12345678901234567890", "0.1000000000000000055", "nan", "inf", "1_000", "0x10", "1,5", "007"]),
)  # fmt: skip
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def cells(draw: Any) -> str:
    """What follows a cell's address in the XML."""
    style = draw(st.sampled_from(["", *(f' s="{i}"' for i in range(len(KINDS))), ' s="77"']))
    formula = draw(st.sampled_from(["", "", "", "<f>A1&gt;2</f>", '<f t="shared" si="0"/>', "<f/>"]))
    match draw(st.sampled_from("nnnnsssitbedw-x")):
        case "n":
            typed = draw(st.sampled_from(["", "", ' t="n"']))
            return f"{style}{typed}>{formula}<v>{draw(number_texts)}</v></c>"
        case "s":
            typed = draw(st.sampled_from([f'{style} t="s"', f' t="s"{style}', f' cm="1"{style} t="s"']))
            return f"{typed}>{formula}<v>{draw(st.integers(0, len(SHARED) - 1))}</v></c>"
        case "i":
            kept = draw(st.sampled_from(["", ' xml:space="preserve"']))
            return f'{style} t="inlineStr"><is><t{kept}>{escaped(draw(texts))}</t></is></c>'
        case "t":
            return f'{style} t="str">{formula}<v>{escaped(draw(texts))}</v></c>'
        case "b":
            return f'{style} t="b"><v>{draw(st.sampled_from("01"))}</v></c>'
        case "e":
            return f'{style} t="e">{formula}<v>#N/A</v></c>'
        case "d":
            return f'{style} t="d"><v>2026-06-03T07:00:00</v></c>'
        case "w":
            return f"{style}><v> 5</v></c>"
        case "-":
            return f"{style}/>"
    return f'{style} t="inlineStr"><is><r><t>two </t></r><r><t>parts</t></r></is></c>'


@st.composite
def sheets(draw: Any) -> bytes:
    """A sheet part of some rows, cells in order, some missing."""
    rows, number = [], 0
    for _ in range(draw(st.integers(1, 6))):
        number += draw(st.sampled_from([1, 1, 1, 2, 9, 95]))
        filled = draw(st.dictionaries(st.sampled_from(COLUMNS), cells(), max_size=5))
        inner = "".join(f'<c r="{letters(c)}{number}"{rest}' for c, rest in sorted(filled.items()))
        looks = draw(st.sampled_from(["", ' spans="1:9"', ' ht="15" customHeight="1"']))
        rows.append(f'<row r="{number}"{looks}>{inner}</row>')
    return ('<?xml version="1.0"?><worksheet><sheetData>' + "".join(rows) + "</sheetData><pageMargins/></worksheet>").encode()


def known(date1904: bool) -> Values:
    """The shared strings and styles of a workbook."""
    values = Values(SimpleNamespace(date1904=date1904))  # type: ignore[arg-type]
    values._texts, values._texts_complete, values._kinds = list(SHARED), True, list(KINDS)
    return values


@given(sheets(), st.lists(st.sampled_from(list(Want)), min_size=7, max_size=7), st.integers(1, 4), st.booleans(),
       st.sampled_from([40, 400, 1_000_000]))  # fmt: skip
def test_both_readers_say_the_same(raw: bytes, wants: list[Want], first: int, date1904: bool, chunk: int) -> None:
    text = SheetText(raw, "sheet1.xml")
    assert not text.changed
    values, wanted = known(date1904), dict(zip(COLUMNS, wants, strict=True))
    rows = text.last_row() - first + 1
    if rows < 1:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast, "WORTH_IT", 0)
        patch.setattr(fast, "CHUNK", chunk)
        quick = fast.read_columns(text, values, first, rows, wanted)
    slow = plain.read_columns(text, values, first, rows, wanted)
    assert quick is not None
    for column, made in quick.items():
        assert made.values.dtype == slow[column].values.dtype
        assert repr(made.values.tolist()) == repr(slow[column].values.tolist())
        assert made.odd == slow[column].odd


@pytest.mark.parametrize("unusual", [
    b'<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',  # one cell twice
    b'<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',  # rows out of order
    b'<row r="1"><c r="A1" >\n<v>1</v></c></row>',  # laid out for people
    b'<row r="1"><c r="a1"><v>1</v></c></row>',
    b'<row r="1"><c r="A1048577"><v>1</v></c></row>',
    b'<row r="1"><c r="A1" t="s"><v>7</v></c></row>',  # a shared text that is not there
])  # fmt: skip
def test_what_it_does_not_understand_it_leaves_to_the_other(unusual: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "WORTH_IT", 0)
    text = SheetText(b"<worksheet><sheetData>" + unusual + b"</sheetData></worksheet>", "sheet1.xml")
    assert fast.read_columns(text, known(False), 1, 2, {1: Want.TEXT}) is None


@given(st.lists(number_texts, min_size=1, max_size=20))
def test_digits_come_to_what_python_reads(written: list[str]) -> None:
    joined = "".join(f"{w}<" for w in written).encode()
    ends = np.cumsum([len(w) + 1 for w in written]) - 1
    begins = ends - [len(w) for w in written]
    made, sure = digits.numbers(np.frombuffer(joined, np.uint8), begins, ends)
    for text, value, known_ in zip(written, made.tolist(), sure.tolist(), strict=True):
        if known_:
            assert repr(value) == repr(float(text)), text
        if text.replace(".", "").isdigit() and len(text) < 15 and text[0] != "." and text[-1] != ".":
            assert known_, text
