"""What the coder made of a sentence, told step by step: reasons name the word, the slot or the step."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from pipeline.coding.coder import Coder
from pipeline.coding.trace import trace

DAY = date(2024, 5, 16)


def one(coder: Coder, sentence: str, **more: Any) -> dict[str, Any]:
    (row,) = trace(coder, sentence, DAY, **more)
    json.dumps(row)  # plain data
    return row


def clause(row: dict[str, Any], predicate: str) -> dict[str, Any]:
    return next(c for c in row["clauses"] if c["predicate"] == predicate)


def test_the_mentions_are_those_of_the_coder(coder: Coder) -> None:
    text = "France urged Iran to lift its sanctions on Iraq. It rained. Canada praised Mexico on Tuesday."
    rows = trace(coder, text, DAY)
    coded = [(m.cameo_code, m.source_code, m.target_code) for m in coder.code(text, published=DAY)]
    traced = [(m["cameo_code"], m["source_code"], m["target_code"]) for row in rows for m in row["mentions"]]
    assert traced == coded and len(rows) == 3
    assert rows[2]["mentions"][0]["date_words"] == "on Tuesday"
    assert rows[2]["mentions"][0]["cameo_name"] == "Praise or endorse"


def test_the_winner_and_what_the_others_lacked(coder: Coder) -> None:
    tried = clause(one(coder, "Canada praised Mexico."), "praised")["tried"]
    assert [t["why"] for t in tried].count("wins") == 1
    losers = [t for t in tried if not t["fits"]]
    assert losers and all(t["why"] for t in losers)
    assert any(t["why"].startswith("no ANY: nothing after ") for t in losers)


@pytest.mark.parametrize(
    ("sentence", "predicate", "why"),
    [
        ("Norway's king visited a museum.", "visited", "no HOST: “museum” is no place, state or organisation"),
        ("Norway met on Monday.", "met", "no TARGET: nothing as object"),
        ("Norway met on Monday.", "met", "no BOTH: not two known actors in “Norway”"),
        ("Norway visited on Monday.", "visited", "no HOST: nothing as object"),
        ("Norway imposed a treaty on Chad.", "imposed", "the sentence has none"),
        ("Norway vowed an answer.", "vowed", "no EVENT: "),
        ("Norway called Chad to apologise for it.", "called", "forbidden: !"),
    ],
)
def test_the_slot_that_failed_is_named(coder: Coder, sentence: str, predicate: str, why: str) -> None:
    reasons = [t["why"] for t in clause(one(coder, sentence), predicate)["tried"]]
    assert any(why in reason for reason in reasons), reasons


@pytest.mark.parametrize(
    ("sentence", "predicate", "because"),
    [
        ("Japan did not lift its sanctions on Myanmar.", "lift", "negated: “not”"),
        ("Japan might lift its sanctions on Myanmar.", "lift", "hypothetical: “might”"),
        ("If Japan could lift its sanctions on Myanmar, trade will grow.", "lift", "hypothetical: “If” and “could”"),
        ("Japan will lift its sanctions on Myanmar.", "lift", "planned: “will”"),
        ("Japan lifted its sanctions on Myanmar, the ministry said.", "lifted", "said by: ministry"),
        ("Japan asked Myanmar to lift its sanctions on Chad.", "asked", "requested: every 02x is"),
    ],
)
def test_the_words_behind_polarity_and_modality(coder: Coder, sentence: str, predicate: str, because: str) -> None:
    (match,) = clause(one(coder, sentence), predicate)["matches"]
    assert because in match["because"]


def test_asking_why_changes_nothing(coder: Coder) -> None:
    sentence = "Japan might not lift its sanctions on Myanmar."
    before = coder.code(sentence, published=DAY)
    one(coder, sentence)
    assert coder.code(sentence, published=DAY) == before


def test_what_an_operator_made_of_a_code(coder: Coder) -> None:
    row = one(coder, "France urged Iran to lift its sanctions on Iraq.")
    (urged,), (lift,) = clause(row, "urged")["matches"], clause(row, "lift")["matches"]
    assert urged["derived"] == ["APPEAL over 085 is 0254: derived.csv, row 085, column appeal"]
    assert urged["outcome"] == "a mention" and ">" in urged["pattern"]
    assert lift["outcome"] == "no mention of its own: part of 0254 at “urged”"


def test_tense_that_changes_a_code_says_so(coder: Coder) -> None:
    (match,) = clause(one(coder, "Japan will lift its sanctions on Myanmar."), "lift")["matches"]
    assert match["code"] == "0354"
    assert match["derived"] == ["085 told as to come is 0354: derived.csv, row 085, column intent"]


@pytest.mark.parametrize(
    ("sentence", "stopped"),
    [
        ("Norway flummoxed Sweden.", "scan: no word is a form of any predicate"),
        ("Norway met.", "scan: fewer than three words"),
        ("They met in the small garden.", "actors: the sentence names no known actor"),
        ("The visiting Norwegians shivered.", "predicates: no pattern"),
        ("Norway said Sweden is cold.", "patterns: lines of these predicates were tried"),
    ],
)
def test_where_nothing_fires_the_step_is_named(coder: Coder, sentence: str, stopped: str) -> None:
    row = one(coder, sentence)
    assert row["mentions"] == [] and row["stopped"].startswith(stopped), row["stopped"]


def test_an_unknown_predicate_comes_with_its_neighbours(coder: Coder) -> None:
    unknown = clause(one(coder, "Norway resanctioned Sweden."), "resanctioned")["unknown"]
    assert unknown.startswith("no pattern has the verb 'resanction") and "nearest: " in unknown


def test_actors_say_how_they_were_found(coder: Coder) -> None:
    actors = one(coder, "The Peruvian minister praised Chile.")["actors"]
    assert [(a["words"], a["code"]) for a in actors] == [("Peruvian minister", "PERGOV"), ("Chile", "CHL")]
    assert all(a["how"] and a["entry"] for a in actors)


def test_given_actors(coder: Coder) -> None:
    row = one(coder, "The union praised the firm.", source="union", target="firm")
    assert [m["cameo_code"] for m in row["mentions"]] == ["051"]
    assert clause(row, "praised")["matches"][0]["outcome"] == "the relation between the two actors"
    assert row["mentions"][0]["source_text"] == "union"


def test_a_guess_is_called_a_guess(coder: Coder) -> None:
    row = one(coder, "The union of the firm consulted.", source="union", target="firm")
    assert row["mentions"] and "is a guess" in row["guess"]
    assert "guess" not in one(coder, "The union praised the firm.", source="union", target="firm")
