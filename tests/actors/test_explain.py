"""What `dragoman actors find NAME` tells: the line taken, its days, and why others were not."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.actors import ActorDictionary
from pipeline.actors.explain import explain


def test_line_office_and_days(dictionary: ActorDictionary) -> None:
    found = explain("Angela Merkel", dictionary, date(2014, 5, 5))
    assert found.actor is not None and found.actor.code == "DEUGOV"
    assert found.actor.entry.startswith("leaders.csv:") and found.office == "chancellor"
    assert found.actor.valid_from == date(2005, 11, 22)


@pytest.mark.parametrize(
    ("text", "day", "name", "why"),
    [
        ("Joe Biden", date(2003, 5, 5), "Joe Biden", "begins after 2003-05-05"),
        ("President Bush", date(1991, 2, 2), "George W. Bush", "begins after 1991-02-02"),
        ("retired vice president", None, "retired", "makes the role ELI"),
        ("retired vice president", None, "president", "is a longer name"),
        ("the Shanghai police", None, "Shanghai", "whose the actor is"),
        ("Michael Jordan", None, "Jordan", "another name"),
        ("guinea pig", None, "Guinea", "capitals"),
        ("four Saudi men", None, "Saudi Arabia", "says whose the actor is"),
    ],
)
def test_why_not(dictionary: ActorDictionary, text: str, day: date | None, name: str, why: str) -> None:
    found = explain(text, dictionary, day)
    assert any(one.name == name and why in one.why for one in found.alternatives), found.alternatives


def test_near_names(dictionary: ActorDictionary) -> None:
    found = explain("Lavrof", dictionary, None)
    assert found.actor is None and "Lavrov" in found.near


@pytest.mark.parametrize("text", ["", " ", "-", "'s", "the", "of of of", "\u200b", "a" * 3000, "U.S.-China-"])
def test_any_text(dictionary: ActorDictionary, text: str) -> None:
    explain(text, dictionary, date(2020, 1, 1))
