"""Releases: what the world may read, published whole or not at all.

What belongs here: numbering a release, writing its folder of Parquet files and the DuckDB file, checksums, data package
and codebook. What does not: making the rows (coding), the private store (store).

A release is built aside and moved into place by renaming: first its folder `releases/<version>/`, which never changes
again, then `dragoman.duckdb`, which is always the newest release. A kill before the first step leaves nothing, between
the two a folder that the next run completes. Nothing in a folder depends on when or where it was built, but for the
days in table `releases`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipeline.ontology.lookup import Ontology
from pipeline.warehouse import frames, history
from pipeline.warehouse.schema import (
    ACTORS,
    CAMEO_CODES,
    OCCURRED_EVENTS,
    OCCURRED_EVENTS_SQL,
    PLOVER_TYPES,
    PUBLISHED,
    RELEASES,
    SchemaError,
    Table,
    dictionary,
    literal,
    package_schema,
    quoted,
)

STORAGE_VERSION = "v1.0.0"  # the file format that DuckDB 1.1 and later, and DuckDB in a browser, can open
SCHEME = "GDELT"
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class Release:
    """A published release. `added` is False where nothing had changed and the newest one stayed."""

    version: str
    content_sha256: str
    folder: Path
    database: Path
    added: bool
    rows: Mapping[str, int]


def publish(tables: Mapping[str, pl.DataFrame], *, folder: Path, database: Path, today: date) -> Release:
    """Publish `tables` (all of PUBLISHED but `releases`, by name; private columns are dropped) as the newest release.

    Makes a new release, numbered year.month.number by `today`, only when the content differs from the newest one in
    `folder`. Raises SchemaError, publishing nothing, when a row breaks its table's declaration.
    """
    content = {table.name: _ready(table, tables[table.name]) for table in PUBLISHED if table is not _RELEASES}
    content_hash = _content_hash(content)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder), _building(folder) as aside:
        past = published(folder)
        last = past.row(-1, named=True) if past.height else None
        added = last is None or last["content_sha256"] != content_hash
        version = _next_version(past, today) if added else str(last and last["release"])
        if added:
            row = _release_row(version, past.height + 1, content_hash, content, today)
            content["releases"] = pl.concat([past, RELEASES.frame([row])])
            _build_folder(aside / version, content, version)
            (aside / version).rename(folder / version)
        if added or _version_of(database) != version:
            folders = [folder / name for name in published(folder)["release"]]
            _build_database(aside / database.name, folders, database)
            (aside / database.name).replace(database)
    rows = {name: frame.height for name, frame in content.items()}
    return Release(version, content_hash, folder / version, database, added, rows)


def published(folder: Path) -> pl.DataFrame:
    """Table `releases` of the newest release below `folder`, oldest first; no rows where there is none."""
    if folder.is_dir():
        versions = [entry.name for entry in folder.iterdir() if _order(entry.name) and entry.is_dir()]
        if versions:
            newest = folder / max(versions, key=_order) / "releases.parquet"
            return RELEASES.conform(pl.read_parquet(newest, memory_map=False))
    return RELEASES.empty()


def dimensions(ontology: Ontology, mentions: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables actors, cameo_codes and plover_types: the actors that `mentions` name, and the ontology's lists."""
    sides = [
        mentions.select(
            actor_code=f"{side}_code",
            actor_name=f"{side}_name",
            actor_country=f"{side}_country",
            actor_role=f"{side}_role",
        )
        for side in ("source", "target")
    ]
    actors = (
        pl.concat(sides)
        .filter(pl.col("actor_code").is_not_null())
        .with_columns(pl.col("actor_name").fill_null(""))
        .group_by("actor_code", "actor_name")
        .agg(pl.col("actor_country", "actor_role").drop_nulls().min(), n_mentions=pl.len())
    )
    codes = [
        {
            "cameo_code": code.code,
            "cameo_name": code.name,
            "cameo_root": code.root,
            "parent_code": code.parent or None,
            "level": code.level,
            "quad_class": code.quad_class,
            "goldstein": code.goldstein,
            "plover_type": code.plover_type,
            "plover_mode": code.plover_mode,
            "plover_context": code.plover_context,
        }
        for code in ontology.codes.values()
    ]
    types = [
        {
            "plover_type": kind.plover_type,
            "plover_mode": kind.plover_mode or "",
            "category": kind.category,
            "quad_class": kind.quad_class,
            "score": kind.score,
        }
        for kind in ontology.plover_types
    ]
    return {
        "actors": ACTORS.conform(actors),
        "cameo_codes": CAMEO_CODES.frame(codes),
        "plover_types": PLOVER_TYPES.frame(types),
    }


# -- content -----------------------------------------------------------------------------------------------------------

_RELEASES = PUBLISHED[-1]


