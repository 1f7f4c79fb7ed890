"""The benchmark of releases: what a title promises. Not here: how often the coder keeps it (benchmarks/releases.py)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("releases", ROOT / "benchmarks" / "releases.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["releases"] = module
    spec.loader.exec_module(module)
    return module


releases = _load()
KNOWN = releases.names(ROOT / "seeds" / "places")


@pytest.mark.parametrize(
    ("title", "kind", "counterparts"),
    [
        ("The Secretary's Call with Peruvian Foreign Minister Soto", "call", ("PER",)),
        ("Meeting with Equatorial Guinea President", "meeting", ("GNQ",)),
        ("Envoy's Travel to Chile, the Republic of Korea, and Moscow", "travel", ("CHL", "KOR", "RUS")),
        ("Envoy Visits Oman", "travel", ("OMN",)),
        ("Call with NATO Secretary General", "call", ("IGONAT",)),
    ],
)
def test_a_title_names_deed_and_counterparts(title: str, kind: str, counterparts: tuple[str, ...]) -> None:
    answer = releases.asked(title, KNOWN)
    assert answer is not None and (answer.kind, answer.counterparts) == (kind, counterparts)


@pytest.mark.parametrize(
    "title",
    [
        "Briefing on the Secretary's Travel to Chile",
        "Meeting with U.S. Labor Leaders",
        "Peru National Day",
        "Travel to Tucson and El Paso",
    ],
)
def test_titles_without_an_answer(title: str) -> None:
    answer = releases.asked(title, KNOWN)
    assert answer is None


def test_an_organisation_is_known_under_any_of_its_codes() -> None:
    assert releases.has("IGOSEA", {"IGOASN"}) and not releases.has("CHL", {"PER"})
