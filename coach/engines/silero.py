"""Samples -> speech probabilities, with the Silero detector that travels inside faster-whisper.

The network sees one 32 ms frame at a time, the 64 samples before it, and what it remembers of the rest.
All of that is handed back to the caller as `state`, so a stream gives the very probabilities the whole
file would, and a restarted worker goes on where the lost one stopped.
"""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.core.errors import ModelMissing
from coach.engines.worker import Caller

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENGINE = "detector"
"""Name of this engine in a worker."""
FACTORY: tuple[str, Mapping[str, Any]] = ("coach.engines.silero:Silero", {})

FRAME_SAMPLES = 512
CONTEXT_SAMPLES = 64
_MEMORY = 128
_FLOATS = 2 * _MEMORY + CONTEXT_SAMPLES
QUIETEST_RMS = 4.0
"""Steps of 16-bit audio. A frame below (-78 dB of full scale) is never speech: it is digital silence or a
converter's own noise, 30 dB under the softest voice a laptop microphone was seen to give."""
_DEADLINE_SECONDS = 20.0


class Silero:
    """Child side: the network itself."""

    def __init__(self) -> None:
        """Load it. Raises ModelMissing when the installation lacks its file."""
        path = asset()
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = 1
        options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(
            str(path), providers=["CPUExecutionProvider"], sess_options=options
        )

    def detect(self, payload: bytes, *, state_bytes: int) -> tuple[list[float], bytes]:
        """Probabilities of the whole frames in what `state` left over + the new samples.

        Args:
            payload: `state_bytes` bytes of state (0 at a recording's start), then 16-bit samples.
            state_bytes: Where the samples begin.

        Returns:
            One probability (0-1) per frame, and the state for the next call.
        """
        import numpy as np

        floats = np.zeros(_FLOATS, np.float32)
        if state_bytes:
            floats[:] = np.frombuffer(payload[: 4 * _FLOATS], np.float32)
        samples = np.frombuffer(payload[4 * _FLOATS if state_bytes else 0 :], "<i2")
        frames = len(samples) // FRAME_SAMPLES
        rest = samples[frames * FRAME_SAMPLES :]
        if not frames:
            return [], floats.tobytes() + rest.tobytes()
        whole = samples[: frames * FRAME_SAMPLES].astype(np.float32).reshape(frames, FRAME_SAMPLES)
        before = np.vstack([floats[2 * _MEMORY :] * 32768, whole[:-1, -CONTEXT_SAMPLES:]])
        found, hidden, cell = self._session.run(
            None,
            {
                "input": np.hstack([before, whole]) / np.float32(32768),
                "h": floats[:_MEMORY].reshape(1, 1, _MEMORY),
                "c": floats[_MEMORY : 2 * _MEMORY].reshape(1, 1, _MEMORY),
            },
        )
        floats[:_MEMORY] = hidden.reshape(-1)
        floats[_MEMORY : 2 * _MEMORY] = cell.reshape(-1)
        floats[2 * _MEMORY :] = whole[-1, -CONTEXT_SAMPLES:] / 32768
        gated = np.where(_loud(whole), found.reshape(-1), 0.0)
        return gated.tolist(), floats.tobytes() + rest.tobytes()


class DetectorInWorker:
    """A `ports.SpeechDetector` whose network runs in a worker under the name `ENGINE`."""

    def __init__(self, worker: Caller) -> None:
        self._worker = worker

    def detect(self, pcm: bytes, state: bytes) -> tuple[tuple[float, ...], bytes]:
        """Speech probability of each whole frame in `state` + `pcm`. Raises EngineFailed, ModelMissing."""
        value, after = self._worker.call(
            ENGINE, "detect", state + pcm, deadline_seconds=_DEADLINE_SECONDS, state_bytes=len(state)
        )
        return tuple(value), after


def asset() -> Path:
    """The network's file; looking for it imports nothing. Raises ModelMissing."""
    spec = importlib.util.find_spec("faster_whisper")
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder, "assets", "silero_vad_v6.onnx")
        if path.is_file():
            return path
    raise ModelMissing(
        "The speech detector is missing: faster-whisper's file assets/silero_vad_v6.onnx is not there.",
        "Install that package again: pip install --force-reinstall --no-deps faster-whisper==1.2.1",
    )


def _loud(frames: "NDArray[np.float32]") -> "NDArray[np.bool_]":
    import numpy as np

    loud: NDArray[np.bool_] = np.square(frames).mean(axis=1) >= QUIETEST_RMS**2
    return loud
