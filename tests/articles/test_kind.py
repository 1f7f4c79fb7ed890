"""Live blogs and lists are told from reports."""

from __future__ import annotations

import pytest

from pipeline.articles.kind import why_no_article

REPORT = [
    "The foreign ministers of Peru and Chile met in Arica on Monday and spoke about the border for two hours.",
    "They agreed to open a second crossing before the end of the year, the ministries said in a joint statement.",
]


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Live: ministers meet in Arica", None),
        ("Arica talks: live updates", None),
        ("Border vote in Peru, as it happened", None),
        ("Ministers meet – live", None),
        ("Ministers meet", "https://wire.example/world/live/2024/may/16/ministers-meet"),
        ("Ministers meet", "https://wire.example/live-updates/ministers"),
        ("Ministers meet", "https://wire.example/news/liveblog-arica.html"),
    ],
)
def test_live_blogs(title: str, url: str | None) -> None:
    assert "live blog" in (why_no_article(title, url, REPORT) or "")


def test_a_live_blog_by_its_clocks_or_its_markup() -> None:
    entries = [line for hour in range(9, 14) for line in (f"{hour}:05 BST", *REPORT)]
    assert "live blog" in (why_no_article("Ministers meet", None, entries) or "")
    assert "live blog" in (why_no_article("Ministers meet", None, REPORT, live=True) or "")


@pytest.mark.parametrize(
    "title", ["In pictures: talks at the border", "Photos of the week", "The 12 best books of 2024", "Quiz: who said it?"]
)
def test_lists_by_title(title: str) -> None:
    assert "list" in (why_no_article(title, None, REPORT) or "")


def test_an_index_of_headlines() -> None:
    headlines = [f"Ministers of harbour town {number} meet again" for number in range(14)]
    assert "list of headlines" in (why_no_article("World", None, [*headlines, "More soon."]) or "")


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Ministers live in fear of a vote", "https://wire.example/lives/saved"),
        ("Peru and Chile deliver on a promise", "https://wire.example/2024/deliver/peru"),
        ("Five ministers resign in Lima", "https://wire.example/world/five-ministers"),
        ("Chile publishes photos of the border fence", None),
        ("Olive growers protest", "https://wire.example/olive/1"),
    ],
)
def test_reports_stay(title: str, url: str | None) -> None:
    assert why_no_article(title, url, REPORT) is None


def test_a_statement_with_a_list_of_names_stays() -> None:
    names = [f"Person Number {number}" for number in range(20)]
    intro = [*REPORT, "The following persons were added to the list of those who may not enter, the statement said."]
    assert why_no_article("Peru adds names to its list", None, [*intro, *names]) is None
