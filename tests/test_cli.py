"""The command line: options, exit codes, one clear line for every error. Not here: what the commands call."""

import csv
import gzip
import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from pipeline import cli
from pipeline.coding.coder import Coder
from pipeline.settings import Settings
from pipeline.sources.raw import Rejection

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose release holds a small table."""
    with duckdb.connect(str(tmp_path / "dragoman.duckdb")) as con:
        con.sql(
            "CREATE TABLE events AS SELECT * FROM (VALUES ('e1', '042', DATE '2024-05-16', 1.5, NULL),"
            " ('e2', '057', NULL, -0.25, 'a, \"b\"\nc')) t(event_id, cameo_code, date_from, goldstein, note)"
        )
    return tmp_path


def only_line(capture: Capture) -> str:
    """What went to stderr, which must be one line."""
    said = capture.readouterr().err
    assert said.count("\n") == 1 and said.startswith("dragoman: "), said
    return said


# -- usage -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["run", "--dta", "x"],
        ["query"],
        ["explain"],
        ["query", "SELECT 1", "SELECT 2"],
        ["code", "--workers", "many"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(arguments: list[str], capsys: Capture) -> None:
    assert cli.main(arguments) == 2
    assert "--help" in only_line(capsys)


def test_every_command_takes_data(capsys: Capture) -> None:
    for command in ("run", "code", "query", "explain"):
        assert cli.main([command, "--help"]) == 0
        assert "--data" in capsys.readouterr().out, command


def test_version_names_what_decides_a_coding(capsys: Capture) -> None:
    assert cli.main(["--version"]) == 0
    words = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert words == ["dragoman", "coder", "dictionaries", "model"]


def test_version_changes_with_a_dictionary(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "actors").mkdir()
    monkeypatch.setenv("DRAGOMAN_SEEDS_DIR", str(tmp_path))
    said = []
    for text in ("a", "b"):
        (tmp_path / "actors" / "x.csv").write_text(text)
        cli.main(["--version"])
        said.append(capsys.readouterr().out)
    assert said[0] != said[1]


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    program = (
        "import sys; from pipeline.cli import main; main(['--help']);"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'spacy', 'dagster', 'polars', 'duckdb', 'trafilatura'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")


# -- query -------------------------------------------------------------------------------------------------------------


def test_query_prints_a_table_with_codes_as_text(data: Path, capsys: Capture) -> None:
    assert cli.main(["query", "SELECT event_id, cameo_code FROM events ORDER BY 1", "--data", str(data)]) == 0
    out = capsys.readouterr().out
    assert "042" in out and "057" in out and "rows: 2" in out


def test_query_csv_and_json_hold_every_row(data: Path, capsys: Capture) -> None:
    ask = ["query", "SELECT * FROM events ORDER BY 1", "--data", str(data)]
    assert cli.main([*ask, "--csv", "--rows", "1"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert [row["cameo_code"] for row in rows] == ["042", "057"]
    assert rows[1]["note"] == 'a, "b"\nc'
    assert cli.main([*ask, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0] == {"event_id": "e1", "cameo_code": "042", "date_from": "2024-05-16", "goldstein": 1.5, "note": None}


def test_query_json_of_nothing_is_still_json(data: Path, capsys: Capture) -> None:
    assert cli.main(["query", "SELECT * FROM events WHERE false", "--json", "--data", str(data)]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_query_cuts_a_long_table_and_says_so(data: Path, capsys: Capture) -> None:
    assert cli.main(["query", "SELECT range FROM range(500)", "--rows", "3", "--data", str(data)]) == 0
    assert "first 3 rows" in capsys.readouterr().out
    assert cli.main(["query", "SELECT range FROM range(500)", "--rows", "0", "--data", str(data)]) == 0
    assert "rows: 500" in capsys.readouterr().out


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "SELEC 1",
        "SELECT nothing FROM events",
        "SELECT * FROM no_table",
        "DELETE FROM events",
        "DROP TABLE events",
        "COPY events TO 'out.csv'",
        "SELECT 1; COPY events TO 'out.csv'",
        "EXPORT DATABASE 'out.csv'",
        "EXPLAIN ANALYZE COPY events TO 'out.csv'",
        "ATTACH 'out.csv'",
    ],
)
def test_query_refuses_bad_sql_and_changes(
    sql: str, data: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data)
    assert cli.main(["query", sql, "--data", str(data)]) == 2
    only_line(capsys)
    with duckdb.connect(str(data / "dragoman.duckdb"), read_only=True) as con:
        assert con.sql("SELECT count(*) FROM events").fetchall() == [(2,)]
    assert not (data / "out.csv").exists()


@pytest.mark.parametrize(
    "sql",
    ["SHOW TABLES", "DESCRIBE events", "FROM events", "PIVOT events ON cameo_code USING count(*)", "SUMMARIZE events"],
)
def test_query_takes_every_way_to_ask(sql: str, data: Path) -> None:
    assert cli.main(["query", sql, "--data", str(data)]) == 0


def test_query_json_of_numbers_that_are_none(data: Path, capsys: Capture) -> None:
    sql = "SELECT 'nan'::DOUBLE AS a, 'inf'::FLOAT AS b, 1.50::DECIMAL(4, 2) AS c, [1, NULL] AS d, true AS e"
    assert cli.main(["query", sql, "--json", "--data", str(data)]) == 0
    assert json.loads(capsys.readouterr().out) == [{"a": None, "b": None, "c": 1.5, "d": [1, None], "e": True}]


def test_query_shows_no_terminal_codes_of_fetched_text(data: Path, capsys: Capture) -> None:
    assert cli.main(["query", "SELECT '[red]x' || chr(27) || '[31m' AS t", "--data", str(data)]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out and "[red]x" in out


@pytest.mark.parametrize("arguments", [["query", "SELECT 1"], ["explain", "e1"]])
def test_without_a_release_the_next_step_is_named(arguments: list[str], tmp_path: Path, capsys: Capture) -> None:
    assert cli.main([*arguments, "--data", str(tmp_path)]) == 2
    assert "dragoman run" in only_line(capsys)


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "dragoman.duckdb").write_text("no database" * 2000)
    assert cli.main(["query", "SELECT 1", "--data", str(tmp_path)]) == 2
    assert "dragoman.duckdb" in only_line(capsys)


def test_reader_that_goes_away_is_no_error(data: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "query",
        "SELECT * FROM range(2000000)",
        "--csv",
        "--data",
        str(data),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == b"range\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


# -- run ---------------------------------------------------------------------------------------------------------------


def test_run_refuses_a_path_that_is_not_there_before_it_starts(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["run", str(tmp_path / "none"), "--data", str(tmp_path / "data")]) == 2
    assert "none" in only_line(capsys)
    assert not (tmp_path / "data").exists()


class Job:
    """Stands for the Dagster job: remembers what it was asked and returns a summary."""

    def __init__(
        self, data: Path, rejected: Sequence[Rejection] = (), *, events: int = 2, published: bool = True
    ) -> None:
        self.asked: list[Path] = []
        row = {
            "date_from": None, "date_to": None, "source_code": "RUSGOV", "source_name": "Vladimir Putin", "target_code": "CHN",
            "target_name": "China", "cameo_code": "042", "cameo_root": "04", "modality": "occurred", "polarity": "affirmed",
            "place_name": "Beijing", "sentence": "He came.", "group_id": "g",
        }  # fmt: skip
        rows = [row | {"event_id": f"e{n}", "confidence": 0.5 + n / 100} for n in range(events)]
        self.summary = SimpleNamespace(
            read=3, new=1, kept=2, rejected=rejected, mentions=5, events=4, rows=rows, release="2026.11.0", published=published,
            database=data / "dragoman.duckdb", parquet=data / "releases" / "2026.11.0", seconds=1.0,
            undated=[],
        )  # fmt: skip

    def load(self) -> Any:
        def job(settings: Settings, paths: list[Path], progress: Any) -> Any:
            self.asked = paths
            progress("coding", 1, 2)
            return self.summary

        return job


def test_run_sums_up_and_names_the_next_steps(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job(tmp_path)
    monkeypatch.setattr(cli, "entry_points", lambda **_: [job])
    assert cli.main(["run", "--data", str(tmp_path)]) == 0
    seen = capsys.readouterr()
    assert seen.err == ""
    assert job.asked == [Settings().sample_articles]
    for part in (
        "042 Make a visit",
        "He came.",
        "3 articles read: 2 kept, 0 rejected; 1 new in the store",
        "release 2026.11.0 (published)",
    ):
        assert part in seen.out
    assert str(tmp_path / "releases" / "2026.11.0") in seen.out
    assert f"dragoman explain --data {tmp_path} e1" in seen.out  # the surest event


def test_run_with_rejected_inputs_says_why_and_exits_1(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").touch()
    job = Job(
        tmp_path, [Rejection(str(tmp_path / "a.txt"), "clean", "no text; give\x1b[31m one")], events=0, published=False
    )
    monkeypatch.setattr(cli, "entry_points", lambda **_: [job])
    assert cli.main(["run", "a.txt"]) == 1
    out = capsys.readouterr().out
    assert job.asked == [Path("a.txt")]
    assert "rejected a.txt: no text; give\ufffd[31m one" in out and "nothing changed" in out


def test_run_names_dates_that_were_not_understood(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job(tmp_path)
    job.summary.undated = [("in/a.jsonl:2", "date not understood and not used: 2024-13-45")]
    monkeypatch.setattr(cli, "entry_points", lambda **_: [job])
    assert cli.main(["run", "--data", str(tmp_path)]) == 0
    assert "kept     in/a.jsonl:2: date not understood and not used: 2024-13-45; correct it (2024-05-16)" in (
        capsys.readouterr().out
    )


def test_run_of_an_empty_folder_says_so(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job(tmp_path, events=0)
    job.summary.read = 0
    monkeypatch.setattr(cli, "entry_points", lambda **_: [job])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert cli.main(["run", "empty"]) == 1
    assert "empty: no articles there" in only_line(capsys)


def test_run_cuts_many_events_and_says_so(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "entry_points", lambda **_: [Job(tmp_path, events=50)])
    assert cli.main(["run", "--rows", "5", "--data", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert out.count("He came.") == 5 and "5 of 50 events" in out
    assert cli.main(["run", "--rows", "0", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("He came.") == 50


def test_run_without_the_job_installed_says_so(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "entry_points", lambda **_: [])
    assert cli.main(["run"]) == 2
    assert "make install" in only_line(capsys)


# -- code --------------------------------------------------------------------------------------------------------------


def code(tmp_path: Path, text: bytes, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    """Run `dragoman code` on a file with a coder that finds nothing."""

    class Nothing:
        def code_many(self, items: Any) -> Any:
            return ([] for _ in items)

    monkeypatch.setattr(cli, "_load_coder", lambda settings: Nothing())
    file = tmp_path / "in.jsonl"
    file.write_bytes(text)
    return cli.main(["code", str(file), *more])


def test_code_answers_each_line_and_names_the_bad_one(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert code(tmp_path, b'{"id": 1, "text": "a"}\n\n{bad\n{"id": 2, "text": "b"}', monkeypatch) == 1
    seen = capsysbinary.readouterr()
    assert [json.loads(line)["id"] for line in seen.out.splitlines()] == [1, None, 2]
    assert seen.err.count(b"\n") == 1 and b"in.jsonl, line 3: not JSON" in seen.err


def test_code_of_good_lines_or_none_is_done(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert code(tmp_path, b'\xef\xbb\xbf{"id": 1, "text": "a"}\n', monkeypatch) == 0
    assert code(tmp_path, b"", monkeypatch) == 0
    assert capsysbinary.readouterr().err == b""


def test_code_refuses_a_missing_file_and_no_workers(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["code", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in only_line(capsys)
    assert cli.main(["code", str(tmp_path)]) == 2
    assert "is a folder" in only_line(capsys)
    assert cli.main(["code", "--workers", "0", "-"]) == 2
    assert "--workers" in only_line(capsys)


def test_code_names_a_damaged_file(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_load_coder", lambda settings: None)
    file = tmp_path / "in.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"id": 1}\n' * 9000)[:-20])
    assert cli.main(["code", str(file)]) == 2
    assert b"in.jsonl.gz is damaged" in capsysbinary.readouterr().err.splitlines()[-1]


def test_code_without_a_model_says_what_to_do(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_MODEL", "no_such_model")
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "Russia thanked China."}\n')
    assert cli.main(["code", str(tmp_path / "in.jsonl")]) == 2
    assert "no_such_model" in only_line(capsys)


# -- patterns ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def seeds(tmp_path: Path, settings: Settings) -> Path:
    """A seeds folder of its own with one sound pattern; the rest is the bundled one's."""
    for name in ("ontology", "actors", "places", "model"):
        (tmp_path / name).symlink_to(settings.seeds_dir / name)
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns" / "04_x.txt").write_text('[042] Visit\nSOURCE visit HOST ; "Peru\'s king visited Chile."\n')
    return tmp_path


