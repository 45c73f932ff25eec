from typing import Literal, get_args

import pytest

from coach.core import wording
from coach.core.records import Tone
from coach.core.transcript import from_typing


@pytest.mark.parametrize("reason", ["silence", "language", "garbled"])
@pytest.mark.parametrize("tone", get_args(Tone))
def test_what_could_not_be_heard_gets_no_band_and_no_finding(
    reason: Literal["silence", "language", "garbled"], tone: Tone
) -> None:
    critique = wording.unheard(reason, None, tone)
    assert (critique.band, critique.findings, critique.first_screen.keep) == (None, (), None)
    assert critique.because.startswith("Nothing was judged")
    assert wording.complaints(critique, from_typing("")) == ()


def test_the_language_is_named() -> None:
    assert "German" in wording.unheard("language", "de", "plain").because
    assert "another language" in wording.unheard("language", "xx", "plain").because
