"""The `dragoman` command: options, exit codes and what each command prints.

Belongs here: reading arguments, calling the library, one clear line for every error. Does not belong here: any work on
articles or tables; heavy imports at the top (a command imports what it needs, so that `--help` answers at once).

Exit codes: 0 done; 1 done, but some inputs were rejected; 2 not done (usage, missing file, unknown event, bad SQL).
"""

import gzip
import json
import math
import os
import shutil
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

from cyclopts import App, CycloptsError, Parameter

from pipeline import __version__

if TYPE_CHECKING:
    from pipeline.petrarch.folder import Dictionaries
    from pipeline.settings import Settings

DONE, REJECTED, NOT_DONE, INTERRUPTED = 0, 1, 2, 130

# Kinds of SQL statements that change nothing: read-only mode alone would still let COPY write files. MULTI is PIVOT.
READING = frozenset(("SELECT", "MULTI", "PRAGMA", "SET", "CALL"))

DataDir = Annotated[
    Path | None,
    Parameter(
        name="--data", help='Folder that holds everything a run makes. Default: $DRAGOMAN_DATA_DIR, else "data".'
    ),
]

OwnDictionaries = Annotated[
    Path | None,
    Parameter(
        name="--dictionaries",
        help="Folder of your actors, agents and verbs in PETRARCH or TABARI format, which outrank the built-in ones. "
        "Default: $DRAGOMAN_DICTIONARIES.",
    ),
]


class NotDone(Exception):
    """The command cannot do what was asked; the text is one line that says why and what to do."""


def version_text() -> str:
    """Return the versions that decide what a run codes: code, coder, dictionaries, parser."""
    from pipeline.coding.version import CODER_VERSION, dictionary_hash
    from pipeline.language.model import model_version
    from pipeline.settings import load

    settings = load()
    model = model_version(settings.parser) or f"none at {settings.parser}; set DRAGOMAN_MODEL or run `make model`"
    versions = {
        "dragoman": __version__,
        "coder": CODER_VERSION,
        "dictionaries": dictionary_hash(settings.seeds_dir, settings.dictionaries),
        "model": model,
    }
    return "\n".join(f"{name} {value}" for name, value in versions.items())


app = App(
    name="dragoman",
    help="Turn news into research data about diplomacy: who did what to whom, when and where, in the CAMEO scheme.",
    help_epilogue="Start with `dragoman run`: it reads the bundled articles and prints what it found.",
    version=version_text,
    version_flags=["--version"],
    suppress_keyboard_interrupt=False,
    help_format="markdown",
    version_format="plaintext",
)


# -- run ---------------------------------------------------------------------------------------------------------------


@app.command
def run(
    *paths: Annotated[Path, Parameter(help="Files or folders; default: the bundled articles.")],
    data: DataDir = None,
    dictionaries: OwnDictionaries = None,
    rows: Annotated[int, Parameter(help="Events to print; 0 prints all.")] = 30,
) -> int:
    """Read articles, code them, publish a release, print what was found.

    Reads .txt, .html, .jsonl and .rss/.xml/.atom files, also gzipped, and folders of them. A line of .jsonl is
    `{"id"?, "url"?, "title"?, "date"?, "source"?, "text" | "html"}`. What is already in the data folder is not added
    twice.
    """
    from pipeline import render
    from pipeline.settings import load

    settings = load(data, dictionaries=dictionaries)
    own = _own_dictionaries(settings)
    asked = list(paths) or [settings.sample_articles]
    for path in asked:
        if not path.exists():
            raise NotDone(f"{path}: no such file or folder")
    with render.progress("starting") as show:
        summary = _job()(settings, asked, progress=show)
    _print_summary(settings, summary, rows, own)
    if not summary.read:
        _complain(f"{', '.join(map(_short, asked))}: no articles there; put .txt, .html, .jsonl or feed files into it")
    return REJECTED if summary.rejected or not summary.read else DONE


