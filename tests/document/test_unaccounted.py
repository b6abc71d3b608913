"""Words of logic that no rule took are asked about, in wordings that no rule knows; plain ones are not."""

from __future__ import annotations

import pytest

from document.trees import read

ITEMS = "\n\n- alpha\n- beta\n\nA remark."


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("position_unclear", "Several societies consider gadgets to be an effective option for alpha."),
        ("position_unclear", "The writers held that gadgets are medically necessary for alpha."),
        ("words_left", "Nothing in this text says that gadgets are covered for alpha."),
        ("statement_bare", "Gadgets are considered medically necessary."),
        ("running_text", "Gadgets are considered investigational for all else."),
        ("running_text", "Gadgets are not covered for the rest of the purposes."),
        ("position_unclear", "Gadgets are not a benefit for alpha."),
        ("position_unclear", "Gadgets are appropriate when alpha is present."),
        ("position_unclear", "Gadgets are not covered when alpha is present, as the literature is silent."),
    ],
)
def test_what_a_sentence_of_position_leaves_over_is_asked_about(rule: str, sentence: str) -> None:
    assert rule in read(f"Criteria\n\n{sentence}").rules


@pytest.mark.parametrize(
    "sentence",
    [
        "Medicare has covered gadgets since 2008 under rules of its own.",
        "A panel considered gadgets appropriate when two signs are present.",
        "The owners gave insufficient evidence for this view.",
        "When two gauges are used on a day, payment rules for gauges apply.",
        "The plan makes no promise that gadgets will be paid.",
    ],
)
def test_what_only_tells_of_positions_takes_none(sentence: str) -> None:
    assert read(f"Criteria\n\n{sentence}").statements == ()


@pytest.mark.parametrize(
    ("position", "subject", "sentence"),
    [
        ("medically_necessary", "gadgets", "The plan recognizes the medical necessity of gadgets for alpha."),
        ("not_medically_necessary", "gadgets", "The plan sees no medical necessity for gadgets for alpha."),
        (
            "not_medically_necessary",
            "gadgets",
            "Meadow Health rates gadgets as not medically necessary for alpha.",
        ),
        ("not_covered", "gadgets", "Meadow Health extends no coverage to gadgets for alpha."),
        ("cosmetic", "gadgets", "Meadow Health views gadgets as a cosmetic service for alpha."),
        (
            "investigational",
            "gadgets",
            "Too little is known about gadgets, which are considered experimental for alpha.",
        ),
        ("not_covered", "Gadgets", "Gadgets are named in the manual. They are not covered for alpha alone."),
    ],
)
def test_positions_in_other_grammar(position: str, subject: str, sentence: str) -> None:
    first = "Gadgets are medically necessary for beta. "
    *_, one = read(f"Criteria\n\n{first if 'They' in sentence else ''}{sentence}").statements
    assert (one.position, one.subject.lower()) == (position, subject.lower())


@pytest.mark.parametrize("sentence", ["Not covered for gamma alone.", "It is not covered for gamma alone."])
def test_a_negative_sentence_without_a_subject_is_about_the_one_before_it(sentence: str) -> None:
    found = read(f"Criteria\n\nGadgets are medically necessary for alpha.\n\n{sentence}")
    assert [(s.position, s.subject) for s in found.statements] == [
        ("medically_necessary", "Gadgets"),
        ("not_covered", "Gadgets"),
    ]
    assert found.rules == ["position_unclear"]


@pytest.mark.parametrize(
    "lead",
    [
        "Gadgets are medically necessary when the following list has no gap:",
        "Gadgets are medically necessary when the following criteria are met, barring gamma:",
    ],
)
def test_words_of_logic_over_a_list_are_asked_about(lead: str) -> None:
    assert read(f"Criteria\n\n{lead}{ITEMS}").rules


@pytest.mark.parametrize(
    "item", ["alpha, barring the case that gamma holds", "alpha; dispensed with when gamma is seen"]
)
def test_an_item_with_an_exception_of_its_own_is_asked_about(item: str) -> None:
    found = read(
        f"Criteria\n\nGadgets are medically necessary when ALL of the following are met:\n\n- {item}\n- beta\n\nA remark."
    )
    assert found.rules == ["exception_inside"]


@pytest.mark.parametrize(
    ("asked", "second"),
    [
        (True, "A further gadget"),
        (False, "Continued use of gadgets"),
        (False, "Gauges"),
    ],
)
def test_a_word_that_may_say_a_stage_is_asked_about(asked: bool, second: str) -> None:
    lead = "may be considered medically necessary when ALL of the following are met:"
    found = read(
        f"Criteria\n\nA gadget {lead}\n\n- alpha\n- beta\n\n{second} {lead}\n\n- gamma\n- delta\n\nA remark."
    )
    assert ("stage_inferred" in found.rules) is asked


