"""Notes on a list that change what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.positions import headed
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.frames import substantive
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, sentences
from coverable.document.criteria.text.plainnotes import eases, only_informs
from coverable.document.criteria.text.wordclasses import CHANGES

_SENDS = re.compile(
    r"^(?!.*\b(?:accepted|deemed|waived|exempt)\b).*\b(?:upload\w*|submitt?\w*|portal|fax\w*|mail\w*|e-?mail|telephone|phone|contact|website|send|sent|attach\w*)\b|\brequests?\s+(?:is|are|must|should|may|can|will)\b",
    re.IGNORECASE,
)
"""How papers reach the payer, not what is asked for."""
_LIFTS = re.compile(
    r"\b(?:criteri(?:a|on)|requirements?|conditions?|items?)\b[^.;:]{0,40}?\b(?:(?:do(?:es)?|will|shall)\s+not\s+apply|(?:is|are|may\s+be|can\s+be)\s+(?:waived|lifted|not\s+(?:required|applicable)))\b",
    re.IGNORECASE,
)
"""“The criteria above do not apply when …; such requests are approved”."""
_OF_DOCUMENT = re.compile(
    r"^\W*(?:notes?\W+)?this\s+(?:medical\s+)?(?:policy|document|guideline)\s+is\s+no\s+longer\s+scheduled\b|^\W*(?:notes?\W+)?(?:please\s+)?(?:this\s+(?:policy|document|guideline|section|article|bulletin)\s+(?:does\s+not\s+)?(?:address|apply|applies|cover)\w*|(?:refer\s+to|see|consult)\s)",
    re.IGNORECASE,
)
"""“This policy does not address …”, “Refer to the section on …”: about the document, not about a criterion."""
_NONE = re.compile(
    r"\W*(?:exceptions?|notes?)\s*:\s*(?:none|n/?a|not\s+applicable|no\s+exceptions?)\W*", re.IGNORECASE
)
"""“Exceptions: None”."""
_EXAMPLES = re.compile(
    r"^\W*(?:notes?\W+)?(?:an?\s+|some\s+|other\s+)?examples?\s+of\s+[^.]{3,120}?\s(?:includes?|is|are)\s[^.]*(?:\.[^.\sA-Z][^.]*)*\.?\s*",
    re.IGNORECASE,
)
"""“Note: Examples of corticosteroids include A and B.”: a first sentence that only names some."""
_ASKS_TOO = re.compile(
    r"\b(?:must|requir\w+|needs?|needed|each\s+of|which|only|exceptions?|such\s+(?:patients|members|individuals)|not)\b",
    re.IGNORECASE,
)
_EASES = re.compile(
    r"\b(?:needs?\s+only|have\s+only\s+to|falls?\s+away|drops?\s+out|treated\s+as|presum\w+|assumed|takes?\s+the\s+place|not\s+asked|half|shorter|fewer|sooner"
    r"|less\s+than\s+(?:one|two|three|[0-9]+)\s+(?:trials?|agents?|drugs?|weeks?|months?)|without\s+(?:the|an?|such|these|that|this|prior|trying)|qualif(?:y|ies)"
    r"|(?:drops?|falls?|goes|comes)\s+(?:down\s+)?(?:to|from)|(?:one|a\s+single)\s+(?:failed\s+|prior\s+)?(?:trial|agent|drug|attempt|episode)|may\s+be\s+(?:cut|shortened|used|given|started|approved|covered))\b",
    re.IGNORECASE,
)
"""“Two weeks are asked of children, half the usual time”: in a note, whatever eases what the list asks for."""
_MAY_CHANGE = re.compile(
    r"\b(?:may|considered|applies|apply|must|required|only|does\s+not|should)\b", re.IGNORECASE
)
_FOR_SOME = re.compile(
    r"\b(?:for|in|among)\s+(?:(?:the|all|adult|pediatric|pregnant|these|those)\s+)?(?:pediatric|adults?|children|members|patients|individuals|beneficiaries|recipients|clients|enrollees|those|women|men|infants|adolescents)\b"
    r"|\bif\s+(?:the|a|an)\s+(?:member|patient|individual|beneficiary|recipient|client|enrollee)\b",
    re.IGNORECASE,
)
"""A note that asks something of some patients only changes what is asked of them."""
_ADDS = re.compile(
    r"^(?!.*\b(?:bill(?:ed|ing)|claims?|modifiers?|cod(?:es?|ed|ing))\b).*(?:\bin\s+addition\s+to\b[^.;:]{0,60}\b(?:criteri\w+|requirements?|conditions?|above)\b|\b(?:must|shall)\s+(?:also|first|additionally)\b"
    r"|\b(?:is|are)\s+also\s+(?:needed|required)\b|\b(?:documentation|evidence|proof|record)\b[^.;:]{0,60}\bmust\b|\b(?:there\s+)?must\s+(?:be\s+)?(?:documentation|evidence|proof)\b"
    r"|\bmust\s+(?:be|have)\s+(?:been\s+)?(?:at\s+least\b|(?!(?:requested|reviewed|approved|authori[sz]ed|obtained|reported|made|prior|included|listed|kept)\b)[\w≥>]+))",
    re.IGNORECASE,
)
"""A note that asks for more than the list: “In addition to the criteria above, …”."""
_OF_ITEM = re.compile(
    r"^\W*(?:notes?\W+)?(?:for|in|under)\s+(?:(?:items?|criteri(?:a|on))\s+)?\(?(?:[a-z]|[0-9]{1,2}|[ivx]{1,4})[.)](?=\W*\s)",
    re.IGNORECASE,
)
"""“NOTE: For c., pillows must have been considered”: said of one item."""
_STARS = frozenset(("*", "**", "†", "‡", "§", "¶"))
_CONTENT = re.compile(r"[a-z]{5,}")


def note_doubts(notes: Sequence[Passage], page: Page, items: Sequence[Entry]) -> list[str]:
    """Findings on notes that change a criterion: in so many words, or in weaker ones about what an item names."""
    named = {w for e in items for w in _CONTENT.findall(e.passage.text.lower()) if substantive(w)}

    def changes(text: str) -> bool:
        some = _EXAMPLES.match(text)
        text = text[some.end() :] if some and not _ASKS_TOO.search(some[0]) else text
        if _LIFTS.search(text) or adds(text) or _OF_ITEM.match(text):
            return True
        if (_SENDS.search(text) and not eases(text)) or _OF_DOCUMENT.match(text) or _NONE.fullmatch(text):
            return False
        about = _FOR_SOME.search(text) is not None or not named.isdisjoint(_CONTENT.findall(text.lower()))
        eased = CHANGES.search(text) or _EASES.search(text)
        changed = eased is not None or (about and _MAY_CHANGE.search(text) is not None)
        return changed or not only_informs(text, named)

    return [
        page.doubt("exception_in_note", n)
        if changes(n.text)
        else page.doubt("position_elsewhere", n, "A position in a note: does it hold by itself?")
        for n in notes
        if changes(n.text) or _states(n)
    ]


def adds(text: str) -> bool:
    """Whether a note asks for more than the criteria that it stands behind."""
    return _ADDS.search(text) is not None and _SENDS.search(text) is None


def _states(note: Passage) -> bool:
    """Whether a footnote takes a position on something that it names: “*Routine costs are considered necessary when …”."""
    led = note.block.marker or note.text[:1]
    return led in _STARS and any(
        (found := judgement(s.text)) is not None
        and found.plain
        and found.certain
        and substantive(s.text[: found.first])
        and not headed.boilerplate(s.text)
        for s in sentences(note)
    )
