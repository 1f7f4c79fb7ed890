"""What the coder makes of one text, step by step, for the person who edits patterns (`dragoman patterns test`).

Belongs here: asking every step of the coder (scan, parse, actors, patterns, operators, status) what it decided and
wording why. Not here: any decision (coder.py, match.py, modality.py), how it looks (pipeline/render.py). Nothing of
this runs while articles are coded.

The answer is plain data (mappings, lists, texts), ready for JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from difflib import get_close_matches
from typing import Any

from pipeline.actors.memory import ActorMemory
from pipeline.actors.resolve import find
from pipeline.coding.coder import Coder, Mention, Reading, Sentence, Text, is_aim, once_each, usable
from pipeline.coding.match import Match, Party
from pipeline.coding.modality import Status
from pipeline.coding.patterns import Pattern, Slot
from pipeline.language.clauses import Clause
from pipeline.language.sentences import unwrap

SHOWN_WORDS = 4  # of a class, in a reason
AUXILIARY = frozenset("be have do will would can could may might shall should must".split())

Row = dict[str, Any]


def trace(
    coder: Coder, text: str, published: date | None = None, source: str | None = None, target: str | None = None
) -> list[Row]:
    """One row a sentence of ``text``: its mentions, clauses with every pattern tried, actors, and where it stopped.

    ``published`` dates the text; ``source`` and ``target`` are its two actors, as in ``Coder.code``.
    """
    item = Text(unwrap(text), None, published, None, source, target)
    memory = ActorMemory()
    rows = []
    for sentence in coder.cut(0, item):
        doc = coder.nlp(coder.make_doc(item.text[sentence.start : sentence.end]))
        if source is not None or target is not None:
            mentions = coder.code(item.text, published=published, source_text=source, target_text=target)
            rows.append(_row(coder, coder.read_given(doc, item), sentence, item, memory, mentions))
        elif sentence.wanted:
            rows.append(_row(coder, coder.read(doc, published, memory), sentence, item, memory))
        else:
            find(coder.make_doc(doc.text), coder.actors, published, memory)
            reading = coder.read(doc, published)
            clauses = [found for i in range(len(doc)) if (found := _unknown(coder, reading, i))]
            stopped = _unscanned(coder, doc.text)
            row: Row = {"sentence": doc.text, "mentions": [], "stopped": stopped, "clauses": clauses}
            rows.append(row | {"actors": _actors(reading), "parse": _parse(reading)})
    return rows


def _row(
    coder: Coder,
    reading: Reading,
    sentence: Sentence,
    item: Text,
    memory: ActorMemory,
    given: list[Mention] | None = None,
) -> Row:
    told: dict[int, list[Mention]] = {}

    def tell(match: Match) -> list[Mention]:
        if id(match) not in told:
            told[id(match)] = coder.tell(reading, match, sentence, item, memory)
        return told[id(match)]

    matcher = reading.matcher
    found = matcher.everything()
    kept = matcher.sentence(lambda match: bool(tell(match))) if given is None else []
    mentions = once_each([m for match in kept for m in tell(match)]) if given is None else given
    clauses = []
    for i in range(reading.tree.n):
        if i in found or matcher.indexed(i):
            clauses.append(_clause(coder, reading, i, found.get(i, [])))
            for match, row in zip(found.get(i, []), clauses[-1]["matches"], strict=True):
                if given is None:
                    row["outcome"] = _outcome(coder, reading, match, match in kept, tell(match), mentions, found)
                else:
                    won = any(m.pattern_id == match.chain() for m in mentions)
                    row["outcome"] = "the relation between the two actors" if won else "another predicate says more"
        elif row := _unknown(coder, reading, i):
            clauses.append(row)
    row = {
        "sentence": reading.doc.text,
        "mentions": [_mention(coder, m, item.text) for m in mentions],
        "stopped": "" if mentions else _stopped(coder, reading, found),
        "clauses": clauses,
        "actors": _actors(reading),
        "parse": _parse(reading),
    }
    if given and not any(m.pattern_id == match.chain() for m in given for ms in found.values() for match in ms):
        row["guess"] = "no pattern fits whole: the plainest line of the predicate nearest to the two actors is a guess"
    return row


# -- clauses and patterns ----------------------------------------------------------------------------------------------


def _clause(coder: Coder, reading: Reading, i: int, matches: Sequence[Match]) -> Row:
    clause = reading.clauses.clause(i)
    assert clause is not None
    return {
        "predicate": reading.doc[i].text,
        "kind": clause.kind,
        "lemma": clause.lemma,
        "carried_by": reading.doc[clause.verb].text if clause.kind == "noun" and clause.verb >= 0 else "",
        "passive": clause.passive,
        "arguments": {role: [_phrase(reading, t) for t in tokens] for role, tokens in clause.roles.items()},
        "matches": [_match(coder, reading, match) for match in matches],
        "tried": list(_tried(reading, clause, matches)),
    }


def _match(coder: Coder, reading: Reading, match: Match) -> Row:
    status = coder.status(reading, match.clause)
    code, _, polarity, modality = coder.tense(match, status)
    row: Row = {
        "code": code,
        "name": coder.ontology[code].name,
        "pattern": match.chain(),
        "text": match.pattern.text,
        "source": [_party(reading, p) for p in match.sources],
        "target": [_party(reading, p) for p in match.targets],
        "polarity": polarity,
        "modality": modality,
        "because": _because(coder, reading, match.clause, status),
        "derived": _derived(coder, match),
        "outcome": "",
    }
    if code != match.code:
        operator = "refuse" if code[:2] == "12" else "intent"
        row["derived"].append(
            f"{match.code} told as to come is {code}: {_looked_up(coder, operator.upper(), match.code)}"
        )
    if modality != status.modality and modality in ("requested", "threatened", "planned"):
        row["because"].append(f"{modality}: every {code[:2]}x is")
    return row


def _derived(coder: Coder, match: Match) -> list[str]:
    """What each operator of a chain makes of the code under it, innermost first."""
    if match.inner is None:
        if match.pattern.is_operator:
            return [f"{match.pattern.code} over a clause without a code is {match.code} (derived.csv, row *)"]
        return []
    steps = _derived(coder, match.inner)
    operator = match.pattern.code
    if operator == "DO":
        return [*steps, f"DO leaves {match.code} as it is: who orders a deed does it"]
    basis = match.deed or match.inner.deed or match.inner.code
    if match.code == match.inner.code:
        return [*steps, f"{operator} over {basis} stays {match.code}"]
    return [*steps, f"{operator} over {basis} is {match.code}: {_looked_up(coder, operator, basis)}"]


def _looked_up(coder: Coder, operator: str, code: str) -> str:
    row = next((code[:cut] for cut in range(len(code), 1, -1) if code[:cut] in coder.book.derived), "*")
    if not coder.book.derive(operator, code):
        row = "*"
    return f"derived.csv, row {row}, column {operator.lower()}"


def _tried(reading: Reading, clause: Clause, matches: Sequence[Match]) -> Iterator[Row]:
    """Every pattern of the predicate in the order of trial, and what became of it."""
    matcher = reading.matcher
    winners = {match.pattern.pattern_id for match in matches}
    won = False
    for pattern in matcher.candidates(clause):
        row: Row = {"pattern": pattern.pattern_id, "code": pattern.code, "text": pattern.text}
        row |= {"fits": False, "lacks": False, "why": ""}
        if pattern.pattern_id in winners:
            won = True
            yield row | {"fits": True, "why": "wins"}
        elif (words := matcher.lacking(pattern)) is not None:
            slot = next((s for s in pattern.slots if s.words and _tails(s) == words), None)
            yield row | {"lacks": True, "why": f"needs {_listed(slot, words)}; the sentence has none"}
        elif matcher.fit(pattern, clause):
            why = "fits, but a more specific line won" if won else "fits, but an operator says more"
            if clause.head in matcher.silent:
                why = "fits, but your own dictionary says that this predicate tells of no event"
            yield row | {"fits": True, "why": why}
        elif pattern.own:
            why = "says that there is no event" if not pattern.code else "its words or actors do not stand so"
            yield row | {"why": why}
        else:
            yield row | {"why": _failed(reading, clause, pattern)}


def _tails(slot: Slot) -> frozenset[str]:
    return frozenset(word.rsplit("_", 1)[-1] for word in slot.words)


def _failed(reading: Reading, clause: Clause, pattern: Pattern) -> str:
    """Why the pattern did not fit, after Matcher.fit has said no."""
    failed = reading.matcher.failed
    if failed is None or not any(failed[0] is slot for slot in pattern.slots):
        return "a passive without an agent is nobody's own plan" if clause.passive else "derived.csv gives it no code"
    slot, why, tokens = failed
    stands = ", ".join(f"“{_phrase(reading, t)}”" for t in dict.fromkeys(tokens))
    place = _place(slot)
    if why == "forbidden":
        return f"forbidden: {slot.text.strip('[]')} ({stands})"
    if why == "no event":
        return "no EVENT: " + (f"{stands} has no code of its own" if tokens else f"nothing {place} that could be one")
    if why == "no host":
        return f"no HOST: {stands} is no place, state or organisation" if tokens else f"no HOST: nothing {place}"
    if why == "no two actors":
        return f"no BOTH: not two known actors in {stands}" if tokens else f"no BOTH: nothing {place}"
    if why == "an event":
        return f"no {slot.filler}: {stands} is a deed, and this code is done to people"
    name = slot.filler or "word"
    if why == "no word" and tokens:
        return f"{place} needs {_listed(slot, slot.words)}; there is {stands}"
    if why == "no word":
        return f"nothing {place}: needs {_listed(slot, slot.words)}"
    if why == "no actor" and slot.role_codes and tokens:
        return f"no {name} with the role {'|'.join(sorted(slot.role_codes))}: {stands}"
    if why == "no actor" and tokens:
        return f"no {name}: {stands} is no known actor" + (f" or none of {slot.text}" if slot.words else "")
    return f"no {name}: nothing {place}"


def _place(slot: Slot) -> str:
    names = {"agent": "as agent (before the predicate)", "object": "as object", "mod": "as modifier (mod)"}
    return names.get(slot.roles[0]) or f"after {'|'.join(slot.roles)}"


def _listed(slot: Slot | None, words: frozenset[str]) -> str:
    """A slot's words as a reason has them: its own text where that is a class, else the words."""
    written = slot.text.strip("![]") if slot is not None else ""
    some = sorted(words)[:SHOWN_WORDS]
    rest = f", … ({len(words)} words)" if len(words) > SHOWN_WORDS else ""
    listed = ("one of: " if len(words) > 1 else "") + ", ".join(some) + rest
    return f"{written} ({listed})" if "@" in written else listed


