"""The verb format: every construct, every fault, any text. Not here: what a pattern matches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.petrarch.verbs import (
    BOTH,
    NOUN,
    PREPOSITION,
    SKIP,
    SOURCE,
    TARGET,
    WORD,
    Codes,
    Item,
    PatternRecord,
    VerbFile,
    plural,
    read_verbs,
)  # fmt: skip

KNOWN = frozenset("040 042 043 046 057 111 150 152 190 1211".split())


def verbs(text: str) -> VerbFile:
    found, problems = read_verbs(text, "x", KNOWN)
    assert not problems, problems
    return found


def pattern(line: str, before: str = "") -> PatternRecord:
    (block,) = verbs(f"{before}\n\nZORBLE\n{line}").blocks
    (record,) = block.patterns
    return record


def word(*words: str, joined: bool = False) -> Item:
    return Item(WORD, (tuple(words),), joined=joined)


def test_block_with_heading() -> None:
    found = verbs("--- SAIL [150] ---\nZORBLE {ZORBLED ZORBLEN}\nQUELM [152]\n- * FLEET [190]\n\nDRIFT\n- * SHIP [040]")
    first, second = found.blocks
    assert (first.name, first.codes) == ("SAIL", Codes("150"))
    assert [(v.word, v.forms, v.codes) for v in first.verbs] == [
        ("zorble", ("zorbled", "zorblen"), Codes("150")),
        ("quelm", (), Codes("152")),
    ]
    assert [p.codes for p in first.patterns] == [Codes("190")]
    assert [(v.word, v.codes) for v in second.verbs] == [("drift", None)]


def test_heading_may_be_left_open() -> None:
    assert (
        verbs("--- SAIL [150]\nZORBLE\n").blocks[0].codes
        == verbs("---- SAIL [150] ----\nZORBLE").blocks[0].codes
        == Codes("150")
    )


def test_block_without_heading_has_its_first_verbs_code() -> None:
    first, second = verbs("### SAIL ###\nZORBLE [150]\nQUELM\n- * FLEET [190]\nDRIFT [040]").blocks
    assert [v.codes for v in first.verbs] == [Codes("150"), Codes("150")]
    assert [v.word for v in second.verbs] == ["drift"]
    apart = verbs("ZORBLE [150]\n\nQUELM\n- * FLEET [190]").blocks
    assert [[v.word for v in block.verbs] for block in apart] == [["zorble"], ["quelm"]]


@pytest.mark.parametrize(
    ("written", "codes", "null"),
    [
        ("[040]", Codes("040"), False),
        ("[042:043]", Codes("042", "043"), False),
        ("[---:043]", Codes("", "043"), False),
        ("[:043]", Codes("", "043"), False),
        ("[042:---]", Codes("042"), False),
        ("[---]", Codes(""), True),
    ],
)
def test_codes(written: str, codes: Codes, null: bool) -> None:
    assert pattern(f"- * FLEET {written}").codes == codes
    assert codes.null is null


def test_verbs_of_several_words() -> None:
    ((plus, wire, plain),) = (b.verbs for b in verbs("+BEEF_UP {+BEEFED_UP}\nWIRE_+TAP\nCLEAR_UP\n").blocks)
    assert (plus.before, plus.word, plus.after, plus.forms) == ((), "beef", ("up",), ("beefed",))
    assert (wire.before, wire.word, wire.after) == (("wire",), "tap", ())
    assert (plain.word, plain.after) == ("clear", ("up",))


def test_synsets_with_their_plurals() -> None:
    found = verbs(
        "&PACT\n+TREATY\n+FISHING ACCORD\n+SEA_LAW_\n\n&AUX_\n+HAVE\n\nZORBLE\n- * &PACT [040]\n- * &AUX [042]"
    )
    assert set(found.synsets["PACT"]) == {
        ("treaty",), ("treaties",), ("fishing", "accord"), ("fishing", "accords"), ("sea", "law"),
    }  # fmt: skip
    assert found.synsets["AUX"] == (("have",),)
    assert found.blocks[0].patterns[0].after[0].phrases == found.synsets["PACT"]


def test_a_set_may_stand_below_its_use() -> None:
    assert pattern("- * &PACT [040]\n\n&PACT\n+TREATY").after[0].phrases == (("treaty",), ("treaties",))


def test_plural() -> None:
    assert [plural(w) for w in ("treaty", "bay", "pass", "fleet")] == ["treaties", "bays", "passes", "fleets"]


def test_plain_words_and_signs() -> None:
    record = pattern("- OFFER_FROM $ ** RESTORE ^ TO_+ % [040]")
    assert record.before == (word("offer", "from"), Item(SOURCE))
    assert record.after == (word("restore"), Item(SKIP), word("to"), Item(TARGET, joined=True), Item(BOTH))


def test_words_joined_to_the_verb() -> None:
    record = pattern("- NOT_*_BACK [040]")
    assert (record.before, record.joined, record.after) == ((word("not"),), True, (word("back", joined=True),))


def test_alternatives() -> None:
    for written in ("{ QUOTA | FISHING_LIMIT }", "(QUOTA|FISHING_LIMIT)"):
        assert pattern(f"- * {written} [040]").after == (Item(WORD, (("quota",), ("fishing", "limit"))),)


def test_noun_and_prepositional_phrases() -> None:
    record = pattern(
        "- {OLD SAILORS} (FROM PORT) * {FISHING &CREW} (INTO {HOME PORT}) (WITH +) (AWAY_FROM ^) [040]", "&CREW\n+CREW_"
    )
    assert record.before == (
        Item(NOUN, (("old", "sailors"),)),
        Item(PREPOSITION, (("from",),), (Item(NOUN, (("port",),)),)),
    )
    assert record.after == (
        Item(NOUN, (("fishing", "crew"),)),
        Item(PREPOSITION, (("into",),), (Item(NOUN, (("home", "port"),)),)),
        Item(PREPOSITION, (("with",),), (Item(TARGET),)),
        Item(PREPOSITION, (("away", "from"),), (Item(SKIP),)),
    )
    assert verbs("ZORBLE\n- * (AT PORT) [040]").phrased
    assert not verbs("ZORBLE\n- * { A | B } [040]").phrased


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- * FLEET", "is no pattern"),
        ("- FLEET [040]", "one * where"),
        ("- * * FLEET [040]", "one * only"),
        ("- * FLEET [999]", "not a CAMEO code"),
        ("- * FLEET [04]", "not a CAMEO code"),
        ("- * FLEET [###]", "is not read"),
        ("- * &NOWHERE [040]", "is not defined"),
        ("- * {FLEET [040]", "not closed"),
        ("- * FLEET} [040]", "without its beginning"),
        ("- * {} [040]", "without a word"),
        ("- * () [040]", "empty brackets"),
        ("- * {A {B}} [040]", "other brackets"),
        ("- * {(A) | B} [040]", "other brackets"),
        ("- * {|} [040]", "without a word"),
        ("- * (AT A) | [040]", "without its beginning"),
        ("- * (AT {A} B) [040]", "after the noun"),
        ("- * ?? [040]", "is not a word"),
        ("- * " + "A " * 40 + "[040]", "more than 30"),
        ("~ a (a b WILL_ZORBLE) SAY = a b 138", "transformations"),
        ("--- SAIL [040] [050] ---", "no heading"),
        ("QUELM QUELM QUELM", "no verb, pattern or heading"),
        ("QUELM {+A_B} [040]", "is not built as"),
        ("QUELM [99999]", "not a CAMEO code"),
        ("&\n+A", "no name of a set"),
        ("&S\n+$", "holds words only"),
    ],
)
def test_faults_are_named_with_their_line_and_the_rest_is_read(line: str, said: str) -> None:
    found, problems = read_verbs(f"ZORBLE\n{line}\n\nDRIFT\n- * SHIP [040]", "my.verbs.txt", KNOWN)
    assert any(said in str(problem) and str(problem).startswith("my.verbs.txt:") for problem in problems), problems
    assert found.blocks[-1].patterns[0].after == (word("ship"),)


def test_a_pattern_without_a_verb_is_reported() -> None:
    _, problems = read_verbs("- * FLEET [040]", "x", KNOWN)
    assert "without a verb" in str(problems[0])


LINES = st.text(alphabet=st.sampled_from(list("AB_ +-[]{}()<>~!=,|:0149\t\n&*$%^#;'é")), max_size=160)
TOKENS = st.lists(
    st.sampled_from(
        "- * ** $ + % ^ ( ) { } | A B_C & &S &S\n +D \n\n --- [040] [---] [042:043] ~ _ WITH \n".split(" ")
    ),
    max_size=60,
)


@given(st.one_of(st.text(max_size=200), LINES, TOKENS.map(" ".join)))
def test_any_text_is_entries_or_problems(text: str) -> None:
    found, problems = read_verbs(text, "x", KNOWN)
    count = len(text.splitlines()) + 1
    assert all(problem.line > 0 and problem.text for problem in problems)
    assert len(problems) <= 4 * count + sum(len(b.verbs) for b in found.blocks) + text.count("{") * 80
    assert len(found.blocks) <= count
    assert sum(len(block.patterns) for block in found.blocks) <= count
