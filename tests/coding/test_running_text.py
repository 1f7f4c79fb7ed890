"""What running text tells besides events: what is asked for, meant, valued or long past makes no row of its own."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.coding.coder import Coder

DAY = date(2012, 9, 20)

# sentence, the only codes that may be among its mentions
ONLY = [
    # a list of what is asked for is no list of deeds
    ("Iceland calls on Laos to free the monks, recall its troops, and release all prisoners.", {"0253", "0256"}),
    ("Turkmenistan asked Finland to lift the ban, and promised talks.", {"020", "0254", "036", "030"}),
    # "opposition to" is a stance
    ("The Latvian minister voiced opposition to the sale of the harbour.", set()),
    ("Deputy minister Ozols underscored continued Latvian opposition to the sluice.", {"110"}),
    # public acts of a life told, or that only date another
    ("She first joined the Icelandic parliament in 1979.", set()),
    ("President Tarja Koivisto of Finland was asked about the case while speaking to the press at a dairy.", set()),
    # what a deed is said to be worth, meant for, or named after
    ("Belize and Laos stressed the importance of cooperation in resisting challenges to free trade.", {"010"}),
    ("The leaflets were designed to intimidate Latvian voters.", set()),
    # police and those whom they let go
    ("Latvian police released him on bail.", set()),
    # things and beasts that no deed of state is told of
    ("Storks occupied six hectares of the marsh.", set()),
    ("The survey examined 93 chapels.", set()),
    # paper
    ("The Vaasa Guild issued a press release.", set()),
    # courtesy at large
    ("The Finnish president thanked the people.", set()),
    ("The probe sent back data to the Finnish institute.", set()),
]

# sentence, (source, code, target) that must be among the mentions
TOLD = [
    ("On behalf of Finland, I congratulate the people of Belize.", ("FIN", "051", "BLZCVL")),
    ("On behalf of the Latvian government, we condemn the raid by Laos.", ("LVAGOV", "111", "LAO")),
    ("On behalf of Finland, I wish to thank Belize for its help.", ("FIN", "051", "BLZ")),
    ("Iceland sends warm wishes to the people of Laos.", ("ISL", "051", "LAOCVL")),
    ("Condemnation came from the Latvian president.", ("LVAGOV", "111", None)),
    ("Latvian deputies attacked the customs inquiry as a farce.", ("LVALEG", "111", None)),
    ("The Icelandic parliament subpoenaed the minutes of the meeting.", ("ISLLEG", "090", None)),
    ("Iceland calls on Laos to free the monks, recall its troops, and release all prisoners.", ("ISL", "0253", "LAO")),
]


@pytest.mark.parametrize(("sentence", "codes"), ONLY)
def test_nothing_else_is_told(coder: Coder, sentence: str, codes: set[str]) -> None:
    assert {m.cameo_code for m in coder.code(sentence, published=DAY)} <= codes


@pytest.mark.parametrize(("sentence", "row"), TOLD)
def test_an_event_is_told(coder: Coder, sentence: str, row: tuple[str, str, str]) -> None:
    found = coder.code(sentence, published=DAY)
    assert row in {(m.source_code, m.cameo_code, m.target_code) for m in found}


def test_an_implied_doer_is_of_the_country_of_each_target(coder: Coder) -> None:
    found = coder.code("Arrests were made in Finland, Latvia and Belize, police said.", published=DAY)
    assert {(m.source_country, m.target_country) for m in found if m.cameo_code == "173"} == {
        (country, country) for country in ("FIN", "LVA", "BLZ")
    }
