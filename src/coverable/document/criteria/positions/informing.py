"""Words over a list that only inform: what it holds asks for nothing, whatever its words are."""

from __future__ import annotations

import re
from collections.abc import Sequence

INFORMS = re.compile(
    r"^\W*(?:please\b|(?:if|when)\s+(?:requesting|submitting)\b[^.:]{0,80}\b(?:send|submit|include|attach|provide|fax)\b|(?:to\s+)?(?:send|submit|attach|fax|mail|enclose)\b|(?:supporting|helpful|suggested)\s+\w+|documentation\s+that\s+helps|(?:the\s+)?(?:providers?|prescribers?|offices?|practices|physicians?|facilities)\s+(?:should|must|are|may|can)\b(?!.{0,40}\b(?:attest|confirm)\w*)|(?:common|typical|usual|frequent)\s(?!(?:[\w-]+\s+){0,3}criteria\b)|products?\b|symptoms?\b|in\s+the\s+(?:first|second|third|last|next)\s+step|(?:these|they)\s+includes?\s+(?:the\s+following\s+)?(?:types|kinds|models|brands|products|components|parts|features|examples)\b|types?\s+of|examples?\s+of|kinds\s+of|models?|"
    r"(?:side\s+effects?|adverse\s+(?:effects?|events?|reactions?)|complications|risks|benefits|advantages|limitations)\b.{0,60}\b(?:reported|include|are|were|known)\b|"
    r"(?:supporting|helpful|suggested)\s+documentation|the\s+list\s+below\s+is(?!\s+(?:met|satisfied|present|documented|true))|codes?\b|a\s+code\b|(?:possible|potential|known|reported|common)\s+(?:complications|risks|(?:side|adverse)\s+\w+)\b|questions\s+(?:may|can|should)\b|call\s+your\b|have\s+these\b|for\s+further\s+reading\b|a\s+list\s+of|components?\s+of|services\s+are\s+commonly|to\s+request\b|evidence\s+(?:base|reviewed)\b|prior\s+authori[sz]ation\b(?!\s*(?:criteria|\((?:initial|re|continu)))|definitions?\b|terms?\b(?!\s+(?:for|of)\s+(?:renewal|approval|coverage|continu\w+|initial|re-?auth\w+))|sources?\b|references?\b|background\b)",
    re.IGNORECASE,
)
"""The words over a list that is no list of criteria."""
_CONTAINS = re.compile(
    r"\bmust\s+be\s+(?:prior|pre-?)\s*authori[sz]ed\s*:$|\b(?:requires?|subject\s+to)\s+prior\s+authori[sz]ation\s*:$|\b(?:includes?|contains?|requests?|asks\s+for)\s+(?:all\s+of\s+)?(?:the\s+)?following\s+(?:information|data|details|fields|elements\s+of\s+information)\b"
    r"|^\W*(?:the\s+)?(?:(?:medical|patient|clinical)\s+)?(?:records?|documentation|notes|charts?|information)\s+(?:to\s+[^:;]{3,90}?\s+)?should\s+(?:also\s+)?include\b",
    re.IGNORECASE,
)
"""“The form includes the following information:”."""
_OF_STUDIES = re.compile(
    r"\b(?:trial|study|cohort|registry)\b.{0,40}\b(?:participants|patients|subjects|children|families|adults)\b.{0,20}\b(?:had\s+to|were)\b|\b(?:families|participants|subjects|children|patients)\s+in\s+the\s+(?:trial|study|cohort|registry)\b|\bdid\s+(?:best|better|worse)\b"
    r"|\b(?:is|are)\s+(?:made\s+up\s+of|managed\s+by|staffed\s+by)\b[^:]*:$|\bkeeps?\s+in\s+(?:its|their|his)\s+own\s+files?\b|\bwill\s+be\s+asked\s+for\s*:$|"
    r"\b(?:reported|described|seen|observed|noted|recorded)\s+(?:in|with|by|after|during|among)\b[^:]*:$|\b(?:manufacturers?|literature|labels?|labeling|studies|trials)\b[^:]*:$",
    re.IGNORECASE,
)
"""“Toxicities reported with this class:”, “The manufacturer lists these:”: what studies and labels tell."""
_MAY = re.compile(
    r"^\W*(?:the|an?|this|these|some|many)\s+(?:[\w-]+\s+){1,3}?(?:may|can|might|could)\s+(?!be\b|not\b)[\w-]+(?:\s+[\w-]+)?\s*:$",
    re.IGNORECASE,
)
"""“The disease may begin with:” tells what is possible and asks for nothing."""
_WHO_DOES = re.compile(
    r"^\W*(?:(?:the|some|many|most|other|alternative|additional|typical|health|care|medical|treatment)\s+)*"
    r"(?:professions|professionals|disciplines|clinicians|practitioners|specialists|specialties|options|alternatives|choices|resources|organi[sz]ations)\s+"
    r"(?:(?:that|who|which)\s+(?!must\b|is\b|are\b|have\b|has\b|failed\b)|(?:available|open)\s+to\b)[^:]{2,80}:$",
    re.IGNORECASE,
)
"""“Professions that commonly deliver this care:”, “Other options that patients may discuss:”."""
_ON_PAPER = re.compile(
    r"\b(?:discussed|described|found|listed|contained|published|set\s+forth)\s+in\s+(?:the\s+following|these)\s+(?:[\w-]+\s+){0,2}(?:documents?|articles?|polic(?:y|ies)|publications?|references|resources|manuals?)\b"
    r"|^\W*(?:[\w-]+\s+){1,3}(?:on|in|from)\s+(?:the|this|an?|our|your)\s+(?:[\w-]+\s+){0,2}(?:forms?|formular(?:y|ies)|lists?|labels?|market|website|portal|page|invoices?|chart|cards?|order|packet|checklist|catalog(?:ue)?|schedule|sheet|screen)\s*:$"
    r"|\bto\s+be\s+(?:sent|submitted|included|attached|enclosed|supplied|filed|faxed|uploaded|kept|retained|recorded|noted|entered|completed)\b[^:]*:$",
    re.IGNORECASE,
)
"""“Fields on the request form:”, “Notes to be sent with a claim:”: papers, and what stands in them."""


