"""Notices to providers whose figures stand out: they name measure and peers, accuse nobody, and hold no member."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from coverable.base.problem import Refused
from coverable.determination.engine import Engine
from coverable.plan.ground import INNOCENT
from coverable.publish.lettertext import letter_html, letter_markdown
from coverable.publish.notice import notice_view, notices
from publish.conftest import parsed

DAY = date(2026, 11, 22)
NPI = "1234567893"
ACCUSES = re.compile(
    r"\b(fraud\w*|abus\w+|suspect\w*|improper\w*|overpa\w+|overbill\w*|recoup\w*|refund\w*|repay\w*|penalt\w+|violat\w+"
    r"|accus\w+|guilt\w*|wrongdoing|excessive\w*|den(y|ies|ied|ial|ials|ying)|must pay|you owe)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def notice(engine: Engine) -> dict[str, Any]:
    plan = engine.plans.plans["meadowlark/employer"]
    [told] = notices(engine.library, plan, DAY)
    return notice_view(told, engine.library, DAY)


@pytest.mark.sr("SR-080")
def test_a_notice_names_its_measure_and_its_peers(notice: dict[str, Any]) -> None:
    for text in (letter_html(notice), letter_markdown(notice).replace("\\", "")):
        assert "days with the codes (36475, 36478)" in text
        assert (
            "14 other providers of the same specialty and setting (vascular surgery, place of service 11)"
            in text
        )
        assert "only 6 of the same specialty, setting, region" in text
        for figure in ("4.6", "1.8", "1.2 to 2.5", "4.1, expected 1.7", "2025-07-01 to 2025-12-31"):
            assert figure in text


@pytest.mark.sr("SR-080")
def test_a_notice_says_from_when_to_when_for_which_codes_and_who_decided(notice: dict[str, Any]) -> None:
    head = " ".join(notice["notices"])
    for one in (
        "36475, 36478",
        "2026-02-01 to 2027-01-28",
        "expires on 2027-01-28",
        "plan sponsor, 2026-01-28",
    ):
        assert one in head
    assert "requests for authorization of your patients are not touched" in head
    assert "no finding" in head


def test_a_notice_accuses_nobody_and_asks_for_no_money(notice: dict[str, Any]) -> None:
    own = " ".join((*notice["notices"], *notice["words"]["after"], notice["words"]["grounds"]))
    assert not ACCUSES.search(own)
    assert "Nothing has to be paid back" in own


def test_a_notice_holds_no_member_and_nothing_that_was_said_inside(notice: dict[str, Any]) -> None:
    text = letter_html(notice) + letter_markdown(notice)
    assert not re.search(r"\b\d{3}-\d{2}-\d{4}\b", text)
    assert "one surgeon bills" not in text
    assert "more than twice what its peers do" not in text
    assert set(re.findall(r"\b\d{10}\b", text)) == {NPI}


def test_a_notice_tells_how_to_object_and_which_other_reasons_were_looked_at(notice: dict[str, Any]) -> None:
    after = " ".join(notice["words"]["after"])
    assert all(reason in after for reason in INNOCENT.values())
    assert "if a figure is wrong, tell us" in after
    assert "over a secure way only" in after


def test_a_notice_teaches_what_the_policy_asks_for(notice: dict[str, Any]) -> None:
    assert notice["indications"]
    assert notice["checklist"]
    assert notice["mistakes"]
    assert notice["plan"]["contact"]


def test_a_notice_of_a_plan_that_does_not_exist_says_so(notice: dict[str, Any]) -> None:
    assert (
        notice["says"][0]
        == "The plan is fictional: nobody sends this notice, and the figures in it are made up."
    )


def test_the_page_of_a_notice_is_whole_and_called_a_notice(notice: dict[str, Any]) -> None:
    page = parsed(letter_html(notice))
    assert page
    assert "<h2>Why you get this notice</h2>" in letter_html(notice)
    assert "Provider education letter" not in letter_html(notice) + letter_markdown(notice)


@pytest.mark.parametrize(
    ("plan", "day", "providers", "why"),
    [
        ("meadowlark/employer", date(2027, 2, 1), (), "none of its notices has recorded grounds and holds"),
        ("meadowlark/employer", DAY, ("1992999999",), "none of its notices has recorded grounds and holds"),
        ("sample/commercial", DAY, (), "none of its notices has recorded grounds and holds"),
    ],
)
def test_without_a_recorded_ground_that_holds_no_notice_is_written(
    engine: Engine, plan: str, day: date, providers: tuple[str, ...], why: str
) -> None:
    with pytest.raises(Refused) as refused:
        notices(engine.library, engine.plans.plans[plan], day, providers)
    assert why in str(refused.value)
    assert "coverable claims ground" in str(refused.value)
