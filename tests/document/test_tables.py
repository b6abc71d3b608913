"""Tables of coverage say of each row what is covered, for which use and on what condition, or somebody is asked."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from coverable.document.reading import Node, Statement
from document.made import Whole, read_table, same_position
from document.meanings import FILLINGS, filled, said_by
from document.trees import met

DATA = Path(__file__).parent / "data"
TABLES: list[dict[str, Any]] = yaml.safe_load((DATA / "tables.yaml").read_text("utf-8"))
OTHERS: list[dict[str, Any]] = yaml.safe_load((DATA / "tables-of-another.yaml").read_text("utf-8"))
WORDS: dict[str, list[dict[str, Any]]] = yaml.safe_load((DATA / "table-words.yaml").read_text("utf-8"))
RIGHT = 62
"""So many of the 77 tables are read as they are meant."""
FEW = 14
"""Conditions of which every combination is tried; of more, a sample."""
OTHERWISE = {"Laser treatment of", "TOUCH program"}
"""Tables that are read in another way, which is as right: the use in place of the service."""


def words(text: str) -> set[str]:
    small = {
        "the",
        "a",
        "an",
        "of",
        "for",
        "in",
        "and",
        "or",
        "with",
        "to",
        "is",
        "are",
        "at",
        "if",
        "when",
        "no",
    }
    return set(re.findall(r"[a-z0-9]+", text.lower())) - small


def leaves(tree: Any) -> list[str]:
    """The conditions of a tree of the data."""
    return [tree] if isinstance(tree, str) else [x for part in parts(tree) for x in leaves(part)]


def parts(tree: dict[str, Any]) -> list[Any]:
    return tree["of"] if "at_least" in tree else next(iter(tree.values()))


def true(tree: Any, values: dict[str, bool]) -> bool:
    if isinstance(tree, str):
        return values[tree]
    rule = "at_least" if "at_least" in tree else next(iter(tree))
    return met(rule, tree.get("at_least"), [true(p, values) for p in parts(tree)])


def read_so(node: Node, values: dict[str, bool], several: Callable[[list[bool]], bool]) -> bool:
    """Whether a tree that was read holds: a leaf stands for the condition whose words it shares.

    `several`: how the conditions go together that one leaf holds. “No active infection” stands in the data as it is
    printed, and may be read as a “not”.
    """
    mine = words(node.text)
    denied = [v for x, v in values.items() if re.search(r"\bno\b", x, re.IGNORECASE) and mine <= words(x)]
    if node.rule == "not" and denied:
        return denied[0]
    if node.children:
        return met(node.rule, node.n, [read_so(c, values, several) for c in node.children])
    held = [v for x, v in values.items() if words(x) <= mine]
    best = max(values, key=lambda x: len(words(x) & mine) / len(words(x) | mine))
    return several(held) if held else values[best]


def means_it(one: Statement, wanted: dict[str, Any]) -> bool:
    if not same_position(one, wanted["position"]) or one.stage != wanted.get("stage"):
        return False
    tree = wanted.get("tree")
    if tree is None or one.criteria is None:
        return tree is None and one.criteria is None
    said, made = leaves(tree), one.criteria
    if not made.children and all(words(x) <= words(made.text) for x in said):
        return True  # kept in the words of the cell
    sure = random.Random(1)
    every = product((False, True), repeat=len(said)) if len(said) <= FEW else None
    drawn = every or ([sure.random() < sure.choice((0.2, 0.5, 0.8, 0.95)) for _ in said] for _ in range(4096))
    rows = [dict(zip(said, row, strict=True)) for row in drawn]
    ways: tuple[Callable[[list[bool]], bool], ...] = (all, any)
    return any(all(true(tree, row) == read_so(made, row, way) for row in rows) for way in ways)


def all_right(found: Whole, wanted: list[dict[str, Any]]) -> bool:
    left = list(found.statements)
    for one in wanted:
        fits = next((s for s in left if means_it(s, one)), None)
        if fits is None:
            return False
        left.remove(fits)
    return not left


@pytest.mark.parametrize("entry", TABLES, ids=lambda e: re.sub(r"<[^>]+>", " ", e["html"])[:60].strip())
def test_a_table_is_read_as_it_is_meant_or_asked_about(entry: dict[str, Any]) -> None:
    found = read_table(entry["html"], entry.get("before") or "")
    otherwise = any(name in entry["html"] for name in OTHERWISE)
    assert found.rules or otherwise or all_right(found, entry["statements"]), found.statements


@pytest.mark.parametrize("entry", OTHERS, ids=lambda e: re.sub(r"<[^>]+>", " ", e["html"])[:60].strip())
def test_a_table_of_another_author_is_read_as_it_is_meant_or_asked_about(entry: dict[str, Any]) -> None:
    found = read_table(entry["html"], entry.get("before") or "", entry.get("after") or "")
    meant = [entry[k] for k in ("statements", "or_statements") if k in entry]
    otherwise = any(name in entry["html"] for name in OTHERWISE)
    assert found.rules or otherwise or any(all_right(found, one) for one in meant), found.statements


def test_most_tables_are_read_as_they_are_meant() -> None:
    read = [all_right(read_table(e["html"], e.get("before") or ""), e["statements"]) for e in TABLES]
    assert sum(read) >= RIGHT


def table(head: list[str], *rows: list[str]) -> str:
    lines = [f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows]
    return f"<table><tr>{''.join(f'<th>{c}</th>' for c in head)}</tr>{''.join(lines)}</table>"


def of(found: Whole, name: str) -> list[Statement]:
    """The statements of a row: on the service of this name, or for the use of this name."""
    return [
        s
        for s in found.statements
        if s.subject == name or (not s.subject and s.criteria and name in s.criteria.text)
    ]


FILLED = {"limit": "One per 5 years", "code": "see list", "pa": "Yes"}


@pytest.mark.parametrize("names", WORDS["heads"], ids=lambda n: " | ".join(n.values()))
def test_columns_are_known_whatever_they_are_called(names: dict[str, str]) -> None:
    def row(service: str, status: str, criteria: str) -> list[str]:
        return [
            {"service": service, "status": status, "criteria": criteria, **FILLED}.get(k, "") for k in names
        ]

    found = read_table(
        table(
            list(names.values()),
            row("Gait trainer", "Covered", "Alpha is present"),
            row("Shower chair", "Not covered", "" if "status" in names else "Beta is present"),
            row("Lift", "Covered", "Gamma of the knee"),
        )
    )
    positions = [s.position for name in ("Gait trainer", "Shower chair", "Lift") for s in of(found, name)]
    denied = "not_covered" if "status" in names else "medically_necessary"
    asked = ["criteria" not in names or s.criteria is not None for s in of(found, "Gait trainer")]
    right = positions == ["medically_necessary", denied, "medically_necessary"] and all(asked)
    assert right or found.rules


@pytest.mark.parametrize("said", WORDS["status"], ids=lambda s: s["text"])
def test_the_words_of_a_status_are_understood_or_asked_about(said: dict[str, Any]) -> None:
    rows = ["Gait trainer", said["text"], ""], ["Chair", "Covered", ""], ["Lift", "Not covered", ""]
    found = read_table(table(["Item", "Covered?", "Requirements"], *rows))
    made = of(found, "Gait trainer")
    right = (
        not made if said["position"] is None else len(made) == 1 and same_position(made[0], said["position"])
    )
    assert right or found.rules, made


@pytest.mark.parametrize("marks", WORDS["yesno"], ids=lambda m: m["head"])
def test_marks_say_what_their_column_is_called(marks: dict[str, Any]) -> None:
    yes, no = str(marks["yes"]), str(marks["no"])
    wanted = marks.get("means", "medically_necessary")
    found = read_table(table(["Item", marks["head"]], ["Gait trainer", yes], ["Chair", no], ["Lift", yes]))
    granted = [s for name in ("Gait trainer", "Lift") for s in of(found, name)]
    other = [s.position for s in of(found, "Chair")]
    right = len(granted) == 2 and all(same_position(s, wanted) for s in granted) and wanted not in other
    assert (right and (wanted == "medically_necessary" or "medically_necessary" not in other)) or found.rules


@pytest.mark.parametrize("cell", WORDS["criteria"], ids=lambda c: c["text"][:60])
def test_the_words_of_a_cell_of_criteria_are_understood_or_asked_about(cell: dict[str, Any]) -> None:
    text = filled(cell["text"], FILLINGS[cell["form"]][0])
    rows = ["Gait trainer", text[:1].upper() + text[1:]], ["Chair", "Zeta is present"]
    found = read_table(table(["Item", "Criteria"], *rows))
    made = of(found, "Gait trainer")
    right = len(made) == 1 and same_position(made[0], cell.get("position", "medically_necessary"))
    said = right and (
        made[0].criteria is None
        if cell.get("means") is None
        else made[0].criteria is not None and said_by(made[0].criteria, cell["means"]) is not None
    )
    assert said or found.rules, made


def test_a_column_for_every_stage_is_asked_for_in_each() -> None:
    head = ["Drug", "Requirements", "Initial criteria", "Renewal criteria", "Notes"]
    found = read_table(
        table(
            head, ["Zorvex", "Alpha is present", "Beta has failed", "Gamma is shown", "When used, see label"]
        )
    )
    said = {
        s.stage: s.criteria and said_by(s.criteria, f"all(a, {c})")
        for s, c in zip(found.statements, "bc", strict=True)
    }
    assert said == {"initial": "exact", "continuation": "exact"}


def test_criteria_beside_those_of_renewals_are_for_beginning() -> None:
    rows = (
        ["Zorvex", "Alpha is present", "Beta is better"],
        ["Febugel", "Gamma is present", "Delta is better"],
    )
    found = read_table(table(["Drug", "Criteria", "Renewal criteria"], *rows))
    assert [(s.subject, s.stage) for s in found.statements] == [
        ("Zorvex", "initial"),
        ("Zorvex", "continuation"),
        ("Febugel", "initial"),
        ("Febugel", "continuation"),
    ]


def test_a_line_over_rows_says_their_position_up_to_the_next_line() -> None:
    rows = (
        "<tr><th>Item</th><th>Criteria</th></tr><tr><th colspan='2'>Not covered</th></tr>"
        "<tr><td>Lift</td><td>Used for alpha</td></tr><tr><th colspan='2'>Mobility</th></tr>"
        "<tr><td>Cane</td><td>Beta is present</td></tr>"
    )
    found = read_table(f"<table>{rows}</table>")
    assert [(s.subject, s.position) for s in found.statements] == [
        ("Lift", "not_covered"),
        ("Cane", "medically_necessary"),
    ]
    assert "criteria_in_table" in found.rules


def test_a_line_over_rows_says_of_which_stage_they_are() -> None:
    found = read_table(
        "<table><tr><th>Indication</th><th>Criteria for approval</th></tr>"
        '<tr><td colspan="2">Initial Therapy</td></tr><tr><td>Psoriasis</td><td>Failure of methotrexate</td></tr>'
        '<tr><td colspan="2">Continuation of Therapy</td></tr><tr><td>Psoriasis</td><td>Clear skin</td></tr></table>'
    )
    assert [s.stage for s in found.statements] == ["initial", "continuation"]


def test_rows_under_one_cell_are_one_rule_with_what_joins_them() -> None:
    found = read_table(
        "<table><tr><th>Diagnosis</th><th>Criterion</th><th></th></tr>"
        '<tr><td rowspan="2">Asthma</td><td>Age 6 years or older</td><td>AND</td></tr>'
        "<tr><td>Positive skin test to an allergen</td><td></td></tr>"
        '<tr><td rowspan="2">Hives</td><td>Age 12 years or older</td><td>OR</td></tr>'
        "<tr><td>Symptoms despite an antihistamine</td><td></td></tr></table>"
    )
    rules = [s.criteria.children[1].rule for s in found.statements if s.criteria]
    assert (rules, len(found.statements)) == (["all", "any"], 2)


def test_rows_under_one_cell_without_a_word_on_their_number_are_asked_about() -> None:
    rows = '<tr><td rowspan="2">Alphazine</td><td>Age 6 years</td></tr><tr><td>Severe gout</td></tr>'
    names = {"Criteria": True, "Criteria (all must be met)": False, "Required (all)": False}
    for name, asked in names.items():
        found = read_table(
            f"<table><tr><th>Drug</th><th>{name}</th></tr>{rows}<tr><td>Betazine</td><td>Pain</td></tr></table>"
        )
        assert [s.subject for s in found.statements] == ["Alphazine", "Betazine"]
        assert ("no_quantifier" in found.rules) == asked


def test_numbered_rows_with_connectors_between_are_one_list() -> None:
    joined = '<tr><td>1</td><td>Alpha pain</td></tr><tr><td colspan="2">{}</td></tr><tr><td>2</td><td>Beta pain</td></tr>'
    for word, rule in (("OR", "any"), ("AND", "all")):
        rows = joined.format(word)
        found = read_table(f"<table><tr><th>#</th><th>Requirement</th></tr>{rows}</table>")
        assert [s.criteria.rule for s in found.statements if s.criteria] == [rule]


def test_lines_between_rows_say_the_position_of_the_rows_under_them() -> None:
    found = read_table(
        "<table><tr><th>Product</th><th>Wound type</th><th>HCPCS</th></tr>"
        '<tr><th colspan="3">MEDICALLY NECESSARY</th></tr><tr><td>Alpha</td><td>Deep burn</td><td>Q4101</td></tr>'
        '<tr><th colspan="3">INVESTIGATIONAL</th></tr><tr><td>Beta</td><td>Any use</td><td>Q4102</td></tr>'
        "<tr><td>Gamma</td><td>Infected ulcer</td><td>Q4103</td></tr></table>"
    )
    read = [(s.position, s.subject, s.criteria.text if s.criteria else "") for s in found.statements]
    assert read == [
        ("medically_necessary", "Alpha", "Deep burn"),
        ("investigational", "Beta", ""),
        ("investigational", "Gamma", "Infected ulcer"),
    ]


def test_reasons_that_are_positions_deny() -> None:
    rows = [
        ("Alpha", "Experimental/investigational"),
        ("Beta", "Cosmetic"),
        ("All other devices", "Investigational"),
    ]
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
    found = read_table(f"<table><tr><th>Device</th><th>Reason for denial</th></tr>{cells}</table>")
    assert [(s.position, s.subject, s.all_other_uses) for s in found.statements] == [
        ("investigational", "Alpha", False),
        ("cosmetic", "Beta", False),
        ("investigational", "", True),
    ]


def test_codes_in_the_first_column_hide_no_criteria() -> None:
    rows = "<tr><td>E0277</td><td>Air mattress</td><td>Stage four ulcer of the trunk that does not heal</td></tr>"
    rows += (
        "<tr><td>E0630</td><td>Patient lift</td><td>Transfer from bed needs more than one helper</td></tr>"
    )
    found = read_table(f"<table><tr><th>HCPCS</th><th>Item</th><th>Criteria</th></tr>{rows}</table>")
    assert [s.subject for s in found.statements] == ["Air mattress", "Patient lift"]
