"""The working store: round trips, replacing, transactions that a failure leaves as they were, locks."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.warehouse.schema import ARTICLES, MENTIONS, RAW_ARTICLES, SchemaError
from pipeline.warehouse.store import Store, StoreError
from tests.warehouse.rows import DAY, article, articles, mention, mentions

NEXT = DAY + dt.timedelta(days=1)


def test_round_trip(tmp_path: Path) -> None:
    frame = articles(
        article("a", text="Żółć “quoted”\n\nnew"), article("b", published_at=None, published_method="none")
    )
    raw = RAW_ARTICLES.frame(
        [
            dict.fromkeys(RAW_ARTICLES.names, "x")
            | {"raw_id": "0" * 16, "content": b"\x00\xff", "fetched_at": dt.datetime(2024, 1, 1), "position": 0}
            | {"arrived_on": DAY}
        ]
    )
    with Store.open(tmp_path / "w" / "s.duckdb") as store:
        store.append(ARTICLES, frame)
        store.append(RAW_ARTICLES, raw)
    with Store.open(tmp_path / "w" / "s.duckdb", read_only=True) as store:
        assert_frame_equal(store.read(ARTICLES), frame.sort("article_id", "revision"))
        assert_frame_equal(store.read(RAW_ARTICLES), raw)
        assert store.article_text(frame["article_id"][0], 1) == "Żółć “quoted”\n\nnew"
        assert store.article_text("0" * 16, 1) is None
    assert [path.name for path in (tmp_path / "w").iterdir()] == ["s.duckdb"]


def test_replace_day_leaves_other_days(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.duckdb") as store:
        store.append(ARTICLES, articles(article("a"), article("b", arrived_on=NEXT)))
        assert store.repeated(ARTICLES) == 0
        store.append(ARTICLES, articles(article("b")))
        assert store.repeated(ARTICLES) == 1
        store.replace_day(ARTICLES, articles(article("c")), DAY)
        assert set(store.read(ARTICLES)["title"]) == {"b", "c"}
        assert store.read_day(ARTICLES, NEXT)["title"].to_list() == ["b"]


def test_replace_revisions_replaces_and_never_doubles(tmp_path: Path) -> None:
    first = mentions(
        mention("a", "RUS", "042", "CHN"), mention("a", "CHN", "043", "RUS"), mention("b", "RUS", "042", "CHN")
    )
    with Store.open(tmp_path / "s.duckdb") as store:
        store.append(MENTIONS, first)
        again = mentions(mention("a", "RUS", "046", "CHN"))
        for _ in range(2):
            store.replace_revisions(MENTIONS, again, again)
        assert sorted(store.read(MENTIONS)["cameo_code"]) == ["042", "046"]


def test_update_sets_one_column(tmp_path: Path) -> None:
    frame = articles(article("a"), article("b"))
    with Store.open(tmp_path / "s.duckdb") as store:
        store.append(ARTICLES, frame)
        story = frame["article_id"][0]
        store.update(ARTICLES, frame.tail(1).with_columns(story_id=pl.lit(story)), "story_id")
        assert store.read(ARTICLES)["story_id"].to_list() == [story, story]


def test_a_failure_inside_a_transaction_leaves_what_was_there(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.duckdb") as store:
        store.append(ARTICLES, articles(article("a")))
        with pytest.raises(RuntimeError), store.transaction():
            store.replace(ARTICLES, articles(article("b"), article("c")))
            raise RuntimeError("killed")
        assert store.read(ARTICLES)["title"].to_list() == ["a"]
        store.append(ARTICLES, articles(article("b")))  # and the store goes on


def test_a_killed_writer_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with Store.open(path) as store:
        store.append(ARTICLES, articles(article("a")))
    script = (
        "import os, sys; from pathlib import Path; from pipeline.warehouse.store import Store\n"
        "from pipeline.warehouse.schema import ARTICLES\n"
        f"with Store.open(Path({str(path)!r})) as store, store.transaction():\n"
        "    store.con.execute('DELETE FROM articles'); (store.path.parent / '.frame-left.parquet').touch(); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    with Store.open(path) as store:
        assert store.read(ARTICLES)["title"].to_list() == ["a"]
    assert not list(tmp_path.glob(".frame-*"))


def test_rows_that_break_the_declaration_are_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.duckdb") as store:
        with pytest.raises(SchemaError, match=r"articles were refused: published_method is none of .* \(1 rows\)"):
            store.append(ARTICLES, articles(article("a", published_method="guessed")))
        assert store.count(ARTICLES) == 0


def test_missing_columns_are_added(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.duckdb") as store:
        store.append(ARTICLES, articles(article("a")))
        store.con.execute("ALTER TABLE articles DROP COLUMN notes")
    with Store.open(tmp_path / "s.duckdb") as store:
        assert store.read(ARTICLES)["notes"].to_list() == [None]


def test_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no working store yet"), Store.open(tmp_path / "none", read_only=True):
        pass
    (tmp_path / "text").write_text("not a database, but long enough to look at " * 200)
    with pytest.raises(StoreError, match="text"), Store.open(tmp_path / "text"):
        pass


def test_a_second_writer_waits_and_then_says_so(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    script = (
        "from pathlib import Path; from pipeline.warehouse.store import Store, StoreError\n"
        "try:\n"
        f"    with Store.open(Path({str(path)!r}), wait=0.1): pass\n"
        "except StoreError as error: print(error)"
    )
    with Store.open(path):
        out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "in use by another process" in out
