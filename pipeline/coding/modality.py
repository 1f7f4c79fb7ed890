"""Polarity, modality and attribution: did the deed happen, who says so, and when relative to the report.

Belongs here: tense, negation, modals, conditionals, questions, raising verbs and adjectives, reported speech.
Not here: verbs whose whole meaning is a speech act (agree, urge, refuse, threaten): those are operators in
seeds/patterns.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.language.clauses import Clause, Clauses
from pipeline.language.tree import Tree

NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no", "hardly", "without"})
FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo"})
MODALS = frozenset({"may", "might", "could", "can", "should", "must", "ought", "ca"})
PLANNED_VERBS = frozenset(
    "expect schedule plan set due slate anticipate intend arrange poise prepare propose envisage bind gear".split()
)
PLANNED_ADJECTIVES = frozenset("due likely set ready scheduled poised expected bound".split())
PLANNED_MODIFIERS = frozenset(
    """planned upcoming expected forthcoming scheduled proposed future prospective anticipated eventual next impending
    intended""".split()
)
HYPOTHETICAL_MODIFIERS = frozenset("possible potential hypothetical likely prospective would-be".split())
TRY_VERBS = frozenset(
    "want seek hope wish like try attempt aim aspire consider mull weigh ponder contemplate look need".split()
)
FAIL_VERBS = frozenset("fail refuse decline neglect stop cease avoid".split())
DOUBT_NOUNS = frozenset(
    "prospect possibility hope chance likelihood fear risk threat danger speculation need call plan idea".split()
)
# "is poised to attack", "are set to resume talks": announced as good as done.
IMMINENT = frozenset("set poise poised due expect expected likely schedule scheduled bound about".split())
# "voted to impose", "managed to reach": what these govern happened.
DONE_VERBS = frozenset("vote manage begin start continue proceed choose go come help serve elect act move get".split())
REPORT_NOUNS = frozenset(
    "report claim allegation accusation rumour rumor suggestion charge assertion speculation".split()
)
# "the anniversary of the invasion", "to commemorate the massacre": long past.
REMEMBERING = frozenset("anniversary commemoration commemorate memory remembrance remember history mark recall".split())
# "a summit is planned", "worked to arrange a meeting": still to come.
ARRANGING = frozenset(
    "plan arrange schedule propose prepare expect anticipate want seek envisage suggest forward".split()
)
FAILED_NOUNS = frozenset("failure lack absence collapse breakdown cancellation inability".split())
SAY_VERBS = frozenset(
    """say tell report announce state declare claim add note write argue insist maintain believe think suggest reveal
    confirm
    disclose quote warn explain stress emphasize emphasise acknowledge assert allege indicate observe remark
    show""".split()
)
HINT_VERBS = frozenset("hint threaten vow signal promise declare".split())
DENY_VERBS = frozenset("deny refute dispute reject dismiss".split())
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "should"})
# Those who speak for the side that they belong to: "may close the strait, a spokesman warned".
SPOKESMEN = frozenset(
    """spokesman spokeswoman spokesperson minister ministry government official deputy general commander president
    premier leader chief secretary ambassador envoy admiral colonel statement governor brigadier commissioner captain
    marshal mayor chairman chairwoman head force army navy authority chancellor""".split()
)
OFFICE = "office"
EARLIER_MARKS = frozenset({"since"})
PAST_MODIFIERS = frozenset(
    "previous earlier past former existing current longstanding long-standing prior old historic standing".split()
)


@dataclass(frozen=True, slots=True)
class Status:
    """How a deed is spoken of.

    ``polarity``: affirmed | negated. ``modality``: occurred | ongoing | planned | requested | hypothetical | denied
    (threatened and requested come with their codes). ``future``: plainly announced ("will", "to + verb" in a headline,
    "is poised to"), which CAMEO codes as intent or threat. ``background``: told as something earlier. ``speaker``:
    token index of who says so, or -1. ``possible``: hypothetical by "may", "might" or "could" alone. ``ended``: "no
    longer". ``unless``: possible, and a condition is set for another. ``teller``: country of the speaker, OFFICE for
    one who speaks for an office without a country named, "" where neither is known (filled by the coder, which knows
    the actors).
    """

    polarity: str
    modality: str
    future: bool
    background: bool
    speaker: int
    possible: bool = False
    ended: bool = False
    unless: bool = False
    teller: str = ""


def status(tree: Tree, clauses: Clauses, clause: Clause, states: frozenset[str] = frozenset()) -> Status:
    """Status of the deed that ``clause`` names; ``states`` are nouns that name a lasting state unless a verb carries
    them.
    """
    negated = planned = hypothetical = denied = future = background = ongoing = False
    if clause.kind == "noun":
        negated |= _no_noun(tree, clause.head)
        words = {
            tree.lower[k] for k in tree.kids[clause.head] if tree.dep[k] in ("amod", "compound", "nmod:desc", "advmod")
        }
        planned |= bool(words & PLANNED_MODIFIERS)
        hypothetical |= bool(words & HYPOTHETICAL_MODIFIERS)
        background |= bool(words & PAST_MODIFIERS) or (clause.lemma in states and not clause.light)
        i, head = clause.head, tree.head[clause.head]
        background |= tree.dep[i] in ("nmod", "obj") and tree.lemma[head] in REMEMBERING
        # "if talks with Chad collapse", with the verb read as a noun and "if" as a preposition
        hypothetical |= tree.preposition(i) in CONDITIONS or tree.preposition(head) in CONDITIONS
        planned |= tree.dep[i] in ("obj", "nsubj:pass", "obl") and tree.lemma[head] in ARRANGING
        negated |= tree.dep[i] == "nmod" and tree.lemma[head] in FAILED_NOUNS and tree.preposition(i) in ("of", "in")
        if tree.dep[i] == "nmod" and tree.lemma[head] in DOUBT_NOUNS and tree.preposition(i) in ("of", "for", "about"):
            hypothetical = True
            clause_verb = -1
        else:
            clause_verb = clause.verb
        if not clause.light and clause_verb >= 0 and clause_verb != clause.head and tree.dep[i] not in ("obl", "acl"):
            clause_verb = -1 if tree.dep[clause_verb] != "acl" else clause_verb
        verb = clause_verb
        if verb < 0 and tree.dep[i] == "nmod" and tree.dep[head] == "obj" and tree.preposition(i) == "with":
            future |= _verb_status(tree, clauses, tree.head[head])[1]  # the same, read as the tour's own
    else:
        verb = clause.head
    if verb >= 0:
        n, f, h, p, b, o, d = _verb_status(tree, clauses, verb)
        means = tree.preposition(clause.head) == "with"  # "will end his tour with a visit"
        if clause.kind == "noun" and tree.dep[clause.head] == "obl" and not clause.light and not means:
            n = p = f = False  # "will speak after his visit": the speech is to come, not the visit
        negated ^= n
        future |= f
        hypothetical |= h
        planned |= p
        background |= b
        ongoing |= o
        denied |= d
        if clause.kind != "noun":
            negated |= any(_no_noun(tree, t) for t in clause.roles.get("object", []) if t != clause.head)
    if clause.kind == "adjective":
        negated |= any(tree.lower[k] in NEGATIONS for k in tree.kids[clause.head])
        future |= any(tree.lower[k] in FUTURE for k in tree.children(clause.head, "aux"))
    if tree.lower[-1] == "?" or (tree.n > 1 and tree.lower[-2] == "?"):
        hypothetical = True
    speaker, denies = _speaker(tree, clauses, clause.head)
    denied |= denies
    if denied:
        modality = "denied"
    elif hypothetical:
        modality = "hypothetical"
    elif planned or future:
        modality = "planned"
    elif ongoing:
        modality = "ongoing"
    else:
        modality = "occurred"
    told = "negated" if negated else "affirmed"
    possible = modality == "hypothetical" and clause.kind != "adjective" and _possible(tree, verb)
    unless = possible and any(
        tree.lower[m] == "unless" for k in tree.children(verb, "advcl") for m in tree.children(k, "mark")
    )
    ended = verb >= 0 and _ended(tree, verb)
    return Status(told, modality, future and not hypothetical, background, speaker, possible, ended, unless)


def _possible(tree: Tree, verb: int) -> bool:
    """Whether a verb's own "may", "might" or "could" is all that makes it uncertain."""
    if verb < 0 or tree.lower[-1] == "?" or any(tree.lower[k] in CONDITIONS for k in tree.children(verb, "mark")):
        return False
    return bool({tree.lower[k] for k in tree.children(verb, "aux")} & {"may", "might", "could"})


