"""Visits, agreements and sanctions: events of three families in the columns a researcher of diplomacy asks for.

What belongs here: reading a stage, a kind, a measure, a purpose off events and the words of their mentions. What does
not: finding events (coder, linking). What an event's row says already (actors, days, place) is carried over unchanged.

An event's words are its triggers ("signed", "treaty") and, for kind and measure, the sentences it was found in. Where
they say nothing finer, the plain word stands: agreement, sanctions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline.ontology.lookup import Ontology

Row = Mapping[str, Any]
HAPPENED = ("occurred", "ongoing")
OPEN = ("requested", "hypothetical")

# What the words of a sentence call the thing; the first that fits is taken, so the finer ones come first.
KINDS = {
    "ceasefire": r"cease-?fire|truce|armistice",
    "peace agreement": r"peace (?:agreement|accord|deal|treaty)",
    "treaty": r"treaty|treaties|convention",
    "protocol": r"protocol",
    "memorandum": r"memorand(?:um|a)|\bmou\b",
    "declaration": r"declaration|communiqu[eé]|joint statement",
    "contract": r"contract",
    "pact": r"\bpacts?\b|\balliance",
    "accord": r"\baccords?\b",
}
MEASURES = {
    "arms embargo": r"arms (?:embargo|ban)|weapons (?:embargo|ban)",
    "oil embargo": r"oil (?:embargo|ban)|ban on (?:\w+ )?oil|price cap",
    "embargo": r"embargo|blockade",
    "boycott": r"boycott",
    "travel ban": r"travel bans?|visa (?:ban|restriction)s?|entry bans?|barred from entering",
    "asset freeze": r"asset(?:s)? (?:freeze|frozen)|fr(?:ee|o)z\w+ (?:\w+ ){0,3}(?:assets|accounts|funds)",
    "export controls": r"export (?:control|ban|restriction|curb)s?|ban on exports?",
    "import ban": r"import (?:ban|restriction)s?|ban on imports?",
    "tariffs": r"tariffs?|dut(?:y|ies) on",
    "blacklisting": r"blacklist|entity list",
}
_KINDS = {name: re.compile(words, re.IGNORECASE) for name, words in KINDS.items()}
_MEASURES = {name: re.compile(words, re.IGNORECASE) for name, words in MEASURES.items()}

_RATIFY = re.compile(r"\bratif", re.IGNORECASE)
_LEAVE = re.compile(
    r"\b(?:leav|left|quit|withdr[ae]w|exit|abandon|pull|renounc|abrogat|scrap|terminat|tear|tore)", re.IGNORECASE
)
_AGREEMENT = re.compile("|".join([*KINDS.values(), r"agreement|\bdeals?\b"]), re.IGNORECASE)
_SUSPEND = re.compile(r"\b(?:suspen|freez|froze|halt|paus)", re.IGNORECASE)
_AGREE = re.compile(r"\b(?:agree|accord|deal|pact|accept|treat(?:y|ies)|settle)", re.IGNORECASE)
_EXTEND = re.compile(r"\b(?:exten|renew|prolong)", re.IGNORECASE)
_LIFT = re.compile(r"\b(?:lift|remov|end|drop|revok|cancel|rescind|repeal|terminat|abolish|scrap|waiv)", re.IGNORECASE)

_SIGNING, _CEASEFIRE, _PLAN_REJECTED = "057", "0871", "127"
_VISIT, _HOST, _INTENT_TO_MEET = "042", "043", "036"
_PURPOSES = {"045": "mediation", "046": "talks", "040": "talks", "044": "talks", "057": "signing"}


@dataclass(frozen=True, slots=True)
class _Words:
    """What the mentions of one event said: their triggers and their sentences."""

    triggers: str
    sentences: str


def typed(
    events: pl.DataFrame, mentions: pl.DataFrame, sentences: Mapping[str, str], ontology: Ontology
) -> dict[str, list[dict[str, Any]]]:
    """The rows of tables visits, agreements and sanctions of `events`.

    `mentions` gives mention_id, event_id and trigger_text; `sentences` the sentence of a mention_id (may lack some).
    """
    rows = list(events.sort("event_id").iter_rows(named=True))
    words = _words(mentions, sentences)
    return {
        "visits": list(visits(rows)),
        "agreements": list(agreements(rows, words, ontology)),
        "sanctions": list(sanctions(rows, words)),
    }


def _words(mentions: pl.DataFrame, sentences: Mapping[str, str]) -> dict[str, _Words]:
    triggers: dict[str, list[str]] = defaultdict(list)
    texts: dict[str, list[str]] = defaultdict(list)
    told = mentions.filter(pl.col("event_id").is_not_null()).sort("mention_id")
    for mention_id, event_id, trigger in told.select("mention_id", "event_id", "trigger_text").iter_rows():
        triggers[event_id].append(trigger)
        texts[event_id].append(sentences.get(mention_id, ""))
    return {event: _Words("\n".join(found), "\n".join(texts[event])) for event, found in triggers.items()}


_SILENT = _Words("", "")


def _side(row: Row, side: str, name: str) -> dict[str, Any]:
    return {f"{name}_{part}": row[f"{side}_{part}"] for part in ("code", "country", "name")}


def _carried(row: Row, *columns: str) -> dict[str, Any]:
    return {name: row[name] for name in columns}


def _deed(row: Row) -> str:
    return str(row["deed_code"] or row["cameo_code"])


def _named(patterns: Mapping[str, re.Pattern[str]], words: _Words, plain: str) -> str:
    """What the triggers call it, else what the sentences do, else the plain word."""
    for text in (words.triggers, words.sentences):
        for name, pattern in patterns.items():
            if pattern.search(text):
                return name
    return plain


# -- visits ------------------------------------------------------------------------------------------------------------


def visits(events: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """One row a visit: of events that tell of the same one (042 and 043, "will visit" and "a planned visit") the first.

    The visitor's side (042) goes before the host's (043), a visit before words about one, the surer before the rest.
    """
    rows = list(events)
    purposes = _companions(rows)
    told = [(row, stage) for row in rows if (stage := _visit_stage(row))]
    seen: set[tuple[Any, ...]] = set()
    for row, stage in sorted(told, key=_best_visit_first):
        visitor, host = ("target", "source") if _deed(row) == _HOST else ("source", "target")
        trip = (*(row[f"{side}_{part}"] for side in (visitor, host) for part in ("code", "country")), stage)
        trip += (row["date_from"], row["date_to"])
        if row[f"{visitor}_code"] is None or trip in seen:
            continue
        seen.add(trip)
        done = purposes.get((_countries(row), row["date_from"]), set())
        yield {
            **_carried(row, "event_id", "place_name", "place_country", "date_from", "date_to", "confidence"),
            **_side(row, visitor, "visitor"),
            **_side(row, host, "host"),
            "purpose": "; ".join(sorted(done)) or None if stage == "made" else None,
            "stage": stage,
        }


def _best_visit_first(told: tuple[Row, str]) -> tuple[Any, ...]:
    row = told[0]
    return _deed(row) == _HOST, row["cameo_code"] != _deed(row), -row["confidence"], row["event_id"]


def _companions(rows: Iterable[Row]) -> dict[tuple[frozenset[str | None], Any], set[str]]:
    """What two sides did together on a day: (both, first day) -> purposes."""
    found: dict[tuple[frozenset[str | None], Any], set[str]] = defaultdict(set)
    for row in rows:
        purpose = _PURPOSES.get(row["cameo_code"])
        if purpose and row["date_from"] and row["polarity"] == "affirmed" and row["modality"] in HAPPENED:
            found[_countries(row), row["date_from"]].add(purpose)
    return found


def _countries(row: Row) -> frozenset[str | None]:
    """The two sides by country, where they have one: Putin visits China, and has his talks with Xi."""
    return frozenset(row[f"{side}_country"] or row[f"{side}_code"] for side in ("source", "target"))


def _visit_stage(row: Row) -> str | None:
    """made, planned, proposed, cancelled, declined; None for what is no visit or none that did or will take place."""
    if _deed(row) not in (_VISIT, _HOST):
        return None
    code, modality = row["cameo_code"], row["modality"]
    root = code[:2]
    if root == "16":
        return "cancelled"
    if root == "12":
        return "declined"
    if row["polarity"] == "negated":
        return "cancelled" if modality == "planned" or code == _INTENT_TO_MEET else None
    if root in ("02", "10") or modality in OPEN:
        return "proposed"
    if root == "03" or modality == "planned":
        return "planned"
    return "made" if root == "04" and modality in HAPPENED else None


# -- agreements --------------------------------------------------------------------------------------------------------


def agreements(events: Iterable[Row], words: Mapping[str, _Words], ontology: Ontology) -> Iterator[dict[str, Any]]:
    """One row an agreement and pair of parties: of two directions told by one trigger the first by code is kept."""
    rows = [(row, stage) for row in events if (stage := _agreement_stage(row, words.get(row["event_id"], _SILENT)))]
    seen: set[tuple[Any, ...]] = set()
    for row, stage in sorted(rows, key=lambda pair: (pair[0]["source_code"] or "~", pair[0]["event_id"])):
        parties = frozenset((row["source_code"], row["target_code"]))
        key = (row["group_id"], parties, _deed(row), stage, row["date_from"], row["date_to"])
        if key in seen:
            continue
        seen.add(key)
        said = words.get(row["event_id"], _SILENT)
        subject = ontology.codes[_deed(row)].plover_context if _deed(row) in ontology else None
        kind = "ceasefire" if _deed(row) == _CEASEFIRE else _named(_KINDS, said, "agreement")
        yield {
            **_carried(row, "event_id", "date_from", "date_to", "place_name", "place_country", "confidence"),
            **_side(row, "source", "party"),
            **_side(row, "target", "other_party"),
            "kind": kind,
            "subject": subject,
            "stage": stage,
        }


def _agreement_stage(row: Row, words: _Words) -> str | None:
    code, deed, modality = row["cameo_code"], _deed(row), row["modality"]
    if code == _PLAN_REJECTED or (code[:2] == "12" and deed in (_SIGNING, _CEASEFIRE)):
        return "rejected"
    if code[:2] == "16" and (deed == _SIGNING or (code == "160" and _AGREEMENT.search(words.sentences))):
        if row["polarity"] == "negated" or modality not in HAPPENED:
            return None
        return "suspended" if _SUSPEND.search(words.triggers) and not _LEAVE.search(words.triggers) else "left"
    if row["polarity"] == "negated":
        return "rejected" if deed == _SIGNING and modality in HAPPENED and code[:2] == "05" else None
    if deed in (_SIGNING, _CEASEFIRE):
        if code != deed or modality not in HAPPENED:
            return "proposed" if modality in ("planned", *OPEN) or code[:2] in ("02", "03", "10") else None
        if deed == _CEASEFIRE:
            return "agreed"
        return "ratified" if _RATIFY.search(words.triggers) else "signed"
    # An intent to cooperate is an agreement where the text calls it one ("agreed to"), not where one side promises.
    if code[:2] == "03" and deed not in (_VISIT, _HOST) and row["target_code"] and _AGREE.search(words.triggers):
        return "agreed"
    return None


# -- sanctions ---------------------------------------------------------------------------------------------------------

_EASING_PROMISED = ("0354", "0351")
_EASING_ASKED = ("0254", "1054", "0251", "1051")
_EASING_REFUSED = ("1244", "1241")


def sanctions(events: Iterable[Row], words: Mapping[str, _Words]) -> Iterator[dict[str, Any]]:
    """One row a sanction event. Administrative sanctions (172, 081, 132) count between two countries only."""
    for row in events:
        said = words.get(row["event_id"], _SILENT)
        stage = _sanction_stage(row, said)
        if stage is None:
            continue
        plain = "administrative" if _administrative(row["cameo_code"]) else "sanctions"
        yield {
            **_carried(row, "event_id", "date_from", "date_to", "confidence"),
            **_side(row, "source", "sender"),
            **_side(row, "target", "target"),
            "measure": _named(_MEASURES, said, plain),
            "stage": stage,
        }


def _administrative(code: str) -> bool:
    return code.startswith(("172", "081", "132")) or code in ("0351", "0251", "1051", "1241")


def _sanction_stage(row: Row, words: _Words) -> str | None:
    code, modality, negated = row["cameo_code"], row["modality"], row["polarity"] == "negated"
    countries = (row["source_country"], row["target_country"])
    if _administrative(code) and (None in countries or countries[0] == countries[1]):
        return None
    if modality == "denied":
        return None
    if code in _EASING_REFUSED:
        return None if negated else "refused"
    if code in _EASING_PROMISED:
        return "refused" if negated else "easing promised"
    if code in _EASING_ASKED:
        return None if negated else "demanded"
    if code == "1312" or code.startswith("132"):
        return None if negated else "threatened"
    if code == "085" or code.startswith("081"):
        if negated:
            return "refused"
        if modality == "requested":
            return "demanded"
        if modality not in HAPPENED:
            return "easing promised" if modality == "planned" else None
        return "lifted" if _LIFT.search(words.triggers) else "eased"
    if code == "163" or code.startswith("172"):
        if negated:
            return None
        if modality == "requested":
            return "demanded"
        if modality in ("threatened", "planned"):
            return "threatened"
        if modality not in HAPPENED:
            return None
        return "extended" if _EXTEND.search(words.triggers) else "imposed"
    return None
