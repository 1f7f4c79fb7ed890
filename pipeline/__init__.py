"""Dragoman's library: plain functions over text, frames and DuckDB, from raw articles to versioned tables.

Belongs here: everything the project knows about articles, language, actors, coding and tables, in one sub-package a
stage. Does not belong here: orchestration. Nothing below this package imports Dagster; that is `assets/`.
"""

import os
import sys

# One thread for numpy's matrix products, settled before numpy is loaded: those of a parse are small, threads would
# only spin (language/parser.py).
if "numpy" not in sys.modules:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
