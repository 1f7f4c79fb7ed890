"""How many names of seeds/gold/names.jsonl get the right country and the right role at their day.

Belongs here: the figures by list and kind, and what came out wrong. Does not belong here: the labels (seeds/gold).

    python benchmarks/names.py [--errors 40] [--list first|fresh]
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.actors import ActorDictionary, resolve_phrase
from pipeline.settings import Settings

FLOOR = 0.92


def read(path: Path) -> list[dict[str, Any]]:
    """The labelled names, in order."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def accepted(role: str, row: dict[str, Any]) -> bool:
    """Whether a role is the row's own or one of those it accepts ("IGO*": any that begins so)."""
    more = row.get("accept_roles", ())
    return role == row["role"] or any(role.startswith(m[:-1]) if m.endswith("*") else role == m for m in more)


def judge(rows: Sequence[dict[str, Any]], dictionary: ActorDictionary) -> list[tuple[bool, bool, str, str]]:
    """(country right, role right, country found, role found) of every row."""
    found = []
    for row in rows:
        actor = resolve_phrase(row["text"], dictionary, date.fromisoformat(row["date"]))
        country, role = (actor.country, actor.role) if actor is not None else ("", "")
        found.append((country == row["country"], accepted(role, row), country, role))
    return found


def main() -> int:
    """Print the share of names with both right for every list; exit code 1 where a list lies below FLOOR."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--errors", type=int, default=0, help="wrong names to print")
    arguments.add_argument("--list", default="", help="only this list")
    given = arguments.parse_args()
    seeds = Settings().seeds_dir
    rows = [r for r in read(seeds / "gold" / "names.jsonl") if given.list in ("", r["list"])]
    judged = judge(rows, ActorDictionary.load(seeds / "actors"))
    low = False
    for name in dict.fromkeys(r["list"] for r in rows):
        here = [(r, j) for r, j in zip(rows, judged, strict=True) if r["list"] == name]
        both = sum(j[0] and j[1] for _, j in here)
        low = low or both < FLOOR * len(here)
        print(
            f"{name}: {both} of {len(here)} right ({both / len(here):.3f}; floor {FLOOR});"
            f" country {sum(j[0] for _, j in here)}, role {sum(j[1] for _, j in here)}"
        )
        wrong = Counter(r["kind"] for r, j in here if not (j[0] and j[1]))
        if wrong:
            print("  wrong by kind: " + ", ".join(f"{kind} {number}" for kind, number in wrong.most_common()))
    for row, (country_right, role_right, country, role) in zip(rows, judged, strict=True):
        if given.errors > 0 and not (country_right and role_right):
            given.errors -= 1
            wanted, got = (f"{c or '-'} {r or '-'}" for c, r in ((row["country"], row["role"]), (country, role)))
            print(f"  {row['text']} ({row['date']}): {got}, expected {wanted}")
    return 1 if low else 0


if __name__ == "__main__":
    raise SystemExit(main())
