"""The page in a real Chromium: keyboard, sound, hostile words, small screens."""

import json
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("playwright", reason="needs Playwright: pip install -r requirements/test.txt")

from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from coach import asking
from coach.studio import Studio
from tests.fakes import FakeTranscriber, a_studio
from tests.web.browser import Watch, chromium, microphone_file
from tests.web.running import Page, served

pytestmark = pytest.mark.browser

HOSTILE = [
    "<script>window.ran=1</script>",
    '"><img/src=x/onerror=window.ran=1>',
    "<svg/onload=window.ran=1>",
    "javascript:window.ran=1",
    "</q></button><iframe/srcdoc='<script>parent.ran=1</script>'>",
    "{{7*7}}${7*7}",
    "<style>*{display:none}</style>",
    "<a/href=//evil.example>x</a>",
    "<link/rel=stylesheet/href=//evil.example/x.css>",
    "<base/href=//evil.example/>",
    "&lt;b&gt;&amp;",
    "\u202etxet desrever\u2066",
    "<meta/http-equiv=refresh/content=0;url=//evil.example>",
]


WINDOW = 3_200
"""Samples that are compared at a time: 0.2 s."""


def sweep() -> np.ndarray:
    """Five seconds whose pitch rises, so that every moment is told from every other."""
    at = np.arange(5 * 16_000) / 16_000
    return (9000 * np.sin(2 * np.pi * (200 + 150 * at) * at)).astype("<i2")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("browser")
    with chromium(microphone_file(sweep(), folder), folder) as running:
        yield running


@pytest.fixture
def transcriber() -> FakeTranscriber:
    return FakeTranscriber()


@pytest.fixture
def studio(tmp_path: Path, transcriber: FakeTranscriber) -> Iterator[Studio]:
    made = a_studio(tmp_path, transcriber=transcriber)
    yield made
    made.store.close()


@pytest.fixture
def page(studio: Studio) -> Iterator[Page]:
    with served(studio) as running:
        yield running


