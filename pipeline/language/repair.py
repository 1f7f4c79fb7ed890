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
NO_THINGS = frozenset(
    """day week month year morning evening night afternoon time hour minute monday tuesday wednesday thursday friday
    saturday sunday summer winter spring autumn decade""".split()
)
# Verbs whose object is always the one told, so that an infinitive hung on it is the verb's: "told the crew to leave".
TELLING = frozenset(
    """tell assure warn inform remind notify persuade convince advise order urge command instruct force forbid implore
    exhort compel""".split()
)
LEAVING = frozenset("leave quit go depart close withdraw stop end halt free release return hand".split())
# What is announced stands in a that-clause.
SAYING = frozenset("announce say declare promise pledge warn vow claim insist threaten demand admit".split())
# Of these and some more a that-clause is what is told: "warned the nuns that …".
INFORMING = frozenset({"promise", "convince", "persuade", "tell", "warn", "inform", "remind", "notify"})
# Adjectives that are verbs after "to", and the verbs that take one: "agreed to free 40 sailors".
FREEING = frozenset({"free", "open", "clear", "lower", "empty", "calm", "close"})
WILLING = frozenset(
    """agree refuse vow promise pledge decide want seek try plan offer threaten ask order urge hope fail begin start
    continue help need manage prepare intend decline propose tell undertake consent choose attempt""".split()
)
# Heads that only measure what follows "of": "ten days of manoeuvres", "a second batch of peacekeepers".
MEASURES = frozenset(
    """most some all many much several few half third quarter rest remainder bulk majority part portion share series
    number round set range wave lot couple raft host batch string flurry spate dozen score hundred thousand
    million billion metre meter barrage salvo volley handful column phase stage leg
    tranche instalment installment ton tonne kilo kilogram gram litre liter gallon barrel bag sack crate box case
    container truckload lorryload planeload shipload boatload trainload load cargo consignment worth pair trio quartet
    first second fourth fifth sixth last latest largest biggest dollar euro pound franc rouble ruble yen yuan rupee
    succession sequence burst hail surge torrent stream abundance plethora piece bundle stack""".split()
)
# Stretches of time measure a deed only where they are counted: "a week of curfew", not "the week of the curfew".
STRETCHES = frozenset("hour day night week weekend fortnight month year decade".split())
ORDINALS = frozenset("first second third fourth fifth sixth last next final new further additional fresh".split())
# What a deed is done in, and what that answers: "in protest at the claims".
ANSWERING = frozenset("protest anger retaliation response reply revenge fury".split())
STRAY = ("obl", "obl:unmarked", "vocative", "dep", "nmod", "discourse", "parataxis", "dislocated")
# Verbs in -s that look like nouns and take "to" or "that".
INTENDING = frozenset(
    "plans hopes aims promises vows pledges demands offers claims fears doubts orders urges".split()
)
# What a whole is said to be made of: "forms part of the alliance".
MAKING = frozenset("form be become constitute remain play take represent".split())

# Nouns for words that ask, promise, refuse or threaten: "renewed its appeal to Lima to lift …".
SPEECH_NOUNS = frozenset(
    """call appeal plea request demand promise pledge offer plan proposal threat refusal vow decision commitment
    readiness willingness intention invitation pressure order ultimatum undertaking warning recommendation
    entreaty""".split()
)
# Verbs whose infinitive is their own, whatever their object: "used the offer to win time".
PURPOSEFUL = frozenset(
    """use exploit ask urge tell order need want force allow help get cause persuade enable require take
    seize""".split()
)
# Verbs whose infinitive says what is agreed, refused or asked, however far it stands from them.
COMPLETED = frozenset(
    """agree refuse decline promise vow pledge decide plan threaten undertake consent intend resolve swear volunteer opt
    urge call press persuade vote""".split()
)
# Of these a gerund is the object: "ruled out exporting natural gas".
WEIGHING = frozenset("rule consider reject mull weigh contemplate".split())
# So do these where words stand between the gerund and its object: "stop shelling Polish villages".
ENDING = frozenset("stop halt cease resume begin start continue avoid finish quit".split())
# Set phrases that stand before an infinitive: "agreed in principle to sell".
SET_PHRASES = frozenset("principle end return exchange writing haste public private part turn effect advance".split())
# Participles that are adjectives of will: "was prepared to resume talks".
WILLED = frozenset("prepared determined committed resolved inclined disposed".split())
# Verbs that take the thing given after "with": "plans to supply Uganda with rifles".
SUPPLYING = frozenset("supply provide equip furnish arm present issue entrust".split())
# What ends a sentence, but no headline.
ENDS = frozenset((".", "?", "!", '"', "”", ":"))
# Verbs that headlines use and that are seldom plurals.
HEADLINE_VERBS = frozenset(
    """quits swears shrugs savages slams vows urges warns seeks denies accuses rejects hails mulls raps ousts sacks
    jails frees ejects expels woos signs grills resigns pledges threatens condemns defends dismisses arrives
    meets""".split()
)
# What is done to people, of whom a headline says no more: "Editor jailed in Minsk".
SUFFERED = frozenset(
    """free release jail arrest detain kill shoot kidnap abduct seize behead hang execute expel deport extradite
    charge indict convict sentence acquit pardon ban oust sack suspend bomb injure wound evacuate assassinate murder
    torture deploy impose lift ease extend elect appoint""".split()
)
# Verbs followed by a bare infinitive ("demanded that Nepal honour the treaty"), and bare verbs that the parser takes
# for nouns, adjectives or adverbs there.
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
# Participles that are hardly adjectives after "has": "has relaxed curbs on worship".
PERFECT = {
    "relaxed": "relax", "eased": "ease", "lifted": "lift", "imposed": "impose", "released": "release",
    "seized": "seize", "recalled": "recall", "expelled": "expel", "deported": "deport", "banned": "ban",
    "tightened": "tighten", "softened": "soften", "resumed": "resume", "cancelled": "cancel", "restored": "restore",
    "pardoned": "pardon", "freed": "free", "suspended": "suspend", "halted": "halt", "scrapped": "scrap",
}  # fmt: skip
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
    root = tree.root()
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
                if noun == root and _says_that(tree, t, root):
                    return t, root, -1
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


