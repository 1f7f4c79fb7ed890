"""Fits the few numbers that say how sure the coder is, on sentences of the project's own.

Belongs here: the weights of the signs of a right coding (confidence.py), fitted on seeds/gold, with a reliability
plot of its test half by weights fitted on other sentences; the weights of pattern and reader where actors are given
(coder.py, GIVEN), fitted on the held-out quarter of seeds/sentences. Not here: training the reader
(seeds/model/reader/train.py), accuracy (own_gold.py, score.py).

    python benchmarks/calibrate.py confidence --plot docs/reliability.svg
    python benchmarks/calibrate.py given
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import math
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from own_gold import from_gold, from_mention, pair

from pipeline.coding import coder as coding
from pipeline.coding.coder import Coder, Text
from pipeline.coding.confidence import confidence
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
        texts = (Text(r["text"], source_text=r["source"], target_text=r["target"] or None) for r in rows)
        for _ in coder.code_many(texts):
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


def coded_gold(coder: Coder, split: str) -> list[tuple[dict[str, float], bool]]:
    """The signs of every coding of one half of seeds/gold, and whether it is right (full code, both countries)."""
    recorded: list[dict[str, float]] = []

    def note(found: dict[str, float]) -> float:
        recorded.append(found)
        return float(len(recorded) - 1)  # a number to know the mention by

    rows = [
        row
        for line in (Settings().seeds_dir / "gold" / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
        if not (row := json.loads(line)).get("needs_context") and row["split"] == split
    ]
    known, coding.confidence = coding.confidence, note
    try:
        coded = list(coder.code_many(Text(r["text"], published=date.fromisoformat(r["date"])) for r in rows))
    finally:
        coding.confidence = known
    out = []
    for row, mentions in zip(rows, coded, strict=True):
        gold = [from_gold(event) for event in row["events"]]
        ours = [from_mention(m) for m in mentions]
        right = {id(c) for _, c in pair("code, countries", gold, ours)}
        out += [(recorded[int(m.confidence)], id(t) in right) for m, t in zip(mentions, ours, strict=True)]
    return out


def fit_signs(data: Sequence[tuple[dict[str, float], bool]], ridge: float = 3.0) -> dict[str, float]:
    """Log odds of the signs by logistic regression with a ridge (Newton's method)."""
    names = ["always", *sorted({n for found, _ in data for n in found} - {"always"})]
    x = np.array([[found.get(n, 0.0) for n in names] for found, _ in data])
    y = np.array([float(right) for _, right in data])
    penalty = np.diag([1e-6] + [ridge] * (len(names) - 1))
    w = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        w = w + np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, x.T @ (y - p) - penalty @ w)
    return {n: round(float(v), 2) for n, v in zip(names, w, strict=True)}


