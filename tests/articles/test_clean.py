"""Raw articles to clean ones."""

from __future__ import annotations

import dataclasses
import hashlib
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.article import Article
from pipeline.articles.clean import clean
from pipeline.sources.folder import read_paths
from pipeline.sources.raw import RawArticle, Rejection, raw_id

NOW = datetime(2024, 5, 17, 8, tzinfo=UTC)
LEAD = "Russian President Vladimir Putin met Chinese President Xi Jinping on Thursday, his first trip abroad since he was sworn in."
BODY = f"{LEAD}\n\nThe two leaders signed a declaration in the Great Hall of the People, and said that they would meet again."


def _raw(text: str, **changes: object) -> RawArticle:
    content = text.encode()
    raw = RawArticle(
        raw_id=raw_id("box/a.txt", content), source="box", locator="box/a.txt", identity="box/a.txt", media_type="text/plain",
        content=content, url=None, title=None, published=None, fetched_at=NOW,
    )  # fmt: skip
    return dataclasses.replace(raw, **changes)  # type: ignore[arg-type]


def _clean(text: str, **changes: object) -> Article:
    found = clean(_raw(text, **changes))
    assert isinstance(found, Article), found
    return found


def _rejected(text: str, **changes: object) -> Rejection:
    found = clean(_raw(text, **changes))
    assert isinstance(found, Rejection), found
    assert "\n" not in found.reason
    return found


def test_a_text_file_with_everything_around_it() -> None:
    article = _clean(
        "Putin meets Xi in Beijing\n\nThu May 16 2024\nicon-facebook icon-twitter\nBy John Smith\n\n"
        f"BEIJING, China: {BODY}\n\nAdvertisement\n\nicon-facebook icon-twitter"
    )
    assert article.title == "Putin meets Xi in Beijing"
    assert article.text == f"BEIJING, China: {BODY}"
    assert article.published_at == datetime(2024, 5, 16, tzinfo=UTC)
    assert (article.published_method, article.utc_offset_minutes) == ("line", None)
    assert (article.dateline_place, article.dateline_country) == ("BEIJING", "China")
    assert article.text[article.dateline_start : article.dateline_end] == "BEIJING, China: "
    assert article.text[article.body_start :].startswith("Russian President")
    assert article.article_id == hashlib.sha256(b"box/a.txt").hexdigest()[:16]
    assert article.text_sha256 == hashlib.sha256(article.text.encode()).hexdigest()
    assert (article.revision, article.language, article.fetched_at) == (1, "en", NOW)
    assert "2 paragraphs removed: share icons" in article.notes


def test_offsets_of_a_dateline_further_down() -> None:
    article = _clean(f"Office of the Spokesperson\n\nKYIV (Reuters) - {BODY}", title="T")
    assert article.dateline_start == len("Office of the Spokesperson\n\n")
    assert article.text[article.dateline_start : article.dateline_end] == "KYIV (Reuters) - "
    assert article.dateline_agency == "Reuters"
    assert article.text[article.body_start :].startswith("Russian")


def test_a_dateline_of_its_own_paragraph() -> None:
    article = _clean(f"Washington, D.C.\n\n{BODY}", title="T")
    assert article.text[article.dateline_start : article.dateline_end] == "Washington, D.C."
    assert article.text[article.body_start :].startswith("Russian")


@pytest.mark.parametrize(
    "first",
    [
        LEAD,
        "Thursday, 16 May 2024",
        "BEIJING, China: Putin came",
        "By John Smith",
        "Read more: all",
        "A line that ends.",
        "Word",
    ],
)
def test_first_lines_that_are_no_title(first: str) -> None:
    assert _clean(f"{first}\n\n{BODY}").title is None


def test_a_given_title_is_not_repeated_in_the_text() -> None:
    article = _clean(f"PUTIN MEETS XI!\n\n{BODY}", title="Putin meets  Xi")
    assert (article.title, article.text) == ("Putin meets Xi", BODY)


def test_a_title_that_is_not_followed_by_an_empty_line_is_text() -> None:
    assert _clean(f"Putin meets Xi\n{BODY}").title is None


@pytest.mark.parametrize(
    ("changes", "when", "method"),
    [
        (
            {"published": "Thu, 16 May 2024 23:00:00 -0400", "url": "https://e.com/2020/01/01/a"},
            "2024-05-17T03:00",
            "given",
        ),
        ({"published": "soon", "url": "https://e.com/2020/01/02/a"}, "2020-01-02T00:00", "page"),
        ({"locator": "box/2023-04-05-talks.txt"}, "2023-04-05T00:00", "filename"),
        ({"locator": "box/2023-04-05.jsonl:3"}, None, "none"),
        ({}, None, "none"),
    ],
)
def test_where_the_date_comes_from(changes: dict[str, object], when: str | None, method: str) -> None:
    article = _clean(BODY, **changes)
    assert article.published_method == method
    assert article.published_at == (datetime.fromisoformat(when).replace(tzinfo=UTC) if when else None)
    assert any("soon" in note for note in article.notes) == (changes.get("published") == "soon")


def test_the_day_it_was_where_it_was_published() -> None:
    assert _clean(BODY, published="Thu, 16 May 2024 23:00:00 -0400").published_on == date(2024, 5, 16)
    assert _clean(BODY).published_on is None


