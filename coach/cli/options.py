"""Options that many verbs share; they stand after the verb."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout, words on stderr.")]
ToneOption = Annotated[
    str | None,
    typer.Option("--tone", help="gentle, plain or blunt: changes words, never bands.", metavar="TONE"),
]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="Language model by name, or 'rules' for none.", metavar="NAME")
]
SpeechOption = Annotated[str | None, typer.Option("--speech", help="Speech model by name.", metavar="NAME")]
Plain = Annotated[bool, typer.Option("--plain", help="No redrawing, no colour.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Ask nothing.")]
Typed = Annotated[bool, typer.Option("--typed", help="Type the answers instead of speaking them.")]
AudioFiles = Annotated[
    list[Path] | None,
    typer.Option("--audio", help="Recorded answers instead of the microphone.", metavar="FILE..."),
]
MoreFiles = Annotated[list[Path] | None, typer.Argument(metavar="", hidden=True)]
Seconds = Annotated[int | None, typer.Option("--seconds", help="End each answer after this long.", min=5)]
SilenceSeconds = Annotated[
    float | None,
    typer.Option("--silence-seconds", help="End an answer after this much silence; 0: never.", min=0),
]
