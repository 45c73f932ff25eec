"""What an answer without a fault still lacks, and what each kind of question asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.core.records import Kind


@dataclass(frozen=True)
class Gap:
    """What a low dimension leaves open."""

    waiting: tuple[str, ...]
    do_now: tuple[str, ...]
    ask: tuple[str, ...]


ASKED_FOR: Mapping[Kind, str] = {
    "behavioural": "where it was, what you did, and how it ended",
    "behavioural_failure": "what went wrong, your part in it, and what you changed",
    "situational": "what you would do first, what next, and why",
    "motivation": "why this job, and what you have done that fits it",
    "introduction": "what you do, what proves it, and why you are here",
    "strengths_weaknesses": "something real, when it showed, and what came of it",
    "technical_explanation": "how it works, with an example they can picture",
    "salary": "a range, and what it rests on",
    "closing": "a question about the work itself",
    "leaving_reason": "the plain reason, and what you want next",
}
"""What a full answer to each kind of question holds, as a noun phrase."""

GAPS: Mapping[str, Gap] = {
    "outcome": Gap(
        waiting=("what it changed, in something one could check", "proof that it worked"),
        do_now=("say aloud how you knew that it had worked: what did you see, count or hear?",),
        ask=(
            "After {act}: what was different, and how do you know?",
            "How would a stranger see that it worked?",
        ),
    ),
    "ownership": Gap(
        waiting=("your own steps, in order", "more of what you did yourself"),
        do_now=("say aloud what you did next, beginning with “I”",),
        ask=("After {act}: what did you do next?", "What did you do that somebody else would have left?"),
    ),
    "specificity": Gap(
        waiting=(
            "a detail that only somebody who was there would know",
            "a place, a name or a moment to picture it by",
        ),
        do_now=("say the same again with one detail that only somebody who was there would know",),
        ask=(
            "Around {act}: who was there, and what did it look like?",
            "What would I have seen if I had stood next to you?",
        ),
    ),
    "insight": Gap(
        waiting=("the reason behind it", "why you chose that way and not another"),
        do_now=(
            "say {act} again, and go on with “because”",
            "say your main point again, and go on with “because”",
        ),
        ask=("{act}: why that, rather than something else?", "What made you choose that?"),
    ),
    "relevance": Gap(
        waiting=("the answer in the first sentence",),
        do_now=("say aloud the sentence that answers the question, and nothing before it",),
        ask=("If they let you say one sentence only, which would it be?",),
    ),
    "basis": Gap(
        waiting=("where your figure comes from", "something outside you that the figure rests on"),
        do_now=("name aloud the advert or the survey behind your figure",),
        ask=("Where did you see such a job, and what did it pay?",),
    ),
    "delivery": Gap(
        waiting=(
            "a last sentence that lands; you ended on {last}",
            "an ending they could repeat; {last} is where you stop",
            "a last sentence that lands",
        ),
        do_now=("say aloud the sentence you want them to remember, then stop",),
        ask=("Which sentence should they repeat to a colleague?",),
    ),
}
"""By what is lacking, the most telling first."""

SPECIAL: Mapping[tuple[str, Kind], Gap] = {
    ("insight", "behavioural_failure"): Gap(
        waiting=("what you do differently since", "the change it made in what you do"),
        do_now=("finish this aloud: “Since then I”",),
        ask=("What do you do now that you didn't do before?",),
    ),
    ("insight", "strengths_weaknesses"): Gap(
        waiting=("what you do about it", "how one could see that it is getting better"),
        do_now=("finish this aloud: “What I do about it is”",),
        ask=("What do you do about it, and does it work?",),
    ),
    ("insight", "motivation"): Gap(
        waiting=("why that matters to you",),
        do_now=(
            "say {act} again, and go on with “because”",
            "say your main reason again, and go on with “because”",
        ),
        ask=("Why does that matter to you?",),
    ),
    ("specificity", "closing"): Gap(
        waiting=(
            "a question that only this job could bring up",
            "a question that picks up something they said",
        ),
        do_now=("ask one question aloud that begins with “You mentioned”",),
        ask=("What did they say that you would like to hear more about?",),
    ),
    ("specificity", "motivation"): Gap(
        waiting=("something about them that would be false of the next employer",),
        do_now=("name aloud one thing about them that would be false anywhere else",),
        ask=("What did you see or read about them that stayed with you?",),
    ),
    ("specificity", "introduction"): Gap(
        waiting=("something you did that proves it", "one thing you did, with a fact in it"),
        do_now=("say aloud one thing you did there that you would want them to remember",),
        ask=("What have you done there that you would want them to remember?",),
    ),
    ("specificity", "technical_explanation"): Gap(
        waiting=("an example to picture it by",),
        do_now=("say aloud: “For example”, and go on",),
        ask=("What would be an example of that?",),
    ),
    ("specificity", "situational"): Gap(
        waiting=("a time when you really did it",),
        do_now=(
            "say aloud: “I had that once”, and go on with where it was; if you never had it, name the nearest thing",
        ),
        ask=("When did you last have to do something like it?",),
    ),
}
"""Where a kind of question asks for something else than the others."""

START: Mapping[Kind, str] = {
    "behavioural": "name the place and the person aloud, and what was going wrong",
    "behavioural_failure": "say aloud what went wrong, and on which day",
    "situational": "say aloud what you would do first, and why",
    "motivation": "say aloud what about them made you apply",
    "introduction": "say aloud what you do, in one sentence",
    "strengths_weaknesses": "say aloud when it last showed",
    "technical_explanation": "say aloud what it is for, to somebody who has never seen it",
    "salary": "say a range aloud, and one reason for it",
    "closing": "ask aloud one thing about the work itself",
    "leaving_reason": "say the reason aloud, in one plain sentence",
}
"""How to begin, where next to nothing was said."""

START_ASK: Mapping[Kind, str] = {
    "behavioural": "Where were you working when something like it came up?",
    "behavioural_failure": "What went wrong, and what was your part in it?",
    "situational": "What would you do in the first minute?",
    "motivation": "What made you send the application?",
    "introduction": "What do you do, in one sentence?",
    "strengths_weaknesses": "When did it last show?",
    "technical_explanation": "What is it for?",
    "salary": "What is such a job paid, and where could you look it up?",
    "closing": "What would you really need to know before you said yes?",
    "leaving_reason": "What happened, in a plain sentence?",
}
"""The question that asks for it."""

MORE: Mapping[Kind, str] = {
    "behavioural": "say aloud the next thing you did yourself, beginning with “I”",
    "behavioural_failure": "say aloud what your own part in it was",
    "situational": "say aloud what you would do next, and why",
    "motivation": "say aloud one thing you have done that fits this job",
    "introduction": "say aloud one thing you did that you would want them to remember",
    "strengths_weaknesses": "say aloud when it last showed",
    "technical_explanation": "say aloud “For example”, and go on",
    "salary": "say aloud one reason for the figure",
    "closing": "ask aloud one thing about the work itself",
    "leaving_reason": "say aloud what you want next, in one sentence",
}
"""How to go on, where something was said but too little."""

MORE_ASK: Mapping[Kind, str] = {
    "behavioural": "What did you do yourself?",
    "behavioural_failure": "What was your own part in it?",
    "situational": "What would you do next, and why?",
    "motivation": "What have you done that fits it?",
    "introduction": "What have you done that you would want them to remember?",
    "strengths_weaknesses": "When did it last show?",
    "technical_explanation": "What would be an example of that?",
    "salary": "What does the figure rest on?",
    "closing": "What would you really need to know before you said yes?",
    "leaving_reason": "What do you want next?",
}
"""The question that asks for it."""

PROOF: Mapping[Kind, str] = {
    "situational": "a time you did something like it",
    "motivation": "a fact about them, and something you did that fits it",
    "introduction": "something you did that proves it",
    "strengths_weaknesses": "an occasion when it showed",
    "technical_explanation": "an example they can picture",
    "leaving_reason": "a fact in place of a phrase",
}
"""What stands for an event where none is asked for."""

PROOF_NOW: Mapping[Kind, str] = {
    "situational": "say aloud “I had that once”, and where it was; if you never did, name the nearest thing",
    "motivation": "name aloud one thing about them that you looked up or saw, and what it has to do with you",
    "introduction": "say aloud one thing you did that you would want them to remember",
    "strengths_weaknesses": "say aloud when it last showed, and who noticed",
    "technical_explanation": "say aloud “For example”, and go on with something they know from home",
    "leaving_reason": "say aloud, in one plain sentence, what happened",
}
"""The one thing to do for it."""

PROOF_ASK: Mapping[Kind, str] = {
    "situational": "When did you last have to do something like it, and what happened?",
    "motivation": "What did you see, read or hear about them that made you apply?",
    "introduction": "What have you done that you would want them to remember?",
    "strengths_weaknesses": "When did it last show, and who noticed?",
    "technical_explanation": "What would be an example that they know from home?",
    "leaving_reason": "What happened, in a plain sentence?",
}
"""The question that asks for it."""

SUSPECTED: Mapping[str, Gap] = {
    "negativity": Gap(
        waiting=("Could {q} sound like a complaint to somebody who wasn't there?",),
        do_now=("say {q} again, the way a camera would have seen it",),
        ask=("How would somebody else who was there tell it?",),
    ),
    "blame_shifting": Gap(
        waiting=("Could a stranger hear {q} as putting it on somebody else?",),
        do_now=("say aloud what your own part in it was",),
        ask=("{q}: what was your own part?",),
    ),
    "integrity_flag": Gap(
        waiting=("Could {q} sound as if a rule didn't matter?",),
        do_now=("say aloud what you would not do, and why",),
        ask=("What would you say if they asked where you stop?",),
    ),
    "overclaiming": Gap(
        waiting=("Could {q} make them ask how you know?",),
        do_now=("say aloud the fact that stands behind {q}",),
        ask=("{q}: how would a stranger see that?",),
    ),
    "unprofessional": Gap(
        waiting=("Would you say {q} with a customer in the room?",),
        do_now=("say {q} again in words for a customer",),
        ask=("How would you say {q} to a customer?",),
    ),
    "oversharing": Gap(
        waiting=("Do they need {q} to decide? You may keep it to yourself.",),
        do_now=("begin again aloud with what you do, and leave the private part out",),
        ask=("What about your work should they know in its place?",),
    ),
}
"""An accusation that is not certain, as a question with their words in it."""

NOTHING_LEFT = Gap(
    waiting=("Nothing I can fault in how it is told; if it is what they asked, stop rehearsing this one.",),
    do_now=(
        "Leave it as it is and take the next question.",
        "Put this one away; spend the time on another question.",
    ),
    ask=(
        "If they asked for one more detail about {act}, which would you give?",
        "If they asked for one more detail, which would you give?",
    ),
)
