"""Dictionary files as text: which files a folder holds, of which kind they are, their lines without comments, dates.

Belongs here: what all three formats share. Does not belong here: the formats themselves (actors.py, verbs.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ACTORS, AGENTS, VERBS, OTHER = "actors", "agents", "verbs", "other"
MAX_FILE = 32 * 1024 * 1024  # bytes; the largest dictionaries in use have a few MB
MAX_LINE = 2000  # characters; longer ones are no dictionary lines
NULL = "---"  # the code that says: this is no actor, this is no event
DISCARD = "###"  # TABARI's code for "do not code this sentence"

_SKIPPED_NAMES = ("readme", "license", "licence", "changelog")
_SKIPPED_SUFFIXES = frozenset(".md .rst .py .json .xml .xlsx .csv .pdf .log .gz .zip .ini .tex .html".split())
_KINDS = (
    (OTHER, re.compile(r"discard|issue|project|options|preposition", re.I)),
    (AGENTS, re.compile(r"agent", re.I)),
    (VERBS, re.compile(r"verb|cameo\.\d", re.I)),
    (ACTORS, re.compile(r"actor", re.I)),
)
_AGENT_CODE = re.compile(r"\[(?:~\S*|\S*~)\s*\]")
_PATTERN_LINE = re.compile(r"^\s*-\s.*\*.*\[[^\]]*\]\s*$", re.M)
_DAY = re.compile(r"([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})")
_SLASHED = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something in a file that is not read; ``text`` says what it is and what to do."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its comment and the space around it; ``text`` is "" where it was blank."""

    number: int
    text: str
    comment: bool = False  # nothing but a comment stood there


def files(folder: Path) -> list[Path]:
    """The files of ``folder`` and below that are read as dictionaries, in the order of their names.

    Hidden files, notes (README, .md …) and files of other programs are passed over.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.name.lower()
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or name.startswith(_SKIPPED_NAMES) or path.suffix.lower() in _SKIPPED_SUFFIXES:
            continue
        if path.is_file():
            found.append(path)
    return found


def name_of(path: Path, folder: Path) -> str:
    """The name under which a file stands in problems and pattern ids: its path inside the folder.

    ">" joins the ids of patterns that work together, so it cannot stand in one.
    """
    return path.relative_to(folder).as_posix().replace(">", "_")


def text_of(path: Path) -> str:
    """The text of a file: UTF-8, or Latin-1 where it is not.

    Raises ValueError, one line that says what to do, for a file too large to be a dictionary.
    """
    if path.stat().st_size > MAX_FILE:
        raise ValueError(f"larger than {MAX_FILE >> 20} MB, not read; split it")
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def kind_of(name: str, text: str) -> str:
    """ACTORS, AGENTS or VERBS by a file's name, else by its text; OTHER for kinds that are not read, "" if unclear."""
    for kind, pattern in _KINDS:
        if pattern.search(name.rsplit("/", 1)[-1]):
            return kind
    head = text[:200_000]
    if _PATTERN_LINE.search(head) or re.search(r"^---\s.*---", head, re.M):
        return VERBS
    if _AGENT_CODE.search(head):
        return AGENTS
    return ACTORS if re.search(r"\[[A-Z]{3,}[^\]]*\]", head) else ""


def lines(text: str) -> Iterator[Line]:
    """Lines with their numbers, comments taken off: ``# …``, ``; …`` and ``<!-- … -->``, also over several lines.

    Inside square brackets nothing is a comment (``[###]`` is a code). Runs of blanks become one; a line longer than
    MAX_LINE keeps so much of its beginning that it can be seen to be too long.
    """
    inside = False
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        rest, kept, comment = raw[: 2 * MAX_LINE], "", False
        while True:
            if inside:
                comment = True
                end = rest.find("-->")
                if end < 0:
                    rest = ""
                    break
                rest, inside = rest[end + 3 :], False
            at = rest.find("<!--")
            if at < 0:
                break
            kept, rest, inside = kept + rest[:at], rest[at + 4 :], True
        whole = kept + rest
        text_ = _uncommented(whole)
        comment = comment or text_ != whole
        text_ = text_ if len(text_) > MAX_LINE else " ".join(text_.split())
        yield Line(number, text_, comment and not text_)


def _uncommented(text: str) -> str:
    if "#" not in text and ";" not in text:
        return text
    depth = 0
    for k, ch in enumerate(text):
        if ch == "[":
            depth += 1
        elif ch == "]":
            depth = max(0, depth - 1)
        elif ch in "#;" and (not depth or text.find("]", k) < 0):
            return text[:k]
    return text


def day(text: str, end: bool = False) -> date | None:
    """A day written YYMMDD, YYYYMMDD or DD/MM/YYYY; None for anything else.

    Two digits of the year from 30 on are 19xx, below 20xx. A month or day of 00 is the first of its span, with ``end``
    the last.
    """
    found = _DAY.fullmatch(text)
    if found:
        year, month, number = found.groups()
    else:
        found = _SLASHED.fullmatch(text)
        if not found:
            return None
        number, month, year = found.groups()
    y, m, d = int(year), int(month), int(number)
    if len(year) == 2:
        y += 1900 if y >= 30 else 2000
    try:
        if m == 0:
            return date(y, 12, 31) if end else date(y, 1, 1)
        if d == 0:
            first = date(y, m, 1)
            return date(y + m // 12, m % 12 + 1, 1) - timedelta(days=1) if end else first
        return date(y, m, d)
    except (ValueError, OverflowError):
        return None
