"""Where the sides of a deed are at home: the country of an actor that names none, and sides that a deed implies.

Belongs here: the rules by which "police", "students" or "the opposition" get the country of a place or of the other
side, and by which an agentless act of state ("was jailed in Cairo") gets its state, a domestic deed without addressee
("lifted the curfew") its own country. Not here: names (actors/), places (places.py), codes (match.py), rows (coder.py).

The rules, in the order in which they are tried; the first that says something wins, and what it rests on is kept in
the actor's ``how``:

1. an adjective or possessor of the actor's own ("Eritrean refugees in Sudan"): read in actors/, never overruled here;
2. a place that modifies the actor ("students throughout Kenya", "a group based in Oran"): ``beside``;
3. "his", "its": an object that belongs to the deed's subject has the subject's country;
4. the place of the clause ("In Quito, police arrested …"), but for words and talks of ministers, who speak abroad too;
5. the other side, where deed and roles are domestic by nature ("police arrested the Kenyan opposition leader"):
   ``lends``. Never across borders: not for foreign or international actors, not from one known by his passport (a
   tourist, an envoy), not for rebels of a state of which seeds/actors knows none;
6. the only country that the article has named, for who acts at home.

Implied sides have no words in the text (``start`` is -1), the kind "implied", and a name that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.actors.dictionary import INTERNATIONAL, Actor, ActorSpan
from pipeline.coding.modality import SAY_VERBS
from pipeline.coding.places import EventPlace
from pipeline.language.clauses import Clause
from pipeline.language.tree import Tree

if TYPE_CHECKING:
    from pipeline.coding.match import Match, Party

# Roles (CAMEO actor codes) that act in their own country; those that may be anybody's; those that bear arms against it.
INNER = frozenset("COP JUD LEG OPP PTY LAB EDU AGR HLH ELI SPY".split())
LOOSE = frozenset("CVL MED BUS DEV ENV HRI".split())
ARMED = frozenset("REB INS SEP UAF CRM".split())
STATE = frozenset("GOV MIL".split())
# Deeds that are domestic by nature: protest, bans, arrest, repression, coup, release, political reform, and the
# appeals, demands, promises, refusals and threats of them (CAMEO prefixes). Deporting (174) is not, nor is the seizing
# of goods (171).
DOMESTIC = tuple(
    "024 0251 0252 0253 034 0351 0352 0353 081 083 0841 104 1051 1052 1053 123 1241 1242 1243 "
    "132 133 137 14 170 172 173 175".split()
)
# Blame, legal accusation and appeals between a government and those it governs are domestic by their roles.
WORDS = ("01", "02", "03", "04", "05", "10", "11", "12", "13")
FORCE = ("17", "18", "19", "20")
TALKS = ("036", "04", "057", "087", "125", "126", "164", "165")
BLAME = ("02", "10", "11", "12")
# States whose soldiers, envoys and money deal with other states' people as often as with their own.
POWERS = frozenset("USA GBR FRA SUN RUS ISR".split())
# Under an army or police that is not their own: no side lends its country to who holds power there.
OCCUPIED = frozenset("PSE ESH".split())
# Words beside an actor that take him out of the country spoken of.
FOREIGN = frozenset(
    """foreign international western multinational overseas coalition occupying expatriate peacekeeping un u.n. allied
    outside global world regional neighbouring neighboring nato other peacekeeper blue_helmet
    cross-border""".split()
)
# Who is named by his nation because he is abroad, or serves abroad: his country says nothing of the other side's.
TRAVELLERS = frozenset(
    """tourist visitor traveller traveler national citizen man woman boy girl missionary nun engineer technician
    businessman businesswoman executive sailor seaman crew crewman migrant immigrant expatriate exile refugee
    correspondent reporter journalist photographer cameraman volunteer contractor pilgrim hostage captive peacekeeper
    observer monitor mercenary adviser advisor aid relief diplomat envoy ambassador consul attache attaché embassy
    consulate delegate delegation negotiator mediator hiker ship tanker vessel trawler""".split()
)
# Of these countries the press meets more people abroad than at home: their reporters lend no country.
TRAVELLED = POWERS | frozenset("DEU ITA ESP NLD BEL SWE NOR DNK FIN CHE AUT CAN AUS NZL JPN IRL PRT".split())
# Said of one whose nation is not told, these make nobody a traveller.
ANYBODY = frozenset(
    """man woman boy girl citizen national businessman businesswoman executive engineer technician reporter journalist
    correspondent photographer cameraman volunteer sailor crew crewman fisherman hostage captive spy adviser advisor aid
    relief ship vessel trawler contractor""".split()
)
REPORTERS = frozenset("reporter journalist correspondent photographer cameraman".split())
# Private bodies that watch other countries too, unlike a church, a newspaper or residents.
WATCHERS = frozenset("group organisation organization charity association foundation company firm agency".split())
DIPLOMATS = frozenset(
    """diplomat envoy ambassador consul attache attaché embassy consulate delegate delegation negotiator mediator
    counterpart observer monitor""".split()
)
# Officials who speak and travel abroad: the place where they speak is not theirs.
SPEAKERS = DIPLOMATS | frozenset(
    """minister president premier chancellor king queen prince emir sultan secretary leader chief chairman head official
    spokesman spokeswoman spokesperson commissioner source general chairwoman""".split()
)
# Who lives outside his country: the place where he is, is not his.
TALKING = frozenset("talk negotiation meeting meet negotiate dialogue summit round truce ceasefire accord".split())
AWAY = frozenset("exile expatriate émigré emigre refugee migrant immigrant asylum_seeker tourist pilgrim".split())
# Where one is at the edge of a country or in what belongs to another one.
EDGES = frozenset("border frontier embassy consulate boundary mission legation".split())
LIVING = frozenset("base live operate fight hide hold settle shelter jail imprison detain house camp reside work study "
    "train gather active".split())  # fmt: skip
FOLLOWERS = frozenset(
    """supporter follower loyalist ally aide backer member relative brother sister son daughter wife husband widow
    bodyguard guard driver lawyer opponent rival deputy predecessor successor mother father""".split()
)
FIGHTERS = frozenset("gunman militiaman fighter guerrilla militant soldier troop rebel commander wing faction".split())
# Peoples who live in several states: "Croats in Mostar" are Bosnia's.
PEOPLES = frozenset("croats serbs albanians hungarians".split())
FOLLOWING = frozenset("loyal faithful lead command".split())
# States that are no more, with those that a place in them is looked up in today.
FORMER: dict[str, frozenset[str]] = {
    "DDR": frozenset({"DEU"}),
    "CSK": frozenset({"CZE", "SVK"}),
    "YUG": frozenset("SRB HRV SVN BIH MKD MNE XKX".split()),
    "SUN": frozenset("RUS UKR BLR EST LVA LTU MDA GEO ARM AZE KAZ UZB TKM KGZ TJK".split()),
}
VOTING = frozenset("voter electorate electors taxpayer".split())
WITHIN = frozenset("in above at of from throughout across around inside within outside on near along".split())
# Prepositions behind which only a town or a region places somebody: "near Thailand" is not in it.
NEAR = frozenset("near above around outside along on".split())
# Releases that are to somebody else.
GIVING_BACK = frozenset("repatriate return hand give send surrender deliver turn bring".split())
# Whom a protest is before, and what it is about.
EMBASSY_ROLES = tuple("outside at in_front_of before near to on against in".split())
TOPIC_ROLES = tuple("against over about at".split())
HOUSES = frozenset("embassy consulate mission legation commission residence office headquarters ministry parliament "
    "palace".split())  # fmt: skip
# Deeds that strike a thing as well as people (CAMEO prefixes), and the roles of what they strike.
STRIKES = ("1383", "171", "18", "19", "20")
STRUCK_ROLES = tuple("object on against".split())
GIVEN = "; country of "  # in the ``how`` of an actor to whom a rule gave his country
POSSESSIVES = frozenset("his her its their".split())

# Acts of a state told without an agent, and what shows which state it was (see ``agent``).
ACTS_OF_STATE = ("081", "0841", "116", "172", "173", "174")
SENT_AWAY = ("174", "161", "201")
# Those acted upon whose own state it is, where no place is told: officials, parties, opponents.
OFFICIAL = frozenset("GOV LEG JUD MIL OPP ELI PTY COP".split())
# Codes that want a target and have the doer's own country where none is said, with the reason (CAMEO manual, chapter).
# "any": whoever acts; "people": everybody but a state as a whole (a state's protest is a complaint, 114); "rule": who
# governs; "law": police and courts; "home": who is neither government nor state.
OWN_TARGET: tuple[tuple[str, str, str], ...] = (
    ("14", "people", "a protest without addressee is one against those who govern (14)"),
    ("133", "people", "as 14, threatened (13)"),
    ("024", "home", "reform is asked of one's own rulers (02)"),
    ("104", "home", "reform is demanded of one's own rulers (10)"),
    ("034", "rule", "reform is promised at home (03)"),
    ("0351", "rule", "restrictions are one's own to ease (03)"),
    ("0352", "rule", "restrictions are one's own to ease (03)"),
    ("0353", "rule", "prisoners are one's own to free (03)"),
    ("081", "rule", "restrictions are eased at home (08)"),
    ("083", "any", "resignation, elections and reform concern one's own country (08)"),
    ("0841", "rule", "prisoners are one's own to free (08)"),
    ("123", "rule", "reform is refused at home (12)"),
    ("1241", "rule", "restrictions are one's own to keep (12)"),
    ("132", "rule", "bans and curfews are threatened at home (13)"),
    ("137", "rule", "repression is threatened at home (13)"),
    ("170", "any", "power is seized at home (17)"),
    ("1711", "law", "the police seize things at home (17)"),
    ("172", "rule", "bans, curfews and emergencies hold on one's own ground (17)"),
    ("173", "rule", "arrests are made at home (17)"),
    ("175", "rule", "repression is of one's own people (17)"),
    ("18", "arms", "rebels strike in their own country where no other is named (18)"),
    ("19", "arms", "as 18 (19)"),
    ("20", "arms", "as 18 (20)"),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a clause, its sentence and its article say of where its sides belong.

    ``place_at``: token -> the country it names as a place. ``countries``: ISO-3 -> name of states. ``armed``: states of
    which armed movements are known. ``known``: the only country that the article has named, else "". ``settled``: what
    the sentence's other deeds have shown, by the first token of a party: (country, why).
    """

    tree: Tree
    spans: Sequence[ActorSpan]
    place_at: Callable[[int], Party | None]
    match: Match
    code: str
    where: EventPlace | None
    countries: Mapping[str, str]
    armed: Set[str]
    known: str
    settled: dict[int, tuple[str, str]]

    @property
    def clause(self) -> Clause:
        """The clause of the deed."""
        return self.match.clause

    def named(self) -> set[str]:
        """The countries that the sentence names, as actors or as places."""
        found = {a.country for s in self.spans for a in (s.actor, *s.others)}
        inside = {t for s in self.spans for t in range(s.start, s.end)}  # "US-backed rebels" are in no country's hands
        for t in range(self.tree.n):
            if t not in inside and (place := self.place_at(t)) is not None and place.actor:
                found.add(place.actor.country)
        for country, tokens in self._told_in().items():
            if all(t in tokens for t in range(self.tree.n) if country in self._at(t)):
                found.discard(country)
        for s in self.spans:  # "close to the Rwandan border" is not in Rwanda
            if self.tree.lemma[self.tree.head[s.head]] in EDGES:
                found -= {s.actor.country}
        return {c for c in found if c in self.countries}


    def _at(self, t: int) -> set[str]:
        """The countries that a token names, as actor or as place."""
        span, place = _span(self, t), self.place_at(t)
        found = {a.country for a in (span.actor, *span.others)} if span is not None else set()
        return found | ({place.actor.country} if place is not None and place.actor is not None else set())

    def _told_in(self) -> dict[str, set[int]]:
        """The countries that only say where the news was told ("a spokesman said in Damascus", "diplomats in Islamabad
        said"), and the tokens that name them so.
        """
        tree, found = self.tree, dict[str, set[int]]()
        for v in range(tree.n):
            if tree.lemma[v] not in SAY_VERBS or tree.tag[v][:2] != "VB" or v == self.clause.head:
                continue
            for over in (v, *tree.children(v, "nsubj")):
                for k in tree.children(over, "obl", "nmod"):
                    if tree.preposition(k) == "in":
                        for country in self._at(k):
                            found.setdefault(country, set()).add(k)
        return found


