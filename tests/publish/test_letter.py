"""Provider education letters: what a plan that only educates tells, and what never stands in them."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coverable.base.problem import Refused
from coverable.determination.decide import determine
from coverable.determination.engine import Engine, open_engine
from coverable.publish.figures import FIELDS, read_figures
from coverable.publish.letter import BUT_NOTIFIED, NO_REVIEW, letter_view, subjects
from coverable.publish.lettertext import letter_html, letter_markdown
from publish.conftest import parsed
from small_library import PLAN, POLICY, write_library

DAY = date(2026, 11, 22)
NPI = "1234567893"
HEAD = "provider,measure,value,unit,from,to,peers,peer_group,source\n"
ROW = f"{NPI},injections,2.4,per patient and year,2025-01-01,2025-12-31,1.6,41 practices nearby,made up\n"


def letter_of(engine: Engine, plan: str, policy: str | None = None, **more: Any) -> dict[str, Any]:
    only = [policy] if policy else []
    [subject] = subjects(engine.library, engine.plans.plans[plan], DAY, only)
    return letter_view(subject, engine.library, DAY, **more)


@pytest.fixture(scope="module")
def employer(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A letter to a provider that does not exist, with its figures."""
    path = tmp_path_factory.mktemp("figures") / "figures.csv"
    path.write_text(HEAD + ROW)
    rows = read_figures(path).of(NPI, "meadowlark/mp-145")
    return letter_of(engine, "meadowlark/employer", provider=NPI, figures=rows)


@pytest.fixture(scope="module")
def both(engine: Engine) -> dict[str, Any]:
    """A letter of a plan that also reviews notified providers."""
    return letter_of(engine, "sample/commercial")


@pytest.mark.sr("SR-077")
def test_a_plan_in_education_mode_writes_letters_and_reviews_nothing(engine: Engine) -> None:
    plan = engine.plans.plans["meadowlark/employer"]
    chosen = subjects(engine.library, plan, DAY)
    assert [one.policy.key for one in chosen] == ["meadowlark/mp-145@2025"]
    for code in chosen[0].policy.codes:
        asked = {"coverages": [plan.id], "services": [{"code": code, "date": DAY.isoformat()}]}
        got = determine(asked, engine)["lines"][0]["coverages"][0]
        assert (got["outcome"], got["rationale"]) == ("not_applicable", None)
    assert NO_REVIEW in letter_of(engine, plan.id)["notices"]


@pytest.mark.sr("SR-077")
def test_beside_review_of_notified_providers_the_letter_says_that_it_is_no_notice(
    both: dict[str, Any],
) -> None:
    assert both["notices"] == [NO_REVIEW, BUT_NOTIFIED]
    text = parsed(letter_html(both)).text
    assert BUT_NOTIFIED in text
    assert BUT_NOTIFIED in letter_markdown(both)


