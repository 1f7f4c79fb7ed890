"""Place names, and which of them is the venue of an event."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.coding.places import EventPlace, Gazetteer, event_place, fold

SEEDS = Path(__file__).parents[2] / "seeds" / "places"
NLP = spacy.blank("en")
VOCAB = NLP.vocab


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(SEEDS)


def words(text: str) -> list[str]:
    return text.split()


def parse(rows: str) -> Doc:
    """One token a line: word, head (index), label, part of speech, lemma (the word itself where missing)."""
    cells = [line.split() for line in rows.strip().splitlines()]
    return Doc(
        VOCAB,
        words=[c[0] for c in cells],
        heads=[int(c[1]) for c in cells],
        deps=[c[2] for c in cells],
        pos=[c[3] for c in cells],
        lemmas=[c[4] if len(c) > 4 else c[0].lower() for c in cells],
    )


# -- the gazetteer --------------------------------------------------------------------------------------------------


def test_loads_quickly() -> None:
    began = time.perf_counter()
    Gazetteer.load(SEEDS)
    assert time.perf_counter() - began < 2.0  # 0.2 s on a free core; the margin is for busy machines


def test_seeds_are_compact() -> None:
    assert sum(path.stat().st_size for path in SEEDS.iterdir()) < 1_500_000


def test_country_points_lie_near_their_cities(gazetteer: Gazetteer) -> None:
    """A wrong sign or swapped coordinates would put a country's point far from all its cities."""
    cities: dict[str, list[tuple[float, float]]] = {}
    countries = {}
    for places in gazetteer.names.values():
        for place in places:
            if place.precision == "country":
                countries[place.country] = place
            elif place.country:
                cities.setdefault(place.country, []).append((place.latitude, place.longitude))
    wide = {"RUS", "SUN", "USA", "CAN", "AUS", "PYF", "KIR", "FSM", "GRL"}
    far = [
        code
        for code, place in countries.items()
        if code in cities and code not in wide
        and min(abs(a - place.latitude) + abs(b - place.longitude) for a, b in cities[code]) > 7
    ]  # fmt: skip
    assert far == []


