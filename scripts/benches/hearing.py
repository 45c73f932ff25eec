"""How well answers are heard: the product's own line on clips whose truth is known.

    scripts/bench hearing --json --data DIR [--speech NAME]

DIR holds audio files and truth.json: a list of clips with `id`, `file`, `condition`, and as far as it is known `clean`,
`fillers`, `pauses`, `first_word`, `lexical_fillers`, `repetitions`, `unsure`. Each clip goes through
`coach critique --audio` without its terminal; beside it, by turns on the same machine, through plain faster-whisper
(whole file, same model and threads, the library's own settings). Prints one JSON object: the figures over all clips,
and the same per condition. How each is made: scripts/measures/hearing_protocol.py.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ |= {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_OFFLINE": "1"}

from coach import assemble, models, practice  # noqa: E402 - found through the line above
from coach.core.errors import CoachError  # noqa: E402
from coach.core.records import Asked, Attempt  # noqa: E402
from coach.engines import whisper  # noqa: E402
from coach.settings import Settings  # noqa: E402
from coach.studio import Setting, Studio  # noqa: E402
from scripts.measures import hearing_protocol as protocol  # noqa: E402 - so too

ASKED = Asked(text="Tell me about something you did that you would do again.", kind="behavioural")


class PlainWhisper:
    """The plain way: faster-whisper on the whole file, as its own documentation shows it."""

    def __init__(self, name: str) -> None:
        from faster_whisper import WhisperModel

        folder = models.find(name).path
        threads = whisper.factory(folder, name)[1]["threads"]
        self._model = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )

    def text(self, path: Path) -> str:
        """What it writes down."""
        segments, _ = self._model.transcribe(str(path))
        return " ".join(segment.text for segment in segments)


def main() -> int:
    """Hear every clip both ways and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="a folder with truth.json and its audio")
    parser.add_argument("--json", action="store_true", help="figures as JSON; they always are")
    parser.add_argument("--speech", default="base", help="a speech model by name")
    parser.add_argument("--words", action="store_true", help="also what was heard in each clip, on stderr")
    given = parser.parse_args()
    clips: list[dict[str, Any]] = json.loads((given.data / "truth.json").read_text("utf-8"))
    try:
        plain = PlainWhisper(given.speech)
        settings = Settings(speech=given.speech, model="rules")
        with assemble.studio(settings, Path(), hears=True, stored=False) as studio:
            _outcome(studio, plain, given.data / clips[0]["file"])  # the first run loads and warms both
            outcomes = [_outcome(studio, plain, given.data / clip["file"]) for clip in clips]
    except CoachError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if given.words:
        for clip, outcome in zip(clips, outcomes, strict=True):
            print(clip["file"], " ".join(outcome.words), outcome.fillers, sep="\n  ", file=sys.stderr)
    tallies = [protocol.tally(clip, outcome) for clip, outcome in zip(clips, outcomes, strict=True)]
    print(json.dumps(_report(clips, tallies), indent=1))
    return 0


def _report(clips: list[dict[str, Any]], tallies: list[protocol.Tally]) -> dict[str, Any]:
    conditions = ["real" if clip.get("kind") == "real" else clip.get("condition", "clean") for clip in clips]
    groups = [clip["id"] for clip in clips]
    report = protocol.with_intervals(tallies, groups)
    report["conditions"] = {
        condition: protocol.with_intervals(
            [each for each, name in zip(tallies, conditions, strict=True) if name == condition],
            [group for group, name in zip(groups, conditions, strict=True) if name == condition],
        )
        for condition in dict.fromkeys(conditions)
    }
    return report


def _outcome(studio: Studio, plain: PlainWhisper, path: Path) -> protocol.Outcome:
    began = time.perf_counter()
    attempt = practice.answer_file(studio, ASKED, path, Setting(stored=False))
    between = time.perf_counter()
    text = plain.text(path)
    ended = time.perf_counter()
    return _heard(attempt, text, between - began, ended - between)


def _heard(attempt: Attempt, plain_text: str, seconds: float, plain_seconds: float) -> protocol.Outcome:
    delivery = attempt.delivery
    if delivery is None or attempt.audio_seconds is None:
        raise AssertionError
    return protocol.Outcome(
        words=tuple(word.text for word in attempt.transcript.words if word.kind != "filler"),
        plain_text=plain_text,
        fillers=tuple((each.start, each.end) for each in delivery.fillers if each.certainty != "possible"),
        filler_count=(delivery.filler_count.low, delivery.filler_count.high),
        lexical_fillers=tuple((each.start, each.end) for each in delivery.lexical_fillers),
        restarts=tuple((each.start, each.end) for each in delivery.restarts),
        pauses=tuple((each.start, each.end) for each in delivery.pauses),
        seconds_to_first_word=delivery.seconds_to_first_word,
        audio_seconds=attempt.audio_seconds,
        seconds=seconds,
        plain_seconds=plain_seconds,
    )


if __name__ == "__main__":
    sys.exit(main())
