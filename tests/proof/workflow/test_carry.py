"""What carries over to a new version: a signature only where it is still the same question."""

from __future__ import annotations

import shutil

import pytest

from coverable.base.problem import Refused
from coverable.determination.engine import open_engine
from coverable.policy.library import default_root
from coverable.proof.workflow.carry import carry
from coverable.proof.workflow.draft import draft_text, write_draft
from coverable.proof.workflow.gate import review
from small_library import POLICY
from two_versions import (
    CHOICE,
    DIGEST,
    EITHER,
    NEW,
    OLD,
    READING,
    SIGNED,
    Made,
    place,
    said,
)

PARTS = {
    "old_criteria": EITHER,
    "criteria": EITHER,
    "interpretations": READING,
    "old_signoff": SIGNED + CHOICE,
}


def why(two: Made, **changed: str) -> tuple[str, ...]:
    """Why AM-1 must be signed again after one change; () if it carries over."""
    (one,) = carry(two(**{**PARTS, "old_interpretations": READING, **changed}), OLD, NEW).readings
    assert one.carries is not bool(one.why_not)
    return one.why_not


def test_the_same_question_carries_over_to_a_version_that_nobody_signed_yet(two: Made) -> None:
    assert why(two) == ()


@pytest.mark.parametrize(
    "criteria",
    [
        pytest.param(EITHER.replace("{all: [{fact: tired}, ", "{all: [{fact: tired}, {fact: kind, is: mask}, "), id="something else changed"),
        pytest.param(EITHER.replace("a: {fact: snores}", "a: {not: {fact: snores, is: false}}"), id="written otherwise"),
        pytest.param(EITHER.replace("[{fact: tired}, {inter", "[{inter").replace("}}]}", "}}, {fact: tired}]}"), id="in another order"),
    ],
)  # fmt: skip
def test_criteria_are_compared_by_meaning(two: Made, criteria: str) -> None:
    assert why(two, criteria=criteria) == ()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param({"interpretations": READING.replace("Who", "What")}, "question is worded differently", id="question"),
        pytest.param({"interpretations": READING.replace("those", "many")}, "`a` means something else", id="option's meaning"),
        pytest.param({"interpretations": READING.replace("a: those", "c: those"), "criteria": EITHER.replace("a: {", "c: {")}, "option `a` is gone", id="option gone"),
        pytest.param({"interpretations": READING.replace("cite: L10", "cite: L20")}, "passage changed (L10 before, L20 now)", id="another passage"),
        pytest.param({"digests": DIGEST.replace("a" * 64, "c" * 64)}, "passage changed", id="other words there"),
        pytest.param({"digests": DIGEST.replace('"L10"', '"L11"')}, "no digest", id="no digest"),
        pytest.param({"criteria": EITHER.replace("ge: 40", "ge: 35")}, "what it decides differs under `b`", id="option that was not taken"),
        pytest.param({"criteria": EITHER.replace("a: {fact: snores}", "a: {fact: snores, is: false}")}, "differs under `a`", id="option that was taken"),
        pytest.param({"criteria": "{all: [{fact: tired}, {fact: snores}]}"}, "differs under `a`", id="it decides nothing any more"),
    ],
)  # fmt: skip
def test_a_question_that_is_another_one_is_signed_again_and_it_is_said_why(
    two: Made, changed: dict[str, str], says: str
) -> None:
    assert says in " ".join(why(two, **changed))


def test_a_passage_that_only_moved_is_the_same(two: Made) -> None:
    moved = READING.replace("cite: L10", "cite: L12")
    assert why(two, interpretations=moved, digests=DIGEST.replace('"L10"', '"L12"')) == ()


def test_a_reading_that_now_decides_another_statement_is_signed_again(two: Made) -> None:
    policy = POLICY.replace("all_other_uses: true, cite", "all_other_uses: true, under: {AM-1: a}, cite")
    assert "differs under `a`" in why(two, policy=policy)[0]


def test_a_reading_inside_another_does_not_hide_a_change(two: Made) -> None:
    """AM-2 stands under an option of AM-1; what changes under AM-2's other option is a change of both."""
    both = READING.replace("}}}", "}}, AM-2: {question: q, cite: L10, options: {a: a, b: b}}}")
    tree = "{interpretation: AM-1, options: {a: {interpretation: AM-2, options: {a: {fact: tired}, b: {fact: snores}}}, b: {fact: bmi, ge: 40, unit: kg/m2}}}"
    signed = SIGNED + CHOICE.replace("}}", "}, AM-2: {option: a, by: C, on: 2025-12-01, because: d}}")
    same = {"old_criteria": tree, "interpretations": both, "old_signoff": signed}
    changed = tree.replace("b: {fact: snores}", "b: {fact: snores, is: false}")
    one, other = carry(two(**same, criteria=changed), OLD, NEW).readings
    assert one.why_not == ("what it decides differs under `a`",)
    assert other.why_not == ("what it decides differs under `b`",)


