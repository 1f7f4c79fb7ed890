"""Every table, declared once: columns, types, meaning, what may stand in them.

What belongs here: the declarations, and what is made from them: DuckDB DDL, Polars schemas, row checks, the data
dictionary. What does not: reading or writing tables (store, release), finding a row's values (coding).

Names follow one convention: `_id` identifiers, `_code` codes (always text: "042", never 42), `_name` display names,
`_country` ISO 3166 alpha-3 codes, `_start`/`_end` character offsets (end exclusive), `n_` counts, `_at` times (UTC),
`_on` days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

# kind -> (DuckDB type, Polars type, type of the Frictionless data package)
KINDS: dict[str, tuple[str, Any, str]] = {
    "text": ("VARCHAR", pl.String(), "string"),
    "integer": ("INTEGER", pl.Int32(), "integer"),
    "number": ("DOUBLE", pl.Float64(), "number"),
    "day": ("DATE", pl.Date(), "date"),
    "time": ("TIMESTAMP", pl.Datetime("us"), "datetime"),
    "bytes": ("BLOB", pl.Binary(), "any"),
}

POLARITIES = ("affirmed", "negated")
MODALITIES = ("occurred", "ongoing", "planned", "threatened", "requested", "hypothetical", "denied")
DATE_METHODS = ("explicit", "relative", "article", "publication", "background", "none")
PLACE_METHODS = ("clause", "target", "sentence", "dateline")
PLACE_PRECISIONS = ("country", "region", "city", "landmark")
PUBLISHED_METHODS = ("given", "page", "line", "filename", "none")
VISIT_STAGES = ("made", "planned", "proposed", "cancelled", "declined")
AGREEMENT_STAGES = ("proposed", "agreed", "signed", "ratified", "suspended", "left", "rejected")
SANCTION_STAGES = ("threatened", "demanded", "imposed", "extended", "eased", "lifted", "easing promised", "refused")

IDENTIFIER = r"^[0-9a-f]{16}$"
CAMEO = r"^\d{2,4}$"
COUNTRY = r"^[A-Z]{3}$"
ACTOR = r"^[A-Z]{3,24}$"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` is a key of KINDS; a private column never leaves the working store."""

    name: str
    kind: str
    about: str
    nullable: bool = False
    values: tuple[str, ...] = ()  # the only values it may hold
    pattern: str = ""  # the regular expression its text matches
    low: float | None = None
    high: float | None = None
    private: bool = False

    @property
    def duckdb_type(self) -> str:
        """Its type in DuckDB."""
        return KINDS[self.kind][0]

    @property
    def polars_type(self) -> Any:
        """Its type in Polars."""
        return KINDS[self.kind][1]


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` identifies a row; `order` is how published rows are sorted; `day` is the partition column."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    order: tuple[str, ...] = ()
    day: str | None = None
    private: bool = False

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name!r}")

    @property
    def names(self) -> tuple[str, ...]:
        """Its column names, in order."""
        return tuple(column.name for column in self.columns)

    def public(self) -> Table:
        """The table as a release shows it: without its private columns."""
        shown = tuple(column for column in self.columns if not column.private)
        return Table(self.name, self.about, self.key, shown, self.order, None)

    def schema(self) -> dict[str, Any]:
        """Column name -> Polars type."""
        return {column.name: column.polars_type for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """A frame of no rows with this table's columns."""
        return pl.DataFrame(schema=self.schema())

    def frame(self, rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
        """Rows (dictionaries; a missing key is null) as a frame of this table. Raises on a value of a wrong type."""
        return pl.DataFrame(list(rows), schema=self.schema(), orient="row")

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` with exactly this table's columns, in order, cast to their types; columns it lacks are null.

        Raises SchemaError for columns the table does not have.
        """
        unknown = sorted(set(frame.columns) - set(self.names))
        if unknown:
            raise SchemaError(
                f"table {self.name} has no column {', '.join(unknown)}; declare it in warehouse/schema.py"
            )
        return frame.select(
            pl.col(column.name).cast(column.polars_type)
            if column.name in frame.columns
            else pl.lit(None, dtype=column.polars_type).alias(column.name)
            for column in self.columns
        )

    def sorted(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` in the published order: by `order`, then by key, so that the same rows always come the same way."""
        by = [*self.order, *(name for name in self.key if name not in self.order)]
        return frame.sort(by, nulls_last=True, maintain_order=True)

    def ddl(self, *, schema: str = "") -> str:
        """CREATE TABLE IF NOT EXISTS for DuckDB."""
        lines = [f"  {quoted(c.name)} {c.duckdb_type}{'' if c.nullable else ' NOT NULL'}" for c in self.columns]
        name = f"{schema}.{quoted(self.name)}" if schema else quoted(self.name)
        return f"CREATE TABLE IF NOT EXISTS {name} (\n" + ",\n".join(lines) + "\n)"

    def comments(self) -> list[str]:
        """COMMENT ON statements for the table and each column."""
        name = quoted(self.name)
        return [f"COMMENT ON TABLE {name} IS {literal(self.about)}"] + [
            f"COMMENT ON COLUMN {name}.{quoted(c.name)} IS {literal(c.about)}" for c in self.columns
        ]

    def problems(self, frame: pl.DataFrame) -> dict[str, int]:
        """What breaks the declaration: a sentence about each broken rule -> the number of rows that break it.

        `frame` must have this table's columns and types (see conform); missing or mistyped ones are reported as well.
        """
        found: dict[str, int] = {}
        for column in self.columns:
            if column.name not in frame.columns:
                found[f"column {column.name} is missing"] = frame.height
            elif frame.schema[column.name] != column.polars_type:
                found[f"column {column.name} is {frame.schema[column.name]}, not {column.polars_type}"] = frame.height
        if found:
            return found
        _, failure = _validator(self).filter(frame.select(self.names))
        for rule, count in failure.counts().items():
            found[_in_words(self, rule)] = count
        return found


