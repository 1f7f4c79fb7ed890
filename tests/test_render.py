"""Tables for people: what a row looks like, and what untrusted text cannot do. Not here: which rows are shown."""

import doctest
import io
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline import render

ROW: dict[str, Any] = {
    "date_from": date(2024, 5, 16), "date_to": date(2024, 5, 16), "source_code": "RUSGOV", "source_name": "Vladimir Putin",
    "target_code": "CHN", "target_name": "China", "cameo_code": "042", "modality": "occurred", "polarity": "affirmed",
    "place_name": "Beijing", "sentence": "Putin visited Beijing.",
}  # fmt: skip


def printed(thing: Any, width: int = 160) -> str:
    out = io.StringIO()
    Console(file=out, width=width, markup=False, highlight=False).print(thing)
    return out.getvalue()


def test_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(render).failed == 0


def test_event_that_occurred_is_one_line_with_all_its_parts() -> None:
    text = printed(render.event_table([ROW], {"042": "Make a visit"})).splitlines()[2]
    for part in (
        "2024-05-16",
        "RUSGOV Vladimir Putin",
        "042 Make a visit",
        "CHN China",
        "Beijing",
        "Putin visited Beijing.",
    ):
        assert part in text
    assert "occurred" not in text


def test_on_a_narrow_terminal_an_event_is_a_block() -> None:
    text = printed(render.event_table([ROW, ROW | {"date_from": None, "date_to": None}], {"042": "Make a visit"}, 80))
    first, second = text.splitlines()[:3], text.splitlines()[3:]
    assert first[0].startswith("2024-05-16  RUSGOV Vladimir Putin → CHN China")
    assert first[1].startswith("  042 Make a visit, Beijing")
    assert first[2].startswith("  Putin visited Beijing.")
    assert second[0].startswith("no date")


def test_what_did_not_simply_happen_says_so() -> None:
    text = printed(render.event_table([ROW | {"modality": "planned", "polarity": "negated"}], {}))
    assert "042  (planned, negated)" in text


def test_side_that_is_not_known_is_a_dash() -> None:
    assert render.actor({"source_code": None, "source_name": None}, "source") == "–"
    assert render.actor(ROW, "target") == "CHN China"


@given(st.text())
def test_no_text_can_steer_the_terminal_or_break_a_row(text: str) -> None:
    plain = render.plain(text)
    assert len(plain) == len(text)  # offsets into it still hold
    assert plain.isprintable()


@given(st.text(alphabet="ab ", max_size=200), st.integers(20, 80))
def test_cut_sentence_fits(sentence: str, room: int) -> None:
    assert len(render.around(sentence, "a", room)) <= room


def test_cut_keeps_the_trigger() -> None:
    sentence = "word " * 40 + "visited " + "word " * 40
    assert "visited" in render.around(sentence, "visited", 60)


def test_marked_sentence_names_its_parts() -> None:
    text = render.marked("Russia thanked China.", [(15, 20, "target"), (0, 6, "source"), (7, 14, "trigger")])
    assert text.plain == "[Russia](source) [thanked](trigger) [China](target)."


def test_evidence_prints_every_value_once() -> None:
    out = io.StringIO()
    found = {
        "Event e1": {"code": "042", "none": None, "clauses": [{"predicate": "met"}]},
        "Other": [("a", "b"), ("c", "d")],
    }
    render.evidence(Console(file=out, width=100), found)
    text = out.getvalue()
    for word in ("Event e1", "042", "–", "met", "Other", "a  b", "c  d"):
        assert text.count(word) == 1, word


def test_wide_rows_become_blocks_on_a_terminal_and_stay_rows_in_a_pipe() -> None:
    columns, rows = [f"column_{n}" for n in range(30)], [["value"] * 30]
    for terminal in (True, False):
        out = io.StringIO()
        render.print_result(Console(file=out, width=80, force_terminal=terminal, no_color=True), columns, rows)
        longest = max(map(len, out.getvalue().splitlines()))
        assert (longest <= 80) == terminal


def test_few_of_many_events_are_the_surest_of_every_root_one_a_deed_and_sentence() -> None:
    rows = [
        {"event_id": name, "cameo_code": root, "cameo_root": root, "group_id": group, "sentence": sentence, "confidence": confidence}
        for name, root, group, sentence, confidence in (
            ("a", "04", "g1", "one", 0.9), ("b", "04", "g1", "one", 0.9), ("c", "05", "g2", "one", 0.8),
            ("d", "16", "g3", "two", 0.2), ("e", "04", "g4", "three", 0.5),
        )
    ]  # fmt: skip

    def names(limit: int) -> str:
        return "".join(row["event_id"] for row in render.telling(rows, limit))

    assert [names(limit) for limit in (1, 2, 3)] == ["a", "ad", "ade"]
    assert names(0) == names(9) == "abcde"
