"""What ends a stay grants none: criteria under “Discharge criteria” are asked about."""

from __future__ import annotations

import pytest

from document.made import read_policy

POLICY = """Policy

Inpatient care

{admission}
Inpatient care is medically necessary when both are met:
- The member has a diagnosis.
- The condition can improve.

{ends}
{lead}- The goals of the stay have been reached.
- The member withdraws consent.
"""


@pytest.mark.parametrize(
    ("admission", "ends"),
    [
        ("Admission criteria", "Discharge criteria"),
        ("1.1 Admission criteria", "1.2 Discharge criteria"),
        ("A. Admission Guidelines", "B. Discharge Guidelines"),
        ("Initial criteria", "Criteria for the start of care\n\nTransfer criteria"),
    ],
)
@pytest.mark.parametrize("lead", ["Any one of the following:\n", "Must meet one of the following:\n"])
def test_criteria_of_discharge_are_asked_about(admission: str, ends: str, lead: str) -> None:
    found = read_policy(POLICY.format(admission=admission, ends=ends, lead=lead))
    asked = [s for s in found.statements if "The goals of the stay" in str(s.criteria)]
    assert [s.position for s in asked] == ["medically_necessary"]
    assert "stage_inferred" in found.rules


def test_the_words_of_the_list_may_say_it_themselves() -> None:
    lead = "Discontinuation criteria: any one of the following:\n"
    found = read_policy(POLICY.format(admission="Admission criteria", ends="", lead=lead))
    assert "stage_inferred" in found.rules


def test_what_begins_a_stay_is_not_asked_about() -> None:
    lead = "Any one of the following:\n"
    found = read_policy(
        POLICY.format(admission="Discharge planning", ends="Other admission criteria", lead=lead)
    )
    assert "stage_inferred" not in found.rules


def test_admission_is_no_service() -> None:
    text = (
        "Inpatient care\n\nAdmission criteria\n- The member has a diagnosis.\n- The condition can improve.\n"
    )
    assert [s.subject for s in read_policy(f"Policy\n\n{text}").statements] == ["Inpatient care"]
