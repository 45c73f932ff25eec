"""What is said about the defects that stand in the words themselves, each with its quote."""

from collections.abc import Mapping

from coach.core.wording.remarks import ANYBODY, ASKED, EDGE, LENGTH, SOFTENED, TRADE, TURNED, UMS, YOU, Remark

REMARKS_SAID: Mapping[str, Remark] = {
    "negativity": Remark(
        TURNED,
        waiting=("what you did about it, without a verdict on anybody", "the facts of it; {q} is a verdict"),
        why=(
            "They were not there. All they hear is how you talk about people when they are gone, and that next time it may be them.",
            "It may well be true. It still draws the eye away from you, to a quarrel they can't judge.",
        ),
        fix=(
            "Say what happened, flatly, and what you did. Let them draw the conclusion.",
            "Replace the verdict by the fact behind it: what was missing, how often, what you did about it.",
        ),
        do_now=(
            "say {q} again as a plain fact, with no verdict in it",
            "say aloud what happened there without one word about what anybody is like",
        ),
        ask=("{q}: what happened, as a camera would have seen it?", "{q}: and what did you do about it?"),
    ),
    "blame_shifting": Remark(
        YOU,
        waiting=("your part of it; {q} hands it to somebody else", "what was in your own hands"),
        why=(
            "The question asks for your part. This names somebody else's.",
            "Even when it is fair, they learn from it what others should do, not what you do.",
        ),
        fix=(
            "Say what you could have done differently, however small. Then the rest may stand.",
            "Begin with your own share in one plain sentence; afterwards nobody asks for it.",
        ),
        do_now=(
            "name aloud one thing that is in your own hands: to check, to ask, to say",
            "begin again aloud, with your own share of it",
        ),
        ask=("{q}: and which part was yours?", "What was in your hands at that moment?"),
    ),
    "unprofessional": Remark(
        TURNED,
        waiting=("the same story in words for a stranger", "the point of it, without {q}"),
        why=(
            "One swear word is what they will remember and repeat.",
            "It takes the whole answer down with it, whatever else is in it.",
        ),
        fix=(
            "Say the same thing in the words you would use to a customer.",
            "Leave the word out; the sentence is stronger without it.",
        ),
        do_now=("say that sentence again in words for a customer",),
        ask=("How would you say {q} to a customer?",),
    ),
    "integrity_flag": Remark(
        TURNED,
        waiting=("where you draw the line", "what you would do when nobody looks"),
        why=("It sounds as if the rule could be set aside.",),
        fix=("Say plainly what you would not do, and why.",),
        do_now=("say aloud what you would not do, and why",),
        ask=("{q}: where would you have stopped?",),
    ),
    "overclaiming": Remark(
        TURNED,
        waiting=("the proof for {q}", "one thing that backs it up"),
        why=("A claim this big wants proof, and none came.",),
        fix=("Keep the fact, drop the size: what did you do, and who else was there?",),
        do_now=("say aloud one thing that proves it",),
        ask=("{q}: what would a colleague say about that?",),
    ),
    "over_rehearsed": Remark(
        ANYBODY,
        waiting=(
            "something of your own; {q} is in every application",
            "one thing behind {q} that really happened",
        ),
        why=(
            "They have heard these words from everybody before you, so they no longer hear them at all.",
            "Phrases like this fill the time in which something of yours could have been said.",
        ),
        fix=(
            "Take one of the phrases and say what you did that would make somebody else say it about you.",
            "Drop the phrase and tell the thing that made you think of it.",
        ),
        do_now=(
            "swap {q} for one thing you did that shows it",
            "say aloud what somebody would have seen you do, instead of {q}",
        ),
        ask=("{q}: when did that last show, and in what?", "{q}: what happened that makes you say so?"),
    ),
    "inconsistent": Remark(
        TURNED,
        waiting=("which of them holds, the floor you named or {q}", "one position that stays put"),
        why=("You name a floor and then take it away, so the floor no longer counts.",),
        fix=("Decide on the range beforehand, say it once, and then stop talking.",),
        do_now=("say your range aloud, and then stay silent",),
        ask=("{q}: what would you really say no to?",),
    ),
    "oversharing": Remark(
        LENGTH,
        waiting=(
            "what the work is worth, rather than what you have to pay",
            "a ground they can use; {q} is not one",
        ),
        why=(
            "What you owe or pay is private, and it gives them no reason to pay more.",
            "It tells them how much you need the job, which is the one thing not to tell when pay is discussed.",
        ),
        fix=(
            "Leave your outgoings out, and put a ground from the market or from your record in their place.",
        ),
        do_now=("say your figure again with a reason that is about the work",),
        ask=("What about the work, rather than your bills, is worth that figure?",),
    ),
    "rambling": Remark(
        LENGTH,
        waiting=("the straight line of the story; {q} leads away from it",),
        why=(
            "With each detour they have to find the thread again, and some give up.",
            "What matters is in there, but it stands beside things that don't.",
        ),
        fix=(
            "Tell it in short moves: what was wrong, what you did, what came of it. Leave the rest for when they ask.",
            "Strike every sentence that could be missing without anybody asking.",
        ),
        do_now=(
            "tell it once more aloud without {q}",
            "say it in short sentences only: what was wrong, what you did, what came of it",
        ),
        ask=("If you could keep only one sentence of it, which one?",),
    ),
    "too_long": Remark(
        LENGTH,
        waiting=(
            "the end; by {q} they had long been waiting for it",
            "a place to come in with their own question",
        ),
        why=("By here an interviewer has stopped taking notes, and the best part may still be to come.",),
        fix=(
            "Stop after the outcome. What they want to know besides, they ask.",
            "Decide which one action matters most, and let the others go.",
        ),
        do_now=("say only your first and your last sentence aloud, and hear whether they are enough",),
        ask=("Which single action in it mattered most?",),
    ),
    "jargon": Remark(
        TRADE,
        waiting=(
            "the same in words for somebody from outside",
            "what {q} means for a person who has never seen it",
        ),
        why=("The listener isn't from the trade. What they can't follow, they can't credit.",),
        fix=("Say what the thing does, and for whom; leave its name out.",),
        do_now=("say {q} again as you would to a neighbour",),
        ask=("{q}: what is it for?",),
    ),
    "hedging": Remark(
        SOFTENED,
        waiting=("the plain statement inside {q}", "a sentence you'd stand by; {q} takes itself back"),
        why=(
            "Each of these words takes a little back. Together they make what you did sound doubtful.",
            "They write down the doubt, not the deed.",
        ),
        fix=(
            "Say the same sentence without the soft words. Where you really don't know, say so once, plainly.",
        ),
        do_now=("say {q} again, flat, with no softening word",),
        ask=("{q}: which part of that are you sure of?",),
    ),
    "fillers": Remark(
        UMS,
        waiting=(
            "a bit of silence; it would carry the story better than the ums",
            "the sentence underneath the ums",
        ),
        why=(
            "Small sounds like this, again and again, make it hard to hear the thing itself.",
            "A listener starts waiting for the next one and loses the story.",
        ),
        fix=(
            "Let the gap be silent. It feels long to you and like thinking to them.",
            "Stop at the end of each sentence, breathe, and only then begin the next.",
        ),
        do_now=("say {q} again slowly, with a breath wherever a sound wants to come",),
        ask=("Which sentence is hardest to begin?",),
    ),
    "weak_opening": Remark(
        EDGE,
        waiting=("the answer, in the first sentence; yours was {q}", "a first sentence that already answers"),
        why=(
            "The first sentence is the one they surely hear, and this one says that nothing is coming yet.",
            "It asks them to expect little before you have begun.",
        ),
        fix=(
            "Begin with the place or with the answer itself. If you need a moment, ask for it and be silent.",
            "Leave that sentence out; what comes next can stand first.",
        ),
        do_now=(
            "say a first sentence aloud that could stand alone as an answer",
            "begin again aloud, with the sentence that should have come first",
        ),
        ask=("What would you say if only your first sentence counted?",),
    ),
    "weak_closing": Remark(
        EDGE,
        waiting=("a last sentence that lands; yours was {q}", "an ending they could quote; {q} trails away"),
        why=(
            "The last sentence stays longest in the ear, and this one fades.",
            "It ends because you stopped, not because it was finished.",
        ),
        fix=(
            "Stop one sentence earlier, or end on what changed.",
            "Decide on the last sentence before you begin; then stop there.",
        ),
        do_now=(
            "say aloud the sentence you want them to remember, then stop",
            "end again aloud: one thing that changed, and then silence",
        ),
        ask=("Which sentence would you like them to repeat to a colleague?",),
    ),
    "technical_error": Remark(
        ASKED,
        waiting=("the facts",),
        why=("This does not fit the facts.",),
        fix=("Look it up, and say it again.",),
        do_now=("look that one thing up",),
        ask=("{q}: where could you look that up?",),
    ),
    "injection": Remark(
        "Words for the judge",
        waiting=("your own answer",),
        why=("This speaks to whoever judges, not to the interviewer. It was left out and changed nothing.",),
        fix=("Leave it out. In a real room nobody is there to read it.",),
        do_now=("say the answer again without it",),
        ask=("What would you say to the person across the table?",),
    ),
}

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "negativity": (
        "Could this sound like a complaint about somebody, to a person who wasn't there?",
        "How would the people you talk about here tell it?",
    ),
    "blame_shifting": ("Could a stranger hear this as putting it on somebody else? What was your own part?",),
    "integrity_flag": (
        "Could this sound as if a rule didn't matter? What would you say if they asked where you stop?",
    ),
    "overclaiming": ("If they asked “How do you know?”, what would you say?",),
    "unprofessional": ("Would you use this word with a customer in the room?",),
    "oversharing": ("Do they need this to decide? You may keep it to yourself.",),
}
"""What is asked where an accusation is not certain."""
