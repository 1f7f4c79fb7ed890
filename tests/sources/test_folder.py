"""Files and folders to raw articles."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.sources import folder
from pipeline.sources.folder import page_url, read_paths
from pipeline.sources.raw import RawArticle, Rejection

NOW = datetime(2024, 5, 16, 12, tzinfo=UTC)


def _read(*paths: Path) -> list[RawArticle | Rejection]:
    return list(read_paths(paths, NOW))


def _one(path: Path) -> RawArticle:
    [found] = _read(path)
    assert isinstance(found, RawArticle), found
    return found


def _reason(path: Path) -> str:
    [found] = _read(path)
    assert isinstance(found, Rejection), found
    assert found.stage == "read"
    assert "\n" not in found.reason
    return found.reason


def _jsonl(path: Path, *rows: object) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def test_text_file(tmp_path: Path) -> None:
    file = tmp_path / "inbox" / "a.txt"
    file.parent.mkdir()
    file.write_text("Title\n\nText.")
    article = _one(file)
    assert (article.identity, article.source, article.locator) == ("inbox/a.txt", "inbox", str(file))
    assert (article.media_type, article.content, article.url) == ("text/plain", b"Title\n\nText.", None)


def test_the_same_file_has_the_same_identity_however_it_is_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "inbox" / "a.txt"
    file.parent.mkdir()
    file.write_text("Text.")
    monkeypatch.chdir(file.parent)
    ways = [file, file.parent, Path("a.txt"), Path(), Path("../inbox")]
    assert {_one(way).identity for way in ways} == {"inbox/a.txt"}
    packed = tmp_path / "inbox2"
    packed.mkdir()
    (packed / "a.txt.gz").write_bytes(gzip.compress(b"Text."))
    assert _one(packed).identity == "inbox2/a.txt"


def test_a_folder_is_read_sorted_recursively_and_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden/x.txt", ".secret.txt", "c.html", "README.md", "readme.txt", "LICENSE"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<html>{name}</html>")
    names = [Path(item.locator).relative_to(tmp_path).as_posix() for item in _read(tmp_path, tmp_path / "b.txt")]
    assert names == ["a/z.txt", "b.txt", "c.html"]


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    real = os.walk

    def walk(top: Path, onerror: Callable[[OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
        onerror(PermissionError(13, "Permission denied", str(tmp_path / "locked")))
        yield from real(top)

    monkeypatch.setattr(folder.os, "walk", walk)
    first, second = _read(tmp_path)
    assert isinstance(first, Rejection)
    assert first.locator.endswith("locked")
    assert "Permission denied" in first.reason
    assert isinstance(second, RawArticle)


def test_unsupported_files_are_rejected_with_what_is_read(tmp_path: Path) -> None:
    for name in ("a.pdf", "README.md"):
        (tmp_path / name).write_text("x")
        assert ".txt .html .htm .jsonl .rss .xml .atom" in _reason(tmp_path / name)
    assert [item.locator for item in _read(tmp_path)] == [str(tmp_path / "a.pdf")]


@pytest.mark.parametrize(("name", "kind"), [(b"caf\xe9.txt", RawArticle), (b"caf\xe9.pdf", Rejection)])
def test_a_name_that_is_not_utf8_is_written_out(tmp_path: Path, name: bytes, kind: type) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("Text.")
    except (OSError, UnicodeError):
        pytest.skip("this disk holds no such names")
    [found] = _read(tmp_path)
    assert isinstance(found, kind)
    assert "caf\\udce9." in found.locator
    for value in (found.locator, getattr(found, "identity", "")):
        value.encode("utf-8")


def test_what_cannot_be_read_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Text.")
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "not.gz.txt.gz").write_bytes(b"plain")
    (tmp_path / "none.xml").write_text("<a/>")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone")
    found = _read(tmp_path / "missing.txt", tmp_path)
    reasons = {Path(item.locator).name: item.reason for item in found if isinstance(item, Rejection)}
    assert "no such file" in reasons["missing.txt"]
    assert "empty" in reasons["empty.txt"]
    assert "not text" in reasons["binary.txt"]
    assert "gzip" in reasons["not.gz.txt.gz"]
    assert "not an RSS or Atom feed" in reasons["none.xml"]
    assert "regular file" in reasons["pipe.txt"]
    assert "regular file" in reasons["dangling.txt"]
    assert [item.locator for item in found if isinstance(item, RawArticle)] == [str(good)]


def test_rows(tmp_path: Path) -> None:
    file = _jsonl(
        tmp_path / "in.jsonl",
        {
            "id": "1",
            "url": "http://E.com/a/?utm_source=x",
            "title": "T",
            "date": "2024-05-16",
            "text": "One.",
            "source": "Wire",
        },
        {"id": 7, "published": "Thu, 16 May 2024 10:00:00 GMT", "html": "<p>Two.</p>", "extra": [1]},
        {"url": "https://www.e.com/b", "text": "Three."},
        {"id": "https://e.com/?page_id=5", "text": "Four."},
        {"text": "Five."},
    )
    rows = [item for item in _read(file) if isinstance(item, RawArticle)]
    folder_name = tmp_path.name
    assert [row.identity for row in rows[:4]] == [
        "https://e.com/a",
        f"{folder_name}#7",
        "https://www.e.com/b",
        "https://e.com?page_id=5",
    ]
    assert [row.source for row in rows] == ["Wire", folder_name, "e.com", folder_name, folder_name]
    assert [row.media_type for row in rows] == ["text/plain", "text/html", *["text/plain"] * 3]
    assert rows[1].published == "Thu, 16 May 2024 10:00:00 GMT"
    assert rows[0].published == "2024-05-16"
    assert [row.locator for row in rows] == [f"{file}:{n}" for n in range(1, 6)]


def test_a_row_without_a_name_is_known_by_its_words(tmp_path: Path) -> None:
    one = _one(_jsonl(tmp_path / "monday.jsonl", {"text": "Xi met Putin."}))
    other = _read(_jsonl(tmp_path / "tuesday.jsonl", {"text": "Another."}, {"text": "Xi met Putin."}))
    assert [item.identity for item in other if isinstance(item, RawArticle)][1] == one.identity
    assert len({item.identity for item in other if isinstance(item, RawArticle)}) == 2


@pytest.mark.parametrize(
    ("row", "says"),
    [("{", "not JSON"), ("[1]", "a JSON list"), ("{}", '"text" or "html"'), ('{"text": "  "}', '"text" or "html"'),
     ("[" * 100_000, "not JSON"), ('{"text": {"a": 1}}', '"text" or "html"')],
)  # fmt: skip
def test_a_bad_line_is_named_and_the_next_is_read(tmp_path: Path, row: str, says: str | None) -> None:
    found = _read(_jsonl(tmp_path / "in.jsonl", row, "", {"text": "Good."}))
    assert isinstance(found[-1], RawArticle)
    assert found[-1].locator.endswith(":3")
    if says is not None:
        assert isinstance(found[0], Rejection)
        assert found[0].locator.endswith("in.jsonl:1")
        assert says in found[0].reason


def test_a_line_beyond_the_limit_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_ARTICLE", 1000)
    file = _jsonl(tmp_path / "in.jsonl", {"text": "a" * 5000}, {"text": "b"}, {"text": "c" * 2500})
    found = _read(file)
    assert [type(item).__name__ for item in found] == ["Rejection", "RawArticle", "Rejection"]
    assert [item.locator.rsplit(":", 1)[1] for item in found] == ["1", "2", "3"]


def test_bombs_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_ARTICLE", 10_000)
    monkeypatch.setattr(folder, "MAX_JSONL", 50_000)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 1_000_000))
    assert "more than 10,000 bytes" in _reason(tmp_path / "a.txt.gz")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n' + b"a" * 1_000_000))
    found = _read(tmp_path / "b.jsonl.gz")
    assert isinstance(found[0], RawArticle)
    assert isinstance(found[-1], Rejection)
    assert "more than 50,000 bytes" in found[-1].reason


def test_a_truncated_gzip_keeps_what_came_before(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"text": f"{n} {os.urandom(40).hex()}"}).encode() + b"\n" for n in range(500))
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(lines)[:-4000])
    found = _read(tmp_path / "in.jsonl.gz")
    assert sum(isinstance(item, RawArticle) for item in found) > 100
    assert isinstance(found[-1], Rejection)
    assert "broken off after line" in found[-1].reason


def test_pages_know_their_address(tmp_path: Path) -> None:
    page = tmp_path / "saved.html"
    page.write_text(
        '<html><head><link href="https://www.Post.example/2024/xi/?a=1&amp;utm_medium=s" rel="canonical"></head>x</html>'
    )
    article = _one(page)
    assert article.identity == "https://www.post.example/2024/xi?a=1"
    assert article.source == "post.example"
    assert article.media_type == "text/html"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="og:url" content="https://e.com/a">', "https://e.com/a"),
        (
            '<meta property="og:url" content="https://e.com/a"><link rel=canonical href=https://e.com/b>',
            "https://e.com/b",
        ),
        ('<link rel="canonical" href="https://e.com/">', None),
        ('<link rel="canonical" href="/relative">', None),
        ('<link rel="stylesheet" href="https://e.com/a">', None),
        ("<link " + "a" * 100_000, None),
    ],
)
def test_page_url(head: str, expected: str | None) -> None:
    assert page_url(f"<html><head>{head}") == expected


def test_times_are_utc(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Text.")
    [naive] = read_paths([file], datetime(2024, 5, 16, 12))
    [zoned] = read_paths([file], datetime(2024, 5, 16, 14, tzinfo=timezone(timedelta(hours=2))))
    assert isinstance(naive, RawArticle)
    assert isinstance(zoned, RawArticle)
    assert naive.fetched_at == zoned.fetched_at == NOW


@given(
    st.binary(max_size=400),
    st.sampled_from([".txt", ".html", ".jsonl", ".rss", ".atom", ".txt.gz", ".jsonl.gz", ".xml.gz"]),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_any_file_give_articles_or_reasons(tmp_path: Path, data: bytes, suffix: str) -> None:
    file = tmp_path / f"in{suffix}"
    file.write_bytes(data)
    for item in _read(file):
        assert item.reason if isinstance(item, Rejection) else item.content


SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.skipif(not (SHARED / "corpora").is_dir(), reason="the corpora lie outside the repository")
def test_forty_polls_of_a_real_feed_are_the_releases_once_each() -> None:
    polls = list(read_paths([SHARED / "corpora" / "state_dept_feed_2021"], NOW))
    releases = list(read_paths([SHARED / "corpora" / "state_dept_2021.jsonl"], NOW))
    assert all(isinstance(item, RawArticle) and not item.notes for item in polls + releases)
    identities = {item.identity for item in releases if isinstance(item, RawArticle)}
    assert len(identities) == len(releases) == 587
    assert {item.identity for item in polls if isinstance(item, RawArticle)} <= identities
