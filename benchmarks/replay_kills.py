"""Replay the real polls of a feed in a process that is killed at random moments: each release must be there once.

`python benchmarks/replay_kills.py [KILLS [SEED]]`; without the polls (tests/end_to_end/replay.py) a made-up series.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from pipeline.settings import Settings  # noqa: E402
from tests.end_to_end import replay  # noqa: E402


def main() -> int:
    """Replay, compare, tell."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    polls = replay.corpus() or replay.made_up(40)
    expected = replay.releases(polls)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        hit = replay.killed_at_random(Path(folder), polls, kills, seed)
        found = replay.articles(Settings(data_dir=Path(folder)))
    counts = [{url: len(texts) for url, texts in one.items()} for one in (expected, found)]
    missing, more = set(counts[0]) - set(counts[1]), set(counts[1]) - set(counts[0])
    wrong = [url for url in counts[0].keys() & counts[1].keys() if counts[0][url] != counts[1][url]]
    print(f"{len(polls)} polls, {len(expected)} releases, {sum(counts[0].values())} wordings, killed {hit} times")
    print(f"missing {len(missing)}, unknown {len(more)}, with another number of revisions {len(wrong)}")
    print(f"{time.monotonic() - began:.0f} s")
    return int(counts[0] != counts[1])


if __name__ == "__main__":
    sys.exit(main())
