"""Page furniture leaves the reading text and is kept; what stands twice is read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from document.facts_sources import paged, read, seed

FILLER = [
    "The pump is placed by a trained nurse and checked every week by the clinic.",
    "Members bring the device to each visit and keep a diary of its use at home.",
    "A supplier shows how the strap is fastened and hands out the booklet.",
    "Cleaning takes place once a day with mild soap and a soft cloth.",
]


def texts(found):
    return [b.text for b in found.source.blocks]


@pytest.mark.sr("SR-136")
def test_the_counter_of_the_seed_leaves_the_text_and_keeps_its_numbers(seeds: Path):
    found = seed(seeds, 1)
    counter = [f for f in found.cleaned.furniture if f.kind == "counter"]
    assert [(f.number, f.total, f.span.place) for f in counter] == [(3, 12, "L144")]
    assert not any("3 of 12" in text for text in texts(found))


@pytest.mark.sr("SR-128")
def test_a_sentence_typed_twice_in_a_row_is_read_once_with_both_places(seeds: Path):
    found = seed(seeds, 0)
    [fold] = found.cleaned.folds
    assert fold.how == "sentence"
    assert found.source.words(fold.kept) == found.source.words(fold.again)
    assert fold.kept.end <= fold.again.start
    assert sum(text.count("Coverage varies") for text in texts(found)) == 1


@pytest.mark.sr("SR-129")
def test_the_torn_beginning_of_the_seed_is_read_where_it_is_whole(seeds: Path):
    found = seed(seeds, 1)
    assert [(f.kept.place, f.again.place) for f in found.cleaned.folds] == [
        ("L120-125", "L1-5"),
        ("L129-130", "L6"),
    ]
    assert sum("billing practices" in text for text in texts(found)) == 1
    assert texts(found)[0] == "Description"


@pytest.mark.sr("SR-091")
def test_the_paragraph_with_two_years_is_reported_once_with_both(seeds: Path):
    found = seed(seeds, 1)
    [one] = [f for f in found.findings.all() if f.rule == "repeated_with_difference"]
    assert "2022" in one.says
    assert "2021" in one.says
    assert [s.place for s in one.spans] == ["L287-289", "L378-380"]


def test_running_heads_and_feet_leave_the_pages_and_the_first_title_stays():
    pages = [
        ["Cooling caps, MP 7", FILLER[n], f"Any words {n}", f"Northlake Plan Page {n + 1} of 4"]
        for n in range(4)
    ]
    found = read(paged(pages))
    assert texts(found).count("Cooling caps, MP 7") == 1
    assert texts(found)[0] == "Cooling caps, MP 7"
    assert [f.number for f in found.cleaned.furniture if f.kind == "counter"] == [1, 2, 3, 4]


def test_a_foot_without_a_counter_is_told_by_its_return_on_every_page():
    pages = [[f"Part {n}", FILLER[n], "Northlake Health Plan, Policy MP 7"] for n in range(4)]
    found = read(paged(pages))
    assert "Northlake Health Plan, Policy MP 7" not in texts(found)
    assert {f.kind for f in found.cleaned.furniture} == {"repeated"}


def test_connectors_and_items_at_the_edge_of_every_page_stay():
    pages = [[FILLER[n], "AND", "J0585 an injection", "AND"] for n in range(4)]
    found = read(paged(pages))
    assert texts(found).count("AND") == 8
    assert texts(found).count("J0585 an injection") == 4


def test_a_sentence_torn_by_a_foot_is_whole_again():
    pages = [
        ["Criteria", "The brace is medically necessary when the joint", "Northlake Plan Page 1 of 2"],
        ["is unstable and swollen.", "More text follows here.", "Northlake Plan Page 2 of 2"],
    ]
    found = read(paged(pages))
    assert "The brace is medically necessary when the joint is unstable and swollen." in texts(found)
    block = next(b for b in found.source.blocks if b.text.startswith("The brace"))
    at = block.text.index("unstable")
    assert found.source.words(found.source.span(block, at, at + 8)) == "unstable"


@pytest.mark.parametrize(
    "foot",
    [
        "GX 843 | Cooling Caps | {}/2",
        "Cooling Caps | 7/19/2024 | Page {}",
        "20311-GX\nNorthlake Plan\nPage {} of 2",
        "Medical Coverage Policy:\nPage: {} of 2",
    ],
)
def test_a_foot_of_several_parts_is_no_part_of_a_sentence_that_it_tears(foot: str):
    torn = "Criteria\n\nThe brace is medically necessary when the joint is chronically\n\n"
    whole = f"{torn}{foot.format(1)}\n\nunstable.\n\n{FILLER[0]}\n\n{foot.format(2)}\n"
    assert "The brace is medically necessary when the joint is chronically unstable." in texts(read(whole))


def test_a_bold_connector_on_its_own_line_is_no_heading():
    found = read("Criteria\n\n- Pain at rest\n\n**or**\n\n- Pain at night.\n")
    assert [b.kind for b in found.source.blocks if b.text == "or"] == ["paragraph"]


def test_a_counter_inside_a_paragraph_is_cut_out():
    found = read("Criteria:\n\nThe brace is needed when Page 2 of 9 the joint is unstable in every way.\n")
    assert "The brace is needed when the joint is unstable in every way." in texts(found)
    assert [(f.number, f.total) for f in found.cleaned.furniture] == [(2, 9)]


def test_a_reference_to_a_page_is_no_counter():
    found = read("Notes:\n\nThe schedule of visits stands on page 3 of 12 in the handbook for members.\n")
    assert not found.cleaned.furniture


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("CPT Only – American Medical Association", "owner"),
        ("© 2025 Northlake Health Plan. All rights reserved.", "owner"),
        ("Proprietary and Confidential", "owner"),
        ("https://www.northlake.example/policies/mp7.html 3/5/2026, 10:33 AM", "address"),
        ("Page 3", "counter"),
        ("- 3 -", "counter"),
        ("3 of 12", "counter"),
        ("GADGET-886 - 3 of 12 -", "counter"),
        ("Medical Policy MP 7 | Page 3 of 12", "counter"),
    ],
)
def test_a_line_of_furniture_is_known_by_its_pattern(line: str, kind: str):
    found = read(f"Criteria:\n\nThe brace is needed.\n\n{line}\n\nThe strap is needed too.\n")
    assert [f.kind for f in found.cleaned.furniture] == [kind]
    assert texts(found) == ["Criteria:", "The brace is needed.", "The strap is needed too."]


def test_an_address_in_the_references_is_no_furniture():
    found = read("References:\n\nA site. (2025). From Northlake:\n\nhttps://www.northlake.example/a?b=1\n")
    assert not found.cleaned.furniture


def test_a_text_that_a_sharing_site_doubled_is_read_once():
    once = "Cooling caps\n\nCriteria:\n\n" + "\n\n".join(FILLER) + "\n\nHistory:\n\n2020: May\n\n"
    found = read(once + once)
    assert texts(found) == texts(read(once))
    assert "text_doubled" in found.rules


def test_criteria_with_the_same_words_under_two_headings_are_two():
    rule = "Coverage is approved when the member meets all of the following criteria and the request names the device and the clinic that fits it and the weeks of use"
    found = read(f"Criteria\n\nAdults\n\n{rule}\n\n- one\n- two\n\nChildren\n\n{rule}\n\n- one\n- two\n")
    assert texts(found).count(rule) == 2
    assert not found.cleaned.folds


def test_two_rules_that_differ_in_words_are_no_inconsistency():
    found = read(
        "Discussion\n\nThe first study looked at forty people with pain of the knee over two months of care.\n\n"
        "The second study looked at forty people with pain of the hip over two months of care.\n"
    )
    assert "repeated_with_difference" not in found.rules


ITEMS = """Widget Therapy

