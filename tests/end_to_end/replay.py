"""A feed replayed poll by poll from a server on this machine, and what must have come of it.

`python -m tests.end_to_end.replay DATA URL POLLS` fetches and cleans one poll after the other and notes how far it came,
so that it can be killed and started again.
"""

from __future__ import annotations

import html
import json
import random
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from pipeline.settings import Settings
from pipeline.sources.declared import Declared, Source
from pipeline.sources.web import Web
from pipeline.warehouse import steps
from pipeline.warehouse.ingest import Fetched, fetch_sources
from pipeline.warehouse.store import Store
from tests.web_server import Reply, Server, until

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpora"
FOLDER = CORPUS / "state_dept_feed_2021"
REVISIONS = CORPUS / "state_dept_2021_revisions.jsonl"
NAME = "Press releases"


@dataclass(frozen=True)
class Poll:
    """A feed as it was served at a time."""

    at: datetime
    data: bytes


def corpus() -> list[Poll]:
    """The real polls, in order; none where they are not there."""
    return [
        Poll(datetime.strptime(file.stem, "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC), file.read_bytes())
        for file in sorted(FOLDER.glob("*.rss"))
    ]


def made_up(number: int = 8) -> list[Poll]:
    """A series of polls made for the tests: ten releases a poll, two of them new; every fifth release is reworded
    once, every seventh only spaced anew, every eleventh only given another title."""
    polls = []
    for poll in range(number):
        items = []
        for release in range(poll * 2, poll * 2 + 10):
            later = poll * 2 + 10 - release > 5
            word = "warmly" if later and release % 5 == 0 else "briefly"
            gap = "  " if later and release % 7 == 0 else " "
            title = f"Call number {release}" + (" (updated)" if later and release % 11 == 0 else "")
            body = (
                f"<p>The minister of harbour town {release} spoke{gap}{word} with his colleague about pilots, berths and"
                f" the fees of the year. Both agreed to look into the matter of the {release} buoys together.</p>"
            )
            items.append(
                f"<item><title>{title}</title><link>https://harbour.example/calls/{release}/</link>"
                f'<guid isPermaLink="false">https://harbour.example/?p={release}</guid>'
                f"<pubDate>Mon, 04 Mar 2024 10:00:00 +0000</pubDate>"
                f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
            )
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>{escape(NAME)} – café</title>{''.join(reversed(items))}</channel></rss>"
        )
        polls.append(Poll(datetime(2024, 3, 4, 12, tzinfo=UTC) + timedelta(hours=9 * poll), text.encode()))
    return polls


def releases(polls: Sequence[Poll]) -> dict[str, list[str]]:
    """Address of each release in the polls -> its different wordings in the order in which they came, white space
    aside. Read without any code of the pipeline."""
    found: dict[str, list[str]] = {}
    for poll in polls:
        for item in re.findall(r"<item>(.*?)</item>", poll.data.decode(), re.DOTALL):
            match = re.search(r"<content:encoded><!\[CDATA\[(.*?)\]\]></content:encoded>", item, re.DOTALL)
            address = re.search(r"<link>(.*?)</link>", item)
            assert match and address
            text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", match[1])).split())
            wordings = found.setdefault(html.unescape(address[1]).rstrip("/"), [])
            if text not in wordings:
                wordings.append(text)
    return found


def revised(polls: Sequence[Poll]) -> dict[str, int]:
    """Guid -> number of wordings, for the releases that the list of real revisions says were changed while the polls
    showed them."""
    shown: dict[str, list[datetime]] = {}
    for poll in polls:
        for guid in re.findall(r"<guid[^>]*>(.*?)</guid>", poll.data.decode()):
            shown.setdefault(html.unescape(guid), []).append(poll.at)
    found = {}
    for line in REVISIONS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        wordings = set()
        for at in shown.get(row["id"], []):
            until_then = [v["text"] for v in row["versions"] if datetime.fromisoformat(v["seen"]) <= at]
            wordings.add(" ".join(until_then[-1].split()))
        if len(wordings) > 1:
            found[row["id"]] = len(wordings)
    return found


# -- replaying ---------------------------------------------------------------------------------------------------------


def declared(url: str) -> Declared:
    """The feed, and beside it one that is dead and one that lies."""
    more = {"terms": "made for tests", "local": True, "delay": 0.0}
    return Declared(
        "",
        (
            Source("Dead", "feed", 1, f"{url}/dead", **more),  # type: ignore[arg-type]
            Source(NAME, "feed", 2, f"{url}/feed", **more),  # type: ignore[arg-type]
            Source("Liar", "feed", 3, f"{url}/liar", **more),  # type: ignore[arg-type]
        ),
    )


def fetch_poll(settings: Settings, url: str, at: datetime) -> Fetched:
    """Fetch what the server has now, at the time of the poll, and clean it; what came of the feed itself."""
    web = Web(now=lambda: at, wait_initial=0.01, whole_seconds=1.0)
    fetched = {one.source.name: one for one in fetch_sources(settings, declared(url), at.date(), web=web)}
    assert fetched["Dead"].error and fetched["Liar"].error
    with Store.open(settings.working_db) as store:
        steps.clean_day(store, at.date())
    return fetched[NAME]


def articles(settings: Settings) -> dict[str, list[str]]:
    """Address of each article in the store -> the texts of its revisions, white space aside, and that these count up
    without a gap."""
    found: dict[str, list[str]] = {}
    with Store.open(settings.working_db, read_only=True) as store:
        rows = store.con.sql("SELECT url, revision, text FROM articles ORDER BY url, revision").fetchall()
    for url, revision, text in rows:
        texts = found.setdefault(url.rstrip("/"), [])
        texts.append(" ".join(text.split()))
        assert revision == len(texts)
    return found


def serve(server: Server, polls: Sequence[Poll]) -> None:
    """Let a client choose the poll that /feed shows by asking for /poll/NUMBER."""
    for number, poll in enumerate(polls):

        def choose(_: object, poll: Poll = poll, number: int = number) -> Reply:
            server.answers["/feed"] = Reply(poll.data, etag=f'"{number}"')
            return Reply(poll.at.isoformat().encode())

        server.answers[f"/poll/{number}"] = choose
    server.answers["/liar"] = Reply(b"<html>All is well</html>")


def killed_at_random(data: Path, polls: Sequence[Poll], kills: int, seed: int) -> int:
    """Replay all polls in a process that is killed `kills` times at random moments and started again; how often it was
    hit before its end."""
    chance = random.Random(seed)
    progress = data / "progress"
    with Server() as server:
        serve(server, polls)
        command = [sys.executable, "-m", "tests.end_to_end.replay", str(data), server.url, str(len(polls))]
        hit = 0
        for number in range(kills + 1):
            worker = subprocess.Popen(command, cwd=ROOT)
            if number < kills:
                server.asked.clear()
                until(lambda: bool(server.asked), 60)  # imports are done, work begins
                try:
                    worker.wait(chance.uniform(0.0, 0.6))
                except subprocess.TimeoutExpired:
                    worker.send_signal(signal.SIGKILL)
                    hit += 1
            code = worker.wait(600)
            assert code in (0, -signal.SIGKILL), code
    assert progress.read_text() == str(len(polls))
    return hit


def main(data: Path, url: str, number: int) -> None:
    """Replay what is still to be replayed."""
    settings, progress = Settings(data_dir=data), data / "progress"
    data.mkdir(parents=True, exist_ok=True)
    host = url.removeprefix("http://")
    for poll in range(int(progress.read_text()) if progress.exists() else 0, number):
        at = datetime.fromisoformat(Web().get(f"{url}/poll/{poll}", local=host).body.decode())
        assert fetch_poll(settings, url, at).error is None
        aside = progress.with_suffix(".new")
        aside.write_text(str(poll + 1))
        aside.replace(progress)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
