"""Names over a list: whom or which case it is for, or nothing but a name."""

from __future__ import annotations

from typing import Literal, TypeAlias

from coverable.document.criteria.quantifiers.gates import gates
from coverable.document.criteria.text.casewords import IF_IN_WORDS, ONLY_THEN
from coverable.document.criteria.text.frames import CLAUSE, asks_nothing, substantive, told
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import KINDS_OF_THINGS, any_case

Joint: TypeAlias = Literal[
    "and", "or", "named", "for", "shown_by", "governs", "label", "unless", "if", "things", "none"
]
"""and: condition and list · or: either of them · named: the use that the list is for, or what it is said to show · for: whom the list is for · shown_by: the list may be what shows the condition · governs: the items finish the words
· label: a name for the list · unless: the list takes the condition away · if: the condition decides whether the list
is asked for · things: the list names what the sentence is about, each of which is meant · none: nothing before the quantifier."""

POPULATION = any_case(
    r"\d|\b(?:adults?|children|child|adolescents?|infants?|pediatric|neonates?|women|men|males?|females?|pregnant|members?|patients?|individuals?|initial|continu\w+|renewal)\b"
)
_LABEL_IF = any_case(
    rf"^(?:(?:(?:only\s+)?(?:required|applies|applicable|needed)|(?:additional|further|other)\s+(?:criteria|requirements))\s+(?:only\s+)?)?(?:{IF_IN_WORDS}|if|when(?:ever)?|where|(?:in|for|on)\s+(?:the\s+|all\s+|any\s+|an?\s+)?(?:those\s+)?(?:cases?|instances?|events?|situations?|requests?)\s+(?:of|that|where|when|in\s+which)|in\s+the\s+event(?=\s+the\b)|(?:for|in)\s+(?:those\s+)?(?:members|patients|individuals|persons)\s+for\s+whom|provided(?:\s+that)?)\s+"
)


def name_over(name: Passage) -> tuple[tuple[Passage, ...], Joint | None]:
    """What a label over a list asks for: a case, some patients, a clause of its own; a mere name asks nothing."""
    if asked := _LABEL_IF.match(name.text):
        given = name.part(asked.end())
        comma = given.text.rfind(",")
        if comma > 0 and asks_nothing(given.text[comma:]):
            given = given.part(0, comma)  # “If X, these requirements also apply:”
        return (case(given),), "if"
    if POPULATION.search(name.text):
        return tuple(gates(name)), "for"
    if substantive(name.text) and CLAUSE.search(name.text):
        return tuple(gates(name)), "label"
    return (), None


def case(given: Passage) -> Passage:
    """A case without the words that tell it, and without a remark that only says “if” again."""
    said = given.part(told(given.text))
    return said.part(0, remark.start()) if (remark := ONLY_THEN.search(said.text)) else said


EVERY_USE = any_case(
    r"^\W*(?:(?:when|if|for|in|both)\s+)*(?:adults?\s+(?:and|or)\s+(?:children|adolescents)|children\s+(?:and|or)\s+adults?)\W*$"
    r"|^\W*(?:(?:for|in)\s+)?all\s+(?:indications|diagnos[ei]s|uses)(?:\s+(?:in|of|under)\s+section\s+\w+)?(?:,?\s+including\b,?\s+(?:but\s+)?not\s+limited\s+to\b[^;:]*)?\W*$"
    rf"|^\W*\((?:for\s+)?{KINDS_OF_THINGS}\)\W*$"
    r"|^\W*(?:criteri(?:a|on)|option|group|pathway|scenario|set)\s+(?:set\s+)?(?:[A-Z]|[0-9]{1,2}|[IVX]{1,4})\W*$"
)
"""“All Indications in Section I (must meet all):” narrows nothing, nor does “Criteria Set A”."""


def narrows_nothing(text: str) -> bool:
    """Whether words over a list only say that they are for every use, or which list it is: “Scenario 1:”."""
    return EVERY_USE.match(text) is not None


_ELIGIBLE = any_case(
    r"\W*(?:for|in)\s+(?:all\s+|any\s+)?(?:eligible|covered)\s+(?:patients|members|individuals|beneficiaries|recipients|persons|enrollees)\W*"
    r"|\W*(?:when|where|if|unless)\s+(?:(?:not\s+)?(?:specifically\s+|otherwise\s+)?(?:excluded|limited)|(?:it\s+is\s+)?(?:an?\s+)?(?:covered(?:\s+benefit)?|benefit|included))(?:\s+(?:by|under|in)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}(?:plan|contract|benefits?|policy|certificate))?\W*"
)


def of_everybody(text: str) -> bool:
    """Whether words before a grant say nothing of whom it is for: “For eligible patients, X is covered …”."""
    return _ELIGIBLE.fullmatch(text) is not None
