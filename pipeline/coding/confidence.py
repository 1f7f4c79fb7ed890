"""How sure a coding is: the share of codings with the same signs that are right.

Belongs here: the signs, their weights and the sum. Not here: fitting the weights (benchmarks/calibrate.py), how
reliable the result is (docs/accuracy.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from pipeline.actors.dictionary import Actor
from pipeline.coding.dates import EventDate
from pipeline.coding.match import FALLBACK, Match, Party

# Log odds, fitted on seeds/gold (benchmarks/calibrate.py): "right" is the full code and both countries.
WEIGHTS = {
    "always": -0.63,
    "actors asked": 0.16,
    "background": 0.0,
    "conflict": 0.3,
    "deep": -1.08,
    "noun": -0.96,
    "operator": 0.28,
    "own date": 0.17,
    "reciprocal": 0.53,
    "source agent": 0.55,
    "source anaphor": -0.47,
    "source name": 0.86,
    "source none": -0.49,
    "source word": -0.45,
    "statement": -0.67,
    "target agent": 0.66,
    "target anaphor": -0.16,
    "target name": 1.05,
    "target none": -0.06,
    "target word": -1.49,
    "unsure": 0.04,
    "words asked": 0.38,
}


def signs(
    match: Match, source: Party | None, target: Party | None, when: EventDate, modality: str, depth: int
) -> dict[str, float]:
    """What speaks for and against a coding, each 0..1. ``depth``: how many words stand over the predicate in the parse.
    """
    known = 0.0
    words = 0.0
    for slot in match.pattern.slots:
        if not slot.forbidden and not slot.optional:
            words += bool(slot.words)
            known += slot.filler in ("SOURCE", "TARGET", "BOTH", "HOST")
    found = {
        "always": 1.0,
        f"source {kind(source)}": 1.0,
        f"target {kind(target)}": 1.0,
        "words asked": min(words, 2.0) / 2,
        "actors asked": min(known, 2.0) / 2,
        "noun": float(match.clause.kind == "noun" and not match.clause.light),
        "operator": float(match.inner is not None),
        "two operators": float(match.inner is not None and match.inner.inner is not None),
        "statement": float(match.pattern in FALLBACK),
        "own date": float(when.method in ("explicit", "relative")),
        "background": float(when.method == "background"),
        "unsure": float(modality in ("hypothetical", "denied")),
        "deep": min(depth, 4) / 4,
        "conflict": float(match.code >= "14"),
        "reciprocal": float(match.reciprocal),
    }
    return {name: value for name, value in found.items() if value}


def kind(party: Party | None) -> str:
    """What is known of a side: "none", "word" (an agent without a country), "anaphor", "agent" or "name"."""
    actor: Actor | None = party.actor if party is not None else None
    if actor is None or not actor.code or actor.kind == "implied":  # no word names it
        return "none"
    if actor.kind == "anaphor":
        return "anaphor"
    if actor.kind == "agent":
        return "agent" if actor.country else "word"
    return "name"


def confidence(found: dict[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """0.01..0.99: how likely a coding with these signs is right."""
    total = sum(weights.get(name, 0.0) * value for name, value in found.items())
    return round(min(0.99, max(0.01, 1.0 / (1.0 + math.exp(-total)))), 2)
