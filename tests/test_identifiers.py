"""Identifiers tell neighbours apart and never change."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from pipeline.identifiers import identifier

PARTS = st.lists(st.none() | st.text(max_size=5), max_size=4)


@given(PARTS, PARTS)
def test_different_parts_different_identifiers(one: list[str | None], other: list[str | None]) -> None:
    assert (identifier(*one) == identifier(*other)) == (one == other)


def test_the_value_is_fixed() -> None:
    assert identifier("event", "RUSGOV", None, dt.date(2024, 5, 16)) == "c0bfa20fc53040ea"
