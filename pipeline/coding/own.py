"""Matching a researcher's patterns: by grammar where their slots say all, else by the order of the words.

Belongs here: what such a pattern needs beside the project's own matching: the words of a phrase, parts in the order of
the text, sides that the pattern does not name. It is a part of match.py's Matcher that stands alone, and uses its inner
methods. Not here: making patterns from a dictionary (researcher.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.coding.patterns import Part, Pattern, Slot
from pipeline.language.clauses import Clause
from pipeline.language.tree import Tree

if TYPE_CHECKING:
    from pipeline.coding.match import Match, Matcher, Party

# Where the target stands that a pattern does not name, the likeliest first. "in" and "by" are not there: a place and
# the agent of a passive are no targets.
OBJECTS = ("object", "recipient")
OBLIQUES = "with to against on upon for toward towards at from into onto over of about between among".split()
# "in" only says on whom a deed of force was done ("imposed a curfew in Peru"), codes from 14 on.
FORCE = "14"
# Roots that repeat the others by content: a verb with such a code speaks for the clause that it governs, and where its
# code says no more than the root, the two make one code (PETRARCH2's combinations: to ask + to withdraw).
OPERATORS = {"02": "APPEAL", "03": "INTENT", "10": "DEMAND", "12": "REFUSE", "13": "THREATEN"}
EVENT_SLOT = Slot(("object",), "EVENT")
SOURCE_SLOT = Slot(("agent",), "SOURCE")
# Labels of what hangs on a clause without belonging to it.
APART = ("parataxis", "acl:relcl")
NOUN_PHRASE = ("DT", "PRP$", "JJ", "CD", "NN", "VBN", "VBG", "POS")


def match_own(m: Matcher, pattern: Pattern, clause: Clause) -> list[Match] | None:
    """The match of a researcher's pattern; [] where it matches and says that there is no event, None where it does not
    match.
    """
    from pipeline.coding.match import Match  # match.py imports this module

    own = pattern.own
    assert own is not None
    if clause.kind != "verb" or not _verb_stands(m.tree, pattern, clause):
        return None
    if own.passive and not clause.passive:
        return None
    found = _by_slots(m, pattern, clause) if own.slotted else None
    if found is None and own.before is not None:
        found = _by_order(m, pattern, clause)
    if found is None:
        return None
    sources, targets, used = found
    if not pattern.code:
        m.silent |= used
        return []
    if own.swapped:
        sources, targets = targets, sources
    if own.back == pattern.code and len(sources) > 1 and not targets:
        targets = sources  # "A and B met": each the other
    operator = OPERATORS.get(pattern.code[:2])
    if operator:
        below = [t for t in m._arguments(EVENT_SLOT, pattern, clause, []) if t not in m.span_at]
        if inner := m._inner(below):
            if pattern.code[2:] == "0" and not own.back:
                return m._operate(replace(pattern, code=operator), clause, sources, targets, inner, used)
            used = used.union(*(match.used for match in inner))
    return [Match(pattern, clause, pattern.code, "", sources, targets, bool(own.back), None, used)]


def holds_phrase(tree: Tree, slot: Slot, t: int, words: set[str]) -> bool:
    """Whether one of the slot's phrases stands around token ``t``, whose own words are ``words``."""
    for phrase in slot.phrases:
        if len(phrase) == 1:
            if phrase[0] in words:
                return True
        elif slot.loose:
            if phrase[-1] in words and _all_below(tree, t, phrase[:-1]):
                return True
        elif any(_stands(tree, phrase, k) for k in range(t - len(phrase) + 1, t + 1)):
            return True
    return False


def _all_below(tree: Tree, t: int, words: Sequence[str]) -> bool:
    below = {form for k in tree.subtree(t) if k != t for form in (tree.lower[k], tree.lemma[k])}
    return all(word in below for word in words)


def _stands(tree: Tree, phrase: Sequence[str], at: int) -> bool:
    """Whether the phrase stands word for word from token ``at`` on."""
    if at < 0 or at + len(phrase) > tree.n:
        return False
    return all(word in (tree.lower[at + k], tree.lemma[at + k]) for k, word in enumerate(phrase))


