"""Forms of drug plans whose columns a text extraction ran together, and the lists inside their fields."""

from __future__ import annotations

from document.trees import read

_COLUMNS = """
Prior Authorization Criteria

PRODUCTS AFFECTED
• Gadgetin

PA Criteria             Criteria Details
Exclusion               Alpha
Criteria
Required                Diagnosis of beta. One of the following: (1) Failure of
Medical                 gamma, or (2) Intolerance of delta.
Information
Age Restrictions        18 years of age and older
Prescriber              Prescribed by or with the advice of an epsilon
Restrictions            specialist
Coverage                Plan Year
Duration
Other Criteria          None
Indications             All Medically-accepted Indications.
Off-Label Uses          N/A
"""
_FORM = "GADGETIN\nExclusion Criteria\nN/A\nRequired Medical Information\n{}\nAge Restrictions\nN/A\nCoverage Duration\n12 months\n"


def test_labels_of_several_lines_beside_their_fields_are_put_together() -> None:
    found = read(_COLUMNS)
    assert found.tree == (
        "all(“All Medically-accepted Indications”, not(alpha), beta, any(gamma, delta), “18 years of age and older”, epsilon)"
    )
    assert [s.subject for s in found.statements] == ["Gadgetin"]
    assert found.rules == []


def test_labels_whose_words_ran_into_their_fields_are_taken_out_of_them() -> None:
    found = read(
        "Products Affected • Gadgetin\n\nPA Criteria Criteria Details\n\nExclusion None Criteria\n\n"
        "Required Diagnosis of one of the following A.) Alpha that is Medical severe and treated, or B.) Beta in Information "
        "adults\n\nAge Restrictions None\n\nPrescriber Prescribed by a gamma specialist Restrictions\n\nCoverage Plan Year Duration\n"
    )
    assert found.tree == "all(any(alpha, beta), gamma)"
    texts = [leaf.text for leaf in found.statements[0].criteria.children[0].children]  # type: ignore[union-attr]
    assert texts == ["Alpha that is severe and treated", "Beta in adults"]


def test_a_sentence_that_begins_like_a_label_is_left_alone() -> None:
    found = read("Gadgets are covered when:\n- Required tests show alpha\n- Coverage of beta has ended")
    assert found.tree == "all(alpha, beta)"


def test_lists_inside_the_items_of_a_field_keep_their_levels() -> None:
    said = (
        "Gout: Diagnosis of alpha. A) One of the following: a) beta OR b) Both of the following: i) gamma and ii) delta, OR "
        "B) epsilon. Lupus: Diagnosis of zeta."
    )
    found = read(_FORM.format(said))
    assert found.tree == (
        "all(if(“Gout”, all(alpha, any(beta, all(gamma, delta), epsilon))), if(“Lupus”, zeta))"
    )


def test_a_sentence_that_denies_in_a_field_bars_what_it_names() -> None:
    found = read(_FORM.format("Diagnosis of alpha. Coverage will be denied if beta is present."))
    assert found.tree == "all(alpha, not(beta))"
    assert found.rules == ["criteria_in_table"]


def test_a_covered_use_is_needed_whichever_of_them_it_is() -> None:
    form = (
        "GADGETIN\n\nCovered Uses\n{}\n\nExclusion Criteria\nN/A\n\nRequired Medical Information\n{}\n\n"
        "Age Restrictions\nN/A\n"
    )
    law = "All FDA-approved indications not otherwise excluded from Part D"
    assert read(form.format(law, "Alpha")).tree == f"all(“{law}”, alpha)"
    assert read(form.format(law, "N/A")).tree == f"“{law}”"
    for beside in (f"{law}, prevention of beta", f"{law}. Plus patients who take beta."):
        assert read(form.format(beside, "Alpha")).tree == f"all(any(“{law}”, beta), alpha)"
    assert read(form.format("Beta, gamma disease", "Alpha")).tree == "all(any(beta, gamma), alpha)"


def test_a_form_whose_products_are_missing_is_read() -> None:
    found = read(
        "GADGETIN\nProducts Affected\nPA Criteria\nCriteria Details\nCovered Uses\nAlpha of the knee.\n\nExclusion\nCriteria\nBeta.\n\n"
        "Required\nMedical\nInformation\nGamma is shown.\n\nAge Restrictions\nN/A\n\nCoverage\nDuration\n12 months.\n"
    )
    assert found.tree == "all(alpha, not(beta), gamma)"


def test_a_use_of_a_field_under_which_nothing_stands_is_asked_about() -> None:
    found = read(
        _FORM.format("1. For alpha:\n   a. Beta is shown\n   b. Gamma is shown\n2. For delta:\n").replace(
            "Exclusion Criteria\nN/A", "Covered Uses\nAlpha; delta\n\nExclusion Criteria\nN/A"
        )
    )
    assert "list_lost" in found.rules