def _criteria(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [view, *(one for child in view.get("children", ()) for one in _criteria(child))]


@pytest.mark.sr("SR-081")
@pytest.mark.parametrize("name", ["employer", "both"])
def test_the_letter_tells_uses_criteria_codes_and_mistakes_each_with_its_place(
    name: str, request: pytest.FixtureRequest
) -> None:
    letter = request.getfixturevalue(name)
    html = parsed(letter_html(letter)).text
    text = re.sub(r"\\(.)", r"\1", letter_markdown(letter))
    for said in (html, text):
        for use in letter["indications"]:
            assert f"{use['says']} ({use['section']}, {use['cite']})" in said
            for one in _criteria(use["criteria"]):
                assert not one["says"] or one["says"] in said
                assert one["cite"]
                assert one["cite"] in said
        for service in letter["services"]:
            for code in service["codes"]:
                assert code["code"].partition(":")[2] in said
        for group in letter["checklist"]:
            assert all(item["ask"] in said for item in group["items"])
        assert letter["plan"]["contact"].lower() in said.lower()
        for group in letter["mistakes"]:
            for one in group["rows"]:
                assert one["says"] in said
                assert one["cite"] is None or one["cite"] in said
    assert letter["mistakes"]


@pytest.mark.sr("SR-081")
def test_the_letter_to_a_provider_shows_its_figures_beside_those_of_its_peers(
    employer: dict[str, Any],
) -> None:
    page = parsed(letter_html(employer))
    [table] = [t for t in page.all("table") if "peers" in t.all("caption")[0].text]
    assert [cell.text for cell in table.all("th", "td")][-7:] == [
        "injections", "2.4", "1.6", "per patient and year", "2025-01-01 to 2025-12-31", "41 practices nearby",
        "made up",
    ]  # fmt: skip
    assert NPI in page.text
    assert "Figures are no finding" in page.text
    assert "| injections | 2.4 | 1.6 |" in letter_markdown(employer).replace("\\", "")


MEMBER = (
    "member_id", "Member ID", "patient", "subscriber_number", "mbi", "ssn", "mrn", "birth_date", "dob", "name",
    "last_name", "address", "zip", "phone", "email", "claim_id", "case", "age",
)  # fmt: skip


@pytest.mark.sr("SR-081")
@pytest.mark.parametrize("field", MEMBER)
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_field_that_looks_like_data_of_a_member_is_refused_and_not_repeated(
    tmp_path: Path, field: str, kind: str
) -> None:
    path = tmp_path / f"figures.{kind}"
    if kind == "csv":
        path.write_text(HEAD.strip() + f",{field}\n" + ROW.strip() + ",Doe 1980\n")
    else:
        path.write_text(f'{{"provider": "{NPI}", "{field}": "Doe 1980"}}\n')
    with pytest.raises(Refused) as refused:
        read_figures(path)
    [problem] = refused.value.problems
    assert "looks like data of a member" in problem.what
    assert problem.where == f"figures.{kind}:{2 if kind == 'csv' else 1}"
    assert "Doe" not in str(refused.value)


@pytest.mark.sr("SR-081")
@pytest.mark.parametrize("text", ["of 123-45-6789", "of 1EG4TE5MK73", "of member 80012345", "of a@b.example"])
@pytest.mark.parametrize("field", ["injections", "41 practices nearby", "made up"])
def test_what_may_identify_a_member_is_refused_inside_a_text_as_well(
    tmp_path: Path, text: str, field: str
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(HEAD + ROW.replace(field, f"{field} {text}"))
    with pytest.raises(Refused, match="may identify a member") as refused:
        read_figures(path)
    assert text.rsplit(maxsplit=1)[-1] not in str(refused.value)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (NPI, "123", "provider"),
        ("2.4", "", "`value` is missing"),
        ("2025-12-31", "2024-12-31", "ends before"),
        ("2025-01-01", "January", "from"),
    ],
)
def test_a_figure_that_cannot_be_read_is_refused_with_its_row(
    tmp_path: Path, was: str, now: str, said: str
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(HEAD + ROW.replace(was, now))
    with pytest.raises(Refused) as refused:
        read_figures(path)
    [problem] = refused.value.problems
    assert problem.where == "figures.csv:2"
    assert said in f"{problem.what} {problem.why}"


def test_every_field_of_a_figure_is_one_that_the_page_names(root: Path) -> None:
    page = (root / "docs" / "adoption.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in FIELDS)


def test_the_html_needs_nothing_else_and_can_be_read_by_everyone(
    employer: dict[str, Any], both: dict[str, Any]
) -> None:
    for letter in (employer, both):
        html = letter_html(letter)
        page = parsed(html)
        assert "<script" not in html
        assert "default-src 'none'" in html
        assert [e.attributes["lang"] for e in page.all("html")] == ["en"]
        assert len(page.all("h1")) == 1
        ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
        assert len(ids) == len(set(ids))
        hrefs = {e.attributes["href"] for e in page.all("a")}
        assert all(h.startswith("#") and h[1:] in ids for h in hrefs), hrefs - {f"#{i}" for i in ids}
        for table in page.all("table"):
            assert table.all("caption")
            assert all("scope" in e.attributes for e in table.all("th"))
        levels = [int(e.name[1]) for e in page.all("h1", "h2", "h3", "h4")]
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_text_of_files_is_never_markup(tmp_path: Path) -> None:
    evil = PLAN.replace(
        "{policy: test/sleep}", "{policy: test/sleep, mode: education_only, because: '<b>x</b>'}"
    )
    policy = POLICY.replace("title: Sleep device", "title: '<script>alert(1)</script>'")
    engine = open_engine(write_library(tmp_path, plan=evil, policy=policy))
    html = letter_html(letter_of(engine, "test/plan"))
    assert "<script" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    "mode", ["mode: all_providers", "mode: notified_providers", "mode: education_only, to: 2026-01-31", "mode: not_adopted"]
)  # fmt: skip
def test_a_plan_that_does_not_educate_on_the_day_writes_no_letter(tmp_path: Path, mode: str) -> None:
    engine = open_engine(write_library(tmp_path, plan=PLAN.replace("test/sleep}", f"test/sleep, {mode}}}")))
    with pytest.raises(Refused, match="educates about no policy on 2026-11-22") as refused:
        letter_of(engine, "test/plan")
    assert "coverable plan register --plan test/plan" in refused.value.problems[0].next


def test_criteria_without_a_licence_are_told_in_no_letter(tmp_path: Path) -> None:
    owned = POLICY + "\ncriteria_owner: {name: Criteria House, edition: 12th}"
    plan = PLAN.replace("test/sleep}", "test/sleep, mode: education_only}")
    engine = open_engine(write_library(tmp_path, policy=owned, plan=plan))
    with pytest.raises(Refused, match="no licence is on file"):
        letter_of(engine, "test/plan")