def _says_that(tree: Tree, verb: int, noun: int) -> bool:
    """ "The leader announced on Saturday that he would go": said by the noun that verb and clause both hang on."""
    if tree.lemma[verb] not in SAYING:
        return False
    for k in tree.children(noun, "acl", "acl:relcl", "ccomp"):
        if k > verb and tree.children(k, "nsubj", "nsubj:pass"):
            if any(tree.lower[m] == "that" for m in tree.children(k, "mark")):
                return True
    return False


def repair(tree: Tree) -> None:
    """Put right what grammar forbids, word by word, then a lost verb; a sound tree is left alone."""
    changed = tree.n > 2 and _first_name(tree)
    if tree.n > 2 and tree.tag[0] == "NNP" and tree.tag[1][:2] in ("VB", "IN") and tree.lemma[0] == tree.lower[0]:
        if tree.lower[0].endswith("s") and not tree.lower[0].endswith(("ss", "us", "is")):
            tree.lemma[0] = tree.lower[0][:-1]  # "Shells fell on": a plural is no name for its capital
    if tree.n and tree.lower[-1] not in ENDS:
        _noun_for_verb(tree)
        _passive_headline(tree)
    for i, tag in enumerate(tree.tag):
        if tag.startswith("VB"):
            if tag == "VBP" and tree.lower[i].endswith("ed") and tree.lemma[i] != tree.lower[i]:
                tree.tag[i] = "VBD"  # "rebels freed twenty miners"
            changed |= _is_to(tree, i) | _two_objects(tree, i) | _told(tree, i) | _particle(tree, i)
            changed |= _dead(tree, i) | _joined_gerund(tree, i) | _supplied(tree, i)
            changed |= _strayed(tree, i) | _called_on(tree, i) | _content_clause(tree, i)
            changed |= _rate(tree, i) | _perfect(tree, i)
            changed |= tag == "VB" and (_lost_infinitive(tree, i) or _listed_infinitive(tree, i))
            changed |= _bare_verb(tree, i) | _noun_in_ing(tree, i)
            changed |= _noun_as_verb(tree, i) | _given_adjective(tree, i) | _back_home(tree, i)
            changed |= _weapons(tree, i) | _stopped_doing(tree, i) | _found_guilty(tree, i)
            if tag == "VB" and tree.dep[i] in ("amod", "compound"):
                changed |= _infinitive(tree, i)
            if tree.lower[i] in WILLED:
                changed |= _willed(tree, i)
            if tag == "VBG":
                changed |= _weighed(tree, i) | _gerund_noun(tree, i)
            elif tree.dep[i] == "parataxis":
                changed |= _lost_subject(tree, i)
        elif tag == "NNS" and tree.lower[i] in INTENDING and _finite_noun(tree, i):
            changed = True
        elif tag[:2] == "NN" and tree.lemma[i] in SPEECH_NOUNS:
            changed |= _spoken_of(tree, i)
        elif tag == "NN" and tree.lower[i] == "hand" and tree.lower[i + 1 : i + 2] == ["over"]:
            changed |= _handed(tree, i) or (tree.dep[i] == "ccomp" and _subjunctive(tree, i))
        elif tag == "NN" and tree.dep[i] == "ccomp":
            changed |= _subjunctive(tree, i)
        elif tag == "NN" and tree.lower[i] in SET_PHRASES:
            changed |= _set_phrase(tree, i)
        elif tag in ("JJ", "JJR") and tree.lower[i] in FREEING:
            changed |= _infinitive(tree, i)
        elif tag == "CC":
            changed |= _two_names(tree, i) | _listed(tree, i)
        elif tree.lower[i] == "with" and i and tree.lower[i - 1] in ("together", "along"):
            changed |= _together(tree, i)
        elif tree.lower[i] in ANSWERING and i and tree.lower[i - 1] == "in":
            changed |= _answered(tree, i)
        elif tree.lower[i] == "hands":
            changed |= _at_the_hands_of(tree, i)
        elif tag == "IN" and tree.dep[i] == "mark" and tree.lower[i] in ("with", "to", "from", "in"):
            over = tree.head[i]  # "met in Washington, D.C. with the premier": a noun takes a preposition
            if over > i and tree.tag[over][:2] == "NN" and tree.dep[over] in ("obl", "nmod", "advcl"):
                if not tree.children(over, "cop", "nsubj", "aux"):
                    tree.dep[i], changed = "case", True
                    tree.dep[over] = "obl" if tree.dep[over] == "advcl" else tree.dep[over]
        elif tree.lower[i] == "of" and tree.dep[i] == "case":
            changed |= _measured(tree, i)
        elif tree.lower[i] == "sexually" and tree.tag[tree.head[i]][:2] == "VB":
            if tree.lemma[tree.head[i]] in ("abuse", "assault", "attack", "violate", "molest"):
                tree.lemma[tree.head[i]] = "rape"  # "sexually abused prisoners"
        elif tree.lower[i] == "death":
            changed |= _to_death(tree, i)
        elif tree.lower[i] == "as" and tree.lower[i + 1 : i + 3] == ["well", "as"]:
            changed |= _as_well_as(tree, i)
    if changed:
        tree.link()
    _restore_verb(tree)


