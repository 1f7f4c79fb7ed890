"""Reads actors out of tokens: names, titles with a state, role nouns, compounds, anaphors, as spans with dated codes.

Belongs here: the small noun-phrase grammar over dictionary matches and the choice of a person's role at a date.
Does not belong here: file formats (dictionary.py), state across sentences (memory.py), who did what to whom (coding).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING

from spacy.attrs import ORTH

from pipeline.actors.dictionary import (
    HYPHENS,
    INTERNATIONAL,
    Actor,
    ActorDictionary,
    ActorSpan,
    Entry,
    Person,
    Tenure,
    case_fits,
    norm,
    norm_name,
    split_code,
    split_name,
)
from pipeline.actors.memory import APART, ActorMemory

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

STATE_KINDS = frozenset(["country", "adjective", "national", "capital", "region", "prefix", "city"])
BODY_KINDS = frozenset(["organisation", "media", "seat"])
# which reading wins where one name has several
KIND_ORDER = {
    kind: rank
    for rank, kind in enumerate(
        "stop person learnt organisation media seat country adjective capital national region prefix anaphor surname "
        "agent modifier city".split()
    )
}
# X-led keeps X as the actor's state; X-backed and its like say nothing about whose the actor is
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")  # "Russia's 14th Army"
# Before a bare surname these tell a place of that name: "near Gao", "Cordillera del Condor".
PLACING = frozenset("near outside inside throughout del".split())
LED = frozenset("led run owned based commanded headed speaking dominated flagged registered".split())
BACKED = frozenset(
    "backed allied sponsored supported funded financed trained armed aligned linked imposed mediated brokered "
    "proposed drafted made built held occupied controlled administered affiliated friendly style born bound "
    "inspired sanctioned educated wide designed supplied provided assisted leaning ruled annexed seized besieged "
    "hosted protected installed appointed mandated organized organised monitored designated declared policed "
    "origin like era".split()
)
AGAINST = frozenset("pro anti non post trans".split())
PARTICLES = frozenset(
    "al el bin ibn bint ben abu de da do dos das del della di du van von der den la le ter ould zu - ’ '".split()
)
NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december i he she they we it the a an in on at of and but or for from to by with "
    "as after before when while if not his her its their who that this these those said says also".split()
)
MONTHS = frozenset("january march april may june july august".split())
MONTH_BEFORE = frozenset(
    "in on since until till by last this early late mid of next during from between to before after and - ,".split()
)
ARMED = frozenset("REB INS SEP UAF".split())
TWO_SURNAMES = frozenset("ESP MEX COL VEN PER CHL ECU BOL PRY URY ARG CUB DOM PRI GTM HND SLV NIC CRI PAN GNQ".split())
FIRST_NAME_FIRST = frozenset("ETH ERI ISL".split())
FAMILY_FIRST = frozenset("CHN TWN HKG MAC KOR PRK VNM KHM".split())
SINGULAR_TITLE_KINDS = frozenset(["person", "title"])
VERB_LIKE = frozenset(
    "forces heads judges guards rebels aides sources ministers protests marshals troops rivals police chairs "
    "leads".split()
)
# "military" in "military action" is no actor
ATTRIBUTIVE = frozenset(
    "military army navy police government state security parliament court regime intelligence".split()
)
PRISONERS = frozenset("prisoner prisoners hostage hostages refugee refugees rebel student youth police army".split())
EXCHANGES = frozenset(
    "swap swaps exchange exchanges release releases deal deals camp camps crisis station stations issue "
    "resettlement days car cars van vehicle vehicles uniform uniforms helicopter checkpoint custody data".split()
)
# role nouns that are also parts of names
NO_ATTRIBUTE = frozenset(
    "capital arrival trial official rival material proposal approval withdrawal festival hospital republic public "
    "music critic traffic meeting offering building talks also then have been said were will would that this "
    "agreed signed signal".split()
)
# singular words that a later "they" can mean
COLLECTIVES = frozenset("police army military crowd junta team delegation opposition government".split())
# words that open a sentence before a bare surname
OPENERS = frozenset(
    "meanwhile earlier later yesterday today tomorrow when while after before but and since although though "
    "because if as then still however so yet with for on in at by from to both only even neither either like "
    "unlike despite during under that said says also asked told once until unless nor or is was did does has had "
    "will would can could should what why how where who mr mrs ms".split()
)
NAME_LIKE = frozenset(
    "son page cook baker farmer fisher shepherd hunter youth child guard driver crew miner porter young bishop "
    "priest abbot singer gunner archer mason".split()
)
DEEDS = frozenset(
    "action actions operation operations aid spending exercise exercises drill drills budget equipment base bases "
    "intervention campaign offensive support assistance rule cooperation coup service parade hardware ties "
    "buildup presence training involvement pact activity activities supplies sales build-up might capability "
    "capabilities technology assets means option options strength power pressure posture purposes use vehicles "
    "facilities facility installations targets dictatorship conflict confrontation crackdown response solution "
    "sharing council guarantees concerns situation issues agreement arrangements environment threat threats "
    "policy site sites personnel hardware interests station stations brutality custody checkpoint raid raids "
    "protection escort record records property funding funds bonds bond debt revenue revenues website term".split()
)
# "the agency", "the council": what the name or code of the organisation meant must hold
BODY_NOUNS: dict[str, tuple[str, ...]] = {
    "council": (),
    "court": ("icj",),
    "tribunal": ("wct", "court"),
    "commission": (),
    "league": (),
    "bank": (),
    "fund": (),
    "agency": ("igouno", "igoit"),
    "watchdog": ("atomic", "opcw", "igouno"),
    "alliance": ("igonat", "collective security"),
    "bloc": (
        "igoeec",
        "igoeur",
        "igoas",
        "igowas",
        "igooau",
        "igogcc",
        "igoarl",
        "igosa",
        "igocrb",
        "igocis",
        "igobrc",
        "igogos",
        "igoeaf",
    ),
    "organisation": ("igo", "ngo"),
    "organization": ("igo", "ngo"),
    "union": (),
    "community": (),
    "charity": ("ngo",),
    "assembly": (),
    "parliament": (),
    "lender": ("imf", "bank"),
    "cartel": ("opc",),
    "grouping": ("igo",),
}
TITLE_STOP = frozenset("the a an to ukraine its his their its that".split())
PADDING = [""] * 80
# what a word is to the scan: it begins a name, only a name learnt in the article, or must be cut at its hyphens
BEGINS, CAPITAL, CUT = 1, 2, 3
ONLY_BEGINS = bytes(k == BEGINS for k in range(256))
GAP = 3  # words that may stand at a blank inside a researcher's name
PREPOSITIONS = frozenset(
    "of in at on by for from with to into against over under about between among toward towards through via "
    "without within near across outside inside behind beside upon after before during since until despite amid "
    "around like".split()
)
# groups that a later "they" does not mean
NO_ANTECEDENTS = frozenset(
    "family families wife wives husband son sons daughter child children mother father brother sister relative "
    "relatives people public person persons victim victims population citizen nation state side".split()
)
# verbs after which "it" is a country or an organisation
ASKED = frozenset(
    "accuse accused accuses accusing urge urged urges urging ask asked asks asking warn warned warns warning tell "
    "told tells telling invite invited invites inviting blame blamed blames blaming sued sue threaten threatened "
    "threatening help helped helping force forced forcing order ordered ordering allow allowed allowing pressure "
    "pressured pressuring thank thanked attack attacked attacking invade invaded".split()
)
SAYING = frozenset(
    "said says announced announces warned warns claimed claims added insisted insists declared declares confirmed "
    "confirms admitted denied reported stated maintained argued complained hinted".split()
)
SUBJECT_BEFORE = frozenset(
    "that said says say if when because as while and but what before after until since although though whether "
    "than so saying where why "
    'how unless once which , ; : “ " ‘ —'.split()
)
AUXILIARIES = frozenset(
    "will would has had have is was can could should may might must did does shall ll d s were 'll 'd".split()
)
EXPLETIVE = frozenset(
    "clear unclear possible impossible difficult hard easy likely unlikely important necessary time about not too "
    "the a an up only premature early essential crucial vital unfair wrong right good better best true false no "
    "inevitable illegal unacceptable understood reported believed thought expected hoped known imperative up".split()
)
# people whom a place makes its own ("police in Lagos"); soldiers, reporters and envoys may be there from abroad
AT_HOME = frozenset("COP JUD OPP REB INS SEP UAF CRM CVL AGR LAB BUS EDU HLH LEG ENV HRI GOV".split())
NEAR = frozenset("aide adviser advisor assistant heir successor".split())  # "an aide to the president" is his
ABROAD = frozenset("diplomat ambassador envoy consul embassy tourist visitor traveller delegate delegation".split())
SOUNDS = str.maketrans("wckqyj", "vkkkii")  # letters that transliterations swap
COMPASS = frozenset("southern northern eastern western central south north east west the".split())
PAIR_GAP = frozenset(["met", "meets", "and", "with", "the", ",", "&", "-", "–", "'s"])


@dataclass(slots=True)
class _Match:
    """The longest dictionary name at a token."""

    start: int
    end: int
    kind: str
    entries: list[Entry]
    actor: Actor | None = None  # of a name learnt in the article

    @property
    def entry(self) -> Entry:
        return self.entries[0]


@dataclass(slots=True)
class _State:
    """The state (or organisation) that a phrase names as the actor's own."""

    country: str
    role: str
    name: str
    kind: str
    entry: Entry


def find(doc: Doc, dictionary: ActorDictionary, date: date | None, memory: ActorMemory) -> list[ActorSpan]:
    """Actors of a tokenised text, in order and without overlap.

    `date` is the day for which offices are looked up (None: a person's latest office). `memory` is read and extended.
    A parse is used only where the doc has one (heads of spans, gaps between an adjective and its noun).
    """
    return Reader(doc, dictionary, date, memory).spans()


def resolve_phrase(text: str, dictionary: ActorDictionary, date: date | None = None) -> Actor | None:
    """The actor that a phrase on its own stands for ("four Saudi men"); None where it names none."""
    span = read_phrase(text, dictionary, date)[1]
    return span.actor if span is not None else None


def read_phrase(text: str, dictionary: ActorDictionary, date: date | None) -> tuple[Reader, ActorSpan | None]:
    """The reader of a phrase on its own, and the span of the actor it stands for."""
    doc = _blank().make_doc(text[:1000])
    reader = Reader(doc, dictionary, date, ActorMemory())
    spans = [s for s in reader.spans() if s.actor.kind != "anaphor"]
    if not spans:
        return reader, None
    # the head noun of the phrase stands before its first preposition, comma or relative word
    edge = len(doc)
    for token in doc:
        if token.i and token.lower_ in _EDGE and any(s.start < token.i for s in spans):
            edge = token.i
            break
    first = [s for s in spans if s.start < edge]
    inner = [s for s in first if s.end >= edge or s.end == len(doc)]
    span = (inner or first or spans)[-1 if inner else 0]
    if not span.actor.country:  # "the opposition Movement for …", "rebel group M23": the name says whose
        named = [s for s in spans if s.start == span.end and s.actor.country and s.actor.kind == "organisation"]
        span = named[0] if named else span
        owners = [s.actor for s in spans if s.end == span.start - 1 and reader.norm(s.end) == "'s" and s.actor.country]
        if owners and not span.actor.country:  # "President Obama's administration"
            owner = owners[0]
            actor = replace(span.actor, country=owner.country, code=owner.country + span.actor.role)
            span = replace(span, actor=replace(actor, how=f"{actor.how}; of {owner.name}"))
    return reader, reader.placed(span)


