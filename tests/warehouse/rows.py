"""Small rows of the declared tables for tests: give what matters, the rest is filled in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from pipeline.identifiers import identifier
from pipeline.warehouse.schema import ARTICLES, MENTIONS

DAY = dt.date(2024, 5, 16)


def article(name: str, *, revision: int = 1, text: str = "Text.", **more: Any) -> dict[str, Any]:
    """A row of articles; `name` stands for its identity."""
    row = {
        "article_id": identifier(name),
        "revision": revision,
        "source": "wire",
        "title": name,
        "published_at": dt.datetime(2024, 5, 16),
        "published_on": DAY,
        "published_method": "given",
        "fetched_at": dt.datetime(2024, 5, 17),
        "arrived_on": DAY,
        "language": "en",
        "story_id": identifier(name),
        "text_sha256": identifier(text) * 4,
        "raw_id": identifier(name, text),
        "text": text,
        "locator": f"{name}.txt",
    }
    return row | more


def mention(
    name: str, source: str | None, code: str, target: str | None, *, at: int = 0, **more: Any
) -> dict[str, Any]:
    """A row of mentions in the article `name`, its trigger at character `at`."""
    row: dict[str, Any] = {
        "article_id": identifier(name),
        "revision": 1,
        "sentence_start": at,
        "sentence_end": at + 50,
        "trigger_start": at + 5,
        "trigger_end": at + 10,
        "trigger_text": "met",
        "cameo_code": code,
        "cameo_root": code[:2],
        "quad_class": 1,
        "goldstein": 1.0,
        "plover_type": "CONSULT",
        "polarity": "affirmed",
        "modality": "occurred",
        "date_from": DAY,
        "date_to": DAY,
        "date_method": "publication",
        "confidence": 0.5,
        "pattern_id": "04:1",
        "group_key": identifier(name, at),
        "coder_version": "1",
        "dictionary_hash": "d",
        "arrived_on": DAY,
    }
    for side, actor in (("source", source), ("target", target)):
        if actor:
            row |= {f"{side}_code": actor, f"{side}_country": actor[:3], f"{side}_role": actor[3:] or None}
            row[f"{side}_name"] = actor.title()
    row |= more
    row["mention_id"] = identifier(name, row["revision"], at, source, target, code)
    return row


def articles(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of articles as a frame."""
    return ARTICLES.frame(rows)


def mentions(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of mentions as a frame."""
    return MENTIONS.frame(rows)
