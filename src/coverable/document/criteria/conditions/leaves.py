"""A single condition: its words, its bounds, the place it refers to; or the small list that hides in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from coverable.document.criteria.conditions.alike import asked_if_unlike
from coverable.document.criteria.conditions.excepted import of_several
from coverable.document.criteria.conditions.exempting import exempted
from coverable.document.criteria.conditions.letting import counts_inside, lets
from coverable.document.criteria.conditions.thresholds import thresholds
from coverable.document.criteria.positions import unaccounted
from coverable.document.criteria.positions.ownposition import refuses_first, rules_behind, says_not
from coverable.document.criteria.quantifiers import gates, leadin, quantifier
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.quantifiers.quantity import Quantifier
from coverable.document.criteria.text import inline
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.counted import counted
from coverable.document.criteria.text.denied import denied
from coverable.document.criteria.text.diseasewords import DISEASE
from coverable.document.criteria.text.freeof import free_of
from coverable.document.criteria.text.mixed import mixed_within
from coverable.document.criteria.text.passage import Passage, unnoted
from coverable.document.criteria.text.quantifiertail import tail_of
from coverable.document.criteria.text.setapart import set_apart
from coverable.document.criteria.text.wordclasses import NUMBERS
from coverable.document.reading import Node

if TYPE_CHECKING:
    from coverable.document.criteria.text.page import Page

_EXCEPT = r"unless|except(?:ing)?(?:\s+(?:when|if|where|in|for|as))?|other\s+than(?!\s+(?:by|through|via)\s)|notwithstanding"
EXCEPTION = re.compile(
    rf"\b(?:{_EXCEPT}|(?<!\bis\s)(?<!\bare\s)(?<!\bbe\s)(?<!\bbeen\s)provided\s+that|(?<!^)only\s+if|in\s+which\s+case|appl(?:y|ies)\s+(?:only\s+to|to\s+[^();:.]{{3,60}}\s+only))\b",
    re.IGNORECASE,
)
"""“Documentation is provided that …” excepts nothing; “A, B and C (C applies to D only)” bounds."""
EXCEPTED = re.compile(rf"\b(?:{_EXCEPT})\b", re.IGNORECASE)
"""An exception in words over a list, where “provided that” only leads it in."""
_GRANTED = re.compile(
    r"(?:^|[.:][*†‡§]?\s+)(?:approve|authori[sz]e|(?:authori[sz]ation|coverage|approval)\s+(?:may|will|can)\s+be\s+(?:granted|approved|provided))\s+(?:for\s+[\w\s()-]{1,30}?\s+)?(?:if|when),?\s+",
    re.IGNORECASE,
)
"""“Gout. Approve for 1 year if the patient tried allopurinol”: the approval is no condition."""
_TWO_SENTENCES = re.compile(r"[a-z)]{2}\.\s+[A-Z]")
"""What “or” joins does not reach over the end of a sentence."""
_EACH_OF_WHICH = re.compile(
    r",\s+(?P<said>(?:either|any|each|all|both)\s+(?:one\s+)?of\s+(?:which|whom|them|these)\s+\w[^;]{5,400})$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\((?P<inside>[^()]{5,400})\)")
_REFERENCE = re.compile(
    r"\b(?:(?:meets?|met|satisf\w+|according\s+to|per|based\s+on|as\s+(?:outlined|described|defined|listed|specified|stated|set\s+forth)\s+in|in\s+accordance\s+with|under|see|refer\s+to|using)\s+(?:the\s+)?(?:[\w-]+\s+){0,4}?"
    r"(?P<what>(?:NCD|LCD|MCG|InterQual|NCCN|FDA[- ]approved\s+labeling|Milliman|ASAM|CMS\s+manual|policy|guideline|criteria\s+(?:above|below|outlined|listed|described))(?:[\w\s.,()#-]{0,60}?[\w)])?)(?=[\s.,;:]|$))",
    re.IGNORECASE,
)

_ELSEWHERE = re.compile(
    r"\bsubject\s+to\s+(?:all\s+of\s+)?(?:the\s+)?(?:[\w-]+\s+){0,2}?(?:indications|criteria|conditions|limitations|requirements|guidelines)\s+(?:\w+\s+)?(?:below|above|herein)\b",
    re.IGNORECASE,
)
"""“… after surgery, subject to the indications listed below”: what else is asked for is said there."""

_AS_ELSEWHERE = re.compile(
    r"\W*(?:please\s+)?(?:see|refer\s+to|same\s+(?:criteria\s+|requirements\s+)?as|(?:criteria\s+)?as\s+(?:above|for(?:\s+the)?|in\s+(?:section|row)))\b(?!.{0,60}\b(?:NCD|LCD|FDA|MCG)\b)",
    re.IGNORECASE,
)
"""“See above”, “Same as a light wheelchair, and …”: a condition that another place states."""
_OPEN_END = re.compile(r"\w\s+(?:when|if|where|provided\s+that|unless)\W*$", re.IGNORECASE)
"""“… necessary for an adult when:”, and nothing that was read under it."""
_WITH_BOUND = re.compile(
    r"[0-9]|\b(?:trial|failure|response|documentation|evidence|tried|months?|weeks?|years?|test|testing|surgery)\b",
    re.IGNORECASE,
)
"""What can be asked for, and waived: a trial, a bound, a test; a disease cannot."""
_WAIVES = re.compile(
    r"\bn/a\b|\bnot\s+(?:required|needed|applicable|necessary)\b|\b(?:waived|exempt|omitted|skipped)\b",
    re.IGNORECASE,
)
"""“Alpha (N/A when beta has failed)”: what is said to be needless is a condition."""
_AND_ONE = re.compile(
    r"(?<![,;])\s+and\s+(?:an?|the|no|at\s+least|documented|evidence|prescribed|ordered|aged?|is|are|has|have|was|when|if|who)\s",
    re.IGNORECASE,
)
"""“either diabetes or neuropathy and an open ulcer”"""
_OF_PLACE = re.compile(
    r"\b(?:in|of|from|per|under)\s+(?:the\s+|that\s+|this\s+)?(?:grid|table|chart|appendix|attachment|exhibit|addendum|(?:foot)?notes?\s+[0-9A-Z]{1,2})\b|\bas\s+for\s+(?:rows?|items?|[A-Z][0-9]{4})\b"
    r"|\bcriteri(?:a|on)\s+(?:of|in)\s+(?:rows?|items?|sections?|[0-9]+(?:\.[0-9]+)+)\b|\brows?\s+[0-9]{1,2}\b|^\W*(?:does|do)\s+not\s+(?:meet|satisfy)\s+(?:(?:the|all|any)\s+)?(?:[\w-]+\s+){0,3}?(?:criteria|requirements)\W*$",
    re.IGNORECASE,
)
"""“criteria of 1.1, and …”, “for a diagnosis in the grid”: what is asked for stands there."""
_BY_LABEL = re.compile(
    r"\W*(?:(?:[Cc]riteri(?:a|on)|[Ii]tems?)\s+)?(?:[A-H]|[0-9]{1,2}|[IVX]{1,4})(?:\.[0-9A-Za-z]{1,2})*\)?(?:,?\s+(?:and|or)\s+\(?[0-9A-Z.]{1,6}\)?)?\s+(?:is|are)\s+(?:not\s+|also\s+)?(?:met|satisfied)\W*$"
)
"""“A is met”, “1.1 or 1.2 is met”."""
_CASE_BEHIND = re.compile(
    r";\s+[^;:]{3,80}\s(?:if|when|in|for)\s+(?:under|over|younger|older|aged?|the\s+(?:member|patient|beneficiary|child))\b",
    re.IGNORECASE,
)
"""“severe loss; profound if under 24 months of age”."""
_BEHIND = "Another measure for some, behind a semicolon: of whom is which one asked?"
_REFUSED = "A condition that begins with a refusal: a position of its own?"
_FURTHER = "A further clause inside an item: of whom is it asked, or instead of what?"


def leaf(passage: Passage, page: Page, label: str | None, asked: bool = False) -> Node:
    """The criterion that a text without a list under it is.

    `asked`: it is an item of what is asked for, where “A as well as B” asks for both; among uses it names two of them.
    """
    passage = _whole_words(passage)
    small = _of_each(passage, page) or _inside(passage, page, asked) or _behind_name(passage, page, asked)
    if small is not None:
        return replace(small, label=label)
    notes: list[str] = []
    if announced(passage.text) or PROMISED.search(passage.text) or _OPEN_END.search(passage.text):
        notes.append(page.doubt("list_lost", passage))
    elif EXCEPTION.search(passage.text) or _LIFTS.match(passage.text) or unaccounted.turns(passage.text):
        notes.append(page.doubt("exception_inside", passage))
    elif refuses_first(passage.text):
        notes.append(page.doubt("exception_inside", passage, _REFUSED))
    elif not says_not(passage.text) and (behind := rules_behind(passage)) is not None:
        notes.append(page.doubt("exception_inside", behind, "A sentence inside an item that rules by itself"))
    elif _CASE_BEHIND.search(passage.text):
        notes.append(page.doubt("only_for_some", passage, _BEHIND))
    elif lets(passage.text):
        notes.append(page.doubt("exception_inside", passage, _FURTHER))
    elif _NAMELY.search(passage.text) or counts_inside(passage.text) or passage.text.count("; ") > 1:
        notes.append(page.doubt("inline_list", passage))
    elif (
        _ELSEWHERE.search(passage.text)
        or _AS_ELSEWHERE.match(passage.text)
        or _OF_PLACE.search(passage.text)
        or _BY_LABEL.match(passage.text)
    ):
        notes.append(page.doubt("reference_unknown", passage))
    reference = _REFERENCE.search(passage.text)
    return Node(
        "leaf",
        passage.text,
        page.span(passage),
        label=label,
        confidence=0.5 if notes else 1.0,
        thresholds=tuple(thresholds(passage, page.source)),
        reference=reference["what"].strip() if reference else None,
        notes=tuple(notes),
    )


_EXAMPLES = re.compile(r"(?:e\.\s?g\b|for\s+example|for\s+instance|such\s+as|including\b)", re.IGNORECASE)


def _behind_name(passage: Passage, page: Page, asked: bool) -> Node | None:
    """What a sentence behind a name asks for: “Lower levels of care. Either A was tried, or there is B.”"""
    name = _NAME.match(passage.text)
    if name is None or VERB.search(name["name"]) or DISEASE.search(name["name"]):
        return None
    made = _inside(passage.part(name.end()), page, asked)
    return replace(made, text=passage.text, span=page.span(passage)) if made else None


_NAME = re.compile(
    r"(?P<name>[A-Z][a-z]+(?:\s+[a-z-]+){0,5})\.\s+(?=(?:Either|Both|Any|All|One|No|None|Neither|The)\b)"
)


def _whole_words(passage: Passage) -> Passage:
    """Without the full stop or comma at its end; the stop of an abbreviation stays."""
    passage = unnoted(passage)
    pointer = _SEE.search(passage.text)
    text = passage.text[: pointer.start() if pointer and pointer.start() else None].rstrip(" ;,")
    if text.endswith(".") and not re.search(r"\b(?:etc|e\.g|i\.e|[A-Z])\.$", text):
        text = text[:-1]
    return passage.part(0, len(text)) if text else passage.part(0)


_SEE = re.compile(
    r"(?<!criteria)(?<!requirements)(?<!conditions)(?<!listed)(?<!defined)\s+\((?:please\s+)?(?:see|refer\s+to)\s+(?:section|chapter|paragraph|part|page)s?\s+[\w.,\s-]{1,40}\)\W*$",
    re.IGNORECASE,
)
"""“… mastectomy (see Section 5.2)”: where more is said, and no part of the condition."""


_NAMELY = re.compile(
    r"(?<!\()\b(?:namely|that\s+is,|i\.e\.,?|specifically,)\s.*\b(?:and|or)\b", re.IGNORECASE
)
"""“no exclusion, namely A or B”: a list that was kept as one condition."""


def announced(text: str) -> bool:
    """Whether a text announces a list that has to follow it."""
    if text.rstrip().endswith(":"):
        return True
    found = quantifier.governing(text)
    return (
        found is not None
        and found.how != "implied"
        and re.search(r"\b(?:following|below)\b", text[found.first : found.last], re.IGNORECASE) is not None
    )


_LIFTS = re.compile(
    r"^\W*(?:outside|beyond)\s+(?:of\s+)?(?:the|these|those|this|any|stated)\s+(?:[\w-]+\s+){0,3}?(?:limits?|limitations?|ranges?|restrictions?|requirements?|criteria)\b"
    r"|^\W*(?:(?:al)?though|however)\b",
    re.IGNORECASE,
)
"""“X can be approved outside the age limits”: what another limit does not bound."""
PROMISED = re.compile(
    r"\bthe\s+following(?:\s+(?:[\w-]+\s+){0,3}(?:criteria|conditions|requirements|indications|circumstances|diagnoses))?"
    r"(?:\s+(?:(?:is|are|have\s+been|has\s+been)\s+(?:all\s+)?(?:met|present|satisfied|fulfilled|documented)|exists?|appl(?:y|ies)))?\W*$",
    re.IGNORECASE,
)
"""“… when the following selection criteria are met.”, and no list in the sentence or under it."""


def _of_each(passage: Passage, page: Page) -> Node | None:
    """“(a) X or (b) Y, either of which requires Z”: what is said of each one is asked for beside the list."""
    match = _EACH_OF_WHICH.search(passage.text)
    listed = leaf(passage.part(0, match.start()), page, None) if match else None
    if match is None or listed is None or not listed.children:
        return None
    said = leaf(passage.part(match.start("said")), page, None)
    return Node("all", passage.text, page.span(passage), (listed, said), confidence=0.9)


_REMARK = re.compile(r"\s*[(\[](?P<said>[^()\[\]]{3,60})[)\]]\W*$")


def _counted(passage: Passage) -> tuple[inline.Inline, LeadIn] | None:
    """The parts of “A, B, and C (all three)”, and what the remark behind them says of how many are needed."""
    remark = _REMARK.search(passage.text)
    tail = tail_of(f"({remark['said']})") if remark else None
    if remark is None or tail is None:
        return None
    rest = gates.unled(passage.part(0, remark.start()))
    found = (
        inline.numbered(rest)
        or inline.clauses(rest)
        or inline.parted(rest, counted=True)
        or inline.upper(rest)
    )
    if found is None and (apart := set_apart(rest, counted=True)):
        found = inline.Inline(apart.parts, ("and" if apart.rule == "all" else "or",), "numbered")
    if found is None or found.before:
        return None
    number = re.search(r"\b(?:two|three|four|five|six|[2-6])\b", remark["said"], re.IGNORECASE)
    items = int(NUMBERS.get(number[0].lower(), 0) or number[0]) if number and tail.rule == "all" else None
    said = Quantifier(tail.rule, tail.n, remark.start("said"), remark.end("said"), items=items)
    return found, LeadIn((), "none", said, None, None)


def _inside(passage: Passage, page: Page, asked: bool) -> Node | None:
    """The tree of a list inside the text, where its form is certain enough to be one."""
    from coverable.document.criteria.conditions.overlist import joined
    from coverable.document.criteria.conditions.tree import from_inline

    if (remarked := _counted(passage)) is not None:
        found, lead = remarked
        return from_inline(found, lead, page, passage)
    lead = leadin.read(passage)
    if lead.quantifier is not None and lead.inline is not None:
        found = inline.numbered(lead.inline) or inline.parted(
            lead.inline, counted=lead.quantifier.how == "stated"
        )
        if found is not None:
            return joined(from_inline(found, lead, page, passage), lead, page, passage)
    if lead.quantifier is not None and lead.quantifier.how == "stated" and lead.inline is None:
        for match in _BRACKETS.finditer(passage.text):
            inside = passage.part(match.start("inside"), match.end("inside"))
            examples = _EXAMPLES.match(inside.text) is not None  # “two therapies (e.g., A, B, or C)”
            if match.start() >= lead.quantifier.last and not examples and (found := inline.parted(inside)):
                return joined(from_inline(found, lead, page, passage), lead, page, passage)
    if granted := _GRANTED.search(passage.text):
        parts = (passage.part(0, granted.start()), passage.part(granted.end()))
        children = tuple(leaf(p, page, None) for p in parts if p)
        return children[0] if len(children) == 1 else Node("all", passage.text, page.span(passage), children)
    if found := inline.numbered(passage):
        over = leadin.read(found.before) if found.before else leadin.LeadIn((), "none", None, None, None)
        return joined(from_inline(found, over, page, passage), over, page, passage)
    if taken := exempted(passage):
        criterion, exception = (leaf(p, page, None) for p in taken)
        if criterion.rule == "all" and criterion.children:
            return of_several(criterion, exception, taken, passage, page)
        made = Node("any", passage.text, page.span(passage), (criterion, exception), confidence=0.9)
        sure = VERB.search(criterion.text) or criterion.children or _WITH_BOUND.search(criterion.text)
        if sure or _WAIVES.search(passage.text):
            return made
        return replace(
            made, notes=(page.doubt("exception_inside", passage),), confidence=0.5
        )  # “gout, except A”
    if said := counted(passage):
        children = tuple(leaf(p, page, None) for p in said.parts)
        made = Node(said.rule, passage.text, page.span(passage), children, said.n, confidence=0.9)
        return asked_if_unlike(made, passage, page)
    if pair := inline.paired(passage):
        found, rule = pair
        children = tuple(leaf(i, page, None) for i in found.items)
        made = Node(rule, passage.text, page.span(passage), children)
        if mixed_within(found, passage) or _AND_ONE.search(found.items[-1].text):  # “either A or B and C”
            return replace(made, notes=(page.doubt("and_or_scope", passage),), confidence=0.5)
        return asked_if_unlike(made, passage, page)
    if free := free_of(passage):
        children = tuple(leaf(i, page, None) for i in free.items)
        made = Node("none", passage.text, page.span(passage), children, confidence=0.9)
        return asked_if_unlike(made, passage, page)
    if asked and (apart := set_apart(passage)):
        children = tuple(leaf(p, page, None) for p in apart.parts)
        return Node(apart.rule, passage.text, page.span(passage), children, confidence=0.8)
    if not_so := denied(passage):
        return Node("not", passage.text, page.span(passage), (leaf(not_so, page, None),))
    if announced(passage.text):
        return None
    found = inline.semicolons(passage) or inline.two(passage) or inline.upper(passage)
    if found and not any(_TWO_SENTENCES.search(i.text) for i in found.items):
        made = from_inline(found, leadin.LeadIn((), "none", None, None, None), page, passage)
        return asked_if_unlike(made, passage, page)
    return None
