"""Which language a text is in.

Belongs here: naming the language of a whole article. Does not belong here: anything about a text's grammar.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 4000  # characters looked at; more changes nothing
# The commonest English words make a fifth or more of any English text, and far less of any other language's.
_ENGLISH = frozenset(
    str.split("""
        the of to and in a that is was for on with as said by at from his it has be are have an he its will
        which not were their but this who they
    """)
)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second, only when an article is there

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str) -> str:
    """ISO 639-1 code of the language of a text of twenty words or more ("en"), "und" where it has no letters.

    Names and quotations mislead a statistical guess on short texts: a text with enough of the commonest English words
    is English.
    """
    sample = text[:_SAMPLE]
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if not words:
        return "und"
    share = sum(word in _ENGLISH for word in words) / len(words)
    if share >= 0.25:
        return "en"
    code = str(_identifier().classify(sample)[0])
    return "en" if code != "en" and share >= 0.17 else code


def name(code: str) -> str:
    """English name of a language with its code, "German (de)"."""
    try:
        display = Locale("en").languages.get(code)
    except UnknownLocaleError:
        display = None
    return f"{display} ({code})" if display else f"unknown ({code})"
