"""Look-ups over the CAMEO and PLOVER tables of seeds/ontology: root, quad class, Goldstein value, PLOVER type of a
code.

What belongs here: reading and checking those tables, and answering questions about one code. What does not: choosing
a code for a sentence (pipeline/coding), actors (pipeline/actors), table schemas (pipeline/warehouse).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_CODE = re.compile(r"\d{2,4}")


class OntologyError(ValueError):
    """A seed table says something it must not; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Code:
    """One CAMEO code with everything the tables say about it. Codes are text ("042")."""

    code: str
    name: str
    root: str  # two digits
    quad_class: int  # verbal cooperation 1, material cooperation 2, verbal conflict 3, material conflict 4 (GDELT's)
    goldstein: float  # -10 (conflict) .. 10 (cooperation), GDELT's values; the parent's where the code has none
    parent: str  # "" for a root
    level: int  # 1 root, 2, 3
    plover_type: str | None  # None for bare statements (01x), which PLOVER leaves out
    plover_mode: str | None
    plover_context: str | None


@dataclass(frozen=True, slots=True)
class PloverType:
    """A PLOVER event type (plover_mode None) or one of its modes."""

    plover_type: str
    plover_mode: str | None
    category: str
    quad_class: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Ontology:
    """The loaded tables. `codes` is in file order; `roles` maps a role code to its name."""

    codes: Mapping[str, Code]
    plover_types: tuple[PloverType, ...]
    roles: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path) -> Ontology:
        """Read cameo.csv, plover.csv, plover_types.csv and roles.csv of `folder` (seeds/ontology).

        Raises OntologyError naming file and line for the first thing that is wrong, or FileNotFoundError.
        """
        types = tuple(_plover_types(folder / "plover_types.csv"))
        known = {(t.plover_type, t.plover_mode) for t in types}
        plover = _plover(folder / "plover.csv", known)
        codes = _codes(folder / "cameo.csv", plover)
        for code, (where, *_rest) in plover.items():
            if code not in codes:
                raise OntologyError(f"{where}: CAMEO code {code!r} is not in cameo.csv")
        role_rows = _rows(folder / "roles.csv", "code", "tier", "name", "plover_code")
        roles = {row["code"]: row["name"] for _, row in role_rows}
        return cls(codes, types, roles)

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __getitem__(self, code: str) -> Code:
        try:
            return self.codes[code]
        except KeyError:
            raise KeyError(f"no CAMEO code {code!r} (codes are text and keep their leading zero)") from None

    def exists(self, code: str) -> bool:
        """Whether `code` is a CAMEO code of any level ("04", "042", "0841")."""
        return code in self.codes

    def root(self, code: str) -> str:
        """Its two-digit root: "042" -> "04". KeyError for an unknown code, as for all look-ups below."""
        return self[code].root

    def quad(self, code: str) -> int:
        """Its quad class, 1 to 4."""
        return self[code].quad_class

    def goldstein(self, code: str) -> float:
        """Its Goldstein value, -10 to 10."""
        return self[code].goldstein

    def plover(self, code: str) -> tuple[str | None, str | None]:
        """Its PLOVER type and mode; (None, None) for bare statements."""
        found = self[code]
        return found.plover_type, found.plover_mode

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes above it, nearest first: "0841" -> ("084", "08")."""
        above: list[str] = []
        parent = self[code].parent
        while parent:
            above.append(parent)
            parent = self[parent].parent
        return tuple(above)


def _rows(path: Path, *columns: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV file, each with "file:line"; refuses a header or a row length other than `columns`."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        if tuple(header) != columns:
            raise OntologyError(f"{path}:1: the header must be {','.join(columns)}")
        for row in reader:
            where = f"{path}:{reader.line_num}"
            if not row:
                continue
            if len(row) != len(columns):
                raise OntologyError(f"{where}: {len(row)} fields where the header has {len(columns)}")
            yield where, dict(zip(columns, (field.strip() for field in row), strict=True))


def _number(where: str, what: str, text: str, low: float, high: float) -> float:
    try:
        value = float(text)
    except ValueError:
        raise OntologyError(f"{where}: {what} {text!r} is not a number") from None
    if not low <= value <= high:
        raise OntologyError(f"{where}: {what} {text} is outside {low:g} .. {high:g}")
    return value


def _plover_types(path: Path) -> Iterator[PloverType]:
    seen: set[tuple[str, str]] = set()
    for where, row in _rows(path, "plover_type", "plover_mode", "category", "quad_class", "needs_recipient", "score"):
        key = (row["plover_type"], row["plover_mode"])
        if key in seen:
            raise OntologyError(f"{where}: {' '.join(key).strip()} is listed twice")
        seen.add(key)
        if row["plover_mode"] and (row["plover_type"], "") not in seen:
            raise OntologyError(f"{where}: the type {row['plover_type']!r} needs a line of its own above its modes")
        score = _number(where, "score", row["score"], -10, 10) if row["score"] else None
        quad = int(_number(where, "quad_class", row["quad_class"], 1, 4))
        yield PloverType(row["plover_type"], row["plover_mode"] or None, row["category"], quad, score)


def _plover(
    path: Path, known: set[tuple[str, str | None]]
) -> dict[str, tuple[str, str | None, str | None, str | None]]:
    found: dict[str, tuple[str, str | None, str | None, str | None]] = {}
    for where, row in _rows(path, "cameo_code", "plover_type", "plover_mode", "plover_context", "note"):
        code, kind, mode = row["cameo_code"], row["plover_type"] or None, row["plover_mode"] or None
        if code in found:
            raise OntologyError(f"{where}: CAMEO code {code} is listed twice")
        if (kind is None and mode) or (kind is not None and (kind, mode) not in known):
            raise OntologyError(f"{where}: {kind or ''} {mode or ''} is not in plover_types.csv")
        found[code] = (where, kind, mode, row["plover_context"] or None)
    return found


def _codes(path: Path, plover: Mapping[str, tuple[str, str | None, str | None, str | None]]) -> dict[str, Code]:
    codes: dict[str, Code] = {}
    for where, row in _rows(path, "code", "name", "root", "quad_class", "goldstein", "parent", "level"):
        code, parent = row["code"], row["parent"]
        if not _CODE.fullmatch(code):
            raise OntologyError(f"{where}: {code!r} is not a CAMEO code: 2 to 4 digits, leading zero kept")
        if code in codes:
            raise OntologyError(f"{where}: CAMEO code {code} is listed twice")
        if row["root"] != code[:2]:
            raise OntologyError(f"{where}: the root of {code} is {code[:2]}, not {row['root']!r}")
        if (parent not in codes) if len(code) > 2 else parent:
            raise OntologyError(f"{where}: the parent {parent!r} of {code} must stand above it (roots have none)")
        if row["goldstein"]:
            goldstein = _number(where, "goldstein", row["goldstein"], -10, 10)
        elif parent:
            goldstein = codes[parent].goldstein
        else:
            raise OntologyError(f"{where}: a root needs a Goldstein value")
        if code not in plover:
            raise OntologyError(f"{where}: CAMEO code {code} has no line in plover.csv")
        _, kind, mode, context = plover[code]
        quad = int(_number(where, "quad_class", row["quad_class"], 1, 4))
        level = int(_number(where, "level", row["level"], 1, 3))
        codes[code] = Code(code, row["name"], row["root"], quad, goldstein, parent, level, kind, mode, context)
    return codes
