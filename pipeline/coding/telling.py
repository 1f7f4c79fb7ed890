"""What is told as news and what is only scenery: which speakers' words are public acts, which matches say nothing.

Belongs here: rules over a match, its clause and its sides that decide whether it makes a row at all.
Not here: what code it has (match.py), whether and when it happened (modality.py), rows (coder.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.actors.dictionary import Actor
from pipeline.coding.modality import Status
from pipeline.language.clauses import Clause, Clauses
from pipeline.language.tree import Tree

# Roles whose statements are no public acts (CAMEO actor codes): what residents, reporters and refugees say is colour.
PRIVATE = frozenset("CVL MED REF".split())
# Roles that speak in public through a body, an office or a spokesman; a growers' or a driver's remark is colour.
SOCIAL = frozenset("AGR BUS MNC CRM DEV EDU ELI ENV HLH LAB".split())
# Who speaks for another, whoever that is.
SPOKESMEN = frozenset(
    """spokesman spokeswoman spokesperson official chief head leader director chairman chairwoman president secretary
    manager lawyer negotiator source statement communique communiqué aide representative commander captain""".split()
)
# Bodies and offices of the church, of charities and clubs that speak in public although their members are civilians.
CIVIL = frozenset(
    """archbishop bishop pope cardinal patriarch rabbi imam mufti diocese church synod association charity foundation
    league federation society organisation organization group statement""".split()
)
# What is quoted for what it says of others: no actor of events.
OUTLETS = frozenset(
    """daily weekly monthly paper newspaper tabloid magazine journal book study survey poll report proverb analyst expert
    economist historian linguist commentator observer columnist editorial letter diary song poem biography""".split()
)
ONE_OF_MANY = frozenset("one some many few most several another every any".split())
HABITUAL = frozenset("once often usually always sometimes regularly traditionally famously seldom rarely".split())
# Verbs of saying beyond the codebook's class of statements, and what one must find beside "put", "give".
MORE_SAYING = frozenset(
    """warn caution reply respond answer testify specify clarify complain joke hint estimate forecast expect hope
    believe admit concede vow boast quip cry shout find""".split()
)
FIGURES = frozenset("number figure toll total count age cost loss death damage price value turnout".split())
GUESSING = frozenset("expect hope believe estimate forecast find".split())

# Works that tell of deeds, and what they do.
WORKS = frozenset(
    """film movie documentary novel book play opera mural painting memoir exhibit exhibition museum story poem song
    photograph photo picture ballad legend myth comic musical cartoon plaque fresco tapestry portrait statue
    textbook schoolbook diary""".split()
)
# Words by which a report shows that people died of a mishap and not by somebody's hand.
MISHAPS = frozenset(
    """crash collision derailment accident earthquake quake tremor flood landslide mudslide avalanche storm cyclone
    typhoon hurricane tornado lightning shipwreck capsize derail collide overturn rail carriage stampede heatwave cold
    ravine bend outbreak epidemic cholera measles bull shark crocodile gas collapse sink""".split()
)
HARMFUL = frozenset("kill injure wound hurt maim die claim destroy damage burn bury drown".split())
# Words that only sport has; "match", "goal", "final" alone prove little.
SPORT = frozenset(
    """cup league championship champion semi-final semifinal quarter-final quarterfinal halftime half-time midfielder
    goalkeeper stoppage grandmaster wicket innings batsman bowler referee medal seeded downhill marathon tournament
    teammate offside chess tennis football rugby cricket hockey volleyball basketball grand_slam knockout relay
    matches sets""".split()
)
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
LONG_PAST = 1950  # events of the table are of the lifetime of the press that is read for it
# Deeds that say enough with no side named: protest, posture, coercion, violence, and the lifting of a measure.
ALONE = ("14", "15", "17", "18", "19", "20", "081", "090", "092", "093")
TOO_PLAIN = frozenset("140 150 170".split())


# -- who speaks ----------------------------------------------------------------------------------------------------


def speaks(tree: Tree, head: int, actor: Actor, present: bool = False) -> bool:
    """Whether the words of ``actor``, named by the noun at ``head``, are a public act.

    ``present``: told in the present tense ("a nurse recalls"), as colour is.
    """
    if not actor.code or actor.kind in ("media", "analyst"):
        return False
    word = tree.lemma[head]
    determiners = {tree.lower[k] for k in tree.children(head, "det", "nummod", "amod")}
    if word in OUTLETS or determiners & ONE_OF_MANY:
        return False
    if actor.kind in ("country", "capital"):
        return True
    role = (actor.role or actor.code)[:3]
    if role not in PRIVATE and role not in SOCIAL:
        return True
    if role in ("MED", "REF"):
        return word in SPOKESMEN
    if word in SPOKESMEN or actor.kind in ("organisation", "person"):
        return role != "CVL" or actor.kind == "organisation" or word in SPOKESMEN
    if role == "CVL" and word not in CIVIL:
        return False
    return tree.tag[head] not in ("NNS", "NNPS") and not determiners & {"a", "an"} and not (present and role != "CVL")


def is_said(tree: Tree, i: int) -> bool:
    """Whether the verb at ``i`` tells of words that were spoken: "once said", "likes to say", "would say" do not."""
    helpers = {tree.lower[k] for k in tree.children(i, "aux")}
    if tree.tag[i] == "VB" and not helpers & {"did", "do"}:
        return False
    return not any(tree.lower[k] in HABITUAL for k in tree.children(i, "advmod"))


def figures(tree: Tree, clause: Clause) -> bool:
    """ "put the losses at $40 million", "gave the number of dead as eleven", "put the fall down to nerves"."""
    word = clause.lemma.split("_")[0]
    if word == "put":
        return bool(clause.roles.get("object")) and any(
            tree.lower[k].isdigit() or tree.tag[k] in ("CD", "$") or tree.children(k, "nummod") or tree.lower[k] == "$"
            for k in clause.roles.get("at", [])
        )
    if word == "give":
        return any(tree.lemma[t] in FIGURES for t in clause.roles.get("object", [])) and bool(clause.roles.get("as"))
    return False


# -- what is scenery -----------------------------------------------------------------------------------------------


def is_scenery(tree: Tree, clauses: Clauses, clause: Clause, code: str, published: date | None) -> bool:
    """Whether the words tell of no event: what a film shows, a treaty named after its year, wars of other centuries,
    who shot himself.
    """
    i = clause.head
    verb = clause.verb if clause.kind == "noun" and clause.verb >= 0 else i
    if code[:2] in ("18", "19") and any(tree.lower[k].endswith(("self", "selves")) for k in tree.children(i, "obj")):
        return True
    if clause.kind == "noun" and not clause.light and any(_is_past(tree.lower[k], published) for k in _before(tree, i)):
        return True
    if _long_past(tree, i) or (verb != i and _long_past(tree, verb)):
        return True
    if _in_a_work(tree, clauses, i):
        return True
    if _recalls_a_place(tree):
        return True
    return code[:2] in ("18", "19") and is_sport(tree) and tree.lemma[i] not in ("kill", "shoot", "stab", "murder")


def _before(tree: Tree, i: int) -> list[int]:
    return [k for k in tree.children(i, "amod", "compound", "nummod", "nmod:desc") if k < i]


def _is_past(word: str, published: date | None) -> bool:
    return bool(_YEAR.fullmatch(word)) and (published is None or int(word) < published.year - 1)


def _long_past(tree: Tree, i: int) -> bool:
    """ "in 1883", "for three centuries", among the arguments of the word at ``i`` or of the verb that it is subject
    of.
    """
    heads = [i]
    if tree.dep[i] in ("nsubj", "nsubj:pass", "obj"):
        heads.append(tree.head[i])
    for h in heads:
        for k in tree.children(h, "obl", "nmod", "obl:unmarked", "advmod"):
            if tree.lemma[k] == "century" and tree.preposition(k) in ("for", "in", "of", "over", "", "during"):
                return True
            old = _YEAR.fullmatch(tree.lower[k]) and int(tree.lower[k]) < LONG_PAST
            if old and tree.preposition(k) in ("in", "since", "of", "until", "from", "by"):
                return True
    return False


def _in_a_work(tree: Tree, clauses: Clauses, i: int) -> bool:
    """ "the film follows a boy who is taken in": what stands under a verb whose subject is a work of art."""
    t, steps = i, 0
    while tree.head[t] != t and steps < 12:
        t, steps = tree.head[t], steps + 1
        if clauses.kind(t) == "verb" and any(tree.lemma[s] in WORKS for s in tree.children(t, "nsubj")):
            return True
    return False


def _recalls_a_place(tree: Tree) -> bool:
    """ "It was here that the French surrendered"."""
    words = tree.lower[:3]
    return words[:2] == ["it", "was"] and words[2:] in (["here"], ["there"])


def is_sport(tree: Tree) -> bool:
    """Whether words that only sport has stand in the sentence."""
    return any(tree.lemma[t] in SPORT or tree.lower[t] in SPORT for t in range(tree.n))


def is_mishap(tree: Tree, clause: Clause) -> bool:
    """Whether people died of an accident or of nature, with nobody who did it."""
    if tree.lemma[clause.head] not in HARMFUL:
        return False
    return any(tree.lemma[t] in MISHAPS for t in range(tree.n))


# -- what says enough ----------------------------------------------------------------------------------------------


def stands_alone(tree: Tree, clause: Clause, code: str, how: Status) -> bool:
    """Whether a deed makes a row though no dictionary knows its doer or its target: violence, protest, coercion and
    the lifting of a measure, told in a verb's own clause as having happened.
    """
    if not code.startswith(ALONE) or code in TOO_PLAIN or how.polarity != "affirmed" or how.background:
        return False
    if how.modality not in ("occurred", "ongoing"):
        return False
    verb = clause.verb if clause.kind == "noun" else clause.head
    if clause.kind == "noun" and not (clause.light or tree.dep[clause.head] in ("nsubj", "nsubj:pass")):
        return False
    if verb < 0 or tree.tag[verb] not in ("VBD", "VBN", "VBZ", "VBP"):
        return False
    if tree.tag[verb] in ("VBZ", "VBP") and not tree.children(verb, "aux", "aux:pass"):
        return False  # "war breaks men": a habit
    if tree.dep[verb] not in ("ROOT", "root", "conj", "ccomp", "parataxis"):
        return False
    return not any(tree.lower[k] in HABITUAL for k in tree.children(verb, "advmod"))


def only_feeling(tree: Tree, heads: Iterable[int], actors: Sequence[Actor]) -> bool:
    """Whether a hope or fear is that of people at large: "growers worry that the flowering will fail"."""
    return all(not speaks(tree, head, actor) for head, actor in zip(heads, actors, strict=True))
