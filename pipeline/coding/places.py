"""Where an event happened: place names in a sentence, and which of them is the venue of a trigger.

Belongs here: the gazetteer (seeds/places), finding place names in words, and the choice of an event's place from
its own clause, the sentence, or the dateline.
Does not belong here: actors (a country that acts or is acted upon is no venue; see pipeline/actors), finding the
dateline in a text (pipeline/articles/dateline.py).

How a place is chosen (`method`):

* "clause": a locative attached to the trigger, to the verb or noun it shares a clause with ("in Beijing", "at Camp
  David", "visit to Beijing", "arrived in Tehran", "the siege of Aleppo", "the Geneva talks");
* "target": the clause names only the country that is visited, invaded, ... : the place is that country, never its
  capital;
* "sentence": a locative elsewhere in the sentence that frames the event ("Speaking in Oslo, ...");
* "dateline": nothing in the sentence, the report's dateline.

A place that is merely named never counts.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from spacy.tokens import Doc, Token

from pipeline.coding.dates import CREATE, MEETINGS, MONTHS, WEEKDAYS, clause_anchors, date_behind


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer. country is ISO-3 ("" for seas); precision: country, region, city (capitals too)
    or landmark.
    """

    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    precision: str
    population: int = 0
    is_capital: bool = False
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place name in a Doc: tokens start..end (end exclusive; a following ", France" is included)."""

    start: int
    end: int
    place: Place


@dataclass(frozen=True, slots=True)
class EventPlace:
    """The place of an event: coordinates in degrees, `precision` as in Place, `method` as the module's docstring
    lists.
    """

    name: str
    country: str
    latitude: float | None
    longitude: float | None
    method: str
    precision: str = ""


_SPECIAL = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "ı": "i", "ə": "a", "þ": "th", "œ": "oe", "ħ": "h"}
)
_DROPPED = str.maketrans("", "", ".'’‘ʻʼ`´")
_WORDS = re.compile(r"[a-z0-9]+")
_HYPHENS = frozenset("-–—‐‑")


def fold(text: str) -> str:
    """Lower case without diacritics, apostrophes and full stops: "Évian" -> "evian", "N'Djamena" -> "ndjamena",
    "U.S." -> "us".
    """
    text = text.lower()
    if not text.isascii():
        text = text.translate(_SPECIAL)
        text = "".join(ch for ch in unicodedata.normalize("NFKD", text) if not unicodedata.combining(ch))
    return text.translate(_DROPPED)


@lru_cache(maxsize=50_000)
def _pieces(word: str) -> tuple[str, ...]:
    """The parts of a word by which names are looked up: "Guinea-Bissau" -> ("guinea", "bissau"), "…" -> ("",)."""
    return tuple(_WORDS.findall(fold(word)) if len(word) < 60 else ()) or ("",)


def _set(words: str) -> frozenset[str]:
    """A set of words written as one text, so that the lists below stay readable."""
    return frozenset(words.split())


Key = tuple[str, ...]
# How a piece of a name must look in the text: anything, a capital first, or capitals throughout ("US", "UAE").
_ANY, _CAPITAL, _UPPER = 0, 1, 2
_WEAK_BELOW = 200_000
_WEAK_CUES = _set("in at near to outside inside around visit visits visited visiting tour toured city town of from")
_REGION_WORDS = _set(
    "province region oblast state governorate district prefecture county krai republic territory provinces"
)
# Capitalised words that may follow a place name without making it part of another name.
_FOLLOWERS = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december president prime foreign minister secretary chancellor king "
    "queen city province region state county airport international district oblast governorate i he she we "
    "they it the a in on at and or"
)
_US_SHORT = {
    "ariz": "Arizona", "calif": "California", "colo": "Colorado", "conn": "Connecticut",
    "dc": "District of Columbia", "del": "Delaware",
    "fla": "Florida", "ga": "Georgia", "ill": "Illinois", "ind": "Indiana", "kan": "Kansas",
    "ky": "Kentucky", "la": "Louisiana",
    "mass": "Massachusetts", "md": "Maryland", "mich": "Michigan", "minn": "Minnesota",
    "miss": "Mississippi", "mo": "Missouri",
    "mont": "Montana", "nc": "North Carolina", "neb": "Nebraska", "nev": "Nevada",
    "nh": "New Hampshire", "nj": "New Jersey",
    "nm": "New Mexico", "ny": "New York", "okla": "Oklahoma", "ore": "Oregon", "pa": "Pennsylvania",
    "ri": "Rhode Island",
    "sc": "South Carolina", "tenn": "Tennessee", "tx": "Texas", "va": "Virginia", "vt": "Vermont",
    "wash": "Washington", "wis": "Wisconsin",
    "wva": "West Virginia", "wyo": "Wyoming",
}  # fmt: skip


@dataclass(slots=True)
class Gazetteer:
    """Names -> places. Build it with `load`; `find` and `resolve` never raise on any text."""

    names: dict[Key, list[Place]]
    looks: dict[Key, tuple[int, ...]]
    longest: dict[str, int]
    weak: frozenset[Key]
    given: frozenset[str]
    regions: dict[Key, list[Place]] = field(default_factory=dict)
    small: set[str] = field(default_factory=set)  # first words of names that may begin without a capital

    # -- loading ------------------------------------------------------------------------------------------------

    @classmethod
    def load(cls, folder: Path) -> Gazetteer:
        """Reads cities.csv, places.csv, countries.csv, weak_names.txt and given_names.txt of a folder.

        Raises ValueError naming file and line for a row that cannot be read, FileNotFoundError for a missing file.
        """
        gazetteer = cls(
            {}, {}, {}, frozenset(_keys(folder / "weak_names.txt")), frozenset(_plain_words(folder / "given_names.txt"))
        )
        peoples: dict[str, list[str]] = {}
        for row, where in _rows(folder / "countries.csv"):
            owners = [f"{name} s" for name in (row["name"], *row["other_names"].split("|")) if name]
            peoples[row["country"]] = [*filter(None, row["adjectives"].split("|")), *owners]
            place = Place(row["name"], row["country"], "", *_point(row, where), "country")
            others = row["other_names"].split("|")
            gazetteer._add(place, [row["name"], *others, *(n.replace("'s", " 's") for n in others if "'s" in n)])
        for row, where in _rows(folder / "places.csv"):
            precision = row["precision"]
            if precision not in ("region", "landmark", "city", "capital"):
                raise ValueError(f'{where}: precision must be region, landmark, city or capital, not "{precision}"')
            capital = precision == "capital"
            place = Place(
                row["name"], row["country"], row["admin1"], *_point(row, where),
                "city" if capital else precision, 300_000, capital, row["part_of"],
            )  # fmt: skip
            gazetteer._add(place, [row["name"], *row["other_names"].split("|")])
        largest: dict[tuple[str, str], Place] = {}
        for row, where in _rows(folder / "cities.csv"):
            try:
                population = int(row["population"])
            except ValueError:
                raise ValueError(f'{where}: population must be a whole number, not "{row["population"]}"') from None
            place = Place(
                row["name"], row["country"], row["admin1"], *_point(row, where), "city",
                max(population, _WEAK_BELOW if row["feature"] == "venue" else 0),
                row["feature"] == "capital",
            )  # fmt: skip
            gazetteer._add(place, [row["ascii_name"] or row["name"], *row["other_names"].split("|")])
            if place.is_capital:  # "in the Chinese capital", "in Ukraine's capital"
                gazetteer._add(place, [f"{people} capital" for people in peoples.get(place.country, ())])
            region = (row["admin1"], row["country"])
            if row["admin1"] and (region not in largest or largest[region].population < population):
                largest[region] = place
        for (name, country), city in largest.items():
            key = _key(name)
            if key:
                region_place = Place(name, country, name, city.latitude, city.longitude, "region", city.population)
                gazetteer.regions.setdefault(key, []).append(region_place)
                if key not in gazetteer.names and key not in gazetteer.weak and len("".join(key)) > 3:
                    gazetteer._add(region_place, [name])
        for short, name in _US_SHORT.items():
            gazetteer.regions.setdefault((short,), []).extend(
                p for p in gazetteer.regions.get(_key(name), ()) if p.country == "USA"
            )
        return gazetteer

    def _add(self, place: Place, names: Iterable[str]) -> None:
        for name in names:
            simple = name.isalpha() and name.isascii()  # most names: spare them the regular expressions
            key = (name.lower(),) if simple else _key(name)
            if not key:
                continue
            places = self.names.setdefault(key, [])
            if place not in places:
                places.append(place)
            if key not in self.looks:
                self.looks[key] = (_CAPITAL,) if simple and len(name) > 4 and name[0].isupper() else _look(name)
                if min(self.looks[key][:1], default=_ANY) == _ANY:
                    self.small.add(key[0])
                if len(key) > self.longest.get(key[0], 0):
                    self.longest[key[0]] = len(key)

    # -- finding ------------------------------------------------------------------------------------------------

    def find(self, doc: Doc) -> list[PlaceSpan]:
        """Place names in a Doc, left to right, not overlapping, each resolved in the company of the countries
        beside it.
        """
        cached = doc.user_data.get("place_spans")
        if cached is None or cached[0] != len(doc):
            spans = [PlaceSpan(*span) for span in self.find_words([token.text for token in doc])]
            if doc.has_annotation("DEP"):
                spans = [span for span in spans if not _person(doc, span)]
            cached = (len(doc), spans)
            doc.user_data["place_spans"] = cached
        return list(cached[1])

    def find_words(self, words: Sequence[str], context: Iterable[str] = ()) -> list[tuple[int, int, Place]]:
        """(start, end, place) for a tokenised text; `context`: ISO-3 codes of countries known to be talked about."""
        found = self._candidates(words)
        countries = set(context)
        for _, _, places, _ in found:
            if len({place.country for place in places}) == 1 or places[0].precision == "country":
                countries.add(places[0].country)
        return [(start, end, pinned or self._best(places, countries)) for start, end, places, pinned in found]

    def _candidates(self, words: Sequence[str]) -> list[tuple[int, int, list[Place], Place | None]]:
        pieces: list[str] = []
        at: list[int] = []
        for index, word in enumerate(words):
            if word in _HYPHENS:
                continue
            for piece in _pieces(word):
                pieces.append(piece)
                at.append(index)
        found: list[tuple[int, int, list[Place], Place | None]] = []
        i, size = 0, len(pieces)
        while i < size:
            match = self._match(words, pieces, at, i)
            if not match:
                i += 1
                continue
            length, places = match
            start, end = at[i], at[i + length - 1] + 1
            if (i and at[i - 1] == start) or (i + length < size and at[i + length] == end - 1):
                i += 1  # part of a token: "Sino-Russian", "non-US"
                continue
            pinned = None
            more = self._outer(words, pieces, at, i + length, places)
            if more:
                length, end, pinned = more[0] - i, more[1], more[2]
            if pinned is None and not self._stands_alone(words, start, end, pieces[i : i + length], places):
                i += length
                continue
            found.append((start, end, places, pinned))
            i += length
        return found

    def _match(self, words: Sequence[str], pieces: list[str], at: list[int], i: int) -> tuple[int, list[Place]] | None:
        longest = self.longest.get(pieces[i])
        if longest is None or not (words[at[i]][:1].isupper() or pieces[i] in self.small):
            return None
        for length in range(min(longest, len(pieces) - i), 0, -1):
            key = tuple(pieces[i : i + length])
            places = self.names.get(key)
            if places and all(
                look == _ANY
                or (
                    words[at[i + k]][:1].isupper() and (look == _CAPITAL or words[at[i + k]].replace(".", "").isupper())
                )
                for k, look in enumerate(self.looks[key])
            ):
                return length, places
        return None

    def _outer(
        self, words: Sequence[str], pieces: list[str], at: list[int], i: int, places: list[Place]
    ) -> tuple[int, int, Place] | None:
        """ ", Texas" / ", France" / "(Ohio)" after a city: (next piece, end token, the place it pins), or None."""
        if i + 1 >= len(pieces) or words[at[i]] not in (",", "("):
            return None
        for length in range(min(4, len(pieces) - i - 1), 0, -1):
            key = tuple(pieces[i + 1 : i + 1 + length])
            last = at[i + length]
            if not words[at[i + 1]][:1].isupper():
                return None
            outer = [place for place in self.names.get(key, ()) if place.precision == "country"]
            for place in sorted(places, key=lambda p: -p.population):
                if place.precision == "country":
                    continue
                if any(o.country == place.country for o in outer) or any(
                    r.country == place.country and r.name == place.admin1 for r in self.regions.get(key, ())
                ):
                    closing = (
                        last + 2
                        if words[at[i]] == "(" and last + 1 < len(words) and words[last + 1] == ")"
                        else last + 1
                    )
                    return i + 1 + length, closing, place
            named = (
                [r for r in self.regions.get(key, ()) if r.country in ("USA", "CAN")]
                if places[0].precision == "city"
                else []
            )
            if named:  # "Paris, Texas" where only the French one is known: the state is right, the city would be wrong
                r = named[0]
                name = " ".join(words[at[i] - 1 : at[i]])
                return i + 1 + length, last + 1, Place(name, r.country, r.name, r.latitude, r.longitude, "region", 0)
        return None

    def _stands_alone(
        self, words: Sequence[str], start: int, end: int, key: Sequence[str], places: list[Place]
    ) -> bool:
        """False for names that are part of a person's or another thing's name ("Jack London", "Paris Hilton", "Of")."""
        before = words[start - 1] if start else ""
        after = words[end] if end < len(words) else ""
        low = fold(before)
        strong = any(
            place.precision in ("country", "landmark") or place.is_capital or place.population >= _WEAK_BELOW
            for place in places
        )
        if (tuple(key) in self.weak or not strong) and low not in _WEAK_CUES:
            return False
        if len(key) == 1 and before[:1].isupper() and low in self.given:
            titled = low in ("president", "minister", "secretary", "ambassador", "envoy", "mayor", "governor")
            if not titled or places[0].precision != "country":
                return False
        if (
            len(key) == 1
            and after[:1].isupper()
            and after.isalpha()
            and not after.isupper()
            and fold(after) not in _FOLLOWERS
        ):
            # "Paris Hilton", "Jordan Smith"; a name in front of a common noun ("Paris talks") stands for itself.
            if low in ("in", "at", "near", "to", "from", "outside"):
                return True
            return not (places[0].precision == "city" and not places[0].is_capital) and fold(key[0]) not in self.given
        return True

    @staticmethod
    def _best(places: list[Place], countries: set[str]) -> Place:
        def score(place: Place) -> tuple[float, str]:
            if place.precision == "country":
                value = 9.0
            else:
                value = math.log10(max(place.population, 1)) + (1.0 if place.is_capital else 0.0)
                value += {"landmark": 2.0, "region": -0.5}.get(place.precision, 0.0)
            return value + (2.0 if place.country in countries and place.precision != "country" else 0.0), place.name

        return max(places, key=score)

    def resolve(self, text: str, context: Iterable[str] = ()) -> Place | None:
        """A place given on its own, such as a dateline ("BEIJING, China", "WASHINGTON"); the first that is known,
        else None.
        """
        words = re.findall(r"\w+(?:[.'’]\w+)*\.?|[,()/;-]", text[:200])
        words = [w.title() if w.isupper() and len(w) > 4 else w for w in words]
        key = _key(text)
        if key in self.names:
            return self._best(self.names[key], set(context))
        titled = [w.capitalize() if w.isupper() and len(fold(w)) > 3 else w for w in words]
        found = self.find_words(["at", *titled], context)
        if (
            found
            and found[0][2].precision == "country"
            and len(found) > 1
            and found[1][2].country == found[0][2].country
        ):
            return found[1][2]
        return found[0][2] if found else None


def _key(name: str) -> Key:
    return tuple(_WORDS.findall(fold(name)))


def _look(name: str) -> tuple[int, ...]:
    looks: list[int] = []
    for word in re.split(r"[\s\-–]+", name):
        bare = word.replace(".", "")
        look = _UPPER if bare.isupper() and 1 < len(bare) <= 4 else _CAPITAL if word[:1].isupper() else _ANY
        looks.extend([look] * len(_WORDS.findall(fold(word))))
    return tuple(looks)


def _rows(path: Path) -> Iterator[tuple[dict[str, str], str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, None)
        if not header:
            raise ValueError(f"{path}:1: the file is empty; its first line must name the columns")
        width = len(header)
        for number, row in enumerate(reader, 2):
            if not row:
                continue
            if len(row) != width:
                raise ValueError(
                    f"{path}:{number}: {len(row)} fields where the header has {width}; quote names that hold a comma"
                )
            yield dict(zip(header, row, strict=True)), f"{path}:{number}"


def _point(row: dict[str, str], where: str) -> tuple[float, float]:
    try:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
    except ValueError:
        raise ValueError(f"{where}: latitude and longitude must be numbers in degrees") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"{where}: latitude {latitude} or longitude {longitude} is out of range")
    return latitude, longitude


def _plain_words(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield from fold(line).split()


def _keys(path: Path) -> Iterator[Key]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield _key(line)


# -- the venue of an event ------------------------------------------------------------------------------------------

_IN = _set("in at near outside inside within around through throughout across off along aboard")
_TO = _set("to into toward towards")
_NAME_DEPS = _set("flat flat:name compound appos")
# Predicates whose "to / into / for X" is where they happen.
MOTION = _set(
    "visit trip travel arrive arrival fly flight go come head tour return journey leave depart departure land "
    "deploy deployment enter invite invitation welcome rush move mission stopover pilgrimage voyage swing get "
    "bring advance march incursion intervention entry foray"
)
# Predicates whose object (or "of X", "on X") is where they happen.
PLACED_OBJECT = _set(
    "visit tour invade invasion bomb bombing bombard bombardment shell shelling raid capture seize seizure "
    "occupy occupation annex annexation besiege siege enter storm reach blockade retake recapture liberate "
    "liberation overrun strike attack hit pound fall evacuate leave airstrike assault offensive conquer"
)
# Predicates that carry something to where they take effect: "sent a rescue team to Turkey".
SENDING = _set("send dispatch deliver ship airlift deploy rush")
LEAVING = _set("withdraw withdrawal pull pullout evacuate evacuation expel expulsion deport deportation retreat flee")
# Event nouns that take a venue's name in front of them: "the Geneva talks".
VENUE_NOUNS = MEETINGS | _set(
    "attack bombing siege massacre protest explosion blast shooting raid clash fighting battle"
)
# Nouns between a locative and the clause that do not claim the place for themselves.
PASSING = MEETINGS | _set(
    "police guard supporter demonstrator student resident unit villager worker migrant government opposition "
    "rebel side party parliament authority army team mediator year month week day hour time morning evening "
    "night weekend counterpart leader official diplomat minister president delegation delegate representative "
    "envoy ambassador sideline margin agreement deal accord treaty pact memorandum document declaration "
    "statement communique protocol contract embassy consulate mission office headquarters palace residence "
    "hotel base airport hall building house city capital town village resort venue site center centre "
    "university school complex area part outskirts suburb north south east west border port island province "
    "region state district street square mosque church cathedral temple memorial museum stadium camp lawmaker "
    "reporter journalist press news briefing interview speech address remark dinner lunch breakfast banquet "
    "event meeting ceasefire truce exercise drill maneuver referendum group relation tie issue hand sanction "
    "host guest start end beginning opening conclusion signing arrival troops soldier force people person man "
    "civilian crowd thousand hundred dozen protester activist"
)
# Verbs that speak of things elsewhere: their objects keep their places ("condemned the attack in Kabul").
VERBAL = _set(
    "cancel postpone break scrap shelve suspend delay promise deny demand condemn discuss denounce criticise "
    "criticize praise support back reject oppose urge welcome mention blame accuse warn say address raise "
    "describe call want seek talk consider debate follow monitor watch note acknowledge deplore regret "
    "protest hail laud applaud slam decry defend justify investigate review analyse analyze study report "
    "reveal cite recall remember mark commemorate express voice share end stop halt resolve settle fuel fund "
    "finance influence affect hurt shape fear oversee"
)
_UNPLACED = _set(
    "interest confidence trust faith stake belief role influence investment involvement interference believe"
)
# Verbs of the mind and of promises: where their subject has its seat says nothing of where they happen.
RESOLVING = _set(
    "agree refuse accept threaten pledge vow offer insist hope expect plan decide try fail claim tell ask "
    "reply respond argue propose"
)
# Participles that set a scene, and words that open a clause which does not.
SCENES = _set("speak talk address meet visit attend travel arrive hold gather write stand appear tour")
_NOT_THEN = _set("after before because since although though if unless until")
_PLACE_NOUNS = _set(
    "street streets square city town capital village port province region island resort state district area "
    "republic peninsula suburb outskirts part north south east west border center centre heart coast "
    "territory shore side municipality neighborhood neighbourhood"
)
_UNKNOWN_AT = _set("in near outside around off inside at")
_TIMES = frozenset(MONTHS) | frozenset(WEEKDAYS)
_IN_TOWN = _set(
    "square street avenue boulevard road palace hotel hall house building parliament congress senate court "
    "embassy university airport park church cathedral mosque temple stadium station centre center museum "
    "cabinet council assembly party government ministry"
)
_BREAKS = _set("acl acl:relcl advcl ccomp csubj csubj:pass parataxis")


def event_place(
    doc: Doc, trigger: int, gazetteer: Gazetteer, actor_tokens: set[int], dateline: str | None
) -> EventPlace | None:
    """The place of the event whose trigger is token `trigger`, or None. Never raises.

    `actor_tokens`: tokens that belong to actors' names; they count as places only in a locative of their own
    ("in China", "to Beijing"), never as subject, object or possessor. `dateline`: the place name of the report's
    dateline.
    """
    if 0 <= trigger < len(doc):
        spans = gazetteer.find(doc)
        if spans:
            parsed = doc.has_annotation("DEP")
            found = _from_parse(doc, trigger, spans) if parsed else _from_words(doc, trigger, spans)
            if found:
                return found
    if dateline:
        place = gazetteer.resolve(dateline)
        if place:
            return made(place, "dateline")
    return None


def made(place: Place, method: str) -> EventPlace:
    """The place of an event: for a landmark the city it stands in, with the landmark's own point."""
    return EventPlace(
        place.part_of or place.name, place.country, place.latitude, place.longitude, method, place.precision
    )