_INCLUDES = re.compile(
    r"^\W*(?:(?!\b(?:criteria|(?:contra)?indications?|requirements?|conditions?|exclu\w+|limitations?|document\w*|cover\w*|benefits?|evidence|patients?|members?|individuals?"
    r"|candidates?|uses?|services?|reasons?|circumstances|diagnos\w+|exceptions?|must|risk|following|approv\w*|necess\w*|investigational|experimental|not)\b)[\w’'(),/-]+\s+){1,8}"
    r"include\s*(?:,?\s*but\s+are\s+not\s+limited\s+to\s*)?(?:the\s+following)?\s*:$"
    r"|^\W*(?:the|this)\s+benefit\s+(?:also\s+)?includes?\b[^:]{0,40}:$",
    re.IGNORECASE,
)


def includes(text: str) -> bool:
    """Whether words over a list say of what kinds things are: “Commodes come in many sizes. They include:”."""
    return _INCLUDES.match(text) is not None


NOT_HERE = re.compile(
    r"\b(?:outside|beyond|not\s+(?:\w+\s+)?(?:within|in))\s+(?:of\s+)?the\s+scope\s+of\s+(?:this|the|our)\s+(?:[\w-]+\s+){0,2}?(?:polic(?:y|ies)|guidelines?|documents?|bulletins?|rules?|criteria)\b"
    r"|\bnot\s+(?:addressed|discussed|described|dealt\s+with)\s+(?:in|by)\s+(?:this|the|our)\s+(?:[\w-]+\s+){0,2}?(?:polic(?:y|ies)|guidelines?|documents?|bulletins?)\b"
    r"|^\W*(?:this|our)\s+(?:[\w-]+\s+){0,2}?(?:policy|guideline|document|bulletin)\s+does\s+not\s+(?:address|discuss|deal\s+with|speak\s+of)\b",
    re.IGNORECASE,
)
"""“Feeding therapy is outside the scope of this policy”: another one decides it, and this one denies nothing."""


def informs(text: str) -> bool:
    """Whether the words over a list say that it is no list of criteria."""
    return any(
        p.search(text) for p in (INFORMS, _MAY, _WHO_DOES, _OF_STUDIES, _ON_PAPER, _CONTAINS, NOT_HERE)
    )


_NAME = r"[A-Z0-9][\w/-]*[®™]?"
_PRODUCT = re.compile(
    rf"(?=[^()]{{0,60}}[®™]|[^()]{{2,60}}\([^()]*\s[-–—−]\s[^()]*\)){_NAME}(?:,?\s{_NAME}){{0,6}}\s?(?:\([^()]*\))?\W*"
)


_DOSING = re.compile(
    r"\W*(?:(?:initial|subsequent|recommended|usual|maintenance)\s+){0,2}dos(?:ing|age)(?:\s+(?:guidelines?|recommendations?|schedules?|information))?\W*",
    re.IGNORECASE,
)
_DOSE = re.compile(r"\b(?:dos(?:es?|ing|age)|units?|mg|mcg|ml)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:must|should|fail\w*|tr(?:y|ied|ial)|use[ds]?|before|first|response|require\w*|step|prefer\w*|intoleran\w+|contraindicat\w+|lost|weigh\w*|diagnos\w+|history|when|if|unless)\b",
    re.IGNORECASE,
)
"""Words of what is asked of somebody."""


def only_named(over: str, items: Sequence[str]) -> bool:
    """Whether a list only names products (“Riabni™ (rituximab-arrx – Amgen)”), or says doses under “Dosing guidelines”."""
    if _DOSING.fullmatch(over):
        return all(_DOSE.search(one) and not _ASKS.search(one) for one in items)
    return len(items) > 1 and not _ASKS.search(over) and all(_PRODUCT.fullmatch(one) for one in items)
