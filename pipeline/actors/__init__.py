"""Names to dated actor codes: dictionaries of countries, leaders, organisations and role nouns, and their resolver.

Belongs here: loading the actor dictionaries, finding actors in tokens, what one article teaches about its actors.
Does not belong here: patterns, events, places of events, anything that needs a database.
"""

from pipeline.actors.dictionary import Actor, ActorDictionary, ActorSpan, DictionaryError
from pipeline.actors.memory import ActorMemory
from pipeline.actors.resolve import find, resolve_phrase

__all__ = ["Actor", "ActorDictionary", "ActorMemory", "ActorSpan", "DictionaryError", "find", "resolve_phrase"]
