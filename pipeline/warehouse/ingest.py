"""From declared sources into the store: what is asked for is known from it, what arrived is kept in it.

What belongs here: fetching all sources of a run, keeping what came byte for byte, what is remembered of addresses, the
health of sources, clearing away what is old. What does not: how one source is fetched (sources.fetch), what happens to
raw articles afterwards (steps).

What one source brought becomes true in one transaction: its articles, and that they need not be asked for again. So a
run that is killed asks again, and what it had kept already is known.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.settings import Settings
from pipeline.sources.archive import archives, read_archive
from pipeline.sources.declared import Declared, Source
from pipeline.sources.fetch import STAGE, Address, Outcome, Payload, fetch, reread
from pipeline.sources.folder import read_paths
from pipeline.sources.raw import RawArticle, Rejection, short_hash
from pipeline.sources.web import Robots, Web
from pipeline.warehouse import frames, steps
from pipeline.warehouse.schema import ADDRESSES, PAYLOADS, ROBOTS, SOURCE_HEALTH, Table, literal
from pipeline.warehouse.steps import Arrival, Progress, silent, utc
from pipeline.warehouse.store import Store

AT_ONCE = 8  # sources fetched side by side; of one host, one at a time
DROP = "drop folder"
SETTLED = timedelta(seconds=10)  # age from which on a file counts as written to its end
REMEMBERED = timedelta(days=30)  # how long a page is known after its feed has listed it for the last time
UNHEALTHY = 3  # failures in a row


@dataclass(slots=True)
class Fetched:
    """What one source brought in a run."""

    source: Source
    arrival: Arrival
    error: str | None = None
    unchanged: bool = False
    pages: int = 0


def fetch_sources(
    settings: Settings,
    declared: Declared,
    day: date,
    progress: Progress = silent,
    *,
    web: Web | None = None,
    only: Sequence[str] = (),
) -> list[Fetched]:
    """Fetch or read all declared sources (those named in `only`, where any are) as arrived on `day`.

    The store is open only while something is read from it or written to it. Never raises for a source that fails.
    """
    web = web or Web()
    web.contact = web.contact or declared.contact
    chosen = [source for source in declared.sources if not only or source.name in only]
    feeds = [source for source in chosen if source.kind == "feed"]
    done: list[Fetched] = []
    with Store.open(settings.working_db) as store:
        known = {source.name: _addresses(store, source.name) for source in chosen}
        web.robots |= {r["origin"]: Robots(r["text"], _aware(r["fetched_at"])) for r in _rows(store, ROBOTS)}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pending = {pool.submit(fetch, source, web, known.pop(source.name)) for source in feeds}
        try:
            while pending:
                ready, pending = wait(pending, return_when=FIRST_COMPLETED)
                with Store.open(settings.working_db) as store:
                    done += [keep(store, settings.raw, future.result(), day) for future in ready]
                progress(len(done), len(chosen))
        finally:
            for future in pending:
                future.cancel()
    with Store.open(settings.working_db) as store:
        robots = [{"origin": origin, **asdict(one)} for origin, one in sorted(web.robots.items())]
        frame = ROBOTS.frame(row | {"fetched_at": utc(row["fetched_at"])} for row in robots)
        store.replace(ROBOTS, frame)
        for source in chosen:
            if source.kind != "feed":
                done.append(_read_files(store, source, known[source.name], day, web.now()))
                progress(len(done), len(chosen))
    order = {source.name: number for number, source in enumerate(chosen)}
    return sorted(done, key=lambda one: order[one.source.name])


def keep(store: Store, raw: Path, outcome: Outcome, day: date) -> Fetched:
    """Keep what one source brought, arrived on `day`: bytes below the folder `raw`, the rest in the store."""
    keep_payloads(raw, outcome.payloads, day)
    source = outcome.source
    with store.transaction():
        arrival = steps.arrive(store, outcome.items, day)
        _remember(store, outcome.addresses.values())
        answered = [one.url for one in outcome.addresses.values() if one.role == "page" and not one.attempts]
        if outcome.error is None:
            answered.append(source.url)
        steps.forget_rejections(store, day, answered, STAGE)
        _note_health(store, source, outcome.at, outcome.error, arrival, waits=outcome.waits)
    return Fetched(source, arrival, outcome.error, outcome.unchanged, outcome.pages)


# -- files -------------------------------------------------------------------------------------------------------------


def drop_source(settings: Settings) -> Source | None:
    """The drop folder as a source, where there is one; what lies in it keeps the source's name it has of its own."""
    return Source(DROP, "folder", 0, path=settings.drop, terms="as given") if settings.drop.is_dir() else None


