"""How often the coder is right on labelled sentences: runs `dragoman code` over them and calls the sets' own score.py.

Belongs here: running and printing. Does not belong here: the sets, their scorer (both lie outside the repository), any
figure (docs/accuracy.md).

    python benchmarks/score.py FOLDER     with FOLDER/*.jsonl and FOLDER/score.py; predictions stay in data/score
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.settings import Settings

DRAGOMAN = Path(sys.executable).with_name("dragoman")


def flat(result: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """Yield ("root recall", 0.71) pairs of a nested result."""
    for key, value in result.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key} ")
        else:
            yield f"{prefix}{key}", value


def main() -> int:
    """Score every set of the folder; a folder that is not there is said so and is no failure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="wrong sentences to print for each set")
    asked = parser.parse_args()
    scorer = asked.folder / "score.py"
    sets = sorted(asked.folder.glob("*.jsonl"))
    if not scorer.is_file() or not sets:
        print(f"no labelled sentences in {asked.folder} (score.py and *.jsonl); nothing to score")
        return 0
    out = Settings().data_dir / "score"
    out.mkdir(parents=True, exist_ok=True)
    for gold in sets:
        predicted = out / gold.name
        started = time.perf_counter()
        with predicted.open("wb") as stream:
            coded = subprocess.run([DRAGOMAN, "code", gold], stdout=stream, check=False)
        seconds = time.perf_counter() - started
        if coded.returncode > 1:
            return coded.returncode
        command = [sys.executable, scorer, gold, predicted]
        scored = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
        if scored.returncode:
            print(scored.stderr.strip().splitlines()[-1], file=sys.stderr)
            return 2
        result = json.loads(scored.stdout)
        figures = dict(flat(result))
        rows = figures.pop("rows")
        print(f"{gold.stem}  ({rows:.0f} sentences, {seconds:.0f} s)")
        classes = {name: value for name, value in figures.items() if name.startswith("f1 ")}
        for name, value in figures.items():
            if name not in classes:
                print(f"  {name:<24} {value:.3f}")
        if classes:
            print("  f1 by root  " + "  ".join(f"{name[3:]} {value:.2f}" for name, value in classes.items()))
        if asked.errors:
            subprocess.run([*command, "--errors", str(asked.errors)], check=False)
    print(f"predictions: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