class SchemaError(ValueError):
    """Rows do not fit the table they are meant for."""


def quoted(name: str) -> str:
    """A name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text quoted for SQL."""
    return "'" + text.replace("'", "''") + "'"


@cache
def _validator(table: Table) -> Any:
    """The table's declaration as a dataframely schema."""
    import dataframely as dy

    made: dict[str, Any] = {"__module__": __name__}
    for column in table.columns:
        in_key = column.name in table.key
        common: dict[str, Any] = {"nullable": column.nullable and not in_key, "primary_key": in_key}
        if column.values:
            allowed = list(column.values)
            common["check"] = {"values": lambda col, allowed=allowed: col.is_in(allowed)}
        if column.kind == "text":
            made[column.name] = dy.String(**common, regex=column.pattern or None)
        elif column.kind == "integer":
            low, high = (None if bound is None else int(bound) for bound in (column.low, column.high))
            made[column.name] = dy.Int32(**common, min=low, max=high)
        elif column.kind == "number":
            made[column.name] = dy.Float64(**common, min=column.low, max=column.high)
        elif column.kind == "day":
            made[column.name] = dy.Date(**common)
        elif column.kind == "time":
            made[column.name] = dy.Datetime(**common, time_unit="us")
        else:
            made[column.name] = dy.Binary(**common)
    if {"date_from", "date_to"} <= set(table.names):
        made["dates_in_order"] = _before("date_from", "date_to", or_same=True)
    for name in table.names:
        if name.endswith("_start") and (end := name.removesuffix("start") + "end") in table.names:
            made[f"{name}_first"] = _before(name, end)
    return type(f"{table.name.title()}Rows", (dy.Schema,), made)


def _before(first: str, last: str, *, or_same: bool = False) -> Any:
    """A row rule: column `first` lies before column `last`, where both are known."""
    import dataframely as dy

    def holds(cls: Any) -> pl.Expr:
        one, other = pl.col(first), pl.col(last)
        return ((one <= other) if or_same else (one < other)).fill_null(True)

    return dy.rule()(holds)


def _in_words(table: Table, rule: str) -> str:
    """A validation rule's name as a sentence."""
    name, _, kind = rule.partition("|")
    if rule == "primary_key":
        return f"{' + '.join(table.key)} occurs more than once"
    if rule == "dates_in_order":
        return "date_from is after date_to"
    if not kind:
        name = rule.removesuffix("_first")
        return f"{name} is not before {name.removesuffix('start')}end"
    column = table[name]
    if kind == "nullability":
        return f"{name} is missing"
    if kind == "regex":
        return f"{name} does not match {column.pattern}"
    if kind in ("min", "max"):
        return f"{name} is {'below' if kind == 'min' else 'above'} {column.low if kind == 'min' else column.high:g}"
    if kind.endswith("values"):
        return f"{name} is none of {', '.join(column.values)}"
    return rule


