"""Polars frames out of and into DuckDB, by way of Parquet files.

What belongs here: moving whole frames between the two. What does not: which frames (store, release).

Why Parquet and not Arrow: DuckDB 2's Arrow hand-over needs pyarrow, and its Arrow capsules make the interpreter print
pages of leak warnings when it ends.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from pipeline.warehouse.schema import Table, literal, quoted

SCRATCH = ".frame-"  # what scratch files' names begin with, so that a later writer can clear away those of a kill


@contextmanager
def _scratch(folder: Path | None) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix=SCRATCH, suffix=".parquet", dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def read(con: duckdb.DuckDBPyConnection, sql: str, folder: Path | None = None) -> pl.DataFrame:
    """The rows of a SELECT as a frame. Scratch files go to `folder` (default: the system's)."""
    with _scratch(folder) as path:
        con.execute(f"COPY ({sql}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION lz4)")
        return pl.read_parquet(path, use_statistics=False, memory_map=False)


def insert(con: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame, folder: Path | None = None) -> None:
    """Append `frame` (columns as `table` declares them) to the table of that name."""
    if frame.is_empty():
        return
    columns = ", ".join(map(quoted, table.names))
    with source(frame.select(table.names), folder) as rows:
        con.execute(f"INSERT INTO {quoted(table.name)} ({columns}) SELECT {columns} FROM {rows}")


@contextmanager
def source(frame: pl.DataFrame, folder: Path | None = None) -> Iterator[str]:
    """Something to write after FROM in a statement that reads `frame`, as long as the context lasts."""
    with _scratch(folder) as path:
        frame.write_parquet(path, compression="lz4", statistics=False)
        yield f"read_parquet({literal(str(path))})"