def _from_words(doc: Doc, trigger: int, spans: list[PlaceSpan]) -> EventPlace | None:
    """Without a parse: the nearest name with "in", "at", "near" before it (an article or adjective may stand
    between).
    """
    best: tuple[int, PlaceSpan] | None = None
    for span in spans:
        before = [doc[k].lower_ for k in range(max(0, span.start - 3), span.start)]
        if any(word in _IN for word in before) and "," not in before:
            away = abs(span.start - trigger)
            if best is None or away < best[0]:
                best = (away, span)
    if best is None:
        return None
    return made(best[1].place, "clause" if best[0] <= 8 else "sentence")


@dataclass(frozen=True, slots=True)
class _Locative:
    """A place name used as a locative: the token that carries the preposition, the word it hangs on, and the
    preposition.
    """

    span: PlaceSpan
    carrier: Token
    preposition: str


def _head(doc: Doc, start: int, end: int) -> Token:
    for index in range(start, end):
        token = doc[index]
        outside = token.head.i == token.i or not start <= token.head.i < end
        if outside and (token.is_alpha or index == end - 1):
            return token
    return doc[start]


def _person(doc: Doc, span: PlaceSpan) -> bool:
    """True where the parse makes the name part of a longer one that is not a place: "London" flat under "Jack"."""
    head = _head(doc, span.start, span.end)
    if head.dep_ in ("flat", "flat:name") and head.head.i < span.start and head.head.pos_ == "PROPN":
        return span.place.precision not in ("country", "landmark") and head.head.lower_ not in _PLACE_NOUNS
    if span.place.precision == "city":
        for child in head.children:
            if (
                child.dep_ in ("flat", "flat:name")
                and child.i == span.end
                and child.text[:1].isupper()
                and not child.is_digit
            ):
                return fold(child.text) not in _FOLLOWERS
    return False


