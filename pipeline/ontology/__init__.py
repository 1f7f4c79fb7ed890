"""Ontology: CAMEO, PLOVER, Goldstein values and quad classes as look-ups.

Does not belong here: patterns that recognise events in text (coding).
"""
