"""When an event happened: date expressions in the words of a sentence, and which of them belongs to a trigger.

Belongs here: the reading of date expressions ("on Tuesday", "last month", "between 3 and 5 May", "the 2015 accord")
against a publication date, and the choice of the expression that is attached to an event's own clause.
Does not belong here: finding the publication date of an article (pipeline/articles), or deciding that an event is
planned or background (pipeline/coding/modality.py); both are handed in.

Conventions (all intervals are calendar days, both ends included):

* A bare weekday is the most recent such day on or before publication; for planned events the next one, the day of
  publication included.
  "last Tuesday" is strictly before publication, "next Monday" strictly after.
* A day and month, or a month, without a year is the nearest past one (the nearest coming one for planned events). A
  day more than 300 days back without a year is taken for an unmarked plan and ignored.
* Weeks run from Monday to Sunday. "last week/month/year" is the whole calendar unit before the present one, "this
  ..." the present one.
* "two days ago" is that day; "two weeks / months / years ago" the calendar week / month / year that the day falls
  in.
* "six years after X, ..." dates X that far before the governing clause, with the same calendar units.
* "in the past five years" runs from that many units back to publication; "in recent days / weeks / months / years"
  7 / 28 / 90 / 1,095 days.
* early / mid / late are the thirds of a month, year, decade or century; "the end of" is the last ten days of a
  month, the last month of a year. Seasons are the northern, meteorological ones, and winter belongs to the year of
  its December.
* "since X" and "after X" run to publication; "by X" and "before X" run from publication for planned events and are
  no date of a deed otherwise; "until X" is how long something holds, never when it was done.
* Nothing is dated after publication unless it is planned: later ends are cut to the day of publication, later
  expressions ignored.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from spacy.tokens import Doc, Token

Method = Literal["explicit", "relative", "background", "publication", "none"]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EventDate:
    """The interval of an event, both ends included; `words` are those that said so (empty for a fallback)."""

    date_from: date | None
    date_to: date | None
    method: Method
    words: str


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression: tokens start..end (end exclusive, its preposition included), `core` the first token after
    prepositions.

    date_from and date_to are None where the expression needs a publication date and there is none.
    `daylike` expressions name no year ("Tuesday", "last week", "in May"); the news hangs these on the main verb.
    `ranged` ones name both ends themselves ("from 31 July to 6 August").
    """

    start: int
    end: int
    core: int
    date_from: date | None
    date_to: date | None
    explicit: bool
    daylike: bool
    ranged: bool = False


