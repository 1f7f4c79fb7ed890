"""The coder: clean text in, event mentions out.

Belongs here: the order of the steps from a text to mentions (scan, parse, actors, match, status, date, place) and the
shape of a mention.
Not here: grammar (language/), names (actors/), meaning (seeds/patterns, patterns.py, match.py), joining mentions to
events (linking.py).
"""

from __future__ import annotations

import atexit
import gc
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from pipeline.actors.dictionary import Actor, ActorDictionary, ActorSpan
from pipeline.actors.memory import ActorMemory
from pipeline.actors.resolve import find, resolve_phrase
from pipeline.articles.dateline import find as find_dateline
from pipeline.coding import home, patterns, telling
from pipeline.coding.confidence import confidence, signs
from pipeline.coding.dates import EventDate, date_behind, event_date
from pipeline.coding.match import ACT, FALLBACK, MUTUAL, SPOKEN_OF, STATEMENT, Match, Matcher, Party, as_place
from pipeline.coding.modality import DONE_VERBS, OFFICE, SPOKESMEN, Status, status
from pipeline.coding.patterns import Codebook, Pattern
from pipeline.coding.places import EventPlace, Gazetteer, event_place, made, unknown_venue
from pipeline.coding.reader import Array, Asked, Reader, family
from pipeline.coding.version import CoderIdentity, coder_identity
from pipeline.coding.words import inflections
from pipeline.language import parser
from pipeline.language.clauses import GOING, Clause, Clauses
from pipeline.language.sentences import split, unwrap
from pipeline.language.tree import Tree
from pipeline.ontology.lookup import Ontology
from pipeline.settings import Settings

atexit.register(gc.unfreeze)  # what Coder.load froze is let go in order at the end
_WORDS = re.compile(r"[^\W\d_]+(?:[-’'.][^\W\d_]+)*")
_LABEL = re.compile(r"(?:[A-Z][A-Z.'’-]+ ){0,4}[A-Z][A-Z.'’-]+:\s+(?:\([^)]{1,40}\)\s+)?")
WEEK = timedelta(days=7)
_CALL = re.compile(r"\b(?:calls? (?:with|between)|(?:tele)?phone|telephones)\b", re.IGNORECASE)
BATCH = 128  # sentences parsed at once: large enough for quick matrix products, small enough for the cache
# The modality that a root brings with it: the deed spoken of is asked for, promised or threatened.
ROOT_MODALITY = {"02": "requested", "10": "requested", "03": "planned", "13": "threatened"}
# "a joint declaration", "bilateral talks": the deed of the two parties that the article speaks of.
JOINT = frozenset({"joint", "bilateral", "mutual"})
# Of one dyad in one sentence the more telling code stays (CAMEO manual: negotiation outranks meeting; a plain
# consultation says least).
OUTRANKED = {
    "040": frozenset({"041", "042", "043", "044", "045", "046"}),
    "046": frozenset({"045"}),
    "030": frozenset({"031", "032", "033", "034", "035", "036", "037"}),
}
# Deeds done in one place, which a dateline may name; a sanction or a telephone call has none.
LOCATED = ("040", "042", "043", "044", "045", "046", "057", "14", "15", "17", "18", "19", "20")
# Deeds that happen nowhere: "sanctions imposed over the war in Ukraine" are not in Ukraine.
PLACELESS = ("041", "085", "163")
# Verbs whose date is that of the deed to come: "plans to sign in June".
PLANNING = frozenset("plan intend prepare hope aim want seek schedule expect".split())
# Codes that say too little when one does not know towards whom.
VAGUE = frozenset("010 020 030 032 040 050 060 070 100 110 120 130 160".split())
# Those that say something where a clause says what is demanded, refused or threatened.
OF_CONTENT = frozenset("100 120 130".split())
# Where actors are given: what the log of the reader's share counts, and what a pattern adds that joins both actors,
# holds one, stands beside them, is not the best of the sentence, or only has the nearest predicate. Fitted on the
# held-out quarter of seeds/sentences (benchmarks/calibrate.py).
GIVEN = {"read": 1.22, "whole": 2.52, "half": 1.93, "beside": 0.11, "other": 0.78, "guess": 0.74}
# How an actor may hang in the words of a deed that it is the target of, and the phrases that only say where, when, with
# whom or as what.
INNER = frozenset("obj iobj obl nmod nmod:poss amod compound nsubj:pass appos flat xcomp acl".split())
APART = frozenset("in at near along inside outside across after before during since until by with without like unlike "
    "than as despite amid alongside because_of according_to instead_of".split())  # fmt: skip
# What is named "as" something has no second side in that.
NAMING = frozenset("designate classify label brand define list describe".split())
# What is done in saying that one wishes to do it.
PERFORMED = frozenset("congratulate thank commend praise salute express convey apologise apologize".split())
SHOOTING = ("shoot", "gun", "fire", "open_fire")
KILLING = ("kill", "slay", "massacre", "slaughter", "murder")
# What "no longer" ends; of other deeds it says only that they are not done.
ENDED = frozenset("04 05 06 07 14 16 17 19".split())
# Deeds of others that one alleges in telling of them.
ALLEGED = frozenset("15 17 18 19 20".split())
# What is said of another in a clause of its own: appeals, demands, blame (CAMEO roots).
ABOUT = frozenset({"02", "10", "11"})
DISPUTES = frozenset("dispute row quarrel feud conflict war standoff stand-off rift spat dialogue talk".split())
# How a journey ends of itself.
ENDING = frozenset("end conclude finish complete wrap round close".split())
CONFLICT = frozenset({"14", "15", "16", "17", "18", "19", "20"})


@dataclass(frozen=True, slots=True)
class Text:
    """One text to code.

    ``published``: its date; ``dateline``: place name; ``body_start``: offset where the report's own words begin
    (None: look for a dateline);
    with ``source_text`` and ``target_text`` the two actors are given.
    """

    text: str
    title: str | None = None
    published: date | None = None
    dateline: str | None = None
    source_text: str | None = None
    target_text: str | None = None
    body_start: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One coded event in one sentence: the columns of table ``mentions`` that coding knows (see warehouse/schema.py).

    Offsets are characters in the text, end exclusive. Absent sides and places are None.
    """

    sentence_start: int
    sentence_end: int
    trigger_start: int
    trigger_end: int
    trigger_text: str
    source_start: int | None
    source_end: int | None
    target_start: int | None
    target_end: int | None
    source_code: str | None
    source_country: str | None
    source_role: str | None
    source_name: str | None
    target_code: str | None
    target_country: str | None
    target_role: str | None
    target_name: str | None
    cameo_code: str
    cameo_root: str
    quad_class: int
    goldstein: float
    plover_type: str | None
    plover_mode: str | None
    deed_code: str | None
    polarity: str
    modality: str
    attribution: str | None
    date_from: date | None
    date_to: date | None
    date_method: str
    date_words: str | None
    place_name: str | None
    place_country: str | None
    latitude: float | None
    longitude: float | None
    place_method: str | None
    place_precision: str | None
    confidence: float
    pattern_id: str
    group_key: str
    coder_version: str
    dictionary_hash: str


@dataclass(slots=True)
class Sentence:
    """A sentence of a text on its way through the steps: number of the text, characters, whether it is parsed."""

    item: int
    start: int
    end: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One parsed sentence with its clauses and actors, ready to be matched. ``homes``: see home.Scene.settled."""

    doc: Doc
    tree: Tree
    clauses: Clauses
    spans: Sequence[ActorSpan]
    matcher: Matcher
    homes: dict[int, tuple[str, str]] = field(default_factory=dict)


