"""An answer that tests another bound than its passage states is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from coverable.document.draft.agrees import disagreement
from coverable.document.reading import Threshold
from coverable.document.source import Span

ADULT = ("ge", "18", "years")
UNDER = ("lt", "50", "%")
SCORE, DAYS = ("ge", "40", "points"), ("le", "60", "days")


def stated(*bounds: tuple[Any, str, str]) -> list[Threshold]:
    return [Threshold(op, value, unit, None, Span(0, 1, (1, 1))) for op, value, unit in bounds]


@pytest.mark.parametrize(
    ("bounds", "answer"),
    [
        ((ADULT,), {"fact": "age", "ge": 18}),
        ((ADULT,), {"fact": "adult"}),
        ((ADULT,), {"not": {"fact": "age", "lt": 18}}),
        ((UNDER,), {"fact": "share", "lt": 50, "unit": "%"}),
        ((SCORE, DAYS), {"fact": "scores", "exists": {"where": {"score": {"ge": 40}, "date": {"within": {"to": "60 days", "before": "service_date"}}}}}),
        ((("ge", "1,000", "ms"),), {"fact": "reflux", "ge": 1000, "unit": "ms"}),
        ((("ge", "2", "visits"),), {"fact": "visits", "count": {"at_least": 2}}),
        ((("eq", "15", "g"),), {"fact": "dose", "ge": 15}),
        ((), {"fact": "age", "ge": 21}),
    ],
)  # fmt: skip
def test_what_the_passage_states_is_what_the_answer_tests(bounds: Any, answer: dict[str, Any]) -> None:
    assert disagreement(stated(*bounds), answer) is None


@pytest.mark.parametrize(
    ("bounds", "answer", "says"),
    [
        ((ADULT,), {"fact": "age", "ge": 21}, "the passage states at least 18, the answer tests at least 21"),
        ((ADULT,), {"fact": "age", "gt": 18}, "the passage states at least 18, the answer tests more than 18"),
        ((UNDER,), {"fact": "bmi", "gt": 50, "unit": "kg/m2"}, "states less than 50, the answer tests more than 50"),
        ((SCORE, DAYS), {"all": [{"fact": "score", "ge": 41}, {"fact": "on", "within": {"to": "60 days"}}]}, "at least 40, the answer tests at least 41"),
    ],
)  # fmt: skip
def test_another_number_or_direction_is_told(bounds: Any, answer: dict[str, Any], says: str) -> None:
    assert says in str(disagreement(stated(*bounds), answer))
