"""JSON lines in, JSON lines out: the coder without a store, for `dragoman code`.

Belongs here: reading one line, calling the coder, writing one line, and doing so in several processes with the order
kept. Does not belong here: coding itself (coding/), options and exit codes (cli).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.actors.dictionary import ActorDictionary
    from pipeline.coding.coder import Coder, Mention, Text

MAX_LINE = 16 * 1024 * 1024  # bytes; a longer line is no article
BATCH = 64  # lines coded together at most: their sentences are parsed in one go


class LineError(ValueError):
    """A line that cannot be coded; its text is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One answered line: the JSON to write, and what was wrong with the line, if anything."""

    output: bytes
    problem: str | None = None


def event(
    mention: Mention, text: str, source_text: str | None = None, target_text: str | None = None
) -> dict[str, Any]:
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


def _words(text: str, mention: Mention, part: str) -> str | None:
    start, end = getattr(mention, f"{part}_start"), getattr(mention, f"{part}_end")
    if start is not None and end is not None:
        return text[start:end]
    return getattr(mention, f"{part}_name", None) or None  # an actor carried over from elsewhere has no words here


def _days(first: date | None, last: date | None) -> str | None:
    if first is None:
        return None
    return first.isoformat() if last is None or last == first else f"{first.isoformat()}/{last.isoformat()}"


def code_batch(coder: Coder, lines: Sequence[bytes]) -> list[Coded]:
    """Code JSON lines, one answer each; a blank line has an empty one.

    Never raises for bad input: the answer then has no events and says why.
    """
    read = [_read(line) for line in lines]
    texts = [text for _, text, _ in read if text is not None]
    try:
        coded: list[list[Mention] | Exception] = list(coder.code_many(texts))
    except Exception:  # one text the coder trips over must not cost its neighbours their events
        if os.environ.get("DRAGOMAN_DEBUG"):
            raise
        coded = [_code_alone(coder, text) for text in texts]
    answers = iter(coded)
    return [
        _answer(identity, text, next(answers) if text is not None else [], problem) for identity, text, problem in read
    ]


def _code_alone(coder: Coder, text: Text) -> list[Mention] | Exception:
    try:
        return next(iter(coder.code_many([text])))
    except Exception as error:
        return error


def _answer(identity: Any, text: Text | None, found: list[Mention] | Exception, problem: str | None) -> Coded:
    if text is None and problem is None:
        return Coded(b"")
    row: dict[str, Any] = {"id": identity, "events": []}
    if isinstance(found, Exception):
        kind = type(found).__name__
        problem = f"the coder failed on this text ({kind}: {found}); please report it with the text"
    elif text is not None:
        row["events"] = [event(one, text.text, text.source_text, text.target_text) for one in found]
    if problem:
        row["error"] = problem
    return Coded(_dump(row), problem)


def _read(raw: bytes) -> tuple[Any, Text | None, str | None]:
    """Return a line's id, what to code (None where it cannot be coded) and what is wrong with it, if anything."""
    from pipeline.coding.coder import Text

    identity: Any = None
    if not raw.strip():
        return None, None, None
    try:
        row = _parse(raw)
        identity = row.get("id")
        text = _text(row, "text")
        if text is None:
            raise LineError('"text" is missing; give each line a "text" of one or more sentences')
        title, source, target = (_text(row, key) or None for key in ("title", "source_text", "target_text"))
    except LineError as error:
        return identity, None, str(error)
    published, problem = _published(row.get("date"))
    return identity, Text(text, title, published, None, source, target), problem