# -- the columns that several tables share -----------------------------------------------------------------------------


def _text(name: str, about: str, **more: Any) -> Column:
    return Column(name, "text", about, **more)


def _maybe(name: str, about: str, **more: Any) -> Column:
    return Column(name, "text", about, nullable=True, **more)


def _count(name: str, about: str) -> Column:
    return Column(name, "integer", about, low=0)


def _offsets(what: str, about: str, *, nullable: bool = False) -> tuple[Column, Column]:
    first = f"where {about} begins: characters from the start of the article's clean text"
    last = f"where {about} ends (the first character after it)"
    return (
        Column(f"{what}_start", "integer", first, nullable=nullable, low=0),
        Column(f"{what}_end", "integer", last, nullable=nullable, low=0),
    )


def _actor(side: str, about: str, *, role: bool = True) -> tuple[Column, ...]:
    return (
        _maybe(f"{side}_code", f"{about}: CAMEO actor code (RUSGOV, IGOEUREEC, REB); empty: not named", pattern=ACTOR),
        _maybe(f"{side}_country", f"{about}: country (ISO 3166 alpha-3); empty: not a state's", pattern=COUNTRY),
        *([_maybe(f"{side}_role", f"{about}: what follows the country in the code (GOV, GOVMIL)")] if role else []),
        _maybe(f"{side}_name", f"{about}: display name; (implied) behind it: no word names the actor, the deed does"),
    )


_DEED = (
    _text("cameo_code", "CAMEO code of the event; text, with its leading zero", pattern=CAMEO),
    _text("cameo_root", "its root: the first two digits", pattern=r"^\d{2}$"),
    Column("quad_class", "integer", "verbal cooperation 1, material cooperation 2, verbal conflict 3, material conflict"
           " 4 (GDELT's split: roots 01-05, 06-09, 10-14, 15-20)", low=1, high=4),
    Column("goldstein", "number", "Goldstein value by GDELT, -10 (conflict) to 10 (cooperation)", low=-10, high=10),
    _maybe("plover_type", "PLOVER event type; empty for bare statements (01x), which PLOVER leaves out"),
    _maybe("plover_mode", "PLOVER mode of that type"),
    _maybe("deed_code", "CAMEO code of the deed itself where cameo_code is a word about it: an agreement to lift "
           "sanctions is 0354 about 085", pattern=CAMEO),
)  # fmt: skip
_STATUS = (
    _text("polarity", "whether the text affirms the event or negates it", values=POLARITIES),
    _text("modality", "whether it is said to have occurred, to go on, to be planned, threatened, requested or merely "
          "possible, or is denied", values=MODALITIES),
)  # fmt: skip
_DATES = (
    Column("date_from", "day", "first day of the event; empty: unknown", nullable=True),
    Column("date_to", "day", "last day; for background without a date of its own: the day before publication",
           nullable=True),
    _text("date_method", "how the date was found: said outright, reckoned from a relative word (yesterday), taken from "
          "the article (another sentence of it dates the same deed of the same two), from publication, background of "
          "unknown date, or none", values=DATE_METHODS),
)  # fmt: skip
_PLACE = (
    _maybe("place_name", "where the event took place, as the gazetteer names it"),
    _maybe("place_country", "country of the place (ISO 3166 alpha-3)", pattern=COUNTRY),
    Column("latitude", "number", "latitude of the place, degrees (WGS 84)", nullable=True, low=-90, high=90),
    Column("longitude", "number", "longitude of the place, degrees (WGS 84)", nullable=True, low=-180, high=180),
    _maybe("place_method", "where the place was found: in the event's own clause, at the target (the country that is "
           "visited, invaded …), elsewhere in the sentence, or, as a fallback, in the dateline", values=PLACE_METHODS),
    _maybe("place_precision", "how closely the place is known: by country, region, city or landmark (its own point)",
           values=PLACE_PRECISIONS),
)  # fmt: skip
_WHERE = tuple(column for column in _PLACE if column.kind == "text")
_CONFIDENCE = Column("confidence", "number", "how sure the coder is, 0 to 1", low=0, high=1)
_EVENT_ID = _text("event_id", "identifier of the event", pattern=IDENTIFIER)
_ARTICLE = (
    _text("article_id", "identifier of the article, whatever its revision", pattern=IDENTIFIER),
    Column("revision", "integer", "revision of the article: 1, and one more whenever its text has changed", low=1),
)