# -- a place beside an actor ------------------------------------------------------------------------------------------


def beside(
    tree: Tree, head: int, span_at: Mapping[int, ActorSpan], place_at: Callable[[int], Party | None]
) -> tuple[str, str]:
    """(country, words) of a place that modifies the noun at ``head``: "students throughout Kenya", "guards in the
    Honduran city of Tela", "workers at a mine near Durban", "a group based in Oran"; ("", "") for none or several.
    """
    found: dict[str, str] = {}
    own = tree.children(head, "amod", "compound", "nmod:poss")  # its own, but parted: "Indian tea growers"
    for k in own + [j for c in own if tree.dep[c] == "compound" for j in tree.children(c, "amod", "compound")]:
        span = span_at.get(k)
        if span is not None and span_at.get(head) is not span and span.actor.kind in ("country", "demonym", "capital"):
            return span.actor.country, str(tree.doc[k].text)
    for k in _hung(tree, head):
        _look(tree, k, span_at, place_at, found, 0)
    if not found:
        for k in (*tree.children(head, "acl", "amod"), tree.head[head]):
            if tree.lemma[k] not in FOLLOWING or tree.tag[k] not in ("VBN", "JJ"):
                continue
            for j in tree.children(k, "obl", "nmod", "obl:agent"):  # "troops loyal to Chad's president"
                span = span_at.get(j)
                if tree.preposition(j) in ("to", "by") and span is not None and len(span.actor.country) == 3:
                    found.setdefault(span.actor.country, str(tree.doc[j].text))
    return next(iter(found.items())) if len(found) == 1 else ("", "")


