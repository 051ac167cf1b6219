"""Which kind of store is meant by what a person typed?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from backorder_xl.stores.folder import Folder
from backorder_xl.stores.model import Store
from backorder_xl.tables.problems import Unusable

_DUCKDB = (".duckdb", ".ddb")
_POSTGRES = ("postgres", "postgresql")


@dataclass(frozen=True)
class Stores:
    """Where tables come from, and where results go: the same object where both are one place."""

    source: Store
    target: Store | None

    def close(self) -> None:
        """Let go of both."""
        self.source.close()
        if self.target is not None:
            self.target.close()


def stores(source: str, target: str | None) -> Stores:
    """The places that a person named; the target may be one that is not there yet."""
    first = _opened(source, writes=False)
    if target is None:
        return Stores(first, None)
    second = _opened(target, writes=True)
    if first.same(second):
        return Stores(second, second)
    if isinstance(second, Folder) and second.empty and isinstance(first, Folder):
        second = Folder(second.path, first.kind)
    return Stores(first, second)


def _opened(address: str, writes: bool) -> Store:
    """The store at a folder, a DuckDB file or a PostgreSQL address."""
    if urlsplit(address).scheme in _POSTGRES:
        from backorder_xl.stores.postgres import Postgres

        return Postgres(address)
    path = Path(address)
    file = path.suffix.lower() in _DUCKDB and not path.is_dir()
    if path.is_file() and not file:
        raise Unusable(f"{path.name} is no folder of tables, no .duckdb file and no postgresql:// address; name one of these.")
    if not path.exists() and not writes:
        raise Unusable(f"There is no {'file' if file else 'folder'} {address}; check its name.")
    if file:
        from backorder_xl.stores.duck import Duck

        return Duck(path, writes)
    return Folder(path)
