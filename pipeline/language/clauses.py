"""Clauses: who is agent, object and oblique of which predicate, whatever the sentence's shape.

Belongs here: the grammar that every pattern relies on, written once. Passives, coordination, relative and participial
clauses, control and raising, event nouns and the light verbs that carry them all end as one shape, ``Clause``.
Not here: what a predicate means (coding/patterns.py), whether it happened (coding/modality.py), who the actors are.

Labels are Universal Dependencies v2 (https://universaldependencies.org/u/dep/).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.language.tree import RELATIVE, Tree

# Subjects of the complement are the matrix subject although an object stands between: "promised Kyiv to send".
# Verbs whose "for doing" is the subject's own deed.
SORRY = frozenset({"apologise", "apologize", "use", "pay", "prepare", "leave", "set", "ask"})
SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten", "offer", "guarantee", "swear"})
# Verbs that lend a noun its agent, time and truth: "held talks", "paid a visit", "reached a deal".
LIGHT = frozenset(
    """hold have make pay give take conduct undertake stage launch carry_out do wage mount reach strike clinch seal
    begin start open resume restart continue convene attend participate join engage enter embark wrap_up complete
    kick_off
    conclude finish end_up host co-host organise organize lead chair issue deliver express voice file lodge level
    initiate commence pursue perform execute put offer extend provide send grant announce declare
    co-chair arrange impose slap enforce apply bring forge finalise finalize ink sign unleash commit set_off carry
    inflict exchange throw lend show be see face schedule plan set wind_up""".split()
)
# Verbs that lend a noun its target instead: "received support from".
RECEIVING = frozenset("receive get win obtain secure enjoy gain".split())
# Verbs of going and meeting, whose occasion is their subject's own: "met for talks", "returned after a visit".
GOING = frozenset(
    "arrive fly travel meet go leave return come visit gather convene head depart host receive welcome invite".split()
)
# What a deed answers to: "condemned Moscow over the attack".
REASONS = frozenset("over because_of against about despite amid due_to owing_to".split())
# What is named after these ("after the riots", "following the attack") befell the subject or others.
AFTER = frozenset("after following during since".split())
UNREST = frozenset(
    """riot unrest violence protest demonstration strike coup mutiny uprising revolt attack bombing killing murder
    assassination raid shooting massacre bloodshed clash explosion kidnapping abduction arrest execution
    crackdown""".split()
)
# What is done to an event: "fired on the march", "cracked down on protests".
STRIKING = frozenset(
    """fire open shoot crack clamp swoop descend charge drive plough throw hurl lob toss rain use turn lash hit_out spy
    prey""".split()
)
# Verbs whose subject is the event itself: "talks took place", "a meeting was held", "the visit comes amid".
HAPPEN = frozenset(
    """take happen begin start occur resume continue open commence come follow mark last get_underway proceed go_on
    erupt break_out rage flare
    flare_up leave kill wound injure claim end conclude close spread intensify escalate rock hit paralyse
    paralyze""".split()
)
# Nouns that count or bundle what follows "of": "most of its sanctions", "a round of talks".
PARTITIVES = frozenset(
    """most some all many much more part portion bulk rest series number package round set range wave lot majority
    couple group raft host batch
    string flurry spate few dozen hundred thousand million ten score barrage salvo volley crowd throng mob handful
    several half one two three any none both each kind type form amount quantity volume hoard haul cache stash
    trove""".split()
)
# Nouns for a deed's beginning or going on: "the resumption of talks", "a first extension of the sanctions". Its end is
# an operator of seeds/patterns.
PHASES = frozenset(
    """start beginning opening launch launching resumption renewal continuation reopening completion extension
    prolongation expansion intensification initiation commencement escalation stepping-up conduct holding carrying-out
    execution implementation act instance case wave occurrence outbreak bout programme program policy campaign process
    effort mission operation""".split()
)
# What somebody says in writing: "a statement condemning the raid".
DOCUMENTS = frozenset(
    """statement communique communiqué declaration resolution letter message note motion decree petition editorial
    speech report memorandum telegram tweet appeal bill law order warning ruling announcement""".split()
)
PARTICLES = frozenset("off out up down back away over in on upon home aside".split())
# Verbs whose bare infinitive has their object as its subject: "helped Thai police arrest a ring".
CAUSATIVE = frozenset({"help", "let", "make", "have", "bid"})
# Verbs that ask someone named after a preposition for a deed: "called on Oslo to join".
CALLING = frozenset("call appeal plead press push lobby campaign pray ask petition agitate clamour".split())
# Nouns that ask someone named after "on" or "to" for a deed: "pressure on Oslo to join", "orders to the crew to leave".
BIDS = frozenset(
    """call appeal pressure plea request order demand ultimatum invitation instruction advice command warning
    message""".split()
)
# Verbs without a passive, whose "by" names no doer: "abided by the ruling", "fell by a third".
NO_PASSIVE = frozenset("abide stand stick live go come pass drop fall rise grow swear stop play profit win".split())
# Persons, bodies and things that a deed only describes: "riot police", "war veterans", "the strike committee".
BEARERS = frozenset(
    """police squad leader committee veteran envoy activist minister ministry secretary organiser organizer unit
    observer tribunal court plane jet helicopter zone hero widow memorial museum cemetery anniversary bell
    correspondent criminal photographer artist poet film novel""".split()
)
# Prepositions of an event noun that may hang on its doer instead: "demands by the bloc for a vote".
PASSED_DOWN = frozenset({"for", "to", "on", "over", "against"})
TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october
    november december week month year day morning evening night afternoon noon midnight weekend today yesterday
    tomorrow decade century""".split()
)
# What is not at ease but eased: "the curfew was relaxed".
RELAXED = frozenset("curfew ban rule law restriction control curb regulation blockade sanction censorship".split())
NOMINAL_ROLES = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "obj", "obl", "nmod", "obl:agent", "conj")
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
OBLIQUES = ("obl", "obl:agent", "obl:tmod", "obl:unmarked", "obl:npmod", "nmod")


