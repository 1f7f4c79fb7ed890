"""The pattern language: what it reads, what it refuses, and that every line of the codebook codes its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding import patterns
from pipeline.coding.patterns import PatternError, parse_line

CLASSES = {"sanctions": frozenset({"sanction", "embargo"}), "people": frozenset({"prisoner"})}


def line(text: str, code: str = "163") -> patterns.Pattern:
    return parse_line(
        text + ' ; "An example."' + (" -> 1312" if code in patterns.OPERATORS else ""), code, "file:1", CLASSES
    )


def test_a_line_reads_as_predicate_and_slots() -> None:
    pattern = line("SOURCE impose|slap (@sanctions) on|against TARGET:GOV [over ANY]")
    assert pattern.kind == "verb"
    assert pattern.lemmas == {"impose", "slap"}
    source, thing, target, over = pattern.slots
    assert (source.roles, source.filler) == (("agent",), "SOURCE")
    assert thing.words == {"sanction", "embargo"} and thing.roles == ("object",)
    assert target.roles == ("on", "against") and target.role_codes == {"GOV"}
    assert over.optional


def test_nouns_and_adjectives() -> None:
    assert line("SOURCE {@sanctions} against TARGET").kind == "noun"
    assert line("SOURCE be ready|willing EVENT", "INTENT").kind == "adjective"
    assert line("SOURCE free TARGET&@people").slots[1].words == {"prisoner"}


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("SOURCE impose @nothing", "163", "@nothing"),
        ("SOURCE impose on", "163", "nothing after it"),
        ("SOURCE TARGET", "163", "no predicate"),
        ("SOURCE urge TARGET", "APPEAL", "EVENT"),
        ("SOURCE urge TARGET EVENT", "163", "operators"),
        ("explode", "183", "no actor"),
    ],
)
def test_what_is_wrong_is_said(text: str, code: str, says: str) -> None:
    with pytest.raises(PatternError, match=says):
        line(text, code)


def test_an_example_is_owed() -> None:
    with pytest.raises(PatternError, match="example"):
        parse_line("SOURCE visit HOST", "042", "file:1", {})


# Lines that are nearly lines: only these reach the depths of the grammar.
PIECES = [
    "SOURCE",
    "TARGET",
    "BOTH",
    "HOST",
    "ANY",
    "EVENT",
    "be",
    "impose|slap",
    "{visit}",
    "on",
    "on|in",
    "subj:@people",
]
PIECES += [
    "@sanctions",
    "@none",
    "(deal|pact)",
    "(deal",
    "deal)",
    "TARGET:MIL",
    "TARGET&@people",
    "TARGET&",
    "TARGET:",
    "!",
    "!on",
]
PIECES += [
    "[",
    "]",
    "{",
    "}",
    "{}",
    "()",
    "|",
    "||",
    ";",
    '"',
    "->",
    ' ; "x"',
    ' ; "x" -> 163',
    "!TARGET",
    "![",
    "@",
    "&",
    ":",
    "mod",
]


@given(
    st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=9).map(" ".join))
)
@pytest.mark.parametrize("ending", ["", ' ; "An example." -> 163'])
@pytest.mark.parametrize("code", ["042", "REFUSE"])
def test_any_line_is_read_or_refused(code: str, ending: str, text: str) -> None:
    try:
        pattern = parse_line(text + ending, code, "file:1", CLASSES)
    except PatternError as error:
        assert str(error)
    else:
        assert pattern.lemmas and pattern.examples


def test_problems_name_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "04_x.txt").write_text(
        '[042] Visit\nSOURCE visit HOST ; "A visited B."\nSOURCE visit @none ; "x"\n[999] none\n', encoding="utf-8"
    )
    book = patterns.load(tmp_path, {"042"})
    assert [(Path(p.file).name, p.line) for p in book.problems] == [("04_x.txt", 3), ("04_x.txt", 4)]
    assert str(book.problems[0]).startswith(f"{tmp_path / '04_x.txt'}:3: the class @none is not in classes.txt; ")


def test_the_same_line_twice_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "04_x.txt").write_text(
        '[042] Visit\nSOURCE visit HOST ; "a"\nSOURCE visit HOST ; "b"\n', encoding="utf-8"
    )
    assert "same pattern" in patterns.load(tmp_path, {"042"}).problems[0].text


def test_derived_codes_follow_the_manual(codebook: patterns.Codebook) -> None:
    # CAMEO: 02x, 03x, 10x, 12x and 13x repeat the other families by content
    assert codebook.derive("INTENT", "085") == "0354"
    assert codebook.derive("APPEAL", "085") == "0254"
    assert codebook.derive("DEMAND", "0841") == "1053"
    assert codebook.derive("REFUSE", "046") == "125"
    assert codebook.derive("THREATEN", "163") == "1312"
    assert codebook.derive("STOP", "163") == "085"
    assert (codebook.mirror("042"), codebook.mirror("043")) == ("043", "042")
    assert codebook.mirror("163") == ""


def test_the_codebook_has_no_problem(codebook: patterns.Codebook) -> None:
    assert codebook.problems == []


def test_likely_candidates_leave_out_only_what_lacks_a_word(tmp_path: Path) -> None:
    (tmp_path / "16_x.txt").write_text(
        '[163]\nSOURCE impose (sanction|embargo) on TARGET ; "A."\nSOURCE impose (curfew) ; "B."\nSOURCE impose TARGET ; "C."\n'
    )
    book = patterns.load(tmp_path)
    every = book.candidates("verb", "impose")
    assert len(every) == 3, book.problems
    kept = book.likely("verb", "impose", frozenset({"embargo", "on"}))
    assert kept == [p for p in every if all(not words.isdisjoint({"embargo"}) for words in p.needs)]
    assert len(kept) == 2
    assert book.likely("verb", "lift", frozenset({"embargo"})) == []


def test_a_product_stands_for_every_verb_with_every_object() -> None:
    words = list(patterns._joined(" feed, give|send + rice|flour,@aid"))
    assert words == ["feed", "give_rice", "give_flour", "send_rice", "send_flour", "@aid"]
