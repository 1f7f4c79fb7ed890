"""The Dagster code location: thin assets, checks, a job, a schedule and a sensor over the library in `pipeline`.

Belongs here: what Dagster needs to know. Does not belong here: any knowledge of articles, language or tables.
"""
