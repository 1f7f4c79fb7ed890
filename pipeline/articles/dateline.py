"""Datelines: "BEIJING, China: ", "KYIV (Reuters) - ", "LONDON, May 16 (Xinhua) --" at the head of a report.

Belongs here: finding where a report says it was written, and where its own words begin. Does not belong here: which
place on earth that is (pipeline.coding.places), lines that are only a date (pipeline.articles.dates).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from babel import Locale

from pipeline.articles.dates import MONTHS, parse

MAX_LENGTH = 110  # characters of the longest dateline looked for
_LOOK_AT = 4  # paragraphs from the top that may open with one
_SEPARATOR = re.compile(r"\s*(?:-{2,}|[—–―])\s*|\s+[-_~]\s+|(?<=\))\s*[-_:.]\s*|:\s+|(?<=\))\s+(?=[A-Z\"'“‘])")
_SLASHED = re.compile(r"^(?P<head>.{2,70}?)[.,]?\s*/\s*(?P<agency>[A-Z][A-Za-z. -]{1,24}?)\s*/[\s.:–—-]*(?=\S)")
_AGENCY = re.compile(r"\s*[(\[]\s*(?P<inner>[^()\[\]]{2,48}?)\s*[)\]]\s*$")
_AGENCY_ONLY = re.compile(r"^\((?P<agency>[A-Z][\w.&/ -]{1,30})\)\s*(?:[-—–:]+\s*)(?=\S)")
_MONTH_DAY = re.compile(
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*)?"
    rf"(?:(?P<m1>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?)\.?",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"[A-Z][A-Z.'’ ]{1,40}:\s")
_WORD = re.compile(r"(?:[dDlLN]['’])?[^\W\d_](?:[^\W\d_]|['’ʼ`.-])*")
_SMALL = {
    "de",
    "del",
    "della",
    "di",
    "du",
    "da",
    "dos",
    "la",
    "le",
    "les",
    "el",
    "al",
    "ad",
    "an",
    "am",
    "of",
    "the",
    "and",
    "upon",
    "sur",
    "es",
    "us",
    "auf",
    "on",
}
# Words that stand before a colon or dash without being a place: speakers in transcripts, labels of the desk.
_NOT_PLACES = {
    "question", "answer", "q", "a", "moderator", "operator", "secretary", "minister", "president", "mr", "ms", "mrs",
    "dr", "ambassador", "senator", "governor",
    "host", "anchor", "reporter", "participant", "spokesperson", "spokesman", "spokeswoman", "chairman", "chair",
    "general", "admiral", "chancellor", "premier",
    "director", "commissioner", "deputy", "assistant", "official", "senior", "king", "queen", "prince", "pope",
    "judge", "speaker", "staff", "interpreter", "translator",
    "breaking", "update", "updates", "updated", "exclusive", "analysis", "opinion", "editorial", "comment",
    "commentary", "note", "editor", "editors", "correction", "corrected", "watch",
    "video", "photo", "photos", "picture", "pictures", "factbox", "explainer", "timeline", "interview", "subject",
    "from", "to", "re", "contact", "contacts", "for", "immediate",
    "release", "headline", "headlines", "summary", "background", "key", "live", "news", "report", "reports", "review",
    "preview", "roundup", "wrap", "feature", "profile", "file", "list",
    "alert", "urgent", "flash", "read", "listen", "also", "source", "sources", "who", "what", "why", "when", "where",
    "how", "advisory", "statement", "transcript", "remarks",
    "joint", "communique", "date", "dateline", "location", "tags", "topics", "more", "related", "context",
    "conclusion", "introduction", "first", "second", "third", "finally", "however",
    "yes", "no", "but", "and", "so", "then", "here", "there", "today", "tomorrow", "yesterday", "meanwhile",
    "warning", "important", "reminder", "nb", "ps", "tldr", "about",
    "he", "she", "it", "they", "we", "i", "this", "that", "in", "at", "on", "by", "with", "not", "one", "two",
    "three", "bottom", "line", "fact", "check", "quote", "theme", "topic",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "us", "usa", "eu", "un", "uk",
    "uae", "nato", "imf", "opec", "asean", "wto", "iaea", "osce", "oic",
    "table", "figure", "chart", "map", "image", "credit", "caption", "author", "byline", "title", "part", "chapter",
    "section", "article", "annex", "item", "point", "issue",
}  # fmt: skip
# Beside the names of Unicode's territory list: short forms, and the states that stand behind an American city.
_MORE_COUNTRIES = {
    "D.C.", "DC", "U.S.", "US", "USA", "U.K.", "UK", "UAE", "England", "Scotland", "Wales", "Northern Ireland",
    "Turkey", "Burma", "Czech Republic", "Ivory Coast", "Congo", "DRC",
    "Palestine", "West Bank", "Gaza", "Gaza Strip", "Kosovo", "Macedonia", "Bosnia", "Hong Kong", "Macau",
    "Cape Verde", "Swaziland", "East Timor", "Crimea", "Holland", "Soviet Union",
    "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Calif.", "Colorado", "Connecticut", "Conn.",
    "Delaware", "Florida", "Fla.", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa",
    "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland", "Md.", "Massachusetts", "Mass.", "Michigan", "Mich.",
    "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada",
    "New Hampshire", "New Jersey", "N.J.", "New Mexico", "New York", "N.Y.", "North Carolina", "N.C.", "North Dakota",
    "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Pa.", "Rhode Island",
    "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia", "Va.", "Washington State",
    "West Virginia", "Wisconsin", "Wyoming", "Ontario", "Quebec", "Alberta",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline found: offsets in the text it was looked for in (`end` after its separator, where the report's own
    words begin)."""

    start: int
    end: int
    place: str | None
    country: str | None
    agency: str | None
    date_words: str | None
    published: datetime | None  # only where the dateline states the year


