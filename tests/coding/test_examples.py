"""Every line of the codebook codes the example sentences it carries."""

from __future__ import annotations

from pipeline.coding.check import misread
from pipeline.coding.coder import Coder

# Examples that the parser reads wrongly; keep this number falling.
MISREAD = 3


def test_every_example_is_coded(coder: Coder) -> None:
    missing = [str(problem) for problem in misread(coder)]
    assert len(missing) <= MISREAD, f"{len(missing)} examples give another code:\n" + "\n".join(missing)


def test_examples_belong_to_their_codes(coder: Coder) -> None:
    """An operator's example names the code that comes out; that code must be in its column of derived.csv."""
    for pattern in coder.book.patterns:
        if pattern.is_operator and pattern.code not in ("DO", "INTENT"):
            codes = {getattr(row, pattern.code.lower()) for row in coder.book.derived.values()}
            assert {code for _, code in pattern.examples} <= codes, pattern.pattern_id
