"""What is told as news and what is only scenery: which speakers' words are public acts, which matches say nothing.

Belongs here: rules over a match, its clause and its sides that decide whether it makes a row at all.
Not here: what code it has (match.py), whether and when it happened (modality.py), rows (coder.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pipeline.actors.dictionary import Actor
from pipeline.coding.modality import Status
from pipeline.language.clauses import STRIKING, Clause, Clauses
from pipeline.language.tree import Tree

# Roles whose statements are no public acts (CAMEO actor codes): what residents, reporters and refugees say is colour.
PRIVATE = frozenset("CVL MED REF".split())
# Roles that speak in public through a body, an office or a spokesman; a growers' or a driver's remark is colour.
SOCIAL = frozenset("AGR BUS MNC CRM DEV EDU ELI ENV HLH LAB".split())
# Who speaks for another, whoever that is.
SPOKESMEN = frozenset(
    """spokesman spokeswoman spokesperson side office official chief head leader director chairman chairwoman
    president secretary manager lawyer negotiator source statement communique communiqué aide representative
    commander captain""".split()
)
# Bodies and offices of the church, of charities and clubs that speak in public although their members are civilians.
CIVIL = frozenset(
    """archbishop bishop pope cardinal patriarch rabbi imam mufti diocese archdiocese church synod association charity
    foundation league federation society organisation organization group statement""".split()
)
# What is quoted for what it says of others: no actor of events.
OUTLETS = frozenset(
    """daily weekly monthly paper newspaper tabloid magazine journal book study survey poll report proverb analyst
    expert economist historian linguist commentator observer columnist editorial letter diary song
    poem biography""".split()
)
ONE_OF_MANY = frozenset("one some many few most several another every any".split())
BYGONE = frozenset("colonial imperial ancient medieval ottoman byzantine roman tsarist victorian".split())
HABITUAL = frozenset("once often usually always sometimes traditionally famously seldom rarely".split())
# Verbs of saying beyond the codebook's class of statements, and what one must find beside "put", "give".
MORE_SAYING = frozenset(
    """warn caution reply respond answer testify specify clarify complain joke hint estimate forecast expect hope
    believe admit concede vow boast quip cry shout find rule call highlight
    underscore underline""".split()
)
PUTTING = frozenset({"put", "give", "issue"})
FIGURES = frozenset("number figure toll total count age cost loss death damage price value turnout".split())
MESSAGES = frozenset("warning notice assurance detail explanation account statement communique denial".split())
# Verbs that have other senses without a clause or an object of their own.
GUESSING = frozenset("expect hope believe estimate forecast find rule call write".split())
# Who speaks for an office without a say in politics, where no country is named.
MINOR = frozenset(
    """official authority director pilot firefighter fireman inspector officer service department agency office staff
    employee worker spokesman spokeswoman spokesperson chief head manager ranger warden guard technician
    clerk""".split()
)
DAYS = frozenset(
    """today tonight tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday now week""".split()
)
MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sept sep oct nov dec""".split()
)
QUOTES = frozenset('" “ ” \'\' ``'.split())
OWN = frozenset("i we he she they it our his her their its my government".split())
LASTING = frozenset("remain stay seem appear look become mean matter need deserve depend".split())
# Classes of classes.txt: verbs of a public act and what they need beside them.
ACTS = (
    ("speaking", "speeches", "010"),
    ("attending", "ceremonies", "010"),
    ("governing", "bills", "010"),
    ("gathering", "gatherings", "040"),
)
# Whose unnamed deeds are rarely words.
ARMED = frozenset("MIL REB INS SEP SPY".split())
# What a verb of a political actor says alone, where no pattern knows more of it: residual CAMEO codes.
PLAIN = {
    verb: code
    for code, verbs in {
        "020": "ask request urge invite seek appeal beg plead implore counsel advise recommend exhort suggest propose",
        "030": "promise pledge vow undertake agree consent assent offer guarantee assure commit",
        "100": "demand insist order require",
        "120": "turn_down vote_down throw_out refuse reject resist spurn rebuff veto decline withhold deny",
        "040": "meet consult gather huddle confer visit converse",
        "110": "reproach rebuke scold lambast slam condemn denounce decry deplore criticise criticize lambaste",
        "080": "relent concede yield",
    }.items()
    for verb in verbs.split()
}
# Where a witness speaks in public: "told the inquest".
HEARINGS = frozenset("court inquest inquiry tribunal parliament hearing committee jury commission".split())