def _ready(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """A table as it is published: its public columns, checked and sorted."""
    frame = table.conform(frame.select(name for name in frame.columns if name in table.names))
    problems = table.problems(frame)
    if problems:
        told = "; ".join(f"{what} ({count} rows)" for what, count in problems.items())
        raise SchemaError(f"not published: table {table.name}: {told}")
    return table.sorted(frame)


def _content_hash(content: Mapping[str, pl.DataFrame]) -> str:
    """SHA-256 over all rows of all tables, whatever wrote or stores them."""
    digest = hashlib.sha256()
    for name in sorted(content):
        digest.update(f"{name}\n{' '.join(content[name].columns)}\n".encode())
        for chunk in content[name].iter_slices(50_000):
            digest.update(chunk.write_ndjson().encode())
    return digest.hexdigest()


def _order(version: str) -> tuple[int, ...]:
    """A version as numbers to sort by; () for a name that is no version."""
    parts = version.split(".")
    return tuple(map(int, parts)) if len(parts) == 3 and all(part.isdecimal() for part in parts) else ()


def _next_version(past: pl.DataFrame, today: date) -> str:
    """The next release number. A clock that has gone back does not make a number below the last one."""
    month = f"{today.year:04}.{today.month:02}"
    last = max((_order(version) for version in past["release"]), default=())
    if last and last[:2] >= (today.year, today.month):
        return f"{last[0]:04}.{last[1]:02}.{last[2] + 1}"
    return f"{month}.0"


def _release_row(
    version: str, number: int, content_hash: str, content: Mapping[str, pl.DataFrame], today: date
) -> dict[str, Any]:
    mentions = content["mentions"]
    return {
        "release": version,
        "number": number,
        "released_on": today,
        "content_sha256": content_hash,
        "coder_version": ";".join(sorted(mentions["coder_version"].unique())) or None,
        "dictionary_hash": ";".join(sorted(mentions["dictionary_hash"].unique())) or None,
        "n_articles": content["articles"].height,
        "n_mentions": mentions.height,
        "n_events": content["events"].height,
        "goldstein_scheme": SCHEME,
    }


# -- files -------------------------------------------------------------------------------------------------------------


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process publish at a time; a second one waits. The lock ends with the process that holds it."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _building(folder: Path) -> Iterator[Path]:
    """A folder to build in, on the same disk as the place where the result goes; what a kill left there is removed."""
    for left in folder.glob(f"{_BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=folder))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _build_folder(folder: Path, content: Mapping[str, pl.DataFrame], version: str) -> None:
    """Write a release's folder: one Parquet file a table, codebook, data package, checksums."""
    folder.mkdir()
    with duckdb.connect() as con:
        con.execute("SET threads = 1")  # one thread writes the same bytes every time
        for table in PUBLISHED:
            with frames.source(content[table.name], folder.parent) as rows:
                con.execute(
                    f"COPY (SELECT {', '.join(map(quoted, table.names))} FROM {rows}) "
                    f"TO {literal(str(folder / f'{table.name}.parquet'))} (FORMAT parquet, COMPRESSION zstd)"
                )
    (folder / "CODEBOOK.md").write_text(dictionary(), encoding="utf-8")
    resources = [_resource(folder, table, content[table.name].height) for table in PUBLISHED]
    package = {
        "name": "dragoman",
        "title": "Dragoman: diplomatic events coded from news",
        "version": version,
        "profile": "data-package",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": resources,
    }
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    files = sorted(folder.iterdir())
    sums = "".join(f"{_sha256(path)}  {path.name}\n" for path in files)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o444)


def _resource(folder: Path, table: Table, rows: int) -> dict[str, Any]:
    path = folder / f"{table.name}.parquet"
    return {
        "name": table.name,
        "description": table.about,
        "path": path.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
        "rows": rows,
        "schema": package_schema(table),
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _build_database(path: Path, folders: Sequence[Path], last: Path) -> None:
    """Write the DuckDB file of the newest of the releases in `folders`: its tables, the view occurred_events, a comment
    on each, and the history of all releases (`last` is the file published before).
    """
    with duckdb.connect() as con:
        con.execute(f"ATTACH {literal(str(path))} AS building (STORAGE_VERSION {literal(STORAGE_VERSION)})")
        con.execute("USE building")
        for table in PUBLISHED:
            con.execute(table.ddl())
            columns = ", ".join(map(quoted, table.names))
            rows = f"read_parquet({literal(str(folders[-1] / f'{table.name}.parquet'))})"
            con.execute(f"INSERT INTO {quoted(table.name)} ({columns}) SELECT {columns} FROM {rows}")
            for statement in table.comments():
                con.execute(statement)
        con.execute(OCCURRED_EVENTS_SQL)
        con.execute(f"COMMENT ON VIEW occurred_events IS {literal(OCCURRED_EVENTS)}")
        history.build(con, folders, last, path.parent)
        con.execute("USE memory")
        con.execute("DETACH building")
    path.chmod(0o644)


def _version_of(database: Path) -> str | None:
    """Which release a published DuckDB file holds; None where there is none or it cannot be read."""
    if not database.is_file():
        return None
    try:
        with duckdb.connect(str(database), read_only=True) as con:
            versions = [row[0] for row in con.sql("SELECT release FROM releases").fetchall()]
    except duckdb.Error:
        return None
    return max(versions, key=_order, default=None)
