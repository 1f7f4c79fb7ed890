"""Faults of the actor dictionary that `dragoman actors check` must report, each with its file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.actors.check import problems
from pipeline.actors.dictionary import DictionaryError
from pipeline.settings import Settings

COUNTRIES = (
    "code,name,aliases,adjectives,nationals,capital,prefix,from,to\n"
    "FRA,France,,French,,Paris,Franco,,\nMLI,Mali,,Malian,,Bamako,,,\n"
)
OFFICES = "name,aliases,known_as,country,role,office,from,to\n"
BODIES = "code,name,aliases,from,to\n"
TODAY = date(2026, 1, 1)


def said(folder: Path, **files: str) -> list[str]:
    (folder / "countries.csv").write_text(COUNTRIES, encoding="utf-8")
    for name, text in files.items():
        suffix = "txt" if name == "stops" else "csv"
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    return [str(problem) for problem in problems(folder, TODAY)]


def test_the_bundled_dictionary_is_clean() -> None:
    assert problems(Settings().seeds_dir / "actors") == []


@pytest.mark.parametrize(
    ("files", "where", "words"),
    [
        ({"leaders": OFFICES + "Ann Bo,,,FRA,KNG,king,,\n"}, "leaders.csv:2:", "KNG"),
        ({"leaders": OFFICES + "Ann Bo,,,FRX,GOV,king,,\n"}, "leaders.csv:2:", "FRX"),
        ({"leaders": OFFICES + "Ann Bo,,,FRA,GOV,king,2001-02-30,\n"}, "leaders.csv:2:", "2001-02-30"),
        ({"leaders": OFFICES + "Ann Bo,,,FRA,GOV,king,2002,2001\n"}, "leaders.csv:2:", "after"),
        ({"leaders": OFFICES + "Ann Bo,,,FRA,GOV,king,2031,\n"}, "leaders.csv:2:", "not come"),
        ({"leaders": OFFICES + "Ann Bo,,,FRA,GOV,king,2001,2006\nCy Du,,,FRA,GOV,king,2003,\n"}, "leaders.csv:3:", "Ann Bo"),
        ({"leaders": OFFICES + "Ann Bo,,,FRA,GOV,aide,2001,2004\nAnn Bo,,,FRA,GOV,aide,2003,\n"}, "leaders.csv:3:", "twice"),
        ({"organisations": BODIES + "FRAREB,Dune Front,DF|D.F.,,\n"}, "organisations.csv:2:", "D.F."),
        ({"organisations": BODIES + "FRAREB,Dune Front,DF,,\nMLIREB,Desert Front,DF,,\n"}, "organisations.csv:3:", "MLIREB"),
        ({"organisations": BODIES + "FRAREB,Dune Front,,,\nFRAREB,Dune Front,,2001,\n"}, "organisations.csv:3:", "already"),
        ({"organisations": BODIES + "FRAREB,Dune Front\n"}, "organisations.csv:2:", "fields"),
        ({"agents": "phrase,role,kind,generic,plural\ncook,CVL,group,,\ncook,LAB,group,,\n"}, "agents.csv:3:", "cook"),
        ({"stops": "Mali Street\n# more\nMali Street\n"}, "stops.txt:3:", "Mali Street"),
    ],
)  # fmt: skip
def test_one_fault(tmp_path: Path, files: dict[str, str], where: str, words: str) -> None:
    (line,) = said(tmp_path, **files)
    assert line.startswith(where) and words in line


def test_no_fault(tmp_path: Path) -> None:
    leaders = (
        "Ann Bo,,,FRA,GOV,king,2001,2004-05\nCy Du,,,FRA,GOV,king,2004-04,\n"  # a hand-over
        "Ed Fo,,,FRA,GOV,rival king,2005,2006\nGi Ho,,,FRA,LEG,senator,2001,\nIo Ju,,,FRA,LEG,senator,2001,\n"
        "Ann Bo,,,FRA,GOV,aide,1999,2000\nAnn Bo,,,FRA,GOV,aide,2001,2002\n"
    )
    bodies = "FRAREB,Dune Front,Tepco|TEPCO,,2000-12-31\nMLIREB,Dune Front,,2001,\n"
    assert said(tmp_path, leaders=OFFICES + leaders, organisations=BODIES + bodies) == []


def test_every_fault_is_told(tmp_path: Path) -> None:
    lines = said(
        tmp_path,
        leaders=OFFICES + "Ann Bo,,,FRX,GOV,king,,\nCy Du,,,FRA,GOV,king,20x1,\n",
        organisations="code,name\nFRAREB,Thing\n",
    )
    assert [line.split(": ")[0] for line in lines] == ["leaders.csv:2", "leaders.csv:3", "organisations.csv:1"]


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "media.csv").write_bytes(BODIES.encode() + b"FRAMED,Caf\xe9,,,\n")
    (line,) = said(tmp_path)
    assert line.startswith("media.csv:2: not UTF-8")


def test_no_dictionary(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match=r"countries\.csv"):
        problems(tmp_path)
