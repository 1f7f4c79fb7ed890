"""Tables and panels for a terminal, made with rich.

Belongs here: how rows look to a person. Does not belong here: which rows (cli, evidence), machine formats (cli).
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, Literal

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

PIPE_WIDTH = 160  # columns where the output is no terminal and COLUMNS is not set
TABLE_WIDTH = 110  # columns below which a table of events would be too crushed to read


def console(*, stderr: bool = False) -> Console:
    """Return a console on stdout or stderr; wide enough for whole rows where it is not a terminal."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def plain(value: Any) -> str:
    """Return a value as text on one line, without the control characters that could steer a terminal."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    text = str(value)
    return text if text.isprintable() else "".join(map(_printable, text))


def _printable(char: str) -> str:
    return char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Sequence[bool] = ()) -> Table:
    """Return a table of text cells; numbers (`right`) stand to the right."""
    out = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for index, name in enumerate(columns):
        justify: Literal["left", "right"] = "right" if index < len(right) and right[index] else "left"
        out.add_column(Text(plain(name)), justify=justify, overflow="fold")
    for row in rows:
        out.add_row(*(Text(plain(cell)) for cell in row))
    return out


def records(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[RenderableType]:
    """Yield one block of `column  value` lines a row, for rows too wide for the terminal."""
    width = max((len(name) for name in columns), default=0)
    for number, row in enumerate(rows, start=1):
        lines = [Text(f"row {number}", style="bold")]
        lines += [Text(f"  {name:<{width}}  {plain(cell)}") for name, cell in zip(columns, row, strict=True)]
        yield Group(*lines)


def print_result(out: Console, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a query's rows: as a table where it fits, one block a row where columns would be crushed."""
    numeric = [
        any(row[i] is not None for row in rows) and all(isinstance(row[i], int | float | None) for row in rows)
        for i in range(len(columns))
    ]
    widths = [max(len(plain(cell)) for cell in (name, *(row[i] for row in rows))) for i, name in enumerate(columns)]
    if not out.is_terminal:  # whole rows, whatever their width: a pipe has no edge to fold at
        out.width = max(out.width, sum(widths) + 3 * len(widths))
    # A long cell may be folded down to 12 characters; below that a table is harder to read than blocks.
    if sum(min(width, 12) for width in widths) + 3 * len(widths) <= out.width:
        out.print(table(columns, rows, right=numeric))
    else:
        for block in records(columns, rows):
            out.print(block)


def dates(first: Any, last: Any) -> str:
    """Return an event's days for a table cell: a day, month, year or span of them, or `to day`: from when is unknown.

    >>> dates(date(2024, 5, 16), date(2024, 5, 16)), dates(date(2024, 2, 1), date(2024, 2, 29)), dates(None, None)
    ('2024-05-16', '2024-02', '')
    >>> dates(date(1970, 1, 1), date(1979, 12, 31)), dates(None, date(2024, 5, 15))
    ('1970 – 1979', 'to 2024-05-15')
    """
    if first is None:
        return f"to {_day(last)}" if last is not None else ""
    start, end = _day(first), _day(last if last is not None else first)
    if start.endswith("-01-01") and end.endswith("-12-31"):
        start, end = start[:-6], end[:-6]
    elif start.endswith("-01") and isinstance(last, date) and (last + timedelta(days=1)).day == 1:
        start, end = start[:-3], end[:-3]
    return start if start == end else f"{start} – {end}"


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else plain(value)


def actor(row: Mapping[str, Any], side: str) -> str:
    """Return `CODE name` of one side of an event, or a dash where it is not known."""
    code, name = row.get(f"{side}_code"), row.get(f"{side}_name")
    return " ".join(part for part in (code, name) if part) or "–"


EVENT_COLUMNS = ("date", "source", "code and name", "target", "place", "sentence")