def _phrase(reading: Reading, t: int) -> str:
    """The words of an argument, cut where they are many."""
    tokens = sorted(reading.tree.subtree(t))
    first = next(k for k in tokens if reading.tree.dep[k] not in ("case", "punct", "det", "mark") or k == t)
    last = next(k for k in reversed(tokens) if reading.tree.dep[k] != "punct" or k == t)
    text = str(reading.doc[first : last + 1].text)
    if len(text) <= 40:
        return text
    return str(reading.doc[t].text) if t - first > 5 else text[:38].rpartition(" ")[0] + " …"


# -- what became of a match --------------------------------------------------------------------------------------------


def _outcome(
    coder: Coder,
    reading: Reading,
    match: Match,
    kept: bool,
    told: list[Mention],
    mentions: list[Mention],
    found: dict[int, list[Match]],
) -> str:
    """Why a match makes a mention, or makes none."""
    if kept and any(m in mentions for m in told):
        return "a mention" if len(told) == 1 else f"{len(told)} mentions"
    if kept and told:
        return "no mention: another of the same two sides in this sentence says the same or more"
    head = match.clause.head
    over = next((o for i, matches in found.items() if i != head for o in matches if head in o.used), None)
    if over is not None:
        return f"no mention of its own: part of {over.code} at “{reading.doc[over.clause.head].text}”"
    if told:
        return "no mention of its own: what a protest demands is part of the protest"
    if is_aim(reading.tree, match) and "03" <= match.code[:2] <= "08":
        return "no mention: only the aim of another deed"
    quoted = [p.actor.name for p in [*match.sources, *match.targets] if p.actor is not None and not usable(p)]
    if quoted:
        return f"no mention: {', '.join(quoted)} only reports, it does not act"
    sides = [bool(match.sources), bool(match.targets)]
    if not any(sides):
        return "no mention: no actor on either side"
    if not all(sides):
        return f"no mention: no {'target' if sides[0] else 'source'}, and {match.code} alone says too little"
    return "no mention: both sides are one actor, or no side has a country"


