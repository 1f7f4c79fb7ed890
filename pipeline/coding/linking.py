"""Mentions to events: which mentions, in whatever article, tell of the same deed.

What belongs here: the rule by which mentions are one event, and what an event takes over from its mentions. What does
not: coding a sentence (coder), near-duplicate articles (articles.stories), typed tables over events (typed).

The rule. Mentions are one event when these are the same: source and target (by code; by name as well where the code
names no country and no organisation, as REB does), CAMEO code, deed code, polarity, modality and the days of the event.
Place is no part of it. Background without a date of its own never joins dated events: all of it between the same two
actors by the same code is one event, known to lie before the earliest article that tells of it. What has no date at all
joins only within its article. Only the newest revision of an article counts. Nothing depends on the order of rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from pipeline.identifiers import identifier

# From the most to the least precise. A place method not listed here comes last.
DATE_METHODS = ("explicit", "relative", "article", "publication", "background", "none")
PLACE_METHODS = ("clause", "target", "sentence", "dateline")
# Codes that start so name an organisation when they are longer than the group itself (IGOEEC), and nobody when not.
GROUPS = ("IGO", "NGO", "NGM", "MNC", "IMG")
CERTAIN = 0.999  # corroboration never makes certain
_SAME = ("cameo_code", "deed_code", "polarity", "modality")
_TAKEN = ("cameo_root", "quad_class", "goldstein", "plover_type", "plover_mode")


def newest(articles: pl.DataFrame) -> pl.DataFrame:
    """The newest revision of each article: its row of `articles` (columns article_id, revision and any others)."""
    return articles.filter(pl.col("revision") == pl.col("revision").max().over("article_id"))


def link(mentions: pl.DataFrame, articles: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Events of mentions, and which mention tells of which.

    Takes rows of tables mentions and articles (of which article_id, revision, source and story_id are used). Returns
    the columns of table events, in no set order, one row an event; and one row a mention: mention_id, event_id (null
    for mentions of a superseded revision).
    """
    current = mentions.join(
        newest(articles).select("article_id", "revision", "source", "story_id"), ["article_id", "revision"]
    )
    if current.is_empty():
        return pl.DataFrame(schema={"event_id": pl.String()}), mentions.select(
            "mention_id", event_id=pl.lit(None, dtype=pl.String())
        )
    current = _with_event_id(current).sort("mention_id")
    told = current.group_by("event_id")
    events = told.agg(
        pl.col("date_from").first(),
        pl.col("date_to").min(),
        pl.col("date_method").sort_by(_rank("date_method", DATE_METHODS)).first(),
        *(pl.col(f"{side}_code").first() for side in ("source", "target")),
        *(pl.col(f"{side}_{part}").drop_nulls().min() for side in ("source", "target") for part in ("country", "role")),
        *(pl.col(name).first() for name in (*_SAME, *_TAKEN)),
        n_mentions=pl.len(),
        n_articles=pl.col("article_id").n_unique(),
        n_stories=pl.col("story_id").n_unique(),
        n_sources=pl.col("source").n_unique(),
    )
    for part in (
        _commonest(current, "source_name"),
        _commonest(current, "target_name"),
        _places(current),
        _confidence(current),
        _groups(current),
    ):
        events = events.join(part, "event_id", how="left")
    links = mentions.select("mention_id").join(current.select("mention_id", "event_id"), "mention_id", how="left")
    return events.sort("event_id"), links.sort("mention_id")


def _rank(column: str, order: Sequence[str]) -> pl.Expr:
    """The position of a column's value in `order`; behind all of them when it is not there."""
    position = dict(zip(order, range(len(order)), strict=True))
    return pl.col(column).replace_strict(position, default=len(order), return_dtype=pl.Int32)


def _with_event_id(mentions: pl.DataFrame) -> pl.DataFrame:
    days = (
        pl.when(pl.col("date_from").is_not_null())
        .then(
            pl.format("{}/{}", pl.col("date_from").cast(pl.String), pl.coalesce("date_to", "date_from").cast(pl.String))
        )
        .when(pl.col("date_method") == "background")
        .then(pl.lit("background"))
        .otherwise(pl.format("in {}", "article_id"))
    )
    keyed = mentions.with_columns(
        _source=_party("source"),
        _target=_party("target"),
        _days=days,
    )
    key = ["_source", "_target", *_SAME, "_days"]
    ids = keyed.select(key).unique()
    ids = ids.with_columns(event_id=pl.Series([identifier("event", *row) for row in ids.iter_rows()], dtype=pl.String))
    return keyed.drop("event_id", strict=False).join(ids, key, nulls_equal=True).drop("_source", "_target", "_days")


