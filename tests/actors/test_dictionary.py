"""The files of the actor dictionary: what is bundled, how names are cut and compared, what a fault says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.actors import ActorDictionary, DictionaryError, resolve_phrase
from pipeline.actors.dictionary import case_fits, case_of, norm, split_code, split_name

COUNTRIES = (
    "code,name,aliases,adjectives,nationals,capital,prefix,from,to\n"
    "FRA,France,,French,,Paris,Franco,,\nMLI,Mali,,Malian,,Bamako,,,\n"
)


def made(tmp_path: Path, **files: str) -> ActorDictionary:
    (tmp_path / "countries.csv").write_text(COUNTRIES, encoding="utf-8")
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return ActorDictionary.load(tmp_path)


def test_size(dictionary: ActorDictionary) -> None:
    assert dictionary.counts["organisations.csv"] >= 400
    assert dictionary.counts["agents.csv"] >= 600
    assert len(dictionary.countries) >= 200


def test_words_are_folded() -> None:
    assert norm("Erdoğan") == norm("ERDOGAN") == "erdogan"
    assert norm("U.N.") == norm("UN")
    assert norm("’s") == norm("'s") == "'s"
    assert split_name("Franco-Malian Workers' Party") == ["Franco", "Malian", "Workers", "'", "Party"]


@pytest.mark.parametrize(
    ("name", "written", "fits"),
    [
        ("WHO", "who", False),
        ("WHO", "WHO", True),
        ("Chad", "chad", False),
        ("Chad", "CHAD", True),
        ("NATO", "Nato", False),
    ],
)
def test_capitals(name: str, written: str, fits: bool) -> None:
    assert case_fits(case_of([name], True), [written]) is fits


@pytest.mark.parametrize(
    ("code", "parts"),
    [("RUSGOVMIL", ("RUS", "GOVMIL")), ("IGOUNO", ("", "IGOUNO")), ("REB", ("", "REB")), ("PSE", ("PSE", ""))],
)
def test_split_code(code: str, parts: tuple[str, str]) -> None:
    assert split_code(code) == parts


FAULTS = [
    ({"organisations": "code,name,aliases,from,to\nFRAXYZ,Thing,,,\n"}, "organisations.csv:2", "XYZ"),
    ({"organisations": "code,name,aliases,from,to\nXXXREB,Thing,,,\n"}, "organisations.csv:2", "XXX"),
    ({"organisations": "code,name,aliases,from,to\nFRAREB,Thing,,2010,2009\n"}, "organisations.csv:2", "after"),
    ({"organisations": "code,name,aliases,from,to\nFRAREB,Thing,,20x0,\n"}, "organisations.csv:2", "date"),
    ({"organisations": "code,name,aliases,from,to\nFRAREB,Thing\n"}, "organisations.csv:2", "fields"),
    ({"organisations": "code,name,from,to\n"}, "organisations.csv:1", "aliases"),
    ({"parties": "country,name,aliases,in_office\nFRA,Thing,,2010/2012|2011/\n"}, "parties.csv:2", "in_office"),
    ({"titles": "title,country,alone\nminister of tea,FRA,perhaps\n"}, "titles.csv:2", "perhaps"),
    ({"agents": "phrase,role,kind,generic,plural\nbaker,BAK,group,,\n"}, "agents.csv:2", "BAK"),
    ({"modifiers": "word,effect\nold,older\n"}, "modifiers.csv:2", "older"),
    ({"leaders": "name,aliases,known_as,country,role,office,from,to\nA B,,,FRA,KNG,king,,\n"}, "leaders.csv:2", "KNG"),
]


@pytest.mark.parametrize(("files", "where", "what"), FAULTS)
def test_faults_name_the_line(tmp_path: Path, files: dict[str, str], where: str, what: str) -> None:
    with pytest.raises(DictionaryError) as caught:
        made(tmp_path, **files)
    message = str(caught.value)
    assert message.startswith(where)
    assert what in message
    assert "\n" not in message


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match=r"countries\.csv"):
        ActorDictionary.load(tmp_path)


def test_party_in_and_out_of_office(tmp_path: Path) -> None:
    d = made(tmp_path, parties="country,name,aliases,in_office\nMLI,Tea Party,,2010-05-01/2012-03-22|2020/\n")
    codes = {}
    for day in (date(2009, 1, 1), date(2010, 5, 1), date(2012, 3, 21), date(2012, 3, 22), date(2021, 1, 1)):
        actor = resolve_phrase("the Tea Party", d, day)
        assert actor is not None
        codes[day.isoformat()] = actor.code
    assert codes == {
        "2009-01-01": "MLIOPPPTY",
        "2010-05-01": "MLIGOVPTY",
        "2012-03-21": "MLIGOVPTY",
        "2012-03-22": "MLIOPPPTY",
        "2021-01-01": "MLIGOVPTY",
    }


def test_alias_with_plus_has_its_own_name(tmp_path: Path) -> None:
    d = made(tmp_path, organisations="code,name,aliases,from,to\nMLIREB,Dune Front,DF|+Sand League,,\n")
    names = {
        phrase: getattr(resolve_phrase(phrase, d), "name", None) for phrase in ("Dune Front", "the DF", "Sand League")
    }
    assert names == {"Dune Front": "Dune Front", "the DF": "Dune Front", "Sand League": "Sand League"}
