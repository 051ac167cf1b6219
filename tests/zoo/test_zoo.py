"""Every odd workbook is opened as a user's file would be: what is told, what stays usable (rules 1.1 to 1.5)."""

import pytest

from backorder_xl.adopt import adopt
from backorder_xl.tables.reading import Unusable, read_tables
from backorder_xl.workbook.file import FileBook, Unreadable

from .animals import ANIMALS


@pytest.mark.parametrize("name", sorted(ANIMALS))
def test_zoo(name, tmp_path):
    animal = ANIMALS[name]
    path = tmp_path / f"{name}{animal.suffix}"
    animal.build(path)
    before = path.read_bytes() if path.exists() else None
    if animal.refused:
        with pytest.raises((Unusable, Unreadable)) as refusal, FileBook(path) as book:
            read_tables(book, animal.settings)
        message = refusal.value.message
        assert name in message and "\n" not in message and "Traceback" not in message
        for part in animal.refused:
            assert part in message
    else:
        with FileBook(path) as book:
            reading = read_tables(book, animal.settings)
        assert tuple(sorted(p.code for p in reading.problems)) == animal.told, [p.message for p in reading.problems]
        told = "\n".join(p.message for p in reading.problems)
        for part in animal.says:
            assert part in told
        assert len(reading.tables.orders) == animal.lines
    assert (path.read_bytes() if path.exists() else None) == before


@pytest.mark.parametrize("name", sorted(n for n, a in ANIMALS.items() if not a.refused))
def test_a_book_that_reads_is_adopted_as_it_is(name, tmp_path):
    """No column is proposed beside those that are read; a setting may be, where dates or decimals are left out without it."""
    animal = ANIMALS[name]
    path = tmp_path / f"{name}{animal.suffix}"
    animal.build(path)
    with FileBook(path) as book:
        made = adopt(book)
    assert made.reading is not None and {r.table for r in made.new} <= {"Settings"}


def test_the_zoo_is_large_enough():
    assert len(ANIMALS) >= 60


def test_dates_of_both_systems_are_the_same_days(tmp_path):
    days = []
    for name in ("title_rows_above", "dates_of_the_1904_system"):
        path = tmp_path / f"{name}.xlsx"
        ANIMALS[name].build(path)
        with FileBook(path) as book:
            days.append(read_tables(book).tables.orders["order_date"].tolist())
    assert days[0] == days[1]
