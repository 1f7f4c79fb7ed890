"""When the assets are made: the job, its daily schedule and the sensor on the drop folder. Both are off by default.

Belongs here: triggers. Does not belong here: what is made.
"""

import hashlib
import json
import time
from pathlib import Path

import dagster as dg

from assets.daily import DAYS, today
from assets.workshop import Workshop
from pipeline.sources.folder import SUFFIXES

SETTLED = 10.0  # seconds since the last change from which on a file counts as written to its end
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download")

# One job for the command line, the schedule and the sensor: everything, for one day of arrival.
JOB = dg.define_asset_job(
    "articles_to_release",
    selection=dg.AssetSelection.all(),
    partitions_def=DAYS,
    executor_def=dg.in_process_executor,
    description="Read what has arrived, clean and code it, join events, publish a release where something has changed.",
)


@dg.schedule(
    job=JOB,
    cron_schedule="0 5 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Every day at 05:00 UTC: read the drop folder and go on to a release.",
)
def daily() -> dg.RunRequest:
    """Ask for a run over today's arrivals."""
    return dg.RunRequest(partition_key=today().isoformat())


@dg.sensor(
    job=JOB,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Runs the job for files that are new or have changed in the drop folder, once they are written whole.",
)
def drop_folder(
    context: dg.SensorEvaluationContext, workshop: dg.ResourceParam[Workshop]
) -> dg.SensorResult | dg.SkipReason:
    """Ask for a run over the files that have settled since the last look."""
    folder = workshop.settings.drop
    if not folder.is_dir():
        return dg.SkipReason(f"there is no folder {folder}")
    files, cursor = settled(folder, context.cursor, time.time())
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
