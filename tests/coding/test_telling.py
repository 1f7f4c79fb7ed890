"""Which sentences without two countries make a row: who speaks for the public, what stands alone, what is scenery."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.coding.coder import Coder

DAY = date(1994, 6, 2)

# sentence, code that must be among the mentions
TOLD = [
    # who speaks: offices, bodies, spokesmen, also behind a quotation
    ("The governor's office said that the ferry would sail again on Friday.", "010"),
    ('"The bread is safe to eat," a spokeswoman for the bakers said.', "010"),
    ("The reserve bank put the deficit at 3.1 billion.", "010"),
    ("The bishop told the congregation that the famine was over.", "010"),
    ("The opposition leader called the budget a conjuring trick.", "010"),
    ("The high court ruled that the ballot papers were valid.", "010"),
    # deeds whose doer nobody knows, or whose sides have no country
    ("Shots were fired at a mail coach outside the quarry.", "193"),
    ("A bomb exploded in a shoe shop, killing two customers.", "1834"),
    ("A night curfew was imposed on the old town.", "1723"),
    ("The ban on kite flying was lifted on Sunday.", "085"),
    ("An inquiry has been opened into the sinking of the dredger.", "093"),
    ("The water board rejected the plumbers' offer out of hand.", "120"),
    ("The pilots threatened to fly no more cargo at night.", "130"),
    ("The ministry issued a warning that the reservoirs were low.", "010"),
    # what political actors do in public
    ("President Okoro waves to schoolgirls in Enugu, March 9, 1994.", "010"),
    ("The duchess opened a bridge at Stromness.", "010"),
    ("The Maltese cabinet will vote on the dog tax.", "010"),
    ("The county council shelved the by-election budget.", "010"),
    ("Baltic finance ministers gathered in Parnu for a summit on herring.", "040"),
    ("Zara Quist, the opposition candidate, said that the mayor had slept through the flood.", "010"),
    # criticism in idiom, headlines
    ("The Danish premier fired a parting shot at the Swedish government.", "111"),
    ("The Maltese speaker took flak for his hat.", "111"),
    ("Estonian minister to visit Gabon", "036"),
    ("Editors jailed in Togo", "173"),
    ("Navy chief quits in Paraguay", "0831"),
    # role nouns
    ("Shop stewards demanded an independent inquiry.", "1013"),
]

# sentences that tell of no event
SCENERY = [
    "A week after two earthquakes killed tens of thousands of people in Chile and Peru, help came.",
    "Norwegian and Danish teams suspended their work because of the rain.",
    # who does not speak in public
    '"We never lock the door," said one diplomat over his soup.',
    "Plum growers said the frost had come too late to matter.",
    "A retired colonel says that half of the guns are made of wood.",
    "A taxi driver will tell you that the minister never tips.",
    "The general once said that maps were for tourists.",
    "The late envoy wrote a cookbook.",
    "Sweden's coach said his skiers had the wrong wax.",
    "The ministry has never confirmed the story.",
    "Investors fear that the mint has run out of ink.",
    # other times, other worlds
    "The 1911 treaty between Persia and Oman still hangs in the library.",
    "In 1799 the French attacked the Egyptians below the village.",
    "For three centuries the island was fought over by the Danes and the Swedes.",
    "The film shows how Turkish soldiers besieged a Greek monastery.",
    "An opera about the assassination of a Danish king opens the season.",
    "It was here that the Spanish surrendered to the Chileans.",
    "The villa was shelled in 1987 and is now a school.",
    "He was arrested at the age of 19 and has written verse ever since.",
    "She is a lawyer who defended the dockers and was twice imprisoned.",
    "It is said that the old king could kill a bear with a spoon.",
    # no hand in it
    "A bus left the road at a bend and eleven passengers were killed.",
    "Landslides cut off nine villages.",
    "The corporal shot himself in the guardroom.",
    # private people, and who only says how he knows
    "A baker was stabbed in a brawl outside a pub in Hull.",
    "Detectives arrested a plumber over the theft of a harp.",
    "Bailiffs evicted a widow from her cottage.",
    "The brewery admitted that the bottles had been watered down.",
    "Two welders were killed by a falling crane in Dubai.",
    "An explosion at a sugar refinery killed four workers.",
    "Between 1991 and 1996 nine hundred people were shot in the city.",
    "According to the town council, the well had been dry since Easter.",
    "The pit was flooded to the third level, the mine inspector announced.",
    "The arbitration panel found that the printers had been underpaid.",
    "Rescue workers said the tunnel had been cleared.",
    "The senator's parrot has learnt to whistle.",
    "The speaker takes over when the president is ill.",
    # how things are
    "Troops from six countries are stationed on the plateau.",
    "Nobody has been arrested over the theft.",
    "In the hills people blame the railway for the hail.",
    "Norwegian and Danish veterans meet each spring.",
    "Brazil's coffee captured the Japanese market.",
    "Kenya attacked from the first whistle of the cup tie and Ghana defended with ten men.",
]


@pytest.mark.parametrize(("text", "code"), TOLD)
def test_told(coder: Coder, text: str, code: str) -> None:
    assert code in {m.cameo_code for m in coder.code(text, published=DAY)}


@pytest.mark.parametrize("text", SCENERY)
def test_scenery(coder: Coder, text: str) -> None:
    assert [(m.source_code, m.cameo_code, m.target_code) for m in coder.code(text, published=DAY)] == []


def test_who_is_an_actor_as_a_subject_only(coder: Coder) -> None:
    """A body without a state is one where it acts, not in "on board"."""
    assert coder.code("The board cut its grant to the orchestra.", published=DAY)[0].source_code == "GOV"
    assert coder.code("Nine passengers were on board.", published=DAY) == []
