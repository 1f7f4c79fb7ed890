"""Loading the spaCy pipeline that parses sentences.

Belongs here: which model is used and how it is set up (one sentence a Doc). Not here: what is read off the parse.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc


class ModelError(ValueError):
    """The named spaCy pipeline cannot be used; the message says what to do."""


@Language.component("dragoman_one_sentence")
def one_sentence(doc: Doc) -> Doc:
    """Tell the parser that the Doc is one sentence: sentences are split before parsing (language/sentences.py)."""
    starts = np.full((len(doc), 1), -1, dtype="int64").astype("uint64")
    starts[:1] = 1
    return doc.from_array([SENT_START], starts)


@lru_cache(maxsize=4)
def load(model: str) -> Language:
    """The spaCy pipeline at path or package name ``model``, set up to take one sentence a Doc.

    Raises ModelError when it cannot be loaded or has no UD dependency labels.
    """
    try:
        nlp = spacy.load(Path(model) if Path(model).exists() else model)
    except OSError as error:
        raise ModelError(
            f"no spaCy pipeline at {model!r}: run `make model`, or set DRAGOMAN_MODEL to an installed UD pipeline"
        ) from error
    if "parser" not in nlp.pipe_names or "obl" not in nlp.get_pipe("parser").labels:
        raise ModelError(f"the spaCy pipeline {model!r} has no parser with Universal Dependencies labels (obl, nmod …)")
    nlp.add_pipe("dragoman_one_sentence", before="parser")
    return nlp
