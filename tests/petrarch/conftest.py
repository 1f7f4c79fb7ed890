"""Coders that read the sample dictionaries beside this file, whose names and verbs are all invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.coding.coder import Coder
from pipeline.settings import Settings

HERE = Path(__file__).parent
SAMPLE, TABARI = HERE / "sample", HERE / "tabari"


@pytest.fixture(scope="session")
def petrarch_coder() -> Coder:
    """The real coder with dictionaries in PETRARCH2's format."""
    return Coder.load(Settings(dictionaries=SAMPLE))


@pytest.fixture(scope="session")
def tabari_coder() -> Coder:
    """The real coder with dictionaries in TABARI's format."""
    return Coder.load(Settings(dictionaries=TABARI))