NAMES = [
    ("Beijing", "CHN"), ("Kyiv", "UKR"), ("Kiev", "UKR"), ("Odesa", "UKR"), ("Mykolaiv", "UKR"), ("Bakhmut", "UKR"), ("Luhansk", "UKR"), ("Saigon", "VNM"),
    ("Ho Chi Minh City", "VNM"), ("Astana", "KAZ"), ("Nur-Sultan", "KAZ"), ("Camp David", "USA"), ("Sharm el-Sheikh", "EGY"), ("Davos", "CHE"),
    ("Evian", "FRA"), ("Minsk", "BLR"), ("Oslo", "NOR"), ("Reykjavik", "ISL"), ("Dayton", "USA"), ("Bretton Woods", "USA"), ("Panmunjom", "KOR"),
    ("Sochi", "RUS"), ("Yalta", "UKR"), ("Potsdam", "DEU"), ("Rambouillet", "FRA"), ("Taba", "EGY"), ("Ramallah", "PSE"), ("Gaza", "PSE"),
    ("Gaza City", "PSE"), ("Gaza Strip", "PSE"), ("West Bank", "PSE"), ("Hiroshima", "JPN"), ("Vladivostok", "RUS"), ("Kananaskis", "CAN"),
    ("Crimea", "UKR"), ("Donbas", "UKR"), ("Kashmir", "IND"), ("Darfur", "SDN"), ("N'Djamena", "TCD"), ("Ndjamena", "TCD"), ("Port-au-Prince", "HTI"),
    ("Ouagadougou", "BFA"), ("Sanaa", "YEM"), ("Sana'a", "YEM"), ("Hodeidah", "YEM"), ("Aden", "YEM"), ("Benghazi", "LBY"), ("Tripoli", "LBY"),
    ("Sirte", "LBY"), ("Aleppo", "SYR"), ("Idlib", "SYR"), ("Deir ez-Zor", "SYR"), ("Raqqa", "SYR"), ("Mosul", "IRQ"), ("Basra", "IRQ"), ("Erbil", "IRQ"),
    ("Kandahar", "AFG"), ("Herat", "AFG"), ("Mazar-i-Sharif", "AFG"), ("Helmand", "AFG"), ("Naypyidaw", "MMR"), ("Yangon", "MMR"), ("Rangoon", "MMR"),
    ("Phnom Penh", "KHM"), ("Vientiane", "LAO"), ("Ulaanbaatar", "MNG"), ("Ulan Bator", "MNG"), ("Pyongyang", "PRK"), ("Kaesong", "PRK"), ("Taipei", "TWN"),
    ("St. Petersburg", "RUS"), ("Grozny", "RUS"), ("Tskhinvali", "GEO"), ("Sukhumi", "GEO"), ("Stepanakert", "AZE"), ("Tiraspol", "MDA"), ("Chisinau", "MDA"),
    ("Pristina", "XKX"), ("Srebrenica", "BIH"), ("Geneva", "CHE"), ("Zurich", "CHE"), ("The Hague", "NLD"), ("Strasbourg", "FRA"), ("Cologne", "DEU"),
    ("Munich", "DEU"), ("Krakow", "POL"), ("Gdansk", "POL"), ("Lisbon", "PRT"), ("Nicosia", "CYP"), ("Jerusalem", "ISR"), ("Tel Aviv", "ISR"), ("Rafah", "PSE"),
    ("Khan Younis", "PSE"), ("Jenin", "PSE"), ("Beirut", "LBN"), ("Riyadh", "SAU"), ("Jeddah", "SAU"), ("Mecca", "SAU"), ("Dubai", "ARE"), ("Doha", "QAT"),
    ("Muscat", "OMN"), ("Khartoum", "SDN"), ("El Fasher", "SDN"), ("Juba", "SSD"), ("Addis Ababa", "ETH"), ("Mekelle", "ETH"), ("Asmara", "ERI"),
    ("Mogadishu", "SOM"), ("Nairobi", "KEN"), ("Goma", "COD"), ("Kinshasa", "COD"), ("Bangui", "CAF"), ("Bamako", "MLI"), ("Timbuktu", "MLI"), ("Niamey", "NER"),
    ("Abuja", "NGA"), ("Maiduguri", "NGA"), ("Abidjan", "CIV"), ("Algiers", "DZA"), ("Rabat", "MAR"), ("Laayoune", "ESH"), ("Havana", "CUB"), ("Caracas", "VEN"),
    ("Bogota", "COL"), ("La Paz", "BOL"), ("Brasilia", "BRA"), ("Panama City", "PAN"), ("Mexico City", "MEX"), ("Ottawa", "CAN"), ("Washington", "USA"),
    ("New York", "USA"), ("Canberra", "AUS"), ("Wellington", "NZL"), ("Suva", "FJI"), ("Honiara", "SLB"), ("Port Moresby", "PNG"), ("Male", "MDV"),
    ("Kathmandu", "NPL"), ("Thimphu", "BTN"), ("Dhaka", "BGD"), ("Chittagong", "BGD"), ("Mumbai", "IND"), ("New Delhi", "IND"), ("Islamabad", "PAK"),
    ("Peshawar", "PAK"), ("Tashkent", "UZB"), ("Samarkand", "UZB"), ("Bishkek", "KGZ"), ("Dushanbe", "TJK"), ("Ashgabat", "TKM"), ("Xinjiang", "CHN"),
    ("Tibet", "CHN"), ("Hong Kong", "HKG"), ("Macau", "MAC"), ("Guantanamo Bay", "CUB"), ("Nagorno-Karabakh", "AZE"), ("Golan Heights", "SYR"),
    ("Ivory Coast", "CIV"), ("Cote d'Ivoire", "CIV"), ("DR Congo", "COD"), ("UAE", "ARE"), ("U.S.", "USA"), ("UK", "GBR"), ("Türkiye", "TUR"), ("Burma", "MMR"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "country"), NAMES, ids=[row[0] for row in NAMES])