def _set(words: str) -> frozenset[str]:
    """A set of words written as one text, so that the lists below stay readable."""
    return frozenset(words.split())


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs thur",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
SHORT_WEEKDAYS = _set("mon tue tues wed thu thurs thur fri sat sun")
NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "dozen": 12}
ORDINALS = {
    word: number
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
UNITS = {
    form: unit
    for unit in ("minute", "hour", "day", "week", "weekend", "month", "quarter", "year", "decade", "century")
    for form in (unit, unit + "s")
} | {"centuries": "century", "fortnight": "fortnight", "fortnights": "fortnight"}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
DAY_PARTS = _set("morning afternoon evening night noon midday midnight dawn")
LAST = _set("last past previous preceding")
NEXT = _set("next coming upcoming following")
PARTS = {
    "early": "early",
    "mid": "mid",
    "late": "late",
    "beginning": "begin",
    "start": "begin",
    "middle": "mid",
    "end": "end",
    "close": "end",
}
# Words before a number of four digits that make it a year, and those that make it the number of something.
YEAR_CUES = _set(
    "in since of from until till by during before after for through throughout early late mid around circa "
    "year and or to between back summer winter spring autumn fall end beginning start middle"
) | frozenset(MONTHS)
NUMBER_CUES = _set(
    "$ € £ ¥ # us$ flight resolution resolutions no number nr article articles agenda vision route boeing "
    "airbus unscr res paragraph section rule law decree act order room page channel model area unit brigade "
    "regiment horizon euro expo about some nearly almost over than least most roughly approximately another "
    "exactly only"
)
COUNTED = _set(
    "troops soldiers people refugees migrants men women children civilians prisoners workers police officers "
    "personnel fighters rebels militants tanks vehicles missiles rockets warheads aircraft jets ships tonnes "
    "tons kilometers kilometres km miles meters metres feet dollars euros yuan rubles roubles rupees pounds "
    "yen barrels percent % per hectares acres megawatts mw kilograms kg pages jobs families houses homes "
    "villages hours gmt utc local cases deaths dead wounded others other million billion trillion thousand "
    "hundred protesters demonstrators students cars drones shells mm cm bodies members delegates participants "
    "observers peacekeepers marines victims votes years days weeks months"
)
NAMED_DAYS_BEFORE = _set("bloody black good super ash holy palm cyber easter fat boxing")
NAMED_DAYS_AFTER = _set("times telegraph mirror express mail post herald prayers prayer mass")
MAY_NOUNS = _set(
    "summit agreement deal accord election elections vote talks meeting visit ceasefire truce declaration "
    "attack attacks session deadline referendum conference"
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?\Z")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\Z")
_DAY = re.compile(r"(\d{1,2})(st|nd|rd|th)?\Z")
_YEAR = re.compile(r"(1[5-9]\d\d|20\d\d)\Z")
_DECADE = re.compile(r"(1[5-9]\d0|20\d0|['’]?[1-9]0)['’]?s\Z")
_CENTURY = re.compile(r"(1\d|20|21)(?:st|th)\Z")
_PIECES = re.compile(r"\d{4}-\d{1,2}-\d{1,2}.*|[-–—]|[^-–—]+")
_DASHES = frozenset("-–—")
# Every expression holds one of these words or a figure, and begins at most so many pieces before it.
_CORES = (
    frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(UNITS)
    | frozenset(SEASONS)
    | DAY_PARTS
    | _set("today tonight yesterday tomorrow overnight recently lately half day eve christmas")
)
_REACH = 8
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Value:
    """A resolved interval; `low` is None where the expression cannot be resolved without a publication date."""

    low: date | None
    high: date | None
    explicit: bool
    daylike: bool = False
    size: str = "day"  # day, week, month, season, year, decade, century, span: what early/mid/late can cut
    open_year: bool = False  # day or month whose year was guessed
    ranged: bool = False  # both ends are named


_Read = tuple[int, _Value] | None


def _month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class _Scanner:
    """Reads expressions from a list of words, left to right, the longest first. Pure: no state but the words and
    the anchor.
    """

    def __init__(self, words: Sequence[str], published: date | None, future: bool) -> None:
        self.published = published
        self.future = future
        self.text: list[str] = []
        self.token: list[int] = []
        for index, word in enumerate(words):
            for piece in self._split(word):
                self.text.append(piece)
                self.token.append(index)
        self.low = [piece.lower().rstrip(".") or piece for piece in self.text]
        self.near = [False] * len(self.low)  # whether an expression may begin here
        last = len(self.low) + _REACH
        for i in range(len(self.low) - 1, -1, -1):
            if self.low[i] in _CORES or _FIGURE.search(self.low[i]):
                last = i
            self.near[i] = last - i < _REACH
        self.simple: dict[int, _Read] = {}  # what stands at a position, read once: ranges ask for it again and again

    @staticmethod
    def _split(word: str) -> list[str]:
        if len(word) > 1 and not _DASHES.isdisjoint(word) and len(word) < 40:
            return _PIECES.findall(word)
        return [word]

    # -- words -------------------------------------------------------------------------------------------------

    def w(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def capital(self, i: int) -> bool:
        return 0 <= i < len(self.text) and self.text[i][:1].isupper()

    def month(self, i: int) -> int | None:
        return MONTHS.get(self.w(i)) if self.capital(i) else None

    def weekday(self, i: int) -> int | None:
        number = WEEKDAYS.get(self.w(i)) if self.capital(i) else None
        if number is None:
            return None
        if self.w(i) in SHORT_WEEKDAYS and not (self.text[i].endswith(".") or self.month(i + 1) or self.month(i + 2)):
            return None
        if (self.w(i - 1) in NAMED_DAYS_BEFORE and self.capital(i - 1)) or self.w(i + 1) in NAMED_DAYS_AFTER:
            return None
        return number

    def day(self, i: int) -> int | None:
        match = _DAY.match(self.w(i))
        return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None

    def year(self, i: int) -> int | None:
        return int(self.w(i)) if _YEAR.match(self.w(i)) else None

    def number(self, i: int) -> tuple[int, int] | None:
        """A small count in words or figures from i: (next index, count)."""
        word = self.w(i)
        if word in ("a", "the") and self.w(i + 1) in ("couple", "few"):
            count = 2 if self.w(i + 1) == "couple" else 3
            return (i + 3 if self.w(i + 2) == "of" else i + 2), count
        if word in ("couple", "few", "several"):
            return (i + 2 if self.w(i + 1) == "of" else i + 1), 2 if word == "couple" else 3
        if word.isascii() and word.isdigit() and len(word) <= 3:
            return i + 1, int(word)
        if (
            word in ("twenty", "thirty", "forty", "fifty", "sixty")
            and self.w(i + 1) in _DASHES
            and self.w(i + 2) in NUMBERS
        ):
            return i + 3, NUMBERS[word] + NUMBERS[self.w(i + 2)]
        if word in NUMBERS:
            if word in ("a", "an") and self.w(i + 1) in ("dozen", "hundred"):
                return i + 2, NUMBERS[self.w(i + 1)]
            return i + 1, NUMBERS[word]
        return None

    # -- resolving ----------------------------------------------------------------------------------------------

    def around(self, month: int, day: int | None) -> tuple[date, date] | None:
        """The nearest past (planned: coming) month or day of a month."""
        if self.published is None:
            return None
        step = 1 if self.future else -1
        year = self.published.year
        for _ in range(9):  # 29 February can be eight years away
            if 1 <= year <= 9998:
                first, last = _month_span(year, month)
                if day is not None and day <= last.day:
                    first = last = date(year, month, day)
                if (day is None or last == first) and (
                    last >= self.published if self.future else first <= self.published
                ):
                    old = (self.published - first).days > 300 and (month, day) != (2, 29)
                    if day is not None and not self.future and old:
                        return None  # a day so long ago would be given its year: an unmarked plan for the coming weeks
                    return first, last
            year += step
        return None

    def relative(self, low: date | None, high: date | None, size: str = "span", daylike: bool = False) -> _Value:
        return _Value(low, high, False, daylike, size)

    def days_off(self, days: int) -> _Value:
        if self.published is None:
            return self.relative(None, None, "day", True)
        day = self.published + days * DAY
        return self.relative(day, day, "day", True)

    def unit_at(self, unit: str, offset: int) -> _Value:
        """The calendar unit that lies `offset` units from the present one."""
        now = self.published
        if now is None:
            return self.relative(None, None, unit)
        if unit in ("minute", "hour"):
            return self.relative(now - DAY if offset < 0 else now, now, "span", True)
        if unit == "day":
            return self.days_off(offset)
        if unit in ("week", "fortnight"):
            low = now - now.weekday() * DAY + (14 if unit == "fortnight" else 7) * offset * DAY
            return self.relative(low, low + 6 * DAY, "week")
        if unit == "month":
            return self.relative(*_month_span(*divmod_month(now, offset)), "month")
        if unit == "quarter":
            low = _add_months(date(now.year, (now.month - 1) // 3 * 3 + 1, 1), 3 * offset)
            return self.relative(low, _add_months(low, 3) - DAY, "season")
        if unit == "year":
            return self.relative(date(now.year + offset, 1, 1), date(now.year + offset, 12, 31), "year")
        if unit == "decade":
            first = now.year // 10 * 10 + 10 * offset
            return self.relative(date(first, 1, 1), date(first + 9, 12, 31), "decade")
        first = (now.year - 1) // 100 * 100 + 1 + 100 * offset
        return self.relative(date(first, 1, 1), date(first + 99, 12, 31), "century")

    def units_off(self, unit: str, count: int) -> _Value:
        """ "N units ago" (negative) or "in N units": the calendar unit that day falls in."""
        if unit == "decade":
            return self.unit_at("year", 10 * count)
        if unit == "century":
            return self.unit_at("year", 100 * count)
        if unit == "quarter":
            return self.unit_at("month", 3 * count)
        if unit == "weekend":
            return self.weekend(count)
        return self.unit_at(unit, count)

    def reach(self, unit: str, count: int) -> _Value:
        """The span of `count` units that ends (planned: begins) at publication."""
        now = self.published
        if now is None:
            return self.relative(None, None)
        months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}.get(unit)
        sign = 1 if count > 0 else -1
        if months:
            other = _add_months(now, months * count)
        else:
            other = now + {"week": 7, "weekend": 7, "fortnight": 14}.get(unit, 1) * count * DAY
            if unit in ("hour", "minute"):
                other = now + sign * DAY
        return self.relative(min(now, other), max(now, other))

    def weekend(self, offset: int = 0) -> _Value:
        """offset 0 is the nearest weekend at or before (planned: at or after) publication, +1 the coming one."""
        now = self.published
        if now is None:
            return self.relative(None, None)
        if self.future or offset > 0:
            low = now - DAY if now.weekday() == 6 and offset <= 0 else now + (5 - now.weekday()) % 7 * DAY
            if offset > 0 and low <= now:
                low += 7 * DAY
        else:
            low = now - (now.weekday() - 5) % 7 * DAY
            if offset < 0 and low + DAY >= now:
                low -= 7 * DAY
        return self.relative(low, low + DAY)

    def weekday_value(self, number: int, which: str) -> _Value:
        now = self.published
        if now is None:
            return self.relative(None, None, "day", True)
        back = (now.weekday() - number) % 7
        ahead = (number - now.weekday()) % 7
        if which == "last":
            day = now - (back or 7) * DAY
        elif which == "next":
            day = now + (ahead or 7) * DAY
        elif which == "this":
            day = now + (number - now.weekday()) * DAY
            if not self.future and day > now:
                day -= 7 * DAY
        elif self.future:
            day = now + ahead * DAY
        else:
            day = now - back * DAY
        return self.relative(day, day, "day", True)

    @staticmethod
    def cut(value: _Value, part: str) -> _Value:
        """early / mid / late / begin / end of a month, year, decade, ..."""
        if value.low is None or value.high is None or value.size in ("day", "span"):
            return value
        low, high = value.low, value.high
        if part in ("begin", "end") and value.size in ("year", "season", "decade", "century"):
            if value.size in ("year", "season"):
                if part == "begin":
                    high = _month_span(low.year, low.month)[1]
                else:
                    low = date(high.year, high.month, 1)
                return replace(value, low=low, high=high, size="span")
            part = "early" if part == "begin" else "late"
        part = {"begin": "early", "end": "late"}.get(part, part)
        if value.size == "month":
            bounds = [(low, low + 9 * DAY), (low + 10 * DAY, low + 19 * DAY), (low + 20 * DAY, high)]
        elif value.size == "week":
            bounds = [(low, low + DAY), (low + 2 * DAY, low + 3 * DAY), (low + 4 * DAY, high)]
        elif value.size in ("year", "season"):
            step = 4 if value.size == "year" else 1
            marks = [low, _add_months(low, step), _add_months(low, 2 * step), high + DAY]
            bounds = [(marks[n], marks[n + 1] - DAY) for n in range(3)]
        else:
            years = 10 if value.size == "decade" else 100
            marks = [date(low.year + (years * n + 2) // 3, 1, 1) for n in range(3)] + [high + DAY]
            bounds = [(marks[n], marks[n + 1] - DAY) for n in range(3)]
        low, high = bounds[("early", "mid", "late").index(part)]
        return replace(value, low=low, high=high, size="span")

    # -- reading: each returns (next index, value) or None ------------------------------------------------------

    def read_day_part(self, i: int) -> int:
        """Skips "night", "morning", "evening" and a time of day after a day."""
        if self.w(i) in DAY_PARTS:
            return i + 1
        if self.w(i) == "local" and self.w(i + 1) == "time":
            return i + 2
        return i

    def read_numeric(self, i: int) -> _Read:
        iso = _ISO.match(self.text[i])
        if iso:
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
            return i + 1, _Value(day, day, True, True)
        if (
            self.year(i)
            and self.w(i + 1) == "-"
            and self.w(i + 3) == "-"
            and self.w(i + 2).isdecimal()
            and self.day(i + 4)
        ):
            day = date(int(self.w(i)), int(self.w(i + 2)), self.day(i + 4) or 0)
            return i + 5, _Value(day, day, True, True)
        slashed = _SLASHED.match(self.text[i])
        if slashed:
            first, second, year = int(slashed[1]), int(slashed[2]), int(slashed[3])
            if (first > 12) == (second > 12) and first != second:
                return None  # 3/4/2020 has two readings
            day = date(year, second, first) if first > 12 else date(year, first, second)
            return i + 1, _Value(day, day, True, True)
        return None

    def read_year_after(self, i: int) -> tuple[int, int | None]:
        """An optional ", 2024" / "of 2024" / "2024" / "this year" / "last year" after a day or month."""
        if self.w(i) in ("of", "in") and self.w(i + 1) in ("that", "same", "the") and "year" in self.low[i + 2 : i + 4]:
            if self.w(i + 1) == "the" and self.w(i + 2) != "same":
                return i, None
            before = [self.year(k) for k in range(i) if self.year(k)]
            if not before:
                raise ValueError("a year named in another sentence")
            return self.low.index("year", i) + 1, before[-1]
        for skip in (0, 1):
            if skip and self.w(i) not in (",", "of", "in"):
                break
            year = self.year(i + skip)
            if year and not (skip and self.w(i) == "," and self.w(i + 2) in COUNTED):
                return i + skip + 1, year
            if self.published and self.w(i + skip + 1) == "year":
                shift = {"this": 0, "last": -1, "next": 1}.get(self.w(i + skip))
                if shift is not None and self.w(i) != "in":
                    return i + skip + 2, self.published.year + shift
        return i, None

    def day_value(self, month: int, low: int, high: int, year: int | None) -> _Value:
        if year is None:
            found, last = self.around(month, low), self.around(month, high)
            now = self.published
            if now and self.future and now.month == month and low < now.day <= high:
                return _Value(now.replace(day=low), now.replace(day=high), True, open_year=True, ranged=True)
            if self.published is None:
                return _Value(None, None, True, low == high, open_year=True)
            if not found or not last:
                raise ValueError("no such day")
            if found[0] > last[1]:  # the range spans today: keep both ends in one year
                last = (date(found[0].year, month, high),) * 2 if self.future else last
                found = found if self.future else (date(last[0].year, month, low),) * 2
            return _Value(found[0], last[1], True, low == high, open_year=True, ranged=low != high)
        return _Value(date(year, month, low), date(year, month, high), True, low == high, ranged=low != high)

    def read_days(self, i: int) -> tuple[int, int, int] | None:
        """ "16", "16th", "3-5", "3 to 5", "16 and 17" (days of one month): (next, low, high)."""
        low = self.day(i)
        if low is None:
            return None
        if self.w(i + 1) in _DASHES or self.w(i + 1) in ("to", "and", "until", "through", "or", "&"):
            high = self.day(i + 2)
            if high and high > low:
                return i + 3, low, high
        return i + 1, low, low

    def read_day_month(self, i: int) -> _Read:
        """ "16 May 2024", "the 5th of May", "3-5 May", "May 16, 2024", "May 3-5"."""
        j = i + 1 if self.w(i) == "the" else i
        days = self.read_days(j)
        if days:
            k, low, high = days
            k = k + 1 if self.w(k) == "of" else k
            k = k + 1 if self.w(k) in _DASHES else k
            month = self.month(k)
            if month:
                k, year = self.read_year_after(k + 1)
                return k, self.day_value(month, low, high, year)
            if self.w(k - 1) == "of" and self.w(k + 1) == "month" and self.w(k) in ("this", "last", "next", "the"):
                shift = {"last": -1, "next": 1}.get(self.w(k), 0)
                if self.published is None:
                    return k + 2, self.relative(None, None, "day", True)
                year, number = divmod_month(self.published, shift)
                return k + 2, self.relative(date(year, number, low), date(year, number, high), "day", low == high)
            return None
        month = self.month(i)
        if month:
            j = (
                i + 2
                if self.w(i + 1) == "the"
                and self.text[i + 2 : i + 3]
                and self.w(i + 2)[-2:] in ("st", "nd", "rd", "th")
                else i + 1
            )
            days = self.read_days(j)
            if days and not self.w(days[0]).startswith(("%", "percent", "million", "billion", ":")):
                k, low, high = days
                if high != low and self.month(k) and self.w(k - 2) in ("and", "to"):  # "May 3 and 5 June"
                    k, high = j + 1, low
                k, year = self.read_year_after(k)
                return k, self.day_value(month, low, high, year)
        return None

    def read_month(self, i: int) -> _Read:
        """ "March 2019", "March", "last March", "March and April"."""
        which = self.w(i) if self.w(i) in LAST | NEXT | {"this"} else ""
        j = i + 1 if which else i
        month = self.month(j)
        if not month:
            return None
        j += 1
        if self.day(j) and not self.year(j) and self.w(j + 1) not in COUNTED:
            return None  # a day of the month that was refused, or is read elsewhere
        end, year = self.read_year_after(j)
        if which and self.published:
            now = self.published
            if which == "this":
                year = now.year
            elif which in LAST:
                year = now.year if month < now.month else now.year - 1
            else:
                year = now.year if month > now.month else now.year + 1
            low, high = _month_span(year, month)
            return j, self.relative(low, high, "month")
        if year:
            low, high = _month_span(year, month)
            return end, _Value(low, high, True, size="month")
        before = self.w(i - 1)
        preposition = before in (
            "in", "since", "by", "until", "till", "of", "during", "from", "between", "before", "after", "for",
            "through", "throughout", "early", "mid", "late", "to", "and", "around", "back", "-", "–", "end",
        )  # fmt: skip
        modifier = before in ("the", "a", "'s", "’s", "its", "their", "his", "her") and self.w(j)[:1].isalpha()
        if self.w(j - 1) == "may":
            modifier = modifier and self.w(j) in MAY_NOUNS
            preposition = (
                preposition and not self.capital(j) and before not in ("to", "and", "for", "by", "of", "from", "after")
            )
            preposition = preposition or (
                before in ("of", "by", "from", "after", "and", "to") and self.w(j) in ("", ".", ",", "and", "to")
            )
        if self.w(j - 1) in ("mar", "jan", "jun", "dec", "sep") and not self.text[j - 1].endswith("."):
            preposition = modifier = False
        loose = (
            self.w(j - 1) not in ("may", "march", "april", "june", "august", "mar", "jan", "jun") and self.w(j - 1)[3:]
        )
        if not (preposition or modifier or loose):
            return None
        if self.capital(j) and self.w(j) not in MONTHS and not preposition and self.w(j)[:1].isalpha():
            return None  # "April Smith"
        found = self.around(month, None)
        if found is None:
            return j, _Value(None, None, True, size="month", open_year=True)
        return j, _Value(found[0], found[1], True, size="month", open_year=True)

    def read_weekday(self, i: int) -> _Read:
        """ "Tuesday", "last Tuesday", "Tuesday night", "Monday to Wednesday", "Tuesday, May 14"."""
        which = ""
        j = i
        if self.w(i) in LAST | NEXT | {"this"} and self.weekday(i + 1) is not None:
            which = "this" if self.w(i) == "this" else "last" if self.w(i) in LAST else "next"
            if self.w(i) == "following":
                return None  # the Monday after something else
            j = i + 1
        number = self.weekday(j)
        if number is None:
            return None
        j += 1
        k = j
        while self.w(k) in (",", "(", "the"):
            k += 1
        dated = self.read_day_month(k) if k < len(self.low) else None
        if dated and dated[1].daylike:
            end = dated[0] + 1 if self.w(j) == "(" and self.w(dated[0]) == ")" else dated[0]
            return end, dated[1]
        value = self.weekday_value(number, which)
        k = self.read_day_part(j)
        if self.w(k) in ("and", "to", "through", "until", "or") or self.w(k) in _DASHES:
            other = self.weekday(k + 1)
            if other is not None and other != number and value.low is not None:
                second = self.weekday_value(other, which)
                if second.low is not None:
                    if second.low < value.low:
                        if self.future:
                            second = self.relative(second.low + 7 * DAY, second.low + 7 * DAY)
                        else:
                            value = self.relative(value.low - 7 * DAY, value.low - 7 * DAY)
                    return self.read_day_part(k + 2), self.relative(value.low, second.low)
        if (self.w(k) == "last" and self.w(k + 1) == "week") or (
            self.w(k) == "of" and self.w(k + 1) in ("last", "this", "next") and self.w(k + 2) == "week"
        ):
            week_word = self.w(k) if self.w(k) == "last" else self.w(k + 1)
            week = self.unit_at("week", {"last": -1, "this": 0, "next": 1}[week_word])
            if week.low is not None:
                day = week.low + number * DAY
                return k + (2 if self.w(k) == "last" else 3), self.relative(day, day, "day", True)
        if self.w(k) in ("this", "next") and self.w(k + 1) == "week":
            week = self.unit_at("week", 0 if self.w(k) == "this" else 1)
            if week.low is not None:
                day = week.low + number * DAY
                return k + 2, self.relative(day, day, "day", True)
        return k, value

    def read_year(self, i: int) -> _Read:
        """ "in 2014", "the 2015 accord", "2014-15", "2014-2018"."""
        year = self.year(i)
        if not year:
            return None
        before, after = self.w(i - 1), self.w(i + 1)
        if before in NUMBER_CUES or after in COUNTED or (i == 0 and self.text[i].endswith(".")):
            return None
        if before in ("(", "of", "/", ",") and any(
            self.w(i - k)[:10] in ("resolution", "unscr", "res") for k in range(2, 5)
        ):
            return None  # "Resolution 2231 (2015)" names a text
        if after in ("'s", "’s") and before not in YEAR_CUES | {"the"}:
            return i + 1, self.year_value(year, year)
        if before in _DASHES and i >= 2 and (self.w(i - 2) not in PARTS):
            return None
        noun_after = after[:1].isalpha() and after not in (
            "and",
            "or",
            "to",
            "in",
            "at",
            "on",
            "were",
            "was",
            "have",
            "had",
            "are",
        )
        determined = before in (
            "the",
            "a",
            "an",
            "this",
            "that",
            "its",
            "their",
            "his",
            "her",
            "our",
            "'s",
            "’s",
            "s",
            "’",
            "'",
        )
        opener = i == 0 or (before in ("(", ",", ";", ":", "-", "–", "—", "[") and not before.isdigit())
        phrase = noun_after or after in _DASHES or after in (",", ")", ".", ";", "")
        if not (
            before in YEAR_CUES
            or (determined and noun_after)
            or (opener and phrase)
            or (noun_after and not self.capital(i - 1) and before[:1].isalpha())
        ):
            return None
        if before == "of" and self.w(i - 2) in (
            "group",
            "total",
            "maximum",
            "minimum",
            "some",
            "force",
            "number",
            "contingent",
        ):
            return None
        if after in _DASHES:
            second = self.w(i + 2)
            if _YEAR.match(second) and int(second) > year:
                return i + 3, self.year_value(year, int(second))
            if len(second) == 2 and second.isascii() and second.isdigit() and int(second) > year % 100:
                return i + 3, self.year_value(year, year // 100 * 100 + int(second))
        return i + 1, self.year_value(year, year)

    @staticmethod
    def year_value(low: int, high: int) -> _Value:
        return _Value(date(low, 1, 1), date(high, 12, 31), True, size="year" if low == high else "span")

    def read_decade(self, i: int) -> _Read:
        """ "the 1990s", "the '90s", "the 19th century"."""
        match = _DECADE.match(self.w(i))
        if match:
            digits = match[1].strip("'’")
            if len(digits) == 2 and self.w(i - 1) not in ("the", "early", "late", "mid", "'", "’", "-"):
                return None
            if self.w(i - 1) in ("his", "her", "their", "in") and len(digits) == 2:
                return None  # "in his 40s"
            year = int(digits) if len(digits) == 4 else 1900 + int(digits)
            return i + 1, _Value(date(year, 1, 1), date(year + 9, 12, 31), True, size="decade")
        century = _CENTURY.match(self.w(i))
        number = int(century[1]) if century else {"nineteenth": 19, "twentieth": 20, "eighteenth": 18}.get(self.w(i))
        if number:
            j = i + 2 if self.w(i + 1) in _DASHES else i + 1
            if self.w(j) == "century":
                return j + 1, _Value(date(100 * number - 99, 1, 1), date(100 * number, 12, 31), True, size="century")
        return None

    def read_season(self, i: int) -> _Read:
        """ "summer 2015", "the summer of 2014", "last spring", "the first quarter of 2019", "the first half of the
        year".
        """
        which = self.w(i) if self.w(i) in LAST | NEXT | {"this"} else ""
        j = i + 1 if which else i
        start = SEASONS.get(self.w(j))
        if start:
            if self.capital(j) and self.capital(j - 1) and j > 0:
                return None  # the Prague Spring
            end, year = self.read_year_after(j + 1)
            if (
                not which
                and year is None
                and self.w(i - 1) in ("in", "over", "during", "since")
                and self.w(i) != "fall"
            ):
                which = "near"
            if (
                not which
                and year is None
                and self.w(i - 1) == "the"
                and self.w(i - 2) in ("in", "over", "during", "since")
                and self.w(i + 1) != "of"
            ):
                which = "near"
            if which and self.published and year is None:
                end = j + 1
                year = self.published.year
                low = date(year, start, 1)
                if which in LAST and _add_months(low, 3) > self.published:
                    year -= 1
                elif which in NEXT and low <= self.published:
                    year += 1
                elif which == "near":
                    if not self.future and low > self.published:
                        year -= 1
                    elif self.future and _add_months(low, 3) <= self.published:
                        year += 1
            if year is None:
                return (j + 1, self.relative(None, None, "season")) if which else None
            low = date(year, start, 1)
            return end, _Value(low, _add_months(low, 3) - DAY, not which, size="season")
        ordinal = ORDINALS.get(self.w(i))
        if ordinal and self.w(i + 1) in ("quarter", "half") and ordinal <= (4 if self.w(i + 1) == "quarter" else 2):
            months = 3 if self.w(i + 1) == "quarter" else 6
            end, year = self.read_year_after(i + 2)
            if (
                year is None
                and self.w(i + 2) == "of"
                and self.w(i + 3) in ("the", "this", "last", "next")
                and self.w(i + 4) == "year"
                and self.published
            ):
                end, year = i + 5, self.published.year + {"last": -1, "next": 1}.get(self.w(i + 3), 0)
            if year is None and self.w(i + 2) == "of" and self.month(i + 3) and months == 6:
                month = self.month(i + 3) or 1
                end, year = self.read_year_after(i + 4)
                found = _month_span(year, month) if year else self.around(month, None)
                if not found:
                    return end, _Value(None, None, True)
                low, high = (found[0], found[0] + 14 * DAY) if ordinal == 1 else (found[0] + 15 * DAY, found[1])
                return end, _Value(low, high, True, size="span")
            if year is None:
                return None
            low = date(year, months * (ordinal - 1) + 1, 1)
            return end, _Value(low, _add_months(low, months) - DAY, True, size="span")
        if (
            ordinal
            and self.w(i + 1) in ("week", "weekend")
            and self.w(i + 2) in ("of", "in")
            and self.month(i + 3)
            and ordinal <= 4
        ):
            month = self.month(i + 3) or 1
            end, year = self.read_year_after(i + 4)
            found = _month_span(year, month) if year else self.around(month, None)
            if not found:
                return end, _Value(None, None, True)
            low = found[0] + 7 * (ordinal - 1) * DAY
            return end, _Value(low, low + 6 * DAY, True, size="span")
        return None

    def read_relative(self, i: int) -> _Read:
        """Words that stand for a day or a calendar unit: "yesterday", "last month", "this week", "two years ago",
        ...
        """
        word, following = self.w(i), self.w(i + 1)
        if word in ("today", "tonight"):
            return self.read_day_part(i + 1), self.days_off(0)
        if word == "yesterday":
            return self.read_day_part(i + 1), self.days_off(-1)
        if word == "tomorrow":
            return self.read_day_part(i + 1), self.days_off(1)
        if word == "overnight" and self.published:
            return i + 1, self.relative(self.published - DAY, self.published, "span", True)
        if word == "recently" or word == "lately":
            return i + 1, self.recent("week")
        if word == "this" and following in DAY_PARTS:
            return i + 2, self.days_off(0)
        if word == "last" and following in ("night", "evening"):
            return i + 2, self.days_off(-1)
        if word == "the" and following == "day":
            if self.w(i + 2) == "before" and self.w(i + 3) == "yesterday":
                return i + 4, self.days_off(-2)
            if self.w(i + 2) == "after" and self.w(i + 3) == "tomorrow":
                return i + 4, self.days_off(2)
            if self.w(i + 2) == "before" and self.w(i + 3) in ("", ".", ","):
                return i + 3, self.days_off(-1)
        if word == "the" and following == "previous" and self.w(i + 2) == "day":
            return i + 3, self.days_off(-1)
        if word == "the" and following == "same" and self.w(i + 2) == "day":
            return None  # the day of something else
        if word == "earlier":
            if following == "today":
                return i + 2, self.days_off(0)
            if following in ("in", "on", "during", "that") and self.w(i + 2) in ("the", "day"):
                j = i + 2 if self.w(i + 2) == "day" else i + 3
                if self.w(j) == "day":
                    return j + 1, self.days_off(0)
            if following == "in" and self.w(i + 2) == "the" and UNITS.get(self.w(i + 3)) in ("week", "month", "year"):
                return i + 4, self.so_far(UNITS[self.w(i + 3)])
            if following == "this" and UNITS.get(self.w(i + 2)) in ("week", "month", "year", "decade", "century"):
                return i + 3, self.so_far(UNITS[self.w(i + 2)])
            if following in ("this", "last") and (self.w(i + 2) in SEASONS or self.month(i + 2)):
                return self.read_season(i + 1) or self.read_month(i + 1)
            if following == "on":
                return self.read_weekday(i + 2)
        if word == "later":
            if following in ("today", "tonight"):
                return i + 2, self.days_off(0)
            if following in ("in", "on") and self.w(i + 2) == "the" and self.w(i + 3) == "day":
                return i + 4, self.days_off(0)
            if following == "this" and UNITS.get(self.w(i + 2)) in ("week", "month", "year", "decade"):
                value = self.unit_at(UNITS[self.w(i + 2)], 0)
                return i + 3, replace(value, low=self.published) if self.published else value
        # "the past five years", "the last decade", "recent weeks", "coming days"
        j = i + 1 if word in ("the", "these", "those") else i
        if self.w(j) in ("recent", "coming") and UNITS.get(self.w(j + 1)) and self.w(j + 1).endswith("s"):
            units = UNITS[self.w(j + 1)]
            return j + 2, self.recent(units) if self.w(j) == "recent" else self.reach(units, 3)
        if self.w(j) in LAST | NEXT:
            count = self.number(j + 1)
            sign = -1 if self.w(j) in LAST else 1
            counted = UNITS.get(self.w(count[0])) if count else None
            if count and counted:
                return count[0] + 1, self.reach(counted, sign * count[1])
            unit = UNITS.get(self.w(j + 1))
            if unit and self.w(j) != "following":
                if self.w(j + 1).endswith("s") and unit != "century":
                    return j + 2, self.reach(unit, 3 * sign)
                if unit == "weekend":
                    return j + 2, self.weekend(sign)
                if unit in ("decade", "year", "month", "week", "day", "quarter", "hour") and (
                    (j > i and self.w(i - 1) in ("over", "in", "during", "for", "within", "throughout"))
                    or self.w(j) == "past" or unit == "decade"
                ):  # fmt: skip
                    return j + 2, self.reach(unit, sign)
                if unit in ("day", "hour", "minute"):
                    return None
                return j + 2, self.unit_at(unit, sign)
        if (
            word in ("this", "the")
            and following == "weekend"
            and (word == "this" or self.w(i - 1) in ("over", "at", "during", "on"))
        ):
            return i + 2, self.weekend()
        if word in ("this", "the") and following == "current" and UNITS.get(self.w(i + 2)):
            return i + 3, self.unit_at(UNITS[self.w(i + 2)], 0)
        if word == "this" and UNITS.get(following) in ("week", "month", "year", "quarter", "decade", "century"):
            return i + 2, self.unit_at(UNITS[following], 0)
        if word == "the" and following in ("week", "month", "year", "decade", "century") and self.w(i - 1) == "of":
            if self.w(i - 2) in PARTS or self.w(i - 2) == "part":
                return i + 2, self.unit_at(UNITS[following], 0)
            return None
        return self.read_ago(i)

    def read_ago(self, i: int) -> _Read:
        """ "two days ago", "a decade ago", "a week earlier", "years ago", "a year and a half ago", "in three weeks"."""
        count = self.number(i)
        j, number = count if count else (i, 0)
        if not count and not (
            UNITS.get(self.w(i)) and self.w(i).endswith("s") and self.w(i) not in ("minutes", "days", "hours")
        ):
            return None
        if self.w(j) == "-" or self.w(j) in ("more", "full", "short", "long"):
            return None  # "a two-day visit", "two more years"
        unit = UNITS.get(self.w(j))
        if not unit:
            return None
        j += 1
        if self.w(j) == "and" and self.w(j + 1) == "a" and self.w(j + 2) == "half":
            j += 3
        if self.w(j) in ("ago", "back") or (self.w(j) == "earlier" and count and self.w(j + 1) not in ("than",)):
            if not count:  # "years ago": two to nine of them
                near, far = self.units_off(unit, -2), self.units_off(unit, -9)
                return j + 1, self.relative(far.low, near.high)
            return j + 1, self.units_off(unit, -number)
        if self.w(i - 1) in ("in", "within") and count and self.future and self.w(j) not in ("of", "'"):
            return j, self.reach(unit, number) if self.w(i - 1) == "within" else self.units_off(unit, number)
        if self.w(j) == "from" and self.w(j + 1) in ("now", "today") and count:
            return j + 2, self.units_off(unit, number)
        return None

    def recent(self, unit: str) -> _Value:
        if self.published is None:
            return self.relative(None, None)
        days = {"hour": 1, "minute": 1, "day": 7, "week": 28, "month": 90, "year": 1095, "decade": 10957}.get(unit, 28)
        return self.relative(self.published - days * DAY, self.published)

    def so_far(self, unit: str) -> _Value:
        value = self.unit_at(unit, 0)
        return replace(value, high=self.published, size="span") if self.published else value

    def read_feast(self, i: int) -> _Read:
        """ "New Year's Eve", "Christmas Day", "on the eve of Thursday's vote", "the eve of 9 May"."""
        if self.w(i) == "the" and self.w(i + 1) == "eve" and self.w(i + 2) == "of":
            inner = self.read_simple(i + 3) if i + 3 < len(self.low) else None
            if inner is None or inner[1].size != "day" or inner[1].low != inner[1].high:
                return None
            day = inner[1].low - DAY if inner[1].low else None
            return inner[0], replace(inner[1], low=day, high=day)
        if self.w(i) == "christmas" and self.capital(i) and self.w(i + 1) in ("day", "eve"):
            month, day_of, end = 12, 25 if self.w(i + 1) == "day" else 24, i + 2
        elif self.w(i) == "new" and self.w(i + 1) == "year" and self.capital(i + 1) and self.w(i + 2) in ("'s", "’s"):
            if self.w(i + 3) not in ("day", "eve"):
                return None
            month, day_of, end = (1, 1, i + 4) if self.w(i + 3) == "day" else (12, 31, i + 4)
        else:
            return None
        end, year = self.read_year_after(end)
        return end, self.day_value(month, day_of, day_of, year)

    def read_ordinal_day(self, i: int) -> _Read:
        """ "on the 16th": the nearest past (planned: coming) day of that number."""
        if self.w(i) != "the" or self.w(i - 1) != "on" or self.published is None:
            return None
        match = _DAY.match(self.w(i + 1))
        if (
            not match
            or not match[2]
            or (
                self.w(i + 2)[:1].isalpha()
                and self.w(i + 2) not in ("at", "in", "and", "with", "for", "by", "after", "before")
            )
        ):
            return None
        number, now = int(match[1]), self.published
        for step in range(4):
            year, month = divmod_month(now, step if self.future else -step)
            if 1 <= number <= monthrange(year, month)[1]:
                day = date(year, month, number)
                if day >= now if self.future else day <= now:
                    return i + 2, self.relative(day, day, "day", True)
        return None

    # -- composed expressions -----------------------------------------------------------------------------------

    def read_simple(self, i: int) -> _Read:
        if not self.near[i]:
            return None
        if i not in self.simple:
            self.simple[i] = self._read_simple(i)
        return self.simple[i]

    def _read_simple(self, i: int) -> _Read:
        best: _Read = None
        for read in (
            self.read_numeric,
            self.read_day_month,
            self.read_weekday,
            self.read_season,
            self.read_relative,
            self.read_ordinal_day,
            self.read_feast,
            self.read_month,
            self.read_decade,
            self.read_year,
        ):
            try:
                found = read(i)
            except (ValueError, OverflowError):  # 31 June, the year 0: not a date after all
                continue
            if found and (best is None or found[0] > best[0]):
                best = found
        return best

    def read_parted(self, i: int) -> _Read:
        """early / mid / late / the end of + an expression."""
        j = i + 1 if self.w(i) == "the" else i
        part = PARTS.get(self.w(j))
        if part:
            k = j + 1
            if part in ("begin", "end") or self.w(j) == "middle":
                if self.w(k) != "of":
                    return None
                k += 1
            if self.w(k) in _DASHES or self.w(k) in ("on", "in"):
                k += 1
            k = (
                k + 1
                if self.w(k) == "the" and self.w(k + 1) not in ("week", "month", "year", "decade", "century")
                else k
            )
            found = self.read_simple(k) if k < len(self.low) else None
            if found:
                try:
                    return found[0], self.cut(found[1], part)
                except (ValueError, OverflowError):
                    return None
        if self.w(i) == "the" and self.w(i + 1) != "the":
            simple = self.read_simple(i)
            inner = self.read_simple(i + 1) if i + 1 < len(self.low) else None
            return inner if inner and (simple is None or inner[0] > simple[0]) else simple
        return self.read_simple(i)

    def read_range(self, i: int) -> _Read:
        """ "between A and B", "from A to B", "A to B", "A-B", "between 3 and 5 May"."""
        opener = self.w(i)
        j = i + 1 if opener in ("between", "from") else i
        joiners = {"between": ("and",), "from": ("to", "until", "till", "through", "and")}.get(
            opener, ("to", "through", "until")
        )
        first = self.read_parted(j) if j < len(self.low) else None
        if first and j == i and self.w(first[0]) == "and" and first[1].size in ("decade", "year", "month"):
            second = self.read_parted(first[0] + 1) if first[0] + 1 < len(self.low) else None
            if second and second[1].size == first[1].size and first[1].explicit and second[1].explicit:
                a, b = self.same_year(first[1], second[1], True)  # "in the 1970s and 1980s", "in March and April"
                if a.low and b.high and b.low and a.low < b.low:
                    return second[0], _Value(a.low, b.high, True, size="span")
        if first and (self.w(first[0]) in joiners or self.w(first[0]) in _DASHES) and first[0] + 1 < len(self.low):
            second = self.read_parted(first[0] + 1)
            if second:
                a, b = self.same_year(first[1], second[1], second[1].explicit)
                if a.low and b.high and a.low <= b.high and (opener in ("between", "from") or a.explicit == b.explicit):
                    return second[0], _Value(
                        a.low,
                        b.high,
                        a.explicit and b.explicit,
                        size="span",
                        open_year=a.open_year and b.open_year,
                        ranged=True,
                    )
                if opener in ("between", "from") and (a.low is None or b.high is None):
                    return second[0], _Value(None, None, a.explicit, size="span")
            if opener == "from" and self.w(first[0] + 1) in ("now", "date"):
                return first[0] + 2, replace(first[1], high=self.published, size="span", daylike=False)
        return (first[0], first[1]) if first and j > i else first

    @staticmethod
    def same_year(first: _Value, second: _Value, fixed: bool) -> tuple[_Value, _Value]:
        """ "March to May 2019", "28 May to 3 June 2021": the first end takes the year of the second."""
        if first.low and first.high and second.low and second.high and first.open_year and fixed:
            for year in (second.low.year, second.low.year - 1):
                try:
                    low = first.low.replace(year=year)
                    high = (
                        _month_span(year, first.high.month)[1]
                        if first.size == "month"
                        else first.high.replace(year=year)
                    )
                except ValueError:
                    continue
                if low <= second.high:
                    return replace(first, low=low, high=high), second
        return first, second

    def bounded(self, i: int, value: _Value) -> _Value | None:
        """Applies the preposition before piece i ("since", "until", "by", ...); None where it makes the expression
        no date of a deed.
        """
        before = self.w(i - 1)
        if before in ("the", "about", "around", "early", "late", "at", "on", "in") and self.w(i - 2) in (
            "since",
            "until",
            "till",
            "by",
            "before",
            "after",
        ):
            before = self.w(i - 2)
        if before in ("until", "till") or (before == "to" and self.w(i - 2) in ("up", "prior")):
            return None
        if before == "than":
            return None
        if before == "of" and self.w(i - 2) in ("ahead", "anniversary"):
            return None
        if before == "since":
            window = [self.w(k) for k in range(max(0, i - 9), i)]
            if any(
                word
                in ("first", "time", "highest", "lowest", "worst", "largest", "biggest", "most", "only", "deadliest")
                for word in window
            ):
                return None  # "the first visit since 2014"
            return replace(value, high=self.published or value.high, daylike=False)
        if before == "after" and not value.daylike and self.published and value.high:
            return replace(value, low=value.low, high=max(value.high, self.published))
        if before in ("by", "before"):
            if not self.future:
                return None
            if value.low and self.published and value.high:
                high = value.high if before == "by" else value.low - DAY
                return replace(value, low=min(self.published, high), high=high, daylike=False)
        return value

    def spans(self) -> Iterator[DateSpan]:
        i, size = 0, len(self.low)
        while i < size:
            found = self.read_range(i) if self.near[i] else None
            if not found:
                i += 1
                continue
            end = found[0]
            core = i
            try:
                value = self.bounded(i, found[1])
            except (ValueError, OverflowError):
                value = None
            if value is not None:
                start = i
                while start and self.w(start - 1) in (
                    "on", "in", "at", "since", "during", "over", "by", "before", "after", "for", "early", "late",
                    "around", "about",
                    "within", "throughout", "as",
                ) and i - start < 2:  # fmt: skip
                    start -= 1
                while core + 1 < end and self.w(core) in ("the", "between", "from"):
                    core += 1
                yield DateSpan(
                    self.token[start], self.token[end - 1] + 1, self.token[core],
                    value.low, value.high, value.explicit, value.daylike or value.open_year or not value.explicit,
                    value.ranged,
                )  # fmt: skip
            i = max(end, i + 1)


def divmod_month(day: date, offset: int) -> tuple[int, int]:
    """(year, month) of the month that lies `offset` months from the one `day` is in."""
    year, month = divmod(day.year * 12 + day.month - 1 + offset, 12)
    return year, month + 1


def find_dates(words: Sequence[str], published: date | None, future: bool = False) -> list[DateSpan]:
    """All date expressions in a list of words (a tokenised sentence), left to right, not overlapping. Never raises.

    Expressions are resolved against `published`; those that would lie after it are dropped, or cut to it, unless
    `future`.
    """
    spans = []
    for span in _Scanner(words, published, future).spans():
        bounded = _within(span, published, future)
        if bounded:
            spans.append(bounded)
    return spans


def _within(span: DateSpan, published: date | None, future: bool) -> DateSpan | None:
    low, high = span.date_from, span.date_to
    if low is None or high is None:
        return replace(span, date_from=None, date_to=None)
    if low > high:
        return None
    if published is not None:
        if not future:
            if low > published or (low == published < high and not span.explicit):
                return None  # "in the next decade": no time of a deed done
            high = min(high, published)
        elif low < published <= high and not span.ranged:
            low = published
    return replace(span, date_from=low, date_to=high)


# -- which expression is the event's ------------------------------------------------------------------------------

# Verbs that lend their time to the event noun they govern ("held talks on Tuesday", "the visit began on Monday").
LIGHT = _set(
    "hold have make pay take give begin start open launch conduct conclude end finish resume reach sign "
    "strike agree adopt impose announce occur happen continue last be host attend join wrap complete kick "
    "hail mark convene schedule plan set arrange postpone cancel call receive meet undertake embark carry "
    "stage deliver issue slap introduce extend renew approve ratify close due"
)
# Verbs that bring their object about: its own date is theirs ("signed the 2015 accord" but not "violated the 2015
# accord").
CREATE = _set(
    "sign reach conclude agree adopt hold impose strike negotiate make launch begin start draft seal broker ink host"
)
# Occasions: what is done at one is done at its time and place ("at a summit in Vilnius in July").
MEETINGS = _set(
    "talk talks summit meeting conference negotiation forum session ceremony round gathering visit trip "
    "dialogue congress symposium consultation briefing interview speech address remark dinner lunch breakfast "
    "banquet event signing tour"
)
# What these verbs speak of was at its own time and place: "accused Syria of bombing Homs in May".
ACCUSING = _set("accuse blame suspect criticise criticize condemn denounce convict indict charge fault")
JOURNEYS = _set("travel fly go come head visit arrive journey")
SPEAKING = _set("speak talk address write tell meet visit attend gather")
_CLAUSAL = _set("acl acl:relcl advcl advcl:relcl ccomp csubj csubj:pass parataxis")
# What makes a joined verb a clause of its own: "praised Oslo and will raise its flag on Monday".
_ITS_OWN = _set("nsubj nsubj:pass aux")
_MORNINGS = _set("day morning afternoon evening night")
_INNER = _set("nmod:poss amod compound nummod")
_AFTER_MARKS = _set("following ahead after before since until because although though if unless once whereas")


def event_date(doc: Doc, trigger: int, published: date | None, background: bool, future: bool) -> EventDate:
    """The interval of the event whose trigger is token `trigger` of `doc` (one sentence or more; only the
    trigger's own counts).

    `background`: the text presents it as past history; `future`: it is planned, threatened or asked for. Never raises.
    Without an expression of its own the event gets the publication date (method "publication"), or for background
    everything up to the day before (method "background"); without a publication date the method is "none".
    """
    if isinstance(published, datetime):
        published = published.date()
    spans, first, last = _spans(doc, trigger, published, future)
    shifted = _next_day(doc, trigger, published, background, future) or _offset(doc, trigger, first, published, future)
    if shifted is not None:
        return shifted
    chosen = _choose(doc, trigger, spans, first, background) if spans and first <= trigger < last else None
    if chosen is not None:
        text = doc[chosen.start : chosen.end].text
        if chosen.date_from is not None and chosen.date_to is not None:
            return EventDate(chosen.date_from, chosen.date_to, "explicit" if chosen.explicit else "relative", text)
        return EventDate(None, None, "none", text)
    if published is None:
        return EventDate(None, None, "none", "")
    if background:
        before = published - DAY if published > date.min else published
        return EventDate(None, before, "background", "")
    return EventDate(published, published, "publication", "")


def _spans(doc: Doc, token: int, published: date | None, future: bool) -> tuple[list[DateSpan], int, int]:
    """The expressions of the sentence that a token stands in, and that sentence's first and last token (exclusive)."""
    first, last = 0, len(doc)
    if 0 <= token < len(doc) and doc.has_annotation("SENT_START"):
        sent = doc[token].sent
        first, last = sent.start, sent.end
    known = doc.user_data.setdefault("date_spans", {})  # one sentence often has several events
    key = (first, last, published, future)
    if key not in known:
        words = [token.text for token in doc[first:last]]
        known[key] = [
            replace(span, start=span.start + first, end=span.end + first, core=span.core + first)
            for span in find_dates(words, published, future)
        ]
    return known[key], first, last


def date_behind(doc: Doc, end: int, published: date | None, future: bool, resolved: bool = True) -> EventDate | None:
    """The date whose words follow token ``end`` at once, past a comma or an aside in brackets; else None, and where
    it cannot be ``resolved`` without a day of publication.
    """
    if not 0 < end < len(doc):
        return None
    spans, _, last = _spans(doc, end - 1, published, future)
    if doc[end].text == "(":
        end = next((t + 1 for t in range(end, min(end + 4, last)) if doc[t].text == ")"), end)
    for span in spans:
        if span.start in (end, end + 1) and (span.start == end or doc[end].text == ","):
            if not resolved or (span.date_from is not None and span.date_to is not None):
                return EventDate(span.date_from, span.date_to, "explicit" if span.explicit else "relative",
                                 doc[span.start : span.end].text)  # fmt: skip
    return None


def _next_day(doc: Doc, trigger: int, published: date | None, background: bool, future: bool) -> EventDate | None:
    """ "flew to Oslo on Tuesday and met the king the next morning": the day after that of the verb it is joined to."""
    token = doc[trigger]
    if token.dep_ != "conj" or token.pos_ != "VERB":
        return None
    for child in token.children:
        if child.i > trigger and child.lower_ in _MORNINGS and doc[child.i - 1].lower_ in ("next", "following"):
            if doc[child.i - 2].lower_ != "the":
                continue
            before = [c for c in token.head.children if c.dep_ == "conj" and c.pos_ == "VERB" and c.i < trigger]
            base = event_date(doc, (before or [token.head])[-1].i, published, background, future)
            if base.method not in ("explicit", "relative") or base.date_to is None or base.date_from != base.date_to:
                return None
            day = base.date_to + DAY
            if published is not None and not future and day > published:
                return None
            return EventDate(day, day, "relative", doc[child.i - 2 : child.i + 1].text)
    return None


def _offset(doc: Doc, trigger: int, first: int, published: date | None, future: bool) -> EventDate | None:
    """ "six years after commandos killed ten", "two days before the talks": dated from the governing clause, or
    None.
    """
    if not doc.has_annotation("DEP"):
        return None
    token = doc[trigger]
    if token.dep_ not in ("advcl", "obl", "nmod", "acl", "parataxis"):
        return None
    mark = trigger - 1
    while mark > first + 1 and doc[mark].lower_ not in ("after", "before"):
        if doc[mark].pos_ == "VERB" or doc[mark].is_punct or trigger - mark > 8:
            return None
        mark -= 1
    scanner = _Scanner([t.lower_ for t in doc[max(first, mark - 4) : mark]], published, future)
    for back in (4, 3, 2):
        start = len(scanner.low) - back
        count = scanner.number(start) if start >= 0 else None
        if count and count[0] == len(scanner.low) - 1 and (unit := UNITS.get(scanner.w(count[0]))):
            break
    else:
        return None
    above = token.head
    for _ in range(6):
        if above.pos_ == "VERB" or above.head.i == above.i:
            break
        above = above.head
    if above.i >= mark or above.dep_ in ("advcl", "obl", "nmod", "acl"):
        return None
    base = event_date(doc, above.i, published, False, future)
    if base.date_from is None:
        return None
    sign = -1 if doc[mark].lower_ == "after" else 1
    try:
        moved = _Scanner([], base.date_from, future).units_off(unit, sign * count[1])
    except (ValueError, OverflowError):
        return None
    span = DateSpan(0, 1, 0, moved.low, moved.high, False, False)
    kept = _within(span, published, future)
    if kept is None or kept.date_from is None:
        return None
    return EventDate(kept.date_from, kept.date_to, "relative", doc[mark - back : mark + 1].text)


def _choose(doc: Doc, trigger: int, spans: list[DateSpan], first: int, background: bool) -> DateSpan | None:
    if not doc.has_annotation("DEP"):
        return min(spans, key=lambda span: (_distance(span, trigger), span.start))
    anchors = clause_anchors(doc, trigger, background)
    token = doc[trigger]
    if token.dep_ == "advcl" and token.tag_ == "VB" and token.head.tag_ in ("VBD", "VBN"):
        inside = {t.i for t in token.subtree}  # "arrived on Monday to meet him": when they met is another matter
        anchors = {i: cost for i, cost in anchors.items() if i in inside}
    ranked = []
    for span in spans:
        if span.start <= trigger < span.end:
            continue
        cost = _attachment(doc, span, anchors, trigger)
        if cost is not None:
            ranked.append((cost, _distance(span, trigger), span.start, span))
    if ranked:
        return min(ranked, key=lambda entry: entry[:3])[3]
    if background:
        return None
    # An expression with a preposition that the parser made part of a name, close behind the trigger.
    for span in spans:
        between = doc[trigger + 1 : span.start]
        if (
            0 <= span.start - trigger - 1 <= 5
            and doc[span.core].dep_ in ("compound", "amod", "nmod:unmarked", "flat")
            and doc[span.start].lower_ in ("in", "on", "at", "since", "during")
            and not any(t.is_punct or t.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ") for t in between)
        ):
            return span
    # A sentence-opening expression ("On Tuesday, ...") frames the main clause even where the parser hung it elsewhere.
    opening = spans[0]
    before = doc[first : opening.start]  # "In response, on Monday the minister said"
    begins = opening.end < len(doc) and len(before) <= 6 and not any(t.pos_ in ("VERB", "AUX", "SCONJ") for t in before)
    begins = begins and (len(before) < 2 or doc[opening.start - 1].text == ",")
    if begins and (doc[opening.end].text == "," or (opening.daylike and opening.core > opening.start)):
        root = trigger
        for _ in range(6):
            token = doc[root]
            if token.dep_ in ("ROOT", "root") or token.head.i == root:
                return opening
            if opening.start <= token.head.i < opening.end:
                return opening  # the parser made the date the root and the main clause its own
            if token.dep_ in _CLAUSAL and token.dep_ not in ("ccomp", "parataxis"):
                return None
            root = token.head.i
    return None


def _distance(span: DateSpan, trigger: int) -> int:
    return span.start - trigger if span.start > trigger else trigger - span.end + 1


def _lemma(token: Token) -> str:
    return (token.lemma_ or token.lower_).lower()


def clause_anchors(doc: Doc, trigger: int, background: bool = False) -> dict[int, float]:
    """Tokens whose time is the event's time, with what it costs to use them (the trigger itself: 0)."""
    costs: dict[int, float] = {trigger: 0.0}
    token = doc[trigger]
    noun = token.pos_ in ("NOUN", "PROPN", "ADJ")
    # Participles and short relative clauses that tell when an event noun took place: "the accord signed in 2015".
    for child in token.children:
        if child.dep_ == "acl" or (child.dep_ == "acl:relcl" and _lemma(child) in LIGHT):
            costs.setdefault(child.i, 1.0)
        elif child.dep_ in ("aux", "aux:pass", "cop", "compound:prt", "fixed", "flat", "compound"):
            costs.setdefault(child.i, 0.2)
        elif child.dep_ == "xcomp" and not noun and _lemma(token) not in ACCUSING:
            costs.setdefault(child.i, 2.5)
        elif child.dep_ == "obj" and not noun and _lemma(token) in LIGHT | CREATE:
            costs.setdefault(child.i, 0.8)
        elif child.dep_ == "conj" and not noun and not any(t.dep_ in _ITS_OWN for t in child.children):
            # "signed and ratified the treaty in 2015"; less surely so where the first verb has an object of its own.
            own = any(t.dep_ in ("obj", "obl", "ccomp") and token.i < t.i < child.i for t in token.children)
            costs.setdefault(child.i, 4.0 if own else 3.0)
        elif (
            child.dep_ in ("advcl", "xcomp") and child.i > trigger and _lemma(token) in JOURNEYS and child.tag_ == "VB"
        ):
            costs.setdefault(child.i, 4.0)  # "will fly to Oslo to attend a summit on 2 June"
        elif child.dep_ == "advcl" and child.i < trigger and _lemma(child) in SPEAKING:
            costs.setdefault(child.i, 2.5)  # "Speaking on Tuesday, he said"
        elif child.dep_ in ("nsubj", "nsubj:pass") and not noun:
            for aside in child.children:  # "the minister, speaking in Oslo on Wednesday, said"
                if aside.dep_ in ("acl", "conj") and aside.lower_.endswith("ing") and _lemma(aside) in SPEAKING:
                    costs.setdefault(aside.i, 2.5)
    if noun and token.head.i == trigger:
        # A verb lost after a long subject: "Talks between the army and the rebels [opened] in Juba".
        for other in token.subtree:
            if other.dep_ == "acl" and other.pos_ == "VERB" and _lemma(other) in LIGHT:
                costs.setdefault(other.i, 1.5)
    if token.dep_ == "amod" and token.pos_ == "VERB" and token.head.i > trigger:
        costs.setdefault(token.head.i, 1.0)  # the parser's "[EU imposed sanctions] on Russia in 2014"
    # Upwards: from an event noun to the verb that governs it, from a controlled verb to its controller, along
    # coordination.
    here, cost = token, 0.0
    for _ in range(6):
        above, label = here.head, here.dep_
        if above.i == here.i:
            break
        verb_above = above.pos_ in ("VERB", "AUX")
        if here.pos_ in ("NOUN", "PROPN", "ADJ") and here.dep_ not in _CLAUSAL and label not in ("conj", "xcomp"):
            if any(child.dep_ == "case" and child.lower_ in _AFTER_MARKS for child in here.children):
                break  # "after talks with Xi, he flew home on Tuesday"
            if verb_above:
                cost += 1.0 if _lemma(above) in LIGHT else 3.0
            elif label in ("appos", "flat", "compound", "fixed"):
                cost += 0.5
            elif label in ("nmod", "obl", "nmod:poss"):
                cost += 2.0
            else:
                break
            if not verb_above and above.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM"):
                break
        elif label in ("xcomp", "aux", "cop"):
            cost += 1.5
        elif label == "conj":
            cost += 2.0
            joined = [c for c in above.children if c.dep_ == "conj" and c.pos_ == "VERB" and c.i < here.i]
            if joined and verb_above and not any(c.dep_.startswith("nsubj") for c in here.children):
                costs.setdefault(joined[-1].i, cost)  # "held office, met Medvedev on Tuesday and flew on"
        elif label == "acl" and here.pos_ == "VERB":
            costs.setdefault(above.i, cost + 2.0)  # "the 2015 accord signed by Iran": only what sits right on the noun
            break
        elif label in ("acl:relcl", "advcl") and any(child.lower_ == "where" for child in here.children):
            cost += 2.5  # "will fly to Oslo on Friday, where he will meet the king"
            here = above
            while here.pos_ not in ("VERB", "AUX") and here.head.i != here.i and here.dep_ not in _CLAUSAL:
                here = here.head
            costs.setdefault(here.i, cost)
            continue
        elif label == "advcl":
            marks = {_lemma(child) for child in here.children if child.dep_ in ("mark", "case", "advmod")}
            own_subject = any(child.dep_.startswith("nsubj") for child in here.children)
            if marks & _AFTER_MARKS or (own_subject and not marks & {"as", "when", "while"}):
                break
            cost += 2.5
        elif label == "ccomp" and _lemma(above) in ("plan", "expect", "schedule", "set", "due"):
            cost += 2.5
        else:
            break
        if background and cost >= 2.0:
            break
        costs.setdefault(above.i, cost)
        here = above
    return costs


def _attachment(doc: Doc, span: DateSpan, anchors: dict[int, float], trigger: int) -> float | None:
    """What it costs to reach an anchor from the expression, climbing heads; None where another clause is in between."""
    costs = []
    for token in doc[span.start : span.end]:  # the parser may have split the expression: the best way out counts
        if token.dep_ in ("case", "punct", "mark", "cc") or span.start <= token.head.i < span.end:
            if token.head.i != token.i:
                continue
        cost = _climb(token, span, anchors, trigger)
        if cost is not None:
            costs.append(cost)
    return min(costs, default=None)


def _climb(node: Token, span: DateSpan, anchors: dict[int, float], trigger: int) -> float | None:
    if node.i in anchors:
        return None if node.i == trigger else anchors[node.i] + 0.5
    cost = 0.0
    for steps in range(12):
        above, label = node.head, node.dep_
        if above.i == node.i:
            # The parser sometimes makes a date the root of a verbless line; then only the opening rule can help.
            return None
        beside = span.daylike and steps == 1 and above.i == trigger  # "Scholz on Tuesday urged ..."
        if label in _CLAUSAL or (label in ("nsubj", "nsubj:pass") and steps and not beside):
            return None
        if label == "conj" and steps and node.pos_ in ("VERB", "AUX"):
            return None
        if above.i in anchors:
            return anchors[above.i] + cost
        if above.pos_ in ("VERB", "AUX"):
            return None  # another predicate's time
        # An intermediate noun: "held talks in Beijing on Tuesday" is fine, "criticised the invasion in 2014" is
        # the invasion's.
        if label in _INNER:
            governor = above.head
            if not (above.dep_ == "obj" and governor.i in anchors and _lemma(governor) in CREATE):
                return None
        elif (
            not span.daylike
            and above.pos_ == "NOUN"
            and not (above.head.i in anchors and _lemma(above.head) in LIGHT | CREATE)
            and not (above.dep_ == "obl" and _lemma(above) in MEETINGS)
        ):
            return None
        cost += 0.6
        node = above
    return None
