"""How long an approval lasts: “Approval duration: 6 months”. It asks for nothing and belongs to no list."""

from __future__ import annotations

from coverable.document.criteria.wordclasses import any_case

_NO_CONDITION = r"(?:(?!\b(?:when|if|following|who|criteria|treatment|members|patients)\b).)"
_DURATION = any_case(
    r"^\W*(?:(?:the|each|an?)\s+)?(?:(?:initial|first|continued|continuation|renewal|subsequent|all|prior)\s+)?(?:approv(?:als?|e|ed)|(?:re-?)?authori[sz](?:ations?|e|ed)|renewals?|coverage|duration|length|quantity|limit)\b"
    rf"{_NO_CONDITION}{{0,80}}\b(?:[0-9]+|one|two|three|six|twelve)\s+"
    rf"(?:months?|weeks?|days?|years?|visits|units|months?\(s\)|month\(s\)|year\(s\))(?!\w){_NO_CONDITION}{{0,60}}$"
)


def says_how_long(text: str) -> bool:
    """Whether a sentence or line says how long an approval lasts and nothing else."""
    return _DURATION.match(text) is not None
