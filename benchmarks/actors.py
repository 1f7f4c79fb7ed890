"""How fast the actor dictionary loads and how many words a second it scans, in CPU seconds on one core.

Belongs here: timing on this machine. Does not belong here: whether the actors are right (names.py).

    python benchmarks/actors.py [--words 2000000]

`load` is what one process pays from nothing (the median of several processes, imports left out); `scan` looks for words
that can begin a name, which every sentence goes through; `names` also finds the names that stand there; `read` is all
of it: names, titles, role nouns, compounds and anaphors, coded and dated.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median

import spacy
from spacy.tokens import Doc

from pipeline.actors import ActorDictionary, ActorMemory, find
from pipeline.actors.resolve import Reader
from pipeline.articles.article import Article
from pipeline.articles.clean import clean
from pipeline.settings import Settings
from pipeline.sources.folder import read_paths
from pipeline.sources.raw import RawArticle

LOAD = """
import time
from pathlib import Path
from pipeline.actors import ActorDictionary
started = time.process_time()
ActorDictionary.load(Path({folder!r}))
print(time.process_time() - started)
"""
DAY = date(2015, 6, 1)
LOAD_CEILING, SCAN_FLOOR = 0.5, 2_000_000


def load_seconds(settings: Settings, times: int = 5) -> float:
    """CPU seconds of a load in a process of its own."""
    code = LOAD.format(folder=str(settings.seeds_dir / "actors"))
    command = [sys.executable, "-c", code]
    runs = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(times))
    return median(float(run.stdout) for run in runs)


def documents(settings: Settings) -> list[list[Doc]]:
    """The bundled articles as tokens, a list of sentences each."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    raws = read_paths([settings.sample_articles], datetime(2026, 1, 1, tzinfo=UTC))
    cleaned = [clean(raw) for raw in raws if isinstance(raw, RawArticle)]
    texts = [article.text for article in cleaned if isinstance(article, Article)]
    return [[sentence.as_doc() for sentence in nlp(text).sents] for text in texts]


def words_a_second(work: Callable[[list[Doc]], None], articles: list[list[Doc]], wanted: int) -> float:
    """Words that `work` takes a second in the fastest pass (others lose to whatever else runs on the machine)."""
    size = sum(len(doc) for article in articles for doc in article)
    for article in articles:
        work(article)
    best = float("inf")
    for _ in range(max(3, wanted // size)):
        started = time.process_time()
        for article in articles:
            work(article)
        best = min(best, time.process_time() - started)
    return size / best


def main() -> int:
    """Print load and rates; exit code 1 where one misses what the dictionary promises."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--words", type=int, default=2_000_000, help="words to time (the articles repeat)")
    wanted = arguments.parse_args().words
    settings = Settings()
    load_s = load_seconds(settings)
    dictionary = ActorDictionary.load(settings.seeds_dir / "actors")
    articles = documents(settings)

    def scan(article: list[Doc]) -> None:
        memory = ActorMemory()
        for doc in article:
            Reader(doc, dictionary, DAY, memory).candidates()

    def names(article: list[Doc]) -> None:
        memory = ActorMemory()
        for doc in article:
            reader = Reader(doc, dictionary, DAY, memory)
            for start in reader.candidates():
                reader.match(start)

    def read(article: list[Doc]) -> None:
        memory = ActorMemory()
        for doc in article:
            find(doc, dictionary, DAY, memory)

    lines = sum(dictionary.counts.values())
    print(f"load  {load_s:.2f} s for {lines} lines ({LOAD_CEILING} s at most)")
    rates = {work.__name__: words_a_second(work, articles, wanted) for work in (scan, names, read)}
    print(f"scan  {rates['scan'] / 1e6:.2f} million words/s ({SCAN_FLOOR / 1e6:g} at least)")
    print(f"names {rates['names'] / 1e6:.2f} million words/s")
    print(f"read  {rates['read'] / 1e6:.2f} million words/s")
    return int(load_s >= LOAD_CEILING or rates["scan"] < SCAN_FLOOR)


if __name__ == "__main__":
    raise SystemExit(main())
