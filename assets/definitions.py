"""Everything Dagster is to know: `dagster dev -m assets.definitions` opens it, `assets.run` runs it without a server.

Belongs here: putting the definitions together. Does not belong here: the definitions.
"""

from datetime import timedelta

import dagster as dg

from assets import automation, checks, daily, tables
from assets.workshop import Workshop
from pipeline.settings import load

# One for every asset: a run every quarter of an hour makes them all, also where nothing new has come.
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=24), warn_window=timedelta(hours=2))


def build(workshop: Workshop) -> dg.Definitions:
    """Return the code location that works with `workshop`."""
    settings = workshop.settings
    assets = [*daily.assets(settings), *tables.assets(settings)]
    return dg.Definitions(
        assets=[asset.map_asset_specs(lambda spec: dg.apply_freshness_policy(spec, FRESH)) for asset in assets],
        asset_checks=checks.CHECKS,
        jobs=[automation.JOB, automation.retention],
        schedules=[automation.schedule(settings), automation.nightly(settings)],
        sensors=[automation.sensor(settings)],
        resources={"workshop": workshop},
        # A process of its own for each step costs seconds, and the store has one writer.
        executor=dg.in_process_executor,
    )


defs = build(Workshop(load()))
