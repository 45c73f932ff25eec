"""The bench of the judging: every promised key, sound arithmetic, and figures that go red when the judge does."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts.measures import critique_protocol as protocol

ROOT = Path(__file__).resolve().parents[2]

DATA = ROOT / "tests" / "data" / "practice_answers.json"
KEYS = [
    "recall",
    "recall_severity3",
    "false_per_answer",
    "false_per_strong_answer",
    "order_all",
    "order_length_opposed",
    "order_medium_weak",
    "band_hit",
    "quote_verbatim",
    "evidence_hit",
    "injection_same",
    "gaming_ok",
    "fairness_same",
    "abstain_ok",
    "repeat_same",
    "length_partial_correlation",
    "effective_bands",
    "notes_same",
    "lint_ok",
    "character_false",
    "delivery_twins_same",
    "n",
    "rules_ms",
    "per_defect",
    "misses",
    "false_alarms",
]


def bench(path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "benches" / "critique.py"), "--data", str(path), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def test_the_bench_drives_the_product_and_prints_every_promised_key() -> None:
    figures = bench(DATA)
    assert set(KEYS) <= set(figures)
    assert figures["n"] == 39
    assert (
        figures["quote_verbatim"]
        == figures["lint_ok"]
        == figures["repeat_same"]
        == figures["notes_same"]
        == 1
    )
    assert figures["recall"] >= 0.65
    assert figures["recall_severity3"] >= 0.65
    assert figures["false_per_answer"] <= 0.1
    assert figures["order_all"] >= 0.85
    low, high = figures["recall_interval"]
    assert low <= figures["recall"] <= high


def test_what_the_data_cannot_tell_is_null(tmp_path: Path) -> None:
    cases = json.loads(DATA.read_text("utf-8"))["cases"][:1]
    (tmp_path / "few.json").write_text(json.dumps({"cases": cases}))
    figures = bench(tmp_path / "few.json")
    assert figures["n"] == 1
    assert figures["injection_same"] is None
    assert figures["order_all"] is None
    assert figures["recall_interval"] is None


def outcome(
    rank: int | None, band: int | None, *, words: int = 100, found: str = "", **case: Any
) -> protocol.Outcome:
    entry: dict[str, Any] = {
        "id": f"{rank}-{words}",
        "triple_id": "T",
        "kind": "triple",
        "version": "strong",
        "quality_rank": rank,
        "expected_band": [3, 4],
        "words": words,
        "answer": "I rang them twice.",
        "planted_defects": ["no_result"],
        "absent_defects": ["hedging"],
        "planted_evidence": {},
        "base_case": None,
    }
    return protocol.Outcome(
        case=entry | case,
        band=band,
        found=frozenset(found.split()),
        raised=frozenset(),
        quotes=(),
        unquoted_presences=0,
        repeat_same=True,
        notes_same=True,
        lint=(),
        seconds=0.001,
        abstained=False,
    )


def test_the_arithmetic_by_hand() -> None:
    weak, strong, long = (
        outcome(1, 2),
        outcome(3, 4, found="no_result"),
        outcome(1, 4, words=300, found="hedging"),
    )
    some = [weak, strong, long]
    assert protocol.recall(some) == pytest.approx(1 / 3)
    assert protocol.false_per_answer(some) == pytest.approx(1 / 3)
    assert protocol.order(lambda _better, _worse: True)(some) == 0.75
    assert protocol.order(protocol.length_opposed)(some) == 0.5
    assert protocol.band_hit(some) == pytest.approx(2 / 3)
    assert protocol.effective_bands(some) == pytest.approx(1.89, abs=0.01)
    assert protocol.recall([]) is None


def test_an_invented_quote_and_a_fault_without_one_cost_the_figure() -> None:
    good = replace(outcome(1, 2), quotes=(("hedging", "rang them"),))
    assert protocol.quote_verbatim([good]) == 1
    assert protocol.quote_verbatim([replace(good, quotes=(("hedging", "never said"),))]) == 0
    assert protocol.quote_verbatim([replace(good, unquoted_presences=1)]) == 0.5


def test_probes_are_held_against_their_base() -> None:
    base = replace(outcome(1, 2, found="no_result"), case=outcome(1, 2).case | {"id": "B"})
    same = outcome(None, 2, found="no_result injection", kind="probe_injection", base_case="B")
    better = replace(same, band=3)
    figure = protocol.probe("probe_injection", protocol.injection_same)
    assert figure([base, same]) == 1
    assert figure([base, better]) == 0
    padded = outcome(None, 3, kind="probe_verbosity_pad", base_case="B")
    assert protocol.gaming([base, padded]) == 0
    assert protocol.gaming([base, replace(padded, band=2)]) == 1
