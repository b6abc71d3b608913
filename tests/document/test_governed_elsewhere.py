"""References to other policies for a use that this document decides itself (SR-053)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coverable.document.findings import DOUBTS
from coverable.document.parts.known import Decided, Known, known_in
from coverable.document.read import read_document
from coverable.document.reading import Reading
from coverable.policy.library import Library

BRACE = """Knee Brace

Description

{sends}

Criteria

A knee brace is medically necessary for ANY of the following:

A. Treatment of arthritis with pain on most days
B. In the treatment of tendinitis for individuals who meet ALL of the following criteria:
   1. Physical therapy was tried
   2. Injections were tried

A knee brace is not medically necessary for gout.
"""
SENDS = "See the following document for the use of a brace for tendinitis:\n\nCG-MED-12 Care of Tendinitis"


def read(sends: str, known: Known | None = None) -> Reading:
    lookup = (lambda number: known) if known else None
    return read_document(BRACE.format(sends=sends).encode(), "brace.txt", lookup)


def about(found: Reading) -> list[str]:
    return [f.rule.removeprefix("cross_reference_") for f in found.findings if "cross_reference" in f.rule]


def state(found: Reading) -> str:
    [one] = found.cross_references
    return one.fields["state"]


def known(words: str, covers: bool, rule: tuple[str, int] | None = None, says: str = "Knee brace") -> Known:
    return Known("loaded", says, (Decided("plan/cg-med-12@1#here", words, covers, rule),))


@pytest.mark.sr("SR-053")
def test_the_second_seed_decides_hyperhidrosis_and_sends_to_cg_med_63_for_it(seeds: Path) -> None:
    path = sorted(seeds.glob("*.txt"))[1]
    found = read_document(path.read_bytes(), path.name)
    assert state(found) == "missing"
    [one] = [f for f in found.findings if f.rule == "cross_reference_same_use"]
    assert "`CG-MED-63` is named for hyperhidrosis" in one.says
    assert one.question == DOUBTS["cross_reference_same_use"].question
    assert [span.lines for span in one.spans] == [(20, 20), (37, 39)]


def test_a_document_alone_is_asked_about_the_use_that_it_decides_and_sends_away() -> None:
    found = read(SENDS)
    assert state(found) == "missing"
    assert about(found) == ["missing", "same_use"]


def test_a_policy_that_excludes_what_is_covered_here_is_conflicting() -> None:
    found = read(SENDS, known("tendinitis", covers=False))
    assert state(found) == "conflicting"
    [one] = [f for f in found.findings if f.rule == "cross_reference_contradicts"]
    assert one.severity == "high"
    assert one.says == "tendinitis: covers here and excludes there (`plan/cg-med-12@1#here`)"


def test_a_policy_that_covers_what_is_excluded_here_is_conflicting() -> None:
    found = read("See CG-MED-12 Braces for Gout.", known("gout", covers=True, rule=("all", 2)))
    assert state(found) == "conflicting"


@pytest.mark.parametrize(
    ("rule", "expected"), [(("all", 2), "loaded"), (("any", 2), "conflicting"), (None, "loaded")]
)
def test_criteria_under_another_rule_are_conflicting(rule: tuple[str, int] | None, expected: str) -> None:
    found = read(SENDS, known("treatment of tendinitis", covers=True, rule=rule))
    assert state(found) == expected
    assert about(found) == ["contradicts" if expected == "conflicting" else "same_use"]


def test_a_policy_about_another_service_does_not_contradict() -> None:
    found = read(SENDS, known("tendinitis", covers=False, says="Shock waves"))
    assert state(found) == "loaded"
    assert about(found) == ["same_use"]


@pytest.mark.parametrize(
    "sends",
    [
        "See CG-MED-12 Shock Waves for Cluster Headache.",
        "CG-MED-12 Care of Tendinitis",
        "See CG-MED-12 Knee Brace.",
        "See CG-MED-12 for additional information on coverage of equipment for treatment of conditions.",
    ],
)
def test_a_reference_for_another_use_or_without_words_that_send_is_no_question(sends: str) -> None:
    assert about(read(sends)) == ["missing"]


def test_uses_that_both_cover_in_part_are_not_held_against_each_other() -> None:
    both = Known(
        "loaded",
        "Knee brace",
        (Decided("p#a", "tendinitis", True, ("all", 2)), Decided("p#b", "tendinitis of the heel", False)),
    )
    assert state(read(SENDS, both)) == "loaded"


@pytest.fixture
def with_other(root: Path, tmp_path: Path) -> Path:
    """A library that also has CG-MED-63, made from the encoding of CG-MED-28."""
    library = tmp_path / "library"
    shutil.copytree(root / "library", library, ignore=shutil.ignore_patterns("examples"))
    there = library / "policies/healthy-blue"
    shutil.copytree(there / "cg-med-28", there / "cg-med-63")
    [path] = there.glob("cg-med-63/*/policy.yaml")
    text = path.read_text(encoding="utf-8")
    for old, new in (("cg-med-28", "cg-med-63"), ("CG-MED-28", "CG-MED-63")):
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return library


@pytest.mark.sr("SR-053")
@pytest.mark.parametrize(("rule", "expected"), [("all", "loaded"), ("any", "conflicting")])
def test_the_library_tells_whether_cg_med_63_decides_hyperhidrosis_alike(
    rule: str, expected: str, with_other: Path, seeds: Path
) -> None:
    [path] = with_other.glob("policies/healthy-blue/cg-med-63/*/policy.yaml")
    text = path.read_text(encoding="utf-8")
    old = "      all:\n        - id: antiperspirant"
    assert text.count(old) == 1
    path.write_text(text.replace(old, old.replace("all", rule)), encoding="utf-8")
    document = sorted(seeds.glob("*.txt"))[1]
    found = read_document(document.read_bytes(), document.name, known_in(Library(with_other)))
    assert state(found) == expected
    assert about(found) == ["contradicts" if expected == "conflicting" else "same_use"]


def test_the_library_names_what_it_does_not_have_and_what_it_has_twice(with_other: Path) -> None:
    lookup = known_in(Library(with_other))
    assert lookup("CG-MED-99").state == "missing"
    found = lookup("DME 32")
    assert found.state == "loaded"
    assert "hyperhidrosis" in found.about.casefold()
    [path] = with_other.glob("policies/healthy-blue/cg-med-63/*/policy.yaml")
    path.write_text("policy: [", encoding="utf-8")
    assert lookup("DME 32").state == "loaded"
