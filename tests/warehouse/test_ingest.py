"""Declared sources into the store: pages of a feed, folders and archives, health, volumes, what is kept and cleared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.sources.declared import Declared, Source
from pipeline.sources.web import Web
from pipeline.warehouse import ingest
from pipeline.warehouse.ingest import Fetched
from pipeline.warehouse.schema import ADDRESSES, RAW_ARTICLES, REJECTIONS, SOURCE_HEALTH
from pipeline.warehouse.store import Store
from tests.sources.test_archive import record
from tests.web_server import Reply, Server

NOW = datetime(2024, 5, 16, 12, tzinfo=UTC)
HTML = {"Content-Type": "text/html"}


class Bench:
    """A server, a store and a clock."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.server, self.folder = server, folder
        self.settings = Settings(data_dir=folder / "data")
        self.now = NOW
        self.source = Source(
            "Wire", "feed", 1, f"{server.url}/feed", terms="t", pages=True, local=True, delay=0, pages_per_run=2
        )

    def feed(self, *pages: str, note: str = "") -> None:
        items = "".join(
            f"<item><title>About {page}</title><link>{self.server.url}/{page}</link><description>{note}</description></item>"
            for page in pages
        )
        self.server.answers["/feed"] = Reply(
            f"<rss version='2.0'><channel><title>W</title>{items}</channel></rss>".encode()
        )
        for page in pages:
            self.server.answers.setdefault(f"/{page}", Reply(f"<p>Page {page}</p>".encode(), headers=HTML))

    def fetch(self, *sources: Source, later: timedelta = timedelta()) -> list[Fetched]:
        self.now += later
        web = Web(now=lambda: self.now, wait_initial=0.01)
        return ingest.fetch_sources(self.settings, Declared("", sources or (self.source,)), self.now.date(), web=web)

    def open(self) -> AbstractContextManager[Store]:
        return Store.open(self.settings.working_db)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Server() as server:
        yield Bench(tmp_path, server)


def test_pages_are_fetched_a_few_at_a_time_and_once(bench: Bench) -> None:
    bench.feed("a", "b", "c")
    [first] = bench.fetch()
    assert (first.arrival.new, first.pages) == (2, 2)
    [second] = bench.fetch(later=timedelta(minutes=15))
    assert (second.arrival.new, second.unchanged) == (1, True)
    [third] = bench.fetch(later=timedelta(minutes=15))
    assert (third.arrival.new, third.pages) == (0, 0)
    assert all(len(bench.server.asked[f"/{page}"]) == 1 for page in "abc")
    with bench.open() as store:
        rows = store.read(RAW_ARTICLES).sort("url").to_dicts()
    assert [row["title"] for row in rows] == ["About a", "About b", "About c"]
    assert {row["source"] for row in rows} == {"Wire"} and rows[0]["content"] == b"<p>Page a</p>"


def test_a_changed_entry_has_its_page_fetched_again(bench: Bench) -> None:
    bench.feed("a")
    bench.fetch()
    bench.server.answers["/a"] = Reply(b"<p>Page a, corrected</p>", headers=HTML)
    bench.feed("a", note="corrected")
    [again] = bench.fetch(later=timedelta(minutes=15))
    assert again.arrival.new == 1
    with bench.open() as store:
        assert store.read(RAW_ARTICLES)["identity"].n_unique() == 1


def test_a_page_that_fails_is_tried_again_later_and_not_for_ever(bench: Bench) -> None:
    bench.feed("a", "b")
    bench.server.answers["/a"] = Reply(status=503)
    bench.server.answers["/b"] = Reply(status=410)
    [first] = bench.fetch()
    assert first.error is None and [r.stage for r in first.arrival.rejected] == ["fetch", "fetch"]
    [soon] = bench.fetch(later=timedelta(minutes=5))
    assert soon.pages == 0
    for _ in range(6):
        bench.fetch(later=timedelta(hours=5))
    assert len(bench.server.asked["/a"]) == 5 * 3 and len(bench.server.asked["/b"]) == 1
    bench.server.answers["/a"] = Reply(b"<p>Page a</p>", headers=HTML)
    bench.feed("a", "b", note="now it is there")
    assert bench.fetch()[0].arrival.new == 1
    with bench.open() as store:
        assert store.con.sql(
            f"SELECT count(*) FROM rejections WHERE locator LIKE '%/a' AND arrived_on = DATE '{bench.now.date()}'"
        ).fetchall() == [(0,)]


def test_a_site_that_asks_to_come_back_later_is_left_alone_until_then(bench: Bench) -> None:
    bench.server.answers["/feed"] = Reply(status=503, headers={"Retry-After": "7200"})
    assert bench.fetch()[0].error
    bench.feed("a")
    asked = len(bench.server.asked["/feed"])
    [waits] = bench.fetch(later=timedelta(minutes=15))
    assert "not to be asked" in (waits.error or "") and len(bench.server.asked["/feed"]) == asked
    with bench.open() as store:
        assert store.read(SOURCE_HEALTH)["failures"].to_list() == [1]
        assert store.count(REJECTIONS) == 1
    assert bench.fetch(later=timedelta(hours=2))[0].arrival.new == 1
    with bench.open() as store:
        assert store.count(REJECTIONS) == 0