def _preposition(token: Token) -> str:
    for child in token.children:
        if child.dep_ == "case" and child.i < token.i and child.lower_ not in ("'s", "’s", "'", "’"):
            return child.lower_
    return ""


def _possessive(token: Token) -> bool:
    return token.dep_ == "nmod:poss" or any(
        child.dep_ == "case" and child.lower_ in ("'s", "’s", "'", "’") for child in token.children
    )


def _locative(doc: Doc, span: PlaceSpan) -> _Locative | None:
    """How a place name is used: with which preposition, and on which token it hangs; None for subjects, objects
    and owners.
    """
    token = _head(doc, span.start, span.end)
    for _ in range(5):
        if _possessive(token):
            return None
        preposition = _preposition(token)
        governor = token.head
        if preposition == "of" and (governor.lemma_.lower() in _PLACE_NOUNS or governor.lower_ in _PLACE_NOUNS):
            token = governor
            continue
        if preposition:
            return _Locative(span, token, preposition)
        if governor.i == token.i:
            return None
        if token.dep_ in ("conj", "appos", "flat", "flat:name", "nmod:unmarked", "list", "dep") and governor.pos_ in (
            "NOUN",
            "PROPN",
        ):
            token = governor
            continue
        if token.dep_ in ("compound", "nmod", "amod", "nmod:desc") and governor.pos_ in ("NOUN", "PROPN"):
            if (governor.lemma_.lower() or governor.lower_) in VENUE_NOUNS or governor.lower_ in VENUE_NOUNS:
                return _Locative(span, token, "compound")
            if (
                governor.lower_ in _PLACE_NOUNS | _REGION_WORDS | {"airport", "retreat", "suburb", "palace", "hotel"}
                or span.place.precision == "landmark"
            ):
                token = governor
                continue
            if span.place.precision != "country" and governor.pos_ == "NOUN" and _preposition(governor) in _IN:
                token = governor  # "in the Tokyo subway"
                continue
            return None
        if token.dep_ in ("obj", "nsubj:pass"):
            return _Locative(span, token, "object")
        return None
    return None


