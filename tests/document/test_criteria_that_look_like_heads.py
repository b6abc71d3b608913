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
        (_BASE + "Program: Must be enrolled in the REMS", "enrolled in"),
        (_BASE + "Approved: Adults only", "Adults only"),
        (_BASE + "Pain and Function\n- 7/10 or greater pain score\n- 4/10 loss of function", "7/10"),
        (_BASE + "Activity\n- 2000 m walk not reached\n- 1950 grams of weight lost", "2000 m"),
        (
            _BASE + "Benefit Terms\nAdequate trial: A 12 week course of methotrexate must be completed\n"
            "Supply: The maximum is 2 pens per 28 days",
            "12 week course",
        ),
        (
            "Coverage Criteria Version 3\n- Body surface area of 10% or more\n- Failure of methotrexate\n\n"
            "Renewal Criteria\n- Clear skin\n- No infection",
            "Failure of methotrexate",
        ),
        (_BASE + "Coverage Updates\n- Failure of two biologics (effective 01/01/2025)\n- Limited to adults", "two biologics"),
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
    ("document", "words"),
    [
        (
            "Medical Necessity Guidelines\nThe member has a diagnosis of moderate to severe plaque psoriasis.\n"
            "The member has tried methotrexate for at least 12 weeks.\n\nRenewal Criteria\n- Clinical response\n- No toxicity",
            "tried methotrexate",
        ),
        (
            "Northwind Health\nSecukinumab\nClinical Criteria\nDiagnosis of plaque psoriasis\nTried methotrexate for 12 weeks\n"
            "Dermatologist prescribes\n\nRenewal Criteria\n- Documented clinical response\n- Absence of toxicity",
            "Tried methotrexate",
        ),
    ],
)
def test_a_kind_of_document_at_the_head_keeps_the_criteria_under_it(document: str, words: str) -> None:
    found, text = _read(document, "")
    assert _seen(found, text, words), [(s.kind, s.title) for s in found.sections]


def test_a_table_of_limits_with_a_column_of_dates_is_no_history() -> None:
    rows = "".join(
        f"<tr><td>{drug}</td><td>{limit}</td><td>{date}</td></tr>"
        for drug, limit, date in (
            ("Drug", "Limit", "Effective Date"),
            ("Cosentyx 150 mg", "No more than two pens every 28 days", "01/01/2025"),
            ("Taltz 80 mg", "No more than one pen every 28 days", "03/01/2025"),
        )
    )
    page = f"<html><body><h1>Secukinumab</h1><h2>Quantity Limits</h2><table>{rows}</table><h2>References</h2></body></html>"
    found = read_document(page.encode(), "policy.html")
    assert "history" not in [s.kind for s in found.sections]


@pytest.mark.parametrize(
    ("heading", "polarity"),
    [
        ("Covered until age 21", "covered"),
        ("Covered code list", "covered"),
        ("Previously not covered, now covered", "covered"),
    ],
)
def test_what_a_heading_says_of_its_codes(heading: str, polarity: str) -> None:
    found, _ = _read(f"{_BASE}Codes\n\n{heading}\nJ1747 Injection, a\nJ1748 Injection, b")
    assert {c.polarity for c in found.codes} == {polarity}


@pytest.mark.parametrize(
    ("head", "number", "title"),
    [
        ("FGFR3: Vosoritide", None, "FGFR3: Vosoritide"),
        ("Cochlear Implants - Follows National Coverage Determination 50.3", None, None),
        ("HH/7704: Knee Braces", "HH/7704", "Knee Braces"),
        ("CG037 Knee Pumps", "CG037", "Knee Pumps"),
        ("Cosentyx\nPlaque Psoriasis", None, "Cosentyx"),
    ],
)
def test_numbers_in_titles_are_those_of_policies(head: str, number: str | None, title: str | None) -> None:
    body = (
        "Coverage Criteria\nSecukinumab is considered medically necessary for plaque psoriasis of the knee.\n"
    )
    found, _ = _read(body, f"Northwind Health Plan\n{head}\nEffective Date: 01/01/2025\n\n")
    stated = {name: getattr(found.metadata.get(name), "value", None) for name in ("number", "title")}
    assert stated["number"] == number
    assert title is None or stated["title"] == title


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
        ("Pumps Release 2024\n\nPolicy Version 3", "version", "3"),
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


@pytest.mark.parametrize(
    "rows",
    [
        "REVISIONS\n06-04-2018   Policy added to the website.\n03-23-2021   Updated Rationale section.",
        "REVISION RECORD\nRev. 2   2-5-24    Added weekly check\nRev. 1   2-10-23   First issue",
    ],
)
def test_a_heading_over_dated_rows_is_no_label_of_the_first(rows: str) -> None:
    found = read_document(f"{_HEAD}{_BASE}{rows}\n".encode(), "policy.txt")
    assert [len(found.history), found.sections[-1].kind] == [2, "history"]