def event_table(
    events: Iterable[Mapping[str, Any]], code_names: Mapping[str, str], width: int = PIPE_WIDTH
) -> RenderableType:
    """Return rows of `events` (with `sentence`, maybe `trigger_text`) as a table for a person, for `width` columns.

    What did not simply happen says so beside its code; long sentences are cut around their trigger. On a narrow
    terminal an event is a block of three lines.
    """
    room = max(60, 3 * (width - 120)) if width >= TABLE_WIDTH else 2 * (width - 4)
    rows = []
    for row in events:
        status = [row["modality"]] if row["modality"] != "occurred" else []
        status += ["negated"] if row["polarity"] == "negated" else []
        deed = f"{row['cameo_code']} {code_names.get(row['cameo_code'], '')}"
        deed += f" ({', '.join(status)})" if status else ""
        day = dates(row["date_from"], row["date_to"])
        sentence = around(plain(row.get("sentence")), row.get("trigger_text") or "", room)
        rows.append((day, actor(row, "source"), deed, actor(row, "target"), row["place_name"], sentence))
    if width < TABLE_WIDTH:
        return Group(*(_block(*row) for row in rows))
    out = table(EVENT_COLUMNS, rows)
    for column, most in zip(out.columns, (13, 24, 28, 24, 12), strict=False):  # the sentence has what is left
        column.max_width = most
    return out


def _block(day: str, source: str, deed: str, target: str, place: str | None, sentence: str) -> RenderableType:
    head = Text.assemble((plain(day) or "no date", "bold"), f"  {plain(source)} → {plain(target)}")
    where = f", {plain(place)}" if place else ""
    return Group(head, Padding(Text(plain(deed) + where), (0, 0, 0, 2)), Padding(Text(sentence, "dim"), (0, 0, 0, 2)))


def telling(events: Sequence[Mapping[str, Any]], limit: int) -> list[Mapping[str, Any]]:
    """Return at most `limit` events that show best what was found, in the order given.

    The surest of every CAMEO root come first, then the second of every root, and so on; a deed of many dyads and a
    sentence of many deeds are shown once before any is shown twice.
    """
    if limit <= 0 or len(events) <= limit:
        return list(events)
    seen: set[Any] = set()
    of_root: Counter[str] = Counter()
    ranks = []
    for i in sorted(range(len(events)), key=lambda i: (-events[i]["confidence"], events[i]["cameo_code"])):
        row = events[i]
        marks = {row["group_id"], row.get("sentence")}
        ranks.append((bool(seen & marks), of_root[row["cameo_root"]], -row["confidence"], i))
        of_root[row["cameo_root"]] += not seen & marks
        seen |= marks
    return [events[i] for i in sorted(rank[-1] for rank in sorted(ranks)[:limit])]


