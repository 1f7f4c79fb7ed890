"""Mending slips of the parser: a plain sentence read as a noun phrase, and words hung where grammar forbids them.

Belongs here: "Russia fired missiles at Ukraine" and "Police clashed with protesters" come out of the parser, now and
then, with the verb as a
participle of its object or subject; "will lend Suriname 40 million dollars" makes Suriname dollars of a kind. The tree
is put right before anything reads it. Not here: grammar that holds of right trees too (clauses.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.language.tree import Tree

NOMINAL = ("NN", "NNS", "NNP", "NNPS", "PRP")
BEFORE = ("compound", "amod", "nsubj", "nmod:poss", "nmod", "nmod:desc", "nmod:unmarked", "flat", "det")
HYPHENS = ("-", "–", "‑")
OBLIQUE = ("obl", "nmod")
# Subjects of "is to" that are what is aimed at, not who is to do it: "the aim is to send doctors".
AIMS = frozenset(
    """aim goal plan purpose task job idea objective mission intention hope wish challenge point priority role duty step
    move decision proposal policy way choice option strategy key problem solution answer need ambition focus target
    dream trick thing response reaction aspiration alternative function mandate desire""".split()
)
# Verbs with two objects, the first of them a person: "lent Suriname 40 million dollars".
GIVING = frozenset(
    """give lend offer promise grant award deny owe hand pay sell loan allot assign wish spare extend cede
    guarantee""".split()
)
# Of these the thing itself may bear a name ("sold Boeing jets"): only a number or adjective after it tells.
TRADING = frozenset({"sell", "pay", "extend", "hand"})
# Verbs whose object is always the one told, so that an infinitive hung on it is the verb's: "told the crew to leave".
TELLING = frozenset(
    """tell assure warn inform remind notify persuade convince advise order urge command instruct force forbid implore
    exhort compel""".split()
)
# Of these and some more a that-clause is what is told: "warned the nuns that …".
INFORMING = frozenset({"promise", "convince", "persuade", "tell", "warn", "inform", "remind", "notify"})
# Adjectives that are verbs after "to", and the verbs that take one: "agreed to free 40 sailors".
FREEING = frozenset({"free", "open", "clear", "lower", "empty", "calm", "close"})
WILLING = frozenset(
    """agree refuse vow promise pledge decide want seek try plan offer threaten ask order urge hope fail begin start
    continue help need manage prepare intend decline propose tell undertake consent choose attempt""".split()
)
# Verbs followed by a bare infinitive ("demanded that Nepal honour the treaty"), and bare verbs that the parser takes for
# nouns, adjectives or adverbs there.
MANDATING = frozenset("demand insist ask request urge propose recommend order require suggest plead rule".split())
BARE_VERBS = frozenset(
    """abandon accept allow answer apologise apologize arrest award back ban block bow call cancel cease change clear
    commit compensate comply curb cut delay deliver deploy disarm disband dismantle dismiss drop ease empty end explain
    exclude export extradite finance force free freeze fund grant guard halt hand help honor honour host import invest
    leave lift limit lower mediate name observe open order pardon pay permit probe promise protect publish pull punish
    purge raise ratify recall reform refrain reinstate release repatriate repeal respect resign restore resume return
    review sack scrap settle shelve shut sign split stop supply support surrender suspend try uphold veto vote
    withdraw""".split()
)
# Nouns in -ing, read as verbs after a possessor: "sought Paraguay's backing".
NOUNS_IN_ING = frozenset("backing blessing funding bombing killing shelling ruling training financing hearing".split())
# Adjectives read as the verb of a clause after a verb of giving: "offered Tamils limited autonomy".
GIVEN = frozenset("limited expanded renewed increased reduced improved detailed unlimited continued extended".split())
# Verbs of moving whose "home" or "back" is a particle: "sent home European Union observers".
MOVING = frozenset("send bring order call fly take ship hand give turn let pull summon".split())
# Verbs followed by what is begun or ended ("stopped exporting tanks"), and words in -ing that describe a noun there.
PHASES = frozenset("stop start begin cease quit resume finish".split())
DESCRIBING = frozenset(
    """bombing shelling killing fighting peacekeeping bargaining banking mining fishing working cutting existing leading
    ongoing remaining opening closing floating voting warring rolling broadcasting printing shipping training testing
    building housing trading spending teaching lending engineering flying running moving missing supporting""".split()
)
# Adverbs and the like that may open a sentence before its verb.
ADVERBS = frozenset(
    """never already now then also just not long once still here there so no yet always often soon seldom instead
    meanwhile later earlier today yesterday tomorrow as if when while for what who this that these those thus perhaps
    maybe please""".split()
)
# What a court finds someone to be, and the verbs of finding.
GUILTY = frozenset("guilty liable responsible culpable".split())
FINDING = frozenset("find hold declare judge pronounce rule deem".split())
FREE_THINGS = frozenset("election trade market speech press movement vote enterprise access sea war warfare".split())


def lost_verb(tree: Tree) -> tuple[int, int, int] | None:
    """(verb, subject, object or -1) where the root is a nominal and a participle beside it is the sentence's verb;
    else None.
    """
    root = next((i for i in range(tree.n) if tree.head[i] == i), -1)
    if root >= 0 and tree.tag[root] in NOMINAL and tree.lower[min(root + 1, tree.n - 1)].endswith("ed"):
        for obj in tree.children(root, "obj"):  # "intelligence agents tortured prisoners"
            if tree.head[root + 1] == obj and tree.dep[root + 1] == "amod" and not tree.children(root, "cop", "aux"):
                for k in tree.children(root, "nsubj"):
                    tree.dep[k] = "compound"
                return root + 1, root, obj
    if root < 0 or tree.tag[root] not in NOMINAL or tree.children(root, "cop", "nsubj", "nsubj:pass"):
        return None
    # with a full stop it is a sentence and needs a verb; a headline ("Troops killed in Iraq") does not
    verbless = tree.lower[-1] == "." and not any(t in ("VBD", "VBZ", "VBP", "MD") for t in tree.tag)
    for noun in [root, *tree.children(root, "conj")]:
        for t in tree.children(noun, "amod", "acl"):
            if tree.tag[t] not in ("VBN", "VBD") and not tree.lower[t].endswith("ed"):
                continue
            if tree.children(t, "obl:agent", "aux", "aux:pass", "cop") or (t and tree.lower[t - 1] in HYPHENS):
                continue
            if t > noun:
                if noun == root and (
                    verbless or tree.dep[t] == "amod" or tree.tag[t] == "VBD" or tree.children(t, "obj")
                ):
                    return (
                        t,
                        root,
                        -1,
                    )  # "police clashed with protesters"; but "troops killed in Iraq" is a passive headline
                continue
            if noun != root:
                if not any(tree.lower[k] in ("and", "or", ",") for k in tree.kids[noun] if k < t):
                    return t, root, noun  # "Poland and Lithuania imposed sanctions", all three read as joined
                continue
            left = [k for k in tree.kids[root] if k < t and tree.dep[k] in BEFORE and tree.tag[k] in NOMINAL]
            left += [k for k in tree.children(t, "nsubj", "compound") if k < t and tree.tag[k] in NOMINAL]
            if left and not any(tree.lower[k] in ("a", "an", "the") for k in range(max(left), t)):
                return t, max(left), root
    return None


def repair(tree: Tree) -> None:
    """Put right what grammar forbids, word by word, then a lost verb; a sound tree is left alone."""
    changed = tree.n > 2 and _first_name(tree)
    for i, tag in enumerate(tree.tag):
        if tag.startswith("VB"):
            changed |= _is_to(tree, i) | _two_objects(tree, i) | _told(tree, i) | _particle(tree, i)
            changed |= _dead(tree, i) | _joined_gerund(tree, i) | _bare_verb(tree, i) | _noun_in_ing(tree, i)
            changed |= _noun_as_verb(tree, i) | _given_adjective(tree, i) | _back_home(tree, i)
            changed |= _weapons(tree, i) | _stopped_doing(tree, i) | _found_guilty(tree, i)
            if tag == "VB" and tree.dep[i] in ("amod", "compound"):
                changed |= _infinitive(tree, i)
        elif tag == "JJ" and tree.lower[i] in FREEING:
            changed |= _infinitive(tree, i)
        elif tree.lower[i] == "death":
            changed |= _to_death(tree, i)
        elif tree.lower[i] == "as" and tree.lower[i + 1 : i + 3] == ["well", "as"]:
            changed |= _as_well_as(tree, i)
    if changed:
        tree.link()
    _restore_verb(tree)


def _is_to(tree: Tree, verb: int) -> bool:
    """ "Togo's king is to visit Mali": be + to-infinitive is an auxiliary, its subject the verb's own; but "the aim is
    to visit" names what is aimed at.
    """
    outer = tree.children(verb, "nsubj:outer")
    if not outer or tree.tag[verb] != "VB" or tree.lemma[outer[0]] in AIMS:
        return False
    marks = {tree.lower[k] for k in tree.children(verb, "mark")}
    if "to" not in marks or tree.children(verb, "nsubj", "nsubj:pass"):
        return False
    tree.dep[outer[0]] = "nsubj:pass" if tree.children(verb, "aux:pass") else "nsubj"
    for k in tree.children(verb, "cop"):
        tree.dep[k] = "aux"
    return True


def _two_objects(tree: Tree, verb: int) -> bool:
    """ "will lend Suriname 40 million dollars", "granted Laos a loan": of two objects the first is who gets it."""
    if tree.lemma[verb] not in GIVING:
        return False
    objects = [k for k in tree.children(verb, "obj") if k > verb]
    if len(objects) == 2 and not tree.children(verb, "iobj"):
        tree.dep[objects[0]] = "iobj"
        return True
    if len(objects) != 1 or tree.children(verb, "iobj", "aux:pass"):
        return False
    obj, end = objects[0], verb + 1
    while end < obj and tree.tag[end] in ("NNP", "NNPS", "NN") and tree.doc[end].text[0].isupper():
        end += 1
    name = end - 1
    if name == verb or end > obj or tree.dep[name] not in ("compound", "flat", "nmod:desc"):
        return False
    if any(tree.preposition(k) == "to" for k in (*tree.children(verb, "obl"), *tree.children(obj, "nmod"))):
        return False  # "sold Boeing jets to Iran"
    if tree.tag[end] not in ("CD", "JJ", "JJR") and (tree.lemma[verb] in TRADING or tree.doc[name].text.isupper()):
        return False
    for k in range(verb + 1, name):
        tree.head[k], tree.dep[k] = name, "compound"
    for k in tree.kids[name]:
        if k >= end:
            tree.head[k] = obj  # "Suriname 40 million": the number counts the thing
    for k in range(end, obj):
        if tree.head[k] < end:
            tree.head[k] = obj
    tree.head[name], tree.dep[name] = verb, "iobj"
    return True


def _told(tree: Tree, verb: int) -> bool:
    """ "warned the nuns that their school would be closed", "told the observers to leave": a clause hung on the one
    told is what is told.
    """
    changed = False
    for person in tree.children(verb, "iobj", "obj") if tree.lemma[verb] in TELLING else tree.children(verb, "iobj"):
        for k in tree.children(person, "acl", "acl:relcl"):
            mark = next((tree.lower[m] for m in tree.children(k, "mark")), "")
            if mark == "to" and tree.dep[k] == "acl" and not tree.children(verb, "xcomp", "ccomp"):
                tree.head[k], tree.dep[k] = verb, "xcomp"
                changed = True
            elif mark == "that" and tree.lemma[verb] in INFORMING and tree.children(k, "nsubj", "nsubj:pass"):
                tree.head[k], tree.dep[k] = verb, "ccomp"
                changed = True
    return changed


def _particle(tree: Tree, verb: int) -> bool:
    """ "brushed off France's request": a particle right after its verb is no preposition of the object."""
    k = verb + 1
    if k >= tree.n or tree.tag[k] != "RP" or tree.dep[k] != "case" or tree.head[tree.head[k]] != verb:
        return False
    noun = tree.head[k]
    if tree.dep[noun] == "obl" and tree.children(verb, "aux:pass"):
        return False  # "was taken off the list"
    if tree.dep[noun] not in ("obj", "obl") or tree.kids[k] or len(tree.children(noun, "case")) > 1:
        return False  # "pulled out of Chad"
    tree.head[k], tree.dep[k], tree.dep[noun] = verb, "compound:prt", "obj"
    return True


def _dead(tree: Tree, verb: int) -> bool:
    """ "shot dead the minister": what stands after "dead" or "alive" is the verb's object."""
    for k in tree.children(verb, "xcomp"):
        if tree.lower[k] in ("dead", "alive") and not tree.children(verb, "obj"):
            for o in tree.children(k, "obj", "nsubj"):
                tree.head[o], tree.dep[o] = verb, "obj"
                return True
    return False


