"""What one list says of several services, several stages or something else is read apart."""

from __future__ import annotations

import pytest

from document.made import Whole, drawn, read_bytes, read_policy, read_table, table_page

PROCEDURES = """The plan considers the following procedures medically necessary{}:

A. A temporary trial of cord stimulation (DCS) for members with nerve pain when all of the following criteria are met:
   1. Pain for 6 months
   2. Drugs have failed
B. Permanent implantation of DCS when the member met the criteria for a trial and pain fell by half
C. Replacement of a generator, unless it is under warranty"""


def told(found: Whole) -> list[tuple[str, str, str | None, object]]:
    return [(s.subject, s.position, s.stage, drawn(s.criteria)) for s in found.statements]


@pytest.mark.parametrize("rest", ["", " when selection criteria are met"])
def test_each_procedure_of_a_list_is_a_statement_with_what_its_own_item_asks(rest: str) -> None:
    made = told(read_policy(PROCEDURES.format(rest), "Cord stimulation"))
    assert [subject for subject, *_ in made] == [
        "A temporary trial of cord stimulation (DCS)",
        "Permanent implantation of DCS",
        "Replacement of a generator",
    ]
    assert made[0][3] == (
        "all",
        ["members with nerve pain", ("all", ["Pain for 6 months", "Drugs have failed"])],
    )


def test_an_exception_in_one_of_them_is_asked_about_and_parts_the_list_all_the_same() -> None:
    found = read_policy(PROCEDURES.format(""), "Cord stimulation")
    assert "exception_inside" in found.rules


def test_services_under_a_heading_behind_their_sentence_are_statements() -> None:
    page = (
        "<h2>Policy</h2><p>The plan considers the following procedures medically necessary when selection criteria are met:</p>"
        "<h3>Urinary Indications</h3><ol><li>Trial stimulation for members with leakage who meet all of these:"
        "<ol><li>alpha</li><li>beta</li></ol></li><li>Permanent implantation when the trial helped</li></ol>"
    )
    made = read_bytes(page.encode(), "policy.html").statements
    assert [s.subject for s in made] == ["Trial stimulation", "Permanent implantation"]


def test_denied_services_with_bounds_of_their_own_are_statements_and_bare_names_stay_a_list() -> None:
    over = "The plan holds the following to be investigational, since benefit has yet to be shown:"
    made = read_policy(
        f"{over}\n\nA. DCS for any of these indications:\n   1. Gout\n   2. Angina\n"
        "B. Nerve stimulation for all indications other than those listed above\nC. Field stimulation"
    ).statements
    assert [(s.subject, s.all_other_uses) for s in made] == [
        ("DCS", False),
        ("Nerve stimulation", True),
        ("Field stimulation", False),
    ]
    [bare] = read_policy(f"{over}\n\nA. Nerve stimulation\nB. Field stimulation").statements
    assert drawn(bare.criteria) == ("any", ["Nerve stimulation", "Field stimulation"])


def test_stages_inside_each_use_of_a_list_make_a_statement_each() -> None:
    text = """Coverage of Gadgets is recommended in those who meet one of the following criteria:

1. Gout.* Approve for 1 year if the patient meets ONE of the following (A or B):
   A) Initial Therapy. Approve if the patient meets BOTH of the following (i and ii):
      i. Patient is 18 years or older
      ii. Patient has tried alpha
   B) Patient Currently Receiving Gadgets. Approve if, according to the prescriber, the patient has responded.
2. Angina. Approve for 1 year if the patient meets ONE of the following (A or B):
   A) Initial Therapy. Approve if the patient has pain at rest.
   B) Patient Currently Receiving Gadgets. Approve if the pain is less."""
    first, later = read_policy(text).statements
    assert (first.stage, later.stage) == ("initial", "continuation")
    asked = ("all", ["Patient is 18 years or older", "Patient has tried alpha"])
    assert drawn(first.criteria) == (
        "any",
        [("all", ["Gout", asked]), ("all", ["Angina", "the patient has pain at rest"])],
    )
    assert drawn(later.criteria) == (
        "any",
        [
            ("all", ["Gout", "according to the prescriber, the patient has responded"]),
            ("all", ["Angina", "the pain is less"]),
        ],
    )


def test_a_statement_that_is_printed_like_a_heading_lends_its_stage_to_no_other() -> None:
    page = (
        "<h2>Coverage Policy</h2><h3>Continued use of gadgets is considered medically necessary when there is:</h3>"
        "<ul><li>alpha</li><li>beta</li></ul><p>A replacement sleeve is considered medically necessary when it is worn out.</p>"
    )
    made = read_bytes(page.encode(), "policy.html").statements
    assert [(s.subject, s.stage) for s in made] == [
        ("Continued use of gadgets", "continuation"),
        ("A replacement sleeve", None),
    ]


