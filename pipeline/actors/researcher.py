"""A researcher's actors and agents as entries of the actor dictionary.

Belongs here: which kind of entry a name with its codes becomes, how it must be written in a text. Does not belong here:
the file formats (petrarch/), the choice between a researcher's entry and a built-in one (resolve.py: the researcher's
wins for the words it names, at the dates it is given for).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.actors.dictionary import ROLES, ActorDictionary, Entry, norm, plural_of, split_code, split_name
from pipeline.petrarch.actors import ActorRecord, AgentRecord, Phrase

_SMALL_WORDS = frozenset("of the and for de del la al el in on".split())
ADJECTIVES = ("ian", "ese", "ish")
# Kinds of built-in role nouns that a researcher's entry for the same words takes over.
_KEPT_KINDS = frozenset(["person", "title", "group", "body"])


def add(dictionary: ActorDictionary, actors: Sequence[ActorRecord], agents: Sequence[AgentRecord]) -> None:
    """Enter all records into ``dictionary``, each under the id ``file:line`` of its code."""
    for actor in actors:
        _add_actor(dictionary, actor)
    for agent in agents:
        _add_agent(dictionary, agent)
    dictionary.seen.clear()


def _add_actor(d: ActorDictionary, record: ActorRecord) -> None:
    name = shown(record.phrases[0])
    # Offices come with dates, bodies seldom do: who has a dated office is called like a person ("Mr. …", by surname).
    person = any(code.dated and any(_has_role(one) for one in code.codes) for code in record.codes)
    for code in record.codes:
        where = f"{record.file}:{code.line}"
        first = code.codes[0] if code.codes else ""
        country, role = split_code(first)
        kind = "stop" if not first else "country" if country and not role else "organisation"
        if len(code.codes) > 1:
            d.also[where] = code.codes[1:]
        if kind == "country":
            d.countries.setdefault(country, name)
        for number, phrase in enumerate(record.phrases):
            words = [piece for word in phrase.words for piece in split_name(word)]
            # one word alone needs its capital ("turkey" is no state); a role's name ("rebels") or several words do not
            alone = len(words) == 1 and first[:3] not in ROLES
            # among a state's synonyms are its adjectives, which share a noun: "Zorvanian and Peruvian diplomats"
            adjective = number and kind == "country" and len(words) == 1 and words[0].lower().endswith(ADJECTIVES)
            entry = Entry(
                "adjective" if adjective else kind,
                country,
                role,
                name,
                where,
                b"\x01" if alone else b"",
                subkind="person" if person and kind == "organisation" else "",
                since=code.since,
                to=code.to,
                own=True,
            )
            _enter(d, phrase, words, entry)


def _has_role(code: str) -> bool:
    country, role = split_code(code)
    return bool(country and role)


def _add_agent(d: ActorDictionary, record: AgentRecord) -> None:
    phrase = " ".join(record.phrase.words).lower()
    known = next((e for e in d.lookup(phrase) if e.kind == "agent" and not e.own), None)
    subkind = "group" if record.plurals == () else "person"
    if known is not None and known.subkind in _KEPT_KINDS:
        subkind = known.subkind
    where = f"{record.file}:{record.line}"
    role = record.codes[0] if record.codes else ""
    if len(record.codes) > 1:
        d.also[where] = record.codes[1:]
    if record.before and role:
        d.in_front[where] = role
    plurals = [(p, True) for p in (regular_plural(record.phrase) if record.plurals is None else record.plurals)]
    # a form without a plural of its own that looks like one ("troops") is one
    alone = record.plurals == () and (known.plural if known is not None else phrase.endswith("s"))
    for form, plural in [(record.phrase, alone), *plurals]:
        words = [piece for word in form.words for piece in split_name(word)]
        kind = "agent" if role else "stop"
        entry = Entry(kind, "", role, phrase, where, b"", subkind=subkind, plural=plural, own=True)
        _enter(d, form, words, entry)


def regular_plural(phrase: Phrase) -> tuple[Phrase, ...]:
    """The phrase with its last word in the plural, none where it ends in -s already ("forces")."""
    last = phrase.runs[-1][-1]
    if last.lower().endswith("s") and not last.lower().endswith("ss"):
        return ()
    return (Phrase((*phrase.runs[:-1], (*phrase.runs[-1][:-1], plural_of(last.lower()))), phrase.line),)


def _enter(d: ActorDictionary, phrase: Phrase, words: list[str], entry: Entry) -> None:
    if not any(norm(word) for word in words):
        return
    d.add(" ".join(words), entry, words)
    if len(phrase.runs) > 1:
        runs = tuple(tuple(k for w in run for p in split_name(w) if (k := norm(p))) for run in phrase.runs)
        runs = tuple(run for run in runs if run)
        if len(runs) > 1:
            d.gapped.setdefault(runs[0][0], []).append((runs, entry))


def shown(phrase: Phrase) -> str:
    """The name as tables show it: written in capitals it becomes "Isle of Zorva", short single names stay ("UNO")."""
    words = list(phrase.words)
    if any(not word.isupper() for word in words) or (len(words) == 1 and len(words[0]) <= 3):
        return " ".join(words)
    low = [word.lower() for word in words]
    return " ".join(w if k and w in _SMALL_WORDS else _capital(w) for k, w in enumerate(low))


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
