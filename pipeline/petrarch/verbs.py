"""The verb format: blocks of verbs with their forms and codes, sets of synonyms, patterns.

Belongs here: lines to records, with a problem for every line that is not read. Does not belong here: what a pattern
matches (coding/researcher.py).

Source: PETRARCH documentation, "Verb Dictionary" (blocks, forms, codes, synsets, verbs of several words, patterns with
``{noun phrases}`` and ``(prepositional phrases)``); the older patterns of plain words with ``$ + % ^`` and
alternatives are TABARI's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from pipeline.petrarch.source import DISCARD, MAX_LINE, NULL, Problem, lines

Report = Callable[[int, str], None]
Words = tuple[str, ...]  # a phrase of words that stand side by side, lower case
MAX_ITEMS = 30  # words and signs in one pattern
MAX_SYNSET = 5000  # phrases in one set
WORD, NOUN, PREPOSITION, VERB = "word", "noun", "preposition", "verb"
SOURCE, TARGET, BOTH, SKIP = "source", "target", "both", "skip"
SIGNS = {"$": SOURCE, "+": TARGET, "%": BOTH, "^": SKIP, "*": VERB, "**": VERB}
_HEADER = re.compile(r"---+\s*(?P<name>[^\[\]]*?)\s*(?:\[(?P<code>[^\[\]]*)\])?\s*(?:---+)?")
_BASE = re.compile(r"(?P<verb>[^\s{}\[\]]+)\s*(?P<forms>\{[^{}]*\})?\s*(?:\[(?P<code>[^\[\]]*)\])?")
_PATTERN = re.compile(r"-\s*(?P<body>.*?)\s*\[(?P<code>[^\[\]]*)\]")
_TOKEN = re.compile(r"[{}()|]|[^\s{}()|]+")
_LETTERS = re.compile(r"[^\W_][\w.'’&/-]*")


class _Unread(ValueError):
    """Why a pattern is not read; ``text`` goes into the problem."""


@dataclass(frozen=True, slots=True)
class Codes:
    """``forward`` from source to target, ``back`` from target to source; "" where there is no event that way."""

    forward: str
    back: str = ""

    @property
    def null(self) -> bool:
        """Whether it is written that nothing is coded."""
        return not self.forward and not self.back


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a pattern.

    ``kind``: WORD, NOUN (a noun phrase in braces, its head last), PREPOSITION (with what it governs ``inside``), VERB,
    or SOURCE, TARGET, BOTH, SKIP. ``phrases``: what the words may be. ``joined``: nothing may stand between it and the
    part before.
    """

    kind: str
    phrases: tuple[Words, ...] = ()
    inside: tuple[Item, ...] = ()
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: ``word`` and the words before and after it that belong to it (``WIRE_+TAP``, ``+BEEF_UP``), ``forms`` of
    ``word`` as given; ``codes`` of the verb alone, None where none is written.
    """

    word: str
    before: Words
    after: Words
    forms: Words
    codes: Codes | None
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class PatternRecord:
    """A pattern line: the parts before and after the verb; ``joined``: the last one before stands right before it."""

    before: tuple[Item, ...]
    after: tuple[Item, ...]
    codes: Codes
    line: int
    text: str
    joined: bool = False


@dataclass(slots=True)
class Block:
    """Verbs that share patterns."""

    file: str
    name: str = ""
    codes: Codes | None = None  # of the header: for verbs without a code of their own
    verbs: list[Verb] = field(default_factory=list)
    patterns: list[PatternRecord] = field(default_factory=list)
    headed: bool = False


@dataclass(slots=True)
class VerbFile:
    """What a verb file holds. ``phrased``: its patterns are written with noun and prepositional phrases (PETRARCH2),
    not as plain words in their order.
    """

    blocks: list[Block] = field(default_factory=list)
    synsets: dict[str, tuple[Words, ...]] = field(default_factory=dict)
    phrased: bool = False


def read_verbs(text: str, file: str, known: Collection[str] = ()) -> tuple[VerbFile, list[Problem]]:
    """The blocks of a verb file, and what could not be read of it. ``known``: the codes that events may have."""
    problems: list[Problem] = []

    def report(number: int, what: str) -> None:
        problems.append(Problem(file, number, what))

    read = VerbFile()
    written = list(lines(text))
    read.synsets = _synsets([(one.number, one.text, one.comment) for one in written], report)
    block: Block | None = None
    in_synset = False
    for line in written:
        body, number = line.text, line.number
        if not body:
            if not line.comment:  # a blank line ends a block and a set
                in_synset = False
                if block is not None and (block.patterns or (block.verbs and not block.headed)):
                    block = None
            continue
        if len(body) > MAX_LINE:
            report(number, f"longer than {MAX_LINE} characters, left out; one verb or pattern a line")
            continue
        if body.startswith("&"):
            in_synset = True
            continue
        if body.startswith("+") and in_synset:
            continue
        in_synset = False
        if body.startswith("~"):
            report(
                number,
                "verb transformations (~) are not read; Dragoman joins verbs by its operators "
                "(seeds/patterns/operators.txt)",
            )
        elif body.startswith("---"):
            block = _headed(body, number, file, known, report)
            read.blocks.append(block)
        elif body.startswith("-"):
            if block is None or not block.verbs:
                report(number, "a pattern without a verb above it, left out; put it right below its verb")
                continue
            pattern = _pattern(body, number, read, known, report)
            if pattern is not None:
                block.patterns.append(pattern)
        else:
            if block is None or block.patterns:
                block = Block(file)
                read.blocks.append(block)
            _verb(body, number, block, known, report)
    return read, problems


def _headed(body: str, number: int, file: str, known: Collection[str], report: Report) -> Block:
    found = _HEADER.fullmatch(body)
    block = Block(file, headed=True)
    if not found:
        report(number, f"{body[:40]!r} is no heading and is left out; write --- NAME [CODE] ---")
    else:
        block.name = found["name"]
        if found["code"] is not None:
            block.codes = _event_codes(found["code"], number, known, report)
    return block


def _event_codes(text: str, number: int, known: Collection[str], report: Report) -> Codes | None:
    """``040``, ``042:043``, ``---``; None, reported, where it is none of them."""
    text = text.strip()
    if text == DISCARD:
        report(number, "[###] (do not code the sentence) is not read; a verb that tells of no event takes [---]")
        return None
    forward, colon, back = text.partition(":")
    parts = []
    for part in (forward, back) if colon else (forward,):
        code = part.strip()
        if code in ("", NULL) and (code or colon):
            parts.append("")
        elif not re.fullmatch(r"[0-9]{3,4}", code) or (known and code not in known):
            report(number, f"{code[:20]!r} is not a CAMEO code (see seeds/ontology/cameo.csv); mend it")
            return None
        else:
            parts.append(code)
    return Codes(*parts)


def _verb(body: str, number: int, block: Block, known: Collection[str], report: Report) -> None:
    found = _BASE.fullmatch(body)
    words = _verb_words(found["verb"]) if found else None
    if found is None or words is None:
        report(number, f"{body[:40]!r} is no verb, pattern or heading; write VERB {{FORMS}} [CODE] or - * WORD [CODE]")
        return
    codes = _event_codes(found["code"], number, known, report) if found["code"] is not None else None
    if found["code"] is None:
        if block.headed:
            codes = block.codes
        elif block.verbs:
            codes = block.verbs[0].codes  # without a heading the first verb's code is the block's
    before, word, after = words
    forms = []
    for form in found["forms"][1:-1].split() if found["forms"] else ():
        given = _verb_words(form)
        if given is None or len(given[0]) != len(before) or len(given[2]) != len(after):
            report(number, f"the form {form[:30]!r} is not built as {found['verb'][:30]!r} and is left out; mend it")
        else:
            forms.append(given[1])
    text = " ".join(body.split())
    block.verbs.append(Verb(word, before, after, tuple(dict.fromkeys(forms)), codes, number, text))


def _verb_words(text: str) -> tuple[Words, str, Words] | None:
    """``WIRE_+TAP`` as (("wire",), "tap", ()); without a + the first word is the verb."""
    words = [word for word in text.lower().split("_") if word]
    marked = [k for k, word in enumerate(words) if word.startswith("+")]
    if not words or len(marked) > 1:
        return None
    at = marked[0] if marked else 0
    words[at] = words[at].lstrip("+")
    if not all(_LETTERS.fullmatch(word) for word in words):
        return None
    return tuple(words[:at]), words[at], tuple(words[at + 1 :])


# -- sets of synonyms -------------------------------------------------------------------------------------------------


def _synsets(written: list[tuple[int, str, bool]], report: Report) -> dict[str, tuple[Words, ...]]:
    """``&LABEL`` and the ``+PHRASE`` lines below it, with their plurals; read ahead, so that a set may be used anywhere
    in its file.
    """
    sets: dict[str, dict[Words, None]] = {}
    label = ""
    for number, body, comment in written:
        if body.startswith("&"):
            label = body[1:].strip().upper()
            if not label or not re.fullmatch(r"[\w.-]+", label):
                report(number, f"{body[:40]!r} is no name of a set; write &NAME and below it +WORD lines")
                label = ""
                continue
            sets.setdefault(label, {})
        elif body.startswith("+") and label:
            phrase = body[1:].strip()
            words = tuple(word for word in re.split(r"[\s_]+", phrase.lower()) if word)
            if not words or not all(_LETTERS.fullmatch(word) for word in words):
                report(number, f"{body[:40]!r} is not read: a set holds words only, no signs, codes or other sets")
            elif len(sets[label]) >= MAX_SYNSET:
                report(number, f"the set &{label} has more than {MAX_SYNSET} phrases, the rest is left out; split it")
            else:
                sets[label][words] = None
                if not phrase.endswith("_") and not label.endswith("_"):
                    sets[label][(*words[:-1], plural(words[-1]))] = None
        elif body or not comment:
            label = ""
    return {name.rstrip("_"): tuple(words) for name, words in sets.items() if words} | {
        name: tuple(words) for name, words in sets.items() if words
    }


def plural(word: str) -> str:
    """The regular plural as PETRARCH documents it: -Y to -IES (but -AYS, -EYS …), -SS to -SSES, else -S."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("ss", "x", "ch", "sh")) else "s")