# Works that tell of deeds, and what they do.
WORKS = frozenset(
    """film movie documentary novel book play opera mural painting memoir exhibit exhibition museum story poem song
    photograph photo picture ballad legend myth comic musical cartoon plaque fresco tapestry portrait statue
    textbook schoolbook diary cookbook""".split()
)
# Words by which a report shows that people died of a mishap and not by somebody's hand.
MISHAPS = frozenset(
    """crash collision derailment accident earthquake quake tremor flood landslide mudslide avalanche storm cyclone
    typhoon hurricane tornado lightning shipwreck capsize derail collide overturn rail carriage stampede heatwave cold
    ravine bend outbreak epidemic cholera measles bull shark crocodile gas collapse sink""".split()
)
# Where things blow up by themselves, and what shows that they did not.
WORKSHOPS = frozenset("refinery boiler firework fireworks chemical silo furnace mine pit colliery kiln".split())
ARMS = frozenset(
    """bomb bomber bombing attack attacker soldier rebel militant gunman rocket shell missile drone mortar grenade
    airstrike landmine roadside troop insurgent army war police""".split()
)
BEASTS = frozenset(
    """camel lion leopard wolf hyena hippopotamus hippo snake cobra viper bee wasp mosquito monkey baboon cow buffalo
    boar rat crow competition supermarket time age fashion""".split()
)
ANIMALS = frozenset("bull dog cat goat horse sheep bear tiger elephant shark crocodile wolf fox deer bird".split())
SELF_HARM = frozenset("shoot kill hang stab wound injure burn poison drown cut defend".split())
HARMFUL = frozenset("kill injure wound hurt maim die claim destroy damage burn bury drown".split())
# Words that only sport has; "match", "goal", "final" alone prove little.
SPORT = frozenset(
    """cup championship semi-final semifinal quarter-final quarterfinal halftime half-time midfielder
    goalkeeper stoppage grandmaster wicket innings batsman bowler referee medal seeded downhill marathon tournament
    teammate offside chess baseball pitcher tennis football rugby cricket hockey volleyball basketball knockout
    sets stoppage-time""".split()
)
SEASONS = frozenset(
    """year spring summer autumn winter month week day night morning evening season monday tuesday wednesday thursday
    friday saturday sunday easter christmas ramadan""".split()
)
# What belongs to a country and acts for nobody.
GOODS = frozenset(
    """rupee franc dollar euro peso rouble ruble lira yen yuan naira pound krona currency economy olive durian maize
    cuisine food beer cheese film band group song singer music orchestra choir dancer bird lemur horse dog goat coach
    captain goalkeeper keeper striker winger midfielder skipper batsman bowler boxer runner skater swimmer sprinter
    cyclist player footballer pitcher club squad team side eleven rival growth export share bond index market flag river
    mountain valley coast winter summer literature poetry language painter novelist distributor consultant brand
    carmaker restaurant wine""".split()
) - {"side", "captain", "carmaker", "group", "market"}
# What an event noun answers to or is dated by: "after two days of fighting", "because of the strike". Talks and visits
# may be the subject's own occasion ("spoke after talks with"), but not under the second set.
SETTINGS = frozenset(
    """after before since during following because_of due_to owing_to despite amid amidst until till ahead_of pending
    in_spite_of on_account_of thanks_to""".split()
)
COMING = frozenset("before since until till ahead_of pending because_of due_to owing_to despite".split())
# What stands while something else is done: "amid Western sanctions" tells of sanctions in force.
STANDING = frozenset("amid amidst despite in_spite_of because_of due_to owing_to".split())
# Nouns that frame one: "in the wake of the killing", "on the eve of the war".
FRAMES = frozenset(
    """wake aftermath midst run-up runup face light course result consequence shadow eve absence outbreak height
    beginning time wave""".split()
)
# Who has a deed behind him, and what leaves one behind: "refugees from the conflict", "fled the fighting".
SUFFERERS = frozenset(
    """refugee victim survivor veteran widow orphan witness evacuee exile memory memorial ruin scar trauma lesson
    history legacy rubble story tale family relative widower displaced impact effect cost""".split()
)
# What a deed is called that answers another: "in retaliation for the raid".
ANSWERS = frozenset("protest retaliation response reply revenge reprisal anger answer solidarity sympathy".split())
# What one may do is not yet done: "defended its right to buy arms".
# Offices that are named after a deed, and what is said of a deed that may never be done.
POSTS = frozenset(
    """envoy coordinator commander adviser advisor negotiator mediator director head chief spokesman spokeswoman
    veteran architect office bureau department committee commission museum anniversary""".split()
)
WORTHS = frozenset("importance need value necessity urgency desirability merit virtue usefulness relevance".split())
MEANT = frozenset("design calculate engineer intend mean".split())
ABILITIES = frozenset(
    "intent desire temptation right ability inability capacity capability freedom means licence license courage".split()
)
ASKING = frozenset("call appeal urge ask press plead encourage invite beg implore advise request exhort".split())
VOICING = frozenset(
    """voice express reiterate state restate reaffirm repeat declare underscore stress emphasise emphasize register
    signal underline convey announce""".split()
)
ESCAPES = frozenset(
    """question doubt cite follow precede resent fear dread envy regret flee escape survive remember recall commemorate
    mourn outlive study witness""".split()
)
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_AGE = re.compile(r"1[3-9]|[2-9][0-9]|[a-z]+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?")  # no hour
LONG_PAST = 1950  # events of the table are of the lifetime of the press that is read for it
# Roles and bodies by which a deed is politics, whoever is on the other side (CAMEO actor codes). Police and courts deal
# with common crime as well: they count where a deed is done to them.
POLITICAL = frozenset("GOV MIL LEG OPP REB SEP INS SPY PTY HRI REF RAD IGO IMG NGO NGM INT UIS".split())
KEEPERS = frozenset("COP JUD".split())
# Who takes part in politics only through others, and the roots that say nothing of interest between two of them.
PRIVATE_SIDES = frozenset("CVL BUS HLH MED ELI MNC CRM".split())
PRIVATE_ROOTS = ("01", "03", "04", "05", "06", "07")
# Words for officers who are civilians as well.
CIVIL_PILOTS = frozenset("pilot captain skipper copilot co-pilot".split())
# Who warns of what is no threat, as an expert or a firm.
EXPERTS = frozenset("BUS HLH MED EDU MNC".split())
# Deeds that are common crime, its pursuit or its punishment as often as politics.
CRIMES = tuple("0841 090 091 1121 171 172 173 174 180 181 182 185 186 190 193 201".split())
# Deeds whose doers own up to them or deny them as accused of a crime.
PLEAS = ("015", "016", "055", "112", "115", "116")
# Things that kill by mischance, as the agent of a passive.
FALLING = frozenset(
    """beam rock wall roof boulder branch tree crane lift elevator current wave machine forklift tractor ball puck
    engine
    propeller door lorry van motorcycle scooter motorbike tram taxi cab ambulance horse fall blow debris mast ladder
    pole chandelier scaffolding digger bulldozer snowplough""".split()
)
# One word for many.
CROWDS = frozenset("family crowd group crew couple population people community gang team congregation dozen".split())
# Deeds that say enough with no side named: protest, posture, coercion, violence, and the lifting of a measure.
ALONE = ("14", "15", "17", "18", "19", "20", "08", "090", "092", "093")
STATELY = ("09", "15", "171", "191", "192")  # of these, what a thing or beast does is none
TOO_PLAIN = frozenset("080 140 150 170".split())


