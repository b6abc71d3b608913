"""One change of a policy at a time: the criterion that did it has its name, and a draft is marked as one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from coverable.determination.engine import Engine
from coverable.proof.impact.side import open_side
from coverable.proof.impact.summary import cells, harmless
from proof.impact_requests import CG, DME, impact


def draft(engine: Engine, folder: Path, *edits: tuple[str, str], key: str = DME) -> Path:
    """A copy of a policy folder outside the library, with (old text, new text) replaced."""
    place = folder / "draft"
    shutil.copytree(engine.library.folders[key], place)
    path = place / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return place


MET = {
    "use": "hyperhidrosis",
    "device_kind": "iontophoresis",
    "social_life_disrupted": True,
    "prescription_antiperspirant_failed": True,
    "device_fda_status": "cleared",
}


def stored(facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    line = {"code": "E1399", "date": "2026-02-10"}
    return {"id": "R-1", "coverages": ["sentara/medicare"], "services": [line], "facts": facts, **more}


def only(engine: Engine, old: str | Path, new: str | Path, facts: dict[str, Any]) -> Any:
    (row,) = impact(engine, old, new).rows([("x", stored(facts))])
    return row.verdict


WORK = "- {id: work, fact: professional_life_disrupted}"
ADDED = (
    "        - id: device\n          says: The device",
    "        - {id: grown, fact: age, ge: 18, says: An adult, cite: L30}\n        - id: device\n          says: The device",
)


def test_a_criterion_that_is_new_in_an_all_is_named(engine: Engine, tmp_path: Path) -> None:
    new = draft(engine, tmp_path, ADDED)
    verdict = only(engine, DME, new, MET)
    assert (verdict.old, verdict.new, verdict.direction) == ("criteria_met", "information_needed", "narrower")
    (edit,) = verdict.edits
    assert (edit.name, edit.kind, edit.old, edit.new.says) == ("grown", "added", None, "An adult")
    assert verdict.asks == ("age",)
    back = only(engine, new, DME, MET)
    assert (back.direction, [(e.name, e.kind) for e in back.edits]) == ("wider", [("grown", "removed")])


def test_a_dropped_alternative_is_named(engine: Engine, tmp_path: Path) -> None:
    new = draft(engine, tmp_path, ("                    " + WORK + "\n", ""))
    facts = {**MET, "social_life_disrupted": False, "professional_life_disrupted": True}
    verdict = only(engine, DME, new, facts)
    assert (verdict.old, verdict.new) == ("criteria_met", "criteria_not_met")
    assert [e.name for e in verdict.edits] == ["work"]


def test_a_reading_that_is_signed_otherwise_is_named(engine: Engine, tmp_path: Path) -> None:
    new = draft(engine, tmp_path)
    path = new / "signoff.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("option: clearance-counts", "option: approval-only"), encoding="utf-8")
    verdict = only(engine, DME, new, MET)
    assert (verdict.old, verdict.new) == ("criteria_met", "criteria_not_met")
    assert [(e.name, e.kind) for e in verdict.edits] == [("device", "changed")]
    assert "approval-only" in verdict.edits[0].new.says


def test_two_criteria_that_both_stand_against_a_request_are_named_together(
    engine: Engine, tmp_path: Path
) -> None:
    new = draft(engine, tmp_path, ADDED, ("                    " + WORK + "\n", ""))
    facts = {**MET, "social_life_disrupted": False, "professional_life_disrupted": True, "age": 5}
    assert [e.name for e in only(engine, DME, new, facts).edits] == ["work", "grown"]


def test_a_code_that_leaves_the_table_is_named(engine: Engine, tmp_path: Path) -> None:
    new = draft(engine, tmp_path, ("    codes: [hcpcs:E1399]\n", "    codes: [hcpcs:E1390]\n"))
    facts = {name: stated for name, stated in MET.items() if name != "device_kind"}
    verdict = only(engine, DME, new, facts)
    assert (verdict.old, verdict.new) == ("information_needed", "not_addressed")
    assert [(e.name, e.kind) for e in verdict.edits] == [("code-table", "removed")]


def test_other_ids_another_order_and_other_words_are_no_edit(engine: Engine, tmp_path: Path) -> None:
    social = "- {id: social, fact: social_life_disrupted}"
    swapped = (
        f"{WORK}\n                    {social}",
        f"{social}\n                    - {{id: job, fact: professional_life_disrupted}}",
    )
    new = draft(
        engine, tmp_path, swapped, ("says: The device is authorized by the FDA", "says: FDA authorization")
    )
    assert impact(engine, DME, new).edits == ()


def test_a_folder_outside_the_library_is_a_draft_and_without_signoff_nothing_is_signed(
    engine: Engine, tmp_path: Path
) -> None:
    new = draft(engine, tmp_path)
    side = open_side(engine.library, str(new))
    assert side.draft
    assert side.view()["outside_library"]
    new = draft(engine, tmp_path / "unsigned")
    (new / "signoff.yaml").unlink()
    assert open_side(engine.library, str(new)).policy().signoff.interpretations == {}
    verdict = only(engine, DME, new, MET)
    assert (verdict.old, verdict.new) == ("criteria_met", "judgment_needed")


def test_a_folder_of_the_library_is_that_version(engine: Engine) -> None:
    side = open_side(engine.library, str(engine.library.folders[DME]))
    assert (side.key, side.draft) == (DME, False)
    assert open_side(engine.library, "meadowlark/mp-180@draft").draft


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "|cmd"])
def test_no_cell_of_a_table_is_a_formula(engine: Engine, text: str) -> None:
    assert harmless(text).startswith("'")
    asked = impact(engine, DME, CG)
    (row,) = asked.rows([("x", stored(MET, id="=cmd()"))])
    assert cells(row, asked)[1] == "'=cmd()"