def _lemma(token: Token) -> str:
    return (token.lemma_ or token.lower_).lower()


def _from_parse(doc: Doc, trigger: int, spans: list[PlaceSpan]) -> EventPlace | None:
    # What is only loosely joined to the trigger ("declared ... and postponed a visit to Paris") lends no place.
    anchors = {token: cost for token, cost in clause_anchors(doc, trigger).items() if cost < 4.0}
    sentence = doc[trigger].sent if doc.has_annotation("SENT_START") else doc[0 : len(doc)]
    clause: list[tuple[float, int, int, EventPlace]] = []
    frame: list[tuple[float, int, int, EventPlace]] = []
    for span in spans:
        if not sentence.start <= span.start < sentence.end or span.start <= trigger < span.end:
            continue
        country = span.place.precision == "country"
        if span.end == trigger and not country and doc[trigger].pos_ == "NOUN" and _lemma(doc[trigger]) in VENUE_NOUNS:
            clause.append((0.0, 0, span.start, made(span.place, "clause")))  # "Geneva talks", however it was parsed
            continue
        locative = _locative(doc, span)
        if locative is None:
            continue
        away = abs(span.start - trigger)
        reached = _reach(locative, anchors, trigger)
        if reached is not None:
            cost, destination = reached
            method = "target" if country and destination else "clause"
            clause.append((cost + (0.9 if country else 0.0), away, span.start, made(span.place, method)))
        elif locative.preposition in _IN and _frames(locative.carrier, doc[trigger]):
            frame.append((1.0 if country else 0.0, away, span.start, made(span.place, "sentence")))
    if clause:
        best = min(clause, key=lambda entry: entry[:3])[3]
        if (
            best.precision == "country"
        ):  # a venue within the country visited, named in the same sentence, is the nearer word
            inner = [
                entry
                for entry in clause + frame
                if entry[3].country == best.country and entry[3].precision != "country"
            ]
            if inner:
                return min(inner, key=lambda entry: entry[:3])[3]
        return best
    if (there := _where(doc, trigger, spans)) is not None:
        return there
    return min(frame, key=lambda entry: entry[:3])[3] if frame else None


