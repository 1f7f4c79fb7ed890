"""One declared feed, fetched: what arrived, what is still to be fetched, how it went.

Belongs here: which addresses a source asks for and when; a source that fails in any way is an outcome, never an error
for the others. Does not belong here: how an address is asked (web), what is stored (warehouse.ingest).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pipeline.sources.declared import Source
from pipeline.sources.decode import ReadError
from pipeline.sources.feed import Link, is_whole, read_feed, read_links
from pipeline.sources.folder import MAX_ARTICLE
from pipeline.sources.page import read_page
from pipeline.sources.raw import RawArticle, Rejection, short_hash
from pipeline.sources.web import Answer, FetchError, Web, host_port, unpacked

TRIES = 5  # runs in which a page is asked for before it is given up
FIRST_WAIT = timedelta(minutes=15)  # before the second run's try; doubled each time
BUDGET = 600.0  # seconds one source may take in one run
MAX_HELD = 64 * 1024 * 1024  # bytes of answers one source may bring in one run
LISTED = timedelta(days=1)  # how often it is noted that a page is still listed in its feed
STAGE = "fetch"


@dataclass(frozen=True, slots=True)
class Address:
    """What is known about one address of a source from earlier runs. `role` is feed or page (or file, for what lies on
    disk: then `etag` is its time and size). A page with `next_at` is still to be fetched, from that time on."""

    url: str
    source: str
    role: str
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    title: str | None = None
    published: str | None = None
    fingerprint: str | None = None
    attempts: int = 0
    next_at: datetime | None = None
    listed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Payload:
    """What came over the network, byte for byte, with its headers; `url` is what was asked, `final_url` what answered
    after redirects."""

    payload_id: str
    source: str
    role: str
    url: str
    final_url: str
    fetched_at: datetime
    headers: tuple[tuple[str, str], ...]
    wire: bytes
    title: str | None = None  # of the feed's entry that links to a page
    published: str | None = None


@dataclass(slots=True)
class Outcome:
    """What fetching one source brought. `error` says why it failed, if it did; `addresses` are those that changed."""

    source: Source
    at: datetime
    error: str | None = None
    waits: bool = False  # not asked, because it asked not to be yet
    unchanged: bool = False
    items: list[RawArticle | Rejection] = field(default_factory=list)
    payloads: list[Payload] = field(default_factory=list)
    addresses: dict[str, Address] = field(default_factory=dict)
    pages: int = 0
    failed_pages: int = 0


def fetch(source: Source, web: Web, known: Mapping[str, Address]) -> Outcome:
    """Fetch a feed, and the pages it links to where it is declared so. Never raises: what fails is in the outcome.

    `known` are its addresses from earlier runs, by URL.
    """
    outcome = Outcome(source, web.now())
    try:
        _feed(source, web, known, outcome)
        if source.pages:
            _pages(source, web, known, outcome)
    except Exception as error:  # a hostile answer found a hole: this source fails, the others go on
        outcome.error = f"failed in an unforeseen way ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
    if outcome.error:
        outcome.items.append(Rejection(source.url, STAGE, outcome.error))
    return outcome


def _feed(source: Source, web: Web, known: Mapping[str, Address], outcome: Outcome) -> None:
    before = known.get(source.url, Address(source.url, source.name, "feed"))
    if before.next_at is not None and web.now() < before.next_at:
        outcome.error = f"asked not to be asked again before {before.next_at:%Y-%m-%d %H:%M} UTC"
        outcome.waits = True
        return
    try:
        answer = _get(source, web, before)
    except FetchError as error:
        outcome.error = str(error)
        if error.retry_after is not None:
            later = web.now() + timedelta(seconds=error.retry_after)
            outcome.addresses[source.url] = replace(before, next_at=later)
        return
    after = _seen(before, answer)
    outcome.unchanged = answer.status == 304 or after.body_sha256 == before.body_sha256
    if not outcome.unchanged:
        if not is_whole(answer.body):
            outcome.error = "breaks off, or is not an RSS or Atom feed (there is no end of one); tried again next time"
            return
        try:
            outcome.items += _read(source, answer)
            links = read_links(answer.body, answer.url, answer.charset) if source.pages else []
        except ReadError as error:
            outcome.error = str(error)
            return
        outcome.payloads.append(_payload(source, "feed", source.url, answer))
        for link in links:
            _note(source, link, web.now(), known.get(link.url), outcome)
    if after != before:
        outcome.addresses[source.url] = after


def _read(source: Source, answer: Answer) -> list[RawArticle | Rejection]:
    """The entries of a feed as articles; none where its pages are."""
    if source.pages:
        return []
    when, more = answer.fetched_at, {"declared": True, "charset": answer.charset}
    return list(read_feed(answer.body, source.url, source.name, when, MAX_ARTICLE, **more))  # type: ignore[arg-type]


def _get(source: Source, web: Web, address: Address) -> Answer:
    local = host_port(source.url) if source.local else None
    etag, last_modified = address.etag, address.last_modified
    return web.get(address.url, etag=etag, last_modified=last_modified, delay=source.delay, local=local)


def _seen(before: Address, answer: Answer) -> Address:
    """An address after a good answer: nothing more to do there."""
    if answer.status == 304:
        return replace(before, attempts=0, next_at=None)
    return replace(
        before,
        etag=(answer.header("etag") or "")[:500] or None,
        last_modified=(answer.header("last-modified") or "")[:100] or None,
        body_sha256=hashlib.sha256(answer.body).hexdigest(),
        attempts=0,
        next_at=None,
    )


def _payload(source: Source, role: str, url: str, answer: Answer, address: Address | None = None) -> Payload:
    told = (address.title, address.published) if address else (None, None)
    name = short_hash(source.name, url, answer.wire)
    return Payload(name, source.name, role, url, answer.url, answer.fetched_at, answer.headers, answer.wire, *told)


# -- the pages of a feed -----------------------------------------------------------------------------------------------


def _note(source: Source, link: Link, now: datetime, before: Address | None, outcome: Outcome) -> None:
    """Put a page on the list of what is to be fetched: when it is new, or its entry in the feed has changed."""
    if before is None:
        before = Address(link.url, source.name, "page")
    if before.fingerprint != link.fingerprint:
        told = replace(before, title=link.title, published=link.published, fingerprint=link.fingerprint)
        outcome.addresses[link.url] = replace(told, attempts=0, next_at=now, listed_at=now)
    elif before.listed_at is None or now - before.listed_at > LISTED:
        outcome.addresses[link.url] = replace(before, listed_at=now)


def _pages(source: Source, web: Web, known: Mapping[str, Address], outcome: Outcome) -> None:
    """Fetch the pages that are due, those that wait longest first, as many as one run may."""
    now = web.now()
    pages = (one for one in {**known, **outcome.addresses}.values() if one.role == "page")
    due = sorted((one.next_at, one.url, one) for one in pages if one.next_at is not None and one.next_at <= now)
    began, held = time.monotonic(), 0
    for _, _, address in due[: source.pages_per_run]:
        if time.monotonic() - began > BUDGET or held > MAX_HELD:
            break
        outcome.pages += 1
        try:
            answer = _get(source, web, address)
        except FetchError as error:
            outcome.failed_pages += 1
            outcome.items.append(Rejection(address.url, STAGE, str(error)))
            outcome.addresses[address.url] = _failed(address, error, web.now())
            continue
        after = _seen(address, answer)
        outcome.addresses[address.url] = after
        if answer.status != 304 and after.body_sha256 != address.body_sha256:
            held += len(answer.wire)
            outcome.payloads.append(_payload(source, "page", address.url, answer, address))
            outcome.items.append(_page(source, answer, address.title, address.published))
    if outcome.pages >= TRIES and outcome.failed_pages == outcome.pages and not outcome.error:
        outcome.error = f"none of {outcome.pages} pages could be fetched; the last answer is among the rejections"


def _page(source: Source, answer: Answer, title: str | None, published: str | None) -> RawArticle | Rejection:
    told = (answer.body, answer.url, answer.media_type, answer.charset, source.name, answer.fetched_at)
    return read_page(*told, title=title, published=published)


def _failed(address: Address, error: FetchError, now: datetime) -> Address:
    """An address after a failure: due again later, or given up."""
    attempts = address.attempts + 1
    if not error.temporary or attempts >= TRIES:
        return replace(address, attempts=attempts, next_at=None)
    wait = max(FIRST_WAIT * 2 ** (attempts - 1), timedelta(seconds=error.retry_after or 0.0))
    return replace(address, attempts=attempts, next_at=now + wait)


# -- once more, from what was kept -------------------------------------------------------------------------------------


def reread(payload: Payload) -> list[RawArticle | Rejection]:
    """The articles of a payload, read by today's code. Never raises."""
    source = Source(payload.source, "feed", 0, payload.url, pages=payload.role == "page")
    given = {name.lower(): value for name, value in payload.headers}
    try:
        body = unpacked(payload.wire, given.get("content-encoding", ""))
        answer = Answer(payload.final_url, 200, payload.headers, payload.wire, body, payload.fetched_at)
        if payload.role == "page":
            return [_page(source, answer, payload.title, payload.published)]
        return _read(source, answer)
    except (FetchError, ReadError) as error:
        return [Rejection(payload.url, "read", str(error))]
