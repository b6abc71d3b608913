"""The head of a regulation is its citation and its name; a payer behind a name is no part of it."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.text.read import read_text

_BODY = "\n\n(1) The department covers braces when the following criteria are met:\n(a) The knee is loose;\n"


def _metadata(head: str, body: str = _BODY) -> dict[str, object]:
    view = reading_of(read_text((head + body).encode(), "policy.txt")).view()["metadata"]
    return {name: value["value"] for name, value in view.items() if isinstance(value, dict)}


@pytest.mark.sr("SR-001")
@pytest.mark.parametrize(
    ("head", "number", "title"),
    [
        ("ZAC 182-944-0300\nKnee care—Covered braces for children.", "ZAC 182-944-0300", "Knee care—Covered braces for children"),
        ("19ZAC30-50-190. Brace services.", "19ZAC30-50-190", "Brace services"),
        ("§ 809.42 - Conditions for coverage of braces.", "809.42", "Conditions for coverage of braces"),
        ("§809.42 Conditions for coverage of braces", "809.42", "Conditions for coverage of braces"),
        ("Sec. 10.89.05.04. Covered Braces", "10.89.05.04", "Covered Braces"),
        ("Rule 23-809-1.47 - Braces", "23-809-1.47", "Braces"),
        ("R914-40-4. Service Coverage for Braces", "R914-40-4", "Service Coverage for Braces"),
        ("87.86.2801 Brace Services", "87.86.2801", "Brace Services"),
        ("82 ZFR §903.766 Requirements for braces", "82 ZFR §903.766", "Requirements for braces"),
        ("Zed. Code Regs. Tit. 92, § 91319 - Braces", "Zed. Code Regs. Tit. 92, § 91319", "Braces"),
        (".05 Admission Criteria.", ".05", "Admission Criteria"),
    ],
)  # fmt: skip
def test_a_rule_is_known_by_its_citation_and_the_name_behind_it(head: str, number: str, title: str) -> None:
    found = _metadata(head)
    assert (found.get("number"), found.get("title")) == (number, title)


def test_the_number_of_a_medical_policy_is_no_citation() -> None:
    found = _metadata(
        "MP 7.01.44\n\nKnee Braces",
        "\n\nCriteria\n\nA brace is medically necessary when the knee is loose.\n",
    )
    assert (found["number"], found["title"]) == ("7.01.44", "Knee Braces")


def test_a_sentence_behind_a_citation_is_no_title() -> None:
    assert "title" not in _metadata("§ 809.42 Braces are covered when the knee is loose.", "")


@pytest.mark.parametrize("sign", ["—", "–", "|"])
def test_a_payer_behind_the_name_of_a_drug_is_no_part_of_the_title(sign: str) -> None:
    found = _metadata(
        f"Vilafine (vilafinib) {sign} Northwind Health Plan\n\nGout",
        "\n\nInitial criteria\n- age 18 or older\n- gout\n",
    )
    assert found["title"] == "Vilafine (vilafinib)"


def test_the_word_service_before_a_title_is_no_part_of_it() -> None:
    body = "\n\nCriteria\n\nA brace is medically necessary when the knee is loose.\n"
    assert _metadata("Page 1 of 4\n\nService: Night Splints", body)["title"] == "Night Splints"


def test_a_receptor_in_a_title_is_no_number() -> None:
    body = "\n\nCriteria\n\nA drug is medically necessary when the knee is loose.\n"
    found = _metadata("Receptor (PD-1) Blocking Antibodies", body)
    assert (found.get("number"), found["title"]) == (None, "Receptor (PD-1) Blocking Antibodies")
