"""The identity of a coder: what must be the same for the same text to give the same rows.

Belongs here: the coder version (raised by hand with every change that changes coded output; see CHANGELOG.md) and the
hash of the
dictionaries. Not here: the package's own version (pipeline/__init__.py).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.language.model import model_version
from pipeline.settings import Settings

CODER_VERSION = "1.1.0"
DICTIONARY_FOLDERS = ("actors", "ontology", "patterns", "places", "model/reader")


@dataclass(frozen=True, slots=True)
class CoderIdentity:
    """``coder_version`` of the code, ``dictionary_hash`` of the seeds it reads, ``model_version`` of the parser."""

    coder_version: str
    dictionary_hash: str
    model_version: str

    def __str__(self) -> str:
        return f"{self.coder_version}+{self.dictionary_hash}+{self.model_version}"


def dictionary_hash(seeds: Path, own: Path | None = None) -> str:
    """First 12 hex digits of the SHA-256 over names and bytes of every dictionary file below ``seeds``, of the reader's
    weights, and of every file below ``own``, the folder of a researcher's dictionaries, where there is one.

    README files are left out: they explain and do not code.
    """
    digest = hashlib.sha256()
    for folder in DICTIONARY_FOLDERS:
        for path in sorted((seeds / folder).rglob("*")):
            if path.is_file() and path.suffix in (".csv", ".txt", ".toml", ".npz"):
                digest.update(path.relative_to(seeds).as_posix().encode())
                digest.update(b"\0")
                digest.update(path.read_bytes())
                digest.update(b"\0")
    if own is not None and own.is_dir():
        from pipeline.petrarch import source

        for path in source.files(own):
            digest.update(b"own\0" + source.name_of(path, own).encode("utf-8", "surrogateescape") + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def coder_identity(settings: Settings) -> CoderIdentity:
    """What the coder of ``settings`` is identified by, without loading it."""
    dictionaries = dictionary_hash(settings.seeds_dir, settings.dictionaries)
    return CoderIdentity(CODER_VERSION, dictionaries, model_version(settings.parser) or "none")
