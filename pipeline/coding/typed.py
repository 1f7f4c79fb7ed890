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
# What an agreement is about: the topic named nearest to the word for it.
SUBJECTS = {
    "nuclear": r"nuclear|uranium|enrichment|reactor",
    "arms control": r"arms control|disarmament|warheads?|arsenals?|missiles?\b",
    "border": r"borders?\b|boundar(?:y|ies)|frontiers?|demarcat\w+|crossings?",
    "trade": r"trade|tariffs?|customs|duties|imports?|exports?|free-trade",
    "energy": r"\bgas\b|\boil\b|pipelines?|energy|electricity|fuel",
    "defence": r"defen[cs]e|military|security|troops|\barms\b|weapons?|\bjets?\b|naval|submarines?",
    "peace": r"peace|cease-?fire|truce|hostilities|fighting|\bwar\b",
    "prisoners": r"prisoners?|hostages?|captives?|detainees?",
    "migration": r"migra\w+|refugees?|asylum|readmission|visas?",
    "climate": r"climate|emissions?|environment\w*|carbon",
    "aid": r"humanitarian|relief|assistance|\baid\b",
    "food": r"grain|wheat|\bfood\b|agricultur\w+|fish\w*",
    "finance": r"loans?|debts?|credits?|bail-?out|investments?|monetary|banks?\b|\btax\w*",
    "relations": r"relations|\bties\b|embass(?:y|ies)|normali[sz]\w+|reconcil\w+|recogni[sz]\w+|accession",
    "transport": r"flights?|aviation|airlines?|shipping|\bports?\b|rail\w*|licence plates?",
    "water": r"waters?\b|rivers?|\bdams?\b",
    "culture": r"cultur\w+|education|students?|scien\w+|\bspace\b|tourism",
    "health": r"health|vaccines?|pandemic",
    "justice": r"extradit\w+|judicial|crime|terroris\w+|police|court",
    "power sharing": r"power-sharing|coalition|transition\w*|elections?",
}
# What a visit is for, in the words that follow it ("for talks", "to sign", "and met").
PURPOSES = {
    "summit": r"summit",
    "mediation": r"mediat\w+|shuttle|broker",
    "signing": r"sign(?:ing|ed)?\b|initial(?:led)?\b",
    "talks": r"talks|negotiat\w+|consult\w*|discuss\w*|\bmet\b|meet(?:s|ings?)?\b|confer\b|dialogue|brief\b",
    "conference": r"conference|forum|assembly|congress\b|ministerial|session",
    "ceremony": r"funeral|inauguration|ceremon\w+|wedding|commemorat\w+|celebrat\w+|anniversary|coronation|parade",
    "inspection": r"inspect\w*|monitor|observe\b|assess\b",
    "support": r"(?:show|express|voice|demonstrate)\w* (?:of |their |his |her )?(?:support|solidarity)",
    "aid": r"deliver \w+|relief|humanitarian",
}  # fmt: skip
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
    "flight ban": r"flight bans?|airspace|(?:ban\w*|bar\w*) \w[^.;]{0,40}(?:flying|landing|flights)",
    "financial": r"western finance|swift\b|financial (?:restriction|sanction)s?|ban on (?:loans|credit)",
    "blacklisting": r"blacklist|entity list|designat\w+|list of (?:state )?sponsors|terrorist organi[sz]ation",
}
_KINDS = {name: re.compile(words, re.IGNORECASE) for name, words in KINDS.items()}
_SUBJECTS = {name: re.compile(words, re.IGNORECASE) for name, words in SUBJECTS.items()}
# Not past a relative clause: "to rescue the pact, which was signed in Vienna".
_LED_BY = r"(?:\b(?:for|to|and|where|during|at|before)\b|,)(?:(?!\b(?:which|that|who)\b)[^.;]){0,60}?"
_PURPOSE = {name: re.compile(rf"{_LED_BY}(?:{words})", re.IGNORECASE) for name, words in PURPOSES.items()}
_MEETS = re.compile(r"^(?:met|meet\w*|talks?|held|hold|discuss\w*|negotiat\w+)$", re.IGNORECASE)
_MEASURES = {name: re.compile(words, re.IGNORECASE) for name, words in MEASURES.items()}

_RATIFY = re.compile(r"\bratif", re.IGNORECASE)
_LEAVE = re.compile(
    r"\b(?:leav|left|quit|withdr[ae]w|exit|abandon|pull|renounc|abrogat|scrap|terminat|tear|tore)", re.IGNORECASE
)
_AGREEMENT = re.compile("|".join([*KINDS.values(), r"agreement|\bdeals?\b"]), re.IGNORECASE)
_NO_DEAL = re.compile(r"\b(?:no|without)[ -](?:an? )?(?:deal|agreement|accord|treaty)", re.IGNORECASE)
_SUSPEND = re.compile(r"\b(?:suspen|freez|froze|halt|paus)", re.IGNORECASE)
_AGREE = re.compile(r"\b(?:agree|accord|deal|pact|accept|treat(?:y|ies)|settle)", re.IGNORECASE)
_EXTEND = re.compile(r"\b(?:exten|renew|prolong)", re.IGNORECASE)
_LIFT = re.compile(r"\b(?:lift|remov|end|drop|revok|cancel|rescind|repeal|terminat|abolish|scrap|waiv)", re.IGNORECASE)