def _verb_stands(tree: Tree, pattern: Pattern, clause: Clause) -> bool:
    """Whether the words that belong to a verb of several words stand with it."""
    own = pattern.own
    assert own is not None
    if not own.verb_before and not own.verb_after:
        return True
    if own.verb_before and not _stands(tree, own.verb_before, clause.head - len(own.verb_before)):
        return False
    if not own.verb_after or clause.lemma == "_".join((own.verb, *own.verb_after)):
        return True  # the particle, wherever it stands ("beefed the patrols up")
    return _stands(tree, own.verb_after, clause.head + 1)


# -- by grammar -------------------------------------------------------------------------------------------------------

_Found = tuple[list["Party"], list["Party"], set[int]]


def _by_slots(m: Matcher, pattern: Pattern, clause: Clause) -> _Found | None:
    bound = m._word_nouns(pattern, clause)
    used = {clause.head}
    sources: list[Party] = []
    targets: list[Party] = []
    skipped: set[int] = set()
    for slot in pattern.slots:
        fitting = [t for t in m._arguments(slot, pattern, clause, bound) if m._fits(slot, t)]
        if slot.filler in ("", "ANY"):
            if not fitting:
                return None
            (skipped if slot.filler else used).update(m._content(fitting))
            continue
        parties = m._parties(fitting, slot)
        if len(parties) < (2 if slot.filler == "BOTH" else 1):
            return None
        if slot.filler != "TARGET":
            sources = parties
        if slot.filler != "SOURCE":
            targets = parties
    return _with_defaults(m, pattern, clause, bound, sources, targets, used, skipped)


def _with_defaults(
    m: Matcher,
    pattern: Pattern,
    clause: Clause,
    bound: Sequence[int],
    sources: list[Party],
    targets: list[Party],
    used: set[int],
    skipped: set[int],
) -> _Found:
    """The sides that the pattern leaves open: who does it, and the first other actor among the verb's arguments."""
    own = pattern.own
    assert own is not None
    if own.source and not sources:
        tokens = [t for t in m._arguments(SOURCE_SLOT, pattern, clause, bound) if t not in skipped]
        sources = _others(targets, m._parties(tokens, SOURCE_SLOT))
        if not sources and own.verb_before:  # "Peru wire tapped": the parser may take the word before for the subject
            before = [t for t in m.span_at if t < clause.head]
            sources = _others(targets, m._parties(sorted(before)[-1:], SOURCE_SLOT))
    if own.target and not targets:
        targets = _target(m, pattern, clause, bound, sources, skipped)
    return sources, targets, used


def _target(
    m: Matcher, pattern: Pattern, clause: Clause, bound: Sequence[int], sources: list[Party], skipped: set[int]
) -> list[Party]:
    """The first actor among object and obliques; an oblique that is one goes before one that holds one ("with ties to
    Peru").
    """
    last = ("in",) if pattern.code >= FORCE else ()
    for roles, deep in ((OBJECTS, True), (OBLIQUES, False), (OBLIQUES, True), (last, True)):
        for role in roles:
            slot = Slot((role,), "TARGET")
            tokens = [t for t in m._arguments(slot, pattern, clause, bound) if t not in skipped]
            tokens = [t for t in tokens if deep or t in m.span_at]
            if targets := _others(sources, m._parties(tokens, slot)):
                return targets
    # "rejected the Peruvian offer": whose it is
    return _others(sources, [p for t in bound for p in m.party(t)])


def _others(sides: Sequence[Party], parties: Sequence[Party]) -> list[Party]:
    """The parties that stand elsewhere than ``sides`` and are not the same actors."""
    starts = {p.start for p in sides}
    codes = {p.actor.code for p in sides if p.actor and p.actor.code}
    return [p for p in parties if p.start not in starts and not (p.actor and p.actor.code in codes)]


# -- by the order of the words ----------------------------------------------------------------------------------------


def _by_order(m: Matcher, pattern: Pattern, clause: Clause) -> _Found | None:
    """The parts before and after the verb, found in their order among the words of the clause.

    Between two parts anything may stand unless they are joined. What stands first after the verb, and last before it,
    is taken; since joined parts are taken together, no other choice could do better.
    """
    own = pattern.own
    assert own is not None and own.before is not None
    order = _Order(m, clause)
    start, end = clause.head, clause.head + 1
    if own.verb_after and _stands(m.tree, own.verb_after, end):
        end += len(own.verb_after)
    position = end
    for number, unit in enumerate(_units(own.after)):
        beside = not number and unit[0].joined
        position = order.at(unit, position) if beside else order.after(unit, position)
        if position < 0:
            return None
    position = start - len(own.verb_before)
    for number, unit in enumerate(reversed(_units(own.before))):
        position = order.ahead(unit, position, beside=not number and own.joined)
        if position < 0:
            return None
    bound = [t for t in order.used if m.clauses.kind(t) == "noun"]
    used = {clause.head, *order.used}
    return _with_defaults(m, pattern, clause, bound, order.sources, order.targets, used, order.skipped)


