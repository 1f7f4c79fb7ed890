"""The parser as the coder sets it up: the same readings as spaCy's own, only sooner."""

from __future__ import annotations

from pathlib import Path

from pipeline.language import parser

MODEL = str(Path(__file__).resolve().parents[2] / "seeds" / "model" / "parser")
SENTENCES = (
    "Two ministers met their counterparts and left for talks in the men's camp.",
    "Rebels were leaving the towns that they had taken.",
    "The better-armed forces met no resistance; talks collapsed.",
)


def test_lemmas_and_trees_are_those_of_spacy() -> None:
    bare, own = parser.bare(MODEL), parser.load(MODEL)
    for _ in range(2):  # the second time the lemmas come from the cache
        for plain, ours in zip(bare.pipe(SENTENCES), own.pipe(SENTENCES), strict=True):
            assert [t.lemma_ for t in ours] == [t.lemma_ for t in plain]
            assert [t.tag_ for t in ours] == [t.tag_ for t in plain]
            assert [t.head.i for t in ours] == [t.head.i for t in plain]


def test_a_text_without_words() -> None:
    assert len(parser.load(MODEL)("")) == 0