def test_a_date_in_the_future_is_noted() -> None:
    assert any("after the day" in note for note in _clean(BODY, published="2031-01-01").notes)
    assert not _clean(BODY, published="2024-05-17").notes


def test_an_updated_line_counts_only_when_nothing_else_does() -> None:
    assert _clean(f"Updated 18 May 2024\n\nPublished 16 May 2024\n\n{BODY}").published_on == date(2024, 5, 16)
    assert _clean(f"Updated 18 May 2024\n\n{BODY}").published_on == date(2024, 5, 18)


def test_a_date_inside_the_text_is_not_the_date_of_the_article() -> None:
    assert (
        _clean(
            f"{BODY}\n\n" + "They agreed on more.\n\n" * 20 + "12 June 1990\n\n" + "They agreed.\n\n" * 20
        ).published_at
        is None
    )


def test_a_feed_entry() -> None:
    markup = "<p>Office of the Spokesperson</p>\n<p>" + BODY.replace("\n\n", "</p><p>") + "</p><script>x()</script>"
    article = _clean(markup, media_type="text/html", title="Call")
    assert article.text == f"Office of the Spokesperson\n\n{BODY}"


def test_the_heading_of_a_piece_of_markup_is_its_title() -> None:
    markup = "<h1>Putin meets Xi</h1><p>" + BODY.replace("\n\n", "</p><p>") + "</p>"
    article = _clean(markup, media_type="text/html")
    assert (article.title, article.text) == ("Putin meets Xi", BODY)


def test_markup_in_what_claims_to_be_text() -> None:
    assert _clean("<p>" + BODY.replace("\n\n", "</p><p>") + "</p>").text == BODY


def test_text_is_nfc_without_invisible_characters() -> None:
    article = _clean(BODY.replace("Xi", "Cafe\u0301\u200b\u00a0Xi"))
    assert "Café Xi" in article.text
    assert unicodedata.is_normalized("NFC", article.text)


@pytest.mark.parametrize(
    ("text", "stage", "says"),
    [
        ("Xi met Putin.", "clean", "only 3 words"),
        ("", "clean", "only 0 words"),
        ("the list of " + "things and " * 40, "clean", "no complete sentence"),
        ("Xi met Putin in Beijing. " * 20_000, "clean", "longer than 400,000 characters"),
    ],
)  # fmt: skip
def test_rejections_say_why(text: str, stage: str, says: str) -> None:
    found = _rejected(text)
    assert found.stage == stage
    assert says in found.reason
    assert found.locator == "box/a.txt"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le président russe Vladimir Poutine a rencontré jeudi à Pékin son homologue chinois Xi Jinping, et les deux "
         "dirigeants ont signé une déclaration commune sur le partenariat entre leurs pays.", "fr"),
        ("Россия и Китай подписали совместное заявление. " * 10, "ru"),
        ("俄罗斯总统普京周四在北京会见了中国国家主席习近平，两国领导人签署了联合声明，并就地区局势交换了意见。", "zh"),
    ],
)  # fmt: skip
def test_other_languages_are_kept_and_marked(text: str, code: str) -> None:
    assert _clean(text).language == code


def test_live_blogs_and_lists_are_rejected() -> None:
    assert "live blog" in _rejected(BODY, title="Live updates: Putin in Beijing").reason
    page = "<html><head><script type='application/ld+json'>{\"@type\": \"LiveBlogPosting\"}</script></head><body><article><p>"
    assert "live blog" in _rejected(page + BODY.replace("\n\n", "</p><p>"), media_type="text/html").reason


def test_a_page_without_text_is_rejected() -> None:
    assert _rejected("<html><body><img src='a.jpg'></body></html>", media_type="text/html").stage == "clean"


@given(
    st.one_of(st.text(max_size=400), st.binary(max_size=300).map(lambda data: data.decode("latin-1"))),
    st.sampled_from(["text/plain", "text/html"]),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_any_content_gives_a_sound_article_or_a_reason(noise: str, media_type: str, with_body: bool) -> None:
    found = clean(
        _raw((noise + "\n\n" + BODY if with_body else noise).encode("utf-8", "replace").decode(), media_type=media_type)
    )
    if isinstance(found, Rejection):
        assert found.reason
        return
    assert "\n\n\n" not in found.text
    assert found.text == found.text.strip()
    assert all(
        paragraph == " ".join(paragraph.split(" ")).strip() and paragraph for paragraph in found.text.split("\n\n")
    )
    assert 0 <= found.body_start <= len(found.text)
    if found.dateline_start is not None and found.dateline_end is not None:
        assert 0 <= found.dateline_start < found.dateline_end <= found.body_start


SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_965e5e4b3fd4d106.txt"


@pytest.mark.skipif(not SEED.exists(), reason="the founding article lies outside the repository")
def test_the_founding_article() -> None:
    [raw] = read_paths([SEED], NOW)
    assert isinstance(raw, RawArticle)
    article = clean(raw)
    assert isinstance(article, Article)
    assert article.title == raw.content.decode().split("\n", 1)[0]
    assert (article.published_at, article.published_method) == (datetime(2024, 5, 16, tzinfo=UTC), "line")
    assert (article.dateline_place, article.dateline_country) == ("BEIJING", "China")
    assert article.text[article.body_start :].startswith("Russian President Vladimir Putin")
    assert "icon-" not in article.text
    assert "May 16" not in article.text
    assert article.text.count("\n\n") == 8
    assert article.text.endswith("mutual interests.")
