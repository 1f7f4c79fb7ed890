"""One raw article to one clean article, or to a rejection that says why not.

Belongs here: the order of the steps and the facts about an article that need several of them (title, date). Does not
belong here: the steps themselves (paragraphs, extract, boilerplate, dateline, dates, language).
"""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from pathlib import PurePath

from pipeline.articles import boilerplate, dateline, dates, extract, kind, language
from pipeline.articles.article import Article
from pipeline.articles.paragraphs import blocks, join_wrapped, normal, one_line
from pipeline.sources.raw import RawArticle, Rejection, article_id

MIN_WORDS = 20
MAX_TEXT = 400_000  # characters; more is a book or a log, not an article
NO_DATE = "date not understood and not used"  # how the note on such a date begins
LATE_DATE = "publication date lies after the day it was fetched"
_TITLE_MAX = 200
_HEAD = 8  # paragraphs at the top, and ...
_FOOT = 3  # ... at the bottom, in which a date line may stand
_TAG = re.compile(r"</?(?:p|br|div|span|a|strong|em|b|i|h[1-6]|ul|li|img|blockquote)\b[^<>]*>", re.IGNORECASE)
_FILE_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_SENTENCE = re.compile(r"[^\W\d_]{2,}.{0,2000}?[.!?…][\"'”’)\]]*(?:\s|$)", re.DOTALL)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")  # scripts without spaces between words
_PARAGRAPH_KEY = re.compile(r"[\W_]+")


def clean(raw: RawArticle) -> Article | Rejection:
    """The clean article of a raw one, or why there is none. Never raises for bad content.

    One that is not in English is an article too, marked with its language; it is not coded. The revision is 1: which
    revision a changed text is, only the store can know.
    """
    try:
        return _clean(raw)
    except extract.ExtractError as error:
        return Rejection(raw.locator, "clean", str(error))
    except RecursionError:
        return Rejection(raw.locator, "clean", "is nested too deeply to be an article; give the article's text")


def clean_all(raws: list[RawArticle]) -> list[Article | Rejection]:
    """What `clean` makes of each: for processes beside, which need nothing but this module."""
    return [clean(raw) for raw in raws]


def _clean(raw: RawArticle) -> Article | Rejection:
    markup = raw.content.decode("utf-8", "replace")
    notes = list(raw.notes)
    page: extract.Page | None = None
    title = one_line(raw.title or "") or None
    if raw.media_type == "text/html" or len(_TAG.findall(markup[:20_000])) > 2:
        if extract.is_whole_page(markup):
            page = extract.page(markup)
            title = title or page.title
            paragraphs = page.paragraphs
        else:
            paragraphs = extract.fragment(markup)
            title = title or (extract.heading(markup) if "<h1" in markup.lower() else None)
    else:
        title_given, paragraphs = _plain(markup, look_for_title=title is None)
        title = title or title_given
    if sum(map(len, paragraphs)) > MAX_TEXT:
        return Rejection(
            raw.locator, "clean", f"text is longer than {MAX_TEXT:,} characters, the most that is one article; split it"
        )

    paragraphs = _without_title(paragraphs, title)
    paragraphs, line_date = _take_date_lines(paragraphs)
    paragraphs, removed = boilerplate.without_noise(paragraphs)
    paragraphs = _without_title(paragraphs, title)
    text = "\n\n".join(paragraphs)
    words = len(re.findall(r"\w+", text)) + len(_UNSPACED.findall(text)) // 2
    if words < MIN_WORDS:
        return Rejection(
            raw.locator,
            "clean",
            f"only {words} words of running text are left, {MIN_WORDS} are needed; give the whole article",
        )
    if reason := kind.why_no_article(title, raw.url, paragraphs, page is not None and page.live):
        return Rejection(raw.locator, "clean", reason)
    found = language.identify(text)
    if found == "en" and not _SENTENCE.search(text):
        return Rejection(raw.locator, "clean", "text holds no complete sentence (a list or a menu?); give running text")

    start, place = _dateline(paragraphs)
    published, method = _published(raw, page, line_date or _labelled_date(paragraphs), place)
    if raw.published and method != "given":
        notes.append(f"{NO_DATE}: {one_line(raw.published)[:60]}")
    if published and published.when > raw.fetched_at + timedelta(days=1):
        notes.append(LATE_DATE)
    notes.extend(
        f"{count} paragraph{'s' if count > 1 else ''} removed: {reason}" for reason, count in sorted(removed.items())
    )
    return Article(
        article_id=article_id(raw.identity),
        revision=1,
        source=raw.source,
        url=raw.url,
        title=title[:500] if title else None,
        text=text,
        published_at=published.when if published else None,
        published_method=method,
        utc_offset_minutes=published.utc_offset_minutes if published else None,
        fetched_at=raw.fetched_at,
        language=found,
        dateline_place=place.place if place else None,
        dateline_country=place.country if place else None,
        dateline_agency=place.agency if place else None,
        dateline_start=start + place.start if place else None,
        dateline_end=start + place.end if place else None,
        body_start=_body_start(text, start + place.end) if place else 0,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        raw_id=raw.raw_id,
        identity=raw.identity,
        locator=raw.locator,
        notes=tuple(notes),
    )


