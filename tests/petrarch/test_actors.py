"""The actor and agent formats: every construct, every fault, any text. Not here: what becomes of the records."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.petrarch.actors import ActorRecord, AgentRecord, read_actors, read_agents

Span = tuple[tuple[str, ...], date | None, date | None]


def actor(text: str) -> ActorRecord:
    records, problems = read_actors(text, "x")
    assert not problems
    (record,) = records
    return record


def spans(text: str) -> list[Span]:
    return [(code.codes, code.since, code.to) for code in actor(text).codes]


def names(record: ActorRecord) -> list[tuple[tuple[str, ...], ...]]:
    return [phrase.runs for phrase in record.phrases]


def test_name_synonyms_and_dated_codes_below() -> None:
    record = actor(
        "ODREN_MALVIK_ [ZVIMIL] ; note\n+MALVIK\n\n\t[ZVIOPP <100301]\n    [ZVIGOV 100301-20180630]\n[ZVIELI]"
    )
    assert names(record) == [(("ODREN", "MALVIK"),), (("MALVIK",),)]
    assert [(c.codes, c.since, c.to, c.line) for c in record.codes] == [
        (("ZVIMIL",), None, None, 1),
        (("ZVIOPP",), None, date(2010, 3, 1), 4),
        (("ZVIGOV",), date(2010, 3, 1), date(2018, 6, 30), 5),
        (("ZVIELI",), None, None, 6),
    ]


def test_several_codes_with_dates_on_the_line_of_the_name() -> None:
    assert spans("PORT [ZVI <911231][KTM 920101-991231][REB (>01/01/2000)]") == [
        (("ZVI",), None, date(1991, 12, 31)),
        (("KTM",), date(1992, 1, 1), date(1999, 12, 31)),
        (("REB",), date(2000, 1, 1), None),
    ]
    assert spans("PORT [ZVI < 911231 / KTM >920101 REB 930101 - 940101]") == [
        (("ZVI",), None, date(1991, 12, 31)),
        (("KTM",), date(1992, 1, 1), None),
        (("REB",), date(1993, 1, 1), date(1994, 1, 1)),
    ]
    assert spans("PORT [ZVI <911231 / KTM >920101]") == [
        (("ZVI",), None, date(1991, 12, 31)),
        (("KTM",), date(1992, 1, 1), None),
    ]


def test_several_actors_under_one_name_and_none() -> None:
    assert spans("CROWNS [ZVI/KTM]") == [(("ZVI", "KTM"), None, None)]
    assert spans("CUP [---]") == [((), None, None)]


def test_underscore_joins_and_blank_leaves_room() -> None:
    assert names(actor("LANTERN LEAGUE_OF_ISLES_ [ZVI]")) == [(("LANTERN",), ("LEAGUE", "OF", "ISLES"))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[ZVI]", "before the first name"),
        ("+SYNONYM", "without a name"),
        ("ZORVAN", "no code"),
        ("ZORVAN [zvi]", "is no actor code"),
        ("ZORVAN [###]", "not read"),
        ("ZORVAN []", "empty brackets"),
        ("ZORVAN [ZVI <9]", "is no restriction"),
        ("ZORVAN [ZVI 010101-000101]", "is no restriction"),
        ("ZORVAN [ZVI] again", "beside the codes"),
        ("Z$RVAN [ZVI]", "holds signs"),
        ("A [ZVI]\n+B [KTM]", "takes the codes of its name"),
        ("_ [ZVI]", "no name"),
        ("A" * 3000, "longer than"),
    ],
)
def test_faults_are_named_with_their_line(text: str, said: str) -> None:
    _, problems = read_actors("# first\n" + text, "my.actors.txt")
    assert any(said in str(problem) for problem in problems)
    assert all(str(problem).startswith(("my.actors.txt:2: ", "my.actors.txt:3: ")) for problem in problems)


def test_a_fault_costs_its_line_only() -> None:
    records, problems = read_actors("A [ZVI]\nB [?]\nC [KTM]\n\t[ZVI nonsense]", "x")
    assert [record.phrases[0].words for record in records] == [("A",), ("C",)]
    assert len(records[1].codes) == 1
    assert {problem.line for problem in problems} == {2, 4}


def agents(text: str) -> list[AgentRecord]:
    records, problems = read_agents(text, "x")
    assert not problems
    return records


def test_agent_codes_stand_behind_or_in_front() -> None:
    one, two, three = agents("REEVE [~GOV]\nRELIEF_SOCIETY [NGO~]\nSHORE_WARDEN [~GOV/MIL]")
    assert (one.codes, one.before) == (("GOV",), False)
    assert (two.codes, two.before, two.phrase.words) == (("NGO",), True, ("RELIEF", "SOCIETY"))
    assert three.codes == ("GOV", "MIL")


def test_plurals() -> None:
    regular, given_, none, two = agents(
        "REEVE [~GOV]\nOX_MAN {OX_MEN} [~LAB]\nPOLICE {} [~COP]\nELK {ELKS, ELKEN} [~CVL]"
    )
    assert regular.plurals is None
    assert [p.words for p in given_.plurals or ()] == [("OX", "MEN")]
    assert none.plurals == ()
    assert [p.words for p in two.plurals or ()] == [("ELKS",), ("ELKEN",)]


def test_sets_are_written_out_without_plurals() -> None:
    found = agents("HARBOUR_!GUARD! [~COP]\n!GUARD! = GUARDSMAN, GUARDS MEN\n!GUARD!_OF_!GUARD! [~MIL]")
    assert [a.phrase.words for a in found[:2]] == [("HARBOUR", "GUARDSMAN"), ("HARBOUR", "GUARDS", "MEN")]
    assert len(found) == 2 + 4
    assert all(a.plurals == () for a in found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("REEVE", "no role noun"),
        ("REEVE [~]", "no agent code"),
        ("REEVE [~GOV~]", "no agent code"),
        ("REEVE [GOV]", "has no ~"),
        ("!NOBODY!_MAN [~GOV]", "is not defined"),
        ("!A! =", "a set of words"),
        ("RE!EVE [~GOV]", "a lone !"),
        ("_ [~GOV]", "no words"),
        ("!A! = " + ",".join(map(str, range(30))) + "\n!A!!A! [~GOV]", "more than 500"),
    ],
)
def test_agent_faults_are_named(text: str, said: str) -> None:
    _, problems = read_agents(text, "my.agents.txt")
    assert any(said in str(problem) and str(problem).startswith("my.agents.txt:") for problem in problems)


LINES = st.text(alphabet=st.sampled_from(list("AB_ +-[]{}()<>~!=,/#;$%^*&|09\t\n'é")), max_size=120)


@given(st.one_of(st.text(max_size=200), LINES))
def test_any_text_is_entries_or_problems(text: str) -> None:
    for read in (read_actors, read_agents):
        records, problems = read(text, "x")
        assert all(problem.line > 0 and problem.text for problem in problems)
        assert len(records) <= 600 * (text.count("\n") + text.count("\r") + 1)
        assert (
            records
            or problems
            or not any(ch.isalnum() for ch in text)
            or "#" in text
            or ";" in text
            or "!" in text
            or "<" in text
        )
