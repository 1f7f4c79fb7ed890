"""sources.toml: what it declares, and that every mistake is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sources import declared
from pipeline.sources.declared import Declared, Source, SourcesError

GOOD = """contact = "press@example.org"

[[source]]
name = "Harbour Wire"
kind = "feed"
url = "https://wire.example/rss"
country = "PRT"
language = "en"
terms = "free to read"
per_day = [5, 60]
pages = true
delay = 2.5

[[source]]
name = "Own archive"
kind = "folder"
path = "inbox"
terms = "own"

[[source]]
name = "Crawl"
kind = "archive"
path = "/srv/crawl"
terms = "Common Crawl terms of use"
hosts = ["Wire.example"]
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "sources.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def problems(folder: Path, text: str | bytes) -> list[str]:
    path = write(folder, text)
    found = declared.read(path)[1]
    return [one.removeprefix(f"{path}") for one in found]


def test_a_good_file(tmp_path: Path) -> None:
    found = declared.load(write(tmp_path, GOOD))
    assert found.contact == "press@example.org"
    feed, folder, archive = found.sources
    assert feed == Source(
        "Harbour Wire", "feed", 3, "https://wire.example/rss", country="PRT", terms="free to read",
        per_day=(5, 60), pages=True, delay=2.5,
    )  # fmt: skip
    assert (folder.path, archive.path, archive.hosts) == (tmp_path / "inbox", Path("/srv/crawl"), ("wire.example",))


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("kind = \"feed\"", "kind = \"blog\"", 5, "feed, folder or archive"),
        ("name = \"Harbour Wire\"", "nmae = \"Harbour Wire\"", 4, "unknown key 'nmae'"),
        ("https://wire.example/rss", "ftp://wire.example/rss", 6, "http or https"),
        ("https://wire.example/rss", "https://me:secret@wire.example/rss", 6, "without a user name"),
        ("\"PRT\"", "\"Portugal\"", 7, "three capital letters"),
        ("\"en\"", "\"english\"", 8, "ISO 639"),
        ("[5, 60]", "[60, 5]", 10, "two whole numbers"),
        ("pages = true", "pages = \"yes\"", 11, "true"),
        ("delay = 2.5", "delay = 0", 12, "only for a local source"),
        ("name = \"Own archive\"", "name = \"Harbour Wire\"", 15, "taken by the source in line 3"),
        ("path = \"inbox\"", "path = \"inbox\"\nurl = \"https://x.example/\"", 18, "a folder has no url"),
        ("contact = \"press@example.org\"", "", 1, "contact is missing"),
        ("contact = \"press@example.org\"", "kontact = \"press@example.org\"", 1, "unknown key 'kontact'"),
        ("delay = 2.5", "delay = = 2.5", 12, "not TOML"),
        ("terms = \"own\"\n", "", 14, "terms is missing"),
    ],
)  # fmt: skip
def test_every_mistake_has_its_line(tmp_path: Path, before: str, after: str, line: int, says: str) -> None:
    assert before in GOOD
    found = problems(tmp_path, GOOD.replace(before, after, 1))
    assert any(one.startswith(f":{line}: ") and says in one for one in found), found


def test_all_problems_are_told_at_once_and_stop_a_load(tmp_path: Path) -> None:
    bad = GOOD.replace("PRT", "pt").replace("[5, 60]", "5")
    assert len(problems(tmp_path, bad)) == 2
    with pytest.raises(SourcesError, match=r"sources.toml:7: country.*\n.*:10: per_day"):
        declared.load(write(tmp_path, bad))


def test_no_file_and_no_source(tmp_path: Path) -> None:
    assert "cannot be read" in declared.read(tmp_path / "none.toml")[1][0]
    assert "declares no source" in problems(tmp_path, "")[0]
    assert "not UTF-8" in problems(tmp_path, b"contact = '\xff'")[0]


@given(st.one_of(st.binary(max_size=200), st.tuples(st.integers(0, len(GOOD)), st.binary(max_size=8)).map(
    lambda cut: GOOD.encode()[: cut[0]] + cut[1] + GOOD.encode()[cut[0] :]
)))  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_any_bytes_give_sources_or_problems(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    found, said = declared.read(write(tmp_path_factory.getbasetemp(), data))
    assert isinstance(found, Declared)
    assert said or found.sources
    assert all("\n" not in one and "sources.toml" in one for one in said)
