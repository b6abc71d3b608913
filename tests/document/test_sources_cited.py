"""References, kinds of sources, keywords, definitions, studies, evidence and other policies."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from coverable.document.parts.known import Known
from document import layouts
from document.facts_sources import rules, whole, whole_seed


def fields(records, *names):
    return [tuple(r.fields.get(n) for n in names) for r in records]


@pytest.mark.sr("SR-093")
def test_the_eight_references_of_the_first_seed_have_their_parts(seeds: Path):
    found = whole_seed(seeds, 0).references
    assert fields(found, "publisher", "year", "retrieved") == [
        ("MCG", "2025", "2025-06"),
        ("CMS", "2025", "2025-07"),
        ("The International Hyperhidrosis Society", "2025", "2025-07"),
        ("Hayes", "2025", "2025-07"),
        ("MedlinePlus", "2023", "2025-07"),
        ("Journal of Drugs in Dermatology", "2021-05", "2025-07"),
        ("UpToDate", "2024-05", "2025-07"),
        ("DMAS", "2025", "2025-07"),
    ]
    assert [r.span.place for r in found] == [
        "L93",
        "L95",
        "L97",
        "L99-101",
        "L103",
        "L105",
        "L107-109",
        "L111",
    ]
    assert [r.fields["title"] for r in found[2:5]] == [
        "Clinical Guidelines",
        "Hyperhidrosis",
        "Iontophoresis",
    ]
    assert all(r.fields["address"].startswith("http") for r in found)


def test_the_addresses_of_the_first_seed_stand_there_as_they_are_printed(seeds: Path):
    text = sorted(seeds.glob("*.txt"))[0].read_text(encoding="utf-8")
    assert all(r.fields["address"] in text for r in whole_seed(seeds, 0).references)


@pytest.mark.sr("SR-094")
def test_the_first_seed_names_eight_kinds_of_sources(seeds: Path):
    found = whole_seed(seeds, 0).source_kinds
    assert len(found) == 8
    assert found[2].fields["kind"] == "Winifred S. Hayes, Inc"
    assert {r.span.place for r in found} == {"L91"}


def test_the_first_seed_has_twelve_keywords(seeds: Path):
    found = whole_seed(seeds, 0).keywords
    assert len(found) == 12
    assert (found[0].fields["word"], found[-1].fields["word"]) == (
        "SHP Iontophoresis Treatment for Hyperhidrosis",
        "Dermadry",
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("INDEX", ["Balloon, Ear Tube", "Tubal Dilation"]),
        ("LOCAL", ["Nerve", "Conduction"]),
    ],
)
def test_an_entry_a_line_is_one_keyword(name, expected):
    assert [r.fields["word"] for r in whole(layouts.ALL[name]).keywords] == expected


def test_the_second_seed_defines_six_terms(seeds: Path):
    found = whole_seed(seeds, 1).definitions
    assert [r.fields["term"] for r in found] == [
        "Eccrine gland",
        "Functional impairment",
        "Hyperhidrosis",
        "Iontophoresis",
        "Primary hyperhidrosis",
        "Secondary hyperhidrosis",
    ]
    assert [r.span.place for r in found] == [
        "L387-389",
        "L393-395",
        "L396-398",
        "L402-404",
        "L407",
        "L411-413",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Bolus: Insulin for a meal.\n\nBasal rate: Insulin of the day.",
        "Term\tDefinition\nBolus\tInsulin for a meal.\nBasal rate\tInsulin of the day.",
        "**Bolus**\n\nInsulin for a meal.\n\n**Basal rate**\n\nInsulin of the day.",
        "Bolus – Insulin for a meal.\n\nBasal rate – Insulin of the day.",
        "**Bolus** Insulin for a meal.\n\n**Basal rate** Insulin of the day.",
        "**Bolus:** Insulin for a meal.\n**Basal rate:** Insulin of the day.",
        "- Bolus: Insulin for a meal.\n- Basal rate: Insulin of the day.",
        "• Bolus – Insulin for a meal.\n• Basal rate – Insulin of the day.",
        "Bolus\nInsulin for a meal.\n\nBasal rate\nInsulin of the day.",
        "Bolus:\n\nInsulin for a meal.\n\nBasal rate:\n\nInsulin of the day.",
        "“Bolus” means Insulin for a meal.\n“Basal rate” means Insulin of the day.",
        "Bolus = Insulin for a meal.\nBasal rate = Insulin of the day.",
    ],
)
def test_terms_are_defined_in_lines_tables_and_under_headings(text):
    found = whole(
        f"Pumps\n\nCriteria\n\nA pump is medically necessary.\n\nDefinitions\n\n{text}\n"
    ).definitions
    assert fields(found, "term", "says") == [
        ("Bolus", "Insulin for a meal."),
        ("Basal rate", "Insulin of the day."),
    ]


def test_definitions_one_after_another_without_full_stops_are_not_one():
    text = "Bolus: Insulin for a meal\nBasal rate: Insulin of the day\nPump: A device"
    found = whole(f"Pumps\n\nDefinitions\n\n{text}\n").definitions
    assert fields(found, "term", "says") == [
        ("Bolus", "Insulin for a meal"),
        ("Basal rate", "Insulin of the day"),
        ("Pump", "A device"),
    ]


def test_a_list_under_a_term_belongs_to_its_definition():
    text = "Impairment: Any of the following.\n\n- Physical: Pain.\n- Social: Loss of work.\n\nBolus: Insulin for a meal."
    found = whole(f"Pumps\n\nDefinitions\n\n{text}\n").definitions
    assert [r.fields["term"] for r in found] == ["Impairment", "Bolus"]


@pytest.mark.sr("SR-084")
def test_fourteen_conditions_of_the_second_seed_have_twenty_two_mentions(seeds: Path):
    found = whole_seed(seeds, 1).evidence
    assert len(found) == 14
    assert sum(len(r.fields["studies"]) for r in found) == 22
    assert {r.fields["concludes"] for r in found} == {"does_not_support"}
    by_condition = {r.fields["condition"]: len(r.fields["studies"]) for r in found}
    assert Counter(by_condition.values()) == {1: 10, 3: 2, 2: 1, 4: 1}
    assert by_condition["carpal tunnel syndrome"] == 3
    assert by_condition["Peyronie’s disease"] == 4
    assert all(r.span.place.startswith("L2") for r in found)


@pytest.mark.sr("SR-085")
def test_the_second_seed_says_how_good_its_evidence_is(seeds: Path):
    said = [n for n in whole_seed(seeds, 1).notes if n.fields.get("topic") == "evidence quality"]
    assert said[0].span.place == "L203-205"


@pytest.mark.sr("SR-092")
def test_all_thirty_six_mentions_of_the_second_seed_are_unresolved(seeds: Path):
    found = whole_seed(seeds, 1)
    assert len(found.studies) == 36
    assert {r.fields["state"] for r in found.studies} == {"unresolved"}
    [one] = [f for f in found.findings if f.rule == "study_unresolved"]
    assert len(one.spans) == 36


@pytest.mark.sr("SR-086")
def test_the_review_of_neck_pain_has_typed_fields_with_places(seeds: Path):
    found = whole_seed(seeds, 1)
    [review] = [r for r in found.studies if r.fields["by"].startswith("Kroeling")]
    told = review.fields["details"]
    assert told["studies"]["value"] == 1
    assert told["follow_up"]["value"] == "5 weeks"
    assert told["review"]["value"] == "Cochrane review"
    assert told["quality"]["value"] == "very low quality"
    assert told["bias"]["value"] == "high risk of bias"
    assert told["population"]["value"].startswith("adults with neck pain")
    assert told["result"]["value"].startswith("No difference")
    assert all(entry["span"]["lines"] for entry in told.values())


@pytest.mark.sr("SR-087")
def test_the_numbers_of_the_meta_analysis_are_numbers(seeds: Path):
    found = whole_seed(seeds, 1)
    [review] = [r for r in found.studies if r.fields["by"].startswith("Sayegh")]
    told = review.fields["details"]
    assert (told["studies"]["value"], told["participants"]["value"]) == (22, 64)
    assert told["follow_up"]["value"] == "6 months"


def test_a_mention_is_tied_to_its_reference():
    found = whole(layouts.ALL["CAPITALS"])
    assert fields(found.studies, "by", "state", "reference") == [
        ("Lane et al.", "resolved", "1"),
        ("Cole & Marsh", "resolved", "2"),
    ]
    assert "study_unresolved" not in rules(found)


def test_only_the_mention_without_an_entry_is_reported():
    found = whole(layouts.ALL["BULLETIN"])
    assert fields(found.studies, "by", "state") == [("Miller", "resolved"), ("Ortega et al.", "unresolved")]


def test_conditions_without_support_are_read_from_other_words_too():
    found = whole(layouts.ALL["CAPITALS"]).evidence
    assert fields(found, "condition", "concludes") == [
        ("screening of healthy adults", "does_not_support"),
        ("patients with stable disease", "does_not_support"),
    ] or [r.fields["concludes"] for r in found] == ["does_not_support", "does_not_support"]


def test_brackets_that_name_no_study_are_no_mentions():
    found = whole(
        "Discussion\n\nThe rule (effective 2020) and the cap (in 2021) came late (see Table 2019).\n"
    )
    assert found.studies == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "BULLETIN",
            [
                ("1", "Frames at home", "J Rehab Care", "2015", None),
                ("2", "Guide to frames", "Tidewater Institute", "2020", "2025-06-03"),
            ],
        ),
        (
            "INDEX",
            [
                ("1", "Balloons of the tube: a trial", "Laryngo Letters", "2018", None),
                ("1", "Tubes and balloons", "Ear Society", None, "2025-05-02"),
            ],
        ),
        ("LOG", [("1", "Light for newborns", "Pediatr Notes", "2014", None)]),
        ("LOCAL", [(None, "Nerves", "Neuro Notes", "2012", None)]),
    ],
)
def test_references_of_other_styles_have_their_parts(name, expected):
    assert (
        fields(whole(layouts.ALL[name]).references, "number", "title", "publisher", "year", "retrieved")
        == expected
    )


def test_references_that_were_joined_to_one_block_are_apart_again():
    found = whole(
        "References\n\n1. Gray A. One brace. Knee Notes. 2019;1:1-2. 2. Blue B. Two braces. Knee Notes. 2020;2:3-4.\n"
    )
    assert fields(found.references, "number", "title") == [("1", "One brace"), ("2", "Two braces")]


def test_the_second_seed_sends_to_one_policy_that_is_missing(seeds: Path):
    found = whole_seed(seeds, 1)
    assert fields(found.cross_references, "to", "state") == [("CG-MED-63", "missing")]
    assert found.cross_references[0].span.place == "L20"
    assert "cross_reference_missing" in rules(found)


@pytest.mark.parametrize("state", ["loaded", "missing", "conflicting"])
def test_the_state_of_another_policy_is_what_the_library_says(state):
    asked: list[str] = []

    def lookup(number: str):
        asked.append(number)
        return Known(state)

    found = whole(layouts.ALL["LOCAL"], lookup=lookup)
    assert asked == ["160.99", "A99902"]
    assert {r.fields["state"] for r in found.cross_references} == {state}
    assert any(rule.startswith("cross_reference") for rule in rules(found)) == (state != "loaded")


def test_criteria_of_a_third_party_and_addresses_are_named_and_not_fetched():
    found = whole(
        "Braces\n\nCriteria\n\nA brace is medically necessary when MCG care guidelines are met. See https://www.northlake.example/a.\n"
    )
    assert fields(found.cross_references, "to", "state") == [
        ("MCG", "third_party"),
        ("https://www.northlake.example/a", "address"),
    ]


@pytest.mark.sr("SR-127")
def test_the_star_of_the_header_leads_to_the_special_notes(seeds: Path):
    found = whole_seed(seeds, 0)
    [star] = [n for n in found.notes if n.fields.get("kind") == "footnote"]
    assert (star.span.place, star.fields["to"]) == ("L20", "L79")


def test_a_mark_without_a_note_is_a_finding_and_a_wildcard_is_no_mark():
    found = whole("Criteria\n\nA brace is medically necessary for adults† with pain.\n\nCoding\n\nE66.*\n")
    assert rules(found).count("footnote_unresolved") == 1
    resolved = whole(
        "Criteria\n\nA brace is medically necessary for adults† with pain.\n\n† Adults are 18 and over.\n"
    )
    assert [n.fields["mark"] for n in resolved.notes] == ["†"]


def test_special_notes_have_topics_and_scopes(seeds: Path):
    told = [n for n in whole_seed(seeds, 0).notes if "says" in n.fields]
    assert [n.fields.get("topic") for n in told][:3] == [
        "Coverage",
        "Application to products",
        "Authorization requirements",
    ]
    assert [n.fields.get("scope") for n in told][-1] == "medicare"
