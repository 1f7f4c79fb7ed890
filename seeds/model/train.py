"""Train the project's English parser (`make model`).

Belongs here: turning the treebanks into spaCy's format, training with config.cfg, adding the lemmatizer, measuring, and
writing seeds/model/parser and seeds/model/scores.json.  Does not belong here: anything that runs when news is coded
(pipeline/language loads the finished model), and the making of our own sentences (seeds/treebank/build.py).

Usage: python seeds/model/train.py [--treebank DIR] [--work DIR] [--steps N] [--only STEP]

The steps convert -> train -> assemble -> score are plain and each can be run alone with --only; the work folder keeps
what they made.  One core is enough: about half an hour.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.converters import conllu_to_docs
from spacy.util import load_config

HERE = Path(__file__).resolve().parent
OWN = HERE.parent / "treebank"
VERSION = "1.1.0"
# Sentences a training document: the parser also has to find sentence ends, so it must see several in a row.
# Headlines stand alone, without a full stop; in a row they would teach wrong sentence ends.
TRAIN_FILES = {"ewt-train": 10, "gum-train": 10, "pud-train": 10}
OWN_FILES = {"news-train": 4, "headlines-train": 1, "clauses-train": 1}
DEV_FILES = {"ewt-dev": 10, "gum-dev": 10}
TEST_FILES = {"pud-eval": 10, "ewt-test": 10, "gum-test": 10}
OWN_TEST = "news-test"
CLOSED_CLASSES = ("AUX", "PRON", "DET", "SCONJ", "PART", "ADP", "CCONJ")
Token = list[str]


def read_conllu(path: Path) -> Iterator[list[Token]]:
    """The sentences of a flattened CoNLL-U file, each a list of ten-column rows."""
    rows: list[Token] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line:
            if rows:
                yield rows
            rows = []
        elif not line.startswith("#"):
            rows.append(line.split("\t"))
    if rows:
        yield rows


def docs_of(path: Path, n_sents: int) -> list[Doc]:
    """spaCy documents of `n_sents` sentences each; multiword tokens stay split, as spaCy's tokenizer splits them."""
    return list(conllu_to_docs(path.read_text(encoding="utf-8"), n_sents=n_sents, no_print=True))


def convert(treebank: Path, work: Path) -> None:
    """Write work/train.spacy and work/dev.spacy."""
    train = DocBin()
    for name, n in TRAIN_FILES.items():
        for doc in docs_of(treebank / f"{name}.conllu", n):
            train.add(doc)
    for name, n in OWN_FILES.items():
        for doc in docs_of(OWN / f"{name}.conllu", n):
            train.add(doc)
    dev = DocBin()
    for name, n in DEV_FILES.items():
        for doc in docs_of(treebank / f"{name}.conllu", n):
            dev.add(doc)
    work.mkdir(parents=True, exist_ok=True)
    train.to_disk(work / "train.spacy")
    dev.to_disk(work / "dev.spacy")
    print(f"convert: {len(train)} training documents, {len(dev)} development documents")


def fit(work: Path, steps: int) -> None:
    """Train with config.cfg into work/model-best and work/model-last."""
    from spacy.cli.train import train

    overrides: dict[str, Any] = {
        "paths.train": str(work / "train.spacy"),
        "paths.dev": str(work / "dev.spacy"),
        "training.max_steps": steps,
    }
    train(HERE / "config.cfg", work, overrides=overrides)


def lookup_table(name: str) -> dict[str, Any]:
    """One of spacy-lookups-data's English tables (made from WordNet 3.0)."""
    import spacy_lookups_data  # type: ignore[import-untyped]

    path = Path(spacy_lookups_data.__file__).parent / "data" / f"en_{name}.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        table: dict[str, Any] = json.load(handle)
    return table


