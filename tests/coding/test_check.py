"""Checks of a whole codebook: each kind of fault is found and named with its line, and nothing sound is reported."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.coding import check, patterns
from pipeline.coding.check import covers
from pipeline.coding.coder import Coder, Reading
from pipeline.coding.patterns import Codebook, Pattern, PatternError, parse_line
from pipeline.language.clauses import Clause

CODES = {"030", "042", "112", "120", "163", "173", "180", "190"}
HEADER = "code,intent,appeal,demand,refuse,threaten,stop,allege,mirror\n"
EXAMPLE = ' ; "Peru praised Chile."'


def load(folder: Path, **files: str) -> Codebook:
    """A codebook of these files (`classes` is classes.txt), beside one sound line."""
    (folder / "99_sound.txt").write_text(f"[042] Visit\nSOURCE visit HOST{EXAMPLE}\n", encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.{'csv' if name == 'derived' else 'txt'}").write_text(text, encoding="utf-8")
    return patterns.load(folder, CODES)


def said(book: Codebook, **more: Any) -> list[tuple[str, int, str]]:
    """File, line and text of every problem."""
    return [(Path(p.file).name, p.line, p.text) for p in check.problems(book, **more)]


@pytest.mark.parametrize(
    ("files", "name", "number", "says"),
    [
        ({"a": f"[999] What\nSOURCE praise TARGET{EXAMPLE}"}, "a.txt", 1, "'999' is not a CAMEO code"),
        ({"a": "[URGE] What"}, "a.txt", 1, "'URGE' is not an operator"),
        ({"a": f"\nSOURCE praise TARGET{EXAMPLE}"}, "a.txt", 2, "before the first heading"),
        ({"a": f"[163]\n# note\nSOURCE impose @none{EXAMPLE}"}, "a.txt", 3, "the class @none is not in classes.txt"),
        ({"a": "[163]\nSOURCE praise TARGET"}, "a.txt", 2, "no example"),
        ({"a": "[163]\nSOURCE praise TARGET ; an example"}, "a.txt", 2, "no example"),
        ({"a": f"[163]\nSOURCE praise TARGET{EXAMPLE} -> 999"}, "a.txt", 2, "'999' after an example"),
        ({"a": f"[163]\nSOURCE praise (leader|king TARGET{EXAMPLE}"}, "a.txt", 2, "has no )"),
        ({"a": f"[163]\nSOURCE praise [on TARGET{EXAMPLE}"}, "a.txt", 2, "[ has no ]"),
        ({"a": f"[163]\nSOURCE praise on TARGET]{EXAMPLE}"}, "a.txt", 2, "do not pair"),
        ({"a": f"[163]\nSOURCE praise TARGET !{EXAMPLE}"}, "a.txt", 2, "! has nothing after it"),
        ({"a": f"[163]\nSOURCE praise,laud TARGET{EXAMPLE}"}, "a.txt", 2, "is no word"),
        ({"classes": "things: a, b"}, "classes.txt", 1, "not a class"),
        ({"classes": "my things = a, b"}, "classes.txt", 1, "not a class"),
        ({"classes": "# a\nthings = a, @more"}, "classes.txt", 2, "@more is not defined above"),
        ({"classes": "things = "}, "classes.txt", 1, "has no word"),
        ({"classes": "things = a|b"}, "classes.txt", 1, "'a|b' is no word"),
        ({"classes": "things = a, b"}, "classes.txt", 1, "no pattern uses the class @things"),
        ({"derived": f"{HEADER}*,030,,,,,,,\n163,999,,,,,,,\n"}, "derived.csv", 3, "column intent: '999'"),
        ({"derived": f"{HEADER}777,030,,,,,,,\n"}, "derived.csv", 2, "column code: '777'"),
        ({"derived": f"{HEADER},030,,,,,,,\n"}, "derived.csv", 2, "column code is empty"),
        ({"derived": f"{HEADER}163,030,,\n"}, "derived.csv", 2, "4 fields where the header has 9"),
        ({"derived": f"{HEADER}163,030,,,,,,,\n163,,,,,,,,\n"}, "derived.csv", 3, "a second row for 163"),
        ({"derived": "code,intent,apeal\n"}, "derived.csv", 1, "unknown column apeal"),
    ],
)
def test_each_fault_is_named_with_its_line(
    tmp_path: Path, files: dict[str, str], name: str, number: int, says: str
) -> None:
    found = said(load(tmp_path, **files))
    assert {(f, n) for f, n, _ in found} == {(name, number)}, found
    assert any(says in text for _, _, text in found), found


def test_what_is_sound_is_not_reported(tmp_path: Path) -> None:
    book = load(
        tmp_path,
        classes="people = man\nmore = @people, woman\nstates = war",
        derived=f"{HEADER}*,030,,,,,,,\n",
        a=f"[163]\nSOURCE praise TARGET&@more [on ANY] !for{EXAMPLE}\n[120]\nSOURCE praise TARGET{EXAMPLE}",
    )
    assert said(book) == []


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"[163]\n# caf\xe9\n")
    assert said(load(tmp_path))[0][:2] == ("a.txt", 2)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"\ufeff[163]\nSOURCE praise TARGET{EXAMPLE}".encode())
    assert said(load(tmp_path)) == []


def test_a_folder_without_patterns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match="no pattern found"):
        patterns.load(tmp_path)


def test_the_same_line_twice(tmp_path: Path) -> None:
    line = f"SOURCE praise TARGET{EXAMPLE}\n"
    assert ("a.txt", 3) in [p[:2] for p in said(load(tmp_path, a=f"[163]\n{line}{line}"))]


def test_roles_that_no_actor_has(tmp_path: Path) -> None:
    book = load(tmp_path, a=f"[163]\nSOURCE:GOV|XYZ praise TARGET{EXAMPLE}")
    (found,) = said(book, role_codes={"GOV"})
    assert found[:2] == ("a.txt", 2) and "XYZ" in found[2]


# -- words -------------------------------------------------------------------------------------------------------------


def test_words_that_no_text_can_show(tmp_path: Path, coder: Coder) -> None:
    book = load(
        tmp_path,
        a=f"[163]\nSOURCE praise TARGET{EXAMPLE}\n[120]\nSOURCE praised|nation's|re-impose TARGET{EXAMPLE}\n"
        f"[180]\nSOURCE found|met|shelling TARGET (u.n.|cease-fire){EXAMPLE}\nSOURCE {{shelling}} of TARGET{EXAMPLE}",
    )
    found = said(book, nlp=coder.nlp)
    assert [f[:2] for f in found] == [("a.txt", 4), ("a.txt", 4)]
    assert "a text is read as nation + 's" in found[0][2]
    assert "write 'praise'" in found[1][2]


@pytest.mark.parametrize("word", ["re-imposed", "Re-imposed", "RE-IMPOSED", "cease-fires", "sit-in"])
def test_hyphenated_words_of_the_codebook_stay_whole(coder: Coder, word: str) -> None:
    assert [t.text for t in coder.make_doc(f"They {word}.")] == ["They", word, "."]


def test_hyphenated_names_are_still_cut(coder: Coder) -> None:
    assert len(coder.make_doc("consul-general")) == 3 and len(coder.make_doc("Franco-German")) == 3


# -- lines that never win ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "lost"),
    [
        ("SOURCE praise|laud TARGET", "SOURCE laud|hail TARGET", "for laud"),
        ("SOURCE praise TARGET", "SOURCE praise TARGET", "can never win:"),
        ("SOURCE praise (deal|accord)", "SOURCE praise (deal)", "can never win:"),
        ("SOURCE praise TARGET [for ANY]", "SOURCE praise TARGET", "can never win:"),
        ("SOURCE praise ANY on TARGET", "SOURCE praise TARGET on TARGET", "can never win:"),
        ("SOURCE praise TARGET", "SOURCE praise TARGET on ANY", ""),  # asks for more and is tried first
        ("SOURCE praise (deal)", "SOURCE praise (deal|accord)", ""),
        ("SOURCE praise TARGET !for", "SOURCE praise TARGET", ""),
        ("SOURCE praise TARGET:GOV", "SOURCE praise TARGET", ""),
        ("SOURCE praise on TARGET", "SOURCE praise with TARGET", ""),
        ("SOURCE praise TARGET", "SOURCE {praise} of TARGET", ""),
    ],
)
def test_lines_that_never_win(tmp_path: Path, first: str, second: str, lost: str) -> None:
    book = load(tmp_path, a=f"[163]\n{first}{EXAMPLE}", b=f"[180]\n{second}{EXAMPLE}")
    found = [(f, n, text) for f, n, text in said(book) if "never win" in text]
    assert [f[:2] for f in found] == [("b.txt", 2)] * bool(lost), found
    assert not lost or (lost in found[0][2] and "a:2 [163]" in found[0][2])


def test_of_one_code_or_under_a_derived_root_nothing_is_lost(tmp_path: Path) -> None:
    book = load(
        tmp_path,
        derived=f"{HEADER}*,030,,,120,,,,\n",
        a=f"[163]\nSOURCE praise|laud TARGET{EXAMPLE}\nSOURCE laud TARGET{EXAMPLE}\n[120]\nSOURCE mock ANY{EXAMPLE}",
        b='[REFUSE]\nSOURCE mock EVENT ; "x" -> 120',  # may derive more than a bare 120
    )
    assert [f for f in said(book) if "never win" in f[2]] == []


SENTENCES = """Canada imposed sanctions on Belarus over the arrest of a journalist.|Sanctions were imposed on Belarus.
|The Peruvian minister visited Quito for talks with Ecuador's president.|France urged Iran to lift its sanctions on Iraq.
|Police arrested three protesters in Lima.|Rebels backed by Chad attacked troops in Niger.|Ghana and Togo signed a treaty
 on trade with Benin.|Norway's support for Sweden was welcomed by Finland.|Talks between Kenya and Uganda on water began.
