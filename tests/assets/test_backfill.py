"""A backfill over several days is one run, and reads what was kept of them again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import dagster as dg
import pytest

from assets import automation, definitions
from assets.run import QUIET
from assets.workshop import Workshop
from pipeline.settings import Settings
from pipeline.sources.fetch import Payload
from pipeline.sources.raw import short_hash
from pipeline.warehouse.ingest import keep_payloads
from pipeline.warehouse.schema import ARTICLES
from pipeline.warehouse.store import Store
from tests.end_to_end import replay
from tests.warehouse.test_steps import ONE, FakeCoder


def test_a_range_of_days_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.coding.version.coder_identity", lambda settings: ONE)
    settings = Settings(data_dir=tmp_path)
    polls = replay.made_up(6)
    for poll in polls:
        told = (short_hash(poll.data), replay.NAME, "feed", "https://harbour.example/feed", "https://harbour.example/feed")
        keep_payloads(settings.raw, [Payload(*told, poll.at, (), poll.data)], poll.at.date())
    workshop = Workshop(settings, load_coder=lambda _: FakeCoder(ONE))
    job = definitions.build(workshop).resolve_job_def(automation.JOB.name)
    days = sorted({poll.at.date() for poll in polls})
    tags = {
        "dagster/asset_partition_range_start": days[0].isoformat(),
        "dagster/asset_partition_range_end": days[-1].isoformat(),
    }
    with dg.instance_for_test() as instance:
        assert job.execute_in_process(instance=instance, tags=tags, run_config=QUIET).success
        made = instance.get_materialized_partitions(dg.AssetKey("articles"))
    assert made == {day.isoformat() for day in days} and len(days) == 3
    with Store.open(settings.working_db) as store:
        arrived = store.read(ARTICLES)["arrived_on"].to_list()
    assert set(arrived) == set(days) and min(arrived) == dt.date(2024, 3, 4)
    assert replay.articles(settings) == replay.releases(polls)
