"""Publication dates as pages, feeds and people write them.

Belongs here: strings that are nothing but a date (and time), parsed without guessing. Does not belong here: dates
inside sentences, which say when an event happened (pipeline.coding.dates).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1,
    )
    for name in names.split()
}  # fmt: skip
# Only abbreviations that mean one thing: IST (India, Israel, Ireland) and the like are read as no zone.
_ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "ut": 0, "bst": 60, "wet": 0, "west": 60, "cet": 60, "cest": 120, "eet": 120,
    "eest": 180, "msk": 180,
    "trt": 180, "est": -300, "edt": -240, "et": None, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "pkt": 300, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "eat": 180, "wat": 60, "cat": 120, "sast": 120,
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WORDS = (
    re.compile(rf"(?P<month>{_MONTH})\.?[\s-]*{_DAY}\s*,?[\s-]*{_YEAR}"),
    re.compile(rf"{_DAY}[\s-]*(?:of\s+)?(?P<month>{_MONTH})\.?\s*,?[\s-]*{_YEAR}"),
    re.compile(rf"{_YEAR}[\s,-]+(?P<month>{_MONTH})\.?[\s-]*{_DAY}"),
    # "Thu May 16 10:32:00 2024", as C's asctime writes it
    re.compile(rf"(?P<month>{_MONTH})\s+{_DAY}\s+(?P<clock>\d\d:\d\d:\d\d)\s+{_YEAR}"),
)
_ISO = re.compile(
    r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d?)-(?P<day>\d\d?)(?:(?:\s*t\s*"
    r"|\s+)(?P<clock>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?)?"
)
# RFC 822 proper: "05 May 21 10:00:00 GMT"
_SHORT_YEAR = re.compile(rf"(?P<before>\d{{1,2}}\s+(?:{_MONTH})\s+)(?P<year>\d\d)(?=\s+\d\d:\d\d)")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:t?(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?)?")
_NUMERIC = re.compile(r"(?P<a>\d{1,4})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{1,4})")
_CLOCK = re.compile(
    r"(?<![\d:])(?P<h>2[0-4]"
    r"|[01]?\d)(?!\d)(?:[:.h](?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?)?\s*(?P<half>[ap]\.?m\b\.?)?(?:\s*hrs?\b"
    r"|\s*hours\b)?"
)
_CLOCK4 = re.compile(r"(?<!\d)(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?=\s*(?:hrs|gmt|utc|hours)\b)\s*(?:hrs|hours)?")
_OFFSET = re.compile(r"(?:(?:gmt|utc)\s*)?(?P<sign>[+−-])\s*(?P<h>\d\d?):?(?P<m>\d\d)?(?![\d:])")
_FILLER = re.compile(
    r"\b(?:first|last|date|time|issued|released?|published|publication|posted|updated?|modified|created|on|at"
    r"|local|as|of|the|in|and"
    rf"|{_WEEKDAY})\b\.?|[\s,;|·•:()\[\]/–—-]+"
)
_LATER = re.compile(r"\b(?:last\s+)?(?:updated?|modified)\b", re.IGNORECASE)
_MAX = 120


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date: `when` in UTC, the offset in minutes that was stated (None: none was, the time is taken as
    UTC), and whether a time of day was stated."""

    when: datetime
    utc_offset_minutes: int | None
    has_time: bool


def parse(text: str) -> Published | None:
    """The date that `text` is, or None where it is not wholly one unambiguous date.

    Reads ISO 8601, RFC 822, "Thu May 16 2024", "Friday, January 4, 2019", "May 16, 2024, 10:32 GMT", "Published 16 May
    2024 | 3 p.m. EDT", "16.05.2024", "05/16/2024" (only where one number cannot be a month), 20240516 and epoch seconds
    or milliseconds. A date without a zone is taken as UTC, one without a time as midnight. Years 1900 to 2099.
    """
    text = " ".join(text.split())
    if not text or len(text) > _MAX or not any(c.isdigit() for c in text):
        return None
    if re.fullmatch(r"1?\d{9}(?:\d{3})?(?:\.\d+)?", text) and not _COMPACT.fullmatch(text):
        return _epoch(float(text))
    # "Published May 16, 2024 Updated May 17, 2024": the first is what counts.
    halves = _LATER.split(text)
    if len(halves) > 1 and (first := parse(halves[0])) is not None:
        return first
    low = text.lower()
    if match := _SHORT_YEAR.search(low):
        century = "20" if int(match["year"]) < 70 else "19"
        low = f"{low[: match.start('year')]}{century}{low[match.start('year') :]}"
    found = _day(low)
    if found is None:
        return None
    day, rest, clock, sure = found
    return _assemble(day, rest, clock, sure)


