"""The pattern language: the codebook of seeds/patterns/ read into patterns that are indexed by their predicate.

Belongs here: the syntax (documented for its writers in seeds/patterns/README.md), word classes, the table of derived
codes, and every check that names file and line. Not here: matching a pattern against a clause (match.py).

A line reads like the codebook, under a heading that gives the code::

    [163] Impose embargo, boycott, or sanctions
    SOURCE impose|slap @sanctions on|against TARGET ; "The United States imposed sanctions on Iran."
    SOURCE {sanctions} on|against TARGET            ; "The United States announced sanctions on Iran."

Source: CAMEO manual 1.1b3 for codes and rules; the wording of lines and examples is the project's own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

OPERATORS = ("INTENT", "APPEAL", "DEMAND", "REFUSE", "THREATEN", "STOP", "ALLEGE", "DO")
FILLERS = frozenset({"SOURCE", "TARGET", "BOTH", "HOST", "ANY", "EVENT", "ACTOR"})
_TOKEN = re.compile(r'"[^"]*"|\([^)]*\)|\{[^}]*\}|[\[\];]|[^\s\[\];]+')
_HEADING = re.compile(r"\[([0-9]{3,4}|[A-Z]+)\]\s*(.*)$")
_EXAMPLE = re.compile(r'"(.+)"(?:\s*->\s*([0-9]{3,4}))?$')
_WORD = re.compile(r"[^\W\d_][\w’'./-]*$")


class PatternError(ValueError):
    """A pattern file cannot be read; the message starts with file:line."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument a pattern asks for.

    ``roles``: clause roles it may stand in ("agent", "object", prepositions …). ``filler``: SOURCE, TARGET, BOTH, HOST
    (a place or state visited), ANY, EVENT (another coded clause), ACTOR, or "" for words. ``words``: lemmas one of
    which the
    argument's head must have (empty: any). ``role_codes``: CAMEO actor roles one of which the actor must have.
    ``optional``: taken when there. ``forbidden``: must not be there. ``phrases``: word for word what may stand there,
    each around the argument's head (``loose``: its last word the head, the others anywhere in the argument); then
    ``words`` holds their words. Only a researcher's patterns have phrases.
    """

    roles: tuple[str, ...]
    filler: str
    words: frozenset[str] = frozenset()
    role_codes: frozenset[str] = frozenset()
    optional: bool = False
    forbidden: bool = False
    phrases: tuple[tuple[str, ...], ...] = ()
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pattern that is read in the order of the text: ``filler`` as in Slot, with "SKIP" for an actor passed
    over, or "" for one of ``phrases``. ``joined``: nothing stands between it and the part before.
    """

    filler: str
    phrases: tuple[tuple[str, ...], ...] = ()
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """What a researcher's pattern says beyond its slots (made in researcher.py, matched in own.py).

    ``back``: code of the event from target to source, "" for none. ``swapped``: there is only that one, so that the
    pattern's code runs from target to source. ``slotted``: its slots say all of it; ``before`` and ``after``: the parts
    around the verb for a match in the order of the text (None: not to be matched so). ``joined``: the last part before
    the verb stands right before it. ``passive``: only a passive matches. ``verb_before``, ``verb``, ``verb_after``:
    words that belong to the verb itself. ``source``, ``target``: whether the pattern leaves that side to grammar.
    """

    back: str
    slotted: bool
    before: tuple[Part, ...] | None
    after: tuple[Part, ...]
    verb_before: tuple[str, ...] = ()
    verb: str = ""
    verb_after: tuple[str, ...] = ()
    source: bool = True
    target: bool = True
    swapped: bool = False
    joined: bool = False
    passive: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of the codebook.

    ``code``: a CAMEO code, or an operator (INTENT, APPEAL, DEMAND, REFUSE, THREATEN, STOP, ALLEGE, DO) whose code
    comes from the clause in
    its EVENT slot. ``kind``: "verb", "noun" or "adjective". ``lemmas``: predicates it fires on. ``examples``:
    (sentence, expected code).
    ``pattern_id``: file name and line, e.g. ``04_consult:12``. ``needs``: for each slot that must be filled by a word,
    the words of which a sentence must hold one, so that most patterns are passed over without a look at the clause.
    ``own``: set for a researcher's pattern, whose ``code`` may be "": what it matches is no event.
    """

    pattern_id: str
    code: str
    kind: str
    lemmas: frozenset[str]
    slots: tuple[Slot, ...]
    examples: tuple[tuple[str, str], ...]
    text: str
    specificity: float
    needs: tuple[frozenset[str], ...] = ()
    own: Own | None = None

    @property
    def is_operator(self) -> bool:
        """Whether the code is derived from another clause."""
        return self.code in OPERATORS


@dataclass(frozen=True, slots=True)
class Derivation:
    """What becomes of a code under an operator and in the other direction (seeds/patterns/derived.csv)."""

    intent: str
    appeal: str
    demand: str
    refuse: str
    threaten: str
    stop: str
    allege: str
    mirror: str


@dataclass(slots=True)
class Codebook:
    """All patterns, indexed by kind and predicate lemma, most specific first."""

    patterns: list[Pattern] = field(default_factory=list)
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    derived: dict[str, Derivation] = field(default_factory=dict)
    index: dict[tuple[str, str], list[Pattern]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    # of a researcher's verbs: (kind, word form) -> lemma
    forms: dict[tuple[str, str], str] = field(default_factory=dict)

    def candidates(self, kind: str, lemma: str) -> list[Pattern]:
        """Patterns whose predicate is ``lemma`` used as ``kind``: a researcher's first, then most specific first."""
        return self.index.get((kind, lemma), [])

    def is_predicate(self, kind: str, lemma: str) -> bool:
        """Whether some pattern fires on this lemma used as ``kind``."""
        return (kind, lemma) in self.index

    def predicates(self) -> set[str]:
        """Every predicate lemma, for the scan that decides which sentences are parsed."""
        return {lemma for _, lemma in self.index}

    def derive(self, operator: str, code: str) -> str:
        """The code of ``operator`` over ``code`` ("APPEAL" over "085" is "0254"); "" where the scheme has none.

        The longest prefix of the code that the table has decides (CAMEO manual: 02x, 03x, 10x, 12x and 13x repeat
        04x-08x by content).
        """
        for cut in range(len(code), 1, -1):
            row = self.derived.get(code[:cut])
            if row is not None:
                return str(getattr(row, operator.lower()))
        row = self.derived.get("*")
        return str(getattr(row, operator.lower())) if row else ""

    def mirror(self, code: str) -> str:
        """The code of the same deed seen from the target: 042 <-> 043, itself when reciprocal, "" when one-sided."""
        return self.derive("mirror", code)


