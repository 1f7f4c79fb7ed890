"""The labelled sentences of seeds/sentences hold together.

Belongs here: their format. Not here: what the coder makes of them (benchmarks/calibrate.py).
"""

import json

from pipeline.ontology.lookup import Ontology
from pipeline.settings import SEEDS


def test_every_row_names_actors_of_its_text_and_a_code() -> None:
    """Actors stand in the text, codes in the scheme, and no row is there twice."""
    codes = Ontology.load(SEEDS / "ontology").codes
    seen: set[tuple[str, str, str]] = set()
    wrong = []
    for path in sorted((SEEDS / "sentences").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{path.name}:{number}"
            row = json.loads(line)
            if not row["text"].strip() or row.keys() - {"text", "source", "target", "cameo", "also"}:
                wrong.append(f"{where}: an empty text or an unknown key")
            wrong += [f"{where}: {row[k]!r} is not in the text" for k in ("source", "target") if row[k] not in row["text"]]
            asked = [row["cameo"], *row.get("also", [])]
            wrong += [f"{where}: {c!r} is not a CAMEO code" for c in asked if c and c not in codes]
            key = (row["text"], row["source"], row["target"])
            if key in seen:
                wrong.append(f"{where}: the same pair of the same sentence twice")
            seen.add(key)
    assert len(seen) > 5000
    assert not wrong, "\n".join(wrong[:20])