def _measured(tree: Tree, of: int) -> bool:
    """ "launched ten days of manoeuvres", "scores of soldiers were killed": what is measured takes the place of its
    measure, which hangs on it as ``nmod:measure``.
    """
    thing = tree.head[of]
    measure = tree.head[thing]
    if tree.dep[thing] != "nmod" or not measure < of < thing or not str(tree.doc[measure].text).islower():
        return False
    word = tree.lemma[measure]
    if word not in MEASURES and word not in STRETCHES:
        return False
    kids = tree.kids[measure]
    determiners = {tree.lower[k] for k in kids if tree.dep[k] in ("det", "nmod:poss")}
    over = tree.head[measure]
    if any(tree.dep[k] in ("cop", "nsubj", "nmod:poss") for k in kids) and word in STRETCHES:
        return False
    if any(tree.dep[k] in ("cop", "nsubj") for k in kids) or (over != measure and tree.lemma[over] in MAKING):
        return False
    if word == "number" and "the" in determiners:
        return False  # "the number of refugees rose"
    if word in ("part", "series") and any(tree.lower[k] == "as" for k in kids):
        return False  # "as part of a programme"
    counted = any(tree.dep[k] in ("nummod", "amod") for k in kids) or tree.tag[measure] == "NNS"
    if word in STRETCHES and determiners & {"the", "that", "this", "each", "every"} and not counted:
        return False
    for k in kids:
        if k in (thing, measure) or tree.dep[k] in ("nummod", "advmod", "nmod:npmod"):
            continue
        if tree.dep[k] == "det" and tree.lower[k] not in ("no", "neither"):
            continue
        if tree.dep[k] in ("amod", "compound") and tree.lower[k] in ORDINALS:
            continue
        tree.head[k] = thing
    tree.head[of], tree.dep[of] = measure, "fixed"
    tree.head[thing], tree.dep[thing] = (thing if over == measure else over), tree.dep[measure]
    tree.head[measure], tree.dep[measure] = thing, "nmod:measure"
    tree.link()
    return True


def _two_names(tree: Tree, cc: int) -> bool:
    """ "Burundi's army and Hutu rebels": a noun with an owner or article of its own is no compound of the noun after
    "and".
    """
    over = tree.head[cc]
    second = tree.head[over] if tree.dep[over] in ("compound", "amod") else over
    first = next((k for k in tree.children(second, "compound") if k < cc and tree.tag[k] in ("NN", "NNS")), -1)
    if first < 0 or not first < cc < second:
        return False
    if not tree.children(first, "nmod:poss", "det") or tree.dep[second] in ("compound", "ROOT", "root"):
        return False
    tree.head[first], tree.dep[first] = tree.head[second], tree.dep[second]
    for k in tree.kids[second]:
        if k < first and tree.dep[k] in ("case", "cc:preconj"):
            tree.head[k] = first
    tree.head[second], tree.dep[second], tree.head[cc] = first, "conj", second
    tree.link()
    return True