def load(folder: Path, known_codes: Iterable[str] | None = None) -> Codebook:
    """Read every file of ``folder``; problems are collected in ``Codebook.problems`` as "file:line: message".

    Raises PatternError when the folder holds no pattern at all.
    """
    book = Codebook()
    codes = frozenset(known_codes or ())
    classes_file = folder / "classes.txt"
    if classes_file.exists():
        book.classes = _read_classes(classes_file, book.problems)
    derived_file = folder / "derived.csv"
    if derived_file.exists():
        book.derived = _read_derived(derived_file, codes, book.problems)
    for path in sorted(folder.glob("*.txt")):
        if path.name != "classes.txt":
            book.patterns.extend(_read_patterns(path, book, codes))
    if not book.patterns:
        raise PatternError(f"{folder}: no pattern found; expected files such as 04_consult.txt")
    _index(book)
    return book


def _index(book: Codebook) -> None:
    seen: dict[tuple[object, ...], Pattern] = {}
    for pattern in book.patterns:
        key = (pattern.kind, pattern.lemmas, pattern.slots)
        if key in seen:
            book.problems.append(f"{pattern.pattern_id}: the same pattern as {seen[key].pattern_id}; remove one")
        seen[key] = pattern
        for lemma in sorted(pattern.lemmas):
            book.index.setdefault((pattern.kind, lemma), []).append(pattern)
    for patterns in book.index.values():
        patterns.sort(key=lambda p: (-p.specificity, p.pattern_id))


def add_own(book: Codebook, patterns: Iterable[Pattern], forms: dict[tuple[str, str], str]) -> None:
    """Put a researcher's patterns before all others of their predicates, and their verbs' forms into the codebook."""
    touched = set()
    for pattern in patterns:
        book.patterns.append(pattern)
        for lemma in sorted(pattern.lemmas):
            book.index.setdefault((pattern.kind, lemma), []).append(pattern)
            touched.add((pattern.kind, lemma))
    for key in touched:
        book.index[key].sort(key=lambda p: (p.own is None, -p.specificity))  # stable: else in the order of the file
    book.forms |= forms


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.split("#", 1)[0].strip() if line.lstrip().startswith("#") else line.strip()
        if text:
            yield number, text


