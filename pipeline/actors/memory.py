"""What one article teaches about its actors: names met with a title, who was named last, which two parties it is about.

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

# actors that are a side of their own beside the state they are named with ("Colombia and the FARC")
APART = frozenset("REB SEP INS OPP UAF CRM REF".split())


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
    topic_before: Actor | None = None  # the topic that the latest topic replaced
    last_person: Actor | None = None
    thing: Actor | None = None  # latest country or organisation
    subject: Actor | None = None  # first country or organisation of the present sentence that no preposition governs
    subject_before: Actor | None = None  # the same of the sentence before
    met: bool = False  # the present sentence names a country or an organisation
    bodies: list[Actor] = field(default_factory=list)  # organisations, latest last
    plural: tuple[Actor, ...] = ()  # latest group, or members of a pair
    fresh: bool = True  # no person yet in the present sentence
    oblique: bool = False  # the topic stands after a preposition

    def sentence(self) -> None:
        """A new sentence begins."""
        self.fresh = True
        if self.subject is not None or self.met:
            self.subject_before = self.subject
        self.subject, self.met = None, False

    def learn(self, words: list[str], actor: Actor, surnames: tuple[str, ...] = ()) -> set[str]:
        """Remember a name as written and its surnames; returns the first words that now begin a learnt name."""
        firsts: set[str] = set()
        for name in [tuple(words), *((s,) for s in surnames)]:
            key = tuple(norm(w) for w in name if norm(w) not in ("", "-"))
            if not key:
                continue
            bucket = self.learnt.setdefault(key[0], [])
            others = [(k, a) for k, a in bucket if k != key or (a.name != actor.name and len(key) == 1)]
            bucket[:] = sorted([(key, actor), *others], key=lambda pair: -len(pair[0]))  # the latest first
            firsts.add(key[0])
        return firsts

    def party(self, actor: Actor) -> str:
        """Whom an actor stands for: its country; its own code where it has none or stands against its state."""
        return actor.code if not actor.country or actor.role[:3] in APART else actor.country

    def note_pair(self, first: Actor, second: Actor) -> None:
        """Two parties named side by side."""
        a, b = self.party(first), self.party(second)
        if a and b and a != b:
            key = (b, a) if (b, a) in self.pairs else (a, b)
            self.pairs[key] += 1
            self.last_pair = key

    def note(
        self,
        span: ActorSpan,
        *,
        is_person: bool,
        is_plural: bool,
        is_body: bool = False,
        plains: tuple[Actor | None, ...],
        oblique: bool = False,
        subject: bool = True,
    ) -> None:
        """Take a span into account.

        `plains` are the countries or organisations behind the actor and the others of its span (what `its` means);
        `oblique` says that a preposition governs the span, `subject` that it can be the subject of its clause.
        """
        actor = span.actor
        party = self.party(actor)
        plain = plains[0]
        for one, behind in zip((actor, *span.others), plains, strict=True):
            code = self.party(one)
            if code and one.kind != "anaphor":
                self.counts[code] += (
                    1 if oblique else 2
                )  # a country "in" which or "to" which something happens counts less
                if behind is not None:
                    self.parties[code] = behind
        if is_person:
            if self.fresh or self.topic is None or (self.oblique and subject):
                if self.topic is not None and self.topic.name != actor.name:
                    self.topic_before = self.topic
                self.topic, self.fresh, self.oblique = actor, False, not subject
            self.last_person = actor
            if party:
                self.speakers[party] = actor
        elif is_plural or span.others:
            self.plural = (actor, *span.others)
        if is_body or actor.kind in ("country", "capital", "organisation"):
            if is_body:  # "the Egyptian army said it": the army
                plain = actor
            self.thing, self.met = plain or actor, True
            if self.subject is None and subject:
                self.subject = self.thing
            if actor.kind == "organisation" and not actor.country:
                self.bodies = [b for b in self.bodies if b.name != actor.name] + [actor]
        if len(span.others) == 1:
            self.note_pair(actor, span.others[0])

    def country(self) -> str:
        """The only country that the article has named so far, else an empty string."""
        seen = {code[:3] for code in self.parties if self.parties[code].country}
        return next(iter(seen)) if len(seen) == 1 else ""

    def pair(self) -> tuple[str, str] | None:
        """The two parties that "both sides" means: the pair named together most, else the two most named."""
        states = [party for party in self.counts if party in self.parties]
        top = sorted(states, key=lambda p: -self.counts[p])[:2]  # the sort is stable: first named first
        best: tuple[str, str] | None = None
        score = 0
        for pair, times in self.pairs.items():
            if pair[0] not in self.parties or pair[1] not in self.parties:
                continue  # "families met the prime minister": no two sides
            value = 4 * times + min(self.counts[pair[0]], self.counts[pair[1]]) + (pair == self.last_pair)
            if value > score:
                best, score = pair, value
        if len(top) == 2 and (best is None or min(self.counts[p] for p in top) > score):
            first, second = (p for p in states if p in top)
            return first, second
        return best
