"""How often the coder is right on the project's own hand-coded sentences: events, modality, dates, places.

Belongs here: coding the sentences one by one, scoring, printing. Does not belong here: the sentences and their
conventions (seeds/gold/README.md), sets kept outside the repository (score.py), any figure (docs/accuracy.md).

    python benchmarks/own_gold.py --split dev --errors 40 --roots 04 16
    python benchmarks/own_gold.py --split place --releases state_dept_2021.jsonl
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.coding.coder import Coder, Mention, Text
from pipeline.language.sentences import unwrap
from pipeline.settings import Settings

INTERNATIONAL = frozenset({"IGO", "NGO", "NGM", "IMG", "MNC"})
LEVELS = ("code", "code, countries", "root, countries", "countries")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One directed event, hand-coded or machine-coded.

    ``codes``, ``sources``, ``targets``: what counts as right (first: its own). A coded side that no word names, only
    the deed implies, has a second reading, "not named": hand-coding may leave it out.
    """

    codes: tuple[str, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    polarity: str
    modality: str
    date_from: str | None
    date_to: str | None
    place: str | None = None
    country: str | None = None
    why: str = ""
    unsure: frozenset[str] = frozenset()  # "date", "place": not to be judged

    def when_where(self) -> str:
        """Its interval and place as one line for a reader."""
        return f"{self.date_from}..{self.date_to} @ {self.place or '-'} ({self.country or '-'})"

    def line(self) -> str:
        """The event as one line for a reader."""
        negated = " NOT" if self.polarity == "negated" else ""
        return f"{self.codes[0]:5}{self.sources[0] or '---'} > {self.targets[0] or '---'}  {self.modality}{negated}"


@dataclass(slots=True)
class Score:
    """Counts of one split.

    ``right``: level -> matched events; ``pairs``: (gold, coded) that match at code and countries.
    """

    gold: int = 0
    coded: int = 0
    rows: int = 0
    negatives: int = 0
    false_alarms: int = 0
    right: Counter[str] = field(default_factory=Counter)
    roots: dict[str, Counter[str]] = field(default_factory=dict)
    pairs: list[tuple[Told, Told]] = field(default_factory=list)
    placed: list[tuple[Row, Told, Told]] = field(default_factory=list)  # the same for dates and places: root, countries
    wrong: list[tuple[Row, list[Told], list[Told]]] = field(default_factory=list)


def country(code: str) -> str:
    """The state of an actor code, the whole code where it names no state ("RUSGOV" -> "RUS", "IGOUNO" -> "IGOUNO")."""
    return code if code[:3] in INTERNATIONAL else code[:3]


def from_gold(event: Row) -> Told:
    """A hand-coded event; `accept` adds codes, `accept_actors` adds actors on either side."""
    actors = tuple(event.get("accept_actors", ()))
    return Told(
        (event["cameo"], *event.get("accept", ())),
        (event["source"], *(actors if event["source"] else ())),
        (event["target"], *(actors if event["target"] else ())),
        event["polarity"],
        event["modality"],
        event["date_from"],
        event["date_to"],
        event.get("place"),
        event.get("place_country"),
        unsure=frozenset(event.get("unsure", ())),
    )


def from_mention(m: Mention) -> Told:
    """A coded event."""
    first, last = (str(d) if d else None for d in (m.date_from, m.date_to))
    why = f"{m.pattern_id} at {m.trigger_text!r}"
    return Told(
        (m.cameo_code,),
        (m.source_code or "", *([""] if m.source_code and m.source_start is None else [])),
        (m.target_code or "", *([""] if m.target_code and m.target_start is None else [])),
        m.polarity,
        m.modality,
        first,
        last,
        m.place_name,
        m.place_country,
        why,
    )


def fits(level: str, gold: Told, coded: Told) -> bool:
    """Whether a coded event is right at ``level`` (one of LEVELS)."""
    alike: Callable[[str], str] = (lambda code: code) if level == "code" else country
    for ours, theirs in ((gold.sources, coded.sources), (gold.targets, coded.targets)):
        if not {alike(code) for code in theirs} & {alike(code) for code in ours}:
            return False
    if level.startswith("root"):
        return coded.codes[0][:2] in {code[:2] for code in gold.codes}
    return level == "countries" or coded.codes[0] in gold.codes


def pair(level: str, gold: Sequence[Told], coded: Sequence[Told]) -> list[tuple[Told, Told]]:
    """One-to-one pairs of events that fit at ``level``; those that fit more closely and agree in modality go first."""
    closer = [*LEVELS[: LEVELS.index(level) + 1]]
    free_gold, free_coded, pairs = list(gold), list(coded), []
    for step in closer:
        for same_modality in (True, False):
            for g in list(free_gold):
                c = next(
                    (c for c in free_coded if fits(step, g, c) and (c.modality == g.modality or not same_modality)),
                    None,
                )
                if c is not None:
                    pairs.append((g, c))
                    free_gold.remove(g)
                    free_coded.remove(c)
    return pairs


def score(rows: Iterable[Row], coded: Iterable[list[Mention]]) -> Score:
    """Score coded mentions against the rows they belong to."""
    total = Score()
    for row, mentions in zip(rows, coded, strict=True):
        gold = [from_gold(event) for event in row["events"]]
        ours = list(
            {(t.codes, t.sources, t.targets, t.polarity, t.modality): t for t in map(from_mention, mentions)}.values()
        )
        total.rows += 1
        total.gold += len(gold)
        total.coded += len(ours)
        if not gold:
            total.negatives += 1
            total.false_alarms += bool(ours)
        for level in LEVELS:
            total.right[level] += len(pair(level, gold, ours))
        close = pair("code, countries", gold, ours)
        total.pairs += close
        total.placed += [(row, g, c) for g, c in pair("root, countries", gold, ours)]
        for told, name in ((gold, "gold"), (ours, "coded"), ([g for g, _ in close], "right")):
            for t in told:
                total.roots.setdefault(t.codes[0][:2], Counter())[name] += 1
        missing = [g for g in gold if all(g is not p for p, _ in close)]
        extra = [c for c in ours if all(c is not p for _, p in close)]
        if missing or extra:
            total.wrong.append((row, missing, extra))
    return total


def share(part: int, whole: int) -> float:
    """Part of a whole, 0 for nothing."""
    return part / whole if whole else 0.0


def f1(right: int, gold: int, coded: int) -> tuple[float, float, float]:
    """(precision, recall, F1)."""
    p, r = share(right, coded), share(right, gold)
    return p, r, (2 * p * r / (p + r) if p + r else 0.0)


def report(name: str, s: Score) -> None:
    """Print the figures of one split."""
    print(f"{name}: {s.rows} sentences, {s.gold} hand-coded events, {s.coded} coded")
    for level in LEVELS:
        p, r, f = f1(s.right[level], s.gold, s.coded)
        print(f"  {level:<18} precision {p:.3f}  recall {r:.3f}  F1 {f:.3f}")
    n = len(s.pairs)
    placed = [(g, c) for g, c in s.pairs if g.place]
    print(f"  of {n} matched: modality {share(sum(g.modality == c.modality for g, c in s.pairs), n):.3f}", end="")
    print(f"  polarity {share(sum(g.polarity == c.polarity for g, c in s.pairs), n):.3f}", end="")
    print(
        f"  dates {share(sum((g.date_from, g.date_to) == (c.date_from, c.date_to) for g, c in s.pairs), n):.3f}",
        end="",
    )
    print(f"  place {share(sum(g.place == c.place for g, c in placed), len(placed)):.3f} (of {len(placed)})")
    print(f"  negatives with an event {s.false_alarms} of {s.negatives} ({share(s.false_alarms, s.negatives):.3f})")
    print(
        "  F1 by root "
        + "  ".join(f"{root} {f1(c['right'], c['gold'], c['coded'])[2]:.2f}" for root, c in sorted(s.roots.items()))
    )


def where_and_when(name: str, s: Score, limit: int) -> None:
    """Print how often places and intervals are right, for events found at root and countries; and what is wrong."""
    dated = [(r, g, c) for r, g, c in s.placed if "date" not in g.unsure]
    late = [(r, g, c) for r, g, c in dated if (g.date_from, g.date_to) != (c.date_from, c.date_to)]
    named = [(r, g, c) for r, g, c in s.placed if "place" not in g.unsure and (g.place or c.place)]
    astray = [(r, g, c) for r, g, c in named if g.place != c.place]
    abroad = [(r, g, c) for r, g, c in named if (g.country or None) != (c.country or None)]
    print(f"{name}: {s.rows} sentences, {s.gold} events, {len(s.placed)} of them found")
    for what, wrong, of in (
        ("interval", late, dated), ("place name", astray, named), ("place country", abroad, named)
    ):  # fmt: skip
        print(f"  {what:<14} right {len(of) - len(wrong)} of {len(of)} ({share(len(of) - len(wrong), len(of)):.3f})")
    for row, g, c in [x for x in s.placed if x in late or x in astray or x in abroad][:limit]:
        print(f"\n{row['date']} {row.get('dateline', '')}  {row['text']}\n   {g.line()}")
        print(f"   - {g.when_where()}\n   + {c.when_where()}   {c.why}")


def releases(labels: Sequence[Row], texts: Path, coder: Coder) -> tuple[list[Row], list[list[Mention]]]:
    """The labelled sentences of releases (seeds/gold/releases.jsonl) with their words, and what the coder finds in them
    when it reads the whole release. Labels whose words are not in ``texts`` are left out.
    """
    wanted = {label["release"] for label in labels}
    found: dict[str, str] = {}
    for line in texts.read_text(encoding="utf-8").splitlines():
        release = json.loads(line)
        number = str(release["id"]).split("=")[-1]
        if number in wanted:
            found[number] = unwrap(release["text"])
    published = {label["release"]: date.fromisoformat(label["date"]) for label in labels}
    order = [number for number in found if number in published]
    coded = dict(zip(order, coder.code_many(Text(found[n], published=published[n]) for n in order), strict=True))
    rows, mentions = [], []
    for label in labels:
        words = found.get(label["release"], "")[label["start"] : label["end"]].replace("\n", " ")
        if hashlib.sha256(words.encode()).hexdigest()[:8] == label["sha256"]:
            rows.append({**label, "text": words})
            mentions.append([m for m in coded[label["release"]] if label["start"] <= m.sentence_start < label["end"]])
    return rows, mentions


def show_errors(s: Score, limit: int, roots: Sequence[str]) -> None:
    """Print sentences with missing (-) and extra (+) events, those of ``roots`` only where given."""
    shown = 0
    for row, missing, extra in s.wrong:
        if roots and not any(t.codes[0].startswith(tuple(roots)) for t in (*missing, *extra)):
            continue
        if shown >= limit:
            return
        shown += 1
        print(f"\n{row['id']}  {row['text']}")
        for t in missing:
            print(f"   - {t.line()}")
        for t in extra:
            print(f"   + {t.line()}   {t.why}")


def main() -> int:
    """Code and score the hand-coded sentences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--gold", type=Path, default=Settings().seeds_dir / "gold" / "sentences.jsonl")
    parser.add_argument("--split", choices=("dev", "test", "place"), help="one split only")
    parser.add_argument("--releases", type=Path, help="the releases that seeds/gold/releases.jsonl labels")
    parser.add_argument("--errors", type=int, default=0, help="wrong sentences to print, of split dev only")
    parser.add_argument("--roots", nargs="*", default=[], help="errors of these code prefixes only")
    asked = parser.parse_args()
    rows = [
        row
        for line in asked.gold.read_text(encoding="utf-8").splitlines()
        if not (row := json.loads(line)).get("needs_context")
    ]
    coder = Coder.load(Settings())
    for split in [asked.split] if asked.split else ("dev", "test", "place"):
        chosen = [row for row in rows if row["split"] == split]
        scored = score(
            chosen,
            coder.code_many(
                Text(row["text"], published=date.fromisoformat(row["date"]), dateline=row.get("dateline"))
                for row in chosen
            ),
        )
        if split == "place":
            where_and_when(split, scored, asked.errors)
            continue
        report(split, scored)
        if split == "dev":
            show_errors(scored, asked.errors, asked.roots)
    if asked.releases:
        labels = [json.loads(line) for line in (asked.gold.parent / "releases.jsonl").read_text().splitlines()]
        where_and_when("releases", score(*releases(labels, asked.releases, coder)), asked.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
