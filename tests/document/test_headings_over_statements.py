"""What a heading says holds under it, and not under the next one of its level; tables are read under their own heading."""

from __future__ import annotations

import pytest

from document.made import read_bytes
from document.trees import read


def _page(body: str) -> list[tuple[str, str | None, str]]:
    found = read_bytes(f"<h1>Gadget policy</h1>{body}".encode(), "policy.html")
    return [(s.position, s.stage, s.criteria.text if s.criteria else "") for s in found.statements]


def test_a_heading_of_a_page_ends_what_another_one_of_its_level_says() -> None:
    told = _page(
        "<h2>Continued treatment</h2><p>Gadgets are covered when alpha is shown.</p>"
        "<h2>Telehealth</h2><p>Gauges are covered when beta is shown.</p>"
    )
    assert [stage for _, stage, _ in told] == ["continuation", None]


def test_a_heading_under_another_one_keeps_what_that_one_says() -> None:
    told = _page(
        "<h2>Continued treatment</h2><h3>Gadgets</h3><p>Gadgets are covered when alpha is shown.</p>"
    )
    assert [stage for _, stage, _ in told] == ["continuation"]


def test_chapters_that_end_in_a_nought_follow_each_other() -> None:
    found = read(
        "4.0  Continued treatment\n\nOngoing gadgets are covered when alpha is shown.\n\n5.0  Telehealth\n\nGauges are covered when "
        "beta is shown."
    )
    assert [s.stage for s in found.statements] == ["continuation", None]


@pytest.mark.parametrize(("said", "use"), [("gout", False), ("members", True)])
def test_a_numbered_heading_names_the_use_of_a_sentence_that_names_no_service(said: str, use: bool) -> None:
    one = "{}\nAuthorization of 6 months may be granted for {} when:\n1. {}, and\n2. {}\n\n"
    other = said.replace("gout", "lupus")
    found = read(
        one.format("A. Gout", said, "Alpha", "Beta") + one.format("B. Lupus", other, "Gamma", "Delta")
    )
    assert ("use_in_heading" in found.rules) is use
    assert len(found.statements) == 2


def test_a_table_is_read_under_its_own_heading() -> None:
    table = (
        "<table><tr><th>Diagnosis</th><th>Criteria</th></tr><tr><td>Gout</td><td>Alpha is shown</td></tr>"
        "<tr><td>Lupus</td><td>Beta is shown</td></tr></table>"
    )
    found = read_bytes(
        f"<h1>Gadget policy</h1><h2>Criteria for gadgets</h2>{table}<h2>How to send a request</h2><p>By fax.</p>".encode(),
        "policy.html",
    )
    assert {s.subject for s in found.statements} == {"gadgets"}


def test_a_table_under_a_heading_is_about_what_the_sentence_before_it_points_with() -> None:
    table = (
        "<table><tr><th>Diagnosis</th><th>Criteria</th></tr><tr><td>Gout</td><td>Alpha is shown</td></tr>"
        "<tr><td>Lupus</td><td>Beta is shown</td></tr></table>"
    )
    found = read_bytes(
        f"<h1>Policy</h1><p>The plan covers gadgets for the conditions in the table below.</p><h2>Children</h2>{table}".encode(),
        "policy.html",
    )
    assert {s.subject for s in found.statements} == {"gadgets"}


def test_a_heading_that_names_a_device_is_no_disease_over_the_rows_of_a_table() -> None:
    rows = "<tr><td>Gadgets</td><td>Covered</td></tr><tr><td>Gauges</td><td>Not covered</td></tr>"
    head = "<tr><th>Item</th><th>Coverage</th></tr>"
    found = read_bytes(f"<h2>Ankle orthoses</h2><table>{head}{rows}</table>".encode(), "policy.html")
    assert "use_in_heading" not in found.rules
    assert [s.criteria for s in found.statements] == [None, None]