# -- the tables --------------------------------------------------------------------------------------------------------

RAW_ARTICLES = Table(
    "raw_articles",
    "articles as they arrived, before cleaning; private",
    ("raw_id",),
    (
        _text("raw_id", "hash of identity and content", pattern=IDENTIFIER),
        _text("source", "name of the source"),
        _text("locator", "where it lay: path, path:line or path#guid"),
        _text("identity", "what makes it this article: canonical URL, else guid, id or file name"),
        _text("media_type", "text/plain or text/html"),
        Column("content", "bytes", "the article as it came, UTF-8"),
        _maybe("url", "its address"),
        _maybe("title", "its title as given"),
        _maybe("published", "its date as given"),
        _maybe("notes", "what had to be mended while reading it"),
        Column("fetched_at", "time", "when it was read (UTC)"),
        Column("arrived_on", "day", "the day it first arrived: its partition"),
        Column("position", "integer", "its place in that day's order of arrival", low=0),
        _maybe("cleaned_by", "version of the code that has cleaned it; empty: not cleaned yet"),
    ),
    day="arrived_on",
    private=True,
)

PAYLOADS = Table(
    "payloads",
    "what came over the network, byte for byte; private, in Parquet files by day (pipeline/warehouse/ingest.py)",
    ("payload_id",),
    (
        _text("payload_id", "hash of source, address and body", pattern=IDENTIFIER),
        _text("source", "name of the source"),
        _text("role", "what it is: a feed, or a page that a feed links to", values=("feed", "page")),
        _text("url", "the address that was asked"),
        _text("final_url", "the address that answered, after redirects"),
        Column("fetched_at", "time", "when it came (UTC)"),
        _text("headers", "the headers of the answer: a JSON list of name and value"),
        Column("wire", "bytes", "the body as it was sent, packed where it was sent packed"),
        _maybe("title", "the title in the feed's entry for this page"),
        _maybe("published", "the date in the feed's entry for this page"),
    ),
    order=("fetched_at",),
    private=True,
)

ADDRESSES = Table(
    "addresses",
    "what is known about every address and file that is read regularly; private",
    ("source", "url"),
    (
        _text("url", "the address, or the path of a file"),
        _text("source", "name of the source"),
        _text("role", "feed, page or file", values=("feed", "page", "file")),
        _maybe("etag", "ETag of its last answer; of a file, its time and size"),
        _maybe("last_modified", "Last-Modified of its last answer"),
        _maybe("body_sha256", "SHA-256 of its last answer's body"),
        _maybe("title", "the title in the feed's entry for this page"),
        _maybe("published", "the date in the feed's entry for this page"),
        _maybe("fingerprint", "hash of the feed's entry: a changed entry has its page fetched again"),
        _count("attempts", "runs in which it has failed since the last answer"),
        Column("next_at", "time", "fetched from this time on (UTC); empty: nothing to fetch", nullable=True),
        Column("listed_at", "time", "when its feed last listed it (UTC), to the day", nullable=True),
    ),
    private=True,
)

ROBOTS = Table(
    "robots",
    "the robots.txt of every site that is fetched from; private",
    ("origin",),
    (
        _text("origin", "scheme and host"),
        _text("text", "what it says; empty where there is none"),
        Column("fetched_at", "time", "when it was read (UTC)"),
    ),
    private=True,
)

