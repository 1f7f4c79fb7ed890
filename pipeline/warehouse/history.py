"""The history of events over releases: every row once, with the releases from which and until which it stood.

What belongs here: carrying the history on by one release, and the macros that look back into it. What does not: what a
release holds, where its files lie (release).

Releases are counted by `releases.number`. A row whose values change is removed and added again under the same event_id.
The releases' Parquet files are what history is made of; the table in the last published file only spares making it
anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from pipeline.warehouse import frames
from pipeline.warehouse.schema import EVENTS, Column, Table, literal, quoted

SCHEMA = "history"
HISTORY = Table(
    "events",
    "every row that table events has had in any release, once",
    (),
    (
        *EVENTS.columns,
        Column("added_in", "integer", "number of the first release with this row (releases.number)"),
        Column("removed_in", "integer", "number of the first release without it; empty: it stands", nullable=True),
    ),
)
_COLUMNS = ", ".join(map(quoted, EVENTS.names))
_NUMBER = "(SELECT number FROM releases WHERE release = {})"
MACROS = (
    f"""CREATE MACRO events_at(version) AS TABLE
        SELECT {_COLUMNS} FROM {SCHEMA}.events
        WHERE added_in <= {_NUMBER.format("version")}
        AND (removed_in IS NULL OR removed_in > {_NUMBER.format("version")})""",
    """CREATE MACRO events_diff(older, newer) AS TABLE
        SELECT 'added' AS change, * FROM (SELECT * FROM events_at(newer) EXCEPT SELECT * FROM events_at(older))
        UNION ALL
        SELECT 'removed' AS change, * FROM (SELECT * FROM events_at(older) EXCEPT SELECT * FROM events_at(newer))""",
)


def build(con: duckdb.DuckDBPyConnection, folders: Sequence[Path], last: Path, scratch: Path) -> None:
    """Make history.events and the macros in the database that `con` uses (its table events is the newest release).

    `folders` are the releases' folders, oldest first; one that has been deleted counts as no change. `last` is the file
    published before this one, if there is one: its history is carried on. Scratch files go
    to the folder `scratch`.
    """
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    con.execute(HISTORY.ddl(schema=SCHEMA))
    done = _take_over(con, last, len(folders))
    for number, folder in enumerate(folders[done:], start=done + 1):
        path = folder / "events.parquet"
        if not path.is_file():
            continue
        frame = EVENTS.conform(pl.read_parquet(path, memory_map=False))
        with frames.source(frame, scratch) as rows:
            _carry_on(con, rows, number)
    for macro in MACROS:
        con.execute(macro)
    con.execute(f"COMMENT ON TABLE {SCHEMA}.events IS {literal(HISTORY.about)}")
    for column in HISTORY.columns:
        name = f"{SCHEMA}.events.{quoted(column.name)}"
        con.execute(f"COMMENT ON COLUMN {name} IS {literal(column.about)}")


def _take_over(con: duckdb.DuckDBPyConnection, last: Path, count: int) -> int:
    """Copy the history of the file `last`; the number of the release it ends with, 0 where it is of no use."""
    if not last.is_file():
        return 0
    columns = ", ".join(map(quoted, HISTORY.names))
    try:
        con.execute(f"ATTACH {literal(str(last))} AS last (READ_ONLY)")
    except duckdb.Error:
        return 0
    try:
        number = int(con.sql("SELECT max(number) FROM last.releases").fetchall()[0][0])
        if number >= count:
            return 0
        con.execute(f"INSERT INTO {SCHEMA}.events ({columns}) SELECT {columns} FROM last.{SCHEMA}.events")
        return number
    except (duckdb.Error, TypeError):  # of an earlier version, or without a history
        return 0
    finally:
        con.execute("DETACH last")


def _carry_on(con: duckdb.DuckDBPyConnection, rows: str, number: int) -> None:
    """Add what release `number` has more, and close what it has no more. `rows` is what to select its events from."""
    standing = f"SELECT {_COLUMNS} FROM {SCHEMA}.events WHERE removed_in IS NULL"
    released = f"SELECT {_COLUMNS} FROM {rows}"
    con.execute(
        f"UPDATE {SCHEMA}.events SET removed_in = {number} WHERE removed_in IS NULL "
        f"AND event_id IN (SELECT event_id FROM ({standing} EXCEPT {released}))"
    )
    con.execute(
        f"INSERT INTO {SCHEMA}.events ({_COLUMNS}, added_in, removed_in) "
        f"SELECT {_COLUMNS}, {number}, NULL FROM ({released} EXCEPT {standing}) ORDER BY event_id"
    )
