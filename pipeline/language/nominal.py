"""Nouns of doing and the verbs that they come from: "the closure of the border" is to close it.

Belongs here: one table, noun -> verb, for nouns whose "of" names what the verb's object names. A pattern of the verb
then holds for the noun too, where a doer or a light verb shows that it is told as a deed ("announced its closure").
Not here: nouns that mean something else beside ("order", "state", "position"), nouns of the subject's own going
("visit", "arrival": the codebook has them), what the verbs mean (seeds/patterns).
"""

from __future__ import annotations

DEEDS: dict[str, str] = dict(
    pair.split("=")
    for pair in """
    abandonment=abandon abduction=abduct abolition=abolish acceptance=accept acquisition=acquire adoption=adopt
    airlift=airlift allocation=allocate annexation=annex approval=approve arming=arm assassination=assassinate
    barring=bar beheading=behead blocking=block bombardment=bombard boycott=boycott breach=breach building=build
    burning=burn cancellation=cancel capture=capture cession=cede closing=close closure=close
    commutation=commute condemnation=condemn confiscation=confiscate conscription=conscript construction=build
    conviction=convict curtailment=curtail cutting=cut delivery=deliver demobilisation=demobilise
    demobilization=demobilize demolition=demolish denunciation=denounce deployment=deploy deportation=deport
    despatch=dispatch destruction=destroy detention=detain disarmament=disarm disbandment=disband
    disbursement=disburse dismantling=dismantle dismissal=dismiss dispatch=dispatch dissolution=dissolve
    distribution=distribute donation=donate downing=down easing=ease encirclement=encircle endorsement=endorse
    evacuation=evacuate eviction=evict exchange=exchange execution=execute expropriation=expropriate
    expulsion=expel extension=extend extradition=extradite freeing=free freezing=freeze funding=fund
    granting=grant halting=halt handing-over=hand_over handover=hand_over hanging=hang harassment=harass
    hijacking=hijack hosting=host imposition=impose impounding=impound imprisonment=imprison indictment=indict
    infiltration=infiltrate interception=intercept internment=intern introduction=introduce isolation=isolate
    issuing=issue jailing=jail kidnapping=kidnap legalisation=legalise legalization=legalize liberation=liberate
    lifting=lift looting=loot massacre=massacre massing=mass mining=mine mobilisation=mobilise
    mobilization=mobilize murder=murder nationalisation=nationalise nationalization=nationalize
    nomination=nominate occupation=occupy opening=open ousting=oust overthrow=overthrow pardoning=pardon
    partition=partition persecution=persecute poisoning=poison postponement=postpone provision=provide
    purchase=buy purge=purge ratification=ratify readmission=readmit recall=recall reception=receive
    recognition=recognise reinforcement=reinforce reinstatement=reinstate rejection=reject relaxation=relax
    release=release renunciation=renounce reopening=reopen repatriation=repatriate repeal=repeal
    repression=repress rescue=rescue restoration=restore resumption=resume return=return revival=revive
    revocation=revoke sale=sell scrapping=scrap sealing-off=seal_off sealing=seal seizure=seize sending=send
    severance=sever severing=sever shipment=ship shipping=ship shutdown=shut_down signature=sign signing=sign
    sinking=sink storming=storm supply=supply suppression=suppress surrender=surrender suspension=suspend
    takeover=take_over termination=terminate training=train transfer=transfer transport=transport
    unfreezing=unfreeze unveiling=unveil upgrading=upgrade violation=violate withdrawal=withdraw
    withholding=withhold
    """.split()
)
