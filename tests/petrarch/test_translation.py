"""Whatever a dictionary holds, its records become entries and patterns, and sentences are coded. Not here: which codes."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.actors import researcher as actors_researcher
from pipeline.actors.dictionary import ActorDictionary
from pipeline.coding import researcher
from pipeline.coding.coder import Coder
from pipeline.petrarch.actors import read_actors, read_agents
from pipeline.petrarch.folder import Dictionaries
from pipeline.petrarch.verbs import read_verbs

SENTENCES = (
    "Peru and Chile attacked the salt ships of Brazil, and said that they met with Spain on Monday.",
    "An offer of salt by Peru was attacked in Chile.",
    "Talks with Chile.",
)
PARTS = st.sampled_from(
    "$ + % ^ * ** SALT &S {SALT | SHIPS} {SALT SHIPS} (WITH +) (OF $) (BY $) (IN ^) BY WITH OF OFFER_OF_SALT TO_+ + $ "
    "AND THAT (WITH {&S}) ON MONDAY *_OF AN_*".split(" ")
)
CODES = st.sampled_from("[040] [040:040] [---] [---:043] [020] [163] [190:112]".split())
VERBS = st.sampled_from(
    ["ATTACK", "MEET {MET}", "SAY {SAID}", "+MEET_WITH", "SALT_+ATTACK", "ATTACK [---]", "SAY [020]", "MEET [040:040]"]
)


@st.composite
def verb_files(draw: st.DrawFn) -> str:
    """A file of blocks with one to four patterns each, most of them with the verb in it."""
    out = "&S\n+SALT\n+SALT SHIP\n\n"
    for verb in draw(st.lists(VERBS, min_size=1, max_size=3)):
        out += verb + "\n"
        for _ in range(draw(st.integers(0, 4))):
            before, after = draw(st.lists(PARTS, max_size=2)), draw(st.lists(PARTS, max_size=4))
            out += f"- {' '.join(before)} * {' '.join(after)} {draw(CODES)}\n"
        out += "\n"
    return out


def with_own(coder: Coder, own: Dictionaries) -> Coder:
    """The coder with these dictionaries added, its own codebook left as it is."""
    other = copy.copy(coder)
    book = coder.book
    index = {key: list(found) for key, found in book.index.items()}
    other.book = replace(book, patterns=list(book.patterns), index=index, needing=dict(book.needing), forms={})
    researcher.extend(other.book, ActorDictionary(), own)
    return other


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verb_files())
def test_any_verb_file_codes(coder: Coder, text: str) -> None:
    read, _ = read_verbs(text, "x.verbs")
    other = with_own(coder, Dictionaries(Path(), verbs=[read]))
    for sentence in SENTENCES:
        for mention in other.code(sentence):
            assert mention.cameo_code in other.ontology
            assert mention.source_code or mention.target_code


NAMES = st.text(alphabet=st.sampled_from(list("AB_ -'.é")), max_size=12)


@given(
    st.lists(
        st.tuples(NAMES, st.sampled_from(["[ZVI]", "[ZVIGOV <990101]", "[ZVI/KTM]", "[---]", "[IGOUNO]", "[REB]"]))
    )
)
def test_any_name_becomes_an_entry(rows: list[tuple[str, str]]) -> None:
    actors, _ = read_actors("\n".join(f"{name} {code}\n+{name}S" for name, code in rows), "x")
    agents, _ = read_agents("\n".join(f"{name} [~GOV]" for name, _ in rows), "x")
    dictionary = ActorDictionary()
    actors_researcher.add(dictionary, actors, agents)
    for record in actors:
        for phrase in record.phrases:
            found = dictionary.lookup(" ".join(phrase.words))
            assert any(entry.own for entry in found) or not all(word.isalpha() for word in phrase.words)
