"""Rules of the repository itself: layers, docstrings, what must never be committed. Not here: tests of behaviour."""

import ast
import re
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.warehouse.schema import dictionary

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("pipeline", "assets", "benchmarks", "tests")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def committed() -> list[Path]:
    """Every file that git knows, or that it would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def imported(path: Path) -> set[str]:
    """Names of the modules that a file imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_library_imports_neither_dagster_nor_the_code_location() -> None:
    wrong = {
        path.relative_to(ROOT).as_posix(): name
        for path in (ROOT / "pipeline").rglob("*.py")
        for name in imported(path)
        if name.split(".")[0] in ("dagster", "assets")
    }
    assert not wrong


# A stage may use what lies before it, never what comes after; settings, lines, evidence and the like stand above all.
STAGES = ["ontology", "petrarch", "sources", "articles", "language", "actors", "coding", "warehouse"]
ALLOWED = {("sources", "articles"), ("ontology", "warehouse")}


def test_data_flows_one_way() -> None:
    wrong = []
    for rank, stage in enumerate(STAGES):
        later = set(STAGES[rank + 1 :])
        for path in (ROOT / "pipeline" / stage).rglob("*.py"):
            for name in imported(path):
                parts = name.split(".")
                if parts[0] == "pipeline" and len(parts) > 1 and parts[1] in later and (stage, parts[1]) not in ALLOWED:
                    wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_says_what_belongs_in_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)) or not text.strip(), "start the module with a docstring"


def test_locks_pin_everything_with_hashes_and_name_no_index() -> None:
    for name in ("requirements.lock", "requirements-model.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text and "index-url" not in text and "find-links" not in text, name
        entries = [entry for entry in re.split(r"\n(?=\S)", text) if entry and not entry.startswith("#")]
        assert entries
        for entry in entries:
            first = entry.splitlines()[0]
            assert re.match(r"[A-Za-z0-9_.\[\],-]+==\S+ ", first), first
            assert "--hash=sha256:" in entry, first


def test_every_direct_requirement_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {line.split("==")[0].split("[")[0] for line in lock.splitlines() if "==" in line}
    for requirement in project["dependencies"] + project["optional-dependencies"]["dev"]:
        assert re.split(r"[<>=~!\[ ]", requirement)[0].lower() in locked, requirement


def required(names: list[str]) -> set[str]:
    """Names of distributions, without their versions."""
    return {re.split(r"[<>=~!\[ ]", name)[0].lower() for name in names}


def distributions(*folders: str) -> set[str]:
    """Distributions that the modules of these folders import."""
    owners = packages_distributions()
    modules = {
        name.split(".")[0] for folder in folders for path in (ROOT / folder).rglob("*.py") for name in imported(path)
    }
    found = {owner.lower().replace("_", "-") for module in modules - {"thinc"} for owner in owners.get(module, ())}
    return found - {"dragoman"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared, more = required(project["dependencies"]), required(project["optional-dependencies"]["dev"])
    used = distributions("pipeline", "assets")
    assert not used - declared, "imported, but not in pyproject.toml"
    assert not declared - used - {"dagster-webserver"}, "in pyproject.toml, but never imported"  # `make dev` runs it
    assert not distributions("tests", "benchmarks") - declared - more, "imported by tests, but not in pyproject.toml"


# Split so that this file does not hold what it looks for.
HOMES = ("ro" + "ot/", "ho" + "me/[a-z]", "Us" + "ers/[A-Za-z]", "wo" + "rk/")
MACHINE = re.compile(rf"(?<![\w/.])/(?:{'|'.join(HOMES)})")


def test_no_path_of_one_machine_is_committed() -> None:
    wrong = []
    for path in committed():
        if path.suffix in (".html", ".duckdb", ".parquet", ".gz") or path.stat().st_size > 2_000_000:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        wrong += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in MACHINE.finditer(text)]
    assert not wrong


def test_no_index_address_and_no_large_file_is_committed() -> None:
    flag = re.compile("--(extra-)?index" + "-url")
    for path in committed():
        assert path.stat().st_size < 15_000_000, f"{path.relative_to(ROOT)} is too large for the repository"
        if path.suffix in ("", ".toml", ".lock", ".md", ".in", ".yaml"):
            assert not flag.search(path.read_bytes().decode("utf-8", "replace")), path.relative_to(ROOT)


def test_generated_data_is_ignored() -> None:
    for name in ("data/dragoman.duckdb", ".dagster/storage/x.db", ".venv/bin/python"):
        known = subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False).returncode
        assert known in (0, 128), f"{name} is not ignored"  # 128: not a git checkout


def test_data_dictionary_is_the_declared_tables() -> None:
    written = (ROOT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert written.strip() == dictionary().strip(), "the tables have changed: run `make docs`"


def test_architecture_names_every_module() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = [path for folder in ("pipeline", "assets") for path in (ROOT / folder).rglob("[!_]*.py")]
    missing = [str(path.relative_to(ROOT)) for path in modules if not re.search(rf"\b{path.stem}\b", told)]
    assert not missing, f"docs/architecture.md does not name {missing}"


def test_docs_name_every_setting() -> None:
    told = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`DRAGOMAN_{name.upper()}`" not in told] == []
