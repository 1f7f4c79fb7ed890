"""Web archives (WARC, plain or gzipped, as Common Crawl's CC-NEWS has them) to raw articles, one a page.

Belongs here: walking through an archive, bounded. Does not belong here: what a page says (page, pipeline.articles).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from pipeline.sources.decode import ReadError
from pipeline.sources.folder import MAX_ARTICLE
from pipeline.sources.page import PAGES, read_page
from pipeline.sources.raw import RawArticle, Rejection, canonical_url, host_of
from pipeline.sources.web import FetchError, unpacked

SUFFIXES = (".warc", ".warc.gz")
MAX_RECORD = 2 * MAX_ARTICLE  # bytes of one record; a larger one is no page
MAX_HEADERS = 64 * 1024


def archives(path: Path) -> list[Path]:
    """The archives at a path: itself, or those below it, sorted."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.name.lower().endswith(SUFFIXES) and file.is_file())


def read_archive(
    path: Path, source: str, fetched_at: datetime, wanted: Callable[[str], bool] = lambda host: True
) -> Iterator[RawArticle | Rejection]:
    """The pages of an archive whose host is `wanted`, in its order; what is no page (images, feeds, errors) is passed
    over.

    Never raises for bad input: an archive that breaks off or cannot be read gives what came before and a Rejection.
    """
    number = 0
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(
                file, record_types=WarcRecordType.response, parse_http=True, max_content_length=MAX_RECORD,
                max_header_len=MAX_HEADERS, auto_decode="none",
            ):  # fmt: skip
                number += 1
                item = _page(record, source, fetched_at, wanted)
                if item is not None:
                    yield item
    except Exception as error:  # the reader meets hostile bytes; whatever it raises, the other archives go on
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        yield Rejection(str(path), "read", f"breaks off or is no web archive after {number} pages ({reason})")
        return
    if not number:
        yield Rejection(str(path), "read", "holds no page; give a WARC file with responses")


def _page(
    record: Any, source: str, fetched_at: datetime, wanted: Callable[[str], bool]
) -> RawArticle | Rejection | None:
    url = str(record.headers.get("WARC-Target-URI") or "").strip("<> ")
    headers = record.http_headers
    if canonical_url(url) is None or not wanted(host_of(url) or "") or headers is None or headers.status_code != 200:
        return None
    given = {name.lower(): value for name, value in headers.astuples()}
    media_type = given.get("content-type", "").split(";")[0].strip().lower()
    if media_type not in PAGES:
        return None
    body = record.reader.read()
    if len(body) < record.content_length:
        raise ReadError(f"it ends within the page {url}")
    if "chunked" in given.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    encoding = given.get("content-encoding", "")
    try:  # archives often hold the body unpacked and leave the header as it was
        body = unpacked(body, encoding, MAX_ARTICLE)
    except FetchError as error:
        if body[:2] == b"\x1f\x8b" or not error.temporary:
            return Rejection(url, "read", str(error))
    try:
        when = record.record_date or fetched_at
    except (ValueError, OverflowError):
        when = fetched_at
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return read_page(body, url, media_type, record.http_charset, source, when)


def _unchunked(body: bytes) -> bytes:
    """A chunked body put together; as it is where it is not chunked after all."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 64)
        try:
            size = int(body[at:end].split(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(parts) if parts else body
        if size == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