def _hung(tree: Tree, head: int) -> list[int]:
    """The phrases of place that hang on a noun, or on a participle beside it."""
    own = [k for k in tree.children(head, "nmod") if tree.preposition(k) in WITHIN]
    for k in tree.children(head, "acl", "amod"):
        if tree.lemma[k] in LIVING and tree.tag[k] in ("VBN", "VBG", "JJ"):
            own += [j for j in tree.children(k, "obl", "nmod") if tree.preposition(j) in WITHIN]
    return own


def _look(
    tree: Tree,
    k: int,
    span_at: Mapping[int, ActorSpan],
    place_at: Callable[[int], Party | None],
    found: dict[str, str],
    depth: int,
) -> None:
    if tree.lemma[k] in EDGES:
        return
    span, place = span_at.get(k), place_at(k)
    country = ""
    if place is not None and place.actor is not None:
        country = place.actor.country
        if span is not None and span.actor.country != country and span.actor.kind != "country":
            country = ""  # "of Jordan's rival": a person's or a body's name
        if tree.preposition(k) in NEAR and place.actor.name.lower() == tree.lower[k]:
            country = ""
    elif span is not None and (span.actor.kind in ("country", "demonym", "capital")) and len(span.actor.country) == 3:
        country = span.actor.country
    elif span is not None and not depth and tree.preposition(k) in ("of", "from", "with") and (
        tree.lemma[tree.head[k]] in FIGHTERS | (FOLLOWERS if tree.preposition(k) == "of" else frozenset())
    ):
        country = span.actor.country  # "supporters of the deposed Thai premier", "gunmen of the Amal movement"
    if country:
        found.setdefault(country, str(tree.doc[k].text))
        return
    if depth > 2 or (span is not None and (span.actor.country or span.actor.kind != "agent")):
        return  # "a group of monks in Lhasa" goes on, "the guards of Jordan's king" does not
    for j in tree.kids[k]:
        if tree.dep[j] in ("nmod:poss", "amod", "compound", "appos", "flat", "nmod:desc") or (
            tree.dep[j] == "nmod" and tree.preposition(j) in WITHIN
        ):
            _look(tree, j, span_at, place_at, found, depth + 1)


