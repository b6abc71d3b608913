"""The words over a list weighed as a whole: whatever their grammar, they count by the words that count.

“it can be shown that all of what follows is true”, “the answer to each question is no”: where every word only leads
a list in (`framewords.txt`) or counts, what counts among them says how many of the list are asked for. One word
more, counts that disagree, a second negation or one in a clause of its own, and nothing is said (docs/decisions/0038).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from coverable.document.criteria.quantifiers.quantity import Quantifier, QuantifierRule
from coverable.document.criteria.text.frames import asks_for_papers, leads_in
from coverable.document.criteria.text.tokens import Token, number_at, phrase_at, tokens_of, value_of
from coverable.document.criteria.text.wordclasses import NOUNS, NUMBERS, ODD, any_case
from coverable.document.patterns import word_set

_ALL: Final = word_set("all each every both jointly concurrently simultaneously collectively cumulatively")
_ANY: Final = word_set("any either single another other whichever")
_FREEING: Final = word_set("no none without negative absent absence free excluded ruled neither nothing")
"""Words that turn whatever is counted: “without each of them”; who lacks any of them may lack one, or all."""
_TURNING: Final = word_set("not never nor cannot")
"""“not all of them” says nothing settled; “not one of them” does."""
_BARS: Final = word_set(
    "barrier barriers obstacle obstacles hurdle hurdles concern concerns contraindication contraindications bar bars impediment"
    " impediments deterrent deterrents safety"
)
"""What a list under a negation is a list of: “no barrier listed below exists”."""
_CALLED: Final = word_set("yes first second third fourth fifth last more greater higher")
"""How items are called, how a question is answered, and what stands behind “or”."""
_TWO_SENSES: Final = word_set("clear")
"""“clear evidence of all of these”, “clear of all of these”."""
OF_PATIENTS: Final = word_set(
    "risk symptom symptoms sign signs tests therapies treatments drugs medications agents malignancies cancers disorders"
    " diseases disease complaints problems events anomalies states sites settings"
)
"""Nouns of lists that can be a condition by themselves: “risk with one of the following”."""
_KNOWN: Final = _ALL | _ANY | _FREEING | _TURNING | _CALLED | NOUNS - OF_PATIENTS | NUMBERS.keys()
_AGES: Final = any_case(r"\b(?:under|over|aged?|older|younger|years?)\b.*[0-9]|[0-9].*\byears?\b")
_ALL_OF_N: Final = any_case(
    rf"\b(?:all|both|each|every)\s+(?:of\s+)?(?:the\s+|these\s+)?(?:{'|'.join(NUMBERS)}|[0-9])\b|\bthe\s+two\b.*\bboth\b"
)
_NOTHING_LESS: Final = any_case(
    r"\b(?:without(?:\s+any)?|(?:with\s+)?no)\s+(?:exceptions?|omissions?|fail)\b"
)
_EVERY_ONE: Final = any_case(r"\b(?:each|every)(?:\s+and\s+every)?(?:\s+single)?\s+one\b")
_RANGE: Final = any_case(
    r"\(?\b(?:from\s+)?(?:[A-Za-z]|[0-9]{1,2}|[ivx]{1,4})\)?\s*(?:\bthrough\b|\bthru\b|\bto\b|[-–])\s*\(?(?:[A-Za-z]|[0-9]{1,2}|[ivx]{1,4})\b\)?"
)
"""“A through C”: labels, which count nothing."""
_AT_LEAST: Final = any_case(
    r"\b(?:at\s+least|(?:a\s+)?minimum(?:\s+of)?|no(?:t)?\s+(?:fewer|less)\s+than)\b|≥|>\s*="
)
_BOUNDED: Final = any_case(r"\bor\s+(?:more|greater|higher)\b|\+|\bof\b|\bany\b")
_OTHERS: Final = any_case(r"(?<!\bthe )\bothers?\b|\bthe\s+other\s+(?!of\b|one\b|is\b)\w")
"""“all other uses, including the following”: what is not on the list; “one or the other” counts."""
_CLAUSE: Final = any_case(
    r"[(,;]|\b(?:and|or|but|when|if|where|while|once|unless|provided|that|who|whose|which)\b"
)
"""What may begin a clause of its own, in which another word is turned."""
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'’-]*|[0-9]+")
_AGAIN: Final = any_case(
    r";\s*(?:the|these|those)(?:\s+[\w-]+)?(?:\s+(?:criteria|conditions|factors|contraindications|exclusions|items))?\s+are(?:\s+as\s+follows)?\s*$"
)
"""“no exclusion criterion is met; the exclusion criteria are”."""
_IN_BRACKETS: Final = any_case(r"^(?P<before>[^()]+)\((?P<said>[^()]+)\)\s*$")
_LONGEST: Final = 30


def tallied(text: str) -> Quantifier | None:
    """How many of the list under it a text asks for, where it does nothing else; None where that is not sure."""
    if (bracket := _IN_BRACKETS.match(text)) and _names_bars(bracket["before"]):
        said = tallied(bracket["said"])
        return replace(said, first=0, last=len(text.rstrip())) if said and said.rule == "none" else None
    counting = _EVERY_ONE.sub("every", _RANGE.sub(" ", _NOTHING_LESS.sub(" all ", _AGAIN.sub("", text))))
    counting, bounds = _AT_LEAST.subn(" ", counting)
    words = [m[0].lower() for m in _WORD.finditer(counting)]
    bars: frozenset[str] = frozenset() if _FREEING.isdisjoint(words) else _BARS
    if not words or len(words) > _LONGEST or not all(w in bars or _leads_or_counts(w) for w in words):
        return None
    if words[-1].isdigit() or _AGES.search(counting) or asks_for_papers(counting):
        return None  # “Scenario 1:”, “For members under 18, both”, “Prescribed by a surgeon and one”
    tokens = tokens_of(counting)
    if _OTHERS.search(counting) or any(phrase_at(tokens, i, ODD) for i in range(len(tokens))):
        return None
    bounded = bounds > 0 or _BOUNDED.search(counting) is not None
    turned = not (_FREEING | _TURNING).isdisjoint(words)
    if turned and _CLAUSE.search(counting.strip(), 1):
        return None  # “when no alternative is available and all of these are met”
    found = _rule(words, [] if _ALL_OF_N.search(counting) else _numbers(tokens), bounded)
    return Quantifier(*found, 0, len(text.rstrip())) if found else None


def _names_bars(text: str) -> bool:
    """Whether words only name what keeps a service from a patient: “subject to these contraindications”."""
    words = [m[0].lower() for m in _WORD.finditer(text)]
    return not _BARS.isdisjoint(words) and all(w in _BARS or leads_in(w) or w in NOUNS for w in words)


def _leads_or_counts(word: str) -> bool:
    return word not in _TWO_SENSES and (word in _KNOWN or word.isdigit() or leads_in(word))


def _numbers(tokens: Sequence[Token]) -> list[int]:
    """The numbers of a text, `two (2)` once; -1 where a word and its figure differ."""
    out: list[int] = []
    at = 0
    while at < len(tokens):
        found = number_at(tokens, at)
        if found is None:
            at += 1
            continue
        out.append(found[0] if found[0] is not None else -1)
        at = found[1]
    return out


def _rule(
    words: Sequence[str], numbers: Sequence[int], bounded: bool
) -> tuple[QuantifierRule, int | None] | None:
    """What words that only count and lead in ask for. `bounded`: a number among them is a least one."""
    said = set(words)
    freed = not _FREEING.isdisjoint(said)
    turned = sum(w in _FREEING or w in _TURNING for w in words)
    counts = numbers[:1] if len(numbers) == 2 and numbers[0] < numbers[1] else numbers  # “two of these three”
    several = [n for n in counts if n != 1]
    one = 1 in counts or not _ANY.isdisjoint(said)
    every = not _ALL.isdisjoint(said)
    if turned > 1 or min(numbers, default=1) < 1:
        return None
    if turned:
        return ("none", None) if (freed or (one and not every)) and not several else None
    if every:
        return None if one or several else ("all", None)
    if "either" in said:
        return ("any", None) if several in ([], [2]) else None
    if several and bounded and len(counts) == 1:
        return (
            None if "any" in said and words[_before(words, counts[0])] != "any" else ("at_least", counts[0])
        )
    return ("any", None) if one and not several else None


def _before(words: Sequence[str], n: int) -> int:
    """The place of the word before a number: “any two of these” counts two, “any of these three” one."""
    return next((i - 1 for i, w in enumerate(words) if i and value_of(w) == n), 0)