# -- who speaks ----------------------------------------------------------------------------------------------------


def speaks(tree: Tree, head: int, actor: Actor, named: bool, present: bool = False) -> bool:
    """Whether the words of ``actor``, to whom the subject at ``head`` belongs, are a public act.

    ``named``: the subject is the actor's own name ("Cameroon's coach" is not Cameroon). ``present``: told in the
    present tense ("a nurse recalls"), as colour is.
    """
    if not actor.code or actor.kind in ("media", "analyst"):
        return False
    word = tree.lemma[head]
    if not named and word not in SPOKESMEN:
        return False
    determiners = {tree.lower[k] for k in tree.children(head, "det", "nummod", "amod")}
    if word in OUTLETS or determiners & (ONE_OF_MANY | BYGONE):
        return False
    if actor.kind in ("country", "capital"):
        return True
    role = (actor.role or actor.code)[:3]
    if role not in PRIVATE and role not in SOCIAL:
        return not (role == "OPP" and present and tree.tag[head] == "NNS")  # "opponents say the law is too vague"
    if role in ("MED", "REF"):
        return word in SPOKESMEN
    if word in SPOKESMEN or actor.kind in ("organisation", "person"):
        return role != "CVL" or actor.kind == "organisation" or word in SPOKESMEN
    if role == "CVL" and word not in CIVIL:
        return False
    many = tree.tag[head] in ("NNS", "NNPS") and role != "ELI"
    return not many and not determiners & {"a", "an"} and not (present and role != "CVL")


def is_news(tree: Tree, i: int) -> bool:
    """Whether the verb at ``i`` is what a sentence reports as done: its main verb in the past, the perfect or going on,
    in no year long gone.
    """
    if tree.head[i] != i and not (tree.dep[i] == "conj" and tree.head[tree.head[i]] == tree.head[i]):
        return False
    if any(_YEAR.fullmatch(w) for w in tree.lower):
        return False
    helpers = tree.children(i, "aux")
    if helpers and tree.tag[i] == "VB":
        return True  # "will", "is to": see is_done
    if helpers:
        return tree.lemma[helpers[0]] in ("have", "be") and tree.tag[helpers[0]] in ("VBZ", "VBP")
    return tree.tag[i] == "VBD"


def is_caption(tree: Tree) -> bool:
    """Whether a sentence reads as a photograph's caption: in the present tense with the day and the year at its end
    ("waves to the crowd in Gulu, Feb. 3, 2016.").
    """
    tail = tree.lower[-9:]
    return bool({w.strip(".") for w in tail} & MONTHS) and any(_YEAR.fullmatch(w) for w in tail)


def is_usual(tree: Tree, i: int, caption: bool) -> bool:
    """ "the speaker takes over when the president is ill": the simple present in a full sentence that names neither
    day nor place.
    """
    if caption or tree.tag[i] == "VB" or tree.lower[-1] not in (".", '"', "”"):
        return False
    helpers = tree.children(i, "aux", "aux:pass")
    first = min(helpers) if helpers else i
    if tree.tag[first] not in ("VBZ", "VBP") or tree.lemma[first] == "have" or tree.tag[i] == "VBG":
        return False
    if any(tree.tag[k] == "NNP" and tree.preposition(k) in ("in", "at", "near") for k in tree.children(i, "obl")):
        return False
    return not any(tree.lower[t] in DAYS for t in range(tree.n))


def is_attribution(
    tree: Tree, clause: Clause, speakers: Sequence[Actor], named: frozenset[int], public: frozenset[str]
) -> bool:
    """Whether a saying only tells where a report has its facts from: "according to the embassy", "police said",
    "the trains had been late, the ministry said".

    A quotation, a judgement, a demand, what is to come and what is said of oneself, beside another country (``named``:
    tokens that name one) or of politics (``public``: words of classes.txt) is a public act; what officers, officials
    without a country and experts say of anything else is none.
    """
    if clause.lemma == "according_to":
        return True
    i = clause.head
    comps = [c for c in clause.roles.get("comp", []) if c != i]
    first = bool(comps) and comps[0] < i
    content = {t for c in comps for t in tree.subtree(c)} - (set(tree.subtree(i)) if first else set())
    words = {tree.lemma[t] for t in content} | {tree.lower[t] for t in content}
    about = bool(words & public) or bool(named)
    quoted = any(tree.lower[t] in QUOTES for t in range(tree.n))
    strong = [a for a in speakers if is_political(a)]
    if not any(a.country or a.kind != "agent" for a in strong):
        agents = clause.roles.get("agent", [])
        minor = any(tree.lemma[t] in MINOR and not {tree.lemma[k] for k in tree.subtree(t)} & public for t in agents)
        roles = {(a.role or a.code)[:3] for a in speakers}
        if not strong and roles <= EXPERTS | {"ELI"} and not named:
            return True
        clergy = any(tree.lemma[t] in CIVIL for t in agents)
        officials = minor and not quoted and all(a.role in ("GOV", "MIL") for a in strong)
        if not about and not clergy and (not strong or officials):
            return True
    if not comps or quoted:
        return False
    return all(_is_fact(tree, c) for c in comps) and (first or not about)