# -- whose country ----------------------------------------------------------------------------------------------------


def is_given(actor: Actor) -> bool:
    """Whether an actor's country is not said with him but given by these rules."""
    return actor.kind == "agent" and GIVEN in actor.how


def is_open(actor: Actor | None) -> bool:
    """Whether an actor's country is open: a role or a learnt person without one, and no international body."""
    if actor is None or actor.country or actor.kind not in ("agent", "person", "anaphor"):
        return False
    return (actor.role or actor.code)[:3] not in INTERNATIONAL


def both_sides(
    scene: Scene, sources: Sequence[Party], targets: Sequence[Party]
) -> tuple[list[Party], list[Party]]:
    """Sources and targets, each party with the country that the rules give it; what the one side was given may be
    lent to the other.
    """
    if scene.code.startswith("14") and (asked := protested(scene, sources, targets)):
        targets = asked
    sources, targets = ([_of_a_people(scene, p) for p in side] for side in (sources, targets))
    reached = [_settled(scene, p, sources, True) for p in targets]
    done = [_settled(scene, p, reached, False) for p in sources]
    reached = [_settled(scene, p, done, True) for p in reached]
    return [_in_its_time(p, reached) for p in done], [_in_its_time(p, done) for p in reached]


def _in_its_time(party: Party, others: Sequence[Party]) -> Party:
    """ "East German police clubbed protesters in Leipzig": a place's state of today gives way to the former one that
    stands on the other side.
    """
    actor = party.actor
    if actor is None or not is_given(actor):
        return party
    for o in others:
        if o.actor is not None and actor.country in FORMER.get(o.actor.country, ()):
            country = o.actor.country
            how = f"{actor.how}; country of {o.actor.name}, which it was in then"
            return replace(party, actor=replace(actor, country=country, code=country + actor.role, how=how))
    return party


def _of_a_people(scene: Scene, party: Party) -> Party:
    """ "ethnic Turks", "Jewish settlers": those of a people in another state's country, or on occupied ground. An
    ethnic group is at home in the one other country that its sentence names, a Jewish settler is Israel's.
    """
    actor, tree = party.actor, scene.tree
    if actor is None or party.start < 0:
        return party
    words = {tree.lower[t] for t in range(max(party.start - 1, 0), party.end)}
    country, because = "", ""
    if words & {"settler", "settlers"} and actor.country in ("", "PSE") and (
        "jewish" in words or "PSE" in scene.named()
    ):  # fmt: skip
        country, because = "ISR", "country of Jewish settlers"
    elif "ethnic" in words and actor.kind in ("demonym", "country", "agent") and actor.country in scene.countries:
        others = scene.named() - {actor.country}
        if scene.where is not None and scene.where.method == "clause" and scene.where.country in scene.countries:
            others = {scene.where.country}
        if len(others) == 1:
            country = next(iter(others))
            because = f"ethnic group in {scene.countries[country]}"
    elif (actor.kind == "demonym" and words & PEOPLES) or (actor.country == "MEA" and actor.kind == "agent"):
        # "Croats in Mostar", "the Islamic government in Khartoum"
        span_at = {t: s for s in scene.spans for t in range(s.start, s.end)}
        country, name = beside(tree, _head(tree, party), span_at, scene.place_at)
        country = country if country in scene.countries else ""
        because = f"country of {name}, the place beside it"
    if not country:
        return party
    role = actor.role or "CVL"
    start = party.start - 1 if "ethnic" in words else party.start
    name = actor.name if actor.kind == "agent" else str(tree.doc[max(start, 0) : party.end].text)
    how = f"{actor.how}; {because}"
    return replace(party, actor=replace(actor, country=country, role=role, code=country + role, name=name, how=how))