def _joined_gerund(tree: Tree, gerund: int) -> bool:
    """ "distributed rice and cooking oil": no finite verb is joined to a bare participle, its object is joined to
    the first one's.
    """
    verb = tree.head[gerund]
    if tree.tag[gerund] != "VBG" or tree.dep[gerund] != "conj" or tree.tag[verb] not in ("VBD", "VBZ", "VBP", "VB"):
        return False
    first, second = tree.children(verb, "obj"), tree.children(gerund, "obj")
    if not first or second != [gerund + 1] or tree.children(gerund, "aux", "advmod", "nsubj"):
        return False
    if gerund == 0 or tree.lower[gerund - 1] != "and":
        return False
    for k in tree.kids[gerund]:
        tree.head[k] = second[0] if k < gerund else verb
    tree.head[second[0]], tree.dep[second[0]] = first[0], "conj"
    tree.head[gerund], tree.dep[gerund], tree.tag[gerund] = second[0], "amod", "JJ"
    return True


def _infinitive(tree: Tree, i: int) -> bool:
    """ "agreed to free 40 sailors": an adjective after "to" that is the infinitive of the verb before it."""
    noun = tree.head[i]
    if i < 2 or tree.lower[i - 1] != "to" or tree.dep[i] not in ("amod", "compound") or noun < i or tree.lemma[noun] in FREE_THINGS:
        return False
    verb = tree.head[noun]
    if tree.dep[noun] not in OBLIQUE or not tree.tag[verb].startswith("VB") or tree.lemma[verb] not in WILLING:
        return False
    tree.head[i - 1], tree.dep[i - 1], tree.tag[i - 1] = i, "mark", "TO"
    for k in tree.kids[i]:
        if i < k < noun:
            tree.head[k] = noun
    tree.head[i], tree.dep[i], tree.tag[i], tree.lemma[i] = verb, "xcomp", "VB", tree.lower[i]
    tree.head[noun], tree.dep[noun] = i, "obj"
    return True


