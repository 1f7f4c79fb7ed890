"""Checks of a whole codebook: lines that can never win, words that can never match, classes that nobody uses.

Belongs here: what is found by looking at all lines together, by asking the tokenizer and lemmatizer, or by coding the
examples. Not here: what one line alone shows (patterns.py finds that while it reads).

Every check is cautious: it reports only what is certain, and stays silent where a parse might decide otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pipeline.coding.match import DERIVED_ROOTS, DIRECT, FLOATING, PERSONAL
from pipeline.coding.modality import PLANNED_VERBS
from pipeline.coding.patterns import Codebook, Pattern, Problem, Slot
from pipeline.language.parser import tokenizer

if TYPE_CHECKING:
    from pipeline.coding.coder import Coder

# Classes that the coder itself asks for.
CODED = frozenset(
    """states statements private_matters public_matters appearing speaking speeches attending ceremonies governing
    bills gathering gatherings office_changes private_deeds""".split()
)
PLACES = frozenset({"agent", "object", "mod", "comp", "recipient", "predicate", "unmarked"})  # roles, not prepositions
_CLASS = re.compile(r"@(\w+)")


def problems(book: Codebook, nlp: Any = None, role_codes: Iterable[str] = ()) -> list[Problem]:
    """Everything wrong with a codebook, in order of file and line; [] where it is clean.

    With ``nlp``, the words that its tokenizer and lemmatizer never give are reported too; with ``role_codes``, roles
    (``TARGET:MIL``) that no actor of the dictionary has.
    """
    found = [*book.problems, *unreachable(book), *unused_classes(book)]
    known = frozenset(role_codes)
    if known:
        found += unknown_roles(book, known)
    if nlp is not None:
        found += unmatched_words(book, nlp)
    return sorted(set(found))


def misread(coder: Coder) -> Iterator[Problem]:
    """One problem for every example that does not give its code, with what it gave instead."""
    examples = [(p, sentence, code) for p in coder.book.patterns for sentence, code in p.examples]
    readings = coder.readings(sentence for _, sentence, _ in examples)
    for (pattern, sentence, code), reading in zip(examples, readings, strict=True):
        matches = [m for found in reading.matcher.everything().values() for m in found]
        codes = {coder.tense(m, coder.status(reading, m.clause))[0]: m.chain() for m in matches}
        if code not in codes.keys() | {m.code for m in matches}:
            gave = ", ".join(f"{c} by {chain}" for c, chain in sorted(codes.items())) or "no code at all"
            text = f'the example "{sentence}" gives {gave}, not {code}; try: dragoman patterns test "{sentence}"'
            yield coder.book.problem(pattern, 0, text)


# -- classes and words -------------------------------------------------------------------------------------------------


def unused_classes(book: Codebook) -> Iterator[Problem]:
    """Classes that neither a pattern nor the coder uses, directly or through another class."""
    used: set[str] = set()
    open_ = [*CODED, *(name for p in book.patterns for name in _CLASS.findall(p.text))]
    while open_:
        name = open_.pop()
        if name not in used:
            used.add(name)
            open_ += book.class_parts.get(name, ())
    for name in book.classes.keys() - used:
        text = f"no pattern uses the class @{name}; use it or remove the line"
        yield book.problem("classes.txt", book.class_lines[name], text)


def unknown_roles(book: Codebook, known: frozenset[str]) -> Iterator[Problem]:
    """Roles after a colon that no actor has."""
    for pattern in book.patterns:
        for slot in pattern.slots:
            for code in sorted(slot.role_codes - known):
                text = f"no actor has the role {code} of {slot.text}; remove it or take one of seeds/ontology/roles.csv"
                yield book.problem(pattern, 0, text)


def unmatched_words(book: Codebook, nlp: Any) -> Iterator[Problem]:
    """Words that no text can show: cut in pieces by the tokenizer, or a form where the lemma is another predicate."""
    make_doc = tokenizer(nlp, book.hyphenated())
    for where, line, kind, word in _words(book):
        parts = (part for part in word.split("_") if "-" not in part)  # hyphens are seen to (Coder, Matcher)
        broken = next((p for p in parts if all(len(make_doc(f)) != 1 for f in (p, p.upper(), p.capitalize()))), None)
        if broken is not None:
            cut = " + ".join(t.text for t in make_doc(broken))
            text = f"{word!r} never matches: a text is read as {cut}; write the word that counts"
            yield book.problem(where, line, text)
        elif (lemma := _lemma(nlp, kind, word)) and (kind, lemma) in book.index:
            text = f"{word!r} never matches: it is read as a form of {lemma!r}, which has patterns; write {lemma!r}"
            yield book.problem(where, line, text)


def _words(book: Codebook) -> Iterator[tuple[str | Pattern, int, str, str]]:
    """(where, line, kind of predicate or "", word) of every word of the codebook, each once a line."""
    for name, words in book.classes.items():
        taken = frozenset[str]().union(*(book.classes.get(part, ()) for part in book.class_parts.get(name, ())))
        for word in words - taken:
            yield "classes.txt", book.class_lines[name], "", word
    for pattern in book.patterns:
        own = set(re.findall(r"[^\s|(){}\[\]]+", pattern.text))
        for lemma in pattern.lemmas & own:
            yield pattern, 0, pattern.kind, lemma
        for word in {w for slot in pattern.slots for w in slot.words & own}:
            yield pattern, 0, "", word


def _lemma(nlp: Any, kind: str, word: str) -> str:
    """The base form that the lemmatizer gives ``word`` whatever its tag, "" where the word is a base form itself."""
    if kind not in ("verb", "noun") or "lemmatizer" not in nlp.pipe_names or (kind == "noun" and word.endswith("ing")):
        return ""  # a gerund is a noun by its own form ("the shelling")
    lemmatizer = nlp.get_pipe("lemmatizer")
    if getattr(lemmatizer, "mode", "") != "rule":
        return ""
    tables, strings = lemmatizer.lookups, nlp.vocab.strings

    def entries(table: str) -> Any:
        by_pos = tables.get_table(table, {})
        return by_pos.get(kind, by_pos.get(strings[kind], ())) if kind in strings else by_pos.get(kind, ())

    bases = frozenset(entries("lemma_index"))
    if not bases or word in bases:
        return ""
    irregular = dict(entries("lemma_exc") or {}).get(word)
    if irregular:
        return str(irregular[0])
    for old, new in entries("lemma_rules"):
        form = word[: len(word) - len(old)] + new
        if word.endswith(old) and form in bases:
            return form
    return ""


# -- lines that never win ----------------------------------------------------------------------------------------------


def unreachable(book: Codebook) -> Iterator[Problem]:
    """Lines that never win, for some or all of their words, since a line of another code is tried before and fits
    wherever they fit.
    """
    by_line: dict[str, dict[str, Pattern]] = {}
    lines = {p.pattern_id: p for p in book.patterns}
    for (kind, lemma), patterns in book.index.items():
        for at, later in enumerate(patterns):
            if later.is_operator and _overrides(book, kind, lemma, at):
                continue
            for earlier in patterns[:at]:
                if earlier.code != later.code and covers(earlier, later, lemma):
                    by_line.setdefault(later.pattern_id, {})[lemma] = earlier
                    break
    for identity, lost in by_line.items():
        pattern = lines[identity]
        for winner in dict.fromkeys(lost.values()):
            words = sorted(lemma for lemma, by in lost.items() if by is winner)
            which = "" if len(words) == len(pattern.lemmas) else f" for {', '.join(words)}"
            text = (
                f"can never win{which}: {winner.pattern_id} [{winner.code}] `{winner.text}` is tried before and fits"
                " wherever this line fits; ask for more here, or remove the word from one of the two"
            )
            yield book.problem(pattern, 0, text)


def _overrides(book: Codebook, kind: str, lemma: str, at: int) -> bool:
    """Whether the operator at place ``at`` may still win after a plain line of a derived root has fitted
    (Matcher.best lets it, where it derives more).
    """
    before = book.index[kind, lemma][:at]
    for (k, word), patterns in book.index.items():  # a verb's particle and a noun's compound are tried with it
        if k == kind and (word.startswith(f"{lemma}_") or word.endswith(f"_{lemma}") or lemma.endswith(f"_{word}")):
            before += patterns
    return any(not p.is_operator and p.code[:2] in DERIVED_ROOTS for p in before)


def covers(earlier: Pattern, later: Pattern, lemma: str = "") -> bool:
    """Whether ``earlier`` certainly fits every clause of ``lemma`` that ``later`` fits.

    It mirrors Matcher.fit slot by slot and says no wherever a parse might tell the two apart.
    """
    if earlier.kind != later.kind or not _comparable_codes(earlier, later, lemma):
        return False
    bound = _bound(earlier), _bound(later)
    same = bound[0] == bound[1]
    if not same and not (len(bound[0]) == len(bound[1]) == 1 and _within(*bound)):
        return False
    taken = [any("of" in slot.roles for slot in p.slots) for p in (earlier, later)]
    return all(_implied(slot, earlier, later, same, taken[0] == taken[1]) for slot in earlier.slots)


def _comparable_codes(earlier: Pattern, later: Pattern, lemma: str) -> bool:
    if earlier.code.startswith(DIRECT) and not later.code.startswith(DIRECT):
        return False  # takes the actor itself only
    if earlier.code.startswith(PERSONAL):  # refuses event nouns, even where the target may be missing
        refused = [{(s.roles, s.words) for s in p.slots if s.filler == "TARGET"} for p in (earlier, later)]
        if not later.code.startswith(PERSONAL) or not refused[0] <= refused[1] or _bound(earlier) != _bound(later):
            return False
    if not earlier.is_operator:
        # without an EVENT of its own it sees what the other's EVENT has taken: more to fit, but also more to forbid
        return not later.is_operator or not any(slot.forbidden for slot in earlier.slots)
    if not later.is_operator or earlier.code in ("INTENT", "STOP", "DO") or lemma in PLANNED_VERBS:
        return False  # these may still give nothing where their slots are filled
    events = [[s for s in p.slots if s.filler == "EVENT"] for p in (earlier, later)]
    return len(events[0]) == len(events[1]) == 1 and events[0] == events[1]


def _bound(pattern: Pattern) -> list[Slot]:
    """The slots whose words lend their own prepositions to the clause."""
    return sorted(
        (s for s in pattern.slots if s.filler == "" and s.words and not s.forbidden),
        key=lambda s: (s.roles, sorted(s.words), s.optional),
    )


def _within(wide: list[Slot], narrow: list[Slot]) -> bool:
    a, b = wide[0], narrow[0]
    return a.roles == b.roles and a.optional == b.optional and b.words <= a.words


def _implied(slot: Slot, earlier: Pattern, later: Pattern, same: bool, same_of: bool) -> bool:
    """Whether ``slot`` of the earlier line is satisfied wherever the later line fits.

    ``same``: both lend prepositions from the same words. ``same_of``: both or neither ask for something after "of".
    """
    floating = not same and any(r in FLOATING or r not in PLACES for r in slot.roles)
    asked = [s for s in later.slots if s.forbidden == slot.forbidden and (s.forbidden or not s.optional)]
    if slot.forbidden:
        return not floating and any(
            s.roles == slot.roles
            and s.filler == slot.filler
            and (not s.words or (bool(slot.words) and slot.words <= s.words))
            and (not s.role_codes or (bool(slot.role_codes) and slot.role_codes <= s.role_codes))
            for s in asked
        )
    if slot.filler == "EVENT":
        return any(s == slot for s in later.slots)
    if slot.optional:
        return True
    narrow = [
        s
        for s in asked
        if s.roles == slot.roles
        and (not slot.words or (bool(s.words) and s.words <= slot.words))
        and (not slot.role_codes or (bool(s.role_codes) and s.role_codes <= slot.role_codes))
    ]
    plain = not slot.words and not slot.role_codes
    if slot.filler == "SOURCE" and plain and slot.roles == ("agent",):
        return any(s.filler == "SOURCE" for s in narrow)
    if slot.filler in ("TARGET", "ANY") and plain:
        # something must stand there: whatever else the later line wants of it
        fillers = ("", "ANY", "TARGET", "HOST", "BOTH")
        return any(
            s.filler in fillers and set(s.roles) <= set(slot.roles) and (s.filler, s.roles) != ("BOTH", ("agent",))
            for s in asked
        )
    if floating and slot.filler != "":
        return False
    if slot.filler in ("", "ANY"):
        return any(s.filler in ("", "ANY") and s.words for s in narrow)
    if slot.filler in ("SOURCE", "BOTH") and "agent" in slot.roles and not same_of:
        return False
    return any(s.filler == slot.filler for s in narrow)
