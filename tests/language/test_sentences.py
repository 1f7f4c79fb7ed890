"""The rule-based sentence splitter."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.language.sentences import MAX_WORDS, split, unwrap


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["U.S. President Joe Biden met Lt. Gen. John F. Kelly in Washington, D.C. on Jan. 5.", "The U.S. said no."],
        ["Mr. Lavrov and Ms. Colonna met Dr. Al-Hariri vs. Gov. Reyes in St. Petersburg.", "They left."],
        ["They visited the U.S.", "In May, they left."],
        ["The E.U. Commission agreed at 5 p.m. Monday.", "It was held at 3 p.m.", "The talks went on."],
        ["The deal is worth $3.5 billion.", "Resolution 2.1 was not passed."],
        ["“It is over.”", "Mr. Xi left."],
        ["“Why now?” he asked.", "“We won’t go.”", "(It was odd.)", "Nobody came."],
        ["Xi said: “Stop!”", "Then he left."],
        ["No. 5 was dead.", "He said no.", "The rest agreed."],
        ["He waited... and left.", "He waited...", "Nobody came."],
        ["J. R. Smith met H.W. Brands and Kim Jong Un.", "It was late."],
        ["They sat.", "Both sides went in.", "Putin spoke."],
        ["1. The parties agree.", "2. The parties sign."],
        ["He works for Acme Inc. of Delaware.", "He left Acme Inc.", "He now lives in Ukraine."],
        ["The end came.[3]", "Then nothing."],
        ["Was it him?", "Yes!", "It was."],
        ["The Mekong-U.S. Partnership met.", "ASEAN followed."],
        ["The ISIS-K. cell was found on Sept. 11, 2021 in Kabul.", "It was small."],
        ["He called (see p. 5) Mr. Blinken.", "He did not answer."],
        ["Iran rejected Art. 5 of the treaty.", "France signed."],
    ],
)
def test_sentences_of_one_paragraph(sentences: list[str]) -> None:
    assert _split(" ".join(sentences)) == sentences


def test_line_breaks_always_end_a_sentence() -> None:
    text = "Putin visits Xi\n\nBEIJING, China: Mr.\n\n- first item\n- second item\n\nThe end of the U.S.\nvisit"
    assert _split(text) == [
        "Putin visits Xi", "BEIJING, China: Mr.", "- first item", "- second item", "The end of the U.S.", "visit",
    ]  # fmt: skip


def test_missing_space_after_the_stop() -> None:
    assert _split("The visit ended.The talks went on.") == ["The visit ended.", "The talks went on."]
    assert _split("See example.Com and state.gov for more.") == ["See example.Com and state.gov for more."]


def test_start_leaves_the_dateline_out() -> None:
    text = "BEIJING, China: Putin came. Xi met him."
    assert [text[a:b] for a, b in split(text, start=16)] == ["Putin came.", "Xi met him."]


def test_endless_sentences_are_cut_at_semicolons() -> None:
    clause = "the parties shall meet again in Geneva every year;"
    long = " ".join([clause] * 60)
    pieces = _split(long)
    assert all(len(piece.split()) <= MAX_WORDS for piece in pieces)
    assert all(piece.endswith(";") for piece in pieces)
    assert " ".join(pieces) == long
    assert [len(piece.split()) for piece in _split("word " * 450)] == [200, 200, 50]
    assert len(_split("word " * 200)) == 1


_PIECES = st.sampled_from(
    ["U.S.", "Mr.", "Xi", "met", "Putin", ".", "...", "…", "?", "!", ' "', "”", "“", "(", ")", " ", "  ", "\n", "\n\n", "No.", "5", "p.m.",
     "[3]", "J.", ";", "-", "—", "a", "é", "\t", "\u2029", "中", "'", "Jan.", "3.5", "1."]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=80).map("".join), st.lists(_PIECES, max_size=60).map(" ".join)))
@example("." * 50)
@example("a" * 1000)
@example("w " * 1000)
@example("\x1c. a")
@settings(deadline=None)
def test_spans_are_ordered_trimmed_and_cover_the_text(text: str) -> None:
    covered = 0
    for start, end in split(text):
        assert covered <= start < end <= len(text)
        assert not text[covered:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert "\n" not in text[start:end]
        assert len(text[start:end].split()) <= MAX_WORDS
        covered = end
    assert not text[covered:].strip()


@given(st.lists(_PIECES, max_size=40).map(" ".join))
@settings(deadline=None)
def test_paragraphs_do_not_see_each_other(text: str) -> None:
    head = "Putin met Xi.\n\n"
    assert split(head + text)[1:] == [(a + len(head), b + len(head)) for a, b in split(text)]


def test_fast_enough_to_run_over_everything() -> None:
    text = (
        "U.S. President Joe Biden met Gen. Kelly in Washington, D.C. on Jan. 5. The two sides “agreed” to talk. "
        * 10_000
    )
    begin = time.perf_counter()
    assert len(split(text)) == 20_000
    seconds = time.perf_counter() - begin
    assert len(text) / seconds > 500_000, "characters a second; about 5 million were measured"


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = "France on Monday condemned\nRussia over the war, which has\nlasted for years.\nTalks go on."
    assert unwrap(text) == "France on Monday condemned Russia over the war, which has lasted for years.\nTalks go on."


def test_headlines_and_datelines_stand_alone() -> None:
    text = "EU leaders agree new sanctions\nBRUSSELS (Wire) - The EU agreed.\n\nPutin visits China\nThe visit is short."
    assert unwrap(text) == text


@given(st.text(alphabet="aB. \n", max_size=60))
def test_unwrapping_keeps_every_offset(text: str) -> None:
    found = unwrap(text)
    assert len(found) == len(text)
    assert all(a == b or (a, b) == ("\n", " ") for a, b in zip(text, found, strict=True))