def find(paragraphs: Sequence[str]) -> tuple[int, Dateline] | None:
    """The dateline of an article and the number of the paragraph it opens; offsets are within that paragraph.

    Looked for in the first paragraphs only, the first that has one counts.
    """
    for number, paragraph in enumerate(paragraphs[:_LOOK_AT]):
        found = _opening(paragraph)
        if found is None:
            found = _alone(paragraph) if number < len(paragraphs) - 1 else None
        if found is None:
            continue
        label = re.match(r"[^\W\d_][^:]{0,40}:", paragraph)
        bare = found.country is None and found.agency is None and found.date_words is None
        if label and bare and sum(bool(_SPEAKER.match(other)) for other in paragraphs) > 1:
            return None  # a transcript's speakers look like datelines, but there are more of them
        return number, found
    return None


def _opening(paragraph: str) -> Dateline | None:
    head = paragraph[: MAX_LENGTH + 40]
    if match := _SLASHED.match(head):
        place = _place(match["head"].rstrip(" .,"))
        if place and (place[0].isupper() or place[2] or place[3]):
            return Dateline(0, match.end(), place[0], place[1], match["agency"].strip(), place[2], place[3])
    if match := _AGENCY_ONLY.match(head):
        return Dateline(0, match.end(), None, None, match["agency"], None, None)
    for separator in _SEPARATOR.finditer(head):
        start = separator.start()
        if start > MAX_LENGTH:
            break
        if start < 2 or separator.end() >= len(paragraph):
            continue
        following = paragraph[separator.end()]
        if not (following.isupper() or following.isdigit() or following in "\"'“‘«([$€£") and not paragraph[
            :start
        ].endswith(")"):
            continue
        found = _parts(paragraph[:start], separator.group().strip(), separator.end())
        if found is not None:
            return found
    return None


def _alone(paragraph: str) -> Dateline | None:
    """A paragraph that is nothing but place and country, or place and date: "San Jose, Costa Rica", "Geneva, 16 May
    2024"."""
    if len(paragraph) > 60 or "," not in paragraph or paragraph.endswith(("!", "?", ":", ";")):
        return None
    place = _place(paragraph if paragraph.endswith("D.C.") else paragraph.rstrip("."))
    if place is None or not (place[2] or _is_country(place[1])):
        return None
    return Dateline(0, len(paragraph), place[0], place[1], None, place[2], place[3])


