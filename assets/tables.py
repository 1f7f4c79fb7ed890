"""The assets that are made of all days together: events and the release.

Belongs here: which step makes which asset, and what is shown of it. Does not belong here: the steps
(pipeline.warehouse.steps).
"""

import dagster as dg
import polars as pl

from assets import show
from assets.daily import POOL, today
from assets.workshop import Workshop
from pipeline.coding import version as coder_version
from pipeline.settings import Settings
from pipeline.warehouse import steps
from pipeline.warehouse.schema import EVENTS


def assets(settings: Settings) -> list[dg.AssetsDefinition]:
    """Return events and release, with the coder's version on both: a changed dictionary marks them as stale at once."""
    version = str(coder_version.coder_identity(settings))
    joined = dg.asset(
        deps=["mentions"],
        pool=POOL,
        group_name="tables",
        kinds={"duckdb"},
        code_version=version,
        description="Mentions of one deed joined across articles, and the typed tables visits, agreements, sanctions.",
    )
    published = dg.asset(
        deps=["events"],
        pool=POOL,
        group_name="tables",
        kinds={"duckdb", "parquet"},
        code_version=version,
        description="The published DuckDB file and Parquet folder; a new one only where something has changed.",
    )
    return [joined(events), published(release)]


def events(workshop: dg.ResourceParam[Workshop]) -> dg.MaterializeResult:
    """Join all mentions to events."""
    tell = workshop.progress("joining events")
    tell(0, 1)
    with workshop.store() as store:
        steps.join_events(store, workshop.ontology())
        frame = store.read(EVENTS)
        typed = {f"{table.name} rows": store.count(table) for table in steps.TYPED}
    tell(1, 1)
    columns = ("date_from", "source_code", "source_name", "cameo_code", "target_code", "target_name", "modality")
    recent = frame.sort("date_from", "event_id", descending=True, nulls_last=True)
    happened = (pl.col("polarity") == "affirmed") & pl.col("modality").is_in(["occurred", "ongoing"])
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": frame.height,
            "occurred": frame.filter(happened).height,
            **typed,
            "codes": show.table(frame["cameo_code"].value_counts(sort=True).rename({"count": "events"}), rows=30),
            "preview": show.table(recent.select(*columns, "place_name", "confidence", "n_articles")),
        }
    )


def release(workshop: dg.ResourceParam[Workshop]) -> dg.MaterializeResult:
    """Publish the store's tables."""
    tell = workshop.progress("publishing")
    tell(0, 1)
    with workshop.store() as store:
        made = steps.publish(store, workshop.settings, workshop.ontology(), today())
    workshop.release = made
    tell(1, 1)
    rows = pl.DataFrame({"table": list(made.rows), "rows": list(made.rows.values())})
    return dg.MaterializeResult(
        metadata={
            "release": made.version,
            "new": made.added,
            "DuckDB": dg.MetadataValue.path(str(made.database)),
            "Parquet": dg.MetadataValue.path(str(made.folder)),
            "content": made.content_sha256,
            "tables": show.table(rows, rows=20),
        }
    )
