"""The shipped parser: size, labels, the sentences it was made for, and a floor on the held-out news sentences."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
PARSER = SEEDS / "model" / "parser"
TREEBANK = SEEDS / "treebank"
UD_RELATIONS = frozenset(
    re.findall(
        r"\w+",
        "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed flat "
        "goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp",
    )
)
Row = list[str]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(PARSER)


def load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("treebank_build", TREEBANK / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def sentences(path: Path) -> Iterator[list[Row]]:
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        yield [line.split("\t") for line in block.splitlines() if not line.startswith("#")]


def root(doc: Doc) -> Token:
    return next(token for token in doc if token.dep_ == "ROOT")


def child(token: Token, label: str) -> str:
    return next((c.text for c in token.children if c.dep_ == label), "")


def test_fits_in_15_mb_and_names_no_path() -> None:
    assert sum(f.stat().st_size for f in PARSER.rglob("*") if f.is_file()) <= 15_000_000
    for name in ("config.cfg", "meta.json"):
        assert not re.search(r"(?:/|\\)(?:work|home|root|Users|tmp)\b", (PARSER / name).read_text(encoding="utf-8"))


def test_labels_are_universal_dependencies(nlp: Language) -> None:
    labels = set(nlp.get_pipe("parser").labels)
    assert {label.lower().split(":")[0] for label in labels} <= UD_RELATIONS
    assert {"nsubj:pass", "obl:agent", "nmod:poss", "acl:relcl", "nmod:desc", "obl:unmarked"} <= labels


def test_components(nlp: Language) -> None:
    assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "parser", "lemmatizer"]


@pytest.mark.parametrize(
    ("text", "verb", "subject", "obj"),
    [
        ("Iran rejects the proposal.", "rejects", "Iran", "proposal"),
        (
            "The minister's recent visit to Nicosia for talks with counterpart George Gerapetritis underscores the value of dialogue.",
            "underscores",
            "visit",
            "value",
        ),
        ("The president's planned trip to Athens signals a thaw in relations.", "signals", "trip", "thaw"),
        (
            "The Greek prime minister's decision to skip the summit sparked anger in Sofia.",
            "sparked",
            "decision",
            "anger",
        ),
        (
            "Bulgarian Foreign Minister Mariya Gabriel met Greek President Katerina Sakellaropoulou on Monday.",
            "met",
            "Mariya",
            "Katerina",
        ),
        ("Sanctions imposed by Romania on Moldova hurt farmers.", "hurt", "Sanctions", "farmers"),
        ("Romania rejects Moldovan proposal", "rejects", "Romania", "proposal"),
        (
            "ATHENS (Reuters) - Romanian President Klaus Iohannis met Greek leaders on Friday.",
            "met",
            "Klaus",
            "leaders",
        ),
    ],
)
def test_main_clause(nlp: Language, text: str, verb: str, subject: str, obj: str) -> None:
    head = root(nlp(text))
    assert (head.text, child(head, "nsubj"), child(head, "obj")) == (verb, subject, obj)


def test_passive_with_agent(nlp: Language) -> None:
    head = root(nlp("The treaty was signed by the leaders of Greece and Cyprus in Athens."))
    assert (head.lemma_, child(head, "nsubj:pass"), child(head, "obl:agent")) == ("sign", "treaty", "leaders")


def test_control(nlp: Language) -> None:
    head = root(nlp("Greece agreed to lift sanctions on Cyprus."))
    assert (head.text, child(head, "xcomp")) == ("agreed", "lift")


def test_lemmas(nlp: Language) -> None:
    doc = nlp(
        "He found that the Philippines had imposed sanctions, and their ministries were meeting the Dutch in Brussels."
    )
    lemmas = {token.text: token.lemma_ for token in doc}
    expected = {
        "He": "he",
        "found": "find",
        "had": "have",
        "imposed": "impose",
        "sanctions": "sanction",
        "ministries": "ministry",
    }
    assert {word: lemmas[word] for word in expected} == expected
    assert lemmas["Brussels"] == "Brussels" and lemmas["Philippines"] == "Philippines"


def test_held_out_sentences_are_not_in_the_training_files() -> None:
    train = [rows for path in sorted(TREEBANK.glob("*-train.conllu")) for rows in sentences(path)]
    test = list(sentences(TREEBANK / "news-test.conllu"))
    assert len(test) >= 200

    def names(block: list[list[Row]]) -> set[str]:
        titles = {"Minister", "Secretary", "Mark"}  # "Mark" Rutte; "mark" is a training verb in another spelling
        return {row[1] for rows in block for row in rows if row[3] == "PROPN"} - titles

    def main_verbs(block: list[list[Row]]) -> set[str]:
        return {row[1] for rows in block for row in rows if row[7] == "root"}

    assert not names(train) & names(test)
    assert not main_verbs(train) & main_verbs(test)


def test_floor_on_held_out_sentences(nlp: Language) -> None:
    right = total = 0
    for rows in sentences(TREEBANK / "news-test.conllu"):
        doc = Doc(nlp.vocab, words=[row[1] for row in rows], spaces=[row[9] == "_" for row in rows])
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
        wanted = {(int(row[0]) - 1, row[7]) for row in rows if row[7] in ("root", "nsubj", "nsubj:pass", "obj")}
        found = {(token.i, token.dep_.replace("ROOT", "root")) for token in doc}
        right += len(wanted & found)
        total += len(wanted)
    assert right / total >= FLOOR


FLOOR = 0.74  # 0.76 when it was shipped; 0.68 without the project's own sentences


def test_treebank_files_are_what_the_skeletons_make() -> None:
    build = load_build()
    for target in build.TARGETS:
        made = build.build(target)
        text = "\n".join(build.conllu(s, f"{target}-{i:04d}", where) for i, (where, s) in enumerate(made, 1)) + "\n"
        assert (TREEBANK / f"{target}.conllu").read_text(encoding="utf-8") == text


def test_unreadable_skeleton_is_named() -> None:
    build = load_build()
    with pytest.raises(build.SkeletonError, match="no tag"):
        build.parse("{nsubj Iran} rejects_VBZ .")
