"""From a determination to what CRD says of it: the table of decision 0025, row by row, in both families."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.fhir.crd.assertion import Asserted, Contact, Detail, Reason, broken, extension
from coverable.fhir.crd.missing import nobody, technical
from coverable.fhir.crd.table import Known, asserted
from coverable.fhir.crd.versions import CURRENT, FAMILIES, LAWFUL, Family
from fhir.crd.ehr import codes, only, part

SLEEP = {
    "sleep_device_use": "obstructive", "request_kind": "initial", "sleep_test_kind": "laboratory", "sleep_test_date": "2026-01-20",
    "ahi": {"value": 20, "unit": "/h"}, "sleep_visit_date": "2026-02-01",
}  # fmt: skip
SWEAT = {"use": "hyperhidrosis", "device_kind": "iontophoresis", "social_life_disrupted": True,
         "prescription_antiperspirant_failed": True, "device_fda_status": "cleared"}  # fmt: skip
MET = SWEAT
NOT_MET = SWEAT | {"social_life_disrupted": False, "professional_life_disrupted": False}
UNKNOWN = {"use": "hyperhidrosis", "device_kind": "iontophoresis"}


def view_of(engine: Engine, plan: str, code: str, facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    request = {
        "coverages": [plan], "services": [{"code": code, "date": "2026-02-10"}], "facts": facts,
        "member": {"birth_date": "1954-05-02"}, **more,
    }  # fmt: skip
    return determine(request, engine)["lines"][0]["coverages"][0]


def of(engine: Engine, plan: str, code: str, facts: dict[str, Any], **more: Any) -> Asserted:
    view = view_of(engine, plan, code, facts, **more)
    known = Known(
        engine.plans.plans.get(plan), "A policy (1)", "https://x.example/p", "https://x.example/q|1",
        f"hcpcs:{code}" if code[0].isalpha() else f"cpt:{code}", engine.library.glossary,
    )  # fmt: skip
    return asserted(view, known)


def written(said: Asserted, family: Family) -> dict[str, Any]:
    """The extension, which breaks nothing."""
    made = extension(
        said, family, {"reference": "Coverage/1"}, "id-1", "2026-02-10", [{"code": "x"}], ["ServiceRequest/1"]
    )
    assert broken(made, family) == []
    return made


ROWS = {
    "information needed": (
        ("sentara/medicare", "E1399", UNKNOWN),
        ("conditional", "auth-needed", ["clinical"], ["withpa"], ["OTH"], True),
    ),
    "criteria met, contract not checked": (
        ("sentara/medicare", "E1399", MET),
        ("conditional", "auth-needed", ["clinical"], ["withpa"], ["OTH"], True),
    ),
    "criteria not met: a clinician decides": (
        ("sentara/medicare", "E1399", NOT_MET),
        ("conditional", "auth-needed", ["clinical"], ["withpa"], ["OTH"], True),
    ),
    "criteria met, approved by the plan's own rule": (
        ("meadowlark/choice", "E0601", SLEEP),
        ("covered", "satisfied", [], [], [], False),
    ),
    "excluded by the member's contract": (
        ("meadowlark/choice", "36468", {}),
        ("not-covered", None, [], [], [], False),
    ),
    "no policy names the code": (
        ("sentara/medicare", "J9999", {}),
        ("indeterminate", "indeterminate", [], [], [], False),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_each_row_of_the_table_is_said_in_the_current_family(engine: Engine, name: str) -> None:
    (plan, code, facts), (covered, authorization, documentation, purposes, information, form) = ROWS[name]
    made = written(of(engine, plan, code, facts), CURRENT)
    assert only(made, "covered") == covered
    assert only(made, "pa-needed") == authorization
    assert part(made, "doc-needed") == documentation
    assert part(made, "doc-purpose") == purposes
    assert part(made, "info-needed") == information
    assert bool(part(made, "questionnaire")) == form
    assert all(one["text"] for one in part(made, "reason"))


@pytest.mark.parametrize("name", ROWS)
def test_each_row_can_be_said_in_the_family_of_the_law(engine: Engine, name: str) -> None:
    (plan, code, facts), (covered, *_) = ROWS[name]
    made = written(of(engine, plan, code, facts), LAWFUL)
    assert only(made, "covered") == ("conditional" if covered == "indeterminate" else covered)
    assert not part(made, "expiry-date")


def test_an_authorization_that_is_given_has_a_number_and_lasts_as_the_policy_says(engine: Engine) -> None:
    view = view_of(engine, "meadowlark/choice", "E0601", SLEEP)
    assert view["next_step"] == "approve"
    made = written(of(engine, "meadowlark/choice", "E0601", SLEEP), CURRENT)
    assert only(made, "satisfied-pa-id") == "PA-id-1"


def test_the_engine_never_says_not_covered_for_criteria(engine: Engine) -> None:
    """Whatever is stated: `not-covered` is the contract's, or there is no such member or coverage."""
    for facts in (NOT_MET, {"use": "other"}, {"use": "drug_delivery", "device_kind": "iontophoresis"}):
        for plan in ("sentara/medicare", "healthy-blue/medicaid"):
            assert of(engine, plan, "E1399", facts).covered != "not-covered"
            assert of(engine, plan, "97033", facts).covered != "not-covered"


