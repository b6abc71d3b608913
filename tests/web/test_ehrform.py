"""The form of a policy as EHRs get it, filled in on a page: answers become a request, and the page stays strict."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.browsing import browser, grave_faults, needs_chromium, page, pictured, site

__all__ = ["browser", "page", "site"]

DME = "/form/sentara/dme-32/7"
PLAN = {"plan": "sentara/medicare", "code": "E1399", "date": "2026-02-10"}


def answered(form: dict[str, Any], **said: Any) -> str:
    """A response to the Questionnaire that answers some of its questions, by fact."""
    groups = [
        {
            "linkId": group["linkId"],
            "item": [
                {"linkId": one["linkId"], "answer": [said[one["linkId"]]]}
                for one in group["item"]
                if one["linkId"] in said
            ],
        }
        for group in form["item"]
    ]
    return json.dumps({"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": form["url"], "item": groups})  # fmt: skip


@pytest.mark.sr("SR-147")
def test_answers_of_the_form_are_decided_on_the_checklist(client: TestClient) -> None:
    form = client.get(f"/api{DME}").json()["questionnaire"]
    response = answered(form, professional_life_disrupted={"valueBoolean": True})
    told = client.post(DME, data={**PLAN, "response": response})
    assert told.status_code == 200
    assert re.search(r'name="f.professional_life_disrupted" value="yes"[^>]* checked', told.text)
    assert "More information needed" in told.text
    kept = client.post(DME, data={"response": response, "keep": "1"})
    assert json.loads(kept.content) == json.loads(response)
    assert "attachment" in kept.headers["content-disposition"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"response": ""}, "the response"),
        ({"response": "{}"}, "no QuestionnaireResponse"),
        ({"date": "soon"}, "no date"),
        ({"service": "flight"}, "no service"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(
    client: TestClient, change: dict[str, str], words: str
) -> None:
    form = client.get(f"/api{DME}").json()["questionnaire"]
    told = client.post(DME, data={**PLAN, "response": answered(form), **change})
    assert told.status_code == 400
    assert words in told.text


def test_a_form_that_is_not_there_is_not_found(client: TestClient) -> None:
    for address in ("/form/nobody/none/1", "/api/form/nobody/none/1", "/form/sentara/dme-32/99"):
        assert client.get(address).status_code == 404


def test_styles_are_let_in_by_a_word_of_one_answer_and_only_on_this_page(client: TestClient) -> None:
    words: set[str] = set()
    for _ in range(2):
        answer = client.get(DME)
        found = re.search(r"style-src 'self' 'nonce-([A-Za-z0-9_-]{20,})'", answer.headers["content-security-policy"])  # fmt: skip
        assert found and f'ngCspNonce="{found[1]}"' in answer.text
        words.add(found[1])
    assert len(words) == 2
    assert "unsafe" not in client.get(DME).headers["content-security-policy"]
    for other in (f"/api{DME}", "/policies/sentara/dme-32", "/checklist"):
        assert "nonce" not in client.get(other).headers["content-security-policy"]
    assert "nonce" not in client.post(DME, data={"response": ""}).headers["content-security-policy"]


class TestInABrowser:
    pytestmark = needs_chromium

    def test_the_form_is_filled_in_and_comes_to_the_checklist(
        self, page: Any, site: str, tmp_path: Path
    ) -> None:
        page.goto(f"{site}{DME}")
        page.wait_for_selector("#questions:not([aria-busy])", timeout=60_000)
        assert grave_faults(page) == []
        pictured(page, "form")
        page.select_option("#plan", "sentara/medicare")
        page.fill("#date", "2026-02-10")
        page.get_by_label(re.compile("disruption of working life")).get_by_text("Yes", exact=True).click()
        with page.expect_download() as kept:
            page.get_by_role("button", name="Keep the answers").click()
        kept.value.save_as(tmp_path / "response.json")
        assert json.loads((tmp_path / "response.json").read_text())["resourceType"] == "QuestionnaireResponse"
        page.get_by_role("button", name="See what it comes to").click()
        page.wait_for_selector("#panel")
        assert "More information needed" in page.inner_text("#panel")
        assert page.is_checked('input[name="f.professional_life_disrupted"][value="yes"]')
        assert not page.is_checked('input[name="f.social_life_disrupted"][value="no"]')
        page.go_back()
        page.wait_for_selector("#questions:not([aria-busy])", timeout=60_000)
        yes = page.get_by_label(re.compile("disruption of working life")).get_by_role("radio").first
        assert yes.is_checked(), "who comes back finds the answers"
        page.goto(f"{site}{DME}")
        page.wait_for_selector("#questions:not([aria-busy])", timeout=60_000)
        assert not yes.is_checked(), "the next patient does not"