def _read_classes(path: Path, problems: list[str]) -> dict[str, frozenset[str]]:
    """``name = word, word, @other`` a line; a later line may use an earlier class."""
    classes: dict[str, frozenset[str]] = {}
    for number, line in _lines(path):
        name, equals, rest = line.partition("=")
        name = name.strip()
        if not equals or not name:
            problems.append(f"{path.name}:{number}: expected `name = word, word, …`")
            continue
        words: set[str] = set(classes.get(name, ()))
        for word in (w.strip() for w in rest.split(",")):
            if word.startswith("@"):
                if word[1:] not in classes:
                    problems.append(f"{path.name}:{number}: the class {word} is not defined above this line")
                words |= classes.get(word[1:], frozenset())
            elif word:
                words.add(word.replace(" ", "_").lower())
        classes[name] = frozenset(words)
    return classes


def _read_derived(path: Path, codes: frozenset[str], problems: list[str]) -> dict[str, Derivation]:
    table: dict[str, Derivation] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle), 2):
            values = {
                k: (row.get(k) or "").strip()
                for k in ("intent", "appeal", "demand", "refuse", "threaten", "stop", "allege", "mirror")
            }
            for name, value in values.items():
                if codes and value and value not in codes:
                    problems.append(
                        f"{path.name}:{number}: {name} {value!r} is not a CAMEO code (see seeds/ontology/cameo.csv)"
                    )
            table[row["code"].strip()] = Derivation(**values)
    return table


def _read_patterns(path: Path, book: Codebook, codes: frozenset[str]) -> Iterator[Pattern]:
    code = ""
    for number, line in _lines(path):
        where = f"{path.name}:{number}"
        if line.startswith("[") and (heading := _HEADING.match(line)):
            code = heading.group(1)
            if code[0].isdigit() and codes and code not in codes:
                book.problems.append(f"{where}: {code!r} is not a CAMEO code (see seeds/ontology/cameo.csv)")
            if code[0].isalpha() and code not in OPERATORS:
                book.problems.append(f"{where}: {code!r} is not an operator; they are {', '.join(OPERATORS)}")
            continue
        if not code:
            book.problems.append(f"{where}: a pattern before the first [code] heading")
            continue
        try:
            yield parse_line(line, code, f"{path.stem}:{number}", book.classes)
        except PatternError as error:
            book.problems.append(f"{where}: {error}")


def parse_line(line: str, code: str, pattern_id: str, classes: dict[str, frozenset[str]]) -> Pattern:
    """One line of a pattern file as a Pattern.

    Raises PatternError, without file and line, for a line that is not in the language.
    """
    body, examples = _split_examples(line, code)
    tokens = _TOKEN.findall(body)
    slots: list[Slot] = []
    kind, lemmas = "", frozenset[str]()
    optional = forbidden = False
    roles: tuple[str, ...] = ()
    adjective = False

    def banned() -> None:
        """A forbidden preposition with nothing after it: whatever it governs is forbidden."""
        nonlocal roles, forbidden
        if forbidden and roles:
            slots.append(Slot(roles, "ANY", forbidden=True))
            roles, forbidden = (), False

    for token in [*tokens, ""]:
        if not token or token[0] in "[!" or not (token.split(":")[0].split("&")[0] in FILLERS or token[0] in "@("):
            banned()
        if not token:
            break
        if token == "[":
            optional = True
            continue
        if token == "]":
            optional = False
            continue
        if token.startswith("!"):
            forbidden, token = True, token[1:]
        if not lemmas:
            if token == "be":
                adjective = True
                continue
            if token.startswith("{"):
                kind, lemmas = "noun", _words(token[1:-1], classes)
                continue
            if token.startswith("subj:"):
                slots.append(_slot(("agent",), token[5:], classes, optional, forbidden))
                forbidden = False
                continue
            if token.split(":")[0].split("&")[0] in FILLERS:
                slots.append(_slot(("agent",), token, classes, optional, forbidden))
                forbidden = False
                continue
            kind, lemmas = ("adjective" if adjective else "verb"), _words(token, classes)
            continue
        if token.split(":")[0].split("&")[0] in FILLERS or token[0] in "@(":
            slots.append(_slot(roles or ("object",), token, classes, optional, forbidden))
            roles, forbidden = (), False
            continue
        if roles:
            raise PatternError(
                f"{token!r} after the preposition {'|'.join(roles)!r}: expected SOURCE, TARGET, a @class or (words)"
            )
        roles = tuple(w.lower() for w in token.split("|"))
        if any(not _WORD.match(r) for r in roles):
            raise PatternError(
                f"{token!r} is not a preposition, a @class, (words) or one of {', '.join(sorted(FILLERS))}"
            )
    if not lemmas:
        raise PatternError(
            "no predicate: write a verb (impose|slap), an event noun ({visit|trip}) or `be` and an adjective"
        )
    if roles:
        raise PatternError(f"the preposition {'|'.join(roles)!r} has nothing after it")
    if not any(s.filler in ("SOURCE", "TARGET", "BOTH", "HOST", "ACTOR") for s in slots) and code not in OPERATORS:
        raise PatternError("no actor: a pattern needs SOURCE, TARGET, BOTH or HOST")
    if code not in OPERATORS and any(s.filler == "EVENT" for s in slots):
        raise PatternError("EVENT belongs to operators (seeds/patterns/operators.txt)")
    if code in OPERATORS and not any(s.filler == "EVENT" for s in slots):
        raise PatternError(f"{code} needs an EVENT slot: the clause its code is derived from")
    needs = tuple(
        frozenset(word.rsplit("_", 1)[-1] for word in slot.words)
        for slot in slots
        if slot.words and not slot.optional and not slot.forbidden
    )
    return Pattern(
        pattern_id, code, kind, lemmas, tuple(slots), tuple(examples), body.strip(), _specificity(slots, kind), needs
    )


