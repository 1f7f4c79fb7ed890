"""What is wrong with the files of the actor dictionary, line by line, for `dragoman actors check`.

Belongs here: what shows only when lines are seen together: offices that overlap, names that stand twice, names that
two lines claim for different codes. Not here: what one line alone shows (dictionary.py finds that while it reads).
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from pipeline.actors.dictionary import ActorDictionary, Entry, Node, Tenure, case_of, norm_name, split_name

# Offices that one person at a time holds in a state. Others (ambassador, lawmaker, adviser) may be held by many.
SOLE = frozenset(
    "president|prime minister|foreign minister|defence minister|finance minister|interior minister|king|queen|emir|"
    "sultan|chancellor|head of government|secretary of state|foreign secretary|external affairs minister|"
    "secretary of foreign affairs|taoiseach|premier|central bank governor|army chief|secretary of defense".split("|")
)
# A hand-over may take some weeks: acting holders, the oath after the appointment, months given without a day.
HANDOVER = timedelta(days=62)
RIVAL = re.compile(r"\brival\b|\bin exile\b|\bself-declared\b|\bacting\b|\bdisputed\b")
# Kinds of names of which only one should hold at a time; others give way by their kind (resolve.py).
NAMES = frozenset(["country", "capital", "seat", "organisation", "media", "region"])
LISTS = ("given_names.txt", "weak_surnames.txt", "shared_seats.txt", "stops.txt")
_PLACE = re.compile(r"^([\w.-]+?):(\d+)(?::\s*|$)")


class Problem(NamedTuple):
    """Something wrong in one line of the dictionary; as text ``FILE:LINE: what is wrong; what to do``."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def problems(folder: Path, today: date | None = None) -> list[Problem]:
    """Everything wrong with the dictionary in `folder`, in order of file and line; [] where it is clean.

    `today`: no office may begin later. Raises DictionaryError where there is no dictionary at all.
    """
    dictionary, faults = ActorDictionary.with_faults(folder)
    found: list[Problem] = []
    for fault in faults:
        place = _PLACE.match(fault)
        file, line = (place[1], int(place[2])) if place else ("countries.csv", 1)
        found.append(Problem(file, line, fault[place.end() :] if place else fault))
    found += overlapping(dictionary)
    found += same_names(dictionary)
    found += repeated(folder)
    found += future(dictionary, today or date.today())
    return sorted(set(found))


def at(where: str, text: str) -> Problem:
    """The problem at a place written FILE:LINE."""
    file, _, line = where.rpartition(":")
    return Problem(file or where, int(line) if line.isdigit() else 1, text)


def number(where: str) -> tuple[str, int]:
    """A place written FILE:LINE, as something to sort by."""
    file, _, line = where.rpartition(":")
    return file, int(line) if line.isdigit() else 0


def days(since: date | None, to: date | None) -> str:
    return f"{since or '…'} to {to or 'now'}"


def together(a: Tenure | Entry, b: Tenure | Entry, least: timedelta) -> bool:
    """Whether two spans of days share more than `least`."""
    begin = max(a.since or date.min, b.since or date.min)
    end = min(a.to or date.max, b.to or date.max)
    return end >= begin and end - begin > least


def surely(t: Tenure) -> Tenure:
    """The days on which an office is certainly held: a year without a month may mean its last day or its first."""
    since, to = t.since, t.to
    if since is not None and (since.month, since.day) == (1, 1):
        since = since.replace(month=12, day=31)
    if to is not None and (to.month, to.day) == (12, 31):
        to = to.replace(month=1, day=1)
    return Tenure(t.country, t.role, t.office, since, to, t.entry)


# -- offices -----------------------------------------------------------------------------------------------------------


def overlapping(dictionary: ActorDictionary) -> Iterator[Problem]:
    """Lines of one person that give the same office twice for the same days, and offices that only one person can
    hold but two hold for longer than a hand-over takes.
    """
    holders: dict[tuple[str, str], list[tuple[Tenure, str]]] = defaultdict(list)
    for person in dictionary.persons.values():
        own: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
        for t in person.tenures:
            own[t.country, t.office].append(t)
            if t.office in SOLE and len(t.country) == 3:
                holders[t.country, t.office].append((t, person.name))
        for (_, office), tenures in own.items():
            for earlier, later in _pairs(tenures):
                if together(earlier, later, timedelta(0)):
                    first, second = sorted((earlier.entry, later.entry), key=number)
                    text = f"{person.name} is {office} twice in {days(later.since, later.to)} (also {first})"
                    yield at(second, f"{text}; join the lines or mend the dates")
    for (country, office), held in holders.items():
        held.sort(key=lambda one: one[0].since or date.min)
        for k, (later, name) in enumerate(held):
            for earlier, before in held[:k]:
                if before != name and together(surely(earlier), surely(later), HANDOVER):
                    text = (
                        f"{name} is {office} of {country} from {later.since or '…'}, but {before} is until "
                        f"{earlier.to or 'now'} ({earlier.entry})"
                    )
                    yield at(later.entry, f"{text}; mend the dates, or call one office rival, acting or in exile")


