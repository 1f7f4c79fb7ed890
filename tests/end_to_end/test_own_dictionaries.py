"""A researcher's dictionaries through the command: check, code in both modes, run, explain. Not here: the formats."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline import cli

SAMPLE = Path(__file__).resolve().parent.parent / "petrarch" / "sample"
Capture = pytest.CaptureFixture[str]
LINES = [
    {"id": 1, "date": "2015-03-04", "text": "Zorvan zorbled at Kettlemoor on Monday."},
    {"id": 2, "date": "2015-03-04", "text": "Peru consulted Chile. Odren Malvik criticised Kettlemoor."},
]
ARTICLE = (
    "Zorvan zorbled at Kettlemoor on Monday, after a winter in which neither side had sent a single boat beyond the"
    " outer banks.\n\nOdren Malvik said that nobody on the islands had slept, and that the harbour would stay closed to"
    " every ship until the weather turned. Peru consulted Chile on Tuesday."
)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "mine"))


def test_check_lists_problems_and_counts(mine: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli.main(["dictionaries", "check", str(mine)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "islands.actors.txt (actors): 8 actors, 11 names read, 0 problems",
        "islands.agents.txt (agents): 6 agents read, 0 problems",
        "islands.verbs.txt (verbs): 7 verbs, 7 patterns, 2 synsets read, 0 problems",
    ]
    (mine / "more.actors.txt").write_text("NOBODY\n")
    monkeypatch.setenv("DRAGOMAN_DICTIONARIES", str(mine))
    assert cli.main(["dictionaries", "check"]) == 1
    said = capsys.readouterr().out
    assert "more.actors.txt:1: 'NOBODY' has no code that is read; write [CODE] after it\n" in said
    assert "more.actors.txt (actors): 0 actors, 0 names read, 1 problem\n" in said


@pytest.mark.parametrize("arguments", [["dictionaries", "check"], ["dictionaries", "check", "/nowhere/at/all"]])
def test_check_of_nothing_is_one_line_and_exit_2(arguments: list[str], capsys: Capture) -> None:
    assert cli.main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_code_uses_them_in_one_process_and_in_many(mine: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    (mine / "more.actors.txt").write_text("NOBODY\n")
    said = []
    for workers in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "pipeline.cli",
            "code",
            str(file),
            "--workers",
            workers,
            "--dictionaries",
            str(mine),
        ]
        done = subprocess.run(command, capture_output=True, text=True, cwd=Path(cli.__file__).parent.parent)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("\n") == 1 and "1 problem, `" in done.stderr and "dictionaries check" in done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]
    first, second = (json.loads(line)["events"] for line in said[0].splitlines())
    assert [(e["source"], e["cameo"], e["target"], e["pattern"]) for e in first] == [
        ("ZVI", "152", "KTM", "islands.verbs.txt:14")
    ]
    assert [(e["source"], e["cameo"], e["target"]) for e in second] == [("ZVIGOV", "111", "KTM")]


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    for command in (["code", "-"], ["run"]):
        assert cli.main([*command, "--dictionaries", str(tmp_path / "none")]) == 2
        assert "no such folder" in capsys.readouterr().err


def test_run_and_explain(mine: Path, tmp_path: Path, capsys: Capture) -> None:
    file, data = tmp_path / "in.jsonl", tmp_path / "data"
    file.write_text(json.dumps({"id": "a", "date": "2015-03-04", "title": "Boats", "source": "Post", "text": ARTICLE}))
    assert cli.main(["run", str(file), "--data", str(data), "--dictionaries", str(mine)]) == 0
    assert (
        "own dictionaries: 8 actors, 11 names, 6 agents, 7 verbs, 7 patterns, 2 synsets read from"
        in capsys.readouterr().out
    )
    with duckdb.connect(str(data / "dragoman.duckdb"), read_only=True) as con:
        rows = con.sql("SELECT event_id, source_code, cameo_code, target_code FROM events").fetchall()
        hashes = con.sql("SELECT DISTINCT dictionary_hash FROM mentions").fetchall()
    (event,) = [row[0] for row in rows if row[1:] == ("ZVI", "152", "KTM")]
    assert not any(row[1] == "PER" for row in rows)  # [---] of the dictionary silences "consult"
    assert cli.main(["explain", event, "--data", str(data), "--dictionaries", str(mine)]) == 0
    shown = capsys.readouterr().out
    assert "islands.verbs.txt:14" in shown and "- * (AT +) [152]" in shown and "islands.actors.txt:3" in shown
    assert cli.main(["explain", event, "--data", str(data)]) == 0
    assert "is not in the dictionaries read now" in capsys.readouterr().out
    # without them the coder is another one: what it coded is coded again
    assert cli.main(["run", str(file), "--data", str(data)]) == 0
    with duckdb.connect(str(data / "dragoman.duckdb"), read_only=True) as con:
        assert con.sql("SELECT DISTINCT dictionary_hash FROM mentions").fetchall() != hashes
        assert con.sql("SELECT count(*) FROM events WHERE source_code = 'PER'").fetchall() == [(1,)]
