"""The actor and agent formats: names with dated codes, role nouns with the code that they add to an actor's.

Belongs here: lines to records, with a problem for every line that is not read. Does not belong here: the entries that
are made of them (actors/researcher.py).

Source: PETRARCH documentation, "Actor Dictionary" and "Agent Dictionary"; several codes with dates on the name's own
line and several actors under one name (``[GBR/FRA]``) are TABARI's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from pipeline.petrarch.source import DISCARD, MAX_LINE, NULL, Problem, day, lines

Report = Callable[[int, str], None]
MAX_SUBSTITUTIONS = 500  # phrases that the markers of one line may stand for
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_CODE = re.compile(r"[A-Z]{3,24}")  # what an actor code is in Dragoman's tables
_MARKER = re.compile(r"!([^!\s]+)!")
_SUBSTITUTION = re.compile(r"!([^!\s]+)!\s*=(.*)")
_AGENT = re.compile(r"(?P<phrase>[^{}\[\]]*?)\s*(?P<plural>\{[^{}]*\})?\s*\[(?P<code>[^\[\]]*)\]\s*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name: runs of words that stand side by side; between two runs other words may stand."""

    runs: tuple[tuple[str, ...], ...]
    line: int

    @property
    def words(self) -> tuple[str, ...]:
        """All words in their order."""
        return tuple(word for run in self.runs for word in run)


@dataclass(frozen=True, slots=True)
class DatedCode:
    """What a name stands for: ``codes`` (one, several with "/", none for the null code) from ``since`` to ``to``,
    both included; None is open.
    """

    codes: tuple[str, ...]
    since: date | None
    to: date | None
    line: int

    @property
    def dated(self) -> bool:
        """Whether it holds for a part of time only."""
        return self.since is not None or self.to is not None


@dataclass(slots=True)
class ActorRecord:
    """A name, its synonyms and its codes; the first code that holds at a day is the one, dated before undated."""

    file: str
    line: int
    phrases: list[Phrase] = field(default_factory=list)
    codes: list[DatedCode] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AgentRecord:
    """A role noun. ``plurals``: its plural forms, None where the regular one is made. ``codes``: what it adds to an
    actor's code, ``before``: in front of it (``[NGO~]``) and not behind.
    """

    file: str
    line: int
    phrase: Phrase
    plurals: tuple[Phrase, ...] | None
    codes: tuple[str, ...]
    before: bool


def phrase_of(text: str, line: int) -> Phrase | None:
    """``NORTH_ISLAND PARTY_`` as runs of words; None where no word is left."""
    runs = []
    for part in text.split():
        run = tuple(word for word in part.split("_") if any(ch.isalnum() for ch in word))
        if run:
            runs.append(run)
    return Phrase(tuple(runs), line) if runs else None


def read_actors(text: str, file: str) -> tuple[list[ActorRecord], list[Problem]]:
    """The records of an actor file, and what could not be read of it."""
    records: list[ActorRecord] = []
    problems: list[Problem] = []
    record: ActorRecord | None = None

    def report(number: int, what: str) -> None:
        problems.append(Problem(file, number, what))

    for line in lines(text):
        if not line.text:
            continue
        if len(line.text) > MAX_LINE:
            report(line.number, f"longer than {MAX_LINE} characters, left out; one name a line")
            continue
        if line.text.startswith("["):
            if record is None:
                report(line.number, "a code before the first name, left out; put it below its name")
                continue
            _codes(line.text, line.number, record, report)
            continue
        name, _, rest = line.text.partition("[")
        synonym = name.startswith("+")
        phrase = phrase_of(name.lstrip("+ "), line.number)
        if phrase is None:
            report(line.number, f"no name in {line.text[:40]!r}, left out; write NAME_OF_ACTOR [CODE]")
            continue
        if _foreign(name):
            report(line.number, f"{name.strip()[:40]!r} holds signs that no name has, left out; use letters and _")
            if not synonym:
                record = None
            continue
        if synonym and record is None:
            report(line.number, "a synonym (+) without a name above it, left out; begin with the name itself")
            continue
        if synonym:
            assert record is not None
            record.phrases.append(phrase)
            if rest:
                report(line.number, "a synonym takes the codes of its name, this one's are left out; give it a line")
            continue
        record = ActorRecord(file, line.number, [phrase])
        records.append(record)
        if rest:
            _codes("[" + rest, line.number, record, report)
    for one in records:
        if not one.codes:
            report(one.line, f"{' '.join(one.phrases[0].words)[:40]!r} has no code that is read; write [CODE] after it")
    return [one for one in records if one.codes], problems


def _foreign(name: str) -> bool:
    return any(ch in "{}[]<>=*$%^~|!" for ch in name)


def _codes(text: str, number: int, record: ActorRecord, report: Report) -> None:
    """``[CODE1 <date][CODE2 date-date][CODE3 >date]``, also several in one pair of brackets."""
    rest = _BRACKETS.sub("", text)
    if rest.strip():
        report(number, f"{rest.strip()[:40]!r} beside the codes is not read; codes stand in [ ], comments after # or ;")
    for inner in _BRACKETS.findall(text):
        codes = _bracket(inner, number)
        if isinstance(codes, str):
            report(number, codes)
        else:
            record.codes += codes


