"""HTML to title, date, site and paragraphs.

Belongs here: finding the article in a page, bounded against hostile markup, and turning a piece of markup (a feed
entry) into paragraphs. Does not belong here: deciding what of the text is noise, dates that stand in the text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import trafilatura
from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from pipeline.articles.dates import Published, parse
from pipeline.articles.paragraphs import normal, one_line

MAX_ELEMENTS = 40_000
_WHOLE_PAGE = re.compile(r"<(?:html|body|head|!doctype)\b", re.IGNORECASE)
_BLOCK = {
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "table", "section",
    "article", "header", "footer", "figure", "figcaption",
    "hr", "dd", "dt", "dl", "pre", "aside", "main", "address", "td", "th", "center",
}  # fmt: skip
_UNREAD = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "form",
    "button",
    "nav",
    "select",
    "textarea",
    "figcaption",
    "head",
    "title",
}
_DATE_NAMES = {
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date",
    "dc.date.issued", "dc.date", "dcterms.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "date",
    "cxenseparse:recs:publishtime", "article.published", "analyticsattributes.articledate", "release_date",
    "originalpublicationdate",
}  # fmt: skip
_DATE_CLASS = re.compile(r"date|time|publish|posted", re.IGNORECASE)
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{6,40})"')
_LD_LIVE = re.compile(r'"@type"\s*:\s*(?:\[[^\]]{0,200})?"LiveBlogPosting"')
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/_.-])", re.IGNORECASE)


class ExtractError(Exception):
    """A page without an article in it; the message is one clear sentence for a rejection."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page gave; `published` comes from its markup, None where that says nothing."""

    title: str | None
    site: str | None
    published: Published | None
    paragraphs: list[str]
    live: bool = False  # the page says of itself that it is a live blog


def is_whole_page(markup: str) -> bool:
    """Whether the markup is a page (with chrome around the article) rather than a piece of one (a feed entry)."""
    return _WHOLE_PAGE.search(markup[:20_000]) is not None


def page(markup: str) -> Page:
    """The article of a whole page. Raises ExtractError where none is found or the page is beyond bounds."""
    tree = _tree(markup)
    title, site, published = _title(tree), _meta(tree, {"og:site_name", "application-name"}), _published(tree)
    live = _is_live(tree)
    document = None
    for precision in (True, False):
        try:
            document = trafilatura.bare_extraction(
                tree,
                favor_precision=precision,
                fast=precision,
                include_comments=False,
                include_tables=False,
                with_metadata=False,
            )
        except Exception as error:  # whatever hostile markup provokes in the extractor, the other pages go on
            raise ExtractError(
                f"no article could be extracted ({type(error).__name__}); save the page again or give its text"
            ) from error
        if document is not None and len((document.text or "").split()) >= 20:
            break
        tree = _tree(markup)  # extraction takes the tree apart
    text = (document.text or "") if document is not None else ""
    paragraphs = [line for raw in normal(text).split("\n") if (line := " ".join(raw.split()))]
    if not paragraphs:
        raise ExtractError("no article was found in the page; give pages with running text, or the text itself")
    return Page(title, site, published, paragraphs, live)


def fragment(markup: str) -> list[str]:
    """Paragraphs of a piece of markup, everything in it taken as text but scripts, styles, forms and captions."""
    if not markup.strip():
        return []
    root = _tree(f"<div>{markup}</div>")
    parts: list[str] = []
    _collect(root, parts)
    lines = normal("".join(parts)).split("\n")
    return [line for raw in lines if (line := " ".join(raw.split()))]


def heading(markup: str) -> str | None:
    """The text of the only h1 of a piece of markup, or None."""
    found = [one_line(element.text_content()) for element in _tree(f"<div>{markup}</div>").iter("h1")]
    return found[0][:500] or None if len(found) == 1 else None


def date_in_url(url: str | None) -> Published | None:
    """The day in an address such as /2024/05/16/ or /2024/may/16/, or None."""
    match = _URL_DATE.search(url) if url else None
    if match is None:
        return None
    year, month, day = match.groups()
    return parse(f"{day} {month} {year}" if month.isalpha() else f"{year}-{int(month):02}-{int(day):02}")


