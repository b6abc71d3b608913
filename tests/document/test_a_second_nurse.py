"""What a utilization-review nurse found misread in silence, in policies of her own: mended, or asked about."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

LIST = "\n- Alpha\n- Beta"


@pytest.mark.parametrize(
    ("over", "tree"),
    [
        (
            "when one of the following is met, and none of the contraindications below applies:",
            "any(alpha, beta)",
        ),
        ("for members without contraindications who meet one of the following:", "any(alpha, beta)"),
    ],
)
def test_contraindications_named_beside_a_list_do_not_turn_it(over: str, tree: str) -> None:
    found = read(f"Policy\nTraction is medically necessary {over}{LIST}")
    assert tree in found.short[0] and "none(" not in found.short[0]
    assert found.rules


def test_contraindications_in_another_section_are_asked_for_beside_the_list() -> None:
    found = read(
        "Policy\nTraction is medically necessary when all of the following are met and none of the contraindications "
        f"in section 4 is present:{LIST}"
    )
    assert found.short[0].startswith("medically_necessary: all(“none of the contraindications in section 4")


@pytest.mark.parametrize(
    "over",
    [
        "when 6 weeks of exercise have failed, unless one of the following is present:",
        "no more often than once every 5 years, except when:",
    ],
)
def test_what_is_excepted_by_a_list_is_asked_about(over: str) -> None:
    found = read(f"Policy\nTraction is medically necessary {over}{LIST}")
    assert "exception_inside" in found.rules
    assert "none(" not in found.short[0] and "alpha, beta" in found.short[0]


@pytest.mark.parametrize("items", [LIST, f"{LIST}\n- Gamma"])
def test_a_denial_that_excepts_a_list_holds_where_none_of_it_does(items: str) -> None:
    names = ", ".join(one.lower() for one in items.replace("\n", "").split("- ") if one)
    found = read(f"Policy\nTraction is not covered unless one of the following applies:{items}")
    assert found.short == [f"not_covered: none({names})"]


@pytest.mark.parametrize(
    ("over", "tree"),
    [
        ("criteria 1 through 3 and either 4 or 5 are met", "all(alpha, beta, gamma, any(delta, epsilon))"),
        (
            "criterion 1 and any one of criteria 2 through 5 are met",
            "all(alpha, any(beta, gamma, delta, epsilon))",
        ),
        (
            "criterion 1 is met; or when criteria 2 through 5 are all met",
            "any(alpha, all(beta, gamma, delta, epsilon))",
        ),
        (
            "criteria 1 through 4 are met and so is criterion 5",
            "all(alpha, beta, gamma, delta, epsilon)",
        ),
    ],
)
def test_a_range_of_items_beside_others_is_spelled_out(over: str, tree: str) -> None:
    items = "\n".join(
        f"{n}. {one}" for n, one in enumerate(("Alpha", "Beta", "Gamma", "Delta", "Epsilon"), 1)
    )
    found = read(f"Policy\nTraction is covered when {over}:\n{items}")
    assert found.short == [f"medically_necessary: {tree}"]


@pytest.mark.parametrize(
    "item",
    [
        "Mild disease is present and the member has had an inadequate response to alpha, or has a contraindication to alpha",
        "The score is 70 after 12 weeks of alpha, or the member cannot take alpha",
    ],
)
def test_a_waiver_behind_several_conditions_is_asked_about(item: str) -> None:
    assert (
        "and_or_scope"
        in read(f"Policy\nTraction is covered when one of these is met:\n- {item}\n- Beta").rules
    )


def test_a_line_that_names_a_disease_says_what_the_statement_under_it_is_for() -> None:
    found = read(
        """
        Coverage Criteria

        Plaque psoriasis
        Authorization may be granted for adults who have tried alpha.

        Ankylosing spondylitis
        Authorization may be granted for adults who have tried beta.
        """
    )
    assert all("psoriasis" in s or "spondylitis" in s for s in found.short)
    assert found.rules.count("use_in_heading") == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Traction is not covered for residents, because it is in the rate, except custom traction for those who leave soon.",
        "Traction is investigational for all other indications, including gout, except under an approved trial.",
        "Traction is not medically necessary when the member lacks any of the following:\n- Alpha\n- Beta",
        "Discharge is appropriate when all of these are met:\n- Alpha\n- Beta",
    ],
)
def test_exceptions_and_ends_of_service_are_not_lost_in_silence(sentence: str) -> None:
    assert read(f"Policy\n{sentence}").rules


def test_a_treatment_that_did_not_help_was_tried() -> None:
    found = read(
        f"Policy\nTraction is covered for members who did not respond to at least one of the following:{LIST}"
    )
    assert "none(" not in found.short[0]


def test_until_denies_where_it_does_not_hold() -> None:
    found = read("Policy\nTraction is not covered until the test has been completed.")
    assert found.short == ["not_covered: not(“the test has been completed”)"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Symptoms must have been present for at least 3 months.",
        "The amount removed must exceed the 22nd percentile on the scale.",
        "Nicotine testing is needed within 30 days before surgery.",
        "When a first session did not help, a second session may be performed after 14 days.",
        "For members of one descent, the thresholds above are lowered by 2.5 points.",
        "Once per lifetime.",
    ],
)
def test_a_loose_sentence_that_sets_a_bound_is_asked_about(sentence: str) -> None:
    found = read(f"Coverage Criteria\n\nTraction is covered for alpha.\n\n{sentence}")
    assert "sentence_not_mapped" in found.rules


@pytest.mark.parametrize(
    ("item", "bounds"),
    [
        ("None larger than 3 cm", []),
        ("Muscle strength 3/5 or less", []),
        ("Within 1 to 2 years of surgery", []),
        ("Open growth plates if the child is 10 years or older", []),
        ("Weight of at least 50 kg", ["50"]),
    ],
)
def test_a_bound_of_one_case_or_of_a_range_is_none(item: str, bounds: list[str]) -> None:
    found = read(f"Policy\nTraction is covered when all of these are met:\n- Alpha\n- {item}")
    criteria = found.statements[0].criteria
    assert criteria is not None
    assert [t.value for t in criteria.children[1].thresholds] == bounds


@pytest.mark.parametrize("item", ["Risk of 14 or below on the scale", "FEV1 below 80% predicted"])
def test_below_beside_a_number_points_to_no_list(item: str) -> None:
    found = read(f"Policy\nTraction is covered when any of these is met:\n- Alpha\n- {item}")
    assert not found.rules


@pytest.mark.parametrize(
    ("over", "tree"),
    [
        ("if, of the two items below, at least one applies:", "any(alpha, beta)"),
        ("on review of the following (all must be absent):", "none(alpha, beta)"),
        ("if no criterion in this list is left unmet:", "all(alpha, beta)"),
        ("assuming none of the following is found:", "none(alpha, beta)"),
        ("if 1 of the following 2 is present:", "any(alpha, beta)"),
    ],
)
def test_words_that_count_a_list_in_unusual_places(over: str, tree: str) -> None:
    found = read(f"Policy\nTraction is medically necessary {over}{LIST}")
    assert found.short == [f"medically_necessary: {tree}"]
    assert not found.rules


def test_each_that_begins_a_condition() -> None:
    found = read(
        "Policy\nTraction is covered on condition that alpha lasts, that beta holds over, and that gamma goes on."
    )
    assert found.short == ["medically_necessary: all(alpha, beta, gamma)"]
    assert not found.rules


def test_a_list_beside_the_criteria_under_words_that_may_judge_is_asked_about() -> None:
    page = (
        b"<h1>Imaging</h1><h2>Indications</h2><p>Imaging is medically necessary when pain has lasted.</p>"
        b"<h2>Contrast</h2><p>Contrast should not be given when the kidneys fail.</p><h2>Before surgery</h2>"
        b"<p>Imaging is appropriate in the month before surgery if:</p><ul><li>Alpha</li><li>Beta</li></ul>"
    )
    found = reading_of(read_source(page, "a.html"))
    assert [f.rule for f in found.findings].count("sentence_not_mapped") == 2


def test_a_named_item_that_is_no_condition_is_asked_about() -> None:
    items = "A. Alpha\nB. Beta\nC. Approval is for 6 months"
    found = read(
        f"Policy\nTraction is covered when criterion A is met; or when criteria B and C are both met:\n{items}"
    )
    assert "labels_mismatch" in found.rules


def test_one_list_under_two_rules_is_asked_about_in_two_stages_as_well() -> None:
    text = (
        "Initial Criteria\n\nTraction is covered when all of these are met:\n\n- Alpha\n- Beta\n\n"
        "Continuation Criteria\n\nTraction is covered when any of these is met:\n\n- Alpha\n- Beta\n"
    )
    assert "competing_statements" in {
        f.rule for f in reading_of(read_source(text.encode(), "a.txt")).findings
    }


def test_the_numbers_of_notes_name_no_items() -> None:
    found = read(
        "Policy\nTraction is not covered for patients with any of the following conditions2,5,8-10:\n1. Alpha\n2. Beta"
    )
    assert found.short == ["not_covered: any(alpha, beta)"]
    assert "labels_mismatch" not in found.rules