def test_a_statement_behind_what_an_item_names_is_none_of_its_words() -> None:
    found = read_policy(
        "The following are not covered:\n\n1. General anesthesia for injections. Moderate sedation is considered not "
        "medically necessary except in the rare patient with documentation.\n2. Gauges"
    )
    assert [(s.subject, s.position) for s in found.statements] == [
        ("The following", "not_covered"),
        ("Moderate sedation", "not_medically_necessary"),
    ]
    assert drawn(found.statements[0].criteria) == ("any", ["General anesthesia for injections", "Gauges"])


def test_how_an_item_is_granted_is_no_statement_of_its_own() -> None:
    [made] = read_policy(
        "Gadgets are covered when all are met:\n\n- Alpha\n- Beta. Reauthorization may be granted if gamma is absent."
    ).statements
    assert made.stage is None


CELLS = """<table><tr><th>Service</th><th>Criteria used</th></tr>
<tr><td>Revision of the abdomen</td><td>Medically necessary for wound dehiscence. Not covered for contour irregularity or scars.</td></tr>
<tr><td>Swallowing therapy</td><td><p>Medically necessary when dysphagia has been confirmed.</p><p>Stimulation of the throat is
considered investigational.</p></td></tr>
<tr><td>Speech therapy, additional visits</td><td>Medically necessary when goals are met.</td></tr>
<tr><td>Initial evaluation</td><td>An evaluation does not require review.</td></tr></table>"""


def test_a_cell_can_hold_a_denial_of_its_row_and_a_statement_on_something_else() -> None:
    made = told(read_table(CELLS))
    assert {(s, p) for s, p, *_ in made} >= {
        ("Revision of the abdomen", "medically_necessary"),
        ("Revision of the abdomen", "not_covered"),
        ("Swallowing therapy", "medically_necessary"),
        ("Stimulation of the throat", "investigational"),
    }


def test_a_heading_that_names_a_service_with_its_stage_says_no_stage_of_the_next_service() -> None:
    page = (
        "<h2>Clinical Guideline Coverage Criteria</h2><p><b>Monitors – Renewal</b></p><p>Monitors are covered when both are met:</p>"
        "<ul><li>alpha</li><li>beta</li></ul><p><b>Pumps (new)</b></p><p>Coverage may be authorized when all are met:</p>"
        "<ul><li>gamma</li><li>delta</li></ul>"
    )
    made = read_bytes(page.encode(), "policy.html").statements
    assert [s.stage for s in made] == ["continuation", None]


def test_a_table_right_behind_another_is_a_table_of_its_own() -> None:
    page = table_page(
        "<table><tr><th>Diagnosis</th><th>Labeled age</th><th>Quantity</th></tr><tr><td>Gout</td><td>6 years</td><td>2 pens</td></tr>"
        "</table><table><tr><th>Diagnosis</th><th>Initial criteria</th><th>Renewal criteria</th></tr><tr><td>Gout</td>"
        "<td>Allopurinol was tried</td><td>Fewer attacks</td></tr><tr><td>Angina</td><td>Nitrates were tried</td><td>Less pain</td>"
        "</tr></table>"
    )
    made = read_bytes(page.encode(), "policy.html").statements
    assert [(s.stage, drawn(s.criteria)) for s in made] == [
        ("initial", ("all", ["Gout", "Allopurinol was tried"])),
        ("continuation", ("all", ["Gout", "Fewer attacks"])),
        ("initial", ("all", ["Angina", "Nitrates were tried"])),
        ("continuation", ("all", ["Angina", "Less pain"])),
    ]


def test_rows_that_are_whole_statements_are_read_as_statements() -> None:
    made = read_table(
        "<table><tr><th>Device</th><th>Investigational</th></tr><tr><td>Nerve stimulation</td><td>Stimulation of the leg is considered "
        "investigational for the treatment of gout.</td></tr><tr><td>Field stimulation</td><td>Field stimulation is considered "
        "investigational.</td></tr></table>"
    ).statements
    assert [(s.subject, drawn(s.criteria)) for s in made] == [
        ("Stimulation of the leg", "gout"),
        ("Field stimulation", None),
    ]


def test_a_statement_among_the_names_of_services_is_one_of_them() -> None:
    found = read_policy(
        "The plan considers the following interventions medically necessary when criteria are met:\n\n1. Implantation of a stimulator "
        "when all of the following are met:\n   a. alpha\n   b. beta\n2. Replacement of a lead is considered medically necessary "
        "when it is broken."
    )
    assert [(s.subject, drawn(s.criteria)) for s in found.statements] == [
        ("Implantation of a stimulator", ("all", ["alpha", "beta"])),
        ("Replacement of a lead", "it is broken"),
    ]
