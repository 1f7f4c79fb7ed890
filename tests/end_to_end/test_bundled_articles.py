"""The bundled articles through the whole job: key events, rejects, a second run, and the published release."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from assets.run import RunSummary, run
from pipeline.settings import Settings

EXPECTED = Path(__file__).with_name("expected_articles.csv")
KEY_EVENTS = list(csv.DictReader(EXPECTED.open(encoding="utf-8", newline="")))
# Of the key events written down before the coder was, this share must be found; raise it when the coder gets better.
FLOOR = 0.70


def found(con: duckdb.DuckDBPyConnection, row: dict[str, str]) -> bool:
    """Whether an event of the article has the row's source, code (a prefix), target (empty: any), modality and date."""
    conditions = [
        "a.title = $title",
        "m.source_code = $source",
        "starts_with(m.cameo_code, $code)",
        "m.modality = $modality",
    ]
    values = {
        "title": row["title"],
        "source": row["source_code"],
        "code": row["cameo_code"],
        "modality": row["modality"],
    }
    if row["target_code"]:
        conditions.append("starts_with(m.target_code, $target)")
        values["target"] = row["target_code"]
    if row["date"]:
        conditions.append("CAST($day AS DATE) BETWEEN coalesce(m.date_from, m.date_to) AND m.date_to")
        values["day"] = row["date"]
    query = f"SELECT count(*) FROM mentions AS m JOIN articles AS a USING (article_id, revision) WHERE {' AND '.join(conditions)}"
    return bool(con.execute(query, values).fetchall()[0][0])


def test_key_events(bundled_tables: duckdb.DuckDBPyConnection) -> None:
    missing = [row for row in KEY_EVENTS if not found(bundled_tables, row)]
    lines = "\n".join(
        f"{r['title'][:50]}: {r['source_code']} {r['cameo_code']} {r['target_code']} {r['modality']} {r['date']}"
        for r in missing
    )
    assert 1 - len(missing) / len(KEY_EVENTS) >= FLOOR, (
        f"{len(missing)} of {len(KEY_EVENTS)} key events are missing:\n{lines}"
    )


def test_two_inputs_are_rejected_with_reasons(bundled: tuple[Settings, RunSummary]) -> None:
    reasons = {Path(r.locator).name: r.reason for r in bundled[1].rejected}
    assert set(reasons) == {"accord-petrolier.txt", "photo-gallery.html"}
    assert "French" in reasons["accord-petrolier.txt"]


def test_a_second_run_adds_nothing(bundled: tuple[Settings, RunSummary]) -> None:
    settings, first = bundled
    second = run(settings, [settings.sample_articles])
    assert (second.new, second.published, second.release) == (0, False, first.release)
    assert (second.mentions, second.events) == (first.mentions, first.events)


def test_revisions_and_copies(bundled_tables: duckdb.DuckDBPyConnection) -> None:
    assert bundled_tables.sql("SELECT count(*) FROM articles WHERE revision = 2").fetchall()[0][0] >= 1
    stories = bundled_tables.sql(
        "SELECT count(*) - count(DISTINCT story_id) FROM (SELECT DISTINCT article_id, story_id FROM articles)"
    ).fetchall()
    assert stories[0][0] >= 1, "two copies of one story share a story_id"


def test_every_family_has_its_table(bundled_tables: duckdb.DuckDBPyConnection) -> None:
    for table in ("visits", "agreements", "sanctions"):
        assert bundled_tables.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0] >= 10, table


def test_no_background_on_the_day_of_publication(bundled_tables: duckdb.DuckDBPyConnection) -> None:
    query = """SELECT count(*) FROM mentions AS m JOIN articles AS a USING (article_id, revision)
        WHERE m.date_method = 'background' AND m.date_to >= CAST(a.published_at AS DATE)"""
    assert bundled_tables.sql(query).fetchall() == [(0,)]


def test_nothing_is_dated_after_publication_unless_planned(bundled_tables: duckdb.DuckDBPyConnection) -> None:
    query = """SELECT m.pattern_id, m.date_words, a.title FROM mentions AS m JOIN articles AS a USING (article_id, revision)
        WHERE m.modality IN ('occurred', 'ongoing', 'denied') AND m.date_to > CAST(a.published_at AS DATE) + 1"""
    assert bundled_tables.sql(query).fetchall() == []


def test_the_release_carries_no_text(bundled_tables: duckdb.DuckDBPyConnection) -> None:
    columns = {name for (name,) in bundled_tables.sql("SELECT column_name FROM information_schema.columns").fetchall()}
    assert "text" not in columns


@pytest.mark.parametrize("table", ["events", "mentions", "articles", "visits", "agreements", "sanctions"])
def test_parquet_says_the_same(
    bundled: tuple[Settings, RunSummary], bundled_tables: duckdb.DuckDBPyConnection, table: str
) -> None:
    parquet = bundled[1].parquet / f"{table}.parquet"
    ours = bundled_tables.sql(f"SELECT count(*) FROM {table}").fetchall()
    assert duckdb.sql(f"SELECT count(*) FROM read_parquet('{parquet}')").fetchall() == ours
