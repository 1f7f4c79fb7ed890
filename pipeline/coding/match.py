"""Matching: one clause against the codebook, giving a code with its two sides.

Belongs here: filling a pattern's slots from a clause's arguments, finding the actors inside an argument, and
composing operators
("refused to lift sanctions") with the clause they govern. Not here: tense and truth (modality.py), dates, places,
rows (coder.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.actors.dictionary import INTERNATIONAL, Actor, ActorSpan
from pipeline.coding import home, telling
from pipeline.coding.dates import MONTHS, WEEKDAYS
from pipeline.coding.modality import PLANNED_VERBS
from pipeline.coding.own import holds_phrase, match_own
from pipeline.coding.patterns import Codebook, Pattern, Slot, order
from pipeline.language.clauses import LIGHT, PARTICLES, PARTITIVES, Clause, Clauses
from pipeline.language.nominal import DEEDS
from pipeline.language.tree import Tree

PRONOUNS = frozenset("he she it they him her them".split())
SPEAKERS = frozenset({"i", "we"})  # known only where they say on whose behalf they speak
EXPLETIVE = frozenset("come seem appear take turn happen look remain rain".split())
# Inside an argument these lead to the actor it belongs to: "Israel's decision", "the decision by Israel", "Iranian
# officials".
# What an appeal to nobody's state says of a third party: rallying support for it (053) or opposition against it (113).
RALLYING = {"05": "053", "07": "053", "11": "113", "16": "113"}
# Titles that say what a person named after them is.
TITLES = frozenset(
    """president minister premier chancellor king queen prince emperor sultan emir senator governor mayor ambassador
    general colonel archbishop bishop cardinal judge""".split()
)
# What a protest is about: the word before it, the verbs that lead to it, and the classes of its kinds.
CAUSES = ("for", "over", "against", "about", "at", "because_of")
PRESSING = frozenset(
    """protest oppose press push force pressure compel drive get make denounce condemn back support win achieve seek
    demand bring topple oust remove unseat depose overthrow call highlight mark secure save stop prevent resist
    fight""".split()
)
TOPPLING = frozenset("drive bring topple oust remove unseat depose overthrow force".split())
LEADERS = frozenset(
    """president minister premier government king leader cabinet mayor governor chancellor ruler dictator
    parliament""".split()
)
LEAVING = ("leadership_verbs",)
ISSUES = (
    ("4", ("protest_regime", "regime_things")),
    ("3", ("protest_rights", "rights_things")),
    ("2", ("protest_policy", "policy_things", "policies")),
    ("1", ("protest_leadership", "leadership_things")),
)
ABSTRACT = frozenset(
    """removal end abolition scrapping introduction lifting increase rise cut failure lack refusal handling plan law
    bill appointment closure sale dismissal treatment reform change""".split()
)
# Requests for another policy, told by bare verbs such as "end" and "cut".
POLICY_CODES = frozenset({"0242", "1042", "1232"})
BELONGING = ("nmod:poss", "amod", "compound", "nmod", "nmod:desc", "appos", "acl", "flat", "dep")
BELONGING_CASES = frozenset(
    {
        "of",
        "by",
        "from",
        "in",
        "for",
        "against",
        "with",
        "between",
        "on",
        "to",
        "at",
        "inside",
        "into",
        "over",
        "among",
        "",
    }
)

# Codes whose target is met, seized or struck in person: "welcomed the signing by Peru" is no visit by Peru.
DIRECT = ("04", "173", "174", "18")
HOSTILE = ("175", "18", "19", "20")
# Codes of words about the deeds of others, and where those deeds stand.
JUDGING = ("012", "013", "016", "018", "051", "052", "055", "056", "11", "12")
JUDGED = ("object", "at", "over", "about", "for", "of", "against", "on", "with", "to")
# Verbs that name who is told: what the speaker promises, threatens or refuses "told X that …" is for X.
TOLD = frozenset("tell inform assure notify warn promise remind reassure".split())
# Codes of nouns whose "of" names those who are sent: "the deployment of Fijian troops".
OF_TROOPS = ("074", "0334", "0873", "0874", "15")
# Verbs that bind their joint subjects to each other.
MUTUAL = frozenset({"agree", "reaffirm", "reiterate", "commit", "committed", "resolve"})
DECIDE = frozenset({"agree", "decide", "resolve", "approve", "opt"})
PERSONAL = ("173", "174", "18")
# Deeds whose object, if it belongs to somebody, belongs to the one whom they befall.
SENT = ("161", "174", "201")
# Words about a deed concern who did it, not whom it befell.
SPOKEN_OF = frozenset({"02", "10", "11"})
DONE_TO = ("0841", "09", "11", "161", "17", "18", "19", "20")
# Roots that repeat the others by content (02 appeal, 03 intent, 10 demand, 12 reject, 13 threaten).
DERIVED_ROOTS = frozenset({"02", "03", "10", "12", "13"})
# What is agreed where the agreement itself is named after it: promising or refusing to sign a peace treaty is 037 or
# 127, a trade deal 0311 or 1211 (CAMEO manual: 057 is for what is signed; the rest by content).
SIGNED = {
    "037": "peace border boundary settlement reconciliation power-sharing roadmap road_map",
    "05": "friendship",
    "0871": "ceasefire cease-fire truce armistice disengagement disarmament arms_control non-aggression withdrawal",
    "061": """trade free-trade investment gas oil energy fishing fishery economic commercial business customs tariff
        grain uranium pipeline water tourism aviation transport tax mining""",
    "062": "military defence defense security basing",
    "063": "extradition judicial legal_assistance police",
    "064": "intelligence intelligence-sharing information-sharing",
    "071": "loan credit debt financing",
}
CONTENT_OF = {word: code for code, words in SIGNED.items() for word in words.split()}
# Bodies of men that are what they consist of: "a battalion of peacekeepers".
FORMATIONS = frozenset("battalion company brigade contingent platoon squad detachment team".split())
# Verbs whose object is a living being.
HARM = frozenset("kill murder assassinate shoot wound injure execute behead stab beat torture hang".split())
# What nouns for persons end in: an object of "arrest" that ends so is someone.
PERSON_ENDINGS = ("ist", "ian", "man", "woman", "er", "or", "ee", "ant")
ATTEMPTS = frozenset("try attempt plot conspire scheme seek plan fail bid conspiracy endeavour".split())
# What stands between the stops of a journey, and how a further stop may hang in a parse.
STEPS = frozenset(
    ", ; - – and to on from the then until kingdom republic arab islamic democratic state of".split()
)
DAYS = frozenset(MONTHS) | frozenset(WEEKDAYS)
LISTED = frozenset("conj appos nmod obl flat list dep obj nmod:unmarked compound xcomp".split())
LOCATIVE = frozenset("in at near outside inside around across throughout".split())
# Prepositions whose phrase may hang on the verb or on its object without a change of meaning.
FLOATING = frozenset("with to on against from over for by between among of about".split())
SAYING = frozenset(
    "say tell state declare add insist warn stress argue write note maintain emphasize emphasise announce".split()
)
STATEMENT = Pattern("rule:statement", "010", "verb", SAYING, (), (), "SOURCE say …, and nothing else is coded", 1.0)
ACT = Pattern(
    "rule:public act", "010", "verb", frozenset(), (), (), "SOURCE speaks, appears, decides, and nothing else", 1.0
)
FALLBACK = (STATEMENT, ACT)
# Verbs that carry words in the imperative or with "must": "Halt the march, Kigali told the rebels".
BIDDING = frozenset("tell demand insist order say warn cry write declare shout command reiterate stress call".split())
BEGGING = frozenset(
    "beg plead implore urge appeal ask advise suggest entreat beseech exhort pray propose recommend".split()
)
OBLIGATION = {
    operator: Pattern(f"rule:{word}", operator, "verb", SAYING, (), (), f"SOURCE say that TARGET {word} EVENT", 4.0)
    for operator, word in (("DEMAND", "must"), ("APPEAL", "should"))
}


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an event: its words (token start, end) and who they are (None: words that no dictionary knows)."""

    start: int
    end: int
    actor: Actor | None


@dataclass(slots=True)
class Match:
    """A pattern that fits a clause.

    ``code``: CAMEO code. ``deed``: code of the clause under an operator, else "". ``sources``/``targets``: parties.
    ``used``: predicate tokens that this match speaks for, so that they are not coded again. ``content``: for an
    agreement (057) the code of what it is about, by which promises, demands and refusals of it go; else "".
    """

    pattern: Pattern
    clause: Clause
    code: str
    deed: str
    sources: list[Party]
    targets: list[Party]
    reciprocal: bool = False
    inner: Match | None = None
    used: set[int] = field(default_factory=set)
    host: Party | None = None
    content: str = ""

    def chain(self) -> str:
        """Pattern ids from the outermost to the innermost: "operators:4>08_yield:12"."""
        return self.pattern.pattern_id + (f">{self.inner.chain()}" if self.inner else "")