def _ended(tree: Tree, verb: int) -> bool:
    """ "no longer sells": the deed was, and is no more."""
    return any(
        tree.lower[k] == "longer" and any(tree.lower[m] == "no" for m in tree.kids[k])
        for k in tree.children(verb, "advmod")
    )


def _no_noun(tree: Tree, i: int) -> bool:
    return any(tree.lower[k] in ("no", "neither") for k in tree.children(i, "det", "advmod", "cc:preconj"))


def _verb_status(tree: Tree, clauses: Clauses, verb: int) -> tuple[bool, bool, bool, bool, bool, bool, bool]:
    """(negated, future, hypothetical, planned, background, ongoing, denied) read off ``verb`` and the verbs over it."""
    negated = future = hypothetical = planned = background = ongoing = denied = False
    i = verb
    auxiliaries: list[int] = []
    # a coordinated verb shares the auxiliaries of the first: "will meet Xi and sign an accord"
    j, steps = i, 0
    while steps < 6:
        auxiliaries += tree.children(j, "aux", "aux:pass", "cop")
        own_subject = bool(tree.children(j, "nsubj", "nsubj:pass"))
        if tree.dep[j] == "conj" and not own_subject and tree.tag[j] == tree.tag[tree.head[j]]:
            if tree.children(j, "aux"):
                break
            j, steps = tree.head[j], steps + 1
            continue
        break
    lowers = {tree.lower[a] for a in auxiliaries}
    lemmas = {tree.lemma[a] for a in auxiliaries}
    negated |= any(
        tree.lower[k] in NEGATIONS
        for k in tree.kids[i]
        if tree.dep[k] in ("advmod", "det", "cc:preconj", "mark", "aux")
    )
    future |= bool(lowers & FUTURE)
    refused = negated and not any(_conditional(tree, k) for k in tree.children(j, "advcl"))
    if lowers & {"would", "'d", "’d"}:
        # "said it would lift" is the future of a past report; "would lift" on its own is a supposition
        # ("would not lift" is a refusal)
        announced = SAY_VERBS | frozenset("promise pledge vow agree decide threaten".split())
        # "would fire, the air force warned" tells of the future too
        said = any(tree.lemma[k] in announced for k in tree.children(j, "parataxis", "ccomp") if k > j)
        if refused or said or (tree.dep[j] == "ccomp" and tree.lemma[tree.head[j]] in announced):
            future = True
        else:
            hypothetical = True
    if lowers & MODALS:
        hypothetical = True
    if "have" in lemmas and lowers & {"had"}:
        background = True
    if tree.tag[i] == "VBG" and "be" in lemmas and not (tree.lemma[i] == "go" and tree.children(i, "xcomp")):
        ongoing = True
    marks = {tree.lower[k] for k in tree.children(j, "mark")}
    if marks & CONDITIONS:
        hypothetical = True
    if "without" in marks:
        negated = True
    if tree.dep[j] == "advcl" and (marks | {tree.lower[k] for k in tree.children(j, "case")}) & EARLIER_MARKS:
        background = True
    if tree.dep[i] == "acl" and tree.tag[i] == "VBN":
        background = True
    dep, head = tree.dep[j], tree.head[j]
    to_mark = "to" in {tree.lower[k] for k in tree.children(j, "mark", "aux")}
    if to_mark and dep in ("ROOT", "root") and tree.children(j, "nsubj", "nsubj:pass"):
        future = True  # headline: "Putin to visit China"
    if to_mark and "be" in lemmas and tree.tag[i] == "VB":
        planned = True  # "is to hold talks"
    if any(tree.lower[k] in PLANNED_ADJECTIVES for k in tree.children(i, "mark", "case")):
        planned = True  # "was due to leave", with "due to" read as one word
    if to_mark and dep == "acl":
        planned = True
    if to_mark and dep == "advcl" and tree.lemma[head] not in DONE_VERBS:
        planned = True  # purpose: "flew to Geneva to meet"
    if dep in ("xcomp", "ccomp", "csubj") and head != j:
        lemma = tree.lemma[head]
        kind = clauses.kind(head)
        if dep == "xcomp":
            over = (False,) * 7
            if kind == "verb":
                over = _verb_status(tree, clauses, head)
            elif kind == "adjective":
                over = _adjective_status(tree, head)
            negated ^= over[0]
            future |= over[1]
            hypothetical |= over[2]
            planned |= over[3]
            background |= over[4]
            denied |= over[6]
            if lemma in PLANNED_VERBS or (kind == "adjective" and lemma in PLANNED_ADJECTIVES):
                planned = True
                future |= lemma in IMMINENT
            elif lemma == "about" and to_mark:
                planned = future = True
            elif lemma in TRY_VERBS or (lemma == "go" and to_mark):
                if lemma == "go":
                    future = True
                else:
                    hypothetical = True
            elif lemma in FAIL_VERBS:
                negated = not negated
            elif lemma == "be" and to_mark:
                planned = True
            elif to_mark and (lemma == "remain" or (lemma == "have" and tree.tag[head] in ("VBZ", "VBP"))):
                planned = True  # "still has to be ratified", "remains to be signed"; but "had to withdraw" is done
        elif lemma in ("hope", "expect", "want", "wish", "fear", "predict", "insist_on") and dep == "ccomp":
            hypothetical = True
        elif lemma in DENY_VERBS:
            denied = True
        elif lemma in ("doubt",):
            hypothetical = True
    return negated, future, hypothetical, planned, background, ongoing, denied


