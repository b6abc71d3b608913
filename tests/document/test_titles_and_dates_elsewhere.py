"""A title in a table, under a masthead or in two lines, and dates in feet and histories, are found (SR-130)."""

from __future__ import annotations

from typing import Any

import pytest

from coverable.document.read import read_document

BODY = """
Description
Nerve stimulation of the sacrum treats an overactive bladder that drugs did not help.
A lead for sacral stimulation is placed under the skin for a trial of up to two weeks.
A stimulator follows when the trial of sacral nerve stimulation helped by half.

Criteria
Sacral nerve stimulation is considered medically necessary when all of the following are met:
1. Urge incontinence or frequency for a year
2. Two drugs failed or were not tolerated
3. A trial of stimulation gave a drop of half in episodes

Discussion
In two trials stimulation of the sacral nerve lowered the number of episodes.
Harms of nerve stimulation were pain at the stimulator and moves of the lead.
The sacral nerve is also reached through the skin, which this text does not judge.
A stimulator is read out by the clinic once a year.
Batteries of a stimulator last for some seven years.
The lead of the stimulator may be replaced with it.

History
{history}
"""


def _metadata(head: str, history: str = "01/2020 New policy.") -> dict[str, Any]:
    text = head + BODY.format(history=history)
    return read_document(text.encode(), "policy.txt").view()["metadata"]


@pytest.mark.parametrize(
    "head",
    [
        "Riverbend Rose | Medical Policy Reference Manual\n7.01.69\nSacral Nerve Stimulation\nLast Review: 07/01/2025\n",
        "Pharmacy Services · Fax 1-800-555-0142\nRiverbend Plan\nRequest Form\nSacral Nerve Stimulation\n",
        "Riverbend Kids (CHIP)\tPolicy Number: 7.01.69\nSacral Nerve Stimulation\tEffective Date: 07/01/2025\n",
    ],
)
def test_the_line_whose_words_come_back_is_the_title(head: str) -> None:
    assert _metadata(head)["title"]["value"] == "Sacral Nerve Stimulation"


def test_a_payer_that_is_named_often_is_no_title() -> None:
    head = "Sacral Nerve Stimulation\nRiverbend Partners\nPolicy Number: 7.01.69\n"
    text = "Riverbend Partners is a partner of health plans.\n" * 3
    assert _metadata(head + text)["title"]["value"] == "Sacral Nerve Stimulation"


def test_a_title_goes_on_in_the_next_line_where_the_text_says_both_as_one() -> None:
    two = "Medical Policy | Sacral Nerve\nStimulation\n\nEffective Date: 07/01/2025\n"
    other = "Medical Policy | Sacral Nerve\nBladder Devices\n\nEffective Date: 07/01/2025\n"
    assert _metadata(two)["title"]["value"] == "Sacral Nerve Stimulation"
    assert _metadata(other)["title"]["value"] == "Sacral Nerve"


def test_dates_of_the_running_feet_are_read_but_for_the_day_of_the_print() -> None:
    pages = [
        f"{part}\n\nEffective 07/01/2025    Created on 08/02/2025    Page {n} of 3\n"
        for n, part in enumerate(["Sacral Nerve Stimulation\n" + BODY.format(history="None."), BODY, BODY], 1)
    ]
    dates = read_document("\f".join(pages).encode(), "policy.txt").view()["metadata"]["dates"]
    assert [(d["kind"], d["value"]) for d in dates] == [("effective", "2025-07-01")]


def test_the_last_change_says_from_when_it_holds_and_somebody_is_asked() -> None:
    history = "06/09/2021 New policy.\n04/22/2025 Annual review. Age lowered. Effective 07/01/2025."
    reading = read_document(("Sacral Nerve Stimulation\n" + BODY.format(history=history)).encode(), "p.txt")
    dates = reading.view()["metadata"]["dates"]
    assert [(d["kind"], d["value"]) for d in dates] == [("effective", "2025-07-01")]
    assert "effective_date_of_a_change" in {f.rule for f in reading.findings}


def test_an_older_change_says_nothing_of_the_document() -> None:
    history = "06/09/2021 New policy. Effective 08/01/2021.\n04/22/2025 Annual review."
    reading = read_document(("Sacral Nerve Stimulation\n" + BODY.format(history=history)).encode(), "p.txt")
    assert "dates" not in reading.view()["metadata"]
    assert "effective_date_missing" in {f.rule for f in reading.findings}