def _read_files(store: Store, source: Source, known: dict[str, Address], day: date, now: datetime) -> Fetched:
    """Read the files of a folder or the archives at a path that are new or have changed since they were last read."""
    marks: dict[str, Address] = {}

    def unread(path: Path) -> bool:
        try:
            state = path.stat()
        except OSError:
            return True  # reading it will say why
        mark = f"{state.st_mtime_ns}:{state.st_size}"
        before = known.get(str(path))
        if before is not None and before.etag == mark:
            return False
        if now.timestamp() - state.st_mtime < SETTLED.total_seconds():
            return False  # still being written, perhaps
        marks[str(path)] = Address(str(path), source.name, "file", etag=mark)
        return True

    error = None if source.path.exists() else f"there is no {source.path}; correct the path"
    if error:
        items: Iterable[RawArticle | Rejection] = [Rejection(str(source.path), STAGE, error)]
    elif source.kind == "folder":
        items = read_paths([source.path], now, unread)
        items = items if source.name == DROP else _named(items, source.name)
    else:
        items = _archived(source, now, unread)
    arrival = steps.arrive(store, items, day)
    with store.transaction():
        _remember(store, marks.values())
        steps.forget_rejections(store, day, [] if error else [str(source.path)], STAGE)
        _note_health(store, source, now, error, arrival)
    return Fetched(source, arrival, error, unchanged=not marks)


def _named(items: Iterable[RawArticle | Rejection], name: str) -> Iterator[RawArticle | Rejection]:
    for item in items:
        yield replace(item, source=name) if isinstance(item, RawArticle) else item


def _archived(source: Source, now: datetime, unread: Any) -> Iterator[RawArticle | Rejection]:
    def wanted(host: str) -> bool:
        return not source.hosts or any(host == one or host.endswith(f".{one}") for one in source.hosts)

    for path in archives(source.path):
        if unread(path):
            yield from read_archive(path, source.name, now, wanted)


# -- what arrived, byte for byte ---------------------------------------------------------------------------------------


def keep_payloads(raw: Path, payloads: Sequence[Payload], day: date) -> None:
    """Write payloads to a Parquet file of their day. Its name is made of what it holds: twice the same is one file."""
    if not payloads:
        return
    rows = [
        asdict(one) | {"headers": json.dumps(one.headers), "fetched_at": utc(one.fetched_at)}
        for one in sorted(payloads, key=lambda one: (one.fetched_at, one.payload_id))
    ]
    name = short_hash(*(row["payload_id"] for row in rows))
    _write(PAYLOADS.frame(rows), raw / day.isoformat() / f"{name}.parquet")


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Write a Parquet file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".tmp")
    frame.write_parquet(aside, compression="zstd")
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    aside.replace(path)


def kept_days(raw: Path) -> list[date]:
    """The days, oldest first, of which payloads are kept."""
    found = []
    for folder in raw.glob("????-??-??"):
        try:
            found.append(date.fromisoformat(folder.name))
        except ValueError:
            continue
    return sorted(found)


def payloads_of(raw: Path, day: date) -> Iterator[Payload]:
    """The payloads kept of a day, each once, in the order in which they came."""
    files = list((raw / day.isoformat()).glob("*.parquet"))
    times = {file: pl.read_parquet(file, columns=["fetched_at"], memory_map=False)["fetched_at"] for file in files}
    seen: set[str] = set()
    for file in sorted(files, key=lambda file: (str(times[file].min()), file.name)):
        for row in PAYLOADS.sorted(pl.read_parquet(file, memory_map=False)).iter_rows(named=True):
            if row["payload_id"] not in seen:
                seen.add(row["payload_id"])
                headers = tuple((str(name), str(value)) for name, value in json.loads(row["headers"]))
                yield Payload(**row | {"headers": headers, "fetched_at": _aware(row["fetched_at"])})


def reread_day(store: Store, raw: Path, day: date, progress: Progress = silent) -> Arrival:
    """Read what is kept of a day once more with today's code; what that makes of it anew arrives on that day."""
    return steps.arrive(store, (item for one in payloads_of(raw, day) for item in reread(one)), day, progress)


# -- what is remembered ------------------------------------------------------------------------------------------------


def _rows(store: Store, table: Table, where: str = "") -> list[dict[str, Any]]:
    return store.read(table, where).to_dicts()


def _aware(when: datetime) -> datetime:
    return when.replace(tzinfo=UTC)


def _addresses(store: Store, source: str) -> dict[str, Address]:
    rows = _rows(store, ADDRESSES, f"source = {literal(source)}")
    times = ("next_at", "listed_at")
    return {row["url"]: Address(**row | {t: _aware(row[t]) if row[t] else None for t in times}) for row in rows}