def _listed(tree: Tree, cc: int) -> bool:
    """ "Nauru, Kiribati and Tuvalu": a bare name between two that are joined is joined to them, no apposition."""
    last = tree.head[cc]
    first = tree.head[last]
    if tree.dep[last] != "conj" or tree.tag[last] not in ("NNP", "NNPS", "NNS") or tree.tag[first] != "NNP":
        return False
    changed = False
    # "Chile, Peru and Colombia agreed": the first name hung on the verb
    if first == 2 and tree.lower[1] == "," and tree.dep[0] in STRAY and not tree.children(0, "case", "nmod"):
        if tree.dep[2] in ("nsubj", "nsubj:pass") and tree.head[0] == tree.head[2] and tree.tag[0][:2] == "NN":
            tree.head[0], tree.dep[0] = 2, "conj"
            changed = True
    for k in tree.children(first, "appos"):
        own = {tree.dep[c] for c in tree.kids[k]}
        bare = tree.tag[k] in ("NNP", "NNPS") and own <= {"punct", "compound", "flat"}
        if first < k < cc and bare and tree.lower[cc] == "and" and tree.lower[cc - 1] not in (",", ")"):
            tree.dep[k] = "conj"
            changed = True
    return changed


def _together(tree: Tree, i: int) -> bool:
    """ "Denmark, together with the Netherlands, sued": who stands so between subject and verb is joined to the
    subject.
    """
    other = tree.head[i]
    subject = next((k for k in range(i - 1, max(i - 8, -1), -1) if tree.dep[k] in ("nsubj", "nsubj:pass")), -1)
    if subject < 0 or other < i or tree.head[subject] <= other or tree.dep[other] in ("nsubj", "nsubj:pass"):
        return False
    tree.head[other], tree.dep[other] = subject, "conj"
    return True


def _gerund_noun(tree: Tree, i: int) -> bool:
    """ "denounced Moscow's jamming of signals": with an owner and "of" it is a noun, the object of the verb."""
    if tree.dep[i] not in ("xcomp", "ccomp", "advcl") or tree.children(i, "obj", "aux", "mark", "nsubj", "case"):
        return False
    verb = tree.head[i]
    if not tree.children(i, "nmod:poss") or not tree.tag[verb].startswith("VB") or tree.children(verb, "obj"):
        return False
    tree.dep[i], tree.tag[i] = "obj", "NN"
    return True


def _lost_subject(tree: Tree, i: int) -> bool:
    """ "Somalia's president, it was reported, has asked": of two subjects of the words thrown in, the first is the
    main verb's.
    """
    verb = tree.head[i]
    own = [k for k in tree.children(i, "nsubj", "nsubj:pass") if k < i]
    if len(own) != 2 or verb < i or tree.children(verb, "nsubj", "nsubj:pass"):
        return False
    if not any(tree.lower[k] == "," for k in range(own[0], own[1])):
        return False
    tree.head[own[0]] = verb
    tree.dep[own[0]] = "nsubj:pass" if tree.children(verb, "aux:pass") else "nsubj"
    return True


def _answered(tree: Tree, i: int) -> bool:
    """ "recalled its envoy in protest at the claims": what follows is what the protest answers, not where the verb is
    done.
    """
    if tree.dep[i] != "obl" or i + 1 >= tree.n or tree.lower[i + 1] not in ("at", "over", "against", "to", "for"):
        return False
    what = tree.head[i + 1]
    if tree.dep[i + 1] != "case" or tree.head[what] != tree.head[i] or tree.dep[what] != "obl" or what < i:
        return False
    tree.head[what], tree.dep[what] = i, "nmod"
    return True


def _at_the_hands_of(tree: Tree, i: int) -> bool:
    """ "was tortured at the hands of soldiers": who stands behind "of" is the doer of the passive."""
    verb = tree.head[i]
    doer = next((k for k in tree.children(i, "nmod") if tree.preposition(k) == "of"), -1)
    if doer < 0 or tree.preposition(i) != "at" or not tree.children(verb, "aux:pass", "nsubj:pass"):
        return False
    for k in tree.kids[i]:
        if k != doer:
            tree.dep[k] = "fixed"
    for k in tree.children(doer, "case"):
        tree.dep[k] = "fixed"
    tree.head[doer], tree.dep[doer] = verb, "obl:agent"
    tree.head[i], tree.dep[i] = doer, "case"
    return True


def _finite_noun(tree: Tree, i: int) -> bool:
    """ "Kuwait, like most Gulf states, plans to reopen": a verb in -s taken for a noun joined to its subject."""
    subject = tree.head[i]
    if tree.dep[i] not in ("conj", "appos") or tree.head[subject] != subject or tree.tag[subject] not in NOMINAL:
        return False
    aim = next((k for k in tree.children(i, "acl", "ccomp") if k > i), -1)
    marks = {tree.lower[m] for m in tree.children(aim, "mark")} if aim >= 0 else set()
    if not marks & {"to", "that"} or tree.children(i, "det", "nmod:poss", "amod", "cc", "case", "nummod", "compound"):
        return False
    if tree.children(subject, "cop", "nsubj"):
        return False
    tree.head[i], tree.dep[i], tree.tag[i] = i, "ROOT", "VBZ"
    tree.head[subject], tree.dep[subject] = i, "nsubj"
    tree.dep[aim] = "xcomp" if "to" in marks else "ccomp"
    tree.link()
    return True


