"""A parsed sentence as plain lists, quick to walk.

Belongs here: reading a spaCy Doc once into Python lists and the few look-ups every stage needs (children, subtree,
prepositions). What a clause is belongs in clauses.py; nothing here knows about actors, patterns or codes.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.attrs import DEP, HEAD, IDX, LEMMA, LOWER, TAG
from spacy.tokens import Doc

from pipeline.language.repair import repair

# Words that stand for the noun a relative clause modifies.
RELATIVE = frozenset({"who", "which", "that", "whom", "whose", "where"})
WRAP = 1 << 64
AUXILIARIES = {
    **dict.fromkeys("be is are was were been being am 'm ’m 're ’re".split(), "be"),
    **dict.fromkeys("have has had having 've ’ve".split(), "have"),
}


class Tree:
    """One sentence: parallel lists over its tokens (index = spaCy token index in the Doc)."""

    __slots__ = ("dep", "doc", "head", "idx", "joined", "kids", "lemma", "lower", "n", "tag")

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.n = len(doc)
        words = doc.vocab.strings
        # one array for all tokens: five times as fast as asking each token
        columns = doc.to_array([LOWER, LEMMA, TAG, DEP, HEAD, IDX]).T.tolist() if self.n else [[]] * 6
        lower, lemma, tag, dep, head, idx = columns
        self.lower = [words[w] for w in lower]
        self.lemma = [words[w].lower() if w else form for w, form in zip(lemma, self.lower, strict=True)]
        self.tag = [words[w] for w in tag]
        self.dep = [words[w] for w in dep]
        self.head = [i + (h - WRAP if h >= WRAP // 2 else h) for i, h in enumerate(head)]  # stored as unsigned offsets
        self.idx = idx
        for i, name in enumerate(self.tag):
            if name.startswith("VB") and self.lower[i] in AUXILIARIES:
                self.lemma[i] = AUXILIARIES[self.lower[i]]
            elif name == "JJ":
                self.lemma[i] = self.lower[i]  # never "unwille" for "unwilling"
            elif self.lemma[i] == "wag" and self.lower[i] in ("waged", "waging", "wages"):
                self.lemma[i] = "wage"
            elif self.lower[i] == "tore" and name == "RB":
                self.tag[i], self.lemma[i] = "VBD", "tear"
            elif self.lower[i] == "wound" and (
                name in ("VBD", "VBN") or (name[:2] == "VB" and self.lower[i + 1 : i + 2] in (["up"], ["down"]))
            ):
                self.lemma[i] = "wind"  # "wound up its talks" hurts nobody: the past of that verb is "wounded"
            elif name in ("NNS", "NNPS") and self.lemma[i] == self.lower[i] and self.lower[i].endswith("s"):
                cut = 2 if self.lower[i].endswith(("ches", "shes", "sses", "xes", "zes")) else 1
                self.lemma[i] = self.lower[i][:-cut]  # "Talks between …": the capital made a name of it
        self.kids: list[list[int]] = []
        self.joined: dict[int, list[int]] = {}  # answers of ``coordinated``
        self.link()
        repair(self)

    def link(self) -> None:
        """Work out every token's children from the heads."""
        self.kids = [[] for _ in range(self.n)]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        self.joined.clear()

    def root(self) -> int:
        """The first token that hangs on none, -1 in an empty sentence."""
        return next((i for i, h in enumerate(self.head) if h == i), -1)

    def children(self, i: int, *deps: str) -> list[int]:
        """Children of ``i`` whose label is one of ``deps``, left to right."""
        kids = self.kids[i]
        if not kids:
            return []
        dep = self.dep
        return [k for k in kids if dep[k] in deps]

    def subtree(self, i: int) -> Iterator[int]:
        """``i`` and everything below it, depth first (a guard keeps a malformed tree from looping)."""
        stack, seen = [i], set()
        while stack:
            t = stack.pop()
            if t in seen:
                continue
            seen.add(t)
            yield t
            stack.extend(self.kids[t])

    def preposition(self, i: int) -> str:
        """The case marker of a nominal ("on", "with", "out_of", "because_of"), or "" when it has none; a gerund's
        may be called its mark ("accused of collaborating").
        """
        if not self.kids[i]:
            return ""
        cases = self.children(i, "case") or (self.children(i, "mark") if self.tag[i] == "VBG" else [])
        if not cases:
            # "of Danish and Finnish nurses", with "of" hung on the first word
            cases = [
                c
                for k in self.children(i, "compound", "amod", "nmod:desc", "flat")
                if k < i
                for c in self.children(k, "case")
            ]
        if not cases:
            return ""
        words = []
        for c in cases:
            if self.lower[c] in ("'s", "’s", "'", "’"):
                continue
            words.append(self.lower[c])
            words += [self.lower[k] for k in self.kids[c] if self.dep[k] == "fixed"]
        return "_".join(words)

    def coordinated(self, i: int) -> list[int]:
        """``i`` and the nominals joined to it ("A, B and C"); a list that is not to be changed."""
        known = self.joined.get(i)
        if known is not None:
            return known
        joined, at = [i], 0
        while at < len(joined) and len(joined) < 30:
            token = joined[at]
            joined += [k for k in self.children(token, "conj") if k not in joined]
            for part in self.children(token, "flat"):  # a parser may hang the second name on the first one's surname
                joined += [k for k in self.children(part, "conj") if k not in joined]
            at += 1
        self.joined[i] = joined
        return joined

    def depth(self, i: int) -> int:
        """How many heads stand over token ``i``."""
        steps = 0
        while self.head[i] != i and steps < self.n:
            i, steps = self.head[i], steps + 1
        return steps

    def end(self, i: int) -> int:
        """Character offset just after token ``i``."""
        return self.idx[i] + len(self.doc[i])
