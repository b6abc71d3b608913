"""Each screen through its main job in a browser: by keyboard, live, without script, wide and narrow."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from web.browsing import (
    NARROW,
    ROOT,
    WIDE,
    browser,
    grave_faults,
    needs_chromium,
    opened,
    page,
    pictured,
    site,
    tab_to,
)

__all__ = ["browser", "page", "site"]
pytestmark = needs_chromium

CHECKLIST = "/checklist?plan=sentara/medicare&code=E1399&date=2026-02-10"
PAYERS = "/compare?first=sentara/dme-32&second=healthy-blue/cg-med-28"
SCREENS = {
    "start": "/",
    "need": "/?q=E1399&plan=sentara/medicare&date=2026-02-10",
    "search": "/search?q=sweating",
    "policies": "/policies",
    "policy": "/policies/sentara/dme-32",
    "member": "/policies/sentara/dme-32?reader=member",
    "cms-10913": "/policies/sentara/dme-32?reader=cms-10913",
    "checklist": CHECKLIST,
    "compare": PAYERS,
    "compare-choose": "/compare",
    "for-programs": "/api/docs",
    "library": "/library",
    "workbench": "/workbench",
    "edit": "/workbench/edit/sentara/dme-32/7",
    "claims": "/claims",
}


def choose(page: Any, fact: str, value: str) -> None:
    page.check(f'input[name="f.{fact}"][value="{value}"]')


def panel(page: Any, words: str) -> str:
    """The text of the panel once it holds these words."""
    page.wait_for_function("words => document.getElementById('panel').innerText.includes(words)", arg=words)
    return page.inner_text("#panel")


EMPTY_END = """document.documentElement.scrollHeight
    - Math.max(innerHeight, document.querySelector("footer.frame").getBoundingClientRect().bottom + scrollY)"""
"""Pixels below the last thing on a page: what is hidden in a pane must not make the page longer."""


def begun(page: Any, site: str) -> None:
    """A case whose item and use are known."""
    page.goto(site + CHECKLIST)
    choose(page, "device_kind", "iontophoresis")
    choose(page, "use", "hyperhidrosis")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_grave_on_any_screen_and_nothing_runs_beyond_its_edges(
    browser: Any, site: str, width: int
) -> None:
    found: dict[str, list[str]] = {}
    with opened(browser, width) as page:
        for name, path in SCREENS.items():
            page.goto(site + path)
            found[name] = grave_faults(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            assert page.evaluate(EMPTY_END) < 2, name
            if width == WIDE:
                pictured(page, name)
        begun(page, site)
        choose(page, "professional_life_disrupted", "yes")
        panel(page, "More information needed")
        found["answered"] = grave_faults(page)
        if width == WIDE:
            pictured(page, "checklist-answered")
        with page.expect_popup() as opening:  # so that the answers stay where they are
            page.get_by_role("button", name="Unsigned case sheet").click()
        found["sheet"] = grave_faults(opening.value)
        if width == WIDE:
            pictured(opening.value, "unsigned-case-sheet")
        opening.value.close()
        page.get_by_role("button", name="What to send").click()
        found["send"] = grave_faults(page)
        if width == WIDE:
            pictured(page, "what-to-send")
        page.get_by_role("button", name="Back to the checklist").click()
        assert page.is_checked('input[name="f.professional_life_disrupted"][value="yes"]')
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_start_page_is_used_by_keyboard_alone(page: Any, site: str) -> None:
    page.goto(site)
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("E1399")
    page.wait_for_selector("#answer .hits li")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "plan"
    page.keyboard.type("Sentara Medicare")
    page.keyboard.press("Tab")
    assert page.input_value("#plan") == "sentara/medicare"
    page.wait_for_selector("#answer .verdict")
    assert "Criteria apply" in page.inner_text("#answer")
    tab_to(page, "#answer a[role=button]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/checklist[?]"))
    assert page.input_value("#code") == "E1399"


def test_the_first_tab_skips_to_the_content_and_a_slash_to_the_search(page: Any, site: str) -> None:
    page.goto(f"{site}/policies")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#main$"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("a/b")
    assert page.input_value("#find") == "a/b"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search[?]q=a%2Fb"))


def test_the_checklist_is_answered_by_keyboard_alone_and_the_panel_follows(page: Any, site: str) -> None:
    page.goto(site + CHECKLIST)
    for fact in (
        "device_kind",
        "use",
        "professional_life_disrupted",
        "medical_complications",
        "device_fda_status",
    ):
        tab_to(page, f'input[name="f.{fact}"]')
        page.keyboard.press("ArrowRight")  # from “Not documented”, the last one, round to the first
    panel(page, "Criteria met")
    assert page.evaluate("document.activeElement.name") == "f.device_fda_status"
    tab_to(page, "button[formaction='/checklist/send']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/checklist/send")
    assert "What to send" in page.inner_text("h1")


def test_the_panel_and_the_greyed_questions_follow_each_answer_and_undo_takes_it_back(
    page: Any, site: str
) -> None:
    begun(page, site)
    panel(page, "More information needed")
    undo = page.locator("[data-undo]")
    choose(page, "professional_life_disrupted", "yes")
    page.wait_for_selector("#q-social_life_disrupted.moot")
    assert page.locator("#q-social_life_disrupted .moot-says").is_visible()
    assert page.locator("#q-medical_complications.moot").count() == 0
    choose(page, "medical_complications", "yes")
    choose(page, "device_fda_status", "cleared")
    panel(page, "Criteria met")
    undo.click()
    panel(page, "More information needed")
    assert page.is_checked('input[name="f.device_fda_status"][value=""]')
    assert page.is_checked('input[name="f.medical_complications"][value="yes"]')
    undo.click()
    undo.click()
    page.wait_for_selector("#q-social_life_disrupted:not(.moot)")
    assert page.is_checked('input[name="f.use"][value="hyperhidrosis"]')


def test_answers_stay_in_the_tab_when_the_page_is_loaded_again_and_nowhere_else(
    browser: Any, site: str
) -> None:
    with opened(browser) as page:
        begun(page, site)
        choose(page, "professional_life_disrupted", "yes")
        page.wait_for_selector("#q-social_life_disrupted.moot")
        page.reload()
        page.wait_for_selector("#case:not([data-fresh])")  # the case is posted again
        assert page.is_checked('input[name="f.professional_life_disrupted"][value="yes"]')
        page.wait_for_selector("#q-social_life_disrupted.moot")
        assert page.url == site + CHECKLIST.replace("/m", "%2Fm")
        page.get_by_role("button", name="What to send").click()
        page.wait_for_url("**/checklist/send")
        page.go_back()
        page.wait_for_selector("#case:not([data-fresh])")
        assert page.is_checked('input[name="f.professional_life_disrupted"][value="yes"]')
        assert page.context.cookies() == []
        assert page.evaluate("localStorage.length") == 0
        other = page.context.new_page()
        other.goto(site + CHECKLIST)
        assert other.is_checked('input[name="f.professional_life_disrupted"][value=""]')
        assert not other.is_visible("#unfinished")


def test_the_next_patient_never_gets_the_answers_of_the_last_one_unasked(page: Any, site: str) -> None:
    begun(page, site)
    choose(page, "professional_life_disrupted", "yes")
    panel(page, "More information needed")
    page.goto(site + CHECKLIST)
    assert page.is_visible("#unfinished")
    assert page.is_checked('input[name="f.professional_life_disrupted"][value=""]')
    page.get_by_role("button", name="Go on with it").click()
    page.wait_for_selector("#case:not([data-fresh])")
    assert page.is_checked('input[name="f.professional_life_disrupted"][value="yes"]')
    page.goto(site + CHECKLIST)
    page.get_by_role("button", name="Forget it").click()
    page.goto(site + CHECKLIST)
    assert not page.is_visible("#unfinished")
    assert page.is_checked('input[name="f.professional_life_disrupted"][value=""]')


def test_what_is_typed_into_a_draft_outlives_a_reload_and_another_finding(
    page: Any, site: str, tmp_path: Path
) -> None:
    page.goto(f"{site}/workbench")
    page.set_input_files("#file", ROOT / "library/examples/policies/meadowlark/mp-101/2026/source.txt")
    page.get_by_role("button", name="Read it").click()
    page.fill("#cases", "# mine")
    page.locator(".stepper a[role=button]", has_text="Next").click()
    page.wait_for_url("**finding=*")
    assert page.input_value("#cases") == "# mine"
    page.reload()
    assert page.input_value("#cases") == "# mine"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the draft").click()
    waiting.value.save_as(tmp_path / "draft.zip")
    assert b"cases.yaml" in (tmp_path / "draft.zip").read_bytes()


def test_a_reviewer_tries_out_an_answer_and_goes_back_to_what_is_documented(page: Any, site: str) -> None:
    begun(page, site)
    choose(page, "professional_life_disrupted", "yes")
    page.select_option("#reader", "reviewer")
    assert "What would settle it" in panel(page, "What would settle it")
    page.get_by_role("button", name="Update questions and result").click()
    page.get_by_role("button", name="What if").click()
    choose(page, "medical_complications", "yes")
    choose(page, "device_fda_status", "cleared")
    said = panel(page, "Criteria met")
    assert "tried out" in said
    assert re.search(r"As documented, .*More information needed", said)
    page.get_by_role("button", name="Back to what is documented").click()
    assert page.is_checked('input[name="f.medical_complications"][value=""]')
    assert page.is_checked('input[name="f.professional_life_disrupted"][value="yes"]')


def test_a_case_is_saved_as_a_file_and_loaded_again(page: Any, site: str, tmp_path: Path) -> None:
    begun(page, site)
    choose(page, "professional_life_disrupted", "yes")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as a file").click()
    waiting.value.save_as(tmp_path / "request.json")
    data = json.loads((tmp_path / "request.json").read_text())
    assert data["facts"]["professional_life_disrupted"] is True
    page.goto(f"{site}/checklist")
    page.set_input_files("#file", tmp_path / "request.json")
    page.get_by_role("button", name="Load", exact=True).click()
    assert page.is_checked('input[name="f.professional_life_disrupted"][value="yes"]')
    panel(page, "More information needed")


def test_search_follows_the_typing_and_a_policy_opens_beside_its_places(page: Any, site: str) -> None:
    page.goto(f"{site}/search")
    page.type("#words", "iontophoresis")
    page.wait_for_selector("#found .hits li")
    page.click("#found .hits a >> nth=0")
    page.wait_for_url("**/policies/**")
    assert page.locator("#document").is_visible()
    page.get_by_text("Which lines are cited").click()
    assert page.locator("#document .lines li").count() > 20


def test_a_criterion_and_its_lines_light_up_together(page: Any, site: str) -> None:
    page.goto(f"{site}/policies/meadowlark/mp-101/2026")
    anchors = page.evaluate("[...document.querySelectorAll('.crit li[id]')].map(one => one.id)")
    last = [a for a in anchors if page.locator(f"#document [data-rests~='{a}']").count()][-1]
    criterion, told = page.locator(f"#{last}"), page.locator(f"#document [data-rests~='{last}']").first
    criterion.locator("> .head").hover()
    assert criterion.get_attribute("class").split()[-1] == "at"
    assert told.get_attribute("class").split()[-1] == "at"
    frame, line = page.locator("#document").bounding_box(), told.bounding_box()
    assert frame["y"] <= line["y"] <= frame["y"] + frame["height"], "the line was brought into sight"
    told.locator("a").focus()
    assert page.locator(".crit .at").count() >= 1
    page.locator("h1").hover()
    assert page.locator("#document .at, .crit .at").count() == 0


def test_two_payers_are_compared_by_choosing_them(page: Any, site: str) -> None:
    page.goto(f"{site}/compare")
    page.select_option("#first", "sentara/dme-32@7")
    page.select_option("#second", "healthy-blue/cg-med-28@2023-01-01")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_selector(".relation")
    some = page.locator("tbody tr").count()
    page.get_by_role("button", name="Also what is the same").click()
    page.wait_for_url("**all=true")
    assert page.locator("tbody tr").count() > some
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    assert waiting.value.suggested_filename == "comparison.csv"


def test_every_job_is_done_without_any_script(browser: Any, site: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(site)
        page.fill("#q", "E1399")
        page.select_option("#plan", "sentara/medicare")
        page.fill("#date", "2026-02-10")
        page.get_by_role("button", name="Look up").click()
        assert "Criteria apply" in page.inner_text("#answer")
        page.locator("#answer a[role=button]").first.click()
        assert not page.locator("[data-undo]").is_visible()
        for fact, value in (
            ("device_kind", "iontophoresis"),
            ("use", "hyperhidrosis"),
            ("professional_life_disrupted", "yes"),
            ("medical_complications", "yes"),
            ("device_fda_status", "cleared"),
        ):
            choose(page, fact, value)
        page.get_by_role("button", name="Update questions and result").click()
        assert "Criteria met" in page.inner_text("#panel")
        assert page.locator("#q-social_life_disrupted.moot").count() == 1
        page.fill("#find", "sweating")
        page.press("#find", "Enter")
        assert page.locator("#found .hits li").count() > 0
        page.goto(site + PAYERS)
        assert page.locator(".relation").count() == 1


def test_an_analyst_drops_a_document_steps_through_findings_and_finds_each_place(
    page: Any, site: str
) -> None:
    page.goto(f"{site}/workbench")
    page.set_input_files("#file", ROOT / "library/examples/policies/meadowlark/mp-101/2026/source.txt")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector(".stepper")
    assert grave_faults(page) == []
    pictured(page, "draft")
    target = page.locator(".stepper a.place").first.get_attribute("href")
    assert page.locator(target).count() == 1
    page.locator(".stepper a[role=button]", has_text="Next").click()
    page.wait_for_selector(".stepper :text('Finding 2 of')")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the draft").click()
    assert waiting.value.suggested_filename == "draft.zip"


def test_lint_and_cases_follow_what_is_typed(page: Any, site: str) -> None:
    page.goto(f"{site}/workbench/edit/sentara/dme-32/7")
    assert "0 errors" in page.inner_text("#trial")
    body = page.input_value("#file-1")
    page.fill("#file-1", body.replace("fact: device_kind", "fact: devise_kind"))
    page.wait_for_selector("#trial :text('unknown fact')")
    page.fill("#file-1", body)
    page.wait_for_selector("#trial :text('0 errors')")


def test_a_run_of_claims_opens_to_the_rationale_of_one_line(page: Any, site: str) -> None:
    page.goto(f"{site}/claims")
    page.get_by_role("button", name="made-up run").click()
    page.wait_for_selector("svg.chart")
    assert grave_faults(page) == []
    pictured(page, "run")
    page.locator("tbody button").first.click()
    page.wait_for_selector(".outcome")
    assert "claim" in page.url.rpartition("/")[2]
    assert grave_faults(page) == []
    page.get_by_text("Why?").first.click()
    assert page.locator("ul.why li").first.is_visible()
