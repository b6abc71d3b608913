"""Every policy version of a library in a row each: subject, dates, standing, review, encoding."""

from __future__ import annotations

from datetime import date
from typing import Any

from coverable.policy.describe import in_effect
from coverable.policy.library import Library
from coverable.policy.standing import standing
from coverable.policy.timeline import next_review, review_state


def overview(library: Library, day: date) -> list[dict[str, Any]]:
    """JSON-ready rows in the order of the library, as of a day."""
    rows: list[dict[str, Any]] = []
    for policy in library.all():
        stated = next_review(policy.file, policy.signoff)
        state, says = review_state(stated, day)
        stands = standing(library, policy, day)
        rows.append(
            {
                "policy": policy.id,
                "version": policy.version,
                "number": policy.file.number,
                "title": policy.file.title,
                "kind": policy.file.kind,
                "lines_of_business": list(policy.file.lines_of_business),
                "in_effect": in_effect(policy),
                "standing": {**stands.view(), "says": stands.says},
                "review": {"stated": stated, "state": state, "says": says},
                "encoding": policy.signoff.encoding.status,
            }
        )
    return rows
