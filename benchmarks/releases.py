"""How often a release that is titled after its event gives that event: "Secretary Blinken's Call with ...".

Belongs here: the titles of State Department releases as an answer key, counting. Does not belong here: the releases
(not part of the project: JSON lines with id, title, text, published), any figure (docs/accuracy.md).

A title with "Call with", "Meeting(s) with", "Travel / Trip / Visit / Return to" names the deed and the counterparts. A
release is right when its text, with the title beside it as in any run, gives for each counterpart an event of that
deed between the United States and the counterpart's country (or organisation): a call 041, a meeting 040, 042-044 or
046, travel 042 or 043, or a plan of it (03x). It is clean when it gives no such event with any other country. Titles of
trips within the United States, and of meetings with people of no country, have no answer and are left out.

    python benchmarks/releases.py state_dept_2021.jsonl --errors 20
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from pipeline.coding.coder import Coder, Mention, Text
from pipeline.settings import Settings

OURS = "USA"
HOSTING = ("042", "043")
INTERNATIONAL = frozenset({"IGO", "NGO", "NGM", "IMG", "MNC"})
DEEDS = {
    "call": ("041",),
    "meeting": ("040", "042", "043", "044", "046"),
    "travel": ("042", "043"),
}  # fmt: skip
_KINDS = (
    (re.compile(r"\bCalls? with (.+)"), "call"),
    (re.compile(r"\bMeetings? (?:with|in) (.+)"), "meeting"),
    (re.compile(r"\b(?:Travels?|Trip|Visit|Return) (?:to|from) (.+)|\bVisits (.+)"), "travel"),
)
# Transcripts and notices that only mention a call, meeting or trip.
_OTHER = re.compile(
    r"Briefing|Upcoming|Before Their|Press|Remarks|Return Travel|Readout|Notice|^President of Egypt|^Visit by"
)
# What a title names otherwise than by a country's name or adjective, checked by hand; an empty text has no answer.
BY_HAND = {
    "Palestinian": "PSE", "Jerusalem": "ISR", "Ramallah": "PSE", "Cairo": "EGY", "Amman": "JOR", "UAE": "ARE",
    "UN Special": "IGOUNO", "NATO": "IGONAT", "Republic of Korea": "KOR", "Politburo Member Yang": "CHN",
    "Democratic Republic of Congo": "COD", "DRC": "COD", "Brussels": "BEL", "Seoul": "KOR", "Holy See": "VAT",
    "Pope": "VAT", "Organization for Economic Cooperation": "IGOOEC", "OAS": "IGOOAS", "Moscow": "RUS",
    "Tripoli": "LBY", "World Health Organization": "IGOWHO", "Rome": "ITA", "Foreign Minister Hussein": "IRQ",
    "Foreign Minister Lamamra": "DZA", "Zin Mar Aung": "MMR", "UK": "GBR", "People’s Republic of China": "CHN",
    "Central America and Mexico": "MEX", "ASEAN": "IGOSEA", "Myanmar Burgener": "IGOUNO", "DPRK": "PRK",
    "President Carter": "", "Labor Leaders": "", "Governor Whitmer": "", "Muslim Frontline": "", "Atlanta": "",
    "Rome-Based": "", "Tucson": "", "Sharansky": "",
}  # fmt: skip
# Organisations under any of the codes that the dictionaries and the manual give them.
_ALIKE = {"IGOSEA": ("IGOSEA", "IGOASN", "IGOASA"), "IGOUNO": ("IGOUNO",), "IGOOAS": ("IGOOAS", "IGOAMS")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a title promises: the kind of deed (a key of DEEDS) and who the counterparts are, by country or code."""

    kind: str
    counterparts: tuple[str, ...]


