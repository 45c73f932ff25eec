"""Every sentence a person reads about an answer; terminal and page share it.

About the answer, never about the person; nothing without a quote; no number of ours on the first
screen; no fact put in anybody's mouth.
"""

from coach.core.wording.pauses import comes_back, grade, reason, reason_name
from coach.core.wording.promises import complaints
from coach.core.wording.speaking import critique
from coach.core.wording.unheard import unheard

__all__ = ["comes_back", "complaints", "critique", "grade", "reason", "reason_name", "unheard"]
