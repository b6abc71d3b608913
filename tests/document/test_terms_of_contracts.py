"""Sentences on contracts, laws, claims and the policy itself decide no use; what they are said of decides that."""

from __future__ import annotations

import pytest

from coverable.document.criteria.positions.terms import of_terms
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

TERMS = (
    "Contracts exclude services or procedures that are considered investigational or cosmetic.",
    "Providers may bill members for services that are considered investigational.",
    "Coverage of any intervention discussed in a medical policy is subject to the limitations of the member's certificate.",
    "Benefit coverage is determined by the member's benefit document and applicable laws that may require coverage.",
    "The inclusion of a code does not imply any right to reimbursement.",
    "In the event of a conflict, the member's benefit document supersedes this policy.",
    "Some plans may not provide coverage for certain drugs, devices or services described in this policy.",
    "A federal mandate prohibits denial of drugs that are approved by the FDA as investigational.",
    "Services that are not medically necessary are not eligible for reimbursement.",
    "Payment is subject to eligibility and all terms of the member's contract at the time services are rendered.",
    "Experimental and investigational services are excluded under most plans.",
    "Where a state mandates coverage, that mandate applies regardless of this policy.",
    "Nothing in this policy limits coverage that is required by law.",
    "State and federal law as well as contract language take precedence over this policy.",
    "If coding is not supported by documentation, the claim will be denied.",
    "Authorization is not a guarantee of payment.",
)
DECIDE = (
    "Gadget therapy is excluded by the member's contract.",
    "This device is not covered under the contract.",
    "The service is a contract exclusion.",
    "Services for gout are excluded under most plans.",
    "All other services are excluded under the contract.",
    "Services are not covered under the plans when the criteria above are not met.",
    "Services are covered under the contract when all of these are met:\n- Beta\n- Gamma",
)


@pytest.mark.parametrize("sentence", TERMS)
def test_terms_of_a_contract_make_no_statement_and_ask_nothing(sentence: str) -> None:
    found = read(f"Gadgets are covered when alpha is shown.\n\n{sentence}")
    assert found.short == ["medically_necessary: alpha"]
    assert found.rules == []


@pytest.mark.parametrize("sentence", DECIDE)
def test_what_names_a_service_or_the_criteria_is_no_mere_term(sentence: str) -> None:
    assert not of_terms(sentence)
    found = read(f"Gadgets are covered when alpha is shown.\n\n{sentence}")
    assert len(found.statements) == 2 or found.rules


def test_who_may_print_codes_is_no_position() -> None:
    found = read(
        "Gadgets are covered when alpha is shown.\n\nMaking any commercial use of the manual is only authorized with an "
        "express license from the association."
    )
    assert found.short == ["medically_necessary: alpha"]


def test_a_list_of_documents_that_hold_other_rules_is_no_list_of_criteria() -> None:
    found = read(
        """
        Gadgets are covered when alpha is shown.

        There are other payment rules, which are discussed in the following documents, that must also be met:
        - The related article on documentation
        - The related article on codes
        """
    )
    assert found.short == ["medically_necessary: alpha"]
    assert found.rules == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadget therapy does not require prior authorization.",
        "Gadgets require preauthorization.",
        "Gadgets need prior approval from the plan.",
    ],
)
def test_whether_authorization_is_required_is_no_criterion(sentence: str) -> None:
    assert read(f"Gadgets are covered when alpha is shown.\n\n{sentence}").rules == []


def test_lines_of_a_letterhead_are_no_list() -> None:
    found = read(
        """
        801 Alpha Street, Phoenix, AZ 85034 • PO Box 25520, Phoenix, AZ 85002 •
        602-417-4000 •
        www.example.org

        Gadgets are covered when beta is shown.
        """
    )
    assert found.short == ["medically_necessary: beta"]
    assert found.rules == []


def test_a_position_in_a_section_of_codes_is_read_and_a_list_of_codes_is_none() -> None:
    text = (
        "Gadget Therapy\n\nCriteria\n\nGadgets are covered when alpha is shown.\n\nCoding\n\nE0001 Gadget\n\n{}\n\n"
        "Revision History\n\n2024-01-01: New.\n"
    )
    for said, positions in [
        ("Gadget therapy is not a benefit of the program for treatment of:\n- Gout\n- Lupus", 2),
        ("Not medically necessary for these diagnoses:\n\nNone", 1),
    ]:
        found = reading_of(read_source(text.format(said).encode(), "x.txt"))
        assert len(found.statements) == positions
