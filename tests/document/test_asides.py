"""Sidebars are taken out of the text wherever they fell, and what they say of the document is kept."""

from __future__ import annotations

import pytest

from coverable.document.read import read_document
from coverable.document.reading import Node, Reading, Stated

HEAD = "Knee Brace\n\nPolicy\n\nA knee brace is medically necessary when ALL of the following are met:\n\n"
TAIL = "A knee brace is investigational for all other indications.\n\nBackground\n\nBraces hold joints.\n"
BOX = (
    "Policy Number: 0123\n\nLast Review\n\n03/04/2025\n\nEffective: 01/01/2025\n\nNext Review: 03/04/2026\n\n"
)


def read(text: str, name: str = "brace.txt") -> Reading:
    return read_document(text.encode(), name)


def leaves(node: Node | None) -> list[str]:
    if node is None:
        return []
    return [leaf for child in node.children for leaf in leaves(child)] if node.children else [node.text]


def positions(found: Reading) -> list[str]:
    return [one.position for one in found.statements]


def rules(found: Reading) -> set[str]:
    return {f.rule for f in found.findings}


def dates(found: Reading) -> list[tuple[str | None, str]]:
    told = found.metadata.get("dates", ())
    assert isinstance(told, tuple)
    return [(one.kind, one.value) for one in told]


def test_a_sidebar_inside_a_list_does_not_end_it() -> None:
    found = read(
        f"{HEAD}A. Pain on most days\n\n{BOX}Review History\n\nDefinitions\n\nB. Weakness of the joint\n\n{TAIL}"
    )
    assert leaves(found.statements[0].criteria) == ["Pain on most days", "Weakness of the joint"]
    assert positions(found) == ["medically_necessary", "investigational"]
    assert not any("sidebar" in rule or rule == "single_item" for rule in rules(found))


def test_a_sidebar_with_the_name_of_a_section_begins_none() -> None:
    found = read(f"{HEAD}A. Pain on most days\n\nB. Weakness of the joint\n\nPolicy History\n\n{BOX}{TAIL}")
    assert positions(found) == ["medically_necessary", "investigational"]
    assert [s.kind for s in found.sections] == ["header", "criteria", "discussion"]


def test_a_sidebar_in_the_middle_of_a_sentence_leaves_it_whole() -> None:
    found = read(
        f"{HEAD}A. Pain on most days that does not\n\n{BOX}go away with rest\n\nB. Weakness\n\n{TAIL}"
    )
    assert leaves(found.statements[0].criteria) == [
        "Pain on most days that does not go away with rest",
        "Weakness",
    ]


def test_what_a_sidebar_says_of_the_document_is_kept_with_its_places() -> None:
    text = f"{HEAD}A. Pain on most days\n\n{BOX}B. Weakness of the joint\n\n{TAIL}"
    found = read(text)
    number = found.metadata["number"]
    assert isinstance(number, Stated)
    assert (number.value, text[number.span.start : number.span.end]) == ("0123", "0123")
    assert dates(found) == [
        ("reviewed", "2025-03-04"),
        ("effective", "2025-01-01"),
        ("next_review", "2026-03-04"),
    ]
    kept = [one["text"] for one in found.document["furniture"] if one["kind"] == "sidebar"]
    assert " ".join(kept) == " ".join(BOX.split())


@pytest.mark.parametrize(
    "section",
    [
        f"Policy History\n\n{BOX}03/04/2025: annual review without changes of the criteria.\n\nReferences\n\nGray A. 2019.\n",
        f"Policy History\n\n{BOX}References\n\nGray A. One brace. Knee Notes. 2019.\n",
        f"{BOX}Definitions\n\nBrace: A device that holds a joint.\n",
    ],
)
def test_a_section_of_dates_is_no_sidebar(section: str) -> None:
    found = read(f"{HEAD}A. Pain on most days\n\nB. Weakness of the joint\n\n{section}")
    assert not any(one["kind"] == "sidebar" for one in found.document["furniture"])


def test_a_header_of_dates_is_no_sidebar() -> None:
    found = read(f"{BOX}{HEAD}A. Pain on most days\n\nB. Weakness of the joint\n\n{TAIL}")
    assert found.document["furniture"] == []
    assert ("effective", "2025-01-01") in dates(found)


def test_where_it_is_not_clear_what_follows_the_analyst_is_asked() -> None:
    found = read(
        f"{HEAD}A. Pain on most days\n\nB. Weakness\n\n{BOX}Braces of cloth are sold in shops.\n\n{TAIL}"
    )
    assert "sidebar_end_unclear" in rules(found)


def test_a_box_that_an_html_page_sets_aside_is_no_part_of_the_list() -> None:
    html = (
        "<html><body><h1>Knee Brace</h1><h2>Policy</h2><p>A knee brace is medically necessary when ALL of the "
        "following are met:</p><ul><li>Pain on most days</li><li>Weakness of the joint</li></ul>"
        "<aside><p>Last Review: 03/04/2025</p><p>{more}</p></aside>"
        "<p>A knee brace is investigational for all other indications.</p></body></html>"
    )
    found = read(html.format(more="Effective: 01/01/2025"), "brace.html")
    assert positions(found) == ["medically_necessary", "investigational"]
    assert ("effective", "2025-01-01") in dates(found)
    assert "sidebar_with_criteria" not in rules(found)
    asked = read(html.format(more="A brace is not medically necessary for gout."), "brace.html")
    [one] = [f for f in asked.findings if f.rule == "sidebar_with_criteria"]
    assert one.severity == "high"


BRACE = "Knee Brace\n\nPolicy\n\nA knee brace is medically necessary for any of the following:\n\n"
RELATED = "Related Commercial Policies\n• Elastic Supports for the\nLower Limb\n• Wheelchairs\n\nCommunity Plan Policy\n• Knee Brace\n\n"


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("Instability; or\n\n", "Swelling; or\n\nWeakness\n\n"),
        ("o Instability\n", "o Swelling\no Weakness\n\n"),
    ],
)
def test_a_box_of_related_policies_does_not_end_the_list_that_it_fell_into(before: str, behind: str) -> None:
    found = read(BRACE + before + RELATED + behind + TAIL)
    assert leaves(found.statements[0].criteria) == ["Instability", "Swelling", "Weakness"]
    assert not rules(found) & {"sidebar_end_unclear", "sidebar_with_criteria"}


def test_a_section_of_related_policies_behind_the_criteria_stays_one() -> None:
    found = read(BRACE + "o Instability\no Swelling\n\n" + RELATED + TAIL)
    assert "Related Commercial Policies" in {s.title for s in found.sections}
