"""Loading the spaCy pipeline that parses sentences.

Belongs here: which model is used and how it is set up (one sentence a Doc, which hyphenated words stay whole). Not
here: what is read off the parse.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import spacy
from spacy.attrs import LEMMA, MORPH, ORTH, POS, SENT_START
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from thinc.api import use_ops


class ModelError(ValueError):
    """The named spaCy pipeline cannot be used; the message says what to do."""


@Language.component("dragoman_one_sentence")
def one_sentence(doc: Doc) -> Doc:
    """Tell the parser that the Doc is one sentence: sentences are split before parsing (language/sentences.py)."""
    starts = np.full((len(doc), 1), -1, dtype="int64").astype("uint64")
    starts[:1] = 1
    return doc.from_array([SENT_START], starts)


class KnownLemmas:
    """Lemmas that the rule lemmatizer behind it gave before: they depend on form, part of speech and features alone.

    The lemmatizer then finds nothing left to do; word by word it would take a twentieth of the parse.
    """

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self.lemmatizer = lemmatizer
        self.known: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Write the lemmas of all tokens."""
        keys = [(form, pos, morph) for form, pos, morph in doc.to_array([ORTH, POS, MORPH]).tolist()]
        for i, key in enumerate(keys):
            if key not in self.known:
                self.known[key] = doc.vocab.strings.add(self.lemmatizer.lemmatize(doc[i])[0])
        lemmas = np.array([[self.known[key]] for key in keys], dtype="uint64")
        return doc.from_array([LEMMA], lemmas.reshape(len(keys), 1))


@Language.factory("dragoman_lemmas")
def known_lemmas(nlp: Language, name: str) -> KnownLemmas:
    """The cache before the pipeline's own lemmatizer."""
    return KnownLemmas(nlp.get_pipe("lemmatizer"))


@lru_cache(maxsize=4)
def load(model: str) -> Language:
    """The spaCy pipeline at path or package name ``model``, set up to take one sentence a Doc.

    Its matrix products are numpy's where numpy keeps to one thread (pipeline/__init__.py): up to three times as fast
    as those of BLIS, which spaCy would use. Raises ModelError when it cannot be loaded or has no UD dependency labels.
    """
    try:
        with use_ops("numpy", use_blis=os.environ.get("OPENBLAS_NUM_THREADS") != "1"):
            nlp = bare(model)
    except OSError as error:
        raise ModelError(
            f"no spaCy pipeline at {model!r}: run `make model`, or set DRAGOMAN_MODEL to an installed UD pipeline"
        ) from error
    if "parser" not in nlp.pipe_names or "obl" not in nlp.get_pipe("parser").labels:
        raise ModelError(f"the spaCy pipeline {model!r} has no parser with Universal Dependencies labels (obl, nmod …)")
    nlp.add_pipe("dragoman_one_sentence", before="parser")
    lemmatizer = nlp.get_pipe("lemmatizer") if "lemmatizer" in nlp.pipe_names else None
    if isinstance(lemmatizer, Lemmatizer) and lemmatizer.mode == "rule" and not lemmatizer.overwrite:
        nlp.add_pipe("dragoman_lemmas", before="lemmatizer")
    return nlp


def bare(model: str) -> Language:
    """The pipeline just as spaCy loads it, for comparison. Raises OSError where it is not there."""
    return spacy.load(Path(model) if Path(model).exists() else model)


def tokenizer(nlp: Language, whole: Iterable[str]) -> Tokenizer:
    """The pipeline's tokenizer, but one that leaves the words of ``whole`` (lower case, "cease-fire") in one piece,
    however they are capitalised.

    A verb such as "re-imposed" cut in three is read as anything but a verb, and no lemma of a pattern would match it.
    """
    old = nlp.tokenizer
    rules = dict(old.rules)
    for word in whole:
        for form in (word, word.capitalize(), word.upper(), "-".join(part.capitalize() for part in word.split("-"))):
            rules[form] = [{ORTH: form}]
    return Tokenizer(
        nlp.vocab, rules, old.prefix_search, old.suffix_search, old.infix_finditer, old.token_match, old.url_match,
        old.faster_heuristics,
    )  # fmt: skip