SOURCE_HEALTH = Table(
    "source_health",
    "how each declared source is doing; private",
    ("source",),
    (
        _text("source", "name of the source"),
        _text("kind", "feed, folder or archive"),
        _maybe("country", "where it is published (ISO 3166 alpha-3)", pattern=COUNTRY),
        _text("language", "language it mostly writes in"),
        _text("terms", "terms under which it is read"),
        Column("first_attempt_at", "time", "when it was first tried (UTC)"),
        Column("last_attempt_at", "time", "when it was last tried (UTC)"),
        Column("last_success_at", "time", "when it last answered well (UTC)", nullable=True),
        _count("failures", "failures in a row since then"),
        _maybe("last_error", "why the last try failed; empty: it did not"),
        _count("items", "articles in the last good answer that held any"),
        _count("total_new", "articles from it that were new, in all"),
    ),
    private=True,
)

REJECTIONS = Table(
    "rejections",
    "inputs that gave no article, with the reason; private",
    ("locator", "stage", "arrived_on"),
    (
        _text("locator", "where it lay"),
        _text("stage", "where it fell out: fetch, read, clean, language, code"),
        _text("reason", "why, and what to do"),
        _maybe("raw_id", "the raw article, where there is one", pattern=IDENTIFIER),
        Column("arrived_on", "day", "the day it arrived: its partition"),
    ),
    day="arrived_on",
    private=True,
)

ARTICLES = Table(
    "articles",
    "one row a revision of an article that was kept; the text itself is never published",
    ("article_id", "revision"),
    (
        *_ARTICLE,
        _text("source", "name of the source: as given, feed title, host of the address, or folder"),
        _maybe("url", "its address"),
        _maybe("title", "its title"),
        Column("published_at", "time", "when it was published (UTC); empty: unknown", nullable=True),
        Column("published_on", "day", "the day of publication on the publisher's own calendar", nullable=True),
        _text("published_method", "where that date was found: given with the article, in the page, in a line of the"
              " text, in the file name, or none", values=PUBLISHED_METHODS),
        Column("fetched_at", "time", "when it was read (UTC)", private=True),
        Column("arrived_on", "day", "the day it arrived: its partition", private=True),
        _text("language", "ISO 639-1 code of its language"),
        _maybe("dateline_place", "place of the dateline (BEIJING)"),
        _text("story_id", "near-duplicates share one: the article_id of its earliest article when it first came",
              pattern=IDENTIFIER),
        _text("text_sha256", "SHA-256 of the clean text that the offsets in mentions refer to",
              pattern=r"^[0-9a-f]{64}$"),
        _text("raw_id", "hash of the article as it arrived", pattern=IDENTIFIER),
        _text("text", "the clean text", private=True),
        _text("locator", "where it lay", private=True),
        _maybe("notes", "what had to be mended while reading it", private=True),
    ),
    order=("published_at",),
    day="arrived_on",
)  # fmt: skip

CODINGS = Table(
    "codings",
    "which coder coded which revision, also where it found nothing; private",
    ("article_id", "revision"),
    (
        *_ARTICLE,
        _text("text_sha256", "SHA-256 of the text that was coded", pattern=r"^[0-9a-f]{64}$"),
        _text("coder_identity", "coder version, dictionary hash and model version in one"),
        _count("n_mentions", "mentions it found"),
        Column("arrived_on", "day", "the article's partition"),
    ),
    day="arrived_on",
    private=True,
)

MENTIONS = Table(
    "mentions",
    "one event as one sentence of one article revision tells it",
    ("mention_id",),
    (
        _text("mention_id", "identifier of the mention", pattern=IDENTIFIER),
        _maybe("event_id", "the event it tells of; empty where a newer revision of the article has taken its place",
               pattern=IDENTIFIER),
        *_ARTICLE,
        *_offsets("sentence", "the sentence"),
        *_offsets("trigger", "the word that names the deed"),
        _text("trigger_text", "that word"),
        *_offsets("source", "the source's name", nullable=True),
        *_offsets("target", "the target's name", nullable=True),
        *_actor("source", "who acts"),
        *_actor("target", "who is acted upon"),
        *_DEED,
        *_STATUS,
        _maybe("attribution", "who says so, where the sentence names it"),
        *_DATES,
        _maybe("date_words", "the words the date was found in"),
        *_PLACE,
        _CONFIDENCE,
        _text("pattern_id", "the pattern that matched"),
        _text("group_key", "the same for all mentions of one trigger"),
        _text("coder_version", "version of the coder"),
        _text("dictionary_hash", "hash of the dictionaries it used"),
        Column("arrived_on", "day", "the article's partition", private=True),
    ),
    order=("article_id", "revision", "sentence_start", "trigger_start"),
    day="arrived_on",
)  # fmt: skip