@app.command
def fetch(
    *names: Annotated[str, Parameter(help="Sources by name; default: all.")],
    data: DataDir = None,
    dictionaries: OwnDictionaries = None,
    rows: Annotated[int, Parameter(help="Events to print; 0 prints all.")] = 30,
) -> int:
    """Fetch the sources declared in sources.toml (docs/sources.md) and go on as `run` does.

    Polite and safe to repeat: what has not changed is not sent again, what is known is not stored again. A source that
    fails is named and does not stop the others.
    """
    from rich.text import Text

    from pipeline import render
    from pipeline.settings import load
    from pipeline.sources import declared

    settings = load(data, dictionaries=dictionaries)
    own = _own_dictionaries(settings)
    found, problems = declared.read(settings.sources_file)
    if len(problems) > 1:
        for problem in problems:
            _complain(problem)
        raise NotDone(f"{_counts({'problems': len(problems)})} in {_short(settings.sources_file)}; nothing is fetched")
    if problems:
        raise NotDone(problems[0])
    sources = {source.name for source in found.sources}
    if unknown := [name for name in names if name not in sources]:
        raise NotDone(f"no source is named {', '.join(map(repr, unknown))}; there are {', '.join(sorted(sources))}")
    with render.progress("starting") as show:
        summary = _job()(settings, [], progress=show, sources=names)
    out = render.console()
    for one in summary.fetched:
        state = one.error or ("nothing has changed" if one.unchanged and not one.arrival.new else "")
        line = (
            f"{_counts({'articles': len(one.arrival.raw_ids)})}, {one.arrival.new} new" if not one.error else "failed"
        )
        told = (render.plain(one.source.name), "yellow" if one.error else "bold")
        out.print(Text.assemble(told, f": {line}{'; ' if state else ''}{render.plain(state)}"), soft_wrap=True)
    out.print()
    _print_summary(settings, summary, rows, own)
    return REJECTED if summary.rejected or any(one.error for one in summary.fetched) else DONE


def _job() -> Any:
    """Return the job by its entry point, so that the library does not import the code location."""
    jobs = list(entry_points(group="dragoman.jobs", name="run"))
    if not jobs:
        raise NotDone("the pipeline's job is not installed; run `make install`")
    return jobs[0].load()


def _own_dictionaries(settings: "Settings") -> "Dictionaries | None":
    """Read the researcher's dictionaries, where the settings name some."""
    if settings.dictionaries is None:
        return None
    from pipeline.ontology.lookup import Ontology
    from pipeline.petrarch import folder

    return folder.read(settings.dictionaries, Ontology.load(settings.seeds_dir / "ontology").codes)


def _in_one_line(own: "Dictionaries") -> str:
    """Return what was read of a researcher's dictionaries and how many problems they have."""
    line = f"own dictionaries: {_counts(own.counts)} read from {_short(own.folder)}"
    if not own.problems:
        return line
    many = _counts({"problems": len(own.problems)})
    return f"{line}; {many}, `{_command()} dictionaries check {_short(own.folder)}` lists them"


def _counts(counts: Mapping[str, int]) -> str:
    """Return "2 verbs, 1 pattern" for {"verbs": 2, "patterns": 1}."""
    return ", ".join(f"{number} {name[: -1 if number == 1 else None]}" for name, number in counts.items()) or "nothing"


