"""A reading of one's own document is scored against what was written down that it means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from bench.reading.meant import Score, main, scored

TEXT = """Northwind Health Plan
Medical Policy

Subject: Wound pumps

Policy

Wound pumps are considered medically necessary when all of the following are met:
1. Chronic ulcer of the foot or leg
2. No improvement after 30 days of moist dressings
3. Either of the following:
   a. Diabetes mellitus
   b. Venous insufficiency

Wound pumps are considered investigational for all other indications.
"""
TREE: dict[str, Any] = {
    "all": [
        "Chronic ulcer of the foot or leg",
        {"not": "improvement after 30 days of moist dressings"},
        {"any": ["Diabetes mellitus", "Venous insufficiency"]},
    ]
}
OTHERS = {"position": "investigational", "subject": "Wound pumps", "other": True}


def score(folder: Path, *statements: dict[str, Any], text: str = TEXT) -> Score:
    (folder / "pumps.txt").write_text(text, "utf-8")
    (folder / "pumps.yaml").write_text(yaml.safe_dump({"statements": list(statements)}), "utf-8")
    return scored(folder / "pumps.txt")


def necessary(tree: Any, **more: Any) -> dict[str, Any]:
    return {"position": "medically_necessary", "subject": "Wound pumps", "tree": tree, **more}


def verdicts(found: Score) -> list[str]:
    return [verdict for verdict, _ in found.verdicts]


def test_what_is_meant_is_exact_though_a_condition_denies_in_its_words(tmp_path: Path) -> None:
    found = score(tmp_path, necessary(TREE), OTHERS)
    assert (verdicts(found), found.right, found.silent) == (["exact", "exact"], True, 0)


def test_conditions_that_one_leaf_holds_are_kept(tmp_path: Path) -> None:
    parted = {"all": [{"any": ["ulcer of the foot", "ulcer of the leg"]}, *TREE["all"][1:]]}
    assert verdicts(score(tmp_path, necessary(parted), OTHERS)) == ["kept", "exact"]


@pytest.mark.parametrize(
    "tree",
    [
        {"any": TREE["all"]},
        {"all": TREE["all"][:2]},
        {"all": [*TREE["all"], "Age of 18 years"]},
        {"all": [TREE["all"][0], "improvement after 30 days of moist dressings", TREE["all"][2]]},
    ],
    ids=["another rule", "a condition too many", "a condition too few", "turned"],
)
def test_another_meaning_without_a_question_is_wrong_in_silence(tmp_path: Path, tree: Any) -> None:
    found = score(tmp_path, necessary(tree), OTHERS)
    assert (verdicts(found), found.right, found.silent) == (["silent", "exact"], False, 1)


def test_either_of_two_fair_readings_is_right(tmp_path: Path) -> None:
    assert verdicts(score(tmp_path, necessary({"any": TREE["all"]}, or_tree=TREE), OTHERS)) == ["exact"] * 2


def test_what_is_not_read_and_what_is_not_meant_count(tmp_path: Path) -> None:
    found = score(tmp_path, OTHERS, {"position": "cosmetic", "subject": "Foam dressings"})
    assert verdicts(found) == ["exact", "silent"]
    assert [(one.position, asked) for one, asked in found.extra] == [("medically_necessary", False)]
    assert found.silent == 2


def test_a_question_on_what_differs_makes_it_asked_about(tmp_path: Path) -> None:
    text = TEXT.replace("when all of the following are met", "when several of the following are met")
    found = score(tmp_path, necessary({"any": TREE["all"]}), OTHERS, text=text)
    assert (verdicts(found)[0], found.silent) == ("flagged", 0)


def test_the_command_prints_each_document_and_the_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    score(tmp_path, necessary({"any": TREE["all"]}), OTHERS)
    monkeypatch.setattr("sys.argv", ["meant", str(tmp_path)])
    assert main() == 0
    printed = capsys.readouterr().out
    assert "pumps.txt: {'silent': 1, 'exact': 1}" in printed
    assert "1 documents, 0 right, 1 without a finding" in printed


WAYS = """Northwind Health Plan
Medical Policy

Subject: Wound pumps

Policy

Wound pumps are considered medically necessary when ONE of the following is met:
1. Pressure ulcer. Approve for 1 year if the patient meets BOTH of the following (A and B):
   A. No improvement after 30 days of dressings; AND
   B. Pressure is relieved.
2. Venous ulcer. Approve for 1 year if the patient meets BOTH of the following (A and B):
   A. Compression has failed; AND
   B. Arteries are open.
"""


def test_ways_to_a_position_are_compared_with_the_statements_that_are_written_of_each(tmp_path: Path) -> None:
    pressure = necessary({"all": [{"not": "improvement after 30 days of dressings"}, "Pressure is relieved"]})
    venous = necessary({"all": ["Compression has failed", "Arteries are open"]}, stage="continuation")
    pressure["subject"], venous["subject"] = "Wound pumps pressure ulcer", "Wound pumps venous ulcer"
    assert verdicts(score(tmp_path, pressure, venous, text=WAYS)) == ["exact", "exact"]
    other = necessary({"any": ["Compression has failed", "Arteries are open"]})
    found = score(tmp_path, pressure, {**other, "subject": "Wound pumps venous ulcer"}, text=WAYS)
    assert verdicts(found) == ["exact", "silent"]


def test_ways_of_one_statement_stay_one_where_it_is_written_so(tmp_path: Path) -> None:
    ways = [
        {
            "all": [
                "Pressure ulcer",
                {"not": "improvement after 30 days of dressings"},
                "Pressure is relieved",
            ]
        },
        {"all": ["Venous ulcer", "Compression has failed", "Arteries are open"]},
    ]
    assert verdicts(score(tmp_path, necessary({"any": ways}), text=WAYS)) == ["exact"]