def _settled(scene: Scene, party: Party, others: Sequence[Party], target: bool) -> Party:
    actor = party.actor
    if actor is None or not is_open(actor):
        return party
    country, because = scene.settled.get(party.start, ("", ""))
    if not country:
        country, because = _country(scene, party, actor, others, target)
    if not country:
        return party
    scene.settled[party.start] = country, because
    return replace(
        party, actor=replace(actor, country=country, code=country + actor.role, how=f"{actor.how}; {because}")
    )


def _country(scene: Scene, party: Party, actor: Actor, others: Sequence[Party], target: bool) -> tuple[str, str]:
    tree, where = scene.tree, scene.where
    head = _head(tree, party)
    words = _words(tree, party, head)
    role = (actor.role or actor.code)[:3]
    span_at = {t: s for s in scene.spans for t in range(s.start, s.end)}
    if words & FOREIGN:
        return "", ""
    known = [o.actor for o in others if o.actor and o.actor.country in scene.countries]
    if scene.code.startswith(TALKS) and role in ARMED | {"OPP"}:  # "Chad met the rebels in Libreville": neutral ground
        for o in others:
            if o.actor in known and o.actor is not None and lends(scene, actor, role, words, o):
                return o.actor.country, f"country of {o.actor.name}, on the other side"
    if (role != "REF" and not words & AWAY) or words & {"camp", "camps"}:
        country, name = beside(tree, head, span_at, scene.place_at)
        if country:
            return country, f"country of {name}, the place beside it"
    if target and known and any(tree.lower[k] in POSSESSIVES for k in tree.children(head, "nmod:poss")):
        return known[0].country, f"country of {known[0].name}, whose it is"
    speaks = scene.code.startswith(WORDS) and role == "GOV" and bool(words & SPEAKERS)
    camp = bool(words & {"camp", "camps"})  # refugees are abroad, their camps are where they stand
    if (role != "REF" or camp) and not (words & AWAY and not camp) and not speaks:
        stands = where is not None and where.country and where.method == "clause" and (target or not _goes_to(scene))
        if where is not None and stands and (not scene.code.startswith(WORDS) or _is_venue(scene)):
            return where.country, f"country of {where.name}, where it happened"
        country, name = _inside(scene, span_at)
        if country:
            return country, f"country of {name}, where it happened"
    for o in others:
        if o.actor in known and lends(scene, actor, role, words, o):
            assert o.actor is not None
            return o.actor.country, f"country of {o.actor.name}, on the other side"
    foreign = any(o.actor and (o.actor.role or o.actor.code)[:3] in INTERNATIONAL for o in others)
    if known or foreign or not _at_home(scene, role, words):
        return "", ""
    if where is not None and where.method == "dateline" and where.country and scene.named() <= {where.country}:
        return where.country, f"country of {where.name}, from where it is reported"
    told = scene.named()
    here = [s for s in scene.spans if s.actor.country == scene.known]
    if here and all(s.actor.kind == "demonym" or scene.tree.lemma[s.head] in TRAVELLERS for s in here):
        told -= {scene.known}
    # not "along the Iranian border", "Chilean copper"
    if scene.known and (told == {scene.known} or not (told or here)):
        return scene.known, f"{scene.countries.get(scene.known, scene.known)} is the only country of the article so far"
    return "", ""


def _at_home(scene: Scene, role: str, words: Set[str]) -> bool:
    """Whether a role without a country is that of the country an article is about: police, courts, the government."""
    if role in INNER:
        return True
    if words & DIPLOMATS or role not in STATE:
        return False
    return scene.code.startswith(DOMESTIC) or "government" in words or (role == "MIL" and scene.code.startswith(FORCE))


def _is_venue(scene: Scene) -> bool:
    """Whether the place of a clause is its own and not that of a thing spoken of ("mocked his holiday in Tuscany")."""
    tree, head = scene.tree, scene.clause.head
    over = {head, scene.clause.verb, tree.head[head] if tree.dep[head] in ("conj", "xcomp", "ccomp", "obj") else head}
    for t in range(tree.n):
        place = scene.place_at(t)
        if place is not None and place.actor and scene.where and place.actor.country == scene.where.country:
            k, steps = t, 0
            while tree.dep[k] in ("nmod", "compound", "flat", "appos", "amod") and steps < 4:
                if tree.preposition(k) in ("in", "at") and tree.head[k] not in over:
                    break
                k, steps = tree.head[k], steps + 1
            if tree.head[k] in over:
                return True
    return False


