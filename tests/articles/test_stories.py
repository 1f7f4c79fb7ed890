"""Near-duplicates."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.stories import stories

DAY = datetime(2024, 5, 16, tzinfo=UTC)


def _text(seed: int, words: int = 200) -> str:
    chance = random.Random(seed)
    return " ".join(f"w{chance.randrange(5000)}" for _ in range(words))


def _changed(text: str, every: int) -> str:
    return " ".join("changed" if n % every == 0 else word for n, word in enumerate(text.split()))


def test_copies_share_the_story_of_the_earliest() -> None:
    text = _text(1)
    rows = [
        ("c", _changed(text, 40), DAY + timedelta(days=2)),
        ("b", text, DAY),
        ("a", "LONDON (Wire) - " + text + " All rights reserved.", DAY + timedelta(hours=1)),
        ("other", _text(2), DAY),
    ]
    assert stories(rows) == {"a": "b", "b": "b", "c": "b", "other": "other"}


def test_a_later_copy_does_not_rename_the_story() -> None:
    text = _text(1)
    before = stories([("m", text, DAY)])
    after = stories([("m", text, DAY), ("a", text, DAY + timedelta(days=1))])
    assert after["m"] == before["m"] == after["a"]


def test_a_copy_that_comes_days_later_does_not_rename_the_story_though_it_is_older() -> None:
    text, monday, wednesday = _text(1), DAY.date(), (DAY + timedelta(days=2)).date()
    rows = [("m", text, DAY), ("a", text, DAY - timedelta(days=1))]
    assert stories(rows, {"m": monday, "a": wednesday}) == {"m": "m", "a": "m"}
    assert stories(rows, {"m": monday, "a": monday}) == {"m": "a", "a": "a"}


def test_the_same_words_a_year_later_are_another_story() -> None:
    text = _text(1)
    assert stories([("a", text, DAY), ("b", text, DAY + timedelta(days=365))]) == {"a": "a", "b": "b"}
    assert stories([("a", text, DAY), ("b", text, None)]) == {"a": "a", "b": "a"}


def test_texts_that_only_share_a_phrase_stay_apart() -> None:
    rows = [
        (str(n), f"Secretary Blinken spoke today with the foreign minister. {_text(n, 60)}", DAY) for n in range(30)
    ]
    assert all(key == story for key, story in stories(rows).items())


def test_short_and_empty_texts_are_their_own_story() -> None:
    assert stories([("a", "", DAY), ("b", "", DAY), ("c", "one two three", DAY)]) == {"a": "a", "b": "b", "c": "c"}


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 20)), max_size=12),
    st.randoms(use_true_random=False),
)
@settings(max_examples=30, deadline=None)
def test_the_order_of_arrival_does_not_matter(picks: list[tuple[int, int, int]], chance: random.Random) -> None:
    rows = [
        (f"k{n}", _changed(_text(seed, 60), 20 + how), DAY + timedelta(days=day))
        for n, (seed, how, day) in enumerate(picks)
    ]
    expected = stories(rows)
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    assert stories(shuffled) == expected
    assert set(expected) == {key for key, _, _ in rows}
    assert all(expected[story] == story for story in expected.values())
