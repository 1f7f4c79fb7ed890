"""The right country on both sides: which rules give it, and where they must keep still.

Belongs here: sentences and the countries of their dyads. Not here: codes (test_coder.py), names (tests/actors).
"""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.actors.dictionary import INTERNATIONAL
from pipeline.coding.coder import Coder, Text
from pipeline.coding.home import OWN_TARGET

# text, dyads that must be coded: "SOURCE>TARGET" by country, "-" for none, "IGO" for any international body
CASES = [
    # a role without a country, from the target
    ("Authorities released three Eritrean pastors after two years in prison.", "ERI>ERI"),
    ("A grand jury indicted the governor of Puebla, Mexico, for fraud.", "MEX>MEX"),
    ("Police on Monday night arrested the editor of Zimbabwe's only independent daily.", "ZWE>ZWE"),
    ("Farmers blocked roads to protest against the Greek government's fuel tax.", "GRC>GRC"),
    ("Troops opened fire on Angolan demonstrators, killing two.", "AGO>AGO"),
    ("A court jailed two Belarusian journalists for ten years.", "BLR>BLR"),
    # a role without a country, from the source
    ("The Sudanese president invited opposition parties to join a unity government.", "SDN>SDN"),
    ("Ugandan police arrested forty students during a march on Monday.", "UGA>UGA"),
    ("Iran executed two dissidents on Sunday.", "IRN>IRN"),
    ("Swazi police fired tear gas at university students on Tuesday.", "SWZ>SWZ"),
    ("Cuba arrested several dissidents who had planned a march.", "CUB>CUB"),
    ("Zambia's government reopened the university and reinstated expelled students.", "ZMB>ZMB"),
    # courts
    ("Indonesia's supreme court cleared the police chief of murder.", "IDN>IDN"),
    ("The high court ordered the Botswana government to give the bushmen back their land.", "BWA>BWA"),
    ("Prosecutors in Lima asked a judge to jail the opposition leader.", "PER>PER"),
    ("Spain's high court jailed a separatist leader for sedition.", "ESP>ESP"),
    ("A judge ordered the arrest of the former Guatemalan president.", "GTM>GTM"),
    # protests without addressee
    ("Hundreds of teachers rallied in La Paz over unpaid wages.", "BOL>BOL"),
    ("Railway workers across India launched an indefinite strike on Wednesday.", "IND>IND"),
    ("Bulgarian farmers blocked the main border crossings with their tractors.", "BGR>BGR"),
    ("Several hundred Mauritanian women protested outside the presidential palace against bread prices.", "MRT>MRT"),
    ("Angry crowds took to the streets of Dhaka after the opposition leader was barred from the ballot.", "BGD>BGD"),
    # reform at home
    ("Kyrgyzstan's president stepped down after two days of unrest.", "KGZ>KGZ"),
    ("Bhutan's king abdicated in favour of his son.", "BTN>BTN"),
    ("Chad's rulers reshuffled the cabinet.", "TCD>TCD"),
    ("Pakistan's military ruler promised to hold elections by October.", "PAK>PAK"),
    ("The Nigerian junta lifted a ban on political activity.", "NGA>NGA"),
    # bans and censorship
    ("Nigeria's military government closed three newspapers and a magazine.", "NGA>NGA"),
    ("The authorities in Tirana closed two opposition radio stations.", "ALB>ALB"),
    ("The Kuwaiti government barred reporters from covering the trial.", "KWT>KWT"),
    ("Malaysian authorities banned a book by an opposition politician.", "MYS>MYS"),
    ("China detained a Canadian businessman for espionage.", "CHN>CAN"),
    # peoples, settlers, camps
    ("Ethnic Greeks clashed with police in the Albanian town of Saranda.", "ALB>ALB"),
    ("Jewish settlers beat a Palestinian farmer near Jenin.", "ISR>PSE"),
    ("Malian soldiers attacked a refugee camp in southern Algeria.", "MLI>DZA"),
    ("UN peacekeepers in southern Sudan fought Sudanese militiamen.", "IGO>SDN"),
    ("East German police beat protesters in Dresden.", "DDR>DDR"),
    # what force strikes, whom a charge is about, whose troops they are
    ("Kurdish guerrillas attacked Iraqi troops, a spokesman said in Damascus.", "IRQ>IRQ"),
    ("Peruvian guerrillas bombed a bridge.", "PER>PER"),
    ("Libyan jets bombed villages in northern Chad.", "LBY>TCD"),
    ("Harare charged that Pretoria was training dissidents to destabilise Zimbabwe.", "ZWE>ZAF"),
    ("Cuba condemned a Washington decision to sell jets to Taiwan.", "CUB>USA"),
    ("Troops loyal to Chad's president attacked a Libyan base.", "TCD>LBY"),
    ("Hamas claimed responsibility for a bomb that killed six Israeli soldiers.", "PSE>ISR"),
    # groups
    ("Supporters of the Ivorian opposition leader burned tyres in the streets.", "CIV>CIV"),
    ("Muslim militants bombed a Philippine army barracks.", "PHL>PHL"),
    ("Peasants seized land from Brazilian ranchers.", "BRA>BRA"),
    ("The largest opposition party rejected the Malagasy president's offer of talks.", "MDG>MDG"),
    ("An opposition daily accused the Mauritanian interior minister of fraud.", "MRT>MRT"),
    # nobody lends a country across borders
    ("NATO troops arrested a Bosnian Serb general on Monday.", "IGO>BIH"),
    ("Kenyan troops attacked rebels in Somalia.", "KEN>SOM"),
    ("Militants kidnapped a South Korean pastor.", "->KOR"),
    ("Foreign ministers condemned the Burmese junta.", "->MMR"),
    ("Aid workers accused the Eritrean army of looting.", "->ERI"),
    ("A U.N. court convicted a Rwandan mayor of genocide.", "IGO>RWA"),
    # a place beside the actor
    ("Gunmen in the Pakistani city of Quetta killed a lawyer.", "PAK>PAK"),
    ("Separatists in Indonesia's Aceh province killed a policeman.", "IDN>IDN"),
    ("Police in Catalonia detained a separatist mayor.", "ESP>ESP"),
    ("Judges in Milan convicted four policemen.", "ITA>ITA"),
    ("Students at the university in Lomé fought with police.", "TGO>TGO"),
    # the place of the clause
    ("Villagers attacked a police post in India's Bihar state.", "IND>IND"),
    ("Police fired rubber bullets at strikers in the port of Durban.", "ZAF>ZAF"),
    ("In Quito, police arrested a union leader.", "ECU>ECU"),
    ("In Warsaw, miners clashed with riot police.", "POL>POL"),
    ("Troops sealed off the university in Lusaka and arrested 40 students.", "ZMB>ZMB ZMB>ZMB"),
    # his own adjective wins
    ("South African police deported Zimbabwean workers.", "ZAF>ZWE"),
    ("Authorities in Libreville deported 200 Cameroonian workers.", "GAB>CMR"),
    ("Rwandan refugees in Goma attacked Congolese villagers.", "RWA>COD"),
    ("Somali refugees in Kenya's Dadaab camp attacked policemen.", "SOM>KEN"),
    ("Police in Cairo arrested three Syrian refugees.", "EGY>SYR"),
    # led and backed
    ("The US-backed rebels attacked a Nicaraguan village.", "NIC>NIC"),
    ("Iran-backed militiamen fired rockets at an American base in Iraq.", "IRQ>USA"),
    ("Pro-Iranian gunmen in Beirut freed a French hostage.", "LBN>FRA"),
    ("US-led forces killed a rebel commander in Kandahar.", "USA>AFG"),
    ("Russian-backed separatists shelled Ukrainian positions near Donetsk.", "UKR>UKR"),
    # acts of state without agent, with a place
    ("The newspaper's editor was charged with sedition in Kuala Lumpur.", "MYS>MYS"),
    ("Two opposition activists were jailed in Baku for drawing graffiti.", "AZE>AZE"),
    ("At least 30 demonstrators were taken into custody in Baku.", "AZE>AZE"),
    ("An editor was arrested in Dar es Salaam for insulting the president.", "TZA>TZA"),
    ("Dozens of protesters were detained in Minsk.", "BLR>BLR"),
    # acts of state without agent, on officials
    ("Equatorial Guinea's main opposition party was banned.", "GNQ>GNQ"),
    ("The leader of Kyrgyzstan's opposition party was sentenced to ten years in jail.", "KGZ>KGZ"),
    ("The Romanian dissident was released from prison.", "ROU>ROU"),
    ("Burundi's vice-president was placed under house arrest.", "BDI>BDI"),
    ("A former Costa Rican president was sentenced to five years for corruption.", "CRI>CRI"),
    # no guess
    ("Three militants were killed.", "->-"),
    # emergencies
    ("The president of Ecuador declared a state of emergency in three provinces.", "ECU>ECU"),
    ("Peru suspended civil liberties in the coca valleys.", "PER>PER"),
    ("The army imposed a curfew in the Kashmiri city of Srinagar.", "IND>IND"),
    ("Trinidad and Tobago declared a state of emergency.", "TTO>TTO"),
    ("Israel imposed a curfew on the Palestinian town of Jenin.", "ISR>PSE"),
    # whom a protest is against
    ("South Korean workers rallied in front of the Japanese embassy.", "KOR>JPN"),
    ("Hindu groups in Mumbai protested over Pakistan's release of a militant.", "IND>PAK"),
    ("About 2,000 Moroccans demonstrated in Rabat against the American invasion of Iraq.", "MAR>USA"),
    ("Filipino workers picketed the U.S. embassy in Manila.", "PHL>USA"),
    ("Turkish trade unions staged a one-day strike to protest against the government's austerity plan.", "TUR>TUR"),
    # whom a deed named in words befell
    ("Two soldiers died in an attack on an outpost of the Turkish army.", "->TUR"),
    ("India accused Pakistan of arming Kashmiri rebels.", "IND>PAK"),
    ("The United States condemned North Korea's abduction of Japanese citizens.", "USA>PRK"),
    ("Egypt protested to Israel over the killing of an Egyptian border guard.", "EGY>ISR"),
    ("Gunmen attacked the offices of the Ukrainian press in Odesa.", "UKR>UKR"),
    # handing over
    ("Zambia handed the fugitive over to Malawian police.", "ZMB>MWI"),
    ("Kenya handed a rebel commander over to Ethiopia.", "KEN>ETH"),
    ("Ethiopia returned the Somali prisoners to Mogadishu.", "ETH>SOM"),
    ("Italy extradited to Argentina a former naval officer.", "ITA>ARG"),
    ("Jordan extradited a Yemeni suspect to the United States.", "JOR>USA"),
    # edges and places of speaking
    ("Officials from Chile and Bolivia met on the Peruvian border.", "CHL>BOL BOL>CHL"),
    ("Rebels attacked a Congolese village close to the Rwandan border.", "COD>COD"),
    ("Troops opened fire on smugglers along the Iranian border.", "->-"),
    ("Smugglers were arrested by Algerian troops close to the Malian border.", "DZA>-"),
    # former office
    ("The ousted Fijian prime minister urged soldiers to disobey their commander.", "FJI>FJI"),
    ("The former Bolivian president accused the police of torture.", "BOL>BOL"),
    ("Former US president Jimmy Carter met the Syrian president.", "USA>SYR SYR>USA"),
    ("Former Brazilian president Rodrigo Antunes accused judges of persecuting him.", "BRA>BRA"),
    ("Former Malian president Issa Konta was arrested at his villa.", "MLI>MLI"),
    # several at once
    ("The Serbian and Croatian presidents met in Geneva.", "SRB>HRV HRV>SRB"),
    ("The Indian and Chinese foreign ministers held talks in Colombo.", "IND>CHN CHN>IND"),
    ("Police arrested Kenyan and Ugandan activists in Nairobi.", "KEN>KEN KEN>UGA"),
    (
        "The foreign ministers of Greece, Cyprus and Israel met Egypt's president.",
        "GRC>EGY CYP>EGY ISR>EGY EGY>GRC EGY>CYP EGY>ISR",
    ),
    ("The leaders of Ghana and Togo agreed to reopen their border.", "GHA>TGO TGO>GHA"),
    # said before
    (
        "Iraq and Iran exchanged 500 prisoners. Each side accused the other of holding back thousands more.",
        "IRQ>IRN IRN>IRQ",
    ),
    ("Bolivia declared a state of siege on Wednesday. Troops arrested dozens of union leaders.", "BOL>BOL BOL>BOL"),
    ("Mali and Algeria held talks in Bamako. The two neighbours agreed to joint patrols.", "MLI>DZA DZA>MLI"),
    ("Greece and Turkey held talks on Thursday. Both sides agreed to meet again.", "GRC>TUR TUR>GRC"),
    (
        "Chad and Sudan broke off relations on Monday. The two countries accused each other of backing rebels.",
        "TCD>SDN SDN>TCD",
    ),
]
# text, countries that no side may have
KEPT_STILL = [
    ("French police arrested an Algerian student.", "DZA>DZA"),
    ("Gunmen kidnapped an Italian aid worker on Thursday.", "ITA>ITA"),
    ("Foreign troops killed four Afghan villagers.", "AFG>AFG"),
    ("The United States urged rebels to lay down their arms.", "USA>USA"),
    ("The US-backed rebels attacked a Nicaraguan village.", "USA>NIC"),
    ("The minister told reporters in Vienna that Qatar would cut output.", "AUT>-"),
    ("Guerrillas shelled a village near the Thai border.", "->THA THA>THA"),
    ("Chinese workers in Zambia went on strike.", "ZMB>ZMB"),
    ("Smugglers shot a Finnish border guard.", "FIN>FIN"),
    ("Mexico condemned the execution of a Mexican citizen in Texas.", "MEX>MEX"),
]


