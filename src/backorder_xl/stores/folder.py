"""How is a folder of Parquet or CSV files a set of tables?

A file is a table that bears its name; so is a folder of files, its pieces. New files are written beside and put in place
together: what is told of them is written last, and carried out again if a run was stopped in between.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from backorder_xl.imports.reading import separators
from backorder_xl.imports.reading.encodings import decode
from backorder_xl.stores.arrow import edited, spelled
from backorder_xl.stores.model import Edit, Pieces, Store, Whole, Written
from backorder_xl.stores.sql import literal
from backorder_xl.workbook.errors import Unreadable, Unwritable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CSV, PARQUET = ".csv", ".parquet"
_NEW, _LIST = ".backorder-xl-new", "put-in-place.json"
_BAD = set('/\\:*?"<>|\0')


@dataclass(frozen=True)
class _Place:
    """Where a table lies, and how it is spelled in files."""

    path: Path
    kind: str
    pieces: tuple[Path, ...]


class Folder:
    """A folder of tables; ``kind`` is how a new table is written where none shows it."""

    def __init__(self, path: Path, kind: str = "") -> None:
        self.path, self.name = path, path.name or str(path)
        _put_in_place(path)
        kinds = [p.kind for p in self._places().values()]
        self.kind = kind or (CSV if kinds.count(CSV) > kinds.count(PARQUET) else PARQUET)
        self.empty = not kinds

    def tables(self) -> list[str]:
        """The names of the files and folders that hold tables."""
        return sorted(self._places())

    def head(self, table: str, rows: int) -> pa.Table:
        """The first rows."""
        place = self._place(table)
        if place.kind == CSV:
            return _read_csv(place.pieces[0]).slice(0, rows)
        file = _parquet(place.pieces[0])
        batch = next(file.iter_batches(max(rows, 1)), None)
        return (file.schema_arrow.empty_table() if batch is None else pa.Table.from_batches([batch])).slice(0, rows)

    def read(self, table: str) -> pa.Table:
        """All rows, of all pieces in the order of their names; cells of CSV are text."""
        place = self._place(table)
        made = [_read_csv(p) if place.kind == CSV else _parquet(p).read() for p in place.pieces]
        try:
            return pa.concat_tables(made, promote_options="permissive") if len(made) > 1 else made[0]
        except pa.ArrowInvalid as error:
            raise Unreadable(f"The pieces of {table} in {self.name} differ in their columns; write them alike.") from error

    def scan(self, connection: DuckDBPyConnection, table: str) -> str:
        """The files as DuckDB reads them."""
        place = self._place(table)
        files = ", ".join(literal(str(p)) for p in place.pieces)
        if place.kind == PARQUET:
            return f"read_parquet([{files}], union_by_name = true)"
        _, separator, encoding = _opened(place.pieces[0], 1 << 20)
        if not encoding.startswith("utf-8"):
            raise Unreadable(f"{place.path.name} is kept in {encoding}; for work in parts, save it as CSV UTF-8.")
        return f"read_csv([{files}], all_varchar = true, header = true, delim = {literal(separator)}, union_by_name = true)"

    def write(self, written: Sequence[Written]) -> None:
        """Put all tables in place together."""
        try:
            self._write(written)
        except OSError as error:
            raise Unwritable(f"The folder {self.name} cannot be written to: {error.strerror or error}.") from error

    def same(self, other: Store) -> bool:
        """Whether the other store is this folder."""
        return isinstance(other, Folder) and self.path.resolve() == other.path.resolve()

    def close(self) -> None:
        """Nothing is held open."""

    def _write(self, written: Sequence[Written]) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        new = self.path / _NEW
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        there, names = self._places(), {}
        for one in written:
            place = there.get(one.name)
            file = place.path.name if place else _file_name(one.name, self.kind)
            if isinstance(one, Pieces):
                file = Path(file).stem if place and place.path.is_file() else file.removesuffix(self.kind)
                shutil.move(one.folder, new / file)
            elif place and place.path.is_dir():
                (new / file).mkdir()
                self._put(one, place, new / file / f"part-00000{place.kind}")
            else:
                self._put(one, place, new / file)
            names[file] = place.path.name if place else file
        _kept(new / _LIST, json.dumps(names).encode())
        _put_in_place(self.path)

    def _put(self, one: Whole | Edit, place: _Place | None, target: Path) -> None:
        made = one.table if isinstance(one, Whole) else edited(self.read(one.name), one)
        if target.suffix == PARQUET:
            with open(target, "wb") as file:
                pq.write_table(made, file)
                file.flush()
                os.fsync(file.fileno())
            return
        separator, encoding = ",", "utf-8-sig"
        if place:
            _, separator, encoding = _opened(place.pieces[0], 1 << 20)
        try:
            _kept(target, _csv(made, separator).encode(encoding))
        except UnicodeEncodeError as error:
            letter = error.object[error.start : error.end]
            raise Unwritable(f"{target.name} is kept in {encoding}, which has no {letter!r}; save it as CSV UTF-8.") from error

    def _place(self, table: str) -> _Place:
        place = self._places().get(table)
        if place is None:
            raise Unreadable(f"{self.name} has no table named {table}.")
        return place

    def _places(self) -> dict[str, _Place]:
        if not self.path.is_dir():
            return {}
        found: dict[str, _Place] = {}
        for path in sorted(self.path.iterdir()):
            if path.name.startswith((".", "_", "~")):
                continue
            pieces = (path,) if path.is_file() else tuple(sorted(p for p in path.rglob("*") if _kind(p) and p.is_file()))
            kinds = {_kind(p) for p in pieces} - {""}
            name = path.stem if path.is_file() else path.name
            if len(kinds) > 1:
                raise Unreadable(f"The folder {path.name} in {self.name} holds Parquet and CSV; leave pieces of one kind there.")
            if not kinds:
                continue
            if name in found:
                both = f"{found[name].path.name} and as {path.name}"
                raise Unreadable(f"{self.name} has {name} twice, as {both}; leave one of them.")
            found[name] = _Place(path, kinds.pop(), pieces)
        return found


def _kind(path: Path) -> str:
    suffix = path.suffix.lower()
    return suffix if suffix in (CSV, PARQUET) and not path.name.startswith((".", "_", "~")) else ""


def _file_name(table: str, kind: str) -> str:
    """The file of a table; a name that leads elsewhere is none."""
    if not table or table.startswith((".", "_", "~")) or _BAD & set(table):
        raise Unwritable(f"{table!r} cannot be the name of a file; give the table another name.")
    return table + kind


def _parquet(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise Unreadable(f"{path.name} is no Parquet file that can be read; write it again.") from error


def _opened(path: Path, most: int = -1) -> tuple[str, str, str]:
    """The text of a CSV file, its separator and the encoding by which it is written again."""
    with path.open("rb") as file:
        data = file.read(most)
        if most >= 0 and len(data) == most:
            data = data[: data.rfind(b"\n") + 1] or data
    decoded = decode(path.name, data)
    said, start = separators.said(decoded.text)
    text = decoded.text[start:]
    marked = data.startswith(b"\xef\xbb\xbf")
    encoding = {"Windows-1252": "cp1252", "UTF-16": "utf-16", "UTF-32": "utf-32"}.get(decoded.name, "utf-8")
    return text, said or separators.found(text), "utf-8-sig" if marked else encoding


def _read_csv(path: Path) -> pa.Table:
    """Every cell as the text that it is, so that codes keep their zeros; header names that repeat are numbered."""
    text, separator, _ = _opened(path)
    try:
        rows = [r for r in separators.records(text, separator, True, True) if any(c.strip() for c in r)]
    except csv.Error as error:
        raise Unreadable(f"{path.name} cannot be cut into cells ({error}); export it again.") from error
    if not rows:
        return pa.table({})
    headers: list[str] = []
    for i, name in enumerate(rows[0]):
        name = name or f"Column {i + 1}"
        headers.append(f"{name} ({i + 1})" if name in headers else name)
    wide = max(map(len, rows))
    headers += [f"Column {i + 1}" for i in range(len(headers), wide)]
    columns = [[r[i] if i < len(r) and r[i].strip() else None for r in rows[1:]] for i in range(wide)]
    return pa.table({h: pa.array(c, pa.string()) for h, c in zip(headers, columns, strict=True)})


def _csv(table: pa.Table, separator: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(table.column_names)
    columns = [["" if v is None else _cell(v) for v in column.to_pylist()] for column in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


def _cell(value: object) -> str:
    return value if isinstance(value, str) else spelled(value, ".")


def _kept(path: Path, data: bytes) -> None:
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _put_in_place(folder: Path) -> None:
    """Finish what a run had written whole, and throw away what it had not."""
    new = folder / _NEW
    if not new.is_dir():
        return
    if (new / _LIST).is_file():
        for name, old in json.loads((new / _LIST).read_bytes()).items():
            source, before = new / Path(name).name, folder / Path(old).name
            if not source.exists():
                continue
            if before.is_dir() or old != name:
                gone = new / f"{Path(old).name}.old"
                if before.exists():
                    before.replace(gone)
            source.replace(folder / Path(name).name)
    shutil.rmtree(new)
