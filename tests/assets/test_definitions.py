"""A snapshot of everything Dagster is told, and what of it follows the coder."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
import yaml

from assets import checks, definitions
from assets.workshop import Workshop
from pipeline.coding import version as coder_version
from pipeline.coding.version import CoderIdentity
from pipeline.settings import Settings
from pipeline.warehouse.schema import WORKING

ROOT = Path(__file__).parents[2]


def graph(defs: dg.Definitions) -> dg.AssetGraph:
    return defs.resolve_asset_graph()


def test_assets_and_their_order() -> None:
    nodes = {node.key.to_user_string(): node for node in graph(definitions.defs).asset_nodes}
    parents = {name: sorted(key.to_user_string() for key in node.parent_keys) for name, node in nodes.items()}
    assert parents == {
        "raw_articles": [],
        "articles": ["raw_articles"],
        "mentions": ["articles"],
        "events": ["mentions"],
        "release": ["events"],
    }
    daily = {name for name, node in nodes.items() if isinstance(node.partitions_def, dg.DailyPartitionsDefinition)}
    assert daily == {"raw_articles", "articles", "mentions"}
    assert all(node.pools == {"duckdb"} and node.description for node in nodes.values())


def test_today_is_a_partition() -> None:
    from assets.daily import DAYS, today

    assert today().isoformat() in DAYS.get_partition_keys()


def test_every_table_of_the_store_has_one_blocking_check() -> None:
    keys = graph(definitions.defs).asset_check_keys
    schemas = {f"{table.name}_schema" for table in WORKING} | {"release_schema"}
    assert {key.name for key in keys} == schemas | {"source_health", "source_volume"}
    specs = [spec for check in checks.CHECKS for spec in check.check_specs]
    assert {spec.name for spec in specs if spec.blocking} == schemas and len(specs) == len(keys)


def test_every_asset_has_the_freshness_policy() -> None:
    specs = [node.freshness_policy for node in graph(definitions.defs).asset_nodes]
    assert specs == [definitions.FRESH] * len(specs)


def test_job_schedule_and_sensor_are_there_and_off() -> None:
    defs = definitions.defs
    job = defs.resolve_job_def("articles_to_release")
    assert job.executor_def.name == "in_process"
    assert {key.to_user_string() for key in job.asset_layer.executable_asset_keys} == {
        *("raw_articles", "articles", "mentions", "events", "release")
    }
    schedule, sensor = defs.resolve_schedule_def("regular"), defs.resolve_sensor_def("drop_folder")
    assert schedule.cron_schedule == "*/15 * * * *"
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED
    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED
    assert schedule.job_name == sensor.job_name == job.name


def test_mentions_are_stale_when_coder_dictionary_or_model_change(monkeypatch: pytest.MonkeyPatch) -> None:
    def version() -> str | None:
        return graph(definitions.build(Workshop(Settings()))).get(dg.AssetKey("mentions")).code_version

    assert version() == str(coder_version.coder_identity(Settings()))
    monkeypatch.setattr(coder_version, "coder_identity", lambda settings: CoderIdentity("9", "abc", "m"))
    assert version() == "9+abc+m"


def test_the_instance_of_make_dev_keeps_its_records_and_reports_nothing() -> None:
    config = yaml.safe_load((ROOT / "dagster.yaml").read_text(encoding="utf-8"))
    assert config["storage"]["sqlite"]["base_dir"].startswith(".dagster")
    assert config["telemetry"]["enabled"] is False
