"""One run of the job in this process, for `dragoman run` and `fetch`: assets, checks and order as on the Dagster page.

Belongs here: starting the job and summing up what it did. Does not belong here: what a run prints (pipeline.cli).
"""

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg

from assets.automation import JOB
from assets.checks import WRITTEN
from assets.daily import today
from assets.definitions import build
from assets.workshop import Workshop
from pipeline.articles.clean import LATE_DATE, NO_DATE
from pipeline.coding import version as coder_version
from pipeline.settings import Settings
from pipeline.sources.raw import Rejection
from pipeline.warehouse import steps
from pipeline.warehouse.ingest import Fetched
from pipeline.warehouse.schema import EVENTS, quoted
from pipeline.warehouse.store import Store

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class RunError(RuntimeError):
    """The run stopped; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did. `rows` are the events its inputs tell of, each with its best `sentence`, in order of date."""

    read: int  # inputs: articles and what could not be read
    kept: int  # of these in the store, from this run or an earlier one
    new: int  # article revisions that were not there before
    rejected: Sequence[Rejection]
    mentions: int  # in the release
    events: int
    rows: Sequence[Mapping[str, Any]]
    release: str
    published: bool  # whether the release is new
    database: Path
    parquet: Path
    seconds: float
    fetched: Sequence[Fetched] = ()  # what each declared source brought
    undated: Sequence[tuple[str, str]] = ()  # where a date is not understood or yet to come: locator and note


def run(
    settings: Settings,
    paths: Sequence[Path],
    progress: Callable[[str, int, int | None], None] | None = None,
    load_coder: Callable[[Settings], Any] | None = None,
    *,
    sources: Sequence[str] = (),
) -> RunSummary:
    """Run the job over `paths`, or where there are none over the declared sources (of the names `sources`, where any
    are given), as today's arrivals, and return what it did.

    Earlier days that other code has cleaned or another coder has coded, or that a stopped run left undone, are done on
    the way. Raises RunError, StoreError or what the coder
    raises when it cannot be loaded.
    """
    began = time.monotonic()
    workshop = Workshop(settings)
    if progress:
        workshop.show = progress
    if load_coder:
        workshop.load_coder = load_coder
    day = today()
    with workshop.store() as store:
        before = int(store.con.sql("SELECT count(*) FROM articles").fetchall()[0][0])
        stale = [found for found in steps.stale_days(store, coder_version.coder_identity(settings)) if found != day]
    job = build(workshop).resolve_job_def(JOB.name)
    with _instance(settings) as instance:
        for other in stale:
            _execute(workshop, job, instance, other, {}, ["articles", "mentions"])
        inputs = {"paths": [str(path.absolute()) for path in paths], "sources": list(sources)}
        _execute(workshop, job, instance, day, {"ops": {"raw_articles": {"config": inputs}}}, None)
    return _summary(workshop, before, began)


def _instance(settings: Settings) -> dg.DagsterInstance:
    """Return the Dagster instance that keeps its records under the data folder; DAGSTER_HOME plays no part."""
    home = settings.data_dir / ".dagster"
    home.mkdir(parents=True, exist_ok=True)
    config = {
        "storage": {"sqlite": {"base_dir": str(home / "storage")}},
        "local_artifact_storage": {
            "module": "dagster._core.storage.root",
            "class": "LocalArtifactStorage",
            "config": {"base_dir": str(home)},
        },
        "compute_logs": {
            "module": "dagster._core.storage.noop_compute_log_manager",
            "class": "NoOpComputeLogManager",
        },
        "telemetry": {"enabled": False},
    }
    (home / "dagster.yaml").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")  # JSON is YAML
    return dg.DagsterInstance.from_config(str(home))


def _execute(
    workshop: Workshop,
    job: dg.JobDefinition,
    instance: dg.DagsterInstance,
    day: date,
    config: Mapping[str, Any],
    only: Sequence[str] | None,
) -> None:
    selection = [dg.AssetKey(name) for name in only] if only else None
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    try:
        job.execute_in_process(
            run_config={**QUIET, **config},
            instance=instance,
            partition_key=day.isoformat(),
            asset_selection=selection,
        )
    except dg.DagsterExecutionStepExecutionError as error:
        raise error.user_exception from None
    except dg.DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
    except dg.DagsterError as error:
        raise RunError(_in_words(workshop, str(error))) from None


