"""A researcher's dictionaries as patterns of the codebook and entries of the actor dictionary.

Belongs here: what a pattern of PETRARCH's or TABARI's verb format becomes. Where the grammar of Slot says all that is
written, it is matched by grammar; plain words whose places in the clause are not told are matched in their order
(own.py). Not here: the formats (petrarch/), entries of actors (actors/researcher.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.actors import researcher as actors_researcher
from pipeline.actors.dictionary import ActorDictionary
from pipeline.coding.patterns import Codebook, Own, Part, Pattern, Slot, add_own
from pipeline.petrarch.folder import Dictionaries
from pipeline.petrarch.verbs import (
    BOTH,
    NOUN,
    PREPOSITION,
    SKIP,
    SOURCE,
    TARGET,
    WORD,
    Block,
    Item,
    PatternRecord,
    Verb,
    VerbFile,
)

PREPOSITIONS = frozenset(
    "about above across after against along amid among around as at before behind beside between beyond by despite "
    "during for from in inside into near of off on onto out outside over past through to toward towards under until "
    "up upon via with within without".split()
)
FILLERS = {SOURCE: "SOURCE", TARGET: "TARGET", BOTH: "BOTH", SKIP: "ANY"}
PARTS = FILLERS | {SKIP: "SKIP"}
LARGE_CLASS = 40  # a set of more words than these says less


def extend(book: Codebook, actors: ActorDictionary, own: Dictionaries) -> None:
    """Put a researcher's actors, agents and verbs before what ``book`` and ``actors`` hold."""
    actors_researcher.add(actors, own.actors, own.agents)
    forms: dict[tuple[str, str], str] = {}
    for file in own.verbs:
        for block in file.blocks:
            for verb in block.verbs:
                forms |= {("verb", form): verb.word for form in (*verb.forms, verb.word)}
    add_own(book, (pattern for file in own.verbs for pattern in patterns(file)), forms)


def patterns(file: VerbFile) -> Iterator[Pattern]:
    """The patterns of a verb file: each pattern line for the verbs of its block, then each verb by itself."""
    for block in file.blocks:
        plain = frozenset(verb.word for verb in block.verbs if not verb.before and not verb.after)
        compound = [verb for verb in block.verbs if verb.before or verb.after]
        for record in block.patterns:
            text = f"{_verbs(block)}: {record.text}"
            if plain:
                yield _pattern(block.file, record, plain, None, file.phrased, text)
            for verb in compound:
                yield _pattern(block.file, record, _lemmas(verb), verb, file.phrased, text)
        for verb in block.verbs:
            if verb.codes is not None:
                record = PatternRecord((), (), verb.codes, verb.line, verb.text)
                many = verb if verb.before or verb.after else None
                yield _pattern(block.file, record, _lemmas(verb), many, True, verb.text)


def _verbs(block: Block) -> str:
    names = ["_".join((*verb.before, verb.word, *verb.after)).upper() for verb in block.verbs]
    return " ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _lemmas(verb: Verb) -> frozenset[str]:
    return frozenset((verb.word, "_".join((verb.word, *verb.after))))


def _pattern(
    file: str, record: PatternRecord, lemmas: frozenset[str], verb: Verb | None, phrased: bool, text: str
) -> Pattern:
    slots = _slots(record, phrased)
    kinds = {item.kind for item in _all((*record.before, *record.after))}
    ordered = slots is None or (not phrased and not _turned(record))
    own = Own(
        record.codes.back if record.codes.forward else "",
        slots is not None,
        _parts(record.before) if ordered else None,
        _parts(record.after),
        verb.before if verb else (),
        verb.word if verb else "",
        verb.after if verb else (),
        source=not kinds & {SOURCE, BOTH},
        target=not kinds & {TARGET, BOTH},
        swapped=not record.codes.forward,
        joined=record.joined,
        passive=_turned(record),
    )
    return Pattern(
        f"{file}:{record.line}",
        record.codes.forward or record.codes.back,
        "verb",
        lemmas,
        slots or (),
        (),
        text,
        _specificity(record) + (1.0 if verb else 0.0),
        _needs(record, verb),
        own,
    )


