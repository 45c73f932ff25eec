"""What is said about each defect: why it costs, what mends it, what was waited for.

Holes: {q} the quote of the finding, {act} the last thing they did, {last} how they ended, {asked} what
a full answer holds, {start} and {start_ask} how to begin one, {start_short} and {ask_short} the same where
nothing was said that one could go on from, {nearest} where a story is asked for. A variant whose hole
can't be filled is not used. Nothing here judges a person or holds a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Variants = tuple[str, ...]


@dataclass(frozen=True)
class Remark:
    """Everything there is to say about one defect."""

    name: str
    """What a person calls it; several defects share one."""
    waiting: Variants
    """A noun phrase: what the interviewer was still waiting for."""
    why: Variants
    fix: Variants
    do_now: Variants
    """One thing to do aloud, in half a minute; an imperative."""
    ask: Variants
    """One question that asks for the missing fact."""
    looked_for: str | None = None
    """For what is missing: what would have been found."""


ENDING = "No ending"
SOFT = "An ending nobody can check"
YOU = "Where were you in it?"
STORY = "No story yet"
ASKED = "Not yet what they asked"
WHY = "What, but not why"
UMS = "Ums in the way"
SOFTENED = "Taken back while you say it"
TRADE = "Words from the trade"
ANYBODY = "Anybody could say it"
EDGE = "It begins or ends on nothing"
LITTLE = "Too little yet"
LENGTH = "More than they can hold"
TURNED = "It can be turned against you"

REMARKS: Mapping[str, Remark] = {
    "no_result": Remark(
        ENDING,
        waiting=(
            "how it ended; the last thing they hear you do is {act}",
            "what came of it; {act} is the last thing you do in it",
            "the last piece, what was different afterwards",
        ),
        why=(
            "An interviewer can only write down a success that they hear. Without an ending they have to guess, and they guess low.",
            "Whatever was done, nobody learns whether it worked.",
        ),
        fix=(
            "Add one sentence after the last thing you did: what changed, for whom, and how you know.",
            "Finish with what somebody did or said afterwards, or what was different the next day.",
        ),
        do_now=(
            "finish the story aloud: begin with “In the end”, and say what changed and how you know",
            "go on aloud from {act} with “In the end”, and say what changed and how you know",
        ),
        ask=("After {act}: what happened then?", "How did it turn out, and who noticed?"),
        looked_for="an outcome after the last action",
    ),
    "vague_result": Remark(
        SOFT,
        waiting=(
            "something to hold on to at the end; {q} could close any story",
            "what changed, in a form they could check; {q} leaves it open",
        ),
        why=(
            "Everybody's story ends well. What makes it believable is a thing one could check: a count, a date, a name, what somebody then did.",
            "It tells how it felt, not what changed. On paper it can't be told from any other candidate's ending.",
        ),
        fix=(
            "Keep the sentence and add the proof: what did you see or hear that told you so?",
            "Replace the adjective by what happened: who did what afterwards, how long it took, how many.",
        ),
        do_now=(
            "say that ending again with one thing a stranger could check: a count, a date, or somebody's words",
            "swap {q} for what you saw or heard that proved it",
        ),
        ask=("{q}: how could you tell?", "{q}: what did somebody say or do that showed it?"),
    ),
    "no_own_action": Remark(
        YOU,
        waiting=(
            "your part in it; {q} could be anybody",
            "the piece that was yours; in {q} they can't see you",
        ),
        why=(
            "They can only hire you, not the group. From these words nobody can tell what you did.",
            "Something was done, but not by anyone in particular, so it can't count for you.",
        ),
        fix=(
            "Say what you did with your own hands, step by step, each step with “I” and a verb.",
            "Keep the team in the story and add the step that would not have happened without you.",
        ),
        do_now=(
            "say {q} again, beginning with “I”: what exactly did you do?",
            "name aloud the one step that was yours, with “I” and a verb",
        ),
        ask=("{q}: which part of that was you?", "{q}: what were you doing at that moment?"),
    ),
    "no_specific_example": Remark(
        STORY,
        waiting=(
            "one real occasion, with a place, a person and what you did",
            "something that happened, once, to you, that nobody else could tell",
        ),
        why=(
            "Anyone can say what they generally do. One thing that happened is proof; a habit is only a claim.",
            "There is nothing here that only you could have said, so there is nothing to remember you by.",
        ),
        fix=(
            "Pick one occasion. Start with where you were and what was going wrong; then what you did.",
            "Choose the last time it really happened, even a small one, and tell only that.",
        ),
        do_now=(
            "say aloud: “The last time was”, and go on with the place and the person",
            "pick one day when it happened and say the first sentence of that day aloud",
        ),
        ask=("When did that last happen, and who was there?", "Which one occasion were you thinking of?"),
        looked_for="one event, or one detail that only you could give",
    ),
    "no_reflection": Remark(
        WHY,
        waiting=(
            "what you do differently since then",
            "one thing you do now that you didn't do before",
        ),
        why=(
            "The question is less about what went wrong than about what it taught you. A lesson counts when something you do has changed.",
            "That it was instructive they believe at once. They want to see what came of it.",
        ),
        fix=(
            "Add one sentence that begins with “Since then I”, and name something one could watch you do.",
            "Say which step you added, dropped or check now, and if it has helped already.",
        ),
        do_now=(
            "finish this aloud: “Since then I”",
            "say the one thing you now do before that can happen again",
        ),
        ask=(
            "What do you do now that you didn't do before?",
            "If it happened tomorrow, what would you do first?",
        ),
        looked_for="a lesson with something you do differently since",
    ),
    "no_reasoning": Remark(
        WHY,
        waiting=(
            "why you'd do it that way, and what you'd do first",
            "the reason behind the steps, and what could go wrong with them",
        ),
        why=(
            "They know the steps as well. What they want to hear is how you decide between them.",
            "Without a reason, a good plan and a lucky one sound the same.",
        ),
        fix=(
            "Add “because” to the most important step, and say what you would give up for it.",
            "Say what comes first and why it can't wait.",
        ),
        do_now=(
            "say your most important step again, and go on with “because”",
            "say {act} again, and go on with “because”",
            "say which step comes first, and what goes wrong if it comes second",
        ),
        ask=("Why that first?", "{act}: why that, rather than something else?"),
        looked_for="a reason, a trade-off or an order of steps",
    ),
    "no_role_link": Remark(
        ASKED,
        waiting=(
            "something that is true of this job and of no other",
            "why here, and not at the next place",
        ),
        why=(
            "Put another employer's name in and every word still fits. They notice that.",
            "It tells what you want, not why it is here that you want it.",
        ),
        fix=(
            "Name one thing about this job that you looked up or saw, and what you have done that fits it.",
            "Take one line of the advert and answer it with something you have done.",
        ),
        do_now=(
            "name aloud one thing about this job that would be false anywhere else",
            "say one line of their advert, and what you have done that answers it",
        ),
        ask=(
            "What about this job would be false of the next one?",
            "What did you read or hear about them that made you apply?",
        ),
        looked_for="something tied to this job or this employer",
    ),
    "not_answering": Remark(
        ASKED,
        waiting=(
            "an answer, even a small one, with {asked}",
            "anything of yours that comes near it, with {asked}",
        ),
        why=(
            "The question was left open, so there is nothing to put beside it.",
            "Without an answer they can only note that none came.",
        ),
        fix=(
            "Take the nearest thing that you do have, and say that it is the nearest.",
            "Ask for a moment, out loud. It is fine to think; then tell something small.",
        ),
        do_now=(
            "{nearest}",
            "say “Let me take a moment” aloud, take it, and then {start}",
        ),
        ask=("{start_ask}",),
        looked_for="an answer to what was asked",
    ),
    "too_short": Remark(
        LITTLE,
        waiting=(
            "more of it; a full answer has room for {asked}",
            "what comes after {last}; there is room for {asked}",
        ),
        why=(
            "There is too little here to judge, and an interviewer would be left with as little.",
            "They can only weigh what they hear, and here it stops before they can.",
        ),
        fix=(
            "Give each part a sentence of its own: {asked}.",
            "Say it again and leave room for all of it: {asked}.",
        ),
        do_now=(
            "go on aloud from {last}, with what came next",
            "say the next sentence aloud, the one after {last}",
            "{start_short}",
        ),
        ask=("{last}: and then?", "{last}: what comes after that?", "{ask_short}"),
        looked_for="enough of an answer to judge",
    ),
    "salary_no_basis": Remark(
        ASKED,
        waiting=(
            "what your figure rests on, be it the market, the job, or what you have done",
            "a range, and the reason it is that range",
        ),
        why=(
            "A figure without a ground is easy to push down: there is nothing to push against.",
            "They don't need to know what you need; they need to know what the work is worth.",
        ),
        fix=(
            "Give a range and more than one ground for it: what such jobs are advertised at, and what you bring.",
            "Look up what the post is paid elsewhere, and name where you saw it.",
        ),
        do_now=(
            "say aloud: “I'm looking for”, your range, and “that is based on”",
            "look up what one such job is advertised at, and say the figure aloud",
        ),
        ask=(
            "What have you done that such a job should pay for?",
            "What is such a job paid, and where could you look it up?",
        ),
        looked_for="a range with a ground in the market, the job or your record",
    ),
    "no_question": Remark(
        ASKED,
        waiting=("a question about the work", "one thing you wanted to know about the job itself"),
        why=(
            "No question about the work sounds like no interest in it, however much there is.",
            "It is the one moment where you lead, and it went by.",
        ),
        fix=(
            "Ask about something they said today, or about what would make the first months a success.",
            "Have a question ready that only somebody doing this job would ask.",
        ),
        do_now=(
            "say one question aloud that begins with “You mentioned”",
            "ask aloud what the person in this job should change first",
        ),
        ask=(
            "What would you really need to know before you said yes?",
            "What did they say today that you'd like to hear more about?",
        ),
        looked_for="a question about the work itself",
    ),
}

NO_PROOF = Remark(
    STORY,
    waiting=("{proof}", "anything that only you could have said, such as {proof}"),
    why=(
        "There is nothing here that only you could have said, so there is nothing to remember you by.",
        "Every sentence of it could have come from somebody else.",
    ),
    fix=("Put in {proof}.", "Take out one general sentence, and put in {proof}."),
    do_now=("{proof_now}",),
    ask=("{proof_ask}",),
    looked_for="one detail that only you could give",
)
"""`no_specific_example`, where the question does not ask for a past event."""

ANOTHER_ANSWER = Remark(
    ASKED,
    waiting=("the story they asked for; this tells them why you want the job",),
    why=("It may be a good answer, but it is the answer to another question.",),
    fix=("Keep it for when they ask why you want the job, and take one occasion for this one.",),
    do_now=("{nearest}",),
    ask=("{start_ask}",),
    looked_for="an answer to what was asked",
)
"""`not_answering`, where a story was asked for and something else was told at length."""
