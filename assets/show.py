"""What a person sees of an asset on the Dagster page: counts, a preview, why inputs were rejected.

Belongs here: metadata made of frames. Does not belong here: which frames.
"""

from typing import Any

import dagster as dg
import polars as pl

PREVIEW_ROWS = 10
CELL = 60  # characters


def table(frame: pl.DataFrame, rows: int = PREVIEW_ROWS) -> dg.MarkdownMetadataValue:
    """Return the first rows of a frame as a Markdown table."""
    if frame.is_empty():
        return dg.MetadataValue.md("*no rows*")
    lines = ["| " + " | ".join(frame.columns) + " |", "|" + "---|" * frame.width]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in frame.head(rows).iter_rows()]
    if frame.height > rows:
        lines += ["", f"{frame.height - rows:,} more"]
    return dg.MetadataValue.md("\n".join(lines))


def _cell(value: Any) -> str:
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= CELL else text[: CELL - 1] + "…"
    return text.replace("|", "\\|")


def rejections(frame: pl.DataFrame) -> dict[str, Any]:
    """Return metadata about rows of table rejections: how many, and each with its reason."""
    shown = table(frame.sort("stage", "locator").select("stage", "locator", "reason"), rows=50)
    return {"rejected": frame.height, "rejections": shown}
