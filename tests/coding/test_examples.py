"""Every line of the codebook codes the example sentences it carries."""

from __future__ import annotations

from pipeline.coding.coder import Coder

# Examples that the parser reads wrongly; keep this number falling.
MISREAD = 25


def test_every_example_is_coded(coder: Coder) -> None:
    examples = [(p, sentence, code) for p in coder.book.patterns for sentence, code in p.examples]
    missing = []
    for pattern, sentence, code in examples:
        if code not in {match.code for match in coder.matches(sentence)}:
            missing.append(f"{pattern.pattern_id} {code}: {sentence}")
    assert len(missing) <= MISREAD, f"{len(missing)} of {len(examples)} examples give another code:\n" + "\n".join(
        missing
    )


def test_examples_belong_to_their_codes(coder: Coder) -> None:
    """An operator's example names the code that comes out; that code must be in its column of derived.csv."""
    for pattern in coder.book.patterns:
        if pattern.is_operator and pattern.code not in ("DO", "INTENT"):
            codes = {getattr(row, pattern.code.lower()) for row in coder.book.derived.values()}
            assert {code for _, code in pattern.examples} <= codes, pattern.pattern_id
