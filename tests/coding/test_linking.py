"""Mentions to events: what joins, what stays apart, what an event takes over, and that order never matters."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.coding import linking
from pipeline.identifiers import identifier
from pipeline.warehouse.schema import DATE_METHODS, EVENTS
from tests.warehouse.rows import DAY, article, articles, mention, mentions

BEFORE = DAY - dt.timedelta(days=1)


def link(told: pl.DataFrame, read: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    events, links = linking.link(told, read)
    return EVENTS.sorted(EVENTS.conform(events)), links


def test_date_methods_are_those_of_the_table() -> None:
    assert linking.DATE_METHODS == DATE_METHODS


def test_same_deed_in_two_articles_is_one_event() -> None:
    events, links = link(
        mentions(
            mention("a", "RUSGOV", "042", "CHN", confidence=0.5), mention("b", "RUSGOV", "042", "CHN", confidence=0.6)
        ),
        articles(article("a"), article("b", source="other")),
    )
    row = events.row(0, named=True)
    assert events.height == 1 and EVENTS.problems(events) == {}
    assert [row[f"n_{what}"] for what in ("mentions", "articles", "stories", "sources")] == [2, 2, 2, 2]
    assert row["confidence"] == 0.8
    assert links["event_id"].to_list() == [row["event_id"]] * 2


def test_copies_of_a_story_do_not_corroborate() -> None:
    events, _ = link(
        mentions(
            mention("a", "RUSGOV", "042", "CHN", confidence=0.5), mention("b", "RUSGOV", "042", "CHN", confidence=0.6)
        ),
        articles(article("a"), article("b", story_id=identifier("a"))),
    )
    assert events.select("n_stories", "n_articles", "confidence").row(0) == (1, 2, 0.6)


@pytest.mark.parametrize(
    "change",
    [
        {"date_from": BEFORE, "date_to": BEFORE},
        {"polarity": "negated"},
        {"modality": "planned"},
        {"cameo_code": "046"},
        {"deed_code": "057"},
        {"source_code": "RUSMIL"},
        {"target_code": None, "target_country": None},
        {"date_from": None, "date_to": BEFORE, "date_method": "background"},
        {"date_from": None, "date_to": None, "date_method": "none"},
    ],
)
def test_what_differs_stays_apart(change: dict[str, Any]) -> None:
    told = mentions(mention("a", "RUSGOV", "042", "CHN"), mention("b", "RUSGOV", "042", "CHN", **change))
    events, _ = link(told, articles(article("a"), article("b")))
    assert events.height == 2


def test_background_joins_and_lies_before_the_earliest_article() -> None:
    earlier = DAY - dt.timedelta(days=300)
    told = [
        mention(
            name, "WST", "163", "RUS", date_from=None, date_to=day, date_method="background", source_name="the West"
        )
        for name, day in (("a", BEFORE), ("b", earlier))
    ]
    events, _ = link(mentions(*told), articles(article("a"), article("b")))
    assert events.select("date_from", "date_to", "n_articles").rows() == [(None, earlier, 2)]


def test_undated_mentions_join_within_an_article_only() -> None:
    undated = {"date_from": None, "date_to": None, "date_method": "none"}
    told = [mention(name, "RUS", "042", "CHN", at=at, **undated) for name, at in (("a", 0), ("a", 100), ("b", 0))]
    events, _ = link(mentions(*told), articles(article("a"), article("b")))
    assert sorted(events["n_mentions"]) == [1, 2]


def test_generic_codes_are_told_apart_by_name_and_organisations_are_not() -> None:
    def told(code: str, name: str, article_name: str) -> dict[str, Any]:
        return mention(article_name, code, "042", "CHN", source_country=None, source_name=name)

    both = articles(article("a"), article("b"))
    rebels, _ = link(mentions(told("REB", "Houthis", "a"), told("REB", "FARC", "b")), both)
    union, _ = link(mentions(told("IGOEEC", "EU", "a"), told("IGOEEC", "European Union", "b")), both)
    assert (rebels.height, union.height) == (2, 1)
    assert union["source_name"].to_list() == ["EU"]  # as common as the other: first in the alphabet


def test_only_the_newest_revision_counts() -> None:
    told = mentions(mention("a", "RUS", "042", "CHN"), mention("a", "RUS", "046", "CHN", revision=2))
    events, links = link(told, articles(article("a"), article("a", revision=2, text="New.")))
    assert events["cameo_code"].to_list() == ["046"]
    assert links["event_id"].null_count() == 1


def test_visit_and_host_are_one_group_of_two_dyads() -> None:
    told = mentions(
        mention("a", "RUSGOV", "042", "CHN"),
        mention("a", "CHN", "043", "RUSGOV"),
        mention("a", "USA", "163", "IRN", at=200),
    )
    events, _ = link(told, articles(article("a")))
    sizes = {row["cameo_code"]: (row["group_id"], row["group_size"]) for row in events.iter_rows(named=True)}
    assert sizes["042"] == sizes["043"] and sizes["042"][1] == 2
    assert sizes["163"][1] == 1 and sizes["163"][0] != sizes["042"][0]


def test_groups_grow_together_across_articles() -> None:
    told = mentions(
        mention("a", "RUS", "040", "CHN"),
        mention("a", "CHN", "040", "RUS"),
        mention("b", "RUS", "040", "CHN"),
        mention("b", "RUS", "040", "IND"),
    )
    events, _ = link(told, articles(article("a"), article("b")))
    assert events["group_id"].n_unique() == 1 and set(events["group_size"]) == {3}


def test_the_best_place_is_kept() -> None:
    def placed(name: str, place: str, method: str, at: int = 0) -> dict[str, Any]:
        return mention(name, "RUS", "042", "CHN", at=at, place_name=place, place_country="CHN", place_method=method)

    def best(*told: dict[str, Any]) -> tuple[Any, ...]:
        events, _ = link(mentions(*told), articles(article("a"), article("b")))
        return events.select("place_name", "place_method").row(0)

    assert best(placed("a", "Beijing", "dateline"), placed("b", "Harbin", "clause")) == ("Harbin", "clause")
    assert best(
        placed("a", "Beijing", "dateline"), placed("a", "Beijing", "sentence", 90), placed("b", "Harbin", "clause")
    ) == (
        "Beijing",
        "sentence",
    )
    assert best(placed("a", "Beijing", "clause"), mention("b", "RUS", "042", "CHN")) == ("Beijing", "clause")


def test_the_surest_date_method_is_kept() -> None:
    told = mentions(mention("a", "RUS", "042", "CHN"), mention("b", "RUS", "042", "CHN", date_method="explicit"))
    events, _ = link(told, articles(article("a"), article("b")))
    assert events["date_method"].to_list() == ["explicit"]


def test_order_never_matters() -> None:
    rng = random.Random(7)
    actors, names = ["RUSGOV", "CHN", "USA", None], [f"n{i}" for i in range(6)]
    rows = {}
    for _ in range(120):
        name, at = rng.choice(names), rng.randrange(5) * 100
        row = mention(
            name, rng.choice(actors), rng.choice(["042", "043", "057"]), rng.choice(actors), at=at,
            confidence=rng.random(), place_name=rng.choice(["Beijing", "Moscow", None]), place_method="sentence",
        )  # fmt: skip
        rows[row["mention_id"]] = row
    told, read = mentions(*rows.values()), articles(*(article(name) for name in names))
    events, links = link(told, read)
    for seed in range(3):
        again = link(told.sample(fraction=1, shuffle=True, seed=seed), read.sample(fraction=1, shuffle=True, seed=seed))
        assert_frame_equal(events, again[0])
        assert_frame_equal(links, again[1])


def test_no_mentions_no_events() -> None:
    events, links = link(mentions(), articles(article("a")))
    assert events.is_empty() and links.columns == ["mention_id", "event_id"] and isinstance(events, pl.DataFrame)
