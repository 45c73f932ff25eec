"""The words of a role ("senior charge nurse") -> job families and levels of question that suit it."""

import re
from collections.abc import Iterable
from typing import Literal

Level = Literal["any", "entry", "experienced", "lead"]

WORDS: dict[str, tuple[str, ...]] = {
    "nursing-care": (
        "nurse", "nursing", "midwife", "carer", "caregiver", "care", "caring", "healthcare", "hca", "paramedic",
        "support worker", "ward", "hospital", "hospice", "matron", "bank nurse", "charge nurse", "physiotherapist", "therapist",
    ),
    "warehouse-logistics": (
        "warehouse", "logistics", "forklift", "picker", "packer", "driver", "dispatch", "dispatcher", "courier",
        "delivery", "stock", "inventory", "supply chain", "freight", "lorry", "truck", "depot", "shipping", "fulfilment",
    ),
    "retail-hospitality": (
        "retail", "shop", "store", "cashier", "waiter", "waitress", "barista", "chef", "cook", "kitchen", "hotel",
        "restaurant", "hospitality", "bar", "bartender", "front of house", "cafe", "café", "supermarket", "catering",
        "housekeeper",
    ),
    "teaching": (
        "teacher", "teaching", "tutor", "lecturer", "school", "nursery", "educator", "instructor", "professor", "teach",
        "classroom", "childminder", "education",
    ),
    "office-admin": (
        "office", "admin", "administrator", "administrative", "administration", "secretary", "receptionist", "clerk",
        "personal assistant", "executive assistant", "pa", "data entry", "coordinator",
    ),
    "software": (
        "software", "software engineer", "software developer", "developer", "programmer", "programming", "coder", "coding",
        "devops", "devops engineer", "frontend", "front end", "backend", "back end", "full stack", "web developer",
        "data engineer", "data scientist", "machine learning engineer", "site reliability engineer", "sre", "it",
        "network engineer", "test engineer", "tester", "qa", "sysadmin", "system administrator",
    ),
    "engineering-trades": (
        "engineer", "engineering", "electrician", "plumber", "carpenter", "joiner", "welder", "mechanic", "fitter",
        "technician", "builder", "bricklayer", "construction", "maintenance", "machinist", "roofer", "gas", "site",
        "factory", "manufacturing", "production", "shop floor", "trade",
    ),
    "sales-service": (
        "sales", "selling", "salesperson", "account manager", "business development", "call centre", "call center",
        "customer service", "customer care", "customer success", "customer support", "estate agent", "telesales",
    ),
    "management": (
        "manager", "management", "supervisor", "team lead", "team leader", "lead", "leader", "head", "director",
        "foreman", "chief", "charge nurse", "matron", "headteacher", "principal",
    ),
    "public-sector": (
        "public sector", "civil servant", "civil service", "council", "government", "police", "police officer",
        "firefighter", "social worker", "social work", "housing officer", "probation", "charity", "librarian",
    ),
    "finance": (
        "finance", "financial", "accountant", "accounting", "accounts", "bookkeeper", "bookkeeping", "payroll", "auditor",
        "audit", "bank", "banking", "tax", "actuary", "insurance",
    ),
    "science-research": (
        "scientist", "science", "research", "researcher", "laboratory", "lab", "phd", "postdoc", "postdoctoral", "biologist",
        "chemist", "physicist", "analyst", "statistician",
    ),
    "creative": (
        "designer", "design", "artist", "writer", "copywriter", "editor", "journalist", "photographer", "illustrator",
        "musician", "actor", "film", "creative", "architect", "marketing", "animator",
    ),
}  # fmt: skip
"""Job family -> words and phrases in a role that point to it; a longer phrase wins over a word inside it."""

_ENTRY = ("graduate", "junior", "trainee", "apprentice", "intern", "internship", "entry level", "school leaver", "student",
          "first job", "newly qualified")  # fmt: skip
_LEAD = ("lead", "leader", "manager", "supervisor", "head", "director", "foreman", "chief", "matron", "charge nurse",
         "principal", "headteacher")  # fmt: skip


_PHRASES = sorted(
    {phrase for words in WORDS.values() for phrase in words}, key=lambda phrase: (-len(phrase), phrase)
)


def families_of(role: str, known: Iterable[str] = ()) -> frozenset[str]:
    """Tell which job families a role belongs to.

    Args:
        role: What the person typed, such as `charge nurse` or `graduate software engineer`.
        known: Families of the bank at hand; one whose whole name stands in the role counts too,
            so that a bank of one's own may use families of its own.

    Returns:
        Names of families without `any`; empty when the role is unknown.
    """
    text = _padded(role)
    found = {name for name in known if name != "any" and _padded(name) in text}
    for phrase in _PHRASES:
        if _holds(text, (phrase,)):
            found.update(family for family, words in WORDS.items() if phrase in words)
            if " " in phrase:
                text = text.replace(phrase, "|")
    if "software" in found:
        # Many a software job is called engineer; none of them wants to hear about circuits.
        found.discard("engineering-trades")
    return frozenset(found)


def levels_of(role: str) -> frozenset[Level]:
    """Tell which levels of question suit a role; without a role only questions for everybody do."""
    text = _padded(role)
    if not text.strip():
        return frozenset({"any"})
    if _holds(text, _ENTRY):
        return frozenset({"any", "entry"})
    if _holds(text, _LEAD):
        return frozenset({"any", "experienced", "lead"})
    return frozenset({"any", "experienced"})


def _padded(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.casefold())
    return f" {' '.join(words)} "


def _holds(text: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in text or f" {phrase}s " in text for phrase in phrases)