def _epoch(seconds: float) -> Published | None:
    if seconds > 1e11:
        seconds /= 1000
    try:
        when = datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        return None
    return Published(when, 0, True)


def _day(low: str) -> tuple[date, str, str | None, bool] | None:
    """The calendar day in `low`, what is left of the string, a time of day found inside the date, and whether a zone
    may follow at once."""
    if match := _ISO.match(low):
        day = _make(match["year"], match["month"], match["day"])
        return (day, low[match.end() :], match["clock"], True) if day else None
    if match := _COMPACT.match(low):
        day = _make(match["year"], match["month"], match["day"])
        clock = f"{match['h']}:{match['m']}:{match['s'] or '00'}" if match["h"] else None
        return (day, low[match.end() :], clock, True) if day else None
    for pattern in _WORDS:
        if match := re.search(rf"(?<![a-z\d]){pattern.pattern}(?!\d)", low):
            day = _make(match["year"], str(MONTHS[match["month"]]), match["day"])
            return (
                (day, f"{low[: match.start()]} {low[match.end() :]}", match.groupdict().get("clock"), True)
                if day
                else None
            )
    if match := re.search(rf"(?<!\d){_NUMERIC.pattern}(?!\d)", low):
        day = _numeric(match["a"], match["b"], match["c"], match["sep"])
        return (day, f"{low[: match.start()]} {low[match.end() :]}", None, False) if day else None
    return None


def _make(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _numeric(a: str, b: str, c: str, sep: str) -> date | None:
    if len(a) == 4:
        return _make(a, b, c) if 1900 <= int(a) < 2100 else None
    if len(c) != 4 or not 1900 <= int(c) < 2100 or len(a) > 2:
        return None
    first, second = int(a), int(b)
    if sep == "." or first > 12 or first == second:  # dots are only written day first
        return _make(c, b, a)
    return _make(c, a, b) if second > 12 else None  # 05/06/2024 is May or June: not said


def _assemble(day: date, rest: str, clock: str | None, sure: bool) -> Published | None:
    offset: int | None = None
    stated_clock = clock is not None
    hours = minutes = seconds = 0
    if clock:
        pieces = [int(piece) for piece in clock.split(":")]
        hours, minutes, seconds = pieces[0], pieces[1], pieces[2] if len(pieces) > 2 else 0
    else:
        match = _CLOCK4.search(rest) or next((m for m in _CLOCK.finditer(rest) if m["m"] or m["half"]), None)
        if match:
            stated_clock = True
            hours, minutes = int(match["h"]), int(match["m"] or 0)
            seconds = int(match.groupdict().get("s") or 0)
            half = (match.groupdict().get("half") or "").replace(".", "")
            if half and hours > 12:
                half = ""
            hours = hours % 12 + 12 if half == "pm" else hours % 12 if half == "am" else hours
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    if stated_clock and (match := _OFFSET.search(rest)):
        offset = (int(match["h"]) * 60 + int(match["m"] or 0)) * (1 if match["sign"] == "+" else -1)
        if abs(offset) > 14 * 60:
            return None
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
        rest = re.sub(r"\([a-z]{2,5}\)", " ", rest)  # RFC 822 comments: "-0400 (EDT)"
    for zone in re.findall(r"(?<![a-z])([a-z]{1,4})(?![a-z])", rest):
        if zone in _ZONES:
            if offset is None and stated_clock:
                offset = _eastern(day) if zone == "et" else _ZONES[zone]
            rest = re.sub(rf"(?<![a-z]){zone}(?![a-z])", " ", rest, count=1)
        elif zone in ("ist", "cst", "ast", "gst"):
            rest = re.sub(rf"(?<![a-z]){zone}(?![a-z])", " ", rest, count=1)
    if _FILLER.sub("", rest).strip("."):
        return None  # more than a date: a sentence that holds one, or a string not understood
    try:
        local = datetime(day.year, day.month, day.day) + timedelta(
            hours=hours, minutes=minutes, seconds=min(seconds, 59)
        )
        when = local.replace(tzinfo=timezone(timedelta(minutes=offset or 0))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Published(when, offset, stated_clock)


def _eastern(day: date) -> int:
    """Offset of New York on a day ("ET"): daylight time from the second Sunday of March to the first of November
    (since 2007)."""
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    start = march + timedelta(days=6 - march.weekday())
    end = november + timedelta(days=6 - november.weekday())
    return -240 if start <= day < end else -300
