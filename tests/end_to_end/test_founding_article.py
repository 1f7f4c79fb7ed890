"""Putin's talks with Xi in Beijing, 16 May 2024: what the tables must hold, and what they must not."""

from __future__ import annotations

from typing import Any

import duckdb

DAY = "DATE '2024-05-16'"


def rows(con: duckdb.DuckDBPyConnection, where: str) -> list[tuple[Any, ...]]:
    return con.sql(f"SELECT source_code, cameo_code, target_code, modality FROM events WHERE {where}").fetchall()


def test_putins_visit_and_its_host(founding_tables: duckdb.DuckDBPyConnection) -> None:
    there = f"place_name = 'Beijing' AND place_country = 'CHN' AND date_from = {DAY} AND date_to = {DAY}"
    assert rows(founding_tables, f"cameo_code = '042' AND {there}") == [("RUSGOV", "042", "CHN", "occurred")]
    assert rows(founding_tables, f"cameo_code = '043' AND {there}") == [("CHN", "043", "RUSGOV", "occurred")]


def test_the_consultations_both_ways(founding_tables: duckdb.DuckDBPyConnection) -> None:
    found = {
        (source, target)
        for source, _, target, modality in rows(founding_tables, f"cameo_root = '04' AND date_from = {DAY}")
        if modality in ("occurred", "ongoing")
    }
    assert {("RUSGOV", "CHNGOV"), ("CHNGOV", "RUSGOV")} <= found


def test_chinas_support_for_moscow(founding_tables: duckdb.DuckDBPyConnection) -> None:
    assert ("CHNGOV", "RUSGOV") in {
        (s, t) for s, _, t, _ in rows(founding_tables, "cameo_root = '05' AND modality = 'occurred'")
    }


def test_the_declaration_is_planned_not_signed(founding_tables: duckdb.DuckDBPyConnection) -> None:
    signed = rows(founding_tables, "cameo_code = '057'")
    assert signed and {modality for *_, modality in signed} == {"planned"}
    assert founding_tables.sql("SELECT count(*) FROM occurred_events WHERE cameo_code = '057'").fetchall() == [(0,)]


def test_western_sanctions_are_background(founding_tables: duckdb.DuckDBPyConnection) -> None:
    imposed = founding_tables.sql(
        "SELECT source_code, target_country, date_from, date_to, date_method FROM events WHERE cameo_code = '163' AND target_country = 'RUS'"
    ).fetchall()
    assert imposed, "the sanctions are told of"
    later = founding_tables.sql(
        f"SELECT count(*) FROM events WHERE cameo_root = '16' AND date_to >= {DAY} AND modality = 'occurred'"
    ).fetchall()
    assert later == [(0,)]


def test_nothing_for_declining_trade(founding_tables: duckdb.DuckDBPyConnection) -> None:
    told = founding_tables.sql(
        "SELECT count(*) FROM events WHERE cameo_code LIKE '061%' OR cameo_code LIKE '162%'"
    ).fetchall()
    assert told == [(0,)]


def test_codes_are_text(founding_tables: duckdb.DuckDBPyConnection) -> None:
    kinds = dict(
        founding_tables.sql(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'events'"
        ).fetchall()
    )
    assert kinds["cameo_code"] == "VARCHAR" and kinds["cameo_root"] == "VARCHAR"
