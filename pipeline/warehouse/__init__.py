"""Warehouse: table schemas declared once, the DuckDB store, releases and exports.

Does not belong here: how a row's values are found (coding).
"""
