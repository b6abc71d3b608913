"""Reading codes as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.base.problem import Refused
from coverable.glossary.codes import SYSTEMS, has_shape, read_code, read_system, split_code


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("icd10cm:L74.510", "icd10cm:L74.510"),
        ("ICD-10-CM: l74510", "icd10cm:L74.510"),
        ("icd-10-cm:L74.510", "icd10cm:L74.510"),
        ("ICD10:L7.4510", "icd10cm:L74.510"),
        ("ICD-10-CM R61", "icd10cm:R61"),
        ("  R61. ", "icd10cm:R61"),
        ("\u00a0R61", "icd10cm:R61"),
        ("s03.00xA", "icd10cm:S03.00XA"),
        ("S0300XA", "icd10cm:S03.00XA"),
        ("L74 .510", "icd10cm:L74.510"),
        ("QA0", "icd10cm:QA0"),
        ("HCPCS: e 1399", "hcpcs:E1399"),
        ("HCPCS Level II: E1399", "hcpcs:E1399"),
        ("CPT 97033", "cpt:97033"),
        ("cpt-4:97033", "cpt:97033"),
        ("97033", "cpt:97033"),
        ("0001U", "cpt:0001U"),
        ("E1399", "hcpcs:E1399"),
        ("J1234", "hcpcs:J1234"),
        ("icd9:7808", "icd9cm:780.8"),
        ("icd-9-cm:E8490", "icd9cm:E849.0"),
    ],
)
def test_every_spelling_of_a_code_is_folded_to_one_form(written: str, canonical: str) -> None:
    assert read_code(written) == canonical


@pytest.mark.parametrize(
    ("written", "expect", "canonical"),
    [
        ("E1399", "icd10cm", "icd10cm:E13.99"),
        ("E1399", "hcpcs", "hcpcs:E1399"),
        ("E1399", "cpt", "hcpcs:E1399"),
        ("97033", "hcpcs", "cpt:97033"),
        ("97033", "icd10cm", "cpt:97033"),
        ("F1234", "hcpcs", "hcpcs:F1234"),
        ("hcpcs:E1399", "icd10cm", "hcpcs:E1399"),
        ("L74.510", "hcpcs", "icd10cm:L74.510"),
        ("7808", "icd9cm", "icd9cm:780.8"),
        ("XYZ12", "hcpcs", "hcpcs:XYZ12"),
    ],
)
def test_the_place_decides_what_the_shape_leaves_open(written: str, expect: str, canonical: str) -> None:
    assert read_code(written, expect=expect) == canonical


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "   ",
        "icd10cm:",
        "R" * 21,
        "R61\u202e",
        "R6\x001",
        "\u0420\u0036\u0031",
        "R\u200b61",
        "R61;R62",
        "L74.510-L74.519",
        "'; DROP TABLE code",
        "123456789",
        "ZZZZZ",
        "cpt:9703\u0663",
        "780.8",
        "<b>R61</b>",
    ],
)
def test_garbage_is_refused_with_its_place_and_the_next_step(garbage: str) -> None:
    with pytest.raises(Refused) as refused:
        read_code(garbage, "$.diagnoses[0]")
    problem = refused.value.problems[0]
    assert problem.where == "$.diagnoses[0]"
    assert problem.what and problem.why and problem.next


def test_an_unknown_system_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(Refused) as refused:
        read_code("hcpsc:E1399")
    assert "did you mean `hcpcs`?" in refused.value.problems[0].next


def test_systems_are_read_however_they_are_spelt() -> None:
    assert read_system("ICD-10-CM") == "icd10cm"
    assert read_system("HCPCS Level II") == "hcpcs"


def test_a_code_that_its_system_could_never_have_is_read_but_has_no_shape() -> None:
    assert not has_shape(read_code("cpt:ABC"))
    assert has_shape(read_code("cpt:97033"))


@given(st.text(max_size=24))
def test_folding_twice_is_folding_once_and_nothing_but_refusals_escapes(text: str) -> None:
    try:
        once = read_code(text)
    except Refused:
        return
    assert read_code(once) == once
    assert split_code(once)[0] in SYSTEMS


@given(
    st.from_regex(r"[A-Z][0-9][0-9A](\.[0-9A-Z]{1,4})?", fullmatch=True),
    st.sampled_from(["icd10cm:", "ICD-10-CM: ", "ICD10 : ", "Icd10|"]),
    st.booleans(),
    st.booleans(),
)
def test_prefix_case_and_dot_never_change_the_code(
    code: str, prefix: str, lower: bool, dotless: bool
) -> None:
    text = code.replace(".", "") if dotless else code
    assert read_code(prefix + (text.lower() if lower else text)) == f"icd10cm:{code}"
