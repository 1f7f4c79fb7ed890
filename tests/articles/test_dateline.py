"""Datelines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.dateline import MAX_LENGTH, find


@pytest.mark.parametrize(
    ("text", "body", "place", "country", "agency", "words"),
    [
        ("BEIJING, China: Russian President Putin came.", "Russian", "BEIJING", "China", None, None),
        ("KYIV (Reuters) - Ukraine said.", "Ukraine", "KYIV", None, "Reuters", None),
        ("KYIV (Reuters) -Ukraine said.", "Ukraine", "KYIV", None, "Reuters", None),
        ("WASHINGTON -- The U.S. said.", "The U.S.", "WASHINGTON", None, None, None),
        ("LONDON, May 16 (Xinhua) -- Britain said.", "Britain", "LONDON", None, "Xinhua", "May 16"),
        ("PARIS — The French left.", "The French", "PARIS", None, None, None),
        ("MOSCOW, May 16. /TASS/. Russian troops.", "Russian", "MOSCOW", None, "TASS", "May 16"),
        ("Beijing – China said.", "China said", "Beijing", None, None, None),
        (
            "UNITED NATIONS, May 16, 2024 (AFP) - The council.",
            "The council",
            "UNITED NATIONS",
            None,
            "AFP",
            "May 16, 2024",
        ),
        ("WASHINGTON, D.C. — The talks.", "The talks", "WASHINGTON", "D.C.", None, None),
        ("GENEVA (16 May 2024) – The UN.", "The UN", "GENEVA", None, None, "16 May 2024"),
        ("NEW DELHI/ISLAMABAD (Reuters) - India.", "India", "NEW DELHI", None, "Reuters", None),
        ("ST. PETERSBURG, Russia: The two.", "The two", "ST. PETERSBURG", "Russia", None, None),
        ("N'DJAMENA, Chad: Troops left.", "Troops", "N'DJAMENA", "Chad", None, None),
        ("PORT-AU-PRINCE, Haiti - Gangs left.", "Gangs", "PORT-AU-PRINCE", "Haiti", None, None),
        ("SANA’A (AFP) – Houthis left.", "Houthis", "SANA’A", None, "AFP", None),
        ("RIO DE JANEIRO (AP) _ Brazil said.", "Brazil", "RIO DE JANEIRO", None, "AP", None),
        ("FORT MEADE, Maryland, U.S. — A man.", "A man", "FORT MEADE", "U.S.", None, None),
        (
            "WASHINGTON, Nov. 5, 2019 /PRNewswire/ -- The firm.",
            "The firm",
            "WASHINGTON",
            None,
            "PRNewswire",
            "Nov. 5, 2019",
        ),
        ("Paris, France: The two met.", "The two", "Paris", "France", None, None),
        ("(Reuters) - Oil rose.", "Oil", None, None, "Reuters", None),
        ("KYIV, Ukraine (AP) — “No,” he said.", "“No,”", "KYIV", "Ukraine", "AP", None),
    ],
)
def test_datelines(
    text: str, body: str, place: str | None, country: str | None, agency: str | None, words: str | None
) -> None:
    found = find([text, "More."])
    assert found is not None
    number, dateline = found
    assert number == 0
    assert text[dateline.end :].startswith(body)
    assert (dateline.place, dateline.country, dateline.agency, dateline.date_words) == (place, country, agency, words)


@pytest.mark.parametrize(
    "text",
    ["BREAKING: The UN met.", "QUESTION: Good morning.", "SECRETARY BLINKEN: Thanks.", "Putin — who was late — left.", "Putin: The man.",
     "Russian President Vladimir Putin - The man.", "Thursday — The talks.", "He said: The end.", "U.S. - China talks are on.",
     "The two sides — Russia and Ukraine — met.", "UPDATE 2 - Oil rises.", "Analysis — What a summit is for.", "Xi met Putin.", ":", "— ", "A: B"],
)  # fmt: skip
def test_what_is_no_dateline(text: str) -> None:
    assert find([text, "More."]) is None


def test_a_transcript_has_speakers_not_datelines() -> None:
    assert find(["LAVROV: Good day.", "BAERBOCK: Thank you.", "LAVROV: Please."]) is None
    assert find(["ISLAMABAD: The minister left.", "He will be back."]) is not None


def test_place_lines_that_stand_alone() -> None:
    found = find(["Antony J. Blinken, Secretary of State", "San Jose, Costa Rica", "MR BLINKEN: Thanks."])
    assert found is not None
    assert (found[0], found[1].place, found[1].country, found[1].start, found[1].end) == (
        1,
        "San Jose",
        "Costa Rica",
        0,
        20,
    )
    assert find(["Antony J. Blinken, Secretary of State", "Thanks."]) is None


def test_a_full_date_is_kept() -> None:
    found = find(["Geneva, 16 May 2024 – The UN met."])
    assert found is not None
    assert found[1].published is not None
    assert found[1].published.date() == date(2024, 5, 16)


def test_only_the_top_is_looked_at() -> None:
    assert find(["First."] * 4 + ["BEIJING (Reuters) - China said."]) is None


@given(st.lists(st.one_of(st.text(max_size=200), st.text("ABCdef ,.()/:—-'12", max_size=160)), max_size=6))
@settings(deadline=None)
def test_any_paragraphs_give_offsets_inside_one_of_them(paragraphs: list[str]) -> None:
    found = find(paragraphs)
    if found is not None:
        number, dateline = found
        assert 0 == dateline.start < dateline.end <= len(paragraphs[number])
        assert dateline.end <= MAX_LENGTH + 40
