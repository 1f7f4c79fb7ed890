"""Slips of the parser are put right: every tree stands here as the parser gave it, "word/TAG/label>head"."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.language.tree import Tree


def tree(parse: str) -> Tree:
    """A tree from "word/TAG/label>head" (head: index of the token, a root's its own); lemmas are the words."""
    parts = [token.rpartition(">") for token in parse.split()]
    words, tags, labels = zip(*(left.rsplit("/", 2) for left, _, _ in parts), strict=True)
    heads = [int(head) for _, _, head in parts]
    lemmas = [LEMMAS.get(word, word.lower()) for word in words]
    return Tree(Doc(VOCAB, words=words, tags=tags, deps=labels, heads=heads, lemmas=lemmas))


VOCAB = spacy.blank("en").vocab
LEMMAS = {"granted": "grant", "agreed": "agree", "told": "tell", "warned": "warn", "is": "be", "elections": "election",
          "sold": "sell", "helped": "help", "wound": "wound"}  # fmt: skip


@pytest.mark.parametrize(
    ("parse", "token", "label", "head"),
    [
        ("Togo/NNP/nsubj:outer>3 is/VBZ/cop>3 to/TO/mark>3 visit/VB/ROOT>3 Mali/NNP/obj>3", 0, "nsubj", 3),
        ("Aim/NN/nsubj:outer>3 is/VBZ/cop>3 to/TO/mark>3 visit/VB/ROOT>3 Mali/NNP/obj>3", 0, "nsubj:outer", 3),
        ("Japan/NNP/nsubj>1 granted/VBD/ROOT>1 Laos/NNP/obj>1 a/DT/det>4 loan/NN/obj>1", 2, "iobj", 1),
        ("Chad/NNP/nsubj>2 will/MD/aux>2 lend/VB/ROOT>2 Togo/NNP/compound>5 ten/CD/nummod>5 jeeps/NNS/obj>2", 3, "iobj", 2),
        ("Chad/NNP/nsubj>1 sold/VBD/ROOT>1 Boeing/NNP/compound>3 jets/NNS/obj>1", 2, "compound", 3),
        ("Benin/NNP/nsubj>1 agreed/VBD/ROOT>1 to/IN/case>3 free/JJ/amod>4 sailors/NNS/obl>1", 3, "xcomp", 1),
        ("Benin/NNP/nsubj>1 agreed/VBD/ROOT>1 to/IN/case>3 free/JJ/amod>4 elections/NNS/obl>1", 3, "amod", 4),
        ("Chad/NNP/nsubj>1 told/VBD/ROOT>1 the/DT/det>3 monks/NNS/iobj>1 to/TO/mark>5 leave/VB/acl>3", 5, "xcomp", 1),
        ("He/PRP/nsubj>1 warned/VBD/ROOT>1 Peru/NNP/obj>1 that/IN/mark>5 it/PRP/nsubj>5 won/VBD/acl>2", 5, "ccomp", 1),
        ("Oslo/NNP/nsubj>1 shrugged/VBD/ROOT>1 off/RP/case>3 criticism/NN/obj>1", 2, "compound:prt", 1),
        ("It/PRP/nsubj:pass>2 was/VBD/aux:pass>2 taken/VBN/ROOT>2 off/RP/case>4 lists/NNS/obl>2", 3, "case", 4),
        ("Men/NNS/nsubj>1 shot/VBD/ROOT>1 dead/JJ/xcomp>1 a/DT/det>4 judge/NN/obj>2", 4, "obj", 1),
        ("Togo/NNP/nsubj>1 sent/VBD/ROOT>1 rice/NN/obj>1 and/CC/cc>4 cooking/VBG/conj>1 oil/NN/obj>4", 5, "conj", 2),
        ("Oslo/NNP/nsubj>5 as/RB/advmod>5 well/RB/fixed>1 as/IN/fixed>1 Rome/NNP/nsubj>5 left/VBD/ROOT>5", 4, "conj", 0),
    ],
)  # fmt: skip
def test_words_hung_wrongly(parse: str, token: int, label: str, head: int) -> None:
    found = tree(parse)
    assert (found.dep[token], found.head[token]) == (label, head)
    assert all(token in found.kids[head] for token, head in enumerate(found.head) if token != head)


def test_be_to_is_an_auxiliary() -> None:
    assert tree("Togo/NNP/nsubj:outer>3 is/VBZ/cop>3 to/TO/mark>3 go/VB/ROOT>3").dep[1] == "aux"


def test_wound_up_is_to_wind() -> None:
    assert tree("Oslo/NNP/nsubj>1 wound/VBD/ROOT>1 up/RP/compound:prt>1 talks/NNS/obj>1").lemma[1] == "wind"
    assert tree("Blasts/NNS/nsubj>1 wound/VBP/ROOT>1 ten/CD/obj>1").lemma[1] == "wound"


def test_a_gerund_has_a_preposition() -> None:
    parse = "Rome/NNP/nsubj>1 accused/VBD/ROOT>1 Oslo/NNP/obj>1 of/IN/mark>4 cheating/VBG/obl>1"
    assert tree(parse).preposition(4) == "of"
