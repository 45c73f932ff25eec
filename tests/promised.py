"""What every attempt must keep of docs/contract.md, whichever way it was made."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

HERE = Path(__file__).parent
DEFECTS = {
    entry["id"]: entry["kind"]
    for entry in json.loads((HERE.parent / "coach/data/defects.json").read_text())["taxonomy"]
}
ROUNDING_SECONDS = 0.002


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((HERE / "data/attempt.schema.json").read_text()))


def hold(attempt: dict[str, Any]) -> None:
    """Assert schema, verbatim quotes, joined text, and times inside the audio."""
    validator().validate(attempt)
    written, critique = attempt["transcript"], attempt["critique"]
    text = written["text"]
    if attempt["via"] != "typed":
        assert text == " ".join(word["text"] for word in written["words"])
    assert all(sentence["text"] in text for sentence in written["sentences"])
    assert all(word["sentence"] <= len(written["sentences"]) for word in written["words"])
    for finding in critique["findings"]:
        if DEFECTS[finding["defect"]] == "presence":
            assert finding["quote"]
            assert finding["looked_for"] is None
        else:
            assert finding["quote"] is None
            assert finding["looked_for"]
    quotes = [entry["quote"] for entry in (*critique["findings"], *critique["raised"]) if entry["quote"]]
    keep = critique["first_screen"]["keep"]
    quotes += [keep["quote"]] if keep else []
    assert all(quote in text for quote in quotes), quotes
    severities = [finding["severity"] for finding in critique["findings"]]
    assert severities == sorted(severities, reverse=True)
    _times(attempt)


def _times(attempt: dict[str, Any]) -> None:
    """Every start and end is inside the audio, and in order; typed answers have none."""
    found = list(_spans(attempt))
    if attempt["via"] == "typed":
        assert attempt["delivery"] is None
        assert attempt["audio_seconds"] is None
        assert {value for span in found for value in span} <= {None}
        return
    for start, end in found:
        assert (start is None) == (end is None)
        if start is not None and end is not None:
            assert 0 <= start <= end <= attempt["audio_seconds"] + ROUNDING_SECONDS


def _spans(value: object) -> Any:
    if isinstance(value, dict):
        if "start" in value and "end" in value:
            yield value["start"], value["end"]
        for inner in value.values():
            yield from _spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner)
