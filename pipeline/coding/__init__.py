"""Coding: clauses to event mentions, mentions to events.

Does not belong here: reading files, finding actors' names (actors), storing rows (warehouse).
"""
