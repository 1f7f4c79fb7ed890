"""What a researcher's dictionaries make of sentences: actors at dates, patterns before the built-in ones, grammar.

Not here: the formats.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.coding.coder import Coder
from pipeline.coding.version import dictionary_hash
from pipeline.settings import Settings

DAY = date(2015, 3, 4)
SAMPLE = Path(__file__).parent / "sample"


def coded(coder: Coder, text: str, day: date | None = DAY) -> set[str]:
    return {f"{m.source_code} {m.cameo_code} {m.target_code}" for m in coder.code(text, published=day)}


def patterns(coder: Coder, text: str) -> set[str]:
    return {m.pattern_id for m in coder.code(text, published=DAY)}


# -- actors ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Zorvan Isles attacked Kettlemoor.", "ZVI 190 KTM"),
        ("Zorvan attacked Kettlemoor.", "ZVI 190 KTM"),
        ("Zorvanian troops attacked Kettlemoor.", "ZVIMIL 190 KTM"),
        ("Kettlemoor's foreign minister criticised Zorvan.", "KTMGOV 111 ZVI"),
        ("Kettlemoor was criticised by the Tide Council.", "ZVIREB 111 KTM"),
        ("Harbour guardsmen from Zorvan attacked Kettlemoor.", "ZVICOP 190 KTM"),
        ("A Zorvanian lightkeeper criticised Kettlemoor.", "ZVICVL 111 KTM"),
        ("Zorvanian lightkeepers criticised Kettlemoor.", "ZVICVL 111 KTM"),
        ("Zorvanian net menders criticised Kettlemoor.", "ZVILAB 111 KTM"),
        ("Zorvanian relief societies criticised Kettlemoor.", "NGOZVI 111 KTM"),
        ("The Lantern League criticised Kettlemoor.", "ZVIBUS 111 KTM"),
        ("The Lantern Traders League criticised Kettlemoor.", "ZVIBUS 111 KTM"),
        ("President Odren Malvik criticised Kettlemoor.", "ZVIGOV 111 KTM"),
    ],
)  # fmt: skip
def test_names_and_role_nouns(petrarch_coder: Coder, text: str, expected: str) -> None:
    assert coded(petrarch_coder, text) == {expected}


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2005, 1, 1), "ZVIOPP"),
        (date(2010, 3, 1), "ZVIGOV"),
        (date(2018, 6, 30), "ZVIGOV"),
        (date(2020, 1, 1), "ZVIELI"),
        (None, "ZVIELI"),
    ],
)
def test_the_code_is_that_of_the_day(petrarch_coder: Coder, day: date | None, code: str) -> None:
    assert coded(petrarch_coder, "Odren Malvik criticised Kettlemoor.", day) == {f"{code} 111 KTM"}


def test_a_name_of_the_built_in_dictionary_is_the_researchers_while_his_date_holds(petrarch_coder: Coder) -> None:
    assert coded(petrarch_coder, "Portugal attacked Zorvan.", date(1998, 5, 1)) == {"KTMGOV 190 ZVI"}
    assert coded(petrarch_coder, "Portugal attacked Zorvan.", DAY) == {"PRT 190 ZVI"}


def test_dates_on_the_line_of_the_name(tabari_coder: Coder) -> None:
    days = {date(1990, 1, 1): "ZVI", date(1995, 1, 1): "KTM", date(2001, 1, 1): "ZVIREB"}
    for day, code in days.items():
        assert coded(tabari_coder, "Oldport criticised Peru.", day) == {f"{code} 111 PER"}


def test_several_actors_under_one_name(petrarch_coder: Coder) -> None:
    assert coded(petrarch_coder, "The Twin Crowns criticised Peru.") == {"ZVI 111 PER", "KTM 111 PER"}
    assert coded(petrarch_coder, "Zorvanian reeven criticised Peru.") == {"ZVIGOV 111 PER", "ZVIJUD 111 PER"}


def test_adjectives_of_states_share_a_noun(petrarch_coder: Coder) -> None:
    text = "Zorvanian and Peruvian diplomats criticised Kettlemoor."
    assert coded(petrarch_coder, text) == {"ZVIGOV 111 KTM", "PERGOV 111 KTM"}


def test_a_null_code_is_no_actor(petrarch_coder: Coder) -> None:
    assert not any("ZVI" in row for row in coded(petrarch_coder, "The Zorvan Cup attacked Kettlemoor."))


def test_a_person_is_known_by_surname_afterwards(petrarch_coder: Coder) -> None:
    assert "ZVIGOV 111 PER" in coded(petrarch_coder, "Odren Malvik went home. Later Malvik criticised Peru.")


# -- verbs: PETRARCH2 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zorvan zorbled Kettlemoor.", {"ZVI 150 KTM"}),
        ("Kettlemoor was zorbled by Zorvan.", {"ZVI 150 KTM"}),
        ("Zorvan quelmed at Kettlemoor.", {"ZVI 152 KTM"}),
        ("Zorvan zorbled Kettlemoor's fishing fleet.", {"ZVI 190 KTMMIL"}),
        ("The fishing fleet of Kettlemoor was zorbled by Zorvan.", {"ZVI 190 KTMMIL"}),
        ("Zorvan zorbled a new fishing accord with Kettlemoor.", {"ZVI 057 KTM", "KTM 057 ZVI"}),
        ("Zorvan zorbled treaties with Kettlemoor and Peru.", {"ZVI 057 KTM", "KTM 057 ZVI", "ZVI 057 PER", "PER 057 ZVI"}),
        ("Zorvan zorbled a trawler of Kettlemoor into its home port.", {"ZVI 0861 KTMAGR"}),
        ("Zorvan consulted the harbour master of Kettlemoor.", {"KTMGOV 043 ZVI"}),
        ("Zorvan beefed up guards against Kettlemoor.", {"ZVI 155 KTM"}),
        ("Zorvan beefed its guards up against Kettlemoor.", {"ZVI 155 KTM"}),
        ("Zorvan's fishermen zorbled the harbour of Kettlemoor.", {"ZVIAGR 144 KTM"}),
        ("The harbour of Kettlemoor was zorbled by Zorvan's fishermen.", {"ZVIAGR 144 KTM"}),
        ("Zorvan besought Kettlemoor to withdraw its troops.", {"ZVI 0256 KTM"}),
        ("Zorvan besought Kettlemoor.", {"ZVI 020 KTM"}),
        ("Zorvan and Kettlemoor palavered on Monday.", {"ZVI 040 KTM", "KTM 040 ZVI"}),
        ("Zorvan quelmed a new curfew in Kettlemoor.", {"ZVI 150 KTM"}),
        ("Zorvan and Peru zorbled at Kettlemoor.", {"ZVI 152 KTM", "PER 152 KTM"}),
    ],
)  # fmt: skip
def test_patterns(petrarch_coder: Coder, text: str, expected: set[str]) -> None:
    assert coded(petrarch_coder, text) == expected


def test_a_researchers_verb_outranks_the_codebook_and_its_null_code_silences_it(
    petrarch_coder: Coder, coder: Coder
) -> None:
    text = "Peru consulted Chile."
    assert coded(coder, text)
    assert coded(petrarch_coder, text) == set()
    praise = "Peru praised Chile."
    assert coded(petrarch_coder, praise) == coded(coder, praise) == {"PER 051 CHL"}  # no code given: the codebook's
    assert coded(petrarch_coder, "Peru praised its guards against Chile.") == {"PER 155 CHL"}


def test_grammar_tense_and_operators_apply(petrarch_coder: Coder) -> None:
    (negated,) = petrarch_coder.code("Zorvan did not zorble at Kettlemoor.", published=DAY)
    assert (negated.cameo_code, negated.polarity) == ("152", "negated")
    (future,) = petrarch_coder.code("Zorvan will zorble at Kettlemoor.", published=DAY)
    assert (future.deed_code, future.modality) == ("152", "threatened")
    (refused,) = petrarch_coder.code("Zorvan refused to zorble at Kettlemoor.", published=DAY)
    assert refused.pattern_id.endswith(">islands.verbs.txt:14") and refused.cameo_root == "12"


def test_given_actors_are_joined_by_a_researchers_verb(petrarch_coder: Coder) -> None:
    text = "Anna zorbled at Bertha."
    (mention,) = petrarch_coder.code(text, source_text="Anna", target_text="Bertha")
    assert mention.confidence == 0.8
    assert (mention.cameo_code, mention.pattern_id) == ("152", "islands.verbs.txt:14")


# -- verbs: TABARI -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zorvan grumbled at Kettlemoor.", {"ZVI 111 KTM"}),
        ("Zorvan grumbled about the fleet to Kettlemoor.", {"ZVI 112 KTM"}),
        ("Zorvan grumbled about Peru to Kettlemoor.", {"ZVI 112 KTM"}),
        ("Zorvan grumbled to Kettlemoor about dried fish.", {"ZVI 1211 KTM"}),
        ("The offer from Kettlemoor was grumbled at by Zorvan.", {"ZVI 123 KTM"}),
        ("Zorvan grumbled that it would restore its old ties with Kettlemoor.", {"ZVI 050 KTM"}),
        ("Zorvan grumbled at the new fishing limit of Kettlemoor.", {"ZVI 131 KTM", "KTM 113 ZVI"}),
        ("Kettlemoor was grumbled by Zorvan.", {"ZVI 114 KTM"}),
        ("Zorvan grumbled that Kettlemoor will soon flee.", {"ZVI 138 KTM"}),
        ("Zorvan grumbled near the Kettlemoor coast.", {"ZVI 152 KTM"}),
        ("Zorvan grumbled Kettlemoor and Peru.", {"KTM 040 PER", "PER 040 KTM"}),
        ("Zorvan haggled with Kettlemoor.", {"KTM 046 ZVI"}),
        ("Zorvan haggled over salt with Kettlemoor.", {"ZVI 036 KTM", "KTM 036 ZVI"}),
        ("Zorvan wire tapped Kettlemoor.", {"ZVI 172 KTM"}),
    ],
)
def test_words_in_their_order(tabari_coder: Coder, text: str, expected: set[str]) -> None:
    assert coded(tabari_coder, text) == expected


def test_words_out_of_order_or_of_another_clause_do_not_match(tabari_coder: Coder) -> None:
    assert coded(tabari_coder, "With restored ties to Peru, Zorvan grumbled at Kettlemoor.") == {"ZVI 111 KTM"}
    found = patterns(tabari_coder, "Zorvan grumbled at Kettlemoor, which exported salt.")
    assert "islands.verbs:7" not in found and "islands.verbs:5" in found


# -- identity ----------------------------------------------------------------------------------------------------------


def test_pattern_id_names_file_and_line_and_explain_shows_the_line(petrarch_coder: Coder) -> None:
    text = "Zorvan zorbled at Kettlemoor."
    (found,) = patterns(petrarch_coder, text)
    assert found == "islands.verbs.txt:14"
    assert (SAMPLE / "islands.verbs.txt").read_text().splitlines()[13].startswith("- * (AT +)")
    seen = petrarch_coder.explain(text, found)
    assert [(p[0], p[2]) for p in seen["patterns"]] == [(found, "ZORBLE QUELM: - * (AT +) [152]")]
    assert {a[3] for a in seen["actors"]} == {"islands.actors.txt:3", "islands.actors.txt:7"}


def test_the_hash_holds_the_added_files(tmp_path: Path, settings: Settings) -> None:
    seeds = settings.seeds_dir
    plain = dictionary_hash(seeds)
    (tmp_path / "a.actors.txt").write_text("ZORVAN [ZVI]")
    one = dictionary_hash(seeds, tmp_path)
    (tmp_path / "README.md").write_text("notes do not code")
    assert dictionary_hash(seeds, tmp_path) == one != plain
    (tmp_path / "a.actors.txt").write_text("ZORVAN [ZVO]")
    two = dictionary_hash(seeds, tmp_path)
    (tmp_path / "a.actors.txt").rename(tmp_path / "b.actors.txt")
    assert len({plain, one, two, dictionary_hash(seeds, tmp_path)}) == 4


def test_nothing_is_added_where_no_folder_is_named(coder: Coder) -> None:
    assert not any(pattern.own for pattern in coder.book.patterns)
    assert not coder.book.forms and not coder.actors.gapped and not coder.actors.also
