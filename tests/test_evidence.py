"""What `dragoman explain` shows, on one small article coded for real. Not here: whether the codes are right."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline import evidence
from pipeline.coding.coder import Coder
from pipeline.ontology.lookup import Ontology
from pipeline.settings import Settings
from pipeline.sources.folder import read_paths
from pipeline.warehouse import steps
from pipeline.warehouse.store import Store

STORY = """Putin arrives in China

Thu May 16 2024

BEIJING - Russian President Vladimir Putin visited China on Wednesday. He was met at the airport by an honour guard and a band
that played the anthems of both countries, and he was driven to a guest house in the west of the city.

Officials said that the programme of the two days would be long, with several rounds of meetings and a concert in the evening.
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def release(place: Settings, coder: Coder) -> Any:
    """A release of the one story, open."""
    story = place.data_dir / "in" / "story.txt"
    story.parent.mkdir()
    story.write_text(STORY)
    day = dt.date(2026, 11, 23)
    ontology = Ontology.load(place.seeds_dir / "ontology")
    with Store.open(place.working_db) as store:
        steps.arrive(store, read_paths([story], dt.datetime(2026, 11, 23, tzinfo=dt.UTC)), day)
        steps.clean_day(store, day)
        steps.code_day(store, day, coder.identity, lambda: coder)
        steps.join_events(store, ontology)
        steps.publish(store, place, ontology, day)
    with duckdb.connect(str(place.published_db), read_only=True) as con:
        yield con


@pytest.fixture(scope="module")
def event_id(release: Any) -> str:
    rows = release.execute("SELECT event_id FROM events WHERE cameo_code = '042' AND source_code = 'RUSGOV'").fetchall()
    assert len(rows) == 1
    return str(rows[0][0])


def test_event_is_explained_down_to_words_pattern_and_dictionary(
    release: Any, place: Settings, coder: Coder, event_id: str
) -> None:
    found = evidence.of_event(release, place, event_id, coder=coder)
    assert found[f"Event {event_id}"]["told by"] == "1 mention, 1 article, 1 story, 1 source"
    mention = found["Mention"]
    assert "[visited](trigger)" in mention["sentence"].plain
    assert mention["source"]["words"] == "Russian President Vladimir Putin"
    assert mention["source"]["dictionary"] and mention["source"]["valid"] != "at any date"
    assert mention["target"]["words"] == "China"
    assert mention["date"].startswith("2024-05-15 (relative, from ") or mention["date"].startswith(
        "2024-05-15 (explicit, from "
    )
    ((identity, text, example),) = mention["pattern"]
    assert identity.startswith("04_consult:") and "visit" in text and example.startswith("e.g. ")
    assert [clause["predicate"] for clause in mention["clause"]] == ["visited"]
    assert "parse" not in mention


def test_parse_is_shown_when_asked_for(release: Any, place: Settings, coder: Coder, event_id: str) -> None:
    found = evidence.of_event(release, place, event_id, coder=coder, parse=True)
    assert ("visited", "visit") in [row[:2] for row in found["Mention"]["parse"]]


def test_without_the_texts_the_rest_is_still_explained(
    release: Any, tmp_path: Path, coder: Coder, event_id: str
) -> None:
    found = evidence.of_event(release, Settings(data_dir=tmp_path), event_id, coder=coder)
    assert "working store" in found["Mention"]["sentence"]
    assert found["Mention"]["source"]["actor"].startswith("RUSGOV")


def test_other_dictionaries_since_are_said(release: Any, place: Settings, coder: Coder, event_id: str) -> None:
    with duckdb.connect() as other:
        other.execute(f"ATTACH '{place.published_db}' AS old (READ_ONLY)")
        for table in ("events", "articles", "cameo_codes"):
            other.execute(f"CREATE TABLE {table} AS FROM old.{table}")
        other.execute("CREATE TABLE mentions AS SELECT * REPLACE ('older' AS dictionary_hash) FROM old.mentions")
        found = evidence.of_event(other, place, event_id, coder=coder)
    assert "as read now" in found["Mention"]["coder"]


def test_unknown_event_names_the_way_out(release: Any, place: Settings) -> None:
    with pytest.raises(evidence.UnknownEvent, match="no event 'nope'"):
        evidence.of_event(release, place, "nope")