_DATES = ("date_from", "date_to", "date_method")
_PLACE = ("place_name", "place_country", "place_method", "place_precision")
_SIGNING, _CEASEFIRE, _PLAN_REJECTED = "057", "0871", "127"
_VISIT, _HOST, _INTENT_TO_MEET = "042", "043", "036"
_PURPOSES = {"045": "mediation", "046": "talks", "040": "talks", "044": "talks", "057": "signing"}


@dataclass(frozen=True, slots=True)
class _Words:
    """What the mentions of one event said: their triggers and their sentences."""

    triggers: str
    sentences: str
    told: tuple[tuple[str, str], ...] = ()  # trigger and sentence of each mention


def typed(
    events: pl.DataFrame, mentions: pl.DataFrame, sentences: Mapping[str, str], ontology: Ontology
) -> dict[str, list[dict[str, Any]]]:
    """The rows of tables visits, agreements and sanctions of `events`.

    `mentions` gives mention_id, event_id and trigger_text; `sentences` the sentence of a mention_id (may lack some).
    """
    rows = list(events.sort("event_id").iter_rows(named=True))
    words = _words(mentions, sentences)
    return {
        "visits": list(visits(rows, words)),
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
    return {
        event: _Words("\n".join(found), "\n".join(texts[event]), tuple(zip(found, texts[event], strict=True)))
        for event, found in triggers.items()
    }


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


def _subject(words: _Words, plain: str | None) -> str | None:
    """The topic named nearest to the word for the agreement, or to the trigger; else ``plain``."""
    for trigger, sentence in words.told:
        anchor = _AGREEMENT.search(sentence)
        start = anchor.start() if anchor else max(sentence.find(trigger), 0)
        end = anchor.end() if anchor else start + len(trigger)
        near: list[tuple[int, str]] = []
        for name, pattern in _SUBJECTS.items():
            for found in pattern.finditer(sentence):
                behind = found.start() >= end
                away = found.start() - end if behind else start - found.end()
                # "a border accord", "an accord on the border": what stands further before is another matter
                if -20 < away < (110 if behind else 25):
                    near.append((max(away, 0) + (0 if behind else 5), name))
        if near:
            return min(near)[1]
    return plain


def _purposes(words: _Words) -> set[str]:
    """What the sentences of a visit say it was for, behind its trigger."""
    found: set[str] = set()
    for trigger, sentence in words.told:
        if _MEETS.search(trigger):
            found.add("talks")
        behind = sentence[max(sentence.find(trigger), 0) + len(trigger) :][:160]
        found |= {name for name, pattern in _PURPOSE.items() if pattern.search(behind)}
    return found


# -- visits ------------------------------------------------------------------------------------------------------------


def visits(events: Iterable[Row], words: Mapping[str, _Words]) -> Iterator[dict[str, Any]]:
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
        at_home = row[f"{visitor}_country"] and row[f"{visitor}_country"] == row[f"{host}_country"]
        if row[f"{visitor}_code"] is None or at_home or trip in seen:
            continue
        seen.add(trip)
        first, last = row["date_from"], row["date_to"]
        done = _purposes(words.get(row["event_id"], _SILENT))
        if stage == "made" and first is not None:
            done |= {what for day, what in purposes.get(_countries(row), ()) if first <= day <= (last or first)}
        yield {
            **_carried(row, "event_id", *_PLACE, *_DATES, "confidence"),
            **_side(row, visitor, "visitor"),
            **_side(row, host, "host"),
            "purpose": "; ".join(sorted(done)) or None,
            "stage": stage,
        }


def _best_visit_first(told: tuple[Row, str]) -> tuple[Any, ...]:
    row = told[0]
    return _deed(row) == _HOST, row["cameo_code"] != _deed(row), -row["confidence"], row["event_id"]


def _companions(rows: Iterable[Row]) -> dict[frozenset[str | None], set[tuple[Any, str]]]:
    """What two sides did together: both -> (first day, purpose)."""
    found: dict[frozenset[str | None], set[tuple[Any, str]]] = defaultdict(set)
    for row in rows:
        purpose = _PURPOSES.get(row["cameo_code"])
        if purpose and row["date_from"] and row["polarity"] == "affirmed" and row["modality"] in HAPPENED:
            found[_countries(row)].add((row["date_from"], purpose))
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
            **_carried(row, "event_id", *_DATES, *_PLACE, "confidence"),
            **_side(row, "source", "party"),
            **_side(row, "target", "other_party"),
            "kind": kind,
            "subject": _subject(said, subject),
            "stage": stage,
        }


def _concerns_agreement(words: _Words) -> bool:
    """Whether an agreement is named soon behind a trigger ("quit the nuclear accord", but not "even if no deal")."""
    for trigger, sentence in words.told:
        if _AGREEMENT.search(_NO_DEAL.sub(" ", sentence[max(sentence.find(trigger), 0) :][:90])):
            return True
    return False


def _agreement_stage(row: Row, words: _Words) -> str | None:
    code, deed, modality = row["cameo_code"], _deed(row), row["modality"]
    if code == _PLAN_REJECTED and words.sentences and not _AGREEMENT.search(_NO_DEAL.sub(" ", words.sentences)):
        return None  # a resolution, a plan, a bill
    if code == _PLAN_REJECTED or (code[:2] == "12" and deed in (_SIGNING, _CEASEFIRE)):
        return "rejected"
    if code[:2] == "16" and (deed == _SIGNING or (code == "160" and _concerns_agreement(words))):
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
            **_carried(row, "event_id", *_DATES, "confidence"),
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
