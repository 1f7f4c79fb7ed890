"""Months of a feed replayed, as it came and through everything that goes wrong on the way: each release once."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.warehouse.ingest import kept_days, payloads_of, reread_day, tidy
from pipeline.warehouse.schema import ARTICLES, RAW_ARTICLES, SOURCE_HEALTH
from pipeline.warehouse.store import Store
from tests.end_to_end import replay
from tests.end_to_end.replay import Poll
from tests.web_server import Reply, Server


def whole(poll: Poll, number: int, **more: object) -> Reply:
    return Reply(poll.data, etag=f'"{number}"', **more)  # type: ignore[arg-type]


def packed(poll: Poll, number: int) -> Reply:
    return Reply(gzip.compress(poll.data), etag=f'"{number}"', headers={"Content-Encoding": "gzip"})


BOMB = Reply(gzip.compress(b"\0" * 20_000_000), headers={"Content-Encoding": "gzip"})
# What goes wrong before a poll comes through: (answers of the first run, whether that run fails all the same).
TROUBLE: tuple[Callable[[Poll, int], tuple[list[Reply], bool]], ...] = (
    lambda poll, n: ([whole(poll, n)], False),
    lambda poll, n: ([Reply(status=503), Reply(status=500), whole(poll, n)], False),
    lambda poll, n: ([whole(poll, n, cut=len(poll.data) // 2), whole(poll, n)], False),
    lambda poll, n: ([whole(poll, n, headers={"Content-Type": "application/rss+xml; charset=koi8-r"})], False),
    lambda poll, n: ([packed(poll, n)], False),
    lambda poll, n: ([Reply(status=302, headers={"Location": "http://10.0.0.1/feed"})], True),
    lambda poll, n: ([BOMB], True),
    lambda poll, n: ([Reply(poll.data, trickle=0.02)], True),
    lambda poll, n: ([Reply(b"<html><body>Back soon</body></html>")], True),
    lambda poll, n: ([Reply(poll.data[: len(poll.data) // 2])], True),  # cut, and says that this is all
    lambda poll, n: ([Reply(status=404)], True),
    lambda poll, n: ([Reply(b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + poll.data)], True),
)  # fmt: skip


@pytest.fixture(scope="module")
def polls() -> Sequence[Poll]:
    """The real polls where they are there, else a shorter series of the tests' own."""
    return replay.corpus() or replay.made_up()


@pytest.fixture(scope="module")
def replayed(polls: Sequence[Poll], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store into which all polls have come, each through some trouble."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("replay"))
    with Server() as server:
        replay.serve(server, polls)
        for number, poll in enumerate(polls):
            answers, fails = TROUBLE[number % len(TROUBLE)](poll, number)
            server.answers["/feed"] = answers
            first = replay.fetch_poll(settings, server.url, poll.at)
            assert bool(first.error) is fails, first
            if fails:
                server.answers["/feed"] = whole(poll, number)
                assert replay.fetch_poll(settings, server.url, poll.at).error is None
    return settings


def test_every_release_once_and_every_revision(polls: Sequence[Poll], replayed: Settings) -> None:
    expected = replay.releases(polls)
    found = replay.articles(replayed)
    assert {url: len(texts) for url, texts in found.items()} == {url: len(texts) for url, texts in expected.items()}
    with Store.open(replayed.working_db, read_only=True) as store:
        assert store.read(ARTICLES)["article_id"].n_unique() == len(expected)
        assert store.con.sql("SELECT count(*) FROM rejections WHERE stage NOT IN ('fetch', 'read')").fetchall() == [
            (0,)
        ]


@pytest.mark.skipif(not replay.REVISIONS.exists(), reason="the list of real revisions lies outside the repository")
def test_the_revisions_are_those_that_were_made(polls: Sequence[Poll], replayed: Settings) -> None:
    with Store.open(replayed.working_db, read_only=True) as store:
        sql = (
            "SELECT split_part(locator, '#', 2), max(revision) FROM articles GROUP BY article_id, 1 "
            "HAVING max(revision) > 1"
        )
        found = dict(store.con.sql(sql).fetchall())
    assert found == replay.revised(polls)


def test_nothing_new_the_second_time(polls: Sequence[Poll], replayed: Settings) -> None:
    def rows() -> list[tuple[object, ...]]:
        with Store.open(replayed.working_db, read_only=True) as store:
            return [*store.read(RAW_ARTICLES).rows(), *store.read(ARTICLES).rows()]

    before = rows()
    with Server() as server:
        replay.serve(server, polls)
        for number, poll in enumerate(polls):
            server.answers["/feed"] = whole(poll, number)
            assert replay.fetch_poll(replayed, server.url, polls[-1].at).arrival.new == 0
    assert rows() == before


def test_health_says_who_is_well(polls: Sequence[Poll], replayed: Settings) -> None:
    with Store.open(replayed.working_db, read_only=True) as store:
        health = {row["source"]: row for row in store.read(SOURCE_HEALTH).to_dicts()}
    well, dead = health[replay.NAME], health["Dead"]
    assert (well["failures"], well["last_error"]) == (0, None) and well["total_new"] >= len(replay.releases(polls))
    assert dead["failures"] >= len(polls) and dead["last_success_at"] is None and "404" in dead["last_error"]
    assert "feed" in health["Liar"]["last_error"]


def test_everything_can_be_read_again_from_what_was_kept(
    polls: Sequence[Poll], replayed: Settings, tmp_path: Path
) -> None:
    days = kept_days(replayed.raw)
    bodies = [payload.wire for day in days for payload in payloads_of(replayed.raw, day)]
    sent = {poll.data for poll in polls}
    assert {gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body for body in bodies} == sent
    with Store.open(tmp_path / "store.duckdb") as anew, Store.open(replayed.working_db) as store:
        for day in days:
            reread_day(anew, replayed.raw, day)
        known = "SELECT raw_id FROM raw_articles ORDER BY 1"
        assert anew.con.sql(known).fetchall() == store.con.sql(known).fetchall()
        tidy(store, replayed.raw, polls[-1].at.date())
    assert all(len(list((replayed.raw / str(day)).iterdir())) == 1 for day in days[:-1])
    assert sorted(bodies) == sorted(p.wire for day in days for p in payloads_of(replayed.raw, day))


@pytest.mark.slow
def test_killed_and_started_again(tmp_path: Path) -> None:
    """The 20 kills over the real polls are in benchmarks/replay_kills.py; here it is a few over a short series."""
    polls = replay.made_up()
    replay.killed_at_random(tmp_path, polls, kills=3, seed=5)
    assert replay.articles(Settings(data_dir=tmp_path)) == replay.releases(polls)