def _where(doc: Doc, trigger: int, spans: list[PlaceSpan]) -> EventPlace | None:
    """The place that a clause with "where" hangs on: "flew to Oslo, where he met the king"."""
    token = doc[trigger]
    for _ in range(6):
        there = next((child.i for child in token.children if child.lower_ == "where"), -1)
        if there >= 0 and token.dep_ in ("acl:relcl", "advcl"):
            near = [span for span in spans if span.start <= token.head.i < span.end or 0 <= there - span.end <= 1]
            return made(near[-1].place, "clause") if near else None
        if token.head.i == token.i or token.dep_ in ("ccomp", "advcl", "parataxis"):
            return None
        token = token.head
    return None


def unknown_venue(doc: Doc, trigger: int, gazetteer: Gazetteer) -> bool:
    """Whether the event's own clause puts it at a place that the gazetteer does not know ("near Goris"), so that the
    dateline would be wrong. Squares, streets and buildings may well be in the town of the dateline.
    """
    if not doc.has_annotation("DEP"):
        return False
    known = {t for span in gazetteer.find(doc) for t in range(span.start, span.end)}
    for token in doc:
        if token.pos_ != "PROPN" or token.i in known or token.lower_ in _TIMES or not token.text[:1].isupper():
            continue
        preposition = _preposition(token)
        if preposition not in _UNKNOWN_AT and not (preposition == "on" and token.lower_ in _PLACE_NOUNS):
            continue
        words = {t.lower_ for t in token.subtree}
        if words & _IN_TOWN or token.text.isupper():
            continue
        at = token.head
        for _ in range(2):
            if at.i == trigger:
                return True
            if at.dep_ not in ("obj", "obl", "nmod", "nsubj:pass") or at.pos_ not in ("NOUN", "PROPN"):
                break
            at = at.head
    return False


