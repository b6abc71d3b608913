"""Drug policies as payers print them: products over the criteria, remarks on lengths, notes that are printed often."""

from __future__ import annotations

from document.made import drawn, read_policy, read_table

_LIST = "Gadgets are medically necessary when ONE of the following is met:\n\nFDA-Approved Indications\n"


def test_a_list_of_products_is_no_list_of_criteria() -> None:
    found = read_policy(
        "Gadgets for Other Indications\n\n• Alphamab™ (gadgetmab-xxxx infusion – Amber)\n• Betamab® (gadgetmab infusion − Birch)\n\n"
        "Criteria\n\nGadgets are medically necessary when both of the following are met:\n• Gout\n• Effusion\n"
    )
    assert [drawn(s.criteria) for s in found.statements] == [("all", ["Gout", "Effusion"])]
    assert found.rules == []


def test_a_remark_on_the_length_of_an_approval_is_no_lost_word() -> None:
    found = read_policy(
        f"Criteria\n\n{_LIST}1. Gout. Approve for 1 month (which is adequate duration to administer one course of therapy)"
        " if the patient meets BOTH of the following (A and B):\n   A. Effusion; AND\n   B. Fever.\n"
        "2. Lupus. Approve for 1 year if the patient meets BOTH of the following (A and B):\n   A. Rash; AND\n   B. Fatigue.\n"
    )
    assert "words_lost" not in found.rules


def test_a_line_between_two_uses_that_names_their_kind_is_passed() -> None:
    found = read_policy(
        f"Criteria\n\n{_LIST}1. Gout. Approve for 1 year if the patient meets BOTH of the following (A and B):\n   A. Effusion; AND\n   B. Fever.\n"
        "Other Uses with Supportive Evidence\n"
        "2. Lupus. Approve for 1 year if the patient meets BOTH of the following (A and B):\n   A. Rash; AND\n   B. Fatigue.\n"
    )
    assert found.rules == []
    (one,) = found.statements
    assert one.criteria is not None
    assert (one.criteria.rule, len(one.criteria.children)) == ("any", 2)


def test_a_note_that_names_examples_changes_no_criterion() -> None:
    listed = "Criteria\n\nGadgets are medically necessary when both of the following are met:\n• A response to one measure; and\n"
    note = "  Note: Examples of measures include the platelet count, or resolution of fever.\n"
    assert read_policy(f"{listed}{note}• Effusion\n").rules == []
    changed = note.replace("fever.", "fever. Either may be waived for children.")
    assert "exception_in_note" in read_policy(f"{listed}{changed}• Effusion\n").rules


def test_a_note_that_is_printed_often_runs_on_over_its_lines() -> None:
    note = "   Note: Refer to the appendix at the end of this document for the examples of biologics and targeted synthetic\n   DMARDs.\n"
    uses = "".join(
        f"{n}. {use}. Approve for 1 year if the patient meets BOTH of the following (A and B):\n   A. The medication will not be used with another one; AND\n{note}   B. Fever.\n"
        for n, use in enumerate(("Gout", "Lupus", "Vasculitis"), 1)
    )
    assert "paragraph_in_list" not in read_policy(f"Criteria\n\n{_LIST}{uses}").rules


def test_an_approval_that_is_counted_in_doses_is_no_criterion() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are medically necessary when all of the following are met:\n• Gout; and\n• Effusion; and\n"
        "• Initial authorization will be for the loading dose period of the regimen (up to 4 loading doses for the low dose)\n"
    )
    assert drawn(found.statements[0].criteria) == ("all", ["Gout", "Effusion"])


def test_how_a_response_is_measured_is_no_case() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are medically necessary when both of the following are met:\n• Gout\n"
        "• When assessed by at least one objective measure, the patient has improved from baseline\n"
    )
    assert found.rules == []


def test_words_on_a_warranty_take_no_position() -> None:
    found = read_policy(
        "Criteria\n\nReplacement gadgets require ALL of the following: the symptoms resolved; the device is not operating; and the device is"
        " no longer covered under warranty.\n"
    )
    (one,) = found.statements
    assert (one.position, one.subject) == ("medically_necessary", "Replacement gadgets")
    assert found.rules == []


_ROWS = (
    ("Adrenal analogue", "Alphar®", ("Must be prescribed by a specialist", "Must have failed steroids")),
    (
        "Antibacterial",
        "Betin® (betacin)",
        (
            "Must be prescribed by a specialist",
            "Initial authorizations will be for 30 days",
            "Subsequent authorizations require documentation of weight gain",
        ),
    ),
    ("Enzyme", "Cerez®", ("Must not receive another enzyme (e.g., Zeta)", "Must have a baseline count")),
)


def test_rows_of_names_and_lists_are_one_statement_each_and_asked_about_once() -> None:
    rows = "".join(
        f"<tr><td>{kind}</td><td>{name}</td><td><ul>{''.join(f'<li>{i}</li>' for i in items)}</ul></td></tr>"
        for kind, name, items in _ROWS
    )
    found = read_table(f"<table>{rows}</table>")
    assert [(s.subject, s.stage, drawn(s.criteria)) for s in found.statements] == [
        (
            "Adrenal analogue Alphar®",
            None,
            ("all", ["Must be prescribed by a specialist", "Must have failed steroids"]),
        ),
        ("Antibacterial Betin® (betacin)", None, ("all", ["Must be prescribed by a specialist"])),
        ("Antibacterial Betin® (betacin)", "continuation", "documentation of weight gain"),
        (
            "Enzyme Cerez®",
            None,
            ("all", ["Must not receive another enzyme (e.g., Zeta)", "Must have a baseline count"]),
        ),
    ]
    assert found.rules.count("criteria_in_table") == 1
    assert {"double_role", "no_quantifier"}.isdisjoint(found.rules)


def test_words_before_signs_and_symptoms_are_asked_for_as_well() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are covered for members on dialysis.\n\nPatients must have a documented deficiency, defined as a level <40,"
        " along with signs and symptoms of:\n• Anemia, or\n• Hypotension\n"
    )
    assert drawn(found.statements[-1].criteria) == (
        "all",
        [
            "Patients must have a documented deficiency, defined as a level <40",
            ("any", ["Anemia", "Hypotension"]),
        ],
    )


def test_a_figure_in_words_that_the_items_finish_is_asked_about() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are covered when there is pain for 3 months despite use of:\n• Splints\n• Injections\n"
    )
    assert "lead_in_qualifier" in found.rules