class Matcher:
    """Codes the clauses of one sentence.

    ``spans``: the sentence's actors. ``places``: token -> Party for places that may be visited (HOST).
    """

    def __init__(
        self,
        tree: Tree,
        clauses: Clauses,
        book: Codebook,
        spans: Sequence[ActorSpan],
        place_at: Callable[[int], Party | None] = lambda token: None,
        forced: bool = False,
    ) -> None:
        self.tree, self.clauses, self.book = tree, clauses, book
        self.place_at = place_at
        self.forced = forced
        self.span_at: dict[int, ActorSpan] = {}
        for span in spans:
            for t in range(span.start, span.end):
                self.span_at[t] = span
        tails = [word.rpartition("-")[2] for word in tree.lemma if "-" in word]
        self._lower = frozenset(tree.lower)
        self._present = frozenset(tree.lemma) | self._lower | frozenset(tails)
        self._present &= book.needed
        self._matches: dict[int, list[Match]] = {}
        self._words: dict[int, set[str]] = {}
        self._found: dict[tuple[int, int, bool], list[Party]] = {}
        self._busy: set[int] = set()
        self.silent: set[int] = set()  # words of which a researcher's pattern says that they tell of no event
        self.failed: tuple[Slot, str, list[int]] | None = None

    # -- the sentence -----------------------------------------------------------------------------------------------

    def sentence(self, tells: Callable[[Match], bool] = lambda match: True) -> list[Match]:
        """Every match of the sentence that no other match speaks for, in order of the predicate.

        ``tells``: whether a match says enough to stand in a table; one that does not speaks for no other, unless it
        is an operator ("a call
        for talks", whoever called, is no talks).
        """
        found = self.everything()
        used = set(self.silent)
        for i in list(found):
            if self.tree.tag[i] == "VBG":
                over = self.tree.head[i]
                if self.tree.dep[i] == "conj" and self.tree.tag[over] == "VBG":
                    i_dep, over = self.tree.dep[over], self.tree.head[over]
                else:
                    i_dep = self.tree.dep[i]
                if i_dep == "advcl" and over in found:
                    found[i] = [self._aftermath(m, found[over][0]) for m in found[i]]
            for m in found[i]:
                self._tell_whom(m)
        for i, matches in found.items():
            for m in matches:
                others = (m.used | self._judged(m)) & found.keys() - {i}
                if others and (m.pattern.is_operator or tells(m)):
                    used |= others
        kept = [m for i, matches in found.items() if i not in used for m in matches]
        protests = [m for m in kept if m.code.startswith("14")]
        return [m for m in kept if not any(self._cry(m, protest) for protest in protests)]

    def _tell_whom(self, match: Match) -> None:
        """ "told Moscow that it would not pay", "We will pay, Oslo assured Lima": who is told is whom it is for."""
        if match.targets or match.reciprocal or match.pattern.own:
            return
        coming = {self.tree.lower[k] for k in self.tree.children(match.clause.head, "aux")} & {"will", "would", "'ll"}
        if match.code[:2] not in ("03", "12", "13") and not (coming and match.code >= "14"):
            return
        tree, t, steps = self.tree, match.clause.head, 0
        while tree.dep[t] in ("xcomp", "ccomp", "conj", "parataxis") and tree.head[t] != t and steps < 5:
            t, steps = tree.head[t], steps + 1
            if tree.lemma[t] in TOLD:
                break
        else:
            for k in tree.children(t, "parataxis", "ccomp"):
                if tree.lemma[k] in TOLD:
                    t = k
        clause = self.clauses.clause(t) if tree.lemma[t] in TOLD and self.clauses.kind(t) == "verb" else None
        if clause is None or clause.passive:
            return
        speakers = [p for s in clause.roles.get("agent", []) for p in self.party(s)]
        told = [p for r in ("recipient", "object") for o in clause.roles.get(r, []) for p in self.party(o)]
        told = [p for p in told if p.actor and p.actor.role[:3] not in ("MED", "CVL", "LEG")]
        if not match.sources or {p.start for p in match.sources} & {p.start for p in speakers}:
            match.sources = match.sources or speakers
            match.targets = self._other(match.sources, told)[:1]

    @staticmethod
    def _aftermath(match: Match, deed: Match) -> Match:
        """ "raided a Cameroonian village, killing two and wounding five": whom a deed of violence kills is of the side
        that it strikes, and is killed by what it strikes with.
        """
        if match.code.startswith("14") and deed.code.startswith("14"):
            return replace(match, sources=deed.sources, targets=deed.targets, code=deed.code)  # "protesting, … blocked"
        if not (match.code.startswith(HOSTILE) and deed.code.startswith(HOSTILE)) or match.pattern.own:
            return match
        struck = [p for p in deed.targets if p.actor and p.actor.country]
        told = [p for p in match.targets if p.actor]
        plainly = all(p.actor and not p.actor.country and p.actor.role in ("CVL", "LAB") for p in told)
        if not told or (struck and plainly):
            return replace(match, targets=struck, code=deed.code)  # the deed itself, told once
        country = struck[0].actor.country if struck and struck[0].actor else ""
        sides = [
            replace(p, actor=_of_country(p.actor, country)) if p.actor and country and not p.actor.country else p
            for p in match.targets
        ]
        plain = match.code in ("190", "193") and deed.code.startswith(("194", "195", "183"))
        return replace(match, targets=sides, code=deed.code if plain else match.code)

    def _judged(self, match: Match) -> set[int]:
        """The deeds that words of praise, blame, appeal or refusal only speak of: "denounced China's suppression of
        the protests", "thanked Brazil for its support", "accused each other of breaking the truce".
        """
        if match.pattern.own or not match.code.startswith(JUDGING):
            return set()
        tree = self.tree
        out: set[int] = set()
        spoken = [t for role in JUDGED for t in match.clause.roles.get(role, [])]
        if match.code == "016":  # "rejected the accusation that it was training rebels"
            out.update(match.clause.roles.get("comp", []))
        while spoken and len(out) < 30:
            t = spoken.pop()
            kind = self.clauses.kind(t)
            if t in out or (kind == "verb" and tree.tag[t] != "VBG") or t in self.span_at:
                continue
            out.add(t)
            spoken += tree.children(t, "nmod", "conj", "obj", "compound")
            if kind == "noun":  # "the accusation that it was training rebels"
                out.update(tree.children(t, "acl", "ccomp"))
        return out

    def everything(self) -> dict[int, list[Match]]:
        """The best matches at every predicate, those that speak for others among them."""
        found: dict[int, list[Match]] = {}
        for i in range(self.tree.n):
            matches = self.at(i) if self.indexed(i) else []
            if self.tree.lemma[i] in SAYING and i not in self.silent and not (matches and matches[0].pattern.own):
                matches = self._obligation(i) or matches
            own = bool(matches and matches[0].pattern.own)
            if (self.tree.lemma[i] in BIDDING or self.tree.lemma[i] in BEGGING) and i not in self.silent and not own:
                matches = self._bidden(i) or matches
            if matches:
                found[i] = matches
        for i in [i for i in found if self._in_protest(i)]:
            if {self.tree.head[i], self.tree.head[self.tree.head[i]]} & (found.keys() - {i}):
                del found[i]  # "recalled its envoy in protest": why, not what
        for protest in [m for matches in found.values() for m in matches if m.code.startswith("14")]:
            cause = self._cause(protest)
            self._demands(protest, [m for matches in found.values() for m in matches])
            protest.code = protest.code[:3] + cause if cause else protest.code
        return found

    def _in_protest(self, i: int) -> bool:
        tree = self.tree
        return (tree.lower[i], tree.dep[i], tree.preposition(i)) == ("protest", "obl", "in") and not tree.children(
            i, "det"
        )

    def statements(self) -> list[Match]:
        """ "told reporters that …": the saying itself, by an actor whose words are public acts (CAMEO 010)."""
        verbs = self.book.classes.get("statements", frozenset()) | telling.MORE_SAYING
        tree, out = self.tree, []
        for i in range(tree.n):
            if i in self.silent:
                continue
            word = tree.lemma[i]
            if tree.preposition(i) == "according_to":
                clause: Clause | None = Clause(i, "noun", "according_to", {"agent": [i]})
            elif tree.tag[i][:2] == "VB" and (word in verbs or word in telling.PUTTING):
                clause = self._saying(i)
            else:
                continue
            if clause is None or clause.passive or (word in telling.PUTTING and not telling.figures(tree, clause)):
                continue
            if not telling.has_content(tree, clause):
                continue
            agents = [c for t in clause.roles.get("agent", []) for c in tree.coordinated(t)]
            present = tree.tag[i] in ("VBZ", "VBP") and not tree.children(i, "aux")
            public = [
                p
                for c in agents
                for p in self.party(c)
                if p.actor is not None
                and telling.speaks(tree, c, p.actor, telling.is_named(tree, c, p.start, p.end), present)
            ]
            if public:
                out.append(Match(STATEMENT, clause, "010", "", public, [], used={i}))
        return out

    def acts(self) -> list[Match]:
        """What political actors do in public without anybody on the other side: a speech, a ceremony, a campaign
        stop, a bill, an office taken; of a photograph's caption whatever it shows them do, and of news what an officer
        or body did, unless it is life and not office (@private_deeds) (CAMEO 010).
        """
        tree, classes, out = self.tree, self.book.classes, []
        if not any(telling.is_political(span.actor) for span in self.span_at.values()):
            return []
        empty: frozenset[str] = frozenset()
        appearing, making = classes.get("appearing", empty), classes.get("office_changes", empty)
        idle = classes.get("private_deeds", empty)
        kinds = [(classes.get(verbs, empty), classes.get(things, empty), code) for verbs, things, code in telling.ACTS]
        caption = telling.is_caption(tree)
        for i in range(tree.n):
            if i in self.silent or tree.tag[i][:2] != "VB" or not telling.is_done(tree, i):
                continue
            clause = self.clauses.clause(i) if self.clauses.kind(i) == "verb" else None
            if clause is None:
                continue
            words, code = {clause.lemma, tree.lemma[i]}, "010"
            if clause.passive:
                if not words & making:
                    continue
            elif not (caption and tree.head[i] == i and tree.tag[i] in ("VBZ", "VBP")) and not words & appearing:
                told = {tree.lemma[t] for role, ts in clause.roles.items() if role != "agent" for t in ts}
                code = next((code for verbs, things, code in kinds if words & verbs and told & things), "")
                known = clause.lemma not in idle and words & telling.PLAIN.keys()
                if not code and not (known and telling.is_news(tree, i)):
                    continue
            if telling.is_usual(tree, i, caption):
                continue
            heads = clause.roles.get("object" if clause.passive else "agent", [])
            public = [
                p
                for c in (d for t in heads for d in tree.coordinated(t))
                for p in self.party(c)
                if p.actor is not None
                and (telling.is_political(p.actor) or p.actor.role == "ELI")
                and telling.speaks(tree, c, p.actor, telling.is_named(tree, c, p.start, p.end))
                and (code or not telling.ARMED & {p.actor.role[k : k + 3] for k in range(0, len(p.actor.role), 3)})
                and (code or p.actor.role or p.actor.kind in ("capital", "organisation"))
                # a people, or somebody of whom only the country is known, is no public actor
                and (p.actor.role or (p.actor.kind != "demonym" and p.start <= c < p.end))
            ]
            if public:
                plain = next((telling.PLAIN[w] for w in words if w in telling.PLAIN and not clause.passive), code)
                out.append(Match(ACT, replace(clause, passive=False), plain or "010", "", public[:1], [], used={i}))
        return out

    def _saying(self, i: int) -> Clause | None:
        """The clause of a verb of saying; behind a quotation the parser may take it for a participle of the speaker
        (", the commission announced, …").
        """
        tree = self.tree
        if not telling.is_said(tree, i):
            return None
        over = tree.head[i]
        while tree.dep[i] == "acl" and tree.dep[over] in ("nmod", "amod", "obl") and tree.head[over] < over:
            over = tree.head[over]  # "a diplomat close to the talks cautioned"
        if tree.dep[i] == "acl" and over < i and tree.dep[over] == "parataxis" and not tree.children(i, "obl:agent"):
            return Clause(i, "verb", tree.lemma[i], {"agent": [over], "comp": [tree.head[over]]})
        clause = self.clauses.clause(i) if self.clauses.kind(i) == "verb" else None
        if clause is not None and tree.dep[i] == "parataxis":
            clause = replace(clause, roles={**clause.roles, "comp": [over, *clause.roles.get("comp", [])]})
        return clause

    def nearest(self, heads: Sequence[int]) -> Match | None:
        """Where no pattern fits whole: the plainest reading of the predicate that is nearest to the actors' words.

        A predicate over both actors counts before one beside them, one higher in the tree before one below. Only for
        texts whose actors are given: there a guess, marked by its confidence, says more than nothing.
        """
        above: set[int] = set()
        for h in heads:
            while h not in above:
                above.add(h)
                h = self.tree.head[h]
        found: list[tuple[tuple[int, int, int], int, Pattern, str]] = []
        for i in range(self.tree.n):
            if not self.indexed(i) or i in self.span_at:
                continue
            kind = self.clauses.kind(i)
            lemma = self.clauses.lemma(i) if kind == "verb" else ""
            patterns = self.book.candidates(kind, lemma) or self.book.candidates(kind, self.clauses.base(kind, i))
            clause = self.clauses.clause(i)
            for pattern in sorted(patterns, key=lambda p: (p.own is None, p.specificity)):
                if pattern.own and not pattern.code and not pattern.needs:
                    break  # the researcher's dictionary says that this verb tells of no event
                code = self._default(pattern.code) if pattern.is_operator else pattern.code
                if pattern.is_operator and (clause is None or not clause.roles.get("comp")):
                    continue  # "told the strikers" asks for nothing
                lacking = any(self._present.isdisjoint(words) for words in pattern.needs)
                barred = clause is not None and any(
                    slot.forbidden and not slot.words and any(clause.roles.get(role) for role in slot.roles)
                    for slot in pattern.slots
                )
                if code and not lacking and not barred and not code.startswith("01"):
                    far = min(abs(i - h) for h in heads) if heads else i
                    found.append(((int(i not in above), self.tree.depth(i), far), i, pattern, code))
                    break
        if not found:
            return None
        _, i, pattern, code = min(found, key=lambda f: (f[0], f[1]))
        clause = self.clauses.clause(i)
        return Match(pattern, clause, code, "", [], [], used={i}) if clause is not None else None

    def _demands(self, protest: Match, others: Sequence[Match]) -> None:
        """The fourth digit of a protest by what hangs on it: "struck to demand equal rights" is 1433.

        The content of a demand (104x), an appeal (024x) or a reform (034x, 083x) is the protest's own; to bring
        someone down (170) is a change of leadership, the return of persons a right.
        """
        for m in others:
            if len(protest.code) != 3 or protest.code == "140" or not self._cry(m, protest):
                continue
            content = m.deed if m.deed and m.code[:2] in ("02", "03", "10") else m.code
            asked = content if content.startswith("104") else self.book.derive("demand", content)
            digit = "1" if m.code == "170" else "3" if asked == "1053" else asked[3:] if asked[:3] == "104" else "2"
            protest.code += digit
            whom = [p for p in [*m.targets, *(m.inner.sources if m.inner else [])] if p not in protest.sources]
            protest.targets = protest.targets or whom
            protest.used |= {m.clause.head, *m.used}

    def _cause(self, protest: Match) -> str:
        """The fourth digit by what the protest is for or against, told without a demand of its own: "downed tools for
        a republic", "to force the mayor to resign", "marched in protest at the tax"; "" where nothing tells.
        """
        if len(protest.code) != 3 or protest.code == "140" or protest.pattern.own:
            return ""
        tree = self.tree
        heads = {protest.clause.head, protest.clause.verb, *protest.clause.roles.get("object", [])}
        heads |= {t for t in protest.used if tree.tag[t].startswith(("VB", "NN"))}
        heads |= {*protest.clause.roles.get("when", [])}
        for t in sorted({k for h in heads for k in tree.kids[h]}):
            word, prep = tree.lemma[t], tree.preposition(t)
            causes: list[int] = []
            if prep in CAUSES:
                causes = tree.children(t, "obj") or [t]
            elif prep == "in" and word in ("protest", "anger", "fury", "dispute", "row", "outrage", "support"):
                causes = [k for k in tree.children(t, "nmod", "acl") if tree.preposition(k) in ("of", *CAUSES)]
                causes += tree.children(t, "compound")  # "in a pay dispute"
            elif tree.dep[t] in ("advcl", "xcomp", "acl") and word in PRESSING:
                causes = tree.children(t, "obj")
                causes += [k for k in tree.children(t, "obl", "nmod") if tree.preposition(k) in CAUSES]
                away = [k for k in tree.children(t, "obl") if tree.preposition(k) in ("from", "out_of")]
                if word in TOPPLING and any(tree.lemma[k] in ("office", "power", "post", "presidency") for k in away):
                    return "1"
                for k in [*tree.children(t, "xcomp", "ccomp"), *(a for o in causes for a in tree.children(o, "acl"))]:
                    if any(self._word(k) & self.book.classes.get(name, frozenset()) for name in LEAVING):
                        return "1"
                    causes += tree.children(k, "obj")
                if {tree.lemma[o] for o in causes} & LEADERS and word in TOPPLING:
                    return "1"
                if word in ("force", "press", "push", "pressure", "compel", "get", "make"):
                    causes = [o for o in causes if tree.lemma[o] not in LEADERS]
            for cause in causes:
                digit = self._issue(cause)
                if digit:
                    return digit
        return ""

    def _issue(self, t: int) -> str:
        """1 leadership, 2 policy, 3 rights, 4 institutions, by the noun ``t`` and those joined to it; "" for others."""
        tree = self.tree
        for k in tree.coordinated(t):
            if tree.lemma[k] in ABSTRACT:  # "the removal of a subsidy" is about the subsidy
                inner = [o for o in tree.children(k, "nmod") if tree.preposition(o) in ("of", "to", "in")]
                digit = next(filter(None, map(self._issue, inner)), "")
                if digit:
                    return digit
            for digit, names in ISSUES:
                if any(self._word(k) & self.book.classes.get(name, frozenset()) for name in names):
                    return digit
        return ""

    def _cry(self, match: Match, protest: Match) -> bool:
        """ "marched to demand his resignation": what a protest demands is part of the protest (CAMEO manual, 14)."""
        if match is protest or (match.code[:2] not in ("02", "10") and match.code[:3] not in ("170", "034", "083")):
            return False
        near = {*protest.used, protest.clause.verb}
        t, steps = match.clause.head, 0
        while self.tree.head[t] != t and steps < 6:
            if self.tree.dep[t] in ("advcl", "acl", "xcomp") and self.tree.head[t] in near:
                return True
            t, steps = self.tree.head[t], steps + 1
        return False

    def _obligation(self, i: int) -> list[Match]:
        """ "said that Iran must stop": what the speaker says another must do is a demand, should do an appeal (CAMEO
        manual, 01 is subordinate).
        """
        clause = self.clauses.clause(i)
        if clause is None or clause.kind != "verb":
            return []
        for c in clause.roles.get("comp", []):
            words = {self.tree.lower[k] for k in self.tree.children(c, "aux")}
            operator = "DEMAND" if "must" in words else "APPEAL" if words & {"should", "ought"} else ""
            if operator and self.tree.lemma[i] == "insist":
                operator = "DEMAND"
            if not operator or self.tree.lower[c] in ("have", "be") or not self.clauses.kind(c):
                continue
            speakers = [p for t in clause.roles.get("agent", []) for p in self.party(t)]
            inner = self._reach(c, 0)
            told = self._other(speakers, [p for t in self.clauses.subjects(c) for p in self.party(t)])
            if not told and inner:
                told = self._other(speakers, inner[0].sources) or self._other(speakers, inner[0].targets)
            if not speakers or not told:
                continue
            basis = (inner[0].deed or inner[0].code) if inner else ""
            about = inner[0].content if inner and inner[0].content else basis
            code = (self.book.derive(operator, about) if about else "") or self._asked_for(operator, c)
            used = {i, c}.union(*(m.used for m in inner))
            return [
                Match(
                    OBLIGATION[operator], clause, code, basis, speakers, told, False, inner[0] if inner else None, used
                )
            ]
        return []

    def _asked_for(self, operator: str, c: int) -> str:
        """The code of what the verb at ``c`` asks for where that is no coded deed: as "urge" would have it."""
        words = self._word(c)
        found = (0, "")
        for pattern in self.book.candidates("verb", "urge"):
            if pattern.is_operator or any(slot.role_codes or (slot.filler and slot.words) for slot in pattern.slots):
                continue
            for slot in pattern.slots:
                if slot.roles == ("comp",) and (hit := words & slot.words):
                    # "protect freedom" says more than "protect"
                    found = max(found, (max(w.count("_") + 1 for w in hit), pattern.code), key=lambda f: f[0])
        if not found[1]:
            return self._default(operator)
        return found[1] if operator == "APPEAL" else "10" + found[1][2:]

    def _bidden(self, i: int) -> list[Match]:
        """ "Free the sailors, Oslo told the rebels", "The militia must disarm, insisted the bishop": an appeal or a
        demand by the verb of saying, over what the words ask for.
        """
        tree = self.tree
        clause = self.clauses.clause(i)
        if clause is None or clause.kind != "verb" or clause.passive:
            return []
        before = [k for k in tree.children(i, "ccomp", "advcl", "parataxis", "xcomp") if k < i]
        if tree.dep[i] in ("parataxis", "ccomp", "conj") and tree.head[i] < i:
            before.append(tree.head[i])
        for c in before:
            aux = {tree.lower[k] for k in tree.children(c, "aux")}
            bare = tree.tag[c] == "VB" and not aux and not tree.children(c, "nsubj", "nsubj:pass", "mark")
            if not bare and not aux & {"must", "should", "ought"}:
                continue
            own = tree.children(i, "nsubj")
            said = own or tree.children(i, "obj")  # "insisted the bishop"
            speakers = [p for t in said for p in self.party(t)]
            told = [
                p
                for role in ("recipient", "object", "to", "of", "with", "on", "upon")
                for t in clause.roles.get(role, [])
                if t not in said and t > i
                for p in self.party(t)
            ]
            told = self._other(speakers, told)
            inner = self._reach(c, 0)
            if not told and not bare:
                told = self._other(speakers, [p for t in self.clauses.subjects(c) for p in self.party(t)])
            if not speakers or not told:
                continue
            soft = tree.lemma[i] in BEGGING or ("should" in aux and tree.lemma[i] not in ("demand", "insist", "order"))
            operator = "APPEAL" if soft else "DEMAND"
            basis = (inner[0].deed or inner[0].code) if inner else ""
            about = inner[0].content if inner and inner[0].content else basis
            code = (self.book.derive(operator, about) if about else "") or self._asked_for(operator, c)
            used = {i, c}.union(*(m.used for m in inner))
            return [
                Match(
                    OBLIGATION[operator], clause, code, basis, speakers, told, False, inner[0] if inner else None, used
                )
            ]
        return []

    def indexed(self, i: int) -> bool:
        """Whether some pattern fires on the predicate at token ``i``."""
        kind = self.clauses.kind(i)
        if not kind:
            return False
        if kind == "verb":
            return self.book.is_predicate(kind, self.clauses.lemma(i)) or self.book.is_predicate(
                kind, self.clauses.base(kind, i)
            )
        return self.book.is_predicate(kind, self.clauses.base(kind, i)) or (
            kind == "noun" and self.book.is_predicate(kind, self.clauses.compound(i))
        )

    def at(self, i: int) -> list[Match]:
        """The best match of the clause at token ``i`` (several when an operator governs coordinated clauses)."""
        if i in self._matches:
            return self._matches[i]
        if i in self._busy:
            return []
        self._busy.add(i)
        found = self._best(i)
        self._busy.discard(i)
        self._matches[i] = found
        return found

    def candidates(self, clause: Clause) -> list[Pattern]:
        """The patterns of a clause in the order in which they are tried: those of a verb with its particle go before
        those of the verb alone, a noun's own and its compound's stand together; a researcher's before all.
        """
        return self._tried(clause, self.book.candidates)

    def _tried(self, clause: Clause, listed: Callable[[str, str], list[Pattern]]) -> list[Pattern]:
        found = listed(clause.kind, clause.lemma)
        base = self.clauses.base(clause.kind, clause.head)
        if clause.lemma == base:
            return found
        plain = [p for p in listed(clause.kind, base) if clause.lemma not in p.lemmas]
        found = found + plain
        if plain and plain[0].own:
            return sorted(found, key=lambda p: p.own is None)
        return sorted(found, key=order) if clause.kind == "noun" else found

    def _likely(self, kind: str, lemma: str) -> list[Pattern]:
        return self.book.likely(kind, lemma, self._present)

    def lacking(self, pattern: Pattern) -> frozenset[str] | None:
        """Words of which the pattern needs one and the sentence has none; None when it lacks nothing."""
        for words in pattern.needs:
            if self._present.isdisjoint(words):
                return words
        return None

    def _fillable(self, pattern: Pattern, clause: Clause) -> bool:
        """Whether each slot that must be filled has an argument in the clause, or its preposition stands in the
        sentence: a quick no for what would not fit.
        """
        for roles in pattern.filled:
            for role in roles:
                if role in clause.roles or role == "agent" or role.partition("_")[0] in self._lower:
                    break
            else:
                return False
        return True

    def _best(self, i: int) -> list[Match]:
        clause = self.clauses.clause(i)
        if clause is None:
            return []
        first: list[Match] = []
        bare = False  # the first is an operator over a deed that has no code of its own here
        for pattern in self._tried(clause, self._likely):
            if first and pattern.is_operator == bare:
                continue
            if self.lacking(pattern) is not None or not self._fillable(pattern, clause):
                continue
            if pattern.own:
                said = match_own(self, pattern, clause)
                if said is not None:
                    return said  # what the researcher says of this predicate stands
                continue
            matches = self.fit(pattern, clause)
            if not matches:
                continue
            if bare:
                if matches[0].code[:2] == first[0].code[:2] and matches[0].code[2:] not in ("0", ""):
                    return matches  # "rejected a plan to normalise relations": 127 says more than a bare refusal
            elif not first:
                first = matches
                bare = pattern.is_operator and first[0].code == self._default(pattern.code)
                if first[0].code[:2] not in DERIVED_ROOTS or (pattern.is_operator and not bare):
                    break
            elif (
                matches[0].inner is not None
                and (matches[0].inner.inner is not None or not matches[0].inner.pattern.is_operator)
                and first[0].code != "038"  # who accepts another's offer to mediate does not mediate
                and (
                    matches[0].code[:2] == first[0].code[:2]
                    or (first[0].code == "0342" and matches[0].code[:2] == "13")  # "vowed to cut off aid"
                    or self._rallies(first[0], matches[0])
                )
                and matches[0].code != self._default(pattern.code)
                and not self._says_more(first[0], matches[0], self._default(pattern.code))
            ):
                return matches  # "demanded the withdrawal": the deed demanded says more than a bare demand
        return first or (self._nominal(clause) if clause.kind == "noun" and clause.lemma in DEEDS else [])

    def _nominal(self, clause: Clause) -> list[Match]:
        """ "announced the closure of its border with Mali": a noun of doing, told as a deed, by the lines of its
        verb.
        """
        if not (clause.light or clause.roles.get("agent")):
            return []
        verb = DEEDS[clause.lemma]
        roles = {role: tokens for role, tokens in clause.roles.items() if role != "mod"}
        objects = roles.pop("of", []) or [t for t in clause.roles.get("mod", []) if self.tree.tag[t][:2] == "NN"][-1:]
        if objects:
            roles["object"] = objects
        deed = replace(clause, kind="verb", lemma=verb, roles=roles, passive="agent" not in roles)
        for pattern in self._likely("verb", verb):
            if pattern.own or self.lacking(pattern) is not None or not self._fillable(pattern, deed):
                continue
            if matches := self.fit(pattern, deed):
                return [replace(m, clause=clause) for m in matches]
        return []

    # -- one pattern --------------------------------------------------------------------------------------------------

    def fit(self, pattern: Pattern, clause: Clause) -> list[Match]:
        """The matches of one pattern at one clause, [] when a slot stays empty: ``failed`` is then that slot."""
        self.failed = None
        if pattern.own:
            return match_own(self, pattern, clause) or []
        sources: list[Party] = []
        targets: list[Party] = []
        used = {clause.head}
        inner: list[Match] = []
        both = False
        bound_nouns = self._word_nouns(pattern, clause)
        host: Party | None = None
        direct = pattern.code.startswith(DIRECT) and not self.forced
        events: list[int] = []
        # the EVENT first: what it takes is no target ("pledged its support to Austria")
        slots = sorted(pattern.slots, key=lambda s: s.filler != "EVENT") if pattern.is_operator else pattern.slots
        for slot in slots:
            tokens = self._arguments(slot, pattern, clause, bound_nouns)
            if slot.filler:
                tokens = [t for t in tokens if t not in events]
            if slot.forbidden:
                tokens += [
                    c
                    for c in clause.roles.get("comp", [])
                    if {self.tree.lower[m] for m in self.tree.children(c, "mark")} & {*slot.roles}
                ]
                hits = [t for t in tokens if self._fits(slot, t)]
                if self._parties(hits, slot) if slot.role_codes else hits:
                    return self._fails(slot, "forbidden", hits)
                continue
            if slot.filler == "EVENT":
                events = [t for t in tokens if t not in self.span_at]
                # "approved a plan to sell": the deed is the sale; the plan is only where it is told
                events = [t for t in events if t not in bound_nouns] or events
                inner = self._inner(events)
                said = [t for t in events if self.clauses.kind(t) == "verb" and t in clause.roles.get("comp", [])]
                if not inner and not (said and self._default(pattern.code)):
                    return self._fails(slot, "no event", events)
                events = events if inner else []
                continue
            fitting = [t for t in tokens if self._fits(slot, t)]
            if slot.filler == "":
                if not fitting and not slot.optional:
                    return self._fails(slot, "no word", tokens)
                used.update(self._content(fitting))
                continue
            if slot.filler == "BOTH":
                parties = self._parties(fitting, slot)
                if len(parties) < 2:
                    if slot.optional:
                        continue
                    return self._fails(slot, "no two actors", tokens)
                both, sources, targets = True, parties, parties
                continue
            if slot.filler == "HOST":
                # "massed troops on the border with Chad", "withdrew from the border"
                edges = pattern.code.startswith(("08", "15", "16"))
                hosts = [h for t in fitting for h in self._hosts(t, edges)]
                # "flew to Cairo for a meeting of the Arab League": where one goes before whom one meets there
                hosts = [h for h in hosts if h.actor and h.actor.kind == "country"] or hosts
                hosts = self._itinerary(hosts)
                if not hosts and not slot.optional:
                    return self._fails(slot, "no host", tokens)
                targets = targets or hosts
                host = hosts[0] if hosts else None
                continue
            if (
                slot.filler == "TARGET"
                and pattern.code.startswith(PERSONAL)
                and any(self._event_noun(t) for t in fitting)
            ):
                return self._fails(slot, "an event", fitting)  # "held talks" is no arrest
            parties = self._parties(fitting, slot, direct and slot.filler == "TARGET" and slot.roles == ("object",))
            if slot.filler == "SOURCE":
                if not parties and (slot.role_codes or (tokens and not fitting)) and not slot.optional:
                    return self._fails(slot, "no actor", tokens)
                if not tokens and not (clause.passive or clause.kind == "noun" or slot.optional):
                    if (
                        slot.roles == ("agent",)
                        and clause.head != self.tree.head[clause.head]
                        and self.tree.dep[clause.head] in ("xcomp", "ccomp", "acl", "advcl")
                        and not slot.words
                    ):
                        continue
                    return self._fails(slot, "absent", tokens)
                if parties and slot.roles == ("to",) and not any(p.actor and p.actor.country for p in parties):
                    # "Hanoi called the envoy to the ministry"
                    parties = [p for t in clause.roles.get("agent", []) for p in self.party(t)] or parties
                sources = parties or sources
            elif slot.filler == "TARGET":
                personal = pattern.code.startswith(PERSONAL) or clause.lemma in HARM
                if not parties and personal and not slot.role_codes and not self.forced:
                    parties = [p for t in fitting if (p := self._person(t)) is not None][:1]
                if not parties and not slot.optional:
                    if not fitting:
                        return self._fails(slot, "no word" if tokens else "absent", tokens)
                    if slot.role_codes or slot.words:
                        return self._fails(slot, "no actor", tokens)
                # "expelled three Danes from Chad": whom it befell, before where they went
                if not (targets and parties and slot.optional and not self.forced and pattern.code.startswith(SENT)):
                    targets = parties or targets
                if slot.words and pattern.code[:2] == "12":
                    used.update(fitting)  # "dismissed Swedish calls to …": the calls are told in the dismissal
            elif slot.filler == "ANY":
                if not fitting and not slot.optional:
                    return self._fails(slot, "no word" if tokens else "absent", tokens)
                used.update(fitting)  # a topic ("discussed sanctions on Iran with Turkey") is no event of its own
        if pattern.is_operator:
            if not targets:  # "rejected a Peruvian offer": whose it was is whom it concerns
                owners = [p for t in bound_nouns for p in self.party(t)]
                targets = self._abroad(sources, owners)
            if not targets and pattern.code in ("APPEAL", "DEMAND"):
                targets = self._asked(clause, sources)
            return self._operate(pattern, clause, sources, targets, inner, used)
        spoken = pattern.code == "111" and "say" in pattern.lemmas
        if not targets and (spoken or pattern.code[:2] in ("02", "10")):
            targets = self._asked(clause, sources)
            if spoken and not targets:
                return []  # "said that the raid was a crime": whose raid is not told
        if pattern.code == "015" and not targets:  # "admitted having trained Salvadorean officers"
            deeds = [m for c in clause.roles.get("comp", []) if self.clauses.kind(c) for m in self._reach(c, 0)]
            reached = self._other(sources, [p for m in deeds for p in m.targets])
            targets = [p for p in reached if p.actor and p.actor.country]
        reciprocal = both or (bool(self.book.mirror(pattern.code)))
        code = "185" if pattern.code == "186" and self._attempted(clause) else pattern.code
        protests = code == "141" and (clause.kind, clause.lemma) == ("verb", "protest")
        if protests and sources and all(official(p) for p in sources):
            code = "114"  # what a state protests against it complains of; its people march
        if code[:2] == "03" and any(self._denied(c) for c in clause.roles.get("comp", []) if c in used):
            code = self.book.derive("refuse", code) or code  # "vowed never to invest"
        content = self._agreed_on(used) if code == "057" else ""
        return [Match(pattern, clause, code, "", sources, targets, reciprocal, None, used, host, content)]

    def _agreed_on(self, used: set[int]) -> str:
        """The code of what an agreement among the words ``used`` is about ("a peace treaty", "an accord on gas"), ""
        where it is named after nothing.
        """
        tree = self.tree
        for t in sorted(used):
            if tree.tag[t][:2] != "NN":
                continue
            near = [k for k in tree.kids[t] if tree.dep[k] in ("compound", "amod", "nmod:desc")]
            near += [k for k in tree.children(t, "nmod") if tree.preposition(k) in ("on", "for", "of", "over")]
            for k in [t, *near]:
                for word in sorted({tree.lemma[k], tree.lower[k], *self._word(k)}):
                    if word in CONTENT_OF:
                        return CONTENT_OF[word]
        return ""

    def _fails(self, slot: Slot, why: str, tokens: list[int]) -> list[Match]:
        """Note the slot that kept a pattern from fitting, the kind of reason and what stands there (trace.py words
        it).
        """
        self.failed = slot, why, tokens
        return []

    def _attempted(self, clause: Clause) -> bool:
        """ "tried to kill", "a plot to kill": what was tried or planned is all that is told."""
        i = clause.head
        over = self.tree.lemma[self.tree.head[i]]
        return clause.kind == "verb" and self.tree.dep[i] in ("xcomp", "acl") and over in ATTEMPTS

    def _asked(self, clause: Clause, sources: Sequence[Party]) -> list[Party]:
        """ "demanded that Oslo open its market": who is to do what is asked is the one asked."""
        for c in clause.roles.get("comp", []):
            if not self.clauses.kind(c):
                continue
            asked = [p for t in self.clauses.subjects(c) for k in self.tree.coordinated(t) for p in self.party(k)]
            if asked := self._other(sources, asked):
                return asked
        return []

    @staticmethod
    def _rallies(line: Match, derived: Match) -> bool:
        """ "called on the world to support Haiti": a bare appeal for backing or aid to nobody's state is for a
        third.
        """
        return (
            derived.code in RALLYING.values()
            and line.code in ("022", "023")
            and bool(line.targets)
            and not any(map(_of_a_state, line.targets))
        )

    @staticmethod
    def _says_more(line: Match, derived: Match, default: str) -> bool:
        """Whether a line that names what is asked says more than the deed governed: that is only "not specified below"
        or gives a coarser code. A bare change of policy ("end", "cut") never does.
        """
        if derived.inner is None or line.code == default or line.code in POLICY_CODES:
            return False
        residual = derived.inner.code[:2] <= "08" and derived.inner.code.endswith("0")
        residual = residual or derived.inner.code[:2] == "15"  # "asked for troops to be sent": what for says more
        return residual or (len(line.code) > len(derived.code) and line.code.startswith(derived.code))

    def _default(self, operator: str) -> str:
        """The code of an operator over a deed that has none ("" where that says nothing)."""
        if operator == "DO":
            return ""
        return self.book.derive(operator, "*")

    def _operate(
        self,
        pattern: Pattern,
        clause: Clause,
        sources: list[Party],
        targets: list[Party],
        inner: list[Match],
        used: set[int],
    ) -> list[Match]:
        operator = pattern.code
        if clause.passive and not sources and (operator == "INTENT" or clause.lemma in PLANNED_VERBS):
            return []  # "is expected to visit": nobody's own intent; modality.py reads it as planned
        if not inner:
            code = self._default(operator)
            asked = [c for c in clause.roles.get("comp", []) if self.clauses.kind(c) == "verb"]
            if operator in ("APPEAL", "DEMAND") and asked:
                code = self._asked_for(operator, asked[0])
                if code == self._default(operator) and clause.kind == "noun" and self.tree.tag[asked[0]] == "VB":
                    return []  # "a request to see him", "pressure to change" ask for nothing that has a code
            return [Match(pattern, clause, code, "", sources, targets, False, None, used)] if code else []
        out = []
        for m in inner:
            if operator == "DO":
                done = sources or m.sources
                reached = targets or self._other(done, m.targets) or self._other(done, m.sources)
                out.append(
                    Match(
                        pattern,
                        clause,
                        m.code,
                        m.deed,
                        done,
                        reached,
                        m.reciprocal and len(done) > 1,
                        m,
                        used | m.used,
                        m.host,
                    )
                )
                continue
            basis = m.deed if m.deed and m.code[:2] in ("02", "03", "10") else m.code
            about = m.content or basis
            if operator == "INTENT" and clause.lemma in ("propose", "suggest") and self._other(sources, m.sources):
                operator = "APPEAL"  # "proposed that Chile lift the ban": asks another
            code = self.book.derive(operator, about) or self._default(operator)
            if not code:
                continue
            if operator == "DEMAND" and clause.lemma in ("order", "command", "direct") and m.code[:2] == "15":
                code = m.code  # a ruler's order to his own forces is the deed
            if operator == "INTENT" and clause.lemma in DECIDE and m.code[:2] in ("16", "17"):
                code = m.code  # "agreed to impose sanctions": the decision is the measure
            if operator == "INTENT" and self._never(m):
                # "vowed never to lift" refuses; "vowed not to attack" yields
                ended = self.book.derive("stop", m.code) if m.code >= "14" else ""
                code = (self.book.derive("intent", ended) if ended else "") if m.code >= "09" else (
                    self.book.derive("refuse", about))  # fmt: skip
                code = code or self._default(operator)
            reached = targets or self._abroad(sources, m.sources) or self._other(sources, m.targets)
            if not reached and operator == "REFUSE":  # "rejected talks with Kyiv", the phrase hung on the verb
                reached = self._other(sources, [p for t in clause.roles.get("with", []) for p in self.party(t)])
            doers = [*targets, *self._other(sources, m.sources)]
            if operator == "APPEAL" and m.code[:2] in RALLYING and not any(map(_of_a_state, doers)):
                others = self._other(sources, m.targets)  # "called on the world to help Lebanon": for or against whom
                called = targets or (m.clause.kind == "verb" and m.sources) or m.code[:2] >= "11"
                if called and any(map(_of_a_state, others)) and not self._same(others, targets):
                    code, reached = RALLYING[m.code[:2]], others
            speakers = sources
            reciprocal = False
            if operator == "THREATEN" and m.clause.head < clause.head and m.sources and m.targets:
                if not any(p.actor and p.actor.country for p in sources):
                    speakers, reached = m.sources, m.targets  # "Chad would bomb Mali, the air force warned": Chad's
            if not speakers and operator == "STOP":
                speakers = m.sources
                reached = targets or m.targets
            if (
                operator == "INTENT"
                and (
                    clause.lemma.split("_")[0] in MUTUAL
                    or self.book.mirror(m.code) == m.code
                    or self._same(m.sources, m.targets)
                )
                and len(sources) > 1
                and not targets
                and not self._other(sources, m.targets)
            ):
                reached, reciprocal = sources, True  # "X and Y agreed to …": each to the other
            elif operator == "STOP" and m.reciprocal and self._same(speakers, reached):
                reciprocal = True
            out.append(
                Match(
                    pattern,
                    clause,
                    code,
                    "" if code == basis else basis,
                    speakers,
                    reached,
                    reciprocal,
                    m,
                    used | m.used,
                    m.host,
                )
            )
        return out

    @staticmethod
    def _same(a: Sequence[Party], b: Sequence[Party]) -> bool:
        return bool(a) and [p.start for p in a] == [p.start for p in b] and len(a) > 1

    @staticmethod
    def _other(sources: Sequence[Party], parties: Sequence[Party]) -> list[Party]:
        """The parties that are not the source itself."""
        starts = {p.start for p in sources}
        codes = {p.actor.code for p in sources if p.actor}
        return [p for p in parties if p.start not in starts and not (p.actor and p.actor.code in codes)]

    def _abroad(self, sources: Sequence[Party], parties: Sequence[Party]) -> list[Party]:
        """The parties that are not the source itself nor, beside a state's government, the state."""
        homes = {p.actor.country for p in sources if p.actor and (p.actor.role or "GOV").startswith("GOV")}
        return [
            p
            for p in self._other(sources, parties)
            if not (p.actor and p.actor.country in homes - {""} and (p.actor.role or "GOV")[:3] == "GOV")
        ]

    def _never(self, inner: Match) -> bool:
        """ "never to lift", "not to attack": the governed verb itself is negated."""
        i = inner.clause.head if inner.clause.kind == "verb" else inner.clause.verb
        return i >= 0 and self._denied(i)

    def _denied(self, i: int) -> bool:
        """Whether the governed verb ``i`` is itself negated."""
        return self.tree.dep[i] in ("xcomp", "acl", "ccomp") and any(
            self.tree.lower[k] in ("not", "never") for k in self.tree.children(i, "advmod")
        )

    def _inner(self, tokens: Sequence[int]) -> list[Match]:
        """The matches of the clauses an operator governs: the clause itself, the noun its light verb carries, what it
        controls in turn.
        """
        out: list[Match] = []
        for t in tokens:
            for c in [t, *[k for k in self.tree.children(t, "conj") if self.clauses.kind(k) and self._alike(t, k)]]:
                out += self._reach(c, 0)
        return out

    def _alike(self, a: int, b: int) -> bool:
        """ "agreed to meet and sign" joins like forms; "refused to accept and recalled" is a parser's slip."""
        finite = ("VBD", "VBZ", "VBP")
        return (self.tree.tag[a] in finite) == (self.tree.tag[b] in finite)

    def _reach(self, t: int, depth: int) -> list[Match]:
        if depth > 3:
            return []
        own = self.at(t)
        if own:
            return own
        clause = self.clauses.clause(t)
        if clause is None:
            return []
        if clause.kind == "verb":
            nouns = clause.roles.get("object", []) if clause.lemma in LIGHT else []
            for k in [*nouns, *clause.roles.get("comp", []), *clause.roles.get("in", [])]:
                if k != self.tree.head[t] and (found := self._reach(k, depth + 1)):
                    return found
        elif clause.kind == "noun":
            for k in [
                *clause.roles.get("comp", []),
                *clause.roles.get("of", []),
                *clause.roles.get("for", []),
                *clause.roles.get("to", []),
            ]:
                if found := self._reach(k, depth + 1):
                    return found
        return []

    # -- arguments ----------------------------------------------------------------------------------------------------

    def _word_nouns(self, pattern: Pattern, clause: Clause) -> list[int]:
        """Arguments bound by words: the prepositions that hang on them count as the clause's own ("imposed sanctions
        on").
        """
        nouns = []
        for slot in pattern.slots:
            if slot.filler == "" and slot.words and not slot.forbidden:
                nouns += [t for r in slot.roles for t in clause.roles.get(r, []) if self._fits(slot, t)]
        nouns = self._content(nouns)
        for (
            slot
        ) in pattern.slots:  # one level down: "interest in closer ties with Uganda", "two billion euros in aid to Kyiv"
            if slot.filler == "" and slot.words and not slot.forbidden:
                for t in list(nouns):
                    nouns += [
                        k
                        for k in self.tree.children(t, "nmod")
                        if self.tree.preposition(k) in slot.roles and k not in nouns and self._fits(slot, k)
                    ]
        return nouns

    def _content(self, tokens: Sequence[int]) -> list[int]:
        """The tokens, and for "most of its sanctions" the noun that the partitive counts."""
        out = list(tokens)
        for t in tokens:
            if self.tree.lemma[t] in PARTITIVES:
                out += [k for k in self.tree.children(t, "nmod") if self.tree.preposition(k) == "of"]
        return out

    def _arguments(self, slot: Slot, pattern: Pattern, clause: Clause, bound: Sequence[int]) -> list[int]:
        roles = clause.roles
        tokens: list[int] = []
        for role in slot.roles:
            if slot.filler == "EVENT":
                if role == "object":
                    tokens += roles.get("comp", []) + roles.get("object", [])
                    if clause.kind == "noun":
                        tokens += roles.get("of", []) + [
                            t for t in roles.get("mod", []) if self.book.is_predicate("noun", self.tree.lemma[t])
                        ]
                elif role in ("to", "that"):
                    marked = [
                        c
                        for c in roles.get("comp", [])
                        if any(self.tree.lower[m] == "to" for m in self.tree.children(c, "mark"))
                    ]
                    tokens += marked if role == "to" else [c for c in roles.get("comp", []) if c not in marked]
                    tokens += roles.get(role, [])
                else:
                    tokens += roles.get(role, [])
                for t in bound:  # "turned down an offer of leasing", "accepted an invitation to visit"
                    noun = self.clauses.clause(t)
                    if noun is not None and noun.kind == "noun":
                        tokens += noun.roles.get("comp" if role == "object" else role, [])
                continue
            tokens += roles.get(role, [])
            if role == "agent" and clause.kind == "noun" and slot.filler in ("SOURCE", "BOTH"):
                taken = {r for s in pattern.slots for r in s.roles}
                named = any(t in self.span_at for t in roles.get("mod", []))
                if not tokens and ("of" not in taken or (not named and self._of_is_doer(pattern, clause))):
                    tokens += roles.get("of", [])
                if not tokens or slot.filler == "BOTH":
                    tokens += [t for t in roles.get("mod", []) if t in self.span_at]
                    if not tokens:
                        tokens += roles.get("mod", [])
                if slot.filler == "BOTH":
                    for more in ("between", "among", "of", "by"):
                        tokens += roles.get(more, [])
            if role == "agent" and clause.kind == "verb" and not tokens and clause.passive:
                # "Western sanctions imposed over": the thing's owner did it, but nobody acts on his own people, papers
                # or ships ("a Dutch sailor was arrested")
                for t in bound:
                    if pattern.code.startswith(DONE_TO) and (t in self.span_at or not self._event_noun(t)):
                        continue
                    noun = self.clauses.clause(t)
                    if noun is not None and noun.kind == "noun":
                        own = noun.roles.get("agent", []) + [k for k in noun.roles.get("mod", []) if k in self.span_at]
                        tokens += [k for k in own if k not in roles.get("object", [])]
            if role not in ("agent", "object", "comp", "mod"):
                spoken = role == "of" and pattern.code[:2] in SPOKEN_OF and not self.forced
                for t in bound:
                    if spoken and self.befalls(t):
                        continue  # "condemned the murder of a Dane": not the Dane
                    noun = self.clauses.clause(t)
                    if noun is not None and noun.kind == "noun":
                        tokens += [k for k in noun.roles.get(role, []) if k not in tokens]
                if not tokens:  # "suspended aid and cooperation with Niger": the phrase of the last is that of all
                    for t in [self.tree.coordinated(b)[-1] for b in bound]:
                        if not (spoken and self.befalls(t)):
                            hung = self.tree.children(t, "nmod")
                            tokens += [k for k in hung if self.tree.preposition(k) == role]
                if not tokens and clause.kind == "verb" and role in ("for", "over") and slot.words:
                    # "appealed to foreign governments for tents": hung on the one appealed to
                    for other in ("to", "with", "on", "upon"):
                        for t in roles.get(other, []):
                            hung = self.tree.children(t, "nmod", "obl")
                            tokens += [k for k in hung if self.tree.preposition(k) == role]
                worded = role in ("as", "in", "into") and slot.words  # "denounced the raid as a war crime"
                if not tokens and clause.kind == "verb" and (role in FLOATING or worded):
                    # "discussed the war with Kyiv": the parser may hang the phrase on the object, or on the last of
                    # several ("flew blankets and a clinic to Serbia")
                    for t in [j for o in roles.get("object", []) for j in self.tree.coordinated(o)]:
                        if t not in tokens and not (spoken and self.befalls(t)):
                            tokens += [
                                k for k in self.tree.children(t, "nmod", "obl") if self.tree.preposition(k) == role
                            ]
                        if self.forced and not tokens:  # the given actor, however deep the parser hung it
                            below = (k for k in self.tree.subtree(t) if k in self.span_at)
                            tokens += [k for k in below if self.tree.preposition(k) == role][:1]
            if role == "of" and not tokens:  # "controls most of Anbar": what is measured is also what it is part of
                tokens += [t for t in bound if self.tree.children(t, "nmod:measure")]
        return list(dict.fromkeys(tokens))

    @staticmethod
    def _of_is_doer(pattern: Pattern, clause: Clause) -> bool:
        """ "the deployment of Fijian troops in Mali", "the visit of the Danish queen to Japan": whose troops they are
        does it, and who visits where another phrase says whom.
        """
        if pattern.code.startswith("04"):
            hosts = [s for s in pattern.slots if s.filler == "HOST"]
            return any(r != "of" and r in clause.roles for s in hosts for r in s.roles)
        return pattern.code.startswith(OF_TROOPS) and any(
            "of" in s.roles and s.words and not s.filler and not s.forbidden for s in pattern.slots
        )

    def _fits(self, slot: Slot, t: int) -> bool:
        if slot.phrases:
            return any(
                self._word(t2) & slot.words and holds_phrase(self.tree, slot, t2, self._word(t2))
                for t2 in self._content(self.tree.coordinated(t))
            )
        if slot.words:
            return any(not slot.words.isdisjoint(self._word(t2)) for t2 in self.tree.coordinated(t))
        return True

    def _word(self, t: int) -> set[str]:
        """What a class may list for this token: its lemma, its form, and the compound it heads ("trade_deal")."""
        if t not in self._words:
            self._words[t] = self._read_word(t)
        return self._words[t]

    def _read_word(self, t: int) -> set[str]:
        tree = self.tree
        words = {tree.lemma[t], tree.lower[t]}
        if "-" in tree.lemma[t]:
            words.add(tree.lemma[t].rpartition("-")[2])  # a counter-attack is an attack
        if tree.lemma[t] in PARTITIVES or tree.lemma[t] in FORMATIONS:  # "most of its sanctions", "a series of talks"
            for k in tree.children(t, "nmod"):
                if tree.preposition(k) == "of":
                    words |= self._word(k)
        for k in tree.kids[t]:
            if tree.dep[k] == "nmod:measure":
                words.add(tree.lemma[k])  # "a tranche of the loan" is both
            if tree.dep[k] in ("compound", "amod", "nmod:desc"):
                if tree.tag[t] == "NNP" and tree.lower[k] in TITLES:
                    words.add(tree.lower[k])  # "Swedish Prime Minister Olof Palme" is a minister
                words.add(f"{tree.lower[k]}_{tree.lemma[t]}")
                for j in tree.kids[k]:  # "joint border patrols", with "joint" hung on the border
                    if tree.dep[j] == "amod" and tree.dep[k] == "compound":
                        words.add(f"{tree.lower[j]}_{tree.lemma[t]}")
                if k == t - 2 and tree.lower[t - 1] == "-":
                    words.add(f"{tree.lower[k]}-{tree.lemma[t]}")
        for parts in self.book.phrases.get(tree.lemma[t], ()):  # "state_of_emergency", "human_rights_abuse"
            start = t - parts.index(tree.lemma[t])
            stand = range(max(start, 0), min(start + len(parts), tree.n))
            if len(stand) == len(parts) and all(
                part in (tree.lemma[k], tree.lower[k]) for part, k in zip(parts, stand, strict=True)
            ):
                words.add("_".join(parts))
        if tree.tag[t].startswith("VB"):  # "give back", "make peace": with its particle, with its object
            verbs = {tree.lemma[t], self.clauses.lemma(t)}
            things: set[str] = set()
            for k in tree.kids[t]:
                if tree.dep[k] == "compound:prt" or (tree.dep[k] == "advmod" and tree.lower[k] in PARTICLES):
                    verbs.add(f"{tree.lemma[t]}_{tree.lower[k]}")
                elif tree.dep[k] == "obj" or (tree.dep[k] == "obl" and tree.preposition(k) in PARTICLES):
                    for o in tree.coordinated(k):  # "free dozens of prisoners", "send tents and water"
                        things |= self._word(o)
            words |= verbs
            words |= {f"{verb}_{thing}" for verb in verbs for thing in things}
        return words

    def _hosts(self, t: int, edges: bool = False) -> list[Party]:
        """Where one goes; ``edges``: whether what is done at a border is done to who is behind it."""
        span = self.span_at.get(t)
        if self.forced and span is not None:
            return [Party(span.start, span.end, span.actor)]  # whoever asks says that it is a side
        if self.tree.lemma[t] in home.EDGES and span is None and not edges:
            return []  # "a village near the Thai border": nothing befell Thailand
        if span is not None and span.actor.kind not in ("country", "capital"):
            # visiting the crew, or children in hospital, is no visit between actors
            return [
                p
                for p in self._parties([t], Slot(("object",), "TARGET"))
                if p.actor and (p.actor.country or p.actor.kind == "organisation")
            ]
        place = self.place_at(t)
        if place is not None:
            return [place]
        if span is not None:
            return [Party(span.start, span.end, as_place(span.actor))]
        parties = self._parties([t], Slot(("object",), "TARGET"))
        if parties:
            return [
                replace(p, actor=as_place(p.actor) if p.actor and p.actor.kind in ("country", "capital") else p.actor)
                for p in parties
            ]
        for k in self.tree.kids[t]:
            place = self.place_at(k)
            if place is not None and self.tree.dep[k] in ("nmod", "nmod:poss", "compound", "appos"):
                return [place]
        return []

    def _itinerary(self, hosts: list[Party]) -> list[Party]:
        """The hosts and those listed after the last: "to Oslo on May 2, Riga, Latvia, and Minsk". Read off the words,
        since lists with dates and states in them are rarely parsed as lists; one stop a country.
        """
        if not hosts:
            return hosts
        stops = list(hosts)
        known = {p.actor.code for p in hosts if p.actor}
        listed, t = False, hosts[-1].end
        while t < self.tree.n:
            place = self.place_at(t)
            if self.tree.lower[t] == "(":  # "the Republic of Korea (ROK)"
                t = next((k + 1 for k in range(t, min(t + 5, self.tree.n)) if self.tree.lower[k] == ")"), self.tree.n)
            elif place is not None:
                if place.start != t or self.tree.dep[place.end - 1] not in LISTED or not listed:
                    break
                if place.end < self.tree.n and self.tree.tag[place.end] in ("VBD", "VBZ", "VBP", "MD", "POS"):
                    break
                if place.actor and place.actor.code not in known:
                    known.add(place.actor.code)
                    stops.append(place)
                t, listed = place.end, False
            elif self.tree.lower[t] in STEPS or self.tree.tag[t] == "CD" or self.tree.lower[t] in DAYS:
                listed = listed or self.tree.lower[t] in (",", ";", "and", "to")
                t += 1
            else:
                break
        return stops

    def _parties(self, tokens: Sequence[int], slot: Slot, direct: bool = False) -> list[Party]:
        parties: list[Party] = []
        for t in tokens:
            for c in self.tree.coordinated(t):
                for party in self.party(c, 0, direct):
                    if slot.role_codes and not (party.actor and _has_role(party.actor, slot.role_codes)):
                        continue
                    if all(
                        p.start != party.start or (p.actor and party.actor and p.actor.code != party.actor.code)
                        for p in parties
                    ):
                        parties.append(party)
        return parties

    def party(self, t: int, depth: int = 0, direct: bool = False) -> list[Party]:
        """The actor(s) that an argument headed by token ``t`` stands for, [] when none is known.

        ``direct``: the argument itself must be the actor, not something that belongs to one.
        """
        key = (t, depth, direct)
        if key not in self._found:
            self._found[key] = self._party(t, depth, direct)
        return self._found[key]

    def _party(self, t: int, depth: int, direct: bool) -> list[Party]:
        tree = self.tree
        told = tree.dep[tree.head[t]] == "ccomp" and tree.lemma[tree.head[t]] in ("take", "turn", "look")
        if tree.lower[t] == "it" and not told and tree.dep[t] in ("nsubj", "expl") and (
            tree.lemma[tree.head[t]] in EXPLETIVE
        ):  # fmt: skip
            return []  # "when it comes to Afghanistan": nobody comes
        if (tree.lower[t] in PRONOUNS or tree.lower[t] in SPEAKERS) and not self.forced:
            antecedent = self._antecedent(t)
            if antecedent is not None and antecedent != t and depth < 2:
                found = self.party(antecedent, depth + 1)
                if found:
                    return found
        span = self.span_at.get(t)
        if span is not None:
            actor = span.actor
            if not self.forced and not actor.country and actor.kind == "agent":
                actor = self._placed(t, actor)
            if actor.kind == "capital" and tree.preposition(span.head) in LOCATIVE:
                actor = as_place(actor)  # "in Beijing" is a place; "Beijing said" is a government
            return [Party(span.start, span.end, actor), *[Party(span.start, span.end, a) for a in span.others]]
        if depth > 2 or tree.lower[t] in PRONOUNS:
            return []
        if not direct and self._event_noun(t):  # "the release of its crew by Mali" is Mali's
            doers = tree.children(t, "nmod:poss", "obl:agent")
            doers += [k for k in tree.children(t, "nmod", "obl") if tree.preposition(k) == "by"]
            doers += [
                b for k in tree.children(t, "nmod") for b in tree.children(k, "nmod") if tree.preposition(b) == "by"
            ]
            for k in doers:
                if found := [p for d in tree.coordinated(k) for p in self.party(d, depth + 1)]:
                    return found
        for dep in ("appos", "nmod", "flat") if direct else BELONGING:
            for k in tree.kids[t]:
                if tree.dep[k] != dep or (direct and dep == "nmod" and tree.lemma[t] not in PARTITIVES):
                    continue
                if dep == "nmod" and tree.preposition(k) not in (("by",) if self._violent(t) else BELONGING_CASES):
                    continue
                if dep == "acl" and not (tree.tag[k] == "VBN" and tree.children(k, "obl:agent")):
                    continue
                inside = tree.children(k, "obl:agent") if dep == "acl" else [k]
                for c in inside:
                    found = [p for d in tree.coordinated(c) for p in self.party(d, depth + 1)]
                    if found:
                        return found
        return []

    def _event_noun(self, t: int) -> bool:
        return t not in self.span_at and self.book.is_predicate("noun", self.clauses.base("noun", t))

    def _person(self, t: int) -> Party | None:
        """Someone whom no dictionary knows, where only a person can stand ("arrested Jan Kowalski", "jailed a
        pianist"): a civilian, by CAMEO's rule for individuals without another role.
        """
        tree = self.tree
        named = tree.tag[t] in ("NNP", "NNPS")
        if self.place_at(t) is not None or not (named or tree.lemma[t].endswith(PERSON_ENDINGS)):
            return None
        start = t
        while start and tree.dep[start - 1] in ("compound", "flat") and tree.tag[start - 1] in ("NNP", "NNPS"):
            start -= 1
        end = t + 1
        while end < tree.n and tree.dep[end] == "flat" and tree.head[end] == t:
            end += 1
        name = str(tree.doc[start:end].text)
        return Party(
            start, end, Actor("CVL", "", "CVL", name, "agent", "", None, None, "a person whom no dictionary knows")
        )

    def befalls(self, t: int) -> bool:
        """Whether token ``t`` is a noun for what is done to the one behind its "of": "murder", "arrest", "invasion"."""
        lines = self.book.candidates("noun", self.tree.lemma[t])
        return any(p.code.startswith(("17", "18", "19", "20")) for p in lines)

    def _violent(self, t: int) -> bool:
        """Whether token ``t`` is a noun for a hostile deed: "the attack on Israel" does not belong to Israel."""
        return any(p.code[0].isdigit() and p.code >= "09" for p in self.book.candidates("noun", self.tree.lemma[t]))

    def _placed(self, t: int, actor: Actor) -> Actor:
        """ "police in Iran": an agent without a country takes it from the place beside it (home.py)."""
        if (actor.role or actor.code)[:3] in INTERNATIONAL:
            return actor  # "UN peacekeepers in Lebanon"
        country, name = home.beside(self.tree, t, self.span_at, self.place_at)
        if not country or self.tree.lemma[t] in home.AWAY:
            return actor
        if actor.role[:3] in home.ARMED | {"OPP"} and self.tree.lemma[self.tree.head[t]] in home.TALKING:
            return actor  # "talks with rebels in Geneva": where they talk
        how = f"{actor.how}; country of {name}, the place beside it"
        return replace(actor, country=country, code=country + actor.role, how=how)

    def _antecedent(self, t: int) -> int | None:
        """ "Iran said it would …": the speaker; "As he arrived, Putin …": the main clause's subject."""
        tree = self.tree
        if tree.dep[t] not in ("nsubj", "nsubj:pass", "nmod:poss"):
            return None
        verb = tree.head[t]
        if tree.lower[t] in SPEAKERS and tree.lower[:3] == ["on", "behalf", "of"]:
            # "On behalf of the government of Chad, I send best wishes": who speaks for another is that other
            parts = [b for b in tree.children(verb, "obl") if b < t]
            return next((k for b in parts for k in tree.children(b, "nmod")), parts[0] if parts else None)
        if tree.lower[t] == "we":
            return None  # in a quotation nobody knows who else is meant
        if tree.dep[t] != "nmod:poss":
            # "As both leaders met, they agreed": the subject of the clause before
            for k in tree.children(verb, "advcl"):
                if k < t and (subjects := tree.children(k, "nsubj", "nsubj:pass")):
                    return subjects[0]
        while tree.dep[verb] in ("conj", "xcomp") and tree.head[verb] != verb:
            verb = tree.head[verb]
        head = tree.head[verb]
        if head == verb:
            return None
        if tree.dep[verb] in ("ccomp", "advcl", "parataxis", "acl:relcl"):
            subjects = [s for s in self.clauses.subjects(head) if s != t] if self.clauses.kind(head) == "verb" else []
            return subjects[0] if subjects else None
        return None


def as_place(actor: Actor) -> Actor:
    """A state or capital visited is the country, not its government (CAMEO 042: the host is where one goes)."""
    return replace(actor, code=actor.country or actor.code, role="" if actor.country else actor.role)


def _of_country(actor: Actor, country: str) -> Actor:
    """An agent without a country, as one of ``country``."""
    how = f"{actor.how}; country of those whom the deed strikes"
    return replace(actor, country=country, code=country + actor.role, how=how) if actor.kind == "agent" else actor


def official(party: Party) -> bool:
    """Whether a party is a state, its capital or its government."""
    actor = party.actor
    return actor is not None and (actor.kind in ("country", "capital") or actor.role.startswith("GOV"))


def _of_a_state(party: Party) -> bool:
    """Whether a party is of one country; "the world" and "donors" are not."""
    return bool(party.actor and party.actor.country and not party.actor.code.startswith(("INT", "IGO", "NGO", "EUR")))


def _has_role(actor: Actor, roles: frozenset[str]) -> bool:
    code = actor.role or actor.code
    return (
        any(code[k : k + 3] in roles for k in range(0, len(code), 3))
        or actor.code[:3] in roles
        or ("STATE" in roles and bool(actor.country) and not actor.role)
    )
