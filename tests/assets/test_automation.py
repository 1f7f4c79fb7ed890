"""The drop folder's sensor takes a file once it has settled, and again when it has changed."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import dagster as dg
import pytest

from assets import automation, definitions
from assets.automation import SETTLED, sensor, settled
from assets.workshop import Workshop
from pipeline.settings import Settings

NOW = 1_800_000_000.0


def drop(folder: Path, name: str, text: str = "words", age: float = SETTLED + 1) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (NOW - age, NOW - age))
    return path


def names(found: list[Path]) -> list[str]:
    return [path.name for path in found]


def test_a_file_is_taken_at_the_second_look_and_only_once(tmp_path: Path) -> None:
    drop(tmp_path, "b.txt")
    drop(tmp_path, "deep/a.jsonl.gz")
    first, cursor = settled(tmp_path, None, NOW)
    assert first == []
    second, cursor = settled(tmp_path, cursor, NOW)
    assert names(second) == ["b.txt", "a.jsonl.gz"]
    third, cursor = settled(tmp_path, cursor, NOW)
    assert third == [] and len(json.loads(cursor)["taken"]) == 2


def test_a_file_that_still_grows_waits(tmp_path: Path) -> None:
    drop(tmp_path, "a.txt", "half")
    _, cursor = settled(tmp_path, None, NOW)
    drop(tmp_path, "a.txt", "half and more")
    found, cursor = settled(tmp_path, cursor, NOW)
    assert found == []
    found, cursor = settled(tmp_path, cursor, NOW)
    assert names(found) == ["a.txt"]


def test_a_fresh_file_waits_until_it_is_old_enough(tmp_path: Path) -> None:
    drop(tmp_path, "a.txt", age=1)
    _, cursor = settled(tmp_path, None, NOW)
    found, cursor = settled(tmp_path, cursor, NOW)
    assert found == []
    found, _ = settled(tmp_path, cursor, NOW + SETTLED)
    assert names(found) == ["a.txt"]


def test_a_changed_file_is_taken_again_and_a_deleted_one_forgotten(tmp_path: Path) -> None:
    path = drop(tmp_path, "a.txt")
    cursor = settled(tmp_path, settled(tmp_path, None, NOW)[1], NOW)[1]
    drop(tmp_path, "a.txt", "changed")
    cursor = settled(tmp_path, cursor, NOW)[1]
    found, cursor = settled(tmp_path, cursor, NOW)
    assert names(found) == ["a.txt"]
    path.unlink()
    assert json.loads(settled(tmp_path, cursor, NOW)[1]) == {"seen": {}, "taken": {}}


@pytest.mark.parametrize("name", ["a.txt.part", "a.tmp", ".a.txt", "a.pdf", "a.txt.crdownload"])
def test_what_is_no_article_is_left_alone(tmp_path: Path, name: str) -> None:
    drop(tmp_path, name)
    cursor = settled(tmp_path, None, NOW)[1]
    assert settled(tmp_path, cursor, NOW)[0] == []


def test_the_sensor_asks_for_one_run_over_the_settled_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automation.time, "time", lambda: NOW)
    workshop = Workshop(Settings(data_dir=tmp_path))

    def look(cursor: str | None) -> dg.SensorResult | dg.SkipReason:
        context = dg.build_sensor_context(cursor=cursor, resources={"workshop": workshop})
        result = sensor(workshop.settings)(context)
        assert isinstance(result, dg.SensorResult | dg.SkipReason)
        return result

    assert isinstance(look(None), dg.SkipReason)
    path = drop(tmp_path / "drop", "a.txt")
    first = look(None)
    assert isinstance(first, dg.SensorResult) and not first.run_requests
    second = look(first.cursor)
    assert isinstance(second, dg.SensorResult) and second.run_requests
    (request,) = second.run_requests
    assert request.run_config["ops"]["raw_articles"]["config"]["paths"] == [str(path)]
    assert request.partition_key == automation.today().isoformat()


def test_the_schedule_waits_for_the_run_before(tmp_path: Path) -> None:
    defs = definitions.build(Workshop(Settings(data_dir=tmp_path, cron="*/5 * * * *", automation=True)))
    regular = defs.resolve_schedule_def("regular")
    assert regular.cron_schedule == "*/5 * * * *" and regular.default_status == dg.DefaultScheduleStatus.RUNNING
    with dg.instance_for_test() as instance, dg.build_schedule_context(instance=instance) as context:
        request = regular(context)
        assert isinstance(request, dg.RunRequest) and request.partition_key == automation.today().isoformat()
        job = defs.resolve_job_def(regular.job_name)
        instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
        skipped = regular(context)
        assert isinstance(skipped, dg.SkipReason) and "still going on" in str(skipped.skip_message)


def test_the_night_job_clears_away_old_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Later:
            return super().now(tz) + timedelta(days=31)

    retention = definitions.build(Workshop(Settings(data_dir=tmp_path))).resolve_job_def("retention")
    with dg.instance_for_test() as instance:
        old = instance.create_run_for_job(retention, status=dg.DagsterRunStatus.SUCCESS)
        assert retention.execute_in_process(instance=instance).success
        assert instance.get_run_by_id(old.run_id) is not None
        monkeypatch.setattr(automation, "datetime", Later)
        assert retention.execute_in_process(instance=instance).success
        assert instance.get_run_by_id(old.run_id) is None
