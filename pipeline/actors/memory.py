"""What one article teaches about its actors: names met with a title, who was spoken of last, which two parties face each other.

Belongs here: the state that `find` carries from sentence to sentence of one article.
Does not belong here: dictionary look-up, reading of tokens.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.actors.dictionary import norm

if TYPE_CHECKING:
    from pipeline.actors.dictionary import Actor, ActorSpan


@dataclass(slots=True)
class ActorMemory:
    """One article's memory. Make a fresh one for every article and pass it to each call of `find` in reading order."""

    learnt: dict[str, list[tuple[tuple[str, ...], Actor]]] = field(default_factory=dict)  # first word -> (words, actor)
    titles: dict[str, Actor] = field(default_factory=dict)  # "foreign minister" -> who was called so last
    counts: Counter[str] = field(default_factory=Counter)  # party -> mentions, in order of first mention
    parties: dict[str, Actor] = field(default_factory=dict)  # party -> its plain actor
    speakers: dict[str, Actor] = field(default_factory=dict)  # party -> last person who acts for it
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    last_pair: tuple[str, str] | None = None
    topic: Actor | None = None  # first person of the latest sentence that names one
    last_person: Actor | None = None
    thing: Actor | None = None  # latest country or organisation
    plural: tuple[Actor, ...] = ()  # latest group, or members of a pair
    fresh: bool = True  # no person yet in the present sentence

    def sentence(self) -> None:
        """A new sentence begins."""
        self.fresh = True

    def learn(self, words: list[str], actor: Actor, surnames: tuple[str, ...] = ()) -> set[str]:
        """Remember a name as written and its surnames; returns the first words that now begin a learnt name."""
        firsts: set[str] = set()
        for name in [tuple(words), *((s,) for s in surnames)]:
            key = tuple(norm(w) for w in name if norm(w) not in ("", "-"))
            if not key:
                continue
            bucket = self.learnt.setdefault(key[0], [])
            bucket[:] = [(k, a) for k, a in bucket if k != key] + [(key, actor)]
            bucket.sort(key=lambda pair: -len(pair[0]))
            firsts.add(key[0])
        return firsts

    def party(self, actor: Actor) -> str:
        """Whom an actor stands for: its country, or its own code where it has none."""
        return actor.country or actor.role

    def note_pair(self, first: Actor, second: Actor) -> None:
        """Two parties named side by side."""
        a, b = self.party(first), self.party(second)
        if a and b and a != b:
            key = (b, a) if (b, a) in self.pairs else (a, b)
            self.pairs[key] += 1
            self.last_pair = key

    def note(self, span: ActorSpan, *, is_person: bool, is_plural: bool, plain: Actor | None) -> None:
        """Take a span into account. `plain` is the country or organisation behind the actor, as `its` would mean it."""
        actor = span.actor
        party = self.party(actor)
        if party and actor.kind != "anaphor":
            self.counts[party] += 1
            if plain is not None:
                self.parties[party] = plain
        if is_person:
            if self.fresh or self.topic is None:
                self.topic, self.fresh = actor, False
            self.last_person = actor
            if party:
                self.speakers[party] = actor
        elif is_plural or span.others:
            self.plural = (actor, *span.others)
        elif actor.kind in ("country", "capital", "organisation"):
            self.thing = plain or actor
        for other in span.others:
            self.note_pair(actor, other)

    def pair(self) -> tuple[str, str] | None:
        """The two parties that "both sides" means: the pair named together most, else the two most named."""
        if self.pairs:
            best = max(self.pairs.values())
            if self.last_pair and self.pairs[self.last_pair] == best:
                return self.last_pair
            return next(pair for pair, count in self.pairs.items() if count == best)
        if len(self.counts) < 2:
            return None
        top = sorted(self.counts, key=lambda p: -self.counts[p])[:2]
        first, second = (p for p in self.counts if p in top)
        return first, second
