"""From raw bytes to one clean article: extraction, title, date, dateline, language, near-duplicates.

Belongs here: everything that turns a raw article into clean text and facts about it. Does not belong here: reading
files or the network (pipeline.sources), sentences and grammar (pipeline.language).
"""
