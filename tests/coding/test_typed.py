"""Visits, agreements and sanctions off linked mentions: stages, kinds, measures, and what gives no row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.coding.linking import link
from pipeline.coding.typed import typed
from pipeline.ontology import Ontology
from pipeline.warehouse.schema import AGREEMENTS, EVENTS, SANCTIONS, VISITS
from tests.warehouse.rows import article, articles, mention, mentions

ONTOLOGY = Ontology.load(Path(__file__).parents[2] / "seeds" / "ontology")


def tables(*told: dict[str, Any], sentence: str = "") -> dict[str, pl.DataFrame]:
    """The typed tables of mentions in one article, all of which stand in `sentence`."""
    frame = mentions(*told)
    events, links = link(frame, articles(article("a")))
    rows = typed(
        EVENTS.conform(events),
        frame.drop("event_id").join(links, "mention_id"),
        dict.fromkeys(frame["mention_id"], sentence),
        ONTOLOGY,
    )
    made = {table.name: table.sorted(table.frame(rows[table.name])) for table in (VISITS, AGREEMENTS, SANCTIONS)}
    assert all(table.problems(made[table.name]) == {} for table in (VISITS, AGREEMENTS, SANCTIONS))
    return made


def one(
    source: str | None, code: str, target: str | None, trigger: str = "said", at: int = 0, **more: Any
) -> dict[str, Any]:
    return mention("a", source, code, target, at=at, trigger_text=trigger, **more)


def test_visit_and_host_are_one_visit_with_its_purpose() -> None:
    made = tables(
        one("RUSGOV", "042", "CHN", "visit", place_name="Beijing", place_country="CHN"),
        one("CHN", "043", "RUSGOV", "visit"),
        one("RUSGOV", "046", "CHNGOV", "talks", at=100),
        one("CHN", "057", "RUSGOV", "signed", at=200),
    )["visits"]
    row = made.row(0, named=True)
    assert made.height == 1
    assert (row["visitor_code"], row["host_code"], row["place_name"]) == ("RUSGOV", "CHN", "Beijing")
    assert (row["stage"], row["purpose"]) == ("made", "signing; talks")


def test_a_host_alone_tells_of_a_visit() -> None:
    row = tables(one("CHN", "043", "RUSGOV"))["visits"].row(0, named=True)
    assert (row["visitor_code"], row["host_code"], row["stage"]) == ("RUSGOV", "CHN", "made")


def test_a_visit_told_of_twice_is_one_row_and_the_surer_one() -> None:
    made = tables(
        one("USAGOV", "036", "CHN", deed_code="042", modality="planned", confidence=0.9),
        one("USAGOV", "042", "CHN", at=100, modality="planned", confidence=0.4),
        one("USAGOV", "042", "JPN", at=200, modality="planned"),
    )["visits"]
    assert made.sort("host_code").select("host_code", "stage", "confidence").rows() == [
        ("CHN", "planned", 0.4),
        ("JPN", "planned", 0.5),
    ]


@pytest.mark.parametrize(
    ("code", "more", "stage"),
    [
        ("042", {"modality": "ongoing"}, "made"),
        ("042", {"modality": "planned"}, "planned"),
        ("036", {"deed_code": "042", "modality": "planned"}, "planned"),
        ("042", {"modality": "hypothetical"}, "proposed"),
        ("022", {"deed_code": "042", "modality": "requested"}, "proposed"),
        ("161", {"deed_code": "042"}, "cancelled"),
        ("042", {"modality": "planned", "polarity": "negated"}, "cancelled"),
        ("125", {"deed_code": "042"}, "declined"),
        ("042", {"polarity": "negated"}, None),
        ("042", {"modality": "denied"}, None),
        ("046", {}, None),
        ("036", {"deed_code": "046", "modality": "planned"}, None),
    ],
)
def test_visit_stages(code: str, more: dict[str, Any], stage: str | None) -> None:
    assert tables(one("RUSGOV", code, "CHN", **more))["visits"]["stage"].to_list() == ([stage] if stage else [])


def test_two_directions_are_one_agreement() -> None:
    made = tables(
        one("RUSGOV", "057", "CHN", "signed"),
        one("CHN", "057", "RUSGOV", "signed"),
        sentence="They signed a joint declaration.",
    )["agreements"]
    assert made.select("party_code", "other_party_code", "kind", "subject", "stage").rows() == [
        ("CHN", "RUSGOV", "declaration", "diplomatic", "signed")
    ]


@pytest.mark.parametrize(
    ("code", "trigger", "more", "stage", "kind"),
    [
        ("057", "ratified", {}, "ratified", "agreement"),
        ("057", "signing", {"modality": "planned"}, "proposed", "agreement"),
        ("030", "agreed", {"deed_code": "057", "modality": "planned"}, "proposed", "agreement"),
        ("0311", "agreed", {"deed_code": "061", "modality": "planned"}, "agreed", "agreement"),
        ("0311", "promised", {"deed_code": "061", "modality": "planned"}, None, ""),
        ("036", "agreed", {"deed_code": "042", "modality": "planned"}, None, ""),
        ("0871", "declared", {}, "agreed", "ceasefire"),
        ("127", "rejected", {}, "rejected", "agreement"),
        ("160", "suspended", {"deed_code": "057"}, "suspended", "agreement"),
        ("160", "withdrew", {"deed_code": "057"}, "left", "agreement"),
        ("160", "reduced", {}, None, ""),
        ("057", "signed", {"polarity": "negated"}, "rejected", "agreement"),
        ("057", "signed", {"modality": "denied"}, None, ""),
    ],
)
def test_agreement_stages(code: str, trigger: str, more: dict[str, Any], stage: str | None, kind: str) -> None:
    made = tables(one("RUSGOV", code, "CHN", trigger, **more))["agreements"]
    assert made.select("stage", "kind").rows() == ([(stage, kind)] if stage else [])


def test_leaving_a_treaty_without_a_deed_of_its_own() -> None:
    made = tables(one("USAGOV", "160", "IRN", "quit"), sentence="The US quit the nuclear accord.")["agreements"]
    assert made.select("stage", "kind").rows() == [("left", "accord")]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("After a summit on gas they signed an accord on their common border.", "border"),
        ("They signed a fisheries pact while the war went on.", "food"),
        ("They signed an agreement to reopen their embassies.", "relations"),
        ("They signed a declaration.", "diplomatic"),
    ],
)
def test_the_subject_is_the_topic_beside_the_agreement(sentence: str, subject: str) -> None:
    made = tables(one("PER", "057", "CHL", "signed"), sentence=sentence)["agreements"]
    assert made["subject"].to_list() == [subject]


def test_rejected_plans_and_departures_are_agreements_only_where_one_is_named() -> None:
    for code, trigger, sentence, rows in (
        ("127", "rejected", "Peru rejected the resolution.", 0),
        ("127", "rejected", "Peru rejected the border treaty.", 1),
        ("160", "leaving", "Peru insists on leaving the union even if no agreement is found.", 0),
        ("160", "left", "Peru left the fisheries pact.", 1),
    ):
        assert tables(one("PER", code, "CHL", trigger), sentence=sentence)["agreements"].height == rows


@pytest.mark.parametrize(
    ("sentence", "purpose"),
    [
        ("The premier flew to Lima for talks with his counterpart.", "talks"),
        ("After a summit at home the premier flew to Lima to sign a pipeline deal.", "signing"),
        ("The premier flew to Lima, where he attended the funeral of a poet.", "ceremony"),
        ("The premier flew to Lima.", None),
    ],
)
def test_the_purpose_of_a_visit_is_in_the_words_behind_it(sentence: str, purpose: str | None) -> None:
    planned = tables(one("CHLGOV", "036", "PER", "flew", deed_code="042", modality="planned"), sentence=sentence)
    assert planned["visits"]["purpose"].to_list() == [purpose]


def test_what_two_did_within_the_days_of_a_visit_is_its_purpose() -> None:
    days = {"date_from": dt.date(2024, 3, 4), "date_to": dt.date(2024, 3, 8), "date_method": "explicit"}
    day = {"date_from": dt.date(2024, 3, 6), "date_to": dt.date(2024, 3, 6), "date_method": "explicit"}
    made = tables(one("CHLGOV", "042", "PER", "toured", **days), one("CHLGOV", "057", "PERGOV", "signed", at=90, **day))
    row = made["visits"].row(0, named=True)
    assert (row["purpose"], row["date_method"]) == ("signing", "explicit")


def test_nobody_visits_his_own_country() -> None:
    assert tables(one("USACVL", "036", "USA", "return", deed_code="042", modality="planned"))["visits"].is_empty()


def test_the_subject_comes_from_the_deed() -> None:
    made = tables(one("RUSGOV", "0312", "CHN", "agreed", deed_code="062", modality="planned"))["agreements"]
    assert made["subject"].to_list() == ["military"]


@pytest.mark.parametrize(
    ("code", "trigger", "more", "stage"),
    [
        ("163", "imposed", {}, "imposed"),
        ("163", "extended", {}, "extended"),
        ("163", "renewing", {}, "extended"),
        ("163", "imposed", {"modality": "requested"}, "demanded"),
        ("1312", "threatened", {"modality": "threatened"}, "threatened"),
        ("163", "impose", {"modality": "planned"}, "threatened"),
        ("163", "imposed", {"polarity": "negated"}, None),
        ("085", "lifted", {"deed_code": "163"}, "lifted"),
        ("085", "eased", {}, "eased"),
        ("0354", "agreed", {"deed_code": "085", "modality": "planned"}, "easing promised"),
        ("1054", "demanded", {"deed_code": "085", "modality": "requested"}, "demanded"),
        ("1244", "refused", {"deed_code": "085"}, "refused"),
        ("046", "talks", {}, None),
    ],
)
def test_sanction_stages(code: str, trigger: str, more: dict[str, Any], stage: str | None) -> None:
    made = tables(one("USAGOV", code, "IRN", trigger, **more))["sanctions"]
    assert made["stage"].to_list() == ([stage] if stage else [])


@pytest.mark.parametrize(
    ("trigger", "sentence", "measure"),
    [
        ("imposed", "It imposed an arms embargo.", "arms embargo"),
        ("imposed", "It imposed travel bans and froze their assets.", "travel ban"),
        ("froze", "It froze the assets of ministers.", "asset freeze"),
        ("boycott", "A boycott, like the embargo before.", "boycott"),
        ("imposed", "It imposed sanctions.", "sanctions"),
        ("banned", "It banned the airline from landing on its soil.", "flight ban"),
        ("designated", "It designated the group as a terrorist organisation.", "blacklisting"),
    ],
)
def test_measures(trigger: str, sentence: str, measure: str) -> None:
    made = tables(one("USAGOV", "163", "IRN", trigger), sentence=sentence)["sanctions"]
    assert made["measure"].to_list() == [measure]


def test_administrative_sanctions_count_between_countries_only() -> None:
    assert tables(one("TURGOV", "172", "TUROPP"))["sanctions"].is_empty()
    assert tables(one("TURGOV", "172", None))["sanctions"].is_empty()
    abroad = tables(one("TURGOV", "172", "RUS"))["sanctions"]
    assert abroad.select("measure", "stage").rows() == [("administrative", "imposed")]
