"""The yearly list of internal criteria (CMS-10913): what is known is filled, what is not is told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from coverable.base.problem import Refused
from coverable.determination.engine import Engine
from coverable.plan.book import PlanBook
from coverable.policy.library import Library
from coverable.publish.umsubmission import (
    CRITERIA,
    ESTABLISHED,
    EVIDENCE,
    HEADS,
    MACS,
    NO_RULES,
    NUMBER,
    OWNER,
    SERVICE,
    WEBSITE,
    Submission,
    submission,
    submission_csv,
)  # fmt: skip
from small_library import PLAN, POLICY, write_library

MEDICARE = PLAN.replace("self_funded", "medicare_advantage")
POLICY_ = POLICY.replace("[commercial]", "[medicare]") + "\nprior_authorization: required\n"


def made(folder: Path, year: int = 2026, plan: str = MEDICARE, policy: str = POLICY_) -> Submission:
    library = Library(write_library(folder, plan=plan, policy=policy))
    return submission(library, PlanBook(library).plans["test/plan"], year)


def test_the_seed_policy_gives_one_row_and_says_what_is_missing(engine: Engine) -> None:
    one = submission(engine.library, engine.plans.plans["sentara/medicare"], 2026)
    (row,) = one.rows
    assert list(row) == list(HEADS)
    filled = {head: value for head, value in row.items() if value}
    assert filled == {
        SERVICE: "An iontophoresis device", CRITERIA: "Y", NUMBER: "1", OWNER: "Sentara Health Plans",
    }  # fmt: skip
    assert {f.column for f in one.findings} == set(HEADS) - set(filled)
    assert next(f for f in one.findings if f.column == EVIDENCE).why.startswith(
        "the policy names 8 references"
    )


def test_a_plan_that_states_its_basis_has_a_whole_row(engine: Engine) -> None:
    one = submission(engine.library, engine.plans.plans["meadowlark/advantage"], 2026, ["meadowlark/mp-101"])
    (row,) = one.rows
    assert one.findings == ()
    assert (row[ESTABLISHED], row[MACS], row[NO_RULES], row[WEBSITE]) == (
        "N", "NA", "Y", "https://meadowlark.example/criteria/mp-101",
    )  # fmt: skip


def test_a_national_determination_is_no_internal_criterion(engine: Engine) -> None:
    one = submission(engine.library, engine.plans.plans["meadowlark/advantage"], 2026)
    assert not any(f.policy.startswith("fictional-cms") for f in one.findings)
    assert "fictional-cms" not in submission_csv(one)


def test_the_csv_has_the_twelve_columns_of_the_layout(engine: Engine) -> None:
    one = submission(engine.library, engine.plans.plans["meadowlark/advantage"], 2026)
    rows = list(csv.reader(io.StringIO(submission_csv(one))))
    assert len(rows[0]) == 12
    assert len(rows) == 1 + len(one.rows)


def test_only_a_medicare_advantage_plan_and_only_since_2026(engine: Engine) -> None:
    plans = engine.plans.plans
    with pytest.raises(Refused, match="no Medicare Advantage plan"):
        submission(engine.library, plans["healthy-blue/medicaid"], 2026)
    with pytest.raises(Refused, match="no submission for 2025"):
        submission(engine.library, plans["sentara/medicare"], 2025)


def test_a_service_without_prior_authorization_is_left_out(tmp_path: Path) -> None:
    assert len(made(tmp_path / "a").rows) == 1
    free = MEDICARE + "prior_authorization: [{codes: [hcpcs:E0601], required: false}]\n"
    assert made(tmp_path / "b", plan=free).rows == ()
    ended = MEDICARE + 'prior_authorization: [{codes: [hcpcs:E0601], required: false, to: "2025-12-31"}]\n'
    assert len(made(tmp_path / "c", plan=ended).rows) == 1


def test_where_nobody_says_whether_it_is_asked_it_is_listed_and_told(tmp_path: Path) -> None:
    one = made(tmp_path, policy=POLICY_.replace("prior_authorization: required", ""))
    assert len(one.rows) == 1
    assert any(f.column is None and "prior authorization" in f.why for f in one.findings)


def test_an_adoption_counts_in_the_years_that_it_reaches_and_education_does_not(tmp_path: Path) -> None:
    later = MEDICARE.replace("{policy: test/sleep}", "{policy: test/sleep, from: 2027-03-01}")
    assert made(tmp_path / "a", plan=later).rows == ()
    assert len(made(tmp_path / "a", 2027, plan=later).rows) == 1
    taught = MEDICARE.replace("{policy: test/sleep}", "{policy: test/sleep, mode: education_only}")
    assert made(tmp_path / "b", plan=taught).rows == ()


def test_an_adopted_policy_without_a_version_that_year_is_told(tmp_path: Path) -> None:
    one = made(tmp_path, policy=POLICY_.replace("{from: 2026-01-01}", "{from: 2027-01-01}"))
    assert one.rows == ()
    assert [f.why for f in one.findings] == [
        "adopted, but no approved version for this line of business is in effect in 2026"
    ]


def test_the_whole_basis_goes_into_the_columns(tmp_path: Path) -> None:
    basis = (
        "{policy: test/sleep, medicare: {fully_established: true, mac_jurisdictions: [J-A, J-B], "
        "no_applicable_rules: false, interpretation_needed: true, flexibility_allowed: false, "
        "previous_guidelines: false, supported_by_evidence: true, website: [a.example, b.example]}}"
    )
    one = made(tmp_path, plan=MEDICARE.replace("{policy: test/sleep}", basis))
    assert one.findings == ()
    assert [*one.rows[0].values()][1:] == [
        "Y", "J-A, J-B", "N", "Y", "N", "Y", "1", "N", "Test", "Y", "a.example, b.example",
    ]  # fmt: skip


def test_a_policy_asked_for_alone_still_counts_beside_the_others_of_its_code(engine: Engine) -> None:
    plan = engine.plans.plans["meadowlark/advantage"]
    every = {row[SERVICE]: row[NUMBER] for row in submission(engine.library, plan, 2026).rows}
    (alone,) = submission(engine.library, plan, 2026, ["meadowlark/mp-102"]).rows
    assert every[alone[SERVICE]] == alone[NUMBER]
