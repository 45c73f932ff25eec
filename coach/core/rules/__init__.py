"""Judging an answer without a model: structure, not lists of phrases, and silence where it is not sure."""

from coach.core.rules.fit import despairs, fit_to_show
from coach.core.rules.injection import without_chat_tokens
from coach.core.rules.selection import Quote
from coach.core.rules.verdict import Found, Judgement, judge

__all__ = ["Found", "Judgement", "Quote", "despairs", "fit_to_show", "judge", "without_chat_tokens"]