def _goes_to(scene: Scene) -> bool:
    """Whether the place of a clause is where something is sent: "swore to send bombers into Haifa"."""
    for t in (t for role in ("into", "to", "toward", "towards") for t in scene.clause.roles.get(role, [])):
        place = scene.place_at(t)
        if place is not None and place.actor and scene.where and place.actor.country == scene.where.country:
            return True
    return False


def _inside(scene: Scene, span_at: Mapping[int, ActorSpan]) -> tuple[str, str]:
    """(country, name) of the one place in the words of a deed of force, a protest or an investigation: "the murder of
    a Dutch tourist in Lima", "attacked a police post in the Honduran town of Tela".
    """
    if not scene.code.startswith(("09", "14", *FORCE)):
        return "", ""
    tree = scene.tree
    found: dict[str, str] = {}
    for t in tree.subtree(scene.clause.head):
        if tree.dep[t] in ("nmod", "obl") and tree.preposition(t) in ("in", "at"):
            if not _told_apart(tree, t, scene.clause.head):
                _look(tree, t, span_at, scene.place_at, found, 0)
    return next(iter(found.items())) if len(found) == 1 else ("", "")


def _told_apart(tree: Tree, t: int, head: int) -> bool:
    """Whether a clause of its own stands between a word and the predicate above it."""
    while t != head and tree.head[t] != t:
        if tree.dep[t] in ("acl:relcl", "advcl", "ccomp", "conj", "parataxis") and tree.tag[t].startswith("VB"):
            return True
        t = tree.head[t]
    return False


def lends(scene: Scene, actor: Actor, role: str, words: Set[str], other: Party) -> bool:
    """Whether the other side's country is also that of an actor with ``role`` and ``words`` (rule 5 above)."""
    known = other.actor
    assert known is not None
    theirs = _words(scene.tree, other, _head(scene.tree, other))
    its = (known.role or "")[:3]
    state = known.country
    domestic = scene.code.startswith(DOMESTIC)
    if its == "REF" or words & (DIPLOMATS | AWAY) or its[:3] in INTERNATIONAL:
        return False
    envoy = bool(theirs & DIPLOMATS) or "foreign_minister" in theirs or "peacekeeper" in theirs
    envoy |= {"high", "commissioner"} <= theirs
    # himself placed by the text, not named by his passport; who protests, does so at home
    here = GIVEN in known.how or scene.code.startswith("14")
    abroad = bool(theirs & TRAVELLERS) and not here
    if theirs & REPORTERS and state not in TRAVELLED:
        abroad = False
    venue = {scene.where.country} if scene.where is not None and scene.code.startswith(TALKS) else set()
    alone = scene.named() - venue <= {state}
    if role in INNER:
        if its in INNER:
            return not abroad and (domestic or alone)
        if its == "GOV":
            return not envoy and (domestic or state not in POWERS)
        if its == "MIL":
            return not envoy and state not in POWERS and (domestic or alone)
        if not its:
            return domestic and known.kind != "capital" and state != "ISR"
        return not abroad and (its in ARMED or alone) and not (role in ("COP", "JUD") and state in OCCUPIED)
    if role in LOOSE:
        if words & VOTING:
            return alone and not abroad
        if words & (TRAVELLERS - ANYBODY) and its not in INNER:
            return False
        if its in INNER:
            return alone and not abroad
        if its == "GOV" and scene.code.startswith(BLAME) and not words & (TRAVELLERS | WATCHERS):
            return alone and not envoy and state not in TRAVELLED
        if its in ("GOV", ""):
            return domestic and not envoy and alone and (its == "GOV" or state not in POWERS)
        if its == "MIL":
            return alone and state not in POWERS and not envoy and (domestic or scene.code.startswith(FORCE))
        return its in ARMED and alone and scene.code.startswith(FORCE)
    if role in ARMED:
        officials = its in INNER - {"EDU", "AGR", "LAB", "HLH"} or its in STATE
        if abroad or envoy or state in POWERS or not alone or (state in TRAVELLED and not officials):
            return False
        if state in scene.armed and role != "CRM":
            return True
        return role == "UAF" and officials and scene.code.startswith(FORCE)
    if role == "GOV":
        if "foreign_minister" in words or state in OCCUPIED or not alone:
            return False
        if its in INNER:
            return not abroad and (domestic or not words & {"minister", "leader", "official"} or "prime" in words)
        if its in ARMED:
            return state in scene.armed and its != "CRM"
        if its in LOOSE:
            return not abroad and (domestic or (scene.code.startswith(BLAME) and state not in TRAVELLED))
        return domestic and not envoy and (bool(its) or state not in POWERS)
    if role == "MIL":
        if state in OCCUPIED or state in POWERS or not alone or abroad or envoy:
            return False
        if its in ARMED:  # who are called a state's rebels show that it has some
            return state in scene.armed or (GIVEN not in known.how and known.kind in ("agent", "organisation"))
        if its in INNER:
            return domestic or scene.code.startswith((*BLAME, *FORCE))
        if scene.code.startswith(BLAME):
            return its in LOOSE | {"GOV"} and state not in TRAVELLED
        return bool(its) and (domestic or scene.code.startswith(FORCE))
    return False


