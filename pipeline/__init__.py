"""Dragoman's library: plain functions over text, frames and DuckDB, from raw articles to versioned tables.

Belongs here: everything the project knows about articles, language, actors, coding and tables, in one sub-package a
stage. Does not belong here: orchestration. Nothing below this package imports Dagster; that is `assets/`.
"""

__version__ = "0.1.0"
