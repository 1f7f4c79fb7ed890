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
from typing import NamedTuple

from pipeline.language.nominal import DEEDS

OPERATORS = ("INTENT", "APPEAL", "DEMAND", "REFUSE", "THREATEN", "STOP", "ALLEGE", "DO")
FILLERS = frozenset({"SOURCE", "TARGET", "BOTH", "HOST", "ANY", "EVENT", "ACTOR"})
_TOKEN = re.compile(r'"[^"]*"|\([^)]*\)|\{[^}]*\}|[\[\];]|[^\s\[\];]+')
_HEADING = re.compile(r"\[([0-9]{3,4}|[A-Z]+)\]\s*(.*)$")
_EXAMPLE = re.compile(r'"(.+)"(?:\s*->\s*([0-9]{3,4}))?$')
_NAME = re.compile(r"\w+")
_CLASS_WORD = re.compile(r'[^\s()\[\]{}|,;!@&"=:][^()\[\]{}|,;!@&"=:]*')
_PAIRS = {"(": ")", "{": "}"}
_WORD = re.compile(r"[^\W\d_][\w’'./-]*$")


COLUMNS = ("intent", "appeal", "demand", "refuse", "threaten", "stop", "allege", "mirror")


class PatternError(ValueError):
    """A pattern file cannot be read; the message starts with file:line."""


class Problem(NamedTuple):
    """Something wrong in one line of the codebook; as text ``FILE:LINE: what is wrong; what to do``.

    ``file``: as one would type it in the present folder. ``line``: counted from 1.
    """

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument a pattern asks for.

    ``roles``: clause roles it may stand in ("agent", "object", prepositions …). ``filler``: SOURCE, TARGET, BOTH, HOST
    (a place or state visited), ANY, EVENT (another coded clause), ACTOR, or "" for words. ``words``: lemmas one of
    which the
    argument's head must have (empty: any). ``role_codes``: CAMEO actor roles one of which the actor must have.
    ``optional``: taken when there. ``forbidden``: must not be there. ``text``: the slot as it is written. ``phrases``:
    word for word what may stand there, each around the argument's head (``loose``: its last word the head, the others
    anywhere in the argument); then ``words`` holds their words. Only a researcher's patterns have phrases.
    """

    roles: tuple[str, ...]
    filler: str
    words: frozenset[str] = frozenset()
    role_codes: frozenset[str] = frozenset()
    optional: bool = False
    forbidden: bool = False
    text: str = field(default="", compare=False)
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
    ``filled``: the roles of each slot that must be filled, but for sources and deeds.
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
    filled: tuple[tuple[str, ...], ...] = ()

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
    """All patterns, indexed by kind and predicate lemma, most specific first.

    ``phrases``: words of three parts or more ("state_of_emergency") by their first and by their last part.
    ``needed``: every word that some pattern needs. ``needing``: for each entry of the index, the places in its list of
    the patterns that need a word, by that word (one need of each pattern, the one with the fewest words; those that
    need none stand under "").
    ``class_lines``: the line of classes.txt on which a class is first defined. ``class_parts``: the classes that a
    class takes in. ``problems``: what reading found wrong; a codebook with any is not fit for coding.
    """

    folder: Path = field(default_factory=Path)
    patterns: list[Pattern] = field(default_factory=list)
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    derived: dict[str, Derivation] = field(default_factory=dict)
    index: dict[tuple[str, str], list[Pattern]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    needing: dict[tuple[str, str], dict[str, list[int]]] = field(default_factory=dict)
    class_lines: dict[str, int] = field(default_factory=dict)
    class_parts: dict[str, set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    # of a researcher's verbs: (kind, word form) -> lemma
    forms: dict[tuple[str, str], str] = field(default_factory=dict)

    def candidates(self, kind: str, lemma: str) -> list[Pattern]:
        """Patterns whose predicate is ``lemma`` used as ``kind``: a researcher's first, then most specific first."""
        return self.index.get((kind, lemma), [])

    def likely(self, kind: str, lemma: str, present: frozenset[str]) -> list[Pattern]:
        """The candidates, but for most of those that need words of which a sentence with ``present`` has none."""
        key = kind, lemma
        if key not in self.index:
            return []
        patterns, needing = self.index[key], self.needing[key]
        places = set(needing.get("", ()))
        for word in present & needing.keys():
            places.update(needing[word])
        return [patterns[place] for place in sorted(places)]

    def is_predicate(self, kind: str, lemma: str) -> bool:
        """Whether some pattern fires on this lemma used as ``kind``, a noun of doing by its verb."""
        return (kind, lemma) in self.index or (kind == "noun" and ("verb", DEEDS.get(lemma, "")) in self.index)

    def predicates(self) -> set[str]:
        """Every predicate lemma, for the scan that decides which sentences are parsed."""
        return {lemma for _, lemma in self.index} | {noun for noun in DEEDS if self.is_predicate("noun", noun)}

    def hyphenated(self) -> set[str]:
        """Every word with a hyphen that a pattern asks for: the tokenizer is to leave them whole."""
        words = self.predicates().union(*(slot.words for p in self.patterns for slot in p.slots))
        return {part for word in words for part in word.split("_") if "-" in part}

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

    def problem(self, where: str | Pattern, line: int, text: str) -> Problem:
        """A problem in a file of the codebook (its name), or in the line of a pattern (``line`` does not matter)."""
        if isinstance(where, Pattern):
            stem, _, number = where.pattern_id.rpartition(":")
            where, line = f"{stem}.txt", int(number)
        return Problem(shown(self.folder / where), line, text)

    def mirror(self, code: str) -> str:
        """The code of the same deed seen from the target: 042 <-> 043, itself when reciprocal, "" when one-sided."""
        return self.derive("mirror", code)


