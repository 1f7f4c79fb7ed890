"""Actors: names in text to dated actor codes.

Does not belong here: what actors do (coding).
"""
