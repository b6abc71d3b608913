"""Criteria that have the form of a field of the head, of a history, of terms or of keywords are not lost in silence."""

from __future__ import annotations

import pytest

from coverable.document.read import read_document
from coverable.document.reading import Node, Reading

_HEAD = "Northwind Health Plan\nMedical Policy: Secukinumab\nPolicy Number: MP-210\nEffective Date: 01/01/2025\n\n"
_BASE = """Coverage Criteria
Secukinumab is considered medically necessary when all of the following are met:
- Body surface area of 10% or more
- Failure of methotrexate

"""
_TAIL = "\n\nReferences\nSmith J. Psoriasis. J Derm. 2019;4:1-10.\n"


def _read(body: str, head: str = _HEAD) -> tuple[Reading, str]:
    text = head + body + _TAIL
    return read_document(text.encode(), "policy.txt"), text


def _seen(found: Reading, text: str, words: str) -> bool:
    """Whether words are a condition, a grant, or stand in a finding or in the span of a statement's node."""
    at = text.index(words)
    spans = [s for f in found.findings if f.rule != "section_empty" for s in f.spans]
    spans += [g.span for g in found.grants]
    leaves = [leaf for s in found.statements if s.criteria for leaf in _leaves(s.criteria)]
    return any(s.start <= at < s.end for s in spans) or any(
        leaf.span.start <= at < leaf.span.end for leaf in leaves
    )


def _leaves(node: Node) -> list[Node]:
    return [leaf for child in node.children for leaf in _leaves(child)] if node.children else [node]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "Coverage Criteria\n\nSecukinumab is considered medically necessary when all criteria for the diagnosis are met:\n\n"
            "PLAQUE PSORIASIS\n- Diagnosis: A diagnosis of moderate to severe plaque psoriasis\n"
            "- Prior therapy: A 3-month trial of methotrexate\n- Prescriber: A dermatologist\n\n"
            "CROHN DISEASE\n- Age 18 or older\n- Failure of infliximab",
            "A 3-month trial",
        ),
        (
            "Coverage Criteria\nSecukinumab is considered medically necessary for plaque psoriasis.\n\nSTEP THERAPY\n"
            "- Step 1: A topical steroid for 4 weeks\n- Step 2: A trial of methotrexate for 12 weeks",
            "A trial of methotrexate",
        ),
        (
            "Coverage Criteria\n\nSecukinumab is considered medically necessary for plaque psoriasis.\n\nTerms for Renewal\n"
            "- Response: A reduction of body surface area by 50%\n- Safety: The absence of active infection",
            "A reduction",
        ),
        (
            _BASE + "SAFETY\nUpdated: 03/2024, 04/2023\n- Negative test for tuberculosis\n- No live vaccines",
            "Negative test",
        ),
        (
            _BASE + "Other names: Cosentyx, AIN457\nLimited to 2 syringes per month.\nThe member must be 18 years or older.",
            "must be 18",
        ),
        (
            "Coverage Criteria\nAlso known as: Cosentyx, AIN457\n- Body surface area of 10% or more\n- Failure of methotrexate\n"
            "- Prescribed by a dermatologist",
            "Prescribed by",
        ),
        (_BASE + "Age and weight\n- 6-11 years and at least 25 kg\n- 12-17 years and at least 50 kg", "6-11 years"),
        (
            _BASE + "DOSE LIMITS BY AGE\n- 6-11 years: no more than 75 mg every 4 weeks\n- 12-17 years: no more than 150 mg",
            "no more than 75",
        ),
        (_BASE + "Coverage Updates\n- Failure of two biologics\n- Limited to adults\n- No use in pregnancy", "two biologics"),
        (_BASE + "Medications:\n- Failure of methotrexate for 12 weeks\n- Failure of a topical steroid", "topical steroid"),
        (_BASE + "Applicability:\n- Members 18 years or older\n- Not for members with Crohn disease", "Applicability"),
        (
            "Coverage Criteria\n- Diagnosis of plaque psoriasis\n- Failure of methotrexate\n\nRenewal Criteria\n- Clear skin",
            "Failure of methotrexate",
        ),
        (_BASE + "Approved: adults only", "adults only"),
        (_BASE + "Initial Criteria: 01/01/2025\nThe member has plaque psoriasis.", "has plaque"),
    ],
)  # fmt: skip
def test_what_is_asked_is_a_condition_or_asked_about(body: str, words: str) -> None:
    found, text = _read(body)
    assert _seen(found, text, words), [(s.kind, s.title) for s in found.sections]