Criteria

Widgets are medically necessary when ALL of the following are met:

1. The member has pain on most days of
{a}
the week
2. {long}
3. The member has tried
{b}
therapy

Widgets are investigational for all other uses.
"""


@pytest.mark.parametrize(
    ("first", "second", "long"),
    [
        ("3 / 12", "4 / 12", "Short words"),
        ("\n3/12\n", "\n4/12\n", "Short words"),
        ("3\f", "4\f", "Short words"),
        ("\n3\n\f", "\n4\n\f", "Short words"),
        ("\n3\n", "\n4\n", " ".join(FILLER * 2)),
    ],
)
def test_page_numbers_at_the_foot_are_no_part_of_an_item(first: str, second: str, long: str):
    found = read(ITEMS.format(a=first, b=second, long=long))
    assert [f.text for f in found.cleaned.furniture] == [first.strip(), second.strip()]
    assert [t for t in texts(found) if t.startswith("The member has")] == [
        "The member has pain on most days of the week",
        "The member has tried therapy",
    ]


def test_the_points_of_a_score_are_no_page_numbers():
    text = "Criteria\n\nThe score is:\n\n1\n\nmild pain\n\n2\n\nsevere pain\n\n3\n\nvery severe pain\n"
    assert read(text).cleaned.furniture == ()
    assert read("Criteria\n\nAt least\n\n3/4\n\nof the joint space is lost.\n").cleaned.furniture == ()


@pytest.mark.parametrize("foot", ["7", "7 / 12"])
def test_a_single_page_of_a_longer_document_has_its_number_at_the_foot(foot: str):
    found = read(paged([["Criteria", *FILLER, "1. The member has pain", foot]]))
    assert [(f.text, f.number) for f in found.cleaned.furniture] == [(foot, 7)]
    assert "1. The member has pain" in texts(found)


def test_a_number_in_the_middle_of_a_page_is_no_page_number():
    found = read(paged([[*FILLER, "7", *FILLER]]))
    assert found.cleaned.furniture == ()


def test_a_page_number_behind_an_item_is_taken_off_and_the_item_stays():
    found = read(
        "Gadget Care\n\nCriteria\n\nGadgets are needed when all of these are met:\n- The member has pain; Page 2 of 4\n"
        "CLINICAL POLICY Gadget Care\n- The strap was tried without success Page 3 of 4\n- The knee is stiff. Page 4\n"
    )
    assert texts(found)[-3:] == [
        "The member has pain;",
        "The strap was tried without success",
        "The knee is stiff.",
    ]
    assert [f.text for f in found.cleaned.furniture] == [
        "Page 2 of 4",
        "CLINICAL POLICY Gadget Care",
        "Page 3 of 4",
        "Page 4",
    ]


def test_the_title_over_each_page_counter_is_furniture_though_it_stands_in_the_text_as_well():
    pages = (
        "Brace Studies\n{title}\n\nPolicy\n\nA brace is covered for:\no Pain\n",
        "o Falls\n",
        "o Swelling\n",
    )
    text = "".join(
        f"Brace Studies\nPage {n} of 3\nNorthwind Health Policy\n\n{page.format(title='Brace Studies')}\n"
        for n, page in enumerate(pages, 1)
    )
    there = texts(read(text))
    assert there[0] == "Brace Studies"
    assert there[-3:] == ["Pain", "Falls", "Swelling"]


def test_pages_that_an_extraction_set_apart_with_signs_are_counted_and_do_not_cut_a_list():
    head = "=== PAGE {} ===\n\n5.99.030\n\nSection:  Drugs   Effective Date:  July 1, 2026\nSubject:    Brace   Page: {} of 3\n\n"
    pages = ("Criteria\n\nA brace is covered for:\n1. Pain\n", "2. Falls\n", "3. Swelling\n")
    found = read("".join(head.format(n, n) + page + "\n" for n, page in enumerate(pages, 1)))
    assert texts(found)[-3:] == ["Pain", "Falls", "Swelling"]


def test_when_a_browser_printed_the_page_is_no_part_of_an_item():
    foot = "6/4/26, 8:17 PM\nBrace - Policy Bulletins\nhttps://plan.example/brace.html\n{}/3\n"
    pages = (
        "Criteria\n\nA brace is covered for:\n• A program that\n",
        "asks for change\n• Falls\n",
        "• Swelling\n",
    )
    found = read("".join(page + foot.format(n) for n, page in enumerate(pages, 1)))
    assert texts(found)[-3:] == ["A program that asks for change", "Falls", "Swelling"]
