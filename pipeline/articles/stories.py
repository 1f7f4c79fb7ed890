"""Near-duplicates: the same story carried by several outlets gets one story_id.

Belongs here: likeness of whole texts. Does not belong here: revisions of one article, events told by different reports.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from rensa import RMinHash

# Estimated Jaccard likeness of word triples from which two texts are one story; what was measured: docs/ingest.md.
THRESHOLD = 0.55
WINDOW = timedelta(
    days=7
)  # a text that comes back a year later is another story ("On the occasion of your National Day")
_PERMUTATIONS = 128
_BANDS = 32  # four rows a band: pairs at 0.55 are found with 95 %, at 0.65 with 99.7 %
_SEED = 42
_SHINGLE = 3
_COMPARED = 50  # candidates compared in one bucket: a flood of copies stays linear
_WORD = re.compile(r"\w+")


def stories(
    articles: Iterable[tuple[str, str, datetime | None]], arrived: Mapping[str, date] | None = None
) -> dict[str, str]:
    """story_id of every key of (key, text, published_at).

    The id is the key of the story's earliest article (smallest key on equal times, undated last) among those that
    `arrived` on its first day: so it stays as copies arrive over days, also such as were published before, and does not
    depend on the order in which articles are given. Two articles are one story when
    their texts are alike and published within a week of each other (an undated one: of any), and all that hang together
    by such pairs are.
    """
    first = arrived or {}
    rows = sorted(articles, key=lambda row: (first.get(row[0], date.min), _order(row)))
    digests = [_digest(text) for _, text, _ in rows]
    parent = list(range(len(rows)))
    buckets: dict[int, list[int]] = defaultdict(list)
    width = _PERMUTATIONS // _BANDS
    for number, digest in enumerate(digests):
        if digest is None:
            continue
        compared: set[int] = set()
        for band in range(_BANDS):
            # A tuple of integers always hashes to the same number; what collides is told apart by its likeness.
            bucket = buckets[hash((band, *digest[band * width : (band + 1) * width]))]
            for other in bucket[-_COMPARED:]:
                root = _root(parent, other)
                if other in compared or root == _root(parent, number):
                    continue
                compared.add(other)
                if _near(rows[number][2], rows[other][2]) and _likeness(digest, digests[other]) >= THRESHOLD:
                    mine = _root(parent, number)
                    parent[max(mine, root)] = min(mine, root)  # rows are in order: the first is the root
            bucket.append(number)
    return {key: rows[_root(parent, number)][0] for number, (key, _, _) in enumerate(rows)}


def _order(row: tuple[str, str, datetime | None]) -> tuple[bool, str, str]:
    key, _, published = row
    return published is None, published.isoformat() if published else "", key


def _digest(text: str) -> array[int] | None:
    """MinHash of the word triples of a text; None for a text too short to be like another by more than chance."""
    words = _WORD.findall(text.lower())
    shingles = [" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)]
    if len(shingles) < 10:
        return None
    sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update(shingles)
    return array("I", sketch.digest())


def _likeness(one: array[int], other: array[int] | None) -> float:
    if other is None:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / _PERMUTATIONS


def _near(one: datetime | None, other: datetime | None) -> bool:
    return one is None or other is None or abs(one - other) <= WINDOW


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number
