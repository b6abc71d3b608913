"""What turns or weakens a predicate: no such sentence passes as its opposite without a question.

The tables are crossed: each verb with each predicate and each ending, some thousand sentences.
"""

from __future__ import annotations

from itertools import product

import pytest

from document.trees import read

VERBS = (
    "is", "remains", "stays", "continues to be", "has been", "will be", "is regarded as", "counts as", "qualifies as",
    "is listed as", "may be", "has become", "is nationally",
)  # fmt: skip
ENDS = (" for gout.", " when alpha is shown.", ".")
DENIED = (
    "non-covered", "non covered", "a non-covered benefit", "a non covered service", "non-medically necessary",
    "non medically necessary", "non-approved", "non-payable", "non eligible for coverage", "non-allowed", "un-necessary",
    "barred from coverage", "unlikely to be medically necessary", "too risky to be approved", "unable to be covered",
    "failing to be medically necessary", "anything but medically necessary", "less than medically necessary",
    "nowhere near medically necessary", "hardly medically necessary", "scarcely medically necessary",
    "rarely medically necessary", "seldom medically necessary", "questionably medically necessary",
    "doubtfully medically necessary", "neither proven nor medically necessary", "by no means medically necessary",
)  # fmt: skip
GRANTED = (
    "not investigational", "no longer investigational", "hardly experimental", "anything but investigational",
    "beyond the investigational stage", "past the experimental stage", "less investigational than surgery",
    "unlikely to be denied", "exempt from the exclusion", "not excluded", "not to be denied", "non-investigational",
)  # fmt: skip


@pytest.mark.parametrize("said", DENIED)
def test_what_is_said_against_a_treatment_never_passes_as_a_grant_in_silence(said: str) -> None:
    for verb, end in product(VERBS, ENDS):
        found = read(f"Gadget therapy {verb} {said}{end}")
        granted = [s for s in found.statements if s.position == "medically_necessary"]
        asked = [rule for rule in found.rules if rule != "statement_bare"]
        assert not granted or asked, f"{verb} {said}{end}"


@pytest.mark.parametrize("said", GRANTED)
def test_what_is_said_for_a_treatment_never_passes_as_a_denial_in_silence(said: str) -> None:
    for verb, end in product([v for v in VERBS if v != "stays"], ENDS):
        found = read(f"Gadget therapy {verb} {said}{end}")
        denied = [s for s in found.statements if s.position != "medically_necessary"]
        assert not denied or found.rules, f"{verb} {said}{end}"


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("All other uses of gadgets stay nationally non-covered.", "not_covered: other uses"),
        ("Gadgets continue to be non covered for alpha.", "not_covered: alpha"),
        ("Gadgets are considered non-medically necessary for alpha.", "not_medically_necessary: alpha"),
        ("Gadgets are non-approved for alpha.", "not_covered: alpha"),
        ("Gadgets do not meet the definition of durable medical equipment.", "not_covered: "),
    ],
)
def test_a_prefix_turns_the_word_behind_it(sentence: str, short: str) -> None:
    found = read(sentence)
    assert found.short == [short]
    assert found.rules == []


def test_what_is_rarely_necessary_is_not_necessary_and_asked_about() -> None:
    found = read("Gadgets are rarely medically necessary when alpha is shown.")
    assert found.short == ["not_medically_necessary: alpha"]
    assert found.rules == ["position_unclear"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The agency accepted a formal request asking that gadgets be covered for alpha.",
        "A requester asked that gadgets be covered for alpha.",
        "A petition proposes that gadgets be approved for alpha.",
    ],
)
def test_who_asks_that_something_be_covered_takes_no_position(sentence: str) -> None:
    found = read(sentence)
    assert found.short == []
    assert "sentence_not_mapped" in found.rules


def test_words_of_a_payer_between_the_verb_and_its_judgement_are_no_reason_to_ask() -> None:
    found = read(
        "Gadgets are now generally considered by the plan to be medically necessary when alpha is shown."
    )
    assert found.short == ["medically_necessary: alpha"]
    assert found.rules == []


def test_a_position_behind_whom_it_is_for_is_found_by_its_noun() -> None:
    found = read("For an individual 50 years of age or over, payment may be made for gadgets after alpha.")
    assert [s.position for s in found.statements] == ["medically_necessary"]


def test_an_aside_with_which_does_not_hide_the_verb_behind_it() -> None:
    found = read("Gadgets with three or more wires, one of which is red, are covered when alpha is shown.")
    assert found.short == ["medically_necessary: alpha"]


def test_a_pointer_to_a_section_takes_no_position_whatever_the_section_is_called() -> None:
    found = read(
        "If the gadget is used outdoors, see NON-MEDICAL NECESSITY COVERAGE AND PAYMENT RULES of the article."
    )
    assert found.short == []


def test_circumstances_that_stand_elsewhere_are_asked_for() -> None:
    found = read("Gadget therapy is proven and medically necessary in certain circumstances.")
    assert found.short == ["medically_necessary: “certain circumstances”"]
    assert found.says["reference_unknown"] == ["It does not say which ones"]
