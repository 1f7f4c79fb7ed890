"""The declared tables: what is made from them, and that row checks catch what they must."""

from __future__ import annotations

import datetime as dt

import duckdb
import polars as pl
import pytest

from pipeline.warehouse import frames, schema
from pipeline.warehouse.schema import ARTICLES, EVENTS, MENTIONS, PUBLISHED, SANCTIONS, WORKING, SchemaError

EVENT_COLUMNS = set(
    """event_id group_id group_size date_from date_to date_method source_code source_country source_name
    target_code target_country target_name cameo_code cameo_root quad_class goldstein plover_type modality polarity
    place_name
    place_country latitude longitude place_method confidence n_mentions n_articles n_stories n_sources""".split()
)
SANCTION = {
    "event_id": "0" * 16,
    "sender_code": "USAGOV",
    "target_code": "IRN",
    "measure": "embargo",
    "stage": "imposed",
    "date_from": dt.date(2020, 1, 1),
    "date_to": dt.date(2020, 1, 2),
    "date_method": "explicit",
    "confidence": 0.5,
}


def test_columns_that_outside_checks_rely_on() -> None:
    assert set(EVENTS.names) >= EVENT_COLUMNS
    assert {"trigger_text", "pattern_id", "attribution", "dictionary_hash"} <= set(MENTIONS.names)


def test_every_column_is_described_and_keys_exist() -> None:
    for table in (*WORKING, *PUBLISHED):
        assert len(set(table.names)) == len(table.names)
        assert all(column.about and column.kind in schema.KINDS for column in table.columns)
        assert set(table.key) | set(table.order) <= set(table.names)


def test_published_tables_hold_no_private_column() -> None:
    assert "text" in ARTICLES.names
    assert all(not column.private for table in PUBLISHED for column in table.columns)
    assert "text" not in next(t for t in PUBLISHED if t.name == "articles").names


def test_ddl_and_frames_agree() -> None:
    con = duckdb.connect()
    for table in WORKING:
        con.execute(table.ddl())
        for statement in table.comments():
            con.execute(statement)
        back = frames.read(con, f"SELECT * FROM {table.name}")
        assert dict(back.schema) == table.schema(), table.name
    assert con.sql("SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND NOT internal").fetchall() == [(0,)]


def test_good_rows_pass() -> None:
    assert SANCTIONS.problems(SANCTIONS.frame([SANCTION])) == {}
    assert all(table.problems(table.empty()) == {} for table in (*WORKING, *PUBLISHED))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"event_id": "xyz"}, "event_id does not match"),
        ({"sender_code": "usagov"}, "sender_code does not match"),
        ({"measure": None}, "measure is missing"),
        ({"stage": "withdrawn"}, "stage is none of threatened"),
        ({"confidence": 1.5}, "confidence is above 1"),
        ({"date_from": dt.date(2020, 2, 1)}, "date_from is after date_to"),
    ],
)
def test_bad_rows_are_named(change: dict[str, object], problem: str) -> None:
    found = SANCTIONS.problems(SANCTIONS.frame([SANCTION | change]))
    assert list(found.values()) == [1] and next(iter(found)).startswith(problem), found


def test_double_keys_are_found() -> None:
    assert SANCTIONS.problems(SANCTIONS.frame([SANCTION, SANCTION])) == {"event_id occurs more than once": 2}


def test_conform_orders_casts_and_refuses() -> None:
    frame = pl.DataFrame({"confidence": [1], "event_id": ["0" * 16]})
    made = SANCTIONS.conform(frame)
    assert dict(made.schema) == SANCTIONS.schema() and made["confidence"].to_list() == [1.0]
    with pytest.raises(SchemaError, match="no column colour"):
        SANCTIONS.conform(frame.with_columns(colour=pl.lit("red")))
    assert "column stage is missing" in SANCTIONS.problems(frame)


def test_data_dictionary_names_every_column() -> None:
    text = schema.dictionary()
    for table in PUBLISHED:
        section = text.split(f"## {table.name}\n")[1].split("\n## ")[0]
        assert all(f"| `{name}` |" in section for name in table.names)