def side(country: str | None, code: str | None) -> str:
    """The country of a side, "IGO" for an international body, "-" for none."""
    return country or ("IGO" if code and code[:3] in INTERNATIONAL else "-")


def dyads(coder: Coder, text: str) -> set[str]:
    """Every dyad of a text as "SOURCE>TARGET"."""
    return {
        f"{side(m.source_country, m.source_code)}>{side(m.target_country, m.target_code)}" for m in coder.code(text)
    }


@pytest.mark.parametrize(("text", "want"), CASES, ids=[f"{want[:15]} | {text[:50]}" for text, want in CASES])
def test_countries(coder: Coder, text: str, want: str) -> None:
    assert set(want.split(" ")) <= dyads(coder, text)


@pytest.mark.parametrize(("text", "never"), KEPT_STILL, ids=[text[:50] for text, _ in KEPT_STILL])
def test_no_country_across_borders(coder: Coder, text: str, never: str) -> None:
    assert not set(never.split(" ")) & dyads(coder, text)


def test_an_implied_side_has_no_words_and_says_so(coder: Coder) -> None:
    (row,) = coder.code("A curfew was imposed in Suva on Monday.")
    assert (row.source_code, row.source_name, row.source_start, row.source_end) == ("FJI", "Fiji (implied)", None, None)
    (row,) = coder.code("Iceland's prime minister resigned on Monday.")
    assert (row.target_code, row.target_name, row.target_start, row.target_end) == ("ISL", "Iceland (implied)", None, None)


def test_a_negated_or_planned_act_implies_no_agent(coder: Coder) -> None:
    assert not any(row.source_code for row in coder.code("No protester was arrested in Minsk."))


def test_the_dateline_is_the_last_resort(coder: Coder) -> None:
    item = Text("Police arrested two union leaders on Monday.", published=date(2003, 5, 6), dateline="Lima")
    (rows,) = coder.code_many([item])
    assert [(row.source_code, row.target_code) for row in rows] == [("PERCOP", "PERLAB")]


def test_every_implied_target_has_a_reason() -> None:
    assert all(kind in ("any", "people", "rule", "law", "home", "arms") and reason for _, kind, reason in OWN_TARGET)


def test_why_is_kept(coder: Coder) -> None:
    from pipeline.actors.memory import ActorMemory

    doc = coder.nlp(coder.make_doc("Police arrested the Kenyan opposition leader on Tuesday."))
    reading = coder.homes(doc, None, ActorMemory())
    country, why = reading.homes[0]
    assert country == "KEN" and why.startswith("country of Kenya opposition leader")