def _willed(tree: Tree, i: int) -> bool:
    """ "was prepared to resume talks": with an infinitive and nobody who did it, an adjective."""
    aims = [k for k in tree.children(i, "xcomp", "advcl") if tree.tag[k] == "VB"]
    infinitive = any(tree.lower[m] == "to" for k in aims for m in tree.children(k, "mark"))
    if tree.tag[i] != "VBN" or not infinitive or tree.children(i, "obl:agent", "obj"):
        return False
    helpers = tree.children(i, "aux:pass")
    if not helpers:
        return False
    tree.tag[i] = "JJ"
    tree.lemma[i] = tree.lower[i]
    for k in helpers:
        tree.dep[k] = "cop"
    for k in tree.children(i, "nsubj:pass"):
        tree.dep[k] = "nsubj"
    return True


def _spoken_of(tree: Tree, noun: int) -> bool:
    """ "renewed its appeal to Lima to lift the ban", "repeated its demand that Lima lift it": the clause right after a
    noun of asking, promising or refusing is that noun's, whatever verb stands over it.
    """
    verb = tree.head[noun]
    if tree.dep[noun] not in ("obj", "obl") or not tree.tag[verb].startswith("VB") or verb > noun:
        return False
    whose = tree.children(noun, "nsubj")
    if whose == [noun - 1] and tree.tag[whose[0]] in ("NNP", "JJ"):
        tree.dep[whose[0]] = "amod"  # "rejected Ugandan calls", the calls read as a verb
    if tree.lemma[verb] in PURPOSEFUL or tree.children(noun, "acl"):
        return False
    for k in [*tree.children(verb, "xcomp", "advcl", "ccomp"), *tree.children(noun, "acl:relcl")]:
        marks = [m for m in tree.children(k, "mark") if m > noun and tree.lower[m] in ("to", "that")]
        if k < noun or not marks:
            continue
        if tree.lower[marks[0]] == "that" and not tree.children(k, "nsubj", "nsubj:pass"):
            continue
        between = [o for o in (*tree.children(verb, "obl"), *tree.children(noun, "nmod")) if noun < o < marks[0]]
        if any(tree.preposition(o) not in ("for", "to", "on", "by", "from", "with", "upon", "of") for o in between):
            continue
        covered = {t for o in between for t in tree.subtree(o)} | {noun}
        if not set(range(noun, marks[0])) <= covered:
            continue
        for o in between:
            tree.head[o], tree.dep[o] = noun, "nmod"
        tree.head[k], tree.dep[k] = noun, "acl"
        return True
    return bool(whose)


def _set_phrase(tree: Tree, noun: int) -> bool:
    """ "agreed in principle to sell", "is willing in the end to sell": the infinitive is the verb's."""
    if tree.dep[noun] not in ("obl", "nmod") or tree.preposition(noun) != "in":
        return False
    for k in tree.children(noun, "acl"):
        if any(tree.lower[m] == "to" for m in tree.children(k, "mark")) and not tree.children(noun, "nmod:poss"):
            tree.head[k], tree.dep[k] = tree.head[noun], "xcomp"
            return True
    return False


def _strayed(tree: Tree, verb: int) -> bool:
    """ "urged Algiers to back it", "agreed on Monday to stop it": an infinitive read as a noun or as an aim is what is
    asked or agreed.
    """
    over = tree.head[verb]
    if tree.tag[verb] != "VB" or verb < 2 or over >= verb:
        return False
    to = next((m for m in tree.children(verb, "mark", "case", "aux") if tree.lower[m] == "to"), -1)
    if to < 0:
        return False
    noun = tree.tag[over].startswith("NN")
    if tree.dep[verb] in ("obl", "nmod") and (not noun or tree.lemma[over] in SPEECH_NOUNS):
        tree.dep[verb] = "acl" if noun else "xcomp"
        tree.dep[to], tree.tag[to] = "mark", "TO"
        return True
    if tree.dep[verb] == "advcl" and tree.lemma[over] in COMPLETED and not tree.children(over, "xcomp", "ccomp"):
        tree.dep[verb] = "xcomp"
        return True
    return False


def _subjunctive(tree: Tree, i: int) -> bool:
    """ "demanded that Guinea stop shelling": the subjunctive, read as a noun that its subject's name stands before."""
    marks = [m for m in tree.children(i, "mark") if tree.lower[m] == "that"]
    names = [k for k in tree.children(i, "compound", "nmod:desc") if k < i and tree.tag[k] in NOMINAL]
    if marks and names and names[-1] == i - 1 and not tree.children(i, "nsubj", "cop", "case"):
        for k in tree.children(i, "det", "nmod:poss", "amod"):  # "that Chad's strongman hand over power"
            if k < names[-1]:
                tree.head[k] = names[-1]
        tree.link()
    if not marks or not names or names[-1] != i - 1 or tree.children(i, "nsubj", "cop", "det", "case"):
        return False
    tree.tag[i], tree.lemma[i], tree.dep[names[-1]] = "VB", tree.lower[i], "nsubj"
    if tree.lower[i : i + 2] == ["hand", "over"]:
        _handed(tree, i)
    for k in tree.children(i, "acl"):
        if tree.tag[k] == "VBG" and k == i + 1:
            tree.dep[k] = "xcomp"
    return True


