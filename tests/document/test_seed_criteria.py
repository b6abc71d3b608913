"""The criteria of the two seed documents, read from their text (skipped where the documents are not at hand)."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverable.document.read import read_document
from coverable.document.reading import Node, Reading
from document.trees import flat


def _reading(seeds: Path, start: str) -> Reading:
    (path,) = seeds.glob(f"{start}*.txt")
    return read_document(path.read_bytes(), path.name)


def _places(node: Node) -> str:
    """The tree with the line of each condition: `all(L30, any(L31, L32), L34)`."""
    if node.rule == "leaf":
        return node.span.place
    return f"{node.rule}({', '.join(_places(c) for c in flat(node))})"


@pytest.fixture(scope="module")
def dme_32(seeds: Path) -> Reading:
    return _reading(seeds, "000_")


@pytest.fixture(scope="module")
def cg_med_28(seeds: Path) -> Reading:
    return _reading(seeds, "001_")


def test_dme_32_asks_for_disruption_any_of_three_and_a_device(dme_32: Reading) -> None:
    necessary, excluded = dme_32.statements
    assert necessary.position == "medically_necessary"
    assert necessary.criteria is not None
    assert _places(necessary.criteria) == "all(L30, any(L31, L32, L33), L34)"
    assert excluded.position == "not_medically_necessary"
    assert excluded.all_other_uses
    assert not excluded.criteria_not_met


def test_the_item_of_dme_32_that_heads_a_list_is_asked_about(dme_32: Reading) -> None:
    (finding,) = dme_32.findings
    assert finding.rule == "double_role"
    assert [s.place for s in finding.spans] == ["L30"]


@pytest.mark.sr("SR-052")
def test_cg_med_28_holds_both_rules_and_both_exclusions_as_candidates(cg_med_28: Reading) -> None:
    necessary, excluded = cg_med_28.statements
    assert necessary.criteria is not None
    assert _places(necessary.criteria) == "any(L35, all(L37, L37-39, any(L41, L42)))"
    (anesthesia_only,) = necessary.candidates
    assert anesthesia_only.criteria is not None
    assert _places(anesthesia_only.criteria) == "L29-31"
    assert excluded.all_other_uses
    assert excluded.criteria_not_met
    (earlier,) = excluded.candidates
    assert earlier.all_other_uses
    assert not earlier.criteria_not_met
    competing = [f for f in cg_med_28.findings if f.rule == "competing_statements"]
    assert len(competing) == 2
    assert all(f.severity == "high" for f in competing)


@pytest.mark.sr("SR-132")
def test_traces_of_a_redline_are_found_at_three_places_and_none_in_dme_32(
    cg_med_28: Reading, dme_32: Reading
) -> None:
    places = [f.spans[0].place for f in cg_med_28.findings if f.rule == "possible_redline"]
    assert places == ["L53", "L258", "L272"]
    assert not [f for f in dme_32.findings if f.rule == "possible_redline"]


@pytest.mark.sr("SR-055")
def test_the_failed_trial_is_a_gate_of_indication_b(cg_med_28: Reading) -> None:
    criteria = cg_med_28.statements[0].criteria
    assert criteria is not None
    gate = criteria.children[1]
    assert (gate.rule, gate.label) == ("all", "B.")
    assert gate.children[1].rule == "leaf"
    assert gate.children[1].span.place == "L37-39"


def test_words_of_a_node_stand_at_its_place(dme_32: Reading, cg_med_28: Reading, seeds: Path) -> None:
    for reading, start in ((dme_32, "000_"), (cg_med_28, "001_")):
        (path,) = seeds.glob(f"{start}*.txt")
        text = path.read_text(encoding="utf-8")
        for statement in reading.statements:
            for node in _leaves(statement.criteria):
                words = " ".join(text[node.span.start : node.span.end].split())
                assert " ".join(words.replace("**", "").split()) == node.text


def _leaves(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return [node] if node.rule == "leaf" else [leaf for c in node.children for leaf in _leaves(c)]
