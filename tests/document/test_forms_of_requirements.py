"""The form of requirements that drug plans print line by line: its labels, and what stands under or behind them."""

from __future__ import annotations

from document.made import read_bytes
from document.trees import read

_REST = "\n\nCoverage Duration\n12 months\n"


def test_a_form_asks_for_its_fields_and_bars_its_exclusions() -> None:
    found = read(
        "GADGETIN\n\nExclusion Criteria\nAlpha. Beta.\n\nRequired Medical Information\nDiagnosis of gamma.\n\n"
        f"Age Restrictions\n18 years of age and older\n\nPrescriber Restrictions\nN/A{_REST}"
    )
    assert found.short == [
        "medically_necessary: all(not(alpha), not(beta), gamma, “18 years of age and older”)"
    ]
    assert found.statements[0].subject == "GADGETIN"
    assert "criteria_in_table" in found.rules


def test_a_field_that_names_uses_asks_of_each_what_follows_it() -> None:
    found = read(
        "Prior Authorization Group Description:\nGADGETIN\n\nExclusion Criteria:\n\nRequired Medical Information:\n"
        f"Arthritis: Failure of alpha. Psoriasis: Failure of beta.\n\nAge Restrictions:\n{_REST}"
    )
    assert found.tree == "all(if(“Arthritis”, alpha), if(“Psoriasis”, beta))"
    assert found.rules.count("only_for_some") == 2


def test_labels_may_stand_before_what_they_ask_for_and_behind_an_empty_field() -> None:
    found = read(
        "REQUIRED MEDICAL INFORMATION Diagnosis of alpha.\n\nAGE RESTRICTION N/A PRESCRIBER RESTRICTION Prescribed by a beta "
        "specialist.\n\nCOVERAGE DURATION\n12 months\n"
    )
    assert found.tree == "all(alpha, beta)"


def test_two_forms_are_two_statements() -> None:
    one = f"Exclusion Criteria\nN/A\n\nRequired Medical Information\n{{}}\n\nAge Restrictions\nN/A{_REST}"
    found = read(f"GADGETIN\n\n{one.format('Alpha')}\n\nGAUGERIL\n\n{one.format('Beta')}")
    assert [(s.subject, s.criteria and s.criteria.children[0].text) for s in found.statements] == [
        ("GADGETIN", "Alpha"),
        ("GAUGERIL", "Beta"),
    ]


def test_a_list_in_a_field_is_read_whole_with_the_list_inside_its_item() -> None:
    found = read(
        "GADGETIN\n\nExclusion Criteria\nN/A\n\nRequired Medical Information\nONE OF THE FOLLOWING: (1) RISK DEFINED AS ONE OF THE "
        f"FOLLOWING: (A) ALPHA, (B) BETA, OR (C) GAMMA. (2) DELTA. (3) EPSILON.\n\nAge Restrictions\nN/A{_REST}"
    )
    assert found.tree == "any(all(“RISK”, any(alpha, beta, gamma)), delta, epsilon)"


def test_two_labels_alone_make_no_form() -> None:
    found = read("Exclusion Criteria\nN/A\n\nGadgets are covered when alpha is shown.\n\nOther Criteria\nN/A")
    assert "medically_necessary: alpha" in found.short


_USUAL = (
    "GADGETIN\n\nCovered Uses\nAll FDA-approved indications\n\nExclusion Criteria\n{}\n\nRequired Medical Information\n{}\n\n"
    f"Age Restrictions\nN/A\n\nPrescriber Restrictions\nN/A{_REST}\nOther Criteria\n{{}}\n"
)
_LAW = "“All FDA-approved indications”"


def test_a_form_with_the_usual_fields_is_read_without_a_question() -> None:
    found = read(_USUAL.format("Alpha", "Diagnosis of beta.", "Failure of gamma."))
    assert found.tree == f"all({_LAW}, not(alpha), beta, gamma)"
    assert found.rules == []


def test_a_use_is_named_by_a_colon_by_approve_or_by_for() -> None:
    said = (
        "Gout, approve if the patient tried alpha. For lupus, failure of beta. Psoriasis: Failure of gamma."
    )
    found = read(_USUAL.format("N/A", "N/A", said))
    assert found.tree == f"all({_LAW}, if(“Gout”, alpha), if(“lupus”, beta), if(“Psoriasis”, gamma))"
    assert found.rules == []


def test_what_is_asked_of_those_who_have_not_tried_it_suffices_instead() -> None:
    said = (
        "Gout, approve for patients who have tried two of the following: alpha, beta, or gamma. If the patient has not tried "
        "two of these drugs, the patient must have a trial with delta."
    )
    found = read(_USUAL.format("N/A", "N/A", said))
    assert found.tree == f"all({_LAW}, if(“Gout”, any(at_least_2(alpha, beta, gamma), delta)))"


def test_an_exclusion_that_forbids_bars_what_it_forbids() -> None:
    found = read(_USUAL.format("Gadgetin should not be given with alpha. Beta.", "Gamma", "N/A"))
    assert found.tree == f"all({_LAW}, not(alpha), not(beta), gamma)"