def shown(path: Path) -> str:
    """A path as a person in the present folder would type it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def load(folder: Path, known_codes: Iterable[str] | None = None) -> Codebook:
    """Read every file of ``folder``; what is wrong in them is collected in ``Codebook.problems``, in order of lines.

    Raises PatternError when the folder holds no pattern at all.
    """
    book = Codebook(folder)
    codes = frozenset(known_codes or ())
    if (folder / "classes.txt").exists():
        _read_classes(book)
    if (folder / "derived.csv").exists():
        _read_derived(book, codes)
    for path in sorted(folder.glob("*.txt")):
        if path.name != "classes.txt":
            book.patterns.extend(_read_patterns(path, book, codes))
    if not book.patterns and not book.problems:
        raise PatternError(f"{shown(folder)}: no pattern found; expected files such as 04_consult.txt")
    _index(book)
    book.problems.sort()
    return book


def order(pattern: Pattern) -> tuple[float, bool, int, str, int]:
    """Sort key of the order in which patterns are tried: most specific first; of equals the one with the finer code
    (the manual gives 120 only where none of 121-129 fits, 183 where none of 1831-1834 does), then by file and line.
    """
    stem, _, line = pattern.pattern_id.rpartition(":")
    number = int(line) if line.isdigit() else 0
    return -pattern.specificity, pattern.code.endswith("0"), -len(pattern.code), stem, number


def _index(book: Codebook) -> None:
    seen: dict[tuple[object, ...], Pattern] = {}
    for pattern in book.patterns:
        key = (pattern.kind, pattern.lemmas, pattern.slots)
        if key in seen:
            text = f"the same pattern as {seen[key].pattern_id}; remove one of the two lines"
            book.problems.append(book.problem(pattern, 0, text))
        seen[key] = pattern
        for lemma in sorted(pattern.lemmas):
            book.index.setdefault((pattern.kind, lemma), []).append(pattern)
    for word in sorted({w for p in book.patterns for slot in p.slots for w in slot.words if w.count("_") > 1}):
        parts = tuple(word.split("_"))
        for part in sorted({parts[0], parts[-1]}):
            book.phrases.setdefault(part, []).append(parts)
    _arrange(book, book.index)


def _arrange(book: Codebook, keys: Iterable[tuple[str, str]]) -> None:
    """Put the patterns of these predicates into order and index them by the words that they need."""
    book.needed = frozenset().union(*(words for p in book.patterns for words in p.needs))
    for key in keys:
        patterns = book.index[key]
        patterns.sort(key=lambda p: (p.own is None, order(p) if p.own is None else (-p.specificity,)))
        needing: dict[str, list[int]] = {}
        book.needing[key] = needing
        for place, pattern in enumerate(patterns):
            for word in min(pattern.needs, key=len, default=frozenset({""})):
                needing.setdefault(word, []).append(place)


def add_own(book: Codebook, patterns: Iterable[Pattern], forms: dict[tuple[str, str], str]) -> None:
    """Put a researcher's patterns before all others of their predicates, and their verbs' forms into the codebook."""
    touched = set()
    for pattern in patterns:
        book.patterns.append(pattern)
        for lemma in sorted(pattern.lemmas):
            book.index.setdefault((pattern.kind, lemma), []).append(pattern)
            touched.add((pattern.kind, lemma))
    _arrange(book, touched)  # the sort is stable: equals stay in the order of the researcher's file
    book.forms |= forms


def _text(path: Path, book: Codebook) -> str:
    """The text of a file; "" and a problem where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors begin a file with a byte order mark
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        book.problems.append(book.problem(path.name, line, "a character that is not UTF-8; save the file as UTF-8"))
        return ""


