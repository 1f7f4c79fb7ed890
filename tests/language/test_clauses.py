"""Who is agent and object of what: every tree stands here as the parser gave it, "word/TAG/label>head"."""

from __future__ import annotations

import pytest

from pipeline.language.clauses import Clauses
from tests.language.test_repair import tree

NOUNS = frozenset("siege talk demand request welcome raid".split())
FORMS = {("verb", "beaten"): "beat", ("verb", "angered"): "anger"}


def _known(kind: str, lemma: str) -> bool:
    return lemma in NOUNS if kind == "noun" else (kind, lemma) in {("adjective", "angered"), ("verb", "set_upon")}


@pytest.mark.parametrize(
    ("parse", "head", "role", "tokens"),
    [
        ("Oslo/NNP/nsubj>1 helped/VBD/ROOT>1 police/NNS/nsubj>3 arrest/VBP/xcomp>1 ten/CD/obj>3", 1, "object", [2]),
        ("Mayor/NN/nsubj>2 was/VBD/cop>2 beaten/JJ/ROOT>2 by/IN/case>4 cadets/NNS/obl:agent>2", 2, "agent", [4]),
        ("Mayor/NN/nsubj>2 was/VBD/cop>2 beaten/JJ/ROOT>2 by/IN/case>4 cadets/NNS/obl:agent>2", 2, "object", [0]),
        ("Lima/NNP/nsubj>3 is/VBZ/cop>3 under/IN/case>3 siege/NN/ROOT>3 by/IN/case>5 rebels/NNS/nmod>3", 3, "of", [0]),
        ("Lima/NNP/nsubj>3 is/VBZ/cop>3 under/IN/case>3 siege/NN/ROOT>3 by/IN/case>5 rebels/NNS/nmod>3", 3, "agent", [5]),
        ("He/PRP/nsubj>3 is/VBZ/cop>3 in/IN/case>3 Lima/NNP/ROOT>3 for/IN/case>5 talk/NN/obl>3", 5, "agent", [0]),
        ("Togo/NNP/ROOT>0 and/CC/cc>2 Mali/NNP/conj>0 in/IN/case>5 fish/NN/compound>5 talk/NN/nmod>0", 5, "agent", [0]),
        ("He/PRP/nsubj:pass>2 was/VBD/aux:pass>2 give/VBN/ROOT>2 a/DT/det>4 welcome/NN/obj>2 by/IN/case>6 Oslo/NNP/obl:agent>2",
         4, "agent", [6]),
        ("Chad/NNP/nsubj>1 accused/VBN/ROOT>1 by/IN/case>3 Togo/NNP/obl:agent>1 of/IN/case>6 arming/VBG/amod>6 gangs/NNS/nmod>3",
         1, "of", [5]),
        ("Chad/NNP/nsubj>1 accused/VBN/ROOT>1 by/IN/case>3 Togo/NNP/obl:agent>1 of/IN/case>6 arming/VBG/amod>6 gangs/NNS/nmod>3",
         1, "object", [0]),
        ("demand/NN/ROOT>0 by/IN/case>2 Oslo/NNP/nmod>0 for/IN/case>4 elections/NNS/nmod>2", 0, "for", [4]),
        ("request/NN/ROOT>0 from/IN/case>2 Oslo/NNP/nmod>0 to/TO/mark>4 leave/VB/acl>2", 0, "comp", [4]),
    ],
)  # fmt: skip
def test_arguments(parse: str, head: int, role: str, tokens: list[int]) -> None:
    clause = Clauses(tree(parse), _known, FORMS).clause(head)
    assert clause is not None
    assert clause.roles.get(role) == tokens


def test_a_known_adjective_is_no_passive() -> None:
    parse = "Oslo/NNP/nsubj>2 was/VBD/cop>2 angered/JJ/ROOT>2 by/IN/case>5 the/DT/det>5 raid/NN/obl:agent>2"
    assert Clauses(tree(parse), _known, FORMS).kind(2) == "adjective"


def test_upon_is_a_particle_where_patterns_know_it() -> None:
    parse = "Men/NNS/nsubj>1 set/VBD/ROOT>1 upon/IN/case>3 students/NNS/obl>1"
    assert Clauses(tree(parse), _known, FORMS).lemma(1) == "set_upon"


def test_an_agent_makes_a_headline_passive_unless_the_verb_has_none() -> None:
    parse = "Chad/NNP/nsubj>1 {}/VBN/ROOT>1 by/IN/case>3 Togo/NNP/obl:agent>1"
    assert Clauses(tree(parse.format("accused")), _known, FORMS).is_passive(1)
    assert not Clauses(tree(parse.format("abide")), _known, FORMS).is_passive(1)


def test_who_stands_before_the_infinitive_of_a_noun_is_its_subject() -> None:
    parse = "They/PRP/nsubj>1 saw/VBD/ROOT>1 {}/NN/obj>1 {}/IN/case>4 Oslo/NNP/nmod>2 to/TO/mark>6 join/VB/acl>2"
    assert Clauses(tree(parse.format("call", "for")), _known, FORMS).subjects(6) == [4]
    assert Clauses(tree(parse.format("pressure", "on")), _known, FORMS).subjects(6) == [4]
    assert Clauses(tree(parse.format("visit", "to")), _known, FORMS).subjects(6) != [4]


def test_riot_police_are_no_riot() -> None:
    assert Clauses(tree("raid/NN/compound>1 widow/NNS/nsubj>2 wept/VBD/ROOT>2"), _known, FORMS).clause(0) is None
    assert Clauses(tree("raid/NN/compound>1 talk/NNS/nsubj>2 ended/VBD/ROOT>2"), _known, FORMS).clause(0) is not None
