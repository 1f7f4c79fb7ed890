"""Whole runs: the real job over real articles, once a session, and their published tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from assets.run import RunSummary, run
from pipeline.settings import Settings

FOUNDING = Path(__file__).resolve().parents[3] / "shared" / "seed"


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, RunSummary]:
    """The job over the bundled articles: what `make run` does."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("bundled"))
    return settings, run(settings, [settings.sample_articles])


@pytest.fixture(scope="session")
def bundled_tables(bundled: tuple[Settings, RunSummary]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release that the bundled run published, read-only."""
    with duckdb.connect(str(bundled[0].published_db), read_only=True) as con:
        yield con


@pytest.fixture(scope="session")
def founding_tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release of a run over the article the project was founded on, as it came."""
    if not FOUNDING.is_dir():
        pytest.skip("the founding article is not beside this checkout (../shared/seed)")
    settings = Settings(data_dir=tmp_path_factory.mktemp("founding"))
    run(settings, [FOUNDING])
    with duckdb.connect(str(settings.published_db), read_only=True) as con:
        yield con
