"""Positions that a heading sets for what stands under it, and sentences that set none."""

from __future__ import annotations

import re

from coverable.document.reading import Position


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


LIMIT = _any_case(
    r"^\W*(?:up\s+to|no\s+more\s+than|a\s+maximum\s+of|additional|an\s+additional|coverage\s+is\s+limited|limited\s+to|quantit|dos(?:e|age|ing)\b|frequency)"
)
"""How many or how long, not whether."""
_BOILERPLATE = _any_case(
    r"\bmust\s+be\s+(?:approved|authorized|certified|submitted|requested)\s+(?:before|prior|in\s+advance)\b|"
    r"\b(?:prior\s+authorization|pre-?certification|notification|precert\w*)\s+(?:is|are|may\s+be)\s+(?:not\s+)?(?:required|needed|necessary)\b|"
    r"\b(?:does|do)\s+not\s+(?:constitute|imply|guarantee)|\bno\s+guarantee\b|\bfor\s+informational\s+purposes"
    r"|(?<!meet\sthe\s)(?<!meets\sthe\s)\bdefinition\s+of\s+medical(?:ly)?\s+necess|\btakes?\s+precedence\b|\b(?:depends?|based|subject|contingent|according)\s+(?:on|upon|to)\s+(?:the\s+)?(?:terms|language|benefits?|provisions|member.s\s+(?:benefit|contract|plan))\b|\bsubject\s+to\s+(?:the\s+)?(?:terms|change|all)"
    r"|\b(?:determination|review|determine|evaluat\w+|assess\w*)\s+(?:of|for)\s+medical\s+necessity|\bto\s+determine\b"
    r"|\bmedical\s+(?:policy|policies)\s+(?:express|are|is)\b|\brefer\s+to\b|\bdisclaimer\b"
    r"|\bthe\s+fact\s+that\b|\breserves?\s+the\s+right\b|\bhas\s+been\s+proposed\b|\b(?:stud(?:y|ies)|trials?|reviews?|authors?|investigators?)\s+(?:\w+\s+){0,3}(?:show\w*|found|report\w*|suggest\w*|demonstrat\w+|evaluat\w+|compar\w+|conclud\w+|enrolled|assessed|examined)\b|\bin\s+(?:a|one|two|this|several)\s+(?:\w+\s+){0,3}stud(?:y|ies)\b"
)


def boilerplate(text: str) -> bool:
    """Whether a sentence speaks about policies and benefits in general, or reports studies."""
    return _BOILERPLATE.search(text) is not None


HEADINGS: tuple[tuple[re.Pattern[str], Position], ...] = (
    (_any_case(r"^(?:considered\s+)?(?:experimental|investigational|unproven)\b.*$"), "investigational"),
    (
        _any_case(r"^.{0,60}\bnot\s+(?:considered\s+)?medically\s+necessary\b.*$|^not\s+reasonable\b.*$"),
        "not_medically_necessary",
    ),
    (
        _any_case(r"^when\b.{0,60}\bnot\s+(?:be\s+)?(?:covered|provided|available|eligible)\b.*$"),
        "not_covered",
    ),
    (
        _any_case(
            r"^when\b.{0,60}\b(?:coverage|services?|benefits?)\b.{0,20}\b(?:is|are|may\s+be)\b.{0,20}\b(?:provided|available|covered|eligible)\b.*$"
        ),
        "medically_necessary",
    ),
    (_any_case(r"^.{0,30}\bindications?\b.{0,20}\blimitations?\b.*$"), "medically_necessary"),
    (_any_case(r"^contraindications?\b.{0,40}$"), "not_medically_necessary"),
    (_any_case(r"^.{0,40}\bcosmetic\b.{0,60}$"), "cosmetic"),
    (
        _any_case(
            r"^(?:contract|benefit|plan)\s+exclusions?\b.*$|^exclusions?(?:\s+from\s+coverage)?$|^services?\s+excluded\b.*$"
        ),
        "benefit_exclusion",
    ),
    (
        _any_case(
            r"^.{0,40}\b(?:not\s+covered|non-?covered|non-?coverage|limitations?(?:\s+of\s+coverage)?|coverage\s+limitations?|not\s+approved)\b.{0,60}$"
        ),
        "not_covered",
    ),
    (
        _any_case(
            r"^.{0,60}\b(?:is|are|may\s+be|will\s+be)\s+(?:considered\s+)?(?:covered|eligible|approved|authorized)\b.{0,40}$"
        ),
        "medically_necessary",
    ),
    (
        _any_case(
            r"^.{0,40}\bcovered$|"
            r"^.{0,60}\b(?:medically\s+necessary|medical\s+necessity)\b.{0,60}$|^(?:clinical\s+)?indications?\b.{0,60}$"
            r"|^.{0,60}\b(?:coverage|approval|authorization|initial|continuation|continued|reauthorization|renewal|clinical|medical)\s+(?:\w+\s+)?(?:criteria|indications|requirements)\b.{0,60}$"
            r"|^criteria\b.{0,60}$|^covered\s+(?:indications|services|uses)\b.{0,40}$|^(?:coverage|policy)\s+(?:statement|position|guidance|rationale)?s?$|^.{0,40}\bcriteria(?:\s+for\s+.{1,60})?$"
        ),
        "medically_necessary",
    ),
)


def heading_position(title: str) -> Position | None:
    """The position that a heading sets for what stands under it."""
    words = title.strip().rstrip(":").strip()
    return next((position for pattern, position in HEADINGS if pattern.search(words)), None)