def _is_fact(tree: Tree, c: int) -> bool:
    """ "a bus had crashed", "nine people died": a past deed of others, neither judged nor compared."""
    helpers = tree.children(c, "aux", "aux:pass", "cop")
    if any(tree.tag[k] == "MD" for k in helpers) or tree.children(c, "cop") or tree.lemma[c] in LASTING:
        return False
    subjects = tree.children(c, "nsubj", "nsubj:pass")
    if not subjects or any(tree.lower[m] in OWN for k in subjects for m in (k, *tree.children(k, "nmod:poss"))):
        return False
    first = min([*helpers, c])
    return tree.tag[first] == "VBD" or tree.lower[first] in ("has", "have", "had", "was", "were")


def is_named(tree: Tree, head: int, start: int, end: int) -> bool:
    """Whether the words of an actor at ``start``..``end`` are the subject's own at ``head``: its head, or in apposition
    to a name ("Rashid Mir, the minister of health,").
    """
    if start <= head < end:
        return True
    named = tree.tag[head] in ("NNP", "NNPS")
    return named and any(tree.dep[t] == "appos" and tree.head[t] == head for t in range(max(start, 0), end))


def is_done(tree: Tree, i: int) -> bool:
    """Whether the verb at ``i`` tells of something done or announced: as ``is_said``, and "will vote", "is to vote"."""
    if tree.tag[i] == "VB":
        helpers = {tree.lower[k] for k in tree.children(i, "aux")}
        if helpers & {"will", "'ll", "’ll"} or (helpers & {"is", "are"} and tree.dep[i] != "xcomp"):
            return True
    return is_said(tree, i)


def is_said(tree: Tree, i: int) -> bool:
    """Whether the verb at ``i`` tells of words that were spoken: "once said", "likes to say", "would say" do not."""
    helpers = {tree.lower[k] for k in tree.children(i, "aux")}
    if tree.tag[i] == "VB" and not helpers & {"did", "do"}:
        if helpers or tree.dep[i] == "xcomp" or tree.children(i, "mark"):
            return False
    return not any(tree.lower[k] in HABITUAL for k in tree.children(i, "advmod"))


def has_content(tree: Tree, clause: Clause) -> bool:
    """Whether a verb that has other senses is one of saying here: "expects a result", "called the bill a joke"."""
    word, roles = clause.lemma.split("_")[0], clause.roles
    if word not in GUESSING:
        return True
    if word == "call":
        inner = tree.children(clause.head, "xcomp")
        return bool(roles.get("object")) and any(tree.tag[k][:2] in ("NN", "JJ") for k in inner)
    return bool(roles.get("comp")) or (word in ("expect", "estimate") and bool(roles.get("object")))


def figures(tree: Tree, clause: Clause) -> bool:
    """ "put the losses at $40 million", "gave the number of dead as eleven", "put the fall down to nerves"."""
    word = clause.lemma.split("_")[0]
    if word == "put":
        return bool(clause.roles.get("object")) and any(
            tree.lower[k].isdigit() or tree.tag[k] in ("CD", "$") or tree.children(k, "nummod") or tree.lower[k] == "$"
            for k in tree.children(clause.head, "obl")
            if tree.preposition(k) == "at"
        )
    if word in ("give", "issue") and any(tree.lemma[t] in MESSAGES for t in clause.roles.get("object", [])):
        return True
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
    if tree.lemma[i] in SELF_HARM | {"call"} and any(
        tree.lower[k].endswith(("self", "selves")) for k in tree.children(i, "obj")
    ):
        return True
    if clause.kind == "noun" and not clause.light and any(_is_past(tree.lower[k], published) for k in _before(tree, i)):
        return True
    if _long_past(tree, i) or (verb != i and _long_past(tree, verb)):
        return True
    if _between_years(tree, i) or (verb != i and _between_years(tree, verb)):
        return True
    if _in_a_work(tree, clauses, i) or _is_a_name(tree, clause) or _of_a_namesake(tree, i):
        return True
    if code[:2] in ("18", "19") and any(tree.lemma[t] in BEASTS | ANIMALS for t in clause.roles.get("object", [])):
        return True
    if tree.dep[i] == "acl" and tree.tag[i] == "VB" and tree.lemma[tree.head[i]] in ABILITIES:
        return True
    if tree.dep[i] == "xcomp" and tree.tag[tree.head[i]] == "VBN" and tree.lemma[tree.head[i]] in MEANT:
        return True  # "a bombing designed to intimidate voters"
    if tree.tag[i] == "VBG" and code[:2] < "17" and _is_worth(tree, i):
        return True  # "the importance of cooperation in resisting challenges"
    if clause.kind == "noun" and is_setting(tree, clauses, i, code):
        return True
    if tree.dep[i] == "acl" and tree.tag[i] == "VBN" and tree.lemma[i] in ("back", "support", "assist", "aid", "flank"):
        return True  # "the Syrian army, backed by Iranian militiamen, attacked": how things stand
    if tree.dep[i] == "acl" and tree.tag[i] == "VBN" and is_setting(tree, clauses, tree.head[i], code):
        return True  # "after the lifting of a curfew imposed last month"
    if clause.kind == "noun" and tree.lemma[i] == "release":
        if any(tree.lower[k] in ("press", "news", "media") for k in tree.children(i, "compound")):
            return True  # paper, not prisoners
    if clause.kind == "verb" and is_habit(tree, i):
        return True
    if _recalls_a_place(tree):
        return True
    if code[:3] == "172" and any(tree.lemma[t] in GOODS for t in clause.roles.get("object", [])):
        return True  # "suspended the goalkeeper"
    played = code[:2] in ("01", "04", "06", "08", "18", "19") and is_sport(tree)
    return played and tree.lemma[i] not in ("kill", "shoot", "stab", "murder")