def _print_summary(settings: "Settings", summary: Any, limit: int, own: "Dictionaries | None" = None) -> None:
    from rich.text import Text

    from pipeline import render
    from pipeline.ontology.lookup import Ontology

    out = render.console()
    names = {code: entry.name for code, entry in Ontology.load(settings.seeds_dir / "ontology").codes.items()}
    shown = render.telling(summary.rows, limit)
    if shown:
        out.print(render.event_table(shown, names, out.width))
        if len(shown) < len(summary.rows):
            out.print(f"{len(shown)} of {len(summary.rows)} events are shown; --rows 0 prints all")
        out.print()
    out.print(
        Text.assemble(
            (f"{summary.read} article{'s'[: summary.read != 1]} read", "bold"),
            f": {summary.kept} kept, {len(summary.rejected)} rejected; {summary.new} new in the store",
        )
    )
    for rejection in summary.rejected:
        reason = render.plain(rejection.reason)
        where = render.plain(rejection.locator) if "://" in rejection.locator else _short(rejection.locator)
        out.print(Text.assemble("  rejected ", (where, "yellow"), f": {reason}"), soft_wrap=True)
    for locator, note in summary.undated:
        where = render.plain(locator) if "://" in locator else _short(locator)
        note = f"{render.plain(note)}; correct it (2024-05-16)"
        out.print(Text.assemble("  kept     ", (where, "yellow"), f": {note}"), soft_wrap=True)
    if own:
        out.print(Text(_in_one_line(own)), soft_wrap=True)
    state = "published" if summary.published else "already published, nothing changed"
    out.print(f"{summary.mentions} mentions, {summary.events} events in release {summary.release} ({state})")
    out.print(Text(f"  DuckDB   {_short(summary.database)}"), soft_wrap=True)
    out.print(Text(f"  Parquet  {_short(summary.parquet)}"), soft_wrap=True)
    command = _command()
    place = "" if settings.data_dir == Path("data").absolute() else f" --data {_short(settings.data_dir)}"
    given = f" --dictionaries {_short(own.folder)}" if own else ""
    visits = "SELECT date_from, visitor_name, host_name, place_name, stage FROM visits ORDER BY date_from"
    out.print("Next:")
    out.print(Text(f'  {command} query{place} "{visits}"'), soft_wrap=True)
    if shown:
        surest = max(shown, key=lambda row: row["confidence"])
        out.print(Text(f"  {command} explain{place}{given} {surest['event_id']}"), soft_wrap=True)


def _command() -> str:
    """Return what a person types to start this command again: its name where it is on the path."""
    own = Path(sys.argv[0])
    return "dragoman" if own.name != "dragoman" or shutil.which("dragoman") else _short(own.absolute())


def _short(path: Path | str) -> str:
    """Return a path as a person in the current folder would type it, safe to print."""
    from pipeline.render import plain

    given = Path(path)
    return plain(given.relative_to(Path.cwd()) if given.is_relative_to(Path.cwd()) else given)


# -- code --------------------------------------------------------------------------------------------------------------


@app.command
def code(
    file: Annotated[
        str, Parameter(help="JSON lines, also gzipped (.gz); - is standard input.", allow_leading_hyphen=True)
    ] = "-",
    /,
    *,
    workers: Annotated[int, Parameter(help="Processes; 1 answers every line as it comes.")] = 1,
    data: DataDir = None,
    dictionaries: OwnDictionaries = None,
) -> int:
    """Code JSON lines and print JSON lines, in order; nothing is stored.

    In: `{"id", "text", "date"?, "title"?, "source_text"?, "target_text"?}`, other keys are ignored. Out:
    `{"id", "events": [...]}`.

    With source_text and target_text, these are the two actors, whatever they are, and the best relation from the one to
    the other is returned. A line that cannot be coded has no events and an "error", and the exit code is 1.
    """
    from pipeline import lines, render
    from pipeline.settings import load

    if workers < 1:
        raise NotDone("--workers must be 1 or more")
    settings = load(data, dictionaries=dictionaries)
    own = _own_dictionaries(settings)
    if own is not None and own.problems:
        _complain(_in_one_line(own))
    name = "standard input" if file == "-" else file
    problems = 0
    with _readable(name), _open(file) as stream, render.progress("coding") as show:
        batches = lines.batches(stream)
        if workers == 1:
            answers = lines.code_lines(batches, lambda: _load_coder(settings))
        else:
            answers = lines.code_lines_parallel(batches, settings, workers)
        for number, coded in enumerate(answers, start=1):
            sys.stdout.buffer.write(coded.output)
            sys.stdout.buffer.flush()
            show("lines coded", number)
            if coded.problem:
                problems += 1
                _complain(f"{name}, line {number}: {coded.problem}")
    return REJECTED if problems else DONE


def _load_coder(settings: "Settings") -> Any:
    from pipeline.coding.coder import Coder

    return Coder.load(settings)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Turn what goes wrong inside a damaged file into a line that names it."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise NotDone(f"{name} is damaged ({error}); what came before is coded, fetch or pack the file again") from None