def names(folder: Path) -> dict[str, str]:
    """Names, adjectives and hand-checked words of titles -> ISO-3 code (or an organisation's, or nothing)."""
    known: dict[str, str] = {}
    with (folder / "countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            for name in (row["name"], *row["other_names"].split("|"), *row["adjectives"].split("|")):
                if len(name) > 3:
                    known[name] = row["country"]
    return {"Kazakhstani": "KAZ", "Uzbek": "UZB", "Tajikistan": "TJK"} | known | BY_HAND


def asked(title: str, known: dict[str, str]) -> Asked | None:
    """What a title promises; None where it names no such deed or nobody who could be checked."""
    if _OTHER.search(title):
        return None
    for pattern, deed in _KINDS:
        if found := pattern.search(title):
            kind = deed
            tail = next(part for part in found.groups() if part)
            tail = re.split(r" During | for the | to (?=[A-Z]?[a-z]+ [A-Z])", tail)[0]
            break
    else:
        return None
    who: list[str] = []
    # the longest name first, so that "Guinea-Bissau" is not Guinea
    for name in sorted(known, key=len, reverse=True):
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", tail):
            tail = tail.replace(name, " ")
            if not known[name]:
                return None
            if known[name] not in who:
                who.append(known[name])
    return Asked(kind, tuple(sorted(who))) if who else None


def other_side(mention: Mention) -> str | None:
    """The country or organisation that a mention joins to the United States; None where it does not join one."""
    sides = [
        (code[:6] if code[:3] in INTERNATIONAL else country or "") if code else ""
        for code, country in (
            (mention.source_code, mention.source_country), (mention.target_code, mention.target_country),
        )
    ]  # fmt: skip
    if OURS not in sides:
        return None
    sides.remove(OURS)
    return sides[0]


def told(kind: str, mentions: list[Mention]) -> set[str]:
    """The counterparts of the events of a kind in one text."""
    deeds = DEEDS[kind]
    found = {
        other_side(m)
        for m in mentions
        if m.polarity == "affirmed"
        and (m.cameo_code in deeds or m.deed_code in deeds or (kind != "call" and m.cameo_code in ("032", "036")))
    }
    return {side for side in found if side}


def has(counterpart: str, found: set[str]) -> bool:
    """Whether a counterpart is among those found, under any code of its own."""
    return any(side in _ALIKE.get(counterpart, (counterpart,)) for side in found)


def main() -> int:
    """Code the releases and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("releases", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="wrong releases to print")
    parser.add_argument("--key", action="store_true", help="print titles with their answers and stop")
    options = parser.parse_args()
    settings = Settings()
    known = names(settings.seeds_dir / "places")
    chosen: list[tuple[dict[str, Any], Asked]] = []
    for line in options.releases.read_text(encoding="utf-8").splitlines():
        release = json.loads(line)
        if (answer := asked(release["title"], known)) is not None:
            chosen.append((release, answer))
    if options.key:
        for release, answer in chosen:
            print(f"{answer.kind:8}{' '.join(answer.counterparts):16}{release['title']}")
        return 0
    coder = Coder.load(settings)
    texts = (Text(r["text"], title=r["title"], published=_day(r["published"])) for r, _ in chosen)
    right: dict[str, list[bool]] = {kind: [] for kind in DEEDS}
    clean = found_sides = asked_sides = shown = 0
    for (release, answer), mentions in zip(chosen, coder.code_many(texts), strict=True):
        found = told(answer.kind, mentions)
        hits = [has(c, found) for c in answer.counterparts]
        # the host of a meeting at a third place is no counterpart
        named = told(answer.kind, [m for m in mentions if answer.kind == "travel" or m.cameo_code[:3] not in HOSTING])
        others = {f for f in named if not any(has(c, {f}) for c in answer.counterparts)}
        right[answer.kind].append(all(hits))
        clean += not others
        found_sides += sum(hits)
        asked_sides += len(hits)
        if (not all(hits) or others) and shown < options.errors:
            shown += 1
            print(f"{release['title']}\n   asked {answer.kind} {answer.counterparts}, found {sorted(found)}")
            print("   " + release["text"].replace("\n", " ")[:700])
    for kind, results in right.items():
        print(f"{kind:8} right {sum(results)} of {len(results)} ({sum(results) / max(1, len(results)):.3f})")
    n = len(chosen)
    print(
        f"all      right {sum(sum(r) for r in right.values())} of {n} ({sum(sum(r) for r in right.values()) / n:.3f})"
    )
    print(f"counterparts found {found_sides} of {asked_sides} ({found_sides / asked_sides:.3f})")
    print(f"no other counterpart of that deed in {clean} of {n} ({clean / n:.3f})")
    return 0


def _day(published: str) -> date:
    return parsedate_to_datetime(published).date()


if __name__ == "__main__":
    sys.exit(main())