def _head(tree: Tree, party: Party) -> int:
    """The token of a party's words that stands over the others."""
    if party.start < 0:
        return -1
    inside = range(party.start, party.end)
    return next((t for t in inside if tree.head[t] not in inside or tree.head[t] == t), party.end - 1)


def _words(tree: Tree, party: Party, head: int) -> set[str]:
    """The lemmas and forms of a party's words and of what modifies its head."""
    if head < 0:
        return set()
    near = {*range(party.start, party.end), *tree.children(head, "amod", "compound", "nmod:poss", "nmod:desc", "det")}
    words = {w for t in near for w in (tree.lemma[t], tree.lower[t])}
    if "foreign" in words and "minister" in words:  # an office, not a foreigner
        words = (words - {"foreign"}) | {"foreign_minister"}
    if tree.lemma[head] in ("embassy", "consulate"):
        words.add("diplomat")
    return words


# -- sides that no word tells -----------------------------------------------------------------------------------------


def implied(
    scene: Scene, source: Party | None, target: Party | None, happened: bool
) -> tuple[Party | None, Party | None]:
    """Both sides of a dyad, with the one that the deed implies where no word tells it."""
    if source is None:
        source = agent(scene, [target] if target is not None else [], happened)
        if source is not None and target is not None and scene.code.startswith(SENT_AWAY):
            target = _sent(scene, source, target)
    if target is None and source is not None:
        target = addressee(scene, source)
    return source, target


def agent(scene: Scene, targets: Sequence[Party], happened: bool) -> Party | None:
    """Who did what is told without an agent, None where nothing shows it: for acts of a state (arrest, trial, ban,
    release, expulsion) the state from which one was sent away, where it happened, or, if no place is told, whose
    official, party or opponent it befell; for a protest the people of the place.

    ``happened``: the deed is told as done or under way.
    """
    code = scene.code
    if scene.match.pattern.own is not None or not happened or scene.match.inner is not None:
        return None
    clause = scene.clause
    if not (clause.passive or clause.kind == "noun") and not code.startswith("14"):
        return None
    if code.startswith(SENT_AWAY):
        for t in clause.roles.get("from", []):
            span, place = _span(scene, t), scene.place_at(t)
            country = place.actor.country if place and place.actor else span.actor.country if span else ""
            if country in scene.countries:
                return _implied(scene, country, "", "the state that sent them away")
        if not code.startswith("174"):
            return None
    ground = _place(scene)
    if code.startswith("14"):
        return _implied(scene, ground, "OPP", "those who protested there") if ground else None
    if not code.startswith(ACTS_OF_STATE):
        return None
    if ground:
        return _implied(scene, ground, "", "the state where it happened")
    if code.startswith("174"):
        return None
    for p in targets:
        if p.actor is None or p.actor.country not in scene.countries or p.actor.country in OCCUPIED:
            continue
        words = _words(scene.tree, p, _head(scene.tree, p))
        if (p.actor.role or "")[:3] in OFFICIAL and not words & TRAVELLERS and scene.named() <= {p.actor.country}:
            return _implied(scene, p.actor.country, "", f"the state of {p.actor.name}")
    return None


def protested(scene: Scene, sources: Sequence[Party], targets: Sequence[Party]) -> list[Party]:
    """Whom a protest is against where its pattern found none but the place: the embassy before which it is held, whose
    policy, deed or troops it is about; [] for nobody.
    """
    from pipeline.coding.match import Party  # match.py uses this module

    tree, own = scene.tree, {p.start for p in sources}
    for t in (t for role in TOPIC_ROLES for t in scene.clause.roles.get(role, []) if _span(scene, t) is None):
        for k in tree.children(t, "nmod:poss", "amod", "compound"):  # "the American invasion of Iraq": American
            span = _span(scene, k)
            if span is not None and span.actor.kind in ("country", "demonym", "capital") and span.start not in own:
                return [Party(span.start, span.end, a) for a in (span.actor, *span.others)]
        for k in tree.subtree(t):  # "the killing of a nun by soldiers": soldiers
            span = _span(scene, k) if tree.preposition(k) == "by" else None
            if span is not None and span.actor.code:
                return [Party(span.start, span.end, a) for a in (span.actor, *span.others)]
    said = [p for p in targets if not _is_host(p)]
    if said:
        return said if len(said) < len(targets) else []
    for roles, houses in ((EMBASSY_ROLES, True), (TOPIC_ROLES, False)):
        for t in (t for role in roles for t in scene.clause.roles.get(role, [])):
            if houses and not {tree.lemma[t], tree.lower[t]} & HOUSES:
                continue
            for k in sorted(tree.subtree(t), key=lambda k: (tree.depth(k), k)):
                span = _span(scene, k)
                if span is not None and span.start not in own and span.actor.code:
                    return [Party(span.start, span.end, a) for a in (span.actor, *span.others)]
    return []


