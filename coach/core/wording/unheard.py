"""What is said when there was nothing that could be judged. Never a guess at what was meant."""

from collections.abc import Mapping
from typing import Literal

from coach.core.records import Critique, Dimensions, FirstScreen, Tone
from coach.core.rubric import RUBRIC

_LANGUAGES: Mapping[str, str] = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "gu": "Gujarati", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "so": "Somali", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "ta": "Tamil", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "yo": "Yoruba", "zh": "Chinese",
}  # fmt: skip

_AGAIN: Mapping[Tone, str] = {
    "gentle": "Whenever you like, say it once more.",
    "plain": "Say it once more.",
    "blunt": "Again, please.",
}


def unheard(
    reason: Literal["silence", "language", "garbled", "unreadable"], language: str | None, tone: Tone
) -> Critique:
    """A critique without a band for what could not be heard.

    Args:
        reason: Nobody spoke; it was another language; the words could not be made out; or, typed, they
            were not English.
        language: ISO 639-1 of what was heard, for `language`.
        tone: Changes words only.
    """
    spoken = _LANGUAGES.get(language or "", "another language")
    heard, because, do_now = {
        "silence": (
            "I heard no words.",
            "Nothing was judged: no speech was found in the recording.",
            "Check that the right microphone is chosen and not muted, and speak a little closer to it.",
        ),
        "language": (
            f"I heard {spoken}; so far I can only judge English.",
            f"Nothing was judged: it sounds like {spoken}, and the rules only know English.",
            "If it was English, speak a little closer to the microphone.",
        ),
        "garbled": (
            "I couldn't make out enough of the words to be fair to them.",
            "Nothing was judged: too few of the words could be made out.",
            "Move closer to the microphone, away from other voices.",
        ),
        "unreadable": (
            "I couldn't read this as an answer in English.",
            "Nothing was judged: the rules only know English, and too few of these words are.",
            "If it was meant for another question or in another language, type it again in English.",
        ),
    }[reason]
    return Critique(
        band=None,
        dimensions=Dimensions(),
        first_screen=FirstScreen(
            heard=heard,
            waiting_for="That says nothing about your answer.",
            keep=None,
            do_now=do_now if reason == "unreadable" else f"{do_now} {_AGAIN[tone]}",
        ),
        redo="whole",
        diagnosis=None,
        findings=(),
        ask="",
        source="rules",
        because=because,
        model=None,
        rubric=RUBRIC,
    )