def lemma_lookups(train_files: Iterable[Path]) -> Lookups:
    """Tables for spaCy's rule lemmatizer: WordNet's, trimmed, plus exceptions read off the treebanks.

    The index is kept as a mapping (a list is searched from end to end at every new word) and only for plain words.
    Proper nouns have no table on purpose: their lemma is the word itself.
    """
    rules = lookup_table("lemma_rules")
    index = {
        pos: {word: 1 for word in words if word.isalpha() and word.islower()}
        for pos, words in lookup_table("lemma_index").items()
        if pos in ("noun", "verb", "adj", "adv")
    }
    exceptions: dict[str, dict[str, list[str]]] = {
        pos: {word: forms for word, forms in table.items() if "_" not in word}
        for pos, table in lookup_table("lemma_exc").items()
    }
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for path in train_files:
        for sentence in read_conllu(path):
            for row in sentence:
                if row[2] != "_" and "Typo=Yes" not in row[5]:
                    seen[row[1].lower(), row[3]][row[2].lower() if row[2] != "I" else "I"] += 1
    inflected = re.compile(r"(s|ed|ing|er|est|n|t|'re|'ve)$")
    for (form, pos), lemmas in sorted(seen.items()):
        lemma, count = lemmas.most_common(1)[0]
        total = sum(lemmas.values())
        if pos in CLOSED_CLASSES:
            if total >= 2:
                exceptions.setdefault(pos.lower(), {})[form] = [lemma]
        elif pos in ("NOUN", "VERB", "ADJ", "ADV"):
            table = exceptions.setdefault(pos.lower(), {})
            # Two witnesses that agree, and the word looks inflected or is irregular already.
            if (
                count >= 2
                and count / total >= 0.8
                and (inflected.search(form) or form in table)
                and form.strip("'").isalpha()
            ):
                table[form] = [lemma]
    table = Lookups()
    table.add_table("lemma_rules", {pos: rules[pos] for pos in ("noun", "verb", "adj", "adv", "punct")})
    table.add_table("lemma_index", index)
    table.add_table("lemma_exc", exceptions)
    return table


