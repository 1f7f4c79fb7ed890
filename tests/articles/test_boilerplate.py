"""What pages put around an article."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.boilerplate import why_noise, without_noise


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("icon-facebook icon-twitter icon-whatsapp", "share icons"),
        ("Facebook Twitter WhatsApp Email Print", "share icons"),
        ("Like 214 Tweet 96 +1", "share icons"),
        ("Share this", "share"),
        ("Share this story on your favourite network", "share"),
        ("Follow us on Telegram for the latest news", "share"),
        ("Advertisement", "advertisement"),
        ("ADVERTISEMENT - CONTINUE READING BELOW", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("Sponsored: see Lisbon in spring", "advertisement"),
        ("Sign up for our newsletter", "newsletter"),
        ("Get the day’s top stories delivered straight to your inbox.", "newsletter"),
        ("Subscribe now", "newsletter"),
        ("We use cookies to improve your experience. Read our policy.", "cookies"),
        ("By continuing to use this site you agree to our use of cookies.", "cookies"),
        ("© 2024 The Wire. All rights reserved.", "copyright"),
        ("Copyright 2024 The Associated Press. All rights reserved. This material may not be published.", "copyright"),
        ("(This story has not been edited by our staff and is auto-generated from a feed.)", "copyright"),
        ("Jane Roe in Kyiv contributed to this report.", "copyright"),
        ("Read more: Xi visits Paris", "related"),
        ("READ ALSO | Xi visits Paris", "related"),
        ("Related articles", "related"),
        ("Tags: Russia, China, diplomacy", "related"),
        ("5 min read", "related"),
        ("Photo by John Smith/Reuters", "picture"),
        ("Image: Nicholas Moreau.", "picture"),
        ("Xi Jinping greets Vladimir Putin in Beijing, May 16, 2024 [Sergei Bobylyov/Reuters]", "picture"),
        ("By John Smith", "byline"),
        ("By Dana Whitlock, Meridian Post diplomatic correspondent", "byline"),
        ("By John Smith and Jane O'Neill | Reuters", "byline"),
        ("(Reporting by Jane Roe in Kyiv; Editing by John Smith)", "byline"),
        ("* * *", "mark"),
        ("+++ Breaking +++ Latin America +++", "mark"),
    ],
)
def test_noise(line: str, reason: str) -> None:
    assert why_noise(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, talks had resumed.",
        "By Friday, Israel had withdrawn.",
        "By the end of May, Russia and China signed the deal.",
        "Share the burden, Merkel told allies.",
        "Video from the scene showed troops crossing the border.",
        "Images from Gaza show the damage.",
        "Watchdog inspectors visited Natanz on Monday.",
        "Read the treaty before you sign it, the minister said.",
        "More from Moscow is expected tomorrow, Lavrov said in Ankara.",
        "Follow the money, the prosecutor said.",
        "Subscribe to the treaty or leave, Erdogan told them.",
        "Get out, Iran told the diplomats.",
        "The two presidents met in Beijing. (Reuters)",
        "Sign the accord, Guterres urged both sides.",
        "Support from China was welcomed by Moscow.",
        "Sources said the visit was cancelled.",
        "Tags and labels from the settlements must say so, the EU court ruled.",
        "Putin",
        "Sanctions were imposed in 2014.",
        "Search teams from Greece arrived in Turkey.",
        "Next week Xi visits Paris.",
        "News of the visit reached Kyiv.",
        "Comments by the minister angered Beijing.",
        "Caption or not, the map showed Crimea as Russian.",
    ],
)
def test_sentences_stay(line: str) -> None:
    assert why_noise(line) is None


def test_a_list_of_other_stories_goes_with_its_heading() -> None:
    body = ["Xi met Putin in Beijing on Thursday.", "They signed a declaration."]
    kept, removed = without_noise([*body, "Advertisement", "Related stories", "Xi visits Paris", "Putin in Pyongyang"])
    assert kept == body
    assert removed == {"advertisement": 1, "related": 3}


def test_a_heading_before_running_text_takes_nothing_with_it() -> None:
    kept, _ = without_noise(["Xi met Putin.", "Read more", "They signed a declaration in the Great Hall."])
    assert kept == ["Xi met Putin.", "They signed a declaration in the Great Hall."]


@given(st.lists(st.text(max_size=60), max_size=12))
@settings(deadline=None)
def test_what_stays_was_there_in_the_same_order(paragraphs: list[str]) -> None:
    kept, removed = without_noise(paragraphs)
    rest = iter(paragraphs)
    assert all(paragraph in rest for paragraph in kept)
    assert len(kept) + sum(removed.values()) == len(paragraphs)


@given(
    st.text("share by read tweet-:.|/ABC1", max_size=418),
    st.sampled_from(["icon-", "share ", "By A ", "a/", "; editing by ", "read more "]),
)
@settings(deadline=None)
def test_no_line_takes_long(text: str, unit: str) -> None:
    begin = time.perf_counter()
    why_noise((unit * 100)[:400] + "\u0436")
    why_noise(text)
    assert time.perf_counter() - begin < 0.5