def _in_words(workshop: Workshop, message: str) -> str:
    """Return why the job stopped on one line; for a failed schema check, which rows break which table's declaration."""
    told = []
    with workshop.store(read_only=True) as store:
        for table in WRITTEN:
            if f"{table.name}_schema" in message:
                problems = table.problems(store.read(table))
                told += [f"table {table.name}: {what} ({count} rows)" for what, count in problems.items()]
    if not told:
        return " ".join(message.split())
    return f"nothing was published, {workshop.settings.working_db} holds rows that must not be: {'; '.join(told)}"


def _summary(workshop: Workshop, before: int, began: float) -> RunSummary:
    arrival, release = workshop.arrival, workshop.release
    if arrival is None or release is None:
        raise RunError("the job ended without a release")
    with workshop.store(read_only=True) as store:
        rejected = [*arrival.rejected, *_rejected(store, arrival.raw_ids)]
        after = int(store.con.sql("SELECT count(*) FROM articles").fetchall()[0][0])
        rows = _rows(store, arrival.raw_ids)
        undated = _undated(store, arrival.raw_ids)
    read = len(arrival.raw_ids) + len(arrival.rejected)
    return RunSummary(
        read=read,
        kept=read - len({rejection.locator for rejection in rejected if rejection.stage != "code"}),
        new=after - before,
        rejected=rejected,
        mentions=release.rows["mentions"],
        events=release.rows["events"],
        rows=rows,
        release=release.version,
        published=release.added,
        database=release.database,
        parquet=release.folder,
        seconds=time.monotonic() - began,
        fetched=workshop.fetched,
        undated=undated,
    )


def _rejected(store: Store, raw_ids: Sequence[str]) -> list[Rejection]:
    wanted = {raw_id: number for number, raw_id in enumerate(raw_ids)}
    found = store.con.sql("SELECT raw_id, locator, stage, reason FROM rejections WHERE raw_id IS NOT NULL").fetchall()
    ours = sorted(
        (wanted[raw_id], locator, stage, reason) for raw_id, locator, stage, reason in found if raw_id in wanted
    )
    return [Rejection(locator, stage, reason) for _, locator, stage, reason in ours]


def _undated(store: Store, raw_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Return where the dates of these articles are not understood or yet to come, in their order, with the note."""
    wanted = {raw_id: number for number, raw_id in enumerate(raw_ids)}
    found = store.con.sql(
        "SELECT raw_id, locator, unnest(string_split(notes, '; ')) AS note FROM articles "
        f"WHERE contains(notes, '{NO_DATE}') OR contains(notes, '{LATE_DATE}')"
    ).fetchall()
    noted = [row for row in found if row[0] in wanted and row[2].startswith((NO_DATE, LATE_DATE))]
    ours = sorted((wanted[raw_id], locator, note) for raw_id, locator, note in noted)
    return [(locator, note) for _, locator, note in ours]


def _rows(store: Store, raw_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the events that the articles of these raw ids tell of, each with the sentence of its surest mention."""
    columns = ", ".join(f"e.{quoted(name)}" for name in EVENTS.names)
    listed = ", ".join(f"'{raw_id}'" for raw_id in raw_ids) or "NULL"
    frame = store.select(
        f"SELECT {columns}, substring(a.text, m.sentence_start + 1, m.sentence_end - m.sentence_start) AS sentence "
        "FROM events AS e JOIN mentions AS m ON m.event_id = e.event_id "
        "JOIN articles AS a ON a.article_id = m.article_id AND a.revision = m.revision "
        f"WHERE a.raw_id IN ({listed}) "
        "QUALIFY row_number() OVER (PARTITION BY e.event_id ORDER BY m.confidence DESC, m.mention_id) = 1 "
        "ORDER BY coalesce(e.date_from, e.date_to), e.source_code, e.target_code, e.cameo_code, e.event_id"
    )
    return list(frame.iter_rows(named=True))
