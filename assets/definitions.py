"""Everything Dagster is to know: `dagster dev -m assets.definitions` opens it, `assets.run` runs it without a server.

Belongs here: putting the definitions together. Does not belong here: the definitions.
"""

import dagster as dg

from assets import automation, checks, daily, tables
from assets.workshop import Workshop
from pipeline.settings import load


def build(workshop: Workshop) -> dg.Definitions:
    """Return the code location that works with `workshop`."""
    return dg.Definitions(
        assets=[*daily.assets(workshop.settings), *tables.assets(workshop.settings)],
        asset_checks=checks.CHECKS,
        jobs=[automation.JOB],
        schedules=[automation.daily],
        sensors=[automation.drop_folder],
        resources={"workshop": workshop},
        # A process of its own for each step costs seconds, and the store has one writer.
        executor=dg.in_process_executor,
    )


defs = build(Workshop(load()))
