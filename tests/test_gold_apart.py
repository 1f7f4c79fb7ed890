"""The labelled sentences that the coder is measured on stay apart from everything in the repository.

Belongs here: looking for runs of their words in code, seeds, tests and docs. Not here: their figures
(benchmarks/score.py). Skipped where they are not there.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"
RUN = 7  # words in a row
PLAIN = 6  # of them in lower case: runs with more names are names and stock phrases


def runs(text: str) -> Iterator[str]:
    """Every run of RUN words with at least PLAIN in lower case, without marks and capitals."""
    words = re.findall(r"[A-Za-z0-9]+", text)
    for k in range(len(words) - RUN + 1):
        run = words[k : k + RUN]
        if sum(w.islower() for w in run) >= PLAIN:
            yield " ".join(run).lower()


@pytest.mark.skipif(not GOLD.is_dir(), reason="the measuring sentences are not on this machine")
def test_no_measuring_sentence_is_in_the_repository() -> None:
    """A run of RUN words of a measuring sentence in a committed text file fails, with file and words."""
    gold = {
        run
        for path in sorted(GOLD.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for run in runs(json.loads(line)["text"])
    }
    assert len(gold) > 1000
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    found = []
    for name in listed.splitlines():
        path = ROOT / name
        if path.suffix not in (".py", ".txt", ".csv", ".jsonl", ".md", ".html", ".xml", ".conllu", ".toml"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="ignore").splitlines(), 1):
            found += [f"{name}:{number}: {run}" for run in runs(line) if run in gold]
    assert not found, "\n".join(found[:60])