def test_what_is_new_gone_or_was_never_signed_does_not_carry_over(two: Made) -> None:
    second = READING.replace("AM-1", "AM-2")
    engine = two(
        **{
            **PARTS,
            "old_interpretations": READING,
            "interpretations": second,
            "criteria": EITHER.replace("AM-1", "AM-2"),
        }
    )
    gone, new = carry(engine, OLD, NEW).readings
    assert (gone.name, gone.gone, gone.carries) == ("AM-1", True, False)
    assert (new.name, new.why_not, new.carries) == ("AM-2", ("it is new",), False)


def test_a_signature_is_never_taken_to_another_policy() -> None:
    engine = open_engine(default_root())
    with pytest.raises(Refused, match="no other version of sentara/dme-32"):
        carry(engine, "sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01")


def test_citations_are_known_by_their_words(two: Made) -> None:
    policy = POLICY.replace("cite: L20", "cite: L21").replace("cite: L5", "cite: L6")
    new = DIGEST.replace('"L20"', '"L21"').replace('"L5": ' + "c" * 64, '"L6": ' + "d" * 64)
    engine = two(**PARTS, policy=policy, digests=new)
    found = carry(open_engine(engine.library.root), OLD, NEW)
    assert [(one.state, one.before, one.place) for one in found.passages] == [
        ("changed", "L5", "L6"),
        ("kept", "L10", "L10"),
        ("moved", "L20", "L21"),
    ]


def test_the_draft_holds_what_carries_over_with_where_it_came_from_and_decides_nothing(two: Made) -> None:
    engine = two(**PARTS)
    root = engine.library.root
    text = draft_text(carry(engine, OLD, NEW), 'O"Neil', "2026-03-01")
    write_draft(place(root, "2"), text)
    signed = open_engine(root).library.signoff(NEW)
    assert (signed.encoding.status, signed.encoding.by, signed.owner) == ("draft", 'O"Neil', "publisher")
    assert signed.approval is None and signed.encoding.second_person is None
    choice = signed.interpretations["AM-1"]
    assert (choice.option, choice.by, choice.on, choice.carried_from) == ("a", "C", "2025-12-01", OLD)
    assert "# - approval: the committee approved the older version" in text
    with pytest.raises(Refused, match="there is a sign-off already"):
        write_draft(place(root, "2"), text)


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("by: C", "by: D", "there C signed `a`"),
        ("option: a", "option: b", "there C signed `a`"),
        (OLD, "test/sleep@0", "not in the library"),
    ],
)
def test_a_signature_that_claims_to_come_from_another_version_is_checked(
    two: Made, was: str, now: str, says: str
) -> None:
    carried = CHOICE.replace("it says so", f"it says so, carried_from: {OLD}")
    engine = two(**PARTS, signoff=SIGNED + carried)
    assert review(engine, NEW).missing == ()
    path = place(engine.library.root, "2") / "signoff.yaml"
    path.write_text((SIGNED + carried).replace(was, now))
    found = review(open_engine(engine.library.root), NEW, always_compare=False)
    problems = [p for p in found.missing if "is not carried over" in p.what]
    assert len(problems) == 1 and says in problems[0].why
    assert problems[0].where.endswith("signoff.yaml:4:19")


def test_a_carried_signature_fails_once_the_criteria_under_it_change(two: Made) -> None:
    carried = CHOICE.replace("it says so", f"it says so, carried_from: {OLD}")
    engine = two(**{**PARTS, "criteria": EITHER.replace("ge: 40", "ge: 35")}, signoff=SIGNED + carried)
    assert f"AM-1 is not carried over from {OLD}" in said(review(engine, NEW))


def test_all_readings_of_a_seed_carry_over_to_an_unchanged_copy(tmp_path) -> None:
    root = tmp_path / "library"
    shutil.copytree(default_root(), root)
    seed = root / "policies/sentara/dme-32"
    shutil.copytree(seed / "7", seed / "8")
    (seed / "8/signoff.yaml").unlink()
    path = seed / "8/policy.yaml"
    path.write_text(
        path.read_text()
        .replace('version: "7"', 'version: "8"')
        .replace("from: 2026-01-01", "from: 2027-01-01")
    )
    engine = open_engine(root)
    found = carry(engine, "sentara/dme-32@7", "sentara/dme-32@8")
    assert all(one.carries for one in found.readings) and len(found.readings) == 7
    assert {one.state for one in found.passages} == {"kept"}