def _stopped(coder: Coder, reading: Reading, found: dict[int, list[Match]]) -> str:
    """The first step that kept a parsed sentence from giving a mention."""
    matcher = reading.matcher
    known = [i for i in range(reading.tree.n) if matcher.indexed(i)]
    if not reading.spans:
        return "actors: the sentence names no known actor (seeds/actors)"
    if not known:
        return "predicates: no pattern has any of the sentence's verbs or nouns as its predicate"
    if not found and matcher.silent:
        return "own dictionaries: a [---] there says that the predicate tells of no event"
    if not found:
        return "patterns: lines of these predicates were tried, and none fits"
    return "sides: a line fits, but what it says is too little for a mention (see what became of it)"


def _unscanned(coder: Coder, sentence: str) -> str:
    """Why the scan, which needs no parse, passed a sentence over."""
    words = coder.scan(sentence)
    if len(words) < 3:
        return "scan: fewer than three words"
    if not any(coder.is_trigger(word) for word in words):
        return "scan: no word is a form of any predicate (no trigger word)"
    return "scan: no capital letter after the first word and no known actor word (seeds/actors)"


def _unknown(coder: Coder, reading: Reading, i: int) -> Row | None:
    """A verb or a noun with an actor of its own that heads no pattern, with the predicates nearest to it."""
    kind = reading.clauses.kind(i)
    if reading.matcher.indexed(i):
        return None
    if kind == "verb":
        lemma = reading.clauses.lemma(i)
    elif kind == "noun" and i not in reading.matcher.span_at and _is_told(reading, i):
        lemma = reading.clauses.base("noun", i)
    else:
        return None
    if lemma in AUXILIARY:
        return None
    others = [k for k in ("verb", "noun", "adjective") if k != kind and coder.book.is_predicate(k, lemma)]
    near = get_close_matches(lemma, [w for k, w in coder.book.index if k == kind], 3, 0.75)
    return {
        "predicate": reading.doc[i].text,
        "kind": kind,
        "lemma": lemma,
        "unknown": f"no pattern has the {kind} {lemma!r}"
        + (f"; as {' and '.join(others)} it is one" if others else "")
        + (f"; nearest: {', '.join(near)}" if near else ""),
    }