def _lines(path: Path, book: Codebook) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_text(path, book).splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            yield number, text


def _read_classes(book: Codebook) -> None:
    """``name = word, word, @other`` a line; a later line may use an earlier class, and ``give|send + rice|flour`` joins
    every word before the + with every one after it.
    """
    classes = book.classes
    path = book.folder / "classes.txt"

    def wrong(text: str) -> None:
        book.problems.append(book.problem(path.name, number, text))

    for number, line in _lines(path, book):
        name, equals, rest = line.partition("=")
        name = name.strip()
        if not equals or not _NAME.fullmatch(name):
            wrong("not a class; write `name = word, word, @other`, the name in letters, digits and _")
            continue
        words: set[str] = set(classes.get(name, ()))
        for word in _joined(rest):
            if word.startswith("@"):
                if word[1:] not in classes:
                    wrong(f"the class {word} is not defined above this line; correct the name or move the line up")
                words |= classes.get(word[1:], frozenset())
                book.class_parts.setdefault(name, set()).add(word[1:])
            elif word and not _CLASS_WORD.fullmatch(word):
                wrong(f"{word!r} is no word; a class is words with commas between them")
            elif word:
                words.add(word.replace(" ", "_").lower())
        if not rest.strip(" ,"):
            wrong(f"the class @{name} has no word; give it one or remove the line")
        classes[name] = frozenset(words)
        book.class_lines.setdefault(name, number)


def _joined(rest: str) -> Iterator[str]:
    """The words of a class, those of a product ("give|send + rice|flour") one by one."""
    for item in rest.split(","):
        first, plus, second = item.partition("+")
        if not plus:
            yield item.strip()
            continue
        for a in first.split("|"):
            yield from (f"{a.strip()}_{b.strip()}" for b in second.split("|"))


def _read_derived(book: Codebook, codes: frozenset[str]) -> None:
    path = book.folder / "derived.csv"

    def wrong(text: str) -> None:
        book.problems.append(book.problem(path.name, number, text))

    rows = csv.reader(_text(path, book).splitlines())
    number, header = 1, [name.strip() for name in next(rows, [])]
    if sorted(header) != sorted(("code", *COLUMNS)):
        missing = ", ".join(sorted({"code", *COLUMNS} - set(header)))
        extra = ", ".join(sorted(set(header) - {"code", *COLUMNS}))
        said = [f"no column {missing}"] * bool(missing) + [f"unknown column {extra}"] * bool(extra)
        wrong(f"{'; '.join(said) or 'a column twice'}; the columns are code,{','.join(COLUMNS)}")
        return
    for row in rows:
        number = rows.line_num
        if not row:
            continue
        if len(row) != len(header):
            wrong(f"{len(row)} fields where the header has {len(header)}; count the commas")
            continue
        values = {name: value.strip() for name, value in zip(header, row, strict=True)}
        code = values.pop("code")
        for name, value in {"code": code, **values}.items():
            if codes and value and value not in codes and (name, value) != ("code", "*"):
                wrong(f"column {name}: {value!r} is not a CAMEO code; see seeds/ontology/cameo.csv")
        if not code:
            wrong("column code is empty; give the code of the deed, or * for any other")
        if code in book.derived:
            wrong(f"a second row for {code}; remove one of the two")
        book.derived[code] = Derivation(**values)


