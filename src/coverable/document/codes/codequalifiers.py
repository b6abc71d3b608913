"""Words in brackets that narrow a code: `[when specified as ...]`, also broken over two blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coverable.document.reading import Polarity
from coverable.document.source import Block, Source, Span

_QUALIFIER = re.compile(
    r"\[(?P<square>[^\[\]]{8,400})\]|\((?P<round>\s?(?:when|if|only|for|specified|not|except|use|non-?covered|covered|excluded|payable)\b[^()]{0,400})\)",
    re.IGNORECASE,
)
_STANDS = re.compile(
    r"(?:not|non)?[- ]?covered|(?:no|not a|non)?[- ]?(?:covered )?benefit|excluded(?: from coverage)?"
    r"|not medically necessary",
    re.IGNORECASE,
)
"""Words that say of one code what the heading of a group says of all."""
_LIMITS = re.compile(r"(?:not |non-?)?(?:covered|payable)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What narrows a code, in the document's words, and where that stands."""

    words: str
    span: Span


def qualifier_in(
    source: Source, block: Block, first: int, last: int, following: Block | None = None
) -> Qualifier | None:
    """A bracket in `block.text[first:last]` that narrows the code before it.

    One that stands at the end of the block may be closed in the `following` one.
    """
    label = block.text[first:last]
    over = following is not None and last == len(block.text)
    closing = following.text[: following.text.index("]") + 1] if following and over else ""
    match = _QUALIFIER.search(f"{label} {closing}" if closing else label)
    if not match:
        return None
    inner = " ".join((match["square"] or match["round"]).split())
    if len(inner.split()) < 2 and not _STANDS.fullmatch(inner):
        return None
    start, end = first + match.start(), first + match.end()
    behind = end - last - 1
    spans = [source.span(block, start, min(end, last))] if start < last else []
    if following and behind > 0:
        spans.append(source.span(following, 0, behind))
    return Qualifier(inner, source.join(spans))


def position_of(words: str) -> Polarity | None:
    """What a bracket or cell says of its code, where it says nothing else: `(not covered)`."""
    if not _STANDS.fullmatch(words):
        return None
    return "covered" if words.casefold() in ("covered", "benefit", "covered benefit") else "not_covered"


def limits(words: str) -> bool:
    """Whether a bracket covers its code, or does not, for some only: `(covered for the glove only)`."""
    return bool(_LIMITS.match(words)) and not _STANDS.fullmatch(words)
