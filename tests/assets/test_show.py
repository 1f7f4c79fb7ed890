"""What the Dagster page shows of a frame."""

from __future__ import annotations

import polars as pl

from assets import show


def test_a_table_is_bounded_and_safe() -> None:
    frame = pl.DataFrame({"a": ["x|y\nz", "w" * 100], "b": [None, 1]})
    text = show.table(frame, rows=1).value
    assert text.splitlines() == ["| a | b |", "|---|---|", "| x\\|y z |  |", "", "1 more"]
    assert "w" * 59 + "…" in show.table(frame).value
    assert show.table(frame.clear()).value == "*no rows*"
