"""The worked example of docs/dictionaries.md does what is printed there. Not here: the rest of the formats."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.coding.coder import Coder
from pipeline.settings import Settings

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "dictionaries.md").read_text(encoding="utf-8")
EXAMPLE = DOCS[DOCS.index("## An example") : DOCS.index("## What is read")]


def test_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = [block.strip("\n") for block in re.findall(r"```\n(.*?)```", EXAMPLE, re.S)]
    names = re.findall(r"`mine/([\w.]+)`", EXAMPLE)
    for name, block in zip(names, blocks[:3], strict=True):
        (tmp_path / name).write_text(block + "\n")
    command, *printed = blocks[3].splitlines()
    assert command == "$ dragoman dictionaries check mine"
    assert cli.main(["dictionaries", "check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == printed
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in EXAMPLE.splitlines() if line.startswith("| ")
    ]
    coder = Coder.load(Settings(dictionaries=tmp_path))
    texts = [row[0] for row in rows[1:] if row[0].endswith(".")]
    coded = [mention for text in texts for mention in coder.code(text, published=date(2015, 3, 4))]
    assert [row[1:] for row in rows[1:]] == [
        [m.source_code, m.target_code, m.cameo_code, m.modality, m.pattern_id] for m in coded
    ]
