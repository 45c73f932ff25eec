"""How well answers are judged: the same functions as the product, on labelled cases.

`--data FILE` is JSON with a list `cases`: question, question_type, job, context, answer,
planted_defects, absent_defects, planted_evidence, expected_band, quality_rank, triple_id, version,
words, base_case, kind. Prints one JSON object; every figure may have a sibling NAME_interval.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from coach import assemble, practice  # noqa: E402 - found through the line above
from coach.core import rules  # noqa: E402
from coach.core.errors import CoachError  # noqa: E402
from coach.core.records import Asked, Attempt, Critique, Tone  # noqa: E402
from coach.core.rubric import DEFECTS  # noqa: E402
from coach.core.wording import complaints  # noqa: E402
from coach.settings import Settings  # noqa: E402
from coach.studio import Setting, Studio  # noqa: E402
from scripts.measures import critique_protocol as protocol  # noqa: E402

ABSTAINING = frozenset({"too_short", "not_answering", "too_long", "injection"})
TONES: tuple[Tone, ...] = ("plain", "gentle", "blunt")


def main() -> int:
    """Judge every case and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true", help="figures as JSON; they always are")
    parser.add_argument("--model", default="rules", help="a language model by name, or rules")
    given = parser.parse_args()
    cases = json.loads(given.data.read_text("utf-8"))["cases"]
    settings = Settings(model=given.model)
    try:
        with assemble.studio(settings, Path(), hears=False, stored=False) as studio:
            outcomes = [_outcome(case, studio) for case in cases]
    except CoachError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(json.dumps(_figures(outcomes), indent=1, ensure_ascii=False))
    return 0


def _answer(case: protocol.Case, studio: Studio) -> Attempt:
    setting = Setting(stored=False, job=case.get("job") or "", context=case.get("context") or "")
    return practice.answer_typed(studio, _asked(case), case["answer"], setting)


def _asked(case: protocol.Case) -> Asked:
    return Asked(text=case["question"], kind=case["question_type"])


def _outcome(case: protocol.Case, studio: Studio) -> protocol.Outcome:
    in_tones = [
        _answer(case, replace(studio, settings=studio.settings.model_copy(update={"tone": tone})))
        for tone in TONES
    ]
    attempt, *others = in_tones
    again = _answer(case, studio).critique
    critique = attempt.critique
    found = frozenset(finding.defect for finding in critique.findings)
    quotes = [(finding.defect, finding.quote) for finding in critique.findings if finding.quote is not None]
    quotes += [(raised.defect, raised.quote) for raised in critique.raised]
    if critique.first_screen.keep is not None:
        quotes.append(("keep", critique.first_screen.keep.quote))
    return protocol.Outcome(
        case=case,
        band=critique.band,
        found=found,
        raised=frozenset(raised.defect for raised in critique.raised),
        quotes=tuple(quotes),
        unquoted_presences=sum(
            DEFECTS[finding.defect][0] == "presence" and finding.quote is None
            for finding in critique.findings
        ),
        repeat_same=again == critique,
        notes_same=all(_notes(other.critique) == _notes(critique) for other in others),
        lint=tuple(complaint for one in in_tones for complaint in complaints(one.critique, one.transcript)),
        seconds=_rules_seconds(case, attempt),
        abstained=critique.band is None or bool(found & ABSTAINING),
    )


def _rules_seconds(case: protocol.Case, attempt: Attempt) -> float:
    began = time.perf_counter()
    rules.judge(
        _asked(case), attempt.transcript, None, job=case.get("job") or "", context=case.get("context") or ""
    )
    return time.perf_counter() - began


def _notes(critique: Critique) -> tuple[object, ...]:
    """What a tone may not touch."""
    return (critique.band, critique.dimensions, [(item.defect, item.quote) for item in critique.findings])


def _figures(outcomes: list[protocol.Outcome]) -> dict[str, Any]:
    severities = {defect: severity for defect, (_, severity) in DEFECTS.items()}
    table: dict[str, Callable[..., float | None]] = {
        "recall": protocol.recall,
        "recall_severity3": protocol.recall_severity3(severities),
        "false_per_answer": protocol.false_per_answer,
        "false_per_strong_answer": protocol.false_per_strong_answer,
        "order_all": protocol.order(lambda _better, _worse: True),
        "order_length_opposed": protocol.order(protocol.length_opposed),
        "order_medium_weak": protocol.order(protocol.medium_weak),
        "band_hit": protocol.band_hit,
        "quote_verbatim": protocol.quote_verbatim,
        "evidence_hit": protocol.evidence_hit,
        "character_false": protocol.character_false,
        "length_partial_correlation": protocol.length_partial_correlation,
        "effective_bands": protocol.effective_bands,
    }
    alone: dict[str, Callable[..., float | None]] = {
        "injection_same": protocol.probe("probe_injection", protocol.injection_same),
        "gaming_ok": protocol.gaming,
        "fairness_same": protocol.probe("probe_fairness", protocol.fairness_same),
        "abstain_ok": protocol.abstaining,
        "repeat_same": lambda some: protocol.mean(float(one.repeat_same) for one in some),
        "notes_same": lambda some: protocol.mean(float(one.notes_same) for one in some),
        "lint_ok": lambda some: protocol.mean(float(not one.lint) for one in some),
        "delivery_twins_same": protocol.probe("probe_delivery", protocol.fairness_same),
    }
    figures: dict[str, Any] = {}
    for name, figure in table.items():
        figures[name] = _rounded(figure(outcomes))
        figures[f"{name}_interval"] = protocol.interval(figure, outcomes)
    figures.update({name: _rounded(figure(outcomes)) for name, figure in alone.items()})
    figures["n"] = len(outcomes)
    figures["rules_ms"] = _rounded(1000 * sorted(one.seconds for one in outcomes)[len(outcomes) // 2])
    figures["per_defect"] = protocol.per_defect(outcomes)
    figures["misses"] = {
        one.case["id"]: sorted(missed)
        for one in outcomes
        if (missed := set(one.case["planted_defects"]) - one.said)
    }
    figures["false_alarms"] = {
        one.case["id"]: sorted(false)
        for one in outcomes
        if (false := one.said & set(one.case["absent_defects"]))
    }
    figures["lint"] = {one.case["id"]: one.lint for one in outcomes if one.lint}
    return figures


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


if __name__ == "__main__":
    raise SystemExit(main())