# -- patterns ---------------------------------------------------------------------------------------------------------


def _pattern(body: str, number: int, read: VerbFile, known: Collection[str], report: Report) -> PatternRecord | None:
    found = _PATTERN.fullmatch(body)
    if not found:
        report(number, f"{body[:40]!r} is no pattern; write - WORD * WORD [CODE]")
        return None
    try:
        items, phrased = _items(found["body"], read.synsets)
        at = [k for k, item in enumerate(items) if item.kind == VERB]
        if len(at) != 1:
            raise _Unread("a pattern has one * where the verb stands" if not at else "a pattern has one * only")
    except _Unread as problem:
        report(number, f"{problem}; the pattern is left out, mend it")
        return None
    codes = _event_codes(found["code"], number, known, report)
    if codes is None:
        return None
    read.phrased = read.phrased or phrased
    text = " ".join(body.split())
    return PatternRecord(tuple(items[: at[0]]), tuple(items[at[0] + 1 :]), codes, number, text, items[at[0]].joined)


def _items(body: str, synsets: dict[str, tuple[Words, ...]]) -> tuple[list[Item], bool]:
    """The parts of a pattern, and whether it is written with noun or prepositional phrases."""
    tokens = _TOKEN.findall(body)
    if len(tokens) > 4 * MAX_ITEMS:
        raise _Unread(f"more than {MAX_ITEMS} parts")
    items: list[Item] = []
    phrased = False
    k = 0
    while k < len(tokens):
        token = tokens[k]
        if token in "{(":
            close = _closing(tokens, k)
            inner = tokens[k + 1 : close]
            if "|" in inner:
                items.append(Item(WORD, _alternatives(inner, synsets)))
            elif token == "{":
                items.append(Item(NOUN, _noun(inner, synsets)))
                phrased = True
            else:
                items.append(_prepositional(inner, synsets))
                phrased = True
            k = close + 1
            continue
        if token in "})|":
            raise _Unread(f"a {token} without its beginning")
        items += _joined(token, synsets)
        k += 1
    if len(items) > MAX_ITEMS:
        raise _Unread(f"more than {MAX_ITEMS} parts")
    return items, phrased