def bins(sure: Sequence[tuple[float, bool]], edges: Sequence[float]) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, codings) for each stretch of confidence that has any."""
    out = []
    for low, high in itertools.pairwise(edges):
        inside = [(c, r) for c, r in sure if low <= c < high]
        if inside:
            out.append((sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside), len(inside)))
    return out


def crossed(data: Sequence[tuple[dict[str, float], bool]], folds: int = 5) -> list[tuple[float, bool]]:
    """Each coding's confidence by weights fitted on the other folds, and whether it is right. Folds are runs of
    neighbours, so that the codings of one sentence stay together.
    """
    cuts = [round(k * len(data) / folds) for k in range(folds + 1)]
    out: list[tuple[float, bool]] = []
    for low, high in itertools.pairwise(cuts):
        weights = fit_signs([*data[:low], *data[high:]])
        out += [(confidence(found, weights), right) for found, right in data[low:high]]
    return out


def draw(points: Sequence[tuple[float, float, int]], path: Path) -> None:
    """A reliability plot as SVG: said confidence to the right, share right upwards, a circle's area the codings."""
    width, edge = 360, 40

    def at(x: float, y: float) -> tuple[float, float]:
        return edge + x * (width - edge - 10), (width - edge) - y * (width - edge - 10)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" width="{width}" height="{width}" '
        'font-family="sans-serif" font-size="11" role="img" aria-label="Reliability of confidence">',
        f'<rect width="{width}" height="{width}" fill="white"/>',
    ]
    for k in range(0, 11, 2):
        (x, _), (_, y) = at(k / 10, 0), at(0, k / 10)
        parts.append(f'<line x1="{x:.0f}" y1="{at(0, 1)[1]:.0f}" x2="{x:.0f}" y2="{at(0, 0)[1]:.0f}" stroke="#ddd"/>')
        parts.append(f'<line x1="{at(0, 0)[0]:.0f}" y1="{y:.0f}" x2="{at(1, 0)[0]:.0f}" y2="{y:.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.0f}" y="{width - edge + 14}" text-anchor="middle">{k / 10:.1f}</text>')
        parts.append(f'<text x="{edge - 6}" y="{y + 4:.0f}" text-anchor="end">{k / 10:.1f}</text>')
    (x1, y1), (x2, y2) = at(0, 0), at(1, 1)
    parts.append(f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="#888" stroke-dasharray="4"/>')
    for said, right, count in points:
        x, y = at(said, right)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{math.sqrt(count) * 1.1:.1f}" fill="#1b6ca8" fill-opacity="0.6">'
            f"<title>said {said:.2f}, right {right:.2f}, {count} codings</title></circle>"
        )
    parts.append(f'<text x="{width / 2}" y="{width - 6}" text-anchor="middle">confidence</text>')
    turned = f'text-anchor="middle" transform="rotate(-90 12 {width / 2})"'
    parts.append(f'<text x="12" y="{width / 2}" {turned}>share right</text>')
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def by_confidence(plot: Path | None) -> None:
    """Fit on both halves, and say how reliable that is by weights fitted on the other folds: on test, which nobody
    reads for errors, and on dev, where the coder is better than elsewhere.
    """
    coder = Coder.load(Settings())
    dev, test = coded_gold(coder, "dev"), coded_gold(coder, "test")
    print("WEIGHTS =", json.dumps(fit_signs([*dev, *test]), indent=4))
    sure_of = crossed([*dev, *test], folds=10)
    held = sure_of[len(dev) :]
    for name, sure in (("test", held), ("dev", sure_of[: len(dev)])):
        mean = sum(c for c, _ in sure) / len(sure)
        share = sum(r for _, r in sure) / len(sure)
        brier = sum((c - r) ** 2 for c, r in sure) / len(sure)
        plain = share * (1 - share)
        points = bins(sure, [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01])
        off = sum(abs(c - r) * n for c, r, n in points) / len(sure)
        print(
            f"{name}: {len(sure)} codings, right {share:.3f}, mean confidence {mean:.3f}, Brier {brier:.3f} "
            f"(always saying {share:.2f}: {plain:.3f}), mean gap {off:.3f}"
        )
        for said, right, count in points:
            print(f"   said {said:.2f}  right {right:.2f}  of {count}")
    if plot is not None:
        draw(bins(held, [k / 10 for k in range(10)] + [1.01]), plot)


def given() -> None:
    """Fit GIVEN on one half of the held-out rows, measure on the other, and the other way round; then fit on all."""
    settings = Settings()
    data = evidence(Coder.load(settings), held_out(settings.seeds_dir / "sentences"))
    halves = (data[::2], data[1::2])
    for name, weights in (("reader alone", dict.fromkeys(KINDS, 0.0) | {"read": 1.0}), ("as it is", coding.GIVEN)):
        print(f"{name:<14} {hits(data, weights):.3f} of {len(data)}")
    crossed = (hits(halves[1], fit(halves[0])) + hits(halves[0], fit(halves[1]))) / 2
    print(f"fitted         {crossed:.3f} (each half by the other)")
    print("GIVEN =", fit(data))


def main() -> int:
    """Fit what is asked for and print it; the numbers are carried into the code by hand."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=("confidence", "given"))
    parser.add_argument("--plot", type=Path, help="SVG file for the reliability plot")
    asked = parser.parse_args()
    if asked.what == "given":
        given()
    else:
        by_confidence(asked.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
