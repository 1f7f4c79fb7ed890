"""A list of names and phrases whose country and role at a day are known, with a floor for how many come out right."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.actors import ActorDictionary, resolve_phrase
from pipeline.settings import Settings

FLOOR = 0.95


def wrong(dictionary: ActorDictionary) -> tuple[int, list[str]]:
    lines = (Path(__file__).parent / "names.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    faults: list[str] = []
    for row in rows:
        actor = resolve_phrase(row["phrase"], dictionary, date.fromisoformat(row["date"]))
        got = (actor.country, actor.role) if actor is not None else ("", "")
        if got != (row["country"], row["role"]):
            faults.append(f"{row['phrase']} ({row['date']}): {got}, expected {(row['country'], row['role'])}")
    return len(rows), faults


def test_names_have_country_and_role(dictionary: ActorDictionary) -> None:
    count, faults = wrong(dictionary)
    assert count >= 100
    assert len(faults) <= (1 - FLOOR) * count, "\n".join(faults)


def right(dictionary: ActorDictionary, row: dict[str, Any]) -> bool:
    actor = resolve_phrase(row["text"], dictionary, date.fromisoformat(row["date"]))
    country, role = (actor.country, actor.role) if actor is not None else ("", "")
    more = row.get("accept_roles", ())
    fits = any(role.startswith(m[:-1]) if m.endswith("*") else role == m for m in (row["role"], *more))
    return country == row["country"] and fits


def test_the_labelled_names(dictionary: ActorDictionary) -> None:
    path = Settings().seeds_dir / "gold" / "names.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({(row["text"], row["date"]) for row in rows}) == len(rows)
    for name, size in (("first", 300), ("fresh", 100)):
        here = [row for row in rows if row["list"] == name]
        assert len(here) == size
        assert sum(right(dictionary, row) for row in here) >= 0.92 * size, name
