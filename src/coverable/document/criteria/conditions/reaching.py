"""Words of one item that say something of other items: “– this last item falls away in children”."""

from __future__ import annotations

from typing import Final

from coverable.document.criteria.text.wordclasses import any_case

_OTHERS: Final = any_case(
    r"\b(?:this|the)\s+last\s+(?:item|criterion|condition|requirement)\b"
    r"|\b(?:either|one|both|any|all|none)\s+of\s+the\s+(?:first|last|other|former|latter)\b|\bthe\s+(?:first|last|other)\s+(?:two|three|four)\s+(?:items?|criteria|conditions?|of\s+(?:these|them)|are|is|may|can|must|need|do|apply|fall|hold)\b"
    r"|\b(?:items?|criteria|criterion|conditions?|requirements?)\s+\(?(?:[0-9]{1,2}|[a-h])\)?(?:\s*(?:,|and|or|through|to|-|–)\s*\(?(?:[0-9]{1,2}|[a-h])\)?)*\s+(?:(?:is|are)\s+(?!(?:also\s+|still\s+|not\s+|all\s+|each\s+|both\s+)?(?:met|satisfied|fulfilled|present|true|answered))|only|apply|applies|may|can|do(?:es)?\s+not|falls?|needs?|holds?)\b"
    r"|\(\s*[0-9a-h](?:\s*(?:,|and|or)\s*[0-9a-h])+\s+only\b"
    r"|[.;]\s+(?:one|any|all|none|each|both|either|two|most)\s+of\s+(?:them|these|those|this|the\s+above)\b"
    r"|[.;]\s+(?:the\s+same\s+(?:goes|holds|applies|is\s+true)|where\s+(?:item\s+)?[0-9]{1,2}\b)"
    r"|,\s+all\s+(?:of\s+(?:them|these)\s+)?(?:within|in\s+the|during|before|after|on\s+the\s+same|at\s+the\s+same)\b[^,;.]*\W*$"
    r"|[.;,]\s+(?:failing\s+(?:this|these|that|those|which|both|all)|in\s+the\s+alternative)\b"
)


def reaches_others(text: str) -> bool:
    """Whether an item says of other items, or of the whole list, what holds of them."""
    return _OTHERS.search(text) is not None
