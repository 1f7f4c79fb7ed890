"""One clean article: its text and what is known about it.

Belongs here: the record and nothing else. Does not belong here: how its fields are found (the other modules of this
package).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Article:
    """An article in the state in which it is coded.

    `text` is NFC, paragraphs parted by one empty line, no line breaks inside a paragraph, never beginning with the
    title. All offsets are characters in `text`, ends exclusive. The dateline stays in the text:
    `dateline_start`/`dateline_end` bound it (its separator included), `body_start` is where the report's own words
    begin (0 without a dateline). `published_method` says what gave `published_at` (UTC): "given" with the article, in
    the markup or address of the "page", a "line" of the text, the "filename", or "none". A date without a time is
    midnight UTC; `utc_offset_minutes` is the offset stated, None where none was.
    """

    article_id: str
    revision: int
    source: str
    url: str | None
    title: str | None
    text: str
    published_at: datetime | None
    published_method: str
    utc_offset_minutes: int | None
    fetched_at: datetime
    language: str
    dateline_place: str | None
    dateline_country: str | None
    dateline_agency: str | None
    dateline_start: int | None
    dateline_end: int | None
    body_start: int
    text_sha256: str
    raw_id: str
    identity: str
    locator: str
    notes: tuple[str, ...] = ()

    @property
    def published_on(self) -> date | None:
        """The day on the calendar of the place that published it: what "today" in the text means."""
        if self.published_at is None:
            return None
        return (self.published_at + timedelta(minutes=self.utc_offset_minutes or 0)).date()