class Coder:
    """Codes texts. Make one with ``Coder.load``; it may be used for any number of texts, in one thread."""

    def __init__(
        self,
        nlp: Any,
        ontology: Ontology,
        actors: ActorDictionary,
        gazetteer: Gazetteer,
        book: Codebook,
        identity: CoderIdentity,
        reader_folder: Path | None = None,
    ) -> None:
        self.nlp, self.ontology, self.actors, self.gazetteer, self.book = nlp, ontology, actors, gazetteer, book
        self.identity = identity
        self._reader_folder = reader_folder
        self._countries = {
            p.country: p for places in gazetteer.names.values() for p in places if p.precision == "country"
        }
        self._state_names = {code: place.name for code, place in self._countries.items()}
        self._actor_words = actors.words  # worked out anew each time it is asked for
        self._states = book.classes.get("states", frozenset())
        self._harmless = book.classes.get("harmless", frozenset()) - {"fire", "collapse", "drug", "car", "truck"}
        self._matters = (
            book.classes.get("private_matters", frozenset()),
            book.classes.get("public_matters", frozenset()),
        )
        self._things = book.classes.get("commodities", frozenset())
        self.make_doc = parser.tokenizer(nlp, self._whole_words())
        acting = frozenset().union(
            *(book.classes.get(c, ()) for c in ("appearing", "office_changes", *(verbs for verbs, *_ in telling.ACTS)))
        )
        self._triggers = (
            frozenset(inflections(book.predicates() | telling.MORE_SAYING | telling.PUTTING | acting, nlp))
            | {form for _, form in book.forms}
            | {"according"}
        )
        # What a sentence without any name may tell: "Shots were fired at the bus".
        self._nameless = frozenset(
            inflections(
                {w for (_, w), ps in book.index.items() if any(p.code.startswith(telling.ALONE) for p in ps)}, nlp
            )
        )
        self._forms = {
            (kind, form): lemma
            for kind in ("verb", "noun")
            for form, lemma in inflections((w for k, w in book.index if k == kind), nlp).items()
            if (kind, lemma) in book.index
        } | book.forms

    @classmethod
    def load(cls, settings: Settings) -> Coder:
        """The coder that ``settings`` describe. Raises ModelError, PatternError, DictionaryError or OntologyError
        with one clear line.
        """
        # Hundreds of thousands of small objects that stay: no garbage to look for while they are made.
        gc.unfreeze()
        gc.disable()
        try:
            nlp = parser.load(settings.parser)
            ontology = Ontology.load(settings.seeds_dir / "ontology")
            book = patterns.load(settings.seeds_dir / "patterns", ontology.codes)
            if book.problems:
                more = len(book.problems) - 1
                rest = f" (and {more} more: `dragoman patterns check` lists them)" if more else ""
                raise patterns.PatternError(f"{book.problems[0]}{rest}")
            actors = ActorDictionary.load(settings.seeds_dir / "actors")
            if settings.dictionaries is not None:
                from pipeline.coding import researcher  # only who has dictionaries of his own pays for them
                from pipeline.petrarch import folder

                researcher.extend(book, actors, folder.read(settings.dictionaries, ontology.codes))
            coder = cls(
                nlp,
                ontology,
                actors,
                Gazetteer.load(settings.seeds_dir / "places"),
                book,
                coder_identity(settings),
                settings.reader,
            )
        finally:
            gc.enable()
        gc.freeze()  # nor later: each full collection would walk all of them
        return coder

    @cached_property
    def reader(self) -> Reader | None:
        """The reader, loaded when actors are first given; None where its folder is not there. Raises ReaderError."""
        folder = self._reader_folder
        return Reader.load(folder) if folder is not None and (folder / "weights.npz").exists() else None

    def _whole_words(self) -> set[str]:
        """Hyphenated words of the codebook in all their forms, but for those that name an actor ("consul-general"):
        names are read word by word.
        """
        docs = {word: self.nlp.make_doc(word) for word in self.book.hyphenated()}
        names = {
            word
            for word, doc in docs.items()
            if any((s.start, s.end) == (0, len(doc)) for s in find(doc, self.actors, None, ActorMemory()))
        }
        return set(inflections(docs.keys() - names, self.nlp))

    # -- texts --------------------------------------------------------------------------------------------------------

    def code(
        self,
        text: str,
        *,
        title: str | None = None,
        published: date | None = None,
        dateline: str | None = None,
        source_text: str | None = None,
        target_text: str | None = None,
        body_start: int | None = None,
    ) -> list[Mention]:
        """The mentions of one text, in order of sentence and trigger."""
        item = Text(text, title, published, dateline, source_text, target_text, body_start)
        return next(self.code_many([item]))

    def code_many(self, items: Iterable[Text]) -> Iterator[list[Mention]]:
        """One list of mentions a text, in order; sentences of neighbouring texts are parsed together."""
        stream = iter(items)
        while batch := list(islice(stream, 64)):
            yield from self._code_batch(batch)

    def _code_batch(self, texts: Sequence[Text]) -> Iterator[list[Mention]]:
        items = [replace(item, text=unwrap(item.text)) for item in texts]
        sentences: list[Sentence] = []
        for number, item in enumerate(items):
            sentences += self.cut(number, item)
        docs: list[Doc] = [self.make_doc(items[s.item].text[s.start : s.end]) for s in sentences]
        parsed = self.nlp.pipe((d for d, s in zip(docs, sentences, strict=True) if s.wanted), batch_size=BATCH)
        given = [
            (d, items[s.item])
            for d, s in zip(docs, sentences, strict=True)
            if items[s.item].source_text is not None or items[s.item].target_text is not None
        ]
        reads = iter(self._read_given([d for d, _ in given], [i for _, i in given]))
        memory, current = ActorMemory(), -1
        results: list[list[Mention]] = [[] for _ in items]
        for sentence, doc in zip(sentences, docs, strict=True):
            if sentence.item != current:
                memory, current = ActorMemory(), sentence.item
            item = items[sentence.item]
            if not sentence.wanted:
                find(doc, self.actors, item.published, memory)  # names are learnt from every sentence
                continue
            doc = next(parsed)
            if item.source_text is not None or item.target_text is not None:
                results[sentence.item] += self._given(doc, sentence, item, next(reads))
            else:
                results[sentence.item] += self._sentence(doc, sentence, item, memory)
        for item, mentions in zip(items, results, strict=True):
            yield dated_alike(mentions, item.published)

    def cut(self, number: int, item: Text) -> Iterator[Sentence]:
        """The sentences of a text; the whole text as one where its actors are given."""
        body = self._body_start(item)
        if item.source_text is not None or item.target_text is not None:
            yield Sentence(number, body, len(item.text), True)
            return
        for start, end in split(item.text):
            if start < body < end:
                start = body  # "KYIV (Reuters) - " is not part of the sentence
            if label := _LABEL.match(item.text, start, end):
                start = label.end()  # nor is "SECRETARY BLINKEN: " in a transcript
            yield Sentence(number, start, end, self.wanted(item.text[start:end]))

    @staticmethod
    def _body_start(item: Text) -> int:
        if item.body_start is not None:
            return item.body_start
        paragraphs = item.text.split("\n\n")
        found = find_dateline(paragraphs)
        if found is None:
            return 0
        end = sum(len(p) + 2 for p in paragraphs[: found[0]]) + found[1].end
        given = [phrase for phrase in (item.source_text, item.target_text) if phrase]
        return end if all(phrase in item.text[end:] for phrase in given) else 0

    @staticmethod
    def scan(sentence: str) -> list[str]:
        """The words of a sentence as the scan sees them."""
        return _WORDS.findall(sentence)

    def is_trigger(self, word: str) -> bool:
        """Whether a word is a form of some predicate."""
        return word.lower() in self._triggers

    def wanted(self, sentence: str) -> bool:
        """The scan without a parse: a trigger word, and a capital beyond the first word or a known actor word."""
        words = self.scan(sentence)
        if len(words) < 3:
            return False
        if not any(w.lower() in self._triggers for w in words):
            return False
        return any(
            (k and w[0].isupper()) or w in JOINT or w.lower() in self._actor_words or w.lower() in self._nameless
            for k, w in enumerate(words)
        )

    # -- sentences ----------------------------------------------------------------------------------------------------

    def _sentence(self, doc: Doc, sentence: Sentence, item: Text, memory: ActorMemory) -> list[Mention]:
        reading = self.read(doc, item.published, memory)
        told: dict[int, list[Mention]] = {}

        def tell(match: Match) -> list[Mention]:
            if id(match) not in told:
                told[id(match)] = self.tell(reading, match, sentence, item, memory)
            return told[id(match)]

        matches = reading.matcher.sentence(lambda match: bool(tell(match)))
        mentions = once_each([mention for match in matches for mention in tell(match)])
        # who speaks is an attribution, unless nothing else is told: then the saying is the act (CAMEO manual, 01)
        for rest in (reading.matcher.statements, reading.matcher.acts):
            mentions = mentions or once_each([m for match in rest() for m in tell(match)])
        return mentions

    def read(self, doc: Doc, published: date | None = None, memory: ActorMemory | None = None) -> Reading:
        """What is in a parsed sentence; ``memory`` is its text's, after the sentences before."""
        tree = Tree(doc)
        clauses = Clauses(tree, self.book.is_predicate, self._forms)
        spans = [
            s
            for s in find(doc, self.actors, published, memory if memory is not None else ActorMemory())
            if not (s.end - s.start == 1 and doc[s.start].lower_ == "official" and doc[s.start].tag_ == "JJ")
        ]  # "an official visit" is nobody's
        spans = [own for s in spans if (own := _voice(tree, s)) is not None]
        return Reading(doc, tree, clauses, spans, Matcher(tree, clauses, self.book, spans, self._places(doc)))

    def status(self, reading: Reading, clause: Clause) -> Status:
        """Whether the deed of a clause happened, who says so, and when relative to the report."""
        how = status(reading.tree, reading.clauses, clause, self._states)
        return replace(how, teller=teller(reading.tree, reading.matcher, how.speaker)) if how.possible else how

    def tell(
        self, reading: Reading, match: Match, sentence: Sentence, item: Text, memory: ActorMemory
    ) -> list[Mention]:
        """The mentions that one match makes; [] where it says too little for a table."""
        # "eased sanctions to let relief through": an aim is nobody's statement of intent
        # nor is "to avenge the ambush" a deed of its own
        if is_aim(reading.tree, match) and (
            "03" <= match.code[:2] <= "08" or (match.code[:2] in ("18", "19") and not match.targets)
        ):
            return []
        # "ended his tour with a visit to Peru": a journey that is over was not called off
        if match.code == "161" and match.inner is not None and match.inner.code in ("042", "043"):
            if match.clause.lemma.split("_")[0] in ENDING:
                return []
        how = self.status(reading, match.clause)
        tree, clause = reading.tree, match.clause
        if match.pattern.own is None:
            if telling.is_scenery(tree, reading.clauses, clause, match.code, item.published):
                return []
            if match.pattern not in FALLBACK and telling.is_asked(tree, clause.head):
                return []
            if match.pattern is STATEMENT and (how.polarity, how.modality) != ("affirmed", "occurred"):
                return []
            if match.pattern is ACT and telling.is_past_act(tree, clause.head, item.published):
                return []
            if match.pattern in FALLBACK and (how.polarity != "affirmed" or how.modality in ("hypothetical", "denied")):
                return []
            speakers = [(p.start, p.end, p.actor) for p in match.sources if p.actor is not None]
            if match.pattern is STATEMENT:
                own = {t for k in clause.roles.get("agent", []) for t in tree.subtree(k)}
                named = frozenset(s.head for s in reading.spans if s.actor.country and s.head not in own)
                if telling.is_attribution(tree, clause, [actor for *_, actor in speakers], named, self._matters[1]):
                    return []
            if match.pattern not in FALLBACK and telling.is_colour(tree, clause, match.code, speakers):
                return []
            if match.code[:2] not in ("06", "07") and any(
                telling.is_thing(tree, clause, self._things, a, b)
                for a, b, actor in speakers
                if actor.role in ("", "CVL")
            ):
                return []
            killing = match.code[:2] in ("18", "19", "20") and not match.sources
            if killing and telling.is_mishap(tree, clause, self._harmless):
                return []
        return list(self._mentions(reading, match, how, sentence, item, memory))

    def _places(self, doc: Doc) -> Callable[[int], Party | None]:
        """Places as hosts of visits: token -> the country they lie in, looked up when a pattern first asks."""
        hosts: dict[int, Party] | None = None

        def at(token: int) -> Party | None:
            nonlocal hosts
            if hosts is None:
                hosts = self._hosts(doc)
            return hosts.get(token)

        return at

    def _hosts(self, doc: Doc) -> dict[int, Party]:
        hosts: dict[int, Party] = {}
        for span in self.gazetteer.find(doc):
            country = span.place.country
            if not country:
                continue
            name = self._countries[country].name if country in self._countries else span.place.name
            actor = Actor(
                country,
                country,
                "",
                name,
                "country",
                "",
                None,
                None,
                f"country of {span.place.name}, the place visited",
            )
            for t in range(span.start, span.end):
                hosts[t] = Party(span.start, span.end, actor)
        return hosts

    def _mentions(
        self, reading: Reading, match: Match, how: Status, sentence: Sentence, item: Text, memory: ActorMemory
    ) -> Iterator[Mention]:
        doc, tree, spans = reading.doc, reading.tree, reading.spans
        code, deed, polarity, modality = self.tense(match, how)
        own = match.pattern.own
        if code == "040" and own is None and match.clause.lemma in ("speak", "talk") and _CALL.search(item.title or ""):
            code = "041"  # "spoke today with", under a title that speaks of a call
        # a researcher says himself which event runs back; what tense makes of his code is the scheme's affair
        mirror = own.back if own is not None and code == match.pattern.code else self.book.mirror(code)
        both = [p for p in match.sources if usable(p)]
        others = [p for p in match.targets if usable(p)]
        if own is None and match.clause.lemma.split("_")[0] in NAMING:  # "was designated as a terrorist group"
            titles = {k for t in match.clause.roles.get("as", []) for k in tree.subtree(t)}
            both, others = ([p for p in side if p.start not in titles] for side in (both, others))
        if code[:2] in ("18", "19", "20"):  # "shelled Kyiv": a capital that force strikes is a place, not a government
            others = [
                replace(p, actor=as_place(p.actor)) if p.actor and p.actor.kind == "capital" else p for p in others
            ]
        if not both and not others and mirror == code:
            both = others = self._implied(tree, match, memory)
        spoken = code[:2] in ROOT_MODALITY or code[:2] == "12"
        # "refused mediation in its dispute with Egypt"
        aside = spoken and bool(others) and all(any(same(p, s) for s in both) for p in others)
        if both and (aside or not others) and not match.reciprocal and match.pattern not in FALLBACK:
            others = [p for p in self._beside(tree, match, spans, both, reading.matcher.befalls) if usable(p)]
        if both and not others and own is None and code.startswith(home.STRIKES):
            others = home.struck(tree, match.clause, reading.matcher.span_at, self._places(doc))
        if len(both) > 1 and not others and (
            match.clause.lemma.split("_")[0] in MUTUAL or telling.is_mutual(tree, match.clause)
        ):  # fmt: skip
            others = both  # "both leaders reiterated their commitment": each to the other
        if code == "051" and own is None and others:
            if all(tree.lower[p.end - 1] == "people" and not (p.actor and p.actor.country) for p in others):
                return  # "thanked the people" is courtesy, "thanked the people of Ghana" is not
        sides = [[p.actor for p in side if p.actor is not None] for side in (both, others)]
        private = own is None and telling.is_private(tree, match.clause, code, sides[0], sides[1], *self._matters)
        if private and (both or not others or not code.startswith(home.ACTS_OF_STATE)):
            return
        worded = (
            own is not None
            or match.pattern in FALLBACK
            or any(s.words and not s.forbidden for s in match.pattern.slots)
            or (match.pattern.is_operator and code in OF_CONTENT and bool(match.clause.roles.get("comp")))
        )
        partial = own is None and telling.is_partial(tree, match.clause, code, how, bool(both), item.published)
        custom = own is None and match.pattern not in FALLBACK and telling.is_custom(tree, match.clause, code)
        alone = own is None and telling.stands_alone(tree, match.clause, code, how)
        whole = bool(both and others)
        if own is None and not whole and telling.is_aside(tree, match.clause, how, bool(both), item.published):
            return
        if not (both and others) and not alone:  # before date and place are looked for
            first, second = next(iter(both), None), next(iter(others), None)
            if partial or (match.pattern not in FALLBACK and not tellable(first, second, code, worded, deed)):
                return
        # the date of a promise, threat or appeal is that of the words, not of the deed they speak of
        coming = how.future or how.modality == "planned" or match.clause.lemma in PLANNING
        coming |= modality == "planned" and bool(deed) and not match.pattern.is_operator  # "arrives on Wednesday"
        when = event_date(doc, match.clause.head, item.published, how.background, coming)
        if when.method == "publication" and own is None and is_open(match, deed, modality):
            when = EventDate(None, None, "none", "")
        actor_tokens = {t for s in spans for t in range(s.start, s.end)}
        where = None
        if not (code.startswith(PLACELESS) or deed.startswith(PLACELESS)):
            stands = code.startswith(LOCATED) and not how.background and modality in ("occurred", "ongoing")
            # "arrived here on Sunday": the dateline, however long ago
            here = any(tree.lower[t] == "here" for t in tree.children(match.clause.head, "advmod"))
            dateline = item.dateline if stands and (here or is_fresh(when, item.published)) else None
            where = self._place(doc, tree, match, actor_tokens, dateline)
        speaker = self._speaker(tree, how.speaker, spans)
        places, names, armed = self._places(doc), self._state_names, self.actors.armed
        scene = home.Scene(tree, spans, places, match, code, where, names, armed, memory.country(), reading.homes)
        if own is None and both is others:
            both = others = home.both_sides(scene, both, [])[0]
        elif own is None:
            both, others = home.both_sides(scene, both, others)
        if private and not home.is_abroad(home.agent(scene, others, polarity == "affirmed"), others):
            return  # but what a state does to a foreigner is between states
        sources: list[Party | None] = [*both] or [None]
        targets: list[Party | None] = [*others] or [None]
        pairs: list[tuple[Party | None, Party | None, str]] = []
        for source in sources:
            for target in targets:
                if source is not None and target is not None and same(source, target):
                    if len(sources) > 1 or len(targets) > 1:
                        continue
                    target = None  # "China … in Beijing": nobody acts on himself
                if partial and (source is None or target is None):
                    continue
                if custom and not any(
                    p.actor.country or p.actor.kind != "agent" for p in (source, target) if p and p.actor
                ):
                    continue
                if match.pattern not in FALLBACK and not tellable(source, target, code, worded, deed):
                    if source is not None or target is not None or not alone:
                        continue
                pairs.append((source, target, code if own else abroad(match, code, source, target)))
                if source is not None and target is not None and match.reciprocal and mirror and both is not others:
                    pairs.append((target, source, mirror))
        if (
            code == "040"
            and own is None
            and modality == "occurred"
            and polarity == "affirmed"
            and where is not None
            and where.method in ("clause", "sentence")
        ):
            pairs = self._met_at(pairs, where)
        if own is None:
            told = polarity == "affirmed" and modality in ("occurred", "ongoing")
            pairs = [(*home.implied(scene, source, target, told), sided) for source, target, sided in pairs]
            if len({b.actor.country for _, b, _ in pairs if b and b.actor}) > 1:
                pairs = [(at_home(a, b, names), b, sided) for a, b, sided in pairs]
        stops = self._stops(doc, match, item.published, coming, when, where)
        for source, target, sided in pairs:
            host = target if (deed or sided) == "042" else source if (deed or sided) == "043" else None
            day, place = stops.get(host.start if host else -1, (when, where))
            yield self._mention(
                doc, match, sided, deed, polarity, modality, source, target, day, place, speaker, sentence
            )

    def _stops(
        self,
        doc: Doc,
        match: Match,
        published: date | None,
        coming: bool,
        when: EventDate,
        where: EventPlace | None,
    ) -> dict[int, tuple[EventDate, EventPlace | None]]:
        """Token of a stop -> its own date and place, on a journey of several: "to Oslo on May 2 and Riga on May 3"."""
        if match.host is None or len(match.targets) < 2:
            return {}
        places = {span.start: span.place for span in self.gazetteer.find(doc)}
        days = {p.start: date_behind(doc, p.end, published, coming) for p in match.targets}
        single = len({day.words for day in days.values() if day}) < 2
        found: dict[int, tuple[EventDate, EventPlace | None]] = {}
        later = when
        for p in sorted(match.targets, key=lambda p: -p.start):  # a stop without a date shares that of the next
            later = when if single else days[p.start] or later
            named = places.get(p.start)
            here = where if where is not None and p.actor and where.country == p.actor.country else None
            if named is not None and (here is None or here.precision == "country"):
                here = made(named, "target" if named.precision == "country" else "clause")
            found[p.start] = later, here or self._host_place(p)
        return found

    def _place(
        self, doc: Doc, tree: Tree, match: Match, actor_tokens: set[int], dateline: str | None
    ) -> EventPlace | None:
        """Where it happened: its own clause, the clause it goes on from ("visited Tripoli and met Gaddafi"), the
        dateline.
        """
        head = match.clause.head
        own = event_place(doc, head, self.gazetteer, actor_tokens, None)
        if own is not None:
            return own
        before = tree.head[head] if tree.dep[head] == "conj" and match.clause.kind == "verb" else match.clause.verb
        if before >= 0 and before != head:
            found = event_place(doc, before, self.gazetteer, actor_tokens, None)
            if found is not None and found.method in ("clause", "target"):
                return found
        if not dateline or unknown_venue(doc, head, self.gazetteer):
            return None
        return event_place(doc, head, self.gazetteer, actor_tokens, dateline)

    def _met_at(
        self, pairs: Sequence[tuple[Party | None, Party | None, str]], where: EventPlace
    ) -> list[tuple[Party | None, Party | None, str]]:
        """CAMEO 042-044: a meeting in one side's country is a visit there; in a third country it is 044, and each
        visits its host.
        """
        out: list[tuple[Party | None, Party | None, str]] = []
        place = self._countries.get(where.country)
        for a, b, code in pairs:
            if (
                a is None
                or b is None
                or not a.actor
                or not b.actor
                or not place
                or not (a.actor.country and b.actor.country)
            ):
                out.append((a, b, code))
            elif where.country == b.actor.country != a.actor.country:
                out.append((a, b, "042"))
            elif where.country == a.actor.country != b.actor.country:
                out.append((a, b, "043"))
            elif a.actor.country != b.actor.country:
                host = Party(
                    a.start,
                    a.end,
                    Actor(
                        where.country,
                        where.country,
                        "",
                        place.name,
                        "country",
                        "",
                        None,
                        None,
                        f"country of {where.name}",
                    ),
                )
                out += [(a, b, "044"), (a, host, "042"), (replace(host, start=b.start, end=b.end), a, "043")]
            else:
                out.append((a, b, code))
        return out

    def tense(self, match: Match, how: Status) -> tuple[str, str, str, str]:
        """(code, deed, polarity, modality) after CAMEO's rule that tense decides families (manual, chapters 03, 12
        and 13).
        """
        code, deed = match.code, match.deed
        polarity, modality = how.polarity, how.modality
        said = match.inner.clause.lemma.split("_")[0] if match.inner is not None and polarity == "affirmed" else ""
        if said in PERFORMED and match.inner is not None and match.clause.lemma in ("wish", "want"):
            if modality in ("planned", "occurred", "ongoing") and match.pattern.code == "INTENT":
                return match.inner.code, "", polarity, "occurred"  # who wishes to thank another thanks him
        # "is expected to visit", "flew there to meet": told as to come, if not announced by the actor
        coming = how.future or (modality == "planned" and match.clause.kind == "verb" and "04" <= code[:2] <= "08")
        if how.possible and polarity == "affirmed" and code[:2] in CONFLICT and not match.pattern.is_operator:
            # "may close the strait, its minister warned": said of oneself it is a threat
            if threat := self.book.derive("threaten", code) if how.unless or speaks_for(match, how) else "":
                return threat, code, polarity, "threatened"
        failed = match.clause.lemma.startswith("agree") and polarity == "negated" and match.reciprocal
        if failed and code[:2] == "03" and not how.future:
            if modality == "hypothetical" or (code == "030" and modality == "occurred"):
                return "164", "", "affirmed", "occurred"  # "could not agree on the islands": the talks have failed
        if how.ended and modality in ("occurred", "ongoing") and not match.pattern.is_operator:
            if stopped := self.book.derive("stop", code) if code[:2] in ENDED else "":
                return stopped, code, "affirmed", "occurred"
        if how.ended and coming:
            polarity = "negated"  # "will no longer sell"
        if match.clause.lemma == "rule_out" and polarity == "negated" and match.inner is None:
            return "014", "", "affirmed", "occurred"  # "is not ruling out an intervention"
        if code == "185" and modality == "hypothetical":
            modality = "occurred"  # to have tried is the deed
        if code == "010" and polarity == "negated":
            return "011", deed, "affirmed", "occurred"  # "would not speak about"
        if polarity == "negated" and modality not in ("hypothetical", "denied") and match.inner is not None:
            turned = ""
            if match.pattern.code == "INTENT" and code[:2] == "03":
                turned = self.book.derive("refuse", code)  # "is not ready to lift": CAMEO 12x, by content
            elif match.pattern.code == "REFUSE" and match.clause.lemma in ("rule_out", "hesitate", "exclude"):
                turned = self.book.derive("intent", deed or match.inner.code)
            if turned:
                return turned, deed, "affirmed", ROOT_MODALITY.get(turned[:2], "occurred")
        if polarity == "negated" and code[:2] == "03" and match.pattern.lemmas and not match.pattern.is_operator:
            if how.future and modality not in ("hypothetical", "denied"):
                # "will not accept mediation"
                return self.book.derive("refuse", code) or code, "", "affirmed", "occurred"
        if coming and not match.pattern.is_operator:
            operator = "refuse" if polarity == "negated" and (code[:2] < "09" or code[:2] == "15") else "intent"
            derived = self.book.derive(operator, match.content or code)
            if code == "057" and operator == "intent" and not match.content:
                derived = ""  # a signing to come of nobody knows what stays one: "planned" says that it is no deed yet
            if derived and (code == "115" or code[:2] not in ("01", "02", "03", "10", "11", "12", "13")):
                if polarity == "affirmed" or operator == "refuse":  # but "will not attack" is no threat
                    code, deed, polarity = derived, code, "affirmed"
                    modality = "occurred" if operator == "refuse" else "planned"
        if modality in ("occurred", "ongoing", "planned"):
            modality = ROOT_MODALITY.get(code[:2], modality)
        return code, deed, polarity, modality

    @staticmethod
    def _beside(
        tree: Tree, match: Match, spans: Sequence[ActorSpan], sources: Sequence[Party], befalls: Callable[[int], bool]
    ) -> list[Party]:
        """The one further actor inside a deed's own words, where its pattern found no target: "voted down a plan that
        Kenya had drawn up"; none where there are several, or where it stands in a phrase of place, time or company.
        """
        taken = {t for p in sources for t in range(p.start, p.end)}
        codes = {p.actor.code for p in sources if p.actor}
        inside = set(tree.subtree(match.clause.head))
        comps = match.clause.roles.get("comp", [])
        found: list[Party] = []
        for span in spans:
            if span.head not in inside or span.head in taken or span.actor.code in codes or not span.actor.code:
                continue
            t, fits = span.head, True
            while t != match.clause.head and fits:
                told_by = tree.dep[t] == "obl:agent" and match.code[:2] in ("11", "12")  # "changes put forward by Peru"
                # "charged that Peru was arming rebels": whom a charge, demand or appeal is about
                if tree.dep[t] == "nsubj" and tree.head[t] in comps and match.code[:2] in ABOUT:
                    break
                answers = tree.lemma[t] in telling.ANSWERS and tree.preposition(t) in ("in", "as")
                answers |= tree.lemma[tree.head[t]] in telling.ANSWERS  # "in protest at Serbian claims"
                apart = tree.preposition(t) in APART and not answers and not _in_dispute(tree, t)
                fits = (tree.dep[t] in INNER or told_by) and not apart
                # "claimed responsibility for a bomb that killed six policemen"
                fits |= tree.dep[t] == "acl:relcl" and match.code == "015"
                suffered = tree.preposition(t) == "of"
                t = tree.head[t]
                if suffered and match.code[:2] in SPOKEN_OF and befalls(t):
                    fits = False
            if fits:
                found.append(Party(span.start, span.end, span.actor))
        if len(found) > 1:  # "recalled its envoy in protest at Serbian claims": not the envoy
            homes = {p.actor.country for p in sources if p.actor} - {""}
            found = [p for p in found if p.actor and p.actor.country and p.actor.country not in homes]
        if len(found) > 1:  # "condemned a Peruvian plan to invade Chile": whose plan it is
            heads = match.clause.roles.get("object", [])
            first = [p for p in found if any(tree.head[t] in heads for t in range(p.start, p.end)
                     if tree.dep[t] in ("nmod:poss", "amod", "compound"))]  # fmt: skip
            found = first if len(first) == 1 else found
        return found if len({p.actor.code for p in found if p.actor}) == 1 else []

    def _implied(self, tree: Tree, match: Match, memory: ActorMemory) -> list[Party]:
        """The two parties that "joint", "bilateral" stand for where a sentence names none; [] when it has no such
        word.
        """
        word = next((t for t in tree.subtree(match.clause.head) if tree.lower[t] in JOINT), None)
        pair = memory.pair() if word is not None else None
        if word is None or pair is None:
            return []
        actors = [memory.parties.get(p) or Actor(p, p, "", p, "anaphor") for p in pair]
        how = f"{tree.lower[word]!r}: the two parties that the article speaks of"
        return [Party(word, word + 1, replace(a, kind="anaphor", how=how)) for a in actors]

    def _speaker(self, tree: Tree, token: int, spans: Sequence[ActorSpan]) -> str | None:
        if token < 0:
            return None
        for span in spans:
            if span.start <= token < span.end:
                return str(tree.doc[span.start : span.end].text)
        words = sorted(t for t in tree.subtree(token) if t >= token - 6)
        return str(tree.doc[words[0] : token + 1].text) if words else None

    def _mention(
        self,
        doc: Doc,
        match: Match,
        code: str,
        deed: str,
        polarity: str,
        modality: str,
        source: Party | None,
        target: Party | None,
        when: EventDate,
        where: EventPlace | None,
        speaker: str | None,
        sentence: Sentence,
    ) -> Mention:
        known = self.ontology[code]
        base = sentence.start
        trigger = doc[match.clause.head]
        a, b = (source.actor if source else None), (target.actor if target else None)

        def offsets(party: Party | None) -> tuple[int | None, int | None]:
            if party is None or party.start < 0:  # implied: no words say it
                return None, None
            return base + doc[party.start].idx, base + doc[party.end - 1].idx + len(doc[party.end - 1])

        s0, s1 = offsets(source)
        t0, t1 = offsets(target)
        if match.host is not None and match.host.actor is not None and (deed or code) in ("042", "043"):
            if where is None or (where.method == "dateline" and where.country != match.host.actor.country):
                where = self._host_place(match.host)
        return Mention(
            sentence_start=base,
            sentence_end=sentence.end,
            trigger_start=base + trigger.idx,
            trigger_end=base + trigger.idx + len(trigger),
            trigger_text=trigger.text,
            source_start=s0,
            source_end=s1,
            target_start=t0,
            target_end=t1,
            source_code=(a.code or None) if a else None,
            source_country=(a.country or None) if a else None,
            source_role=(a.role or None) if a else None,
            source_name=(a.name or None) if a else None,
            target_code=(b.code or None) if b else None,
            target_country=(b.country or None) if b else None,
            target_role=(b.role or None) if b else None,
            target_name=(b.name or None) if b else None,
            cameo_code=code,
            cameo_root=known.root,
            quad_class=known.quad_class,
            goldstein=known.goldstein,
            plover_type=known.plover_type,
            plover_mode=known.plover_mode,
            deed_code=deed or None,
            polarity=polarity,
            modality=modality,
            attribution=speaker,
            date_from=when.date_from,
            date_to=when.date_to,
            date_method=when.method,
            date_words=when.words or None,
            place_name=where.name if where else None,
            place_country=where.country if where else None,
            latitude=where.latitude if where else None,
            longitude=where.longitude if where else None,
            place_method=where.method if where else None,
            place_precision=(where.precision or None) if where else None,
            confidence=confidence(signs(match, source, target, when, modality, sum(1 for _ in trigger.ancestors))),
            pattern_id=match.chain(),
            group_key=f"{base + trigger.idx}:{code[:2] if not deed else deed[:2]}",
            coder_version=self.identity.coder_version,
            dictionary_hash=self.identity.dictionary_hash,
        )

    def _host_place(self, host: Party) -> EventPlace | None:
        """A visit to a country, no city named: the country itself is the place (never its capital)."""
        place = self._countries.get(host.actor.country) if host.actor is not None else None
        if place is None:
            return None
        return EventPlace(place.name, place.country, place.latitude, place.longitude, "target", place.precision)

    # -- given actors -------------------------------------------------------------------------------------------------

    def _given(self, doc: Doc, sentence: Sentence, item: Text, read: Array | None) -> list[Mention]:
        """The best single relation from the given source to the given target."""
        sides = [locate(doc, phrase) for phrase in (item.source_text, item.target_text)]
        reading = self.read_given(doc, item)
        spans = reading.spans
        choice = self._choose(reading, sides, read)
        if choice is None:
            return []
        match, sure = choice
        how = self.status(reading, match.clause)
        code, deed, polarity, modality = self.tense(match, how)
        party = [
            next((Party(s.start, s.end, s.actor) for s in spans if side and s.start == side[0]), None) for side in sides
        ]
        when = event_date(doc, match.clause.head, item.published, how.background, how.future)
        where = event_place(
            doc, match.clause.head, self.gazetteer, {t for s in spans for t in range(s.start, s.end)}, item.dateline
        )
        code = code if match.pattern.own else abroad(match, code, *party)
        met = code == "040" and match.pattern.own is None and (polarity, modality) == ("affirmed", "occurred")
        if met and where is not None and where.method in ("clause", "sentence"):
            code = self._met_at([(party[0], party[1], code)], where)[0][2]
        mention = self._mention(
            doc, match, code, deed, polarity, modality, party[0], party[1], when, where, None, sentence
        )
        return [replace(mention, confidence=round(sure, 2))]

    def _choose(
        self,
        reading: Reading,
        sides: Sequence[tuple[int, int] | None],
        read: Array | None,
    ) -> tuple[Match, float] | None:
        """The relation between the given actors and how sure it is (0..1): the patterns that fit and the reader's
        probabilities, weighed (GIVEN).

        ``read``: probability of each of the reader's codes, None without a reader.
        """
        tree, spans, matcher = reading.tree, reading.spans, reading.matcher
        found = matcher.everything()
        used = {t for i, matches in found.items() for m in matches for t in m.used if t != i}
        ranked: list[tuple[float, float, Match]] = []
        for i, matches in found.items():
            for match in matches:
                fit = self._fit(match, spans, sides)
                # the main clause before what hangs on it, the operator before what it governs, a
                # deed before a bare statement
                score = fit + 0.05 * match.pattern.specificity - 0.12 * tree.depth(i) - (1.0 if i in used else 0.0)
                # who claims, admits or denies a deed is asked about that
                score -= 0.6 if match.code.startswith("01") and match.code not in ("015", "016") else 0.0
                ranked.append((score, fit, match))
        for i, matches in found.items():
            for match in matches:
                if i not in used and (between := self._between(reading, match, sides)) is not None:
                    ranked.append((5.0 - 0.12 * tree.depth(i), 4.0, between))
        ranked.sort(key=lambda r: -r[0])
        own = next((match for _, fit, match in ranked if fit >= 3.0 and match.pattern.own), None)
        if own is not None:
            return own, 0.8  # a researcher's pattern that joins both actors is not weighed against anything
        heads = [span.head for span in spans]
        guess = matcher.nearest(heads) if not ranked else None
        evidence: dict[str, tuple[str, Match]] = {}
        for place, (_, fit, match) in enumerate(ranked):
            kind = "other" if place else "whole" if fit >= 3.0 else "half" if fit >= 1.0 else "beside"
            final = self.tense(match, self.status(reading, match.clause))[0]
            evidence.setdefault(family(final), (kind, match))
        if guess is not None:
            evidence[family(guess.code)] = ("guess", guess)
        if read is None or self.reader is None:
            if not evidence:
                return None
            kind, match = next(iter(evidence.values()))
            return match, {"whole": 0.8, "half": 0.6, "beside": 0.4}.get(kind, 0.3)
        shares: dict[str, float] = {}
        for code, share in zip(self.reader.codes, read.tolist(), strict=True):
            shares[family(code)] = shares.get(family(code), 0.0) + share
        scores = weigh(shares, {f: kind for f, (kind, _) in evidence.items()})
        total = sum(math.exp(value) for value in scores.values())
        best = max((f for f in scores if f), key=lambda f: (scores[f], f))
        sure = math.exp(scores[best]) / total
        kind, known = evidence.get(best, ("", None))
        if known is not None and kind != "guess":
            return known, sure
        within = [(share, code) for code, share in zip(self.reader.codes, read.tolist(), strict=True) if code]
        code = max((pair for pair in within if family(pair[1]) == best), default=(0.0, ""))[1]
        if not code or code not in self.ontology.codes:
            return (known, sure) if known is not None else None
        at = known.clause.head if known is not None else self._predicate(tree, heads)
        clause = matcher.clauses.clause(at) or Clause(at, "verb", tree.lemma[at])
        told = Pattern(f"reader:{code}", code, clause.kind, frozenset(), (), (), "read, not matched", 0.0)
        return Match(told, clause, code, "", [], [], used={at}), sure

    def _between(self, reading: Reading, match: Match, sides: Sequence[tuple[int, int] | None]) -> Match | None:
        """What a deed of others is between the two who are asked about: alleged by the one who tells of it against
        its doer (112x), or asked for by the one for the good (053) or harm (113) of the other; else None.
        """
        source, target = sides
        if source is None or target is None:
            return None

        def holds(parties: Sequence[Party], side: tuple[int, int]) -> bool:
            return any(p.start == side[0] for p in parties)

        asked = match.inner
        if match.pattern.code in ("APPEAL", "DEMAND") and asked is not None:
            addressed = [t for r in ("object", "recipient", "on", "upon", "to", "with", "from") for t in
                         match.clause.roles.get(r, [])]  # fmt: skip
            if not holds(match.sources, source) or not holds(asked.targets, target):
                return None
            if any(target[0] <= t < target[1] for t in addressed):
                return None
            root = (match.deed or asked.code)[:2]
            code = "053" if root in ("05", "07") else "113" if root in ("11", "16") else ""
            if not code or holds(asked.sources, target):
                return None
            return replace(match, code=code, deed="", targets=asked.targets)
        if match.code[:2] not in ALLEGED or not holds(match.sources, target) or holds(match.sources, source):
            return None
        how = self.status(reading, match.clause)
        if holds(match.targets, source) or not source[0] <= how.speaker < source[1] or how.modality not in (
            "occurred", "ongoing"
        ):  # fmt: skip
            return None
        code = self.book.derive("allege", match.code)
        return (
            replace(match, code=code, deed=match.code, sources=match.targets, targets=match.sources) if code else None
        )

    def read_given(self, doc: Doc, item: Text) -> Reading:
        """What is in a parsed text whose two actors are given."""
        tree = Tree(doc)
        clauses = Clauses(tree, self.book.is_predicate, self._forms)
        spans: list[ActorSpan] = []
        for phrase in (item.source_text, item.target_text):
            place = locate(doc, phrase)
            if place is None or not phrase:
                continue
            actor = resolve_phrase(phrase, self.actors, item.published) or Actor(
                "", "", "", phrase, "given", "", None, None, "given with the text"
            )
            head = next((t for t in range(*place) if not place[0] <= tree.head[t] < place[1]), place[1] - 1)
            spans.append(ActorSpan(place[0], place[1], head, actor))
        return Reading(doc, tree, clauses, spans, Matcher(tree, clauses, self.book, spans, forced=True))

    @staticmethod
    def _predicate(tree: Tree, heads: Sequence[int]) -> int:
        """The token that stands over the given actors' words: where their ways to the root meet."""
        ways: list[list[int]] = []
        for h in heads:
            way = [h]
            while tree.head[way[-1]] not in way:
                way.append(tree.head[way[-1]])
            ways.append(way)
        if not ways:
            return next((i for i in range(tree.n) if tree.head[i] == i), 0)
        return next((t for t in ways[0][1:] if all(t in way for way in ways)), ways[0][-1])

    def _read_given(self, docs: Sequence[Doc], items: Sequence[Text]) -> list[Array | None]:
        """The reader's probabilities for texts whose actors are given, None for all without a reader."""
        if not docs or (reader := self.reader) is None:
            return [None] * len(docs)
        asked = []
        for doc, item in zip(docs, items, strict=True):
            spans = [locate(doc, phrase) for phrase in (item.source_text, item.target_text)]
            source, target = (
                (doc[s[0]].idx, doc[s[1] - 1].idx + len(doc[s[1] - 1])) if s is not None else None for s in spans
            )
            asked.append(Asked(doc.text, source, target))
        return list(reader.read(asked))

    @staticmethod
    def _fit(match: Match, spans: Sequence[ActorSpan], sides: Sequence[tuple[int, int] | None]) -> float:
        """How well a match joins the given sides: both in their roles 4, each alone 1.5, swapped counts for
        reciprocal deeds.
        """
        source, target = sides

        def holds(parties: Sequence[Party], side: tuple[int, int] | None) -> bool:
            return side is not None and any(p.start == side[0] for p in parties)

        score = 0.0
        s_in, t_in = holds(match.sources, source), holds(match.targets, target)
        if s_in and t_in:
            score = 4.0
        elif s_in:
            score = 2.0
        elif t_in:
            score = 1.5
        elif match.reciprocal and holds(match.sources, target) and holds(match.targets, source):
            score = 3.5
        elif holds(match.sources, target) or holds(match.targets, source):
            score = -0.5
        # an event outside the words from the one actor to the other is likely another event
        ends = [side for side in sides if side is not None]
        if ends and not min(s[0] for s in ends) - 3 <= match.clause.head <= max(s[1] for s in ends) + 12:
            score -= 0.5
        return score

    # -- explaining ---------------------------------------------------------------------------------------------------

    def matches(self, sentence: str) -> list[Match]:
        """Every match in one sentence, those that another speaks for among them."""
        reading = next(self.readings([sentence]))
        return [match for found in reading.matcher.everything().values() for match in found]

    def readings(self, sentences: Iterable[str]) -> Iterator[Reading]:
        """Sentences on their own, parsed together, each ready to be matched."""
        return map(self.read, self.nlp.pipe(map(self.make_doc, sentences), batch_size=BATCH))

    def homes(self, doc: Doc, published: date | None, memory: ActorMemory) -> Reading:
        """A parsed sentence read as in coding, its ``homes`` filled: which actors were given a country, and why."""
        reading = self.read(doc, published, memory)
        item, sentence = Text(doc.text, published=published), Sentence(0, 0, len(doc.text), True)
        for match in reading.matcher.sentence():
            self.tell(reading, match, sentence, item, memory)
        return reading

    def explain(self, text: str, pattern_id: str = "") -> dict[str, Any]:
        """What the coder sees in one sentence: its parse, its clauses' arguments, its actors, and the text of the
        patterns that fired.
        """
        doc = self.nlp(self.make_doc(text))
        reading = self.read(doc)
        by_id = {p.pattern_id: p for p in self.book.patterns}
        fired = [by_id[p] for p in pattern_id.split(">") if p in by_id] if pattern_id else []
        shown = []
        for match in reading.matcher.sentence():
            roles = {r: [doc[t].text for t in ts] for r, ts in match.clause.roles.items()}
            shown.append(
                {
                    "predicate": doc[match.clause.head].text,
                    "kind": match.clause.kind,
                    "code": match.code,
                    "arguments": roles,
                    "pattern": match.chain(),
                }
            )
        return {
            "parse": [(t.text, t.lemma_, t.pos_, t.dep_, t.head.text) for t in doc],
            "clauses": shown,
            "actors": [
                (doc[s.start : s.end].text, s.actor.code, s.actor.name, s.actor.entry, s.actor.how)
                for s in reading.spans
            ],
            "patterns": [(p.pattern_id, p.code, p.text, p.examples[0] if p.examples else "") for p in fired],
        }


