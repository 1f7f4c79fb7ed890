"""Dictionaries in the formats of PETRARCH and TABARI, read into plain records.

Belongs here: the file formats (actors, agents, verbs), their comments, dates and markers, and a problem with file and
line for everything that cannot be read. Does not belong here: what becomes of the records (actors/researcher.py and
coding/researcher.py turn them into entries and patterns of this project).

Source of the syntax: the dictionary chapters of the PETRARCH and PETRARCH2 documentation
(https://petrarch2.readthedocs.io) and the TABARI manual's conventions that they keep. docs/dictionaries.md tells which
of it is read.
"""
