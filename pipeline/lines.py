"""JSON lines in, JSON lines out: the coder without a store, for `dragoman code`.

Belongs here: reading one line, calling the coder, writing one line, and doing so in several processes with the order
kept. Does not belong here: coding itself (coding/), options and exit codes (cli).
"""

import json
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Protocol

from pipeline.settings import Settings

MAX_LINE = 16 * 1024 * 1024  # bytes; a line longer than this is no article
BATCH = 16  # lines sent to a worker at once


class CodesText(Protocol):
    """What is needed of a coder: `pipeline.coding.coder.Coder` has it."""

    def code(
        self,
        text: str,
        *,
        title: str | None = None,
        published: date | None = None,
        dateline: str | None = None,
        source_text: str | None = None,
        target_text: str | None = None,
    ) -> list[Any]:
        """Return the mentions in `text`."""
        ...


class LineError(ValueError):
    """A line that cannot be coded; its text is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One answered line: the JSON to write, and what was wrong with the line, if anything."""

    output: bytes
    problem: str | None = None


def event(mention: Any, text: str, source_text: str | None = None, target_text: str | None = None) -> dict[str, Any]:
    """Return one mention as the object that `dragoman code` prints, in the order of its columns.

    `date` is an ISO day, or `from/to` where the event is dated to a span of days, or null.
    """
    return {
        "source": mention.source_code or None,
        "target": mention.target_code or None,
        "cameo": mention.cameo_code,
        "plover": mention.plover_type,
        "source_text": source_text or _words(text, mention, "source"),
        "target_text": target_text or _words(text, mention, "target"),
        "trigger": _words(text, mention, "trigger"),
        "polarity": mention.polarity,
        "modality": mention.modality,
        "date": _days(mention.date_from, mention.date_to),
        "place": mention.place_name or None,
        "confidence": round(float(mention.confidence), 3),
        "pattern": mention.pattern_id,
    }


def _words(text: str, mention: Any, part: str) -> str | None:
    start, end = getattr(mention, f"{part}_start"), getattr(mention, f"{part}_end")
    if start is not None and end is not None:
        return text[start:end]
    return getattr(mention, f"{part}_name", None) or None  # an actor carried over from elsewhere has no words here


def _days(first: date | None, last: date | None) -> str | None:
    if first is None:
        return None
    return first.isoformat() if last is None or last == first else f"{first.isoformat()}/{last.isoformat()}"


def code_line(coder: CodesText, raw: bytes) -> Coded:
    """Code one JSON line. Never raises for bad input: the answer then has no events and names the problem."""
    row: dict[str, Any] = {"id": None, "events": []}
    problem = None
    try:
        given = _parse(raw)
        row["id"] = given.get("id")
        text = _text(given, "text")
        if text is None:
            raise LineError('"text" is missing; give each line a "text" of one or more sentences')
        title, source, target = (_text(given, key) or None for key in ("title", "source_text", "target_text"))
        published, problem = _published(given.get("date"))
        mentions = coder.code(text, title=title, published=published, source_text=source, target_text=target)
        row["events"] = [event(found, text, source, target) for found in mentions]
    except LineError as error:
        problem = str(error)
    except Exception as error:  # one sentence the coder trips over must not stop a file of a million
        if os.environ.get("DRAGOMAN_DEBUG"):
            raise
        problem = f"the coder failed on this text ({type(error).__name__}: {error}); please report it with the text"
    if problem:
        row["error"] = problem
    return Coded(_dump(row), problem)


def _parse(raw: bytes) -> dict[str, Any]:
    if len(raw) > MAX_LINE:
        raise LineError(f"the line is longer than {MAX_LINE >> 20} MB; split it into articles")
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LineError(f"not UTF-8 (byte {error.start + 1}); save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise LineError(f"not JSON ({error.msg} at column {error.colno}); write one object a line") from None
    except RecursionError:
        raise LineError('JSON nested too deeply; write {"id": ..., "text": ...}') from None
    if not isinstance(row, dict):
        raise LineError(f'JSON, but not an object; write {{"id": ..., "text": ...}}, not {type(row).__name__}')
    return row


def _text(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise LineError(f'"{key}" must be text, not {type(value).__name__}')
    # Half of a surrogate pair can stand in JSON but not in text; it becomes one "?", so that offsets hold.
    return value.encode("utf-8", "replace").decode("utf-8")


def _published(value: Any) -> tuple[date | None, str | None]:
    """Return the day and what is wrong with it, if anything: a line is coded even where its date cannot be read."""
    if value is None or value == "":
        return None, None
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip()).date(), None
        except ValueError:
            pass
    shown = json.dumps(value)[:40]
    return None, f'"date" must be a day like "2024-05-16", not {shown}; coded without it, correct it or leave it out'


def _dump(row: dict[str, Any]) -> bytes:
    try:
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row).encode() + b"\n"


def code_lines(lines: Iterable[bytes], load: Callable[[], CodesText]) -> Iterator[Coded]:
    """Code lines one by one in this process, in order; the coder is loaded when the first line has come."""
    coder = None
    for line in lines:
        coder = coder or load()
        yield code_line(coder, line)


_worker_coder: CodesText | None = None


def _start_worker(settings: Settings) -> None:
    global _worker_coder
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    from pipeline.coding.coder import Coder

    _worker_coder = Coder.load(settings)


def _code_batch(batch: list[bytes]) -> list[tuple[bytes, str | None]]:
    assert _worker_coder is not None
    return [(coded.output, coded.problem) for coded in (code_line(_worker_coder, line) for line in batch)]


def code_lines_parallel(lines: Iterable[bytes], settings: Settings, workers: int) -> Iterator[Coded]:
    """Code lines in `workers` processes, in order, holding a few batches for each at most.

    Only bytes cross between processes: parsed documents are slow to pickle.
    """
    source = iter(lines)
    context = multiprocessing.get_context("spawn")
    pending: deque[Future[list[tuple[bytes, str | None]]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(settings,)) as pool:
        try:
            while True:
                while len(pending) < workers * 4 and (batch := list(islice(source, BATCH))):
                    pending.append(pool.submit(_code_batch, batch))
                if not pending:
                    return
                for output, problem in pending.popleft().result():
                    yield Coded(output, problem)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
