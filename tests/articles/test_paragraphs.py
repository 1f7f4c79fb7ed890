"""Unicode, white space and line breaks."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.paragraphs import blocks, join_wrapped, normal, one_line


def test_unicode_and_white_space() -> None:
    assert normal("Cafe\u0301 \u00a0Pu\u00adtin\u200b\r\nXi\x00") == "Café  Putin\nXi "
    assert normal("Putin &amp; Xi&rsquo;s &#8220;talks&#8221;") == "Putin & Xi’s “talks”"
    assert one_line("  a \n\t b ") == "a b"


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = [
        "Russian President Vladimir Putin met his Chinese counterpart Xi",
        "Jinping in Beijing on Thursday, his first trip abroad since he was",
        "sworn in. The two leaders signed a declaration.",
    ]
    assert join_wrapped(wrapped) == [" ".join(wrapped)]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    lines = [
        "Xi met Putin in Beijing.",
        "They signed a declaration in the Great Hall of the People.",
        "Kyiv protested.",
    ]
    assert join_wrapped(lines) == lines
    items = [
        "The parties agree to:",
        "- meet every year in Geneva or in another place that both of them agree upon,",
        "- exchange notes",
    ]
    assert join_wrapped(items) == items


@given(st.text())
@settings(deadline=None)
def test_normal_text_stays_as_it_is(text: str) -> None:
    once = normal(text)
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    if "&" not in once:
        assert normal(once) == once


@given(st.text("ab.,- \n", max_size=200))
@settings(deadline=None)
def test_no_word_is_lost(text: str) -> None:
    found = [paragraph for block in blocks(normal(text)) for paragraph in join_wrapped(block)]
    assert " ".join(found).split() == text.split()
    assert all("\n" not in paragraph for paragraph in found)
