"""Intent, appeal, demand, refusal and threat crossed with what is promised, asked, refused or threatened.

CAMEO 02x, 03x, 10x, 12x and 13x have one code for each kind of deed. The grid puts the words of a deed (DEEDS) into the
words of a frame (FRAMES); each cell must give the one code that the manual's parallel gives, between the right
countries, and no second event.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from pipeline.coding.coder import Coder, Mention, Text

# name, adjective, capital, code
STATES = [
    ("Kenya", "Kenyan", "Nairobi", "KEN"), ("Uganda", "Ugandan", "Kampala", "UGA"),
    ("Chile", "Chilean", "Santiago", "CHL"), ("Peru", "Peruvian", "Lima", "PER"),
    ("Norway", "Norwegian", "Oslo", "NOR"), ("Poland", "Polish", "Warsaw", "POL"),
    ("Malaysia", "Malaysian", "Kuala Lumpur", "MYS"), ("Vietnam", "Vietnamese", "Hanoi", "VNM"),
    ("Morocco", "Moroccan", "Rabat", "MAR"), ("Algeria", "Algerian", "Algiers", "DZA"),
    ("Armenia", "Armenian", "Yerevan", "ARM"), ("Turkey", "Turkish", "Ankara", "TUR"),
    ("Cambodia", "Cambodian", "Phnom Penh", "KHM"), ("Ethiopia", "Ethiopian", "Addis Ababa", "ETH"),
    ("Nepal", "Nepalese", "Kathmandu", "NPL"), ("Bolivia", "Bolivian", "La Paz", "BOL"),
]  # fmt: skip

# kind: codes (intent, appeal, demand, refuse), words of the deed; {o} and {oa}: the one it is done to.
DEEDS: dict[str, tuple[tuple[str, str, str, str], list[str]]] = {
    "trade": (("0311", "0211", "1011", "1211"),
        ["buy more wheat from {o}", "export natural gas to {o}", "invest in {oa} railways"]),
    "army": (("0312", "0212", "1012", "1212"),
        ["hold joint naval exercises with {o}", "take part in joint border patrols with {o}"]),
    "court": (("0313", "0213", "1013", "1213"),
        ["extradite two bankers to {o}", "hand over the suspected bombers to {o}"]),
    "intelligence": (("0314", "0214", "1014", "1214"), ["share intelligence with {o}", "pass radar data to {o}"]),
    "diplomacy": (("032", "022", "102", "120"),
        ["establish diplomatic relations with {o}", "back {o}'s candidacy for the post"]),
    "money": (("0331", "0231", "1031", "1221"),
        ["lend {o} 200 million dollars", "write off {o}'s debt", "provide {o} with financial aid"]),
    "arms": (("0332", "0232", "1032", "1222"), ["supply {o} with anti-tank missiles", "send artillery shells to {o}"]),
    "relief": (("0333", "0233", "1033", "1223"), ["send food and medicine to {o}", "provide humanitarian aid to {o}"]),
    "peacekeeping": (("0334", "0234", "1034", "1224"),
        ["send peacekeepers to {o}", "deploy 800 peacekeeping troops in {o}"]),
    "leader": (("0341", "0241", "1041", "1231"), ["hold early elections", "hand over power to a civilian government"]),
    "policy": (("0342", "0242", "1042", "1232"), ["change its immigration policy", "repeal the citizenship law"]),
    "rights": (("0343", "0243", "1043", "1233"),
        ["respect the rights of its minorities", "grant women the right to vote"]),
    "regime": (("0344", "0244", "1044", "1234"), ["grant autonomy to the northern province", "restore democracy"]),
    "curfew": (("0351", "0251", "1051", "1241"), ["lift the state of emergency", "end the ban on opposition parties"]),
    "captives": (("0353", "0253", "1053", "1243"),
        ["release 40 {oa} sailors", "return the stolen statues to {o}", "free two {oa} journalists"]),
    "sanctions": (("0354", "0254", "1054", "1244"),
        ["lift its sanctions against {o}", "ease the trade embargo on {o}"]),
    "access": (("0355", "0255", "1055", "1245"),
        ["admit weapons inspectors", "allow aid convoys into the besieged town"]),
    "retreat": (("0356", "0256", "1056", "1246"),
        ["withdraw its troops from the border with {o}", "declare a ceasefire", "stop shelling {oa} villages"]),
    "meeting": (("036", "026", "106", "125"),
        ["hold talks with {o}", "meet {o}'s foreign minister", "resume negotiations with {o}"]),
    "peace": (("037", "027", "107", "127"), ["settle its border dispute with {o}", "sign a peace treaty with {o}"]),
    "mediator": (("038", "028", "108", "126"),
        ["accept mediation by the African Union", "agree to United Nations mediation"]),
}  # fmt: skip

THREATS: dict[str, tuple[str, list[str]]] = {
    "relations": ("1313", ["sever diplomatic ties with {o}", "recall its ambassador from {o}"]),
    "aid": ("1311", ["cut off aid to {o}", "suspend arms deliveries to {o}"]),
    "sanction": ("1312", ["impose sanctions on {o}", "boycott {oa} goods"]),
    "talks": ("134", ["suspend talks with {o}", "pull out of the negotiations with {o}"]),
    "blockade": ("1381", ["blockade {o}'s ports", "impose a naval blockade on {o}"]),
    "occupy": ("1382", ["annex the {oa} islands", "occupy {oa} territory"]),
    "attack": ("1384", ["attack {o}", "bomb {oa} airfields", "launch air strikes on {o}"]),
}

FRAMES: dict[str, list[str]] = {
    "intent": [
        "{A} agreed on Monday to {do}.", "{A} is ready to {do}, officials said.", "{A} said it was willing to {do}.",
        "{A} has offered to {do}.", "{A} will {do} next month.", "{A} plans to {do}.",
        "{A} promised on Thursday to {do}.", "The {Aa} foreign minister said his country was prepared to {do}.",
        "{A} announced that it would {do}.", "{A} expressed its readiness to {do}.",
        "{A} is expected to {do} in the coming weeks.", "The {Aa} parliament approved a plan to {do}.",
        "{A} decided on Sunday to {do}.", "{A} intends to {do}, a spokesman said.", "{A} has vowed to {do}.",
        "{A} announced plans to {do}.", "{A} has agreed in principle to {do}.", "{A} committed itself to {doing}.",
        "{A} is willing in the end to {do}, diplomats said.",
    ],
    "appeal": [
        "{A} urged {B} to {do}.", "{A} called on {B} to {do}.", "{A} renewed its appeal to {B} to {do}.",
        "{A} pressed {B} on Tuesday to {do}.", "{A} has asked {B} to {do}.", "{A} repeated its call for {B} to {do}.",
        "{B} should {do}, the {Aa} foreign minister said.", "{A} wants {B} to {do}.", "{A} appealed to {B} to {do}.",
        "{B} was urged by {A} to {do}.", "{A} is trying to persuade {B} to {do}.",
        "{A} issued a fresh plea for {B} to {do}.", "{A} proposed that {B} {do}.", "{A} said that {B} should {do}.",
        "{A} is lobbying {B} to {do}.",
    ],
    "demand": [
        "{A} demanded that {B} {do}.", "{A} insisted that {B} {do}.",
        "{B} must {do}, the {Aa} foreign minister said.", "{A} repeated its demand that {B} {do}.",
        "{A} ordered {B} to {do}.", "{A} told {B} to {do}.", "{A} said {B} must {do} immediately.",
        "{A} demanded on Friday that {B} should {do}.", "{A} is demanding that {B} {do}.",
        "{A}'s demand that {B} {do} was repeated on Friday.", "{A} is putting pressure on {B} to {do}.",
    ],
    "refuse": [
        "{A} refused to {do}.", "{A} will not {do}, its foreign minister said.", "{A} ruled out {doing}.",
        "{A} declined to {do}.", "{A} rejected a request by {B} to {do}.", "{A} rejected {B}'s demand to {do}.",
        "{A} said it would not {do}.", "{A} is not prepared to {do}.", "{A} is unwilling to {do}.",
        "{A}'s refusal to {do} was announced on Friday.", "{A} dismissed calls to {do}.",
        "{A} went back on its promise to {do}.", "{A} turned down an appeal from {B} to {do}.",
        "{A} has vowed never to {do}.", "{A} reneged on a pledge to {do}.",
        "{A} has no plans to {do}, a minister said.", "{A} is not willing to {do}.",
        "{A} has refused repeatedly to {do}.", "{A} has no intention of {doing}.",
    ],
    "threaten": [
        "{A} threatened to {do}.", "{A} warned that it would {do}.", "{A} will {do}, its president said.",
        "{A} vowed to {do}.", "{A} may {do}, its defence minister said.",
        "{A} could {do}, its foreign minister warned.", "{A} is preparing to {do}.", "{A} plans to {do}.",
        "{A} repeated its threat to {do}.", "{A} is ready to {do}, its president said.",
        "{A} will not hesitate to {do}, its president said.", "{A} reserves the right to {do}.",
        "{A} intends to {do}.", "{A} said it would {do}.",
    ],
}  # fmt: skip

# Cells that the coder does not read yet: keep this shrinking.
HOLES = frozenset(
    """intelligence.intent17 leader.intent18 policy.intent9 captives.intent18 meeting.intent17 arms.demand3
    relief.demand9 leader.demand3 leader.demand9 rights.demand9 regime.demand9 curfew.demand9 captives.demand9
    access.demand9 diplomacy.refuse9 diplomacy.refuse17 rights.refuse9 regime.refuse18 retreat.refuse9""".split()
)


class Cell(NamedTuple):
    """One sentence of the grid. ``name``: deed.frame+number; ``sides``: countries of source and target ("": any)."""

    name: str
    text: str
    code: str
    source: str
    target: str


def gerund(words: str) -> str:
    """ "lift the curfew" -> "lifting the curfew"."""
    verb, space, rest = words.partition(" ")
    known = {"cut": "cutting", "stop": "stopping", "admit": "admitting"}
    cut = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    return known.get(verb, f"{cut}ing") + space + rest


def cells() -> Iterator[Cell]:
    """Every cell of the grid, its two countries and the words of its deed in turn."""
    turn = 0
    for column, (kind, frames) in enumerate(FRAMES.items()):
        deeds = THREATS.items() if kind == "threaten" else ((n, (codes[column], does)) for n, (codes, does) in DEEDS.items())
        for name, (code, does) in deeds:
            for number, frame in enumerate(frames):
                words = does[(number + turn) % len(does)]
                turn += 1
                a, b, c = (STATES[(turn * 2 + k) % len(STATES)] for k in (0, 1, 5))
                asked = "{B}" in frame and kind != "refuse"
                other = b if not asked else c if name in ("meeting", "peace") else a  # with whom, to whom
                do = words.format(o=other[0], oa=other[1])
                who = (a[0], f"the {a[1]} government", a[2])[turn % 3]
                text = frame.format(A=who, Aa=a[1], B=b[0], do=do, doing=gerund(do))
                target = b[3] if "{B}" in frame or "{o" in words else ""
                yield Cell(f"{name}.{kind}{number}", text[0].upper() + text[1:], code, a[3], target)


@pytest.fixture(scope="module")
def coded(coder: Coder) -> dict[str, tuple[Cell, list[Mention]]]:
    """The whole grid, coded at once (about two seconds)."""
    grid = [cell for cell in cells() if cell.name not in HOLES]
    return {c.name: (c, m) for c, m in zip(grid, coder.code_many(Text(cell.text) for cell in grid), strict=True)}


@pytest.mark.parametrize("frame", [f"{kind}{number}" for kind in FRAMES for number in range(len(FRAMES[kind]))])
def test_frame(coded: dict[str, tuple[Cell, list[Mention]]], frame: str) -> None:
    wrong = []
    for cell, mentions in coded.values():
        if cell.name.partition(".")[2] != frame:
            continue
        sides = any(
            m.source_country == cell.source and (not cell.target or m.target_country == cell.target) for m in mentions
        )
        if {m.cameo_code for m in mentions} != {cell.code} or not sides:
            found = [(m.source_code, m.cameo_code, m.target_code) for m in mentions]
            wrong.append(f"{cell.name}: {cell.source} {cell.code} {cell.target}, not {found}: {cell.text}")
    assert not wrong, "\n".join(wrong)
