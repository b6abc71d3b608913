"""Sentences that name the items of the list under them: “when criteria A and B are met”, “meets 1 or 2”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coverable.document.criteria.quantifier import Quantifier

_LABEL = r"\(?(?:[A-Za-z]|[0-9]{1,2}|[ivxIVX]{1,4})\)?"
_JOIN = r"\s*(?:,\s*(?:and|or)\s+|,\s*|\s+and\s*/\s*or\s+|\s+and\s+|\s+or\s+|\s*&\s*|\s+plus\s+|\s+through\s+|\s+to\s+|\s*[-–]\s*)(?:either\s+|both\s+)?"
_EXPRESSION = re.compile(
    r"(?P<noun>\b(?:criteri(?:a|on)|conditions?|items?|requirements?|numbers?|sections?|parts?|indications?|meets?|met|both|either|all\s+of|one\s+of)\s+(?:#|both\s+|either\s+|of\s+)?)?"
    rf"(?P<labels>(?<![\w.]){_LABEL}(?:{_JOIN}{_LABEL})+)(?![\w.])"
    r"(?P<met>\s*(?:\(?(?:below|above)\)?\s*)?(?:is|are|must\s+be|have\s+been)\s+(?:all\s+)?(?:met|satisfied|present|true|fulfilled))?"
)
Word: TypeAlias = Literal["and", "or", "range"]


@dataclass(frozen=True, slots=True)
class Named:
    """Items that a sentence names, and how it joins them."""

    quantifier: Quantifier
    labels: tuple[str, ...]
    """The labels in order; a range with its two ends only."""
    is_range: bool
    mixed: bool
    """“and” as well as “or”."""


def named(text: str) -> Named | None:
    """The last such expression of a text; a letter alone in running words is none."""
    found: Named | None = None
    for match in _EXPRESSION.finditer(text):
        if match["noun"] is None and match["met"] is None:
            continue
        labels = match["labels"]
        if (
            match["noun"] is not None
            and match["met"] is None
            and text[match.end() :].strip(" :.)")
            and match["noun"].strip() not in ("criteria", "meets")
        ):
            continue
        words: set[str] = {m[0].lower() for m in re.finditer(r"\b(?:and|or)\b", labels)} | (
            {"and"} if "&" in labels or "plus" in labels else set()
        )
        is_range = re.search(r"\bthrough\b|\bto\b|[-–]", labels) is not None
        either = "either" in labels.lower() or (match["noun"] or "").lower().startswith(("either", "one of"))
        rule: Literal["all", "any"] = "any" if "or" in words or either else "all"
        if is_range and not words:
            rule = "any" if either else "all"
        parts = tuple(
            w.lower()
            for w in re.findall(r"[A-Za-z0-9]+", labels)
            if w.lower() not in ("and", "or", "through", "to", "either", "both", "plus")
        )
        found = Named(Quantifier(rule, None, match.start(), match.end()), parts, is_range, len(words) > 1)
    return found


def fits(found: Named, printed: list[str]) -> bool:
    """Whether the items of the list are the ones that the sentence names."""
    bare = [re.sub(r"\W", "", p).lower() for p in printed]
    if found.is_range:
        return bool(bare) and found.labels[0] == bare[0] and found.labels[-1] == bare[-1]
    return list(found.labels) == bare
