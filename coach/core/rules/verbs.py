"""Which English words are finite verbs of doing, by their form and by general lists.

Past tense is read from morphology (-ed) and from the irregular verbs of the language; nothing
here belongs to any one job.
"""
# ruff: noqa: PLR2004 - the shortest past form in -ed has four letters

from coach.core.lexicon import word_set

IRREGULAR_PAST = word_set(
    """
    began bent bit blew bought bound broke brought built burnt caught chose clung cut dealt did dove
    drew dreamt drove drank dug fed fought fixed flew fled forbade forgave forgot found froze gave
    ground grew heard held hid hit hung kept knelt knit laid leant leapt led left lent let lit lost
    made meant met overcame oversaw paid put quit ran rang read rebuilt redid repaid reran resent
    reset rewrote rode sang sat saw sent set sewed shook shot showed shut sold sought sorted spelt
    spent spilt split spoke spread spun stood stole strode struck stuck swapped swept swore swung
    taught threw told took tore trod turned undertook undid woke wore won wound withdrew wrote
    """
)
"""Irregular past forms of verbs of doing; forms of being, having and feeling are left out."""

BARE = word_set(
    """
    accept act add address adjust admit adopt agree analyse apologise apply argue arrange ask assess
    assign audit bandage bath block book break brief bring build buy calculate call cancel carry catch
    chair change charge chase check choose clean clear climb close coach collect comfort compare
    complete confirm contact convert cook copy correct cover create cut deal decide deliver
    demonstrate deploy describe design discuss divide document draft draw drill drive drop edit email
    empty escalate evacuate examine explain fetch file fill filter find finish fit fix flag fold
    follow gather give grab grade guide hand hang help hire hold identify implement improve inform inspect
    install interview introduce investigate invite isolate keep label launch lay lead leave let lift
    list listen load lock log look lower make manage map mark measure meet mend mentor message mix
    monitor move negotiate note notify nurse offer open order organise pack paint park patch pay
    persuade phone pick plan plant plot point postpone practise prepare present press print prioritise
    produce propose protect prove provide pull push put question raise rang reach read rearrange
    rebuild record redesign reduce refuse release remove renegotiate reorder reorganise repair replace
    report request reroute research reset resolve restart restock review revise rewrite ring roll rota
    run save scan schedule seal search sell send separate serve set set share ship show shut sign
    simplify sit slow solve sort speak split spot start state stay steady stock stop store study
    submit suggest summarise supervise support swap sweep switch take talk teach tear tell test thank
    tidy time trace track train transfer translate treat try turn type undo unload unlock update
    upgrade urge use verify visit volunteer wait walk warn wash watch weigh weld wipe wire withdraw
    work wrap write
    """
)
"""Bare forms of common verbs of doing: after "I'd", and for those who tell the past in the present tense."""

NOT_DOING = word_set(
    """
    agreed assumed believed belonged bored cared concerned confused consisted cried deserved disliked
    dreaded enjoyed excited expected experienced failed feared frustrated guessed happened hated hoped
    imagined indeed inherited inspired interested involved learned learnt liked lived loved lucky
    managed meant motivated needed noticed overwhelmed panicked passed pleased preferred qualified
    realised realized received remained remembered seemed saw heard meant shocked scared struggled
    suffered supposed surprised survived tired trusted understood wanted watched wished wondered
    worried forgot missed lost stressed relieved embarrassed terrified
    """
)
"""Past forms that tell of having, feeling, undergoing or perceiving rather than of doing."""

BACKGROUND = word_set(
    """
    worked moved started joined studied graduated trained volunteered stayed applied went came
    """
)
"""Doing, but the background of a story when a place or a period follows ("I worked at ...")."""

ASSISTING = word_set(
    """
    helped assisted participated contributed supported tried handled dealt did got
    """
)
"""Doing of which one can't tell what it was."""


SMALL = word_set("looked found saw talked told asked said explained showed noticed read heard spoke thought")
"""Doing that leaves little to see; other acts are more worth keeping."""

LOOSE = word_set(
    """
    work try care listen help make manage handle deal keep stay give put take look start talk support
    learn improve find enjoy
    """
)
"""Bare forms that claim a habit rather than tell an act: no example by themselves."""

_EVENTS = word_set(
    """
    came went said told became happened asked lost passed
    """
)


def tells_event(word: str) -> bool:
    """Whether a lower-cased word tells that something happened, whoever did it."""
    return word in _EVENTS or is_past(word)


def is_past(word: str) -> bool:
    """Whether a lower-cased word has the form of a past tense verb of doing."""
    if word in NOT_DOING:
        return False
    return word in IRREGULAR_PAST or (len(word) > 3 and word.endswith("ed") and not word.endswith("eed"))
