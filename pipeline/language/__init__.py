"""Language: loading the spaCy pipeline, the cheap sentence filter, clauses.

Does not belong here: what a clause means (coding) or who its words name (actors).
"""