EVENTS = Table(
    "events",
    "one row a deed and directed dyad, joined from all mentions of it; every modality (see occurred_events)",
    ("event_id",),
    (
        _EVENT_ID,
        _text(
            "group_id", "events told by one trigger share it, so that a summit can be counted once", pattern=IDENTIFIER
        ),
        Column("group_size", "integer", "directed dyads in the group", low=1),
        *_DATES,
        *_actor("source", "who acts"),
        *_actor("target", "who is acted upon"),
        *_DEED,
        *_STATUS,
        *_PLACE,
        _CONFIDENCE,
        _count("n_mentions", "mentions that tell of it"),
        _count("n_articles", "articles that tell of it"),
        _count("n_stories", "stories (near-duplicates counted once) that tell of it"),
        _count("n_sources", "sources that tell of it"),
    ),
    order=("date_from", "date_to", "source_code", "target_code", "cameo_code"),
)

VISITS = Table(
    "visits",
    "who visited whom: one row a visiting event",
    ("event_id",),
    (
        _EVENT_ID,
        *_actor("visitor", "who travels", role=False),
        *_actor("host", "who is visited", role=False),
        *_WHERE,
        *_DATES,
        _maybe(
            "purpose",
            "what it was for, by its own words and what else the two did in those days: talks, summit, "
            "signing, mediation, conference, ceremony, inspection, support, aid; several joined by ;",
        ),
        _text("stage", "made, planned, proposed (invited), cancelled or declined", values=VISIT_STAGES),
        _CONFIDENCE,
    ),
    order=("date_from",),
)

AGREEMENTS = Table(
    "agreements",
    "agreements between two parties and how far they have come; the two directions are one row",
    ("event_id",),
    (
        _EVENT_ID,
        *_actor("party", "the party that acts", role=False),
        *_actor("other_party", "the other party", role=False),
        _text("kind", "treaty, ceasefire, declaration, memorandum … where the text says; else agreement"),
        _maybe(
            "subject",
            "what it is about, by the topic named nearest to it (nuclear, border, trade, peace …), else by "
            "the PLOVER context of the code: diplomatic, economic, military, legal",
        ),
        _text("stage", "how far it has come", values=AGREEMENT_STAGES),
        *_DATES,
        *_WHERE,
        _CONFIDENCE,
    ),
    order=("date_from",),
)

SANCTIONS = Table(
    "sanctions",
    "sanctions between a sender and a target and what became of them",
    ("event_id",),
    (
        _EVENT_ID,
        *_actor("sender", "who sanctions (or eases, threatens, asks)", role=False),
        *_actor("target", "who is sanctioned", role=False),
        _text("measure", "embargo, boycott, travel ban, asset freeze, tariff, administrative … else sanctions"),
        _text("stage", "what became of them", values=SANCTION_STAGES),
        *_DATES,
        _CONFIDENCE,
    ),
    order=("date_from",),
)

ACTORS = Table(
    "actors",
    "the actors of this release's events: one row a code and name",
    ("actor_code", "actor_name"),
    (
        _text("actor_code", "CAMEO actor code", pattern=ACTOR),
        _text("actor_name", "display name"),
        _maybe("actor_country", "country (ISO 3166 alpha-3)", pattern=COUNTRY),
        _maybe("actor_role", "what follows the country in the code"),
        _count("n_mentions", "mentions that name it on either side"),
    ),
)

CAMEO_CODES = Table(
    "cameo_codes",
    "the CAMEO codes",
    ("cameo_code",),
    (
        _text("cameo_code", "CAMEO code; text, with its leading zero", pattern=CAMEO),
        _text("cameo_name", "what it stands for"),
        _text("cameo_root", "its root", pattern=r"^\d{2}$"),
        _maybe("parent_code", "the code above it", pattern=CAMEO),
        Column("level", "integer", "1 root, 2, 3", low=1, high=3),
        *_DEED[2:6],
        _maybe("plover_context", "PLOVER contexts, joined by ;"),
    ),
)