|Mali called for intervention by France.|Belarus threatened the Polish journalist with a ban.|Peru gave Chile weapons.
|Oman's foreign minister held talks in Doha with the rebels on a deal.|Iran refused to meet envoys from Jordan.
|The weapons sold to Sudan by Egypt worried Kenya.|Norway spoke to Sweden about aid to Chad and a visit by its king.
""".replace("\n", "").split("|")
AGENTS = ["SOURCE", "SOURCE:GOV|MIL", "SOURCE:GOV", "[SOURCE]", "BOTH", "", "SOURCE&(minister)", "!subj:(talk) SOURCE"]
PREPOSITIONS = ["", "on ", "on|over ", "with ", "with|to ", "in ", "of ", "between ", "by ", "for "]
FILLERS = ["TARGET", "TARGET:GOV|MIL", "TARGET:GOV", "TARGET&(minister|rebel)", "ANY", "HOST", "BOTH", "ANY&(talk)"]
WORDS = ["(sanction)", "(sanction|deal)", "(deal|talk|weapon)", "(weapon)", "(talk|sanction|aid|visit)"]
SLOT = st.builds(
    lambda frame, preposition, filler: frame.format(preposition + filler),
    st.sampled_from(["{}", "{}", "{}", "[{}]", "!{}"]),
    st.sampled_from(PREPOSITIONS),
    st.sampled_from(FILLERS + WORDS),
)
CODE = st.sampled_from(["040", "163", "173", "180", "120", "APPEAL", "REFUSE", "INTENT", "STOP"])


@pytest.fixture(scope="module")
def clauses(coder: Coder) -> list[tuple[Reading, Clause]]:
    """Every clause of SENTENCES that has patterns."""
    readings = list(coder.readings(SENTENCES))
    found = [(r, r.clauses.clause(i)) for r in readings for i in range(r.tree.n) if r.matcher.indexed(i)]
    return [(reading, clause) for reading, clause in found if clause is not None]


def fits(reading: Reading, pattern: Pattern, clause: Clause) -> bool:
    return reading.matcher.lacking(pattern) is None and bool(reading.matcher.fit(pattern, clause))


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_line_that_covers_another_fits_wherever_it_fits(
    clauses: list[tuple[Reading, Clause]], data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(["sign", "{sign}"]))
    agent, slots = data.draw(st.sampled_from(AGENTS)), data.draw(st.lists(SLOT, max_size=3))
    kept = [slot for slot in slots if data.draw(st.integers(0, 3))]
    made = []
    for words in ([agent, kind, *kept], [agent, kind, *slots]):
        code = data.draw(CODE)
        event = ["EVENT"] * (code in patterns.OPERATORS)
        try:
            made.append(parse_line(" ".join([*words, *event, '; "x" -> 163']), code, "x:1", {}))
        except PatternError:
            return
    earlier, later = made
    for reading, clause in clauses:
        if clause.kind == earlier.kind and covers(earlier, later, clause.lemma) and fits(reading, later, clause):
            assert fits(reading, earlier, clause), (reading.doc.text, clause.lemma)


# -- examples ----------------------------------------------------------------------------------------------------------


def test_an_example_that_gives_another_code_is_reported_with_what_it_gave(coder: Coder) -> None:
    lines = [
        'SOURCE visit HOST ; "The Brazilian president visited Peru."',
        'SOURCE visit HOST ; "Brazil sanctioned Peru." ; "It rained."',
    ]
    wrong = copy.copy(coder)
    wrong.book = replace(coder.book, patterns=[parse_line(x, "042", f"04_x:{n}", {}) for n, x in enumerate(lines, 1)])
    found = [(p.line, p.text) for p in check.misread(wrong)]
    assert [line for line, _ in found] == [2, 2]
    assert "gives 163 by" in found[0][1] and "not 042" in found[0][1]
    assert "no code at all" in found[1][1]


def test_the_codebook_is_clean(coder: Coder) -> None:
    roles = {*coder.ontology.roles, *coder.actors.countries, "STATE"}
    assert check.problems(coder.book, coder.nlp, roles) == []