@dataclass(slots=True)
class Clause:
    """A predicate and its arguments.

    ``head``: token index of the predicate. ``kind``: "verb", "noun" or "adjective". ``lemma``: with its particle
    ("break_off"). ``roles``: role name -> token indexes of the arguments' heads; roles are ``agent``, ``object``,
    ``recipient``, ``mod`` (a noun's adjectives and compounds), ``comp`` (a clause it governs) and the prepositions.
    ``verb``: the verb whose tense and negation count (for an event noun its light or governing verb, else -1).
    ``passive``: whether the verb is passive.
    """

    head: int
    kind: str
    lemma: str
    roles: dict[str, list[int]] = field(default_factory=dict)
    verb: int = -1
    passive: bool = False
    light: bool = False

    def add(self, role: str, token: int) -> None:
        """Add one argument, once."""
        tokens = self.roles.setdefault(role, [])
        if token not in tokens:
            tokens.append(token)


class Clauses:
    """The clauses of one sentence, worked out when asked for and kept.

    ``is_predicate`` tells whether (kind, lemma) is a predicate of some pattern: only event nouns borrow arguments,
    only known
    verbs with particles take one from a preposition. ``forms``: (kind, word form) -> lemma, for forms that the
    lemmatizer gets wrong.
    """

    def __init__(
        self,
        tree: Tree,
        is_predicate: Callable[[str, str], bool] = lambda kind, lemma: False,
        forms: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.tree = tree
        self.is_predicate = is_predicate
        self.forms = forms or {}
        self._known: dict[int, Clause] = {}
        self._kinds: dict[int, str] = {}
        self._lemmas: dict[int, str] = {}
        self._subjects: dict[int, list[int]] = {}

    # -- which kind -----------------------------------------------------------------------------------------------

    def kind(self, i: int) -> str:
        """One of "verb", "noun", "adjective" as token ``i`` is used, "" when it cannot head a clause."""
        if i not in self._kinds:
            self._kinds[i] = self._kind(i)
        return self._kinds[i]

    def _kind(self, i: int) -> str:
        tree, tag = self.tree, self.tree.tag[i]
        if (
            tag == "VBG"
            and tree.dep[i] in NOMINAL_ROLES
            and not tree.children(i, "obj", "aux")
            and self.is_predicate("noun", tree.lower[i])
        ):
            return "noun"  # "Shelling in Yemen killed a family"
        if tag.startswith("VB"):
            if tree.dep[i] in ("amod", "compound"):
                # "planned talks", "wanted men": a participle before its noun describes, it does not report
                return "verb" if tree.children(i, "nsubj", "nsubj:pass") else ""
            return "" if tree.dep[i] in ("aux", "aux:pass", "cop", "case", "mark", "flat") else "verb"
        if tag.startswith("NN"):
            if tree.dep[i] == "compound" and tree.lemma[tree.head[i]] in BEARERS:
                return ""
            # a verb taken for a noun ("Brazil plans to lift", "Russia vetoed a resolution") still has a
            # subject or object
            if (
                tag in ("NN", "NNS")
                and tree.children(i, "nsubj", "obj")
                and not tree.children(i, "cop", "det", "nmod:poss", "case")
            ):
                return "verb"
            return "verb" if self._past(i) else "noun"
        if tag.startswith("JJ"):
            return "verb" if self._past(i) or self._participle_adjective(i) else "adjective"
        return "verb" if tag == "IN" and self._past(i) else ""

    def _past(self, i: int) -> bool:
        """A known verb's past form at the head of a clause, whatever its tag: "Russia vetoed a resolution"."""
        tree = self.tree
        if not tree.lower[i].endswith("ed") or ("verb", tree.lower[i]) not in self.forms:
            return False
        return not tree.children(i, "cop", "det") and (tree.head[i] == i or bool(tree.children(i, "obj", "nsubj")))

    def _participle_adjective(self, i: int) -> bool:
        """ "was beaten to death by soldiers": what is done by someone is a passive, whatever its tag; but words known
        as adjectives ("was angered by the raid") stay so.
        """
        tree = self.tree
        if not tree.children(i, "cop") or ("verb", tree.lower[i]) not in self.forms:
            return False
        if tree.lower[i] == "relaxed":  # "the curfew was relaxed"; but a minister is
            return any(tree.lemma[k] in RELAXED for k in tree.children(i, "nsubj"))
        if tree.lower[i] in ("beaten", "stabbed", "hacked", "stoned") and tree.children(i, "obl"):
            return any(tree.lower[k] == "death" for k in tree.children(i, "obl"))
        return bool(tree.children(i, "obl:agent")) and not self.is_predicate("adjective", tree.lower[i])

    def clause(self, i: int) -> Clause | None:
        """The clause headed by token ``i``, or None when the token heads none."""
        if i in self._known:
            return self._known[i]
        kind = self.kind(i)
        if not kind:
            return None
        if kind == "noun":
            clause = self._noun(i)
        elif kind == "verb":
            clause = self._verb(i)
        else:
            clause = self._adjective(i)
        self._known[i] = clause
        return clause

    # -- verbs ----------------------------------------------------------------------------------------------------

    def is_passive(self, i: int) -> bool:
        """Passive by its auxiliary or subject, or a bare past participle modifying a noun ("sanctions imposed by")."""
        tree = self.tree
        if tree.children(i, "aux:pass", "nsubj:pass"):
            return True
        if tree.tag[i] == "JJ" and tree.children(i, "cop"):
            return self._participle_adjective(i)
        if tree.tag[i] != "VBN":
            return False
        if tree.lemma[i] not in NO_PASSIVE and tree.children(i, "obl:agent") and not tree.children(i, "obj", "aux"):
            return True  # a headline: "Chad accused by Togo of shielding rebels"
        if any(tree.lemma[k] in ("have", "'ve", "be", "get") for k in tree.children(i, "aux")):
            return False
        if tree.dep[i] == "acl":
            return not tree.children(i, "nsubj", "obj")
        if tree.dep[i] == "conj":
            return self.is_passive(tree.head[i]) and not tree.children(i, "nsubj", "obj")
        if tree.dep[i] in ("advcl", "amod", "parataxis", "root", "ROOT", "xcomp"):
            return not tree.children(i, "nsubj", "obj", "xcomp")
        return False

    def lemma(self, i: int) -> str:
        """The lemma with its verb particle: "call_off", "carry_out"."""
        if i not in self._lemmas:
            self._lemmas[i] = self._lemma(i)
        return self._lemmas[i]

    def _lemma(self, i: int) -> str:
        tree = self.tree
        base = self.base("verb", i)
        particles = [tree.lower[k] for k in tree.children(i, "compound:prt")]
        if not particles:
            # "broke off talks", "walked out of talks": the particle read as a preposition or adverb
            for k in tree.kids[i]:
                if k > i and tree.lower[k] in PARTICLES and tree.dep[k] in ("advmod", "obl"):
                    particles = [tree.lower[k]]
                elif k > i and tree.dep[k] == "obl" and not self._is_time(k):
                    first = next(iter(tree.children(k, "case", "advmod")), -1)
                    if first == i + 1 and tree.lower[first] in PARTICLES:
                        particles = [tree.lower[first]]
            if particles and not self.is_predicate("verb", f"{base}_{particles[0]}"):
                particles = []
        return "_".join([base, *particles])

    def _is_time(self, i: int) -> bool:
        """Whether token ``i`` heads a time ("on Friday", "in 2014", "on 20 May"), which is no argument."""
        tree = self.tree
        if tree.tag[i] != "CD":
            return tree.lower[i] in TIMES
        return len(tree.lower[i]) == 4 or any(tree.lower[k] in TIMES for k in tree.kids[i])

    def base(self, kind: str, i: int) -> str:
        """The lemma of token ``i`` as ``kind``; the pattern's own word form decides where the lemmatizer's answer is
        no predicate.
        """
        lemma = self.tree.lemma[i]
        if kind == "noun" and self.tree.tag[i] == "VBG":
            return self.tree.lower[i]
        if self.is_predicate(kind, lemma):
            return lemma
        found = self.forms.get((kind, self.tree.lower[i]), lemma)
        if "-" in found and not self.is_predicate(kind, found):
            found = found.rpartition("-")[2] or found  # "a counter-attack", left whole for a class, is an attack
        return found

    def compound(self, i: int) -> str:
        """The lemma of noun ``i`` with the word before it where patterns know the two as one: "phone_call"."""
        base = self.base("noun", i)
        for k in self.tree.kids[i]:
            if k < i and self.tree.dep[k] in ("compound", "amod", "nmod:desc"):
                if self.is_predicate("noun", joined := f"{self.tree.lower[k]}_{base}"):
                    return joined
        return base

    def subjects(self, i: int, depth: int = 0) -> list[int]:
        """Token(s) that are the grammatical subject of verb ``i``, found across control, coordination and relatives."""
        if i in self._subjects:
            return self._subjects[i]
        if depth > 12:
            return []
        found = self._find_subjects(i, depth)
        self._subjects[i] = found
        return found

    def _find_subjects(self, i: int, depth: int) -> list[int]:
        tree, dep, head = self.tree, self.tree.dep[i], self.tree.head[i]
        own = tree.children(i, "nsubj", "nsubj:pass")
        if not own:  # hung on the auxiliary: "Peru has since then refused"
            own = [s for a in tree.children(i, "aux", "aux:pass") for s in tree.children(a, "nsubj", "nsubj:pass")]
        if own:
            s = own[-1] if len(own) > 1 and tree.lower[own[0]] in RELATIVE else own[0]
            if tree.lower[s] in RELATIVE and dep in ("acl:relcl", "acl"):
                return [head]
            if tree.lower[s] in RELATIVE and dep == "conj" and tree.dep[head] == "acl:relcl":
                return self.subjects(head, depth + 1)
            return own[:1]
        for aim in tree.children(i, "nsubj:outer"):  # "Peru's plan is to lend": whose plan it is
            return self._noun_agents(aim) if tree.tag[i] == "VB" and tree.children(aim, "nmod:poss") else []
        if tree.tag[i] in ("VBD", "VBZ", "VBP") or tree.tag[i].startswith("NN"):
            # "Moon Jae-in visits Lima", the name read as a compound of the verb
            names = [
                k
                for k in tree.children(i, "compound", "nmod", "nmod:desc", "dep", "amod")
                if k < i and tree.tag[k].startswith("NN") and not tree.preposition(k)
            ]
            if names and not tree.children(i, "aux:pass"):
                return names[-1:]
        if dep == "conj":
            return self.subjects(head, depth + 1)
        if dep in ("xcomp", "ccomp"):
            if dep == "xcomp" and tree.lemma[head] in CALLING and (asked := self._called_on(i)) >= 0:
                return [asked]
            if dep == "xcomp" and tree.lemma[head] not in SUBJECT_CONTROL:
                objects = tree.children(head, "obj", "iobj")
                if objects and self.kind(head) == "verb":
                    return objects[:1]
            if self.kind(head) == "noun":
                return self._noun_agents(head)
            return self.subjects(head, depth + 1)
        if (
            dep in ("advcl", "parataxis", "appos", "dep")
            and self.kind(head) == "noun"
            and head < i
            and tree.dep[head] in ("ROOT", "root")
        ):
            # the parser took the subject for the root: "The minister, who …, agreed" with "minister" as root
            finite = tree.tag[i] in ("VBD", "VBZ", "VBP") or any(
                tree.tag[k] in ("VBD", "VBZ", "VBP", "MD") for k in tree.children(i, "aux", "aux:pass")
            )
            if finite and not tree.children(head, "cop"):
                return [head]
        if dep == "advcl" and tree.tag[i] == "VBG" and (doer := self._blamed(i, head)):
            return doer
        if dep in ("advcl", "parataxis") and not (dep == "parataxis" and tree.tag[i] == "VBD"):
            return self.subjects(head, depth + 1) if self.kind(head) != "noun" or tree.children(head, "cop") else []
        if dep == "acl":
            if tree.tag[i] == "VBG" and tree.lemma[head] in DOCUMENTS:
                return self._authors(head)
            if tree.tag[i] == "VBN" or (tree.tag[i] == "VBG"):
                return [head]
            return self._told_by_noun(i) or self._noun_agents(head)  # "a decision to withdraw", "plans to visit"
        if dep == "acl:relcl":
            return []
        if tree.children(i, "cop"):
            return []
        return []

    def _blamed(self, gerund: int, verb: int) -> list[int]:
        """ "criticised Uganda for jailing …", "imposed sanctions on Iran for refusing …", "accused Sudan of arming …":
        the gerund's doer is the one blamed or praised, the last name before it. Whoever apologises speaks of himself.
        """
        tree = self.tree
        mark = next((m for m in tree.children(gerund, "mark", "case") if tree.lower[m] in ("for", "of")), -1)
        if mark < 0 or tree.lemma[verb] in SORRY or not tree.tag[verb].startswith("VB"):
            return []
        things = tree.children(verb, "obj", "iobj")
        beside = [k for k in tree.children(verb, "obl") if tree.preposition(k) in ("on", "against", "upon", "at")]
        beside += [k for o in things for k in tree.children(o, "nmod") if tree.preposition(k) in ("on", "against")]
        named = [k for k in (*things, *beside) if verb < k < mark and tree.tag[k] in ("NNP", "NNPS", "PRP")]
        if named:
            return named[-1:]
        return things[-1:] if not tree.children(verb, "aux:pass") else []

    def _called_on(self, i: int) -> int:
        """ "called for Israel to withdraw", "appealed to Chad to free them": who stands before the infinitive is to
        act; -1 where nobody does.
        """
        tree = self.tree
        mark = next((m for m in tree.children(i, "mark") if tree.lower[m] == "to"), -1)
        for k in tree.children(tree.head[i], "obl"):
            if k < mark and tree.preposition(k) in ("for", "on", "upon", "to", "with") and not self._is_time(k):
                if max(tree.subtree(k)) == mark - 1:
                    return k
        return -1

    def _authors(self, i: int) -> list[int]:
        """ "issued a statement condemning the raid", "the council's resolution calling for": whose document it is."""
        tree = self.tree
        own = tree.children(i, "nmod:poss") + [
            k for k in tree.children(i, "nmod") if tree.preposition(k) in ("by", "from", "of")
        ]
        if own:
            return own[:1]
        if names := [k for k in tree.children(i, "compound", "amod", "nmod:desc") if tree.tag[k] != "NN"]:
            return [i] if tree.tag[names[0]] in ("NNP", "NNPS", "JJ") and tree.dep[i] == "nsubj" else names[:1]
        verb = tree.head[i]
        if verb == i or self.kind(verb) != "verb" or tree.dep[i] not in ("obj", "obl", "nsubj:pass"):
            return [i]
        if tree.dep[i] == "nsubj:pass":
            return tree.children(verb, "obl:agent") or [i]
        return self.subjects(verb) or [i]

    def _told_by_noun(self, i: int) -> list[int]:
        """ "a call for Oslo to join", "pressure on Oslo to join": who stands before the infinitive is to act."""
        tree = self.tree
        mark = next((m for m in tree.children(i, "mark") if tree.lower[m] == "to"), -1)
        for k in tree.children(tree.head[i], "nmod"):
            preposition = tree.preposition(k)
            asked = preposition == "for" or (preposition in ("on", "to") and tree.lemma[tree.head[i]] in BIDS)
            if asked and k < mark and max(tree.subtree(k)) == mark - 1:
                return [k]
        return []

    def _noun_agents(self, i: int) -> list[int]:
        clause = self.clause(i)
        if clause is None:
            return []
        return clause.roles.get("agent", []) or clause.roles.get("mod", [])

    def _verb(self, i: int) -> Clause:
        tree = self.tree
        clause = Clause(i, "verb", self.lemma(i), verb=i, passive=self.is_passive(i))
        particle = clause.lemma.split("_")[-1] if "_" in clause.lemma else ""
        subjects = self.subjects(i)
        for s in subjects:
            clause.add("object" if clause.passive else "agent", s)
        if clause.passive and not subjects and tree.dep[i] in ("acl", "amod"):
            clause.add("object", tree.head[i])
        for k in tree.kids[i]:
            dep = tree.dep[k]
            if dep == "obj":
                clause.add("recipient" if clause.passive and subjects else "object", k)
                self._clause_of_object(clause, k)
                if clause.passive and subjects:
                    clause.add("object", k)
            elif dep == "iobj":
                clause.add("recipient", k)
            elif dep == "obl:agent" and (clause.passive or not subjects):
                clause.add("agent", k)
                if clause.passive:
                    self._gerund_of_agent(clause, k)
            elif dep in OBLIQUES:
                if particle and tree.preposition(k) == particle:
                    clause.add("object", k)
                    clause.add(particle, k)  # "called on Iran": whether "on" is a particle is the pattern's business
                else:
                    self._add_oblique(clause, k, particle)
            elif dep == "conj" and tree.tag[k] == "VB" != tree.tag[i] and tree.children(k, "mark"):
                clause.add("comp", k)  # "promised to withdraw, to grant and to allow": joined to the first infinitive
            elif dep == "xcomp" and not tree.tag[k].startswith("VB"):
                clause.add("predicate", k)  # "called the deal illegal"
                clause.add("comp", k)
            elif dep in ("xcomp", "ccomp") or (dep == "acl" and tree.children(k, "mark")):
                clause.add("comp", k)
                if (
                    "object" not in clause.roles
                    and not tree.children(i, "obj")
                    and (any(tree.lower[m] == "to" for m in tree.children(k, "mark")) or self._caused(i, k))
                ):
                    for s in tree.children(k, "nsubj")[:1]:  # "urged [Russia to withdraw]", "helped [Chad rebuild]"
                        clause.add("object", s)
            elif dep == "advcl":
                clause.add("advcl", k)
                marks = [tree.lower[m] for m in tree.children(k, "mark", "case")]
                for mark in marks:  # "accused Iran of arming", "barred them from entering", "apologised for attacking"
                    clause.add(mark, k)
                if "to" in marks or not marks:
                    clause.add("comp", k)
        if not clause.passive and "object" not in clause.roles and "recipient" in clause.roles:
            clause.roles["object"] = list(clause.roles["recipient"])  # "urged Israel to": the person told is the object
        self._borrow(clause)
        return clause

    def _gerund_of_agent(self, clause: Clause, agent: int) -> None:
        """ "accused by Togo of shielding rebels": of + gerund, hung on the agent, is what the verb is about."""
        tree = self.tree
        for k in tree.children(agent, "nmod", "acl"):
            if tree.preposition(k) != "of":
                continue
            for g in (k, *tree.children(k, "amod")):  # "shielding rebels", read as rebels that shield
                if tree.tag[g] == "VBG" and tree.lower[g - 1] == "of":
                    clause.add("of", g)

    def _caused(self, i: int, k: int) -> bool:
        """Whether ``k`` is the bare infinitive of a causative verb ``i``: its subject is also that verb's object."""
        tree = self.tree
        bare = tree.tag[k] in ("VB", "VBP") and not tree.children(k, "aux", "aux:pass", "mark", "cop")
        return bare and tree.lemma[i] in CAUSATIVE

    def _clause_of_object(self, clause: Clause, k: int) -> None:
        """ "accused Kyiv of shelling", "urged Iran to lift": a clause that the parser may hang on the object belongs
        to the verb.
        """
        tree = self.tree
        for c in tree.children(k, "acl"):
            for mark in tree.children(c, "mark", "case"):
                clause.add(tree.lower[mark], c)
                if tree.lower[mark] == "to":
                    clause.add("comp", c)

    def _add_oblique(self, clause: Clause, k: int, particle: str = "") -> None:
        tree = self.tree
        preposition = tree.preposition(k)
        if particle and preposition.startswith(particle + "_"):
            preposition = preposition[len(particle) + 1 :]
        if preposition == "by" and clause.passive and tree.dep[k] != "obl:agent":
            clause.add("agent", k)
            return
        if tree.lower[k] == "where" or not preposition:
            clause.add("unmarked", k)
            return
        if self._is_time(k):
            clause.add("when", k)  # "on Tuesday" is no topic
            return
        clause.add(preposition, k)
        if "_" in preposition:
            clause.add(preposition.split("_")[-1], k)

    def _borrow(self, clause: Clause) -> None:
        """What a verb shares with its neighbours: the object of a coordination, the gap of a relative clause."""
        tree, i = self.tree, clause.head
        dep, head = tree.dep[i], tree.head[i]
        # "condemned and rejected the plan": UD hangs the shared object on one verb only
        if "object" not in clause.roles and not clause.passive and self.kind(i) == "verb":
            for other in [head] if dep == "conj" else tree.children(i, "conj"):
                if self.kind(other) != "verb":
                    continue
                shared = [k for k in tree.children(other, "obj") if k > max(i, other)]
                if shared:
                    clause.add("object", shared[0])
                    break
        if dep == "acl:relcl":
            relatives = [k for k in tree.kids[i] if tree.lower[k] in RELATIVE]
            if any(tree.lower[k] == "where" for k in relatives):
                clause.add("in", head)
            for k in relatives:
                if tree.dep[k] in OBLIQUES:
                    preposition = tree.preposition(k)
                    if preposition:
                        clause.add(preposition, head)
                if tree.dep[k] == "obj":
                    clause.roles["object"] = [head]
            if "object" not in clause.roles and not clause.passive and tree.children(i, "nsubj") and not relatives:
                clause.add("object", head)  # "the accord Iran signed"

    # -- adjectives -----------------------------------------------------------------------------------------------

    def _adjective(self, i: int) -> Clause:
        tree = self.tree
        cop = tree.children(i, "cop")
        clause = Clause(i, "adjective", tree.lemma[i], verb=cop[0] if cop else -1)
        for s in self.subjects(i) or ([tree.head[i]] if tree.dep[i] in ("amod", "acl") else []):
            clause.add("agent", s)
        for k in tree.kids[i]:
            if tree.dep[k] in OBLIQUES:
                self._add_oblique(clause, k)
            elif tree.dep[k] in ("xcomp", "ccomp", "advcl"):
                clause.add("comp", k)
        return clause

    # -- event nouns ----------------------------------------------------------------------------------------------

    def _noun(self, i: int) -> Clause:
        tree = self.tree
        clause = Clause(i, "noun", self.compound(i))
        self._known[i] = clause  # known before its governors are asked: they may ask back
        for k in tree.kids[i]:
            dep = tree.dep[k]
            if dep == "nmod:poss":
                clause.add("agent", k)
            elif dep in ("amod", "compound", "nmod:desc", "nummod", "nmod:unmarked"):
                clause.add("mod", k)
            elif dep in ("nmod", "obl", "obl:agent"):
                preposition = tree.preposition(k)
                if preposition == "by":
                    clause.add("agent", k)
                elif preposition:
                    clause.add(preposition, k)
                    if "_" in preposition:
                        clause.add(preposition.split("_")[-1], k)
            elif dep in ("acl", "ccomp", "xcomp", "acl:relcl"):
                if dep == "acl" and tree.tag[k] == "VBG":
                    for mark in tree.children(k, "mark", "case"):
                        clause.add(tree.lower[mark], k)
                if dep == "acl" and tree.tag[k] == "VBN":
                    self._participle(clause, k)
                elif dep != "acl:relcl":
                    clause.add("comp", k)
        if self.is_predicate("noun", clause.lemma):
            if tree.children(i, "cop"):
                under = tree.preposition(i) == "under"
                for k in tree.children(i, "nsubj"):
                    if under:  # "Lima is under siege by rebels": the subject is who suffers it
                        for role in ("of", "on", "against") if "agent" in clause.roles else ("on", "against"):
                            clause.add(role, k)  # without a doer, "of" might name him
                    elif "agent" not in clause.roles:  # "A prisoner is on hunger strike"
                        clause.add("agent", k)
            self._pass_down(clause)
            self._governor(clause)
        return clause

    def _pass_down(self, clause: Clause) -> None:
        """ "demands by the bloc for a vote", "a request from the police to leave": what is hung on the doer is the
        deed's own.
        """
        tree = self.tree
        for doer in tree.children(clause.head, "nmod", "obl:agent"):
            if tree.preposition(doer) in ("on", "over", "about") and "between" not in clause.roles:
                for k in tree.children(doer, "nmod"):  # "talks on the border between Peru and Ecuador"
                    if tree.preposition(k) == "between":
                        clause.add("between", k)
            if tree.preposition(doer) not in ("by", "from"):
                continue
            for k in tree.children(doer, "nmod", "acl"):
                preposition = tree.preposition(k)
                if tree.dep[k] == "nmod" and preposition in PASSED_DOWN and preposition not in clause.roles:
                    clause.add(preposition, k)
                elif tree.dep[k] == "acl" and any(tree.lower[m] == "to" for m in tree.children(k, "mark")):
                    clause.add("comp", k)

    def _participle(self, clause: Clause, k: int) -> None:
        """ "a visit made by Putin to China", "talks held in Doha": the participle's obliques belong to the noun."""
        tree = self.tree
        if tree.lemma[k] not in LIGHT:
            return
        clause.verb = clause.verb if clause.verb >= 0 else k
        for o in tree.kids[k]:
            if tree.dep[o] == "obl:agent" or (tree.dep[o] in OBLIQUES and tree.preposition(o) == "by"):
                clause.add("agent", o)
            elif tree.dep[o] in OBLIQUES:
                self._add_oblique(clause, o)

    def _governor(self, clause: Clause) -> None:
        """Borrow agent, obliques and tense from the verb (or noun) over an event noun."""
        tree, i = self.tree, clause.head
        while tree.head[i] != i and (
            (tree.dep[i] in ("conj", "appos") and self.kind(tree.head[i]) == "noun")
            or (
                tree.dep[i] == "nmod"
                and (tree.lemma[tree.head[i]] in PARTITIVES or tree.lemma[tree.head[i]] in PHASES)
                and tree.preposition(i) == "of"
            )
        ):
            i = tree.head[i]
            if tree.lemma[i] in PHASES:
                self._of_phase(clause, i)
        dep, head = tree.dep[i], tree.head[i]
        if (
            i != clause.head
            and "agent" not in clause.roles
            and (tree.dep[clause.head] == "appos" or self.is_predicate("noun", tree.lemma[i]))
        ):
            first = self.clause(i)
            if first is not None:
                for t in first.roles.get("agent", []):
                    clause.add("agent", t)
        if head == i:
            return
        kind = self.kind(head)
        if kind == "noun":
            if self._verbless(clause, i):
                return
            if dep == "nmod" and self.is_predicate("noun", tree.lemma[head]) and "agent" not in clause.roles:
                outer = self.clause(head)  # "Putin's visit to Beijing for talks with Xi"
                if outer is not None:
                    if not self._may_be_owned(clause):
                        for t in outer.roles.get("agent", []):
                            clause.add("agent", t)
                    clause.verb = outer.verb if clause.verb < 0 else clause.verb
            return
        if kind != "verb":
            return
        verb = self.lemma(head)
        passive = self.is_passive(head)
        if passive and dep == "obj" and verb in LIGHT and self.subjects(head):
            # "The king was given a welcome by Romania": the giver is the agent, the subject who gets it
            clause.light, clause.verb = True, head
            for k in tree.kids[head]:
                if tree.dep[k] == "obl:agent" or (tree.dep[k] in OBLIQUES and tree.preposition(k) == "by"):
                    clause.add("agent", k)
            for s in self.subjects(head):
                for role in ("to", "for", "of"):
                    clause.add(role, s)
            return
        clause.verb = head
        own_agent = "agent" in clause.roles
        if dep == "obj" and verb in RECEIVING and not passive:
            # "Kabul received support from Washington": the giver is the agent, the receiver what it is for
            clause.light = True
            for k in tree.kids[head]:
                if tree.dep[k] in OBLIQUES and tree.preposition(k) == "from":
                    clause.add("agent", k)
            for s in self.subjects(head):
                for role in ("to", "for", "of"):
                    clause.add(role, s)
            for k in clause.roles.get("from", []):
                clause.add("agent", k)
        elif dep == "obj" or dep == "nsubj:pass":
            clause.light = verb in LIGHT
            if clause.light:
                if dep == "obj" and not own_agent:
                    for s in self.subjects(head):
                        clause.add("agent", s)
                for k in tree.kids[head]:
                    if tree.dep[k] == "obl:agent" or (
                        passive and tree.dep[k] in OBLIQUES and tree.preposition(k) == "by"
                    ):
                        clause.add("agent", k)
                    elif tree.dep[k] in OBLIQUES:
                        self._add_oblique(clause, k)
                    elif tree.dep[k] == "iobj":
                        clause.add("to", k)
                    elif tree.dep[k] == "xcomp" or (tree.dep[k] == "advcl" and tree.children(k, "mark")):
                        clause.add("comp", k)
        elif dep == "nsubj" and (verb in HAPPEN or tree.lemma[head] in HAPPEN):
            clause.light = True
            for k in tree.kids[head]:
                if tree.dep[k] in OBLIQUES and tree.preposition(k) in ("between", "with", "in", "at", "on", "among"):
                    self._add_oblique(clause, k)
        elif dep in ("obl", "obl:unmarked"):
            # "is on a visit to", "met for talks with", "arrived for a meeting": the verb's agent is the noun's
            clause.light = verb in LIGHT or verb in GOING
            # "condemned Moscow over the attack": what a deed answers to is not its subject's own
            case = tree.preposition(i)
            reason = (case in REASONS or (case in AFTER and tree.lemma[i] in UNREST)) and verb not in GOING
            # "opened fire on a demonstration" is no demonstration of the soldiers
            reason |= case in ("on", "at", "into") and tree.lemma[head] in STRIKING
            if reason:
                clause.verb = -1
            suffered = passive and tree.preposition(i) in ("in", "by")  # "was killed in a fierce attack"
            if not own_agent and not reason and not suffered and not self._may_be_owned(clause):
                for s in self.subjects(head):
                    clause.add("agent", s)

    def _may_be_owned(self, clause: Clause) -> bool:
        """Whether a modifier of an event noun may say whose it is: "a Syrian visit", "the army attack", but not "a
        brief visit", "a three-day visit".
        """
        tree = self.tree
        return any(
            tree.tag[k] not in ("JJ", "CD", "VBN", "VBG", "JJR", "JJS") or str(tree.doc[k].text)[:1].isupper()
            for k in clause.roles.get("mod", [])
        )

    def _of_phase(self, clause: Clause, i: int) -> None:
        """ "Kenya's resumption of aid to Chad": doer and prepositions hung on the phase are the deed's own."""
        tree = self.tree
        for k in tree.kids[i]:
            if k == clause.head or tree.dep[k] not in ("nmod:poss", "nmod", "obl:agent"):
                continue
            preposition = tree.preposition(k)
            if tree.dep[k] == "nmod:poss" or preposition == "by":
                clause.add("agent", k)
            elif preposition and preposition != "of" and preposition not in clause.roles:
                clause.add(preposition, k)

    def _verbless(self, clause: Clause, i: int) -> bool:
        """ "The envoy is in Lima for talks with Peru", "Togo and Mali in fish talks": an event noun without a verb,
        whose agent is the subject of the place or the headline's first words.
        """
        tree = self.tree
        head, preposition = tree.head[i], tree.preposition(i)
        if tree.dep[i] not in ("nmod", "obl") or "agent" in clause.roles:
            return False
        cop, subjects = tree.children(head, "cop"), tree.children(head, "nsubj")
        if cop and subjects and preposition in ("for", "on") and tree.preposition(head) in ("in", "at"):
            agents, verb = subjects, cop[0]
        elif preposition == "in" and tree.head[head] == head and tree.tag[head] in ("NNP", "NNPS", "NNS") and not cop:
            if i < head or self.is_predicate("noun", self.base("noun", head)):
                return False
            agents, verb = [head], -1
        else:
            return False
        for t in agents:
            clause.add("agent", t)
        clause.verb = verb if clause.verb < 0 else clause.verb
        return True