def _is_worth(tree: Tree, i: int) -> bool:
    """Whether a gerund only says what is called important or needed."""
    for _ in range(5):
        if tree.lemma[i] in WORTHS:
            return True
        if tree.dep[i] not in ("acl", "nmod", "conj") or tree.head[i] == i:
            return False
        i = tree.head[i]
    return False


def _case(tree: Tree, t: int) -> str:
    """The preposition of a nominal, with one that the parser hung elsewhere ("ahead of the visit", "Since the
    arrest").
    """
    case = tree.preposition(t)
    marks = tree.children(t, "case")
    if case == "of" and marks and marks[0]:
        before = tree.lower[marks[0] - 1]
        return f"{before}_of" if before in ("ahead", "because") else case
    if not case and tree.dep[t] == "nsubj":
        start = min(k for k in tree.subtree(t) if k <= t)
        return tree.lower[start - 1] if start else ""
    return case


def is_past_act(tree: Tree, i: int, published: date | None) -> bool:
    """ "Before joining parliament", "while speaking to the press", "in 1987 he signed": a public act that only dates
    another, or one of a life told.
    """
    marks = {tree.lower[k] for k in tree.children(i, "mark", "case", "advmod")}
    if tree.dep[i] == "advcl" and marks & {"after", "before", "prior", "since", "while", "when", "until", "till", "to"}:
        if not (tree.tag[i] == "VB" and "to" in marks):
            return True
    if is_biography(tree, i):
        return True
    if published is None:
        return False
    words = [tree.lower[k] for k in tree.subtree(i) if _of_one_clause(tree, k, i)]
    return _years_ago(tree, i, published) or any(_is_past(word, published) for word in words)


def _of_one_clause(tree: Tree, t: int, i: int) -> bool:
    """Whether no verb stands between a word and the verb it belongs to."""
    t = tree.head[t]
    while t != i and tree.tag[t][:2] != "VB" and tree.head[t] != t:
        t = tree.head[t]
    return t == i


def is_asked(tree: Tree, i: int) -> bool:
    """Whether a deed hangs, in the infinitive, on a verb by which somebody asks for it, however long the list ("called
    on the army to leave, free its prisoners and engage in talks"): the asking is the deed (CAMEO 02).
    """
    steps = 0
    while steps < 10 and tree.head[i] != i:
        steps += 1
        over = tree.head[i]
        if tree.tag[i] == "VB":
            if tree.children(i, "aux", "nsubj", "nsubj:pass"):
                return False
            to = any(tree.lower[k] == "to" for k in tree.children(i, "mark"))
            if to and tree.dep[i] in ("xcomp", "advcl", "ccomp") and tree.lemma[over] in ASKING:
                others = tree.children(over, "obj", "iobj", "obl")
                return bool(others) and tree.tag[over][:2] == "VB" and any(over < k < i for k in others)
            if not (to and tree.dep[i] in ("xcomp", "advcl", "ccomp")) and tree.dep[i] != "conj":
                return False
        elif tree.tag[i][:2] not in ("NN", "PR") or tree.dep[i] not in ("obj", "obl", "nmod", "conj", "compound"):
            return False
        i = over
    return False


def is_stance(tree: Tree, start: int, end: int) -> bool:
    """Whether "opposition" in the words at ``start``..``end`` is what one voices, and no party."""
    last = end - 1
    if tree.lower[last] != "opposition":
        return False
    voiced = tree.dep[last] == "obj" and tree.lemma[tree.head[last]] in VOICING
    return voiced or any(tree.preposition(k) == "to" for k in tree.children(last, "nmod", "obl")) or (
        tree.lower[end : end + 1] == ["to"]
    )


def is_setting(tree: Tree, clauses: Clauses, i: int, code: str) -> bool:
    """ "after two days of fighting", "because of clashes between A and B", "refugees from the war": an event noun in a
    phrase of time or cause, or as what somebody has behind him, only sets the scene.
    """
    consults = code.startswith(("04", "057", "036"))
    t, steps = i, 0
    while steps < 6:
        dep, head, case = tree.dep[t], tree.head[t], _case(tree, t)
        if dep == "obl" and tree.lemma[head] in STRIKING and case in ("on", "at", "into"):
            return True  # "opened fire on a demonstration"
        if dep == "nsubj" and len(tree.children(head, "nsubj")) > 1 and case in SETTINGS:
            return True  # "Since the arrest of the mayor, the city has had no budget"
        if head == t or dep not in ("nmod", "obl", "conj", "obj", "compound", "appos", "nmod:poss", "advcl"):
            return False
        if code == "163" and case in STANDING:
            return False
        if dep in ("nmod", "obl") and case == "over" and code[:2] in ("17", "18", "19", "20"):
            return True  # "sanctions imposed over the invasion"
        if dep in ("nmod", "obl", "advcl") and case in SETTINGS:
            return case in COMING or not consults
        if dep == "nmod" and tree.lemma[head] in FRAMES and case == "of":
            return tree.preposition(head) != "" and not consults
        if dep == "nmod" and tree.lemma[head] in ANSWERS and case in ("for", "to", "at", "against"):
            return _case(tree, head) in ("in", "as")  # "in retaliation for the expulsion of its consul"
        if dep == "nmod" and tree.lemma[head] in POSTS and case in ("of", "for", "to", "on"):
            return True  # "the special envoy to the talks"
        if dep == "nmod" and tree.lemma[head] in WORTHS and case in ("of", "for") and code[:2] < "09":
            return True  # "stressed the importance of closer cooperation"
        if dep == "nmod" and tree.lemma[head] in SUFFERERS and case in ("of", "from", "in", "by"):
            return True
        if dep == "obj":
            return tree.lemma[head] in ESCAPES or (tree.dep[head] == "advcl" and tree.lower[head] in SETTINGS)
        if clauses.kind(head) not in ("noun", ""):
            return False
        t, steps = head, steps + 1
    return False


