"""The steps from raw articles to a release, each over the working store, each safe to repeat.

What belongs here: what a step reads from the store, which library function it puts it through, what it writes back in
one transaction. What does not: how an article is cleaned, a sentence coded, mentions joined (the stages before), and
when a step runs (assets).

A day is the day of arrival. A step does only what is not done yet: an article is cleaned again when the cleaning code
has changed, coded again when its text or the coder has. So every step can be stopped and run again, and repeating one
adds nothing twice.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

import polars as pl

import pipeline.articles
from pipeline.articles import language
from pipeline.articles.article import Article
from pipeline.articles.clean import clean_all
from pipeline.articles.stories import stories
from pipeline.coding.coder import Mention, Text
from pipeline.coding.linking import link, newest
from pipeline.coding.typed import typed
from pipeline.coding.version import CoderIdentity
from pipeline.identifiers import identifier
from pipeline.ontology.lookup import Ontology
from pipeline.settings import Settings
from pipeline.sources.raw import RawArticle, Rejection
from pipeline.warehouse import release
from pipeline.warehouse.schema import (
    AGREEMENTS,
    ARTICLES,
    CODINGS,
    EVENTS,
    MENTIONS,
    RAW_ARTICLES,
    REJECTIONS,
    SANCTIONS,
    VISITS,
    Table,
    literal,
    quoted,
)
from pipeline.warehouse.store import Store, on_day

BATCH = 200  # raw articles written at once
CHUNK = 32  # articles coded between two writes: what a kill may lose
TOGETHER = 25  # articles cleaned in one go
AHEAD = 2  # batches being cleaned while one is written
MANY = 1000  # articles from which on starting processes to clean them pays
CODED = "en"  # the language that is coded
TYPED = (VISITS, AGREEMENTS, SANCTIONS)

Item = TypeVar("Item")
# Told (done, total) as a step goes on; the total is None while it is not known.
Progress = Callable[[int, int | None], None]


def silent(done: int, total: int | None) -> None:
    """Progress that nobody watches."""


class Codes(Protocol):
    """What a step needs of a coder (pipeline.coding.coder.Coder)."""

    def code_many(self, items: Iterable[Text]) -> Iterator[list[Mention]]:
        """One list of mentions a text, in order."""


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk


# -- raw articles ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Arrival:
    """What one reading of files brought: raw ids in the order read (known ones too) and what could not be read."""

    raw_ids: list[str] = field(default_factory=list)
    new: int = 0
    rejected: list[Rejection] = field(default_factory=list)

    @classmethod
    def joined(cls, parts: Iterable[Arrival]) -> Arrival:
        """Several readings as one."""
        whole = cls()
        for part in parts:
            whole.raw_ids += part.raw_ids
            whole.new += part.new
            whole.rejected += part.rejected
        return whole


def arrive(store: Store, items: Iterable[RawArticle | Rejection], day: date, progress: Progress = silent) -> Arrival:
    """Store the raw articles that are not there yet, as arrived on `day`, and what could not be read."""
    arrival = Arrival()
    seen: set[str] = set()
    last = store.con.sql(f"SELECT max(position) FROM raw_articles WHERE {on_day(RAW_ARTICLES, day)}").fetchall()[0][0]
    position = 0 if last is None else last + 1
    for chunk in _chunks(items, BATCH):
        rows: list[dict[str, Any]] = []
        rejected: list[Rejection] = []
        accepted: list[str] = []
        known = _known(store, [item.raw_id for item in chunk if isinstance(item, RawArticle)])
        for item in chunk:
            if isinstance(item, Rejection):
                rejected.append(item)
                continue
            accepted.append(item.locator)
            if item.raw_id not in seen:
                seen.add(item.raw_id)
                arrival.raw_ids.append(item.raw_id)
            if item.raw_id not in known:
                known.add(item.raw_id)
                rows.append(_raw_row(item, day, position))
                position += 1
        with store.transaction():
            store.append(RAW_ARTICLES, RAW_ARTICLES.frame(rows))
            forget_rejections(store, day, accepted, stage="read")
            _note_rejections(store, day, [(rejection, None) for rejection in rejected])
        arrival.new += len(rows)
        arrival.rejected += rejected
        progress(len(arrival.raw_ids) + len(arrival.rejected), None)
    return arrival


def _known(store: Store, raw_ids: Sequence[str]) -> set[str]:
    """Those of some raw ids that are in the store."""
    listed = ", ".join(map(literal, raw_ids)) or "NULL"
    return {row[0] for row in store.con.sql(f"SELECT raw_id FROM raw_articles WHERE raw_id IN ({listed})").fetchall()}


def _raw_row(raw: RawArticle, day: date, position: int) -> dict[str, Any]:
    return asdict(raw) | {
        "notes": "; ".join(raw.notes) or None,
        "fetched_at": utc(raw.fetched_at),
        "arrived_on": day,
        "position": position,
        "cleaned_by": None,
    }


def utc(when: datetime | None) -> datetime | None:
    """A time as the tables hold it: UTC without a zone."""
    return when.astimezone(UTC).replace(tzinfo=None) if when is not None and when.tzinfo else when


def _note_rejections(store: Store, day: date, rejected: Sequence[tuple[Rejection, str | None]]) -> None:
    rows = {
        (rejection.locator, rejection.stage): asdict(rejection) | {"raw_id": raw_id, "arrived_on": day}
        for rejection, raw_id in rejected
    }
    for locator, stage in rows:
        forget_rejections(store, day, [locator], stage)
    store.append(REJECTIONS, REJECTIONS.frame(rows.values()))


def forget_rejections(store: Store, day: date, locators: Sequence[str], stage: str) -> None:
    """Take back what was noted on a day of inputs that are sound after all."""
    if locators:
        listed = ", ".join(map(literal, locators))
        store.con.execute(
            f"DELETE FROM rejections WHERE {on_day(REJECTIONS, day)} "
            f"AND stage = {literal(stage)} AND locator IN ({listed})"
        )


# -- articles ----------------------------------------------------------------------------------------------------------


@cache
def cleaner_version() -> str:
    """First 12 hex digits of the SHA-256 over the code of pipeline.articles: what cleaned an article."""
    digest = hashlib.sha256()
    for path in sorted(Path(next(iter(pipeline.articles.__path__))).glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def clean_day(store: Store, day: date, progress: Progress = silent) -> None:
    """Clean the raw articles of `day` that are new or were cleaned by other code, and give each its revision.

    A text that differs from the article's last one is a new revision; one that does not is no new row. A raw article
    that is cleaned again keeps its revision.
    """
    version = cleaner_version()
    todo = store.select(
        f"SELECT raw_id, position FROM raw_articles WHERE {on_day(RAW_ARTICLES, day)} "
        f"AND cleaned_by IS DISTINCT FROM {literal(version)} ORDER BY position"
    )
    done = 0
    with _cleaners(todo.height) as submit:
        begun: deque[tuple[list[dict[str, Any]], list[Future[list[Article | Rejection]]]]] = deque()
        parts = todo.iter_slices(BATCH)
        while True:
            part = next(parts, None)
            if part is not None:
                rows = _raw_rows(store, day, part)
                raws = _chunks(map(_raw, rows), TOGETHER)
                begun.append((rows, [submit(some) for some in raws]))
            if begun and (part is None or len(begun) > AHEAD):
                rows, answers = begun.popleft()
                _store_cleaned(store, day, rows, [one for some in answers for one in some.result()])
                done += len(rows)
                progress(done, todo.height)
            elif part is None:
                return


@contextmanager
def _cleaners(number: int) -> Iterator[Callable[[list[RawArticle]], Future[list[Article | Rejection]]]]:
    """What cleans raw articles: this process for a few, processes on all processors for many."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if number < MANY or processors < 2:
        yield _cleaned_here
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processors, context, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    try:
        yield lambda raws: pool.submit(clean_all, raws)
    finally:
        pool.shutdown(cancel_futures=True)