def at_home(source: Party | None, target: Party | None, names: Mapping[str, str]) -> Party | None:
    """An implied doer in each of several countries is of that country: "arrests were made in Peru, Chile and Spain"."""
    a, b = (source.actor if source else None), (target.actor if target else None)
    if source is None or a is None or b is None or a.kind != "implied" or not b.country or a.country == b.country:
        return source
    name = f"{names.get(b.country, b.country)} (implied)"
    return replace(source, actor=replace(a, country=b.country, code=b.country + a.role, name=name))


def _voice(tree: Tree, span: ActorSpan) -> ActorSpan | None:
    """An actor's words without an "opposition" that is no party: "Kenyan opposition to the dam" is Kenya's."""
    if not telling.is_stance(tree, span.start, span.end):
        return span
    if span.end - span.start < 2 or not span.actor.country:
        return None
    actor = replace(span.actor, code=span.actor.country, role="", name=str(tree.doc[span.end - 2].text), kind="country")
    return ActorSpan(span.start, span.end - 1, span.end - 2, actor)


def dated_alike(mentions: Sequence[Mention], published: date | None) -> list[Mention]:
    """The mentions of one text, those dated by publication alone with the days that the text itself gives the deed.

    "Putin arrives in China" over "visited China on Wednesday": the same deed of the same two by code, affirmed and
    occurred, is of that Wednesday (method "article"). Only days of the WEEK before publication count, of several the
    latest.
    """
    if published is None or all(m.date_method != "publication" for m in mentions):
        return list(mentions)
    known: dict[tuple[Any, ...], tuple[date, date, str | None]] = {}
    for m in mentions:
        first, last = m.date_from, m.date_to
        if m.date_method not in ("explicit", "relative") or first is None or last is None:
            continue
        if not published - WEEK <= first <= last <= published:
            continue
        before = known.get(_deed(m))
        if before is None or (last, first) > (before[1], before[0]):
            known[_deed(m)] = first, last, m.date_words
    told = []
    for m in mentions:
        dated = known.get(_deed(m)) if m.date_method == "publication" else None
        if dated is not None and (m.polarity, m.modality) == ("affirmed", "occurred"):
            first, last, words = dated
            m = replace(m, date_from=first, date_to=last, date_method="article", date_words=words)
        told.append(m)
    return told


