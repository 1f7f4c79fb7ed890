"""Why a phrase stands for the actor it stands for: the line of the dictionary, its dates, and what was not taken.

Belongs here: the reasons behind one look-up, for `dragoman actors find NAME`. Does not belong here: the look-up itself
(resolve.py), how the answer is printed (cli).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from pipeline.actors.dictionary import HYPHENS, Actor, ActorDictionary, Entry, Person, Tenure, case_fits, norm
from pipeline.actors.resolve import KIND_ORDER, Reader, read_phrase

KINDS = {
    "person": "name of a person",
    "surname": "surname",
    "agent": "role noun",
    "organisation": "organisation",
    "seat": "seat or body of a state",
    "media": "outlet",
    "country": "country",
    "adjective": "adjective of a country",
    "national": "people of a country",
    "capital": "capital",
    "region": "region",
    "learnt": "name given by a researcher",
    "prefix": "prefix of a country",
    "city": "city or province",
    "modifier": "attribute",
    "anaphor": "word for somebody named before",
    "stop": "name that is no actor",
}
MOST = 12  # alternatives told at most


@dataclass(frozen=True, slots=True)
class Alternative:
    """A line of the dictionary that was not taken. `where`: FILE:LINE. `why`: a clause, without a full stop."""

    name: str
    code: str
    what: str
    where: str
    since: date | None
    to: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One look-up. `office`: the person's office on the line used. `near`: names like it where nothing was found."""

    text: str
    day: date | None
    actor: Actor | None
    office: str
    alternatives: tuple[Alternative, ...]
    near: tuple[str, ...]


def explain(text: str, dictionary: ActorDictionary, day: date | None) -> Explanation:
    """Look a phrase up and say why it stands for whom it stands for."""
    reader, span = read_phrase(text, dictionary, day)
    actor = span.actor if span is not None else None
    office = ""
    seen: dict[tuple[str, str, str], Alternative] = {}
    for start, end, entry in _entries(reader):
        if entry.person is not None:
            for tenure, why in _tenures(reader, entry.person, actor):
                if actor is not None and tenure.entry == actor.entry:
                    office = tenure.office
                    continue
                role = tenure.role if len(tenure.country) == 3 else ""
                alternative = Alternative(
                    entry.person.name,
                    tenure.country + role,
                    tenure.office,
                    tenure.entry,
                    tenure.since,
                    tenure.to,
                    _not_matched(reader, start, end, entry) or why,
                )
                seen.setdefault((tenure.entry, alternative.code, tenure.office), alternative)
            continue
        if actor is not None and entry.entry == actor.entry:
            continue
        why = _not_matched(reader, start, end, entry) or _not_taken(reader, start, end, entry, actor)
        what = KINDS.get(entry.kind, entry.kind)
        alternative = Alternative(entry.name, entry.code + entry.role, what, entry.entry, entry.since, entry.to, why)
        seen.setdefault((entry.entry, alternative.code, what), alternative)
    near = () if actor is not None or seen else close_names(text, dictionary)
    return Explanation(text, day, actor, office, tuple(seen.values())[:MOST], near)


def close_names(text: str, dictionary: ActorDictionary, most: int = 5) -> tuple[str, ...]:
    """Names of the dictionary that are written much like `text`."""
    names = {norm(n).replace(" ", ""): n for n in (p.name for p in dictionary.persons.values())}
    names |= {norm(word): word for p in dictionary.persons.values() for word in p.alone}
    names |= {norm(n).replace(" ", ""): n for n in dictionary.countries.values()}
    close = get_close_matches(norm(text).replace(" ", ""), names, n=most, cutoff=0.75)
    return tuple(dict.fromkeys(names[key] for key in close))


def _entries(reader: Reader) -> Iterator[tuple[int, int, Entry]]:
    """Every entry whose words stand in the phrase, with its place, longest first at each place."""
    for start in range(reader.length):
        node = reader.dictionary.root.children.get(reader.norm(start))
        found: list[tuple[int, int, Entry]] = []
        end = start + 1
        while node is not None:
            found = [(start, end, e) for e in node.entries] + found
            if reader.norm(end) == "-":
                end += 1
            node = node.children.get(reader.norm(end)) if reader.norm(end) else None
            end += 1
        yield from found


def _not_matched(reader: Reader, start: int, end: int, entry: Entry) -> str:
    """Why the words do not give this entry at all; empty where they do."""
    texts = [reader.text(k) for k in range(start, end) if reader.text(k) not in HYPHENS]
    if entry.case and not case_fits(entry.case, texts):
        return "is written with other capitals"
    if entry.the and reader.norm(start - 1) != "the":
        return 'counts only after "the"'
    for k in range(start + 1):
        longer = reader.match(k)
        if longer is not None and longer.end >= end and (k, longer.end) != (start, end) and longer.end > start:
            if longer.end - k > end - start:
                return f'"{reader.plain(k, longer.end)}" is a longer name'
    return ""


def _not_taken(reader: Reader, start: int, end: int, entry: Entry, actor: Actor | None) -> str:
    """Why an entry that the words give is not the actor's line."""
    day = reader.day
    if day is not None and (
        (entry.since is not None and day < entry.since) or (entry.to is not None and entry.to < day)
    ):
        return f"did not hold on {day}"
    taken = reader.match(start)
    if taken is not None and taken.end == end and taken.entries and taken.kind != entry.kind:
        if KIND_ORDER[taken.kind] < KIND_ORDER[entry.kind]:
            return f"{KINDS[entry.kind]}: gives way to the {KINDS[taken.kind]} of that name"
    if entry.kind == "stop":
        return "this name stands for no actor"
    if entry.kind == "modifier":
        return {"former": "makes the role ELI", "opposition": "makes the role OPP"}.get(
            entry.subkind, "stands inside a phrase and says nothing of the role"
        )
    if entry.kind == "city":
        return "says only before a role noun whose the actor is"
    if actor is None:
        if taken is not None and reader.is_part_of_a_persons_name(taken):
            return "the words beside it make it another name (ambiguous.csv, given_names.txt)"
        return "stands for no actor on its own"
    if entry.code and entry.code == actor.country and entry.kind != "agent":
        return "says whose the actor is"
    if entry.kind == "agent":
        return "a role noun beside the one that decides"
    return "another word is the head of the phrase"


def _tenures(reader: Reader, person: Person, actor: Actor | None) -> Iterator[tuple[Tenure, str]]:
    """Offices of a person, latest first, each with why it was not the one taken."""
    day = reader.day
    for tenure in reversed(person.tenures):
        if day is not None and tenure.since is not None and day < tenure.since:
            why = f"begins after {day}"
        elif day is not None and tenure.to is not None and tenure.to < day:
            why = f"over on {day}"
        elif actor is None:
            why = "the words beside it, or a common surname alone, do not tell who is meant"
        elif actor.name == person.name:
            why = "held as well; another office says more" if day is not None else "no date given: the latest counts"
        elif day is None and tenure.to is not None:
            why = "no date given: who is in office counts"
        else:
            why = "another person of that name fits the title or the state better"
        yield tenure, why
