"""What goes wrong inside sentences, in our own words: each cause once turned or lost a condition in a real policy."""

from __future__ import annotations

import pytest

from document.trees import read

MN = "medically_necessary"
DENTAL = "The following services are covered for members under 21:\n(1) alpha;\n(2) "


@pytest.mark.parametrize(
    ("item", "tree"),
    [
        ("beta, no more than every 90 days, unless needed to find gamma.", "any(alpha, beta, gamma)"),
        ("beta, unless gamma is shown.", "any(alpha, beta+gamma)"),
    ],
)
def test_an_exception_in_a_list_of_covered_services_takes_nothing_out(item: str, tree: str) -> None:
    found = read(DENTAL + item)
    assert found.short == [f"{MN}: all(“members under 21”, {tree})"]
    assert ("exception_inside" in found.rules) == ("beta+gamma" in tree)


def test_an_exception_in_a_list_of_exclusions_takes_its_case_out() -> None:
    found = read("The following services are not covered:\n(1) alpha;\n(2) beta, unless gamma is shown.")
    assert found.short == ["not_covered: any(alpha, all(beta, not(gamma)))"]


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("covered for members with gamma", "medically_necessary: all(gamma, any(alpha, beta))"),
        ("not covered for members with gamma", "not_covered: all(gamma, any(alpha, beta))"),
        ("investigational because evidence is limited", "investigational: any(alpha, beta)"),
    ],
)
def test_whom_a_list_of_services_is_for_is_a_condition_of_each(words: str, tree: str) -> None:
    found = read(f"The following gadgets are considered {words}:\n- alpha\n- beta.")
    assert (found.short, found.rules) == ([tree], [])


def test_requirements_that_do_not_apply_take_no_position() -> None:
    found = read(
        "Gadgets are covered for alpha.\n\nThe coverage requirements above do not apply to gadgets for beta."
    )
    assert (found.short, found.rules) == ([f"{MN}: alpha"], ["sentence_not_mapped"])


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("investigational in all other situations and not covered.", "investigational: other uses"),
        ("investigational for alpha and are not covered.", "investigational: alpha"),
        ("not medically necessary and are considered investigational for alpha.", "investigational: alpha"),
        ("investigational and are not covered for alpha.", "investigational: alpha"),
    ],
)
def test_a_second_position_keeps_what_stands_before_it(sentence: str, short: str) -> None:
    found = read(f"Gadgets are considered {sentence}")
    assert (found.short, found.rules) == ([short], [])
