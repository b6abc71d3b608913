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


def test_a_letter_that_a_later_statement_asks_for_is_its_item() -> None:
    found = read(
        """
        Gadgets are medically necessary when all of the following are met:
        A. Alpha
        B. Beta

        If all of the above are not met, the gadget will be denied as not medically necessary.

        Widgets are covered for members with gamma who meet criterion C below.

        C. Delta
        """
    )
    assert found.short == [
        "medically_necessary: all(alpha, beta)",
        "not_medically_necessary: criteria not met",
        "medically_necessary: all(gamma, delta)",
    ]


def test_a_letter_behind_a_later_statement_that_asks_for_nothing_is_doubted() -> None:
    found = read(
        """
        Gadgets are medically necessary when all of the following are met:
        A. Alpha
        B. Beta

        Widgets are medically necessary for members with gamma.

        C. Delta
        """
    )
    assert "list_structure" in found.rules
