"""Settings: defaults, environment, derived paths. Does not belong here: what stages do with them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

import pipeline
from pipeline.settings import Settings, load


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA_DIR", "SEEDS_DIR", "MODEL", "DROP_FOLDER", "DICTIONARIES"):
        monkeypatch.delenv(f"DRAGOMAN_{name}", raising=False)


def test_seeds_lie_beside_the_packages() -> None:
    assert Settings().seeds_dir == Path(pipeline.__file__).resolve().parent.parent / "seeds"
    assert Settings().sample_articles.is_dir()


def test_relative_data_folder_stays_the_same_folder_when_the_process_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(data_dir=Path("here"))
    monkeypatch.chdir("/")
    assert settings.published_db == tmp_path / "here" / "dragoman.duckdb"
    assert settings.working_db.is_relative_to(settings.data_dir)
    assert settings.working_db.parent != settings.published_db.parent  # the writer's file is not what readers open


def test_environment_sets_a_field_and_an_argument_beats_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_DATA_DIR", str(tmp_path / "env"))
    assert load().data_dir == tmp_path / "env"
    assert load(tmp_path / "argument").data_dir == tmp_path / "argument"


def test_named_model_replaces_the_bundled_one() -> None:
    assert Path(Settings().parser) == Settings().seeds_dir / "model" / "parser"
    assert Settings(model="en_other").parser == "en_other"


def test_drop_folder_is_in_the_data_folder_unless_named(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path).drop == tmp_path / "drop"
    assert Settings(data_dir=tmp_path, drop_folder=tmp_path / "other").drop == tmp_path / "other"


def test_own_dictionaries_are_none_unless_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().dictionaries is None
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAGOMAN_DICTIONARIES", "mine")
    assert load().dictionaries == tmp_path / "mine"
    assert load(dictionaries=tmp_path / "others").dictionaries == tmp_path / "others"


def test_settings_cannot_be_changed_or_misspelt(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        Settings(data_dri=tmp_path)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Settings().data_dir = tmp_path  # type: ignore[misc]
