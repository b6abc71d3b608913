"""Doses that stand between the criteria of a drug are no criteria, and the list goes on behind them."""

from __future__ import annotations

import pytest

from coverable.document.reading import Node
from document.made import read_policy

_LEAD = "Gadgetumab is medically necessary when ONE of the following is met:\n"
_GOUT = (
    "1. Gout. Approve for 1 month (which is enough for one course) if the patient meets BOTH of the following (A and B):\n"
    "A. Age 18 years or older; AND\nB. Prescribed by a rheumatologist.\n"
)
_LUPUS = (
    "2. Lupus nephritis. Approve for 1 year if the patient meets BOTH of the following (A and B):\n"
    "A. Failure of hydroxychloroquine; AND\nB. Prescribed by a nephrologist.\n"
)
_DOSES = {
    "one dose": "Dosing. Approve 300 mg given intravenously every 4 weeks.\n",
    "a list of doses": (
        "Dosing. Approve ONE of the following (A or B):\n"
        "A. Initial therapy: Approve ONE of the following (i or ii):\ni. 300 mg once; OR\nii. 150 mg twice; OR\n"
        "B. Maintenance: Approve ONE of the following (i or ii):\ni. Adults: 300 mg every 6 months; OR\n"
        "ii. Children: 5 mg/kg every 6 months.\n"
    ),
    "with a note": "Dosage: Approve up to 300 mg.\nNote: A vial holds 150 mg.\n",
}


def _leaves(node: Node) -> list[str]:
    return [t for c in node.children for t in _leaves(c)] if node.children else [node.text]


@pytest.mark.parametrize("doses", _DOSES.values(), ids=_DOSES)
def test_criteria_go_on_behind_doses(doses: str) -> None:
    (made,) = read_policy(_LEAD + _GOUT + doses + _LUPUS).statements
    assert made.criteria is not None
    assert made.criteria.rule == "any"
    assert [_leaves(use) for use in made.criteria.children] == [
        ["Gout", "Age 18 years or older", "Prescribed by a rheumatologist"],
        ["Lupus nephritis", "Failure of hydroxychloroquine", "Prescribed by a nephrologist"],
    ]


def test_doses_end_before_a_statement_and_before_a_heading() -> None:
    made = read_policy(
        f"{_LEAD}{_GOUT}{_LUPUS}Dosing. Approve 300 mg.\n\nGadgetumab is not covered for asthma.\n"
    ).statements
    assert [one.position for one in made] == ["medically_necessary", "not_covered"]


def test_a_criterion_that_speaks_of_doses_stays_one() -> None:
    (made,) = read_policy(
        f"{_LEAD}1. Gout; OR\n2. Dosing of colchicine had to be stopped for diarrhea.\n"
    ).statements
    assert made.criteria is not None
    assert _leaves(made.criteria) == ["Gout", "Dosing of colchicine had to be stopped for diarrhea"]
