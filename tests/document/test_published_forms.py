"""Forms that published policies print: reasons behind uses, lists in one sentence, clauses before the position."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coverable.document.read import read_document
from coverable.document.reading import Node
from document.made import read_policy
from document.trees import read


def leaves_of(node: Node) -> Iterator[Node]:
    """The single conditions of a tree."""
    for child in node.children:
        yield from leaves_of(child)
    if not node.children:
        yield node


@pytest.mark.parametrize(
    ("sentence", "tree"),
    [
        ("Age 18 or older and alpha; one of the following: Beta; or Gamma", "any(beta, gamma)"),
        ("Alpha; one of the following: Beta; or Gamma; or Delta; and Epsilon", "any(beta, gamma, delta)"),
        (
            "Alpha; trial of at least one of the following: beta; gamma; or delta; Epsilon",
            "any(beta, gamma, delta)",
        ),
    ],
)
def test_a_list_within_a_list_of_one_sentence_ends_behind_its_own_connector(sentence: str, tree: str) -> None:
    found = read(f"Gadgets are covered when all of the following are met: {sentence}.")
    assert tree in found.tree
    assert found.tree.startswith("all(")
    assert found.rules == []


def test_a_list_within_a_list_of_alternatives_ends_behind_its_and() -> None:
    found = read(
        "Gadgets are covered when any of the following is met: Alpha; both of the following: Beta; and Gamma; or Delta."
    )
    assert found.tree == "any(alpha, all(beta, gamma), delta)"


@pytest.mark.parametrize("subject", ["Gadgets", "The following devices"])
def test_a_reason_behind_the_use_of_a_denial_is_no_condition(subject: str) -> None:
    found = read(
        f"{subject} are unproven for managing alpha due to insufficient evidence of efficacy:\n- Beta\n- Gamma"
    )
    (statement,) = found.statements
    assert statement.criteria is not None
    assert statement.criteria.children[0].text == "managing alpha"


def test_an_item_that_goes_on_with_persons_takes_no_position() -> None:
    found = read(
        "Gadgets are covered for alpha.\n\nA practitioner must give it:\nwho is licensed or certified by an agency;\n"
        "whose training is recognized and accepted by an agency"
    )
    assert found.short == ["medically_necessary: alpha"]


def test_how_benefits_are_counted_is_no_denial() -> None:
    found = read(
        "Gadgets are covered for alpha.\n\nBenefits for gadgets will not apply towards any visit maximum."
    )
    assert found.short == ["medically_necessary: alpha"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets are subject to prior authorization and will be approved for alpha.",
        "Gadgets are aimed at appearance alone and are cosmetic for alpha.",
    ],
)
def test_what_else_is_said_of_a_service_is_no_part_of_its_name(sentence: str) -> None:
    found = read(sentence)
    assert [s.subject for s in found.statements] == ["Gadgets"]
    assert found.rules in ([], ["running_text"])


def test_a_name_that_ends_in_the_middle_is_asked_about() -> None:
    found = read(
        "Payment may be made for only one gadget done on a woman over age 34, but under age 40 with alpha."
    )
    assert "position_unclear" in found.rules


def test_a_use_that_is_approved_without_a_condition_is_asked_about() -> None:
    found = read("Criteria\n\nGadgets are covered for alpha. For beta in pregnancy, approve for 9 months.")
    assert found.rules == ["sentence_not_mapped"]


def test_letters_o_behind_a_colon_are_the_bullets_of_a_list() -> None:
    found = read(
        "Gadgets are covered when all are met: o Age 18 or older with alpha o A trial of beta o Gamma"
    )
    assert found.tree == "all(alpha, beta, gamma)"


def test_an_item_keeps_its_words_where_a_statement_follows_in_its_line() -> None:
    found = read(
        """
        Requests will be approved based upon any of the following conditions:

        1. Childhood onset - Patients who have alpha.

        2. Adult onset - Patients who have beta.

            Criteria for Approval for both conditions listed above:

            1. Gamma; AND
            2. Delta
        """
    )
    assert found.short == ["medically_necessary: any(alpha, beta)", "medically_necessary: all(gamma, delta)"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets are covered for alpha, but if the patient is under 12, a referral must be sent.",
        "Gadgets are medically necessary for alpha; however, children need a referral.",
    ],
)
def test_what_a_condition_takes_back_behind_but_is_asked_about(sentence: str) -> None:
    assert read(sentence).rules == ["exception_inside"]


def test_a_line_that_ends_with_the_name_of_an_agency_is_no_heading() -> None:
    text = "Traction\n\n4.0  POLICY\nU.S. Food and Drug Administration\n(FDA) approved gadgets are covered when\nthe joint is weak.\n"
    found = read_document(text.encode(), "a.txt")
    assert [s.subject for s in found.statements] == [
        "U.S. Food and Drug Administration (FDA) approved gadgets"
    ]


@pytest.mark.parametrize(
    "item",
    [
        "No contraindications to infusion (if any of the following are present, treatment is contraindicated):",
        "No contraindications (any of the following):",
        "Absence of contraindications, including any of the following:",
    ],
)
def test_a_list_of_what_must_not_be_is_never_asked_for(item: str) -> None:
    found = read(
        f"Gadgets are covered when all of the following are met:\nA. Alpha\nB. {item}\n  1. Beta\n  2. Gamma"
    )
    assert (found.tree, found.rules) == ("all(alpha, none(beta, gamma))", [])


def test_a_denial_over_a_list_that_is_no_bar_is_asked_about() -> None:
    found = read(
        "Gadgets are covered when all of the following are met:\n- Alpha\n- No response to treatment (any of the following):\n"
        "  o Beta\n  o Gamma"
    )
    assert "double_role" in found.rules


def test_a_number_in_brackets_names_an_item_and_counts_none() -> None:
    found = read(
        "Gadgets are covered when all of the following are met:\nA. Alpha; and\n"
        "B. Beta is used; and meets either criteria (1) or (2) below:\n  1. Gamma; or\n  2. Delta"
    )
    assert found.tree == "all(alpha, beta, any(gamma, delta))"


@pytest.mark.parametrize("behind", [":", ""])
def test_names_of_criteria_in_a_list_that_a_position_announces_are_its_items(behind: str) -> None:
    text = (
        "Gadgets\n\nPolicy\n\nGadgets are covered when all of the following are met:\n"
        f"A. Selection criteria{behind}\n  1. Pain at rest; and\n  2. Open growth plates\n"
        f"B. Surgical criteria{behind}\n  1. Failure of a brace; and\n  2. A trained team\n"
    )
    found = read_document(text.encode(), "a.txt")
    (statement,) = found.statements
    assert statement.criteria is not None
    texts = [leaf.text for leaf in leaves_of(statement.criteria)]
    assert [t for t in texts if "criteria" not in t] == [
        "Pain at rest",
        "Open growth plates",
        "Failure of a brace",
        "A trained team",
    ]


def test_what_is_denied_for_all_indications_is_denied_for_each_item_of_the_list() -> None:
    techniques = read(
        "Devices with the following techniques are investigational for all indications:\n- Alpha\n- Beta"
    )
    uses = read("Gadgets are investigational for all indications:\n- Alpha\n- Beta")
    assert techniques.short == uses.short == ["investigational: any(alpha, beta)"]
    assert (techniques.rules, uses.rules) == ([], ["no_quantifier"])


def test_examples_of_all_indications_are_named_uses_and_bound_nothing() -> None:
    found = read(
        "Gadgets are investigational for all indications, including but not limited to:\n- Alpha\n- Beta"
    )
    (statement,) = found.statements
    assert (statement.criteria, found.rules) == (None, [])
    assert [u.value for u in statement.named_uses] == ["Alpha", "Beta"]


def test_a_lettered_title_behind_a_sentence_on_criteria_is_no_item_of_it() -> None:
    found = read(
        """
        Gadgets are cosmetic when the criteria in this section are not met.

        E.  Widgets

        Widgets are considered medically necessary for alpha.

        F.  Gizmos

        Gizmos are considered medically necessary for beta.
        """
    )
    assert found.short == [
        "cosmetic: criteria not met",
        "medically_necessary: alpha",
        "medically_necessary: beta",
    ]


def test_reconstructive_is_a_grant_that_somebody_is_asked_about() -> None:
    alone = read("Gadgets are considered reconstructive when intended to address alpha after an injury.")
    beside = read("Gadgets are considered reconstructive and medically necessary for alpha.")
    assert alone.short == beside.short == ["medically_necessary: alpha"]
    assert (alone.rules, beside.rules) == (["position_unclear"], [])


def test_how_something_was_ruled_out_is_asked_for_and_not_ruled_out() -> None:
    how = read(
        "Gadgets are covered when all are met:\n- Alpha\n- Beta has been ruled out by one of the following:\n  o Gamma\n  o Delta"
    )
    what = read(
        "Gadgets are covered when all are met:\n- Alpha\n- Tests have ruled out both of the following:\n  o Gamma\n  o Delta"
    )
    assert "any(gamma, delta)" in how.tree
    assert "none(gamma, delta)" in what.tree


def test_for_whom_a_length_is_granted_is_never_lost() -> None:
    found = read(
        "Criteria\n\nGadgets are covered for alpha. For members now on gadgets, continue for 12 months if beta."
    )
    assert found.rules == ["sentence_not_mapped"]


def test_parts_between_semicolons_that_nothing_joins_are_asked_about() -> None:
    found = read(
        "Gadget complications considered medically necessary: alpha when it is old; beta; gamma when it is new."
    )
    assert found.rules == ["inline_list"]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        (
            "The agency covers alpha stimulators, also known as bone stimulators, when beta is shown.",
            ("medically_necessary", "alpha stimulators, also known as bone stimulators", "beta"),
        ),
        ("Oxygen is covered if beta is shown. Oxygen will be paid as a rental for 36 months.", None),
        (
            "Breast reduction for looks is not covered (see also “Cosmetic Surgery”).",
            ("not_covered", "Breast reduction for looks", ""),
        ),
        (
            "Reconstruction with a prosthesis is in benefit after mastectomy.",
            ("medically_necessary", "Reconstruction with a prosthesis", "“after mastectomy”"),
        ),
        (
            "X is not medically necessary when neither rule is met.",
            ("not_medically_necessary", "X", ""),
        ),
    ],
)
def test_what_else_is_said_of_a_service_is_no_condition(
    text: str, read_as: tuple[str, str, str] | None
) -> None:
    found = read(f"Policy\n\n{text}")
    one = found.statements[0]
    assert len(found.statements) == 1
    if read_as is not None:
        position, subject, tree = read_as
        assert (one.position, one.subject, found.tree if one.criteria else "") == (position, subject, tree)
        assert found.rules == []


def test_a_clause_behind_a_semicolon_is_asked_about() -> None:
    found = read(
        "Policy\n\nReconstruction is covered; the mastectomy need not have been done while a member."
    )
    assert "running_text" in found.rules


def test_types_that_a_service_includes_are_no_criteria() -> None:
    text = "The plan considers monitors medically necessary for members with pacemakers. These include the following types"
    found = read(f"Policy\n\n{text}:\n1. Audible monitors.\n2. Digital monitors.")
    assert found.short == ["medically_necessary: pacemakers"] or found.short == [
        "medically_necessary: “pacemakers”"
    ]


def test_an_item_among_statements_that_takes_no_position_is_asked_about() -> None:
    items = (
        "  1. Alpha pumps are not covered.\n  2. Beta pumps are not covered for gout.\n"
        "  3. Delta pumps are not covered.\n  4. Gamma pads beyond the rental period."
    )
    found = read(f"Policy\n\nIndications / items that are not covered\n\n{items}")
    assert [s.subject for s in found.statements] == ["Alpha pumps", "Beta pumps", "Delta pumps"]
    assert "sentence_not_mapped" in found.rules


def test_coverage_limited_to_some_kinds_may_narrow_another_statement() -> None:
    found = read(
        "Policy\n\nSeat lifts are covered when:\n1. Alpha; and\n2. Beta.\n\n"
        "Coverage of seat lifts is limited to those types which operate smoothly."
    )
    assert "general_criteria" in found.rules


def test_items_that_join_each_other_under_a_heading_of_criteria_are_its_list() -> None:
    items = [
        "Member has a diagnosis of gout",
        "The prescriber is certified through a program",
        "The member is pregnant",
    ]
    found = read_policy("Alpha Criteria\n\nCRITERIA FOR COVERAGE:\n" + ", and\n".join(items) + ".")
    (one,) = found.statements
    assert one.criteria is not None and one.criteria.rule == "all"
    assert ([c.text for c in one.criteria.children], found.rules) == (items, [])


def test_a_list_of_what_is_not_covered_is_one_though_its_words_define_a_term() -> None:
    found = read(
        "Policy\n\nRule 7, Wis. Admin. Code, defines “services not covered” to include the following:\n"
        "(1) Alpha;\n(2) Beta."
    )
    assert found.short == ["not_covered: any(alpha, beta)"]


def test_a_letter_that_names_an_item_ends_a_sentence() -> None:
    text = "Requests are weighed by the criteria in items A to F. A gadget is covered if alpha is shown."
    assert [s.subject for s in read(f"Policy\n\n{text}").statements] == ["A gadget"]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        (
            "The agency has determined that the evidence is sufficient to cover walking therapy for beneficiaries with gout.",
            "medically_necessary walking therapy: “gout”",
        ),
        (
            "The agency concludes that the evidence is not sufficient to cover walking therapy for gout.",
            "investigational walking therapy: “gout”",
        ),
        (
            "Surgery when associated with a bypass is considered cosmetic if the above criteria are not met.",
            "cosmetic Surgery when associated with a bypass: unmet",
        ),
        (
            "Excluded from coverage is the type of lift which operates by a spring.",
            "not_covered the type of lift which operates by a spring: ",
        ),
        ("Not covered are replacement bulbs.", "not_covered replacement bulbs: "),
    ],
)
def test_positions_are_read_in_the_forms_of_public_programs(text: str, read_as: str) -> None:
    found = read(f"Policy\n\n{text}")
    (one,) = found.statements
    told = "unmet" if one.criteria_not_met else found.tree if one.criteria else ""
    assert (f"{one.position} {one.subject}: {told}", found.rules) == (read_as, [])
