"""Date expressions and which of them is the event's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.coding.dates import EventDate, event_date, find_dates

NLP = spacy.blank("en")
VOCAB = NLP.vocab
PUBLISHED = date(2024, 5, 16)  # a Thursday


def spans(text: str, future: bool = False, published: date | None = PUBLISHED) -> list[tuple[str, str, str, str]]:
    doc = NLP.make_doc(text)
    return [
        (doc[s.start : s.end].text, str(s.date_from), str(s.date_to), "explicit" if s.explicit else "relative")
        for s in find_dates([t.text for t in doc], published, future)
    ]


PAST = [
    # text, from, to, method; "to" empty: the same day
    ("on May 16, 2024", "2024-05-16", "", "explicit"),
    ("on 16 May 2024", "2024-05-16", "", "explicit"),
    ("on May 16", "2024-05-16", "", "explicit"),
    ("on 16 May", "2024-05-16", "", "explicit"),
    ("on August 17", "2023-08-17", "", "explicit"),
    ("on the 5th of May", "2024-05-05", "", "explicit"),
    ("on May the 5th", "2024-05-05", "", "explicit"),
    ("on 2024-05-02", "2024-05-02", "", "explicit"),
    ("on 16/03/2021", "2021-03-16", "", "explicit"),
    ("on Sept. 11, 2001", "2001-09-11", "", "explicit"),
    ("on Tuesday, May 14", "2024-05-14", "", "explicit"),
    ("on Monday (May 13)", "2024-05-13", "", "explicit"),
    ("on Feb. 29", "2024-02-29", "", "explicit"),
    ("in March 2019", "2019-03-01", "2019-03-31", "explicit"),
    ("in March of 2019", "2019-03-01", "2019-03-31", "explicit"),
    ("in March", "2024-03-01", "2024-03-31", "explicit"),
    ("in June", "2023-06-01", "2023-06-30", "explicit"),
    ("in May", "2024-05-01", "2024-05-16", "explicit"),
    ("in July last year", "2023-07-01", "2023-07-31", "explicit"),
    ("in 2014", "2014-01-01", "2014-12-31", "explicit"),
    ("in 2024", "2024-01-01", "2024-05-16", "explicit"),
    ("the 2015 accord", "2015-01-01", "2015-12-31", "explicit"),
    ("its 2015 pledge", "2015-01-01", "2015-12-31", "explicit"),
    ("between 3 and 5 May", "2024-05-03", "2024-05-05", "explicit"),
    ("May 3-5", "2024-05-03", "2024-05-05", "explicit"),
    ("3-5 May", "2024-05-03", "2024-05-05", "explicit"),
    ("from 3 to 5 May 2021", "2021-05-03", "2021-05-05", "explicit"),
    ("from April 28 to May 3", "2024-04-28", "2024-05-03", "explicit"),
    ("from 28 December 2020 to 3 January 2021", "2020-12-28", "2021-01-03", "explicit"),
    ("between March and May 2019", "2019-03-01", "2019-05-31", "explicit"),
    ("from 2014 to 2018", "2014-01-01", "2018-12-31", "explicit"),
    ("between 2014 and 2018", "2014-01-01", "2018-12-31", "explicit"),
    ("in 2014-15", "2014-01-01", "2015-12-31", "explicit"),
    ("since 2014", "2014-01-01", "2024-05-16", "explicit"),
    ("since May 3", "2024-05-03", "2024-05-16", "explicit"),
    ("the early 1990s", "1990-01-01", "1993-12-31", "explicit"),
    ("in the 1970s and 1980s", "1970-01-01", "1989-12-31", "explicit"),
    ("in March and April", "2024-03-01", "2024-04-30", "explicit"),
    ("in the 1990s", "1990-01-01", "1999-12-31", "explicit"),
    ("the late 1980s", "1987-01-01", "1989-12-31", "explicit"),
    ("in the 19th century", "1801-01-01", "1900-12-31", "explicit"),
    ("in early 2014", "2014-01-01", "2014-04-30", "explicit"),
    ("mid-2019", "2019-05-01", "2019-08-31", "explicit"),
    ("in late 2014", "2014-09-01", "2014-12-31", "explicit"),
    ("at the end of 2014", "2014-12-01", "2014-12-31", "explicit"),
    ("at the beginning of 2014", "2014-01-01", "2014-01-31", "explicit"),
    ("in early March", "2024-03-01", "2024-03-10", "explicit"),
    ("in mid-April", "2024-04-11", "2024-04-20", "explicit"),
    ("in late March 2019", "2019-03-21", "2019-03-31", "explicit"),
    ("at the end of April", "2024-04-21", "2024-04-30", "explicit"),
    ("in the summer of 2014", "2014-06-01", "2014-08-31", "explicit"),
    ("the spring of 2011", "2011-03-01", "2011-05-31", "explicit"),
    ("in the first quarter of 2019", "2019-01-01", "2019-03-31", "explicit"),
    ("in the second half of 2019", "2019-07-01", "2019-12-31", "explicit"),
    ("the second week of May", "2024-05-08", "2024-05-14", "explicit"),
    ("last century", "1901-01-01", "2000-12-31", "relative"),
    ("today", "2024-05-16", "", "relative"),
    ("yesterday", "2024-05-15", "", "relative"),
    ("the day before yesterday", "2024-05-14", "", "relative"),
    ("this morning", "2024-05-16", "", "relative"),
    ("last night", "2024-05-15", "", "relative"),
    ("overnight", "2024-05-15", "2024-05-16", "relative"),
    ("earlier in the day", "2024-05-16", "", "relative"),
    ("earlier on Tuesday", "2024-05-14", "", "relative"),
    ("on Tuesday", "2024-05-14", "", "relative"),
    ("on Thursday", "2024-05-16", "", "relative"),
    ("on Friday", "2024-05-10", "", "relative"),
    ("Tuesday night", "2024-05-14", "", "relative"),
    ("late Tuesday", "2024-05-14", "", "relative"),
    ("last Tuesday", "2024-05-14", "", "relative"),
    ("last Thursday", "2024-05-09", "", "relative"),
    ("on Wednesday last week", "2024-05-08", "", "relative"),
    ("on Monday and Tuesday", "2024-05-13", "2024-05-14", "relative"),
    ("from Monday to Wednesday", "2024-05-13", "2024-05-15", "relative"),
    ("from Friday to Sunday", "2024-05-10", "2024-05-12", "relative"),
    ("last week", "2024-05-06", "2024-05-12", "relative"),
    ("this week", "2024-05-13", "2024-05-16", "relative"),
    ("earlier this week", "2024-05-13", "2024-05-16", "relative"),
    ("over the weekend", "2024-05-11", "2024-05-12", "relative"),
    ("last weekend", "2024-05-11", "2024-05-12", "relative"),
    ("last month", "2024-04-01", "2024-04-30", "relative"),
    ("earlier this month", "2024-05-01", "2024-05-16", "relative"),
    ("late last month", "2024-04-21", "2024-04-30", "relative"),
    ("last year", "2023-01-01", "2023-12-31", "relative"),
    ("late last year", "2023-09-01", "2023-12-31", "relative"),
    ("this year", "2024-01-01", "2024-05-16", "relative"),
    ("last March", "2024-03-01", "2024-03-31", "relative"),
    ("last May", "2023-05-01", "2023-05-31", "relative"),
    ("last summer", "2023-06-01", "2023-08-31", "relative"),
    ("two days ago", "2024-05-14", "", "relative"),
    ("a week ago", "2024-05-06", "2024-05-12", "relative"),
    ("two months ago", "2024-03-01", "2024-03-31", "relative"),
    ("three years ago", "2021-01-01", "2021-12-31", "relative"),
    ("a decade ago", "2014-01-01", "2014-12-31", "relative"),
    ("in recent days", "2024-05-09", "2024-05-16", "relative"),
    ("in recent weeks", "2024-04-18", "2024-05-16", "relative"),
    ("in the past five years", "2019-05-16", "2024-05-16", "relative"),
    ("over the last three months", "2024-02-16", "2024-05-16", "relative"),
    ("over the past two weeks", "2024-05-02", "2024-05-16", "relative"),
    ("since last Tuesday", "2024-05-14", "2024-05-16", "relative"),
]
PLANNED = [
    ("tomorrow", "2024-05-17", ""),
    ("on Tuesday", "2024-05-21", ""),
    ("on Thursday", "2024-05-16", ""),
    ("next Monday", "2024-05-20", ""),
    ("next week", "2024-05-20", "2024-05-26"),
    ("later this week", "2024-05-16", "2024-05-19"),
    ("next month", "2024-06-01", "2024-06-30"),
    ("later this month", "2024-05-16", "2024-05-31"),
    ("next year", "2025-01-01", "2025-12-31"),
    ("in March", "2025-03-01", "2025-03-31"),
    ("in June", "2024-06-01", "2024-06-30"),
    ("on May 20", "2024-05-20", ""),
    ("on May 10", "2025-05-10", ""),
    ("in two days", "2024-05-18", ""),
    ("in two weeks", "2024-05-27", "2024-06-02"),
    ("by the end of the year", "2024-05-16", "2024-12-31"),
    ("from May 28 to June 3", "2024-05-28", "2024-06-03"),
    ("from March 17 to 21", "2025-03-17", "2025-03-21"),
    ("this weekend", "2024-05-18", "2024-05-19"),
    ("in 2030", "2030-01-01", "2030-12-31"),
    ("at the end of May", "2024-05-21", "2024-05-31"),
]
NO_DATE = [
    "2,000 troops", "2014 soldiers", "Flight 2014 crashed", "the Group of 20", "Resolution 1929", "UN Security Council Resolution 2231 (2015)",
    "the 9/11 attacks", "Article 5", "Agenda 2030", "a 45-year-old man", "aged 45", "for three days", "a two-day visit", "until January 31, 2015",
    "until Friday", "the first visit since 2014", "for the first time since 1979", "the Good Friday Agreement", "the Sunday Times", "Bloody Sunday",
    "the Arab Spring", "Theresa May said so", "they may meet", "march to the border", "March on the embassy", "tomorrow", "next week", "in 2030", "May 17",
    "in December of that year",
    "in his 40s", "at 3 p.m.", "$2000 million", "June 31", "a force of 2015 men", "by Friday", "more than 2000 people", "the following day",
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high", "method"), PAST, ids=[row[0] for row in PAST])
def test_expression_for_a_past_event(text: str, low: str, high: str, method: str) -> None:
    found = spans(f"They met {text}.")
    assert [row[1:] for row in found] == [(low, high or low, method)]


@pytest.mark.parametrize(("text", "low", "high"), PLANNED, ids=[row[0] for row in PLANNED])
def test_expression_for_a_planned_event(text: str, low: str, high: str) -> None:
    found = spans(f"They will meet {text}.", future=True)
    assert [row[1:3] for row in found] == [(low, high or low)]


@pytest.mark.parametrize("text", NO_DATE)
def test_not_a_date_of_a_deed(text: str) -> None:
    assert spans(f"They saw {text}.") == []


def test_table_is_large_enough() -> None:
    assert len(PAST) + len(PLANNED) >= 80


def test_the_words_hold_the_preposition() -> None:
    assert spans("He left in late March 2019 and came back.")[0][0] == "in late March 2019"


def test_without_publication_only_absolute_dates_resolve() -> None:
    assert spans("in 2014 and on Tuesday", published=None) == [
        ("in 2014", "2014-01-01", "2014-12-31", "explicit"),
        ("on Tuesday", "None", "None", "relative"),
    ]


def test_sentence_of_several_dates() -> None:
    found = spans("Signed on 26 March 1979, the treaty was renewed last year and praised on Monday.")
    assert [row[1] for row in found] == ["1979-03-26", "2023-01-01", "2024-05-13"]


def test_that_year_is_the_year_named_before() -> None:
    assert [row[1] for row in spans("Signed in April 2010, it was ratified in December of that year.")] == [
        "2010-04-01",
        "2010-12-01",
    ]


# -- the event's own expression, on parses built by hand ------------------------------------------------------------


def words(text: str) -> list[str]:
    return text.split()


def parse(rows: str) -> Doc:
    """One token a line: word, head (index), label, part of speech, lemma (the word itself where missing)."""
    cells = [line.split() for line in rows.strip().splitlines()]
    return Doc(
        VOCAB,
        words=[c[0] for c in cells],
        heads=[int(c[1]) for c in cells],
        deps=[c[2] for c in cells],
        pos=[c[3] for c in cells],
        lemmas=[c[4] if len(c) > 4 else c[0].lower() for c in cells],
    )


SAID = parse("""
Minister 1 nsubj NOUN
said 1 ROOT VERB say
on 3 case ADP
Monday 1 obl PROPN
that 7 mark SCONJ
Turkey 7 nsubj PROPN
had 7 aux AUX have
signed 1 ccomp VERB sign
the 9 det DET
deal 7 obj NOUN
in 11 case ADP
April 7 obl PROPN
""")


def test_each_clause_has_its_own_date() -> None:
    assert event_date(SAID, 1, PUBLISHED, False, False) == EventDate(
        date(2024, 5, 13), date(2024, 5, 13), "relative", "on Monday"
    )
    assert event_date(SAID, 7, PUBLISHED, False, False) == EventDate(
        date(2024, 4, 1), date(2024, 4, 30), "explicit", "in April"
    )


SAID_ONLY = parse("""
Minister 1 nsubj NOUN
said 1 ROOT VERB say
on 3 case ADP
Monday 1 obl PROPN
that 7 mark SCONJ
Turkey 7 nsubj PROPN
had 7 aux AUX have
signed 1 ccomp VERB sign
the 9 det DET
deal 7 obj NOUN
""")


def test_the_day_of_the_report_is_not_the_day_of_the_deed() -> None:
    assert event_date(SAID_ONLY, 7, PUBLISHED, False, False).method == "publication"


def test_fallbacks() -> None:
    assert event_date(SAID_ONLY, 7, PUBLISHED, True, False) == EventDate(None, date(2024, 5, 15), "background", "")
    assert event_date(SAID_ONLY, 7, PUBLISHED, False, False) == EventDate(PUBLISHED, PUBLISHED, "publication", "")
    assert event_date(SAID_ONLY, 7, None, False, False) == EventDate(None, None, "none", "")
    assert event_date(SAID_ONLY, 7, None, True, False).method == "none"


ACCORD = """
Iran 1 nsubj PROPN
{verb} 1 ROOT VERB {lemma}
the 4 det DET
2015 4 {label} NUM
accord 1 obj NOUN
"""


@pytest.mark.parametrize("label", ["compound", "nummod", "amod"])
def test_the_year_of_the_accord_is_when_it_was_signed_not_when_it_was_violated(label: str) -> None:
    signed = parse(ACCORD.format(verb="signed", lemma="sign", label=label))
    violated = parse(ACCORD.format(verb="violated", lemma="violate", label=label))
    assert event_date(signed, 1, PUBLISHED, False, False).date_from == date(2015, 1, 1)
    assert event_date(violated, 1, PUBLISHED, False, False).method == "publication"
    assert event_date(violated, 4, PUBLISHED, False, False).date_to == date(2015, 12, 31)


def test_an_event_noun_takes_the_time_of_its_light_verb() -> None:
    doc = parse("""
    They 1 nsubj PRON
    held 1 ROOT VERB hold
    talks 1 obj NOUN talk
    on 4 case ADP
    Tuesday 1 obl PROPN
    """)
    assert event_date(doc, 2, PUBLISHED, False, False).date_from == date(2024, 5, 14)
    assert event_date(doc, 2, PUBLISHED, False, True).date_from == date(2024, 5, 21)


def test_a_relative_clause_keeps_its_date() -> None:
    doc = parse("""
    Egypt 7 nsubj PROPN
    , 3 punct PUNCT
    which 3 nsubj PRON
    signed 0 acl:relcl VERB sign
    in 5 case ADP
    1979 3 obl NUM
    , 3 punct PUNCT
    warned 7 ROOT VERB warn
    Israel 7 obj PROPN
    """)
    assert event_date(doc, 3, PUBLISHED, False, False).date_from == date(1979, 1, 1)
    assert event_date(doc, 7, PUBLISHED, False, False).method == "publication"


def test_coordinated_verbs_share_an_opening_day() -> None:
    doc = parse("""
    On 1 case ADP
    Tuesday 4 obl PROPN
    , 4 punct PUNCT
    Putin 4 nsubj PROPN
    arrived 4 ROOT VERB arrive
    and 6 cc CCONJ
    met 4 conj VERB meet
    Xi 6 obj PROPN
    """)
    assert event_date(doc, 6, PUBLISHED, False, False).words == "On Tuesday"


def test_without_a_parse_the_nearest_expression_counts() -> None:
    doc = Doc(VOCAB, words=words("They met on Monday ; talks resumed on Tuesday"))
    assert event_date(doc, 1, PUBLISHED, False, False).date_from == date(2024, 5, 13)
    assert event_date(doc, 6, PUBLISHED, False, False).date_from == date(2024, 5, 14)


# -- properties -----------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    words(
        "on in at since by until between from to and the of last next this early mid late end - – , . ( ) 's days "
        "weeks months years decade century ago earlier later today yesterday tomorrow Monday Tuesday Sunday "
        "weekend March May June Feb. 2 3 16 29 30 31 31st 5th 1999 2014 2024 2031 1990s '90s 20th summer fall "
        "first second quarter half two five hundred 999 a couple few past recent coming week month year day night "
        "before after for during 2024-02-30 2024-05-16 16/05/2024 met talks "
    )
) | st.text(max_size=6)
DATES = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31)) | st.dates(date(1990, 1, 1), date(2030, 12, 31))


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS, max_size=14), DATES, st.booleans())
def test_any_words_give_ordered_bounded_intervals(tokens: list[str], published: date, future: bool) -> None:
    last = 0
    for span in find_dates(tokens, published, future):
        assert last <= span.start or span.start < span.end
        assert 0 <= span.start <= span.core < span.end <= len(tokens)
        last = span.end
        if span.date_from is not None and span.date_to is not None:
            assert span.date_from <= span.date_to
            assert future or span.date_to <= published


@settings(max_examples=150, deadline=None)
@given(
    st.lists(WORDS.filter(bool), min_size=1, max_size=10), st.none() | DATES, st.booleans(), st.booleans(), st.data()
)
def test_event_date_never_raises(
    tokens: list[str], published: date | None, background: bool, future: bool, data: st.DataObject
) -> None:
    count = len(tokens)
    heads = [data.draw(st.integers(0, max(0, i - 1))) for i in range(count)]  # any tree over the tokens
    labels = data.draw(
        st.lists(st.sampled_from(words("obl nmod nsubj obj acl advcl ccomp conj amod")), min_size=count, max_size=count)
    )
    doc = Doc(VOCAB, words=tokens, heads=heads, deps=["ROOT", *labels[1:]], pos=["VERB"] * count)
    found = event_date(doc, data.draw(st.integers(0, count - 1)), published, background, future)
    if found.date_from and found.date_to:
        assert found.date_from <= found.date_to
    if found.date_to and published and not future:
        assert found.date_to <= published
    if found.method in ("publication", "background"):
        assert published is not None


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1970, 1, 1), date(2040, 1, 1)), st.booleans())
def test_a_weekday_is_within_a_week(published: date, future: bool) -> None:
    for number, name in enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]):
        (span,) = find_dates(["on", name], published, future)
        assert span.date_from is not None and span.date_from.weekday() == number
        gap = span.date_from - published
        assert timedelta(0) <= gap < timedelta(7) if future else timedelta(-7) < gap <= timedelta(0)


def test_so_many_years_after_something_dates_that_thing() -> None:
    doc = parse("""
    They 1 nsubj PRON
    signed 1 ROOT VERB sign
    on 3 case ADP
    Tuesday 1 obl PROPN
    six 5 nummod NUM
    years 8 obl NOUN year
    after 8 mark SCONJ
    commandos 8 nsubj NOUN
    killed 1 advcl VERB kill
    """)
    assert event_date(doc, 8, PUBLISHED, False, False) == EventDate(
        date(2018, 1, 1), date(2018, 12, 31), "relative", "six years after"
    )
    assert event_date(doc, 1, PUBLISHED, False, False).words == "on Tuesday"


def test_a_yearless_time_hangs_on_the_main_verb_a_year_on_its_noun() -> None:
    rows = """
    They 1 nsubj PRON
    criticised 1 ROOT VERB criticise
    the 3 det DET
    invasion 1 obj NOUN
    in 5 case ADP
    {when} 3 nmod {pos}
    """
    yearless = parse(rows.format(when="March", pos="PROPN"))
    dated = parse(rows.format(when="2014", pos="NUM"))
    assert event_date(yearless, 1, PUBLISHED, False, False).date_from == date(2024, 3, 1)
    assert event_date(dated, 1, PUBLISHED, False, False).method == "publication"
    assert event_date(dated, 3, PUBLISHED, False, False).date_from == date(2014, 1, 1)
