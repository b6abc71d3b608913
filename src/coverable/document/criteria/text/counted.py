"""Lists in one item whose own words count them: “one or more of A, B, and C”, “A, or B, or both”, “A: not present”.

Their first or last words say how many are asked for, so that the connector between the parts does not.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, TypeAlias

from coverable.document.criteria.text import inline
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.inline import Inline
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import NUMBERS, any_case

Rule: TypeAlias = Literal["all", "any", "none", "at_least"]
_NUMBER: Final = rf"(?:{'|'.join(w for w in NUMBERS if '-' not in w)}|[1-9])"
_COUNTED: Final = any_case(
    rf"^(?:(?P<any>(?:one|1)\s+or\s+more|at\s+least\s+(?:one|1)|any(?:\s+one)?|either|one)|(?P<all>all|each|every\s+one|both)|(?P<none>none|neither)"
    rf"|(?:at\s+least\s+|any\s+|a\s+minimum\s+of\s+)?(?P<n>{_NUMBER})(?:\s+or\s+more)?)(?:\s+\([0-9]\))?\s+(?:of|among):?\s+"
    r"(?!(?:the|these|those|this|that|his|her|its|their|which|whom|them|all|any|following)\b)(?=\S)"
)
_OR_BOTH: Final = any_case(r"[,;]?\s+or\s+both\W*$")
_NOT_THERE: Final = any_case(
    r"\s*(?::|\s[–—-])\s*(?:not\s+(?:present|found|documented|seen)|absent|none\s+(?:present|found|seen))\W*$"
    r"|\s+(?:is|are)\s+(?:each\s+|both\s+|all\s+)?(?:absent|not\s+present)\W*$"
    r"|\s+(?:has|have)\s+(?:each\s+|both\s+|all\s+)?been\s+(?:ruled\s+out|excluded)(?:\s+by\s+[\w\s]{3,40})?\W*$"
)
_BOTH: Final = any_case(r"^both\s+")
_ONE_NAME: Final = any_case(r"\b(?:no|not|without|is|are|absence|free|lack\w*)\b")


class Counted(NamedTuple):
    """The rule that an item's own words ask for, and the parts that they count."""

    rule: Rule
    n: int | None
    parts: tuple[Passage, ...]


def counted(passage: Passage) -> Counted | None:
    """The parts of an item with the rule that its first or last words say; None where they say none."""
    return _first(passage) or _or_both(passage) or _not_there(passage)


def _parts(rest: Passage) -> tuple[Passage, ...]:
    """The parts of a list in running words; none where there are not two at least."""
    found: Inline | None = inline.numbered(rest) or inline.parted(rest)
    return found.items if found is not None and not found.before else ()


def _first(passage: Passage) -> Counted | None:
    """“One or more of A, B, and C.”"""
    match = _COUNTED.match(passage.text)
    if match is None:
        return None
    parts = _parts(passage.part(match.end()))
    if len(parts) < (3 if match["n"] else 2):
        return None
    if VERB.search(parts[-1].text) and not any(VERB.search(p.text) for p in parts[:-1]):
        return None  # “one of two drugs, a brace, or exercise was tried”: what is said of each
    if match["n"]:
        n = int(NUMBERS.get(match["n"].lower(), 0) or match["n"])
        return Counted("at_least", n, parts) if 1 < n < len(parts) else None
    rule: Rule = "any" if match["any"] else "all" if match["all"] else "none"
    return Counted(rule, None, parts)


def _or_both(passage: Passage) -> Counted | None:
    """“A, or B, or both.”"""
    match = _OR_BOTH.search(passage.text)
    if match is None:
        return None
    ors = list(
        re.finditer(rf"[,;]?\s+or\s+{inline.NOT_COMPARED}", passage.text[: match.start()], re.IGNORECASE)
    )
    if len(ors) != 1 or ";" in passage.text:
        return None
    parts = passage.part(0, ors[0].start()), passage.part(ors[0].end(), match.start())
    return Counted("any", None, parts)


def _not_there(passage: Passage) -> Counted | None:
    """“A: not present”, “A and B are each absent”."""
    match = _NOT_THERE.search(passage.text)
    named = passage.part(0, match.start()) if match else None
    named = named.part(both.end()) if named and (both := _BOTH.match(named.text)) else named
    if named is None or not named or _ONE_NAME.search(named.text) or ":" in named.text:
        return None
    if (
        match
        and ":" not in match[0]
        and re.search(rf"\bor\s+{inline.NOT_COMPARED}", named.text, re.IGNORECASE)
    ):
        return None  # “A or B is absent”: one of them, or both?
    parts = _parts(named)
    alone = match is not None and ":" not in match[0]  # “gamma is absent” is one condition
    return None if alone and not parts else Counted("none", None, parts or (named,))