@contextmanager
def _open(file: str) -> Iterator[BinaryIO]:
    """Open a file, a gzipped file or, for "-", standard input, as bytes."""
    if file == "-":
        # A reader of its own: the feeding thread may still wait in it when the command ends.
        with open(0, "rb", closefd=False) as stream:
            yield stream
        return
    path = Path(file)
    if path.is_dir():
        raise NotDone(f"{file} is a folder; name a file of JSON lines")
    if not path.exists():
        raise NotDone(f"{file}: no such file")
    if path.suffix == ".gz":
        with gzip.open(path, "rb") as packed:
            yield packed  # type: ignore[misc]
    else:
        with path.open("rb") as stream:
            yield stream


# -- query -------------------------------------------------------------------------------------------------------------


@app.command
def query(
    sql: Annotated[str, Parameter(help='One SQL statement, e.g. "SELECT * FROM events".', allow_leading_hyphen=True)],
    /,
    *,
    csv: Annotated[bool, Parameter(name="--csv", negative="", help="Print CSV.")] = False,
    json_: Annotated[bool, Parameter(name="--json", negative="", help="Print a JSON array, one object a row.")] = False,
    rows: Annotated[int, Parameter(help="Rows of the table to print; 0 prints all. CSV and JSON hold all rows.")] = 100,
    data: DataDir = None,
) -> int:
    """Ask the newest release a question in SQL (DuckDB's dialect); nothing can be changed.

    Tables: events, mentions, articles, visits, agreements, sanctions, actors, cameo_codes, plover_types, releases; the
    view occurred_events. CAMEO codes are text: `WHERE cameo_code = '042'`.
    """
    import duckdb

    from pipeline import render

    if csv and json_:
        raise NotDone("--csv and --json exclude each other")
    with _release(data) as con:
        try:
            statements = con.extract_statements(sql)
            if not statements:
                raise NotDone("the SQL is empty")
            if any(statement.type.name not in READING for statement in statements):
                raise NotDone("query only reads; to keep the rows: dragoman query … --csv > FILE")
            result = con.execute(sql)
            columns = [column[0] for column in result.description or ()]
            if csv:
                _print_csv(columns, _fetch(result))
            elif json_:
                _print_json(columns, _fetch(result))
            else:
                found = result.fetchmany(rows + 1) if rows > 0 else result.fetchall()
                out = render.console()
                render.print_result(out, columns, found[:rows] if rows > 0 else found)
                cut = rows > 0 and len(found) > rows
                out.print(f"first {rows} rows; --rows 0 prints all" if cut else f"rows: {len(found)}")
        except duckdb.Error as error:
            raise NotDone(f"DuckDB: {_first_lines(str(error))}") from None
    return DONE


@contextmanager
def _release(data: Path | None) -> Iterator[Any]:
    """Open the newest published release read-only."""
    import duckdb

    from pipeline.settings import load

    path = load(data).published_db
    if not path.is_file():
        raise NotDone(f"{path}: no release there yet; `dragoman run --data {_short(path.parent)}` makes one")
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise NotDone(f"{path} cannot be opened: {_first_lines(str(error))}") from None
    try:
        yield con
    finally:
        con.close()


def _fetch(result: Any) -> Iterator[Sequence[Any]]:
    while chunk := result.fetchmany(10_000):
        yield from chunk


