"""The line on fakes around a real store: what is kept, what is said, what comes back."""

import wave
from pathlib import Path

import pytest

from coach import asking, practice
from coach.core.errors import BadInput, EngineFailed
from coach.core.records import Asked
from coach.studio import Setting, Studio
from tests.fakes import BLOCK, FakeFiles, FakeMicrophone, FakeModel, FakeTranscriber, a_studio, silent, voiced

ASKED = Asked(text="Tell me about a time you helped somebody.", kind="behavioural")
GOOD = (
    "Last November a patient's daughter came to the desk because her mother's antibiotics were two hours late. "
    "I rang the pharmacy, found the script on the old ward and walked down to collect it myself. "
    "I told her I would ring at six every evening, because not knowing was what she could not bear. "
    "The dose went up at quarter past three, and she thanked the ward by name in her letter in January."
)


def said(studio: Studio, *sentences: str) -> Studio:
    transcriber = studio.transcriber
    assert isinstance(transcriber, FakeTranscriber)
    transcriber.enqueue(*sentences)
    return studio


def speak(studio: Studio, blocks: list[bytes], setting: Setting | None = None) -> practice.Line:
    line = practice.Line(studio, ASKED, via="microphone", setting=setting)
    for block in blocks:
        line.push(block)
    return line


def test_a_block_is_on_disk_when_push_returns(tmp_path: Path) -> None:
    line = speak(a_studio(tmp_path), voiced(0.3))
    (part,) = (tmp_path / "recordings").glob("*.part")
    assert part.read_bytes().endswith(voiced(0.3)[0] * 3)
    line.discard()
    assert not list((tmp_path / "recordings").glob("*.part"))


def test_an_answer_is_kept_with_its_words_and_its_recording(tmp_path: Path) -> None:
    studio = said(a_studio(tmp_path), GOOD)
    attempt = speak(studio, [*silent(1), *voiced(12), *silent(1)]).finish()
    assert attempt.attempt_id is not None
    assert studio.store.attempt(attempt.attempt_id) == attempt
    assert attempt.transcript.text == GOOD
    recording = studio.store.recording(attempt.attempt_id)
    assert recording is not None
    with wave.open(str(recording)) as file:
        assert file.getnframes() * 2 == 140 * BLOCK
    assert attempt.audio_seconds == 14.0
    assert attempt.delivery is not None
    assert attempt.delivery.seconds_to_first_sound == pytest.approx(1.0, abs=0.05)


def test_nothing_is_kept_of_an_answer_that_is_not_stored(tmp_path: Path) -> None:
    studio = said(a_studio(tmp_path), "Fine.")
    attempt = speak(studio, voiced(2), Setting(stored=False)).finish()
    assert (attempt.attempt_id, attempt.sequence, attempt.gave_pause.card_id) == (None, None, None)
    assert studio.store.attempts() == ()
    assert studio.store.cards() == ()
    assert not list((tmp_path / "recordings").glob("*"))


