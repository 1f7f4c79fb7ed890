"""Sources: where raw articles come from (folders, feeds, archives).

Does not belong here: cleaning what was read (articles).
"""