def _plain(text: str, look_for_title: bool) -> tuple[str | None, list[str]]:
    """Title and paragraphs of plain text; the title is the first line where that is short, no sentence, and stands
    alone."""
    found = blocks(normal(text))
    title = None
    if look_for_title and len(found) > 1:
        first, *rest = found[0]
        alone = not rest or all(dates.parse(line) or boilerplate.why_noise(line) for line in rest)
        if (
            alone
            and len(first) <= _TITLE_MAX
            and not first.endswith((".", ":", ";", ",", ".”", '."'))
            and _is_title(first)
        ):
            title, found[0] = first, rest
    return title, [paragraph for block in found for paragraph in _unwrapped(block)]


def _unwrapped(lines: list[str]) -> list[str]:
    """Paragraphs of a block; lines that are a date or noise by themselves are never joined to their neighbours."""
    paragraphs: list[str] = []
    run: list[str] = []
    for line in lines:
        if len(lines) > 1 and (dates.parse(line) or boilerplate.why_noise(line)):
            paragraphs += [*join_wrapped(run), line]
            run = []
        else:
            run.append(line)
    return paragraphs + join_wrapped(run)


def _is_title(line: str) -> bool:
    return (
        len(line.split()) > 1
        and dates.parse(line) is None
        and boilerplate.why_noise(line) is None
        and dateline.find([line, ""]) is None
    )


def _key(text: str) -> str:
    return _PARAGRAPH_KEY.sub("", text).casefold()


def _without_title(paragraphs: list[str], title: str | None) -> list[str]:
    """Paragraphs without a first one that only repeats the title."""
    if title and paragraphs and len(paragraphs) > 1 and _key(paragraphs[0]) == _key(title):
        return paragraphs[1:]
    return paragraphs


def _take_date_lines(paragraphs: list[str]) -> tuple[list[str], dates.Published | None]:
    """Paragraphs without those at top and bottom that are only a date, and the publication date these give."""
    kept: list[str] = []
    found: list[tuple[bool, dates.Published]] = []
    for number, paragraph in enumerate(paragraphs):
        near = number < _HEAD or number >= len(paragraphs) - _FOOT
        when = dates.parse(paragraph) if near else None
        if when is None:
            kept.append(paragraph)
        else:
            found.append((paragraph.lower().startswith(("updated", "last updated", "modified", "last modified")), when))
    first = next((when for is_update, when in found if not is_update), None)
    return kept, first or (found[0][1] if found else None)


def _labelled_date(paragraphs: list[str]) -> dates.Published | None:
    """The date at the end of a head line that says something else too ("Sunday Essay, 11 September 2011")."""
    for paragraph in paragraphs[:3]:
        words = paragraph.split()
        if len(words) <= 9 and not paragraph.endswith((".", "?", "!", ":")):
            for first in range(1, len(words) - 2):
                if (when := dates.parse(" ".join(words[first:]))) is not None:
                    return when
    return None


def _dateline(paragraphs: list[str]) -> tuple[int, dateline.Dateline | None]:
    """Offset in the joined text of the paragraph that the dateline opens, and the dateline."""
    found = dateline.find(paragraphs)
    if found is None:
        return 0, None
    return sum(len(paragraph) + 2 for paragraph in paragraphs[: found[0]]), found[1]


def _body_start(text: str, end: int) -> int:
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def _published(
    raw: RawArticle, page: extract.Page | None, line_date: dates.Published | None, place: dateline.Dateline | None
) -> tuple[dates.Published | None, str]:
    """When it was published, and what said so; the first that says anything counts."""
    if raw.published and (given := dates.parse(raw.published)):
        return given, "given"
    if page is not None and page.published:
        return page.published, "page"
    if in_url := extract.date_in_url(raw.url):
        return in_url, "page"
    if line_date is not None:
        return line_date, "line"
    if place is not None and place.published is not None:
        return dates.Published(place.published, None, False), "line"
    name = PurePath(raw.locator.split("#")[0]).name
    if match := _FILE_DATE.search(name):
        named = dates.parse("-".join(match.groups()))
        # One file of many articles is named after the day it was saved, not after each article's own.
        if named and not re.search(r"\.(?:jsonl|rss|xml|atom)(?:\.gz)?(?::\d+)?$", name):
            return named, "filename"
    return None, "none"
