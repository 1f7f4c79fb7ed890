"""Actors in sentences: spans, codes, names, what one sentence teaches the next."""

from __future__ import annotations

from datetime import date

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.actors import ActorDictionary, ActorMemory, find, resolve_phrase

NLP = spacy.blank("en")


def read(dictionary: ActorDictionary, sentences: list[str], day: date | None) -> list[tuple[str, str]]:
    """(words, code or codes joined by +) of every actor in the sentences, read as one article."""
    memory = ActorMemory()
    found: list[tuple[str, str]] = []
    for sentence in sentences:
        doc = NLP.make_doc(sentence)
        for span in find(doc, dictionary, day, memory):
            codes = "+".join(a.code for a in (span.actor, *span.others))
            found.append((doc[span.start : span.end].text, codes))
    return found


SENTENCES = [
    # year, sentence, actors in order as "words = code"
    (2016, "Israel and Turkey signed a deal.", ["Israel = ISR", "Turkey = TUR"]),
    (2024, "Turkish Foreign Minister Nobody Known met him.", ["Turkish Foreign Minister Nobody Known = TURGOV"]),
    (
        2023,
        "U.N. aid chief Martin Griffiths met officials.",
        ["U.N. aid chief Martin Griffiths = IGOUNO", "officials = GOV"],
    ),
    (
        1989,
        "OPEC Secretary-General Zork Blub spoke.",
        ["OPEC Secretary-General Zork Blub = IGOOPC"],
    ),
    (1991, "European Community foreign ministers met.", ["European Community foreign ministers = IGOEUREEC"]),
    (2022, "Russia's military actions in Ukraine were condemned.", ["Russia = RUS", "Ukraine = UKR"]),
    (2022, "The two agreed on a prisoner swap.", []),
    (2000, "South Korean President Kim Dae-jung returned.", ["South Korean President Kim Dae-jung = KORGOV"]),
    (2018, "South Korean President Kwon Moo-il, spoke.", ["South Korean President Kwon Moo-il = KORGOV"]),
    (2022, "Presidents Joe Biden and Xi Jinping met.", ["Presidents Joe Biden = USAGOV", "Xi Jinping = CHNGOV"]),
    (
        2022,
        "Foreign Ministers Zork Blub of Japan and Wung Ho of China met.",
        ["Foreign Ministers Zork Blub of Japan = JPNGOV", "Wung Ho of China = CHNGOV"],
    ),
    (1996, "Secretary of State Zork Blub spoke.", ["Secretary of State Zork Blub = USAGOV"]),
    (1998, "40 Chadian rebels were killed.", ["Chadian rebels = TCDREB"]),
    (2001, "The Hungarians of northern Romania want rights.", ["Hungarians of northern Romania = ROUCVL"]),
    (2001, "The Slovenia Growers Association complained.", ["Slovenia Growers Association = SVNCVL"]),
    (2001, "A Turkish peace movement protested.", ["Turkish peace movement = TURCVL"]),
    (2018, "The Peruvian Congress voted.", ["Peruvian Congress = PERLEG"]),
    (2018, "Congress voted.", ["Congress = USALEG"]),
    (2006, "Historians trace it to the Congress of Vienna.", ["Historians = EDU"]),
    (2022, "Shanghai police arrested two men in Shanghai.", ["Shanghai police = CHNCOP", "men = CVL"]),
    (1995, "Michael Jordan retired, and Chad Smith sang.", []),
    (2010, "They ate turkey and watched guinea pigs.", []),
    (
        2010,
        "Iran-backed militias attacked U.S.-led forces.",
        ["Iran-backed militias = UAF", "U.S.-led forces = USAMIL"],
    ),
    (2010, "pro-Russian separatists shot", ["pro-Russian separatists = SEP"]),
    (
        2010,
        "British, French and German diplomats met.",
        ["British, French and German diplomats = GBRGOV+FRAGOV+DEUGOV"],
    ),
    (2018, "The White House said Congress may act.", ["White House = USAGOV", "Congress = USALEG"]),
    (2018, "China's top diplomat, Wang Yi, came.", ["China's top diplomat, Wang Yi = CHNGOV"]),
    (1999, "Belgrade and Moscow protested.", ["Belgrade = YUGGOV", "Moscow = RUSGOV"]),
    (1985, "Moscow and Bonn talked.", ["Moscow = SUNGOV", "Bonn = DEUGOV"]),
    (2021, "Tony Blair, once premier, spoke.", ["Tony Blair = GBRELI", "premier = GOV"]),
    (
        2010,
        "Jordanian King Abdullah received Saudi King Abdullah.",
        ["Jordanian King Abdullah = JORGOV", "Saudi King Abdullah = SAUGOV"],
    ),
    (
        2021,
        "Aliaksandr Lukashenka called Wladimir Putin.",
        ["Aliaksandr Lukashenka = BLRGOV", "Wladimir Putin = RUSGOV"],
    ),
    (2015, "The state of Georgia sent doctors.", ["doctors = HLH"]),
    (2015, "Georgia governor Nathan Deal spoke.", ["Georgia governor = USAGOV"]),
    (1996, "Chechen rebels met Basque separatists.", ["Chechen rebels = RUSREB", "Basque separatists = ESPSEP"]),
    (2012, "Kenyan flower farmers marched.", ["Kenyan flower farmers = KENAGR"]),
    (1987, "Sandinista soldiers left.", ["Sandinista soldiers = NICMIL"]),
    (2012, "Former president Zork Blub left.", ["Former president Zork Blub = ELI"]),
    (2012, "Members of the outlawed PKK were arrested.", ["Members of the outlawed PKK = TURREB"]),
]