def _is_told(reading: Reading, i: int) -> bool:
    """Whether a noun may stand for a deed: it has an actor, or is the root (a verb may have been taken for a noun)."""
    if reading.tree.head[i] == i:
        return True
    kids = reading.tree.children(i, "nmod:poss", "nmod", "amod", "compound")
    return any(k in reading.matcher.span_at for k in kids)


# -- truth, actors, mentions -------------------------------------------------------------------------------------------


def _because(coder: Coder, reading: Reading, clause: Clause, status: Status) -> list[str]:
    """Which words make a deed negated, planned …: those without which it would not be read so."""
    out = []
    if status.polarity != "affirmed":
        words = _deciding(coder, reading, clause, lambda s: s.polarity == "affirmed")
        out.append(f"{status.polarity}: {words}" if words else status.polarity)
    if status.modality != "occurred":
        words = _deciding(coder, reading, clause, lambda s: s.modality != status.modality)
        out.append(f"{status.modality}: {words}" if words else status.modality)
    if status.background:
        words = _deciding(coder, reading, clause, lambda s: not s.background)
        out.append(f"told as something earlier: {words}" if words else "told as something earlier")
    if status.speaker >= 0:
        out.append(f"said by: {_phrase(reading, status.speaker)}")
    return out


def _deciding(coder: Coder, reading: Reading, clause: Clause, plain: Callable[[Status], bool]) -> str:
    """The fewest words whose absence makes the reading plain: they are blanked one after the other."""
    tree = reading.tree
    kept = list(tree.lower), list(tree.lemma)

    def blank(tokens: Sequence[int]) -> bool:
        for t in tokens:
            tree.lower[t] = tree.lemma[t] = ""
        try:
            return plain(coder.status(reading, clause))
        finally:
            tree.lower[:], tree.lemma[:] = kept

    others = [t for t in range(tree.n) if t != clause.head]
    one = next((t for t in others if blank([t])), None)
    if one is not None:
        return f"“{reading.doc[one].text}”"
    if not blank(others):
        return ""
    needed = list(others)
    for t in others:
        if blank([k for k in needed if k != t]):
            needed.remove(t)
    return " and ".join(f"“{reading.doc[t].text}”" for t in needed)


def _party(reading: Reading, party: Party) -> Row:
    actor = party.actor
    return {
        "words": reading.doc[party.start : party.end].text,
        "code": actor.code if actor else "",
        "name": actor.name if actor else "",
    }


def _actors(reading: Reading) -> list[Row]:
    return [
        {
            "words": reading.doc[span.start : span.end].text,
            "code": actor.code,
            "name": actor.name,
            "kind": actor.kind,
            "how": actor.how,
            "entry": actor.entry,
        }
        for span in reading.spans
        for actor in (span.actor, *span.others)
    ]


def _parse(reading: Reading) -> list[tuple[str, str, str, str, str]]:
    """Token, lemma, tag, label and head of every token."""
    tree, doc = reading.tree, reading.doc
    return [(doc[i].text, tree.lemma[i], tree.tag[i], tree.dep[i], doc[tree.head[i]].text) for i in range(tree.n)]


def _mention(coder: Coder, mention: Mention, text: str) -> Row:
    row = asdict(mention)
    for name in ("date_from", "date_to"):
        row[name] = row[name].isoformat() if row[name] else None
    row["cameo_name"] = coder.ontology[mention.cameo_code].name
    for side in ("source", "target"):
        start, end = row[f"{side}_start"], row[f"{side}_end"]
        row[f"{side}_text"] = text[start:end] if start is not None else None
    return row
