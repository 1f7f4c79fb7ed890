"""The checks: every table against its declaration, which stop a run, and how the sources do, which warn.

Belongs here: checks that hold for any rows. Does not belong here: the declarations (pipeline.warehouse.schema), what
counts as odd of a source (pipeline.warehouse.ingest).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import dagster as dg
import polars as pl

from assets import show
from assets.daily import today
from assets.workshop import Workshop
from pipeline.sources.declared import Declared
from pipeline.warehouse import ingest
from pipeline.warehouse.release import published
from pipeline.warehouse.schema import (
    ADDRESSES,
    AGREEMENTS,
    ARTICLES,
    CODINGS,
    EVENTS,
    MENTIONS,
    PUBLISHED,
    RAW_ARTICLES,
    REJECTIONS,
    ROBOTS,
    SANCTIONS,
    SOURCE_HEALTH,
    VISITS,
    Table,
)
from pipeline.warehouse.store import Store, on_day

# Which asset writes which table of the store.
WRITTEN = {
    RAW_ARTICLES: "raw_articles",
    REJECTIONS: "raw_articles",
    ADDRESSES: "raw_articles",
    ROBOTS: "raw_articles",
    SOURCE_HEALTH: "raw_articles",
    ARTICLES: "articles",
    CODINGS: "mentions",
    MENTIONS: "mentions",
    EVENTS: "events",
    VISITS: "events",
    AGREEMENTS: "events",
    SANCTIONS: "events",
}


def schema_check(table: Table, asset: str) -> dg.AssetChecksDefinition:
    """Return the check that `table`, written by `asset`, holds only rows that fit its declaration."""

    @dg.asset_check(
        asset=asset,
        name=f"{table.name}_schema",
        blocking=True,
        description=f"Rows of {table.name} have the declared types, values and a unique key.",
    )
    def check(context: dg.AssetCheckExecutionContext, workshop: dg.ResourceParam[Workshop]) -> dg.AssetCheckResult:
        where = ""
        if table.day and context.has_partition_key:
            where = on_day(table, date.fromisoformat(context.partition_key))
        with workshop.store(read_only=True) as store:
            problems = table.problems(store.read(table, where))
            if where and (repeated := store.repeated(table)):
                problems["keys occur on more than one day"] = repeated
        return _result(problems)

    return check


@dg.asset_check(
    asset="release",
    name="release_schema",
    blocking=True,
    description="The Parquet files of the newest release have the declared columns, types and values.",
)
def release_schema(workshop: dg.ResourceParam[Workshop]) -> dg.AssetCheckResult:
    """Check the newest published folder."""
    folder = workshop.settings.releases
    past = published(folder)
    if past.is_empty():
        return dg.AssetCheckResult(passed=False, metadata={"problem": f"there is no release in {folder}"})
    newest = folder / past["release"][-1]
    problems = {
        f"{table.name}: {what}": count
        for table in PUBLISHED
        for what, count in table.problems(pl.read_parquet(newest / f"{table.name}.parquet", memory_map=False)).items()
    }
    return _result(problems)


def source_check(name: str, find: Callable[[Store, Declared], list[tuple[str, str]]], about: str) -> Any:
    """Return a check on the declared sources that warns and stops nothing. `find` gives (source, what is wrong)."""

    @dg.asset_check(asset="raw_articles", name=name, description=about)
    def check(workshop: dg.ResourceParam[Workshop]) -> dg.AssetCheckResult:
        declared = workshop.declared()
        with workshop.store() as store:
            found = find(store, declared)
        frame = pl.DataFrame({"source": [row[0] for row in found], "problem": [row[1] for row in found]})
        return dg.AssetCheckResult(
            passed=not found,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"sources": len(declared.sources), "problems": show.table(frame, rows=50)},
        )

    return check


def _result(problems: dict[str, int]) -> dg.AssetCheckResult:
    frame = pl.DataFrame({"problem": list(problems), "rows": list(problems.values())})
    return dg.AssetCheckResult(passed=not problems, metadata={"problems": show.table(frame, rows=50)})


SOURCES = [
    source_check("source_health", ingest.unhealthy, "No declared source has failed several times in a row."),
    source_check(
        "source_volume",
        lambda store, declared: ingest.odd_volumes(store, declared, today()),
        "Every source brings as many articles a day as its per_day says.",
    ),
]
CHECKS = [*(schema_check(table, asset) for table, asset in WRITTEN.items()), release_schema, *SOURCES]
