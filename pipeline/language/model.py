"""Which parser is meant, without loading it.

Belongs here: name and version of a spaCy pipeline, read from its card. Does not belong here: loading it (parser).
"""

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def model_version(model: str) -> str | None:
    """Return name and version of the pipeline at a path or of a package, as `en_dragoman-1.0.0`; None where none is."""
    card = Path(model) / "meta.json"
    if card.is_file():
        meta = json.loads(card.read_text(encoding="utf-8"))
        return f"{meta.get('lang', '')}_{meta.get('name', '')}-{meta.get('version', '')}"
    try:
        return f"{model}-{version(model)}"
    except (PackageNotFoundError, ValueError):
        return None