def around(sentence: str, word: str, room: int) -> str:
    """Return at most `room` characters of a sentence, cut between words, with `word` among them.

    >>> around("The president arrived in Beijing on Thursday for a visit", "visit", 25)
    '… Thursday for a visit'
    """
    if len(sentence) <= room:
        return sentence
    at = max(0, sentence.find(word))
    start = max(0, min(at - room // 2, len(sentence) - room + 2))
    first = sentence.find(" ", start) + 1 if start else 0
    cut = sentence[first : first + room - 4]
    tail = first + len(cut) < len(sentence)
    return ("… " if first else "") + (cut.rpartition(" ")[0] + " …" if tail else cut)


def marked(sentence: str, spans: Iterable[tuple[int, int, str]]) -> Text:
    """Return a sentence with its parts (start, end, name) bracketed and named, as in `[Putin](source)`."""
    out, at = Text(), 0
    for start, end, name in sorted(spans):
        if start < at:
            continue
        out.append(plain(sentence[at:start]))
        out.append(f"[{plain(sentence[start:end])}]", style="bold")
        out.append(f"({name})", style="dim")
        at = end
    return out.append(plain(sentence[at:]))


def evidence(out: Console, found: Mapping[str, Any]) -> None:
    """Print nested evidence (mappings, lists, scalars) as indented `name  value` lines under bold headings."""
    for heading, value in found.items():
        out.print(Text(plain(heading), style="bold"))
        out.print(Padding(_nested(value), (0, 0, 0, 2)))


def _nested(value: Any) -> RenderableType:
    if isinstance(value, Text):
        return value
    if isinstance(value, Mapping):
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for key, item in value.items():
            grid.add_row(Text(plain(key), style="dim"), _nested(item))
        return grid
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        if value and all(isinstance(row, tuple) for row in value):
            return _columns(value)
        return Group(*(_nested(item) for item in value)) if value else Text("none", style="dim")
    return Text(plain(value) or "–")


def _columns(rows: Sequence[tuple[Any, ...]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for _ in range(max(map(len, rows))):
        grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*(Text(plain(cell)) for cell in row))
    return grid


TRIED, LACKING = 8, 3  # patterns shown of one predicate, and of those whose words the sentence lacks; JSON has all
_LONG = re.compile(r"((?:[^\s|(){}]+\|){3})[^\s|(){}]+(?:\|[^\s|(){}]+)+")


def trace(out: Console, rows: Iterable[Mapping[str, Any]]) -> None:
    """Print what the coder made of sentences (coding/trace.py): mentions first, then predicates, then actors."""
    for row in rows:
        for depth, text in _traced(row):
            for line in text.wrap(out, max(20, out.width - 2 * depth)):
                line.rstrip()
                out.print(Text("  " * depth) + line)
        out.print()


def _traced(row: Mapping[str, Any]) -> Iterator[tuple[int, Text]]:
    """Yield the lines of one sentence with their depth."""
    yield 0, Text(plain(row["sentence"]), "bold")
    for mention in row["mentions"]:
        yield from _traced_mention(mention)
    if not row["mentions"]:
        yield 1, Text.assemble(("no event", "bold yellow"), f": stopped at {plain(row['stopped'])}")
    if row.get("guess"):
        yield 1, Text(plain(row["guess"]), "yellow")
    for clause in row["clauses"]:
        yield from _traced_clause(clause)
    if row["actors"]:
        yield 1, Text("actors", "bold")
    for found in row["actors"]:
        code = " ".join(filter(None, (found["code"], found["name"]))) or "no code"
        how = "; ".join(filter(None, (found["how"], found["entry"])))
        yield 2, Text.assemble(plain(f"{found['words']}: {code}"), (f"  {plain(how)}", "dim"))


def _traced_mention(row: Mapping[str, Any]) -> Iterator[tuple[int, Text]]:
    where = f"{row['place_name']} ({row['place_method']})" if row["place_name"] else "no place"
    words = f" from “{row['date_words']}”" if row["date_words"] else ""
    day = f"{_iso_days(row['date_from'], row['date_to'])} ({row['date_method']}{words})"
    said = f", said by {row['attribution']}" if row["attribution"] else ""
    deed = f", about {row['deed_code']}" if row["deed_code"] else ""
    yield 1, Text.assemble((plain(f"{row['cameo_code']} {row['cameo_name']}"), "bold green"), plain(deed))
    yield 2, Text(plain(f"{actor(row, 'source')} → {actor(row, 'target')}"))
    yield 2, Text(plain(f"{row['modality']}, {row['polarity']}{said}; {day}; {where}"))
    yield 2, Text(plain(f"“{row['trigger_text']}” by {row['pattern_id']}; confidence {row['confidence']:g}"))


def _iso_days(first: str | None, last: str | None) -> str:
    days = [date.fromisoformat(day) if day else None for day in (first, last)]
    return dates(*days) or "no date"


def _traced_clause(row: Mapping[str, Any]) -> Iterator[tuple[int, Text]]:
    if "unknown" in row:
        yield 1, Text.assemble((plain(row["predicate"]), "bold"), plain(f": {row['unknown']}"))
        return
    notes = [row["kind"] if row["lemma"] == row["predicate"].lower() else f"{row['kind']} {row['lemma']}"]
    notes += [f"with the verb “{row['carried_by']}”"] * bool(row["carried_by"]) + ["passive"] * row["passive"]
    yield 1, Text.assemble((plain(row["predicate"]), "bold"), f" ({plain(', '.join(notes))})")
    for role, phrases in row["arguments"].items():
        yield 2, Text.assemble((f"{plain(role)}: ", "dim"), plain(" | ".join(phrases)))
    for match in row["matches"]:
        yield 2, Text(plain(f"= {match['code']} {match['name']}: {match['outcome']}"), "green")
        for line in (*match["derived"], *match["because"]):
            yield 3, Text(plain(line))
    # what fits, then what nearly fits: lines whose very words the sentence lacks say least
    near = sorted((t for t in row["tried"] if not t["lacks"]), key=lambda t: (t["why"] != "wins", not t["fits"]))
    far = [t for t in row["tried"] if t["lacks"]]
    shown = [*near[:TRIED], *far[: max(0, min(LACKING, TRIED - len(near)))]]
    for pattern in shown:
        short = _LONG.sub(r"\1…", pattern["text"])
        text = plain(f"{pattern['pattern']} [{pattern['code']}] {short}")
        yield 2, Text(text, "green" if pattern["why"] == "wins" else "")
        yield 3, Text(plain(pattern["why"]), "dim")
    if rest := len(row["tried"]) - len(shown):
        yield 2, Text(f"and {rest} more that do not fit; --json has them all", "dim")


def lookup(out: Console, found: Any, countries: Mapping[str, str]) -> None:
    """Print whom a name stands for (actors/explain.py): code, line, days, reason, then what was not taken and why."""
    one = found.actor
    lines: list[tuple[int, Text]] = []
    if one is None:
        lines.append((0, Text.assemble((plain(found.text), "bold"), (": no actor", "bold yellow"))))
    else:
        code = one.code or "no code"
        named = countries.get(one.country, one.country)
        of = ", ".join(filter(None, (named, f"role {one.role}" if one.role else "")))
        lines.append((0, Text.assemble((plain(f"{code}  {one.name}"), "bold green"), plain(f"  ({of or one.kind})"))))
        held = ": ".join(filter(None, (one.entry or "no line of the dictionary", found.office)))
        since_to = f", valid {_valid(one.valid_from, one.valid_to)}"
        lines += [(1, Text.assemble(("line  ", "dim"), plain(held + since_to)))]
        if one.how:
            lines.append((1, Text.assemble(("why   ", "dim"), plain(one.how))))
    if found.alternatives:
        lines.append((1, Text("not taken", "dim")))
    for other in found.alternatives:
        days = _valid(other.since, other.to) if other.since or other.to else ""
        what = ", ".join(filter(None, (f"{other.code} {other.name}".strip(), other.what, days)))
        lines.append((2, Text.assemble(plain(f"{what} ({other.where}): "), (plain(other.why), "yellow"))))
    if found.near:
        lines.append((1, Text.assemble(("written like it: ", "dim"), plain(", ".join(found.near)))))
    for depth, text in lines:
        for line in text.wrap(out, max(20, out.width - 2 * depth)):
            line.rstrip()
            out.print(Text("  " * depth) + line)


def _valid(since: date | None, to: date | None) -> str:
    if since is None and to is None:
        return "always"
    return f"from {since} to {to or 'now'}" if since else f"until {to}"


@contextmanager
def progress(label: str) -> Iterator[Any]:
    """Yield a function (stage, done, total) that draws a bar on stderr, or does nothing where that is no terminal."""
    out = console(stderr=True)
    if not out.is_terminal:
        yield lambda stage, done, total=None: None
        return
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=out, transient=True,
    )  # fmt: skip
    with bar:
        tasks: dict[str, TaskID] = {label: bar.add_task(label, total=None)}

        def show(stage: str, done: int, total: int | None = None) -> None:
            if stage not in tasks:
                for task in bar.tasks:  # what came before is done, however long it was
                    bar.update(task.id, total=task.completed, visible=bool(task.completed))
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show
