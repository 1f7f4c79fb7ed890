"""What kind of page a text is: one report, or a live blog or list that only looks like one.

Belongs here: telling that a page is no single article. Does not belong here: lines of noise within an article
(boilerplate), finding the article in a page (extract).

A live blog grows all day under one address: each look at it would be a revision, its entries tell of many hours and
have their times lost. A list (photo gallery, index of headlines, quiz) tells of no event in sentences. Both are
rejected rather than coded badly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_LIVE_PATH = re.compile(
    r"/live(?:-?blogs?|-updates?|-coverage|-reporting)?/|live-?blog|\blive-(?:updates|coverage|reporting)\b"
    r"|-as-it-happened\b",
    re.IGNORECASE,
)
_LIVE_TITLE = re.compile(
    r"live(?: ?blog| updates?| coverage| reporting)?\s?[:|–—-]\s.*|.*\blive ?(?:blog|updates|coverage)\b.*"
    r"|.*[:,–—-] as it happened\W*|.*[|–—-]\s*live\W*",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:posted (?:at )?|updated (?:at )?)?\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?\s*"
    r"(?:[A-Z]{2,4}|hrs|local time)?(?:\s*\(\d{1,2}[:.]\d\d\s*[A-Z]{2,4}\))?"
    r"|\d{1,3} ?(?:min(?:ute)?s?|h(?:ou)?rs?) ago",
    re.IGNORECASE,
)
_LIST_TITLE = re.compile(
    r"(?:in pictures|in photos|photos?|pictures?|gallery|quiz|crossword|horoscopes?|cartoons?)\b\s*[:|–—-].*"
    r"|.*[:|–—-]\s*(?:in pictures|in photos|photo gallery|picture gallery|a photo essay)\W*"
    r"|.*\b(?:photos|pictures|images|cartoons?|quiz|crossword|headlines|front pages|tv schedule) (?:of|for) the"
    r" (?:day|week|month|year)\b.*"
    r"|(?:the )?(?:\d{1,3}|top \d{1,3}|five|six|seven|eight|nine|ten|twenty)"
    r" (?:best |top |must-\w+ |striking |stunning )*"
    r"(?:photos|pictures|images|memes|tweets|quotes|headlines|podcasts|books|films|movies)\b.*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_CLOCKS = 4  # paragraphs that are only a time of day, from which on a text is a live blog
_ITEMS = 10  # paragraphs from which on a text can be an index
_HEADLINE = 20  # words; longer ones are no headline
_SHARE = 0.25  # of the words stand in sentences, at least, where a text is no index


def why_no_article(title: str | None, url: str | None, paragraphs: Sequence[str], live: bool = False) -> str | None:
    """Why a text is no single article, or None. `live`: the page's markup says that it is a live blog."""
    path = urlsplit(url).path if url else ""
    clocks = sum(len(paragraph) < 40 and _CLOCK.fullmatch(paragraph) is not None for paragraph in paragraphs)
    if live or _LIVE_PATH.search(path) or (title and _LIVE_TITLE.fullmatch(title)) or clocks >= _CLOCKS:
        return "is a live blog, which changes all day; give the reports that came of it"
    if title and _LIST_TITLE.fullmatch(title):
        return "is a gallery or list by its title, not a report; give articles with running text"
    lines = [len(paragraph.split()) for paragraph in paragraphs if not _SENTENCE.search(paragraph)]
    headlines = [words for words in lines if words <= _HEADLINE]
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    if len(headlines) >= _ITEMS and words - sum(headlines) < _SHARE * words:
        return "is a list of headlines or names, not a report; give articles with running text"
    return None