def test_a_list_that_says_how_many_are_needed_is_never_left_in_silence() -> None:
    sentence = "Providers may stock gadgets if the case falls under ONE of the following:"
    found = read(f"Criteria\n\nGauges are medically necessary for alpha.\n\n{sentence}{ITEMS}")
    assert "sentence_not_mapped" in found.rules


def test_a_title_that_runs_into_its_sentence_hides_none() -> None:
    found = read("Criteria\n\nPosition: gadgets are not medically necessary for alpha.")
    assert [(s.position, s.subject) for s in found.statements] == [("not_medically_necessary", "gadgets")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets are shut out by what the plan covers for any of the following:",
        "A determination of coverage is made on gadgets for any of the following:",
    ],
)
def test_words_over_a_list_that_speak_of_coverage_and_were_not_understood_are_asked_about(
    sentence: str,
) -> None:
    found = read(f"Coverage Criteria\n\n{sentence}{ITEMS}")
    assert {"position_implied", "position_unclear"} & {*found.rules}


@pytest.mark.parametrize(
    ("lead", "tree"),
    [
        ("when any two of A, B, and C are documented:", "at_least_2(alpha, beta, gamma)"),
        ("when the request meets A, or else meets B together with C:", "any(alpha, all(beta, gamma))"),
    ],
)
def test_items_named_by_their_letters_are_counted_and_joined_as_the_sentence_says(
    lead: str, tree: str
) -> None:
    found = read(
        f"Criteria\n\nGadgets are medically necessary {lead}\n\nA. alpha\nB. beta\nC. gamma\n\nA remark."
    )
    assert (found.short, found.rules) == ([f"medically_necessary: {tree}"], [])


def test_or_before_together_with_may_belong_to_either_side() -> None:
    found = read(
        "Criteria\n\nGadgets are medically necessary when A or B together with C is met:\n\nA. alpha\nB. beta\nC. gamma\n\nA remark."
    )
    assert "mixed_connectors" in found.rules


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets to treat alpha are covered when beta is shown.",
        "Gadgets without a back-up rate are covered when alpha is shown.",
        "Gadgets are not a covered benefit for alpha.",
        "A trial of gadgets of not less than 2 weeks is covered when alpha is shown.",
    ],
)
def test_what_names_the_service_is_not_asked_about(sentence: str) -> None:
    assert read(f"Criteria\n\n{sentence}").rules == []


@pytest.mark.parametrize(
    "item",
    [
        "The member would otherwise be confined to a bed",
        "Any form of transport other than by gadget is unsafe",
        "Without the use of a gadget the member cannot walk",
        "The member is otherwise eligible for gadgets",
    ],
)
def test_words_that_except_nothing_are_not_asked_about(item: str) -> None:
    assert "exception_inside" not in read(f"Gadgets are covered when all are met:\n- alpha\n- {item}").rules


def test_a_list_that_is_not_complete_is_open() -> None:
    found = read(f"Gadgets are covered for any of the following (not an all-inclusive list):{ITEMS}")
    assert found.rules == ["open_list"]


@pytest.mark.parametrize(
    "text",
    [
        "Coverage:\n\n- CHECK THE RULES OF THE STATE AND THE CONTRACT",
        "Payment policy\n\n- Enforcement of this medical policy occurs through system edits.",
        "Application.\n\n1. A request for gadgets must be authorized by the panel.\n2. Requests must be made in writing.",
        "We encourage members to ask about gadgets as this service may not be covered by all plans.",
        "Coverage for eligible medical treatments or procedures may be provided only if:\n\n- Benefits are available in the contract\n- Medical necessity criteria are met",
    ],
)
def test_how_policies_are_applied_takes_no_position(text: str) -> None:
    assert read(f"Gadgets are covered when alpha is shown.\n\n{text}").short == ["medically_necessary: alpha"]


def test_a_remark_with_some_over_statements_swallows_none_of_them() -> None:
    found = read(
        "Some kinds of gadgets are commonly excluded. Members should see their booklets for a list.\n"
        "1. Gadgets are considered medically necessary when all of the following are met:\na. alpha\nb. beta\n"
        "2. Widgets are considered not medically necessary when any of the following apply:\na. gamma\nb. delta."
    )
    assert found.short == [
        "medically_necessary: all(alpha, beta)",
        "not_medically_necessary: any(gamma, delta)",
    ]


def test_a_payer_is_no_service() -> None:
    assert "position_unclear" in read("Medicaid covers only medically necessary gadgets for alpha.").rules