def test_a_field_for_renewals_is_a_statement_of_its_own_that_is_asked_about() -> None:
    found = read(_USUAL.format("N/A", "Gout (Initial): Diagnosis of alpha.", "For renewal, gain of beta."))
    assert found.short == [
        f"medically_necessary: all({_LAW}, if(“Gout”, alpha))",
        f"medically_necessary: all({_LAW}, beta)",
    ]
    assert [s.stage for s in found.statements] == ["initial", "continuation"]
    assert found.rules == ["stage_inferred"]


def test_a_form_in_one_line_or_with_glued_labels_is_a_form() -> None:
    line = (
        "ACME 1 GADGETIN Products Affected Gadgetin INJ PA Criteria Criteria Details Covered Uses All FDA-approved indications. "
        "Exclusion Criteria N/A Required Medical Information Diagnosis of alpha. Age Restrictions N/A Prescriber Restrictions "
        "Beta specialist. Coverage Duration 12 months Other Criteria N/A"
    )
    assert read(line).tree == f"all({_LAW}, alpha, beta)"
    glued = (
        "GADGETIN\n\nCovered UsesAll FDA-approved indications.\n\nExclusion Criteria\n\nRequired Medical InformationDiagnosis "
        "of alpha\n\nAge Restriction\n\nPrescriber RestrictionBeta specialist\n\nCoverage DurationOne year\n"
    )
    assert read(glued).tree == f"all({_LAW}, alpha, beta)"


def test_what_a_word_of_a_field_means_is_no_condition() -> None:
    found = read(
        _USUAL.format("N/A", "Member is on alpha. Members are considered tolerant when taking beta.", "N/A")
    )
    assert found.tree == f"all({_LAW}, alpha)"
    assert "sentence_not_mapped" in found.rules


def test_the_lines_behind_the_last_field_of_a_form_belong_to_no_form() -> None:
    one = _USUAL.format("N/A", "Alpha", "N/A")
    found = read(f"{one}\nRevised in 2026\n\n{one.replace('GADGETIN', 'GAUGERIL')}")
    assert [s.subject for s in found.statements] == ["GADGETIN", "GAUGERIL"]
    assert all("2026" not in str(s.criteria) for s in found.statements)


def test_a_use_before_a_dash_is_one() -> None:
    said = "Lupus initial - patient has tried alpha. Gout-approve if beta is shown."
    found = read(_USUAL.format("N/A", "N/A", said))
    assert [s.stage for s in found.statements] == ["initial"]
    assert found.tree == f"all({_LAW}, if(“Lupus”, alpha), if(“Gout”, beta))"


def test_several_ages_in_a_field_without_their_uses_are_asked_about() -> None:
    form = _USUAL.replace(
        "Age Restrictions\nN/A", "Age Restrictions\n6 years or older (gout). 18 years or older (lupus)."
    )
    assert read(form.format("N/A", "Alpha", "N/A")).rules.count("only_for_some") == 2


def test_ages_by_use_are_not() -> None:
    form = _USUAL.replace(
        "Age Restrictions\nN/A", "Age Restrictions\nGout: 6 years or older. Lupus - 18 years or older."
    )
    found = read(form.format("N/A", "Alpha", "N/A"))
    assert found.rules == []
    assert "if(“Gout”, “6 years or older”)" in found.tree
    assert "if(“Lupus”, “18 years or older”)" in found.tree


def test_an_exclusion_that_denies_coverage_is_turned_once() -> None:
    found = read(_USUAL.format("Coverage will be denied if alpha is present.", "Beta", "N/A"))
    assert found.tree == f"all({_LAW}, not(alpha), beta)"


def test_uses_with_their_ages_in_one_sentence_are_taken_apart() -> None:
    ages = "Asthma-6 years of age and older, nasal polyps-18 years of age and older"
    found = read(
        _USUAL.replace("Age Restrictions\nN/A", f"Age Restrictions\n{ages}").format("N/A", "Alpha", "N/A")
    )
    assert found.rules == []
    assert (
        "if(“Asthma”, “6 years of age and older”), if(“nasal polyps”, “18 years of age and older”)"
        in found.tree
    )


def test_a_number_of_drugs_before_a_colon_is_no_use() -> None:
    found = read(_USUAL.format("N/A", "N/A", "Trial of two of: alpha, beta, or gamma."))
    assert found.tree == f"all({_LAW}, alpha+beta+gamma)"


def test_which_part_of_medicare_pays_is_no_condition() -> None:
    said = "Failure of alpha. Subject to Part B vs. Part D review."
    assert read(_USUAL.format("N/A", "N/A", said)).tree == f"all({_LAW}, alpha)"


def test_a_sentence_that_lifts_what_another_asks_is_asked_about() -> None:
    said = "Patients stable on Gadgetin do not need to meet the trial requirement."
    assert "exception_inside" in read(_USUAL.format("N/A", "Trial of alpha.", said)).rules