def _bracket(inner: str, number: int) -> list[DatedCode] | str:
    """The dated codes of one pair of brackets, or why none of them is read."""
    found: list[DatedCode] = []
    inner = re.sub(r"(?<=[<>])\s+|(?<=[0-9])\s*-\s*(?=[0-9])", lambda m: m[0].strip(), inner)
    code: tuple[str, ...] | None = None
    for token in inner.replace("(", " ").replace(")", " ").split():
        if token in ("/", ","):
            continue
        if (token[0] in "<>-" and token != NULL) or token[0].isdigit():
            span = _restriction(token)
            if span is None or code is None:
                return f"{token[:30]!r} is no restriction, its [ ] is left out; write <YYMMDD, >YYMMDD or YYMMDD-YYMMDD"
            if found and found[-1].codes == code and not found[-1].dated:
                found.pop()  # its code, entered when it had no date yet
            found.append(DatedCode(code, *span, number))
            continue
        code = _actor_codes(token.rstrip(","))
        if code is None:
            return _code_problem(token)
        found.append(DatedCode(code, None, None, number))
    return found or "empty brackets; write [CODE], or [---] for a name that is no actor"


def _actor_codes(token: str) -> tuple[str, ...] | None:
    """``USAGOV``, ``GBR/FRA``, ``---``: the codes, () for the null code, None where it is no code."""
    if token == NULL:
        return ()
    parts = token.strip("/").split("/")
    return tuple(parts) if len(parts) <= 12 and all(_CODE.fullmatch(part) for part in parts) else None


def _code_problem(token: str) -> str:
    if token == DISCARD:
        return "[###] (do not code the sentence) is not read; a name that is no actor takes [---]"
    return f"{token[:30]!r} is no actor code; codes are 3 to 24 capital letters, several are joined by /"


def _restriction(token: str) -> tuple[date | None, date | None] | None:
    if token[0] in "<>":
        found = day(token[1:], end=token[0] == "<")
        if found is None:
            return None
        return (None, found) if token[0] == "<" else (found, None)
    first, dash, last = token.partition("-")
    since, to = day(first), day(last, end=True)
    return (since, to) if dash and since and to and since <= to else None


def read_agents(text: str, file: str) -> tuple[list[AgentRecord], list[Problem]]:
    """The records of an agent file, substitution sets written out, and what could not be read of it."""
    problems: list[Problem] = []
    sets: dict[str, tuple[str, ...]] = {}
    bodies: list[tuple[int, str]] = []

    def report(number: int, what: str) -> None:
        problems.append(Problem(file, number, what))

    for line in lines(text):
        if not line.text:
            continue
        if len(line.text) > MAX_LINE:
            report(line.number, f"longer than {MAX_LINE} characters, left out; one role noun a line")
            continue
        found = _SUBSTITUTION.fullmatch(line.text)
        if not found:
            bodies.append((line.number, line.text))
            continue
        words = tuple(dict.fromkeys(w for w in (w.strip().replace(" ", "_") for w in found[2].split(",")) if w))
        if not words or any("!" in word for word in words):
            report(line.number, "a set of words is written !NAME! = WORD, WORD; this one is left out")
        else:
            sets[found[1]] = words
    records: list[AgentRecord] = []
    for number, body in bodies:
        records += _agents(number, body, sets, file, report)
    return records, problems


def _agents(number: int, body: str, sets: dict[str, tuple[str, ...]], file: str, report: Report) -> list[AgentRecord]:
    found = _AGENT.fullmatch(body)
    if not found or _foreign(found["phrase"].replace("!", "")):
        report(number, f"{body[:40]!r} is no role noun; write PHRASE {{PLURAL}} [~CODE]")
        return []
    code = found["code"].strip()
    codes = _actor_codes(code.strip("~"))
    if code == NULL:
        codes = ()
    elif codes is None or "~" in code.strip("~") or (code.startswith("~") and code.endswith("~")):
        report(number, f"{code[:30]!r} is no agent code; write [~CODE] (added behind) or [CODE~] (in front)")
        return []
    elif "~" not in code:
        report(number, f"[{code[:30]}] has no ~ and is read as [~{code[:30]}]; write it so")
    missing = [name for name in _MARKER.findall(found["phrase"]) if name not in sets]
    if missing:
        report(number, f"!{missing[0][:30]}! is not defined in this file; add a line !{missing[0][:30]}! = WORD, WORD")
        return []
    phrases = [found["phrase"]]
    marked = _MARKER.search(found["phrase"]) is not None
    while any(_MARKER.search(phrase) for phrase in phrases):
        longer = []
        for phrase in phrases:
            marker = _MARKER.search(phrase)
            assert marker is not None
            longer += [phrase[: marker.start()] + word + phrase[marker.end() :] for word in sets[marker[1]]]
        if len(longer) > MAX_SUBSTITUTIONS:
            report(number, f"its sets stand for more than {MAX_SUBSTITUTIONS} phrases, left out; use smaller sets")
            return []
        phrases = longer
    if "!" in phrases[0]:
        report(number, f"a lone ! in {body[:40]!r}, left out; a set of words is written !NAME!")
        return []
    plurals: tuple[Phrase, ...] | None = None
    if found["plural"] is not None:
        given = re.split(r"[,\s]+", found["plural"][1:-1].strip())
        plurals = tuple(p for p in (phrase_of(word, number) for word in given) if p is not None)
    elif marked:
        plurals = ()  # a set lists its plurals itself
    whole = [p for p in (phrase_of(phrase, number) for phrase in phrases) if p is not None]
    if not whole:
        report(number, f"no words in {body[:40]!r}, left out; write PHRASE {{PLURAL}} [~CODE]")
    return [AgentRecord(file, number, phrase, plurals, codes or (), code.endswith("~")) for phrase in whole]
