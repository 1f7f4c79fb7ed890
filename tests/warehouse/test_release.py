"""Releases: same bytes for the same rows, nothing added twice, a kill at any step leaves a whole release."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.identifiers import identifier
from pipeline.ontology import Ontology
from pipeline.warehouse import release as releasing
from pipeline.warehouse.release import Release, dimensions, publish, published
from pipeline.warehouse.schema import AGREEMENTS, EVENTS, PUBLISHED, SANCTIONS, VISITS, SchemaError
from tests.warehouse.rows import article, articles, mention, mentions

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return Ontology.load(Path(__file__).parents[2] / "seeds" / "ontology")


@pytest.fixture
def tables(ontology: Ontology) -> dict[str, pl.DataFrame]:
    told = mentions(mention("a", "RUSGOV", "042", "CHN"), mention("b", "CHN", "043", "RUSGOV"))
    event = {
        **mention("a", "RUSGOV", "042", "CHN"),
        "event_id": identifier("event"),
        "group_id": identifier("group"),
        "group_size": 1,
        **dict.fromkeys(("n_mentions", "n_articles", "n_stories", "n_sources"), 1),
    }
    return {
        "articles": articles(article("b", text="secret words"), article("a", text="more secret words")),
        "mentions": told,
        "events": EVENTS.frame([{name: event[name] for name in EVENTS.names if name in event}]),
        "visits": VISITS.empty(),
        "agreements": AGREEMENTS.empty(),
        "sanctions": SANCTIONS.empty(),
        **dimensions(ontology, told),
    }


def go(tables: dict[str, pl.DataFrame], data: Path, today: dt.date = TODAY) -> Release:
    return publish(tables, folder=data / "releases", database=data / "dragoman.duckdb", today=today)


def query(data: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(data / "dragoman.duckdb"), read_only=True) as con:
        return con.sql(sql).fetchall()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_release_is_whole(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    made = go(tables, tmp_path)
    assert made.added and made.version == "2026.11.0" and made.folder == tmp_path / "releases" / "2026.11.0"
    files = contents(made.folder)
    assert set(files) == {f"{t.name}.parquet" for t in PUBLISHED} | {"CODEBOOK.md", "datapackage.json", "SHA256SUMS"}
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(files[name]).hexdigest() == digest
    package = json.loads(files["datapackage.json"])
    assert {r["name"]: r["rows"] for r in package["resources"]} == made.rows
    assert package["version"] == "2026.11.0"
    for table in PUBLISHED:
        assert dict(pl.read_parquet(made.folder / f"{table.name}.parquet").schema) == table.schema()
    assert query(tmp_path, "SELECT cameo_code, source_code FROM occurred_events") == [("042", "RUSGOV")]
    assert query(tmp_path, "SELECT release, n_mentions FROM releases") == [("2026.11.0", 2)]
    assert query(tmp_path, "SELECT cameo_name FROM cameo_codes WHERE cameo_code = '042'") == [("Make a visit",)]
    assert query(tmp_path, "SELECT actor_code, n_mentions FROM actors ORDER BY 1") == [("CHN", 2), ("RUSGOV", 2)]
    missing = "SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND table_name <> 'occurred_events' AND NOT internal"
    assert query(tmp_path, missing) == [(0,)]
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == [".lock", "2026.11.0"]


def test_no_article_text_in_a_release(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    made = go(tables, tmp_path)
    assert not any(b"secret words" in data for data in contents(made.folder).values())
    assert b"secret words" not in (tmp_path / "dragoman.duckdb").read_bytes()
    assert query(tmp_path, "SELECT DISTINCT column_name FROM duckdb_columns() WHERE column_name = 'text'") == []


def test_same_rows_same_bytes(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    shuffled = {name: frame.reverse() for name, frame in tables.items()}
    assert contents(go(tables, tmp_path).folder) == contents(go(shuffled, tmp_path / "other").folder)


def test_nothing_changed_adds_nothing(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    first = go(tables, tmp_path)
    before = (tmp_path / "dragoman.duckdb").stat()
    again = go(tables, tmp_path, TODAY + dt.timedelta(days=40))
    assert not again.added and again.version == first.version
    assert (tmp_path / "dragoman.duckdb").stat().st_mtime_ns == before.st_mtime_ns


def test_numbers_and_history(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    versions = []
    for turn, day in enumerate((TODAY, TODAY, dt.date(2026, 12, 1), TODAY)):  # the clock goes back at the end
        changed = tables["mentions"].with_columns(confidence=pl.lit(0.1 * (turn + 1)))
        versions.append(go({**tables, "mentions": changed}, tmp_path, day).version)
    assert versions == ["2026.11.0", "2026.11.1", "2026.12.0", "2026.12.1"]
    assert published(tmp_path / "releases")["release"].to_list() == versions
    assert query(tmp_path, "SELECT max(release) FROM releases") == [("2026.12.1",)]


def test_every_release_can_be_looked_back_into(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    def at(version: str) -> list[tuple[object, ...]]:
        return query(tmp_path, f"SELECT event_id, confidence FROM events_at('{version}') ORDER BY 1")

    one = tables["events"].with_columns(event_id=pl.lit("1" * 16))
    two = tables["events"].with_columns(event_id=pl.lit("2" * 16), source_name=pl.lit(None, dtype=pl.String))
    surer = two.with_columns(confidence=pl.lit(0.9))
    states = [one, pl.concat([one, two]), pl.concat([one, surer]), surer, pl.concat([one, surer])]
    for state in states:
        go({**tables, "events": state}, tmp_path)
    wanted = [sorted(state.select("event_id", "confidence").rows()) for state in states]
    versions = [f"2026.11.{number}" for number in range(5)]
    assert [at(version) for version in versions] == wanted
    history = query(tmp_path, "SELECT event_id, confidence, added_in, removed_in FROM history.events ORDER BY 1, 3")
    assert history == [
        ("1" * 16, 0.5, 1, 4),
        ("1" * 16, 0.5, 5, None),
        ("2" * 16, 0.5, 2, 3),
        ("2" * 16, 0.9, 3, None),
    ]
    diff = "SELECT change, event_id, confidence FROM events_diff('2026.11.1', '2026.11.3') ORDER BY 1, 2"
    assert query(tmp_path, diff) == [
        ("added", "2" * 16, 0.9),
        ("removed", "1" * 16, 0.5),
        ("removed", "2" * 16, 0.5),
    ]
    (tmp_path / "dragoman.duckdb").unlink()  # history is made anew from the folders
    go({**tables, "events": states[-1]}, tmp_path)
    assert [at(version) for version in versions] == wanted


def test_bad_rows_publish_nothing(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    go(tables, tmp_path)
    bad = tables["events"].with_columns(cameo_code=pl.lit("42x"))
    with pytest.raises(SchemaError, match="table events: cameo_code does not match"):
        go({**tables, "events": bad}, tmp_path)
    assert published(tmp_path / "releases").height == 1


@pytest.mark.parametrize("step", ["_build_folder", "_resource", "_build_database", "_sha256"])
def test_a_kill_leaves_the_last_release_and_the_next_run_completes(
    tables: dict[str, pl.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    go(tables, tmp_path)
    changed = {**tables, "events": tables["events"].with_columns(confidence=pl.lit(0.9))}
    original = getattr(releasing, step)

    def killed(*args: object) -> object:
        original(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(releasing, step, killed)
        with pytest.raises(KeyboardInterrupt):
            go(changed, tmp_path)
    assert query(tmp_path, "SELECT confidence FROM events") == [(0.5,)]
    done = go(changed, tmp_path)
    assert done.version == "2026.11.1"
    assert query(tmp_path, "SELECT confidence FROM events") == [(0.9,)]
    assert query(tmp_path, "SELECT count(*) FROM releases") == [(2,)]


def test_a_broken_database_is_made_anew(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    go(tables, tmp_path)
    (tmp_path / "dragoman.duckdb").write_bytes(b"broken")
    assert not go(tables, tmp_path).added
    assert query(tmp_path, "SELECT count(*) FROM events") == [(1,)]


def test_readers_go_on_while_a_release_is_published(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    go(tables, tmp_path)
    stop, seen, errors = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            try:
                with duckdb.connect(str(tmp_path / "dragoman.duckdb"), read_only=True) as con:
                    seen.add(tuple(con.sql("SELECT count(*), (SELECT count(*) FROM mentions) FROM events").fetchall()))
            except duckdb.Error as error:
                errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(3):
        changed = tables["events"].with_columns(confidence=pl.lit(0.1 * (turn + 1)))
        go({**tables, "events": changed}, tmp_path)
    stop.set()
    reader.join()
    assert not errors and seen == {((1, 2),)}