def _bare_verb(tree: Tree, verb: int) -> bool:
    """ "demanded that the European Union scrap sanctions": a bare verb after its subject, read as a noun."""
    if tree.lemma[verb] not in MANDATING or verb + 3 >= tree.n:
        return False
    start = verb + 2 if tree.lower[verb + 1] == "that" else verb + 1
    if start == verb + 1 and tree.tag[start] != "NNP":
        return False
    k = next(
        (i for i in range(start + 1, min(start + 8, tree.n - 1)) if tree.lower[i] in BARE_VERBS),
        -1,
    )
    if k < 0 or tree.tag[k].startswith("VB") or tree.tag[k - 1] not in (*NOMINAL, "JJ"):
        return False
    words = range(start, k)
    if any(tree.tag[i] in ("IN", "TO", "CC", "POS") and tree.lower[i] != "of" or tree.tag[i].startswith("VB") for i in words):
        return False
    top = k  # the noun phrase that the bare verb was read into
    while tree.head[top] != verb and tree.head[top] != top:
        top = tree.head[top]
    if tree.head[top] != verb or top < k or (top > k and tree.tag[top].startswith("VB")):
        return False
    if tree.children(top, "cop", "aux", "aux:pass") or any(c > k for c in tree.children(top, "nsubj", "nsubj:pass")):
        return False
    subject = k - 1
    for i in range(start, tree.n):
        if i in (k, top, subject):
            continue
        if i < subject and (tree.head[i] >= subject or tree.head[i] == verb):
            tree.head[i] = subject
        elif i > k and tree.head[i] in (k, subject) and top != k and i < top:
            tree.head[i] = top
    if start == verb + 2:
        tree.head[verb + 1], tree.dep[verb + 1] = k, "mark"
    if top != k:
        tree.head[top], tree.dep[top] = k, "obj"
    elif tree.lower[k] == "hand" and tree.lower[k + 1] in ("over", "back") and tree.dep[k + 1] == "case":
        thing = tree.head[k + 1]  # "hand over power": its object, not where a hand is
        tree.head[k + 1], tree.dep[k + 1], tree.tag[k + 1] = k, "compound:prt", "RP"
        tree.head[thing], tree.dep[thing] = k, "obj"
    for i in range(k + 1, tree.n):
        if tree.head[i] == verb and tree.dep[i] == "obj":
            tree.head[i] = k
    tree.head[subject], tree.dep[subject] = k, "nsubj"
    tree.head[k], tree.dep[k], tree.tag[k], tree.lemma[k] = verb, "ccomp", "VB", tree.lower[k]
    return True