def _closing(tokens: list[str], k: int) -> int:
    depth = 0
    pairs = {"{": "}", "(": ")"}
    for j in range(k, len(tokens)):
        if tokens[j] in "{(":
            depth += 1
        elif tokens[j] in "})":
            depth -= 1
            if not depth:
                if tokens[j] != pairs[tokens[k]]:
                    break
                return j
    raise _Unread(f"a {tokens[k]} that is not closed")


def _joined(token: str, synsets: dict[str, tuple[Words, ...]]) -> list[Item]:
    """``DEBT_RELIEF``, ``&SET``, ``TO_+``, ``*``: a token as parts, each joined to the one before."""
    if token.startswith("&"):
        return [Item(WORD, _synset(token, synsets))]
    items: list[Item] = []
    words: list[str] = []
    for piece in token.split("_"):
        if not piece:
            continue
        kind = SIGNS.get(piece)
        if kind is None and not piece.startswith("&"):
            if not _LETTERS.fullmatch(piece.lower()):
                raise _Unread(f"{piece[:20]!r} is not a word nor one of the signs $ + % ^ *")
            words.append(piece.lower())
            continue
        if words:
            items.append(Item(WORD, (tuple(words),), joined=bool(items)))
            words = []
        phrases = _synset(piece, synsets) if kind is None else ()
        items.append(Item(kind or WORD, phrases, joined=bool(items)))
    if words:
        items.append(Item(WORD, (tuple(words),), joined=bool(items)))
    return items


