"""Mending one slip of the parser: a plain sentence read as a noun phrase.

Belongs here: "Russia fired missiles at Ukraine" and "Police clashed with protesters" come out of the parser, now and
then, with the verb as a
participle of its object or subject. The tree is put right before anything reads it. Not here: grammar (clauses.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.language.tree import Tree

NOMINAL = ("NN", "NNS", "NNP", "NNPS", "PRP")
BEFORE = ("compound", "amod", "nsubj", "nmod:poss", "nmod", "nmod:desc", "nmod:unmarked", "flat", "det")
HYPHENS = ("-", "–", "‑")


def lost_verb(tree: Tree) -> tuple[int, int, int] | None:
    """(verb, subject, object or -1) where the root is a nominal and a participle beside it is the sentence's verb;
    else None.
    """
    root = next((i for i in range(tree.n) if tree.head[i] == i), -1)
    if root < 0 or tree.tag[root] not in NOMINAL or tree.children(root, "cop", "nsubj", "nsubj:pass"):
        return None
    # with a full stop it is a sentence and needs a verb; a headline ("Troops killed in Iraq") does not
    verbless = tree.lower[-1] == "." and not any(t in ("VBD", "VBZ", "VBP", "MD") for t in tree.tag)
    for noun in [root, *tree.children(root, "conj")]:
        for t in tree.children(noun, "amod", "acl"):
            if tree.tag[t] not in ("VBN", "VBD") and not tree.lower[t].endswith("ed"):
                continue
            if tree.children(t, "obl:agent", "aux", "aux:pass", "cop") or (t and tree.lower[t - 1] in HYPHENS):
                continue
            if t > noun:
                if noun == root and (
                    verbless or tree.dep[t] == "amod" or tree.tag[t] == "VBD" or tree.children(t, "obj")
                ):
                    return (
                        t,
                        root,
                        -1,
                    )  # "police clashed with protesters"; but "troops killed in Iraq" is a passive headline
                continue
            if noun != root:
                if not any(tree.lower[k] in ("and", "or", ",") for k in tree.kids[noun] if k < t):
                    return t, root, noun  # "Poland and Lithuania imposed sanctions", all three read as joined
                continue
            left = [k for k in tree.kids[root] if k < t and tree.dep[k] in BEFORE and tree.tag[k] in NOMINAL]
            left += [k for k in tree.children(t, "nsubj", "compound") if k < t and tree.tag[k] in NOMINAL]
            if left and not any(tree.lower[k] in ("a", "an", "the") for k in range(max(left), t)):
                return t, max(left), root
    return None


def repair(tree: Tree) -> None:
    """Make the lost verb the root, with its subject and object; a tree without one is left alone."""
    found = lost_verb(tree)
    if found is None:
        return
    verb, subject, obj = found
    root = next(i for i in range(tree.n) if tree.head[i] == i)
    for k in tree.kids[root]:
        if k in (verb, subject, obj):
            continue
        if obj == root and k < verb and tree.tag[k] not in (",", ":"):
            tree.head[k] = subject  # words before the subject are its own
        elif obj != root and k > verb:
            tree.head[k] = verb
            if tree.dep[k] == "nmod":
                tree.dep[k] = "obl"
    if obj >= 0:
        tree.head[obj], tree.dep[obj] = verb, "obj"
    tree.head[verb], tree.dep[verb], tree.tag[verb] = verb, "ROOT", "VBD"
    tree.head[subject], tree.dep[subject] = verb, "nsubj"
    tree.link()
