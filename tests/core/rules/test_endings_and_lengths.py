"""How a story ended is seen however plainly it is told, and a tight answer that is whole is long enough."""

import pytest

from coach.core import rules
from coach.core.records import Asked
from coach.core.transcript import from_typing
from tests.core.rules.answers import judged, said

BAKERY = (
    "In our bakery about one tray in ten of the rye came out cracked. In January I stood at the oven for three nights "
    "and wrote down the heat each time the door opened. I swapped the two lower racks and taped a card with the new times to the door. "
)
GARAGE = (
    "At the garage the customers waited far too long for their keys, and the phone never stopped. I timed every handover for a week "
    "and saw that one clipboard went round all four of us. I bought a second clipboard and hung it beside the key safe. "
)
ENDINGS = [
    "By Easter it was one tray in eighty.",
    "Two weeks later the night crew stopped throwing bread away.",
    "By the summer the waste had dropped to two trays a week.",
    "The cracked loaves were down to one a night by February.",
    "The lower racks haven't spoiled a batch since.",
    "That oven has had no complaints since the spring.",
    "The shop no longer sends anything back.",
    "The head baker copied the card for the other oven.",
    "Nobody has opened that door early since.",
    "A month later the losses were a third of what they had been.",
    "The owner paid for a proper thermometer.",
    "The night shift ended twenty minutes sooner.",
    "Waste fell by half.",
    "It cost us four pounds and it saved a bag of flour a night.",
    "In the end it held at two hundred degrees, my brother ate a whole loaf, and the owner asked me to do the other oven.",
    "The café on the corner doubled its order.",
    "They made me head of the night shift in May.",
    "Leeds got its full order that week, and my manager used the card on both shifts.",
    "Within a week the trays came out whole.",
    "Our inspector wrote it into her report.",
    "The rye sold out on the first Saturday.",
    "The manager put the same card in the second shop.",
]
NO_ENDINGS = [
    "It was quite stressful, to be honest.",
    "That was it, really.",
    "So yeah, it's a hard part of the job.",
    "You get used to it after a while.",
    "I wrote it all down in my own notebook as well.",
    "And I also cleaned the floor around it while I was there.",
    "It was a difficult time.",
    "I think it's important to keep going.",
    "I was doing that for quite some time.",
    "I'm good at that kind of thing.",
    "It was hard, because I was tired and I had a lot on.",
    "That was what I did.",
]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("story", [BAKERY, GARAGE], ids=["bakery", "garage"])
def test_a_plain_ending_is_an_ending(story: str, ending: str) -> None:
    judgement = judged(story + ending)
    assert not {"no_result", "vague_result", "too_short"} & said(judgement)
    assert judgement.dimensions.outcome is not None
    assert judgement.dimensions.outcome >= 3
    assert judgement.band is not None
    assert judgement.band >= 3


@pytest.mark.parametrize("ending", NO_ENDINGS)
@pytest.mark.parametrize("story", [BAKERY, GARAGE], ids=["bakery", "garage"])
def test_a_feeling_or_another_step_is_no_ending(story: str, ending: str) -> None:
    text = (
        story + "I did the same on the next night too, and I told the two new girls how I set it. " + ending
    )
    assert "no_result" in said(judged(text))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "behavioural",
            (
                "A guest at the hostel locked himself out at midnight in the snow. I couldn't leave the desk, so I rang the "
                "baker next door and asked her to let him in. He sat by her oven until two, and she still brings it up."
            ),
        ),
        (
            "behavioural_failure",
            (
                "In my second week on the buses I drove past a stop with four people at it. I went back to the depot and told "
                "the inspector myself. Two of them had complained already. Now I say each stop aloud before I reach it."
            ),
        ),
        (
            "leaving_reason",
            (
                "I left because my dad had a stroke and I was his carer for a year. He moved into a home in April. "
                "I am ready to work again now."
            ),
        ),
        (
            "leaving_reason",
            "The shop closed in June because the lease ran out. Since then I have been driving nights, and I want days.",
        ),
        (
            "salary",
            "Between thirty and thirty three thousand, because that is what two adverts for the same job said.",
        ),
        ("closing", "What would a good first month look like here? And who would show me the night round?"),
        (
            "closing",
            "What does a good first three months look like here? And who would be training me on nights?",
        ),
    ],
)
def test_a_tight_answer_that_is_whole_is_long_enough(kind: str, text: str) -> None:
    judgement = judged(text, kind)
    assert "too_short" not in said(judgement)
    assert judgement.band is not None
    assert judgement.band >= 2


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("behavioural", "It was okay."),
        ("behavioural", "I mended the till and the queue went."),
        (
            "behavioural",
            (
                "There was a really bad week at the hostel once, with snow and the boiler and everything, and I just tried to "
                "stay calm the whole time and be nice to all of the guests, because that is how I am."
            ),
        ),
        (
            "leaving_reason",
            "I wanted a change, and it was time for something new, you know how it is after a while, so that's it.",
        ),
        ("salary", "I don't mind really, whatever you think is fair for the job would be okay with me."),
        ("closing", "How many holidays do I get, and when do I hear back?"),
        ("closing", "No, I think you've covered everything."),
        ("motivation", "I live near here and it looks nice."),
    ],
)
def test_what_lacks_a_piece_and_is_short_stays_too_short(kind: str, text: str) -> None:
    judgement = judged(text, kind)
    assert "too_short" in said(judgement)
    assert judgement.band == 1


def test_a_state_that_may_be_no_ending_is_neither_called_missing_nor_taken_for_one() -> None:
    text = GARAGE + "I swept the bay as well. My boss was off sick and the yard was full."
    judgement = judged(text)
    assert not {"no_result", "vague_result"} & said(judgement)
    assert judgement.dimensions.outcome == 2


TRAIT = (
    "That is a good question. I would say my main strength is that I stay calm. For example, last spring I agreed "
    "to run two rotas at once. And one of them slipped by four days."
)


def test_a_thin_answer_to_another_question_is_never_praised() -> None:
    judgement = judged(TRAIT, "behavioural")
    assert "not_answering" in said(judgement)
    assert judgement.band is not None
    assert judgement.band <= 2


def test_the_same_opening_is_fine_where_it_was_asked_for() -> None:
    asked = Asked(text="Tell me about a time a strength of yours helped.", kind="behavioural")
    found = rules.judge(asked, from_typing(TRAIT), None).found
    assert "not_answering" not in {item.defect for item in found}
