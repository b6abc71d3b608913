"""Verdicts by number: equal ones are one, and each is asked once."""

from __future__ import annotations

from coverable.claims.verdict import Verdict
from coverable.claims.verdicts import FAULTY, Verdicts


def verdict(outcome: str, policy: str | None) -> Verdict:
    return Verdict(outcome, "nurse_review", (), "a/plan", policy, "1" if policy else None, None, None, None)


def test_equal_verdicts_share_a_number_and_none_has_that_of_rows_at_fault() -> None:
    made = Verdicts()
    numbers = [made.number(verdict(*one)) for one in (("a", "p"), ("b", None), ("a", "p"))]
    assert numbers[0] == numbers[2] != numbers[1]
    assert FAULTY not in numbers
    assert made[FAULTY] is None


def test_a_verdict_is_asked_once_however_many_blocks_it_occurs_in() -> None:
    made, asked = Verdicts(), list[str]()

    def policy(one: Verdict) -> str | None:
        asked.append(one.outcome)
        return one.policy

    first = made.number(verdict("a", "p"))
    for _ in range(2):
        places, words = made.told(policy)
        assert words[places[first]] == "p"
    second = made.number(verdict("b", None))
    places, words = made.told(policy)
    assert [words[places[i]] for i in (FAULTY, first, second)] == [None, "p", None]
    assert asked == ["a", "b"]
