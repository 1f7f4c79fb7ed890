"""The bundled actor dictionary, loaded once, and a tokenizer."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.actors import ActorDictionary

SEEDS = Path(__file__).parents[2] / "seeds" / "actors"


@pytest.fixture(scope="session")
def dictionary() -> ActorDictionary:
    return ActorDictionary.load(SEEDS)
