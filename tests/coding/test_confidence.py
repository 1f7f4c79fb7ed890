"""Confidence: a sum of signs between 0 and 1. Not here: whether it is calibrated (docs/accuracy.md)."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding.coder import Coder
from pipeline.coding.confidence import WEIGHTS, confidence


@given(st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.floats(0, 1)))
def test_between_nothing_and_all(found: dict[str, float]) -> None:
    """Never 0 or 1: no coding is certain."""
    assert 0.01 <= confidence(found) <= 0.99


def test_a_plain_deed_between_two_states_is_surer_than_a_guess(coder: Coder) -> None:
    """Names on both sides before words without a country on either."""
    (plain,) = coder.code("France expelled two Russian diplomats.")
    vague = coder.code("The troops may have attacked the villagers, who had fled when the gunmen said they would come.")
    assert vague
    assert all(plain.confidence > m.confidence for m in vague)