def _reach(locative: _Locative, anchors: dict[int, float], trigger: int) -> tuple[float, bool] | None:
    """(cost, is it the destination or object) of a locative that belongs to the trigger's own clause, else None."""
    node, preposition = locative.carrier, locative.preposition
    governor = node.head
    lemma = _lemma(governor)
    if governor.i == node.i:
        return (0.0, False) if preposition in _IN and node.i in anchors else None
    near = anchors.get(governor.i)
    if preposition == "compound":
        return (
            (near, False) if near is not None and near <= 1.0 and locative.span.place.precision != "country" else None
        )
    if preposition == "object" or preposition == "of" or (preposition == "on" and lemma in PLACED_OBJECT):
        return (near, True) if near is not None and lemma in PLACED_OBJECT and near <= 1.0 else None
    if preposition == "from":
        if near is not None and lemma in LEAVING:
            return near, True
        leaves = governor.dep_ == "obj" and governor.head.i in anchors and _lemma(governor.head) in LEAVING
        return (anchors[governor.head.i] + 0.5, True) if leaves else None  # "withdrew its troops from Mali"
    if preposition in _TO or (preposition == "for" and lemma in ("leave", "depart", "head")):
        if locative.carrier.lower_ == "streets" or (lemma in SENDING and near is not None and near <= 1.0):
            return (near, True) if near is not None else None
        carries = governor.pos_ == "VERB" and any(child.dep_ == "obj" for child in governor.children)
        if (
            near is not None
            and near <= 3.0
            and lemma in MOTION
            and not (carries and lemma in ("return", "take", "get"))
        ):
            return near, True
        above = governor.head  # "paid a visit to Beijing", "deployed troops to Syria"
        if near is not None or above.i not in anchors:
            return None
        if governor.dep_ in ("obj", "obl") and _lemma(above) in MOTION:
            return anchors[above.i] + 0.5, True
        if lemma in MOTION and governor.pos_ == "NOUN":  # "paid a visit to Beijing", "during a visit to Hiroshima, ..."
            if governor.dep_ == "obj" and _lemma(above) not in VERBAL:
                return anchors[above.i] + 0.5, True
            if governor.dep_ == "obl" and _preposition(governor) in ("during", "on", "in", "at", "for"):
                return anchors[above.i] + 1.0, True
        return None
    if (
        preposition not in _IN
        and not (preposition in ("on", "by") and locative.span.place.precision in ("region", "landmark"))
        and not (preposition == "over" and not locative.span.place.country)
    ):  # "patrols over the Baltic Sea"
        return None
    if lemma in _UNPLACED:
        return None
    cost = 0.0
    dated = _beside_date(locative, anchors)  # "signed an accord on flights in Havana on Monday"
    for _ in range(10):
        above, label = node.head, node.dep_
        if above.i == node.i or label in _BREAKS:
            return None
        if above.i in anchors:
            if label == "xcomp" and above.i == trigger:
                return None
            if label == "obj" and node.pos_ == "NOUN" and _lemma(above) in VERBAL and above.pos_ == "VERB":
                return None
            if label.startswith("nsubj") and node.i != locative.carrier.i and _lemma(above) in VERBAL | RESOLVING:
                return None  # "leaders in Washington condemned", "condemned the government in Kabul"
            destination = node.i == locative.carrier.i and _lemma(above) in MOTION and preposition in ("in", "at")
            return anchors[above.i] + cost, destination
        if above.pos_ in ("VERB", "AUX"):
            return None
        if label in ("nsubj", "nsubj:pass"):
            return None
        passing = dated or above.pos_ in ("PROPN", "PRON") or _lemma(above) in PASSING or above.lower_ in PASSING
        acted_on = above.head.i in anchors and _lemma(above.head) not in VERBAL
        at_it = (
            node.i == locative.carrier.i and above.dep_ == "obl" and _preposition(above) in ("at", "on", "into", "in")
        )
        counted = above.head.dep_ == "obj" and above.head.lower_ in (
            "dozens",
            "hundreds",
            "thousands",
            "scores",
            "number",
            "members",
        )
        if counted and above.head.head.i in anchors and _lemma(above.head.head) not in VERBAL:
            acted_on = at_it = True  # "attacked dozens of ships in the Red Sea"
        acted_on &= above.dep_ == "obj" or at_it
        landmark = locative.span.place.precision == "landmark" and above.dep_ != "nsubj"
        if not passing and not landmark and not acted_on:
            return None
        cost += 0.5
        node = above
    return None


