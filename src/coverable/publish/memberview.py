"""A policy for the person it is about: plain words, and the pointer to clinicians and plan (SR-119, SR-125).

The same criteria and places as everywhere; the questions are those that the glossary words for members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from coverable.policy.describe import criteria_view
from coverable.policy.executable import Policy

POINTERS: Final = (
    "This page is a short guide. The rules were written for doctors, nurses and plan staff.",
    "Talk with your doctor or nurse about what this means for you. Only they know your health.",
    "Ask your plan what your own benefits are. The number is on your member card.",
    "If something is not in your records, that does not mean no. Your doctor can add it.",
    "A computer never turns down a request. Only a doctor who works for the plan may do that, and you can "
    "ask why, and ask for a new look.",
)
GROUPS: Final = {
    "all": "All of these count:",
    "any": "One of these is enough:",
    "none": "None of these may be so:",
    "not": "This may not be so:",
    "if": "If the first is so, the second counts too:",
    "interpretation": "The text can be read in more than one way. A person looks at these:",
    "unmapped": "A person looks at this:",
}


def member_view(policy: Policy) -> dict[str, Any]:
    """JSON-ready: {pointers, uses: [{title, tree}]}; a tree is {says, items} or {ask, cite}."""
    uses = [
        {
            "id": one.name,
            "title": one.file.says or one.name.replace("_", " ").replace("-", " ").capitalize(),
            "cite": one.file.cite,
            "tree": plain(criteria_view(policy, one.criteria, one.file.cite)),
        }
        for one in (policy.indications if policy.may_be_shown else ())
    ]
    return {"pointers": list(POINTERS), "uses": uses}


def plain(view: Mapping[str, Any]) -> dict[str, Any]:
    """A criteria view as groups of plain questions, in the order of the text."""
    if view["rule"] == "leaf":
        return {"ask": view["plain"], "cite": view["cite"]}
    if view["rule"] == "at_least":
        says = f"At least {view['n']} of these are needed:"
    else:
        says = GROUPS.get(view["rule"], "These count:")
    return {"says": says, "items": list(_items(view))}


def _items(view: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What stands below; where the text says nothing, a person looks, and members are asked that too."""
    for child in view.get("children", ()):
        yield plain(child)
        if child.get("silent_if"):
            yield {"says": GROUPS["unmapped"], "items": [plain(child["silent_if"])]}
