"""What the formats share: comments, dates, kinds of files. Not here: the formats themselves."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.petrarch import folder, source


def texts(written: str) -> list[str]:
    return [line.text for line in source.lines(written) if line.text]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A_B [XYZ] # note", ["A_B [XYZ]"]),
        ("A_B [XYZ]; note", ["A_B [XYZ]"]),
        ("# only a note\n\nA", ["A"]),
        ("A <!-- note --> B", ["A B"]),
        ("A <!-- begins\nhidden\nends --> B\nC", ["A", "B", "C"]),
        ("A [###] # note", ["A [###]"]),
        ("A [XYZ # never closed", ["A [XYZ"]),
        ("A\r\nB\rC", ["A", "B", "C"]),
        ("\tA   B\t", ["A B"]),
    ],
)
def test_comments_and_blanks_are_taken_off(written: str, read: list[str]) -> None:
    assert texts(written) == read


def test_lines_keep_their_numbers() -> None:
    found = {line.text: line.number for line in source.lines("# a\nB\n<!-- c\nd -->\nE")}
    assert (found["B"], found["E"]) == (2, 5)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("930120", date(1993, 1, 20), date(1993, 1, 20)),
        ("19930120", date(1993, 1, 20), date(1993, 1, 20)),
        ("300101", date(1930, 1, 1), date(1930, 1, 1)),
        ("290101", date(2029, 1, 1), date(2029, 1, 1)),
        ("25/12/1991", date(1991, 12, 25), date(1991, 12, 25)),
        ("19910000", date(1991, 1, 1), date(1991, 12, 31)),
        ("19920200", date(1992, 2, 1), date(1992, 2, 29)),
        ("19911200", date(1991, 12, 1), date(1991, 12, 31)),
    ],
)
def test_days(written: str, first: date, last: date) -> None:
    assert (source.day(written), source.day(written, end=True)) == (first, last)


@pytest.mark.parametrize(
    "written", ["", "1", "930231", "99999999", "00000000", "00001300", "19931300", "yesterday", "1993-01-20", "13/13/1991"]
)
def test_what_is_no_day(written: str) -> None:
    assert source.day(written) is None
    assert source.day(written, end=True) is None


@given(st.text(alphabet="0123456789/.-", max_size=12))
def test_any_digits_are_a_day_or_none(written: str) -> None:
    assert source.day(written, end=True) is None or isinstance(source.day(written), date)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("my.actors.txt", "", source.ACTORS),
        ("my.agents", "", source.AGENTS),
        ("my.verbs", "", source.VERBS),
        ("CAMEO.2.0.txt", "", source.VERBS),
        ("my.discards.txt", "", source.OTHER),
        ("list.txt", "FISHER [~LAB]", source.AGENTS),
        ("list.txt", "FISHERS_UNION [ZVILAB]", source.ACTORS),
        ("list.txt", "ZORBLE [150]\n- * FLEET [190]", source.VERBS),
        ("list.txt", "just words", ""),
    ],
)
def test_kind_of_file(name: str, text: str, kind: str) -> None:
    assert source.kind_of(name, text) == kind


def test_folder_reads_what_it_can_and_names_the_rest(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.actors.txt").write_text("ZORVAN [ZVI]\nBROKEN [?]\n")
    (tmp_path / "b.verbs.txt").write_bytes("ZORBLE [150]\n- * CAF\xc9 [152]\n".encode("latin-1"))
    (tmp_path / "c.discards.txt").write_text("REGATTA\n")
    (tmp_path / "unclear.txt").write_text("just words\n")
    (tmp_path / "README.md").write_text("notes\n")
    (tmp_path / ".hidden").write_text("ZORVAN [ZVI]\n")
    own = folder.read(tmp_path)
    assert own.counts == {"actors": 1, "names": 1, "verbs": 1, "patterns": 1, "synsets": 0}
    assert [str(p).split(":")[0] for p in own.problems] == [
        "c.discards.txt",
        "deep/a.actors.txt",
        "deep/a.actors.txt",
        "unclear.txt",
    ]
    assert [one.file for one in own.files] == ["b.verbs.txt", "c.discards.txt", "deep/a.actors.txt", "unclear.txt"]
    assert own.verbs[0].blocks[0].patterns[0].after[0].phrases == (("café",),)


def test_no_folder_and_an_empty_one_are_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such folder"):
        folder.read(tmp_path / "none")
    with pytest.raises(ValueError, match="no dictionary there"):
        folder.read(tmp_path)