def test_what_is_no_page_is_rejected_and_a_page_elsewhere_is_refused(bench: Bench) -> None:
    bench.feed("a", "b")
    bench.server.answers["/a"] = Reply(b"\x89PNG", headers={"Content-Type": "image/png"})
    bench.server.answers["/b"] = Reply(status=302, headers={"Location": "http://192.168.0.1/"})
    [fetched] = bench.fetch()
    reasons = " ".join(rejection.reason for rejection in fetched.arrival.rejected)
    assert "image/png" in reasons and "not a public address" in reasons


def test_robots_txt_is_asked_once_a_day_not_once_a_run(bench: Bench) -> None:
    bench.feed("a")
    for _ in range(3):
        bench.fetch(later=timedelta(hours=1))
    assert len(bench.server.asked["/robots.txt"]) == 1
    bench.fetch(later=timedelta(hours=24))
    assert len(bench.server.asked["/robots.txt"]) == 2


def test_files_are_read_once_and_again_when_they_change(bench: Bench) -> None:
    inbox = bench.folder / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text("Words.")
    crawl = bench.folder / "a.warc"
    crawl.write_bytes(record("https://wire.example/a") + record("https://other.example/b"))
    sources = (
        Source("Box", "folder", 1, path=inbox, terms="t"),
        Source("Crawl", "archive", 2, path=crawl, terms="t", hosts=("wire.example",)),
        Source("Gone", "folder", 3, path=bench.folder / "gone", terms="t"),
    )
    bench.now = datetime.now(UTC)
    assert [one.arrival.new for one in bench.fetch(*sources)] == [0, 0, 0]  # perhaps still being written
    found = bench.fetch(*sources, later=timedelta(minutes=1))
    assert [one.arrival.new for one in found] == [1, 1, 0] and "there is no" in (found[2].error or "")
    assert [len(one.arrival.raw_ids) for one in bench.fetch(*sources)] == [0, 0, 0]
    (inbox / "a.txt").write_text("Other words.")
    assert [one.arrival.new for one in bench.fetch(*sources, later=timedelta(minutes=1))] == [1, 0, 0]
    with bench.open() as store:
        assert set(store.read(RAW_ARTICLES)["source"]) == {"Box", "Crawl"}


def test_health_and_volume(bench: Bench) -> None:
    bench.feed("a", "b")
    busy = replace(bench.source, per_day=(1, 1))
    declared = Declared("", (busy, replace(bench.source, name="Dead", url=f"{bench.server.url}/none", per_day=(1, 9))))
    for hour in (0, 1, 1):
        bench.fetch(*declared.sources, later=timedelta(hours=hour))
    today = bench.now.date()
    with bench.open() as store:
        assert [name for name, _ in ingest.unhealthy(store, declared)] == ["Dead"]
        assert "3 failures in a row, last good never: answers 404" in ingest.unhealthy(store, declared)[0][1]
        assert ingest.odd_volumes(store, declared, today) == [("Wire", f"2 articles on {today}, 1 to 1 expected")]
        later = {name for name, _ in ingest.odd_volumes(store, declared, today + timedelta(days=2))}
        assert later == {"Wire", "Dead"}
        assert ingest.unhealthy(store, Declared("", ())) == []


def test_clearing_away(bench: Bench) -> None:
    for number in range(3):
        bench.feed(f"p{number}")
        bench.fetch(later=timedelta(minutes=15))
    raw, day = bench.settings.raw, NOW.date()
    kept = [payload.payload_id for payload in ingest.payloads_of(raw, day)]
    assert len(kept) == len(set(kept)) == 6 and ingest.kept_days(raw) == [day]
    with bench.open() as store:
        assert ingest.tidy(store, raw, day)["days put together"] == 0  # the day is not over
        assert ingest.tidy(store, raw, day + timedelta(days=1))["days put together"] == 1
        assert [payload.payload_id for payload in ingest.payloads_of(raw, day)] == kept
        assert len(list((raw / day.isoformat()).iterdir())) == 1
        done = ingest.tidy(store, raw, day + timedelta(days=40), keep_days=39)
        assert (done["days deleted"], done["pages forgotten"]) == (1, 3) and ingest.kept_days(raw) == []
        assert store.read(ADDRESSES)["role"].to_list() == ["feed"]


def test_a_source_whose_reading_fails_in_an_unforeseen_way_does_not_stop_the_others(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.feed("a")

    def broken(*_: object) -> list[object]:
        raise ZeroDivisionError("hole")

    monkeypatch.setattr("pipeline.sources.fetch.read_links", broken)
    wire, other = bench.fetch(bench.source, replace(bench.source, name="Other", pages=False))
    assert "unforeseen way (ZeroDivisionError: hole)" in (wire.error or "") and other.error is None


def test_days_of_the_folder_of_raw_answers_only(tmp_path: Path) -> None:
    (tmp_path / "2024-05-16").mkdir()
    (tmp_path / "2024-99-99").mkdir()
    assert ingest.kept_days(tmp_path) == [date(2024, 5, 16)]