def _is_a_name(tree: Tree, clause: Clause) -> bool:
    """ "Embargo, a rock group": a noun for a deed that is written as a name, in a sentence that is no headline."""
    i = clause.head
    if clause.kind != "noun" or clause.light or not tree.tag[i].startswith("NNP") or i == 0:
        return False
    words = [w for w in (str(t.text) for t in tree.doc) if w.isalpha() and len(w) > 3]
    small = sum(w.islower() for w in words)
    return str(tree.doc[i].text)[:1].isupper() and small * 2 > len(words)


def _of_a_namesake(tree: Tree, i: int) -> bool:
    """ "a bridge named after a corporal who was killed": a deed told of somebody whose name a thing bears."""
    noun = tree.head[i]
    if tree.dep[i] not in ("acl", "acl:relcl") or tree.preposition(noun) not in ("after", "for"):
        return False
    return tree.lemma[tree.head[noun]] in ("name", "rename", "call", "christen")


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


def _between_years(tree: Tree, i: int) -> bool:
    """ "between 2010 and 2015", "from 1992 to 1995": what is added up over years is no event."""
    for k in tree.children(i, "obl", "nmod", "obl:unmarked"):
        if not _YEAR.fullmatch(tree.lower[k]):
            continue
        if tree.preposition(k) == "between" and tree.children(k, "conj"):
            return True
        if tree.preposition(k) == "from" and any(
            tree.preposition(m) in ("to", "until") and _YEAR.fullmatch(tree.lower[m])
            for m in (*tree.children(i, "obl", "nmod"), *tree.children(k, "nmod"))
        ):
            return True
    return False


def _in_a_work(tree: Tree, clauses: Clauses, i: int) -> bool:
    """ "the film follows a boy who is taken in": what stands under a verb whose subject is a work of art."""
    t, steps = i, 0
    while tree.head[t] != t and steps < 12:
        t, steps = tree.head[t], steps + 1
        if tree.lemma[t] in WORKS and tree.preposition(i) in ("about", "on", "of"):
            return True
        if clauses.kind(t) == "verb" and any(tree.lemma[s] in WORKS for s in tree.children(t, "nsubj")):
            return True
    return False


def _recalls_a_place(tree: Tree) -> bool:
    """ "It was here that the French surrendered", "It is said that a king could kill a lion"."""
    words = tree.lower[:3]
    return words == ["it", "is", "said"] or (words[:2] == ["it", "was"] and words[2:] in (["here"], ["there"]))


def is_sport(tree: Tree) -> bool:
    """Whether words that only sport has stand in the sentence."""
    return any(tree.lemma[t] in SPORT or tree.lower[t] in SPORT for t in range(tree.n))


def is_mishap(tree: Tree, clause: Clause, harmless: frozenset[str]) -> bool:
    """Whether people died of an accident or of nature, with nobody who did it; ``harmless``: what is no weapon."""
    if any(
        {tree.lemma[t], tree.lower[t].removesuffix("s")} & (harmless | BEASTS | FALLING)
        for t in clause.roles.get("agent", [])
    ):
        return True
    if tree.lemma[clause.head] not in HARMFUL:
        return False
    if not any(tree.lemma[t] in ARMS for t in range(tree.n)) and any(tree.lemma[t] in WORKSHOPS for t in range(tree.n)):
        return True  # "an explosion at a refinery killed six workers"
    return any(tree.lemma[t] in MISHAPS for t in range(tree.n))


# -- what is no affair of states ------------------------------------------------------------------------------------


def is_political(actor: Actor, done_to: bool = False) -> bool:
    """Whether a side makes a deed politics: a state, a body, an officer, a fighter, an opponent; for what is
    ``done_to`` it also police and judges. A nationality alone is none ("a Danish nurse").
    """
    if not actor.code:
        return False
    if actor.code[:3] in POLITICAL:
        return True
    if actor.kind == "capital":
        return bool(actor.role)  # else the city itself
    if actor.kind == "implied" or "place visited" in actor.how:
        return False  # where it happened is no side
    if not actor.role:
        return actor.kind != "agent"
    roles = {actor.role[k : k + 3] for k in range(0, len(actor.role), 3)}
    return bool(roles & (POLITICAL | KEEPERS if done_to else POLITICAL))


def is_private(
    tree: Tree,
    clause: Clause,
    code: str,
    sources: Sequence[Actor],
    targets: Sequence[Actor],
    private: frozenset[str],
    public: frozenset[str],
) -> bool:
    """Whether a deed concerns only private people: a stabbing in a pub, a burglar's arrest, a firm's plea, a gift
    between sisters. ``private``, ``public``: the words of classes.txt that show either in the sentence.

    Political violence stays: bombs, fighters, soldiers, and whatever is done to those who hold an office.
    """
    words = {*tree.lemma, *tree.lower}
    heads = {tree.lemma[t] for t in clause.roles.get("agent", [])}
    if not words & CIVIL_PILOTS or words & public:
        if any(map(is_political, sources)) or any(is_political(a, done_to=True) for a in targets):
            return False
    roles = {(a.role or a.code)[:3] for a in (*sources, *targets)}
    if code.startswith("13") and clause.lemma in ("warn", "caution"):
        return not targets and roles <= EXPERTS and not words & public
    if code.startswith("11") and roles <= EXPERTS | ({"CVL", "LAB"} if targets else {"CVL"}):
        firm = not any((a.role or a.code)[:3] == "LAB" or a.country for a in sources)
        return firm and not words & public and not heads & CIVIL
    if code.startswith(PRIVATE_ROOTS) or code.startswith(PLEAS):
        if words & public or heads & CIVIL:
            return False
        plain = not any(a.country for a in (*sources, *targets))
        one = len(sources) + len(targets) < 2
        few = PRIVATE_SIDES | {"EDU"} if code in PLEAS else PRIVATE_SIDES
        return roles <= few and (plain or (one and bool(words & private or code in PLEAS)))
    if code.startswith("173") and any(tree.lemma[t] in private for t in clause.roles.get("object", [])):
        return True  # "arrested the thief of a nun's bicycle"
    if not code.startswith(CRIMES) or words & public:
        return False
    if code == "0841" and sources and not targets and all(a.role in KEEPERS for a in sources):
        return True  # "police released him on bail"
    if code.startswith(("09", "172")) and sources and roles <= EXPERTS:
        return True
    if words & private or (code.startswith("172") and is_sport(tree)):
        return True
    if len({a.country for a in (*sources, *targets) if a.country}) > 1:
        return False  # "Thai police held a Swiss man"
    if targets and all(a.role == "BUS" for a in targets):
        return True
    armed = any(a.role[:3] == "UAF" or (a.role[:3] == "COP" and code[:2] > "17") for a in sources)
    common = code[:3] in ("173", "174", "180", "181", "182", "190")
    nobody = common and bool(targets) and not any(a.country for a in sources)
    return not armed and (nobody or _one_person(tree, clause))