def _content_clause(tree: Tree, verb: int) -> bool:
    """ "demands that he resign": what is asked, read as a relative clause; the bare verb of a single subject tells."""
    noun = tree.head[verb]
    that = noun + 1
    if tree.dep[verb] != "acl:relcl" or tree.lower[that : that + 1] != ["that"] or tree.head[that] != verb:
        return False
    if tree.lemma[noun] not in SPEECH_NOUNS or tree.dep[that] in ("nsubj", "nsubj:pass"):
        return False
    subjects = tree.children(verb, "nsubj", "nsubj:pass")
    bare = tree.lower[verb] == tree.lemma[verb] and tree.tag[verb] in ("VB", "VBP")
    single = any(tree.tag[k] in ("NN", "NNP") or tree.lower[k] in ("he", "she", "it") for k in subjects)
    modal = any(tree.lower[k] in ("should", "must", "be") for k in tree.children(verb, "aux", "aux:pass"))
    if not subjects or not (modal or (bare and single and not tree.children(verb, "aux"))):
        return False
    tree.dep[verb], tree.dep[that] = "acl", "mark"
    return True


def _perfect(tree: Tree, have: int) -> bool:
    """ "has relaxed curbs on worship": the participle, read as an adjective of its object, is the sentence's verb."""
    verb = have + 1
    if tree.lower[have] not in ("has", "have", "had") or verb >= tree.n or tree.dep[verb] != "amod":
        return False
    noun = tree.head[verb]
    if tree.lower[verb] not in PERFECT:
        return False
    if tree.head[noun] != have or tree.dep[noun] != "obj" or tree.children(noun, "det", "nmod:poss"):
        return False
    tree.tag[verb], tree.lemma[verb] = "VBN", PERFECT[tree.lower[verb]]
    tree.head[verb] = tree.head[have] if tree.head[have] != have else verb
    tree.dep[verb] = tree.dep[have]
    for k in tree.kids[have]:
        if k != verb:
            tree.head[k] = verb
    tree.head[have], tree.dep[have] = verb, "aux"
    return True


def _rate(tree: Tree, verb: int) -> bool:
    """ "will buy gas worth ten million a year from Chad": what follows a stretch of time is the verb's."""
    changed = False
    for time in tree.children(verb, "obl:unmarked"):
        for k in tree.children(time, "nmod") if tree.lemma[time] in STRETCHES else ():
            if tree.preposition(k) in ("from", "to"):
                tree.head[k], tree.dep[k], changed = verb, "obl", True
    return changed


def _called_on(tree: Tree, verb: int) -> bool:
    """ "called on Uganda to hold talks", with "on" read as a particle: whom one calls on stands in its phrase."""
    if tree.lemma[verb] in ("call", "appeal", "plead"):
        for c in tree.children(verb, "ccomp", "xcomp"):
            for s in tree.children(c, "nsubj"):
                if any(tree.lower[m] in ("on", "upon", "to") for m in tree.children(s, "case")):
                    tree.head[s], tree.dep[s], tree.dep[c] = verb, "obl", "xcomp"
                    return True  # "called, in sharp terms, on Chad to free her"
    for k in tree.children(verb, "compound:prt"):
        if tree.lower[k] not in ("on", "upon") or k != verb + 1:
            continue
        for o in tree.children(verb, "obl"):
            if o > k and not tree.children(o, "case"):
                tree.head[k], tree.dep[k] = o, "case"
                return True
    return False


def _weighed(tree: Tree, gerund: int) -> bool:
    """ "ruled out exporting natural gas to Algeria": the gerund, read as a participle of its object, governs it."""
    noun = tree.head[gerund]
    verb = tree.head[noun]
    if tree.dep[gerund] not in ("amod", "compound") or tree.dep[noun] != "obj":
        return False
    if tree.lemma[verb] not in WEIGHING and (tree.lemma[verb] not in ENDING or noun == gerund + 1):
        return False
    if gerund != verb + 1 and not (gerund == verb + 2 and tree.lower[verb + 1] == "out"):
        return False
    if tree.lemma[verb] == "rule" and gerund == verb + 1:
        return False
    tree.head[gerund], tree.dep[gerund] = verb, "xcomp"
    tree.head[noun] = gerund
    for k in tree.children(verb, "obl"):
        if k > noun:
            tree.head[k] = gerund
    return True