def _noun_in_ing(tree: Tree, i: int) -> bool:
    """ "sought Paraguay's backing": a noun after a possessor, and its verb's object."""
    if tree.tag[i] != "VBG" or tree.lower[i] not in NOUNS_IN_ING or not tree.children(i, "nmod:poss"):
        return False
    tree.tag[i], tree.lemma[i] = "NN", tree.lower[i]
    if tree.dep[i] in ("ccomp", "xcomp", "advcl"):
        tree.dep[i] = "obj"
    return True


def _noun_as_verb(tree: Tree, i: int) -> bool:
    """ "resolve its border row", "gave relief workers access": a bare verb right after the object is the last noun of
    it, or the thing given.
    """
    verb = tree.head[i]
    if tree.tag[i] not in ("VBP", "VB") or tree.dep[i] not in ("xcomp", "ccomp") or i == verb:
        return False
    if tree.lemma[verb] in ("let", "make", "help", "have", "see", "watch", "hear") or tree.tag[verb][:2] != "VB":
        return False
    before = tree.children(verb, "obj")
    if before != [i - 1] or verb > i or tree.children(i, "mark", "nsubj", "nsubj:pass", "aux", "obj", "advmod"):
        return False
    noun = before[0]
    if tree.lemma[verb] in GIVING:
        tree.dep[noun] = "iobj"
    else:
        for k in tree.kids[noun]:
            tree.head[k] = i
        tree.head[noun], tree.dep[noun] = i, "compound"
    tree.tag[i], tree.lemma[i], tree.dep[i] = "NN", tree.lower[i], "obj"
    return True


