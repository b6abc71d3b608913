"""One look at a resource and the words for what is wrong with it never say different things."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coverable.fhir.bundle import Record
from coverable.fhir.gate import places
from coverable.fhir.shapes import SHAPES, is_shaped

SCALARS: list[Any] = [
    None, True, 0, 1.5, Decimal("1.50"), "", "x", "1.5", "2025", "2025-02-30", "2025-02-28", "2025-02-28T10:00:00Z", "2025-13", "1850-01-01",
]  # fmt: skip
NAMES = st.sampled_from(
    [
        "status",
        "code",
        "coding",
        "system",
        "text",
        "subject",
        "reference",
        "identifier",
        "value",
        "display",
        "recordedDate",
        "period",
        "start",
        "end",
        "doNotPerform",
        "component",
        "valueQuantity",
        "valueInteger",
        "unit",
        "valueBoolean",
        "valueString",
        "valueDateTime",
        "type",
        "deviceName",
        "name",
    ]
)
VALUES = st.recursive(
    st.sampled_from(SCALARS),
    lambda below: st.lists(below, max_size=2) | st.dictionaries(NAMES, below, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from([*SHAPES, "SomethingNew"]), st.dictionaries(NAMES, VALUES, max_size=6))
def test_what_fails_the_look_has_words_for_it_and_nothing_else_has(
    kind: str, elements: dict[str, Any]
) -> None:
    resource = {"resourceType": kind, **elements}
    faults = list(SHAPES[kind].faults(resource)) if kind in SHAPES else []
    assert is_shaped(resource) == (not faults)
    for below, wanted in faults:
        here: Any = resource
        for part in below.replace("[", ".[").strip(".").split("."):
            here = here[int(part[1:-1])] if part.startswith("[") else here[part]
        assert wanted  # and the place that is named was there


def test_a_number_in_a_text_is_no_number_and_a_text_of_digits_no_date() -> None:
    quantity = {"resourceType": "Observation", "valueQuantity": {"value": "1.5"}}
    assert list(SHAPES["Observation"].faults(quantity)) == [(".valueQuantity.value", "a number")]
    for number in (1, 1.5, Decimal("1.50"), 10**30):
        assert is_shaped({"resourceType": "Observation", "valueQuantity": {"value": number}})
    assert not is_shaped({"resourceType": "Condition", "recordedDate": "20250228"})


ENTRIES = st.recursive(
    st.sampled_from([None, 3, "x", [], {}, {"resource": None}, {"resource": []}, {"resourceType": 5}, {"resourceType": "Patient"},
                     {"resource": {"resourceType": "Patient"}, "resourceType": "Condition"}]),
    lambda below: st.lists(below, max_size=3) | st.builds(lambda one: {"resource": one}, below)
    | st.builds(lambda some: {"resourceType": "Bundle", "entry": some}, st.lists(below, max_size=3) | below),
    max_leaves=12,
)  # fmt: skip


@given(ENTRIES)
def test_every_resource_that_is_read_has_its_place(given: Any) -> None:
    found = list(places(given))
    assert [id(resource) for _, resource in found] == [id(resource) for resource in Record(given).resources]
    assert len({path for path, _ in found}) == len(found)
