"""What is called missing is missing: endings, plans, proofs and answers that are there in other words are seen."""

import pytest

from tests.core.rules.answers import judged, said

OPENING = (
    "In my last job in the laundry there was one machine that eats the buttons. I tell the boss many times. "
    "Then I take the drum out by myself on Sunday and I find a broken ring inside, and I change it. "
)


def test_an_ending_told_in_the_present_tense_is_an_ending() -> None:
    told = judged(
        OPENING
        + "After that week the guests don't complain any more, and the boss keep my drawing on the wall."
    )
    assert "no_result" not in said(told)
    assert told.dimensions.outcome is not None
    assert told.dimensions.outcome >= 4


def test_a_story_that_just_stops_has_no_ending() -> None:
    assert "no_result" in said(
        judged(
            OPENING + "I use my own tools for it and I buy the ring myself from the shop in the next street."
        )
    )


def test_an_hour_of_the_day_is_no_outcome() -> None:
    text = (
        "When the cook went off sick I had to learn the orders overnight. So I took the folder home, and in the morning "
        "I came in at six and tried each of the four lists with the driver. Then I showed the two new girls the same "
        "four lists before the doors were open. And that was the week of the school fair."
    )
    outcome = judged(text).dimensions.outcome
    assert outcome is not None
    assert outcome <= 3


def test_nobody_knew_how_it_worked_is_no_ending() -> None:
    text = "I was asked to look after the boiler. It was old and nobody really knew how it worked, so I drew every pipe."
    assert "vague_result" not in said(judged(text))


def test_of_a_short_answer_no_own_part_is_called_missing() -> None:
    assert said(
        judged("The main thing was that we cut the waste by half, and the kitchen sent less back.")
    ) == {"too_short"}


def test_what_they_did_to_me_is_no_hidden_act_of_mine() -> None:
    text = (
        "I failed my trial month at the bakery. It was a hard time of the year with Christmas coming and long days, and "
        "the oven was new to me. They sent me home one morning and they let me go in the end. I was sad about it for a "
        "long time and it was a lesson for my whole life, really, because I liked the people there a lot and the place."
    )
    assert "no_own_action" not in said(judged(text, "behavioural_failure"))


def test_a_plan_that_leaves_it_to_others_is_no_plan() -> None:
    leaves = judged(
        "It depends really. I'd look at the policy and I'd speak to the supervisor and let him deal with it. It's not my "
        "place to get involved in that sort of thing, so I would leave it to the supervisor and carry on with my own "
        "work until somebody tells me otherwise.",
        "situational",
    )
    decides = judged(
        "I'd stop the line first, because a loose guard can take a hand off. Then I'd hang my tag on the switch and ring "
        "the supervisor from there, so nobody starts it behind my back. If he told me to run it anyway I'd say no and "
        "ask him to write it down.",
        "situational",
    )
    assert leaves.band is not None
    assert decides.band is not None
    assert leaves.band <= 2
    assert decides.band > leaves.band


def test_why_i_want_the_job_is_no_story() -> None:
    text = (
        "I'm really interested in this company because you've got such a good name, and my aunt works in your shop and "
        "loves it. I've always wanted to work with flowers and I think I'd fit in well here. I live round the corner, "
        "so the early start would be no problem for me, and I would like to stay for a long time if you let me."
    )
    assert "not_answering" in said(judged(text))
    assert "not_answering" not in said(judged(text, "motivation", question="Why do you want this job?"))


def test_a_list_of_jobs_proves_nothing_yet() -> None:
    text = (
        "I finished school in twenty sixteen and then I worked in a call centre for two years. After that I went to a "
        "shipping firm, and then I moved to another one. I've used Word and Excel a lot. I'm organised and I like people. "
        "And now I'm looking for the next step in my career."
    )
    judgement = judged(text, "introduction", question="Tell me about yourself.")
    assert judgement.band == 3
    assert {"specificity", "delivery"} <= set(judgement.lacks)


def test_private_matters_are_only_asked_about_and_only_where_nobody_asked() -> None:
    text = (
        "I'm a cleaner and I've done offices and two schools, and I ran the night team at the second one for a year. "
        "I'm going through a divorce at the moment, so I need something steady. I saw that you want somebody who can "
        "open up at five, and I've opened up at five for six winters."
    )
    judgement = judged(text, "introduction", question="Tell me about yourself.")
    assert [item.defect for item in judgement.raised] == ["oversharing"]
    assert "oversharing" not in {item.defect for item in judgement.found}
    assert "oversharing" not in said(judged(text, "leaving_reason", question="Why did you leave?"))


def test_ignoring_a_rule_is_asked_about() -> None:
    text = (
        "I'd just tell them what they want to hear, and say the form is on its way even if it isn't. Nobody checks. "
        "Then they go home happy, and the next shift can sort out the rest of it when they come in the next morning, "
        "which is what we always did in my old place."
    )
    assert "integrity_flag" in {item.defect for item in judged(text, "situational").raised}


def test_what_is_kept_is_no_claim_no_hedge_and_no_stall() -> None:
    text = (
        "Where do I start, I've led a lot of groups. I always give my best, that's the kind of person I am. I probably "
        "moved some of the benches, maybe. I split the helpers into pairs and I carried the freezer out myself. We opened "
        "the hall at noon and two hundred people came, and the vicar sent us a card about it the week after that."
    )
    kept = [quote.text for quote in judged(text).keeps]
    assert any("split the helpers" in quote for quote in kept)
    assert not any(word in quote for quote in kept for word in ("kind of person", "start", "probably"))


def test_length_alone_earns_nothing_in_a_plan() -> None:
    short = judged(
        "I'd say no, and offer to start on the next room while the floor dries. If he pushed I'd ring the site office "
        "in front of him. I did that once at a school. It cost twenty minutes, and when I tested the floor it was still "
        "wet underneath. I wrote it in the book and they moved the tiler to Tuesday.",
        "situational",
    )
    assert short.band == 5


@pytest.mark.parametrize("text", ["No.", "Um, no.", "Not really, sorry.", "Nope"])
def test_a_plain_no_is_no_answer(text: str) -> None:
    assert "not_answering" in said(judged(text))