def _deed(m: Mention) -> tuple[Any, ...]:
    """What makes two mentions of one text tell of one deed: who, what, to whom, and whether it is so."""
    sides = (m.source_code, m.source_name if not m.source_country else None,
             m.target_code, m.target_name if not m.target_country else None)  # fmt: skip
    return (*sides, m.cameo_code, m.deed_code, m.polarity, m.modality)


def once_each(mentions: Sequence[Mention]) -> list[Mention]:
    """One mention a dyad and code in a sentence, the surest, and none that a more telling code of the same dyad
    outranks.
    """
    best: dict[tuple[Any, ...], Mention] = {}
    for m in mentions:
        key = (m.source_code, m.source_name, m.target_code, m.target_name, m.cameo_code, m.polarity, m.modality)
        if key not in best or m.confidence > best[key].confidence:
            best[key] = m
    codes: dict[tuple[Any, ...], set[str]] = {}
    for m in best.values():
        codes.setdefault((m.source_country, m.source_code, m.target_code), set()).add(m.cameo_code)
    kept = set(map(id, best.values()))
    return [
        m
        for m in mentions
        if id(m) in kept
        and not codes[(m.source_country, m.source_code, m.target_code)] & OUTRANKED.get(m.cameo_code, frozenset())
    ]


def teller(tree: Tree, matcher: Matcher, token: int) -> str:
    """Whose word it is (Status.teller) that the speaker at ``token`` gives."""
    if token < 0:
        return ""
    countries = [p.actor.country for p in matcher.party(token) if p.actor and p.actor.country]
    if countries:
        return countries[0]
    named = any(tree.dep[k] in ("nmod:poss", "amod", "compound") and tree.lower[k] != str(tree.doc[k].text)
                for k in tree.kids[token])  # fmt: skip
    return OFFICE if tree.lemma[token] in SPOKESMEN and not named else ""


