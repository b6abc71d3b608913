"""A list of services of which some have criteria of their own: each service is a statement, with its own criteria only."""

from __future__ import annotations

import pytest

from coverable.document.reading import Statement
from document.made import drawn, read_policy

HEARING = """The Program covers the following medically necessary services:

A. Audiology services, as follows:
   (1) For participants who may be deaf, tests of hearing that fit their age; and
   (2) Hearing evaluations for participants with an identified hearing loss, who use or are being considered for hearing aids; and
B. Hearing services, as follows:
   (1) Hearing aids which are:
      (a) Not rebuilt;
      (b) Fitted by an audiologist; and
      (c) Sold on trial;
   (2) Hearing aid accessories, as listed below:
      (a) Ear molds;
      (b) Repairs after all warranties have expired;
      (c) Batteries."""
BRACES = """The plan covers the following items{}:

- Knee braces for members with a torn ligament
- Crutches
- Walkers when ALL of the following are met:
   - The member cannot use a cane
   - The member can stand"""


def granted(text: str, subject: str = "Hearing aids") -> list[tuple[str, object]]:
    return [(s.subject, drawn(s.criteria)) for s in read_policy(f"Criteria\n\n{text}", subject).statements]


def test_each_service_of_a_list_has_its_own_criteria_and_those_of_no_other() -> None:
    either = ("any", ["use", "are being considered for hearing aids"])
    assert granted(HEARING) == [
        ("tests of hearing that fit their age", "participants who may be deaf"),
        ("Hearing evaluations", ("all", ["participants with an identified hearing loss", either])),
        ("Hearing aids", ("all", ["Not rebuilt", "Fitted by an audiologist", "Sold on trial"])),
        ("Ear molds", None),
        ("Repairs", "after all warranties have expired"),
        ("Batteries", None),
    ]
    assert not read_policy(f"Criteria\n\n{HEARING}", "Hearing aids").rules


def test_a_service_without_criteria_stands_beside_those_that_have_some() -> None:
    assert granted(BRACES.format("")) == [
        ("Knee braces", "torn ligament"),
        ("Crutches", None),
        ("Walkers", ("all", ["The member cannot use a cane", "The member can stand"])),
    ]


@pytest.mark.parametrize(
    "over",
    [
        "The plan covers the following items when the criteria below are met:",
        "The following items for the knee are covered:",
        "The plan covers the following indications:",
    ],
)
def test_a_list_whose_words_point_elsewhere_or_name_uses_stays_one_list(over: str) -> None:
    text = BRACES.format("").replace("The plan covers the following items:", over)
    assert not any(subject == "Crutches" for subject, _ in granted(text))


def test_what_binds_all_services_of_a_list_binds_each() -> None:
    over = "The plan covers the following items when the member has pain:"
    assert granted(BRACES.format("").replace("The plan covers the following items:", over)) == [
        ("Knee braces", ("all", ["the member has pain", "torn ligament"])),
        ("Crutches", "the member has pain"),
        (
            "Walkers",
            (
                "all",
                ["the member has pain", ("all", ["The member cannot use a cane", "The member can stand"])],
            ),
        ),
    ]


def test_an_exception_in_an_item_is_asked_about_and_parts_the_list() -> None:
    text = BRACES.format("").replace("- Crutches", "- Crutches, unless the member is away")
    assert any(subject == "Walkers" for subject, _ in granted(text))
    assert "exception_inside" in read_policy(f"Criteria\n\n{text}", "Hearing aids").rules


def test_a_list_of_names_alone_stays_one_list() -> None:
    [made] = granted("The plan covers the following items:\n\n- Knee braces\n- Crutches")
    assert made[1] == ("any", ["Knee braces", "Crutches"])


def test_an_item_that_is_no_service_keeps_the_list_whole() -> None:
    text = BRACES.format("") + "\n- The member has pain on most days"
    assert not any(subject == "Crutches" for subject, _ in granted(text))


def test_a_group_whose_name_bounds_its_services_keeps_the_list_whole() -> None:
    text = BRACES.format("") + "\n- Services in the home:\n   - Beds\n   - Rails"
    assert not any(subject == "Beds" for subject, _ in granted(text))


@pytest.mark.parametrize("comma", ["", ","])
def test_whom_a_sentence_is_for_is_asked_besides_either_of_what_they_do(comma: str) -> None:
    text = f"A knee brace is covered for members with a tear{comma} who cannot walk or cannot stand."
    [made] = read_policy(f"Criteria\n\n{text}", "Knee brace").statements
    asked = ("all", ["members with a tear", ("any", ["cannot walk", "cannot stand"])])
    assert drawn(made.criteria) == asked


def names(statements: tuple[Statement, ...]) -> list[str]:
    return [s.subject for s in statements]


def test_a_word_of_an_item_that_no_condition_holds_is_asked_about() -> None:
    text = BRACES.format("").replace("torn ligament", "torn ligament of the left knee, barring gout")
    found = read_policy(f"Criteria\n\n{text}", "Knee brace")
    assert "Knee braces" in names(found.statements)
    assert found.rules