def _read_patterns(path: Path, book: Codebook, codes: frozenset[str]) -> Iterator[Pattern]:
    code = ""
    for number, line in _lines(path, book):
        said = ""
        if line.startswith("[") and (heading := _HEADING.match(line)):
            code = heading.group(1)
            if code[0].isdigit() and codes and code not in codes:
                said = f"{code!r} is not a CAMEO code; see seeds/ontology/cameo.csv"
            elif code[0].isalpha() and code not in OPERATORS:
                said = f"{code!r} is not an operator; they are {', '.join(OPERATORS)}"
        elif not code:
            said = "a pattern before the first heading; put a line such as `[042] Make a visit` above it"
        else:
            try:
                pattern = parse_line(line, code, f"{path.stem}:{number}", book.classes)
            except PatternError as error:
                said = str(error)
            else:
                yield pattern
                unknown = sorted({c for _, c in pattern.examples} - codes) if codes else []
                if unknown and code not in unknown:
                    said = f"{unknown[0]!r} after an example is not a CAMEO code; see seeds/ontology/cameo.csv"
        if said:
            book.problems.append(book.problem(path.name, number, said))


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
            slots.append(Slot(roles, "ANY", forbidden=True, text=f"!{'|'.join(roles)}"))
            roles, forbidden = (), False

    for token in [*tokens, ""]:
        if not token or token[0] in "[!" or not (token.split(":")[0].split("&")[0] in FILLERS or token[0] in "@("):
            banned()
        if not token:
            break
        if token in "[]":
            if optional == (token == "["):
                raise PatternError("[ and ] do not pair; write [on TARGET] around what may be missing")
            optional = token == "["
            continue
        if token.startswith("!"):
            forbidden, token = True, token[1:]
            if not token:
                raise PatternError("! has nothing after it; write it before the word, without a space: !on TARGET")
        if token[0] in _PAIRS and token[-1] != _PAIRS[token[0]]:
            raise PatternError(f"{token!r} has no {_PAIRS[token[0]]}; close it, and write words as (accord|deal)")
        if not lemmas:
            if token == "be":
                adjective = True
                continue
            if token.startswith("{"):
                kind, lemmas = "noun", _words(token[1:-1], classes)
                continue
            if token.startswith("subj:"):
                slots.append(_slot(("agent",), token[5:], classes, optional, forbidden, "subj:"))
                forbidden = False
                continue
            if token.split(":")[0].split("&")[0] in FILLERS:
                slots.append(_slot(("agent",), token, classes, optional, forbidden))
                forbidden = False
                continue
            kind, lemmas = ("adjective" if adjective else "verb"), _words(token, classes)
            continue
        if token.split(":")[0].split("&")[0] in FILLERS or token[0] in "@(":
            prefix = f"{'|'.join(roles)} " if roles else ""
            slots.append(_slot(roles or ("object",), token, classes, optional, forbidden, prefix))
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
    if optional:
        raise PatternError("[ has no ]; close it after what may be missing")
    if not lemmas:
        raise PatternError(
            "no predicate: write a verb (impose|slap), an event noun ({visit|trip}) or `be` and an adjective"
        )
    if roles:
        raise PatternError(
            f"the preposition {'|'.join(roles)!r} has nothing after it; write TARGET, ANY, a @class or (words)"
        )
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
    filled = tuple(
        slot.roles
        for slot in slots
        if slot.filler in ("", "TARGET", "ANY", "HOST") and not slot.optional and not slot.forbidden
    )
    specificity = _specificity(slots, kind)
    return Pattern(
        pattern_id, code, kind, lemmas, tuple(slots), tuple(examples), body.strip(), specificity, needs, filled=filled
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
                raise PatternError(f"the class {word} is not in classes.txt; define it there or correct the name")
            words |= classes[word[1:]]
        elif word and not _CLASS_WORD.fullmatch(word):
            raise PatternError(f"{word!r} is no word; separate words with |")
        elif word:
            words.add(word.replace(" ", "_").lower())
    if not words:
        raise PatternError(f"no word in {token!r}; write one, or a @class that has words")
    return frozenset(words)


def _slot(
    roles: tuple[str, ...],
    token: str,
    classes: dict[str, frozenset[str]],
    optional: bool,
    forbidden: bool,
    prefix: str = "",
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
    text = f"{'!' * forbidden}{prefix}{token}"
    return Slot(roles, filler, words, role_codes, optional, forbidden, f"[{text}]" if optional else text)


def _specificity(slots: list[Slot], kind: str) -> float:
    """How much a pattern asks for: words count most, then other clauses, prepositions and actors.

    The most specific pattern that matches wins; a small class says more than a large one. Of a complement's verbs
    those with their object ("send_food") are narrow, so that three of them count as one word.
    """
    score = 0.0
    for slot in slots:
        if slot.forbidden:
            score += 0.5
            continue
        weight = 0.0
        if slot.words:
            joined = sum("_" in word for word in slot.words) if slot.roles == ("comp",) else 0
            weight += 3.0 if len(slot.words) - joined + joined / 3 <= 40 else 2.5
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
