"""What every asset works with: the settings, the open store, the coder.

Belongs here: the one resource of the code location. Does not belong here: work.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ontology.lookup import Ontology
from pipeline.settings import Settings
from pipeline.sources.declared import Declared
from pipeline.sources.declared import load as load_sources
from pipeline.warehouse.store import Store

if TYPE_CHECKING:
    from pipeline.warehouse.ingest import Fetched
    from pipeline.warehouse.release import Release
    from pipeline.warehouse.steps import Arrival, Codes, Progress


def _load_coder(settings: Settings) -> "Codes":
    from pipeline.coding.coder import Coder

    return Coder.load(settings)


@dataclass
class Workshop:
    """One run's tools. `arrival`, `fetched` and `release` are what its assets have done, for whoever started it."""

    settings: Settings
    show: Callable[[str, int, int | None], None] = lambda stage, done, total: None  # (stage, done, total)
    load_coder: Callable[[Settings], "Codes"] = _load_coder
    arrival: "Arrival | None" = None
    fetched: "list[Fetched]" = field(default_factory=list)
    release: "Release | None" = None
    _coder: "Codes | None" = field(default=None, repr=False)

    def store(self, *, read_only: bool = False) -> AbstractContextManager[Store]:
        """Return the working store, to be opened in a `with`."""
        return Store.open(self.settings.working_db, read_only=read_only)

    def declared(self) -> Declared:
        """Return the declared sources: none where there is no file; raises SourcesError where it has mistakes."""
        file = self.settings.sources_file
        return load_sources(file) if file.is_file() else Declared("", ())

    def coder(self) -> "Codes":
        """Return the coder, loaded when it is first asked for."""
        if self._coder is None:
            self._coder = self.load_coder(self.settings)
        return self._coder

    def ontology(self) -> Ontology:
        """Return the code tables."""
        return Ontology.load(self.settings.seeds_dir / "ontology")

    def progress(self, stage: str) -> "Progress":
        """Return what a step tells its progress to."""
        return lambda done, total: self.show(stage, done, total)