def _beside_date(locative: _Locative, anchors: dict[int, float]) -> bool:
    """Whether the words of a date follow a locative inside the object of a verb that brings its object about: both are
    then the verb's.
    """
    doc, up = locative.carrier.doc, locative.carrier
    if date_behind(doc, locative.span.end, None, False, resolved=False) is None:
        return False
    while up.head.i != up.i and up.dep_ in ("nmod", "obl"):
        up = up.head
    return up.dep_ == "obj" and up.head.i in anchors and _lemma(up.head) in CREATE


def _frames(carrier: Token, trigger: Token) -> bool:
    """True where a locative outside the trigger's clause still sets its scene: no speech and no relative clause in
    between.
    """
    up: list[Token] = []
    token = trigger
    for _ in range(15):
        up.append(token)
        if token.head.i == token.i:
            break
        token = token.head
    position = {token.i: n for n, token in enumerate(up)}
    node = carrier
    for _ in range(15):
        if node.i in position:
            break
        scene = node.dep_ in ("acl", "conj") and node.lower_.endswith("ing") and _lemma(node) in SCENES
        if scene and node.head.dep_ in ("nsubj", "nsubj:pass"):
            node = node.head.head  # "the minister, speaking in Oslo, said"
            continue
        if node.dep_ in ("ccomp", "csubj", "parataxis", "acl", "acl:relcl", "nmod:poss", "xcomp"):
            return False
        if node.dep_ in ("nsubj", "nsubj:pass") and node.i != carrier.i:
            return False
        if node.dep_ == "conj" and node.pos_ == "VERB" and node.head.pos_ in ("NOUN", "PROPN"):
            return False
        if node.dep_ == "conj" and any(child.dep_ in ("nsubj", "nsubj:pass") for child in node.children):
            return False  # another's deed
        if (
            node.dep_ == "advcl"
            and node.i > trigger.i
            and any(child.lower_ in ("to", "of", "for", "from", *_NOT_THEN) for child in node.children)
        ):
            return False
        if node.i != carrier.i and node.pos_ == "NOUN" and _lemma(node) not in PASSING and node.lower_ not in PASSING:
            return False
        if node.dep_ == "advcl" and any(child.dep_ in ("nsubj", "nsubj:pass") for child in node.children):
            return False
        if node.head.i == node.i:
            return False
        if node.dep_ in ("obj", "iobj") and _lemma(node.head) in VERBAL:
            return False
        node = node.head
    else:
        return False
    return all(token.dep_ not in ("ccomp", "csubj", "parataxis") for token in up[: position[node.i]])
