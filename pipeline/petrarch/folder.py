"""A folder of dictionaries as one: every file read by its kind, with counts and problems.

Belongs here: going through the files. Does not belong here: formats (actors.py, verbs.py), the hash that makes the
files part of a coder's identity (coding/version.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.petrarch import source
from pipeline.petrarch.actors import ActorRecord, AgentRecord, read_actors, read_agents
from pipeline.petrarch.source import Problem
from pipeline.petrarch.verbs import VerbFile, read_verbs


@dataclass(slots=True)
class FileCount:
    """What was read of one file: its kind and how many of each thing."""

    file: str
    kind: str
    counts: dict[str, int]
    problems: int


@dataclass(slots=True)
class Dictionaries:
    """Everything read from a folder; ``problems`` in the order of files and lines."""

    folder: Path
    actors: list[ActorRecord] = field(default_factory=list)
    agents: list[AgentRecord] = field(default_factory=list)
    verbs: list[VerbFile] = field(default_factory=list)
    files: list[FileCount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each thing were read from all files."""
        total: dict[str, int] = {}
        for one in self.files:
            for name, number in one.counts.items():
                total[name] = total.get(name, 0) + number
        return total


def read(folder: Path, known_codes: Collection[str] = ()) -> Dictionaries:
    """Read every dictionary of ``folder``. ``known_codes``: the event codes there are (none: any of three or four
    digits is taken).

    Raises ValueError, one line, where there is no such folder or no dictionary in it.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder}: no such folder; name the folder that holds your dictionaries")
    paths = source.files(folder)
    if not paths:
        raise ValueError(f"{folder}: no dictionary there; it should hold files such as my.actors.txt, my.verbs.txt")
    out = Dictionaries(folder)
    for path in paths:
        _read_file(path, source.name_of(path, folder), known_codes, out)
    return out


def _read_file(path: Path, name: str, known: Collection[str], out: Dictionaries) -> None:
    counts: dict[str, int] = {}
    try:
        text = source.text_of(path)
    except (OSError, ValueError) as error:
        out.problems.append(Problem(name, 0, str(error)))
        out.files.append(FileCount(name, "", counts, 1))
        return
    kind = source.kind_of(name, text)
    if kind == source.ACTORS:
        actors, problems = read_actors(text, name)
        out.actors += actors
        counts = {"actors": len(actors), "names": sum(len(one.phrases) for one in actors)}
    elif kind == source.AGENTS:
        agents, problems = read_agents(text, name)
        out.agents += agents
        counts = {"agents": len(agents)}
    elif kind == source.VERBS:
        verbs, problems = read_verbs(text, name, known)
        out.verbs.append(verbs)
        counts = {
            "verbs": sum(len(block.verbs) for block in verbs.blocks),
            "patterns": sum(len(block.patterns) for block in verbs.blocks),
            "synsets": len({label.rstrip("_") for label in verbs.synsets}),
        }
    elif kind == source.OTHER:
        problems = [Problem(name, 0, "discards, issues and settings of other programs are not read; take the file out")]
    else:
        problems = [Problem(name, 0, "kind unclear, not read; put actors, agents or verbs into the file's name")]
    out.problems += problems
    out.files.append(FileCount(name, kind or "unclear", counts, len(problems)))