def test_the_number_of_an_answer_is_no_part_of_it() -> None:
    form = _USUAL.replace("Covered Uses\nAll FDA-approved", "PA Indication Indicator\n1 - All FDA-approved")
    assert read(form.format("N/A", "Alpha", "N/A")).tree == f"all({_LAW}, alpha)"


def test_every_paragraph_of_the_last_field_is_asked_for_where_another_form_follows() -> None:
    one = _USUAL.format("N/A", "Alpha", "Trial of beta.\n\nTrial of gamma.")
    found = read(f"{one}\nPage 4 of 9\n\n{one.replace('GADGETIN', 'GAUGERIL')}\nThese pages promise nothing.")
    assert [s.subject for s in found.statements] == ["GADGETIN", "GAUGERIL"]
    assert found.short[0].endswith(f"all({_LAW}, alpha, beta, gamma)")
    assert "promise" not in str(found.statements[1].criteria)


def test_the_uses_of_a_field_stand_in_sentences_or_in_a_series_and_those_of_the_law_once() -> None:
    form = _USUAL.replace("All FDA-approved indications", "{{}}").replace("{{}}", "{uses}", 1)
    told = (
        "All FDA-approved indications. Alpha fever. Beta of the arm, gamma, or delta. All FDA-approved Indications, Some "
        "Medically-accepted Indications"
    )
    found = read(form.replace("{uses}", told).format("N/A", "Epsilon.", "N/A"))
    assert found.tree == f"all(any({_LAW}, alpha, beta, gamma, delta), epsilon)"


def test_a_field_for_renewals_leaves_the_rest_to_both_stages() -> None:
    found = read(_USUAL.format("N/A", "Alpha.", "Renewal: Gout: Beta. All uses (continuation): gamma."))
    assert [s.stage for s in found.statements] == ["initial", "continuation"]
    assert found.short == [
        f"medically_necessary: all({_LAW}, alpha)",
        f"medically_necessary: all({_LAW}, alpha, if(“Gout”, beta), gamma)",
    ]


def test_labels_may_name_a_stage() -> None:
    found = read(
        _USUAL.format("N/A", "Alpha.", "N/A")
        .replace("Required Medical Information", "Initial Criteria")
        .replace(
            "Age Restrictions\nN/A", "Required Medical Information (Renewal)\nBeta.\n\nAge Restrictions\nN/A"
        )
    )
    assert [(s.stage, t) for s, t in zip(found.statements, found.short, strict=True)] == [
        ("initial", f"medically_necessary: all({_LAW}, alpha)"),
        ("continuation", f"medically_necessary: all({_LAW}, beta)"),
    ]


def test_what_is_barred_may_be_several_things_or_hold_unless_another_is_shown() -> None:
    found = read(_USUAL.format("Alpha; beta. Gamma, unless delta is shown.", "Epsilon.", "N/A"))
    assert found.tree == f"all({_LAW}, not(alpha), not(beta), any(not(gamma), delta), epsilon)"
    assert found.rules == []


def test_a_disease_that_is_not_eligible_for_a_procedure_is_a_condition() -> None:
    said = (
        "Sarcoma: the disease is large and is not eligible for surgery. Coverage is not provided for alpha."
    )
    found = read(_USUAL.format("N/A", said, "N/A"))
    assert found.rules == []
    assert found.tree.startswith(f"all({_LAW}, if(“Sarcoma”, all(“")
    assert "not(alpha)" in found.tree


def test_a_head_for_a_use_stands_over_its_items_or_at_the_end_of_a_line() -> None:
    items = "1. For gout:\na. Alpha, and\nb. Beta\n2. For lupus:\na. Gamma, and\nb. Delta\n3. Epsilon"
    found = read(_USUAL.format("N/A", items, "N/A"))
    assert found.tree == (
        f"all({_LAW}, if(“gout”, all(alpha, beta)), if(“lupus”, all(gamma, delta)), epsilon)"
    )


def test_the_foot_of_a_page_behind_an_empty_last_cell_is_no_criterion() -> None:
    rows = [
        ("Covered Uses", "All FDA-approved indications"),
        ("Exclusion Criteria", "Alpha"),
        ("Required Medical Information", "Beta"),
        ("Age Restrictions", "18 or older"),
        ("Prescriber Restrictions", ""),
        ("Other Criteria", ""),
    ]
    table = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
    foot = "<p>PAGE 24 CREATION DATE 05/2025</p>"
    found = read_bytes(f"<h2>GADGETIN</h2><table>{table}</table>{foot}".encode(), "form.html")
    assert "24" not in str([n.text for s in found.statements if s.criteria for n in s.criteria.children])


def test_a_label_may_go_on_under_its_first_line() -> None:
    found = read(
        "Drug Names            GADGETIN\n\nPA Indication         All FDA-approved indications\nIndicator\n\n"
        "Exclusion Criteria    Alpha\n\nRequired Medical Information   Beta\n\nAge Restrictions      -\n\n"
        "Prescriber Restrictions   Gamma\n\nOther Criteria        -\n"
    )
    assert found.tree == f"all({_LAW}, not(alpha), beta, gamma)"
