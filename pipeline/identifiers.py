"""Identifiers of rows: deterministic hashes of what makes a row itself.

Belongs here: the one way to hash parts. Does not belong here: which parts make a mention (warehouse) or an event
(coding).
"""

import hashlib
import json


def identifier(*parts: object) -> str:
    """Return 16 hex digits of the SHA-256 of the parts as a JSON array; None and "" differ, as do ("a", "") and ("a",).

    >>> identifier("event", "RUSGOV", None)
    '14eacfe45f607c2c'
    """
    return hashlib.sha256(json.dumps(parts, default=str).encode("ascii")).hexdigest()[:16]