def _tree(markup: str) -> lxml_html.HtmlElement:
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ExtractError(f"is not HTML that can be parsed ({str(error)[:80]}); save the page again") from error
    if root.xpath("count(//*)") > MAX_ELEMENTS:
        raise ExtractError(
            f"page has more than {MAX_ELEMENTS:,} elements, the most that is read; give the article's text"
        )
    return root


def _collect(root: lxml_html.HtmlElement, parts: list[str]) -> None:
    """Text of a tree with line feeds where a browser would break; iterative, so that deep nesting cannot exhaust the
    stack."""
    stack: list[tuple[lxml_html.HtmlElement | None, str]] = [(root, "")]
    while stack:
        element, closing = stack.pop()
        if element is None:
            parts.append(closing)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        gap = "\n" if tag in _BLOCK or tag == "br" else ""
        parts.append(gap)
        tail = gap + (element.tail or "").replace("\n", " ")
        if tag and tag not in _UNREAD:
            parts.append((element.text or "").replace("\n", " "))
            stack.append((None, tail))
            stack.extend((child, "") for child in reversed(element))
        else:
            parts.append(tail)


def _meta(tree: lxml_html.HtmlElement, names: set[str]) -> str | None:
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        if name in names and (value := one_line(element.get("content") or "")):
            return value[:500]
    return None


def _title(tree: lxml_html.HtmlElement) -> str | None:
    """The headline: the page's only h1, else og:title, else <title>; the site's name at its end is cut off."""
    headings = [text for element in tree.iter("h1") if (text := one_line(element.text_content()))]
    site = _meta(tree, {"og:site_name", "application-name"})
    shared = _meta(tree, {"og:title", "twitter:title"})
    named = next((one_line(element.text_content()) for element in tree.iter("title")), None)
    if len(headings) == 1 and 3 <= len(headings[0].split()) <= 40:
        return headings[0][:500]
    title = shared or named or (headings[0] if headings else None)
    if not title:
        return None
    *cut, last = re.split(r"\s+[|–—·»-]\s+", title)
    site_like = site is None or last.lower() in (site.lower(), "home") or "|" in title
    if cut and len(cut[0].split()) >= 3 and len(last) <= 60 and site_like and title not in headings:
        title = title[: -len(last)].rstrip(" \t|–—·»-")
    return title[:500]


def _published(tree: lxml_html.HtmlElement) -> Published | None:
    candidates: list[str] = []
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        if name in _DATE_NAMES:
            candidates.append(element.get("content") or "")
    for element in tree.iter("script"):
        if "ld+json" in (element.get("type") or "") and (match := _LD_DATE.search(element.text or "")):
            candidates.append(_unescape(match.group(1)))
    for element in tree.iter("time", "span", "abbr", "p", "div"):
        if (
            element.tag == "time"
            or (element.get("itemprop") or "").lower() == "datepublished"
            or "published" in (element.get("class") or "").lower().split()
        ):
            candidates.extend(
                (element.get("datetime") or "", element.get("content") or "", one_line(element.text_content()[:200]))
            )
        if len(candidates) > 40:
            break
    parsed = [when for candidate in candidates if candidate and (when := parse(candidate)) is not None]
    if not parsed:
        return _shown_date(tree)
    # A moment says more than a day, but only about the same day.
    moments = (when for when in parsed if when.has_time and abs((when.when - parsed[0].when).days) <= 1)
    return next(moments, parsed[0])


def _is_live(tree: lxml_html.HtmlElement) -> bool:
    scripts = (script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or ""))
    return any(_LD_LIVE.search(text) for text in scripts)


def _shown_date(tree: lxml_html.HtmlElement) -> Published | None:
    """The first date shown in an element that is named after one, in the article before the rest of the page."""
    areas = [*tree.iter("article"), *tree.iter("main")]
    for area in (*areas[:1], tree):
        for element in area.iter("span", "p", "div", "li", "small", "abbr", "em", "b"):
            named = f"{element.get('class') or ''} {element.get('id') or ''}"
            if _DATE_CLASS.search(named) and (when := parse(one_line(element.text_content()[:200]))) is not None:
                return when
    return None


def _unescape(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text
