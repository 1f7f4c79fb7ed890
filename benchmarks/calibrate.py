"""Fits the few numbers that say how sure the coder is, on sentences of the project's own.

Belongs here: the weights of pattern and reader where actors are given (coder.py, GIVEN), fitted on the held-out quarter
of seeds/sentences. Not here: training the reader (seeds/model/reader/train.py), accuracy (own_gold.py, score.py).

    python benchmarks/calibrate.py
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.coding import coder as coding
from pipeline.coding.coder import Coder, Text
from pipeline.coding.reader import family
from pipeline.settings import Settings

HELD = "cdef"  # last hex digit of the SHA-256 of a text: never trained on, never read for errors
KINDS = ("read", "whole", "half", "beside", "other", "guess")


def held_out(folder: Path) -> list[dict[str, Any]]:
    """The held-out rows of seeds/sentences that name a source."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["source"] and hashlib.sha256(row["text"].encode()).hexdigest()[-1] in HELD:
                found.append(row)
    return found


def evidence(coder: Coder, rows: Sequence[dict[str, Any]]) -> list[tuple[dict[str, dict[str, float]], set[str]]]:
    """For each row: family -> what speaks for it (KINDS), and the families that are right."""
    seen: list[dict[str, dict[str, float]]] = []
    weigh = coding.weigh

    def note(shares: dict[str, float], kinds: dict[str, str]) -> dict[str, float]:
        seen.append(
            {
                f: {"read": math.log(max(shares.get(f, 0.0), 1e-6)), **({kinds[f]: 1.0} if f in kinds else {})}
                for f in shares.keys() | kinds.keys()
            }
        )
        return weigh(shares, kinds)

    coding.weigh = note
    try:
        for _ in coder.code_many(Text(r["text"], source_text=r["source"], target_text=r["target"] or None) for r in rows):
            pass
    finally:
        coding.weigh = weigh
    return [
        (row_seen, {family(c) for c in (row["cameo"], *row.get("also", ()))})
        for row_seen, row in zip(seen, rows, strict=True)
    ]


def fit(data: Sequence[tuple[dict[str, dict[str, float]], set[str]]], steps: int = 120) -> dict[str, float]:
    """Weights of KINDS that make the right families likeliest (conditional logit, gradient ascent)."""
    weights = np.array([coding.GIVEN[k] for k in KINDS])
    tables = []
    for seen, right in data:
        names = sorted(seen)
        if not right & set(names):
            continue
        x = np.array([[seen[f].get(k, 0.0) for k in KINDS] for f in names])
        tables.append((x, np.array([f in right for f in names])))
    for _ in range(steps):
        gradient = np.zeros(len(KINDS))
        for x, right in tables:
            scores = x @ weights
            p = np.exp(scores - scores.max())
            p /= p.sum()
            q = np.where(right, p, 0.0)
            gradient += (q / q.sum() - p) @ x
        weights = weights + 2.0 * gradient / len(tables)
    return {k: round(float(w), 2) for k, w in zip(KINDS, weights, strict=True)}


def hits(data: Sequence[tuple[dict[str, dict[str, float]], set[str]]], weights: dict[str, float]) -> float:
    """Share of the rows whose likeliest family is right."""
    right = 0
    for seen, wanted in data:
        best = max(sorted(seen), key=lambda f: sum(weights[k] * v for k, v in seen[f].items()))
        right += best in wanted
    return right / len(data)


def main() -> int:
    """Fit on one half of the held-out rows, measure on the other, and the other way round; then fit on all."""
    settings = Settings()
    data = evidence(Coder.load(settings), held_out(settings.seeds_dir / "sentences"))
    halves = (data[::2], data[1::2])
    for name, weights in (("reader alone", dict.fromkeys(KINDS, 0.0) | {"read": 1.0}), ("as it is", coding.GIVEN)):
        print(f"{name:<14} {hits(data, weights):.3f} of {len(data)}")
    crossed = (hits(halves[1], fit(halves[0])) + hits(halves[0], fit(halves[1]))) / 2
    print(f"fitted         {crossed:.3f} (each half by the other)")
    print("GIVEN =", fit(data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
