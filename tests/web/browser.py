"""A real Chromium with a microphone that plays a file, and a watch over what it does."""

import contextlib
import os
import shutil
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from coach.engines.soundfiles import SoundFiles

CHROMIUM_RATE = 48_000
LEAD_SECONDS = 0.5
"""Chromium loses up to 0.11 s at the start of the file; silence is what it may lose."""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def spoken(path: Path) -> np.ndarray:
    """A recording as 16 kHz samples."""
    return np.frombuffer(b"".join(SoundFiles().blocks(path)), dtype="<i2")


def microphone_file(samples: np.ndarray, folder: Path) -> Path:
    """The samples (16 kHz) as the 48 kHz WAV that Chromium takes for a microphone."""
    led = np.concatenate([np.zeros(int(LEAD_SECONDS * 16_000)), samples])
    times = np.arange(len(led) * 3) / 3
    raised = np.interp(times, np.arange(len(led)), led).astype("<i2")
    path = folder / "microphone.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, CHROMIUM_RATE, len(raised), "NONE", ""))
        file.writeframes(raised.tobytes())
    return path


@contextlib.contextmanager
def chromium(microphone: Path, home: Path) -> Iterator[Browser]:
    """Chromium whose microphone plays the file once; skips where there is none."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("needs Chromium: apt-get install -y chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=[
                *QUIET,
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                f"--use-file-for-fake-audio-capture={microphone}%noloop",
            ],
            env={**os.environ, "HOME": str(home)},
            timeout=60_000,
        )
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page did that it should not do: console errors, dialogs, defects, requests elsewhere."""

    origin: str
    complaints: list[str] = field(default_factory=list)
    requests: int = 0

    def over(self, tab: Page) -> None:
        """Watch a tab from now on."""
        tab.on("console", lambda said: self.complaints.append(said.text) if said.type != "log" else None)
        tab.on("pageerror", lambda error: self.complaints.append(f"defect: {error}"))
        tab.on("dialog", lambda dialog: self._dialog(dialog.message))
        tab.on("request", lambda request: self._request(request.url))
        tab.on("websocket", lambda socket: self._request(socket.url.replace("ws://", "http://", 1)))

    def _dialog(self, message: str) -> None:
        self.complaints.append(f"dialog: {message}")

    def _request(self, url: str) -> None:
        self.requests += 1
        if not url.startswith(f"{self.origin}/"):
            self.complaints.append(f"request: {url}")