PLOVER_TYPES = Table(
    "plover_types",
    "the PLOVER event types and their modes",
    ("plover_type", "plover_mode"),
    (
        _text("plover_type", "event type"),
        _text("plover_mode", "mode; empty text for the type as a whole"),
        _text("category", "verbal or material, cooperation or conflict"),
        Column("quad_class", "integer", "1 to 4, as PLOVER counts it", low=1, high=4),
        Column("score", "number", "PLOVER's intensity score, as published", nullable=True, low=-10, high=10),
    ),
)

RELEASES = Table(
    "releases",
    "the releases up to this one",
    ("release",),
    (
        _text("release", "year.month.number", pattern=r"^\d{4}\.\d{2}\.\d+$"),
        Column("number", "integer", "1 for the first release, and one more for each", low=1),
        Column("released_on", "day", "the day it was published"),
        _text("content_sha256", "hash of everything in it; a release is only made when it differs from the last one's",
              pattern=r"^[0-9a-f]{64}$"),
        _maybe("coder_version", "coder version of its mentions; several joined by ;"),
        _maybe("dictionary_hash", "dictionary hash of its mentions; several joined by ;"),
        _count("n_articles", "article revisions in it"),
        _count("n_mentions", "mentions in it"),
        _count("n_events", "events in it"),
        _text("goldstein_scheme", "whose quad classes and Goldstein values"),
    ),
)  # fmt: skip

WORKING: tuple[Table, ...] = (
    RAW_ARTICLES,
    REJECTIONS,
    ADDRESSES,
    ROBOTS,
    SOURCE_HEALTH,
    ARTICLES,
    CODINGS,
    MENTIONS,
    EVENTS,
    VISITS,
    AGREEMENTS,
    SANCTIONS,
)
# What a release holds, in the order of the data dictionary; `releases` itself is added by publishing.
PUBLISHED: tuple[Table, ...] = tuple(
    table.public()
    for table in (
        EVENTS,
        MENTIONS,
        ARTICLES,
        VISITS,
        AGREEMENTS,
        SANCTIONS,
        ACTORS,
        CAMEO_CODES,
        PLOVER_TYPES,
        RELEASES,
    )
)

OCCURRED_EVENTS = "only what was said to have happened: affirmed, and occurred or going on"
OCCURRED_EVENTS_SQL = (
    "CREATE VIEW occurred_events AS SELECT * FROM events "
    "WHERE polarity = 'affirmed' AND modality IN ('occurred', 'ongoing')"
)


def dictionary(tables: Sequence[Table] = PUBLISHED) -> str:
    """The data dictionary (codebook) as Markdown: one section a table, one line a column."""
    parts = [
        "# Codebook",
        "",
        "CAMEO codes are text: `042`, never 42. All times are UTC. Quad classes and Goldstein values are GDELT's.",
        "",
    ]
    for table in tables:
        parts += [
            f"## {table.name}",
            "",
            f"{_sentence(table.about)} Key: {', '.join(f'`{k}`' for k in table.key)}.",
            "",
        ]
        parts += ["| column | type | may be empty | meaning |", "|---|---|---|---|"]
        for column in table.columns:
            meaning = column.about + (f": {', '.join(f'`{v}`' for v in column.values)}" if column.values else "")
            kind = column.duckdb_type.lower()
            parts.append(f"| `{column.name}` | {kind} | {'yes' if column.nullable else 'no'} | {_cell(meaning)} |")
        parts.append("")
        if table.name == "events":
            parts += ["## occurred_events", "", f"View over `events`: {OCCURRED_EVENTS}.", ""]
    return "\n".join(parts)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def package_schema(table: Table) -> dict[str, Any]:
    """The table's schema in the words of a Frictionless data package."""
    fields = []
    for column in table.columns:
        constraints: dict[str, Any] = {} if column.nullable else {"required": True}
        if column.values:
            constraints["enum"] = list(column.values)
        if column.pattern:
            constraints["pattern"] = column.pattern
        if column.low is not None:
            constraints["minimum"] = column.low
        if column.high is not None:
            constraints["maximum"] = column.high
        field: dict[str, Any] = {"name": column.name, "type": KINDS[column.kind][2], "description": column.about}
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    return {"fields": fields, "primaryKey": list(table.key)}
