"""Where things are and how a run is set up: defaults that work, overridden from the environment (`DRAGOMAN_…`).

Belongs here: paths and switches that more than one stage or the command line needs. Does not belong here: coding
choices (those are data in `seeds/`), table schemas, secrets.
"""

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


class Settings(BaseSettings):
    """One run's settings; every field can be set as `DRAGOMAN_<FIELD>` in the environment or as an argument here.

    >>> Settings(data_dir="/tmp/d").published_db.name
    'dragoman.duckdb'
    """

    model_config = SettingsConfigDict(env_prefix="DRAGOMAN_", frozen=True, extra="forbid")

    data_dir: Path = Field(default=Path("data"), description="everything a run makes")
    seeds_dir: Path = Field(default=SEEDS, description="dictionaries, patterns, parser and sample articles")
    model: str = Field(default="", description="spaCy pipeline with UD labels, folder or package; empty: the bundled")
    dictionaries: Path | None = Field(default=None, description="folder of own dictionaries, PETRARCH or TABARI format")
    drop_folder: Path | None = Field(default=None, description="folder the sensor watches; default: DATA/drop")
    sources: Path | None = Field(default=None, description="file that declares the sources; default: DATA/sources.toml")
    cron: str = Field(default="*/15 * * * *", description="when the schedule runs (cron, UTC)")
    automation: bool = Field(default=False, description="schedules and sensor are on from the start")
    keep_raw_days: int | None = Field(default=None, ge=1, description="days raw answers are kept; default: for ever")
    keep_run_days: int = Field(default=30, ge=1, description="days Dagster's records of runs are kept")
    debug: bool = Field(default=False, description="show tracebacks")

    @field_validator("data_dir", "seeds_dir", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        # Absolute from the start: the process may change folder, and messages should name a path that can be pasted.
        return value.expanduser().absolute()

    @field_validator("drop_folder", "dictionaries", "sources", mode="after")
    @classmethod
    def _absolute_or_none(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value is not None else None

    @property
    def working_dir(self) -> Path:
        """Private: the writer's own database and the articles' texts. Never published."""
        return self.data_dir / "working"

    @property
    def working_db(self) -> Path:
        """The working DuckDB file (one writer)."""
        return self.working_dir / "store.duckdb"

    @property
    def published_db(self) -> Path:
        """The newest published release, safe to open read-only at any time."""
        return self.data_dir / "dragoman.duckdb"

    @property
    def releases(self) -> Path:
        """One immutable folder of Parquet files for each release."""
        return self.data_dir / "releases"

    @property
    def drop(self) -> Path:
        """The folder the drop-folder sensor watches."""
        return self.drop_folder or self.data_dir / "drop"

    @property
    def sources_file(self) -> Path:
        """The file that declares what is read regularly (docs/sources.md)."""
        return self.sources or self.data_dir / "sources.toml"

    @property
    def raw(self) -> Path:
        """Private: what came over the network, byte for byte, one folder a day."""
        return self.working_dir / "raw"

    @property
    def sample_articles(self) -> Path:
        """The bundled articles, which a run without arguments reads."""
        return self.seeds_dir / "articles"

    @property
    def parser(self) -> str:
        """What spaCy is asked to load: `model` where set, else the bundled parser's folder."""
        return self.model or str(self.seeds_dir / "model" / "parser")

    @property
    def reader(self) -> Path:
        """The folder of the reader's weights (pipeline/coding/reader.py)."""
        return self.seeds_dir / "model" / "reader"


def load(data_dir: Path | None = None, **other: Any) -> Settings:
    """Settings from the environment, with `data_dir` and `other` on top where they are not None.

    Raises ValueError, one line, where a variable of the environment has a value that its setting cannot take.
    """
    given = {"data_dir": data_dir, **other}
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = [
            f"DRAGOMAN_{str(one['loc'][0]).upper()} is {one['input']!r}: {one['msg'].split(', unable')[0]}"
            for one in error.errors()
        ]
        raise ValueError(f"{'; '.join(wrong)}; correct the environment") from None