def assemble(model: Path, treebank: Path, out: Path) -> None:
    """The trained pipeline + lemmatizer + card data, without any path of this machine, written to `out` in one move."""
    nlp = spacy.load(model)
    if "lemmatizer" in nlp.pipe_names:
        nlp.remove_pipe("lemmatizer")
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lookups=lemma_lookups(treebank / f"{name}.conllu" for name in TRAIN_FILES))
    nlp.meta.update(
        name="dragoman_parser",
        version=VERSION,
        description="English news parser: tokens, tags, morphology, UD dependencies, lemmas",
        author="The Dragoman project",
        license="CC BY-SA 4.0",
        sources=[
            {"name": "UD English EWT (15d613d8)", "license": "CC BY-SA 4.0"},
            {"name": "UD English GUM (afb41ee9), nine genres with permissive texts", "license": "CC BY 4.0"},
            {"name": "UD English PUD (f16eba4a), 473 of 1000 sentences", "license": "CC BY-SA 3.0"},
            {"name": "Dragoman news sentences (seeds/treebank)", "license": "CC BY-SA 4.0"},
            {"name": "WordNet 3.0 by way of spacy-lookups-data", "license": "WordNet 3.0 License"},
        ],
    )
    temp = out.with_name(out.name + ".new")
    shutil.rmtree(temp, ignore_errors=True)
    nlp.to_disk(temp)
    scrub(temp)
    old = out.with_name(out.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    temp.rename(out)
    shutil.rmtree(old, ignore_errors=True)
    print(f"assemble: {out.name}, {size_mb(out):.1f} MB")


def scrub(folder: Path) -> None:
    """Blank the paths that spaCy's config remembers; drop mail and web addresses from the list of words seen."""
    path = folder / "config.cfg"
    config = load_config(path, interpolate=False)
    config["paths"] = {"train": None, "dev": None, "vectors": None, "init_tok2vec": None}
    config.to_disk(path)
    strings = folder / "vocab" / "strings.json"
    words = json.loads(strings.read_text(encoding="utf-8"))
    kept = [word for word in words if not re.search(r"\S@\S+\.|https?:|www\.", word)]
    strings.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def size_mb(folder: Path) -> float:
    """Size on disk in MB (10^6 bytes)."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6


def skeleton_scores(nlp: Language, gold_docs: list[Doc]) -> dict[str, float]:
    """How often root, subject and object of the main clause are right, a sentence; gold tokens and sentence ends.

    `clause` is the share of sentences where the root, every dependent of it that is a subject (nsubj, nsubj:pass) and
    every object (obj) is right and none is added: what event coding needs first.
    """
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for gold in gold_docs:
        words = [t.text for t in gold]
        guess = Doc(nlp.vocab, words=words, spaces=[bool(t.whitespace_) for t in gold])
        for _, pipe in nlp.pipeline:
            guess = pipe(guess)
        g_root = next(t for t in gold if t.dep_ == "ROOT")
        p_roots = [t.i for t in guess if t.dep_ == "ROOT"]
        total["root"] += 1
        root_ok = p_roots == [g_root.i]
        right["root"] += root_ok
        wanted = {(t.i, t.dep_) for t in g_root.children if t.dep_ in ("nsubj", "nsubj:pass", "obj")}
        found = {(t.i, t.dep_) for t in guess if t.dep_ in ("nsubj", "nsubj:pass", "obj") and t.head.i == g_root.i}
        for index, dep in wanted:
            kind = "object" if dep == "obj" else "subject"
            total[kind] += 1
            right[kind] += (index, dep) in found
        total["clause"] += 1
        right["clause"] += root_ok and wanted == found
    return {kind: round(100 * right[kind] / total[kind], 1) for kind in ("root", "subject", "object", "clause")}


def score_file(nlp: Language, path: Path, n_sents: int) -> dict[str, float]:
    """UAS, LAS, tag and lemma accuracy (percent) and sentence F from raw text."""
    rows = [row for sentence in read_conllu(path) for row in sentence]
    # By way of a DocBin, so that gold and predicted documents share one vocabulary.
    docs = list(DocBin(docs=docs_of(path, n_sents), store_user_data=False).get_docs(nlp.vocab))
    examples = [Example(nlp.make_doc(gold.text), gold) for gold in docs]
    for example, doc in zip(examples, nlp.pipe((e.predicted for e in examples), batch_size=16), strict=True):
        example.predicted = doc
    scores = Scorer(nlp).score(examples)
    keep = {"dep_uas": "UAS", "dep_las": "LAS", "tag_acc": "tag", "pos_acc": "pos", "sents_f": "sentence F"}
    result = {name: round(100 * float(scores[key]), 1) for key, name in keep.items()}
    if any(row[2] != "_" for row in rows):
        result["lemma"] = round(100 * float(scores["lemma_acc"]), 1)
    return result


def speed(nlp: Language, path: Path) -> int:
    """Words a second on one core over the text of a treebank file, warmed up."""
    texts = [doc.text for doc in docs_of(path, 20)]
    words = sum(len(doc) for doc in nlp.pipe(texts))
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        for _doc in nlp.pipe(texts):
            pass
        best = max(best, words / (time.process_time() - start))
    return int(best)


def score(model: Path, treebank: Path) -> dict[str, Any]:
    """All figures of the model card."""
    start = time.perf_counter()
    nlp = spacy.load(model)
    result: dict[str, Any] = {
        "load_seconds": round(time.perf_counter() - start, 2),
        "size_mb": round(size_mb(model), 1),
    }
    for name, n in TEST_FILES.items():
        if (treebank / f"{name}.conllu").exists():
            result[name] = score_file(nlp, treebank / f"{name}.conllu", n)
    own = OWN / f"{OWN_TEST}.conllu"
    if own.exists():
        result[OWN_TEST] = score_file(nlp, own, 1) | skeleton_scores(nlp, docs_of(own, 1))
    result["words_per_second"] = speed(nlp, treebank / "pud-eval.conllu")
    return result


def main() -> int:
    """Run the steps; exit code 2 when the treebanks are not where they were said to be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treebank", type=Path, default=HERE.parents[1].parent / "shared" / "treebank")
    parser.add_argument("--work", type=Path, default=HERE.parents[1] / "build" / "model")
    parser.add_argument("--out", type=Path, default=HERE / "parser")
    parser.add_argument("--steps", type=int, default=5000, help="training steps (more added nothing)")
    parser.add_argument("--only", choices=["convert", "train", "assemble", "score"])
    args = parser.parse_args()
    if not (args.treebank / "ewt-train.conllu").exists():
        print(
            f"{args.treebank}: no ewt-train.conllu there; name the treebanks' folder with --treebank", file=sys.stderr
        )
        return 2
    if args.only in (None, "convert"):
        convert(args.treebank, args.work)
    if args.only in (None, "train"):
        fit(args.work, args.steps)
    if args.only in (None, "assemble"):
        assemble(args.work / "model-best", args.treebank, args.out)
    if args.only in (None, "score"):
        figures = score(args.out, args.treebank)
        text = json.dumps(figures, indent=2) + "\n"
        (args.out.parent / "scores.json").write_text(text, encoding="utf-8")
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
