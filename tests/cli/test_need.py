"""`coverable need`: what a supplier asks before a service is given."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from coverable.base.dates import read_day
from coverable.cli.need import need
from coverable.determination.engine import Engine
from coverable.determination.need import need_view

app = typer.Typer()
app.command()(need)
FORBIDDEN = re.compile(
    r"\b(den(y|ied|ial|ies)|pay(able|ment|s)?|paid|(un)?covered|covers|approved? for)\b", re.IGNORECASE
)


def ask(
    *words: str, plan: str = "sentara/medicare", date: str = "2026-02-10", more: tuple[str, ...] = ()
) -> Result:
    return CliRunner().invoke(app, [*words, "--plan", plan, "--date", date, *more])


def data(*words: str, **where: Any) -> dict[str, Any]:
    done = ask(*words, **where, more=("--format", "json", *where.pop("more", ())))
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")


@pytest.mark.sr("SR-020")
def test_prior_authorization_is_answered_with_its_place() -> None:
    one = data("E1399")["codes"][0]
    assert one["prior_authorization"]["state"] == "required"
    assert "L83" in one["prior_authorization"]["says"]
    assert data("E1399", date="2025-12-31")["codes"][0]["prior_authorization"]["state"] == "not_stated"


@pytest.mark.sr("SR-147")
def test_the_checklist_has_one_item_for_each_leaf_and_nothing_else() -> None:
    use = data("E1399")["codes"][0]["policies"][0]["uses"][0]
    assert [item["fact"] for item in use["document"]] == [
        "professional_life_disrupted",
        "social_life_disrupted",
        "prescription_antiperspirant_failed",
        "medical_complications",
        "skin_maceration",
        "secondary_infection",
        "sweating_drug_ineffective",
        "sweating_drug_not_tolerated",
        "device_fda_status",
    ]
    assert all(item["ask"].endswith("?") and item["cite"].startswith("L") for item in use["document"])
    assert [item["fact"] for item in use["use"]] == ["use"]
    assert [i["fact"] for i in data("E1399")["codes"][0]["policies"][0]["qualifier"]] == ["device_kind"]


@pytest.mark.sr("SR-113")
def test_the_prescription_of_a_home_device_is_a_supporting_document_and_no_item() -> None:
    view = data("E1399")
    assert "the prescription" in view["enclose"]
    items = view["codes"][0]["policies"][0]["uses"][0]["document"]
    assert not any(
        "prescription" in item["says"].lower() and "device" in item["says"].lower() for item in items
    )


@pytest.mark.sr("SR-149")
@pytest.mark.parametrize(
    ("code", "plan", "policy"),
    [
        ("E1399", "sentara/medicare", "sentara/dme-32"),
        ("97033", "healthy-blue/medicaid", "healthy-blue/cg-med-28"),
        ("E1399", "healthy-blue/medicaid", "healthy-blue/cg-med-28"),
    ],
)
def test_a_code_leads_to_policy_authorization_and_documents_in_one_call(
    code: str, plan: str, policy: str, engine: Engine
) -> None:
    day = read_day("2026-02-10")
    need_view(engine, code, plan, day)
    began = time.perf_counter()
    view = need_view(engine, code, plan, day)
    assert time.perf_counter() - began < 0.5
    one = view["codes"][0]
    assert [p["policy"] for p in one["policies"]] == [policy]
    assert one["policies"][0]["uses"][0]["document"]
    assert view["enclose"]


@pytest.mark.sr("SR-069")
@pytest.mark.sr("SR-060")
@pytest.mark.parametrize(
    "plan", ["sentara/medicare", "healthy-blue/medicaid", "sample/commercial", "no/plan"]
)
@pytest.mark.parametrize("word", ["E1399", "97033", "E0601", "sweaty hands", "zzzz", "K9999"])
def test_wording_stays_conditional_and_never_speaks_of_denial_or_payment(word: str, plan: str) -> None:
    for more in ((), ("--format", "json")):
        done = ask(word, plan=plan, more=more)
        assert done.exit_code == 0, done.output
        said = " ".join(done.output.split())
        assert not FORBIDDEN.search(re.sub(r'"cite": .*?,', "", said)), FORBIDDEN.search(said)
        if '"listed": true' in said or "Listed in" in said:
            assert "when criteria are met" in said


@pytest.mark.sr("SR-076")
@pytest.mark.parametrize("plan", ["no/plan", "Nobody Health, Medicare", "Sentara"])
def test_an_unknown_plan_gives_the_contact_and_never_no_review_needed(plan: str) -> None:
    for word in ("E1399", "sweaty hands", "zzzz"):
        said = " ".join(ask(word, plan=plan).output.split())
        assert "telephone number printed on the member's card" in said
        assert "nobody here knows whether review is required" in said
        assert "not required" not in said
    assert data("E1399", plan=plan)["codes"] == []


@pytest.mark.parametrize("plan", ["Sentara, Medicare", "Sentara Health Plan,medicare advantage"])
def test_a_plan_is_found_by_payer_and_line_of_business(plan: str) -> None:
    assert data("E1399", plan=plan)["plan"]["id"] == "sentara/medicare"


@pytest.mark.parametrize("words", [("sweaty", "hands"), ("Drionic",), ("DME 32",), ("benzodiazepines",)])
def test_words_lead_to_the_codes_of_the_plans_policy(words: tuple[str, ...]) -> None:
    view = data(*words)
    assert [c["code"] for c in view["codes"]] == ["hcpcs:E1399"]


@pytest.mark.sr("SR-059")
def test_a_code_that_no_policy_names_is_not_the_same_as_no_review() -> None:
    said = " ".join(ask("E0601").output.split())
    assert "That is not the same as no review" in said
    assert "A code that is in no list may still belong to the subject of a policy" in said
    assert "not required" not in said
    assert "That is not the same as no review" in " ".join(ask("zzzz").output.split())


def test_a_code_that_does_not_exist_on_the_day_is_said_as_an_intake_matter() -> None:
    one = data("icd10cm:S03.0")["codes"][0]
    assert "incomplete" in one["code_says"] or "complete" in one["code_says"]


@pytest.mark.sr("SR-079")
def test_a_policy_for_notified_providers_asks_who_the_provider_is() -> None:
    one = data("97033", plan="sample/commercial")["codes"][0]
    assert one["policies"] == []
    assert "names no provider" in one["considered"][0]["why"]
    told = ask("97033", plan="sample/commercial", more=("--provider", "1234567893", "--format", "json"))
    assert json.loads(told.stdout)["codes"][0]["policies"][0]["mode"] == "notified_providers"


def test_a_date_that_is_no_day_is_exit_code_2() -> None:
    done = ask("E1399", date="soon")
    assert done.exit_code == 2
    assert "next:" in done.output


@pytest.mark.sr("SR-025")
def test_criteria_of_a_third_party_without_a_licence_are_named_and_not_shown(tmp_path: Any) -> None:
    from small_library import POLICY, small_engine

    owned = POLICY + "\ncriteria_owner: {name: Maker, edition: '9'}\n"
    view = need_view(small_engine(tmp_path, policy=owned), "E0601", "test/plan", read_day("2026-02-10"))
    policy = view["codes"][0]["policies"][0]
    assert policy["uses"] == []
    assert "Maker, edition 9" in policy["owner"]["says"]


def test_criteria_that_several_codes_share_are_printed_once_with_the_codes() -> None:
    view = data("sleep", "apnea", plan="meadowlark/choice")
    codes = [c["code"].partition(":")[2] for c in view["codes"]]
    assert len(codes) > 1
    said = " ".join(ask("sleep", "apnea", plan="meadowlark/choice").output.split())
    assert said.count("To document for: Continued use after the trial") == 1
    assert f"The following serves {', '.join(codes)}." in said
    assert said.count(f"the same as for {codes[0]} above") == len(codes) - 1


def test_documents_are_asked_only_for_the_service_that_is_asked_about() -> None:
    home, clinic = data("E1399", plan="healthy-blue/medicaid"), data("97033", plan="healthy-blue/medicaid")
    assert "the prescription of a home device" in home["enclose"]
    assert "the prescription of a home device" not in clinic["enclose"]
    assert "clinic notes that show the criteria" in clinic["enclose"]
