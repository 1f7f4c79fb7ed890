"""Where an event comes from: what `dragoman explain` shows, gathered from release, working store and coder.

Belongs here: joining an event with its mentions, their texts, dictionary entries and patterns. Does not belong here:
finding any of it anew (coding/, actors/), how it looks (render).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline import render
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.coding.coder import Coder

SHOWN = 3  # mentions shown in full; the others are counted


class UnknownEvent(LookupError):
    """No such event in the release; the text is one line that says what to do."""


def of_event(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    event_id: str,
    *,
    parse: bool = False,
    coder: Coder | None = None,
) -> dict[str, Any]:
    """Return headings with what stands under them (texts, mappings, lists), ready for render.evidence.

    `con` is open on a release. The sentence is shown where the working store with the texts lies beside it. With
    `parse`, the sentence's tokens, lemmas, tags and dependencies are added. `coder` is loaded from the settings where
    it is not given and a text is there. Raises UnknownEvent.
    """
    found = _rows(con, "SELECT * FROM events WHERE event_id = ?", [event_id])
    if not found:
        raise UnknownEvent(f"no event {event_id!r} in this release; `SELECT event_id FROM events` lists them")
    event = found[0]
    mentions = _rows(
        con,
        "SELECT m.*, a.source, a.title, a.url, a.published_at, a.published_on, a.published_method FROM mentions m"
        " LEFT JOIN articles a USING (article_id, revision) WHERE event_id = ? ORDER BY confidence DESC, mention_id",
        [event_id],
    )
    names = dict(con.execute("SELECT cameo_code, cameo_name FROM cameo_codes").fetchall())
    out: dict[str, Any] = {f"Event {event_id}": _summary(event, names)}
    texts = _texts(settings, mentions[:SHOWN])
    if coder is None and any(texts):
        coder = _load_coder(settings)
    for number, (mention, text) in enumerate(zip(mentions, texts, strict=False), start=1):
        heading = f"Mention {number} of {len(mentions)}" if len(mentions) > 1 else "Mention"
        out[heading] = _mention(mention, text, coder, names, parse)
    if len(mentions) > SHOWN:
        out["Other mentions"] = [(m["mention_id"], m["source"], m["title"]) for m in mentions[SHOWN:]]
    return out


def _rows(con: duckdb.DuckDBPyConnection, sql: str, parameters: list[Any]) -> list[dict[str, Any]]:
    result = con.execute(sql, parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _texts(settings: Settings, mentions: list[dict[str, Any]]) -> list[str | None]:
    """Return the clean text of each mention's article revision; None where the working store is not there or in use."""
    from pipeline.warehouse.store import Store, StoreError

    try:
        with Store.open(settings.working_db, read_only=True, wait=2) as store:
            return [store.article_text(mention["article_id"], mention["revision"]) for mention in mentions]
    except StoreError:
        return [None] * len(mentions)


def _load_coder(settings: Settings) -> Coder:
    from pipeline.coding.coder import Coder

    return Coder.load(settings)


