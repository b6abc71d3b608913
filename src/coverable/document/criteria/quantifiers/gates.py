"""Gates in a condition, and the small words that lead one in: “…, only for those who have …”, “when …”."""

from __future__ import annotations

from coverable.document.criteria.text.frames import substantive
from coverable.document.criteria.text.inline import inside_brackets
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case

_TREATMENT = any_case(r"^(?:the\s+)?(?:treatment|management)\s+of\s+")
LEADING = any_case(
    r"^(?:[\s,;:–—-]|(?:so\s+long\s+as|as\s+long\s+as|and|when(?:ever)?|if|for|with|in|only|provided(?:\s+that)?|once(?!\s+(?:per|every|each|an?|in|within|during|daily|weekly|monthly|yearly|annually)\b)|where|as|that|then|who|which|while|but)\b)+"
)
_SPLIT = any_case(
    r"\s*,?\s*\b(?:only\s+)?(?:for|in)\s+(?:(?:those|adult|pediatric)\s+)?(?:individuals?|patients?|members?|persons?|people|beneficiaries|enrollees|those)\s+(?=who\b|with\b|whose\b|that\b)(?:who\s+(?:have|has|are|had)\s+|who\s+|with\s+|that\s+)?"
    r"|\s*,?\s*\bonly\s+(?:when|if|in|for|after)\s+|\s*,?\s*\bprovided\s+that\s+"
)


def unled(passage: Passage) -> Passage:
    """Without the small words that lead a condition in: “when”, “if”, “for”."""
    lead = LEADING.match(passage.text)
    return passage.part(lead.end()) if lead and lead.end() < len(passage.text) else passage


def gates(passage: Passage) -> list[Passage]:
    """A text cut where a gate stands: “…, only for those who have …”."""
    out: list[Passage] = []
    begin, text = 0, passage.text
    for match in _SPLIT.finditer(text):
        if inside_brackets(text, match.start()):
            continue  # “(i.e., in patients with …)”
        if match.start() > begin and substantive(text[begin : match.start()]):
            out.append(passage.part(begin, match.start()).trimmed(",;"))
            begin = match.end()
    out.append(passage.part(begin).trimmed(",;"))
    return [_use(p) for p in map(_untrailed, out) if p and substantive(p.text)]


_TRAILS = any_case(
    r"\s+(?:for\s+the\s+(?:duration|period|time)\s+(?:noted|listed|shown|stated|specified|given)(?:\s+(?:above|below))?"
    r"|as\s+medically\s+necessary|as\s+(?:an?\s+)?covered\s+(?:services?|benefits?|items?|expenses?|care)|(?:when|if)\s+the\s+criteria\s+for\s+(?:approval|coverage|authori[sz]ation))\W*$"
)
"""Words behind a condition that belong to the position: “gout | as medically necessary”, “gout | for the period noted”."""


def _untrailed(passage: Passage) -> Passage:
    trail = _TRAILS.search(passage.text)
    return passage.part(0, trail.start()) if trail else passage


_SAYS = any_case(
    r"\s(?!(?:is|are)\s+(?:met|fulfilled|satisfied)\b)(?:is|are|was|were|has|have|had|becomes?|remains?|proves?|requires?|fails?|failed|would|will|must|may|can(?:not)?|does|do|did|causes|results?\s+in)\s"
)


def _use(passage: Passage) -> Passage:
    """“for the treatment of X” as X."""
    match = _TREATMENT.match(passage.text)
    if match is None or match.end() == len(passage.text) or _SAYS.search(passage.text):
        return passage  # “if treatment of each lesion becomes impractical”
    return passage.part(match.end())
