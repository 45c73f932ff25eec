"""How a remark is introduced, in three tones. The tone changes these words and nothing else."""

from collections.abc import Mapping

from coach.core.records import Tone

HEARD: Mapping[Tone, tuple[str, ...]] = {
    "gentle": (
        "What stays with a listener is {heard}",
        "What I heard you say is {heard}",
        "They would remember {heard}",
    ),
    "plain": (
        "An interviewer would have written down {heard}",
        "Their notes would say {heard}",
        "What reached them is {heard}",
    ),
    "blunt": ("Their page says {heard}", "They wrote down {heard}", "What they can quote is {heard}"),
}

NOTHING_HEARD: Mapping[Tone, tuple[str, ...]] = {
    "gentle": ("There was little to write down yet but {heard}",),
    "plain": ("Their notes would say {heard} and little else",),
    "blunt": ("Their page says {heard}, and that is all",),
}
"""When no sentence tells anything."""

EMPTY_PAGE = "Their page would be empty: no words reached them."
BAD_DAY = "That is a bad day talking, and it belongs in nobody's notes."

WAITING: Mapping[Tone, tuple[str, ...]] = {
    "gentle": ("They would gladly have heard {waiting}", "It would help them to hear {waiting}"),
    "plain": ("They were still waiting for {waiting}", "What they didn't get is {waiting}"),
    "blunt": ("What is missing is {waiting}", "They never got {waiting}"),
}

DO_NOW: Mapping[Tone, tuple[str, ...]] = {
    "gentle": ("When you are ready, {do_now}", "If you like, {do_now}"),
    "plain": ("{do_now}",),
    "blunt": ("{do_now}",),
}

FIX: Mapping[Tone, str] = {"gentle": "It may help to try this: {fix}", "plain": "{fix}", "blunt": "{fix}"}