def _cleaned_here(raws: list[RawArticle]) -> Future[list[Article | Rejection]]:
    future: Future[list[Article | Rejection]] = Future()
    future.set_result(clean_all(raws))
    return future


def _raw_rows(store: Store, day: date, part: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of table raw_articles that `part` (raw_id, position) names, in its order.

    By position, and without a frame between: DuckDB then need not look at the pages of the others, nor sort pages.
    """
    near = f"position BETWEEN {part['position'][0]} AND {part['position'][-1]}"
    columns = ", ".join(map(quoted, RAW_ARTICLES.names))
    found = store.con.sql(f"SELECT {columns} FROM raw_articles WHERE {on_day(RAW_ARTICLES, day)} AND {near}").fetchall()
    rows = {row[0]: dict(zip(RAW_ARTICLES.names, row, strict=True)) for row in found}
    return [rows[raw_id] for raw_id in part["raw_id"]]


def _store_cleaned(
    store: Store, day: date, raws: Sequence[dict[str, Any]], cleaned: Sequence[Article | Rejection]
) -> None:
    """Store what came of some raw articles, in the order in which they arrived."""
    answers = list(zip(raws, cleaned, strict=True))
    raw_ids = ", ".join(literal(row["raw_id"]) for row in raws)
    articles = [(row, answer) for row, answer in answers if isinstance(answer, Article)]
    rejected = [(answer, row["raw_id"]) for row, answer in answers if isinstance(answer, Rejection)]
    rejected += [(not_coded(article), row["raw_id"]) for row, article in articles if article.language != CODED]
    rows = _article_rows(store, articles, day)
    with store.transaction():
        store.con.execute(f"DELETE FROM rejections WHERE raw_id IN ({raw_ids})")
        store.replace(ARTICLES, ARTICLES.frame(rows), f"raw_id IN ({raw_ids})")
        _note_rejections(store, day, rejected)
        done = pl.DataFrame({"raw_id": [row["raw_id"] for row in raws]}).with_columns(
            cleaned_by=pl.lit(cleaner_version())
        )
        store.update(RAW_ARTICLES, done, "cleaned_by")


def not_coded(article: Article) -> Rejection:
    """What is noted of an article that is kept and marked, but in a language that is not coded."""
    reason = f"text is in {language.name(article.language)}: kept, not coded; only English is coded"
    return Rejection(article.locator, "language", reason)


def _raw(row: dict[str, Any]) -> RawArticle:
    given = {name: row[name] for name in RawArticle.__dataclass_fields__ if name in row}
    notes = tuple(row["notes"].split("; ")) if row["notes"] else ()
    return RawArticle(**given | {"notes": notes, "fetched_at": row["fetched_at"].replace(tzinfo=UTC)})


def _article_rows(
    store: Store, articles: Sequence[tuple[dict[str, Any], Article]], day: date
) -> Iterator[dict[str, Any]]:
    if not articles:
        return
    ids = ", ".join(sorted({literal(article.article_id) for _, article in articles}))
    there = store.con.sql(
        f"SELECT article_id, revision, text_sha256, raw_id, story_id FROM articles WHERE article_id IN ({ids}) "
        "ORDER BY article_id, revision"
    ).fetchall()
    cleaned_now = {row["raw_id"] for row, _ in articles}
    kept = {raw_id: (revision, story) for _, revision, _, raw_id, story in there if raw_id in cleaned_now}
    last = {article_id: (revision, sha) for article_id, revision, sha, _, _ in there}
    for row, article in articles:
        revision, story = kept.get(row["raw_id"], (0, article.article_id))
        if not revision:
            before, sha = last.get(article.article_id, (0, None))
            if sha == article.text_sha256:
                continue  # the page has changed, its text has not
            revision = before + 1
        if revision >= last.get(article.article_id, (0, None))[0]:
            last[article.article_id] = (revision, article.text_sha256)
        given = {name: getattr(article, name) for name in ARTICLES.names if name in Article.__dataclass_fields__}
        yield given | {
            "revision": revision,
            "published_at": utc(article.published_at),
            "published_on": article.published_on,
            "fetched_at": utc(article.fetched_at),
            "arrived_on": day,
            "story_id": story,
            "notes": "; ".join(article.notes) or None,
        }


# -- mentions ----------------------------------------------------------------------------------------------------------


def stale_days(store: Store, identity: CoderIdentity) -> list[date]:
    """The days, oldest first, with articles that this coder has not coded or today's cleaning code has not cleaned."""
    uncleaned = f"SELECT arrived_on FROM raw_articles WHERE cleaned_by IS DISTINCT FROM {literal(cleaner_version())}"
    uncoded = f"SELECT arrived_on FROM ({_uncoded(identity)})"
    found = store.con.sql(f"SELECT DISTINCT arrived_on FROM ({uncoded} UNION ALL {uncleaned}) ORDER BY 1").fetchall()
    return [row[0] for row in found]


def _uncoded(identity: CoderIdentity) -> str:
    return (
        "SELECT a.* FROM articles AS a ANTI JOIN codings AS c "
        "ON a.article_id = c.article_id AND a.revision = c.revision "
        f"AND a.text_sha256 = c.text_sha256 AND c.coder_identity = {literal(str(identity))} "
        f"WHERE a.language = {literal(CODED)}"
    )


def code_day(
    store: Store, day: date, identity: CoderIdentity, coder: Callable[[], Codes], progress: Progress = silent
) -> int:
    """Code the articles of `day` that this coder has not coded yet; their earlier mentions are replaced.

    `coder` gives the coder and is only asked when there is something to code. Returns how many articles were coded. An
    article the coder fails on is noted among the rejections and tried again next time.
    """
    todo = store.select(
        f"SELECT article_id, revision FROM ({_uncoded(identity)}) WHERE {on_day(ARTICLES, day)} ORDER BY ALL"
    )
    columns = "article_id, revision, text, title, published_on, dateline_place, text_sha256, locator, raw_id"
    coded = 0
    for chunk in todo.iter_slices(CHUNK):
        listed = ", ".join(f"({literal(name)}, {revision})" for name, revision in chunk.rows())
        sql = f"SELECT {columns} FROM articles WHERE (article_id, revision) IN ({listed}) ORDER BY article_id, revision"
        articles = list(store.select(sql).iter_rows(named=True))
        mentions: list[dict[str, Any]] = []
        codings: list[dict[str, Any]] = []
        failed: list[tuple[Rejection, str | None]] = []
        for article, answer in zip(articles, _answers(coder(), articles), strict=True):
            if isinstance(answer, Exception):
                reason = f"the coder failed on this article ({type(answer).__name__}: {answer}); please report it"
                failed.append((Rejection(article["locator"], "code", reason), article["raw_id"]))
                continue
            rows = list(mention_rows(answer, article, day))
            mentions += rows
            done = {name: article[name] for name in ("article_id", "revision", "text_sha256")}
            codings.append(done | {"coder_identity": str(identity), "n_mentions": len(rows), "arrived_on": day})
        revisions = CODINGS.frame(codings)
        with store.transaction():
            store.replace_revisions(MENTIONS, MENTIONS.frame(mentions), revisions)
            store.replace_revisions(CODINGS, revisions, revisions)
            forget_rejections(store, day, [article["locator"] for article in articles], stage="code")
            _note_rejections(store, day, failed)
        coded += len(codings)
        progress(coded, todo.height)
    with store.transaction():  # of revisions that are no more
        for table in (MENTIONS, CODINGS):
            store.con.execute(
                f"DELETE FROM {table.name} WHERE {on_day(table, day)} "
                "AND (article_id, revision) NOT IN (SELECT (article_id, revision) FROM articles)"
            )
    return coded


def _answers(coder: Codes, articles: Sequence[dict[str, Any]]) -> list[list[Mention] | Exception]:
    """The mentions of each article; where the coder fails on one, its error, and the others' mentions all the same."""
    texts = [Text(row["text"], row["title"], row["published_on"], row["dateline_place"]) for row in articles]
    try:
        return list(coder.code_many(texts))
    except Exception:
        answers: list[list[Mention] | Exception] = []
        for text in texts:
            try:
                answers.append(next(iter(coder.code_many([text]))))
            except Exception as error:
                answers.append(error)
        return answers


def mention_rows(mentions: Iterable[Mention], article: dict[str, Any], day: date) -> Iterator[dict[str, Any]]:
    """The rows of table mentions for what the coder found in one article revision. Empty texts become null."""
    where = (article["article_id"], article["revision"])
    seen: set[str] = set()
    for mention in mentions:
        row = {name: value if value != "" else None for name, value in asdict(mention).items()}
        # What tells a mention from others of its article: its words, its actors, its code. Not how it was found.
        parts = (
            *(row[f"{what}_start"] for what in ("sentence", "trigger", "source", "target")),
            *(row[f"{side}_code"] for side in ("source", "target")),
            *(row[f"{side}_name"] for side in ("source", "target")),
            *(row["cameo_code"], row["deed_code"]),
        )
        mention_id = identifier("mention", *where, *parts)
        if mention_id in seen:
            continue
        seen.add(mention_id)
        yield row | {
            "mention_id": mention_id,
            "event_id": None,
            "article_id": where[0],
            "revision": where[1],
            "group_key": identifier("trigger", *where, row["group_key"]),
            "arrived_on": day,
        }


# -- events ------------------------------------------------------------------------------------------------------------


def join_events(store: Store, ontology: Ontology) -> None:
    """Find stories, join all mentions to events, derive the typed tables: all anew, in one transaction."""
    articles = newest(
        store.select(
            "SELECT article_id, revision, source, published_at, text FROM articles ORDER BY article_id, revision"
        )
    )
    arrived = dict(store.con.sql("SELECT article_id, min(arrived_on) FROM articles GROUP BY 1").fetchall())
    story_of = stories(articles.select("article_id", "text", "published_at").iter_rows(), arrived)
    rows = store.select("SELECT article_id, revision, source, story_id FROM articles ORDER BY article_id, revision")
    rows = rows.with_columns(
        story_id=pl.col("article_id").replace_strict(story_of, default=None, return_dtype=pl.String())
    )
    mentions = store.read(MENTIONS)
    found, links = link(mentions, rows)
    events = EVENTS.conform(found)
    linked = mentions.drop("event_id").join(links, "mention_id", how="left")
    tables = typed(events, linked, sentences(linked, articles), ontology)
    with store.transaction():
        store.update(ARTICLES, rows, "story_id")
        store.update(MENTIONS, links, "event_id")
        store.replace(EVENTS, EVENTS.sorted(events))
        for table in TYPED:
            store.replace(table, table.sorted(table.frame(tables[table.name])))


def sentences(mentions: pl.DataFrame, articles: pl.DataFrame) -> dict[str, str]:
    """The sentence of each mention, by mention_id, as far as `articles` gives its text.

    Uses mention_id, article_id, revision, sentence_start, sentence_end and article_id, revision, text.
    """
    columns = ("mention_id", "sentence_start", "sentence_end", "text")
    told = mentions.join(articles.select("article_id", "revision", "text"), ["article_id", "revision"])
    return {name: text[start:end] for name, start, end, text in told.select(columns).iter_rows()}


# -- release -----------------------------------------------------------------------------------------------------------


def publish(store: Store, settings: Settings, ontology: Ontology, today: date) -> release.Release:
    """Publish what the store holds; nothing new is made where nothing has changed."""
    stored: tuple[Table, ...] = (ARTICLES, MENTIONS, EVENTS, *TYPED)
    tables = {table.name: store.read(table) for table in stored}
    tables |= release.dimensions(ontology, tables["mentions"])
    return release.publish(tables, folder=settings.releases, database=settings.published_db, today=today)