_EDGE = frozenset(
    "of in at from for on by with who which that whose , ; ( where near during after before against over under to into "
    "about amid and or as including between".split()
)


@lru_cache(maxsize=1)
def _blank() -> Language:
    import spacy

    return spacy.blank("en")


class Reader:
    """One pass over one doc."""

    # What most sentences never need is made when a name is found (`candidates`).
    index: list[int] | None = None  # position -> token, only where tokens had to be cut ("U.S.-China")
    padded: list[str]  # the words, then empty ones, so that a look past either end finds nothing
    norms: list[str]  # the same in look-up form
    length = 0
    matches: dict[int, _Match | None]
    extra: set[int]  # positions of names learnt on the way
    pending: Sequence[ActorSpan] = ()  # spans read ahead: names that share a plural title
    listed = False  # the latest span follows a comma
    listing: list[Actor]
    latest: ActorSpan | None = None  # the span found last
    title_case: bool | None = None
    reached = 0  # where a name after a title ended
    _parsed: bool | None = None  # asked of the doc when first wanted
    _tagged: bool | None = None

    def __init__(self, doc: Doc, dictionary: ActorDictionary, day: date | None, memory: ActorMemory) -> None:
        self.doc = doc
        self.dictionary = dictionary
        self.day = day
        self.memory = memory
        self.hashes: list[int] = doc.to_array(ORTH).tolist() if len(doc) else []

    # ------------------------------------------------------------------ scanning

    def spans(self) -> list[ActorSpan]:
        starts = self.candidates()
        if not starts:
            self.memory.sentence()
            return []
        found: list[ActorSpan] = []
        position, at = 0, 0
        memory = self.memory
        memory.sentence()
        while True:
            while at < len(starts) and starts[at] < position:
                at += 1
            nxt = starts[at] if at < len(starts) else None
            if self.extra:
                late: int | None = min((p for p in self.extra if p >= position), default=None)
                if late is not None and (nxt is None or late < nxt):
                    nxt = late
            if nxt is None:
                break
            span, after = self.read(nxt)
            position = max(after, nxt + 1)
            spans = [span] if span is not None else []
            if self.pending:
                spans += self.pending
                position = max(position, self.pending[-1].end)
                self.pending = ()
            for span in spans:
                gap = self.gap(found[-1].end if found else 0, span.start)
                if any(word in (".", "!", "?") for word in gap):
                    memory.sentence()
                    self.listed = False
                self.note(span, found[-1] if found else None, gap)
                found.append(span)
                self.latest = span
        if self.dictionary.also or self.dictionary.in_front:
            found = [self.complete(span) for span in found]
        return self.to_tokens(found)

    @property
    def parsed(self) -> bool:
        if self._parsed is None:
            self._parsed = self.doc.has_annotation("DEP")
        return self._parsed

    @property
    def tagged(self) -> bool:
        if self._tagged is None:
            self._tagged = self.doc.has_annotation("POS")
        return self._tagged

    def candidates(self) -> list[int]:
        """Positions whose word can begin a name."""
        d, hashes = self.dictionary, self.hashes
        try:
            infos = bytes(map(d.seen.__getitem__, hashes))
        except KeyError:  # words met for the first time
            self.meet()
            infos = bytes(map(d.seen.__getitem__, hashes))
        learnt = self.memory.learnt
        if CUT in infos:
            infos = self.cut()
        elif BEGINS in infos or (learnt and CAPITAL in infos):
            self.padded = list(map(d.texts.__getitem__, hashes))
            self.norms = list(map(d.norms.__getitem__, hashes))
        else:
            return []
        self.matches, self.extra, self.listing = {}, set(), []
        self.length = len(self.padded)
        self.padded += PADDING
        self.norms += PADDING
        if learnt:
            norms = self.norms
            return [i for i, info in enumerate(infos) if info == BEGINS or (info == CAPITAL and norms[i] in learnt)]
        return list(compress(range(self.length), infos.translate(ONLY_BEGINS)))

    def meet(self) -> None:
        """Note what the words of the text are to the scan, for this and every later text."""
        d, strings = self.dictionary, self.doc.vocab.strings
        if len(d.seen) > 500_000:
            d.seen.clear()
        for key in self.hashes:
            if key not in d.seen:
                text = strings[key]
                cut = "-" in text and text.startswith(("U.", "E.U")) and len(text) > 4
                d.seen[key], d.texts[key], d.norms[key] = CUT if cut else self.begins(text), text, norm(text)

    def begins(self, text: str) -> int:
        """Whether a word can begin a name: BEGINS, CAPITAL where only a name learnt in the article, or 0."""
        capital = not text[:1].islower()
        if norm(text) in (self.dictionary.root.children if capital else self.dictionary.small):
            return BEGINS
        return CAPITAL if capital and text[:1].isalpha() else 0

    def cut(self) -> bytes:
        """Split tokens such as "U.S.-China" at their hyphens and remember which token each piece came from."""
        strings = self.doc.vocab.strings
        self.index, self.padded = [], []
        for i, key in enumerate(self.hashes):
            text = strings[key]
            pieces = re.split("(-)", text) if self.dictionary.seen.get(key) == CUT else [text]
            self.padded += pieces
            self.index += [i] * len(pieces)
        self.norms = list(map(norm, self.padded))
        return bytes(map(self.begins, self.padded))

    def to_tokens(self, spans: list[ActorSpan]) -> list[ActorSpan]:
        """From positions back to tokens; a second actor inside one cut token becomes one of the others of the first."""
        out: list[ActorSpan] = []
        for span in spans:
            if self.index is not None:
                start, end = self.index[span.start], self.index[span.end - 1] + 1
                span = replace(span, start=start, end=end, head=self.index[span.head])
                if out and out[-1].end > start:
                    before = out[-1]
                    out[-1] = replace(
                        before, end=max(end, before.end), others=(*before.others, span.actor, *span.others)
                    )
                    continue
            if self.parsed and span.end - span.start > 1:
                span = replace(span, head=self.doc[span.start : span.end].root.i)
            out.append(span)
        return out

    def size(self) -> int:
        return self.length

    def text(self, i: int) -> str:
        return self.padded[i]

    def norm(self, i: int) -> str:
        return self.norms[i]

    def gap(self, start: int, end: int) -> list[str]:
        return (
            [self.text(k) for k in range(start, end)]
            if end - start < 60
            else [".", *(self.text(k) for k in range(end - 5, end))]
        )

    def match(self, i: int) -> _Match | None:
        """The longest name at position i that fits its capitals, or None."""
        if i in self.matches:
            return self.matches[i]
        found = self._match(i)
        self.matches[i] = found
        return found

    def _match(self, i: int) -> _Match | None:
        if i < 0 or i >= self.length:
            return None
        padded, norms = self.padded, self.norms
        first = norms[i]
        node = self.dictionary.root.children.get(first)
        end = j = i + 1
        fits: list[Entry] = []
        texts: list[str] | None = None
        while node is not None:
            if node.entries:
                found = node.entries
                if node.cased:
                    texts = padded[i:j] if j == i + 1 else [t for t in padded[i:j] if t not in HYPHENS]
                    found = [e for e in found if not e.case or case_fits(e.case, texts)]
                if node.the and norms[i - 1] != "the":
                    found = [e for e in found if not e.the]
                if node.own:
                    found = self.own_first(found)
                if found:
                    fits, end = found, j
            if not node.children:
                break
            word = norms[j]
            if word == "-":
                j += 1
                word = norms[j]
            node = node.children.get(word)
            j += 1
        best: _Match | None = None
        if fits:
            kind = fits[0].kind
            if len(fits) > 1:
                kind = min((e.kind for e in fits), key=KIND_ORDER.__getitem__)
                fits = self.in_time([e for e in fits if e.kind == kind])
            best = _Match(i, end, kind, fits)
            if fits[0].own:
                best = self.own_match(best)
        if self.dictionary.gapped and first in self.dictionary.gapped:
            best = self.gapped(i, first, best)
        if not self.memory.learnt:
            return best
        learnt = self.memory.learnt.get(first)
        if learnt and self.text(i)[:1].isupper():
            for words, actor in learnt:
                end = self.spans_words(i, words)
                if end and (
                    best is None
                    or end > best.end
                    or (end == best.end and best.kind in ("surname", "agent", "modifier", "city"))
                ):
                    if len(words) == 1 and words[0] in MONTHS and self.looks_like_month(i):
                        continue
                    topic = self.memory.topic  # of two who share the name, the one whom the text is about
                    if topic is not None and any(k == words and a.name == topic.name for k, a in learnt):
                        actor = next(a for k, a in learnt if k == words and a.name == topic.name)
                    return _Match(i, end, "learnt", [], actor)
        return best

    def own_first(self, found: list[Entry]) -> list[Entry]:
        """A researcher's entry that holds at the date, alone; else the built-in ones. Dated goes before undated."""
        own = [e for e in found if e.own]
        if not own:
            return found
        day = self.day
        plain = [e for e in own if e.since is None and e.to is None]
        if day is None:
            return (plain or own[-1:])[:1]
        dated = [
            e for e in own if e not in plain and (e.since is None or e.since <= day) and (e.to is None or day <= e.to)
        ]
        return (dated or plain)[:1] or [e for e in found if not e.own]

    def own_match(self, m: _Match) -> _Match:
        """A researcher's name; one with a dated office or after a title is read as a person's."""
        e = m.entry
        if e.kind != "organisation":
            return m
        before = self.match(m.start - 1)
        titled = before is not None and before.kind == "agent" and before.end == m.start
        if titled and before is not None:
            titled = before.entry.subkind in SINGULAR_TITLE_KINDS and not before.entry.plural
        if e.subkind != "person" and not titled:
            return m
        how = f"name in the researcher's dictionary ({e.name})"
        actor = self.actor(e.code, e.role, e.name, "person", e.entry, e.since, e.to, how)
        return replace(m, kind="learnt", actor=actor)

    def gapped(self, i: int, first: str, best: _Match | None) -> _Match | None:
        """A researcher's name inside of which up to GAP other words stand, where it is longer than `best`."""
        for runs, entry in self.dictionary.gapped[first]:
            j, fits = self.spans_words(i, runs[0]), True
            for run in runs[1:]:
                ends = ((k, self.spans_words(k, run)) for k in range(j, j + GAP + 1))
                k, end = next(((k, end) for k, end in ends if end), (0, 0)) if j else (0, 0)
                fits = bool(end) and all(self.text(t).isalpha() for t in range(j, k))
                if not fits:
                    break
                j = end
            if fits and j > (best.end if best is not None else i) and self.own_first([entry]):
                best = self.own_match(_Match(i, j, entry.kind, [entry]))
        return best

    def complete(self, span: ActorSpan) -> ActorSpan:
        """A span whose researcher's entry has further codes, or a code that stands in front of the country's."""
        d = self.dictionary
        actors = [span.actor, *span.others]
        for actor in list(actors):
            for code in d.also.get(actor.entry, ()):
                country, role = split_code(code)
                if not country and role[:3] not in INTERNATIONAL:
                    country = actor.country
                actors.append(replace(actor, code=country + role, country=country, role=role))
        for k, actor in enumerate(actors):
            front = d.in_front.get(actor.entry, "")
            if front and actor.country:
                code = front + actor.country
                actors[k] = replace(actor, code=code, country="", role=code)
        others = tuple({a.code: a for a in actors[1:] if a.code != actors[0].code}.values())
        return replace(span, actor=actors[0], others=others)

    def spans_words(self, i: int, words: tuple[str, ...]) -> int:
        j = i
        for n, word in enumerate(words):
            if n and self.norm(j) == "-":
                j += 1
            if self.norm(j) != word:
                return 0
            j += 1
        return j

    def in_time(self, entries: list[Entry]) -> list[Entry]:
        """Where several lines carry the same name, those valid at the date come first, dated before undated ones."""
        if len(entries) < 2 or entries[0].person is not None:
            return entries
        day = self.day
        if day is None:
            return sorted(entries, key=lambda e: (e.to is not None, -(e.since or date.min).toordinal()))
        return sorted(
            entries,
            key=lambda e: (
                not ((e.since is None or e.since <= day) and (e.to is None or day <= e.to)),
                e.since is None and e.to is None,
            ),
        )

    def looks_like_month(self, i: int) -> bool:
        after = self.text(i + 1)
        return after[:1].isdigit() or self.norm(i - 1) in MONTH_BEFORE or self.text(i - 1)[:1].isdigit()

    # ------------------------------------------------------------------ phrases

    def read(self, i: int) -> tuple[ActorSpan | None, int]:
        """Read the phrase that begins at i: its span (or None) and where to go on."""
        if self.norm(i) in AGAINST and self.text(i + 1) in HYPHENS:
            return self.read_against(i)
        m = self.match(i)
        if m is None:
            return None, i + 1
        if m.kind == "stop":
            return None, m.end
        if m.kind == "anaphor":
            span, after = self.read_anaphor(i, m)
            return (span, after) if span is not None else (None, i + 1)  # "two men" may still be men
        p, effects = self.modifiers(i, inner=False)
        m = self.match(p)
        if m is None or m.kind in ("stop", "anaphor", "modifier"):
            return None, max(p, i + 1)
        if m.kind in STATE_KINDS:
            return self.read_state(i, p, m, effects)
        if m.kind in BODY_KINDS:
            return self.read_body(i, p, m, effects, None)
        if m.kind in ("person", "surname", "learnt"):
            return self.read_person(i, p, m, effects)
        if m.kind == "agent":
            if not self.is_noun(m):
                return None, m.end
            if (
                m.end == p + 1
                and self.norm(p) == "military"
                and self.norm(p - 1) not in ("the", "this", "our", "a", "that")
            ):
                return None, m.end
            body = self.definite_body(p, m)
            if body is not None:
                return self.read_definite(i, p, m, effects, body)
            return self.read_agent(i, p, [], effects, None)
        return None, p + 1

    def definite_body(self, p: int, m: _Match) -> Actor | None:
        """The organisation named earlier that "the agency", "the council", "the bloc" mean."""
        low = self.norm(m.end - 1)
        if m.end != p + 1 or low not in BODY_NOUNS or not self.is_definite(p) or self.text(p)[:1].isupper():
            return None
        if self.norm(m.end) in ("of", "for"):
            return None
        wanted = BODY_NOUNS[low]
        for body in reversed(self.memory.bodies):
            name = f"{body.name.casefold()} {body.role.casefold()}"
            if low in name or any(w in name for w in wanted):
                return body
        return None

    def read_definite(self, i: int, p: int, m: _Match, effects: set[str], body: Actor) -> tuple[ActorSpan | None, int]:
        q = m.end
        r, inner = self.modifiers(q + 1 if self.norm(q) == "'s" else q, inner=True)
        nxt = self.match(r)
        if nxt is not None and nxt.kind == "agent" and self.is_noun(nxt):
            own = _State(body.country, body.role, body.name, "organisation", m.entry)
            return self.read_agent(i, r, [own], effects | inner, None)
        return ActorSpan(p, q, q - 1, self.echo(body, self.plain(p, q))), q

    def modifiers(self, i: int, inner: bool) -> tuple[int, set[str]]:
        """Skip modifiers ("former", "senior", "newly elected"); returns the next position and their effects."""
        effects: set[str] = set()
        p = i
        while True:
            m = self.match(p)
            if m is not None and m.kind == "modifier":
                effect = m.entry.subkind
                if effect == "between" and not inner and p == i:
                    break
                effects.add(effect)
                p = m.end
                if self.text(p) in HYPHENS:
                    p += 1
                continue
            word = self.text(p)
            if inner and m is None and (word.isdigit() or self.norm(p) in _NUMBERS or _ORDINAL.fullmatch(word)):
                p += 1
                continue
            break
        return p, effects

    def read_against(self, i: int) -> tuple[ActorSpan | None, int]:
        """ "pro-Russian separatists", "anti-government protesters": the state named is not the actor's."""
        m = self.match(i + 2)
        whole = self.match(i)
        if whole is not None and whole.kind == "agent" and whole.end > i + 2:
            return self.read_agent(i, i, [], set(), None)
        if m is None or m.kind == "anaphor":
            return None, i + 2
        p, _ = self.modifiers(m.end, inner=True)
        m2 = self.match(p)
        if m2 is not None and m2.kind == "agent" and self.is_noun(m2):
            return self.read_agent(
                i, p, [], {"opposition"} if self.norm(i) == "anti" and m.kind == "agent" else set(), None
            )
        return None, m.end

    def is_noun(self, m: _Match) -> bool:
        """Whether an agent match can be a noun here ("forces", "heads" may be verbs)."""
        last = m.end - 1
        low = self.norm(last)
        if low in ATTRIBUTIVE and self.norm(m.end) in DEEDS:
            return False
        if self.parsed and low in ATTRIBUTIVE and self.index is None:
            token = self.doc[last]
            if token.dep_ == "amod" and token.head.i > last and self.match(token.head.i) is None:
                return False
        if low in PRISONERS and self.norm(m.end) in EXCHANGES:
            return False
        if low in ("person", "public", "private") and self.norm(m.start - 1) == "in":
            return False
        if low in NAME_LIKE and m.end == m.start + 1 and self.text(last)[:1].isupper() and self.in_a_name(last):
            return False
        if self.tagged and (low in VERB_LIKE or m.end == m.start + 1):
            token = self.doc[self.index[last] if self.index is not None else last]
            if low in VERB_LIKE:
                return token.pos_ in ("NOUN", "PROPN", "ADJ")
            return not (token.pos_ in ("VERB", "AUX") and token.is_lower)
        if low not in VERB_LIKE:
            return True
        if self.norm(m.start - 1) in ("to", "would", "will", "could", "should", "must", "may", "might", "can"):
            return False
        before, after = self.match(m.start - 1), self.norm(m.end)
        plain_country = before is None or before.kind in ("country", "capital", "surname", "person", "learnt")
        return not (
            plain_country
            and before is not None
            and not self.text(m.start - 1).isupper()
            and (after in TITLE_STOP or after == "to")
        )

    def acts(self, k: int) -> bool:
        """Whether the body named at k is the subject of a parsed sentence: "the board rejected", not "on board"."""
        if self.norm(k) in ("front", "movement", "society", "institution", "grouping", "fund"):
            return False
        return bool(self.parsed) and self.index is None and self.doc[k].dep_ in ("nsubj", "nsubj:pass")

    def in_a_name(self, k: int) -> bool:
        """Whether the capitalised word at k stands beside other unexplained capitalised words ("Choe Son Hui")."""
        for j in (k - 1, k + 1):
            text = self.text(j)
            if text[:1].isupper() and text[1:].islower() and self.norm(j) not in NOT_NAMES and self.match(j) is None:
                return True
        return False

    def to_state(self, entry: Entry) -> _State:
        role = entry.role if entry.kind in ("capital", "seat") else ""
        if entry.kind in BODY_KINDS:
            role = entry.role
        kind = {
            "adjective": "demonym",
            "national": "demonym",
            "prefix": "demonym",
            "city": "capital",
            "seat": "organisation",
        }.get(entry.kind, entry.kind)
        if entry.kind == "region":
            kind = "demonym" if entry.subkind == "adjective" else "country"
        return _State(entry.code, role, entry.name, kind, entry)

    def is_part_of_a_persons_name(self, m: _Match) -> bool:
        """ "Michael Jordan", "Chad Smith", "the US state of Georgia": a country's name that is not the country."""
        d = self.dictionary
        entry = m.entry
        if entry.kind not in ("country", "capital", "city", "organisation", "seat"):
            return False
        before = self.text(m.start - 1)
        if entry.kind not in BODY_KINDS and before[:1].isupper() and self.norm(m.start - 1) in d.given_names:
            whole = self.match(m.start - 1)
            if whole is None or whole.kind in ("surname", "learnt"):
                return True
        rule = d.ambiguous.get(" ".join(self.norm(k) for k in range(m.start, m.end)))
        if rule is None or entry.own:
            return False
        after = self.norm(m.end)
        if after in rule.before or self.norm(m.start - 1) in rule.after:
            return True
        if "Name" in rule.before or "name" in rule.before:
            nxt = self.match(m.end)
            text = self.text(m.end)
            if (
                (nxt is None or nxt.kind in ("surname", "city"))
                and text[:1].isupper()
                and text[1:].islower()
                and after not in NOT_NAMES
            ):
                return True
        if rule.against:
            words = {self.norm(k) for k in range(self.size())} if self.size() < 3000 else set()
            if words & rule.against and not words & rule.favour:
                return True
        return False

    def read_state(self, start: int, p: int, m: _Match, effects: set[str]) -> tuple[ActorSpan | None, int]:
        """A phrase that opens with a state: "Iran", "Iran's foreign minister", "US and Chinese officials"."""
        if self.is_part_of_a_persons_name(m):
            return None, m.end
        states = [self.to_state(m.entry)]
        q = m.end
        while self.text(q) in HYPHENS or (self.text(q) == "/" and self.match(q + 1) is not None):
            word = self.norm(q + 1)
            if word in LED:
                q += 2
                states[-1].kind = "demonym"
                break
            if word in BACKED:
                return self.read_backed(start, p, m.end, q + 2, states)
            nxt = self.match(q + 1)
            if nxt is None or nxt.kind not in STATE_KINDS | {"organisation"}:
                break
            states.append(self.to_state(nxt.entry))
            q = nxt.end
        end = q
        if m.kind == "prefix" and len(states) == 1:
            return None, m.end
        more = self.coordinated(m, q) if len(states) == 1 else None
        if more is not None:
            states += more[0]
            q = more[1]
        possessive = self.norm(q) == "'s"
        r, inner = self.modifiers(q + 1 if possessive else q, inner=True)
        if possessive and self.norm(r) in ("own", "then"):
            r += 1
        nxt = self.match(r)
        if nxt is None and self.norm(r) not in ("", "'s"):
            later = self.loose(r, possessive, m.kind == "adjective")
            if later is None and not self.parsed and m.kind == "adjective":
                later = self.joined_noun(r)
            if later is None and len(states) == 1:
                later = self.capital_body(r)
            if later is not None:
                r, nxt = later, self.match(later)
        gap = self.parsed_gap(p, r) if nxt is None else None
        if gap is not None:
            r, nxt = gap, self.match(gap)
        if nxt is not None:
            if (
                nxt.kind == "agent"
                and len(states) == 1
                and self.text(r)[:1].isupper()
                and self.text(nxt.end)[:1].isupper()
            ):
                later = (
                    self.capital_body(nxt.end - 1)
                    if self.match(nxt.end) is None or nxt.entry.subkind in ("group", "body")
                    else None
                )
                if later is not None and later > r:
                    r, nxt = later, self.match(later)
                    assert nxt is not None
            if nxt.kind == "agent" and self.is_noun(nxt):
                if not (states[0].kind == "capital" and m.kind == "city" and nxt.entry.subkind == "outlet"):
                    return self.read_agent(start, r, states, effects | inner, None)
            if nxt.kind in BODY_KINDS and len(states) == 1 and m.kind != "capital":
                body = nxt.entry
                if not body.code or body.code == m.entry.code:
                    return self.read_body(start, r, nxt, effects | inner, states[0])
                if (
                    nxt.kind == "seat"
                    and m.kind in ("country", "adjective")
                    and norm_name(body.name) in self.dictionary.shared_seats
                ):
                    return self.read_body(start, r, self.abroad(nxt, m.entry), effects | inner, states[0])
            if (
                nxt.kind in ("person", "surname", "learnt")
                and len(states) == 1
                and (possessive or r > q or (m.kind in ("adjective", "country") and self.is_titled(nxt)))
            ):
                span, after = self.read_person(r, r, nxt, effects | inner, states[0])
                if span is not None and span.actor.country in (m.entry.code, ""):
                    return replace(span, start=start), after
        if m.kind == "city":
            return None, m.end
        if m.kind == "national" and self.norm(q) in ("of", "in") and len(states) == 1:
            k = q + 1
            while self.norm(k) in COMPASS:
                k += 1
            home = self.match(k)
            if (
                home is not None
                and home.kind == "country"
                and home.entry.code != m.entry.code
                and (self.norm(q) == "of" or k > q + 1)
            ):
                # a minority acts in the country where it lives
                name = self.plain(p, home.end)
                actor = self.actor(
                    home.entry.code,
                    "CVL",
                    name,
                    "agent",
                    m.entry.entry,
                    how=f"people of {m.entry.name} in {home.entry.name}",
                )
                return ActorSpan(p, home.end, end - 1, actor), home.end
        actors = [self.country_actor(s) for s in states]
        if more is not None:  # no shared noun after all
            actors = actors[:1]
        return ActorSpan(p, end, end - 1, actors[0], tuple(a for a in actors[1:] if a.code != actors[0].code)), end

    def is_titled(self, m: _Match) -> bool:
        """Whether a person's name as the dictionary has it opens with a title ("King Abdullah")."""
        node = self.dictionary.root.children.get(self.norm(m.start))
        return m.end > m.start + 1 and node is not None and any(e.subkind == "title" for e in node.entries)

    def loose(self, r: int, possessive: bool, adjective: bool) -> int | None:
        """A role noun after one or two attributes ("Yemen's internationally recognised government")."""
        endings = (
            ("ly", "al", "ic", "ary", "ive", "ous", "ed", "ing", "ised", "ized")
            if possessive
            else ("al", "ic", "ary", "ive", "ous")
        )
        if not (possessive or adjective):
            return None
        for k in range(r, r + 3):
            m = self.match(k)
            if m is not None:
                return k if k > r and m.kind == "agent" and self.is_noun(m) and m.entry.subkind != "outlet" else None
            if self.norm(k) in NO_ATTRIBUTE or self.norm(k) in PREPOSITIONS or self.norm(k) in SUBJECT_BEFORE:
                return None
            titled = self.match(k + 1)
            office = (
                titled is not None
                and titled.kind == "agent"
                and titled.entry.subkind == "title"
                and not titled.entry.plural
            )
            if not (self.text(k).islower() and len(self.text(k)) > 3 and (office or self.norm(k).endswith(endings))):
                return None
        return None

    def joined_noun(self, r: int) -> int | None:
        """In a text without a parse: a role noun after one noun that says more of it ("Kenyan flower farmers")."""
        word, m = self.text(r), self.match(r + 1)
        if m is None or m.kind != "agent" or not (m.entry.plural or m.entry.subkind == "group") or not self.is_noun(m):
            return None
        low = self.norm(r)
        if not (word.islower() and word.isalpha() and len(word) > 2) or low.endswith(("ed", "s", "ing")):
            return None
        return r + 1 if low not in PREPOSITIONS | SUBJECT_BEFORE | NOT_NAMES | AUXILIARIES | ASKED else None

    def capital_body(self, r: int) -> int | None:
        """Position of the noun that ends an unknown body's name ("Slovenia Growers League")."""
        for k in range(r, r + 5):
            text, m = self.text(k), self.match(k)
            if not text[:1].isupper() and self.norm(k) not in ("of", "for", "and"):
                return None
            if m is not None:
                if (
                    k > r
                    and m.kind == "agent"
                    and m.entry.subkind in ("group", "body", "outlet", "part")
                    and not m.entry.plural
                ):
                    return k
                if (
                    r < k < r + 4
                    and m.kind == "agent"
                    and m.entry.subkind in SINGULAR_TITLE_KINDS
                    and text[:1].isupper()
                ):
                    return k  # "Ukrainian Infrastructure Minister"
                if m.kind != "agent" or m.entry.subkind not in ("group", "body", "part"):
                    return None
            elif self.norm(k) in NOT_NAMES and self.norm(k) not in ("of", "for", "and"):
                return None
        return None

    def parsed_gap(self, p: int, r: int) -> int | None:
        """Position of an agent noun that the parse attaches the state at p to, up to three words further on."""
        if not self.parsed or self.index is not None:
            return None
        head = self.doc[p].head.i
        if r < head <= r + 3:
            for k in range(r + 1, head + 1):
                m = self.match(k)
                if m is not None and m.kind == "agent" and m.start <= head < m.end:
                    return k
                if m is not None and m.kind != "modifier":
                    return None
        return None

    def coordinated(self, m: _Match, q: int) -> tuple[list[_State], int] | None:
        """ "US and Chinese officials", "British, French and German diplomats": states that share a plural noun."""
        if not self.attributive(m):
            return None
        states: list[_State] = []
        p = q
        closed = False
        while not closed:
            word = self.norm(p)
            if self.text(p) == ",":
                p += 1
                if self.norm(p) == "and":
                    p += 1
                    closed = True
            elif word in ("and", "or", "&"):
                p += 1
                closed = True
            else:
                return None
            nxt = self.match(p)
            if nxt is None or nxt.kind not in STATE_KINDS or not self.attributive(nxt):
                return None
            states.append(self.to_state(nxt.entry))
            p = nxt.end
        r, _ = self.modifiers(p, inner=True)
        last = self.match(r)
        if last is None or last.kind != "agent" or not (last.entry.plural or last.entry.subkind == "body"):
            return None
        return states, p

    def attributive(self, m: _Match) -> bool:
        """An adjective, or an abbreviation that serves as one ("US", "UK", "EU")."""
        if m.kind == "adjective" or (m.kind == "region" and m.entry.subkind == "adjective"):
            return True
        text = self.text(m.start).replace(".", "")
        return m.kind == "country" and m.end == m.start + 1 and text.isupper() and len(text) <= 4

    def country_actor(self, state: _State) -> Actor:
        e = state.entry
        how = {
            "country": "country name",
            "demonym": "adjective or people of a country",
            "capital": "capital, for its government",
            "region": "region",
            "organisation": "organisation",
        }.get(state.kind, state.kind)
        return self.actor(
            state.country, state.role, state.name, state.kind, e.entry, e.since, e.to, f"{how} ({e.name})"
        )

    def actor(
        self,
        country: str,
        role: str,
        name: str,
        kind: str,
        entry: str,
        since: date | None = None,
        to: date | None = None,
        how: str = "",
    ) -> Actor:
        return Actor(country + role, country, role, name, kind, entry, since, to, how)

    def read_backed(self, start: int, p: int, end: int, q: int, states: list[_State]) -> tuple[ActorSpan | None, int]:
        """ "Iran-backed militias" are not Iran's; "US-brokered talks" are led by the US."""
        r, inner = self.modifiers(q, inner=True)
        nxt = self.match(r)
        if nxt is not None and nxt.kind == "agent" and self.is_noun(nxt):
            return self.read_agent(start, r, [], inner, None)
        if nxt is not None and nxt.kind in STATE_KINDS | BODY_KINDS | {"person", "surname", "learnt"}:
            return None, q
        word = self.norm(q - 1)
        if word in (
            "held",
            "occupied",
            "controlled",
            "administered",
            "annexed",
            "ruled",
            "born",
            "made",
            "built",
            "era",
            "style",
            "like",
        ):
            return None, q
        actor = replace(self.country_actor(states[0]), kind="demonym")
        return ActorSpan(p, end, end - 1, actor), q

    def abroad(self, seat: _Match, owner: Entry) -> _Match:
        """A seat whose name several states use, taken as another state's: "the Peruvian Congress"."""
        e = replace(seat.entry, code=owner.code, name=f"{owner.name} {seat.entry.name}")
        return _Match(seat.start, seat.end, seat.kind, [e])

    def home(self, m: _Match) -> _Match:
        """A seat that several states have, named alone: the only country of the article has it."""
        e = m.entry
        if e.code in self.memory.parties or norm_name(e.name) not in self.dictionary.shared_seats:
            return m
        only = self.memory.country()
        if not only or only == e.code:
            return m
        name = self.dictionary.countries.get(only, only)
        return _Match(m.start, m.end, m.kind, [replace(e, code=only, name=f"{name} {e.name}")])

    def read_body(
        self, start: int, p: int, m: _Match, effects: set[str], state: _State | None
    ) -> tuple[ActorSpan | None, int]:
        """An organisation, seat or outlet, with what follows it: "NATO chief Jens Stoltenberg", "Kremlin spokesman"."""
        if state is None and m.kind == "seat":
            m = self.home(m)
        e = m.entry
        if self.is_part_of_a_persons_name(m):
            return None, m.end
        own = self.to_state(e)
        if not own.country and e.kind == "media" and state is not None:
            own.country, own.role = state.country, "MED"
        q = m.end
        if self.text(q) in HYPHENS:
            word = self.norm(q + 1)
            if word in LED:
                q += 2
            elif word in BACKED:
                return self.read_backed(start, p, m.end, q + 2, [own])
        possessive = self.norm(q) == "'s"
        r, inner = self.modifiers(q + 1 if possessive else q, inner=True)
        nxt = self.match(r)
        if nxt is not None and nxt.kind == "agent" and self.is_noun(nxt) and e.kind != "media":
            return self.read_agent(start, r, [own], effects | inner, None)
        if nxt is not None and nxt.kind in ("person", "surname", "learnt") and (possessive or r > q):
            span, after = self.read_person(r, r, nxt, effects | inner)
            if span is not None and (span.actor.country, span.actor.role) == (own.country, own.role):
                return replace(span, start=start), after
        kind = "media" if e.kind == "media" else "organisation"
        actor = self.actor(own.country, own.role, e.name, kind, e.entry, e.since, e.to, f"{e.kind} {e.name}")
        return ActorSpan(start if state is not None or start == p else p, m.end, m.end - 1, actor), m.end

    # ------------------------------------------------------------------ role nouns

    def read_agent(
        self, start: int, p: int, states: list[_State], effects: set[str], owner: Actor | None
    ) -> tuple[ActorSpan | None, int]:
        """A role noun (chain) at p with the states before it, then a name, then "of STATE"."""
        self.reached = 0
        m = self.match(p)
        assert m is not None
        agents = [m.entry]
        q = m.end
        effects = set(effects)
        while True:
            possessive = self.norm(q) == "'s"
            r, inner = self.modifiers(q + 1 if possessive else q, inner=True)
            nxt = self.match(r)
            if nxt is None or nxt.kind != "agent" or not self.is_noun(nxt) or len(agents) > 4:
                break
            agents.append(nxt.entry)
            effects |= inner
            q = nxt.end
        head = q - 1
        last = agents[-1]
        role = combine([a.role for a in agents], [a.generic for a in agents])
        counterpart = role == "="
        if counterpart:
            person = self.memory.topic or self.memory.last_person
            role = person.role if person is not None and person.country and person.role else "GOV"
        title = " ".join(a.name for a in agents)
        if "former" in effects:
            role = "ELI"
        elif "opposition" in effects and role in ("", "GOV", "LEG", "CVL", "ELI"):
            role = "OPP"
        end = q
        named: _Match | None = None
        unknown: list[int] = []
        if last.subkind in SINGULAR_TITLE_KINDS or last.plural:
            after, _ = self.modifiers(self.posted(q, last), inner=False)
            named = self.match(after) if after == q or not last.plural else None
            if after > q and self.norm(q) == "to" and (named is None or named.kind == "agent"):
                named = None
            if named is not None and named.kind in ("person", "surname", "learnt"):
                if self.norm(named.end) == "'s" and last.plural:
                    named = None
                elif self.begins_other(named):
                    named = None
                    if not last.plural:
                        unknown = self.unknown_name(after, last, bool(states) or last.subkind == "title")
            else:
                named = None
                if not last.plural:
                    unknown = self.unknown_name(after, last, bool(states) or last.subkind == "title")
        # "prime minister of Japan", "Foreign Minister Wang Yi of China", "spokesman for the Iranian army"
        name_end = named.end if named is not None else (unknown[-1] + 1 if unknown else q)
        tail: list[Actor] = []
        tail_end = 0
        if (not states or not states[0].country) and owner is None:
            tail, tail_end = self.read_of(name_end, last)
        if last.plural and last.subkind in SINGULAR_TITLE_KINDS and not tail:
            shared = self.shared_title(start, q, states, role, title, last, effects)
            if shared:
                self.pending = [*self.pending, *shared[1:]]
                return shared[0], shared[-1].end
        country, how = "", f"role noun {title!r}"
        others: tuple[Actor, ...] = ()
        entry = last.entry
        if states:
            if len(states) > 1 and not last.plural and last.subkind != "body":
                states = states[-1:]  # "a Turkish-American academic" is one person
            built = [self.with_state(s, role, title, entry, effects) for s in states]
            base = built[0]
            others = tuple(a for a in built[1:] if a.code != base.code)
        elif tail:
            built = [self.with_tail(a, role, last, entry, effects) for a in tail]
            base = built[0]
            others = tuple(a for a in built[1:] if a.code != base.code)
            end = tail_end
        elif owner is not None:
            base = self.with_owner(owner, role, title, entry, effects)
        else:
            kind = "media" if last.subkind in ("outlet", "analyst") else "agent"
            base = self.actor(country, role, self.plain(start, q), kind, entry, None, None, how)
        if last.subkind in ("outlet", "analyst") and base.kind == "agent":
            base = replace(base, kind="media")
        if named is not None:
            known = self.person_actor(named, base.country, title, "former" in effects)
            if known is None and named.kind != "learnt" and not self.titled(last, states, tail):
                named = None
            elif known is None:
                unknown = list(range(named.start, named.end))
            else:
                if counterpart and self.memory.topic is not None:
                    self.memory.note_pair(self.memory.topic, known)
                own = states[0] if states and states[0].kind == "organisation" else None
                if (
                    own is not None
                    and own.country == known.country
                    and own.role[:3] in ARMED
                    and known.role[:3] in ARMED
                ):
                    known = replace(
                        known, role=own.role, code=own.country + own.role
                    )  # one code for a movement and its people
                if own is not None and not own.country and known.role != own.role and "former" not in effects:
                    # "U.N. aid chief Martin Griffiths": the words decide for which body he acts
                    known = replace(
                        base, name=known.name, kind="person", valid_from=known.valid_from, valid_to=known.valid_to
                    )
                self.learn_person(named, known)
                if not last.plural:
                    self.remember_title(f"former {title}" if "former" in effects else title, known)
                finish = max(named.end, tail_end if tail else 0)
                return ActorSpan(start, finish, named.end - 1, known), finish
        if (
            not base.country
            and base.kind == "agent"
            and base.role[:3] not in INTERNATIONAL
            and not (states or tail or others or counterpart)
        ):
            if not last.plural and last.subkind in SINGULAR_TITLE_KINDS:
                base = self.at_home(base, title, named=bool(unknown))
        if unknown:
            base = self.learn_unknown(unknown, base, title)
            if counterpart and self.memory.topic is not None:
                self.memory.note_pair(self.memory.topic, base)
            finish = max(unknown[-1] + 1, tail_end if tail else 0)
            return ActorSpan(start, finish, unknown[-1], base), finish
        if counterpart and not states and not tail:
            other = self.other_party()
            if other is None:
                nameless = self.actor(
                    "",
                    "GOV",
                    self.plain(start, q),
                    "anaphor",
                    entry,
                    None,
                    None,
                    "counterpart: of the name that follows",
                )
                follows = self.named_after(ActorSpan(start, end, head, nameless), nameless, title, True)
                return (follows, follows.end) if follows is not None else (None, q)
            base = replace(other, kind="anaphor", how="counterpart: the other party of the article")
        if not base.code and not base.role:
            return None, q
        if last.subkind == "part" and not base.country and base.role[:3] not in INTERNATIONAL:
            if not self.acts(head):
                return None, q
        if (
            base.country == ""
            and not (others or states or tail or owner)
            and self.is_definite(start)
            and not last.plural
            and last.subkind in SINGULAR_TITLE_KINDS
        ):
            called = f"former {title}" if effects == {"former"} else title
            free = effects <= {"former"} and self.norm(q) != "of"
            holder = self.memory.titles.get(norm_name(called)) if free else None
            if holder is not None:
                base = replace(holder, kind="anaphor", how=f"the {title}: so called earlier in the article")
        if counterpart and self.memory.topic is not None:
            self.memory.note_pair(self.memory.topic, base)
        if not last.plural and last.subkind in SINGULAR_TITLE_KINDS and base.kind != "media":
            span = ActorSpan(start, end, head, base, others)
            return self.named_after(span, base, title, counterpart) or self.named_before(
                span, base, title
            ) or span, max(end, self.reached)
        return ActorSpan(start, end, head, base, others), end

    def shared_title(
        self, start: int, q: int, states: list[_State], role: str, title: str, last: Entry, effects: set[str]
    ) -> list[ActorSpan]:
        """ "Presidents Joe Biden and Xi Jinping", "Ministers A of Japan and B of China": one span a name."""
        found: list[ActorSpan] = []
        members: list[tuple[int, int, _Match | None, list[int], _State | None]] = []
        p = q
        one = replace(last, plural=False)
        while len(members) < 6:
            m = self.match(p)
            unknown: list[int] = []
            if m is not None and m.kind in ("person", "surname", "learnt") and not self.begins_other(m):
                end = m.end
            else:
                m = None
                unknown = self.unknown_name(p, one, True)
                if not unknown:
                    break
                end = unknown[-1] + 1
            own: _State | None = None
            stop = end
            if self.norm(end) == "of":
                k = end + 2 if self.norm(end + 1) == "the" else end + 1
                tail = self.match(k)
                if tail is not None and tail.kind in ("country", "capital"):
                    own, stop = self.to_state(tail.entry), tail.end
            members.append((p, stop, m, unknown, own))
            p = stop
            if self.text(p) == ",":
                p += 1
            if self.norm(p) in ("and", "&"):
                p += 1
            elif self.text(p - 1) != ",":
                break
        if not members or (len(members) == 1 and members[0][2] is None):
            return []
        if len(states) == len(members):
            members = [(a, b, c, d, e or state) for (a, b, c, d, e), state in zip(members, states, strict=True)]
        elif len(states) == 1:
            members = [(a, b, c, d, e or states[0]) for a, b, c, d, e in members]
        single = singular_of(title)
        for number, (at, stop, m, unknown, own) in enumerate(members):
            first = start if number == 0 else at
            country = own.country if own is not None else ""
            actor: Actor | None = None
            if m is not None:
                actor = self.person_actor(m, country, single, "former" in effects)
                if actor is None and m.kind == "learnt":
                    actor = m.actor
                if actor is not None:
                    self.learn_person(m, actor)
                else:
                    unknown = list(range(m.start, m.end))
            if actor is None:
                base = (
                    self.with_state(own, role, single, last.entry, effects)
                    if own is not None
                    else self.actor("", role, single, "agent", last.entry, None, None, f"role noun {single!r}")
                )
                actor = self.learn_unknown(unknown, base, single)
            head = m.end - 1 if m is not None else unknown[-1]
            found.append(ActorSpan(first, stop, head, actor))
        return found

    def posted(self, q: int, last: Entry) -> int:
        """Where the name of "US ambassador to Germany Richard Grenell" may stand: after the place of the post."""
        if last.plural or self.norm(q) not in ("to", "for"):
            return q
        k = q + 2 if self.norm(q + 1) == "the" else q + 1
        m = self.match(k)
        if m is None or m.kind not in STATE_KINDS | BODY_KINDS:
            return q
        nxt = self.match(m.end)
        text = self.text(m.end)
        if nxt is not None:
            return m.end if nxt.kind in ("person", "learnt") else q
        two = text[:1].isupper() and text[1:].islower() and self.text(m.end + 1)[:1].isupper()
        return m.end if two and self.norm(m.end) not in NOT_NAMES else q

    def at_home(self, base: Actor, title: str, named: bool) -> Actor:
        """A person without a state: its title's usual country, else the only country that the article has named."""
        usual = self.dictionary.titles.get(norm_name(title))
        country = how = ""
        if usual is not None and ((named and usual[1]) or usual[0] in self.memory.parties):
            country, how = usual[0], f"{title!r} is a title of that country"
        elif named and base.role not in ("", "CVL", "ELI"):
            country, how = self.memory.country(), "the only country named in the article so far"
        if not country:
            return base
        return replace(base, country=country, code=country + base.role, how=f"{base.how}; {how}")

    def titled(self, last: Entry, states: list[_State], tail: list[Actor]) -> bool:
        return bool(states or tail) and last.subkind in SINGULAR_TITLE_KINDS

    def plain(self, start: int, end: int) -> str:
        words = ""
        for k in range(start, end):
            text = self.text(k)
            glue = "" if not words or text in HYPHENS or norm(text) == "'s" or (words and words[-1] in "-–") else " "
            words += glue + text
        return words

    def with_state(self, state: _State, role: str, title: str, entry: str, effects: set[str]) -> Actor:
        """State or organisation before a role noun."""
        if state.kind in ("organisation", "media"):
            own = state.role
            if state.country:  # "Kremlin spokesman", "Hamas leader", "Congress aides"
                if "former" in effects:
                    own = "ELI"
                code_role = own or role
                if own[:3] == "GOV" and own != "GOV" and role[:3] in ("MIL", "COP", "SPY"):
                    code_role = role  # the soldiers of a party that governs
                return self.actor(
                    state.country,
                    code_role,
                    f"{state.name} {title}",
                    "agent",
                    entry,
                    None,
                    None,
                    f"{title} of {state.name}",
                )
            if "former" in effects:
                return self.actor(
                    "",
                    "ELI",
                    f"former {state.name} {title}",
                    "agent",
                    entry,
                    None,
                    None,
                    f"former {title} of {state.name}",
                )
            return self.actor("", own, f"{state.name} {title}", "agent", entry, None, None, f"{title} of {state.name}")
        if role[:3] in ("MNC", "NGO", "IMG", "IGO", "NGM"):
            role = {"MNC": "BUS", "NGO": "CVL", "IMG": "REB"}.get(role[:3], "")
        return self.actor(
            state.country,
            role,
            f"{state.name} {title}",
            "agent",
            entry,
            None,
            None,
            f"{state.name} + role noun {title!r}",
        )

    def with_tail(self, inner: Actor, role: str, last: Entry, entry: str, effects: set[str]) -> Actor:
        """ "prime minister of Japan", "head of the Iranian army", "members of Hamas"."""
        if inner.kind in ("country", "demonym", "capital") and inner.country:
            return self.actor(
                inner.country,
                role,
                f"{last.name} of {inner.name}",
                "agent",
                entry,
                None,
                None,
                f"{last.name} of {inner.name}",
            )
        own = inner.role
        if "former" in effects:
            own = "ELI"
        elif inner.country and not last.generic and inner.kind == "agent" and role not in ("GOV", "CVL", "ELI"):
            own = role
        return self.actor(
            inner.country,
            own,
            f"{last.name} of {inner.name}",
            "agent",
            entry,
            None,
            None,
            f"{last.name} of {inner.name}",
        )

    def with_owner(self, owner: Actor, role: str, title: str, entry: str, effects: set[str]) -> Actor:
        """ "Putin's spokesman", "its troops"."""
        if not owner.country:
            role = owner.role if owner.role[:3] in ("IGO", "NGO", "IMG", "MNC", "NGM") else role
        return self.actor(
            owner.country, role, f"{owner.name}'s {title}", "agent", entry, None, None, f"{title} of {owner.name}"
        )

    def read_of(self, q: int, last: Entry) -> tuple[list[Actor], int]:
        """The states or bodies after "of"/"for"/"from" that say whose a role noun is."""
        word = self.norm(q)
        if word not in ("of", "for", "from", "at") or (word == "for" and not last.generic and last.subkind != "title"):
            return [], 0
        p = q + 1
        if self.norm(p) in ("the", "both"):
            p += 1
        m = self.match(p)
        if m is not None and m.kind == "modifier" and last.generic:
            p, _ = self.modifiers(p, inner=True)
            m = self.match(p)
        if m is None or m.kind not in STATE_KINDS | BODY_KINDS | {"agent", "modifier"} or m.kind in ("media",):
            return [], 0
        if word == "at" and m.kind != "organisation":
            return [], 0
        if m.kind in ("country", "capital", "city", "region"):
            if self.is_part_of_a_persons_name(m):
                return [], 0
            follower = self.match(m.end + 1) if self.norm(m.end) == "'s" else self.match(m.end)
            if (
                not (follower is not None and follower.kind in ("agent", "organisation", "seat"))
                or self.norm(m.end) == "and"
            ):
                if m.kind == "city":
                    return [self.actor(m.entry.code, "", m.entry.name, "country", m.entry.entry)], m.end
                actors = [replace(self.country_actor(self.to_state(m.entry)), role="", code=m.entry.code)]
                end = m.end
                while last.plural:
                    k = end
                    if self.text(k) == ",":
                        k += 1
                    if self.norm(k) == "and":
                        k += 1
                    if k == end:
                        break
                    if self.norm(k) == "the":
                        k += 1
                    more = self.match(k)
                    if more is None or more.kind != "country":
                        break
                    actors.append(self.country_actor(self.to_state(more.entry)))
                    end = more.end
                return actors, end
        if m.kind in ("agent", "modifier") and not last.generic:
            return [], 0
        depth = len(self.extra)
        span, after = self.read(p)
        if span is None or span.start > p + 2 or depth > 10_000:
            return [], 0
        if span.actor.kind in ("demonym",) and span.actor.role == "":
            return [], 0
        if (
            not span.actor.country
            and not span.actor.role[:3].startswith(("IGO", "NGO", "MNC", "IMG"))
            and span.actor.kind == "agent"
        ):
            return [span.actor], after
        return [span.actor, *span.others], after

    def placed(self, span: ActorSpan) -> ActorSpan:
        """In a phrase on its own, people without a state are those of the place named after them ("in Milan")."""
        actor = span.actor
        entry = self.agent_entry(span)
        if entry is None or actor.country or norm(entry.name) in ABROAD:
            return span
        k = span.end
        if self.norm(k) in ("of", "for") or (self.norm(k) == "to" and norm(entry.name) in NEAR):
            k += 2 if self.norm(k + 1) in ("the", "a", "an") else 1
            owner = self.read(k)[0] if k < self.length else None
            if owner is None or owner.start > k + 1 or not owner.actor.country:
                return span
            country = owner.actor.country
            how = f"{actor.how}; of {owner.actor.name}"
            return replace(span, actor=replace(actor, country=country, code=country + actor.role, how=how))
        if actor.role[:3] not in AT_HOME and entry.subkind not in ("outlet", "body"):
            return span
        if self.norm(k) not in ("in", "near", "outside", "across", "around", "at", "from"):
            return span
        k += 1
        while self.norm(k) in COMPASS:
            k += 1
        m = self.match(k)
        if m is None or m.kind not in ("country", "capital", "city") or self.is_part_of_a_persons_name(m):
            return span
        how = f"{actor.how}; in {m.entry.name}"
        country = m.entry.code
        return replace(span, actor=replace(actor, country=country, code=country + actor.role, how=how))

    def is_definite(self, start: int) -> bool:
        return self.norm(start - 1) == "the"

    def other_party(self) -> Actor | None:
        pair = self.memory.pair()
        me = self.memory.topic
        if pair is None or me is None:
            return None
        mine = self.memory.party(me)
        if mine not in pair:
            return None
        other = pair[1] if pair[0] == mine else pair[0]
        return self.memory.speakers.get(other) or self.memory.parties.get(other)

    # ------------------------------------------------------------------ persons

    def unknown_name(self, q: int, last: Entry, strong: bool) -> list[int]:
        """Positions of a capitalised name that no dictionary knows, right after a title."""
        out: list[int] = []
        p = q
        while p < self.size() and len(out) < 6:
            text = self.text(p)
            low = self.norm(p)
            if text in HYPHENS and out and self.text(out[-1]) not in HYPHENS and self.joined(p):
                out += [p, p + 1]
                p += 2
                continue
            if low in PARTICLES and (self.text(p + 1)[:1].isupper() or self.text(p + 1) in HYPHENS) and low:
                out.append(p)
                p += 1
                continue
            if not text[:1].isupper() or low in NOT_NAMES or not any(ch.islower() for ch in text):
                if not (text[:1].isupper() and len(low) == 1 and text.endswith(".")):
                    break
            m = self.match(p)
            if m is not None and m.kind in (
                "country",
                "adjective",
                "national",
                "organisation",
                "seat",
                "media",
                "stop",
                "person",
            ):
                break
            if m is not None and m.kind == "agent" and not out:
                break
            out.append(p)
            p += 1
        while out and (
            self.text(out[-1]) in HYPHENS or (self.norm(out[-1]) in PARTICLES and self.text(out[-1]).islower())
        ):
            out.pop()
        if not out or out[0] == 0:
            return []
        # after "leader", "spokesman" without a state only a full name is one
        return out if strong or last.subkind == "title" or len(out) > 1 else []

    def joined(self, p: int) -> bool:
        """Whether the hyphen at p joins the parts of a given name: "Dae-jung", "Marie-Claude", not "Kim-led"."""
        after = self.text(p + 1)
        if not after.isalpha() or self.norm(p + 1) in LED | BACKED:
            return False
        return after[:1].isupper() or (after.islower() and len(after) < 7 and len(self.text(p - 1)) < 7)

    def learn_unknown(self, positions: list[int], base: Actor, title: str) -> Actor:
        words = [self.text(k) for k in positions]
        name = self.plain(positions[0], positions[-1] + 1)
        actor = replace(base, name=name, kind="person", how=f"{base.how}; name {name!r} learnt in this article")
        self.remember(words, actor, self.surnames(words, actor.country))
        self.remember_title(title, actor)
        return actor

    def surnames(self, words: list[str], country: str) -> tuple[str, ...]:
        real = [w for w in words if w not in HYPHENS and norm(w) not in PARTICLES and len(norm(w)) > 1]
        if not real:
            return ()
        # "Ban Ki-moon": a lower-case second half of the given name shows that the family name comes first
        if len(real) == 3 and words[-2] in HYPHENS and words[-1].islower():
            return (real[0],)
        if country in TWO_SURNAMES and len(real) > 2:
            return (real[-2], real[-1])
        if country in FAMILY_FIRST and len(real) > 1:
            return (real[0], real[-1]) if country == "VNM" else (real[0],)
        return (real[-1],)

    def named_after(self, span: ActorSpan, base: Actor, title: str, counterpart: bool) -> ActorSpan | None:
        """ "Turkey's foreign minister, Hakan Fidan," or "his counterpart, Sergei Lavrov,": the name is his."""
        q = span.end
        self.reached = 0
        if self.text(q) != "," or not self.text(q + 1)[:1].isupper():
            return None
        p, _ = self.modifiers(q + 1, inner=False)
        m = self.match(p)
        if (
            m is not None
            and m.kind in ("person", "learnt", "surname")
            and not ((m.kind == "surname" and m.entry.weak) or self.begins_other(m))
        ):
            country = "" if counterpart and base.kind == "anaphor" else base.country
            known = self.person_actor(m, country, title, False)
            if (
                known is None
                or self.text(m.end) not in (",", ".", ";", ")", "")
                or not (country or counterpart or known.role == base.role)
            ):
                return None
            self.learn_person(m, known)
            if counterpart and self.memory.topic is not None:
                self.memory.note_pair(self.memory.topic, known)
            self.remember_title(title, known)
            self.reached = m.end
            return ActorSpan(span.start, m.end, m.end - 1, known)
        if not base.country and not base.role[:3].startswith(("IGO", "NGO", "NGM")):
            return None
        words: list[int] = []
        while self.text(p)[:1].isupper() or (words and (self.norm(p) in PARTICLES or self.text(p) in HYPHENS)):
            if self.norm(p) in NOT_NAMES or len(words) > 6:
                break
            if self.text(p) in HYPHENS and self.joined(p):
                words += [p, p + 1]
                p += 2
                continue
            m = self.match(p)
            if m is not None and m.kind not in ("surname", "city", "agent", "modifier"):
                break
            words.append(p)
            p += 1
        if len(words) < 2 or self.text(p) not in (",", ".", ";", ")", ""):
            return None
        actor = self.learn_unknown(words, base if base.kind != "anaphor" else replace(base, kind="agent"), title)
        self.reached = words[-1] + 1
        return ActorSpan(span.start, self.reached, words[-1], actor)

    def named_before(self, span: ActorSpan, base: Actor, title: str) -> ActorSpan | None:
        """ "Ali Shamkhani, the secretary of the council,": the unknown name before is his and joins the span."""
        if not base.country and not base.role[:3].startswith(("IGO", "NGO", "NGM")):
            return None
        k = span.start - 1
        if self.norm(k) in ("the", "a", "an"):
            k -= 1
        if self.text(k) != ",":
            return None
        floor = self.latest.end if self.latest is not None else 0
        words: list[int] = []
        k -= 1
        while k >= floor and len(words) < 5 and self.norm(k) not in NOT_NAMES:
            text, m = self.text(k), self.match(k)
            particle = self.norm(k) in PARTICLES and words and self.norm(k)
            if not (text[:1].isupper() and any(ch.islower() for ch in text)) and not particle:
                break
            if m is not None and m.kind not in ("surname", "city", "agent", "modifier"):
                break
            words.insert(0, k)
            k -= 1
        while words and not self.text(words[0])[:1].isupper():
            words.pop(0)
        if len(words) < 2 or (k >= 0 and self.norm(k) in ("in", "at", "near", "from", "of")):
            return None
        actor = self.learn_unknown(words, base, title)
        return ActorSpan(words[0], span.end, words[-1], actor)

    def remember(self, words: list[str], actor: Actor, surnames: tuple[str, ...]) -> None:
        firsts = self.memory.learn(words, actor, surnames)
        if firsts:
            # names learnt here can come again further on in the same text
            for k in range(self.size()):
                if self.norm(k) in firsts and self.text(k)[:1].isupper():
                    self.extra.add(k)
                    self.matches.pop(k, None)

    def remember_title(self, title: str, actor: Actor) -> None:
        if actor.country or actor.role:
            self.memory.titles[norm_name(title)] = actor
            words = title.split()
            if len(words) > 1 and words[0] not in ("vice", "deputy", "assistant", "under", "first", "former"):
                self.memory.titles[norm(words[-1])] = actor

    def learn_person(self, m: _Match, actor: Actor) -> None:
        if m.kind == "person":
            person = m.entry.person
            alone: tuple[str, ...] = ()
            if person is not None:
                written = [self.text(k) for k in range(m.start, m.end)]
                alone = (*person.alone, *self.first_names(person, actor)) or self.surnames(written, actor.country)
            missing = tuple(
                a
                for a in alone
                if norm_name(a) not in self.memory.learnt or self.memory.learnt[norm_name(a)][0][1] != actor
            )
            if missing:
                for name in missing:
                    self.remember(name.split(), actor, ())
        elif m.kind == "surname" and m.entry.weak:
            self.remember([self.text(k) for k in range(m.start, m.end)], actor, ())
        elif m.kind == "learnt" and m.entries and m.end > m.start + 1:  # a researcher's: by surname from here on
            words = [self.text(k) for k in range(m.start, m.end)]
            surnames = self.surnames(words, actor.country)
            if any(norm(name) not in self.memory.learnt for name in surnames):
                self.remember(words, actor, surnames)

    def person_actor(self, m: _Match, country: str, title: str, former: bool) -> Actor | None:
        """The person of a match at the date, given the state and title written before it."""
        if m.kind == "learnt":
            actor = m.actor
            if actor is not None and country and actor.country and actor.country != country:
                return None
            return actor
        persons: list[Person] = []
        for e in m.entries:
            if e.person is not None and e.person not in persons:
                persons.append(e.person)
        best: tuple[tuple[int, int, int, int], Actor] | None = None
        tie = False
        for person in persons:
            chosen = self.role_at(person, country, title, former, surname_only=m.kind == "surname")
            if chosen is None:
                continue
            (rank, agrees, office), actor = chosen
            named = len(persons) > 1 and actor.country in self.memory.parties  # namesakes: whose state is named
            score = (rank, agrees, int(named), office)
            if best is None or score > best[0]:
                best, tie = (score, actor), False
            elif score == best[0] and actor.code != best[1].code:
                tie = True
        if best is None:
            return None
        if tie and m.kind == "surname" and not country:
            return None
        return best[1]

    def role_at(
        self, person: Person, country: str, title: str, former: bool, surname_only: bool
    ) -> tuple[tuple[int, int, int], Actor] | None:
        """(score, actor) of one person at the date; score = (in office, title agrees, start of the office)."""
        tenures = person.tenures
        if country:
            tenures = [t for t in tenures if t.country == country]
            if not tenures:
                return None
        day = self.day
        titles = set(norm_name(title).split()) - {"of", "for", "the"}
        if titles & {"former", "ex"}:  # "former president" is a title of its own in agents.csv
            former, titles = True, titles - {"former", "ex"}
        agrees = [t for t in tenures if titles and titles <= set(norm_name(t.office).split())]

        def made(t: Tenure, role: str, note: str, rank: int) -> tuple[tuple[int, int, int], Actor]:
            own_country, own_role = (
                (t.country, role) if len(t.country) == 3 and t.country not in _GENERIC else ("", t.country)
            )
            if role == "ELI" and not own_country:
                own_role = "ELI"
            actor = Actor(
                own_country + own_role, own_country, own_role, person.name, "person", t.entry, t.since, t.to, note
            )
            return (
                rank,
                int(t in agrees),
                office_rank(t.office) * 4_000_000 + (t.since or date.min).toordinal(),
            ), actor

        if day is None:
            t = max(agrees or tenures, key=lambda t: (t.to or date.max, t.since or date.min))
            if former:
                return made(t, "ELI", f"former {t.office}", 1)
            return made(t, t.role, f"{t.office}, latest office known (no date given)", 2 if t.to is None else 1)
        current = [t for t in tenures if (t.since is None or t.since <= day) and (t.to is None or day <= t.to)]
        if former and (not current or not titles or any(t in agrees for t in current) or agrees):
            if agrees or not current:
                t = (agrees or tenures)[-1]
                return made(t, "ELI", f"called former; {t.office}", 2)
        if current:
            t = max(current, key=lambda t: (t in agrees, t.role != "ELI", t.role[:3] == "GOV", t.since or date.min))
            return made(t, t.role, f"{t.office} from {t.since or '?'} to {t.to or 'now'}", 3)
        past = [t for t in tenures if t.to is not None and t.to < day]
        if past:
            t = next((t for t in reversed(past) if len(t.country) == 3 and t.country not in _GENERIC), past[-1])
            if titles and not agrees and not former and any(w in _OFFICE_WORDS for w in titles):
                return None  # a title that he is not known for: the words of the text decide
            return made(t, "ELI", f"{t.office} until {t.to}", 1)
        if titles and not former:
            return None
        if surname_only:
            return None
        t = tenures[0]
        own = t.country if len(t.country) == 3 else ""
        if not own:
            return None
        return (0, 0, 0), Actor(
            own, own, "", person.name, "person", t.entry, None, t.since, f"before becoming {t.office} on {t.since}"
        )

    def read_person(
        self, start: int, p: int, m: _Match, effects: set[str], state: _State | None = None
    ) -> tuple[ActorSpan | None, int]:
        """A name, alone or as the owner of a role noun: "Putin", "Mr. Fidan", "Putin's spokesman Dmitry Peskov"."""
        first = m.start
        if self.begins_other(m):
            return None, m.end
        if m.kind == "surname":
            if m.entry.weak and start == p and state is None:
                return None, m.end
            if len(self.text(m.start)) > 1 and self.norm(m.start) in MONTHS and self.looks_like_month(m.start):
                return None, m.end
            if start == p and state is None:
                if self.norm(m.start - 1) in PLACING:
                    return None, m.end
                back = self.given_before(m)
                if back is None:
                    return None, m.end
                first = start = back
        actor = self.person_actor(m, state.country if state is not None else "", "", "former" in effects)
        if actor is None:
            return None, m.end
        self.learn_person(m, actor)
        q = m.end
        if self.norm(q) == "'s":
            r, inner = self.modifiers(q + 1, inner=True)
            nxt = self.match(r)
            if nxt is not None and nxt.kind == "agent" and self.is_noun(nxt) and nxt.entry.role != "=":
                return self.read_agent(first if start == p else start, r, [], effects | inner, actor)
        elif self.norm(q) == "of" and m.kind != "learnt":
            tail = self.match(q + 1)
            if tail is not None and tail.kind == "country" and tail.entry.code == actor.country:
                q = tail.end
        return ActorSpan(start, max(q if self.norm(q) != "'s" else m.end, m.end), m.end - 1, actor), max(q, m.end)

    def first_names(self, person: Person | None, actor: Actor) -> tuple[str, ...]:
        """First names by which people of countries without family names are called ("Abiy", "Isaias")."""
        words = person.name.split() if person is not None else []
        if actor.country in FIRST_NAME_FIRST and len(words) > 1 and len(words[0]) > 2:
            return (words[0],)
        return ()

    def begins_other(self, m: _Match) -> bool:
        """Whether a single name begins somebody else's: "Kim Jong Il" after Kim Jong Un, "Martin Griffiths"."""
        if m.kind == "person" or (m.end != m.start + 1 and m.kind != "surname"):
            return False
        after = self.text(m.end)
        if not (after[:1].isupper() and after[1:].islower()) or self.norm(m.end) in NOT_NAMES:
            return False
        follower = self.match(m.end)
        if follower is not None and follower.kind not in ("surname", "city", "learnt"):
            return False
        names = [m.actor.name] if m.actor is not None else [e.person.name for e in m.entries if e.person is not None]
        words = {norm(w) for n in names for w in split_name(n)}
        if self.norm(m.end) in words:
            return False
        first = any(norm(n.split()[0]) == self.norm(m.start) for n in names if n)
        return first or self.norm(m.start) in self.dictionary.given_names or not self.headline()

    def headline(self) -> bool:
        """Whether the text is set in title case, so that capitals tell nothing."""
        if self.title_case is None:
            words = [t for t in (self.text(k) for k in range(min(self.size(), 60))) if t.isalpha() and len(t) > 3]
            small = any(t.islower() and len(t) > 5 for t in words)  # a title leaves only short words small
            self.title_case = len(words) > 2 and not small and sum(t[0].isupper() for t in words) > 0.7 * len(words)
        return self.title_case

    def given_before(self, m: _Match) -> int | None:
        """Where a bare surname's span begins; None when another given name stands before it ("Hunter Biden")."""
        k = m.start - 1
        before = self.text(k)
        names = {norm(w) for e in m.entries if e.person is not None for w in e.person.name.split()}
        if len(self.norm(k)) == 1 and before[:1].isupper() and self.norm(k - 1) in names:
            return k - 1
        if not before[:1].isupper() or not before[1:].islower():
            return m.start
        if self.norm(k) in names or (self.match(k) is None and alike(self.norm(k), names)):
            return k
        if self.norm(k) in self.dictionary.given_names:
            return None
        if self.norm(k) not in OPENERS and self.norm(k) not in NOT_NAMES and self.match(k) is None:
            if k == 0 or self.text(k - 1) in (".", "!", "?", ":", "“", '"'):
                return m.start if self.headline() else None
        if (
            k > 0
            and self.text(k - 1) not in (".", "!", "?", ":", "“", '"', "\n\n")
            and self.match(k) is None
            and self.norm(k) not in NOT_NAMES
        ):
            earlier = (self.match(j) for j in range(max(0, k - 3), k))
            covering = any(one is not None and one.end > k for one in earlier)
            return m.start if covering else None
        return m.start

    # ------------------------------------------------------------------ anaphors

    def read_anaphor(self, i: int, m: _Match) -> tuple[ActorSpan | None, int]:
        """he, its, both sides, the two leaders: the antecedents that the memory holds."""
        memory = self.memory
        kind = m.entry.subkind
        start, end = i, m.end
        if kind in ("countries", "leaders"):
            if self.norm(i) != "both":
                if self.norm(i - 1) not in ("the", "these", "our", "between", "their", "those"):
                    return None, m.end
                if self.norm(i - 1) == "the":
                    start = i - 1
            pair = memory.pair()
            if pair is None:
                return None, m.end
            actors = []
            for party in pair:
                plain = memory.parties.get(party)
                if kind == "leaders":
                    plain = memory.speakers.get(party) or plain
                    if plain is not None and plain.country and not plain.role:
                        plain = replace(plain, role="GOV", code=plain.country + "GOV")
                if plain is None:
                    return None, m.end
                actors.append(self.echo(plain, self.plain(i, m.end)))
            return ActorSpan(start, end, end - 1, actors[0], tuple(actors[1:])), end
        antecedents: tuple[Actor, ...] = ()
        if kind == "person" and self.norm(i) == "him":
            him = self.him(i)
            antecedents = (him,) if him is not None else ()
        elif self.norm(i) == "her" and self.is_object(i):
            her = self.him(i)
            antecedents = (her,) if her is not None else ()
        elif kind in ("person", "possessive"):
            antecedents = (memory.topic,) if memory.topic is not None else ()
        elif kind == "thing":
            antecedents = self.it(i)
        elif kind == "its":
            antecedents = self.its(i)
        elif kind in ("plural", "their"):
            antecedents = memory.plural
        if not antecedents:
            return None, m.end
        if self.norm(i) in ("he", "she"):  # still the topic: a name further on in the sentence is somebody else
            memory.fresh = memory.oblique = False
        if kind in ("possessive", "its", "their"):
            r, inner = self.modifiers(m.end, inner=True)
            nxt = self.match(r)
            if nxt is not None and nxt.kind == "agent" and self.is_noun(nxt):
                if nxt.entry.role == "=":
                    return self.read_agent(i, r, [], inner, None) if len(antecedents) == 1 else (None, m.end)
                span, after = self.read_agent(i, r, [], inner, antecedents[0])
                if span is None:
                    return None, max(after, m.end)
                if len(antecedents) > 1 and span.actor.kind != "person":
                    others = tuple(
                        self.actor(
                            a.country, span.actor.role, span.actor.name, "anaphor", span.actor.entry, how=span.actor.how
                        )
                        for a in antecedents[1:]
                        if a.country
                    )
                    span = replace(span, others=others)
                return span, after
        echoes = [self.echo(a, self.text(i)) for a in antecedents]
        return ActorSpan(start, end, end - 1, echoes[0], tuple(echoes[1:])), end

    def is_object(self, i: int) -> bool:
        return self.parsed and self.index is None and self.doc[i].dep_ in ("obj", "iobj", "obl")

    def him(self, i: int) -> Actor | None:
        """Antecedent of "him": not the subject of its own sentence."""
        memory = self.memory
        if memory.fresh or memory.oblique:
            return memory.topic
        if self.latest is not None and self.latest.actor is memory.last_person and self.latest.end >= i - 1:
            # "Griffiths met him": not Griffiths
            return memory.topic if memory.topic is not memory.last_person else memory.topic_before
        if memory.last_person is not None and memory.topic is not None and memory.last_person.name != memory.topic.name:
            return memory.last_person
        return memory.topic_before

    def it(self, i: int) -> tuple[Actor, ...]:
        """Antecedent of "it": the first country or organisation of its sentence or of the one before; often none."""
        memory = self.memory
        before, after = self.norm(i - 1), self.norm(i + 1)
        if self.norm(i) == "itself":
            return (memory.subject,) if memory.subject is not None else ()
        if i == 0 or before in SUBJECT_BEFORE or before in (".", "!", "?", "") or after in AUXILIARIES:
            k = i + 1
            while self.norm(k) in AUXILIARIES or self.norm(k) in ("be", "been", "not", "also", "now", "s"):
                k += 1
            if (
                k > i + 1
                and self.norm(k) in EXPLETIVE
                and self.norm(k - 1) in ("is", "was", "be", "been", "not", "s", "now")
            ):
                return ()
            if after in (
                "means",
                "meant",
                "takes",
                "took",
                "seems",
                "seemed",
                "remains",
                "remained",
                "appears",
                "appeared",
                "depends",
            ):
                return ()
            last = self.latest
            if (
                last is not None
                and last.actor.kind in ("country", "capital", "organisation")
                and self.says(last.end, i)
            ):
                return (last.actor,)
            one = memory.subject or memory.subject_before
            return (one,) if one is not None else ()
        near = self.latest is not None and self.latest.end >= i - 2  # "Kenya accused it": not Kenya
        if before in ASKED and memory.thing is not None and memory.thing is not memory.subject and not near:
            return (memory.thing,)
        return ()

    def says(self, start: int, end: int) -> bool:
        """Whether only a verb of saying stands between: "after Korea said on Monday that it was sorry"."""
        between = [self.norm(k) for k in range(start, end)]
        return len(between) < 5 and bool(between) and between[0] in SAYING and "," not in between

    def its(self, i: int) -> tuple[Actor, ...]:
        """Antecedent of "its": the subject, or who was just asked ("urged Russia to withdraw its troops")."""
        memory = self.memory
        one = memory.subject or memory.thing
        last = self.latest
        if memory.thing is not None and last is not None and last.actor.kind in ("country", "capital", "organisation"):
            between = [self.norm(k) for k in range(last.end, i)]
            if between and len(between) < 12 and "" not in between:
                told = (
                    between[0] in ("to", "over", "for", "of", "about", "from", "with", "as")
                    and "and" not in between[1:]
                )
                acting = (
                    len(between) < 5
                    and between[0].isalpha()
                    and between[0] not in ("and", "or", "but")
                    and not self.governed(last.start)
                )
                if told or acting or between == ["and"]:
                    one = memory.thing
        return (one,) if one is not None else ()

    def echo(self, actor: Actor, word: str) -> Actor:
        return replace(actor, kind="anaphor", how=f"{word!r} stands for {actor.name}")

    # ------------------------------------------------------------------ memory

    def note(self, span: ActorSpan, before: ActorSpan | None, gap: list[str]) -> None:
        """Tell the memory of a span."""
        actor = span.actor
        memory = self.memory
        if actor.kind in ("anaphor", "media"):
            self.listed = False
            return
        entry: Entry | None = None
        singular = True
        person_like = actor.kind == "person"
        weak = False
        if actor.kind == "agent":
            entry = self.agent_entry(span)
            singular = entry is not None and not entry.plural and entry.subkind in SINGULAR_TITLE_KINDS
            weak = entry is not None and norm(entry.name) in NO_ANTECEDENTS
            person_like = (
                singular and not weak and actor.code != actor.role
            )  # "a leader" says too little for a later "he"
        body = (
            actor.kind == "agent"
            and singular is False
            and entry is not None
            and not entry.plural
            and not weak
            and bool(actor.country)
        )
        plains = tuple(self.plain_actor(a) for a in (actor, *span.others))
        memory.note(
            span,
            is_person=person_like,
            is_plural=entry is not None
            and (entry.plural or entry.name in COLLECTIVES)
            and not weak
            and (bool(actor.country) or actor.role[:3] != "GOV"),
            is_body=body and entry is not None and entry.subkind in ("body", "group", "part"),
            plains=plains,
            oblique=self.governed(span.start),
            subject=self.is_subject(span),
        )
        joined = bool(gap) and len(gap) <= 4 and {g.lower() for g in gap} <= PAIR_GAP
        in_list = joined and "," in gap
        if before is not None and before.actor.kind not in ("media", "anaphor") and joined and not in_list:
            if "and" in gap or "with" in gap or "-" in gap or "–" in gap or "met" in gap or "meets" in gap:
                if self.listed:  # "Brazil, Colombia and Argentina" are no pair
                    self.listing.append(actor)
                    if not person_like:
                        memory.plural = tuple(self.listing)
                else:
                    memory.note_pair(before.actor, actor)
                    if not weak:
                        memory.plural = (before.actor, actor)
        if in_list and before is not None:
            self.listing = [*(self.listing if self.listed else [before.actor]), actor]
        self.listed = in_list

    def plain_actor(self, actor: Actor) -> Actor | None:
        """The country or organisation behind an actor; a side against its state is itself."""
        if not actor.country:
            return actor if actor.kind == "organisation" else None
        if actor.role[:3] in APART:
            return (
                replace(actor, kind="organisation")
                if actor.kind != "person"
                else self.memory.parties.get(actor.code, actor)
            )
        name = self.dictionary.countries.get(actor.country, actor.name if len(actor.code) == 3 else actor.country)
        return Actor(actor.country, actor.country, "", name, "country", actor.entry, how=f"the country of {actor.name}")

    def is_subject(self, span: ActorSpan) -> bool:
        """Whether a span can be the subject of its clause."""
        if self.parsed and self.index is None:
            head = self.doc[span.start : span.end].root
            while (
                head.dep_ in ("conj", "flat", "compound", "nmod:desc", "nmod:poss", "appos") and head.head.i != head.i
            ):
                head = head.head
            return head.dep_.startswith(("nsubj", "ROOT", "dep"))
        k = span.start - 1
        while k > span.start - 4 and self.norm(k) in ("the", "a", "an", "both"):
            k -= 1
        word = self.text(k)
        return not word[:1].islower() or (self.norm(k) in SUBJECT_BEFORE and not self.governed(span.start))

    def governed(self, start: int) -> bool:
        """Whether a preposition stands before the phrase that begins at `start`."""
        k = start - 1
        while k > start - 4 and self.norm(k) in ("the", "a", "an", "both"):
            k -= 1
        return self.norm(k) in PREPOSITIONS

    def agent_entry(self, span: ActorSpan) -> Entry | None:
        for k in range(span.head, span.start - 1, -1):
            m = self.match(k)
            if m is not None and m.kind == "agent" and m.end >= span.head + 1:
                return m.entry
        return None