def _pairs(tenures: list[Tenure]) -> Iterator[tuple[Tenure, Tenure]]:
    for k, later in enumerate(tenures):
        for earlier in tenures[:k]:
            yield earlier, later


def future(dictionary: ActorDictionary, today: date) -> Iterator[Problem]:
    """Offices that have not begun, and persons whose office ended before the press of the dictionary's years."""
    for person in dictionary.persons.values():
        for t in person.tenures:
            if t.since is not None and t.since > today:
                yield at(t.entry, f"{person.name} is {t.office} from {t.since}, which has not come; mend the year")
            if t.to is not None and t.to.year < 1945:
                yield at(t.entry, f"{person.name} is {t.office} until {t.to}; mend the year or remove the line")


# -- names -------------------------------------------------------------------------------------------------------------


def same_names(dictionary: ActorDictionary) -> Iterator[Problem]:
    """Names that stand for two codes at the same time, or twice for the same code on different lines."""
    for node in _nodes(dictionary.root):
        entries = sorted((e for e in node.entries if e.kind in NAMES), key=lambda e: number(e.entry))
        for k, later in enumerate(entries):
            for earlier in entries[:k]:
                if earlier.entry == later.entry or not together(earlier, later, timedelta(0)):
                    continue
                if len(earlier.case) != len(later.case) or earlier.the != later.the:
                    continue
                codes = [e.code + e.role for e in (earlier, later)]
                if codes[0] == codes[1]:
                    text = f"{later.name!r} has a name that stands at {earlier.entry} already with the same code"
                    yield at(later.entry, f"{text}; remove it from one of the two")
                elif earlier.kind == later.kind and _dated(earlier) == _dated(later):  # dated goes before undated
                    text = (
                        f"{later.name!r} ({codes[1]}) shares a name with {earlier.name!r} ({codes[0]}, {earlier.entry})"
                    )
                    yield at(later.entry, f"{text} for the same days; remove it from one, or date them apart")
        yield from _same_agents([e for e in node.entries if e.kind == "agent"])


def _dated(entry: Entry) -> bool:
    return entry.since is not None or entry.to is not None


def _same_agents(entries: list[Entry]) -> Iterator[Problem]:
    """Role nouns that stand twice; a plural that is another phrase too ("forces") is no fault."""
    for k, later in enumerate(entries):
        for earlier in entries[:k]:
            if earlier.entry != later.entry and earlier.plural == later.plural and not earlier.own:
                text = f"{later.name!r} stands at {earlier.entry} already"
                yield at(later.entry, f"{text}; remove one of the two lines")


def _nodes(node: Node) -> Iterator[Node]:
    open_ = [node]
    while open_:
        one = open_.pop()
        if one.entries:
            yield one
        open_ += one.children.values()


def repeated(folder: Path) -> Iterator[Problem]:
    """Aliases that stand twice on their line, and lines that stand twice in the lists of words."""
    for path in sorted(folder.glob("*.csv")):
        yield from _repeated_aliases(path)
    for name in LISTS:
        path = folder / name
        if not path.is_file():
            continue
        seen: dict[str, int] = {}
        for line, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            word = text.partition("#")[0].strip()
            if word and word in seen:
                yield Problem(name, line, f"{word!r} stands on line {seen[word]} already; remove one of the two")
            elif word:
                seen[word] = line


def _repeated_aliases(path: Path) -> Iterator[Problem]:
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8", errors="replace"), newline=""))
    header: list[str] = []
    try:
        for record in reader:
            if not record or record[0].lstrip().startswith("#"):
                continue
            if not header:
                header = [column.strip() for column in record]
                continue
            row = dict(zip(header, record, strict=False))
            names: list[str] = [row.get("name", "").strip()]
            names += [alias.strip(" +") for alias in row.get("aliases", "").split("|")]
            for twice in _twice(name for name in names if name):
                yield Problem(path.name, reader.line_num, f"{twice!r} stands twice on this line; remove one")
    except csv.Error:
        return  # reported by the reader of the file


def _twice(names: Iterable[str]) -> list[str]:
    """Names written twice; "U.N." beside "UN" is one too many as well: dots, accents and hyphens do not count. "Tepco"
    beside "TEPCO" is not, since capitals do.
    """
    seen: set[tuple[str, bytes]] = set()
    found = []
    for name in names:
        key = norm_name(name), case_of(split_name(name), True)
        if key in seen:
            found.append(name)
        seen.add(key)
    return found