@pytest.mark.parametrize(("year", "text", "expected"), SENTENCES)
def test_sentence(dictionary: ActorDictionary, year: int, text: str, expected: list[str]) -> None:
    found = [f"{words} = {codes}" for words, codes in read(dictionary, [text], date(year, 6, 30))]
    assert found == expected


ARTICLES = [
    # year, sentences, (words, codes) that must be among the actors found in the last sentence
    (2016, ["Cuba and the United States restored ties.", "Congress must end the embargo.", "The two countries reopened embassies."],
     ("The two countries", "CUB+USA")),
    (2016, ["Colombia and the FARC signed an accord.", "The two sides had negotiated in Havana."], ("The two sides", "COL+COLREB")),
    (2012, ["The IAEA sent inspectors to Iran.", "The agency's chief, Yukiya Amano, spoke."],
     ("agency's chief, Yukiya Amano", "IGOUNOIAE")),
    (2012, ["The Security Council met.", "Iran was on the list.", "The council asked for a report."], ("council", "IGOUNO")),
    (2022, ["Iran signed a pact with Oman.", "It promised to send oil."], ("It", "IRN")),
    (2022, ["Russia urged Libya to withdraw its troops."], ("its troops", "LBYMIL")),
    (2022, ["Ukraine refused to answer Poland and recalled its ambassador."], ("its ambassador", "UKRGOV")),
    (1992, ["Norway recalled some of its nationals."], ("its nationals", "NORCVL")),
    (2016, ["Mevlut Cavusoglu will visit Sochi.", "He is to meet his counterpart, Sergei Lavrov."], ("his counterpart, Sergei Lavrov", "RUSGOV")),
    (2024, ["Turkish Foreign Minister Orhan Zorkgil left.", "Zorkgil flew home."], ("Zorkgil", "TURGOV")),
    (2018, ["In a letter to Kim Jong Un, Donald Trump complained.", "He called off the summit."], ("He", "USAGOV")),
    (2023, ["Antony Blinken arrived.", "He telephoned Wang Yi to tell him."], ("him", "CHNGOV")),
    (2022, ["Joe Biden and Xi Jinping spoke.", "They agreed to meet."], ("They", "USAGOV+CHNGOV")),
    (2024, ["Brazil, Colombia and Argentina condemned the raid by Ecuador on Mexico's embassy.", "Mexico cut ties with Ecuador.",
            "Mexico sued Ecuador.", "The bloc told both governments to talk."], ("both governments", "ECU+MEX")),
    (2009, ["Hillary Clinton flew to Seoul, Bill Clinton stayed.", "Clinton spoke."], ("Clinton", "USAGOV")),
    (2013, ["Former South African President Thabo Mbeki came.", "The former president spoke."], ("former president", "ZAFELI")),
    (2013, ["Sudan and South Sudan quarrelled.", "Envoys met the two leaders."], ("the two leaders", "SDNGOV+SSDGOV")),
    (2016, ["Malaysia's transport minister, Hisham Karimullah, came.", "Karimullah spoke."], ("Karimullah", "MYSGOV")),
    (2002, ["Macedonia closed its border.", "Ivanov spoke in Moscow."], ("Moscow", "RUSGOV")),
    (1999, ["Clashes went on in Indonesia.", "General Foo Barman spoke."], ("General Foo Barman", "IDNMIL")),
]  # fmt: skip


