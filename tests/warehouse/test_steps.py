"""The steps over the store: repeating adds nothing, revisions rise, another coder replaces, failures cost one article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.coding.coder import Mention, Text
from pipeline.coding.version import CoderIdentity
from pipeline.ontology import Ontology
from pipeline.settings import Settings
from pipeline.sources.raw import RawArticle, Rejection, raw_id
from pipeline.warehouse import steps
from pipeline.warehouse.schema import ARTICLES, CODINGS, EVENTS, MENTIONS, RAW_ARTICLES, REJECTIONS
from pipeline.warehouse.store import Store

DAY, NEXT = dt.date(2026, 11, 23), dt.date(2026, 11, 24)
ONE, TWO = CoderIdentity("1", "d", "m"), CoderIdentity("2", "d", "m")
STORY = (
    "MOSCOW, May 16, 2024 - The president met his counterpart on Thursday for talks on trade and on the war, the first "
    "such meeting in more than a year. The two leaders spoke for three hours behind closed doors and then dined {0}.\n\n"
    "Officials said that the two sides would meet again before the end of the summer to go on with the talks.\n"
)


class FakeCoder:
    """Finds one visit in every text, by the version it is made with; fails on texts that say so."""

    def __init__(self, identity: CoderIdentity, code: str = "042") -> None:
        self.identity, self.code, self.texts = identity, code, 0

    def code_many(self, items: Iterable[Text]) -> Iterator[list[Mention]]:
        for item in items:
            if "explosive" in item.text:
                raise ValueError("cannot read this")
            self.texts += 1
            row = dict.fromkeys((column.name for column in fields(Mention)), None)
            row |= {
                "sentence_start": 0,
                "sentence_end": 20,
                "trigger_start": 5,
                "trigger_end": 9,
                "trigger_text": "met",
            }
            row |= {"source_code": "RUSGOV", "source_country": "RUS", "source_name": "Putin", "source_role": "GOV"}
            row |= {"target_code": "CHN", "target_country": "CHN", "target_name": "China", "target_role": ""}
            row |= {"cameo_code": self.code, "cameo_root": "04", "quad_class": 1, "goldstein": 1.9}
            row |= {"plover_type": "CONSULT", "polarity": "affirmed", "modality": "occurred", "attribution": ""}
            row |= {"date_from": item.published, "date_to": item.published, "date_method": "publication"}
            row |= {"confidence": 0.5, "pattern_id": "p", "group_key": "5:04"}
            row |= {"coder_version": self.identity.coder_version, "dictionary_hash": self.identity.dictionary_hash}
            yield [Mention(**row)]  # type: ignore[arg-type]


def raw(name: str, words: str = "quietly", **more: object) -> RawArticle:
    content = STORY.format(words).encode()
    given: dict[str, object] = {
        "raw_id": raw_id(name, content),
        "source": "wire",
        "locator": f"{name}.txt",
        "identity": name,
        "media_type": "text/plain",
        "content": content,
        "url": None,
        "title": None,
        "published": "2024-05-16",
        "fetched_at": dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC),
    }
    return RawArticle(**given | more)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "working" / "store.duckdb") as opened:
        yield opened


def go(
    store: Store, *items: RawArticle | Rejection, day: dt.date = DAY, coder: FakeCoder | None = None
) -> steps.Arrival:
    coder = coder or FakeCoder(ONE)
    arrival = steps.arrive(store, items, day)
    steps.clean_day(store, day)
    steps.code_day(store, day, coder.identity, lambda: coder)
    steps.join_events(store, Ontology.load(Settings().seeds_dir / "ontology"))
    return arrival


def test_everything_once(store: Store) -> None:
    bad = Rejection("b.html", "read", "is empty; fetch it again")
    arrival = go(store, raw("a"), bad, raw("b", "together", content=b"Too short."))
    assert (arrival.new, len(arrival.raw_ids), arrival.rejected) == (2, 2, [bad])
    assert store.read(ARTICLES).select("revision", "published_on", "dateline_place").rows() == [
        (1, dt.date(2024, 5, 16), "MOSCOW")
    ]
    rejected = store.read(REJECTIONS)
    assert sorted(rejected["stage"]) == ["clean", "read"] and rejected["raw_id"].null_count() == 1
    mention = store.read(MENTIONS).row(0, named=True)
    assert mention["event_id"] == store.read(EVENTS)["event_id"][0]
    assert mention["target_role"] is None and mention["attribution"] is None
    assert store.con.sql("SELECT visitor_code, stage FROM visits").fetchall() == [("RUSGOV", "made")]


def test_a_second_time_adds_nothing_and_codes_nothing(store: Store) -> None:
    items = (raw("a"), Rejection("b.html", "read", "is empty"))
    go(store, *items)
    tables = (RAW_ARTICLES, REJECTIONS, ARTICLES, CODINGS, MENTIONS, EVENTS)
    before = [store.read(table).rows() for table in tables]
    coder = FakeCoder(ONE)
    assert go(store, *items, day=DAY, coder=coder).new == 0
    assert coder.texts == 0
    assert [store.read(table).rows() for table in tables] == before
    assert go(store, *items, day=NEXT, coder=coder).new == 0
    assert store.count(RAW_ARTICLES) == 1 and coder.texts == 0


def test_a_changed_text_is_a_new_revision_and_takes_the_old_ones_place(store: Store) -> None:
    go(store, raw("a"))
    go(store, raw("a", "with their ministers"), day=NEXT)
    assert store.read(ARTICLES)["revision"].to_list() == [1, 2]
    assert store.read(MENTIONS).select("revision", "event_id").sort("revision")["event_id"].is_null().to_list() == [
        True,
        False,
    ]
    assert store.read(EVENTS)["n_mentions"].to_list() == [1]


def test_two_revisions_in_one_batch_follow_the_order_of_arrival(store: Store) -> None:
    go(store, raw("a", "zeta"), raw("a", "alpha"))
    found = store.con.sql("SELECT revision, text LIKE '%alpha%' FROM articles ORDER BY revision").fetchall()
    assert found == [(1, False), (2, True)]


def test_a_changed_page_with_the_same_text_is_no_revision(store: Store) -> None:
    go(store, raw("a"))
    first = raw("a")
    go(store, raw("a", content=first.content + b"\n\n", raw_id="f" * 16), day=NEXT)
    assert store.count(RAW_ARTICLES) == 2 and store.read(ARTICLES)["revision"].to_list() == [1]


def test_other_cleaning_code_cleans_again_and_keeps_revisions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    go(store, raw("a"), raw("a", "alone"))
    before = store.read(ARTICLES).rows()
    cleaned: list[str] = []
    original = steps.clean_all
    monkeypatch.setattr(steps, "clean_all", lambda raws: cleaned.extend(one.raw_id for one in raws) or original(raws))
    steps.clean_day(store, DAY)
    assert cleaned == []
    monkeypatch.setattr(steps, "cleaner_version", lambda: "other")
    assert steps.stale_days(store, ONE) == [DAY]
    steps.clean_day(store, DAY)
    assert len(cleaned) == 2 and store.read(ARTICLES).rows() == before


def test_another_coder_replaces_its_predecessors_mentions(store: Store) -> None:
    go(store, raw("a"), raw("b", "long"))
    assert steps.stale_days(store, ONE) == [] and steps.stale_days(store, TWO) == [DAY]
    go(store, coder=FakeCoder(TWO, "046"))
    assert store.read(MENTIONS).select("cameo_code", "coder_version").rows() == [("046", "2")] * 2
    assert store.read(EVENTS)["cameo_code"].to_list() == ["046"]
    assert steps.stale_days(store, TWO) == []


def test_an_article_the_coder_fails_on_costs_no_other(store: Store) -> None:
    go(store, raw("a"), raw("b", "explosive"))
    assert store.count(MENTIONS) == 1
    noted = store.read(REJECTIONS).row(0, named=True)
    assert noted["locator"] == "b.txt" and noted["stage"] == "code" and "please report it" in noted["reason"]
    assert steps.stale_days(store, ONE) == [DAY]


def test_a_stop_while_coding_goes_on_where_it_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "CHUNK", 1)
    steps.arrive(store, [raw("a"), raw("b", "long"), raw("c", "late")], DAY)
    steps.clean_day(store, DAY)

    def stop(done: int, total: int | None) -> None:
        if done == 2:
            raise KeyboardInterrupt

    coder = FakeCoder(ONE)
    with pytest.raises(KeyboardInterrupt):
        steps.code_day(store, DAY, ONE, lambda: coder, stop)
    assert store.count(MENTIONS) == 2
    steps.code_day(store, DAY, ONE, lambda: coder)
    assert store.count(MENTIONS) == 3 and coder.texts == 3


def test_a_rejected_file_that_is_mended_is_forgotten(store: Store) -> None:
    steps.arrive(store, [Rejection("a.txt", "read", "is not UTF-8")], DAY)
    steps.arrive(store, [raw("a")], DAY)
    assert store.count(REJECTIONS) == 0


def test_publish_once(store: Store, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    ontology = Ontology.load(settings.seeds_dir / "ontology")
    go(store, raw("a"))
    first = steps.publish(store, settings, ontology, DAY)
    assert first.added and first.rows["events"] == 1
    go(store, raw("a"))
    assert not steps.publish(store, settings, ontology, NEXT).added
    go(store, raw("b", "twice"))
    assert steps.publish(store, settings, ontology, NEXT).version == "2026.11.1"


def test_another_language_is_kept_and_marked_but_not_coded(store: Store) -> None:
    text = "Le ministre des affaires étrangères a reçu jeudi son homologue du pays voisin pour des entretiens sur le commerce."
    coder = FakeCoder(ONE)
    go(store, raw("a"), raw("b", content=f"{text} Ils se reverront avant la fin de l'année.".encode()), coder=coder)
    assert sorted(store.read(ARTICLES)["language"]) == ["en", "fr"] and coder.texts == 1
    [row] = store.read(REJECTIONS).to_dicts()
    assert row["stage"] == "language" and "French (fr): kept, not coded" in row["reason"]
    assert steps.stale_days(store, ONE) == []