def _one_person(tree: Tree, clause: Clause) -> bool:
    """ "a man of 34", "a grocer", "the driver": what is done to one of whom nothing else is told."""
    suffered = [t for role in ("object", "of") for t in clause.roles.get(role, [])]
    return bool(suffered) and all(
        tree.tag[t] not in ("NNS", "NNPS", "CD", "PRP")
        and not tree.children(t, "conj", "nummod")
        and tree.lemma[t] not in CROWDS
        for t in suffered
    )


# -- what says enough ----------------------------------------------------------------------------------------------


def stands_alone(tree: Tree, clause: Clause, code: str, how: Status) -> bool:
    """Whether a deed makes a row though no dictionary knows its doer or its target: violence, protest, coercion and
    the lifting of a measure, told in a verb's own clause as having happened.
    """
    if not code.startswith(ALONE) or code in TOO_PLAIN or how.polarity != "affirmed" or how.background:
        return False
    if how.modality not in ("occurred", "ongoing") or (code[:2] == "08" and not clause.passive):
        return False
    verb = clause.verb if clause.kind == "noun" else clause.head
    if verb >= 0 and is_biography(tree, verb):
        return False
    if code.startswith(STATELY) and clause.kind == "verb" and not clause.passive:
        if clause.roles.get("agent") and clause.roles.get("object"):
            return False  # "butterflies occupied six hectares", "the study examined 90 statues": no actor acts
    if verb >= 0 and any(tree.lemma[k] == "war" for k in tree.children(verb, "obl")):
        return False
    if clause.kind == "noun" and not (clause.light or tree.dep[clause.head] in ("nsubj", "nsubj:pass")):
        return False
    if verb < 0 or tree.tag[verb] not in ("VBD", "VBN", "VBZ", "VBP"):
        return False
    if tree.tag[verb] in ("VBZ", "VBP") and not tree.children(verb, "aux", "aux:pass") and tree.lower[-1] == ".":
        return False  # "war breaks men": a habit, but in a headline news
    if tree.dep[verb] not in ("ROOT", "root", "conj", "ccomp", "parataxis"):
        return False
    return not any(tree.lower[k] in HABITUAL for k in tree.children(verb, "advmod"))


def is_colour(tree: Tree, clause: Clause, code: str, actors: Sequence[tuple[int, int, Actor]]) -> bool:
    """Whether a statement (01x) is the hope, fear or remark of people at large: "growers worry that the rain will
    fail". ``actors``: (start, end, actor) of those who say it.
    """
    if code not in ("010", "012", "013") or not actors:
        return False
    for start, end, actor in actors:
        head = next((t for t in clause.roles.get("agent", []) if start <= t < end), end - 1)
        if (actor.role or actor.code)[:3] not in SOCIAL | PRIVATE or speaks(tree, head, actor, start <= head < end):
            return False
    return True


def is_partial(tree: Tree, clause: Clause, code: str, how: Status, doer: bool, published: date | None = None) -> bool:
    """Whether a deed of which one side is missing is only mentioned: without its doer as a supposition, a lasting
    state, something of years ago or a participle beside a thing; or as part of a life told. ``doer``: it is known.
    """
    i = clause.head
    verb = clause.verb if clause.kind == "noun" else i
    if is_biography(tree, i):
        return True
    if doer:
        return False
    if how.modality == "hypothetical" and code[:2] not in ("01", "02", "10", "13"):
        return True
    helped = tree.children(i, "aux", "aux:pass", "nsubj", "nsubj:pass")
    if clause.kind == "verb" and tree.tag[i] == "VBN" and tree.dep[i] == "advcl" and not helped:
        return True
    nobody = {tree.lower[k] for k in tree.children(i, "nsubj", "nsubj:pass")} & {"nobody", "none", "nothing", "no-one"}
    if nobody or how.polarity == "negated":
        return True
    return verb >= 0 and (is_state(tree, verb) or _is_earlier(tree, verb, published))


DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today".split())


def is_aside(tree: Tree, clause: Clause, how: Status, doer: bool, published: date | None) -> bool:
    """Whether a deed told of a thing or person in passing is of before and lacks a side: "weapons seized last year from
    pirates", "a crowd which had refused to disperse", "the embargo imposed by the UN in 1990".
    """
    i = clause.head
    if clause.kind != "verb":
        return False
    if tree.dep[i] == "acl:relcl" and _years_ago(tree, i, published):
        return True
    if not how.background:
        return False
    if tree.dep[i] == "acl" and tree.tag[i] == "VBN":
        if any(tree.lemma[k] in DAYS for k in tree.children(i, "obl", "obl:unmarked", "advmod")):
            return False  # "an engineer snatched on Thursday"
        return not doer or _is_earlier(tree, i, published)
    if tree.dep[i] == "acl:relcl":
        return True
    return tree.dep[i] == "advcl" and any(tree.lower[k] == "since" for k in tree.children(i, "mark", "case"))


