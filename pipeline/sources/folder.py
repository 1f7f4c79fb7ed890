"""Files and folders on disk to raw articles.

Belongs here: which files are read, in which order, within which bounds, and what an article's identity is when it lies
in a file. Does not belong here: cleaning, language, dates (pipeline.articles).
"""

from __future__ import annotations

import gzip
import html
import json
import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from pipeline.sources.decode import ReadError, decode, read_bounded
from pipeline.sources.feed import read_feed
from pipeline.sources.raw import RawArticle, Rejection, canonical_url, host_of, identity_of, raw_id, short_hash

SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".rss", ".xml", ".atom")
MAX_ARTICLE = 8 * 1024 * 1024  # bytes of one article: a text or HTML file, a line of JSON, a feed entry
MAX_FEED = 16 * 1024 * 1024  # bytes of one feed document
MAX_JSONL = 8 * 1024 * 1024 * 1024  # bytes of one file of JSON lines after decompression
MAX_NAME = 200  # characters of a source's name
# Read by people, not coded: they may lie beside articles without being rejected.
_BESIDE = re.compile(r"(?:README|LICEN[CS]E|NOTICE|COPYING|SOURCES|CREDITS)(?:\..*)?", re.IGNORECASE)
_LINK = re.compile(r"<link\b[^>]{0,2000}>|<meta\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_KNOWN_KEYS = '"text" or "html"'


def _any(path: Path) -> bool:
    return True


def read_paths(
    paths: Sequence[Path], fetched_at: datetime, unread: Callable[[Path], bool] = _any
) -> Iterator[RawArticle | Rejection]:
    """Raw articles of files and folders, in the order given; inside a folder recursively, sorted by path.

    Reads .txt .html .htm .jsonl .rss .xml .atom, each also with .gz. Hidden files and folders are skipped, links to
    folders are not followed, a file reached twice is read once. Nothing here raises for bad input: what cannot be read
    is a Rejection, the rest goes on. Only files that are `unread` are opened. `fetched_at` without a zone is taken as
    UTC.
    """
    fetched_at = fetched_at.replace(tzinfo=UTC) if fetched_at.tzinfo is None else fetched_at.astimezone(UTC)
    for item in _read_paths(paths, fetched_at, unread):
        yield _nameable(item)


def _nameable(item: RawArticle | Rejection) -> RawArticle | Rejection:
    """The item with its names in Unicode: bytes of a file's name that are not UTF-8 are written out (`\\udcff`), since
    no table can hold them as they are."""
    names = ("locator", "source", "identity") if isinstance(item, RawArticle) else ("locator", "reason")
    given = {name: str(getattr(item, name)) for name in names}
    mended = {name: value.encode("utf-8", "backslashreplace").decode("utf-8") for name, value in given.items()}
    return item if mended == given else replace(item, **mended)  # type: ignore[arg-type]


def _read_paths(
    paths: Sequence[Path], fetched_at: datetime, unread: Callable[[Path], bool]
) -> Iterator[RawArticle | Rejection]:
    seen: set[str] = set()
    for path in paths:
        if path.is_dir():
            root = path.absolute()
            unlisted: list[OSError] = []
            files = _files(path, unlisted)
            for error in unlisted:
                reason = f"cannot be listed ({error.strerror or error}); check its permissions"
                yield Rejection(str(error.filename), "read", reason)
            for file in files:
                # Named from the folder down: the same folder on another machine gives the same identities.
                name = f"{root.name}/{file.relative_to(path).as_posix()}"
                if _suffix(file.name) is None or unread(file):
                    yield from _once(file, name, seen, fetched_at)
        elif path.is_file():
            whole = path.absolute()
            yield from _once(path, f"{whole.parent.name}/{whole.name}", seen, fetched_at, named=True)
        elif path.exists():
            yield Rejection(str(path), "read", "is neither a file nor a folder; give files and folders only")
        else:
            yield Rejection(str(path), "read", "there is no such file or folder; check the path")


def _files(folder: Path, unread: list[OSError]) -> list[Path]:
    """Files below a folder, sorted; folders that cannot be listed are added to `unread`."""
    found: list[Path] = []
    for base, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(Path(base, name) for name in names if not name.startswith("."))
    return sorted(found, key=lambda file: file.relative_to(folder).parts)


def _once(
    path: Path, name: str, seen: set[str], fetched_at: datetime, named: bool = False
) -> Iterator[RawArticle | Rejection]:
    real = os.path.realpath(path)
    if real in seen:
        return
    seen.add(real)
    if not named and _BESIDE.fullmatch(path.name):
        return
    suffix = _suffix(path.name)
    if suffix is None:
        kinds = " ".join(SUFFIXES)
        yield Rejection(str(path), "read", f"files of this kind are not read; give {kinds}, each also with .gz")
        return
    if not path.is_file():
        yield Rejection(str(path), "read", "is not a regular file; give a file")
        return
    try:
        with path.open("rb") as file:
            stream = cast("IO[bytes]", gzip.GzipFile(fileobj=file) if path.name.lower().endswith(".gz") else file)
            yield from _read(stream, suffix, path, name.removesuffix(".gz"), fetched_at)
    except ReadError as error:
        yield Rejection(str(path), "read", str(error))
    except OSError as error:
        yield Rejection(
            str(path), "read", f"cannot be read ({error.strerror or error}); check the file and its permissions"
        )


def _suffix(name: str) -> str | None:
    lower = name.lower().removesuffix(".gz")
    return next((suffix for suffix in SUFFIXES if lower.endswith(suffix)), None)


def _read(
    stream: IO[bytes], suffix: str, path: Path, name: str, fetched_at: datetime
) -> Iterator[RawArticle | Rejection]:
    folder = path.absolute().parent.name or "files"
    if suffix == ".jsonl":
        yield from _rows(stream, path, folder, fetched_at)
    elif suffix in (".rss", ".xml", ".atom"):
        yield from read_feed(read_bounded(stream, MAX_FEED, "one feed"), str(path), folder, fetched_at, MAX_ARTICLE)
    else:
        page = suffix != ".txt"
        text, notes = decode(read_bounded(stream, MAX_ARTICLE, "one article"), "html" if page else "")
        if not text.strip():
            raise ReadError("is empty; leave it out")
        url = page_url(text) if page else None
        yield _article(
            text,
            "text/html" if page else "text/plain",
            str(path),
            host_of(url) or folder,
            fetched_at,
            url=url,
            given_id=None,
            fallback=name,
            notes=notes,
        )


def _rows(stream: IO[bytes], path: Path, folder: str, fetched_at: datetime) -> Iterator[RawArticle | Rejection]:
    """One article a line of JSON; a bad line is rejected by number and the next one read."""
    number = total = 0
    while True:
        try:
            line = stream.readline(MAX_ARTICLE + 1)
            number += 1
            where = f"{path}:{number}"
            total += len(line)
            if not line:
                return
            too_long = len(line) > MAX_ARTICLE
            while len(line) > MAX_ARTICLE and not line.endswith(b"\n"):
                line = stream.readline(MAX_ARTICLE + 1)  # the rest of a line too long to keep
                total += len(line)
                if total > MAX_JSONL:
                    break
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ReadError(
                f"is not a complete gzip file ({error}): broken off after line {number}; fetch it again"
            ) from error
        if total > MAX_JSONL:
            raise ReadError(f"holds more than {MAX_JSONL:,} bytes: broken off after line {number}; split it")
        if too_long:
            yield Rejection(
                where,
                "read",
                f"line is longer than {MAX_ARTICLE:,} bytes, the most that is read as one article; shorten it",
            )
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _row(line, where, folder, fetched_at)


def _row(line: bytes, where: str, folder: str, fetched_at: datetime) -> RawArticle | Rejection:
    try:
        decoded, notes = decode(line)
        row = json.loads(decoded)
    except ReadError as error:
        return Rejection(where, "read", f"line {error}")
    except (ValueError, RecursionError) as error:
        return Rejection(where, "read", f"line is not JSON ({error}); write one JSON object a line")
    if not isinstance(row, dict):
        return Rejection(
            where, "read", f"line holds a JSON {type(row).__name__}, not an object; write one JSON object a line"
        )
    text, page = _string(row.get("text")), _string(row.get("html"))
    if not text and not page:
        return Rejection(where, "read", f"line holds no {_KNOWN_KEYS}; add one of them")
    given = _string(row.get("url"))
    url = given if given and canonical_url(given) else page_url(page) if page else None
    if given and not canonical_url(given):
        notes += (f"url is not an http address and is not used: {given[:80]}",)
    source = " ".join((_string(row.get("source")) or host_of(url) or folder).split())[:MAX_NAME]
    title = _string(row.get("title"))
    return _article(
        text or page or "",
        "text/plain" if text else "text/html",
        where,
        source,
        fetched_at,
        url=url,
        given_id=_string(row.get("id")),
        title=title,
        notes=notes,
        published=_string(row.get("date")) or _string(row.get("published")) or _string(row.get("published_at")),
        # A line number would make tomorrow's first line a revision of today's; the words do not.
        fallback=f"{source}#{short_hash(title or '', text or page or '')}",
    )


def _article(
    text: str,
    media_type: str,
    where: str,
    source: str,
    fetched_at: datetime,
    *,
    url: str | None,
    given_id: str | None,
    fallback: str,
    title: str | None = None,
    published: str | None = None,
    notes: tuple[str, ...] = (),
) -> RawArticle:
    content = text.encode("utf-8", "replace")  # JSON can smuggle lone surrogates
    identity = identity_of(url=url, guid=None, given_id=given_id, source=source, fallback=fallback)
    return RawArticle(
        raw_id=raw_id(identity, content),
        source=source,
        locator=where,
        identity=identity,
        media_type=media_type,
        content=content,
        url=url,
        title=title,
        published=published,
        fetched_at=fetched_at,
        notes=notes,
    )


def _string(value: Any) -> str | None:
    """A JSON value as a hint: text as it is, whole numbers as their digits, anything else as nothing."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    return value.encode("utf-8", "replace").decode("utf-8").strip() or None if isinstance(value, str) else None


def page_url(page: str) -> str | None:
    """The address a saved page gives itself (link rel=canonical, else og:url), or None; a bare host is no article's
    address."""
    found: dict[str, str] = {}
    for tag in _LINK.findall(page[:300_000]):
        attributes = {k.lower(): html.unescape(a or b or c) for k, a, b, c in _ATTRIBUTE.findall(tag)}
        if "canonical" in attributes.get("rel", "").lower().split():
            found.setdefault("canonical", attributes.get("href", ""))
        elif attributes.get("property", "").lower() == "og:url":
            found.setdefault("og", attributes.get("content", ""))
    for url in (found.get("canonical"), found.get("og")):
        canonical = canonical_url(url) if url else None
        if url and canonical and canonical.count("/") > 2:
            return url.strip()
    return None
