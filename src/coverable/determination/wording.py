"""The sentences of results, on the terminal and on the case sheet, in one place so that their vocabulary can
be checked.

They say what the criteria come to, never what is paid for, and no sentence decides against a member.
"""

from __future__ import annotations

from typing import Final

KIND: Final = "Result on coverage criteria"
"""What kind of document every output is."""

CLOSING: Final = (
    "This is a result on criteria: no authorization, no statement of benefits. The engine decides nothing "
    "against a member; only a licensed clinician can, by signature."
)

OUTCOMES: Final = {
    "criteria_met": (
        "✓",
        "Criteria met",
        "What is stated meets the criteria. That is not yet an authorization.",
    ),
    "criteria_not_met": (
        "✗",
        "Criteria not met",
        "At least one thing that the policy asks for is stated not to be so.",
    ),
    "information_needed": (
        "?",
        "More information needed",
        "Facts that decide are not documented. That never counts as a no.",
    ),
    "judgment_needed": (
        "?",
        "A person must judge",
        "Nothing more that can be asked would settle it: the text is silent, the "
        "statements contradict each other, or a reading is not signed.",
    ),
    "use_excluded": (
        "✗",
        "Use named by the policy as {position}",
        "The policy names this use among its exclusions ({cite}).",
    ),
    "use_not_listed": (
        "✗",
        "Use not listed by the policy",
        "The policy holds every use that it does not list to be {position} ({cite}).",
    ),
    "governed_elsewhere": ("–", "Another document governs", "The policy sends this use to another document."),
    "not_addressed": (
        "–",
        "Not addressed",
        "Nothing loaded here speaks about it. That is no answer on necessity.",
    ),
    "not_applicable": (
        "–",
        "No policy applies here",
        "What names the code does not reach this plan, line of business or provider.",
    ),
    "not_in_effect": (
        "–",
        "No policy version in effect",
        "No signed version was in effect on the date of service.",
    ),
    "benefit_excluded": (
        "–",
        "Excluded by the member's contract",
        "A matter of the contract ({clause}), not of medical necessity.",
    ),
    "review_not_required": (
        "–",
        "Not reviewed by this plan",
        "The plan does not review this subject; no criteria were used.",
    ),
}
"""Outcome: its sign, its words and what they mean."""

NOT_FINAL: Final = "Not final: {title}"
"""In place of an unfavourable outcome's own words while something above it is open."""

FOR_REVIEW: Final = (
    "•",
    "For clinical review",
    "Criteria, what was found and what is missing; this plan shows no more.",
)
"""In place of an outcome where the plan wants no suggestion shown."""

STEPS: Final = {
    "approve": "it can be approved without a reviewer, as the plan file allows.",
    "request_information": "ask for what is still needed, all in one go, then check again.",
    "nurse_review": "a nurse reviews it.",
    "physician_review": "a physician reviews it individually; nothing unfavourable is final before that.",
    "administrative": "no criteria here answer it. Ask the plan: {contact}.",
    "none": "nothing.",
}
ADVERSE_STEP: Final = (
    "a nurse reviews it and may pass it on; only a physician can decide against the request."
)

NOT_MET_POSITION: Final = "The policy's position then: {position} ({cite})."

POSITIONS: Final = {
    "not_medically_necessary": "not medically necessary",
    "investigational": "investigational",
    "cosmetic": "cosmetic",
    "not_covered": "outside the plan's coverage",
    "self_help": "a self-help item",
    "benefit_exclusion": "excluded from the benefit",
}

AUTHORIZATION: Final = {
    "required": "prior authorization is asked for ({where})",
    "not_required": "prior authorization: see the plan's list ({where})",
    "not_stated": "prior authorization: not stated, ask the plan",
}

AUDIENCES: Final = {
    "provider": "For the provider",
    "member": "For the member",
    "reviewer": "For the reviewer",
    "analyst": "For the analyst",
}

VALUES: Final = {"met": "✓ met", "not_met": "✗ not met", "undetermined": "? undetermined"}
HOLDS: Final = {"met": "• applies", "not_met": "– does not apply", "undetermined": "? undetermined"}
"""Inside an exclusion a condition that is met is nothing good."""
FOUND: Final = {True: "• found", False: "? missing"}

LEVELS: Final = {
    "federal-law": "federal law",
    "ncd-lcd": "NCD/LCD",
    "state-law": "state law",
    "benefit": "member's contract",
    "medical-policy": "medical policy",
    "clinical-um-guideline": "clinical UM guideline",
}


def outcome_words(outcome: str) -> str:
    """An outcome inside a sentence: `criteria not met`."""
    said = OUTCOMES[outcome][1] if outcome in OUTCOMES else outcome.replace("_", " ")
    return said.partition(" by the policy")[0].lower()