def _given_adjective(tree: Tree, i: int) -> bool:
    """ "offered Tamils limited autonomy": one who gets and what is given, not a clause."""
    verb = tree.head[i]
    if tree.lower[i] not in GIVEN or tree.dep[i] != "ccomp" or tree.lemma[verb] not in GIVING:
        return False
    subject, thing = tree.children(i, "nsubj"), tree.children(i, "obj")
    if not subject or not thing or subject[0] != i - 1 or subject[0] < verb:
        return False
    tree.head[subject[0]], tree.dep[subject[0]] = verb, "iobj"
    tree.head[thing[0]], tree.dep[thing[0]] = verb, "obj"
    tree.head[i], tree.dep[i], tree.tag[i] = thing[0], "amod", "JJ"
    return True


def _back_home(tree: Tree, verb: int) -> bool:
    """ "sent home European Union observers", "handed back two fishermen": the particle read into the object."""
    k = verb + 1
    if tree.lemma[verb] not in MOVING or k >= tree.n or tree.lower[k] not in ("home", "back") or tree.head[k] <= k:
        return False
    if tree.dep[k] not in ("compound", "advmod", "amod", "nmod", "case"):
        return False
    noun = tree.head[k]
    while tree.head[noun] != verb and tree.head[noun] != noun:
        noun = tree.head[noun]
    if tree.head[noun] != verb or noun < k or tree.dep[noun] not in ("obj", "obl", "xcomp"):
        return False
    tree.head[k], tree.dep[k], tree.tag[k] = verb, "compound:prt", "RP"
    if tree.dep[noun] == "obl" and not tree.children(noun, "case"):
        tree.dep[noun] = "obj"
    return True


def _weapons(tree: Tree, i: int) -> bool:
    """ "threw out United Nations weapons inspectors": a noun before the last one, read as a verb with its object."""
    if tree.lower[i] != "weapons" or tree.tag[i] != "VBZ":
        return False
    last, before = tree.children(i, "obj"), i - 1
    if last != [i + 1] or before < 1 or tree.tag[before] not in NOMINAL or tree.dep[before] == "nsubj":
        return False
    noun = last[0]
    for k in tree.kids[before]:
        if tree.dep[k] == "case":
            tree.head[k] = noun
    tree.head[noun], tree.dep[noun] = tree.head[before], tree.dep[before]
    tree.head[before], tree.dep[before] = noun, "compound"
    tree.head[i], tree.dep[i], tree.tag[i], tree.lemma[i] = noun, "compound", "NNS", "weapon"
    return True


