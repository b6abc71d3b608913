"""The combinations of versions that decide together: a policy with those whose criteria stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from coverable.base.problem import Problem
from coverable.policy.executable import Policy
from coverable.policy.library import Library


def decided_together(library: Library, policy: Policy) -> Iterator[tuple[date, Policy]]:
    """Each combination in which a version decides, as (its first day, the policy as built then).

    Only versions that use criteria of others have any; the date of service picks every version.
    """
    if not policy.includes or policy.first_day is None:
        return
    last = _last_day(library, policy)
    todo, seen = [policy.first_day], {policy.first_day}
    told: set[frozenset[str]] = set()
    while todo:
        day = min(todo)
        todo.remove(day)
        built = library.policy(policy.key, day)
        together = frozenset(built.includes)
        if together not in told:
            told.add(together)
            yield day, built
        for key in together:
            for other in library.keys_of(key.partition("@")[0]):
                begins = library.first_day(other)
                if begins and policy.first_day < begins <= last and begins not in seen:
                    seen.add(begins)
                    todo.append(begins)


def lost_together(library: Library, policy: Policy) -> Iterator[Problem]:
    """Criteria by reference that a version in effect on the same day does not give."""
    for day, built in decided_together(library, policy):
        for lost in built.lost.values():
            yield replace(lost, what=f"{lost.what}, in effect together with {policy.key} from {day}")


def _last_day(library: Library, policy: Policy) -> date:
    """The last day on which the version decides: its own, or the one before its successor begins."""
    assert policy.first_day is not None
    ends = [policy.last_day or date.max]
    for key in library.keys_of(policy.id):
        begins = library.first_day(key)
        if begins and begins > policy.first_day and library.signoff(key).encoding.status == "approved":
            ends.append(begins - timedelta(days=1))
    return min(ends)
