"""A list together with the conditions in the words over it, as what joins them says.

“Age 18 or older and one of the following:” asks for both; “BMI of 40 or more, or BMI of 35 or more with one of the
following:” has two ways, and the list belongs to the second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.conditions.cases import OF_SOME, asked_before
from coverable.document.criteria.conditions.excepted import unless_listed
from coverable.document.criteria.conditions.rules import ASKED_FOR
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.quantifiers.byreference import is_other_criteria
from coverable.document.criteria.quantifiers.gates import unled
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.text.aspects import names_aspects
from coverable.document.criteria.text.frames import framed
from coverable.document.criteria.text.inline import NOT_COMPARED, inside_brackets
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.reading import Node, Rule

_WHOM = re.compile(r"^(?:for|in)\b", re.IGNORECASE)
_FOR_USE = re.compile(
    r"^\W*(?:(?:for|in)\s+(?:[\w-]+\s+){0,2}?(?:members|patients|individuals|persons|adults|children|those|beneficiaries|clients|recipients)\s+(?:with|who)\b"
    r"|(?:for|in|as)\s+(?:the\s+|an?\s+)?(?:treatment|management|therapy|diagnosis|evaluation|prevention|correction|repair)\s+(?:of|for)\b|to\s+treat\b|for\s+treating\b)",
    re.IGNORECASE,
)
_WHEN_OR_IN = re.compile(
    r"\W*(?:(?:only\s+)?(?:when|if|where|once|provided|as\s+long\s+as)\b|in\s*$"
    r"|(?:in|for)\s+(?:[\w-]+\s+){0,2}?(?:patients|members|individuals|persons|adults|children|beneficiaries|recipients|clients|enrollees|those)\s+(?:who|that|with|meeting|having)\b)",
    re.IGNORECASE,
)


_VALUE = re.compile(
    r"\W*(?:(?:at\s+least|at\s+most|more\s+than|less\s+than|greater\s+than|over|under|above|below|between)\s+)?[0-9]",
    re.IGNORECASE,
)
"""A value of what the word over a list names."""


def joined(
    inner: Node,
    lead: LeadIn,
    page: Page,
    over: Passage,
    parent: Rule | None = None,
    bands: bool = False,
    groups: bool = False,
    negative: bool = False,
) -> Node:
    """A list together with the conditions over it, as what joins them says.

    `bands`: each item of the list it stands in is for an age of its own; `groups`: for a use of its own; `negative`:
    they are grounds of a denial.
    """
    if lead.joint == "unless":
        inner = _all_unless(inner, lead, over, page)
        taken = Node(
            "none", inner.text, inner.span, inner.children, None, None, inner.confidence, notes=inner.notes
        )
        counted = lead.quantifier  # one that no words say stands at no place
        pointed = (
            inner.rule == "all" and counted is not None and counted.how == "implied" and counted.last > 0
        )
        asked = ASKED_FOR.search(over.text) is not None
        if pointed and asked and not negative:  # “covered unless the following are present”
            taken = replace(taken, notes=(*taken.notes, page.doubt("exception_inside", over)))
        elif inner.rule != "any" and not (pointed and not asked):
            taken = Node("not", inner.text, inner.span, (inner,), None, None, inner.confidence)
        if not lead.conditions:
            return taken
        return unless_listed(_leaves(lead.conditions, page), inner, taken, page, over, negative)
    before = over.text[: lead.quantifier.first] if lead.quantifier else over.text
    if lead.joint == "governs" and any(c.isdigit() for c in before):
        note = page.doubt("lead_in_qualifier", over, "Words with a figure stand before the list")
        return replace(inner, notes=(*inner.notes, note), confidence=min(inner.confidence, 0.6))
    if lead.quantifier and leaves.EXCEPTED.search(before):
        note = page.doubt("exception_inside", over)
        inner = replace(inner, notes=(*inner.notes, note), confidence=min(inner.confidence, 0.5))
    if not lead.conditions:
        return inner
    conditions = _leaves(lead.conditions, page)
    if lead.joint == "or":
        return Node("any", over.text, inner.span, (*conditions, inner), confidence=0.9)
    asked_of = lead.joint == "if" and parent != "any"
    if asked_of or (bands and lead.joint in ("for", "label", "if", "and")):
        condition = conditions[0] if len(conditions) == 1 else Node("all", over.text, inner.span, conditions)
        return Node("if", over.text, inner.span, (condition, inner))
    if parent == "all" and (
        lead.joint == "for"
        or (lead.joint in ("and", "label") and _WHOM.match(over.text))
        or (len(conditions) == 1 and _WHOM.match(over.text) and OF_SOME.match(lead.conditions[0].text))
    ):
        notes = () if bands else (page.doubt("only_for_some", over),)
        condition = conditions[0] if len(conditions) == 1 else Node("all", over.text, inner.span, conditions)
        if len(conditions) == 1 and (parted := asked_before(lead.conditions[0], page)):
            condition = parted[0]
            inner = Node("all", over.text, inner.span, (*parted[1], inner))
        return Node(
            "if", over.text, inner.span, (condition, inner), confidence=0.9 if bands else 0.5, notes=notes
        )
    if lead.joint == "and" and len(conditions) == 1 and (parted := _alternatives(lead.conditions[0])):
        first, last = _leaves(parted, page)
        return Node("any", over.text, inner.span, (first, Node("all", last.text, inner.span, (last, inner))))
    made = Node("all", over.text, inner.span, (*conditions, inner))
    word = next((c for c in lead.conditions if len(c.text.split()) == 1 and leadin.thin(c.text)), None)
    if word is not None and inner.children and all(_VALUE.match(c.text) for c in inner.children):
        return replace(inner, text=over.text)  # “BMI as follows: 40 or greater; or 35 or greater with A”
    if lead.joint == "named" and len(lead.conditions) == 1 and _MEASURED.fullmatch(lead.conditions[0].text):
        return replace(inner, text=over.text)  # “Severity is shown by two of these scales:”
    if len(lead.conditions) == 1 and _only_names(lead, over):
        return replace(inner, text=over.text)
    if word is not None and lead.joint != "named" and not _asked_for(lead, over):
        note = page.doubt("double_role", word, "One word over a list: a condition, or a way to begin it?")
        return replace(made, confidence=0.6, notes=(note,))
    if groups or _stands_behind(lead, over) or is_other_criteria(lead.conditions[-1].text):
        return made
    if lead.joint == "and" and leadin.thin(lead.conditions[-1].text) and not _asked_for(lead, over):
        note = page.doubt(
            "double_role", lead.conditions[-1], "Few words over a list: a condition, or a way to begin it"
        )
        return replace(made, confidence=0.6, notes=(note,))
    odd = next((c for c in lead.conditions if framed(c.text)), None)
    if odd is not None and lead.joint not in ("governs", "for"):
        note = page.doubt("double_role", odd, "Words that say who shows or decides: a condition?")
        return replace(made, confidence=0.6, notes=(note,))
    if lead.joint in ("shown_by", "label") or _DENIES.match(lead.conditions[-1].text):
        note = page.doubt("double_role", lead.conditions[-1])
        return replace(made, confidence=0.6, notes=(note,))
    return made


def _only_names(lead: LeadIn, over: Passage) -> bool:
    """Whether the words over a list name what is looked at: “Imaging:”, “Imaging, including:”, “Severity. One of:”."""
    (name,) = lead.conditions
    ended = name.text.endswith(".") or over.text[name.last - over.first :].lstrip().startswith(":")
    return (lead.joint in ("label", "shown_by") or ended) and names_aspects(name.text)


_MEASURED = re.compile(
    r"(?:(?:the|disease|symptom|clinical|medical|functional)\s+)?(?:severity|response|improvement|benefit|efficacy|effectiveness|need|necessity|progress|stability|eligibility|adherence|compliance)",
    re.IGNORECASE,
)
"""What is measured by what the list names, and says nothing by itself."""
_OR = re.compile(rf"[,;]\s+or\s+(?:an?\s+|the\s+)?{NOT_COMPARED}", re.IGNORECASE)


_BARE_UNLESS = re.compile(r"\b(?:unless|without)\W*$", re.IGNORECASE)


def _all_unless(inner: Node, lead: LeadIn, over: Passage, page: Page) -> Node:
    """A bare list under “not covered unless:”, of which no word says how many: all of it, and a question."""
    told = lead.quantifier is not None and (lead.quantifier.how == "stated" or lead.quantifier.last > 0)
    bare = _BARE_UNLESS.search(over.text) is not None  # “except for:” takes out each of the list
    if told or not bare or inner.rule != "any" or len(inner.children) < 2:
        return inner
    between = page.source.text[inner.children[0].span.end : inner.children[1].span.start]
    if re.search(r"\bor\b", between, re.IGNORECASE):
        return inner
    return replace(inner, rule="all", notes=(*inner.notes, page.doubt("no_quantifier", over)), confidence=0.5)


def _alternatives(condition: Passage) -> tuple[Passage, Passage] | None:
    """The two ways of words over a list: “A, or B with one of the following:”. A series names three and more."""
    found = [m for m in _OR.finditer(condition.text) if not inside_brackets(condition.text, m.start())]
    if len(found) != 1 or re.search(
        r"[,;]", condition.text[: found[0].start()] + condition.text[found[0].end() :]
    ):
        return None
    if condition.block.text[condition.last :].lstrip().startswith((",", ";")):
        return None  # “A, or B, and one of the following”
    (cut,) = found
    return condition.part(0, cut.start()), unled(condition.part(cut.end()))


_DENIES = re.compile(
    r"\W*(?:no|without|absence\s+of|free\s+of)\s|.*\bnot\s+(?:someone|anyone|an?\s+person)\b", re.IGNORECASE
)
"""“No bar to infusion (if one of these is present …)”: the list may be what is denied."""


def _stands_behind(lead: LeadIn, over: Passage) -> bool:
    """Whether a condition stands behind the words that count, where it cannot begin the list."""
    counted = lead.quantifier.last if lead.quantifier else 0
    return counted > 0 and lead.conditions[0].first >= over.first + counted


def _asked_for(lead: LeadIn, over: Passage) -> bool:
    """Whether few words over a list are the use that it is for: “for tremor when all of the following are met”."""
    use = lead.conditions[-1]
    between = use.block.text[use.last : over.first + (lead.quantifier.first if lead.quantifier else 0)]
    return _FOR_USE.match(over.text) is not None and _WHEN_OR_IN.match(between) is not None


def _leaves(passages: Sequence[Passage], page: Page) -> tuple[Node, ...]:
    return tuple(leaves.leaf(p, page, None) for p in passages)