def test_a_contract_exclusion_of_a_young_member_of_medicaid_goes_to_a_physician(engine: Engine) -> None:
    benefits = {"excluded": [{"code": "E1399", "clause": "7.4"}]}
    young, old = {"birth_date": "2015-02-03"}, {"birth_date": "1954-05-02"}
    said = of(engine, "healthy-blue/medicaid", "E1399", {}, benefits=benefits, member=young)
    assert said.covered == "conditional"
    assert (
        of(engine, "healthy-blue/medicaid", "E1399", {}, benefits=benefits, member=old).covered
        == "not-covered"
    )


def test_a_plan_that_shows_no_adverse_suggestion_has_neutral_words(engine: Engine) -> None:
    view = view_of(engine, "sentara/medicare", "E1399", NOT_MET)
    known = Known(
        engine.plans.plans["sentara/medicare"], "P", "", None, "hcpcs:E1399", engine.library.glossary
    )
    assert "does not meet" in asserted(view, known).reasons[0].text
    assert (
        "does not meet" not in asserted({**view, "display": "no_adverse_suggestion"}, known).reasons[0].text
    )


def test_limits_of_the_contract_are_details(engine: Engine) -> None:
    made = written(of(engine, "meadowlark/choice", "A4239", {}), CURRENT)
    limit = next(d for d in part(made, "detail") if d[0]["valueCode"] == "cat-limitation")
    assert {p["url"] for p in limit} == {"category", "code", "value", "qualification"}
    older = written(of(engine, "meadowlark/choice", "A4239", {}), LAWFUL)
    assert all(p["url"] != "category" for d in part(older, "detail") for p in d)


def test_failures_keep_the_invariants_in_both_families() -> None:
    for family in FAMILIES:
        for said in (technical("could not be reached"), technical(None), nobody("no-member-found", "x")):
            written(said, family)
    assert codes(written(technical(None), CURRENT)) == ["technical"]
    assert codes(written(nobody("no-member-found", "x"), LAWFUL)) == []


def planted() -> Iterator[tuple[str, dict[str, Any]]]:
    """(rule that it breaks, an extension)."""
    good = extension(
        Asserted("conditional", "auth-needed", ("clinical",), ("withpa",), ("OTH",), (Reason("why"),), questionnaires=("q|1",)),
        CURRENT, {"reference": "Coverage/1"}, "i", "2026-01-01",
    )  # fmt: skip
    assert broken(good, CURRENT) == []

    def but(**changes: Any) -> dict[str, Any]:
        out = deepcopy(good)
        for url, value in changes.items():
            name = url.replace("_", "-")
            out["extension"] = [one for one in out["extension"] if one["url"] != name]
            kind = "valueCodeableConcept" if name == "reason" else "valueCode"
            out["extension"] += [{"url": name, kind: one} for one in value]
        return out

    yield "q1 ", but(doc_needed=[], doc_purpose=[])
    yield "q2 ", but(covered=["not-covered"], info_needed=[])
    yield "q3 ", but(info_needed=[])
    yield "q3 ", but(covered=["covered"])
    yield "q4 ", but(pa_needed=["no-auth"])
    yield "q4 ", {**but(pa_needed=["satisfied"])}
    yield "q5 ", but(pa_needed=["satisfied"], doc_purpose=[])
    yield "q6 ", but(reason=[], doc_purpose=[])
    yield "q7 ", but(reason=[{}])
    yield "q8 ", but(reason=[], info_needed=["timeframe"])
    yield "q9 ", but(covered=["indeterminate"], info_needed=[], reason=[], doc_purpose=[])
    yield "coverage 1..1", {**good, "extension": good["extension"][1:]}
    yield "date 1..1", {**good, "extension": [one for one in good["extension"] if one["url"] != "date"]}
    yield "pa-needed 0..1", but(pa_needed=["auth-needed", "no-auth"])
    yield "codes of covered", but(covered=["denied"])
    yield "codes of info-needed", but(info_needed=["everything"])


@pytest.mark.parametrize(
    ("rule", "made"), list(planted()), ids=[f"{i} {rule}" for i, (rule, _) in enumerate(planted())]
)
def test_a_planted_error_is_found(rule: str, made: dict[str, Any]) -> None:
    assert any(name.startswith(rule) for name in broken(made, CURRENT)), broken(made, CURRENT)


REASONS = st.builds(
    Reason, st.text(min_size=1, max_size=5), st.sampled_from([None, "technical", "gold-card"])
)
SAID = st.builds(
    Asserted,
    covered=st.sampled_from(["covered", "conditional", "indeterminate"]),
    authorization=st.sampled_from(["no-auth", "auth-needed", "satisfied", "conditional", "indeterminate"]),
    documentation=st.sampled_from([(), ("clinical",), ("admin", "clinical"), ("patient",)]),
    information=st.sampled_from([("OTH",), ("timeframe",), ("detail-code", "OTH"), ("performer",)]),
    reasons=st.lists(REASONS, min_size=1, max_size=2).map(tuple),
    details=st.just((Detail("cat-other", "policy-link", "valueUrl", "https://x.example", None),)),
    contacts=st.just((Contact("a name", (("phone", "1"),)),)),
    expires=st.sampled_from([None, "2026-12-31"]),
)


@settings(max_examples=300)
@given(SAID)
def test_what_is_sound_now_is_sound_in_the_words_of_the_law(said: Asserted) -> None:
    """Turning an assertion into 2.0 breaks no rule that it kept in 2.2."""
    arguments = ({"reference": "Coverage/1"}, "i", date(2026, 1, 1).isoformat())
    if broken(extension(said, CURRENT, *arguments), CURRENT) == []:
        assert broken(extension(said, LAWFUL, *arguments), LAWFUL) == []