def _parts(head: str, separator: str, end: int) -> Dateline | None:
    agency = date_words = None
    published = None
    if match := _AGENCY.search(head):
        inner = match["inner"]
        when = _date(inner)
        if when is not None:
            date_words, published = when
        elif inner[0].isupper() and not re.search(r"\d{3}", inner):
            agency = inner
        else:
            return None
        head = head[: match.start()]
    place = _place(head.rstrip(" ,."[: 2 if head.rstrip(" ,").endswith(("D.C.", "U.S.", "U.K.")) else 3]))
    if place is None:
        return None
    name, country, words, when_parsed = place
    date_words, published = date_words or words, published or when_parsed
    evidence = bool(agency or date_words)
    if name.isupper():
        # In capitals the form is its own evidence; a bare hyphen or colon asks for a short name.
        if not evidence and separator in (":", "-", "_", "~", "") and len(name.split()) > 4:
            return None
        if separator == "" and not agency:
            return None
    elif (
        not evidence and not _is_country(country) and (separator not in ("--", "—", "–", "―") or len(name.split()) > 3)
    ):
        return None
    return Dateline(0, end, name, country, agency, date_words, published)


def _place(head: str) -> tuple[str, str | None, str | None, datetime | None] | None:
    """Place, country or region, words of the date and the date, from "LONDON, England, May 16"; None where it is no
    such list."""
    pieces = [piece.strip() for piece in head.strip().split(",")]
    if not pieces[0] or len(pieces) > 6:
        return None
    name = re.split(r"\s*/\s*", pieces[0])[0]
    if not all(_is_name(part, 5) for part in re.split(r"\s*/\s*", pieces[0])):
        return None
    country = date_words = None
    published = None
    index = 1
    while index < len(pieces):
        # "May 16, 2024" has a comma of its own.
        joined = ", ".join(pieces[index : index + 2])
        when = _date(joined) if index + 1 < len(pieces) else None
        step = 2 if when else 1
        words = joined if when else pieces[index]
        when = when or _date(words)
        if when is None and index + 2 < len(pieces) and (when := _date(", ".join(pieces[index : index + 3]))):
            words, step = ", ".join(pieces[index : index + 3]), 3
        if when and date_words is None:
            date_words, published = words, when[1]
        elif country is None and (_is_country(pieces[index]) or _is_name(pieces[index], 4)) and not when:
            country = pieces[index]
        elif date_words is None and country and (_is_country(pieces[index]) or _is_name(pieces[index], 3)):
            country = pieces[index]  # "FORT MEADE, Maryland, U.S."
        elif not re.fullmatch(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", pieces[index]):
            return None
        index += step
    return name, country, date_words, published


@cache
def _countries() -> frozenset[str]:
    names = {name for code, name in Locale("en").territories.items() if code.isalpha()}
    return frozenset(name.casefold() for name in names | _MORE_COUNTRIES)


def _is_country(name: str | None) -> bool:
    return name is not None and name.casefold() in _countries()


def _date(words: str) -> tuple[str, datetime | None] | None:
    """(words, moment or None) where `words` are a date; the year may be missing, then there is no moment."""
    words = words.strip(" .")
    if not any(c.isdigit() for c in words):
        return None
    if (when := parse(words)) is not None:
        return words, when.when
    return (words, None) if _MONTH_DAY.fullmatch(words) else None


def _is_name(text: str, most: int) -> bool:
    words = text.split()
    if not 1 <= len(words) <= most:
        return False
    capital = False
    for number, word in enumerate(words):
        if not _WORD.fullmatch(word):
            return False
        bare = re.sub(r"\W", "", word).lower()
        if bare in _NOT_PLACES and (len(words) == 1 or number == 0 or bare not in _SMALL):
            return False
        if word[0].isupper() or word[:2] in ("d'", "d’", "l'", "l’"):
            capital = True
        elif bare not in _SMALL or number == 0:
            return False
    return capital and len(re.sub(r"\W", "", text)) > 1