def _handed(tree: Tree, i: int) -> bool:
    """ "demanded that Chad hand over the bombers": the subjunctive, read as a noun."""
    if not any(tree.dep[k] == "nsubj" for k in tree.kids[i]) or tree.children(i, "det", "nmod:poss"):
        return False
    over = i + 1
    tree.tag[i], tree.lemma[i] = "VB", "hand"
    if tree.dep[over] == "case" and tree.head[over] != i:
        tree.dep[tree.head[over]] = "obj"
        tree.head[over], tree.dep[over] = i, "compound:prt"
    return True


def _supplied(tree: Tree, verb: int) -> bool:
    """ "plans to supply Uganda with rifles": what is supplied belongs to the verb of supplying."""
    over = tree.head[verb]
    if tree.lemma[verb] not in SUPPLYING or tree.dep[verb] != "xcomp" or not tree.children(verb, "obj"):
        return False
    for k in tree.children(over, "obl"):
        if k > verb and tree.preposition(k) == "with":
            tree.head[k] = verb
            return True
    return False


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
    if len(objects) == 1 and tree.tag[objects[0]][:2] == "NN":
        for k in tree.children(objects[0], "obj"):
            if k > objects[0]:  # "granted women the right to vote", the right hung on the women
                tree.head[k], tree.dep[k], tree.dep[objects[0]] = verb, "obj", "iobj"
                return True
    if len(objects) == 2 and not tree.children(verb, "iobj"):
        tree.dep[objects[0]] = "iobj"
        return True
    if len(objects) != 1 or tree.children(verb, "iobj", "aux:pass"):
        return False
    for thing in tree.children(verb, "obl:unmarked"):  # "offered East Timor a loan"
        if thing > objects[0] and tree.lemma[thing] not in NO_THINGS and tree.children(thing, "det", "nummod", "amod"):
            tree.dep[objects[0]], tree.dep[thing] = "iobj", "obj"
            return True
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
        deep = [k for m in tree.children(person, "nmod") for k in tree.children(m, "acl")]
        if tree.lemma[verb] in ("order", "tell", "instruct", "command"):  # "ordered the head of the mission to leave"
            for k in deep:
                if tree.lemma[k] in LEAVING and not tree.children(verb, "xcomp", "ccomp"):
                    if any(tree.lower[m] == "to" for m in tree.children(k, "mark")):
                        tree.head[k], tree.dep[k] = verb, "xcomp"
                        changed = True
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
    if tree.lower[k : k + 1] == ["over"] and tree.lemma[verb] in ("hand", "turn") and tree.dep[k] == "advmod":
        number = tree.head[k]  # "hand over two agents": here "over" is not "more than"
        if tree.dep[number] == "nummod" and tree.head[tree.head[number]] == verb:
            tree.head[k], tree.dep[k] = verb, "compound:prt"
            return True
    elif tree.lower[k : k + 1] == ["over"] and tree.lemma[verb] in ("hand", "turn") and tree.dep[k] == "case":
        if tree.dep[tree.head[k]] == "obj" and tree.head[tree.head[k]] == verb:
            tree.head[k], tree.dep[k] = verb, "compound:prt"
            return True
    if k >= tree.n or tree.tag[k] != "RP" or tree.dep[k] != "case" or tree.head[tree.head[k]] != verb:
        return False
    noun = tree.head[k]
    if tree.tag[noun] == "CD" or (tree.dep[noun] == "obl" and tree.children(verb, "aux:pass")):
        return False  # "will fly on 20 May", "was taken off the list"
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
    if tree.children(i, "aux") and tree.children(i, "obj") and not tree.children(i, "cop"):
        tree.tag[i], tree.lemma[i] = "VB", tree.lower[i]  # "would not free the poet"
        return True
    if i > 1 and tree.lower[i - 1] == "to" and tree.dep[i] in ("xcomp", "acl", "advcl") and tree.children(i, "obj"):
        tree.tag[i], tree.lemma[i] = "VB", tree.lower[i]
        tree.head[i - 1], tree.dep[i - 1], tree.tag[i - 1] = i, "mark", "TO"
        return True
    if (
        i < 2
        or tree.lower[i - 1] != "to"
        or tree.dep[i] not in ("amod", "compound")
        or noun < i
        or tree.lemma[noun] in FREE_THINGS
    ):
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


def _lost_infinitive(tree: Tree, i: int) -> bool:
    """ "pressed Israel to halt settlement building": a bare verb after "to" read as part of the noun after it."""
    noun = tree.head[i]
    verb = tree.head[noun]
    if not i or tree.lower[i - 1] != "to" or tree.dep[i] not in ("compound", "amod") or noun < i:
        return False
    if set(tree.kids[i]) - {i - 1}:
        return False
    if tree.dep[noun] not in OBLIQUE or not tree.tag[verb].startswith("VB") or verb > i:
        return False
    tree.head[i - 1], tree.dep[i - 1], tree.tag[i - 1] = i, "mark", "TO"
    tree.head[i], tree.dep[i] = verb, "xcomp"
    tree.head[noun], tree.dep[noun] = i, "obj"
    return True