@pytest.fixture
def tab(browser: Browser, page: Page) -> Iterator[Tab]:
    """The page, opened with the launch's address and watched to the end."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    watch = Watch(page.origin)
    watch.over(opened)
    opened.goto(page.launch.address)
    is_in(opened, "waiting")
    yield opened
    context.close()
    assert watch.requests > 5
    assert watch.complaints == []


expect.set_options(timeout=20_000)
"""Only how long a slow machine is waited for; nothing here proves anything about time."""


def is_in(tab: Tab, state: str) -> None:
    expect(tab.locator("body")).to_have_attribute("data-state", state)


def answer(tab: Tab, seconds: float) -> None:
    """Begin and end an answer with the space bar; the seconds count once coach hears something."""
    tab.keyboard.press("Space")
    expect(tab.locator("#hearing")).to_have_text("I hear you.")
    tab.wait_for_timeout(seconds * 1000)
    tab.keyboard.press("Space")
    is_in(tab, "read")


def samples(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(float)


def test_the_token_leaves_the_address_bar_and_the_history(tab: Tab, page: Page) -> None:
    assert tab.url == f"{page.origin}/"
    tab.go_back()
    assert page.launch.token not in tab.url


def test_what_was_said_arrives_sample_for_sample(tab: Tab, studio: Studio) -> None:
    answer(tab, 5)
    likeness, level = compared(studio)
    assert likeness > 0.99
    assert level == pytest.approx(1, rel=0.05)


def compared(studio: Studio) -> tuple[float, float]:
    """Likeness and level of the one recording to what was played, the medians of short windows.

    A busy machine makes Chromium's own fake microphone skip; most windows are whole all the same.
    """
    (attempt,) = studio.store.attempts()
    assert attempt.via == "page"
    path = studio.store.recording(attempt.attempt_id or "")
    assert path is not None
    recorded, said = samples(path), sweep().astype(float)
    likeness, level = [], []
    for first in range(0, 64_000, WINDOW):
        window = said[first : first + WINDOW]
        at = int(np.argmax(np.correlate(recorded, window, mode="valid")))
        heard = recorded[at : at + WINDOW]
        likeness.append(np.corrcoef(heard, window)[0, 1])
        level.append(np.std(heard) / np.std(window))
    return float(np.median(likeness)), float(np.median(level))


ONE_RATE_ONLY = """() => {
    const source = AudioContext.prototype.createMediaStreamSource;
    AudioContext.prototype.createMediaStreamSource = function (stream) {
      if (this.sampleRate === 16000) throw new DOMException("no", "NotSupportedError");
      window.ownRate = this.sampleRate;
      return source.call(this, stream);
    };
}
"""


def test_a_browser_that_records_at_its_own_rate_only_is_brought_to_ours(tab: Tab, studio: Studio) -> None:
    tab.evaluate(ONE_RATE_ONLY)
    answer(tab, 5)
    assert tab.evaluate("window.ownRate") > 16_000
    likeness, level = compared(studio)
    assert likeness > 0.98
    assert level == pytest.approx(1, rel=0.05)


def test_the_space_bar_answers_and_one_key_opens_what_is_folded(
    tab: Tab, transcriber: FakeTranscriber
) -> None:
    transcriber.enqueue("So I rang the pharmacy myself and asked for the manager.")
    answer(tab, 3)
    expect(tab.locator("#first")).to_contain_text("Now, in thirty seconds")
    expect(tab.locator("#first")).to_have_attribute("aria-live", "polite")
    bands = tab.locator("details[data-key=B]")
    expect(bands).not_to_have_attribute("open", "")
    assert "of 5" not in tab.locator("main").inner_text()
    tab.keyboard.press("b")
    expect(bands).to_have_attribute("open", "")
    assert "This answer" in bands.inner_text()
    tab.keyboard.press("Space")
    is_in(tab, "read")
    tab.get_by_role("button", name="Next question").click()
    is_in(tab, "waiting")


def test_a_quote_plays_its_stretch_and_stops(tab: Tab) -> None:
    answer(tab, 3)
    tab.keyboard.press("w")
    tab.locator("details[data-key=W] button.quote").first.click()
    playing = tab.locator("button.quote.playing")
    expect(playing).to_have_count(1)
    expect(playing).to_have_count(0, timeout=10_000)
    assert tab.evaluate("document.getElementById('player').paused") is True
    assert tab.evaluate("document.getElementById('player').currentTime") > 0.3


def test_nothing_but_the_clock_moves_while_somebody_speaks(tab: Tab) -> None:
    tab.keyboard.press("Space")
    is_in(tab, "recording")
    expect(tab.locator("#hearing")).to_have_text("I hear you.")
    still = "document.querySelector('main').innerText.replace(/\\d+:\\d\\d/, '')"
    before, clock = tab.evaluate(still), tab.locator("#clock").inner_text()
    assert "Recent answers" not in before
    tab.wait_for_timeout(1500)
    assert tab.evaluate(still) == before
    assert tab.locator("#clock").inner_text() != clock
    assert tab.evaluate("document.getAnimations().length") == 0
    tab.get_by_role("button", name="Start over").click()
    is_in(tab, "waiting")


def test_starting_over_keeps_nothing_and_a_skip_is_data(tab: Tab, studio: Studio) -> None:
    tab.keyboard.press("Space")
    is_in(tab, "recording")
    tab.get_by_role("button", name="Start over").click()
    is_in(tab, "waiting")
    question = tab.locator("#question").inner_text()
    tab.get_by_role("button", name="Skip it").click()
    expect(tab.locator("#news")).to_contain_text("comes back")
    assert tab.locator("#question").inner_text() != question
    assert studio.store.attempts() == ()
    assert [card.question for card in studio.store.cards()] == [question]


def test_a_due_question_is_answered_and_a_recent_answer_is_read_again(tab: Tab, studio: Studio) -> None:
    card, _ = asking.missed(studio, "Why did you leave so soon?")
    tab.reload()
    tab.get_by_role("button", name="Why did you leave so soon?").click()
    expect(tab.locator("#question")).to_have_text("Why did you leave so soon?")
    answer(tab, 2)
    assert studio.store.attempts()[0].question.card_id == card.id
    tab.get_by_role("button", name="Next question").click()
    is_in(tab, "waiting")
    tab.locator("#recent button").first.click()
    is_in(tab, "read")
    expect(tab.locator("#question")).to_have_text("Why did you leave so soon?")


def test_a_closed_tab_keeps_the_answer(tab: Tab, browser: Browser, page: Page, studio: Studio) -> None:
    tab.keyboard.press("Space")
    is_in(tab, "recording")
    expect(tab.locator("#hearing")).to_have_text("I hear you.")
    tab.goto("about:blank")
    for _ in range(400):
        if studio.store.attempts():
            break
        tab.wait_for_timeout(50)
    assert len(studio.store.attempts()) == 1


SILENT_MICROPHONE = """() => {
    const silent = new AudioContext().createMediaStreamDestination().stream;
    navigator.mediaDevices.getUserMedia = async () => silent;
}
"""
REFUSED_MICROPHONE = """() => {
    navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
}
"""


def test_a_microphone_that_gives_only_zeros_is_said_within_three_seconds(tab: Tab) -> None:
    told: list[str] = []
    tab.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: told.append(json.loads(frame)["type"])),
    )
    tab.evaluate(SILENT_MICROPHONE)
    tab.keyboard.press("Space")
    is_in(tab, "recording")
    expect(tab.get_by_role("alert")).to_contain_text("No sound at all")
    # Time is counted in sound (ten blocks a second), so that a busy machine can't make it longer.
    assert told[: told.index("no_sound")].count("kept") < 30
    tab.get_by_role("button", name="Start over").click()
    is_in(tab, "waiting")


def test_a_refused_microphone_is_said_and_can_be_tried_again(tab: Tab) -> None:
    tab.evaluate(REFUSED_MICROPHONE)
    tab.keyboard.press("Space")
    expect(tab.get_by_role("alert")).to_contain_text("may not use the microphone")
    is_in(tab, "waiting")


def test_hostile_words_are_shown_as_words(tab: Tab, studio: Studio, transcriber: FakeTranscriber) -> None:
    words = " ".join(HOSTILE)
    for hostile in [*HOSTILE, "nul\x00nul"]:
        asking.missed(studio, hostile.replace("/", " "))
    asking.missed(studio, words)
    transcriber.enqueue(words)
    tab.reload()
    is_in(tab, "waiting")
    expect(tab.locator("#due button")).to_have_count(len(HOSTILE) + 2)
    tab.locator("#due button").filter(has_text="evil.example").last.click()
    # Until then the space bar would press the button in the list once more.
    expect(tab.locator("#from")).to_have_text("It gave pause before")
    expect(tab.locator("#answer")).to_be_focused()
    answer(tab, 3)
    for key in "fbw":
        tab.keyboard.press(key)
    text = tab.locator("details[data-key=W]").evaluate("element => element.textContent")
    assert [hostile for hostile in HOSTILE if any(part not in text for part in hostile.split())] == []
    made = (
        "document.querySelectorAll('main :is(script, img, svg, iframe, style, a, link, base, meta)').length"
    )
    assert tab.evaluate(made) == 0
    assert tab.evaluate("window.ran") is None


def test_recordings_are_asked_about_once_and_none_leaves_the_words(tab: Tab, studio: Studio) -> None:
    answer(tab, 2)
    tab.keyboard.press("w")
    expect(tab.locator("details[data-key=W] button.quote")).to_have_count(1)
    expect(tab.locator("#keep")).to_contain_text("Keep your recordings?")
    tab.get_by_role("button", name="None, only the words").click()
    expect(tab.locator("#keep")).to_contain_text("Noted as keep_audio")
    expect(tab.locator("button.quote")).to_have_count(0)
    expect(tab.locator("details[data-key=W] .quote")).to_have_count(1)
    assert tab.evaluate("document.getElementById('player').hasAttribute('src')") is False
    assert list((studio.store.home / "recordings").glob("*.wav")) == []
    tab.get_by_role("button", name="Next question").click()
    is_in(tab, "waiting")
    answer(tab, 2)
    expect(tab.locator("#first")).to_contain_text("Now, in thirty seconds")
    expect(tab.locator("#keep")).to_be_empty()


def test_what_was_not_measured_stands_under_what_was(tab: Tab, studio: Studio) -> None:
    answer(tab, 2)
    tab.keyboard.press("b")
    bands = tab.locator("details[data-key=B]")
    (attempt,) = studio.store.attempts()
    assert attempt.delivery is not None
    assert "fillers" in [missing.what for missing in attempt.delivery.not_measured]
    for missing in attempt.delivery.not_measured:
        expect(bands).to_contain_text(f"Not measured: {missing.what.replace('_', ' ')} ({missing.why}).")
    expect(bands.get_by_role("row", name="Ums and uhs")).to_contain_text("at least 0, see below")


def test_a_damaged_recording_is_read_without_its_sound(tab: Tab, studio: Studio) -> None:
    answer(tab, 2)
    (recording,) = (studio.store.home / "recordings").glob("*.wav")
    whole = recording.read_bytes()
    recording.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    tab.locator("#recent button").first.click()
    expect(tab.locator("#first")).to_contain_text("is damaged")
    tab.keyboard.press("w")
    expect(tab.locator("details[data-key=W]")).to_contain_text("I rang the pharmacy myself.")
    expect(tab.locator("button.quote")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_in_light_and_dark(tab: Tab, transcriber: FakeTranscriber, scheme: Any) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.emulate_media(color_scheme=scheme)
    transcriber.enqueue("Supercalifragilistic" * 8 + " I rang the pharmacy myself.")
    answer(tab, 2)
    for key in "fbw":
        tab.keyboard.press(key)
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    paper, ink = (
        tab.evaluate(f"getComputedStyle(document.body).{name}") for name in ("backgroundColor", "color")
    )
    assert (brightness(paper) > brightness(ink)) == (scheme == "light")
    assert abs(brightness(paper) - brightness(ink)) > 150


def brightness(colour: str) -> float:
    return sum(int(part) for part in colour[4:-1].split(",")) / 3


RESAMPLED = """async (rate) => {
    const { Resampler } = await import("/static/resample.js");
    const tone = (hertz) => {
      const made = new Resampler(rate, 16000);
      const out = [];
      for (let first = 0; first < rate; first += 128) {
        out.push(...made.push(Float32Array.from({ length: 128 }, (_, at) => Math.sin(2 * Math.PI * hertz * (first + at) / rate))));
      }
      out.push(...made.flush());
      return out;
    };
    return [tone(440), tone(11000)];
}"""


@pytest.mark.parametrize("rate", [48_000, 44_100, 96_000, 16_000])
def test_other_sample_rates_keep_pitch_length_and_level(tab: Tab, rate: int) -> None:
    kept, folded = (np.array(made) for made in tab.evaluate(RESAMPLED, rate))
    assert len(kept) == pytest.approx(16_000, abs=40)
    wanted = np.sin(2 * np.pi * 440 * np.arange(len(kept)) / 16_000)
    assert np.max(np.abs(kept - wanted)[200:-200]) < 0.01
    if rate > 22_000:
        assert np.max(np.abs(folded[200:-200])) < 0.02
