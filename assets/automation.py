"""When the assets are made: the job, its schedule, the sensor on the drop folder, and the clearing away at night. All
are off until DRAGOMAN_AUTOMATION or the Dagster page switches them on.

Belongs here: triggers. Does not belong here: what is made.
"""

import hashlib
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
from dagster import DagsterRunStatus as Status

from assets.daily import DAYS, POOL, today
from assets.workshop import Workshop
from pipeline.settings import Settings
from pipeline.sources.folder import SUFFIXES
from pipeline.warehouse import ingest

SETTLED = 10.0  # seconds since the last change from which on a file counts as written to its end
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download")
UNFINISHED_RUNS = [Status.QUEUED, Status.NOT_STARTED, Status.STARTING, Status.STARTED, Status.CANCELING]
FINISHED = [Status.SUCCESS, Status.FAILURE, Status.CANCELED]
RUNS_AT_ONCE = 5000  # records deleted in one night at most

# One job for the command line, the schedule and the sensor: everything, for one day of arrival.
JOB = dg.define_asset_job(
    "articles_to_release",
    selection=dg.AssetSelection.all(),
    partitions_def=DAYS,
    executor_def=dg.in_process_executor,
    tags={"dagster/max_retries": "2", "dagster/retry_strategy": "ALL_STEPS"},  # by the daemon, see dagster.yaml
    description="Read what has arrived, clean and code it, join events, publish a release where something has changed.",
)


def schedule(settings: Settings) -> dg.ScheduleDefinition:
    """Return the schedule of the job, every 15 minutes where the settings say nothing else."""

    @dg.schedule(
        name="regular",
        job=JOB,
        cron_schedule=settings.cron,
        execution_timezone="UTC",
        default_status=_status(dg.DefaultScheduleStatus, settings),
        description="Fetch the declared sources, read the drop folder and go on to a release.",
    )
    def regular(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        if _running(context.instance):
            return dg.SkipReason("the last run is still going on")
        return dg.RunRequest(partition_key=today().isoformat())

    return regular


def _running(instance: dg.DagsterInstance) -> bool:
    """Return whether a run of the job waits or goes on: the next one would only wait for it."""
    unfinished = dg.RunsFilter(job_name=JOB.name, statuses=UNFINISHED_RUNS)
    return instance.get_runs_count(unfinished) > 0


def _status(kind: Any, settings: Settings) -> Any:
    return kind.RUNNING if settings.automation else kind.STOPPED


# -- clearing away -----------------------------------------------------------------------------------------------------


@dg.op(pool=POOL, description="Clear away what is old: in the store, of the raw answers, of Dagster's own records.")
def clear_away(context: dg.OpExecutionContext, workshop: dg.ResourceParam[Workshop]) -> None:
    """Run pipeline.warehouse.ingest.tidy and delete records of runs that ended long ago."""
    settings = workshop.settings
    if settings.working_db.is_file():
        with workshop.store() as store:
            done = ingest.tidy(store, settings.raw, today(), keep_days=settings.keep_raw_days)
        context.log.info(str(done))
    before = datetime.now(UTC) - timedelta(days=settings.keep_run_days)
    ended = dg.RunsFilter(statuses=FINISHED, created_before=before)
    old = context.instance.get_runs(ended, limit=RUNS_AT_ONCE)
    for run in old:
        context.instance.delete_run(run.run_id)
    context.log.info(f"{len(old)} records of runs deleted")


@dg.job(executor_def=dg.in_process_executor, description="Clear away what is old.")
def retention() -> None:
    """Clear away what is old."""
    clear_away()


def nightly(settings: Settings) -> dg.ScheduleDefinition:
    """Return the schedule of the clearing away."""
    return dg.ScheduleDefinition(
        name="nightly",
        job=retention,
        cron_schedule="40 3 * * *",
        execution_timezone="UTC",
        default_status=_status(dg.DefaultScheduleStatus, settings),
    )


# -- the drop folder ---------------------------------------------------------------------------------------------------


def sensor(settings: Settings) -> dg.SensorDefinition:
    """Return the sensor on the drop folder."""

    @dg.sensor(
        job=JOB,
        minimum_interval_seconds=30,
        default_status=_status(dg.DefaultSensorStatus, settings),
        description="Runs the job for files that are new or have changed in the drop folder, once they are written.",
    )
    def drop_folder(
        context: dg.SensorEvaluationContext, workshop: dg.ResourceParam[Workshop]
    ) -> dg.SensorResult | dg.SkipReason:
        return look(workshop.settings.drop, context.cursor)

    return drop_folder


def look(folder: Path, cursor: str | None) -> dg.SensorResult | dg.SkipReason:
    """Return the request for one run over the files that have settled since the last look."""
    if not folder.is_dir():
        return dg.SkipReason(f"there is no folder {folder}")
    files, cursor = settled(folder, cursor, time.time())
    if not files:
        return dg.SensorResult(skip_reason=f"nothing new in {folder}", cursor=cursor)
    taken = json.loads(cursor)["taken"]
    key = hashlib.sha256("\n".join(f"{file} {taken[str(file)]}" for file in files).encode()).hexdigest()[:16]
    config = {"ops": {"raw_articles": {"config": {"paths": [str(file) for file in files]}}}}
    request = dg.RunRequest(run_key=key, run_config=config, partition_key=today().isoformat())
    return dg.SensorResult(run_requests=[request], cursor=cursor)


def settled(folder: Path, cursor: str | None, now: float) -> tuple[list[Path], str]:
    """Return the files below `folder` to read now, sorted, and the new cursor.

    A file is read when size and time of change are as at the last look, the change is SETTLED seconds old, its name is
    that of an article and not of a download under way, and it was not read in this state before.
    """
    before = json.loads(cursor) if cursor else {}
    seen_before, taken_before = before.get("seen", {}), before.get("taken", {})
    seen: dict[str, str] = {}
    taken: dict[str, str] = {}
    files: list[Path] = []
    for path in sorted(folder.rglob("*")):
        name = path.name.lower()
        if name.startswith(".") or name.endswith(UNFINISHED) or not name.removesuffix(".gz").endswith(SUFFIXES):
            continue
        try:
            if not path.is_file():
                continue
            state = path.stat()
        except OSError:  # gone since it was listed
            continue
        mark = f"{state.st_mtime_ns}:{state.st_size}"
        if taken_before.get(str(path)) == mark:
            taken[str(path)] = mark
        elif seen_before.get(str(path)) == mark and now - state.st_mtime >= SETTLED:
            taken[str(path)] = mark
            files.append(path)
        else:
            seen[str(path)] = mark
    return files, json.dumps({"seen": seen, "taken": taken})
