"""Bytes to text, bounded: decompression with a limit, character sets, and the notes that say what had to be mended.

Belongs here: gzip and charset handling shared by all sources. Does not belong here: file formats.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from typing import IO

# Codecs that are Python's own inventions or that cost quadratic time: no page is written in them.
_NOT_FOR_PAGES = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined", "mbcs", "oem"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})[\"']", re.IGNORECASE)


class ReadError(Exception):
    """A file that cannot be read as what it claims to be; the message is one clear sentence for a rejection."""


def read_bounded(stream: IO[bytes], limit: int, what: str) -> bytes:
    """All bytes of `stream`, at most `limit` of them. Raises ReadError beyond the limit or on broken compression."""
    chunks: list[bytes] = []
    left = limit + 1
    try:
        while left > 0 and (chunk := stream.read(min(left, 1 << 20))):
            chunks.append(chunk)
            left -= len(chunk)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(f"is not a complete gzip file ({error}); fetch or compress it again") from error
    if left <= 0:
        raise ReadError(f"holds more than {limit:,} bytes, the most that is read from {what}; split it or leave it out")
    return b"".join(chunks)


def decode(data: bytes, markup: str = "", charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Text of `data` and notes on what had to be mended.

    A byte order mark decides; then whether it is UTF-8 with a character beyond ASCII, which nothing else happens to be;
    else the `charset` it was sent with, else the one the document declares (`markup` is "html", "xml" or "" for plain
    text); else UTF-8. Bytes that are not UTF-8 and hold no multi-byte character at all are read as Windows-1252 (what
    such files nearly always are); otherwise each bad byte becomes U+FFFD. Both leave a note. Raises ReadError for
    binary data.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            text = data.decode(name, "replace").removeprefix("\ufeff")
            return text, _replaced(text, name)
    if data[:4096].count(0) > 0:
        raise ReadError("is not text (it holds NUL bytes); give text, HTML, JSON lines or a feed")
    utf8 = _utf8(data)
    if utf8 is not None and not utf8.isascii():
        return utf8, ()
    for declared in (_usable(charset) if charset else None, _declared(data, markup)):
        if declared and declared != "utf-8":
            try:
                text = data.decode(declared, "replace")
                return text, _replaced(text, declared)
            except (LookupError, UnicodeError, ValueError):
                pass  # a charset that does not work is no better than none
    if utf8 is not None:
        return utf8, ()
    if not any(ord(c) > 127 for c in data.decode("utf-8", "ignore")):
        return data.decode("cp1252", "replace"), ("not UTF-8 and no charset declared: read as Windows-1252",)
    text = data.decode("utf-8", "replace")
    return text, _replaced(text, "utf-8")


def _declared(data: bytes, markup: str) -> str | None:
    pattern = {"html": _META_CHARSET, "xml": _XML_ENCODING}.get(markup)
    match = pattern.search(data[:4096]) if pattern else None
    return _usable(match.group(1).decode("ascii")) if match else None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _usable(charset: str) -> str | None:
    """The codec of a charset that pages are written in, or None."""
    try:
        info = codecs.lookup(charset)
    except (LookupError, ValueError):
        return None
    if (
        info.name.replace("_", "-") in _NOT_FOR_PAGES
        or not getattr(info, "_is_text_encoding", True)
        or info.name.startswith(("utf-16", "utf-32"))
    ):
        return None  # a document whose declaration can be read as ASCII is not in UTF-16
    return "cp1252" if info.name in ("iso8859-1", "ascii") else info.name


def _replaced(text: str, charset: str) -> tuple[str, ...]:
    bad = text.count("\ufffd")
    return (f"{bad} byte sequences were not {charset} and are shown as U+FFFD",) if bad else ()