def _all(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from item.inside


def _turned(record: PatternRecord) -> bool:
    """A passive written out, ``+ * BY $``: the clause's object before it, its agent after "by"."""
    kinds = [item.kind for item in record.after]
    by = any(
        (item.kind == WORD and item.phrases == (("by",),) and kinds[k + 1 : k + 2] == [SOURCE])
        or (item.kind == PREPOSITION and item.phrases == (("by",),) and [i.kind for i in item.inside] == [SOURCE])
        for k, item in enumerate(record.after)
    )
    return by and [item.kind for item in record.before] in ([], [TARGET])


def _slots(record: PatternRecord, phrased: bool) -> tuple[Slot, ...] | None:
    """The pattern as arguments of a clause; None where the places of its words in the clause are not told."""
    if record.joined or (record.after and record.after[0].joined):
        return None  # side by side with the verb: only the order of the words tells
    after = _after(record.after, phrased)
    before = _before(record.before, phrased)
    if after is None or before is None:
        return None
    if _turned(record):
        after = [Slot(("agent",), "SOURCE") if s.filler == "SOURCE" else s for s in after]
        before = [Slot(("object",), "TARGET") for _ in before]
    return (*before, *after)


def _before(items: Sequence[Item], phrased: bool) -> list[Slot] | None:
    slots: list[Slot] = []
    if not phrased and len(items) > 1:
        return None
    for item in items:
        if item.kind == PREPOSITION:
            slots += _prepositional(item)
        elif item.kind == WORD and not phrased and _is_preposition(item):
            return None
        else:
            slots.append(_slot(("agent",), item))
    return slots


def _after(items: Sequence[Item], phrased: bool) -> list[Slot] | None:
    slots: list[Slot] = []
    preposition: tuple[str, ...] = ()
    objects = 0
    for item in items:
        if item.kind == PREPOSITION:
            if preposition:
                return None
            slots += _prepositional(item)
            continue
        if item.kind == WORD and _is_preposition(item):
            words = tuple(phrase[0] for phrase in item.phrases)
            # "OUT OF": the whole and its last word are both names of the role
            preposition = (*(f"{a}_{b}" for a in preposition for b in words), *words)
            continue
        if not preposition:
            objects += item.kind in (WORD, NOUN)
            if objects > 1 and not phrased:
                return None  # two words whose places are not told: "RESTORE TIES TRADE"
        roles = preposition or (("object", "recipient") if objects > 1 else ("object",))
        slots.append(_slot(roles, item))
        preposition = ()
    return None if preposition else slots  # a preposition or particle at the end


def _is_preposition(item: Item) -> bool:
    return all(len(phrase) == 1 and phrase[0] in PREPOSITIONS for phrase in item.phrases)


def _prepositional(item: Item) -> list[Slot]:
    roles = tuple(dict.fromkeys(name for phrase in item.phrases for name in ("_".join(phrase), phrase[-1])))
    return [_slot(roles, inner) for inner in item.inside] or [Slot(roles, "ANY")]


def _slot(roles: tuple[str, ...], item: Item) -> Slot:
    if item.kind in FILLERS:
        return Slot(roles, FILLERS[item.kind])
    phrases = item.phrases
    long = any(len(phrase) > 1 for phrase in phrases)
    loose = item.kind == NOUN
    words = frozenset(word for phrase in phrases for word in (phrase[-1:] if loose else phrase))
    return Slot(roles, "", words, phrases=phrases if long else (), loose=loose)


def _parts(items: Iterable[Item]) -> tuple[Part, ...]:
    """The same in the order of the text, phrases in brackets as their words, the longest tried first."""
    parts: list[Part] = []
    for item in items:
        if item.kind in PARTS:
            parts.append(Part(PARTS[item.kind], (), item.joined))
            continue
        parts.append(Part("", tuple(sorted(item.phrases, key=len, reverse=True)), item.joined))
        parts += _parts(item.inside)
    return tuple(parts)


def _needs(record: PatternRecord, verb: Verb | None) -> tuple[frozenset[str], ...]:
    items = [item for item in _all((*record.before, *record.after)) if item.phrases]
    words = [frozenset(phrase[-1] for phrase in item.phrases) for item in items]
    return (*words, *(frozenset((word,)) for word in ((*verb.before, *verb.after) if verb else ())))


def _specificity(record: PatternRecord) -> float:
    """As for the codebook's own patterns: words count most, long phrases more, actors with prepositions a little."""
    score = 0.0
    for item in _all((*record.before, *record.after)):
        if item.kind in (WORD, NOUN):
            if _is_preposition(item):
                score += 0.5
            else:
                longest = max(len(phrase) for phrase in item.phrases)
                score += (3.0 if len(item.phrases) <= LARGE_CLASS else 2.5) + 0.5 * (longest - 1)
        elif item.kind == PREPOSITION:
            score += 0.5
        else:
            score += 1.6 if item.kind == BOTH else 1.0
    return score
