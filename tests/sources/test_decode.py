"""Character sets and bounds."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sources.decode import ReadError, decode, read_bounded


def test_utf8_needs_no_note() -> None:
    assert decode("Çavuşoğlu".encode()) == ("Çavuşoğlu", ())


def test_declared_charset_is_used() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Путин</body></html>'
    assert decode(page.encode("cp1251"), "html") == (page, ())
    feed = '<?xml version="1.0" encoding="ISO-8859-2"?><rss>Łódź</rss>'
    assert decode(feed.encode("iso8859-2"), "xml") == (feed, ())


def test_byte_order_mark_wins_over_declaration() -> None:
    page = '<meta charset="koi8-r">“Xi”'
    assert decode(b"\xef\xbb\xbf" + page.encode(), "html")[0] == page
    assert decode(page.encode("utf-16"), "html")[0] == page


@pytest.mark.parametrize(
    "charset", ["utf-7", "punycode", "unicode_escape", "idna", "rot13", "zlib", "no-such-charset", "utf-16"]
)
def test_charsets_that_are_no_page_charsets_are_not_believed(charset: str) -> None:
    page = f'<meta charset="{charset}">+ADw-script+AD4- café'
    assert decode(page.encode(), "html")[0] == page


def test_windows_text_without_a_declaration() -> None:
    text, notes = decode("Putin’s “visit”".encode("cp1252"))
    assert text == "Putin’s “visit”"
    assert "Windows-1252" in notes[0]


def test_single_bad_bytes_are_shown_and_noted() -> None:
    text, notes = decode("Çavuşoğlu ".encode() + b"\xff met")
    assert text == "Çavuşoğlu \ufffd met"
    assert notes == ("1 byte sequences were not utf-8 and are shown as U+FFFD",)


def test_binary_is_refused() -> None:
    with pytest.raises(ReadError, match="not text"):
        decode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


@given(st.binary(), st.sampled_from(["", "html", "xml"]))
@settings(deadline=None)
def test_any_bytes_give_text_or_a_read_error(data: bytes, markup: str) -> None:
    try:
        text, notes = decode(data, markup)
    except ReadError:
        return
    assert isinstance(text, str)
    assert all(notes)


def test_a_decompression_bomb_is_stopped_at_the_limit() -> None:
    bomb = gzip.compress(b"a" * 5_000_000)
    with pytest.raises(ReadError, match="more than 1,000 bytes"):
        read_bounded(gzip.GzipFile(fileobj=io.BytesIO(bomb)), 1000, "one article")


def test_the_limit_itself_is_allowed() -> None:
    assert read_bounded(io.BytesIO(b"a" * 1000), 1000, "one article") == b"a" * 1000


def test_broken_gzip_is_one_clear_error() -> None:
    whole = gzip.compress(b"some words of an article " * 100)
    for broken in (whole[:30], b"no gzip at all", whole[:10] + b"\xff" * 40):
        with pytest.raises(ReadError, match="not a complete gzip file"):
            read_bounded(gzip.GzipFile(fileobj=io.BytesIO(broken)), 10_000, "one article")
