"""Pages and pieces of pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.extract import ExtractError, date_in_url, fragment, is_whole_page, page

PARAGRAPHS = [
    "BEIJING, China — Russian President Vladimir Putin met Chinese President Xi Jinping in Beijing on Thursday.",
    "The two leaders signed a joint declaration in the Great Hall of the People and held talks for several hours.",
    "Western governments criticised the visit and said that sanctions imposed on Russia would remain in place for now.",
]
PAGE = """<!DOCTYPE html><html><head><title>Putin meets Xi | The Wire</title><meta property="og:site_name" content="The Wire">
{head}<script>var a = "never shown";</script><style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<div class="cookie-banner">We use cookies to make this site work.</div>
<article><h1>Putin meets Xi in Beijing</h1>{body}</article>
<aside><h2>Most read</h2><ul><li><a href="/1">Cats</a></li></ul></aside><footer>© 2024 The Wire</footer></body></html>"""


def _page(head: str = "", body: str | None = None) -> str:
    return PAGE.format(head=head, body="".join(f"<p>{text}</p>" for text in PARAGRAPHS) if body is None else body)


def test_the_article_of_a_page() -> None:
    found = page(_page('<meta property="article:published_time" content="2024-05-16T10:00:00+08:00">'))
    assert found.title == "Putin meets Xi in Beijing"
    assert found.site == "The Wire"
    assert [text for text in found.paragraphs if text in PARAGRAPHS] == PARAGRAPHS
    text = " ".join(found.paragraphs)
    assert all(noise not in text for noise in ("never shown", "color: red", "Cats", "Home"))
    assert found.published is not None
    assert found.published.when == datetime(2024, 5, 16, 2, tzinfo=UTC)
    assert found.published.utc_offset_minutes == 480


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="pubdate" content="2024-05-16">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-05-16T00:00:00Z"}</script>',
        '<meta itemprop="datePublished" content="Thu, 16 May 2024 00:00:00 GMT">',
        '<meta name="date" content="not a date"><meta name="dc.date" content="20240516">',
    ],
)
def test_dates_in_the_markup(head: str) -> None:
    published = page(_page(head)).published
    assert published is not None
    assert published.when == datetime(2024, 5, 16, tzinfo=UTC)


def test_a_time_element_gives_the_date() -> None:
    body = "<time datetime='2024-05-16'>16 May</time>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    published = page(_page(body=body)).published
    assert published is not None
    assert published.when == datetime(2024, 5, 16, tzinfo=UTC)
    assert page(_page()).published is None


def test_a_date_that_is_only_shown() -> None:
    body = "<span class='post-date'>Published 16 May 2024</span>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    markup = _page(body=body).replace("<nav>", "<div class='today-date'>Friday, 17 May 2024</div><nav>")
    published = page(markup).published
    assert published is not None
    assert published.when == datetime(2024, 5, 16, tzinfo=UTC)


def test_the_site_is_cut_from_a_title() -> None:
    markup = _page().replace("<h1>Putin meets Xi in Beijing</h1>", "")
    assert page(markup.replace("Putin meets Xi |", "Putin meets Xi again |")).title == "Putin meets Xi again"


def test_a_page_without_an_article() -> None:
    with pytest.raises(ExtractError, match="no article"):
        page("<html><body></body></html>")


def test_hostile_pages_are_bounded() -> None:
    with pytest.raises(ExtractError, match="elements"):
        page("<html><body>" + "<a href='x'>" * 100_000)
    for markup in (
        "<html>" + "<div>" * 50_000 + "x",
        "<html><body>" + "<" * 50_000,
        "<html>" + "<table><tr><td>" * 20_000,
    ):
        try:
            page(markup)
        except ExtractError as error:
            assert str(error)


def test_a_fragment_is_taken_whole() -> None:
    markup = "Lead &amp; more.<p>One<br>two <b>bold</b>,\n wrapped</p><ul><li>a</li><li>b</li></ul><script>no()</script><style>x</style>End."
    assert fragment(markup) == ["Lead & more.", "One", "two bold, wrapped", "a", "b", "End."]
    assert fragment("  ") == []


def test_whole_page_or_fragment() -> None:
    assert is_whole_page("<!DOCTYPE html><p>x")
    assert is_whole_page("<HTML><body>")
    assert not is_whole_page("<p>the head of state</p>")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://e.com/2024/05/16/putin-xi", "2024-05-16"),
        ("https://e.com/world/2024/may/16/putin-xi", "2024-05-16"),
        ("https://e.com/news/2024-5-6/putin", "2024-05-06"),
        ("https://e.com/2024/13/40/x", None),
        ("https://e.com/a/20240516", None),
        (None, None),
    ],
)
def test_date_in_an_address(url: str | None, day: str | None) -> None:
    found = date_in_url(url)
    assert (found.when.date().isoformat() if found else None) == day


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(["<p>", "</p>", "<div", ">", "<!--", "-->", "<![CDATA[", "&#", "\x00", "Xi met Putin. ",
       "<script>", "<title>", "<table>", "\ud800", "<html>", "<?xml?>", "</body>"]), max_size=40).map("".join)))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_markup_gives_paragraphs_or_an_error(markup: str) -> None:
    for extracted in (lambda: fragment(markup), lambda: page(markup).paragraphs):
        try:
            paragraphs = extracted()
        except ExtractError as error:
            assert str(error)
            continue
        assert all(paragraph.strip() and "\n" not in paragraph for paragraph in paragraphs)
