"""How fast saved pages become clean articles in the store, and whether memory stays flat.

`python benchmarks/ingest.py` reads and cleans pages made here of the bundled articles' paragraphs with the chrome of a
news site around them (menus, teasers, scripts: about 100 KB each). `python benchmarks/ingest.py memory [ARTICLES]` puts
many short articles through the store, a day of them at a time, and prints the memory as it goes.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:  # imported where they are used: processes that clean pages load this file too
    from pipeline.sources.raw import RawArticle

PAGES = 4000
CACHE = "150MB"
FLOOR = 150.0  # pages a second on two cores
DAY = date(2024, 5, 16)
NOW = datetime(2024, 5, 16, 12, tzinfo=UTC)


def paragraphs() -> list[str]:
    """Paragraphs of the bundled articles."""
    files = sorted((ROOT / "seeds" / "articles").glob("*.txt"))
    blocks = (block.strip() for file in files for block in file.read_text(encoding="utf-8").split("\n\n"))
    return [block for block in blocks if len(block) > 120]


def page(chance: random.Random, texts: list[str], number: int) -> str:
    """One page as a news site serves it."""
    words = " ".join(chance.sample(texts, 3)).split()
    title = f"{' '.join(chance.sample(words, 8)).capitalize()} {number}"
    teaser = "".join(
        f'<div class="teaser card-{i % 4}"><a href="/2024/05/{i}/story-{i}"><img src="/i/{i}.jpg" alt="">'
        f'<h3 class="teaser__title">{" ".join(chance.sample(words, 9))}</h3></a><span>{i} h ago</span></div>'
        for i in range(40)
    )
    link = '<li class="nav__item"><a class="nav__link" href="/s/{}">{}</a></li>'
    menu = "".join(link.format(i, words[i % len(words)]) for i in range(90))
    state = json.dumps({f"key{i}": " ".join(chance.sample(words, 20)) for i in range(350)})
    style = "".join(f".c{i} .d{i}{{margin:{i}px;padding:0 {i}px;color:#{i:06x}}}\n" for i in range(500))
    body = "".join(f"<p>{text}</p>" for text in chance.sample(texts, 12))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Harbour Wire</title>'
        f'<meta property="og:site_name" content="The Harbour Wire"><meta property="article:published_time" '
        f'content="2024-05-16T08:00:00Z"><link rel="canonical" href="https://wire.example/a/{number}">'
        f"<style>{style}</style><script>window.STATE={state}</script></head><body><header><nav><ul>{menu}</ul></nav>"
        f'</header><main><article><h1>{title}</h1><div class="byline"><time datetime="2024-05-16T08:00:00Z">16 May'
        f'</time></div>{body}<div class="share"><a href="#">Share</a></div></article><aside>{teaser}</aside></main>'
        f"<footer><ul>{menu}</ul><p>© 2024 The Harbour Wire</p></footer><script>{state}</script></body></html>"
    )


def speed(folder: Path) -> int:
    """Read and clean saved pages; the exit code is 1 below the floor."""
    from pipeline.sources.folder import read_paths
    from pipeline.warehouse import steps
    from pipeline.warehouse.store import Store

    chance, texts = random.Random(1), paragraphs()
    inbox = folder / "inbox"
    inbox.mkdir()
    sizes = []
    for number in range(PAGES):
        text = page(chance, texts, number)
        sizes.append(len(text))
        (inbox / f"{number:05}.html").write_text(text, encoding="utf-8")
    with Store.open(folder / "store.duckdb") as store:
        steps.arrive(store, many(0, 20, texts), DAY)  # what is loaded and compiled once is no speed
        steps.clean_day(store, DAY)
        began, worked = time.monotonic(), processor_seconds()
        steps.arrive(store, read_paths([inbox], NOW), DAY)
        arrived = time.monotonic()
        steps.clean_day(store, DAY)
        done = time.monotonic()
        kept = store.con.sql("SELECT count(*) FROM articles WHERE locator LIKE '%.html'").fetchall()[0][0]
    rate, work = PAGES / (done - began), processor_seconds() - worked
    print(f"{PAGES} pages of {sum(sizes) / len(sizes) / 1000:.0f} KB, {kept} kept, {os.cpu_count()} cores")
    print(f"arrive {PAGES / (arrived - began):.0f}, clean {PAGES / (done - arrived):.0f} pages a second by the clock")
    print(f"both {rate:.0f} pages a second by the clock, {PAGES / work:.0f} a second of one processor")
    return int(rate < FLOOR)


def processor_seconds() -> float:
    """Seconds of processor time that this process and those it has ended have taken."""
    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


def many(day: int, number: int, texts: list[str]) -> Iterator[RawArticle]:
    """A day's articles, each of its own words."""
    from pipeline.sources.raw import RawArticle, raw_id

    chance = random.Random(day)
    for one in range(number):
        url = f"https://wire.example/{day}/{one}"
        content = "\n\n".join([f"Report {one} of day {day}.", *chance.sample(texts, 5)]).encode()
        yield RawArticle(raw_id(url, content), "wire", url, url, "text/plain", content, url, None, "2024-05-16", NOW)


def memory(folder: Path, articles: int) -> int:
    """Put many articles through the store; prints the memory a tenth at a time.

    DuckDB's cache, which grows to most of the machine's memory where there is room, is held at CACHE.
    """
    from pipeline.warehouse import steps
    from pipeline.warehouse.store import Store

    texts, part = paragraphs(), articles // 10
    with Store.open(folder / "store.duckdb") as store:
        store.con.execute(f"SET memory_limit = '{CACHE}'")
        for tenth in range(10):
            day = DAY + timedelta(days=tenth)
            steps.arrive(store, many(tenth, part, texts), day)
            steps.clean_day(store, day)
            now = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
            print(f"{(tenth + 1) * part:>7} articles: {now:.0f} MB now, {peak:.0f} MB at most", flush=True)
    return 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        if sys.argv[1:2] == ["memory"]:
            sys.exit(memory(Path(scratch), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000))
        sys.exit(speed(Path(scratch)))
