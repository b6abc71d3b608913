"""Lists that ask nothing of a patient make no statement, whatever heading stands over them."""

from __future__ import annotations

import pytest

from document.trees import read

_BEFORE = "Gadget Coverage Criteria\n\nGadgets are covered when ALL of these are met:\n- Alpha\n- Beta\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "What we read:\n1. Toomey R, Falk D. Pooled cohorts: an estimate. Synthesis Med. 2023.\n2. Amber J. Two arms. Arch Care. 2021.",
        "What we read:\n1. State Office of Audits. Requests: a review of 600 files. Report 18-07. July 2018.\n2. Amber J. Two arms. Arch Care. 2021.",
        "Log:\n- 2024: May – Policy reviewed\n- 2023: June – Adopted",
        "Guide map:\n- Coverage rules\n- Words and terms\n\nCoverage rules\n\nSee above.\n\nWords and terms\n\nNone.",
    ],
)
def test_citations_histories_and_names_of_sections_are_no_criteria(text: str) -> None:
    found = read(_BEFORE + text)
    assert [s.position for s in found.statements] == ["medically_necessary"]
    assert "position_implied" not in found.rules


@pytest.mark.parametrize(
    "text",
    [
        "Other names for this service:\n- Trade names\n- Older terms",
        "Commonly reported reactions:\n- Dry mouth\n- Swelling at the site\n- Itching",
        "Factors that raised the rate in a registry were:\n- Smoking\n- Diabetes",
    ],
)
def test_names_of_things_are_no_criteria_and_asked_about(text: str) -> None:
    found = read(_BEFORE + text)
    assert len(found.statements) == 1
    assert "sentence_not_mapped" in found.rules


def test_a_list_that_stands_twice_with_another_rule_is_no_table_of_contents() -> None:
    found = read(_BEFORE + "Gadgets are covered when ANY of these are met:\n- Alpha\n- Beta")
    assert "competing_statements" in found.rules


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Gadget repairs are limited to the following:\n- Gamma\n- Delta", "any(gamma, delta)"),
        ("Contraindications:\n- Gamma\n- Delta", "any(gamma, delta)"),
        ("Criteria for renewal:\n- Gamma\n- Delta", "all(gamma, delta)"),
    ],
)
def test_names_that_are_granted_barred_or_asked_for_are_read(text: str, tree: str) -> None:
    assert read(_BEFORE + text).short[-1].endswith(tree)


def test_names_of_conditions_that_return_as_lines_are_asked_about() -> None:
    text = "Cases that rule this out:\n- Pain of gamma\n- Severe delta\n\nPain of gamma\n\nIt is felt.\n\nSevere delta\n\nNone."
    assert "sentence_not_mapped" in read(_BEFORE + text).rules


def test_conditions_that_end_with_a_year_are_no_citations() -> None:
    text = "Gadgets are not covered in these cases:\n- Gamma is shown. It came before 2019.\n- Delta is shown. It was fitted before 2020."
    assert read(_BEFORE + text).short[-1] == "not_covered: any(gamma, delta)"