def _conditional(tree: Tree, i: int) -> bool:
    return any(tree.lower[k] in CONDITIONS for k in tree.children(i, "mark"))


def _adjective_status(tree: Tree, i: int) -> tuple[bool, bool, bool, bool, bool, bool, bool]:
    lowers = {tree.lower[k] for k in tree.kids[i]}
    return bool(lowers & NEGATIONS), bool(lowers & FUTURE), bool(lowers & MODALS), False, False, False, False


def _speaker(tree: Tree, clauses: Clauses, i: int) -> tuple[int, bool]:
    """Who is said to say it (token index, -1 for nobody), and whether it is denied."""
    j, steps = i, 0
    while steps < 8 and tree.head[j] != j:
        head, dep = tree.head[j], tree.dep[j]
        if dep in ("ccomp", "parataxis", "xcomp") and clauses.kind(head) == "verb":
            lemma = tree.lemma[head]
            if lemma in DENY_VERBS and dep != "parataxis":
                subjects = clauses.subjects(head)
                return (subjects[0] if subjects else -1), True
            if lemma in SAY_VERBS and (dep == "ccomp" or dep == "parataxis"):
                subjects = clauses.subjects(head)
                return (subjects[0] if subjects else -1), False
        if dep in ("acl", "ccomp") and tree.lemma[head] in REPORT_NOUNS and tree.lemma[tree.head[head]] in DENY_VERBS:
            subjects = clauses.subjects(tree.head[head])  # "denied reports that …"
            return (subjects[0] if subjects else -1), True
        j, steps = head, steps + 1
    # "…, the ministry said": the saying hangs below what is said
    for k in tree.children(j, "parataxis", "ccomp"):
        if tree.lemma[k] in SAY_VERBS | HINT_VERBS and k != i:
            subjects = tree.children(k, "nsubj")
            if subjects:
                return subjects[0], False
    for k in tree.kids[j]:
        if tree.preposition(k) == "according_to" or (
            tree.dep[k] in ("obl", "advmod") and "according" in (tree.lower[c] for c in tree.kids[k])
        ):
            return k, False
    return -1, False
