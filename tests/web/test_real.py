"""The whole page on real parts: Chromium speaks a clip, the real models hear and judge it."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="needs Playwright: pip install -r requirements/test.txt")

from playwright.sync_api import expect

from coach import asking, assemble, models
from coach.core.errors import ModelMissing
from coach.settings import Settings
from coach.studio import Studio
from tests import promised
from tests.web.browser import Watch, chromium, microphone_file, spoken
from tests.web.running import served

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.slow]

SPEECH = "base"
CLIP = Path(__file__).parents[1] / "data" / "jfk.flac"
WORDS = (
    "and so my fellow americans ask not what your country can do for you ask what you can do for your country"
)
QUESTION = "Why should we choose you?"


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    try:
        models.find(SPEECH)
    except ModelMissing:
        pytest.skip(f"needs the model {SPEECH}: coach models get {SPEECH}")
    with assemble.studio(Settings(speech=SPEECH), tmp_path / "home", hears=True) as opened:
        yield opened


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def test_an_answer_spoken_into_the_page_is_heard_and_judged_truly(studio: Studio, tmp_path: Path) -> None:
    voice = spoken(CLIP)
    seconds = len(voice) / 16_000
    asking.missed(studio, QUESTION)
    with (
        served(studio) as page,
        chromium(microphone_file(voice, tmp_path), tmp_path) as browser,
    ):
        tab = browser.new_page()
        watch = Watch(page.origin)
        watch.over(tab)
        tab.goto(page.launch.address)
        tab.get_by_role("button", name=QUESTION).click()
        expect(tab.locator("#question")).to_have_text(QUESTION)
        began = time.monotonic()
        tab.keyboard.press("Space")
        expect(tab.locator("#hearing")).to_have_text("I hear you.", timeout=30_000)
        tab.wait_for_timeout((seconds + 1) * 1000)
        tab.keyboard.press("Space")
        at_most = time.monotonic() - began
        expect(tab.locator("body")).to_have_attribute("data-state", "read", timeout=120_000)

        (attempt,) = studio.store.attempts()
        promised.hold(attempt.model_dump(mode="json"))
        read = tab.locator("#first").inner_text()
        screen = attempt.critique.first_screen
        for said in (screen.heard, screen.waiting_for, screen.do_now, screen.keep and screen.keep.quote):
            assert not said or said in read
        assert tab.get_by_role("alert").inner_text() == ""
        assert watch.complaints == []

    heard, true = words(attempt.transcript.text), words(WORDS)
    assert sum(word in heard for word in true) / len(true) > 0.8
    assert attempt.critique.band is not None
    assert seconds - 2 < (attempt.audio_seconds or 0) < at_most + 1
    assert studio.store.recording(attempt.attempt_id or "") is not None