@pytest.mark.parametrize(("year", "sentences", "expected"), ARTICLES)
def test_article(dictionary: ActorDictionary, year: int, sentences: list[str], expected: tuple[str, str]) -> None:
    assert expected in read(dictionary, sentences, date(year, 6, 30))


NOT_MEANT = [
    # what must not be taken for an actor: an empty or expletive "it", a family as "they", somebody himself
    (2011, ["Ben Ali and his family fled to Saudi Arabia.", "They asked for asylum."], "They"),
    (2011, ["Iran tested a missile.", "It is clear that talks will follow."], "It"),
    (2011, ["Turkey had a plan.", "Hamas did not criticise it."], "it"),
    (2011, ["The president spoke in public."], "public"),
]


@pytest.mark.parametrize(("year", "sentences", "word"), NOT_MEANT)
def test_no_antecedent(dictionary: ActorDictionary, year: int, sentences: list[str], word: str) -> None:
    assert word not in [words for words, _ in read(dictionary, sentences, date(year, 6, 30))]


DATED = [
    ("Barack Obama", [(date(2008, 6, 1), "USA"), (date(2012, 6, 1), "USAGOV"), (date(2020, 6, 1), "USAELI")]),
    ("the Taliban", [(date(1995, 6, 1), "AFGREB"), (date(1999, 6, 1), "AFGGOV"), (date(2010, 6, 1), "AFGREB"), (date(2022, 6, 1), "AFGGOV")]),
    ("Likud", [(date(1995, 6, 1), "ISROPPPTY"), (date(1997, 6, 1), "ISRGOVPTY"), (date(2022, 6, 1), "ISROPPPTY")]),
    ("the PLO", [(date(1985, 6, 1), "PSEREB"), (date(1996, 6, 1), "PSEGOV")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "days"), DATED)
def test_dated(dictionary: ActorDictionary, name: str, days: list[tuple[date, str]]) -> None:
    for day, expected in days:
        actor = resolve_phrase(name, dictionary, day)
        assert actor is not None
        assert (day, actor.code if expected != "USA" else actor.country) == (day, expected)


def test_how_names_the_line_used(dictionary: ActorDictionary) -> None:
    actor = resolve_phrase("the Kremlin", dictionary, date(2014, 1, 1))
    assert actor is not None
    assert actor.entry.startswith("seats.csv:")
    assert actor.name == "Kremlin"
    assert actor.how


WORDS = st.sampled_from(
    "the The its his He it They both sides two countries Russia Russian 's - U.S.-China of and , . Kim Jong Un President Presidents "
    "Foreign Minister Zork Blub former Iran backed led rebels troops NATO agency chief Congress in said to his family “ ” Mr. Li al-Assad "
    "Bosnia-Herzegovina counterpart members".split()
)


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join)))
def test_any_text(dictionary: ActorDictionary, text: str) -> None:
    memory = ActorMemory()
    for day in (date(2015, 1, 1), None):
        doc = NLP.make_doc(text)
        end = 0
        for span in find(doc, dictionary, day, memory):
            assert end <= span.start < span.end <= len(doc)
            assert span.start <= span.head < span.end
            assert span.actor.code == span.actor.country + span.actor.role
            end = span.end
    resolve_phrase(text, dictionary)


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("prosecutors in Milan", "ITAJUD"),
        ("state television in Iran", "IRNMED"),
        ("soldiers in Iraq", "MIL"),
        ("diplomats in Geneva", "GOV"),
        ("an aide to President Hugo Chavez", "VENGOV"),
        ("supporters of ousted President Mohamed Morsi", "EGYCVL"),
        ("President Barack Obama's administration", "USAGOV"),
    ],
)
def test_a_phrase_alone(dictionary: ActorDictionary, phrase: str, code: str) -> None:
    actor = resolve_phrase(phrase, dictionary, date(2012, 5, 1))
    assert actor is not None and actor.code == code
