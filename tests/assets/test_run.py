"""Whole runs of the job in this process, with a coder that finds one visit in every article."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

import assets.run as running
from assets import automation, daily, tables
from assets.run import RunError, RunSummary
from pipeline.coding import version as coder_version
from pipeline.coding.version import CoderIdentity
from pipeline.settings import Settings
from pipeline.warehouse.store import Store, StoreError
from tests.warehouse.test_steps import STORY, FakeCoder

ONE, TWO = CoderIdentity("1", "d", "m"), CoderIdentity("2", "d", "m")
DAY, NEXT = dt.date(2024, 5, 20), dt.date(2024, 5, 21)


class Bench:
    """A data folder, a coder and a clock of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings = Settings(data_dir=folder / "data")
        self.inputs = folder / "in"
        self.inputs.mkdir()
        self.monkeypatch = monkeypatch
        self.stages: list[str] = []
        self.on(DAY, ONE)

    def on(self, day: dt.date, identity: CoderIdentity, code: str = "042") -> None:
        self.monkeypatch.setattr(coder_version, "coder_identity", lambda settings: identity)
        for module in (running, daily, tables, automation):
            self.monkeypatch.setattr(module, "today", lambda: day)
        self.coder = FakeCoder(identity, code)

    def add(self, name: str, words: str) -> None:
        (self.inputs / name).write_text(STORY.format(words), encoding="utf-8")

    def run(self) -> RunSummary:
        return running.run(
            self.settings,
            [self.inputs],
            lambda stage, done, total: self.stages.append(stage),
            lambda settings: self.coder,
        )

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.settings.published_db), read_only=True) as con:
            return con.sql(sql).fetchall()


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    return Bench(tmp_path, monkeypatch)


def test_runs(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    """First run, second run, a day later with a new article and another coder, then a broken store: one long story."""
    bench.add("2024-05-16-a.txt", "quietly")
    bench.add("b.txt", "loudly")
    (bench.inputs / "short.txt").write_text("Too short.", encoding="utf-8")
    (bench.inputs / "broken.jsonl").write_text("not json\n", encoding="utf-8")

    first = bench.run()
    assert (first.read, first.kept, first.new, len(first.rejected)) == (4, 2, 2, 2)
    assert (first.mentions, first.release, first.published) == (2, "2024.05.0", True)
    assert first.rows[0]["sentence"] and first.rows[0]["cameo_code"] == "042"
    assert first.database == bench.settings.published_db and (first.parquet / "events.parquet").is_file()
    assert bench.query("SELECT count(*) FROM occurred_events") == [(first.events,)]
    stages = ["reading articles", "cleaning articles", "coding articles", "joining events", "publishing"]
    assert list(dict.fromkeys(bench.stages)) == stages
    assert capfd.readouterr() == ("", "")
    assert first.undated == []

    again = bench.run()
    assert (again.read, again.kept, again.new, len(again.rejected)) == (4, 2, 0, 2)
    assert (again.release, again.published, again.mentions) == ("2024.05.0", False, 2)
    assert bench.coder.texts == 2
    assert again.rows == first.rows and again.rejected == first.rejected

    bench.on(NEXT, TWO, "046")
    bench.add("c.txt", "at length")
    later = bench.run()
    assert (later.new, later.mentions, later.release) == (1, 3, "2024.05.1")
    assert bench.query("SELECT DISTINCT cameo_code, coder_version FROM mentions") == [("046", "2")]
    assert bench.query("SELECT release FROM releases ORDER BY 1") == [("2024.05.0",), ("2024.05.1",)]

    with Store.open(bench.settings.working_db) as store:
        store.con.execute("UPDATE mentions SET polarity = 'maybe'")
    bench.add("d.txt", "at last")
    with pytest.raises(
        RunError, match=r"nothing was published.*table mentions: polarity is none of affirmed, negated .3 rows."
    ):
        bench.run()
    assert bench.query("SELECT count(*) FROM releases") == [(2,)]


def test_a_date_that_is_none_is_named(bench: Bench) -> None:
    rows = [{"id": day, "text": STORY.format(day), "date": day} for day in ("2024-13-45", "2024-05-16", "2099-01-01")]
    (bench.inputs / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (first, wrong), (last, late) = bench.run().undated
    assert first.endswith("a.jsonl:1") and wrong.endswith("not used: 2024-13-45")
    assert last.endswith("a.jsonl:3") and "after the day it was fetched" in late


def test_a_store_that_cannot_be_opened_stops_the_run_with_a_clear_line(bench: Bench) -> None:
    bench.settings.working_dir.mkdir(parents=True)
    bench.settings.working_db.write_bytes(b"not a store" * 1000)
    with pytest.raises(StoreError, match=r"store\.duckdb"):
        bench.run()
    assert not bench.settings.published_db.exists()