_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve dozens hundreds thousands".split())
_GENERIC = frozenset(["IGO", "NGO", "NGM", "MNC", "IMG", "INT", "UIS"])
_OFFICE_WORDS = frozenset(
    "president minister premier chancellor king queen emir secretary chief leader commissioner speaker".split()
)


def combine(roles: list[str], generic: list[bool]) -> str:
    """Role of a chain of role nouns: "government troops" MIL, "rebel soldiers" REB, "opposition lawmakers" OPP."""
    role = roles[0]
    for nxt, is_generic in zip(roles[1:], generic[1:], strict=True):
        if nxt == "=":
            role = "="
        elif role in ("OPP", "REB", "SEP", "INS", "UAF", "CRM") or (is_generic and role):
            continue
        else:
            role = nxt or role
    return role


def alike(word: str, names: set[str]) -> bool:
    """Whether a given name is another spelling of one of `names`: "Aliaksandr" for Alexander, "Yasir" for Yasser."""
    if len(word) < 4:
        return False
    word = word.translate(SOUNDS)
    for other in names:
        name = other.translate(SOUNDS)
        if name[:1] == word[0] and abs(len(name) - len(word)) < 4 and SequenceMatcher(None, word, name).ratio() >= 0.7:
            return True
    return False


def office_rank(office: str) -> int:
    """How likely a bare surname means this office: heads of state and government, then ministers, then others."""
    low = office.casefold()
    if "vice" in low or "deputy" in low:
        return 1
    if any(
        w in low
        for w in (
            "president",
            "prime minister",
            "chancellor",
            "king",
            "queen",
            "leader",
            "premier",
            "emir",
            "sultan",
            "pope",
            "general",
        )
    ):
        return 2 if "former" not in low and "party" not in low and "opposition" not in low else 0
    return 1 if "minister" in low or "secretary" in low else 0


def singular_of(title: str) -> str:
    """A plural title without its final s ("foreign ministers" -> "foreign minister")."""
    return title[:-1] if title.endswith("s") and not title.endswith("ss") else title


def describe_code(code: str) -> tuple[str, str]:
    """(country, role) of a code as written in the dictionaries."""
    return split_code(code)
