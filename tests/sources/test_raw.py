"""Canonical URLs, identities and hashes."""

from __future__ import annotations

import string
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.sources.raw import article_id, canonical_url, host_of, identity_of, raw_id, short_hash


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "HTTP://Www.Example.COM:80/News/Xi/?utm_source=x&b=2&a=1&fbclid=9#top",
            "https://www.example.com/News/Xi?a=1&b=2",
        ),
        ("https://example.com", "https://example.com"),
        ("https://example.com/", "https://example.com"),
        ("https://user:pw@example.com:8443/a//", "https://example.com:8443/a"),
        ("https://example.com/%7Ejo/%c3%a9", "https://example.com/~jo/%C3%A9"),
        ("https://example.com/é", "https://example.com/%C3%A9"),
        ("https://example.com/a%2Fb", "https://example.com/a%2Fb"),
        ("https://www.state.gov/?page_id=245633", "https://www.state.gov?page_id=245633"),
        ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_canonical_form(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "url", ["", "news", "ftp://example.com/a", "https://", "https:///a", "http://a b.com/", "https://e.com:99999/a",
            "javascript:alert(1)", "https://exa<mple.com/", "http://[::1", "https://e.com/" + "a" * 5000],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    assert canonical_url(url) is None


_SEGMENT = st.text(string.ascii_letters + string.digits + "-._~%!$&'()*+,;=:@é", max_size=12)
_URL = st.builds(
    lambda scheme, host, port, path, query, fragment: f"{scheme}://{host}{port}/{'/'.join(path)}{query}{fragment}",
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["example.com", "WWW.Example.org", "a-b.example", "127.0.0.1"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.lists(_SEGMENT, max_size=4),
    st.lists(st.tuples(st.sampled_from(["id", "p", "utm_source", "gclid", "q"]), _SEGMENT), max_size=4).map(
        lambda pairs: "?" + "&".join(f"{k}={v}" for k, v in pairs) if pairs else ""
    ),
    st.sampled_from(["", "#x", "#"]),
)


@given(_URL)
@example("https://example.com/%25zz")
@settings(deadline=None)
def test_canonical_form_is_idempotent_and_free_of_noise(url: str) -> None:
    once = canonical_url(url)
    assert once is not None
    assert canonical_url(once) == once
    parts = urlsplit(once)
    assert parts.scheme == "https"
    assert parts.netloc == parts.netloc.lower()
    assert not parts.fragment
    assert not parts.path.endswith("/")
    assert "utm_source" not in parts.query
    assert "gclid" not in parts.query


@given(_URL)
@settings(deadline=None)
def test_noise_does_not_change_the_article(url: str) -> None:
    bare = url.split("#")[0]
    joint = "&" if "?" in bare else "?"
    assert canonical_url(f"{bare}{joint}utm_medium=rss&utm_campaign=a#section") == canonical_url(url)


@given(st.text())
@settings(deadline=None)
def test_any_text_is_an_address_or_none(text: str) -> None:
    canonical = canonical_url(text)
    assert canonical is None or canonical_url(canonical) == canonical


def test_identity_takes_the_first_that_tells() -> None:
    assert identity_of(url="http://e.com/a/", guid="g", given_id="1", source="s", fallback="f") == "https://e.com/a"
    assert identity_of(url="not an address", guid="https://e.com/?p=1", given_id=None, source="s", fallback="f") == (
        "https://e.com?p=1"
    )
    assert identity_of(url=None, guid="g", given_id="1", source="s", fallback="f") == "s#g"
    assert identity_of(url=None, guid=" ", given_id="1", source="s", fallback="f") == "s#1"
    assert identity_of(url=None, guid=None, given_id=None, source="s", fallback="f") == "f"


def test_an_endless_id_is_shortened() -> None:
    one, other = (
        identity_of(url=None, guid=None, given_id="x" * 10_000 + end, source="s", fallback="f") for end in ("a", "b")
    )
    assert one != other
    assert len(one) == len(other) == len("s#") + 16


def test_ids_are_the_same_everywhere() -> None:
    # sha256("https://example.com/a")[:16]: an identifier that changes breaks every table published before
    assert article_id("https://example.com/a") == "2dce0a4c50441bfc"
    assert raw_id("a", b"x") != raw_id("a", b"y")
    assert short_hash("a", "bc") != short_hash("ab", "c")


def test_host_names_a_source() -> None:
    assert host_of("https://www.state.gov/a") == "state.gov"
    assert host_of("file:///etc/passwd") is None
    assert host_of(None) is None
