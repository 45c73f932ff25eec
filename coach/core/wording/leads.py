"""How a remark is introduced, in three tones. The tone changes these words and nothing else."""

from collections.abc import Mapping

from coach.core.records import Tone

HEARD: Mapping[Tone, tuple[str, ...]] = {
    "gentle": (
        "What stays with a listener is {heard}",
        "I heard you say {heard}",
        "This is what they would remember: {heard}",
    ),
    "plain": (
        "In their notes: {heard}",
        "What they would have written down: {heard}",
        "This is what reached them: {heard}",
    ),
    "blunt": ("On their page: {heard}", "That left them with {heard}", "All they can quote: {heard}"),
}

NOTHING_HEARD: Mapping[Tone, tuple[str, ...]] = {
    "gentle": ("There was little to write down yet: {heard}",),
    "plain": ("Their page would be nearly empty: {heard}",),
    "blunt": ("Their page is empty: {heard}",),
}
"""When no sentence tells anything."""

EMPTY_PAGE = "Their page would be empty: no words reached them."

WAITING: Mapping[Tone, tuple[str, ...]] = {
    "gentle": ("They would gladly have heard {waiting}", "What would help them: {waiting}"),
    "plain": ("They were still waiting for {waiting}", "What they didn't get: {waiting}"),
    "blunt": ("Missing: {waiting}", "They never got {waiting}"),
}

DO_NOW: Mapping[Tone, tuple[str, ...]] = {
    "gentle": ("When you are ready, {do_now}", "If you like, {do_now}"),
    "plain": ("{do_now}", "Now {do_now}"),
    "blunt": ("{do_now}", "Again: {do_now}"),
}

FIX: Mapping[Tone, str] = {"gentle": "It may help to try this: {fix}", "plain": "{fix}", "blunt": "{fix}"}