def test_headings_that_return_for_each_drug_are_no_table_of_contents() -> None:
    drug = (
        "{0}\n\nCoverage Criteria\nExclusion Criteria\n- {1}\n\nInitial Criteria\n{0} is considered medically necessary"
        " when all of the following are met:\n- {2}\n- Failure of methotrexate\n\n"
    )
    found, text = _read(
        drug.format("Secukinumab", "Active tuberculosis", "Body surface area of 10% or more")
        + drug.format("Ixekizumab", "Crohn disease", "Body surface area of 3% or more")
    )
    assert "contents" not in [s.kind for s in found.sections]
    assert _seen(found, text, "Active tuberculosis")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Excluded Coverage Types: Medicaid", [("excluded", "medicaid")]),
        ("Excluded Lines of Business: Medicaid", [("excluded", "medicaid")]),
        ("Exempt Products: FEP", [("excluded", "federal_employees")]),
        (
            "Plans Affected: Commercial | Plans Excluded: Medicaid",
            [("stated", "commercial"), ("excluded", "medicaid")],
        ),
        ("Not for Use With: Medicare Advantage", [("excluded", "medicare_advantage")]),
        ("Coverage Type: Commercial", [("stated", "commercial")]),
        ("For Use With: Medicaid, Commercial", [("stated", "medicaid"), ("stated", "commercial")]),
    ],
)
def test_lines_of_business_stand_behind_any_label_and_one_that_denies_excludes_them(
    line: str, value: list[tuple[str, str]]
) -> None:
    found, _ = _read(_BASE, _HEAD.rstrip() + f"\n{line}\n\n")
    named = found.metadata["lines_of_business"]
    assert isinstance(named, tuple)
    assert [(s.kind, s.value) for s in named] == value


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Adapted from MCG Guideline A-0317", "number", None),
        ("Criteria Release 2024\n\nPolicy Version 3", "version", "3"),
        ("InterQual Version: 2024.1\nPolicy Version: 3", "version", "3"),
        ("Guideline Edition 16", "version", "16"),
        (
            "Policy Title: Pumps | Insulin and Enteral: External",
            "title",
            "Pumps | Insulin and Enteral: External",
        ),
        ("New Technology\nEmerging Treatments Team", "title", "New Technology"),
    ],
)
def test_what_belongs_to_others_is_none_of_the_document(line: str, field: str, value: str | None) -> None:
    found, _ = _read(_BASE, f"Northwind Health Plan\n{line}\nEffective Date: 01/01/2025\n\n")
    stated = found.metadata.get(field)
    assert (None if stated is None else str(getattr(stated, "value", stated))) == value


def test_codes_that_were_dropped_from_coverage_are_not_covered() -> None:
    rows = "".join(f"J17{n} Injection, kind {n}\n" for n in range(47, 50))
    dropped = "".join(f"J17{n} Injection, kind {n}\n" for n in range(57, 60))
    found, _ = _read(
        f"{_BASE}Added to coverage on 5/1/2025\n{rows}\nDropped from coverage on 5/1/2025\n{dropped}"
    )
    polarity = {c.first: c.polarity for c in found.codes}
    assert {polarity[f"J17{n}"] for n in range(47, 50)} == {"covered"}
    assert {polarity[f"J17{n}"] for n in range(57, 60)} == {"not_covered"}