def _synset(token: str, synsets: dict[str, tuple[Words, ...]]) -> tuple[Words, ...]:
    name = token[1:].upper()
    phrases = synsets.get(name) or synsets.get(name.rstrip("_"))
    if not phrases:
        raise _Unread(f"the set {token[:30]} is not defined in this file")
    return phrases


def _alternatives(tokens: list[str], synsets: dict[str, tuple[Words, ...]]) -> tuple[Words, ...]:
    """``{ WORD | TWO_WORDS | &SET }``"""
    phrases: list[Words] = []
    current: list[str] = []
    for token in [*tokens, "|"]:
        if token == "|":
            if current:
                phrases += _phrases(current, synsets)
            current = []
        elif token in "{}()":
            raise _Unread("alternatives inside of which other brackets stand")
        else:
            current.append(token)
    if not phrases:
        raise _Unread("alternatives without a word")
    return tuple(dict.fromkeys(phrases))


def _phrases(tokens: list[str], synsets: dict[str, tuple[Words, ...]]) -> list[Words]:
    """Words that stand side by side, a set among them written out."""
    phrases: list[Words] = [()]
    for token in tokens:
        for piece in [token] if token.startswith("&") else [p for p in token.split("_") if p]:
            if piece.startswith("&"):
                ends = _synset(piece, synsets)
            elif _LETTERS.fullmatch(piece.lower()):
                ends = ((piece.lower(),),)
            else:
                raise _Unread(f"{piece[:20]!r} stands where only words can")
            if len(phrases) * len(ends) > MAX_SYNSET:
                raise _Unread(f"its sets stand for more than {MAX_SYNSET} phrases")
            phrases = [(*start, *end) for start in phrases for end in ends]
    return [phrase for phrase in phrases if phrase]


def _noun(tokens: list[str], synsets: dict[str, tuple[Words, ...]]) -> tuple[Words, ...]:
    if any(token in "{}()" for token in tokens):
        raise _Unread("a noun phrase inside of which other brackets stand")
    phrases = _phrases(tokens, synsets)
    if not phrases:
        raise _Unread("a noun phrase { } without a word")
    return tuple(phrases)


def _prepositional(tokens: list[str], synsets: dict[str, tuple[Words, ...]]) -> Item:
    """``(AGAINST {FISHING FLEET})``, ``(WITH +)``: the preposition first, then one noun."""
    if not tokens:
        raise _Unread("empty brackets ( )")
    if tokens[0].startswith("&"):
        prepositions = _synset(tokens[0], synsets)
    else:
        words = tuple(word for word in tokens[0].lower().split("_") if word)
        if not words or not all(_LETTERS.fullmatch(word) for word in words):
            raise _Unread(f"{tokens[0][:20]!r} is no preposition; ( ) begins with one")
        prepositions = (words,)
    rest = tokens[1:]
    if not rest:
        return Item(PREPOSITION, prepositions)
    if rest[0] == "{":
        close = _closing(rest, 0)
        inner = rest[1:close]
        governed = Item(WORD, _alternatives(inner, synsets)) if "|" in inner else Item(NOUN, _noun(inner, synsets))
        rest = rest[close + 1 :]
    elif rest[0] in SIGNS and rest[0] not in ("*", "**"):
        governed, rest = Item(SIGNS[rest[0]]), rest[1:]
    else:
        governed, rest = Item(NOUN, _noun(rest, synsets)), []
    if rest:
        raise _Unread(f"{rest[0][:20]!r} after the noun of a prepositional phrase")
    return Item(PREPOSITION, prepositions, (governed,))
