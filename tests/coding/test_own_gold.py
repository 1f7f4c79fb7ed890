"""The scorer of the project's own hand-coded sentences: what counts as right.

Belongs here: scoring. Not here: figures of the coder on the sentences (benchmarks/own_gold.py prints them).
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "own_gold.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("own_gold", FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["own_gold"] = module
    spec.loader.exec_module(module)
    return module


own_gold = _load()


def _gold(source: str, target: str, code: str, modality: str = "occurred", **more: object) -> object:
    event = {
        "source": source,
        "target": target,
        "cameo": code,
        "polarity": "affirmed",
        "modality": modality,
        "date_from": None,
        "date_to": None,
    }
    return own_gold.from_gold({**event, **more})


def test_accepted_codes_and_actors_are_right_on_either_side() -> None:
    gold = _gold("RUSGOV", "IGOUNO", "046", accept=["040"], accept_actors=["RUS"])
    assert own_gold.fits("code", gold, _gold("RUSGOV", "IGOUNO", "040"))
    assert own_gold.fits("code", gold, _gold("RUS", "IGOUNO", "046"))
    assert not own_gold.fits("code", gold, _gold("IGOUNO", "RUSGOV", "046"))


def test_levels_are_ever_looser() -> None:
    gold = _gold("RUSGOV", "CHN", "042")
    assert [level for level in own_gold.LEVELS if own_gold.fits(level, gold, _gold("RUSGOV", "CHN", "042"))] == [
        *own_gold.LEVELS
    ]
    assert [level for level in own_gold.LEVELS if own_gold.fits(level, gold, _gold("RUS", "CHNGOV", "042"))] == [
        *own_gold.LEVELS[1:]
    ]
    assert [level for level in own_gold.LEVELS if own_gold.fits(level, gold, _gold("RUS", "CHN", "046"))] == [
        *own_gold.LEVELS[2:]
    ]
    assert [level for level in own_gold.LEVELS if own_gold.fits(level, gold, _gold("RUS", "CHN", "163"))] == [
        "countries"
    ]
    assert not own_gold.fits("countries", gold, _gold("RUS", "", "042"))


def test_one_coded_event_serves_one_hand_coded_event() -> None:
    gold = [_gold("USA", "IRN", "163"), _gold("USA", "IRN", "163", "denied")]
    coded = [_gold("USA", "IRN", "163", "denied")]
    assert own_gold.pair("code", gold, coded) == [(gold[1], coded[0])]


def test_organisations_are_not_joined_by_their_first_letters() -> None:
    assert own_gold.country("IGOUNO") != own_gold.country("IGOEUREEC")
    assert own_gold.country("USAMIL") == own_gold.country("USAGOV") == "USA"


def test_figures() -> None:
    assert own_gold.f1(1, 2, 4) == (0.25, 0.5, 1 / 3)
    assert own_gold.f1(0, 0, 0) == (0.0, 0.0, 0.0)