def test_patterns_check_of_a_clean_codebook(seeds: Path, capsys: Capture) -> None:
    assert cli.main(["patterns", "check", "--seeds", str(seeds), "--examples"]) == 0
    seen = capsys.readouterr()
    assert seen.out == "1 patterns with 1 examples: nothing wrong, every example gives its code\n" and seen.err == ""


def test_patterns_check_prints_one_line_a_problem(
    seeds: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(seeds.parent)
    with (seeds / "patterns" / "04_x.txt").open("a") as file:
        file.write('SOURCE visit @none ; "x"\n[043] Host\nSOURCE visit HOST ; "Peru praised Chile."\n')
    assert cli.main(["patterns", "check", "--seeds", seeds.name, "--examples"]) == 1
    seen = capsys.readouterr()
    where = f"{seeds.name}/patterns/04_x.txt"
    assert [line.split(": ")[0] for line in seen.out.splitlines()] == [f"{where}:3", f"{where}:5", f"{where}:5"]
    assert "@none" in seen.out and "never win" in seen.out
    assert seen.err.splitlines()[-1] == "dragoman: 3 problems in 2 patterns"


def test_patterns_check_reports_misread_examples(seeds: Path, capsys: Capture) -> None:
    with (seeds / "patterns" / "04_x.txt").open("a") as file:
        file.write('SOURCE tour HOST ; "Peru praised Chile."\n')
    assert cli.main(["patterns", "check", "--seeds", str(seeds)]) == 0
    assert cli.main(["patterns", "check", "--seeds", str(seeds), "--examples"]) == 1
    assert '04_x.txt:3: the example "Peru praised Chile." gives no code at all, not 042' in capsys.readouterr().out


def test_a_broken_codebook_stops_coding_with_its_line(
    seeds: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (seeds / "patterns" / "05_y.txt").write_text("[057] Sign\nSOURCE sign TARGET\nSOURCE ink TARGET\n")
    (seeds / "in.jsonl").write_text('{"id": 1, "text": "Peru praised Chile."}\n')
    monkeypatch.setenv("DRAGOMAN_SEEDS_DIR", str(seeds))
    for command in (["code", str(seeds / "in.jsonl")], ["patterns", "test", "Peru praised Chile."]):
        assert cli.main(command) == 2
        said = only_line(capsys)
        assert f"{seeds}/patterns/05_y.txt:2: no example" in said and "1 more" in said


def test_patterns_check_of_no_codebook(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["patterns", "check", "--seeds", str(tmp_path / "none")]) == 2
    assert "none" in only_line(capsys)


def test_patterns_test_tells_a_person_what_fires(
    coder: Coder, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_load_coder", lambda settings: coder)
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main(["patterns", "test", "--date", "2024-05-16", "Canada did not praise Mexico on Tuesday."]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["Canada did not praise Mexico on Tuesday.", "  051 Praise or endorse"]
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for part in (
        "CAN Canada → MEX Mexico",
        "2024-05-14 (relative from “on Tuesday”)",
        "negated: “not”",
        "wins",
        "actors",
    ):
        assert part in text


def test_patterns_test_says_where_it_stopped_and_reads_lines(
    coder: Coder, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_load_coder", lambda settings: coder)
    monkeypatch.setattr("sys.stdin", io.StringIO("Norway flummoxed Sweden.\n\nCanada praised Mexico.\n"))
    assert cli.main(["patterns", "test", "Peru praised Chile.", "-"]) == 0
    out = capsys.readouterr().out
    assert "no event: stopped at scan" in out
    assert out.index("Peru praised") < out.index("Norway flummoxed") < out.index("Canada praised")


def test_patterns_test_as_json(coder: Coder, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_load_coder", lambda settings: coder)
    ask = ["patterns", "test", "--json", "--source", "union", "--target", "firm", "The union praised the firm."]
    assert cli.main(ask) == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert row["mentions"][0]["cameo_code"] == "051" and row["clauses"][0]["tried"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "give a sentence"),
        (["--date", "May", "Peru praised Chile."], "--date 'May'"),
        (["--source", "Brazil", "Peru praised Chile."], "--source 'Brazil'"),
    ],
)
def test_patterns_test_refuses(
    arguments: list[str], says: str, coder: Coder, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_load_coder", lambda settings: coder)
    assert cli.main(["patterns", "test", *arguments]) == 2
    assert says in only_line(capsys)


# -- actors ------------------------------------------------------------------------------------------------------------


def test_actors_check(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["actors", "check"]) == 0
    assert capsys.readouterr().out.endswith("nothing wrong\n")
    assert cli.main(["actors", "check", "--seeds", str(tmp_path)]) == 2
    assert "countries.csv: no such file" in only_line(capsys)
    (tmp_path / "actors").mkdir()
    head = "code,name,aliases,adjectives,nationals,capital,prefix,from,to\n"
    (tmp_path / "actors" / "countries.csv").write_text(f"{head}FRA,France,,French,,Paris,,2001,2000\n")
    assert cli.main(["actors", "check", "--seeds", str(tmp_path)]) == 1
    seen = capsys.readouterr()
    assert seen.out.startswith(f"{tmp_path}/actors/countries.csv:2: from 2001-01-01 lies after")
    assert seen.err == f"dragoman: 1 problem in {tmp_path}/actors\n"


def test_actors_find_explains(capsys: Capture) -> None:
    assert cli.main(["actors", "find", "Angela Merkel", "--date", "2014-05-05"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "DEUGOV  Angela Merkel  (Germany, role GOV)"
    assert re.search(r"leaders\.csv:\d+: chancellor, valid from 2005-11-22 to 2021-12-08", lines[1])
    assert cli.main(["actors", "find", "Lavrof"]) == 1
    assert "written like it: Lavrov" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [([], "give a name"), ([""], "give a name"), (["Peru", "--date", "May"], "--date 'May'"), (["-", "--date", "2001-01-01"], "own")],
)  # fmt: skip
def test_actors_find_refuses(arguments: list[str], says: str, capsys: Capture) -> None:
    assert cli.main(["actors", "find", *arguments]) == 2
    assert says in only_line(capsys)


def test_actors_find_reads_lines() -> None:
    given = (
        b'{"text": "four Saudi men"}\n{"text": "Hakan Fidan", "date": "2024-01-01"}\nnothing\n\n[1]\n{"text": 5}\n'
        b'{"text": "the UN", "date": "May"}\n\xff\n{"text": "the weather"}\n{"date": "2024-01-01"}\n'
    )
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "actors", "find", "-"], input=given, capture_output=True, check=False
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert rows[0] == {"text": "four Saudi men", "code": "SAUCVL", "country": "SAU", "role": "CVL"}
    assert [row["code"] for row in rows] == ["SAUCVL", "TURGOV", "", "", "", "IGOUNO", "", "", ""]
    assert ["error" in row for row in rows] == [False, False, True, True, True, True, True, False, True]
    told = done.stderr.decode().splitlines()
    assert [line.split(":")[1] for line in told] == [f" standard input, line {n}" for n in (3, 5, 6, 7, 8, 10)]


# -- errors ------------------------------------------------------------------------------------------------------------


def test_ctrl_c_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    assert cli._guarded(stop) == 130
    assert "stopped" in only_line(capsys)


def test_unforeseen_error_is_one_line_unless_debugging(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def fail() -> None:
        raise KeyError("what")

    monkeypatch.delenv("DRAGOMAN_DEBUG", raising=False)
    assert cli._guarded(fail) == 2
    assert "KeyError" in only_line(capsys)
    monkeypatch.setenv("DRAGOMAN_DEBUG", "1")
    with pytest.raises(KeyError):
        cli._guarded(fail)


def test_sources_check_names_file_and_line(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "sources.toml"
    file.write_text('[[source]]\nname = "Box"\nkind = "folder"\npath = "box"\nterms = "own"\n')
    assert cli.main(["sources", "check", str(file)]) == 0
    assert capsys.readouterr().out == "1 folder declared: nothing wrong\n"
    file.write_text('[[source]]\nname = "Box"\nkind = "folder"\npath = 5\nterms = "own"\n')
    assert cli.main(["sources", "check", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().out == f"{file}:4: path must be a path\n"


def test_sources_that_cannot_be_used_stop_before_anything_is_fetched(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["sources", "check", "--data", str(tmp_path)]) == 2
    assert "sources.toml: cannot be read" in only_line(capsys)
    assert cli.main(["fetch", "--data", str(tmp_path)]) == 2
    assert "sources.toml: cannot be read" in only_line(capsys)
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "Box"\nkind = "folder"\npath = 5\nterms = ""\n')
    assert cli.main(["fetch", "--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1].rpartition(":")[2] for line in said[:2]] == ["4", "5"]
    assert "2 problems" in said[2] and len(said) == 3


def test_a_path_that_cannot_be_used_is_named_without_an_error_number(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["patterns", "check", "--seeds", str(tmp_path)]) == 2
    said = only_line(capsys)
    assert str(tmp_path) in said and "Errno" not in said and "correct the path" in said


def test_a_wrong_setting_names_its_variable(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_KEEP_RUN_DAYS", "x")
    assert cli.main(["query", "SELECT 1"]) == 2
    assert "DRAGOMAN_KEEP_RUN_DAYS is 'x': Input should be a valid integer; correct" in only_line(capsys)


def test_patterns_test_needs_a_sentence(capsys: Capture) -> None:
    assert cli.main(["patterns", "test", ""]) == 2
    assert "give a sentence" in only_line(capsys)