def _years_ago(tree: Tree, i: int, published: date | None) -> bool:
    """ "where riots killed ten last year", "which shelled it a decade ago", "who lost the vote in 2009"."""
    for k in tree.children(i, "obl", "obl:unmarked", "obl:tmod", "advmod", "nmod"):
        words = {tree.lower[m] for m in tree.subtree(k)}
        if tree.lemma[k] in ("year", "decade", "century") and words & {"last", "ago", "previous", "earlier"}:
            return True
        if words & {"ago"} and words & {"years", "months", "decades", "year"}:
            return True
        if _is_past(tree.lower[k].removesuffix("s"), published) and tree.preposition(k) in ("in", "during", "of"):
            return True
    return False


def is_state(tree: Tree, i: int) -> bool:
    """ "troops are stationed", "people are held without trial", "has killed 70,000 since 1983": how things are."""
    helpers = tree.children(i, "aux", "aux:pass")
    if tree.tag[i] == "VBN" and [tree.tag[k] for k in helpers] in (["VBZ"], ["VBP"]):
        if tree.lemma[helpers[0]] == "be":
            return True
    since = any(tree.preposition(k) == "since" for k in tree.children(i, "obl")) or any(
        tree.lower[m] == "since" for k in tree.children(i, "advcl") for m in tree.children(k, "mark", "case")
    )
    return since and any(tree.lemma[k] == "have" for k in helpers)


def _is_earlier(tree: Tree, i: int, published: date | None) -> bool:
    """ "was shelled in 1991", "students who had been expelled", "a minister who was shot the following year"."""
    t, steps = i, 0
    while steps < 8:
        for k in tree.children(t, "obl", "nmod", "obl:unmarked"):
            if _is_past(tree.lower[k], published) and tree.preposition(k) in ("in", "during", "of"):
                return True
        if tree.dep[t] not in ("acl:relcl", "acl", "nsubj", "obl", "obl:agent", "obj", "nsubj:pass", "conj"):
            break
        if tree.dep[t] == "acl:relcl" and tree.lemma[tree.head[t]] in ("war", "conflict", "revolution", "era"):
            return True
        t, steps = tree.head[t], steps + 1
    had = any(tree.lower[k] == "had" for k in tree.children(i, "aux"))
    return had and tree.dep[i] == "acl:relcl"


def is_custom(tree: Tree, clause: Clause, code: str) -> bool:
    """ "In the village people blame the dam": the simple present of a full sentence without any country is no news;
    what one wants, promises or threatens is told so too.
    """
    i = clause.verb if clause.kind == "noun" else clause.head
    if i >= 0 and _tells_who(tree, i):
        return True
    if i < 0 or code[:2] in ("02", "03", "10", "13") or tree.lower[-1] not in (".", '"', "”"):
        return False
    return tree.tag[i] in ("VBZ", "VBP") and not tree.children(i, "aux", "aux:pass", "cop")


def _tells_who(tree: Tree, i: int) -> bool:
    """ "is a lawyer who defended the unions and was twice imprisoned"."""
    while tree.dep[i] == "conj" and tree.head[i] != i:
        i = tree.head[i]
    return tree.dep[i] == "acl:relcl" and any(tree.tag[k] in ("VBZ", "VBP") for k in tree.children(tree.head[i], "cop"))


def is_biography(tree: Tree, i: int) -> bool:
    """ "was expelled at thirty", "arrested at the age of 20": an age dates the deeds of a life."""
    for k in tree.children(i, "obl"):
        if tree.preposition(k) == "at" and (tree.lemma[k] == "age" or _AGE.fullmatch(tree.lower[k])):
            return True
    return False


def is_habit(tree: Tree, i: int) -> bool:
    """ "is rarely exported", "meet each spring": what is done again and again is no event."""
    for k in tree.kids[i]:
        if tree.dep[k] == "advmod" and tree.lower[k] in HABITUAL and _is_present(tree, i):
            return True
        if tree.dep[k] in ("obl:unmarked", "obl") and tree.lemma[k] in SEASONS:
            if {tree.lower[m] for m in tree.children(k, "det")} & {"every", "each"} and _is_present(tree, i):
                return True
    return False


def _is_present(tree: Tree, i: int) -> bool:
    helpers = tree.children(i, "aux", "aux:pass")
    first = min(helpers) if helpers else i
    return tree.tag[first] in ("VBZ", "VBP") and tree.lemma[first] != "have"


def is_mutual(tree: Tree, clause: Clause) -> bool:
    """ "accused each other", "fired at one another": what is done, each of several does to the other."""
    arguments = [t for role, ts in clause.roles.items() if role != "agent" for t in ts]
    for t in arguments:
        words = (tree.lower[t - 1] if t else "", tree.lower[t])
        if words in (("each", "other"), ("one", "another")):
            return True
    return False


def is_thing(tree: Tree, clause: Clause, things: frozenset[str], start: int, end: int) -> bool:
    """Whether what acts is only a thing, beast or team of the actor at ``start``..``end``: "Brazil's coffee", "the
    Swiss franc", "Kenya's goalkeeper".
    """
    for t in clause.roles.get("agent", []):
        if start <= t < end or not any(start <= k < end for k in tree.subtree(t)):
            continue
        return tree.lemma[t] in things | GOODS
    return False
