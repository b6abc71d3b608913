"""What stops a version from being published: statements of its text that still compete (SR-052)."""

from __future__ import annotations

from coverable.base.problem import Problem, Refused
from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.proof.workflow.readings import sign_off_places, unresolved


def open_statements(policy: Policy, library: Library) -> tuple[Problem, ...]:
    """The readings that a person has to sign first; the same that stop an approval (`policy approve`)."""
    return tuple(unresolved(policy, library, sign_off_places(library, policy.key)))


def refuse_unresolved(policy: Policy, library: Library, draft_option: str | None = None) -> None:
    """Refused while two readings of the text compete and nobody chose: a reader would take one for the
    other. `draft_option` names the option by which it is published as a draft all the same."""
    found = open_statements(policy, library)
    if found:
        else_ = (
            f"; or give {draft_option}, and the page says first that it is a draft" if draft_option else ""
        )
        raise Refused(
            Problem(
                f"{one.what}, so {policy.key} is not published",
                one.where,
                one.why,
                f"{one.next}{else_}",
            )
            for one in found
        )
