"""The assets that are kept by day of arrival: raw_articles, articles, mentions.

Belongs here: which step makes which asset, and what is shown of it. Does not belong here: the steps
(pipeline.warehouse.steps).
"""

import warnings
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dagster as dg
from pydantic import Field

from assets import show
from assets.workshop import Workshop
from pipeline.coding import version as coder_version
from pipeline.coding.version import CoderIdentity
from pipeline.settings import Settings
from pipeline.sources.folder import read_paths
from pipeline.warehouse import ingest, steps
from pipeline.warehouse.schema import ARTICLES, MENTIONS, RAW_ARTICLES, REJECTIONS, Table
from pipeline.warehouse.steps import Arrival
from pipeline.warehouse.store import Store, on_day

warnings.filterwarnings("ignore", message=".*backfill_policy.*", category=dg.BetaWarning)

# The days an article can have arrived on: until today (end_offset), by UTC.
DAYS = dg.DailyPartitionsDefinition(start_date="2020-01-01", timezone="UTC", end_offset=1)
POOL = "duckdb"  # the store has one writer


def today() -> date:
    """Return the day on which what is read now arrives (UTC)."""
    return datetime.now(UTC).date()


class Inputs(dg.Config):
    """What to read: files and folders, or the declared sources of these names; nothing said: all of these and the drop
    folder on today's partition, and on an earlier day what is kept of it."""

    paths: list[str] = Field(default_factory=list)
    sources: list[str] = Field(default_factory=list)


def _days(context: dg.AssetExecutionContext) -> list[date]:
    """Return the days of a run, oldest first: one, or all of a backfill."""
    return sorted(date.fromisoformat(key) for key in context.partition_keys)


def _with_stale(days: list[date], store: Store, identity: CoderIdentity) -> list[date]:
    """Return the days to work on: today's run also does what was left undone or has become stale on earlier days."""
    return sorted({*days, *steps.stale_days(store, identity)}) if today() in days else days


def _on(table: Table, days: list[date]) -> str:
    """Return the SQL condition for a table's rows of these days."""
    return f"({' OR '.join(on_day(table, day) for day in days)})"


def assets(settings: Settings) -> list[dg.AssetsDefinition]:
    """Return the daily assets as the coder, dictionaries and parser of `settings` make them."""
    identity = coder_version.coder_identity(settings)
    common: dict[str, Any] = {
        "partitions_def": DAYS,
        "pool": POOL,
        "group_name": "daily",
        "backfill_policy": dg.BackfillPolicy.single_run(),
    }

    @dg.asset(**common, kinds={"duckdb"}, description="Articles as they arrived, each once.")
    def raw_articles(
        context: dg.AssetExecutionContext, config: Inputs, workshop: dg.ResourceParam[Workshop]
    ) -> dg.MaterializeResult:
        days = _days(context)
        settings, tell = workshop.settings, workshop.progress("reading articles")
        paths = [Path(path) for path in config.paths]
        arrivals: list[Arrival] = []
        workshop.fetched = []
        if not paths and today() in days:
            found, drop = workshop.declared(), ingest.drop_source(settings)
            if drop and not config.sources:
                found = replace(found, sources=(*found.sources, drop))
            workshop.fetched = ingest.fetch_sources(settings, found, today(), tell, only=config.sources)
            arrivals += [one.arrival for one in workshop.fetched]
        with workshop.store() as store:
            if paths:
                arrivals.append(steps.arrive(store, read_paths(paths, datetime.now(UTC)), days[-1], tell))
            for day in days if not paths and not config.sources else ():
                if day != today():
                    arrivals.append(ingest.reread_day(store, settings.raw, day, tell))
            columns = "position, source, locator, title, published, media_type"
            sql = f"SELECT {columns} FROM raw_articles WHERE {_on(RAW_ARTICLES, days)} ORDER BY arrived_on, 1"
            frame = store.select(sql)
            rejected = store.read(REJECTIONS, f"{_on(REJECTIONS, days)} AND stage IN ('fetch', 'read')")
        arrival = Arrival.joined(arrivals)
        workshop.arrival = arrival
        return dg.MaterializeResult(
            metadata={
                "dagster/partition_row_count": frame.height,
                "new": arrival.new,
                "known already": len(arrival.raw_ids) - arrival.new,
                "read from": [str(path) for path in paths] or [one.source.name for one in workshop.fetched],
                "failed": [f"{one.source.name}: {one.error}" for one in workshop.fetched if one.error],
                **show.rejections(rejected),
                "preview": show.table(frame),
            }
        )

    @dg.asset(
        **common,
        deps=[raw_articles],
        code_version=steps.cleaner_version(),
        kinds={"duckdb"},
        description="Clean English articles with their dates, datelines and revisions.",
    )
    def articles(context: dg.AssetExecutionContext, workshop: dg.ResourceParam[Workshop]) -> dg.MaterializeResult:
        with workshop.store() as store:
            days = _with_stale(_days(context), store, coder_version.coder_identity(workshop.settings))
            for day in days:
                steps.clean_day(store, day, workshop.progress("cleaning articles"))
            columns = (
                "published_on, published_method, source, title, revision, dateline_place, length(text) AS characters"
            )
            frame = store.select(f"SELECT {columns} FROM articles WHERE {_on(ARTICLES, days)} ORDER BY 1, 3, 4")
            rejected = store.read(REJECTIONS, f"{_on(REJECTIONS, days)} AND stage NOT IN ('fetch', 'read', 'code')")
        return dg.MaterializeResult(
            metadata={
                "dagster/partition_row_count": frame.height,
                "revised": int((frame["revision"] > 1).sum()),
                **show.rejections(rejected),
                "preview": show.table(frame),
            }
        )

    @dg.asset(
        **common,
        deps=[articles],
        code_version=str(identity),
        kinds={"duckdb", "spacy"},
        description="Events as single sentences tell them; a new coder, dictionary or parser codes all anew.",
    )
    def mentions(context: dg.AssetExecutionContext, workshop: dg.ResourceParam[Workshop]) -> dg.MaterializeResult:
        now = coder_version.coder_identity(workshop.settings)
        with workshop.store() as store:
            days = _with_stale(_days(context), store, now)
            tell = workshop.progress("coding articles")
            coded = sum(steps.code_day(store, day, now, workshop.coder, tell) for day in days)
            columns = "date_from, source_code, cameo_code, target_code, modality, trigger_text, place_name, confidence"
            frame = store.select(f"SELECT {columns} FROM mentions WHERE {_on(MENTIONS, days)} ORDER BY mention_id")
            rejected = store.read(REJECTIONS, f"{_on(REJECTIONS, days)} AND stage = 'code'")
        codes = frame["cameo_code"].value_counts(sort=True).rename({"count": "mentions"})
        return dg.MaterializeResult(
            metadata={
                "dagster/partition_row_count": frame.height,
                "articles coded": coded,
                "coder version": now.coder_version,
                "dictionary hash": now.dictionary_hash,
                "model version": now.model_version,
                **show.rejections(rejected),
                "codes": show.table(codes, rows=30),
                "preview": show.table(frame),
            }
        )

    return [raw_articles, articles, mentions]