def test_name_is_known(gazetteer: Gazetteer, name: str, country: str) -> None:
    doc = NLP.make_doc(f"They met in {name} today")
    (span,) = gazetteer.find(doc)
    assert (span.place.country, doc[span.start : span.end].text) == (country, name)


def test_every_un_member_has_a_point_and_a_capital(gazetteer: Gazetteer) -> None:
    pycountry = pytest.importorskip("pycountry")
    known = {p.country for places in gazetteer.names.values() for p in places if p.precision == "country"}
    capitals = {p.country for places in gazetteer.names.values() for p in places if p.is_capital}
    dependent = {c.alpha_3 for c in pycountry.countries if c.alpha_3 not in known}
    assert dependent <= {
        "ALA", "ASM", "ATF", "BES", "BLM", "BVT", "CCK", "CXR", "GGY", "HMD", "IOT", "JEY", "MAF", "NFK", "PCN", "SGS", "SHN", "SJM", "SPM", "TKL", "UMI",
        "WLF",
    }  # fmt: skip
    without = {c for c in known if c not in capitals}
    assert without <= {
        "ATA",
        "CSK",
        "DDR",
        "SUN",
        "YUG",
        "CUW",
        "MAC",
        "HKG",
        "SXM",
        "FLK",
        "MYT",
        "GLP",
        "MTQ",
        "REU",
        "GUF",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Tripoli , Lebanon", [("Tripoli", "LBN")]),
        ("in Tripoli near the border of Lebanon", [("Tripoli", "LBN"), ("Lebanon", "LBN")]),
        ("in Paris , Texas", [("Paris", "USA")]),
        ("in Paris , France", [("Paris", "FRA")]),
        ("in Atlanta , Georgia", [("Atlanta", "USA")]),
        ("in Tbilisi , Georgia", [("Tbilisi", "GEO")]),
        ("in Washington , D.C.", [("Washington", "USA")]),
        ("in Birmingham , Alabama", [("Birmingham", "USA")]),
        ("in the Iranian capital", [("Tehran", "IRN")]),
        ("in South Korea 's capital", [("Seoul", "KOR")]),
        ("in Hyderabad , Pakistan", [("Hyderabad", "PAK")]),
    ],
)
def test_neighbours_decide_between_namesakes(gazetteer: Gazetteer, text: str, expected: list[tuple[str, str]]) -> None:
    found = gazetteer.find_words(text.split())
    assert [(place.name, place.country) for _, _, place in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Jack London wrote", "Michael Jordan played", "Lloyd Austin spoke", "Vladimir Putin spoke", "told us", "a nice reading", "Nice work",
        "the Sino-Russian border", "Austin said", "Mary met Charlotte",
    ],
)  # fmt: skip
def test_not_a_place(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find_words(text.split()) == []


@pytest.mark.parametrize(
    ("dateline", "name", "country"),
    [
        ("BEIJING, China", "Beijing", "CHN"), ("WASHINGTON", "Washington", "USA"), ("KYIV", "Kyiv", "UKR"), ("BEIJING/MOSCOW", "Beijing", "CHN"),
        ("SEOUL, South Korea", "Seoul", "KOR"), ("DUBAI, United Arab Emirates", "Dubai", "ARE"), ("TRIPOLI, Lebanon", "Tripoli", "LBN"),
        ("PORT-AU-PRINCE, Haiti", "Port-au-Prince", "HTI"), ("N'DJAMENA", "N'Djamena", "TCD"), ("ABOARD AIR FORCE ONE", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_datelines_resolve(gazetteer: Gazetteer, dateline: str, name: str | None, country: str | None) -> None:
    place = gazetteer.resolve(dateline)
    assert (place.name, place.country) == (name, country) if place else name is None


def test_fold() -> None:
    assert [fold(x) for x in ("Évian", "N’Djamena", "U.S.", "Şanlıurfa", "Kraków")] == [
        "evian",
        "ndjamena",
        "us",
        "sanliurfa",
        "krakow",
    ]


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("cities.csv", "1,Nowhere,,,XXX,,ninety,0,5,city", "latitude and longitude must be numbers"),
        ("cities.csv", "1,Nowhere,,,XXX,,90.5,0,5,city", "out of range"),
        ("cities.csv", "1,Nowhere,,,XXX,,9,0,many,city", "population must be a whole number"),
        ("cities.csv", "1,Nowhere", "2 fields where the header has 10"),
        ("places.csv", "X,,FRA,,1,1,town,", "precision must be"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, file: str, line: str, message: str) -> None:
    for path in SEEDS.iterdir():
        if path.suffix == ".csv":
            header = path.read_text(encoding="utf-8").splitlines()[0]
            (tmp_path / path.name).write_text(
                header + "\n" + (line + "\n" if path.name == file else ""), encoding="utf-8"
            )
        else:
            (tmp_path / path.name).write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=message) as caught:
        Gazetteer.load(tmp_path)
    assert f"{file}:2" in str(caught.value)


# -- the venue, on parses built by hand -----------------------------------------------------------------------------


def where(place: EventPlace | None) -> tuple[str, str, str] | None:
    return (place.name, place.country, place.method) if place else None


def test_a_locative_of_the_clause_beats_the_dateline(gazetteer: Gazetteer) -> None:
    doc = parse("""
    Putin 1 nsubj PROPN
    met 1 ROOT VERB meet
    Xi 1 obj PROPN
    in 4 case ADP
    Sochi 1 obl PROPN
    """)
    found = event_place(doc, 1, gazetteer, {0, 2}, "BEIJING")
    assert where(found) == ("Sochi", "RUS", "clause")
    assert found is not None and found.latitude is not None and abs(found.latitude - 43.6) < 0.1


def test_actors_are_no_venue_and_the_dateline_is_the_last_resort(gazetteer: Gazetteer) -> None:
    doc = parse("""
    China 1 nsubj PROPN
    condemned 1 ROOT VERB condemn
    Israel 4 nmod:poss PROPN
    's 2 case PART
    strikes 1 obj NOUN strike
    """)
    assert event_place(doc, 1, gazetteer, {0, 2, 3}, None) is None
    assert where(event_place(doc, 1, gazetteer, {0, 2, 3}, "NEW YORK")) == ("New York", "USA", "dateline")


def test_the_place_of_what_is_condemned_is_not_the_place_of_condemning(gazetteer: Gazetteer) -> None:
    doc = parse("""
    China 1 nsubj PROPN
    condemned 1 ROOT VERB condemn
    the 3 det DET
    attack 1 obj NOUN
    in 5 case ADP
    Kabul 3 nmod PROPN
    """)
    assert event_place(doc, 1, gazetteer, {0}, None) is None
    assert where(event_place(doc, 3, gazetteer, {0}, None)) == ("Kabul", "AFG", "clause")


def test_destination_of_a_visit(gazetteer: Gazetteer) -> None:
    visit = """
    Putin 2 nmod:poss PROPN
    's 0 case PART
    visit 2 ROOT NOUN
    to 4 case ADP
    {place} 2 nmod PROPN
    """
    assert where(event_place(parse(visit.format(place="Beijing")), 2, gazetteer, {0, 4}, None)) == (
        "Beijing",
        "CHN",
        "clause",
    )
    # Only the country is known: the place is the country, not its capital, and not the dateline.
    assert where(event_place(parse(visit.format(place="China")), 2, gazetteer, {0, 4}, "MOSCOW")) == (
        "China",
        "CHN",
        "target",
    )


def test_a_city_in_the_same_sentence_places_a_visit_to_a_country(gazetteer: Gazetteer) -> None:
    doc = parse("""
    Putin 1 nsubj PROPN
    visited 1 ROOT VERB visit
    China 1 obj PROPN
    and 4 cc CCONJ
    met 1 conj VERB meet
    Xi 4 obj PROPN
    in 7 case ADP
    Beijing 4 obl PROPN
    """)
    found = event_place(doc, 1, gazetteer, {0, 2, 5}, None)
    assert found is not None and (found.name, found.precision) == ("Beijing", "city")


def test_speech_does_not_lend_its_place(gazetteer: Gazetteer) -> None:
    doc = parse("""
    Biden 1 nsubj PROPN
    said 1 ROOT VERB say
    in 3 case ADP
    Washington 1 obl PROPN
    Israel 6 nsubj PROPN
    had 6 aux AUX have
    agreed 1 ccomp VERB agree
    """)
    assert event_place(doc, 6, gazetteer, {0, 4}, None) is None
    assert where(event_place(doc, 1, gazetteer, {0, 4}, None)) == ("Washington", "USA", "clause")


def test_landmarks_place_an_event_in_their_city(gazetteer: Gazetteer) -> None:
    doc = parse("""
    Xi 1 nsubj PROPN
    received 1 ROOT VERB receive
    Putin 1 obj PROPN
    at 6 case ADP
    the 6 det DET
    Great 6 amod PROPN
    Hall 1 obl PROPN
    of 9 case ADP
    the 9 det DET
    People 6 nmod PROPN
    """)
    found = event_place(doc, 1, gazetteer, {0, 2}, None)
    assert found is not None
    assert (found.name, found.country, found.precision) == ("Beijing", "CHN", "landmark")


def test_a_venue_in_front_of_the_event(gazetteer: Gazetteer) -> None:
    doc = parse("""
    Geneva 1 compound PROPN
    talks 2 nsubj NOUN talk
    collapsed 2 ROOT VERB collapse
    """)
    assert where(event_place(doc, 1, gazetteer, {0}, None)) == ("Geneva", "CHE", "clause")
    china = parse("""
    China 1 compound PROPN
    talks 2 nsubj NOUN talk
    collapsed 2 ROOT VERB collapse
    """)
    assert event_place(china, 1, gazetteer, {0}, None) is None


def test_without_a_parse(gazetteer: Gazetteer) -> None:
    doc = Doc(VOCAB, words=words("Russia and Ukraine held talks in Istanbul"))
    assert where(event_place(doc, 3, gazetteer, {0, 2}, None)) == ("Istanbul", "TUR", "clause")
    assert event_place(doc[:5].as_doc(), 3, gazetteer, {0, 2}, None) is None


# -- properties -----------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    words(
        "in at to of the , ( ) - 's and visit talks met condemned Paris Texas Georgia U.S. US us New York Gaza "
        "Strip West Bank Jordan Michael Camp David St. Petersburg N'Djamena Port-au-Prince Great Hall People China "
        "Beijing BEIJING Ohio "
    )
) | st.text(max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=12))
def test_find_never_raises_and_never_overlaps(gazetteer: Gazetteer, tokens: list[str]) -> None:
    last = 0
    for start, end, place in gazetteer.find_words(tokens):
        assert last <= start < end <= len(tokens)
        assert -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180
        last = end
    gazetteer.resolve(" ".join(tokens))


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS.filter(bool), min_size=1, max_size=10), st.data())
def test_event_place_never_raises(gazetteer: Gazetteer, tokens: list[str], data: st.DataObject) -> None:
    count = len(tokens)
    heads = [data.draw(st.integers(0, max(0, i - 1))) for i in range(count)]
    labels = data.draw(
        st.lists(
            st.sampled_from(words("obl nmod nsubj obj acl case nmod:poss conj flat")), min_size=count, max_size=count
        )
    )
    doc = Doc(VOCAB, words=tokens, heads=heads, deps=["ROOT", *labels[1:]], pos=["NOUN"] * count)
    found = event_place(doc, data.draw(st.integers(0, count - 1)), gazetteer, set(), data.draw(st.none() | st.text()))
    assert found is None or found.method in ("clause", "target", "sentence", "dateline")
