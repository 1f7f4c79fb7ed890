"""A page that came from the web, now or into an archive years ago, to one raw article.

Belongs here: what an answer must be to be a page, whose it is. Does not belong here: fetching (web), finding the
article in the page (pipeline.articles.extract).
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from pipeline.sources.decode import ReadError, decode
from pipeline.sources.folder import MAX_ARTICLE, page_url
from pipeline.sources.raw import RawArticle, Rejection, host_of, identity_of, raw_id

PAGES = ("text/html", "application/xhtml+xml", "")


def read_page(
    body: bytes,
    url: str,
    media_type: str,
    charset: str | None,
    source: str,
    fetched_at: datetime,
    *,
    title: str | None = None,
    published: str | None = None,
) -> RawArticle | Rejection:
    """The raw article that a page at `url` is, or why it is none.

    The page's own canonical address is believed where it is on the same host; a page cannot take another's place.
    """
    if media_type not in PAGES:
        return Rejection(url, "read", f"is {media_type[:60]}, not a page; only HTML is read")
    if len(body) > MAX_ARTICLE:
        return Rejection(url, "read", f"holds more than {MAX_ARTICLE:,} bytes, the most that is read as one article")
    try:
        text, notes = decode(body, "html", charset)
    except ReadError as error:
        return Rejection(url, "read", str(error))
    if not text.strip():
        return Rejection(url, "read", "is empty")
    own = page_url(text)
    where = own if own and host_of(own) == host_of(url) and urlsplit(own).path.strip("/") else url
    content = text.encode("utf-8", "replace")
    identity = identity_of(url=where, guid=None, given_id=None, source=source, fallback=url)
    return RawArticle(
        raw_id=raw_id(identity, content),
        source=source,
        locator=url,
        identity=identity,
        media_type="text/html",
        content=content,
        url=url,
        title=title,
        published=published,
        fetched_at=fetched_at,
        notes=notes,
    )
