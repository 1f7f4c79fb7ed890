"""The assets that are kept by day of arrival: raw_articles, articles, mentions.

Belongs here: which step makes which asset, and what is shown of it. Does not belong here: the steps
(pipeline.warehouse.steps).
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dagster as dg
from pydantic import Field

from assets import show
from assets.workshop import Workshop
from pipeline.coding import version as coder_version
from pipeline.settings import Settings
from pipeline.sources.folder import read_paths
from pipeline.warehouse import steps
from pipeline.warehouse.schema import ARTICLES, MENTIONS, RAW_ARTICLES, REJECTIONS
from pipeline.warehouse.store import on_day

# The days an article can have arrived on: until today (end_offset), by UTC.
DAYS = dg.DailyPartitionsDefinition(start_date="2020-01-01", timezone="UTC", end_offset=1)
POOL = "duckdb"  # the store has one writer


def today() -> date:
    """Return the day on which what is read now arrives (UTC)."""
    return datetime.now(UTC).date()


class Inputs(dg.Config):
    """What to read: files and folders. None: the drop folder, on its own day."""

    paths: list[str] = Field(default_factory=list)


def assets(settings: Settings) -> list[dg.AssetsDefinition]:
    """Return the daily assets as the coder, dictionaries and parser of `settings` make them."""
    identity = coder_version.coder_identity(settings)
    common: dict[str, Any] = {"partitions_def": DAYS, "pool": POOL, "group_name": "daily"}

    @dg.asset(**common, kinds={"duckdb"}, description="Articles as they arrived, each once.")
    def raw_articles(
        context: dg.AssetExecutionContext, config: Inputs, workshop: dg.ResourceParam[Workshop]
    ) -> dg.MaterializeResult:
        day = date.fromisoformat(context.partition_key)
        paths = [Path(path) for path in config.paths]
        drop = workshop.settings.drop
        if not paths and day == today() and drop.is_dir():
            paths = [drop]
        with workshop.store() as store:
            items = read_paths(paths, datetime.now(UTC))
            arrival = steps.arrive(store, items, day, workshop.progress("reading articles"))
            columns = "position, source, locator, title, published, media_type"
            frame = store.select(f"SELECT {columns} FROM raw_articles WHERE {on_day(RAW_ARTICLES, day)} ORDER BY 1")
            rejected = store.read(REJECTIONS, f"{on_day(REJECTIONS, day)} AND stage = 'read'")
        workshop.arrival = arrival
        return dg.MaterializeResult(
            metadata={
                "dagster/partition_row_count": frame.height,
                "new": arrival.new,
                "known already": len(arrival.raw_ids) - arrival.new,
                "read from": [str(path) for path in paths],
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
        day = date.fromisoformat(context.partition_key)
        with workshop.store() as store:
            steps.clean_day(store, day, workshop.progress("cleaning articles"))
            columns = (
                "published_on, published_method, source, title, revision, dateline_place, length(text) AS characters"
            )
            frame = store.select(f"SELECT {columns} FROM articles WHERE {on_day(ARTICLES, day)} ORDER BY 1, 3, 4")
            rejected = store.read(REJECTIONS, f"{on_day(REJECTIONS, day)} AND stage NOT IN ('read', 'code')")
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
        day = date.fromisoformat(context.partition_key)
        now = coder_version.coder_identity(workshop.settings)
        with workshop.store() as store:
            coded = steps.code_day(store, day, now, workshop.coder, workshop.progress("coding articles"))
            columns = "date_from, source_code, cameo_code, target_code, modality, trigger_text, place_name, confidence"
            frame = store.select(f"SELECT {columns} FROM mentions WHERE {on_day(MENTIONS, day)} ORDER BY mention_id")
            rejected = store.read(REJECTIONS, f"{on_day(REJECTIONS, day)} AND stage = 'code'")
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
