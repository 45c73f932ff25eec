import pytest

from coach.core.families import families_of, levels_of


@pytest.mark.parametrize(
    ("role", "families"),
    [
        ("", set()),
        ("astronaut", set()),
        ("Nurse", {"nursing-care"}),
        ("staff nurses", {"nursing-care"}),
        ("care assistant", {"nursing-care"}),
        ("Customer care adviser", {"sales-service"}),
        ("Charge nurse", {"nursing-care", "management"}),
        ("nursery teacher", {"teaching"}),
        ("warehouse shift lead", {"warehouse-logistics", "management"}),
        ("fork-lift / forklift driver", {"warehouse-logistics"}),
        ("shop assistant", {"retail-hospitality"}),
        ("shop floor worker", {"engineering-trades"}),
        ("store manager", {"retail-hospitality", "management"}),
        ("account manager", {"sales-service"}),
        ("software engineer", {"software"}),
        ("QA test engineer", {"software"}),
        ("mechanical engineer", {"engineering-trades"}),
        ("system administrator", {"software"}),
        ("payroll clerk", {"finance", "office-admin"}),
        ("postdoctoral researcher", {"science-research"}),
        ("social worker", {"public-sector"}),
        ("graphic designer", {"creative"}),
    ],
)
def test_a_role_belongs_to_families(role: str, families: set[str]) -> None:
    assert families_of(role) == families


def test_a_family_of_ones_own_counts_by_its_whole_name() -> None:
    assert families_of("deep sea diver", ["deep-sea", "any"]) == {"deep-sea"}
    assert families_of("sea captain", ["deep-sea"]) == frozenset()


@pytest.mark.parametrize(
    ("role", "levels"),
    [
        ("", {"any"}),
        ("nurse", {"any", "experienced"}),
        ("graduate engineer", {"any", "entry"}),
        ("trainee manager", {"any", "entry"}),
        ("head of finance", {"any", "experienced", "lead"}),
        ("team leaders", {"any", "experienced", "lead"}),
    ],
)
def test_a_role_has_levels(role: str, levels: set[str]) -> None:
    assert levels_of(role) == levels
