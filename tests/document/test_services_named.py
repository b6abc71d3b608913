"""What a statement is about: coverage that there is (not), pronouns, one position in two verbs; and what is asked."""

from __future__ import annotations

import pytest

from document.trees import read


@pytest.mark.parametrize(
    ("sentence", "service"),
    [
        ("There is no coverage for spare braces.", "spare braces"),
        ("There is no Medicare coverage of spare braces.", "spare braces"),
        ("There is no coverage for braces that are worn for sports.", "braces"),
    ],
)
def test_coverage_that_there_is_not_is_a_denial(sentence: str, service: str) -> None:
    (one,) = read(f"Policy\n{sentence}").statements
    assert (one.position, one.subject) == ("not_covered", service)


def test_the_words_there_is_name_no_service() -> None:
    (one,) = read("Policy\nThere is no coverage for the following:\n- Alpha\n- Beta").statements
    assert one.subject == ""


def test_a_pronoun_stands_for_what_the_sentence_before_speaks_of() -> None:
    text = "Overlays are pads that lie on a mattress. They can use gel, and are covered if both of these are met:"
    (one,) = read(f"Policy\n{text}\n- Alpha\n- Beta").statements
    assert (one.subject, one.criteria is not None) == ("Overlays", True)


def test_the_reader_who_is_spoken_to_is_no_service() -> None:
    assert [s.subject for s in read("Policy\nYou are allowed one brace for each knee.").statements] == [""]


def test_what_evidence_there_is_is_no_part_of_the_name() -> None:
    text = "There is sufficient evidence that splints are medically necessary for the treatment of alpha or beta."
    assert [s.subject for s in read(f"Policy\n{text}").statements] == ["splints"]


@pytest.mark.parametrize(
    "first", ["are appropriate and will be authorized", "are necessary and may be covered"]
)
def test_two_verbs_of_one_position_are_one_statement(first: str) -> None:
    found = read(f"Policy\nSplints {first} for the treatment of alpha, beta, or gamma.")
    assert found.short == ["medically_necessary: any(alpha, beta, gamma)"]
    assert "words_lost" not in found.rules


def test_a_cause_over_a_list_ends_the_name_of_what_is_covered() -> None:
    found = read("Policy\nThe plan covers replacement of braces due to:\n- Alpha, or\n- Beta")
    assert [s.subject for s in found.statements] == ["replacement of braces"]
    assert found.tree == "any(alpha, beta)"


@pytest.mark.parametrize(
    "sentence",
    [
        "The catheter is also considered a prosthetic device when ordered for alpha.",
        "Diapers are the responsibility of the member.",
        "Extra braces are bought at the member's own expense.",
    ],
)
def test_what_counts_as_covered_or_is_paid_by_the_member_is_asked_about(sentence: str) -> None:
    found = read(f"Policy\nCriteria\nSplints are covered when alpha is met.\n\n{sentence}")
    assert "sentence_not_mapped" in found.rules


def test_a_paper_on_a_line_of_its_own_is_asked_about() -> None:
    text = "Criteria\n\nValid detailed written Physician Order/Statement\n\nSplints are covered when both are met:"
    found = read(f"Policy\n\n{text}\n- Alpha\n- Beta")
    assert found.says["sentence_not_mapped"] == ["A paper among the criteria: is it needed?"]


def test_a_title_with_such_a_word_is_no_paper() -> None:
    found = read("Policy\n\nOrder of Treatment\n\nSplints are covered when both are met:\n- Alpha\n- Beta")
    assert "sentence_not_mapped" not in found.rules


def test_criteria_that_stand_elsewhere_as_well_are_asked_about() -> None:
    text = "Splints are covered for the treatment of alpha.\nFor clinical criteria, refer to the vendor's guideline."
    assert "reference_unknown" in read(f"Policy\n{text}").rules


@pytest.mark.parametrize(
    "behind",
    [
        "They will not be considered for cosmetic reasons.",
        "Coverage is limited to one set in ten years.",
        "The committee may waive this in suitable cases.",
        "This product is only covered while beta is present.",
    ],
)
def test_a_sentence_inside_an_item_that_rules_by_itself_is_asked_about(behind: str) -> None:
    found = read(f"Policy\nSplints are covered when any of the following is met:\n- Alpha. {behind}\n- Gamma")
    assert "A sentence inside an item that rules by itself" in found.says["exception_inside"]


def test_a_sentence_that_explains_an_item_is_not() -> None:
    item = "- Alpha. It is measured by a nurse."
    found = read(f"Policy\nSplints are covered when any of the following is met:\n{item}\n- Gamma")
    assert "exception_inside" not in found.rules


@pytest.mark.parametrize(
    "sentence",
    [
        "The evidence is sufficient to determine that splints are reasonable and necessary for alpha.",
        "The agency concluded that the evidence is adequate to conclude that splints are covered for alpha.",
    ],
)
def test_how_evidence_was_weighed_is_no_part_of_a_favourable_position(sentence: str) -> None:
    found = read(f"Policy\n{sentence}")
    assert (found.short, found.statements[0].subject) == (["medically_necessary: alpha"], "splints")
    assert "words_lost" not in found.rules


@pytest.mark.parametrize(
    "sentence",
    [
        "The evidence is not sufficient to conclude that splints are medically necessary for alpha.",
        "The evidence is insufficient to determine that splints are medically necessary for alpha.",
        "The evidence does not suffice to show that splints are reasonable and necessary for alpha.",
    ],
)
def test_evidence_that_does_not_suffice_grants_nothing(sentence: str) -> None:
    found = read(f"Policy\n{sentence}")
    assert (found.short, found.statements[0].subject) == (["investigational: alpha"], "splints")


