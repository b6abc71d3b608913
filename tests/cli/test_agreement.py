"""`coverable agreement`: thirty shared cases, three reviewers and the engine."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from coverable.policy.library import default_root

SHARED = default_root() / "examples" / "agreement"
ANSWERS, REQUESTS = SHARED / "answers.csv", SHARED / "requests.jsonl"
REVIEWERS = ("nurse-a", "nurse-b", "physician")
CRITERIA = ("disruption", "antiperspirant", "complications", "drug-treatment", "device")


def said(of: str) -> dict[str, dict[str, str]]:
    """{case: {reviewer: answer}}, read here without the program."""
    out: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(ANSWERS.read_text(encoding="utf-8"))):
        out.setdefault(row["case"], {})[row["reviewer"]] = row[of]
    return out


def kappa(pairs: list[tuple[str, str]]) -> float:
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[k] * second[k] for k in first) / n**2
    return (sum(a == b for a, b in pairs) / n - chance) / (1 - chance)


def report(run: Any, *more: object) -> dict[str, Any]:
    done = run("agreement", ANSWERS, *more, "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert "NaN" not in done.stdout
    return json.loads(done.stdout)


@pytest.mark.sr("SR-074")
def test_thirty_shared_cases_give_percent_and_kappa_of_the_reviewers_and_of_each_two(run) -> None:
    got, answers = report(run), said("outcome")
    assert (got["cases"], got["engine"], tuple(got["reviewers"])) == (30, False, REVIEWERS)
    among = got["outcome"]["reviewers"]
    assert (among["measure"], among["cases"]) == ("fleiss", 30)
    share = [
        sum(a == b for a, b in combinations(one.values(), 2)) / (len(one) * (len(one) - 1) / 2)
        for one in answers.values()
    ]
    assert among["percent"] == pytest.approx(100 * sum(share) / 30, abs=0.01)
    answered: Counter[str] = Counter()
    for one in answers.values():
        for answer in one.values():
            answered[answer] += 1 / len(one)  # type: ignore[assignment]
    chance = sum((count / 30) ** 2 for count in answered.values())
    assert among["kappa"] == pytest.approx((sum(share) / 30 - chance) / (1 - chance), abs=1e-4)
    assert (among["percent"], among["kappa"]) == (80.0, 0.7123)
    assert among["interval"][0] < among["kappa"] < among["interval"][1]
    for one, (a, b) in zip(got["outcome"]["pairs"], combinations(REVIEWERS, 2), strict=True):
        both = [(x[a], x[b]) for x in answers.values() if a in x and b in x]
        assert one["raters"] == [a, b]
        assert one["cases"] == len(both)
        assert one["percent"] == pytest.approx(100 * sum(x == y for x, y in both) / len(both), abs=0.01)
        assert one["kappa"] == pytest.approx(kappa(both), abs=1e-4)
        assert one["differ"] == [c for c, x in answers.items() if a in x and b in x and x[a] != x[b]]


@pytest.mark.sr("SR-074")
def test_the_engine_is_compared_with_each_reviewer_by_outcome_and_by_criterion(run) -> None:
    got = report(run, "--requests", REQUESTS)
    assert got["engine"]
    assert got["without_request"] == got["without_answer"] == got["not_the_engines"] == []
    check = run("check", REQUESTS, "--format", "jsonl")
    engine: dict[str, Mapping[str, str]] = {}
    for line in check.stdout.splitlines():
        one = json.loads(line)
        values = {"outcome": one["lines"][0]["combined"]["outcome"]}
        todo = [one["lines"][0]["coverages"][0]["rationale"]]
        while todo:
            node = todo.pop()
            values.setdefault(node["id"], node["value"])
            todo += node["children"]
        engine[one["request"]] = values
    for question in (got["outcome"], *got["criteria"]):
        answers = said(question["of"])
        for row, reviewer in zip(question["engine"], REVIEWERS, strict=True):
            both = [(engine[c][question["of"]], x[reviewer]) for c, x in answers.items() if reviewer in x]
            assert row["raters"] == ["engine", reviewer]
            assert row["percent"] == pytest.approx(100 * sum(a == b for a, b in both) / len(both), abs=0.01)
            assert row["kappa"] == pytest.approx(kappa(both), abs=1e-4)
    assert [q["of"] for q in got["criteria"]] == list(CRITERIA)


@pytest.mark.sr("SR-074")
def test_the_cases_that_differ_are_named_with_what_everybody_said(run) -> None:
    got = {one["case"]: one["answers"] for one in report(run, "--requests", REQUESTS)["differ"]}
    assert got["case-06"]["outcome"] == {
        "nurse-a": "criteria_not_met",
        "nurse-b": "criteria_not_met",
        "physician": "information_needed",
        "engine": "information_needed",
    }
    assert set(got["case-06"]) == {"outcome", "device"}
    text = " ".join(run("agreement", ANSWERS, "--requests", REQUESTS).stdout.split())
    assert "device: nurse-a not met, nurse-b not met, physician undetermined, engine undetermined" in text


def test_the_same_answers_give_the_same_bytes_in_every_format(run) -> None:
    for format in ("text", "json", "csv"):
        words = ("agreement", ANSWERS, "--format", format)
        assert run(*words).stdout == run(*words).stdout


def test_json_lines_and_csv_say_the_same(run, put) -> None:
    rows = list(csv.DictReader(io.StringIO(ANSWERS.read_text(encoding="utf-8"))))
    lines = [
        json.dumps(
            {
                **{k: row[k] for k in ("case", "reviewer", "outcome")},
                "criteria": {c: row[c] for c in CRITERIA},
            }
        )
        for row in rows
    ]
    path = put("answers.jsonl", "\n".join(lines))
    done = run("agreement", path, "--format", "json")
    assert json.loads(done.stdout) == report(run)


def test_csv_has_a_row_for_each_comparison(run, tmp_path: Path) -> None:
    done = run("agreement", ANSWERS, "--requests", REQUESTS, "--format", "csv", "-o", "out.csv")
    assert done.exit_code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
    assert len(rows) == (1 + len(CRITERIA)) * (1 + 3 + 3)
    assert rows[0]["raters"] == "all reviewers"
    assert rows[0]["kappa"] == "0.7123"


TWO = "case,reviewer,outcome,device\n"


def test_one_category_is_undefined_and_said_so(run, put) -> None:
    path = put("a.csv", TWO + "".join(f"c{i},{who},criteria_met,met\n" for i in range(5) for who in "ab"))
    [got] = [json.loads(run("agreement", path, "--format", "json").stdout)]
    both = got["outcome"]["reviewers"]
    assert (both["percent"], both["kappa"], both["interval"]) == (100.0, None, None)
    assert "chance alone would agree as often" in both["undefined"]
    text = run("agreement", path).stdout
    assert "undefined" in text
    assert "None: everybody who answered a case said the same." in text


def test_a_criterion_that_nobody_answered_twice_has_no_value(run, put) -> None:
    path = put(
        "a.csv",
        TWO + "c1,a,criteria_met,met\nc1,b,criteria_met,\nc2,a,criteria_not_met,\nc2,b,criteria_met,met\n",
    )
    got = json.loads(run("agreement", path, "--format", "json").stdout)
    device = got["criteria"][0]["reviewers"]
    assert (device["cases"], device["left_out"], device["percent"], device["kappa"]) == (0, 2, None, None)


BAD = [
    ("c1,a,approved,\n", "that is no outcome", "a.csv:2 outcome"),
    ("c1,a,criteria_met,yes\n", "`device` is neither met, not_met, undetermined", "a.csv:2"),
    ("c1,,criteria_met,\n", "`reviewer` is missing", "a.csv:2"),
    ("c1,a,criteria_met,\nc1,a,criteria_met,\n", "a second answer of the same reviewer", "a.csv:3"),
    ("c1,a,,\n", "an answer to nothing", "a.csv:2"),
    ("c1,a,criteria_met,met,more\n", "more cells than columns", "a.csv:2"),
    ("c1,a,criteria_met,\n", "there is one rater only", "reviewer"),
    ("c1,engine,criteria_met,\nc1,b,criteria_met,\n", "a reviewer is called `engine`", "reviewer"),
    ("", "there is no answer", "a.csv"),
]


@pytest.mark.parametrize(("rows", "what", "where"), BAD, ids=[b[1] for b in BAD])
def test_answers_that_cannot_be_compared_are_refused_with_their_place(run, put, rows, what, where) -> None:
    done = run("agreement", put("a.csv", TWO + rows), "--format", "json")
    assert done.exit_code == 2
    [problem] = json.loads(done.stdout)["problems"]
    assert what in problem["what"]
    assert problem["where"] == where
    assert problem["why"]
    assert problem["next"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"services": [{"code": "E1399"}, {"code": "E1399"}]}, "2 service lines in one case"),
        ({"id": None}, "a request without an id"),
        ({"urgency": "soon"}, "not possible for `urgency`"),
    ],
)
def test_a_request_that_is_no_shared_case_is_refused(run, put, change: dict[str, Any], what: str) -> None:
    first = json.loads(REQUESTS.read_text(encoding="utf-8").splitlines()[0])
    done = run("agreement", ANSWERS, "--requests", put("r.jsonl", json.dumps({**first, **change})))
    assert done.exit_code == 2
    assert what in done.stderr


def test_cases_and_criteria_that_fit_nothing_are_told(run, put) -> None:
    lines = REQUESTS.read_text(encoding="utf-8").splitlines()
    other = json.dumps({**json.loads(lines[0]), "id": "case-99"})
    path = put("a.csv", "case,reviewer,outcome,divice\ncase-01,a,criteria_met,met\ncase-31,a,criteria_met,\n")
    got = json.loads(
        run(
            "agreement", path, "--requests", put("r.jsonl", f"{lines[0]}\n{other}"), "--format", "json"
        ).stdout
    )
    assert got["without_request"] == ["case-31"]
    assert got["without_answer"] == ["case-99"]
    assert got["not_the_engines"] == ["divice"]
    assert got["outcome"]["reviewers"] is None