def struck(
    tree: Tree, clause: Clause, span_at: Mapping[int, ActorSpan], place_at: Callable[[int], Party | None]
) -> list[Party]:
    """The country of a thing that force is used on, where no actor is ("shelled villages around Tyre", "bombed a
    Baghdad bridge"); [] where its words name none or several.
    """
    from pipeline.coding.match import Party  # match.py uses this module

    for t in (t for role in STRUCK_ROLES for t in clause.roles.get(role, [])):
        place = place_at(t)
        if place is not None and place.actor is not None and t not in span_at:
            return [place]
        if t in span_at and span_at[t].actor.code:
            continue
        country, name = beside(tree, t, span_at, place_at)
        if len(country) == 3 and country.isalpha():
            found = f"country of {name}, where what was struck stands"
            return [Party(t, t + 1, Actor(country, country, "", name, "country", "", None, None, found))]
    return []


def _is_host(party: Party) -> bool:
    """Whether a pattern took a party from the place where the deed was done."""
    return party.actor is not None and party.actor.how.endswith("the place visited")


def _sent(scene: Scene, source: Party, target: Party) -> Party:
    """ "were expelled from Canada": those who were, where the pattern took Canada for the target."""
    from pipeline.coding.match import Party  # match.py uses this module

    if source.actor is None or target.actor is None or source.actor.country != target.actor.country:
        return target
    for t in scene.clause.roles.get("object", []):
        span = _span(scene, t)
        if span is not None and span.actor.country not in ("", source.actor.country):
            return Party(span.start, span.end, span.actor)
    return target


def is_abroad(doer: Party | None, parties: Sequence[Party]) -> bool:
    """Whether a deed without agent befell somebody in a country that is not his."""
    if doer is None or doer.actor is None:
        return False
    return any(p.actor is not None and p.actor.country not in ("", doer.actor.country) for p in parties)


def addressee(scene: Scene, source: Party) -> Party | None:
    """The doer's own country as target of a deed that says none (OWN_TARGET), None where the deed wants none, is done
    abroad, or is against something that no rule resolves.
    """
    actor = source.actor
    if actor is None or actor.country not in scene.countries or scene.match.pattern.own is not None:
        return None
    role = (actor.role or "")[:3]
    kind = next((k for prefix, k, _ in OWN_TARGET if scene.code.startswith(prefix)), "")
    if source.start >= 0:
        words = _words(scene.tree, source, _head(scene.tree, source))
        if words & (AWAY | DIPLOMATS | FOREIGN):
            return None
    state = role in ("GOV", "MIL", "COP", "JUD", "LEG", "SPY") or not role
    fits = {
        "any": True,
        "people": bool(role) or actor.kind == "demonym",
        "rule": state,
        "law": role in ("COP", "JUD"),
        "home": bool(role) and role not in ("GOV", "MIL") and role not in ARMED,
        "arms": role in ("REB", "SEP", "INS") and scene.named() <= {actor.country} and _strikes(scene),
    }
    if not fits.get(kind, False):
        return None
    objects = scene.clause.roles.get("object", [])
    if scene.code.startswith("13") and any(scene.tree.tag[t] == "PRP" for t in objects):
        return None  # "will drive them out"
    if scene.code == "0841" and scene.clause.lemma.split("_")[0] in GIVING_BACK:
        return None
    place = _place(scene)
    if place and place != actor.country:
        if kind != "rule" or not scene.code.startswith(("081", "172")):
            return None
        return _implied(scene, place, "", "the country where it holds")
    return _implied(scene, actor.country, "", f"the country of {actor.name}, which names no other")


def _strikes(scene: Scene) -> bool:
    """Whether a deed of force has a thing or place for object that no rule resolves: "blew up a bridge"."""
    return any(
        scene.tree.tag[t] in ("NN", "NNS", "NNP", "NNPS") and _span(scene, t) is None
        for role in STRUCK_ROLES for t in scene.clause.roles.get(role, [])
    )  # fmt: skip


def _place(scene: Scene) -> str:
    """The country where the deed happened, as its own words say."""
    where = scene.where
    if where is not None and where.method in ("clause", "sentence", "target") and where.country in scene.countries:
        return where.country
    if scene.code.startswith(ACTS_OF_STATE):
        country, _ = _inside(scene, {t: s for s in scene.spans for t in range(s.start, s.end)})
        if country in scene.countries:
            return country
    for p in scene.match.targets:  # "martial law was lifted in Taiwan": the pattern took the place for its host
        if _is_host(p) and p.actor is not None:
            return p.actor.country
    return ""


def _span(scene: Scene, t: int) -> ActorSpan | None:
    return next((s for s in scene.spans if s.start <= t < s.end), None)


def _implied(scene: Scene, country: str, role: str, because: str) -> Party:
    from pipeline.coding.match import Party  # match.py uses this module

    name = f"{scene.countries[country]} (implied)"
    return Party(-1, -1, Actor(country + role, country, role, name, "implied", "", None, None, f"implied: {because}"))
