"""A saved RSS or Atom feed to raw articles, one an entry.

Belongs here: reading the feed format safely from bytes already in memory. Does not belong here: fetching feeds, opening
files, cleaning the text of an entry.
"""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from pipeline.sources.decode import ReadError, decode
from pipeline.sources.raw import RawArticle, Rejection, canonical_url, host_of, identity_of, raw_id, short_hash

MAX_ENTRIES = 10_000
MAX_NAME = 200  # characters of a feed's title
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_END = re.compile(rb"</\s*(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")


@dataclass(frozen=True, slots=True)
class Link:
    """What an entry says about the page it links to. `fingerprint` changes when the entry does."""

    url: str
    title: str | None
    published: str | None
    fingerprint: str


def read_feed(
    data: bytes,
    locator: str,
    source: str,
    fetched_at: datetime,
    max_article: int,
    *,
    declared: bool = False,
    charset: str | None = None,
) -> Iterator[RawArticle | Rejection]:
    """Raw articles of one feed document. `source` names the feed where it has no title of its own, or always, where it
    is `declared`; `charset` is what it was sent with.

    Entries are taken whole: full text (content:encoded, Atom content) where there is one, else the summary. A document
    with a DOCTYPE that declares entities is refused. Raises ReadError when it is no feed at all.
    """
    parsed, notes = _parsed(data, charset)
    entries, feed = parsed.get("entries", []), parsed.get("feed", {})
    name = source
    if not declared:
        name = _one_line(feed.get("title"))[:MAX_NAME] or host_of(_text(feed.get("link"))) or source
    if len(entries) > MAX_ENTRIES:
        yield Rejection(
            locator, "read", f"feed holds {len(entries):,} entries, only the first {MAX_ENTRIES:,} are read; split it"
        )
    # Some feeds give every entry the same link (their front page) or guid: then it tells nothing about the entry.
    pairs = {
        (canonical_url(_text(e.get("link")) or ""), _text(e.get("id")) or _one_line(e.get("title"))) for e in entries
    }
    shared = {name for names in zip(*pairs, strict=True) for name, count in Counter(names).items() if count > 1}
    for number, entry in enumerate(entries[:MAX_ENTRIES], 1):
        yield _entry(entry, number, name, shared, locator, fetched_at, max_article, notes)


def read_links(data: bytes, base: str, charset: str | None = None) -> list[Link]:
    """The pages that the entries of a feed link to, each once, in the feed's order; `base` is the feed's own address.

    Raises ReadError when it is no feed at all.
    """
    found: dict[str, Link] = {}
    for entry in _parsed(data, charset)[0].get("entries", [])[:MAX_ENTRIES]:
        try:
            url = urljoin(base, _text(entry.get("link")) or "")
        except ValueError:
            continue
        if canonical_url(url) is None or canonical_url(url) == canonical_url(base):
            continue
        title, published = _one_line(entry.get("title")) or None, _text(entry.get("published"))
        told = (title or "", _text(entry.get("updated")) or published or "", _body(entry)[0])
        found.setdefault(url, Link(url, title, published or _text(entry.get("updated")), short_hash(*told)))
    return list(found.values())


def is_whole(data: bytes) -> bool:
    """Whether a feed document has the end it should have: one that breaks off would make half an article."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _END.search(data[-65_536:]) is not None


def _parsed(data: bytes, charset: str | None) -> tuple[Any, tuple[str, ...]]:
    """A feed document as feedparser sees it, and notes on what had to be mended."""
    text, notes = decode(data, "xml", charset)
    # Entities could name files or grow without bound. Looked for in decoded text, so that no charset hides them.
    if re.search(r"<!\s*ENTITY", text, re.IGNORECASE):
        raise ReadError(
            "declares XML entities in a DOCTYPE, which is never needed in a feed and not read; remove the DOCTYPE"
        )
    document = _XML_DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
    try:
        # A stream, because a plain string could be taken for a file name or an address.
        parsed = feedparser.parse(
            io.BytesIO(document),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=True,
        )
    except Exception as error:  # the parser meets hostile input; whatever it raises, the other files go on
        raise ReadError(f"cannot be read as a feed ({type(error).__name__}: {error}); save it again") from error
    if not parsed.get("version") and not parsed.get("entries"):
        raise ReadError("is not an RSS or Atom feed; save the feed itself, or give .txt, .html or .jsonl")
    if parsed.get("bozo") and not isinstance(parsed.get("bozo_exception"), feedparser.CharacterEncodingOverride):
        notes += (f"feed is not well-formed XML ({_one_line(parsed.get('bozo_exception'))}): read as far as possible",)
    return parsed, notes


def _entry(
    entry: Any,
    number: int,
    source: str,
    shared: set[str | None],
    locator: str,
    fetched_at: datetime,
    max_article: int,
    notes: tuple[str, ...],
) -> RawArticle | Rejection:
    guid, link, title = _text(entry.get("id")), _text(entry.get("link")), _one_line(entry.get("title"))
    where = f"{locator}#{guid or link or number}"
    body, media_type = _body(entry)
    if not body.strip():
        return Rejection(where, "read", "feed entry holds neither content nor a summary; nothing to code")
    content = body.encode("utf-8", "replace")
    if len(content) > max_article:
        return Rejection(
            where,
            "read",
            f"feed entry is larger than {max_article:,} bytes, the most that is read as one article; leave it out",
        )
    url = link if canonical_url(link or "") else None
    identity = identity_of(
        url=url if canonical_url(url or "") not in shared else None,
        guid=guid if guid not in shared else None,
        given_id=None,
        source=source,
        fallback=f"{source}#{short_hash(title, content)}",
    )
    published = _text(entry.get("published")) or _text(entry.get("updated"))
    return RawArticle(
        raw_id=raw_id(identity, content),
        source=source,
        locator=where,
        identity=identity,
        media_type=media_type,
        content=content,
        url=url,
        title=title or None,
        published=published or None,
        fetched_at=fetched_at,
        notes=notes,
    )


def _body(entry: Any) -> tuple[str, str]:
    """The longest text of an entry and its media type; feeds call plain text HTML, so markup is looked for."""
    candidates = [(_text(part.get("value")) or "") for part in entry.get("content", []) if isinstance(part, dict)]
    candidates.append(_text(entry.get("summary")) or "")
    body = max(candidates, key=len)
    return body, "text/html" if _TAG.search(body) else "text/plain"


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _one_line(value: Any) -> str:
    return " ".join(re.sub(r"<[a-zA-Z/][^>]*>", "", str(value)).split()) if value is not None else ""
