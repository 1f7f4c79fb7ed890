"""Whole sentences through the real coder: grammar, tense, operators and sides, on sentences written for these tests."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.coding.coder import Coder, Text, locate

DAY = date(2024, 5, 16)  # a Thursday

# sentence, "SOURCE CODE TARGET modality" that must be among the mentions (a code may be a prefix: 04*)
CASES = [
    # passives, with and without agent
    ("Belarus was sanctioned by Canada on Tuesday.", "CAN 163 BLR occurred"),
    ("Sanctions were imposed on Belarus by Canada.", "CAN 163 BLR occurred"),
    (
        "The Iranian foreign minister was received by Turkish President Recep Tayyip Erdogan in Ankara.",
        "TURGOV 04* IRNGOV occurred",
    ),
    # relative and participial clauses
    ("The Turkish foreign minister, who visited Baghdad on Monday, praised Iraq.", "TURGOV 042 IRQ occurred"),
    ("The Turkish foreign minister, who visited Baghdad on Monday, praised Iraq.", "TURGOV 051 IRQ occurred"),
    ("Speaking in Cairo, the Egyptian president praised Jordan.", "EGYGOV 051 JOR occurred"),
    # words with a hyphen, compounds and phrases that the codebook has as one word
    ("Canada re-imposed sanctions on Belarus.", "CAN 163 BLR occurred"),
    ("The Thai prime minister held a tête-à-tête with Narendra Modi.", "THAGOV 040 INDGOV occurred"),
    ("The French president made a phone call to Narendra Modi.", "FRAGOV 041 INDGOV occurred"),
    ("Togo and Benin signed a memorandum of understanding.", "TGO 057 BEN occurred"),
    # coordination of predicates, subjects and objects
    ("Poland and Lithuania imposed sanctions on Belarus.", "LTU 163 BLR occurred"),
    ("Japan lifted sanctions on Myanmar and Cuba.", "JPN 085 CUB occurred"),
    ("The Chinese president visited Vietnam and signed an agreement with Laos.", "CHNGOV 057 LAO occurred"),
    # control and raising
    ("Serbia agreed to hold talks with Kosovo.", "SRB 036 XKX planned"),
    ("Sudan and Israel agreed on Friday to normalise relations.", "SDN 032 ISR planned"),
    ("Ghana and Togo plan to sign an accord.", "TGO 030 GHA planned"),
    ("Iran refused to hold talks with Iraq.", "IRN 125 IRQ occurred"),
    ("The Indian prime minister is expected to visit Nepal next week.", "INDGOV 036 NPL planned"),
    ("The Indian prime minister is due to visit Nepal next week.", "INDGOV 036 NPL planned"),
    ("Chile and Bolivia are expected to sign a border treaty on Friday.", "CHL 037 BOL planned"),
    ("The Indian prime minister will visit Nepal next week.", "INDGOV 036 NPL planned"),
    ("Armenia and Azerbaijan failed to sign a peace treaty.", "ARM 057 AZE negated"),
    ("Canada threatened to impose sanctions on Belarus.", "CAN 1312 BLR threatened"),
    ("France urged Iran to lift sanctions on Iraq.", "FRA 0254 IRN requested"),
    ("Syria demanded that Israel release the prisoners.", "SYR 1053 ISR requested"),
    ("The European Union agreed on Friday to ease sanctions on Syria.", "IGOEUREEC 0354 SYR planned"),
    ("Canada refused to lift sanctions on Belarus.", "CAN 1244 BLR occurred"),
    # event nouns, possessors, light verbs, compounds
    ("Narendra Modi's visit to Nepal ended on Wednesday.", "INDGOV 042 NPL occurred"),
    ("The Brazilian president paid a visit to Peru.", "BRAGOV 042 PER occurred"),
    ("Talks between Armenia and Turkey resumed in Moscow.", "TUR 046 ARM occurred"),
    ("Chile held talks with Bolivia on Monday.", "BOL 046 CHL occurred"),
    ("The signing of an accord between Chile and Bolivia took place in Lima.", "CHL 057 BOL occurred"),
    ("The king of Jordan will close the strait if talks with Chad collapse.", "JORGOV 046 TCD hypothetical"),
    ("Canada announced new sanctions against Belarus.", "CAN 163 BLR occurred"),
    # reciprocal deeds
    ("Chile and Bolivia signed a border treaty.", "BOL 057 CHL occurred"),
    ("Emmanuel Macron and Olaf Scholz met on Tuesday.", "DEUGOV 040 FRAGOV occurred"),
    # CAMEO 042-044: where they met says who visited whom
    ("Emmanuel Macron and Olaf Scholz met in Berlin.", "FRAGOV 042 DEUGOV occurred"),
    ("Emmanuel Macron met Olaf Scholz in Geneva.", "FRAGOV 044 DEUGOV occurred"),
    ("Emmanuel Macron met Olaf Scholz in Geneva.", "DEUGOV 042 CHE occurred"),
    # causation, obligation, decisions
    ("The Russian president ordered an attack on Ukraine.", "RUSGOV 190 UKR occurred"),
    ("The French foreign minister said Russia must withdraw its troops from Georgia.", "FRAGOV 1056 RUS requested"),
    ("EU foreign ministers agreed to impose sanctions on Belarus.", "IGOEUREEC 163 BLR occurred"),
    ("Shelling killed two civilians in Donetsk.", " 19* UKRCVL occurred"),
    # negation, denial, hypothesis, questions
    ("Chile did not sign the agreement with Bolivia.", "CHL 057 BOL negated"),
    ("Iran denied that it had held talks with Iraq.", "IRN 046 IRQ denied"),
    ("If Canada imposes sanctions on Belarus, trade will suffer.", "CAN 163 BLR hypothetical"),
    ("Will Japan lift sanctions on Myanmar?", "JPN 085 MMR hypothetical"),
    ("Japan could lift sanctions on Myanmar.", "JPN 085 MMR hypothetical"),
    # the thing a deed answers to is not its subject's own
    (
        "The European Union imposed sanctions on Belarus on Tuesday over the arrest of a journalist, diplomats said.",
        "IGOEUREEC 163 BLR occurred",
    ),
    # reported speech and its attribution
    ("Japan will lift sanctions on Myanmar, the foreign ministry said.", "JPN 0354 MMR planned"),
    ("Japan said it would lift sanctions on Myanmar.", "JPN 0354 MMR planned"),
    # headlines in the present tense
    ("Canada imposes sanctions on Belarus", "CAN 163 BLR occurred"),
    ("Modi to visit Nepal", "INDGOV 036 NPL planned"),
    # refusals in the future
    ("Canada will not lift sanctions on Belarus.", "CAN 1244 BLR occurred"),
    # ongoing
    ("Chile is negotiating with Bolivia.", "CHL 046 BOL ongoing"),
    # what may be done is a threat where the doer or his spokesman says so, else a possibility
    ("Chad may blockade Niger, a deputy minister warned.", "TCD 1381 NER threatened"),
    ("Iran said that it might blockade Iraq.", "IRN 1381 IRQ threatened"),
    ("Chad may blockade Niger, the Ghanaian president said.", "TCD 191 NER hypothetical"),
    ("Chad may blockade Niger.", "TCD 191 NER hypothetical"),
    ("Turkey could attack Syria, its defence minister warned.", "TURGOVMIL 138* SYR threatened"),
    ("Eritrea might bomb Ethiopia, the air force hinted.", "ERI 138* ETH threatened"),
    ("Zambian unions may strike unless the Zambian government repeals the levy.", "ZMBLAB 133 ZMB threatened"),
    ("Eritrea would bomb Ethiopia, the air force warned.", "ERI 138* ETH threatened"),
    # set, poised, expected to
    ("Iran is poised to blockade Iraq.", "IRN 1381 IRQ threatened"),
    ("Peru and Chile are set to resume talks.", "PER 036 CHL planned"),
    # an intent that is negated is a refusal, a refusal that is negated an intent
    ("Norway is not ready to lift its sanctions on Cuba.", "NOR 1244 CUB occurred"),
    ("Togo vowed never to lift its sanctions on Benin.", "TGO 1244 BEN occurred"),
    ("Greece has no intention of lifting its sanctions on Turkey.", "GRC 1244 TUR occurred"),
    ("Togo pledged not to attack Benin.", "TGO 0356 BEN planned"),
    ("Togo did not rule out an attack on Benin.", "TGO 138* BEN threatened"),
    ("Togo will not send troops to Benin.", "TGO 1212 BEN occurred"),
    ("Peru would not extradite the banker to Chile.", "PER 1213 CHL occurred"),
    # what is no longer done has ended
    ("Norway no longer imposes sanctions on Cuba.", "NOR 085 CUB occurred"),
    ("The Kenyan president would not comment on Somalia.", "KENGOV 011 SOM occurred"),
    ("India will no longer buy oil from Iran.", "IND 1211 IRN occurred"),
    ("Togo is not ruling out an intervention in Benin.", "TGO 014 BEN occurred"),
    ("Ghana is about to recognise Kosovo.", "GHA 032 XKX planned"),
    ("The Swiss union will sue the French government.", "CHELAB 131 FRAGOV threatened"),
    # to have tried to kill is an attempt
    ("Belgian officers attempted to assassinate the Congolese president.", "BELCOP 185 CODGOV occurred"),
    # soldiers who shoot people of another country fight
    ("A Jordanian soldier gunned down seven Israeli schoolgirls.", "JORMIL 193 ISREDU occurred"),
    # a plan of two for what joins them
    ("Oman and Qatar vowed to deepen ties.", "OMN 032 QAT planned"),
    # eased, suspended, cancelled
    ("Armenia suspended talks with Turkey.", "ARM 164 TUR occurred"),
    ("Antony Blinken postponed a trip to Beijing.", "USAGOV 161 CHN occurred"),
    ("Iran withdrew from the nuclear agreement with Iraq.", "IRN 160 IRQ occurred"),
    # the phrase of the last of several objects, of an object's noun, of a gerund
    ("China flew blankets and a mobile clinic to Serbia.", "CHN 07* SRB occurred"),
    ("Kenya placed a Somali legislator in administrative detention.", "KEN 173 SOMLEG occurred"),
    ("Egypt accused Sudanese farmers of collaborating with Ethiopia.", "EGY 1125 SDNAGR occurred"),
    # be + to-infinitive, two objects, no verb
    ("Togo's king is to pay a visit to Mali.", "TGOGOV 036 MLI planned"),
    ("Norway offered Ghana emergency aid.", "NOR 0333 GHA planned"),
    ("Chile's foreign minister is in Baghdad for talks with Iraqi leaders.", "CHLGOV 046 IRQGOV occurred"),
]

NOTHING = [
    "Bilateral trade volumes declined in recent months.",
    "Shares in Tokyo rose two percent on Tuesday.",
    "Real Madrid beat Manchester City in the final.",
    "The film tells the story of a fisherman and his daughter.",
]


def told(coder: Coder, sentence: str) -> set[tuple[str, str, str, str]]:
    mentions = coder.code(sentence, published=DAY)
    return {
        (m.source_code or "", m.cameo_code, m.target_code or "", "negated" if m.polarity == "negated" else m.modality)
        for m in mentions
    }


@pytest.mark.parametrize(("sentence", "want"), CASES, ids=[c[1] + " | " + c[0][:40] for c in CASES])
def test_sentences(coder: Coder, sentence: str, want: str) -> None:
    source, code, target, modality = want.split(" ")
    found = told(coder, sentence)
    assert any(
        s == source and t == target and m == modality and (c == code or (code[-1] == "*" and c.startswith(code[:-1])))
        for s, c, t, m in found
    ), f"found {sorted(found)}"


@pytest.mark.parametrize("sentence", NOTHING)
def test_nothing_happened(coder: Coder, sentence: str) -> None:
    assert told(coder, sentence) == set()


def test_reasons_are_not_deeds_of_the_subject(coder: Coder) -> None:
    found = told(coder, "France condemned Russia over the attack on Kyiv.")
    assert {(s, c) for s, c, _, _ in found if s == "FRA"} == {("FRA", "111")}


def test_a_protest_that_gives_the_reason_is_no_rally(coder: Coder) -> None:
    found = told(coder, "France recalled its ambassador to Togo in protest at the decision.")
    assert {c for _, c, _, _ in found} == {"161"}


def test_a_coordinated_deed_keeps_the_place(coder: Coder) -> None:
    text = "WASHINGTON (Wire) - Tony Blair visited Tripoli last month and met Muammar Gaddafi in a tent."
    mentions = coder.code(text, published=date(2004, 4, 23), dateline="WASHINGTON")
    assert {m.place_name for m in mentions if m.trigger_text == "met"} == {"Tripoli"}


HEADLINE = "Norwegian foreign minister visits Oman\n\nThe Norwegian foreign minister visited Oman on {}."


@pytest.mark.parametrize(
    "when,days",
    [
        ("Tuesday", {(date(2024, 5, 14), "article"), (date(2024, 5, 14), "relative")}),
        ("9 March", {(DAY, "publication"), (date(2024, 3, 9), "explicit")}),  # an earlier visit
    ],
)
def test_a_headline_takes_the_day_that_its_article_gives_the_deed(
    coder: Coder, when: str, days: set[tuple[date, str]]
) -> None:
    mentions = [m for m in coder.code(HEADLINE.format(when), published=DAY) if m.cameo_code == "042"]
    assert {(m.date_from, m.date_method) for m in mentions} == days


def placed(coder: Coder, sentence: str, dateline: str | None = None) -> set[tuple[str, str, str, str | None]]:
    """Code, target, first day, place."""
    mentions = coder.code(sentence, published=DAY, dateline=dateline)
    return {(m.deed_code or m.cameo_code, m.target_code or "", str(m.date_from), m.place_name) for m in mentions}


@pytest.mark.parametrize(
    "sentence,want",
    [
        (
            "The Omani foreign minister flew to Accra, Ghana, on Monday, Lome on Tuesday and Cotonou on Wednesday.",
            {
                ("042", "GHA", "2024-05-13", "Accra"),
                ("042", "TGO", "2024-05-14", "Lomé"),
                ("042", "BEN", "2024-05-15", "Cotonou"),
            },
        ),
        (
            "The Omani foreign minister will travel to Riga, Latvia; Vilnius, Lithuania; and Tallinn from June 2 to 5.",
            {
                ("042", "LVA", "2024-06-02", "Riga"),
                ("042", "LTU", "2024-06-02", "Vilnius"),
                ("042", "EST", "2024-06-02", "Tallinn"),
            },
        ),
        (
            "The Omani foreign minister arrived in Oslo, Norway, on Monday, and Denmark expects him on Friday.",
            {("042", "NOR", "2024-05-13", "Oslo")},
        ),
        (
            "The Omani foreign minister will travel to the People's Republic of China on 20 May.",
            {("042", "CHN", "2024-05-20", "China")},
        ),
        (
            "The Omani foreign minister will fly on 20 May to Doha, where he will meet the Qatari emir.",
            {("042", "QAT", "2024-05-20", "Doha"), ("040", "QATGOV", "2024-05-20", "Doha")},
        ),
        ("Peru and Chile signed an accord on flights in Quito on Monday.", {("057", "CHL", "2024-05-13", "Quito"),
                                                                             ("057", "PER", "2024-05-13", "Quito")}),
        ("The Omani foreign minister flew to Doha on Monday to meet the Qatari emir.",
         {("042", "QAT", "2024-05-13", "Doha"), ("040", "QATGOV", "None", "Doha")}),
        ("Protesters marched through Lima on Tuesday against Peru's government.",
         {("141", "PERGOV", "2024-05-14", "Lima")}),
        ("The Omani foreign minister will visit Chile.", {("042", "CHL", "None", "Chile")}),
    ],
)  # fmt: skip
def test_every_stop_has_its_own_day_and_place(
    coder: Coder, sentence: str, want: set[tuple[str, str, str, str | None]]
) -> None:
    assert {row for row in placed(coder, sentence) if row[0] != "043"} == want


def test_a_journey_that_ends_is_not_called_off_and_one_to_come_is_planned(coder: Coder) -> None:
    ended = coder.code("The Omani foreign minister ended his tour with a visit to Peru.", published=DAY)
    assert {(m.cameo_code, m.modality) for m in ended} == {("042", "occurred"), ("043", "occurred")}
    coming = coder.code("The Omani foreign minister will end his tour with a visit to Peru.", published=DAY)
    assert {(m.cameo_code, m.modality) for m in coming} == {("036", "planned")}


def test_a_dateline_stands_for_here_and_not_for_places_unknown(coder: Coder) -> None:
    arrived = "The Omani foreign minister arrived here on Sunday."
    assert ("040", "QAT", "2024-05-15", "Lima") in placed(coder, "Oman met Qatar on Wednesday.", "LIMA")
    assert all(row[3] is None for row in placed(coder, "Chad's army attacked rebels near Xyrdmakh.", "PARIS"))
    assert all(row[3] in (None, "Lima") for row in placed(coder, arrived, "LIMA"))


def test_a_title_may_say_that_one_spoke_by_telephone(coder: Coder) -> None:
    text = "The Omani foreign minister spoke today with the Qatari foreign minister."
    for title, code in (("Minister's Call with Qatari Foreign Minister", "041"), ("Minister calls for calm", "040")):
        assert {m.cameo_code for m in coder.code(text, title=title, published=DAY)} == {code}


def test_offsets_point_at_the_words(coder: Coder) -> None:
    text = "It rained in Lima.\n\nIn Quito, Canada imposed sanctions on Belarus."
    (mention,) = coder.code(text, published=DAY)
    assert text[mention.trigger_start : mention.trigger_end] == mention.trigger_text == "imposed"
    assert mention.source_start is not None and text[mention.source_start : mention.source_end] == "Canada"
    assert mention.target_start is not None and text[mention.target_start : mention.target_end] == "Belarus"
    assert text[mention.sentence_start : mention.sentence_end].startswith("In Quito")


def test_codes_are_text_with_their_zero(coder: Coder) -> None:
    codes = {m.cameo_code for m in coder.code("The Brazilian president visited Peru.", published=DAY)}
    assert codes == {"042", "043"}


def test_given_actors_are_taken_as_they_are(coder: Coder) -> None:
    (mention,) = coder.code(
        "The 14 signatory powers imposed sanctions on the breakaway region.",
        source_text="The 14 signatory powers",
        target_text="the breakaway region",
    )
    assert mention.cameo_code == "163"
    assert (mention.source_start, mention.source_end) == (0, 23)


def test_many_texts_keep_their_order_and_do_not_mix(coder: Coder) -> None:
    texts = [
        Text(f"{name} imposed sanctions on Belarus.", published=DAY) for name in ("Canada", "Japan", "Norway")
    ] * 40
    codes = [[m.source_code for m in mentions] for mentions in coder.code_many(texts)]
    assert codes == [["CAN"], ["JPN"], ["NOR"]] * 40


def test_a_dateline_is_no_actor(coder: Coder) -> None:
    (mention,) = coder.code("OTTAWA (Wire) - Japan imposed sanctions on Belarus.", published=DAY)
    assert mention.source_code == "JPN"


def test_a_speakers_label_is_no_subject(coder: Coder) -> None:
    text = "MR PRICE: (Laughter) Canada imposed sanctions on Belarus.\n\nSECRETARY BLINKEN: The experts praised Jordan."
    mentions = coder.code(text, published=DAY)
    assert [(m.source_country, m.cameo_code) for m in mentions if m.cameo_code == "163"] == [("CAN", "163")]
    assert all(m.source_country != "USA" for m in mentions)


def between(coder: Coder, sentence: str, source: str, target: str) -> str:
    """The code from ``source`` to ``target``, by the patterns alone."""
    reading = coder.read_given(coder.nlp(coder.make_doc(sentence)), Text(sentence, None, None, None, source, target))
    sides = [locate(reading.doc, source), locate(reading.doc, target)]
    choice = coder._choose(reading, sides, None)
    assert choice is not None
    return coder.tense(choice[0], coder.status(reading, choice[0].clause))[0]


@pytest.mark.parametrize(
    ("sentence", "source", "target", "code"),
    [
        # whoever tells of a hostile deed alleges it against its doer
        ("Nepal's ministers say that Sikkim has blockaded the pass.", "Nepal's ministers", "Sikkim", "1123"),
        ("Nepal's ministers say that Sikkim has blockaded the pass.", "Sikkim", "the pass", "191"),
        # third parties are asked to stand by someone
        ("Fiji urged Peru to praise Chile.", "Fiji", "Chile", "053"),
        ("Fiji urged Peru to praise Chile.", "Fiji", "Peru", "022"),
        # a place that is named as a side is one
        ("Laos undertook to withdraw from the Pakse salient.", "Laos", "Pakse salient", "0356"),
        # a deed denied is a denial, for who is asked about the one who denies
        ("The abbey denied robbing the pilgrims.", "The abbey", "the pilgrims", "016"),
    ],
)
def test_given_actors_decide_what_a_sentence_tells(
    coder: Coder, sentence: str, source: str, target: str, code: str
) -> None:
    assert between(coder, sentence, source, target) == code


def test_given_actors_who_met_at_a_third_place(coder: Coder) -> None:
    sides = {"source_text": "Ghana's president", "target_text": "Togo's president"}
    (mention,) = coder.code("Ghana's president met Togo's president in Geneva.", **sides)
    assert mention.cameo_code == "044"
