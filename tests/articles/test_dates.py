"""Publication dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.dates import parse


@pytest.mark.parametrize(
    ("text", "when", "offset"),
    [
        ("Thu May 16 2024", "2024-05-16T00:00", None),
        ("Friday, January 4, 2019", "2019-01-04T00:00", None),
        ("May 16, 2024, 10:32 GMT", "2024-05-16T10:32", 0),
        ("Published: 16 May 2024 | 3 p.m. EDT", "2024-05-16T19:00", -240),
        ("12 a.m. GMT, May 16 2024", "2024-05-16T00:00", 0),
        ("May 16, 2024 12:05 PM UTC", "2024-05-16T12:05", 0),
        ("Last updated on Sept. 3, 2014 at 9:15 am ET", "2014-09-03T13:15", -240),
        ("Jan 3 2014 9:15 am ET", "2014-01-03T14:15", -300),
        ("Mon, 07 Jun 2021 20:55:31 +0000", "2021-06-07T20:55:31", 0),
        ("Tue, 01 Jun 2021 10:00:00 -0400 (EDT)", "2021-06-01T14:00", -240),
        ("Wed, 05 May 21 10:00:00 GMT", "2021-05-05T10:00", 0),
        ("2024-05-16", "2024-05-16T00:00", None),
        ("2024-05-16T23:30:00.123-05:00", "2024-05-17T04:30", -300),
        ("2024-05-16 10:32:00+0530", "2024-05-16T05:02", 330),
        ("2024-05-16T10:00:00Z", "2024-05-16T10:00", 0),
        ("20240516", "2024-05-16T00:00", None),
        ("20240516T101500Z", "2024-05-16T10:15", 0),
        ("1715817600", "2024-05-16T00:00", 0),
        ("1715817600000", "2024-05-16T00:00", 0),
        ("16.05.2024", "2024-05-16T00:00", None),
        ("05/16/2024", "2024-05-16T00:00", None),
        ("16th of May, 2024", "2024-05-16T00:00", None),
        ("1430 GMT, 16 May 2024", "2024-05-16T14:30", 0),
        ("Thu May 16 10:32:00 2024", "2024-05-16T10:32", None),
        ("Published 10:00 GMT, May 16 2024 Updated 12:00 GMT, May 17 2024", "2024-05-16T10:00", 0),
    ],
)
def test_dates_as_they_are_written(text: str, when: str, offset: int | None) -> None:
    found = parse(text)
    assert found is not None
    assert found.when == datetime.fromisoformat(when).replace(tzinfo=UTC)
    assert found.utc_offset_minutes == offset


@pytest.mark.parametrize(
    "text",
    ["", "May 2024", "2024", "Sun Feb 30 2024", "05/06/2024", "Putin met Xi on May 16 2024", "May 16, 2024 was a Thursday for all of us",
     "16 May", "2024-13-01", "May 16 2024 and June 3 2024", "1 million", "2024-05-16T10:00:00+25:00", "May 16 1824", "x" * 500],
)  # fmt: skip
def test_what_is_not_wholly_one_date(text: str) -> None:
    assert parse(text) is None


_MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
_OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@given(_MOMENTS, _OFFSETS)
@settings(deadline=None)
def test_standard_forms_give_the_moment_back(moment: datetime, zone: timezone) -> None:
    aware = moment.replace(tzinfo=zone)
    for text in (format_datetime(aware), aware.isoformat(), aware.isoformat(" ")):
        found = parse(text)
        assert found is not None, text
        assert found.when == aware, text
        assert found.utc_offset_minutes == zone.utcoffset(None).total_seconds() / 60  # type: ignore[union-attr]


@given(
    _MOMENTS,
    st.sampled_from(["%a %b %d %Y", "%A, %B %d, %Y", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%d", "%Y%m%d", "%d.%m.%Y"]),
)
@settings(deadline=None)
def test_days_are_midnight_utc(moment: datetime, form: str) -> None:
    found = parse(moment.strftime(form))
    assert found is not None
    assert found.when == datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    assert (found.utc_offset_minutes, found.has_time) == (None, False)


@given(st.one_of(st.text(max_size=80), st.text("0123456789 :/-.,+TZAPMgmtjanmayf", max_size=60)))
@settings(deadline=None)
def test_any_text_is_a_date_in_utc_or_none(text: str) -> None:
    found = parse(text)
    assert found is None or found.when.tzinfo is UTC
