"""Lines between lists: headings, marks and page numbers that a conversion left without any other sign."""

from __future__ import annotations

import pytest

from document.trees import read


@pytest.mark.parametrize(
    ("heading", "short"),
    [
        ("Exclusion criteria", "not_covered: any(gamma, delta)"),
        ("Not covered:", "not_covered: any(gamma, delta)"),
        ("Contraindications", "not_medically_necessary: any(gamma, delta)"),
        ("Reauthorization criteria", "medically_necessary: all(gamma, delta)"),
        ("Renewal", "medically_necessary: all(gamma, delta)"),
    ],
)
def test_a_heading_right_under_a_bullet_begins_the_list_under_it(heading: str, short: str) -> None:
    found = read(
        f"""
        Drug X
        Initial criteria
        - Alpha for at least eighteen weeks
        - Beta was prescribed by or with the advice of a specialist
        {heading}
        - Gamma
        - Delta
        """
    )
    assert found.short == ["medically_necessary: all(alpha, beta)", short]


def test_the_rest_of_an_item_is_no_heading_whatever_its_capital() -> None:
    found = read(
        """
        Drug X is medically necessary when all of the following are met:
        - Alpha was shown by the laboratory that the health plan names in its
        Approval guideline
        - Beta was prescribed by or with the advice of a specialist in this field
        1. Gamma was tried for three weeks with the drug that is called Continued
        Therapy
        2. Delta
        """
    )
    assert "alpha" in found.tree
    assert len(found.statements) == 1
