"""A policy for the person it is about: plain words, and the pointer to clinicians and plan (SR-119, SR-125).

The same criteria and places as everywhere; the questions are those that the glossary words for members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from coverable.determination.wording import POSITIONS
from coverable.glossary.facts import Glossary
from coverable.policy.describe import criteria_view
from coverable.policy.executable import Policy

POINTERS: Final = (
    "This page is a short guide. The rules were written for doctors, nurses and plan staff.",
    "Talk with your doctor or nurse about what this means for you. Only they know your health.",
    "Ask your plan what your own benefits are. The number is on your member card.",
    "If something is not in your records, that does not mean no. Your doctor can add it.",
    "This page decides nothing. If your plan says no to a request, you can ask why, and ask for a new look.",
)
AUTHORIZATION: Final = {
    "required": "The document says that the plan wants to be asked before the service is given.",
    "not_required": "The document says that the plan need not be asked before the service is given.",
}
GROUPS: Final = {
    "all": "All of these are looked at, and all are needed:",
    "any": "One of these is enough:",
    "none": "None of these may be true for you:",
    "not": "This may not be true for you:",
    "if": "Only if the first is true, the second is needed too:",
    "interpretation": "The text can be read in more than one way. A person looks at these:",
    "unmapped": "A person looks at this:",
}


def member_view(policy: Policy) -> dict[str, Any]:
    """JSON-ready: {pointers, authorization, uses: [{title, tree}], others}; a tree is {says, items} or
    {ask, wanted, cite}."""
    uses = [
        {
            "id": one.name,
            "title": one.file.says or one.name.replace("_", " ").replace("-", " ").capitalize(),
            "cite": one.file.cite,
            "tree": plain(criteria_view(policy, one.criteria, one.file.cite), policy.glossary),
        }
        for one in (policy.indications if policy.may_be_shown else ())
    ]
    said = AUTHORIZATION.get(policy.file.prior_authorization)
    others = [
        {"says": one.says or one.id.replace("-", " "), "position": POSITIONS[one.position], "cite": one.cite}
        for one in (policy.file.exclusions if policy.may_be_shown else ())
        if not one.criteria_not_met and all(policy.lanes.chosen.get(n) == o for n, o in one.under.items())
    ]
    return {"pointers": list(POINTERS), "authorization": said, "uses": uses, "others": others}


def plain(view: Mapping[str, Any], glossary: Glossary) -> dict[str, Any]:
    """A criteria view as groups of plain questions, in the order of the text; of what is no yes or no also
    which answer is looked for."""
    if view["rule"] == "leaf":
        return {"ask": view["plain"], "wanted": _wanted(view, glossary), "cite": view["cite"]}
    if view["rule"] == "at_least":
        says = f"At least {view['n']} of these are needed:"
    else:
        says = GROUPS.get(view["rule"], "These count:")
    return {"says": says, "items": list(_items(view, glossary))}


def _wanted(view: Mapping[str, Any], glossary: Glossary) -> str:
    fact = glossary.facts[view["fact"]]
    if fact.type in ("yes_no", "events"):
        return ""
    return str(view["says"]).removeprefix(f"{fact.label}: ")


def _items(view: Mapping[str, Any], glossary: Glossary) -> Iterator[dict[str, Any]]:
    """What stands below; where the text says nothing, a person looks, and members are asked that too."""
    for child in view.get("children", ()):
        yield plain(child, glossary)
        if child.get("silent_if"):
            yield {"says": GROUPS["unmapped"], "items": [plain(child["silent_if"], glossary)]}
