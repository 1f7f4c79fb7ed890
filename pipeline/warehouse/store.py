"""The working store: one private DuckDB file with one writer, holding everything from raw articles to events.

What belongs here: opening it, transactions, reading tables, replacing the rows of a day or of an article revision in
one go, so that a kill leaves what was there before or what was meant to be there. What does not: what the rows say
(coding, articles), what is shown to the world (release).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from pipeline.warehouse import frames
from pipeline.warehouse.schema import WORKING, SchemaError, Table, literal, quoted

WAIT_SECONDS = 30.0  # how long to wait for another writer before giving up


class StoreError(RuntimeError):
    """The store cannot be used; the message is one line that says why and what to do."""


class Store:
    """An open working store. Use `Store.open` in a `with`; it may be used by one thread."""

    def __init__(self, con: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.con = con
        self.path = path
        self._inside = False  # a transaction

    @classmethod
    @contextmanager
    def open(cls, path: Path, *, read_only: bool = False, wait: float = WAIT_SECONDS) -> Iterator[Store]:
        """Open the store, making it (unless `read_only`) where there is none, and close it afterwards.

        Waits up to `wait` seconds for another process that has it open. Raises StoreError when that is not enough, the
        file is no store, or `read_only` and there is none.
        """
        if read_only and not path.is_file():
            raise StoreError(f"{path}: there is no working store yet; `dragoman run` makes one")
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        con = _connect(path, read_only, wait)
        try:
            con.execute("SET enable_progress_bar = false")
            con.execute("SET TimeZone = 'UTC'")
            store = cls(con, path)
            if not read_only:
                store._prepare()
            yield store
        finally:
            con.close()

    def _prepare(self) -> None:
        """Make missing tables and columns, and clear away scratch files that a killed writer left."""
        for left in self.path.parent.glob(f"{frames.SCRATCH}*"):
            left.unlink(missing_ok=True)
        there: dict[str, set[str]] = {}
        columns = "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main'"
        for name, column_name in self.con.sql(columns).fetchall():
            there.setdefault(name, set()).add(column_name)
        missing = [table.ddl() for table in WORKING if table.name not in there] + [
            # a store made by an earlier version: old rows are filled when re-coded
            f"ALTER TABLE {quoted(table.name)} ADD COLUMN {quoted(column.name)} {column.duckdb_type}"
            for table in WORKING
            if table.name in there
            for column in table.columns
            if column.name not in there[table.name]
        ]
        if missing:
            with self.transaction():
                for statement in missing:
                    self.con.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside become true together, or none of them. Inside another one it is part of that."""
        if self._inside:
            yield
            return
        self.con.execute("BEGIN TRANSACTION")
        self._inside = True
        try:
            yield
            self.con.execute("COMMIT")
        except BaseException:
            self.con.execute("ROLLBACK")
            raise
        finally:
            self._inside = False

    # -- reading -------------------------------------------------------------------------------------------------------

    def read(self, table: Table, where: str = "") -> pl.DataFrame:
        """A table's rows (those for which the SQL condition `where` holds), in the order of its key."""
        columns = ", ".join(map(quoted, table.names))
        condition = f" WHERE {where}" if where else ""
        order = ", ".join(map(quoted, table.key))
        return self.select(f"SELECT {columns} FROM {quoted(table.name)}{condition} ORDER BY {order}")

    def read_day(self, table: Table, day: date) -> pl.DataFrame:
        """The rows of a table that belong to the day of arrival `day`."""
        return self.read(table, on_day(table, day))

    def select(self, sql: str) -> pl.DataFrame:
        """The rows of any SELECT."""
        return frames.read(self.con, sql, self.path.parent)

    def count(self, table: Table) -> int:
        """Its number of rows."""
        return int(self.con.sql(f"SELECT count(*) FROM {quoted(table.name)}").fetchall()[0][0])

    def repeated(self, table: Table) -> int:
        """How many keys occur more than once in a table."""
        key = ", ".join(map(quoted, table.key))
        repeated = f"SELECT {key} FROM {quoted(table.name)} GROUP BY ALL HAVING count(*) > 1"
        return int(self.con.sql(f"SELECT count(*) FROM ({repeated})").fetchall()[0][0])

    def article_text(self, article_id: str, revision: int) -> str | None:
        """The clean text of an article revision, to which all offsets refer; None where it is not in the store."""
        found = self.con.execute(
            "SELECT text FROM articles WHERE article_id = ? AND revision = ?", [article_id, revision]
        ).fetchall()
        return str(found[0][0]) if found else None

    # -- writing -------------------------------------------------------------------------------------------------------

    def append(self, table: Table, frame: pl.DataFrame) -> None:
        """Add rows. Raises SchemaError, and adds nothing, when a row breaks the table's declaration."""
        frame = self._checked(table, frame)
        with self.transaction():
            frames.insert(self.con, table, frame, self.path.parent)

    def replace(self, table: Table, frame: pl.DataFrame, where: str = "") -> None:
        """Put `frame` in the place of all rows (those for which the SQL condition `where` holds)."""
        frame = self._checked(table, frame)
        with self.transaction():
            self.con.execute(f"DELETE FROM {quoted(table.name)}" + (f" WHERE {where}" if where else ""))
            frames.insert(self.con, table, frame, self.path.parent)

    def replace_day(self, table: Table, frame: pl.DataFrame, day: date) -> None:
        """Put `frame` in the place of the rows of one day of arrival."""
        self.replace(table, frame, on_day(table, day))

    def replace_revisions(self, table: Table, frame: pl.DataFrame, revisions: pl.DataFrame) -> None:
        """Put `frame` in the place of the rows of the article revisions (columns article_id, revision) given."""
        frame = self._checked(table, frame)
        with self.transaction():
            self.delete_revisions(table, revisions)
            frames.insert(self.con, table, frame, self.path.parent)

    def delete_revisions(self, table: Table, revisions: pl.DataFrame) -> None:
        """Delete the rows of the article revisions (columns article_id, revision) given."""
        if revisions.is_empty():
            return
        with frames.source(revisions.select("article_id", "revision"), self.path.parent) as rows:
            self.con.execute(
                f"DELETE FROM {quoted(table.name)} "
                f"WHERE (article_id, revision) IN (SELECT article_id, revision FROM {rows})"
            )

    def update(self, table: Table, frame: pl.DataFrame, column: str) -> None:
        """Set one column from `frame` (columns: the table's key and `column`); rows it does not name stay."""
        keys = " AND ".join(f"t.{quoted(k)} = f.{quoted(k)}" for k in table.key)
        name = quoted(column)
        with self.transaction(), frames.source(frame.select(*table.key, column), self.path.parent) as rows:
            self.con.execute(
                f"UPDATE {quoted(table.name)} AS t SET {name} = f.{name} FROM {rows} AS f "
                f"WHERE {keys} AND t.{name} IS DISTINCT FROM f.{name}"
            )

    def _checked(self, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
        frame = table.conform(frame)
        problems = table.problems(frame)
        if problems:
            told = "; ".join(f"{what} ({count} rows)" for what, count in problems.items())
            raise SchemaError(f"rows for table {table.name} were refused: {told}")
        return frame


def on_day(table: Table, day: date) -> str:
    """The SQL condition for a table's rows of one day of arrival."""
    if table.day is None:
        raise SchemaError(f"table {table.name} is not kept by day")
    return f"{quoted(table.day)} = DATE {literal(day.isoformat())}"


def _connect(path: Path, read_only: bool, wait: float) -> duckdb.DuckDBPyConnection:
    end = time.monotonic() + wait
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only)
        except duckdb.IOException as error:
            message = str(error)
            if "lock" not in message.lower():
                raise StoreError(f"{path} is not a working store that can be opened: {_one_line(message)}") from None
            if time.monotonic() > end:
                raise StoreError(
                    f"{path} is in use by another process; wait until it is done or stop it, then run again"
                ) from None
            time.sleep(0.2)
        except duckdb.Error as error:
            raise StoreError(f"{path} cannot be opened: {_one_line(str(error))}") from None


def _one_line(message: str) -> str:
    return " ".join(message.split())