def test_what_things_of_a_kind_are_is_said_of_the_things() -> None:
    (one,) = read("Policy\nHowever, pads and sheets are supplies that are not covered.").statements
    assert (one.position, one.subject) == ("not_covered", "pads and sheets")


def test_which_ones_are_meant_is_no_position() -> None:
    found = read("Policy\nBraces that are not covered by fabric are medically necessary when alpha is met.")
    assert [s.position for s in found.statements] == ["medically_necessary"]


def test_however_before_a_condition_keeps_the_position() -> None:
    text = "However, if alpha is met, the spare brace will be denied as not medically necessary."
    assert read(f"Policy\n{text}").short == ["not_medically_necessary: alpha"]


def test_uses_that_a_noun_of_position_includes_are_read() -> None:
    text = "Investigational (non-covered) applications of bracing include, but are not limited to, alpha and beta."
    assert read(f"Policy\n{text}").short == ["investigational: any(alpha, beta)"]


def test_indications_to_which_coverage_is_subject_are_alternatives() -> None:
    one = "Splints are covered subject to the {} listed below:\n- Alpha\n- Beta"
    assert read(f"Policy\n{one.format('indications')}").tree == "any(alpha, beta)"
    assert read(f"Policy\n{one.format('conditions')}").tree == "all(alpha, beta)"


def test_whom_a_service_is_for_is_asked_about() -> None:
    text = "Splints are covered when alpha is met.\n\nHome therapy is for members who are confined to a room."
    assert "sentence_not_mapped" in read(f"Policy\nCriteria\n{text}").rules


def test_members_who_meet_criteria_are_no_service() -> None:
    found = read("Policy\nCoverage is provided for members who meet ALL of the following:\n- Alpha\n- Beta")
    assert ([s.subject for s in found.statements], found.tree) == ([""], "all(alpha, beta)")


def test_what_is_decided_case_by_case_is_asked_about() -> None:
    text = "Splints are covered when alpha is met.\n\nBraces are considered on a case-by-case basis for beta."
    assert "sentence_not_mapped" in read(f"Policy\nCriteria\n{text}").rules


@pytest.mark.parametrize(
    ("over", "service"),
    [
        ("Alphazine Tier-2 Approval Criteria:", "Alphazine Tier-2"),
        ("Alphazine (Alphazol®) Prior Authorization Criteria", "Alphazine (Alphazol®)"),
        ("Initial approval criteria for Alphazine:", "Alphazine"),
        ("ADDITIONAL ALPHAZINE CRITERIA:", "ALPHAZINE"),
        ("Subsequent Authorization Criteria:", ""),
        ("NON-PREFERRED CRITERIA:", ""),
    ],
)
def test_words_over_a_list_name_the_service_beside_saying_that_criteria_follow(
    over: str, service: str
) -> None:
    (one,) = read(f"Policy\n\n{over}\n1. Diagnosis of gout; and\n2. Age of 6 years or older.").statements
    assert (one.subject, one.criteria is not None) == (service, True)


@pytest.mark.parametrize(
    "first",
    [
        "Prior authorization is required for alphazine tablets. ",
        "Prior authorization (PA) is required for alphazine tablets.\n",
        "Alphazine tablets require prior authorization. ",
    ],
)
@pytest.mark.parametrize("then", ["under the following conditions", "for patients when the following is met"])
def test_a_sentence_on_prior_authorization_names_the_service_of_the_one_behind_it(
    first: str, then: str
) -> None:
    found = read(f"Policy\n\n{first}Payment will be considered {then}:\n1. Alpha; and\n2. Beta.")
    assert [s.subject.lower() for s in found.statements] == ["alphazine tablets"]
    assert (found.tree, found.rules) == ("all(alpha, beta)", [])


def test_a_lone_modal_over_a_list_is_no_condition_of_its_own() -> None:
    found = read("Policy\n\nGadgets are covered when the gadget will:\n1. Help alpha; or\n2. Help beta.")
    assert found.tree == "any(alpha, beta)"


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        (
            "Care without transport is covered when the person was treated for gout and then declined to be taken to hospital.",
            [("medically_necessary", "Care without transport")],
        ),
        (
            "Custodial care is not covered, regardless of where it is given.",
            [("not_covered", "Custodial care")],
        ),
        ("These drugs are not covered for weight loss.", [("not_covered", "These drugs")]),
    ],
)
def test_what_a_person_declines_is_not_denied_and_these_drugs_are_no_list(
    text: str, read_as: list[tuple[str, str]]
) -> None:
    found = read(f"Policy\n\n{text}")
    assert [(s.position, s.subject) for s in found.statements] == read_as
    assert "These drugs" not in [c.text for s in found.statements if s.criteria for c in s.criteria.children]


def test_a_use_kept_whole_with_another_one_is_compared_with_what_is_denied() -> None:
    found = read(
        "Policy\n\nX pumps are covered for writing cramps or spasms with pain.\n\n"
        "X pumps are considered investigational for writing cramps."
    )
    assert [s.criteria.text for s in found.statements if s.criteria] == [
        "writing cramps or spasms with pain",
        "writing cramps",
    ]
    assert "opposite_positions" in found.rules
