"""Codes behind the names of services: each belongs to its own service, and a denied one is not lost."""

from __future__ import annotations

import pytest

from coverable.base.yamlfile import parse_yaml
from coverable.determination.engine import Engine
from coverable.document.draft.analyst import answers_of
from coverable.document.draft.apply import apply, unanswered
from coverable.document.draft.check import check
from coverable.document.draft.made import Draft
from coverable.document.draft.make import make_draft
from coverable.document.draft.template import analyst_text
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.policy.library import Library
from document.handmade import ON
from document.made import read_bytes, table_page
from small_library import decide, small_engine, write_library

ROWS = (
    ("Power wheelchair (K0823)", "Medically necessary", "The member cannot walk"),
    ("Standard wheelchair (HCPCS K0001, K0002)", "Covered", "The member cannot walk far"),
    ("Stair-climbing wheelchair (A9270)", "Not medically necessary", ""),
)
CODES = "<h2>Codes</h2><p>K0823 Power chair</p><p>K0001 Chair</p>"


def page(rows: tuple[tuple[str, str, str], ...] = ROWS, codes: str = CODES) -> str:
    made = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    head = "<tr><th>Service</th><th>Position</th><th>Criteria</th></tr>"
    return table_page(f"<table>{head}{made}</table>").replace("<h2>References", f"{codes}<h2>References")


def said(text: str) -> set[tuple[str, str]]:
    reading = reading_of(read_source(text.encode(), "policy.html"))
    return {(code.first, code.polarity) for code in reading.codes}


def drafted(text: str) -> Draft:
    source = read_source(text.encode(), "policy.html")
    return make_draft(reading_of(source), source)


def test_codes_in_the_name_of_a_service_are_what_its_statement_says() -> None:
    assert said(page()) >= {
        ("K0823", "covered"),
        ("K0001", "covered"),
        ("K0002", "covered"),
        ("A9270", "not_covered"),
    }
    assert not [rule for rule in read_bytes(page().encode(), "policy.html").rules if rule == "code_unread"]


def test_a_code_that_a_list_says_the_same_of_is_given_once() -> None:
    covered = "<h2>Covered codes</h2><p>K0823 Power chair</p><p>K0001 Chair</p>"
    reading = reading_of(read_source(page(codes=covered).encode(), "policy.html"))
    assert [code.first for code in reading.codes].count("K0823") == 1


@pytest.mark.parametrize(
    "name",
    ["Power wheelchair (group 2)", "Wheelchair (since 2024)", "Chair (K0823 or another)", "Chair (see K)"],
)
def test_other_words_in_brackets_are_no_codes(name: str) -> None:
    assert said(page(((name, "Covered", "The member cannot walk"),), codes="")) == set()


def test_a_code_counts_for_the_use_of_its_own_service_only() -> None:
    draft = drafted(page())
    codes = {row["code"]: row for row in draft.policy["services"]["service"]["codes"]}
    assert set(codes) == {"hcpcs:K0823", "hcpcs:K0001", "hcpcs:K0002", "hcpcs:A9270"}
    asked = {code: draft.slots[row["only_if"].slot].text for code, row in codes.items()}
    assert asked["hcpcs:K0823"] == ROWS[0][0]
    assert asked["hcpcs:A9270"] == ROWS[2][0]


def test_what_tells_a_service_is_asked_once_for_its_codes_and_its_criteria() -> None:
    source = read_source(page().encode(), "policy.html")
    text = analyst_text(unanswered(make_draft(reading_of(source), source), ON))
    answers = parse_yaml(text, "analyst.yaml").data["answers"]
    assert answers["k0001-use"]["also"] == ["k0002-use", "standard-wheelchair-hcpcs-use"]
    assert answers["k0823-use"]["also"] == ["power-wheelchair-use"]


def test_a_code_of_two_services_counts_for_the_use_of_either() -> None:
    rows = (*ROWS, ("Standing frame (E0638, K0823)", "Covered", "The member cannot stand"))
    codes = {row["code"]: row for row in drafted(page(rows)).policy["services"]["service"]["codes"]}
    assert len(codes["hcpcs:K0823"]["only_if"]["any"]) == 2


def test_where_one_service_is_named_its_codes_are_free() -> None:
    codes = drafted(page(ROWS[:1])).policy["services"]["service"]["codes"]
    assert codes == ["hcpcs:K0823", "hcpcs:K0001"]


ANSWERS = """by: A. Analyst
on: 2026-11-25
answers:
  k0823-use: {also: [power-wheelchair-use], fact: kind, is: mask}
  k0001-use: {also: [k0002-use, standard-wheelchair-hcpcs-use], fact: kind, is: chair}
  a9270-use: {also: [stair-climbing-wheelchair-use], fact: snores}
  cannot-walk: {fact: tired}
  cannot-walk-far: {fact: use, is: sleep}
policy: {publisher: Test, kind: medical-policy, lines_of_business: [commercial]}
"""


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory, engine: Engine):
    """The outcome of a request for a code, with these facts."""
    source = read_source(page().encode(), "policy.html")
    draft = make_draft(reading_of(source), source, named=("test/sleep", "1"))
    applied = apply(draft, answers_of(ANSWERS), ON)
    assert not applied.open
    root = write_library(tmp_path_factory.mktemp("library"))
    checked = check(applied, Library(root, book=engine.library.book))
    assert not checked.problems, "\n".join(map(str, checked.problems))
    made = small_engine(root, policy=checked.policy_text)

    def outcome(code: str, **facts: object) -> str:
        return str(
            decide(made, {"use": "other", "snores": False, **facts}, service={"code": code})["outcome"]
        )

    return outcome


def test_a_code_is_granted_by_the_criteria_of_its_own_service_and_by_no_others(decided) -> None:
    assert decided("K0823", kind="mask", tired=True) == "criteria_met"
    assert decided("K0001", kind="chair", use="sleep", tired=False) == "criteria_met"
    assert decided("K0823", kind="chair", use="sleep", tired=False) != "criteria_met"
    assert decided("K0001", kind="mask", tired=True) != "criteria_met"


def test_a_denied_service_is_found_by_its_code(decided) -> None:
    assert decided("A9270", kind="mask", snores=True, tired=False) == "use_excluded"