def _stopped_doing(tree: Tree, verb: int) -> bool:
    """ "stopped exporting armoured vehicles to Yemen": the deed begun or ended, read as describing its object."""
    i = verb + 1
    if tree.lemma[verb] not in PHASES or i >= tree.n or tree.tag[i] != "VBG" or tree.dep[i] != "amod":
        return False
    noun = tree.head[i]
    if tree.dep[noun] != "obj" or tree.head[noun] != verb or tree.lower[i] in DESCRIBING:
        return False
    for k in tree.kids[verb]:
        if k > noun and tree.dep[k] == "obl":
            tree.head[k] = i
    tree.head[i], tree.dep[i] = verb, "xcomp"
    tree.head[noun] = i
    return True


def _first_name(tree: Tree) -> bool:
    """ "Tonga asked New Zealand for help", "ECOWAS issued an ultimatum": a name at the head of the sentence, read as an
    adverb of a verb that has no subject.
    """
    verb = 1
    if tree.tag[0] not in ("RB", "JJ", "UH", "FW", "IN") or tree.head[0] != verb or tree.head[verb] != verb:
        return False
    if tree.tag[verb] not in ("VBD", "VBN", "VBZ") or tree.lower[0].endswith("ly") or tree.lower[0] in ADVERBS:
        return False
    if tree.children(verb, "nsubj", "nsubj:pass", "csubj", "expl", "obl:agent"):
        return False
    tree.tag[0], tree.dep[0] = "NNP", "nsubj"
    if tree.tag[verb] == "VBN":
        tree.tag[verb] = "VBD"
    return True


def _found_guilty(tree: Tree, verb: int) -> bool:
    """ "found Uganda liable for the damage": the name before the adjective is the object."""
    if tree.lemma[verb] not in FINDING:
        return False
    for k in tree.kids[verb]:
        if k > verb and tree.lower[k] in GUILTY and tree.dep[k] in ("xcomp", "advmod", "obj", "ccomp"):
            names = [n for n in tree.children(k, "compound", "nsubj", "nmod") if verb < n < k]
            for n in names[-1:]:
                tree.head[n], tree.dep[n] = verb, "obj"
            changed = bool(names) or tree.dep[k] != "xcomp"
            tree.dep[k] = "xcomp"
            return changed
    return False


def _to_death(tree: Tree, i: int) -> bool:
    """ "was beaten to death by police": who did it hangs on the verb, not on the death."""
    verb = tree.head[i]
    if tree.preposition(i) != "to" or tree.dep[i] != "obl":
        return False
    for k in tree.children(i, "nmod"):
        if tree.preposition(k) == "by":
            tree.head[k], tree.dep[k] = verb, "obl:agent"
            return True
    return False


def _as_well_as(tree: Tree, i: int) -> bool:
    """ "Britain as well as France condemned": joins like "and"."""
    before = [k for k in range(max(i - 8, 0), i) if tree.dep[k] in ("nsubj", "nsubj:pass", "obj", "obl")]
    for second in range(i + 3, min(i + 9, tree.n)):
        first = before[-1] if before else -1
        if first >= 0 and tree.head[second] == tree.head[first] and tree.dep[second] == tree.dep[first]:
            tree.head[i], tree.dep[i] = second, "cc"
            tree.head[second], tree.dep[second] = first, "conj"
            return True
    return False


def _restore_verb(tree: Tree) -> None:
    """Make the lost verb the root, with its subject and object; a tree without one is left alone."""
    found = lost_verb(tree)
    if found is None:
        return
    verb, subject, obj = found
    root = next(i for i in range(tree.n) if tree.head[i] == i)
    for k in tree.kids[root]:
        if k in (verb, subject, obj):
            continue
        if k < subject and tree.dep[k] == "compound":
            continue
        if obj == root and k < verb and tree.tag[k] not in (",", ":"):
            tree.head[k] = subject  # words before the subject are its own
        elif obj != root and k > verb:
            tree.head[k] = verb
            if tree.dep[k] == "nmod":
                tree.dep[k] = "obl"
    if obj >= 0:
        tree.head[obj], tree.dep[obj] = verb, "obj"
    tree.head[verb], tree.dep[verb], tree.tag[verb] = verb, "ROOT", "VBD"
    tree.head[subject], tree.dep[subject] = verb, "nsubj"
    tree.link()