def _units(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts, those together that stand side by side."""
    units: list[list[Part]] = []
    for part in parts:
        if part.joined and units:
            units[-1].append(part)
        else:
            units.append([part])
    return units


class _Order:
    """A walk through the words of one clause."""

    def __init__(self, m: Matcher, clause: Clause) -> None:
        self.m, self.clause = m, clause
        self.tokens = _own_tokens(m.tree, clause)
        self.sources: list[Party] = []
        self.targets: list[Party] = []
        self.skipped: set[int] = set()
        self.used: set[int] = set()

    def after(self, unit: Sequence[Part], position: int) -> int:
        """Where the unit ends that stands first from ``position`` on; -1 where none does."""
        for at in self.tokens:
            if at >= position and (end := self.at(unit, at)) > 0:
                return end
        return -1

    def ahead(self, unit: Sequence[Part], position: int, *, beside: bool = False) -> int:
        """Where the unit begins that stands last before ``position`` (``beside``: right before); -1 where none does."""
        for at in reversed(self.tokens):
            if at < position and (end := self.at(unit, at, position)) > 0 and (end == position or not beside):
                return at
        return -1

    def at(self, unit: Sequence[Part], at: int, limit: int | None = None) -> int:
        """Where the unit ends that begins at token ``at``, its sides taken note of; -1 for no such place."""
        position = at
        words: list[int] = []
        sides: list[tuple[str, list[int], list[Party]]] = []
        for part in unit:
            if part.filler:
                end, parties = self.side(part.filler, position)
                sides.append((part.filler, list(range(position, end)), parties))
            else:
                end = next((position + len(p) for p in part.phrases if _stands(self.m.tree, p, position)), -1)
                words += range(position, end)
            if end < 0 or (limit is not None and end > limit):
                return -1
            position = end
        for filler, tokens, parties in sides:
            if filler == "SKIP":
                self.skipped.update(tokens)
            if filler in ("SOURCE", "BOTH"):
                self.sources = parties
            if filler in ("TARGET", "BOTH"):
                self.targets = parties
        self.used.update(words)
        return position

    def side(self, filler: str, at: int) -> tuple[int, list[Party]]:
        """Where the actor (to be skipped: the noun phrase) ends that begins at ``at``, and who it is; -1 for none."""
        tree = self.m.tree
        if at >= tree.n:
            return -1, []
        span = self.m.span_at.get(at)
        if span is None and tree.tag[at] == "DT":
            span = self.m.span_at.get(at + 1)  # the article is no part of a name
        if span is not None and span.start in (at, at + 1):
            if filler == "SKIP":
                return span.end, []
            parties = self.m._parties([span.head], Slot(("object",), "TARGET"))
            if filler == "BOTH":
                return (max(span.end, *(p.end for p in parties)), parties) if len(parties) > 1 else (-1, [])
            return (span.end, parties) if parties else (-1, [])
        if filler != "SKIP":
            return -1, []
        end, last = at, -1
        while end < tree.n and tree.tag[end].startswith(NOUN_PHRASE):
            last = end + 1 if tree.tag[end].startswith("NN") else last
            end += 1
        return last, []


def _own_tokens(tree: Tree, clause: Clause) -> list[int]:
    """The words of a clause in order: below its verb and below its subject or object, without other sentences that hang
    there (relative clauses, the next of two coordinated verbs).
    """
    seen: set[int] = set()
    stack = [clause.head, *clause.roles.get("agent", []), *clause.roles.get("object", [])]
    while stack:
        t = stack.pop()
        if t in seen:
            continue
        seen.add(t)
        for k in tree.kids[t]:
            verb = tree.tag[k].startswith("VB")
            if k != clause.head and tree.dep[k] not in APART and not (tree.dep[k] == "conj" and verb):
                stack.append(k)
    return sorted(seen)
