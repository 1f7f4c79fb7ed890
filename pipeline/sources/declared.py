"""`sources.toml`: what is read regularly, declared by the researcher, checked with file and line.

Belongs here: the format, its checks, the record a source becomes. Does not belong here: reading any source. The format
is explained for its users in docs/sources.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError

from pipeline.sources.raw import canonical_url

KINDS = ("feed", "folder", "archive")
DELAY = 5.0  # seconds between two requests to one host
PAGES_PER_RUN = 50
MAX_FILE = 1024 * 1024  # bytes of sources.toml


@dataclass(frozen=True, slots=True)
class Source:
    """One declared source. `url` is set for a feed, `path` for a folder or archive; both are checked but not opened.

    `per_day` bounds the articles expected on a whole day; `local` lets the feed's own host be on this machine or
    network; `line` is where it stands in the file.
    """

    name: str
    kind: str
    line: int
    url: str = ""
    path: Path = Path()
    country: str | None = None
    language: str = "en"
    terms: str = ""
    per_day: tuple[int, int] | None = None
    pages: bool = False
    pages_per_run: int = PAGES_PER_RUN
    delay: float = DELAY
    local: bool = False
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """What a file declares: who fetches (for the User-Agent), and its sources in order."""

    contact: str
    sources: tuple[Source, ...]


class SourcesError(ValueError):
    """The file cannot be used; the message has one line a problem, FILE:LINE: what is wrong; what to do."""


def load(path: Path) -> Declared:
    """The sources of a file. Raises SourcesError with all its problems."""
    declared, found = read(path)
    if found:
        raise SourcesError("\n".join(found))
    return declared


def read(path: Path) -> tuple[Declared, list[str]]:
    """What of a file can be used, and its problems, each `FILE:LINE: what is wrong; what to do`."""
    nothing = Declared("", ())
    try:
        data = path.read_bytes()
    except OSError as error:
        return nothing, [f"{path}: cannot be read ({error.strerror or error}); write one as docs/sources.md shows"]
    if len(data) > MAX_FILE:
        return nothing, [f"{path}: holds more than {MAX_FILE:,} bytes; is this the file that was meant?"]
    try:
        text = data.decode("utf-8-sig")
        given = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return nothing, [f"{path}:{line}: is not UTF-8; save the file as UTF-8"]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        where = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line_number = int(where.group(1)) if where else text.count("\n") + 1
        return nothing, [f"{path}:{line_number}: is not TOML ({str(error).split(' (at ')[0]}); correct the line"]
    return _declared(path, given, _Lines(text))


class _Lines:
    """Where keys stand: tomllib does not say, so lines are looked at as people write them, `[[source]]` and `key =`."""

    def __init__(self, text: str) -> None:
        self.top: dict[str, int] = {}
        self.tables: list[dict[str, int]] = []
        self.starts: list[int] = []
        for number, line in enumerate(text.splitlines(), 1):
            if re.match(r"\s*\[\[\s*source\s*\]\]", line):
                self.tables.append({})
                self.starts.append(number)
            elif match := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*[.=]", line):
                where = self.tables[-1] if self.tables else self.top
                where.setdefault(match.group(1), number)

    def of(self, table: int | None, key: str = "") -> int:
        """The line of a key, or of its table where it does not stand there; 1 where that is unknown too."""
        if table is None:
            return self.top.get(key, 1)
        if table >= len(self.tables):
            return 1
        return self.tables[table].get(key, self.starts[table])


def _declared(path: Path, given: dict[str, Any], lines: _Lines) -> tuple[Declared, list[str]]:
    problems: list[tuple[int, str]] = []
    for key in given:
        if key not in ("contact", "source"):
            problems.append((lines.of(None, key), f"unknown key {key!r}; at the top only contact and [[source]] stand"))
    contact = given.get("contact", "")
    if not isinstance(contact, str) or len(contact) > 200 or re.search(r"[^\x20-\x7e]", contact):
        problems.append((lines.of(None, "contact"), "contact must be plain text: an e-mail address or a web page"))
        contact = ""
    tables = given.get("source", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.append((1, "source must be written [[source]], once for each source"))
        tables = []
    if not tables and not problems:
        problems.append((1, "declares no source; add a [[source]]"))
    found: list[Source] = []
    names: dict[str, int] = {}
    for number, table in enumerate(tables):
        problems += ((lines.of(number, key), text) for key, text in _table_problems(table))
        source = _source(table, lines.of(number), path.absolute().parent)
        if source is None:
            continue
        if source.name in names:
            text = f"name {source.name!r} is taken by the source in line {names[source.name]}; give each its own"
            problems.append((lines.of(number, "name"), text))
        names.setdefault(source.name, source.line)
        found.append(source)
    if not contact.strip() and any(source.kind == "feed" and not source.local for source in found):
        text = 'contact is missing; write contact = "you@example.org" at the top, so that sites can reach you'
        problems.append((lines.of(None, "contact"), text))
    messages = [f"{path}:{line}: {text}" for line, text in sorted(problems, key=lambda one: one[0])]
    return Declared(contact.strip(), tuple(found)), messages


# -- what may stand in a [[source]] ------------------------------------------------------------------------------------


def _name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 100 and value == " ".join(value.split())


def _address(value: Any) -> bool:
    return isinstance(value, str) and canonical_url(value) is not None and "@" not in urlsplit(value).netloc


def _language(value: Any) -> bool:
    try:
        return isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}", value) is not None and bool(Locale.parse(value))
    except (UnknownLocaleError, ValueError):
        return False


def _per_day(value: Any) -> bool:
    whole = isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)
    return whole and 0 <= value[0] <= value[1]


def _hosts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and re.fullmatch(r"[\w.-]+", one) for one in value)


# key -> (kinds that have it, check, what it must be)
_KEYS: dict[str, tuple[tuple[str, ...], Callable[[Any], bool], str]] = {
    "name": (KINDS, _name, "a short name of its own, on one line"),
    "kind": (KINDS, lambda value: value in KINDS, "feed, folder or archive"),
    "url": (("feed",), _address, "an http or https address without a user name"),
    "path": (("folder", "archive"), lambda value: isinstance(value, str) and bool(value.strip()), "a path"),
    "country": (
        KINDS,
        lambda value: isinstance(value, str) and re.fullmatch(r"[A-Z]{3}", value) is not None,
        'three capital letters (ISO 3166: "USA")',
    ),
    "language": (KINDS, _language, 'a language code of ISO 639 ("en")'),
    "terms": (
        KINDS,
        lambda value: isinstance(value, str) and bool(value.strip()),
        "the licence or terms under which it may be read, in words",
    ),
    "per_day": (KINDS, _per_day, "two whole numbers, the fewest and the most articles of a day: [5, 60]"),
    "pages": (("feed",), lambda value: isinstance(value, bool), "true (fetch the page of each entry) or false"),
    "pages_per_run": (("feed",), lambda value: type(value) is int and 1 <= value <= 1000, "a whole number, 1 to 1000"),
    "delay": (
        ("feed",),
        lambda value: type(value) in (int, float) and 0 <= value <= 3600,
        "seconds between two requests to a host, 0 to 3600",
    ),
    "local": (("feed",), lambda value: isinstance(value, bool), "true (its host is on your own network) or false"),
    "hosts": (("archive",), _hosts, 'a list of host names: ["example.org"]'),
}
_NEEDED = {"feed": ("name", "url", "terms"), "folder": ("name", "path", "terms"), "archive": ("name", "path", "terms")}


def _table_problems(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = table.get("kind")
    if kind is None:
        yield "", "kind is missing; say feed, folder or archive"
    for key, value in table.items():
        if key not in _KEYS:
            yield key, f"unknown key {key!r}; a source has {', '.join(_KEYS)}"
            continue
        kinds, check, must = _KEYS[key]
        if not check(value):
            yield key, f"{key} must be {must}"
        elif kind in KINDS and kind not in kinds:
            yield key, f"a {kind} has no {key}; take it out"
    for key in _NEEDED.get(str(kind), ()):
        if key not in table:
            yield "", f"{key} is missing; it must be {_KEYS[key][2]}"
    if "delay" in table and table["delay"] == 0 and table.get("local") is not True:
        yield "delay", "delay 0 is only for a local source; leave it out or give seconds"
    if table.get("pages") is not True and "pages_per_run" in table:
        yield "pages_per_run", "pages_per_run means nothing without pages = true; take it out or add that"


def _source(table: dict[str, Any], line: int, beside: Path) -> Source | None:
    """The source a table declares, as far as its keys are sound; None where what it cannot be without is not."""
    sound = {key: value for key, value in table.items() if key in _KEYS and _KEYS[key][1](value)}
    if any(key not in sound for key in ("kind", *_NEEDED.get(sound.get("kind", ""), ("name",)))):
        return None
    if "path" in sound:
        sound["path"] = beside / Path(sound["path"]).expanduser()
    if "per_day" in sound:
        sound["per_day"] = tuple(sound["per_day"])
    if "hosts" in sound:
        sound["hosts"] = tuple(host.lower() for host in sound["hosts"])
    return Source(line=line, **sound)
