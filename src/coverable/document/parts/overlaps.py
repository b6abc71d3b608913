"""Uses that this document decides although it sends the reader elsewhere for them (SR-053).

Whether both decide alike can be told only where the library has the other policy; else the analyst is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from coverable.document.parts.known import Decided, Known, Rule
from coverable.document.patterns import any_of, worded
from coverable.document.reading import Node, Statement
from coverable.document.source import Span

SENDS = worded(
    r"see(?: also)?",
    r"(?:please )?refer(?:red)? to",
    r"consult",
    r"(?:is|are) (?:addressed|discussed|covered|found|described|reviewed|contained) in",
    r"for (?:more |further |additional )?(?:information|criteria|guidance|details?)",
)
"""Words by which a sentence sends its reader to another document."""
_AIMS = any_of(
    "treat(?:ment|ing)?", "manag(?:ement|ing)", "therapy", "diagnos(?:is|ed|ing)", "use", "prevention"
)
_PURPOSE = re.compile(rf"\b{_AIMS}\s(?:of|in|for|with)\s|^(?:for|in)\s", re.IGNORECASE)
_LIMIT = re.compile(r"[,;:(]|\b(?:only|who|that|which|when|where|if|after|and meets?)\b", re.IGNORECASE)
"""What ends the name of a condition."""
_WORD = re.compile(r"[^\W\d_][\w-]{3,}")
_COMMON: Final = frozenset(
    re.findall(
        r"\w+",
        """
        about above acute additional adult advanced also another article associated based been behavioral
        below between bulletin care case child children chronic clinical condition considered consult
        coverage covered criteria criterion delivery detail device diagnosis disease disorder document drug
        durable equipment evaluation following from further general guidance guideline have health
        indication individual information injection item management medical medically medicare medication
        member more necessary necessity non number obtain other patient people person plan please policies
        policy primary prior procedure product program provider purpose reader refer referred regarding
        related relating requirement review secondary section see service severe specific surgery surgical
        symptom syndrome system technique test testing that their them therapies therapy these this those
        title topic treat treating treatment under unless use used using various when where which with
        without
        """,
    )
)
"""Words that name no condition."""


@dataclass(frozen=True, slots=True)
class Use:
    """A use that this document covers or excludes, and the words that say so."""

    words: frozenset[str]
    covers: bool
    span: Span
    node: Node | None = None


def content(text: str) -> frozenset[str]:
    """The words of a text that can name a condition, singular and in small letters."""
    found = (match[0].casefold() for match in _WORD.finditer(text))
    return frozenset(one for word in found if (one := _singular(word)) not in _COMMON and word not in _COMMON)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def uses(statements: Iterable[Statement]) -> list[Use]:
    """What the statements decide: their subjects, the uses they name, and what a criterion is for."""
    return [use for one in statements for version in (one, *one.candidates) for use in _uses(version)]


def _uses(one: Statement) -> Iterator[Use]:
    covers = one.position == "medically_necessary"
    yield Use(content(one.subject), covers, one.span, one.criteria)
    for named in one.named_uses:
        yield Use(content(str(named.value)), covers, named.span)
    if one.criteria is None:
        return
    if one.criteria.rule in ("any", "leaf"):
        for child in one.criteria.children or (one.criteria,):
            yield Use(content(_purpose(child) or child.text), covers, child.span, child)
    else:
        for child in one.criteria.children:
            if purpose := _purpose(child):
                yield Use(content(purpose), covers, child.span, one.criteria)


def _purpose(node: Node) -> str | None:
    """What a criterion is for: the words behind `in the treatment of`."""
    match = _PURPOSE.search(node.text)
    return _LIMIT.split(node.text[match.end() :])[0] if match else None


def shared(named: frozenset[str], found: Sequence[Use]) -> list[Use]:
    """The uses that are decided here and named where the reader is sent elsewhere; each place once."""
    out: dict[tuple[int, int], Use] = {}
    for one in found:
        if one.words & named:
            out.setdefault((one.span.start, one.span.end), one)
    return list(out.values())


def differences(named: frozenset[str], here: Iterable[Use], known: Known) -> list[tuple[Use, Decided, str]]:
    """Pairs in which the other policy decides the same use in another way, and how the two differ.

    Only what can be told without reading: another position, or another outermost rule over the criteria.
    """
    out: list[tuple[Use, Decided, str]] = []
    for use in here:
        common = use.words & named
        there = [one for one in known.decides if content(one.words) & common]
        for one in there:
            if one.covers != use.covers:
                if any(other.covers == use.covers for other in there):
                    continue  # the other policy covers one part of it and excludes another, as this one may
                words = ("covers", "excludes")
                out.append((use, one, f"{words[not use.covers]} here and {words[not one.covers]} there"))
            elif use.covers and (mine := rule_of(use.node, common)) and one.rule and mine != one.rule:
                out.append((use, one, f"{_told(mine)} here and {_told(one.rule)} there"))
    return out


def rule_of(node: Node | None, condition: frozenset[str]) -> Rule | None:
    """The outermost rule over the criteria of a use, without the criterion that only names the use."""
    if node is None or node.rule not in ("all", "any", "none", "at_least"):
        return None
    rest = [
        child
        for child in node.children
        if child.rule != "leaf"
        or not (content(child.text) & condition and (_purpose(child) or content(child.text) <= condition))
    ]
    if len(rest) == 1 and rest[0].rule != "leaf":
        return rule_of(rest[0], condition)
    if len(rest) == 1:
        return "all", 1
    return f"at least {node.n}" if node.rule == "at_least" else node.rule, len(rest)


def _told(rule: Rule) -> str:
    return f"{rule[0]} of {rule[1]}"
