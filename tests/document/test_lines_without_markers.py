"""Items and conditions that stand on lines of their own without any marker."""

from __future__ import annotations

from document.trees import read


def test_the_last_line_of_a_list_without_markers_is_its_last_item() -> None:
    found = read(
        """
        Gadgets may be considered medically necessary in the following indications:

        Alpha that has failed to heal; OR

        Beta that does not heal despite the best of care; OR

        Gamma where a first closure has failed.

        Further Use

        Widgets are investigational for delta.
        """
    )
    assert found.short == ["medically_necessary: any(alpha, beta, gamma)", "investigational: delta"]
    assert "connector_at_end" not in found.rules


def test_lines_that_go_on_with_and_are_asked_for_by_the_sentence_over_them() -> None:
    found = read(
        """
        Continued coverage of a gadget requires that the physician documents alpha.

        Beta was seen face to face by the treating physician; and
        Gamma was recorded by the device and reviewed by the treating physician.
        """
    )
    assert found.short == ["medically_necessary: all(alpha, beta, gamma)"]
    assert "list_structure" in found.rules


def test_a_short_item_behind_a_long_one_and_an_empty_line_is_an_item() -> None:
    found = read(
        """
        Gadgets may be considered medically necessary for the following indications:

        alpha;

        single or multiple beta in individuals who have good performance status and no active systemic disease;

        gamma delta.
        """
    )
    assert found.short == ["medically_necessary: any(alpha, beta, gamma+delta)"]


def test_half_a_sentence_behind_a_statement_limits_it_and_is_asked_about() -> None:
    found = read(
        """
        Gadgets may be considered medically necessary as a treatment of

        alpha or

        beta.

        In patients who are at high risk of gamma.

        Gadgets are considered investigational for all other indications.
        """
    )
    assert found.short == [
        "medically_necessary: all(any(alpha, beta), gamma)",
        "investigational: other uses",
    ]
    assert "running_text" in found.rules
