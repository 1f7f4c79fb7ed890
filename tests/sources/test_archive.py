"""Web archives to raw articles."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sources.archive import archives, read_archive
from pipeline.sources.page import read_page
from pipeline.sources.raw import RawArticle, Rejection

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = "<html><head><title>Talks</title></head><body><p>Łódź hosted the talks.</p></body></html>".encode()


def record(url: str, body: bytes = PAGE, head: str = "Content-Type: text/html", status: int = 200) -> bytes:
    answer = f"HTTP/1.1 {status} OK\r\n{head}\r\n\r\n".encode() + body
    lines = [
        "WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}", "WARC-Date: 2024-05-16T10:00:00Z",
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>",
        "Content-Type: application/http; msgtype=response", f"Content-Length: {len(answer)}",
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + answer + b"\r\n\r\n"


def read(path: Path, data: bytes) -> list[RawArticle | Rejection]:
    path.write_bytes(data)
    return list(read_archive(path, "crawl", NOW))


@pytest.mark.parametrize("packed", [False, True])
def test_pages_with_their_own_time(tmp_path: Path, packed: bool) -> None:
    records = [record("https://wire.example/a?utm_source=x"), record("https://wire.example/b", b"<p>B</p>")]
    name, data = ("a.warc.gz", b"".join(map(gzip.compress, records))) if packed else ("a.warc", b"".join(records))
    first, second = read(tmp_path / name, data)
    assert isinstance(first, RawArticle) and isinstance(second, RawArticle)
    assert (first.identity, first.content, first.source) == ("https://wire.example/a", PAGE, "crawl")
    assert first.fetched_at == datetime(2024, 5, 16, 10, tzinfo=UTC)


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    data = (
        record("https://wire.example/i.png", b"\x89PNG", "Content-Type: image/png")
        + record("https://wire.example/gone", status=404)
        + record("dns:wire.example")
        + record("https://wire.example/a")
    )
    [only] = read(tmp_path / "a.warc", data)
    assert isinstance(only, RawArticle)


def test_bodies_as_they_were_sent(tmp_path: Path) -> None:
    packed, html = gzip.compress(PAGE), "Content-Type: text/html; charset=iso-8859-2"
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    data = (
        record("https://w.example/1", packed, "Content-Encoding: gzip\r\nContent-Type: text/html")
        + record(
            "https://w.example/2",
            chunked,
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html",
        )
        + record("https://w.example/3", PAGE, "Content-Encoding: gzip\r\nContent-Type: text/html")
        + record("https://w.example/4", PAGE.decode().encode("iso-8859-2"), html)
    )
    found = read(tmp_path / "a.warc", data)
    assert [item.content for item in found if isinstance(item, RawArticle)] == [PAGE] * 4


def test_a_page_cannot_take_the_place_of_another_hosts(tmp_path: Path) -> None:
    page = b'<link rel="canonical" href="https://%s/real"><p>x</p>'
    first, second = read(
        tmp_path / "a.warc",
        record("https://liar.example/1", page % b"wire.example")
        + record("https://wire.example/2", page % b"wire.example"),
    )
    assert isinstance(first, RawArticle) and isinstance(second, RawArticle)
    assert (first.identity, second.identity) == ("https://liar.example/1", "https://wire.example/real")


def test_only_wanted_hosts_and_only_archives(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    path = tmp_path / "deep" / "a.warc"
    path.write_bytes(record("https://wire.example/a") + record("https://other.example/b"))
    (tmp_path / "b.txt").write_text("x")
    assert archives(tmp_path) == [path] and archives(path) == [path]
    [only] = read_archive(path, "crawl", NOW, lambda host: host == "wire.example")
    assert isinstance(only, RawArticle)


def test_a_broken_archive_gives_what_came_before_and_a_reason(tmp_path: Path) -> None:
    whole = gzip.compress(record("https://wire.example/a")) + gzip.compress(record("https://wire.example/b"))
    found = read(tmp_path / "a.warc.gz", whole[:-40])
    assert isinstance(found[0], RawArticle) and isinstance(found[-1], Rejection)
    [gone] = read_archive(tmp_path / "none.warc", "crawl", NOW)
    [empty] = read(tmp_path / "e.warc", b"")
    assert isinstance(gone, Rejection) and isinstance(empty, Rejection)


WHOLE = record("https://wire.example/a") + record("https://wire.example/b")


@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(st.integers(0, len(WHOLE)), st.binary(max_size=40)).map(
            lambda c: WHOLE[: c[0]] + c[1] + WHOLE[c[0] :]
        ),
        st.integers(0, len(WHOLE)).map(lambda cut: WHOLE[:cut]),
    ),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_pages_or_reasons(tmp_path_factory: pytest.TempPathFactory, data: bytes, packed: bool) -> None:
    path = tmp_path_factory.getbasetemp() / ("f.warc.gz" if packed else "f.warc")
    if packed:
        data = gzip.compress(data)
        data = data[: len(data) * 3 // 4] if len(data) % 3 else data
    found = read(path, data)
    assert all(isinstance(item, RawArticle) or item.reason for item in found)


@given(
    st.binary(max_size=200),
    st.sampled_from(["text/html", "", "image/png"]),
    st.sampled_from([None, "utf-16", "koi8-r", "x"]),
)
@settings(max_examples=100, deadline=None)
def test_any_page_gives_an_article_or_a_reason(data: bytes, media_type: str, charset: str | None) -> None:
    found = read_page(data, "https://wire.example/a", media_type, charset, "wire", NOW)
    assert isinstance(found, RawArticle) or found.reason
