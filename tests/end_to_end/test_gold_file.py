"""The hand-coded sentences are well formed: ids, splits, codes, dates, and articles that say what the sentences quote.

Belongs here: checks of seeds/gold/sentences.jsonl as data. Not here: scores of the coder on it.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import html
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (SEEDS / "gold" / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
]
RELEASES: list[dict[str, Any]] = [
    json.loads(line) for line in (SEEDS / "gold" / "releases.jsonl").read_text(encoding="utf-8").splitlines()
]
with (SEEDS / "ontology" / "cameo.csv").open(encoding="utf-8", newline="") as handle:
    CODES = {row["code"] for row in csv.DictReader(line for line in handle if not line.startswith("#"))}
POLARITIES = {"affirmed", "negated"}
MODALITIES = {"occurred", "ongoing", "planned", "threatened", "requested", "hypothetical", "denied"}


def _plain(text: str) -> str:
    """Words of a text without markup, escapes and white space, so that a page and a sentence can be compared."""
    for _ in range(3):
        text = html.unescape(text)
    text = re.sub(r"<[^>]+>|\\n", " ", text)
    return re.sub(r"\s+", " ", text.replace('\\"', '"'))


def _article_texts() -> dict[str, str]:
    texts = {}
    for path in (SEEDS / "articles").iterdir():
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        texts[path.name] = _plain(raw.decode("utf-8"))
    return texts


def test_ids_and_splits_follow_from_the_text() -> None:
    for row in ROWS:
        digest = hashlib.sha256(row["text"].encode()).hexdigest()
        assert row["id"] == f"g-{digest[:8]}", f"{row['id']}: the id of this text is g-{digest[:8]}"
        by_text = "dev" if int(digest[7], 16) % 2 == 0 else "test"
        assert row["split"] == ("place" if "dateline" in row else by_text), row["id"]
    assert max(Counter(row["id"] for row in ROWS).values()) == 1


def test_size_and_spread() -> None:
    assert len(ROWS) >= 400
    assert sum(not row["events"] for row in ROWS) >= 100
    roots = Counter(root for row in ROWS for root in {event["cameo"][:2] for event in row["events"]})
    assert {root for root, n in roots.items() if n >= 12} == {f"{n:02d}" for n in range(1, 21)}


def test_events_are_well_formed() -> None:
    for row in ROWS:
        where = row["id"]
        date.fromisoformat(row["date"])
        for event in row["events"]:
            assert event["source"] or event["target"], where
            for code in (event["source"], event["target"], *event.get("accept_actors", [])):
                assert re.fullmatch(r"([A-Z]{3}){0,4}", code), f"{where}: {code}"
            assert {event["cameo"], *event.get("accept", [])} <= CODES, where
            assert event["polarity"] in POLARITIES and event["modality"] in MODALITIES, where
            first, last = (date.fromisoformat(event[k]) if event[k] else None for k in ("date_from", "date_to"))
            assert first is None or (last is not None and first <= last), where
            if event["modality"] in ("occurred", "ongoing") and first is not None:
                assert first <= date.fromisoformat(row["date"]), f"{where}: it happened after its report"


def test_places_and_intervals_are_labelled() -> None:
    events = [event for row in ROWS + RELEASES for event in row["events"]]
    assert sum("place" in event and event["date_from"] is not None for event in events) >= 400
    split = [event for row in ROWS + RELEASES if row["split"] == "place" for event in row["events"]]
    assert sum("place" in event and event["date_from"] is not None for event in split) >= 200
    for event in split:
        assert set(event.get("unsure", [])) <= {"date", "place", "modality"}
        assert re.fullmatch(r"[A-Z]{3}|", event.get("place_country", ""))


def test_labels_of_releases_are_well_formed() -> None:
    assert len({(row["release"], row["start"]) for row in RELEASES}) == len(RELEASES)
    for row in RELEASES:
        assert row["split"] == "place" and "text" not in row
        assert 0 <= row["start"] < row["end"] and re.fullmatch(r"[0-9a-f]{8}", row["sha256"])
        for event in row["events"]:
            assert {event["cameo"], *event.get("accept", [])} <= CODES, row["release"]


def test_visits_pair_with_hosting() -> None:
    for row in ROWS:
        dyads = {(e["source"], e["target"], e["cameo"]) for e in row["events"] if e["source"] and e["target"]}
        for source, target, code in dyads:
            if code == "042":
                assert (target, source, "043") in dyads, row["id"]


def test_article_sentences_stand_in_their_articles() -> None:
    texts = _article_texts()
    for row in ROWS:
        if "article" in row:
            assert _plain(row["text"]) in texts[row["article"].split("#")[0]], f"{row['id']}: not in {row['article']}"
