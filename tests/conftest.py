"""What many tests share: the real settings, codebook and coder, loaded once."""

from __future__ import annotations

import pytest

from pipeline.coding import patterns
from pipeline.coding.coder import Coder
from pipeline.ontology.lookup import Ontology
from pipeline.settings import Settings


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings()


@pytest.fixture(scope="session")
def codebook(settings: Settings) -> patterns.Codebook:
    return patterns.load(settings.seeds_dir / "patterns", Ontology.load(settings.seeds_dir / "ontology").codes)


@pytest.fixture(scope="session")
def coder(settings: Settings) -> Coder:
    """The real coder with the bundled model and dictionaries (about two seconds to load)."""
    return Coder.load(settings)
