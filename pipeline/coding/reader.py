"""The reader: a small learned second opinion on what one given actor does to another in a sentence.

Belongs here: its words, its weights, and the sum that gives a probability for each CAMEO code (and for "no event").
Not here: training it (seeds/model/reader/train.py), weighing it against the patterns that fit (coder.py).

A transformer of a few layers (Vaswani et al. 2017; Devlin et al. 2019), started from all-MiniLM-L6-v2 and trained on
the project's own labelled sentences, in plain numpy: no pattern can be written for words nobody thought of, and here
words that mean alike read alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
MARKS = (("[unused1]", "[unused2]"), ("[unused3]", "[unused4]"))
LONGEST = 128  # pieces of a sentence that are read
BATCH = 32
# Roots that repeat one another by content count as one kind of deed: appeals and demands, reproach and inquiry, the
# kinds of violence.
FAMILY = {"10": "02", "09": "11", "19": "18", "20": "18"}


class ReaderError(ValueError):
    """The reader's files cannot be used; the message names the folder and what to do."""


def family(code: str) -> str:
    """The kind of deed that a code is of: its root, or the root that stands for it in FAMILY ("" for no event)."""
    return FAMILY.get(code[:2], code[:2])


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence with its two actors as character offsets (None: not named)."""

    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None


class Reader:
    """Reads sentences. ``codes``: the CAMEO codes its answers are about, "" for no event."""

    def __init__(self, weights: dict[str, Array], vocabulary: Sequence[str], codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        self._weights = weights
        self._pieces = {piece: i for i, piece in enumerate(vocabulary)}
        self._layers = sum(1 for name in weights if name.endswith(".query.weight"))
        self._marks = tuple(self._pieces[opening] for opening, _ in MARKS)
        self._split = lru_cache(maxsize=20_000)(self._word)

    @classmethod
    def load(cls, folder: Path) -> Reader:
        """Read weights.npz, vocab.txt and codes.txt of ``folder``; raises ReaderError when one is missing or
        damaged.
        """
        try:
            with np.load(folder / "weights.npz", allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
            codes = [c if c != "none" else "" for c in (folder / "codes.txt").read_text("utf-8").split()]
        except (OSError, ValueError, KeyError) as error:
            raise ReaderError(f"{folder}: the reader cannot be loaded ({error}); fetch the folder again") from None
        weights = {}
        for name, value in arrays.items():
            if name.endswith(".scale"):
                continue
            wide = value.astype(np.float32)
            scale = arrays.get(f"{name}.scale")
            weights[name] = wide if scale is None else wide * scale[:, None]
        return cls(weights, vocabulary, codes)

    # -- words ---------------------------------------------------------------------------------------------------

    def encode(self, asked: Asked) -> list[int]:
        """The ids of the sentence's pieces, with marks around both actors, at most LONGEST."""
        cuts: list[tuple[int, int, str]] = []
        for span, (opening, closing) in zip((asked.source, asked.target), MARKS, strict=True):
            if span is not None:
                cuts += [(span[0], 1, opening), (span[1], 0, closing)]
        ids = [self._pieces["[CLS]"]]
        last = 0
        for position, _, mark in sorted(cuts):
            ids += self._plain(asked.text[last:position])
            ids.append(self._pieces[mark])
            last = position
        ids += self._plain(asked.text[last:])
        return [*ids[: LONGEST - 1], self._pieces["[SEP]"]]

    def _plain(self, text: str) -> list[int]:
        return [i for word in words(text) for i in self._split(word)]

    def _word(self, word: str) -> tuple[int, ...]:
        """The longest known pieces of one word from the left (WordPiece); unknown where no piece fits."""
        ids: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self._pieces.get(("##" if start else "") + word[start:end])
                if piece is not None:
                    ids.append(piece)
                    start = end
                    break
            else:
                return (self._pieces["[UNK]"],)
        return tuple(ids)

    # -- reading -------------------------------------------------------------------------------------------------

    def read(self, asked: Iterable[Asked]) -> list[Array]:
        """For each sentence the probability of each of ``codes`` (shape: codes; sums to 1), in order."""
        rows = [self.encode(a) for a in asked]
        answers: dict[int, Array] = {}
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))  # like lengths together: less padding
        for k in range(0, len(order), BATCH):
            chunk = order[k : k + BATCH]
            answers.update(zip(chunk, self._batch([rows[i] for i in chunk]), strict=True))
        return [answers[i] for i in range(len(rows))]

    def _batch(self, rows: Sequence[list[int]]) -> Array:
        w = self._weights
        longest = max(len(r) for r in rows)
        ids = np.array([r + [0] * (longest - len(r)) for r in rows])
        mask = np.array([[1.0] * len(r) + [0.0] * (longest - len(r)) for r in rows], np.float32)
        hidden = w["words"][ids] @ w["widen"].T + w["positions"][:longest]
        hidden = _norm(hidden, w["norm.weight"], w["norm.bias"])
        away = (mask - 1.0)[:, None, None, :] * 1e4
        for k in range(self._layers):
            hidden = self._layer(hidden, k, away)
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        sides = [(hidden * (ids == m)[:, :, None]).sum(1) for m in self._marks]
        scores = np.concatenate([mean, *sides], 1) @ w["out.weight"].T + w["out.bias"]
        return _softmax(scores)

    def _layer(self, hidden: Array, k: int, away: Array) -> Array:
        w = self._weights
        size, length, width = hidden.shape
        heads = width // 32

        def part(name: str, value: Array) -> Array:
            return value @ w[f"{k}.{name}.weight"].T + w[f"{k}.{name}.bias"]

        def split(name: str) -> Array:
            return part(name, hidden).reshape(size, length, heads, 32).transpose(0, 2, 1, 3)

        query, key, value = split("query"), split("key"), split("value")
        looks = _softmax(query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(32)) + away)
        seen = (looks @ value).transpose(0, 2, 1, 3).reshape(size, length, width)
        hidden = _norm(hidden + part("mix", seen), w[f"{k}.mix_norm.weight"], w[f"{k}.mix_norm.bias"])
        risen = part("rise", hidden)
        risen = risen * _normal(risen)
        return _norm(hidden + part("fall", risen), w[f"{k}.fall_norm.weight"], w[f"{k}.fall_norm.bias"])


def words(text: str) -> list[str]:
    """Lower-case words and single marks, without accents (the base model's own rule)."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
    out: list[str] = []
    word = ""
    for c in plain:
        if c.isalnum():
            word += c
            continue
        if word:
            out.append(word)
            word = ""
        if not c.isspace():
            out.append(c)
    return [*out, word] if word else out


def _norm(x: Array, weight: Array, bias: Array) -> Array:
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * weight + bias


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def _normal(x: Array) -> Array:
    """The normal distribution's share below x, by its tanh form (Hendrycks & Gimpel 2016): off by 0.0005 at most."""
    return 0.5 * (1.0 + np.tanh(np.float32(0.7978845608) * (x + 0.044715 * x**3)))
