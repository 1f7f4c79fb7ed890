"""Deeds hidden in nouns, measures and asides: what must make a row, with its parties, and what only sets the scene."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.coding.coder import Coder

DAY = date(2024, 5, 16)

# sentence, "SOURCE CODE TARGET" of the rows that it must have (CODE may be a prefix: 03*)
TOLD = [
    # what is measured, and phases of a deed
    ("Laos and Vietnam began a fortnight of naval exercises.", "LAO 062 VNM"),
    ("Japanese jets carried out a string of raids on Burma.", "JPNMIL 195 MMR"),
    ("Oman and Yemen concluded two days of talks.", "OMN 046 YEM"),
    ("The first deployment of Fijian peacekeepers in Lebanon began on Monday.", "FJI* 074 LBN"),
    ("Talks on the river between Laos and Thailand opened in Vientiane.", "LAO 04* THA"),
    # nouns of doing by the lines of their verbs
    ("The closure of the Polish consulate in Minsk was ordered by Belarus.", "BLR 161 POLGOV"),
    ("Malta announced the handover of a smuggler to Italy.", "MLT 063 ITA"),
    ("Serbia began the repatriation of Bosnian refugees.", "SRB 0841 BIHREF"),
    # whose statement, whose release, who stands beside
    ("The Arab League issued a statement condemning Israel.", "IGOARL 111 ISR"),
    ("Senegal welcomed the release of its fishermen by Mauritania.", "SEN 051 MRT"),
    ("Denmark, together with Norway, condemned Iran.", "NOR 111 IRN"),
    ("Kuwait, like most Gulf states, plans to reopen its embassy in Syria.", "KWT 03* SYR"),
    ("Nauru, Kiribati and Tuvalu have appealed to Japan for help.", "KIR 02* JPN"),
    ("Three Kenyan nurses died at the hands of Somali militants.", "SOM* 190 KEN*"),
    ("Poland's ambassador was summoned to the Belarusian foreign ministry.", "BLRGOV 114 POLGOV"),
    ("Chile protested against Peru's drilling.", "CHL 114 PER"),
    ("Chile said that Peru's raid was an outrage.", "CHL 111 PER"),
    ("Croatia recalled its envoy in protest at Serbian claims.", "HRV 161 SRB"),
    ("Rebels from Chad raided a Cameroonian village, killing two people.", "TCD* 190 CMR"),
]

# sentences, and what of them must make no row: a prefix of its code
ONLY_SCENERY = [
    ("Oil rose after two days of fighting in Libya.", ""),
    ("Flights were delayed because of clashes between Indian and Pakistani troops.", ""),
    ("Schools closed in the wake of a raid on the town by Malian soldiers.", ""),
    ("Refugees from the war between Iran and Iraq live here.", ""),
    ("Pending the release of the crew by Somali pirates, the owner kept silent.", ""),
    ("Since the arrest of the mayor, the city has had no budget.", ""),
    ("The army showed rifles seized last year from Somali pirates.", ""),
    ("The town, where riots killed ten people last year, is quiet.", ""),
    ("Norway denounced China's suppression of the protests.", "17"),
    ("Austria applauded Turkey's release of two students.", "08"),
    ("Soldiers opened fire on a demonstration in Mali.", "14"),
    ("Syria's army, backed by Iranian militiamen, attacked rebels.", "05"),
    ("Hoping to please its neighbour, Thailand freed ten Cambodian fishermen.", "03"),
]


def rows(coder: Coder, sentence: str) -> list[tuple[str, str, str]]:
    return [(m.source_code or "", m.cameo_code, m.target_code or "") for m in coder.code(sentence, published=DAY)]


def alike(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


@pytest.mark.parametrize(("sentence", "wanted"), TOLD)
def test_a_deed_is_found_under_its_measure_or_noun(coder: Coder, sentence: str, wanted: str) -> None:
    found = rows(coder, sentence)
    assert any(all(alike(a, b) for a, b in zip(row, wanted.split(), strict=True)) for row in found), found


@pytest.mark.parametrize(("sentence", "barred"), ONLY_SCENERY)
def test_what_only_sets_the_scene_makes_no_row(coder: Coder, sentence: str, barred: str) -> None:
    assert not [row for row in rows(coder, sentence) if row[1].startswith(barred)]
