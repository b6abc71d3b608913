"""What a comma, an exception, a name or a number says belongs together in criteria."""

from __future__ import annotations

import pytest

from document.made import drawn, read_bytes, read_policy, read_table


def asked(criteria: str) -> tuple[object, list[str]]:
    """The tree of one statement with these criteria, and the rules of what is asked about."""
    found = read_policy(f"Criteria\n\nGadgets are medically necessary {criteria}")
    return drawn(found.statements[0].criteria), found.rules


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        (
            "when the battery is empty or the device is broken, and the warranty is over.",
            ("all", [("any", ["the battery is empty", "the device is broken"]), "the warranty is over"]),
        ),
        (
            "when the patient is pregnant and has pain, or cannot walk.",
            ("any", [("all", ["the patient is pregnant", "has pain"]), "cannot walk"]),
        ),
    ],
)
def test_a_comma_says_which_of_two_words_joins_first_and_the_question_stays(words: str, tree: object) -> None:
    assert asked(words) == (tree, ["and_or_scope"])


def test_what_excepts_from_the_last_of_several_conditions_leaves_the_others_asked_for() -> None:
    tree, rules = asked(
        "when all are met:\n\n- Polyps are bilateral, and symptoms persist after a spray unless contraindicated\n"
        "- Dysphagia is confirmed, and the member can follow directions (not required for members under age 4)"
    )
    spray = ("any", ["symptoms persist after a spray", "contraindicated"])
    follows = ("any", ["the member can follow directions", "members under age 4"])
    assert tree == (
        "all",
        [("all", ["Polyps are bilateral", spray]), ("all", ["Dysphagia is confirmed", follows])],
    )
    assert rules == []


def test_an_exception_behind_a_comma_may_lift_all_of_them_and_is_asked_about() -> None:
    _, rules = asked(
        "when both are met:\n\n- Polyps are bilateral, and symptoms persist, unless contraindicated\n- Age 18"
    )
    assert rules == ["exception_inside"]


@pytest.mark.parametrize(
    "over",
    [
        "for ANY of the following diseases, when the committee has approved the individual and there is no contraindication listed below:",
        "for any of the following diseases if the member has none of the contraindications below:",
    ],
)
def test_contraindications_named_beside_a_counted_list_are_another_list(over: str) -> None:
    found = read_policy(f"Criteria\n\nGadgets are medically necessary {over}\n\n- Alpha\n- Beta")
    tree = found.statements[0].criteria
    assert tree is not None
    assert tree.rule == "all"
    assert drawn(tree.children[-1]) == ("any", ["Alpha", "Beta"])


def test_no_contraindication_including_a_list_asks_for_none_of_it() -> None:
    tree, rules = asked(
        "when all are met:\n\n1. Age 18\n2. No medical contraindication, including all of the following:\n   a. alpha\n   b. beta"
    )
    assert tree == ("all", ["Age 18", ("none", ["alpha", "beta"])])
    assert rules == ["quantifier_unclear"]


def test_a_list_of_uses_behind_whom_they_are_for_is_any_of_them() -> None:
    tree, _ = asked(
        "in patients with biopsy-proven cancer, for:\n\n- Extent of disease\n- Response to chemotherapy"
    )
    uses = ("any", ["Extent of disease", "Response to chemotherapy"])
    assert tree == ("all", ["patients with biopsy-proven cancer", uses])


def test_criteria_for_some_members_beside_others_are_asked_of_those_members() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are covered when BOTH are met:\n\n- alpha\n- beta\n\n"
        "In addition, for members whose weight was lost, BOTH of the following are met:\n\n- gamma\n- delta"
    )
    some = ("if", ["members whose weight was lost", ("all", ["gamma", "delta"])])
    assert drawn(found.statements[0].criteria) == ("all", [("all", ["alpha", "beta"]), some])
    assert found.rules == ["only_for_some"]


def test_a_case_among_ways_is_asked_about() -> None:
    _, rules = asked(
        "when:\n\n- If protein is absent, neither alpha nor beta is found; or\n- The cancer was diagnosed before age 50"
    )
    assert "only_for_some" in rules