def speaks_for(match: Match, how: Status) -> bool:
    """Whether the doer himself, or someone of his side, is the one who says so."""
    if how.speaker < 0:
        return False
    if any(p.start <= how.speaker < p.end for p in match.sources):
        return True
    return bool(match.sources) and how.teller in {OFFICE, *(p.actor.country for p in match.sources if p.actor)} - {""}


def abroad(match: Match, code: str, source: Party | None, target: Party | None) -> str:
    """The code, but for soldiers who kill people of another country: that is fighting (19x), not repression (175)."""
    a, b = (source.actor if source else None), (target.actor if target else None)
    if code != "175" or not a or not b or "MIL" not in a.role or not a.country or not b.country:
        return code
    if a.country == b.country or not match.clause.lemma.startswith(SHOOTING + KILLING):
        return code
    return "193" if match.clause.lemma.startswith(SHOOTING) else "190"


def is_aim(tree: Tree, match: Match) -> bool:
    """Whether the deed is only what another is done for; going somewhere to meet is the beginning of meeting."""
    i = match.clause.head
    if tree.dep[i] == "advcl" and match.clause.kind == "adjective" and match.pattern.code == "INTENT":
        return match.inner is None  # "eager to please its neighbour, Panama closed"
    if match.clause.kind != "verb" or tree.dep[i] != "advcl":
        return False
    if tree.tag[i] == "VBG" and match.pattern.code == "INTENT" and tree.lemma[i] in PLANNING:
        return True  # "hoping to win back tourists, Egypt pardoned"
    if tree.tag[i] != "VB":
        return False
    over = tree.lemma[tree.head[i]]
    return over not in GOING and over not in DONE_VERBS and any(tree.lower[m] == "to" for m in tree.children(i, "mark"))


