"""JSON lines in and out, with a coder that is none: what comes of good and bad lines. Not here: what the coder finds."""

import gzip
import io
import json
import os
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lines


def mention(**other: Any) -> SimpleNamespace:
    """A mention of "Russia thanked China ." with the fields that are printed."""
    fields = dict(
        source_code="RUSGOV", source_start=0, source_end=6, source_name="Russia",
        target_code="CHN", target_start=15, target_end=20, target_name="China",
        trigger_start=7, trigger_end=14, cameo_code="051", plover_type="SUPPORT", polarity="affirmed", modality="occurred",
        date_from=date(2024, 5, 16), date_to=date(2024, 5, 16), place_name=None, confidence=0.81234, pattern_id="05-thank",
    )  # fmt: skip
    return SimpleNamespace(**(fields | other))


class FakeCoder:
    """Finds one mention in a text that says "thanked" and fails on one that says "crash"."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def code_many(self, items: Iterable[Any]) -> Iterator[list[Any]]:
        for item in items:
            self.seen.append(item)
            if "crash" in item.text:
                raise RuntimeError("no parse")
            yield [mention()] if "thanked" in item.text else []


def answers(*raw: bytes, coder: Any = None) -> list[dict[str, Any]]:
    return [json.loads(coded.output) for coded in lines.code_batch(coder or FakeCoder(), raw) if coded.output]


TEXT = "Russia thanked China ."


def line(**row: Any) -> bytes:
    return json.dumps(row).encode() + b"\n"


def test_event_has_exactly_the_promised_keys_and_values() -> None:
    (row,) = answers(line(id="a", text=TEXT, more=1))
    assert row == {
        "id": "a",
        "events": [
            {
                "source": "RUSGOV", "target": "CHN", "cameo": "051", "plover": "SUPPORT", "source_text": "Russia",
                "target_text": "China", "trigger": "thanked", "polarity": "affirmed", "modality": "occurred",
                "date": "2024-05-16", "place": None, "confidence": 0.812, "pattern": "05-thank",
            }
        ],
    }  # fmt: skip


def test_given_actors_are_handed_on_and_printed_back() -> None:
    coder = FakeCoder()
    (row,) = answers(
        line(id=1, text=TEXT, source_text="the 14 powers", target_text="it", date="2024-05-16"), coder=coder
    )
    (seen,) = coder.seen
    assert (seen.source_text, seen.target_text, seen.published) == ("the 14 powers", "it", date(2024, 5, 16))
    assert (row["events"][0]["source_text"], row["events"][0]["target_text"]) == ("the 14 powers", "it")


def test_days_of_an_event() -> None:
    first, last = date(2024, 5, 16), date(2024, 5, 17)
    assert lines.event(mention(date_to=last), TEXT)["date"] == "2024-05-16/2024-05-17"  # type: ignore[arg-type]
    assert lines.event(mention(date_from=None, date_to=last), TEXT)["date"] is None  # type: ignore[arg-type]
    assert lines.event(mention(date_from=first, date_to=None), TEXT)["date"] == "2024-05-16"  # type: ignore[arg-type]


def test_side_without_words_of_its_own_is_shown_by_name() -> None:
    found = lines.event(mention(source_start=None, source_end=None), TEXT)  # type: ignore[arg-type]
    assert found["source_text"] == "Russia"
    assert lines.event(mention(target_start=None, target_name=None), TEXT)["target_text"] is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "identity", "said"),
    [
        (b"{not json", None, "not JSON"),
        (b'{"id": %s, "text": "x"}' % (b"1" * 5000), None, "not JSON that can be read"),
        (b'{"id": NaN, "text": "x"}', None, "not JSON that can be read"),
        (b"[1, 2]", None, "not an object"),
        (b'{"id": 7}', 7, '"text" is missing'),
        (b'{"id": "x", "text": 3}', "x", '"text" must be text'),
        (b'{"id": "x", "text": "a", "source_text": ["b"]}', "x", '"source_text" must be text'),
        (b'{"id": "x", "text": "\xff"}', None, "not UTF-8"),
        (b"[" * 100_000, None, "nested too deeply"),
    ],
)
def test_bad_line_has_an_empty_answer_in_its_place(raw: bytes, identity: Any, said: str) -> None:
    before, bad, after = answers(line(id=0, text=TEXT), raw, line(id=2, text=TEXT))
    assert (before["id"], after["id"], len(before["events"]), len(after["events"])) == (0, 2, 1, 1)
    assert (bad["id"], bad["events"]) == (identity, [])
    assert said in bad["error"]


def test_an_id_beyond_numbers_is_no_id_and_the_answer_is_json() -> None:
    (coded,) = lines.code_batch(FakeCoder(), [b'{"id": [1e999], "text": "Russia thanked China ."}'])
    row = json.loads(coded.output, parse_constant=pytest.fail)
    assert row["id"] is None
    assert len(row["events"]) == 1


def test_bad_date_costs_the_date_not_the_events() -> None:
    (row,) = answers(line(id=1, text=TEXT, date="16th of May"))
    assert len(row["events"]) == 1
    assert "16th of May" in row["error"]


@pytest.mark.parametrize("value", ["2024-05-16", "2024-05-16T23:30:00Z", "20240516", " 2024-05-16 "])
def test_dates_as_people_write_them(value: str) -> None:
    coder = FakeCoder()
    (row,) = answers(line(id=1, text=TEXT, date=value), coder=coder)
    assert coder.seen[0].published == date(2024, 5, 16)
    assert "error" not in row


def test_text_that_breaks_the_coder_costs_only_itself() -> None:
    first, broken, last = answers(line(id=1, text=TEXT), line(id=2, text="crash"), line(id=3, text=TEXT))
    assert (len(first["events"]), len(last["events"]), broken["events"]) == (1, 1, [])
    assert "no parse" in broken["error"]


def test_blank_lines_have_no_answer_but_count_as_lines() -> None:
    coded = lines.code_batch(FakeCoder(), [b"\n", line(id=1, text=TEXT), b"  \r\n"])  # type: ignore[arg-type]
    assert [bool(one.output) for one in coded] == [False, True, False]
    assert not any(one.problem for one in coded)


def test_half_a_surrogate_pair_is_coded_and_can_be_printed() -> None:
    (row,) = answers(b'{"id": "\\ud800", "text": "\\ud800 thanked"}')
    assert row["id"] == "\ud800"
    assert len(row["events"]) == 1


@given(st.lists(st.one_of(st.binary(max_size=40), st.just(line(id=1, text=TEXT))), max_size=12))
def test_any_bytes_give_one_answer_a_line_in_order(raw: list[bytes]) -> None:
    coded = lines.code_batch(FakeCoder(), raw)  # type: ignore[arg-type]
    assert len(coded) == len(raw)
    for one, asked in zip(coded, raw, strict=True):
        assert bool(one.output) == bool(asked.strip())
        if one.output:
            assert set(json.loads(one.output)) >= {"id", "events"}


def test_batches_keep_every_line_in_order() -> None:
    text = b"".join(b"%d\n" % number for number in range(300)) + b"last"
    found = list(lines.batches(io.BytesIO(text)))
    assert b"".join(one for batch in found for one in batch) == text
    assert max(map(len, found)) <= lines.BATCH


def test_batches_do_not_wait_for_a_line_that_has_not_come() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as sender:
        found = lines.batches(stream)
        sender.write(b"one\n")
        got: list[list[bytes]] = []
        waiter = threading.Thread(target=lambda: got.append(next(found)), daemon=True)
        waiter.start()
        waiter.join(timeout=5)
        assert got == [[b"one\n"]]
        sender.close()
        assert list(found) == []


def test_batches_bound_a_line_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 10)
    found = [one for batch in lines.batches(io.BytesIO(b"x" * 35 + b"\nshort\n")) for one in batch]
    assert found == [b"x" * 11, b"short\n"]
    assert "longer than" in str(answers(found[0])[0]["error"])


def test_batches_hand_on_what_goes_wrong_while_reading() -> None:
    broken = io.BytesIO(gzip.compress(b"one\n" * 9)[:-9])
    with gzip.open(broken) as stream, pytest.raises(EOFError):
        list(lines.batches(stream))  # type: ignore[arg-type]