@pytest.mark.parametrize("name", ["Age and severity", "Imaging, including", "Preoperative evaluation"])
def test_a_name_of_what_is_looked_at_is_no_condition(name: str) -> None:
    tree, rules = asked(
        f"when both are met:\n\n1. Pain\n2. {name}, all of the following:\n   a. alpha\n   b. beta"
    )
    assert tree == ("all", ["Pain", ("all", ["alpha", "beta"])])
    assert "double_role" not in rules


def test_a_name_before_a_sentence_with_two_ways_leaves_both_ways() -> None:
    tree, _ = asked(
        "when both are met:\n\n1. Pain\n2. Lower levels of care. Either a program was tried, or one is unsafe"
    )
    assert tree == ("all", ["Pain", ("any", ["a program was tried", "one is unsafe"])])


def test_one_noun_with_or_before_its_verb_is_one_condition() -> None:
    tree, rules = asked("to confirm a rupture when mammography or ultrasound is abnormal.")
    assert tree == "to confirm a rupture when mammography or ultrasound is abnormal"
    assert rules == ["running_text"]


def test_criteria_named_by_decimal_numbers_are_the_items_that_carry_them() -> None:
    page = (
        "<h2>3. Admission Criteria</h2><p>Admission is considered medically necessary when criteria 3.1 through 3.3 are all "
        "met.</p><p>3.1 The member has a diagnosis.</p><p>3.2 None of the following is present:</p><ul><li>alpha</li><li>beta</li>"
        "</ul><p>3.3 Severity. One or more of these:</p><p>a. gamma</p><p>b. delta</p>"
    )
    [made] = read_bytes(page.encode(), "policy.html").statements
    assert drawn(made.criteria) == (
        "all",
        ["The member has a diagnosis", ("none", ["alpha", "beta"]), ("any", ["gamma", "delta"])],
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Admission when criteria 3.1 through 3.5 are not all met is considered not medically necessary.",
        "Admission when the criteria are not all met is considered not medically necessary.",
    ],
)
def test_criteria_that_are_not_all_met_close_a_policy(sentence: str) -> None:
    [made] = read_policy(f"Criteria\n\n{sentence}").statements
    assert (made.subject, made.criteria_not_met, made.position) == (
        "Admission",
        True,
        "not_medically_necessary",
    )


def test_a_row_on_criteria_that_are_not_met_closes_a_policy() -> None:
    made = read_table(
        "<table><tr><th>Service</th><th>Coverage</th></tr><tr><td>Gadgets when the criteria above are not met</td>"
        "<td>Not medically necessary</td></tr><tr><td>Gauges</td><td>Investigational</td></tr></table>"
    ).statements
    assert [(s.criteria_not_met, s.position) for s in made] == [
        (True, "not_medically_necessary"),
        (False, "investigational"),
    ]


@pytest.mark.parametrize(
    ("sentence", "subject", "ground"),
    [
        (
            "Replacement solely to obtain a smaller, rechargeable or newer model when the current device works is considered "
            "not medically necessary.",
            "Replacement solely to obtain a smaller, rechargeable or newer model",
            "the current device works",
        ),
        ("Custom-made implants are considered EIU.", "Custom-made implants", None),
        (
            "Arch supports sold without prescription: Not covered.",
            "Arch supports sold without prescription",
            None,
        ),
    ],
)
def test_denials_in_further_forms_are_read(sentence: str, subject: str, ground: str | None) -> None:
    [made] = read_policy(f"Criteria\n\n{sentence}").statements
    assert (made.subject, drawn(made.criteria)) == (subject, ground)
    assert made.position != "medically_necessary"


def test_what_is_considered_something_that_no_word_tells_is_asked_about() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are covered for gout.\n\nCustom-made implants are considered optional."
    )
    assert "sentence_not_mapped" in found.rules


def test_what_is_therefore_not_necessary_denies_its_list() -> None:
    [made] = read_policy(
        "Criteria\n\nThe following are considered not skilled and therefore not medically necessary:\n\n- alpha\n- beta"
    ).statements
    assert (made.position, drawn(made.criteria)) == ("not_medically_necessary", ("any", ["alpha", "beta"]))


