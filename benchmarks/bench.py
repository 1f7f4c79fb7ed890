"""How fast the coder is, as a ratio to a bare parse of the same text in the same run, in CPU seconds.

Belongs here: timing on this machine. Does not belong here: whether the codes are right (score.py).

    python benchmarks/bench.py [--words 100000]
"""

import argparse
import sys
import time
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

from pipeline.articles.article import Article
from pipeline.articles.clean import clean
from pipeline.coding.coder import Coder, Text
from pipeline.language import parser
from pipeline.language.sentences import split
from pipeline.settings import Settings
from pipeline.sources.folder import read_paths
from pipeline.sources.raw import RawArticle


def articles(settings: Settings) -> list[Article]:
    """Return the bundled articles that are kept."""
    raws = read_paths([settings.sample_articles], datetime(2026, 1, 1, tzinfo=UTC))
    cleaned = [clean(raw) for raw in raws if isinstance(raw, RawArticle)]
    return [article for article in cleaned if isinstance(article, Article)]


def parse(nlp: Any, sentences: list[str]) -> float:
    """CPU seconds that a pipeline takes for the sentences, its caches warm."""
    for _ in nlp.pipe(sentences[:500], batch_size=128):
        pass
    started = time.process_time()
    for _ in nlp.pipe(sentences, batch_size=128):
        pass
    return time.process_time() - started


def main() -> int:
    """Print load time, words a second bare and coded, and their ratio."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--words", type=int, default=100_000, help="words to time (the articles repeat)")
    wanted = arguments.parse_args().words
    settings = Settings()

    started = time.process_time()
    coder = Coder.load(settings)
    load_s = time.process_time() - started

    sample = articles(settings)
    if not sample:
        print("no articles in", settings.sample_articles, file=sys.stderr)
        return 2
    texts: list[Text] = []
    words = 0
    for article in cycle(sample):
        if words >= wanted:
            break
        published = article.published_at.date() if article.published_at else None
        texts.append(Text(article.text, article.title, published, article.dateline_place))
        words += len(article.text.split())
    sentences = [text.text[start:end] for text in texts for start, end in split(text.text)]
    list(coder.code_many(texts[: len(sample)]))  # warm: the first pass over new words fills spaCy's caches

    bare_s, own_s = parse(parser.bare(settings.parser), sentences), parse(coder.nlp, sentences)

    started = time.process_time()
    found = sum(len(mentions) for mentions in coder.code_many(texts))
    coded_s = time.process_time() - started

    print(f"load        {load_s:8.2f} s")
    print(f"text        {words:8,} words in {len(texts):,} articles, {len(sentences):,} sentences")
    print(f"bare parse  {words / bare_s:8,.0f} words/CPU s   {bare_s:.1f} s")
    print(f"own parser  {words / own_s:8,.0f} words/CPU s   {own_s:.1f} s   every sentence, as the coder parses it")
    print(f"coded       {words / coded_s:8,.0f} words/CPU s   {coded_s:.1f} s   {found:,} mentions")
    print(f"ratio       {coded_s / bare_s:8.2f} (coding time / bare parse of every sentence; less than 1 is faster)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