def is_open(match: Match, deed: str, modality: str) -> bool:
    """Whether an event without a date of its own has none at all: what may or may not be, what is denied, and what is
    told as to come. A promise, demand or threat is of the day it is made.
    """
    return modality in ("hypothetical", "denied") or (
        modality == "planned" and bool(deed) and not match.pattern.is_operator
    )


def _in_dispute(tree: Tree, t: int) -> bool:
    """ "mediation in its dispute with Egypt": whom a dispute is with is concerned by what is done about it."""
    preposition = tree.preposition(t)
    if preposition == "with":
        return tree.lemma[tree.head[t]] in DISPUTES
    return preposition in ("in", "across") and tree.lemma[t] in DISPUTES


def is_fresh(when: EventDate, published: date | None) -> bool:
    """Whether an event is of the day of the report or the day before: a dateline says nothing of where older deeds
    were.
    """
    if when.method == "publication" or when.date_to is None or published is None:
        return when.method in ("publication", "none")
    return (published - when.date_to).days <= 1


def weigh(shares: dict[str, float], kinds: dict[str, str]) -> dict[str, float]:
    """A score for each kind of deed: the reader's share of it and how the best pattern for it fits (GIVEN)."""
    return {
        f: GIVEN["read"] * math.log(max(shares.get(f, 0.0), 1e-6)) + (GIVEN[kinds[f]] if f in kinds else 0.0)
        for f in shares.keys() | kinds.keys()
    }


