"""Articles: raw bytes to one clean article, its revisions and near-duplicates.

Does not belong here: fetching (sources) or parsing sentences (language).
"""
