"""Make tests/data/german.flac: an answer in German, to be recognised and not judged.

python scripts/make_german.py        needs espeak-ng (Debian: apt-get install espeak-ng)
"""

import subprocess
import tempfile
from pathlib import Path

import av

TARGET = Path(__file__).resolve().parent.parent / "tests" / "data" / "german.flac"
WORDS = (
    "Im letzten Winter habe ich auf der Station gemerkt, dass die Medikamente fast jeden Abend zu spät kamen. "
    "Ich habe in der Apotheke angerufen, den Weg der Rezepte aufgeschrieben und mit der Leitung gesprochen. "
    "Seitdem holen wir sie um vier Uhr selbst ab, und es kam keine Beschwerde mehr."
)
RATE = 16_000


def main() -> None:
    """Speak the words and write them as 16 kHz mono FLAC."""
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        subprocess.run(["espeak-ng", "-v", "de", "-s", "140", "-w", str(spoken), WORDS], check=True)
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        with av.open(str(spoken)) as source, av.open(str(TARGET), "w") as target:
            stream = target.add_stream("flac", rate=RATE)
            stream.layout = "mono"
            for frame in source.decode(audio=0):
                for piece in resampler.resample(frame):
                    target.mux(stream.encode(piece))
            target.mux(stream.encode(None))


if __name__ == "__main__":
    main()