def _summary(event: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    things = {"mention": "mentions", "article": "articles", "story": "stories", "source": "sources"}
    counts = [f"{event[f'n_{many}']} {one if event[f'n_{many}'] == 1 else many}" for one, many in things.items()]
    return {
        "event": f"{render.actor(event, 'source')} → {render.actor(event, 'target')}",
        "code": _code(event, names),
        "status": f"{event['modality']}, {event['polarity']}",
        "date": f"{render.dates(event['date_from'], event['date_to']) or 'unknown'} ({event['date_method']})",
        "place": _place(event),
        "confidence": event["confidence"],
        "told by": ", ".join(counts),
        "group": f"{event['group_id']}, {event['group_size']} directed dyad{'s'[: event['group_size'] != 1]}",
    }


def _code(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    text = f"{row['cameo_code']} {names.get(row['cameo_code'], '')}"
    if row.get("deed_code"):
        text += f", about {row['deed_code']} {names.get(row['deed_code'], '')}"
    return (
        f"{text}; quad class {row['quad_class']}, Goldstein {row['goldstein']:g}, PLOVER {row['plover_type'] or 'none'}"
    )


def _place(row: Mapping[str, Any]) -> str:
    if not row["place_name"]:
        return "unknown"
    where = f"{row['latitude']:.2f}, {row['longitude']:.2f}" if row["latitude"] is not None else "no coordinates"
    return f"{row['place_name']}, {row['place_country'] or '?'} ({where}), found by: {row['place_method']}"


def _mention(
    mention: Mapping[str, Any], text: str | None, coder: Coder | None, names: Mapping[str, str], parse: bool
) -> dict[str, Any]:
    article = {
        "title": mention["title"],
        "source": mention["source"],
        "published": f"{_published(mention)} ({mention['published_method']})",
        "url": mention["url"],
        "id": f"{mention['article_id']}, revision {mention['revision']}",
    }
    out: dict[str, Any] = {
        "sentence": "the text is not here (it stays in the working store), or a run is writing there now",
        "article": {key: value for key, value in article.items() if value},
        "code": _code(mention, names),
        "status": f"{mention['modality']}, {mention['polarity']}",
        "said by": mention["attribution"] or "the article itself",
        "date": _date(mention),
        "place": _place(mention),
        "clause": "",
        "pattern": mention["pattern_id"],
        "source": {"actor": render.actor(mention, "source")},
        "target": {"actor": render.actor(mention, "target")},
        "coder": f"{mention['coder_version']}, dictionaries {mention['dictionary_hash']}",
    }
    if text is None or coder is None:
        return out
    start, end = mention["sentence_start"], mention["sentence_end"]
    sides = ("source", "trigger", "target")
    spans = [(mention[f"{s}_start"], mention[f"{s}_end"], s) for s in sides if mention[f"{s}_start"] is not None]
    sentence = text[start:end]
    out["sentence"] = render.marked(
        sentence, [(first - start, last - start, name) for first, last, name in spans if start <= first and last <= end]
    )
    seen = coder.explain(sentence, mention["pattern_id"])
    out["pattern"] = _patterns(mention["pattern_id"], seen["patterns"])
    out["clause"] = [clause for clause in seen["clauses"] if clause["predicate"] == mention["trigger_text"]] or "none"
    for side, found in _actors(mention, text, coder).items():
        out[side] |= found
    now = coder.identity
    if (now.coder_version, now.dictionary_hash) != (mention["coder_version"], mention["dictionary_hash"]):
        out["coder"] += (
            f"; clause, pattern and entries are as read now, with {now.coder_version}, {now.dictionary_hash}"
        )
    if parse:
        out["parse"] = seen["parse"]
    return out


def _published(mention: Mapping[str, Any]) -> str:
    when = mention["published_at"]
    if when is None:
        return "unknown"
    # midnight means that only the day was given
    return render.plain(when) if (when.hour, when.minute) != (0, 0) else render.plain(mention["published_on"])


def _date(mention: Mapping[str, Any]) -> str:
    day = render.dates(mention["date_from"], mention["date_to"]) or "unknown"
    words = f', from "{mention["date_words"]}"' if mention["date_words"] else ""
    return f"{day} ({mention['date_method']}{words})"


def _actors(mention: Mapping[str, Any], text: str, coder: Coder) -> dict[str, dict[str, Any]]:
    """Return, for each side named in the sentence, its words and the dictionary entry that made them an actor.

    The text is read from its beginning, since later names ("Fidan", "both sides") rest on earlier ones.
    """
    from pipeline.actors.memory import ActorMemory
    from pipeline.actors.resolve import find
    from pipeline.language.sentences import split

    memory = ActorMemory()
    for first, end in split(text):
        here = first <= mention["sentence_start"] < end
        start = mention["sentence_start"] if here else first  # a sentence's own words begin after a dateline
        doc = coder.make_doc(text[start:end])
        if here:
            break
        find(doc, coder.actors, mention["published_on"], memory)
    else:
        return {}
    reading = coder.homes(coder.nlp(doc), mention["published_on"], memory)
    doc, spans = reading.doc, reading.spans
    out: dict[str, dict[str, Any]] = {}
    for side in ("source", "target"):
        from_, to = mention[f"{side}_start"], mention[f"{side}_end"]
        if from_ is None:
            if mention[f"{side}_code"]:
                out[side] = {"how": "implied by the deed; no word of the sentence names it (pipeline/coding/home.py)"}
            continue
        out[side] = {"words": text[from_:to]}
        for place in coder.gazetteer.find(doc):
            if _touches(doc[place.start : place.end], from_ - start, to - start):
                out[side]["how"] = f"the country of the place {place.place.name}"
        for span in spans:
            if _touches(doc[span.start : span.end], from_ - start, to - start):
                given, because = reading.homes.get(span.start, ("", ""))
                for actor in (span.actor, *span.others):
                    if actor.code == mention[f"{side}_code"]:
                        out[side] |= {"dictionary": actor.entry, "valid": _valid(actor), "how": actor.how}
                    elif not actor.country and given + actor.role == mention[f"{side}_code"]:
                        how = f"{actor.how}; {because}"
                        out[side] |= {"dictionary": actor.entry, "valid": _valid(actor), "how": how}
    return out


def _touches(words: Any, start: int, end: int) -> bool:
    """Whether a spaCy span overlaps the characters from start to end of its Doc."""
    return bool(words.start_char < end and start < words.end_char)


def _patterns(chain: str, read: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str]]:
    """Return id, text and example of each pattern of a chain; one that is read no more is named by its id."""
    known = {identity: (identity, text, _example(example)) for identity, _, text, example in read}
    gone = "is not in the dictionaries read now; name a folder of your own with --dictionaries"
    listed = [known.get(identity, (identity, gone, "")) for identity in chain.split(">")]
    return [one for one in listed if not one[0].startswith("rule:")]  # rules of match.py are no dictionary's


def _example(example: Any) -> str:
    """Return a pattern's own example, which may come with the code it stands for."""
    sentence = example[0] if isinstance(example, tuple) and example else example
    return f"e.g. {sentence}" if sentence else ""


def _valid(actor: Any) -> str:
    if actor.valid_from is None and actor.valid_to is None:
        return "at any date"
    return f"{actor.valid_from or '…'} – {actor.valid_to or 'today'}"