def _remember(store: Store, addresses: Iterable[Address]) -> None:
    rows = [asdict(one) | {"next_at": utc(one.next_at), "listed_at": utc(one.listed_at)} for one in addresses]
    if not rows:
        return
    frame = ADDRESSES.frame(rows)
    with store.transaction(), frames.source(frame.select("source", "url"), store.path.parent) as listed:
        store.con.execute(f"DELETE FROM addresses WHERE (source, url) IN (SELECT (source, url) FROM {listed})")
        store.append(ADDRESSES, frame)


def _note_health(
    store: Store, source: Source, at: datetime, error: str | None, arrival: Arrival, *, waits: bool = False
) -> None:
    where = f"source = {literal(source.name)}"
    before = next(iter(_rows(store, SOURCE_HEALTH, where)), {})
    now = utc(at)
    row = {
        "source": source.name,
        "kind": source.kind,
        "country": source.country,
        "language": source.language,
        "terms": source.terms,
        "first_attempt_at": before.get("first_attempt_at", now),
        "last_attempt_at": now,
        "last_success_at": before.get("last_success_at") if error else now,
        "failures": before.get("failures", 0) + (not waits) if error else 0,
        "last_error": error,
        "items": len(arrival.raw_ids) or before.get("items", 0),
        "total_new": before.get("total_new", 0) + arrival.new,
    }
    store.replace(SOURCE_HEALTH, SOURCE_HEALTH.frame([row]), where)


# -- whether it goes well ----------------------------------------------------------------------------------------------


def unhealthy(store: Store, declared: Declared) -> list[tuple[str, str]]:
    """(source, what is wrong) of each declared source that has failed several times in a row."""
    names = {source.name for source in declared.sources}
    return [
        (row["source"], f"{row['failures']} failures in a row, last good {row['last_success_at'] or 'never'}: "
         f"{row['last_error']}")
        for row in _rows(store, SOURCE_HEALTH, f"failures >= {UNHEALTHY}")
        if row["source"] in names
    ]  # fmt: skip


def odd_volumes(store: Store, declared: Declared, today: date) -> list[tuple[str, str]]:
    """(source, what is odd) of each declared source with more articles than it should bring in a day, today or
    yesterday, or fewer yesterday; a source that was not yet read the whole of yesterday is only looked at for more."""
    yesterday = today - timedelta(days=1)
    counted = store.con.sql(
        "SELECT source, arrived_on, count(DISTINCT identity) FROM raw_articles "
        f"WHERE arrived_on BETWEEN DATE '{yesterday}' AND DATE '{today}' GROUP BY ALL"
    ).fetchall()
    count = {(source, day): number for source, day, number in counted}
    since = {row["source"]: row["first_attempt_at"].date() for row in _rows(store, SOURCE_HEALTH)}
    found = []
    for source in declared.sources:
        if source.per_day is None or source.name not in since:
            continue
        low, high = source.per_day
        for day in (yesterday, today):
            number = count.get((source.name, day), 0)
            if number > high or (number < low and day == yesterday and since[source.name] < yesterday):
                found.append((source.name, f"{number} articles on {day}, {low} to {high} expected"))
    return found


# -- clearing away -----------------------------------------------------------------------------------------------------


def tidy(store: Store, raw: Path, today: date, *, keep_days: int | None = None) -> dict[str, int]:
    """Put the files of each past day together into one, forget pages long off their feeds and files long gone, and
    delete payloads older than `keep_days` (None: never). Safe to repeat and to kill. Returns what was done."""
    done = {"days put together": 0, "days deleted": 0}
    for day in kept_days(raw):
        folder = raw / day.isoformat()
        files = sorted(folder.glob("*.parquet"))
        if keep_days is not None and (today - day).days > keep_days:
            for file in [*files, *folder.glob("*.tmp")]:
                file.unlink()
            folder.rmdir()
            done["days deleted"] += 1
        elif day < today and len(files) > 1:
            whole = pl.concat(pl.read_parquet(file, memory_map=False) for file in files)
            whole = PAYLOADS.sorted(whole.unique("payload_id", keep="first", maintain_order=True))
            _write(whole, folder / f"{short_hash(*whole['payload_id'])}.parquet")
            for file in files:
                if file.name != f"{short_hash(*whole['payload_id'])}.parquet":
                    file.unlink()
            done["days put together"] += 1
    old = datetime.combine(today, datetime.min.time()) - REMEMBERED
    done["pages forgotten"] = store.con.execute(
        f"DELETE FROM addresses WHERE role = 'page' AND listed_at < TIMESTAMP '{old}'"
    ).fetchall()[0][0]
    return done