def usable(party: Party) -> bool:
    """Whether a party is an actor that can stand in a table: known, and not a medium or analyst merely quoted."""
    return party.actor is not None and bool(party.actor.code) and party.actor.kind not in ("media", "analyst")


def same(a: Party, b: Party) -> bool:
    """Whether both sides are one and the same: one name, or a state and its own government."""
    if a.actor is None or b.actor is None:
        return False
    if (a.actor.code, a.actor.name) == (b.actor.code, b.actor.name):
        return True
    if home.is_given(a.actor) or home.is_given(b.actor):
        return False  # "Oman arrested two princes"
    plain = {a.actor.role, b.actor.role}
    return bool(a.actor.country) and a.actor.country == b.actor.country and "" in plain and plain <= {"", "GOV"}


def tellable(source: Party | None, target: Party | None, code: str, worded: bool = False, deed: str = "") -> bool:
    """Whether an event with these sides says enough to be a row: both sides, or the one that a domestic or one-sided
    deed has.

    ``worded``: the pattern names the thing done ("withdrew from the treaty"), so that even a residual code says
    something.
    """
    if source is not None and target is not None:
        assert source.actor is not None and target.actor is not None
        # a trip at home is no visit between actors
        at_home = source.actor.country and source.actor.country == target.actor.country
        return not ((deed or code)[:3] in ("042", "043") and at_home)
    if source is not None:
        return (code[:2] != "04" or code == "045") and (worded or code not in VAGUE)
    if target is None:
        return False
    actor = target.actor
    blamed = code in ("110", "111") and actor is not None and bool(actor.role) and telling.is_political(actor, True)
    return code[:2] in CONFLICT | {"08", "07"} or blamed  # "the mayor came under fire"


def locate(doc: Doc, phrase: str | None) -> tuple[int, int] | None:
    """Token start and end of ``phrase`` in the Doc: as written, else ignoring case, else its longest run of words."""
    if not phrase or not phrase.strip():
        return None
    phrase = phrase.strip()
    text = doc.text
    for haystack, needle in ((text, phrase), (text.lower(), phrase.lower())):
        at = haystack.find(needle)
        if at >= 0 and len(haystack) == len(text):
            span = doc.char_span(at, at + len(needle), alignment_mode="expand")
            if span is not None:
                return span.start, span.end
    words = [w.lower() for w in phrase.split()]
    lowers = [t.lower_ for t in doc]
    for size in range(len(words), 0, -1):
        for k in range(len(words) - size + 1):
            for t in range(len(lowers) - size + 1):
                if lowers[t : t + size] == words[k : k + size]:
                    return t, t + size
    return None


__all__ = ["Coder", "Mention", "Text", "replace"]