def _split_examples(line: str, code: str) -> tuple[str, list[tuple[str, str]]]:
    """``body ; "sentence" ; "sentence" -> 0254``: the arrow gives the code expected where it is not the heading's."""
    body, *rest = re.split(r"\s;\s*(?=\")", line)
    examples = []
    for part in rest:
        found = _EXAMPLE.match(part.strip())
        if found is None:
            raise PatternError(f'an example is written "sentence" or "sentence" -> code, not {part.strip()!r}')
        if code in OPERATORS and not found.group(2):
            raise PatternError(f"the example of an operator says which code comes out: {part.strip()} -> code")
        examples.append((found.group(1), found.group(2) or code))
    if not examples:
        raise PatternError('no example: end the line with  ; "a sentence that it codes"')
    return body, examples


def _words(token: str, classes: dict[str, frozenset[str]]) -> frozenset[str]:
    words: set[str] = set()
    for word in token.split("|"):
        word = word.strip()
        if word.startswith("@"):
            if word[1:] not in classes:
                raise PatternError(f"the class {word} is not in classes.txt")
            words |= classes[word[1:]]
        elif word:
            words.add(word.lower())
    if not words:
        raise PatternError(f"no word in {token!r}")
    return frozenset(words)


def _slot(
    roles: tuple[str, ...], token: str, classes: dict[str, frozenset[str]], optional: bool, forbidden: bool
) -> Slot:
    """``SOURCE``, ``TARGET:MIL|REB``, ``TARGET&@troops``, ``@sanctions``, ``(accord|deal)``."""
    words, role_codes = frozenset[str](), frozenset[str]()
    filler = ""
    head, _, kinds = token.partition(":")
    if kinds:
        role_codes = frozenset(kinds.split("|"))
    name, _, restriction = head.partition("&")
    if name in FILLERS:
        filler = name
        if restriction:
            words = _words(restriction.strip("()"), classes)
    else:
        words = _words(head.strip("()"), classes)
    return Slot(roles, filler, words, role_codes, optional, forbidden)


def _specificity(slots: list[Slot], kind: str) -> float:
    """How much a pattern asks for: words count most, then other clauses, prepositions and actors.

    The most specific pattern that matches wins; a small class says more than a large one.
    """
    score = 0.0
    for slot in slots:
        if slot.forbidden:
            score += 0.5
            continue
        weight = 0.0
        if slot.words:
            weight += 3.0 if len(slot.words) <= 40 else 2.5
        if slot.filler == "EVENT":
            weight += 1.5
        elif slot.filler:
            weight += 1.6 if slot.filler == "BOTH" else 1.0
        if slot.role_codes:
            weight += 1.0
        if slot.roles[0] not in ("agent", "object", "mod"):
            weight += 0.5
        score += weight * (0.3 if slot.optional else 1.0)
    return score + (0.2 if kind == "noun" else 0.0)
