"""The ontology tables as shipped, and that loading refuses broken ones with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.ontology import Ontology, OntologyError

SEEDS = Path(__file__).parents[2] / "seeds" / "ontology"


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return Ontology.load(SEEDS)


def test_codes_are_text_and_complete(ontology: Ontology) -> None:
    assert len(ontology.codes) == 318
    assert "042" in ontology and "42" not in ontology and "4" not in ontology
    assert ontology["042"].name == "Make a visit"
    with pytest.raises(KeyError, match="leading zero"):
        ontology["42"]


def test_quad_classes_are_gdelts(ontology: Ontology) -> None:
    for code in ontology.codes.values():
        root = int(code.root)
        assert code.quad_class == (1 if root <= 5 else 2 if root <= 9 else 3 if root <= 14 else 4), code


def test_goldstein_and_inheritance(ontology: Ontology) -> None:
    assert ontology.goldstein("042") == 1.9
    assert ontology.goldstein("163") == -8.0
    assert ontology.goldstein("1213") == ontology.goldstein("121")  # GDELT has none: the parent's
    assert ontology.ancestors("0841") == ("084", "08")


def test_plover(ontology: Ontology) -> None:
    assert ontology.plover("042") == ("CONSULT", "visit")
    assert ontology.plover("163") == ("SANCTION", "discontinue")
    assert ontology.plover("0254") == ("REQUEST", "yield")
    assert ontology.plover("010") == (None, None)
    assert all(c.plover_type for c in ontology.codes.values() if c.root != "01")
    assert len({t.plover_type for t in ontology.plover_types}) == 16


def test_roles(ontology: Ontology) -> None:
    assert ontology.roles["GOV"].startswith("government")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("cameo.csv", "042,Make", "42,Make", "root of 42"),
        ("cameo.csv", "043,Host a visit,04,1,2.8,04,2", "042,Host a visit,04,1,2.8,04,2", "cameo.csv:.* listed twice"),
        ("cameo.csv", "043,Host a visit,04,1,2.8", "043,Host a visit,04,1,28", "outside -10"),
        ("cameo.csv", "043,Host a visit,04,1,2.8,04,2", "043,Host a visit,04,1,2.8,4,2", "parent '4'"),
        ("plover.csv", "042,CONSULT,visit", "042,CONSULT,sightseeing", "plover.csv:.*sightseeing"),
        ("plover.csv", "042,CONSULT,visit,,", "", "042 has no line"),
    ],
)
def test_broken_tables_are_refused(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(SEEDS, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(OntologyError, match=message):
        Ontology.load(folder)