def test_silence_gets_no_band_and_makes_no_card(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    attempt = speak(studio, silent(5)).finish()
    assert attempt.critique.band is None
    assert attempt.transcript.words == ()
    assert studio.store.cards() == ()


def test_another_language_is_recognised_and_not_judged(tmp_path: Path) -> None:
    studio = a_studio(tmp_path, transcriber=FakeTranscriber(language="de", probability_in_english=0.4))
    attempt = speak(studio, voiced(5)).finish()
    assert attempt.critique.band is None
    assert "German" in attempt.critique.because


def test_a_doubtful_other_language_is_heard_again_as_english(tmp_path: Path) -> None:
    transcriber = FakeTranscriber(language="cy", language_probability=0.4)
    studio = said(a_studio(tmp_path, transcriber=transcriber), "Ignored.", "I rang them.")
    attempt = speak(studio, voiced(5)).finish()
    assert attempt.transcript.language == "en"
    assert [language for _, language in transcriber.heard] == [None, "en"]


def test_sound_that_was_lost_is_said_with_the_answer(tmp_path: Path) -> None:
    microphone = FakeMicrophone()
    studio = a_studio(tmp_path, microphone=microphone)
    whole = speak(studio, voiced(5)).finish()
    microphone.gaps = 1
    torn = speak(studio, voiced(5)).finish()
    said = [
        practice.GAPS in delivery.not_measured for delivery in (whole.delivery, torn.delivery) if delivery
    ]
    assert said == [False, True]


def test_a_file_that_breaks_off_is_said_with_the_answer(tmp_path: Path) -> None:
    studio = a_studio(tmp_path, files=FakeFiles({"a.wav": voiced(5)}, truncated=True))
    attempt = practice.answer_file(studio, ASKED, Path("a.wav"))
    assert attempt.delivery is not None
    assert practice.BREAKS_OFF in attempt.delivery.not_measured


def test_low_confidence_gets_no_verdict(tmp_path: Path) -> None:
    studio = a_studio(tmp_path, transcriber=FakeTranscriber(probability=0.2))
    assert speak(studio, voiced(5)).finish().critique.band is None


def test_when_hearing_fails_the_recording_stays_and_is_judged_later(tmp_path: Path) -> None:
    transcriber = FakeTranscriber(failure=EngineFailed("The speech engine crashed, twice.", "Try again."))
    studio = a_studio(tmp_path, transcriber=transcriber)
    line = speak(studio, voiced(4))
    with pytest.raises(EngineFailed, match="kept") as caught:
        line.finish()
    assert line.attempt_id[:8] in caught.value.next_step
    (left,) = studio.store.unfinished()
    transcriber.failure = None
    again = a_studio(tmp_path, store=studio.store, files=FakeFiles({left.path.name: voiced(4)}))
    attempt = practice.finish_unfinished(again, left)
    assert attempt.attempt_id == line.attempt_id
    assert studio.store.unfinished() == ()


def test_a_weak_answer_comes_back_in_other_words(tmp_path: Path) -> None:
    studio = said(a_studio(tmp_path), "Fine.", "Still fine.")
    (question, *_) = asking.next_questions(studio, 1)
    asked = asking.ask(studio, question)
    setting = Setting(bank_id=question.id)
    attempt = practice.answer_typed(studio, asked, "Fine.", setting)
    assert attempt.critique.band == 1
    (card,) = asking.due(studio, everything=True)
    assert attempt.gave_pause.card_id == card.id
    assert attempt.gave_pause.due == card.due
    again = asking.ask_again(card)
    assert again.text in question.wordings
    assert again.text != asked.text
    second = practice.answer_typed(studio, again, "Still fine.")
    assert [entry.id for entry in asking.due(studio, everything=True)] == [card.id]
    assert second.gave_pause.card_id == card.id


def test_a_good_answer_makes_no_card(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    attempt = practice.answer_typed(studio, ASKED, GOOD)
    assert attempt.gave_pause.reasons == ()
    assert attempt.gave_pause.card_id is None


def test_a_skip_is_data(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    card = practice.skip(studio, ASKED)
    assert studio.store.cards() == (card,)
    assert card.why == ("skipped",)


def test_a_moment_asked_for_is_never_held_against_them(tmp_path: Path) -> None:
    studio = said(a_studio(tmp_path), GOOD)
    line = practice.Line(studio, ASKED, via="microphone")
    line.moment()
    for block in [*silent(9), *voiced(20)]:
        line.push(block)
    attempt = line.finish()
    assert attempt.delivery is not None
    assert "pauses" in attempt.delivery.not_judged
    assert "slow_start" not in [reason.reason for reason in attempt.gave_pause.reasons]


def test_the_model_chooses_which_sentence_is_quoted(tmp_path: Path) -> None:
    model = FakeModel()
    studio = a_studio(tmp_path, language_model=model)
    sentences = GOOD.split(". ")
    model.enqueue(sentences[1] + ".")
    attempt = practice.answer_typed(studio, ASKED, GOOD)
    assert model.prompts
    assert attempt.critique.source == "mixed"
    assert attempt.critique.model == "fake-model"
    assert sentences[1] in attempt.critique.first_screen.heard


@pytest.mark.parametrize(
    "reply", ["I think she is great!", EngineFailed("The language model hung, twice.", "Try.")]
)
def test_a_bad_reply_falls_back_to_rules_and_says_so(tmp_path: Path, reply: str | Exception) -> None:
    model = FakeModel()
    model.enqueue(reply)
    studio = a_studio(tmp_path, language_model=model)
    alone = practice.answer_typed(a_studio(tmp_path / "alone"), ASKED, GOOD)
    attempt = practice.answer_typed(studio, ASKED, GOOD)
    assert attempt.critique.source == "rules"
    assert "The rules decided alone" in attempt.critique.because
    assert attempt.critique.findings == alone.critique.findings
    assert attempt.critique.band == alone.critique.band


def test_an_empty_typed_answer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        practice.answer_typed(a_studio(tmp_path), ASKED, " \n ")