def test_a_column_of_problems_names_the_uses_of_the_service_over_the_table() -> None:
    made = read_table(
        "<table><tr><th>Problem</th><th>What must be documented</th></tr><tr><td>Infection</td><td>Positive culture</td></tr>"
        "<tr><td>Stiffness</td><td>Arc of motion of less than 70 degrees</td></tr></table>",
        "Revision of a knee is medically necessary for any of the following:",
    ).statements
    assert [(s.subject, drawn(s.criteria)) for s in made] == [
        ("Revision of a knee", ("all", ["Infection", "Positive culture"])),
        ("Revision of a knee", ("all", ["Stiffness", "Arc of motion of less than 70 degrees"])),
    ]


def test_a_remark_beside_a_covered_service_that_names_a_disease_is_asked_for_and_about() -> None:
    found = read_table(
        "<table><tr><th>Service</th><th>Covered</th><th>Comments</th></tr><tr><td>Stockings</td><td>Yes</td>"
        "<td>Lymphedema or healed venous ulcer</td></tr><tr><td>Gauges</td><td>No</td><td>Available over the counter</td></tr></table>"
    )
    assert drawn(found.statements[0].criteria) is not None
    assert "criteria_in_table" in found.rules


def test_where_commas_stand_before_both_words_the_last_joins_what_stands_before_it() -> None:
    tree, rules = asked("when the score has fallen, or remission was kept, and the interval is reviewed.")
    either = ("any", ["the score has fallen", "remission was kept"])
    assert (tree, rules) == (("all", [either, "the interval is reviewed"]), ["and_or_scope"])


def test_items_named_by_a_range_of_letters_in_brackets_are_all_asked_for() -> None:
    tree, rules = asked("when the member meets items (a) through (c):\n\n(a) alpha\n(b) beta\n(c) gamma")
    assert (tree, rules) == (("all", ["alpha", "beta", "gamma"]), [])


def test_no_trial_required_when_is_the_other_way() -> None:
    tree, _ = asked(
        "when both are met:\n\n- Age 18\n- Benefit from aids is limited, except that no trial is required when bone has formed"
    )
    assert tree == ("all", ["Age 18", ("any", ["Benefit from aids is limited", "bone has formed"])])


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        ("severe loss of hearing; profound loss if under 24 months of age", "only_for_some"),
        ("the risk group is low, or high, in which case only gauges are covered", "exception_inside"),
        ("pseudarthrosis (pseudarthrosis applies to electrical gadgets only)", "exception_inside"),
        (
            "the score is above 30 and the member cannot bear a mask, or a mask is contraindicated",
            "and_or_scope",
        ),
    ],
)
def test_what_bounds_a_condition_within_its_words_is_asked_about(item: str, rule: str) -> None:
    _, rules = asked(f"when both are met:\n\n- Age 18\n- {item}")
    assert rule in rules


def test_a_note_in_brackets_is_no_part_of_the_condition_that_it_stands_behind() -> None:
    tree, _ = asked(
        "when both are met:\n\n- Age 18\n- No use of another agent (Note: Ampyra is not such an agent)"
    )
    assert tree == ("all", ["Age 18", "No use of another agent"])


def test_a_study_behind_the_name_of_a_denied_use_is_no_part_of_it_and_what_grants_is() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are not covered in the following situations:\n\n1. Gout. In one Phase II study the endpoint was not "
        "reached.\n2. Angina. Data may be submitted for members in a trial."
    )
    tree = drawn(found.statements[0].criteria)
    assert tree == ("any", ["Gout", "Angina. Data may be submitted for members in a trial"])


def test_examples_in_brackets_are_not_the_two_that_are_needed() -> None:
    tree, _ = asked(
        "when both are met:\n\n- Age 18\n- Failure of at least TWO therapies (e.g., bladder training, pelvic exercise, or drugs)"
    )
    assert isinstance(tree, tuple)
    assert not any(isinstance(child, tuple) for child in tree[1])


def test_what_a_contract_may_exclude_is_no_condition() -> None:
    [made] = read_policy(
        "Criteria\n\nWhen not excluded, gadgets are medically necessary for a member who has gout."
    ).statements
    assert drawn(made.criteria) == "gout"


def test_in_the_treatment_of_a_use_is_no_part_of_the_position() -> None:
    [made] = read_policy(
        "Criteria\n\nGadgets are considered investigational in the treatment of gout."
    ).statements
    assert drawn(made.criteria) == "gout"