def _parse(raw: bytes) -> dict[str, Any]:
    if len(raw) > MAX_LINE:
        raise LineError(f"the line is longer than {MAX_LINE >> 20} MB; split it into articles")
    try:
        row = json.loads(raw.decode("utf-8-sig").rstrip("\r\n"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise LineError(f"not UTF-8 (byte {error.start + 1}); save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise LineError(f"not JSON ({error.msg} at column {error.colno}); write one object a line") from None
    except ValueError:  # also an integer of thousands of digits, which Python refuses to read
        raise LineError("not JSON that can be read (a number is NaN, infinite or endless); write it as text") from None
    except RecursionError:
        raise LineError('JSON nested too deeply; write {"id": ..., "text": ...}') from None
    if not isinstance(row, dict):
        raise LineError(f'JSON, but not an object; write {{"id": ..., "text": ...}}, not {type(row).__name__}')
    return row


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are Python's, no JSON reader has to know them


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


def resolve_line(raw: bytes, actors: ActorDictionary) -> Coded:
    """Return the actor of one line `{"text", "date"?}` as `{"text", "code", "country", "role"}`; a blank line has none.

    `role` is what follows the country in the code; a phrase that names no actor has three empty strings. Never raises
    for bad input: the answer then says why.
    """
    from pipeline.actors.resolve import resolve_phrase

    if not raw.strip():
        return Coded(b"")
    text: str | None = None
    found = {"code": "", "country": "", "role": ""}
    try:
        row = _parse(raw)
        text = _text(row, "text")
        if text is None:
            raise LineError('"text" is missing; give each line a "text" that names an actor')
        published, problem = _published(row.get("date"))
        actor = resolve_phrase(text, actors, published)
        if actor is not None:
            found = {"code": actor.code, "country": actor.country, "role": actor.role}
    except LineError as error:
        problem = str(error).replace('{"id": ..., "text": ...}', '{"text": ..., "date": ...}')
    except Exception as error:  # one phrase that the resolver trips over must not cost the others their answers
        if os.environ.get("DRAGOMAN_DEBUG"):
            raise
        problem = f"the resolver failed on this text ({type(error).__name__}: {error}); please report it with the text"
    answer: dict[str, Any] = {"text": text, **found}
    if problem:
        answer["error"] = problem.replace("coded without it", "resolved without it")
    return Coded(_dump(answer), answer.get("error"))


def _dump(row: dict[str, Any]) -> bytes:
    try:
        return json.dumps(row, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row).encode() + b"\n"
    except ValueError:  # an id like 1e999 is read as infinity, which is no JSON
        return json.dumps(row | {"id": None}).encode() + b"\n"


def code_lines(batches: Iterable[Sequence[bytes]], load: Callable[[], Coder]) -> Iterator[Coded]:
    """Code batches of lines in this process, in order; the coder is loaded when the first line has come."""
    coder = None
    for batch in batches:
        coder = coder or load()
        yield from code_batch(coder, batch)


def batches(stream: BinaryIO) -> Iterator[list[bytes]]:
    """Yield a stream's lines in batches of up to BATCH: as many as have come, never waiting for more.

    So a file is coded in full batches, and a program that writes one line gets its answer before it writes the next.
    """
    lines: queue.Queue[bytes | Exception | None] = queue.Queue(maxsize=4 * BATCH)

    def feed() -> None:
        try:
            while line := stream.readline(MAX_LINE + 1):
                tail = line
                while len(tail) > MAX_LINE and not tail.endswith(b"\n"):  # drop the rest of a line that is too long
                    tail = stream.readline(MAX_LINE + 1)
                lines.put(line)
            lines.put(None)
        except Exception as error:
            lines.put(error)

    threading.Thread(target=feed, daemon=True).start()
    while True:
        batch: list[bytes] = []
        item = lines.get()
        while isinstance(item, bytes):
            batch.append(item)
            if len(batch) == BATCH:
                break
            try:
                item = lines.get_nowait()
            except queue.Empty:
                break
        if batch:
            yield batch
        if isinstance(item, Exception):
            raise item
        if item is None:
            return


_worker_coder: Coder | None = None


def _start_worker(settings: Settings) -> None:
    global _worker_coder
    from pipeline.coding.coder import Coder

    _worker_coder = Coder.load(settings)


def _work(batch: list[bytes]) -> list[tuple[bytes, str | None]]:
    assert _worker_coder is not None
    return [(coded.output, coded.problem) for coded in code_batch(_worker_coder, batch)]


def _submit(pool: ProcessPoolExecutor, batch: list[bytes]) -> Future[list[tuple[bytes, str | None]]]:
    """Submit a batch; a process that starts for it ignores Ctrl-C from its first moment on."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return pool.submit(_work, batch)
    finally:
        signal.signal(signal.SIGINT, before)


def code_lines_parallel(batches: Iterable[list[bytes]], settings: Settings, workers: int) -> Iterator[Coded]:
    """Code batches of lines in `workers` processes, in order, with a few batches for each under way.

    Only bytes cross between processes: parsed documents are slow to pickle.
    """
    source = iter(batches)
    context = multiprocessing.get_context("spawn")
    pending: deque[Future[list[tuple[bytes, str | None]]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(settings,)) as pool:
        try:
            more = True
            while more or pending:
                while more and len(pending) < workers * 3:
                    batch = next(source, None)
                    if batch is None:
                        more = False
                    else:
                        pending.append(_submit(pool, batch))
                if pending:
                    yield from (Coded(*pair) for pair in pending.popleft().result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
