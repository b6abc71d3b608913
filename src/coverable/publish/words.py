"""Words of a published page that do not come from the policy file, in one place so that they can be checked.

They speak of criteria and of what the document says; never of payment, and no sentence decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

BADGE: Final = {
    "all": "ALL",
    "any": "ANY",
    "none": "NONE",
    "not": "NOT",
    "if": "IF",
    "reading": "IN THIS READING",
    "unmapped": "NOT MAPPED",
    "interpretation": "OPEN READING",
}
"""The badge of a rule; `AT LEAST n` is made by `badge`."""
RULE: Final = {
    "all": "All of the following are needed",
    "any": "Any one of the following is enough",
    "none": "None of the following may hold",
    "not": "The following must not hold",
    "if": "If the first holds, the second is needed",
    "reading": "Stands only in this reading of the text",
    "unmapped": "Not yet tied to a fact, so nobody can say whether it holds",
    "interpretation": "Nobody has signed a reading yet: a person decides where the readings differ",
}
DISCLAIMER: Final = (
    "Coverage criteria only, in our own words, to be used together with independent professional judgment.",
    "This page is no medical advice, no authorization and no explanation of benefits. "
    "The member's own contract comes first.",
    "What is not documented counts as unknown, never as no; only a licensed clinician decides "
    "against a request.",
)
READERS: Final = {
    "Plan staff": "Use it to see whether what is documented meets each criterion. Where the text is silent, "
    "or can be read in two ways, the page says so and who decides.",
    "Providers": "Use the list of what to send to make a request complete. A code that is listed promises "
    "nothing, and one that is not listed rules nothing out.",
    "Members": "This is written for health professionals. Talk with your clinician about what it means for "
    "you, and ask your plan about your benefits.",
}
"""One source, three readers (SR-125)."""
NOT_ALL_ENDORSED: Final = "Encodings that their publishers did not endorse; each page says so for its own."
OWN_WORDS: Final = (
    "The text of the document is not shown here: policies belong to their publishers. Every criterion names "
    "its place in the document, so that it can be looked up there."
)
HIDDEN: Final = "No licence for these criteria is on file, so they are not shown and not exported."
DRAFT: Final = "This encoding is a draft. Nobody has approved it, and it decides nothing."
COMPETING: Final = (
    "Draft: the text can be read in ways that exclude each other, and nobody has chosen between them yet. "
    "Where they differ a person decides."
)
ENDED: Final = "This version was withdrawn on {on}: {because}."
CHANGES: Final = (
    "First what is proved of the criteria over all patients, in the signed readings; then, criterion by "
    "criterion and by their ids, what is new, what is gone, and which tests or members changed."
)
CHECKLIST: Final = (
    "One line for each thing that the criteria ask, in their order. Not all of them have to hold: the "
    "groups say how many."
)
FORBIDDEN_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so could run as a formula in a spreadsheet."""


def badge(view: Mapping[str, Any]) -> str:
    """`ALL`, `ANY`, `NONE`, `AT LEAST 2` ...; nothing for a single test."""
    if view["rule"] == "at_least":
        return f"AT LEAST {view['n']}"
    return BADGE.get(view["rule"], "")


def rule_says(view: Mapping[str, Any]) -> str:
    """The badge as a sentence, for readers who do not know it."""
    if view["rule"] == "at_least":
        return f"At least {view['n']} of the following are needed"
    if view["rule"] == "if" and len(view["children"]) == 3:
        return "If the first holds, the second is needed, otherwise the third"
    return RULE.get(view["rule"], "")


def branch(view: Mapping[str, Any], at: int) -> str:
    """What a child is to its parent where that is not told by the badge: if, then, else; a reading."""
    if view["rule"] == "if":
        return ("If", "then", "otherwise")[at]
    if view["rule"] == "interpretation":
        return f"Read as “{view['options'][at]}”"
    return ""


def place(view: Mapping[str, Any]) -> str:
    """`Criteria, L30-33`, with the policy in front when the criterion was taken over from another."""
    return ", ".join(str(part) for part in (view.get("of"), view.get("section"), view.get("cite")) if part)


def titled(name: str) -> str:
    """`medicare_advantage` as `Medicare Advantage`."""
    small = {"of", "and"}
    words = name.replace("_", " ").replace("-", " ").split()
    return " ".join(
        {"um": "UM", "ncd": "NCD", "lcd": "LCD", "chip": "CHIP"}.get(w, w.title() if w not in small else w)
        for w in words
    )