def _listed_infinitive(tree: Tree, verb: int) -> bool:
    """ "calls on the army to end the siege, release its prisoners and hold a vote": a bare form beside a verb in -s or
    in the past goes on from the infinitive before it, and is no deed of the one who calls.
    """
    over = tree.head[verb]
    if tree.dep[verb] not in ("conj", "parataxis") or tree.children(verb, "aux", "mark", "nsubj", "expl"):
        return False
    had = tree.tag[over] == "VBN" and any(tree.lemma[k] == "have" for k in tree.children(over, "aux"))
    if tree.tag[over] not in ("VBZ", "VBD") and not had:
        return False
    between = [t for t in range(over + 1, verb) if tree.tag[t] == "VB" and over in _above(tree, t)]
    asked = [t for t in between if any(tree.lower[k] == "to" for k in tree.children(t, "mark"))]
    first = min(tree.subtree(verb))
    if not asked or verb in _above(tree, asked[-1]) or tree.lower[max(first - 1, 0)] not in (",", ";", "and", "or"):
        if not asked or not tree.children(verb, "cc", "punct"):
            return False
    tree.head[verb], tree.dep[verb] = asked[-1], "conj"
    return True


def _above(tree: Tree, t: int) -> set[int]:
    """The tokens that stand over one, up to the root."""
    way: set[int] = set()
    while tree.head[t] != t and t not in way:
        way.add(t)
        t = tree.head[t]
    return way | {t}


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
    if any(
        (tree.tag[i] in ("IN", "TO", "CC", "POS") and tree.lower[i] != "of") or tree.tag[i].startswith("VB")
        for i in words
    ):
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


def _passive_headline(tree: Tree) -> None:
    """ "Activist freed after 11 months": in a headline a bare participle of what is done to people is a passive."""
    root = tree.root()
    if root < 1 or tree.tag[root] not in ("VBD", "VBN") or tree.lemma[root] not in SUFFERED:
        return
    if tree.children(root, "obj", "iobj", "ccomp", "xcomp", "aux"):
        return
    for k in tree.children(root, "nsubj"):
        tree.dep[k], tree.tag[root] = "nsubj:pass", "VBN"


def _noun_for_verb(tree: Tree) -> None:
    """ "Army chief quits in Lesotho": the verb of a headline read as a plural noun."""
    root = tree.root()
    if root < 1 or tree.tag[root] != "NNS" or tree.lower[root] not in HEADLINE_VERBS:
        return
    if any(t in ("VBD", "VBZ", "VBP", "MD") for t in tree.tag):
        return
    before = [k for k in tree.kids[root] if k < root and tree.tag[k] in NOMINAL]
    if not before or before[-1] != root - 1:
        return
    subject = before[-1]
    for k in tree.kids[root]:
        if k < subject:
            tree.head[k] = subject
        elif k > root and tree.dep[k] == "nmod":
            tree.dep[k] = "obl" if tree.children(k, "case") else "obj"
    tree.dep[subject], tree.tag[root] = "nsubj", "VBZ"
    tree.link()


def _headline(tree: Tree) -> bool:
    """ "Chirac to visit Algiers": in a headline the infinitive beside a name is its verb, told as to come."""
    root = tree.root()
    if root < 0 or tree.tag[root] not in NOMINAL:
        return False
    if any(t in ("VBD", "VBZ", "VBP", "MD") for t in tree.tag) or tree.lemma[root] in AIMS:
        return False
    joined = [root, *tree.children(root, "conj")]
    verb = next((k for n in joined for k in tree.children(n, "acl") if tree.tag[k] == "VB" and k > n), -1)
    if verb < 0 or not any(tree.lower[m] == "to" for m in tree.children(verb, "mark")):
        return False
    if tree.children(verb, "nsubj", "nsubj:pass"):
        return False
    for k in tree.kids[root]:
        if k > verb:
            tree.head[k] = verb
    tree.head[verb], tree.dep[verb] = verb, "ROOT"
    tree.head[root] = verb
    tree.dep[root] = "nsubj:pass" if tree.children(verb, "aux:pass") else "nsubj"
    tree.link()
    return True


def _restore_verb(tree: Tree) -> None:
    """Make the lost verb the root, with its subject and object; a tree without one is left alone."""
    if tree.n and tree.lower[-1] not in ENDS and _headline(tree):
        return
    found = lost_verb(tree)
    if found is None:
        return
    verb, subject, obj = found
    root = tree.root()
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
    elif tree.lemma[verb] in SAYING:
        for k in tree.kids[root]:
            if k > verb and tree.dep[k] in ("acl", "acl:relcl"):
                if any(tree.lower[m] == "that" for m in tree.children(k, "mark")):
                    tree.dep[k] = "ccomp"
    tree.head[verb], tree.dep[verb], tree.tag[verb] = verb, "ROOT", "VBD"
    tree.head[subject], tree.dep[subject] = verb, "nsubj"
    tree.link()
