"""Recordings made on the spot with PyAV: any kind, rate and layout; and the bytes of a WAV header."""

import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from coach.engines.soundfiles import SoundFiles

TONE = 440.0

KINDS = {
    "wav": ("wav", "pcm_s16le"),
    "mp3": ("mp3", "libmp3lame"),
    "m4a": ("ipod", "aac"),
    "mp4": ("mp4", "aac"),
    "flac": ("flac", "flac"),
    "ogg": ("ogg", "vorbis"),
    "opus": ("ogg", "libopus"),
    "webm": ("webm", "libopus"),
    "mka": ("matroska", "flac"),
}


def write(
    path: Path,
    *,
    seconds: float = 2.0,
    kind: str = "wav",
    rate: int = 48000,
    layout: str = "mono",
    codec: str | None = None,
    hertz: float = TONE,
    picture: bool = False,
) -> Path:
    """A file with a tone in all channels."""
    form, usual = KINDS[kind]
    with av.open(str(path), "w", format=form) as out:
        video = None
        if picture:
            video = out.add_stream("mpeg4", rate=5)
            video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        layout = "stereo" if (codec or usual) == "vorbis" else layout  # all this encoder can do
        stream: Any = out.add_stream(
            codec or usual, rate=rate, layout=layout, options={"strict": "experimental"}
        )
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate)
        sound = (0.4 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)
        channels = len(stream.layout.channels)
        size = stream.codec_context.frame_size or 1024
        for at in range(0, len(sound), size):
            piece = np.repeat(sound[None, at : at + size], channels, axis=0)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(piece), format="fltp", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
            for ready in resampler.resample(frame):
                out.mux(stream.encode(ready))
        out.mux(stream.encode(None))
        if video is not None:
            for number in range(round(seconds * 5)):
                image = av.VideoFrame.from_ndarray(
                    np.full((64, 64, 3), number * 20 % 255, np.uint8), format="rgb24"
                )
                image.pts = number
                out.mux(video.encode(image))
            out.mux(video.encode(None))
    return path


def read(path: Path) -> np.ndarray[Any, np.dtype[np.int16]]:
    return np.frombuffer(b"".join(SoundFiles().blocks(path)), "<i2")


def silent_film(path: Path) -> Path:
    with av.open(str(path), "w", format="mp4") as out:
        video: Any = out.add_stream("mpeg4", rate=5)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        for number in range(5):
            image = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            image.pts = number
            out.mux(video.encode(image))
        out.mux(video.encode(None))
    return path


def wav_header(rate: int, channels: int = 1, bits: int = 16, data: bytes = bytes(3200)) -> bytes:
    width = channels * bits // 8
    form = struct.pack("<HHIIHH", 1, channels, rate, rate * width & 0xFFFFFFFF, width, bits)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(data))
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + b"data"
        + struct.pack("<I", len(data))
        + data
    )