def _print_csv(columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def _print_json(columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    before = "[\n"
    for row in rows:
        record = {name: _as_json(value) for name, value in zip(columns, row, strict=True)}
        sys.stdout.write(before + json.dumps(record, ensure_ascii=False, default=_as_json))
        before = ",\n"
    sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")


def _as_json(value: Any) -> Any:
    """Return a database value as JSON has it: NaN and infinities become null, what it has no type for becomes text."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int | list | dict) else str(value)


def _first_lines(message: str) -> str:
    """Return a database message on one line, without its drawing of the statement."""
    lines = [line.strip() for line in message.split("\n\nLINE ")[0].splitlines()]
    return " ".join(line for line in lines if line)


# -- explain -----------------------------------------------------------------------------------------------------------


@app.command
def explain(
    event_id: Annotated[str, Parameter(help="An event_id of table events.")],
    /,
    *,
    parse: Annotated[bool, Parameter(negative="", help="Show the parse of each sentence as well.")] = False,
    data: DataDir = None,
    dictionaries: OwnDictionaries = None,
) -> int:
    """Show where an event comes from: sentence, clause, pattern, actors, date and place, and how each was found."""
    from pipeline import evidence, render
    from pipeline.settings import load

    settings = load(data, dictionaries=dictionaries)
    with _release(data) as con:
        try:
            found = evidence.of_event(con, settings, event_id, parse=parse)
        except evidence.UnknownEvent as error:
            raise NotDone(str(error)) from None
    render.evidence(render.console(), found)
    return DONE


# -- dictionaries ------------------------------------------------------------------------------------------------------

dictionaries_app = App(name="dictionaries", help="Look at your own dictionaries in PETRARCH or TABARI format.")
app.command(dictionaries_app)


@dictionaries_app.command(name="check")
def check_dictionaries(
    folder: Annotated[Path | None, Parameter(help="The folder; default: $DRAGOMAN_DICTIONARIES.")] = None,
    /,
) -> int:
    """List what is read of each file and every line that is not, with what to do; exit code 1 if there are any."""
    from pipeline import render
    from pipeline.settings import load

    own = _own_dictionaries(load(dictionaries=folder))
    if own is None:
        raise NotDone("no folder named; write dragoman dictionaries check DIR or set DRAGOMAN_DICTIONARIES")
    for problem in own.problems:
        sys.stdout.write(f"{render.plain(problem)}\n")
    for one in own.files:
        kind, problems = one.kind or "not read", _counts({"problems": one.problems})
        sys.stdout.write(f"{render.plain(one.file)} ({kind}): {_counts(one.counts)} read, {problems}\n")
    return REJECTED if own.problems else DONE


# -- sources -----------------------------------------------------------------------------------------------------------

sources_app = App(name="sources", help="Look at the sources declared in sources.toml.")
app.command(sources_app)


@sources_app.command(name="check")
def check_sources(
    file: Annotated[Path | None, Parameter(help="The file; else $DRAGOMAN_SOURCES, else DATA/sources.toml.")] = None,
    /,
    *,
    data: DataDir = None,
) -> int:
    """Check every line of sources.toml; print one line a problem, FILE:LINE: what is wrong; what to do.

    Exit code 0: nothing wrong; 1: problems; 2: there is no such file. Nothing is fetched.
    """
    from pipeline.render import plain
    from pipeline.settings import load
    from pipeline.sources import declared

    path = load(data, sources=file).sources_file
    found, problems = declared.read(path)
    if not path.is_file():
        raise NotDone(problems[0])
    sys.stdout.writelines(f"{plain(problem)}\n" for problem in problems)
    kinds = [source.kind for source in found.sources]
    told = {f"{kind}s": kinds.count(kind) for kind in declared.KINDS if kind in kinds}
    line = f"{_counts(told)} declared"
    if problems:
        _complain(f"{_counts({'problems': len(problems)})}; {line}")
        return REJECTED
    sys.stdout.write(f"{line}: nothing wrong\n")
    return DONE


# -- patterns ----------------------------------------------------------------------------------------------------------

patterns = App(name="patterns", help="Check the pattern files and try sentences on them (seeds/patterns).")
app.command(patterns)

SeedsDir = Annotated[
    Path | None,
    Parameter(name="--seeds", help="Folder with patterns, ontology, actors and parser. Default: the bundled one."),
]


@patterns.command
def check(
    *,
    examples: Annotated[bool, Parameter(negative="", help="Code every example as well (some seconds).")] = False,
    seeds: SeedsDir = None,
) -> int:
    """Check every line of the codebook; print one line a problem: FILE:LINE: what is wrong; what to do.

    Exit code 0: nothing wrong; 1: problems; 2: the folder cannot be read.
    """
    from pipeline.actors.dictionary import ActorDictionary
    from pipeline.coding import check as checks
    from pipeline.coding.patterns import load as load_patterns
    from pipeline.language import parser
    from pipeline.ontology.lookup import Ontology
    from pipeline.render import plain
    from pipeline.settings import load

    settings = load(seeds_dir=seeds)
    ontology = Ontology.load(settings.seeds_dir / "ontology")
    book = load_patterns(settings.seeds_dir / "patterns", ontology.codes)
    countries = ActorDictionary.load(settings.seeds_dir / "actors").countries
    found = checks.problems(book, parser.load(settings.parser), {*ontology.roles, *countries, "STATE"})
    for problem in found:
        sys.stdout.write(f"{plain(problem)}\n")
    number = len(found)
    if examples and book.problems:
        _complain("the examples are not coded until the lines above can be read")
    elif examples:
        plain_settings = settings.model_copy(update={"dictionaries": None})  # own dictionaries outrank the examples
        for problem in checks.misread(_load_coder(plain_settings)):
            number += 1
            sys.stdout.write(f"{plain(problem)}\n")
    total = sum(len(pattern.examples) for pattern in book.patterns)
    coded = ", every example gives its code" if examples else ""
    if number:
        _complain(f"{number} problem{'s'[: number != 1]} in {len(book.patterns)} patterns")
        return REJECTED
    sys.stdout.write(f"{len(book.patterns)} patterns with {total} examples: nothing wrong{coded}\n")
    return DONE


@patterns.command
def test(
    *sentences: Annotated[str, Parameter(help="Sentences; - reads lines from stdin.", allow_leading_hyphen=True)],
    date: Annotated[str | None, Parameter(help="Day of publication, as 2024-05-16.")] = None,
    source: Annotated[str | None, Parameter(help="The actor who does it, in the sentence's own words.")] = None,
    target: Annotated[str | None, Parameter(help="The actor it is done to, in the sentence's own words.")] = None,
    json_: Annotated[bool, Parameter(name="--json", negative="", help="Print JSON lines, one a sentence.")] = False,
    seeds: SeedsDir = None,
    dictionaries: OwnDictionaries = None,
) -> int:
    """Show what fires on a sentence and why: events, every pattern tried with what it lacked, actors.

    With --source and --target these are the two actors, as in `dragoman code`.
    """
    from datetime import date as day

    from pipeline import render
    from pipeline.coding.trace import trace
    from pipeline.settings import load

    if not any(text.strip() for text in sentences):
        raise NotDone('give a sentence: dragoman patterns test "Peru praised Chile."')
    try:
        published = day.fromisoformat(date) if date else None
    except ValueError:
        raise NotDone(f"--date {date!r} is no day; write it as 2024-05-16") from None
    coder = _load_coder(load(seeds_dir=seeds, dictionaries=dictionaries))
    out = render.console()
    for text in _sentences(sentences):
        for given, name in ((source, "--source"), (target, "--target")):
            if given and given.lower() not in text.lower():
                raise NotDone(f"{name} {given!r} does not stand in {text!r}; give the words of the sentence")
        rows = trace(coder, text, published, source, target)
        if json_:
            sys.stdout.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        else:
            render.trace(out, rows)
        sys.stdout.flush()
    return DONE


def _sentences(given: Sequence[str]) -> Iterator[str]:
    """Yield the sentences given, and the lines of standard input for a "-" among them."""
    for text in given:
        yield from (line.strip() for line in sys.stdin if line.strip()) if text == "-" else [text]


# -- actors ------------------------------------------------------------------------------------------------------------

actors_app = App(name="actors", help="Check the actor dictionary and look names up in it (seeds/actors).")
app.command(actors_app)


@actors_app.command(name="check")
def check_actors(*, seeds: SeedsDir = None) -> int:
    """Check every line of the actor dictionary; print one line a problem: FILE:LINE: what is wrong; what to do.

    Looks for unknown codes and countries, dates that are none, offices that overlap, names that stand twice. Exit code
    0: nothing wrong; 1: problems; 2: the folder cannot be read.
    """
    from pipeline.actors.check import problems
    from pipeline.actors.dictionary import ActorDictionary
    from pipeline.render import plain
    from pipeline.settings import load

    folder = load(seeds_dir=seeds).seeds_dir / "actors"
    found = problems(folder)
    for problem in found:
        sys.stdout.write(f"{plain(_short(folder / problem.file))}:{problem.line}: {plain(problem.text)}\n")
    if found:
        _complain(f"{_counts({'problems': len(found)})} in {_short(folder)}")
        return REJECTED
    counts = ActorDictionary.load(folder).counts
    sys.stdout.write(f"{sum(counts.values())} lines in {len(counts)} files: nothing wrong\n")
    return DONE


@actors_app.command(name="find")
def find_actor(
    *name: Annotated[
        str, Parameter(help='A name or phrase ("four Saudi men"); - reads JSON lines.', allow_leading_hyphen=True)
    ],
    date: Annotated[str | None, Parameter(help="The day it is meant for, as 2024-05-16.")] = None,
    seeds: SeedsDir = None,
    dictionaries: OwnDictionaries = None,
) -> int:
    """Show whom a name stands for on a day, from which line of the dictionary, and what was not taken and why.

    Without --date the latest office counts. With - it reads lines `{"text", "date"?}` and writes
    `{"text", "code", "country", "role"}`: role is what follows the country in the CAMEO code; a line that cannot be
    read has an "error". Exit code 1: no actor found, or lines that cannot be read.
    """
    from datetime import date as day

    from pipeline import lines
    from pipeline.settings import load

    if not " ".join(name).strip():
        raise NotDone('give a name: dragoman actors find "Hakan Fidan" --date 2024-05-16')
    try:
        when = day.fromisoformat(date) if date else None
    except ValueError:
        raise NotDone(f"--date {date!r} is no day; write it as 2024-05-16") from None
    settings = load(seeds_dir=seeds, dictionaries=dictionaries)
    actors = _load_actors(settings)
    if name != ("-",):
        return _explain_actor(actors, " ".join(name), when)
    if when is not None:
        raise NotDone('with - every line has its own "date"; leave --date out')
    problems = number = 0
    with _open("-") as stream:
        for batch in lines.batches(stream):
            for raw in batch:
                number += 1
                found = lines.resolve_line(raw, actors)
                sys.stdout.buffer.write(found.output)
                if found.problem:
                    problems += 1
                    _complain(f"standard input, line {number}: {found.problem}")
            sys.stdout.buffer.flush()
    return REJECTED if problems else DONE


def _load_actors(settings: "Settings") -> Any:
    """Load the actor dictionary, with the researcher's own actors where the settings name some."""
    from pipeline.actors import researcher
    from pipeline.actors.dictionary import ActorDictionary

    actors = ActorDictionary.load(settings.seeds_dir / "actors")
    own = _own_dictionaries(settings)
    if own is not None:
        researcher.add(actors, own.actors, own.agents)
    return actors


def _explain_actor(actors: Any, name: str, when: Any) -> int:
    from pipeline import render
    from pipeline.actors.explain import explain

    found = explain(name, actors, when)
    render.lookup(render.console(), found, actors.countries)
    return DONE if found.actor is not None else REJECTED


# -- running the command -----------------------------------------------------------------------------------------------


def _complain(message: str) -> None:
    from pipeline.render import plain

    sys.stderr.write(f"dragoman: {plain(message)}\n")


def _guarded(command: Callable[[], Any]) -> int:
    """Run a command and turn every way it can end into an exit code and at most one line on stderr."""
    try:
        result = command()
        sys.stdout.flush()
        return result if isinstance(result, int) else DONE
    except CycloptsError as error:
        asked = " ".join(error.command_chain or ())
        _complain(f"{str(error).strip()} See `dragoman {asked + ' ' if asked else ''}--help`.")
    except NotDone as error:
        _complain(str(error))
    except BrokenPipeError:
        # The reader has gone (`dragoman query … | head`): nothing more to say, also not while Python shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        _complain("stopped")
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("DRAGOMAN_DEBUG"):
            raise
        text = str(error).strip() or type(error).__name__
        if isinstance(error, OSError) and error.filename is not None and error.strerror:
            text = f"{error.filename}: {error.strerror}; correct the path or its permissions"
        _complain(text if isinstance(error, ValueError | RuntimeError | OSError) else f"{type(error).__name__}: {text}")
    return NOT_DONE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; `arguments` defaults to the process's own."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    return _guarded(lambda: app(given, exit_on_error=False, print_error=False, result_action="return_value"))


if __name__ == "__main__":
    sys.exit(main())
