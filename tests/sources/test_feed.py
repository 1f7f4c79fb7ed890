"""Feeds as they are served, and as nobody should serve them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sources.decode import ReadError
from pipeline.sources.feed import read_feed
from pipeline.sources.raw import RawArticle, Rejection

NOW = datetime(2024, 5, 16, tzinfo=UTC)


def _read(document: str | bytes, source: str = "folder", limit: int = 100_000) -> list[RawArticle | Rejection]:
    data = document.encode() if isinstance(document, str) else document
    return list(read_feed(data, "f.rss", source, NOW, limit))


def _articles(document: str | bytes, source: str = "folder") -> list[RawArticle]:
    found = _read(document, source)
    assert all(isinstance(item, RawArticle) for item in found), found
    return [item for item in found if isinstance(item, RawArticle)]


def _rss(items: str, head: str = "<title>The Wire</title><link>https://wire.example</link>") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel>{head}{items}</channel></rss>"
    )


FULL = _rss(
    """<item><title>Ministers meet &amp; sign</title><link>https://wire.example/a/?utm_source=rss</link>
    <guid isPermaLink="false">g-1</guid><pubDate>Thu, 16 May 2024 10:00:00 +0200</pubDate>
    <description>Short.</description>
    <content:encoded><![CDATA[<p>Long text.</p><script>evil()</script><p onclick="x()">More.</p>]]></content:encoded></item>"""
)


def test_an_entry_is_taken_whole() -> None:
    [article] = _articles(FULL)
    assert article.title == "Ministers meet & sign"
    assert article.identity == "https://wire.example/a"
    assert article.url == "https://wire.example/a/?utm_source=rss"
    assert article.published == "Thu, 16 May 2024 10:00:00 +0200"
    assert article.source == "The Wire"
    assert article.locator == "f.rss#g-1"
    assert article.media_type == "text/html"
    assert article.fetched_at == NOW
    text = article.content.decode()
    assert "Long text." in text
    assert "evil" not in text
    assert "onclick" not in text


def test_a_summary_alone_is_still_an_article() -> None:
    [article] = _articles(
        _rss("<item><title>T</title><guid>tag:1</guid><description>Xi met Putin.</description></item>")
    )
    assert article.content == b"Xi met Putin."
    assert article.media_type == "text/plain"
    assert article.identity == "The Wire#tag:1"


def test_atom() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Ledger</title><entry><title>T</title><id>tag:x,2024:1</id>
    <link href="https://x.example/1"/><updated>2024-05-16T10:00:00Z</updated>
    <content type="html">&lt;p&gt;Body.&lt;/p&gt;</content></entry></feed>"""
    [article] = _articles(atom)
    assert (article.identity, article.published) == ("https://x.example/1", "2024-05-16T10:00:00Z")
    assert article.content == b"<p>Body.</p>"


def test_one_link_for_all_entries_tells_nothing() -> None:
    item = "<item><link>https://wire.example/news</link><guid>{0}</guid><description>Text {0}.</description></item>"
    first, second = _articles(_rss(item.format("a") + item.format("b")))
    assert (first.identity, second.identity) == ("The Wire#a", "The Wire#b")


def test_a_guid_that_is_the_link_and_an_entry_that_comes_twice() -> None:
    item = "<item><link>https://wire.example/{0}</link><guid>https://wire.example/{0}</guid><description>T.</description></item>"
    found = _articles(_rss(item.format("a") + item.format("b") + item.format("a")))
    assert [article.identity for article in found] == [f"https://wire.example/{name}" for name in "aba"]


def test_the_host_names_a_feed_without_a_title() -> None:
    item = "<item><guid>1</guid><description>Text.</description></item>"
    assert _articles(_rss(item, "<link>https://www.wire.example/</link>"))[0].source == "wire.example"
    assert _articles(_rss(item, ""), source="box")[0].source == "box"


def test_empty_and_oversized_entries_are_rejected_one_by_one() -> None:
    found = _read(
        _rss(
            "<item><guid>e</guid></item>"
            f"<item><guid>big</guid><description>{'a ' * 600}</description></item>"
            "<item><guid>ok</guid><description>Text.</description></item>"
        ),
        limit=1000,
    )
    assert [type(item).__name__ for item in found] == ["Rejection", "Rejection", "RawArticle"]
    assert isinstance(found[0], Rejection)
    assert found[0].locator == "f.rss#e"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{i} "{f"&lol{i - 1 or str()};" * 10}">' for i in range(1, 10))
    + "]><rss version='2.0'><channel><item><description>&lol9;</description></item></channel></rss>"
)
SECRET = (
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<rss version='2.0'><channel><item><description>&x;</description></item></channel></rss>"
)


@pytest.mark.parametrize("document", [BOMB, SECRET, SECRET.encode("utf-16"), b"\xef\xbb\xbf" + SECRET.encode()])
def test_declared_entities_are_refused(document: str | bytes) -> None:
    with pytest.raises(ReadError, match="entities"):
        _read(document)


def test_a_plain_doctype_is_harmless() -> None:
    document = _rss("<item><guid>1</guid><description>Text.</description></item>").replace(
        "<rss", '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/rss.dtd"><rss', 1
    )
    assert len(_articles(document)) == 1


@pytest.mark.parametrize("document", ["", "just words", "<html><body><p>A page.</p></body></html>", "<a><b/></a>"])
def test_what_is_no_feed_says_so(document: str) -> None:
    with pytest.raises(ReadError, match="not an RSS or Atom feed"):
        _read(document)


def test_a_truncated_feed_gives_what_is_there_with_a_note() -> None:
    cut = _rss("<item><guid>1</guid><description>Whole.</description></item><item><guid>2</guid><descr")
    found = _read(cut[: cut.index("<descr", cut.index("<guid>2"))])
    whole = [item for item in found if isinstance(item, RawArticle)]
    assert whole[0].content == b"Whole."
    assert "not well-formed" in whole[0].notes[0]


def test_a_file_name_as_document_is_not_opened(tmp_path: Path) -> None:
    feed = tmp_path / "real.rss"
    feed.write_text(FULL)
    with pytest.raises(ReadError):
        _read(str(feed))


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)


@given(st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=4, unique_by=lambda pair: pair[0].strip()))
@settings(max_examples=40, deadline=None)
def test_every_entry_comes_out_once(items: list[tuple[str, str]]) -> None:
    body = "".join(
        f"<item><guid>id:{n}</guid><title>{escape(title)}</title><description>Text {escape(escape(text))} end.</description></item>"
        for n, (title, text) in enumerate(items)
    )
    found = _articles(_rss(body))
    assert [article.identity for article in found] == [f"The Wire#id:{n}" for n in range(len(items))]
    assert len({article.raw_id for article in found}) == len(items)


@given(st.binary(max_size=300), st.integers(0, len(FULL)))
@settings(max_examples=60, deadline=None)
def test_broken_bytes_never_crash(noise: bytes, at: int) -> None:
    data = FULL.encode()
    for document in (noise, data[:at] + noise + data[at:], data[:at]):
        try:
            found = _read(document)
        except ReadError as error:
            assert str(error)
            continue
        assert all(isinstance(item, RawArticle | Rejection) for item in found)
