"""The reader: words, marks, and answers that hang together. Not here: how often it is right (its model card)."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding.reader import LONGEST, Asked, Reader, ReaderError, family, words
from pipeline.settings import Settings


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader that ships."""
    return Reader.load(Settings().reader)


def asked(text: str, source: str, target: str) -> Asked:
    """A sentence with both actors marked by their words."""
    a, b = text.index(source), text.index(target)
    return Asked(text, (a, a + len(source)), (b, b + len(target)))


def test_words_lose_case_and_accents_and_split_at_marks() -> None:
    """As the base model was trained."""
    assert words("Erdoğan's U.S.-led talks") == ["erdogan", "'", "s", "u", ".", "s", ".", "-", "led", "talks"]


def test_which_pair_is_asked_decides(reader: Reader) -> None:
    """One sentence, two pairs, two kinds of deed."""
    text = "Norway expelled two Russian diplomats, and Iceland sent tents to Haiti."
    first, second = reader.read([asked(text, "Norway", "Russian diplomats"), asked(text, "Iceland", "Haiti")])
    kinds = [family(reader.codes[int(np.argmax(p))]) for p in (first, second)]
    assert kinds == ["16", "07"]


def test_answers_are_probabilities_whatever_the_batch(reader: Reader) -> None:
    """Padding changes nothing but the last digits."""
    short = asked("Peru criticised Chile.", "Peru", "Chile")
    long = asked("Peru, " + "a country of many valleys, " * 6 + "criticised Chile.", "Peru", "Chile")
    alone = reader.read([short])[0]
    together = reader.read([short, long])[0]
    assert abs(float(alone.sum()) - 1.0) < 1e-4
    assert np.abs(alone - together).max() < 1e-3


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_any_text_is_read(reader: Reader, text: str, a: int, b: int) -> None:
    """Any characters, any marks inside the text: ids within the vocabulary, no more than fit."""
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    ids = reader.encode(Asked(text, (start, end), None))
    assert 3 <= len(ids) <= LONGEST
    assert all(i >= 0 for i in ids)


def test_a_damaged_folder_is_named(tmp_path: Path) -> None:
    """What is missing, and what to do."""
    (tmp_path / "weights.npz").write_bytes(b"not an archive")
    with pytest.raises(ReaderError, match=f"{tmp_path}.*fetch the folder again"):
        Reader.load(tmp_path)