def _party(side: str) -> pl.Expr:
    """What tells one side of an event from others: its code, and its name where many bear the code."""
    code, country = pl.col(f"{side}_code"), pl.col(f"{side}_country")
    organisation = code.str.slice(0, 3).is_in(GROUPS) & (code.str.len_chars() > 3)
    name = pl.col(f"{side}_name").fill_null("").str.to_lowercase()
    return pl.when(country.is_not_null() | organisation).then(code).otherwise(pl.format("{}~{}", code, name))


def _commonest(mentions: pl.DataFrame, column: str) -> pl.DataFrame:
    """The value most mentions of an event give; among equals the first in the alphabet."""
    counted = mentions.filter(pl.col(column).is_not_null()).group_by("event_id", column).agg(_n=pl.len())
    ordered = counted.sort("event_id", "_n", column, descending=[False, True, False])
    return ordered.unique("event_id", keep="first", maintain_order=True).drop("_n")


def _places(mentions: pl.DataFrame) -> pl.DataFrame:
    """The place most mentions give; among equals the one found most precisely, then the first in the alphabet."""
    placed = mentions.filter(pl.col("place_name").is_not_null()).with_columns(
        _rank=_rank("place_method", PLACE_METHODS)
    )
    counted = placed.group_by("event_id", "place_name", "place_country").agg(
        pl.col("latitude", "longitude", "place_method", "place_precision").sort_by("_rank", "mention_id").first(),
        pl.col("_rank").min(),
        _n=pl.len(),
    )
    ordered = counted.sort(
        "event_id", "_n", "_rank", "place_name", "place_country", descending=[False, True, False, False, False]
    )
    return ordered.unique("event_id", keep="first", maintain_order=True).drop("_n", "_rank")


def _confidence(mentions: pl.DataFrame) -> pl.DataFrame:
    """1 - product of (1 - c) over stories, c being the best mention of each: copies of one story do not corroborate."""
    stories = mentions.group_by("event_id", "story_id").agg(pl.col("confidence").max()).sort("event_id", "story_id")
    found: dict[str, float] = {}
    for event_id, confidence in stories.select("event_id", "confidence").iter_rows():
        found[event_id] = found.get(event_id, 1.0) * (1.0 - confidence)
    rows = {"event_id": list(found), "confidence": [_rounded(1.0 - doubt) for doubt in found.values()]}
    return pl.DataFrame(rows, schema={"event_id": pl.String(), "confidence": pl.Float64()})


def _rounded(value: float) -> float:
    """Four digits, so that the last bits of a product do not make another release; CERTAIN at most."""
    return math.floor(min(value, CERTAIN) * 10_000 + 0.5) / 10_000


def _groups(mentions: pl.DataFrame) -> pl.DataFrame:
    """group_id and group_size of every event: events that share a trigger hang together, also by way of others."""
    parent: dict[str, str] = {}

    def root(event: str) -> str:
        while parent[event] != event:
            parent[event] = parent[parent[event]]
            event = parent[event]
        return event

    first_of: dict[str, str] = {}
    dyads: dict[str, tuple[str | None, str | None]] = {}
    columns = ("event_id", "group_key", "source_code", "target_code")
    for event, trigger, source, target in mentions.select(columns).iter_rows():
        parent.setdefault(event, event)
        dyads.setdefault(event, (source, target))
        one, other = root(event), root(first_of.setdefault(trigger, event))
        if one != other:
            parent[max(one, other)] = min(one, other)  # the smallest id stands for the group, in whatever order
    members: dict[str, set[tuple[str | None, str | None]]] = {}
    for event, dyad in dyads.items():
        members.setdefault(root(event), set()).add(dyad)
    rows: Mapping[str, list[Any]] = {
        "event_id": list(parent),
        "group_id": [identifier("group", root(event)) for event in parent],
        "group_size": [len(members[root(event)]) for event in parent],
    }
    return pl.DataFrame(rows, schema={"event_id": pl.String(), "group_id": pl.String(), "group_size": pl.Int32()})
