"""Word forms: from the lemmas that patterns name to the forms that a text may show.

Belongs here: English inflection for the scan that decides, without a parse, which sentences may hold an event. Not
here: lemmatising
(the parser does that).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

VOWELS = "aeiou"


def inflections(lemmas: Iterable[str], nlp: Any = None) -> dict[str, str]:
    """Every form in which one of ``lemmas`` may stand, lower case, with its lemma; for "call_off" its first word
    counts.

    Irregular forms are read off the pipeline's lemmatizer tables where it has them ("met" from "meet"). Where two
    lemmas share a form the
    one that comes first in the alphabet has it, and a lemma is always its own form.
    """
    wanted = sorted({lemma.split("_")[0] for lemma in lemmas})
    forms: dict[str, str] = {lemma: lemma for lemma in wanted}
    if nlp is not None and "lemmatizer" in nlp.pipe_names:
        lookups = nlp.get_pipe("lemmatizer").lookups
        if lookups.has_table("lemma_exc"):
            strings, known = nlp.vocab.strings, frozenset(wanted)
            for by_form in lookups.get_table("lemma_exc").values():
                for form, bases in by_form.items():
                    base = next((b for b in bases if b in known), None)
                    if base is not None:
                        forms.setdefault(form if isinstance(form, str) else strings[form], base)
    for lemma in wanted:
        for form in sorted(regular(lemma)):
            forms.setdefault(form, lemma)
    return forms


def regular(lemma: str) -> set[str]:
    """The regular -s, -ed, -ing forms: regular("ratify") holds "ratifies", "ratified", "ratifying"."""
    forms = {lemma + "s", lemma + "es", lemma + "ed", lemma + "d", lemma + "ing"}
    if lemma.endswith("y") and len(lemma) > 2 and lemma[-2] not in VOWELS:
        forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    if lemma.endswith("e"):
        forms |= {lemma[:-1] + "ing"}
    if len(lemma) > 2 and lemma[-1] not in VOWELS + "wxy" and lemma[-2] in VOWELS:
        forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return forms
