"""The words over a list: conditions of their own, what joins them to the list, and the quantifier.

“Age 18 or older and one of the following:” holds a condition besides its list; “Failure of two of the following:”
does not, its items finish the sentence; “Severe disease as shown by any of the following:” can be read both ways,
which the analyst must settle (AM-1 of the seeds is such a place).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from coverable.document.criteria.quantifiers import excepting, labels, quantifier
from coverable.document.criteria.quantifiers.askedbehind import asked_behind, left_behind, of_criteria
from coverable.document.criteria.quantifiers.byreference import is_other_criteria, other_criteria
from coverable.document.criteria.quantifiers.causes import before_cause, before_company, before_use
from coverable.document.criteria.quantifiers.gates import LEADING, gates, unled
from coverable.document.criteria.quantifiers.heads import parted
from coverable.document.criteria.quantifiers.labels import Named
from coverable.document.criteria.quantifiers.leadends import (
    AND_OVER,
    CLAUSE_ENDS,
    COMPLETE,
    DONE_BY,
    FOR_LAST,
    GOVERNS,
    PRESENCE_LAST,
    SAYS_OF_PATIENT,
    TAKES_WITH,
    TRAILING,
    USE_IN,
)
from coverable.document.criteria.quantifiers.namesover import (
    EVERY_USE,
    POPULATION,
    Joint,
    case,
    name_over,
)
from coverable.document.criteria.quantifiers.printedlabels import labels_in
from coverable.document.criteria.quantifiers.quantity import Quantifier
from coverable.document.criteria.quantifiers.reporting import FRAME, REPORTED_LAST, REPORTS, TOLD_THAT
from coverable.document.criteria.quantifiers.tallied import tallied
from coverable.document.criteria.quantifiers.unmet import beside_unmet
from coverable.document.criteria.text.casewords import IF_IN_WORDS
from coverable.document.criteria.text.frames import asks_nothing, substantive, thin, told
from coverable.document.criteria.text.inline import NOT_COMPARED
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What a text over a list says."""

    conditions: tuple[Passage, ...]
    joint: Joint
    quantifier: Quantifier | None
    inline: Passage | None
    """Words after the colon: a list that stands in the sentence itself."""
    qualifier: str | None
    """What the text says of every item (“symptoms for more than 12 weeks”)."""
    labels: tuple[str, ...] = ()
    """Labels of items that the text names: `(i, ii, and iii)`."""
    named: Named | None = None
    """“when A and B are met”: the items by their labels."""


_SHOWN = any_case(
    r"[\s,;–—(-]*\b(?:as\s+)?(?:(?:is|are|being)\s+)?(?:evidenced|documented|demonstrated|shown|indicated|supported|backed|confirmed|defined|manifested|determined|verified|proven|substantiated|established|characterized|measured)"
    r"\s+(?:by|as|in|through|with|on)(?:\s+(?:having|the|presence\s+of|documentation\s+of|meeting))*\s*$"
    r"|[\s,;–—(-]*\b(?:which\s+)?(?:includ(?:ing|es?)|to\s+include|consist(?:ing|s)\s+of|such\s+as|namely|i\.e\.,?|meaning|compris(?:ing|es)|resulting\s+in|causing|leading\s+to)(?:\s*,?\s+(?:but\s+)?not\s+limited\s+to)?[\s,]*$"
    r"|[\s,;–—(-]*\bwith\s+(?:\w+\s+)?(?:indications?|signs?|symptoms?|features?|manifestations?)\s+(?:of|that)?\s*$"
)
_IS_SHOWN = any_case(
    r"\W*(?:is|are)\s+(?:evidenced|documented|demonstrated|shown|indicated|supported|confirmed|verified|proven|substantiated|established)\s+(?:by|in|through|with|on)\b"
)
"""“A referral is confirmed by one of the following”: a whole clause, and what follows is asked for in any sense."""
_DEFINED = any_case(
    r"[\s,;–—(-]*(?:which\s+)?(?:(?:is|are)\s+)?(?:defined\s+(?:as|by)|meaning|i\.e\.,?|namely)\b"
)
"""“High risk, defined as one of the following”: the list says what it is, and either reading asks the same."""
_AND = any_case(
    r"[\s,;–—(-]*\b(?:(?:and|with|plus|in\s+addition|additionally|furthermore|moreover|(?:as|so)\s+long\s+as|accompanied\s+by|with\s+(?:[\w-]+\s+)?(?:evidence|documentation|findings?|confirmation|proof)\s+(?:of|that)|followed\s+by|combined\s+with|coupled\s+with|in\s+(?:association|combination|conjunction|accordance|line|keeping)\s+with|according\s+to|consistent\s+with|pursuant\s+to|on\s+condition|when|if|where|once|contingent\s+on|subject\s+to|conditioned\s+on|provided|that|(?:for|in|of|with)\s+whom|which|who|whom|in\s+addition\s+to|along\s+with|together\s+with|as\s+well\s+as|while|only|also|additionally|then|but|must)\b(?:\s+(?:they|he\s+or\s+she)$)?[\s,;]*"
    r"|(?:(?:the\s+)?(?:medicaid\s+|medicare\s+|covered\s+)?(?:patient|member|individual|person|beneficiary|enrollee|recipient|client|customer|participant|he\s+or\s+she|they)\s+)?(?:meets?|met|meeting|satisf(?:y|ies|ying)|fulfills?|has|have|having|had|is|are|there\s+is|requires?|demonstrates?|exhibits?|shows?)\b[\s,;]*)+$"
)
_BY_MEETING = any_case(r"[\s,]*\bby\s+(?:meeting|satisfying|fulfilling|having)\s*$")
"""“is found to be intolerant by meeting one of the following”: the list says what that is."""
_LABEL = any_case(
    r"^\W*(?P<label>(?:[^:()]|\([^():]*\)){3,90}?)\s*(?::|\s[–—-](?!\s+(?:related|associated|induced|based|like|dependent|resistant|positive|negative)\b))\s+(?=\S)"
)
"""A name over a list, or whom it is for: “Adults: all of the following”; not “AIDS - related”."""
_CASE_IN_BRACKETS = re.compile(r"^\W*\((?P<case>[^()]{5,200})\)[\s,:]*")
"""“(If the request is for a revision) at least two of the following”."""
_BESIDE_LABEL = any_case(
    r"^\W*(?P<condition>[^:]{3,200}?)(?:\s*[–—:;,]|\s-)\s+(?:(?:and|plus|with)(?:\s+(?:also|besides)(?:\s+that)?)?"
    r"|(?:and\s+)?(?P<asked>(?:must|should|shall)\s+also)\s+(?:have|be|show|meet|satisfy|include)|(?:and\s+)?also\s+(?:required|needed)(?:\s+(?:is|are))?|(?:and\s+)?(?:the|his|her|their)\s+(?:\w+\s+){0,2}(?:chart|records?|notes?|file)"
    r"\s+(?:also\s+)?(?:shows?|documents?|confirms?))\s*$"
)
"""“Pain at rest – and any of”, “Pain at rest; also required are all of”: the pain is asked for as well."""
_TELLS = any_case(
    r"[\s,;–—(-]*(?:that\s+|which\s+)?(?:meet(?:s|ing)?|is|are|show(?:s|ing)?|demonstrates?|exhibits?|has|have|having|includes?|contains?)\b[\s,;]*$"
)
_SOMEBODY = any_case(
    r"^(?:(?:when|if|for|in|where|once|provided|that|as\s+long\s+as)\s+)*(?:(?P<the>the)|an?|any|each|every|this)\s+[A-Za-z-]+$"
)
"""A noun alone that a verb follows: who or what the list is about, and no condition of its own."""
_THE_PERSON = any_case(
    r"(?:(?:when|if|where|once|provided|that)\s+)*(?:(?:the|this)\s+)?(?:child|infant|adolescent|youth|adult)\s*"
)
_WHO = any_case(r"[\s,]*(?:who|that|which|whose|must)\b")
_WITH_VERB = any_case(rf"{_WHO.pattern}|\s+(?:with|requires?|has|have|had|satisf|fulfil|meets?|met|is|are)")
_SAYS = re.compile(
    r"[0-9]|[,;]|\b(?:is|are|was|were|has|have|had|must|can|cannot|failed|and|with|who)\b", re.IGNORECASE
)
"""What makes the words before a verb more than its subject."""
_AND_ALSO = any_case(r"\b(?:and|plus)\b")
_OR_LAST = any_case(r",?\s+or\s*$")
_IS_LAST = any_case(r"\b(?:is|are|be|been)(?:\s+(?:still|all|also|each|both))?\s*$")
_MET_BEHIND = any_case(r"\s*(?:met|satisfied|fulfilled)\b")
_EXCEPT_LAST = any_case(r"\b(?:except|unless|save|but\s+not)\s*$")
_APPROVE = any_case(
    r"(?:^|(?<=[.:])|(?<=[.:][*†‡§]))\s*(?:approve|authori[sz]e|cover)(?:\s+(?:for|up\s+to)\s+[\w\s()-]{1,30}?(?:\([^()]{1,90}\))?)?\s*$"
)
"""“Gout. Approve for 1 year if the patient meets …”"""
_WHOM = any_case(
    r"^(?:for|in)\s+(?:[\w-]+\s+){0,3}?(?:individuals?|patients?|members?|persons?|adults?|children|child|adolescents?|infants?|women|men|females?|males?|those|clients?|beneficiar\w+|enrollees?|recipients?)\b[^.;]*,\s*(?:(?:the\s+)?(?:patient|member|recipient|individual|beneficiary|client|enrollee|participant|person)\s*)?$"
)
_WHOM_FIRST = any_case(
    r"^(?:for|in|if)\s+(?:[\w-]+\s+){0,3}?(?:individuals?|patients?|members?|persons?|adults?|children|child|adolescents?|infants?|women|men|females?|males?|those|clients?|beneficiar\w+|enrollees?|recipients?)\b[^.;:,]{0,80},\s*"
)
"""“For individuals under 12 years of age, medical records support …”."""
_IF = any_case(
    rf"^(?:(?:additionally|in\s+addition|also|furthermore|moreover),)?(?:[\s,;]*)(?:{IF_IN_WORDS}|if|(?:in|for)\s+(?:the\s+|all\s+|any\s+|an?\s+)?(?:those\s+)?(?:cases?|instances?|events?|situations?|requests?)\s+(?:of|that|where|when|in\s+which)|in\s+the\s+event(?=\s+the\b)|when(?:ever)?|where|provided(?:\s+that)?(?=\s+the\b)|should)\s+"
    r"(?P<condition>.{3,300}?)(?:,\s*(?:then\b)?|\s+then\b)(?P<rest>[^,]*|[^,]*,\s*(?:that\s+is|i\.e\.|namely),?[^,]*)$"
)
_JOINS_ON = any_case(r"\s*(?:and|or|if|when|provided)\b")
"""“when A, and when any of these is met”: both are asked for."""
_ITEM_IF = any_case(r"^(?:if|in\s+(?:the\s+)?(?:case|event)\s+(?:of|that))\b")
_POINTS = any_case(r"\b(?:following|below|these|those|listed)\b")


def joined_by(connector: str, passage: Passage) -> LeadIn:
    """The lead-in of words that end with a connector, which joins them to their list: “one of two diagnoses, AND”.

    They count nothing of the list unless they point to it.
    """
    found = read(passage)
    points = found.quantifier is not None and _POINTS.search(passage.text) is not None
    if points or found.inline is not None or connector == "and/or":
        return found
    return LeadIn(tuple(gates(unled(passage))), "label", None, None, None)


def read(passage: Passage, here: Passage | None = None) -> LeadIn:
    """The lead-in that a passage is. `here` limits it to a part (what follows the position of a sentence).

    Where its grammar leaves something over, the words are weighed as a whole.
    """
    part = here or passage
    found = _parsed(part)
    counted = found.quantifier
    by_range = found.named is not None and found.named.is_range
    if (found.named is not None and not by_range) or found.joint == "unless":
        return found
    if any(is_other_criteria(c.text) or of_criteria(c.text) for c in found.conditions):
        return found
    weighed = tallied(parted(part)[0])
    settled = counted is not None and counted.how == "stated" and not found.conditions
    turned = weighed is not None and weighed.rule == "none"  # “the answer to every question is no”
    if weighed is None or (settled and not (by_range or turned)):
        return found
    if by_range and counted is not None and weighed.rule == counted.rule:
        return found
    return LeadIn((), "none", weighed, found.inline, None, found.labels, found.named)


_ADDS: tuple[Joint, ...] = ("none", "and", "governs", "label")
"""Joints of words beside which a further condition can stand."""


def _parsed(part: Passage) -> LeadIn:
    """The lead-in by its grammar: conditions, what joins them to the list, the quantifier."""
    text = part.text
    if (other := other_criteria(text)) and (behind := _parsed(part.part(other.end()))).joint in _ADDS:
        use = (unled(part.part(*other.span("use"))),) if other["use"] else ()
        beside = (*use, part.part(*other.span("clause")))
        counted = behind.quantifier
        counted = counted and replace(
            counted, first=counted.first + other.end(), last=counted.last + other.end()
        )
        return replace(behind, conditions=(*beside, *behind.conditions), joint="and", quantifier=counted)
    head, inline = parted(part)
    found = quantifier.governing(head)
    if found is None and inline is None:
        found = quantifier.governing(text)
    by_label = labels.named(head)
    if by_label is not None and (counted := labels.some_of(head, by_label)):
        conditions, joint = _before(part.part(0, counted.first))
        named = by_label.group.labels
        several = (
            len(_AND_ALSO.findall(head[counted.first : counted.last])) > 1
        )  # “A, B, and C and criterion D”
        return LeadIn(conditions, joint, counted, inline, None, named[:-1] if several else named)
    if by_label is not None and (found is None or found.how == "implied" or _within(found, by_label)):
        first = by_label.quantifier.first
        ends = min(first, found.first) if found and found.last <= first + 1 else first
        conditions, joint = _before(part.part(0, ends))  # “… meets the following (A and B)”
        return LeadIn(conditions, joint, by_label.quantifier, inline, None, named=by_label)
    if found is None:
        conditions, joint = _before(part.part(0, len(head)))
        causes = joint == "and" and bool(conditions) and before_cause(head) is not None
        counted = Quantifier("any", None, len(head), len(head), "implied") if causes else None
        return LeadIn(conditions, joint, counted, inline, None, labels_in(text))
    before_end = found.first
    pointing = quantifier.governing(head[:before_end])
    if pointing is not None and not substantive(head[pointing.last : before_end]):
        before_end = pointing.first  # “the following (all are required)”
    if (turned := beside_unmet(head, found)) is not None:
        conditions = tuple(gates(unled(part.part(0, turned.first))))
        return LeadIn(conditions, "and", turned, inline, None, labels_in(head[found.first :]))
    tail = head[found.last :]
    rest = left_behind(tail)
    conditions, joint = _before(part.part(0, before_end))
    if found.how == "implied" and _OF_LIST.match(head[found.first :]) and _NOUN_OF.match(head[:before_end]):
        conditions, joint = (), "governs"  # “for the easing of the following”
    if found.rule == "none" and _HAS.match(head[found.first :]) and thin(head[:before_end]):
        conditions, joint = (), "governs"  # “the work-up has excluded all of the following”
    if _ALSO.search(tail) and (named := _NAME_BEFORE.match(head[:before_end])) and not thin(named["name"]):
        beside = part.part(named.start("name"), named.end("name"))
        conditions, joint = tuple(gates(unled(beside))), "and"
    if joint == "label" and found.rule == "none" and _WITHOUT.match(head[found.first :]):
        joint = "and"  # “severe pain without any of the following”: both are asked for
    behind = part.part(len(head) - len(tail), len(head))
    asked = asked_behind(behind)
    if asked and joint in ("none", "and", "governs"):
        conditions, joint, rest = (*conditions, asked), "and", ""
    if joint in ("none", "and", "governs") and excepting.announces(tail):
        joint = "unless"  # “is not covered, with the following exceptions:”
    return LeadIn(conditions, joint, found, inline, rest or None, labels_in(head[found.first :]))


_ALSO = any_case(
    r"^\s*(?:must|is|are|has|have|shall|should|needs?)\s+(?:to\s+)?also\b|\b(?:as\s+well|in\s+addition|too)\W*$"
)
_NAME_BEFORE = any_case(r"^\W*(?P<name>[^:]{3,200}?)\s*(?::|\s[–—-])\s+$")
"""“Pain at rest – all of the following must also be documented”: what stands before the dash is asked for."""
_HAS = any_case(r"(?:has|have|had)\s")
_WITHOUT = any_case(r"(?:without|with\s+no)\s")
_OF_LIST = any_case(r"\s*of\s")
_NOUN_OF = any_case(r"^\W*(?:(?:used|only)\s+)*(?:for|in|as|to)\s+(?:the\s+|an?\s+)?[A-Za-z-]+\s*$")


def _within(found: Quantifier, by_label: Named) -> bool:
    """Whether a quantifier counts some of the items that a sentence names: “a, and one of b and c”."""
    whole = by_label.quantifier
    return not by_label.is_range and whole.first <= found.first < whole.last


_OR_LIST = any_case(
    rf"^\W*(?:either\s+)?(?P<one>(?!both\b)(?:(?!\band\b|\bor\s+{NOT_COMPARED})[^:;]){{3,200}}?)[,;]?\s+or(?:,?\s+(?:alternatively|otherwise|else|failing\s+that|in\s+the\s+alternative),?)?"
    r"(?:\s+(?:of|for|when|if|has|is|are|(?:that\s+)?(?:(?:the|an?)\s+)?(?:patient|member|individual|beneficiary|recipient|enrollee|client)?\s*(?:meets?|satisf(?:y|ies)|has)|documentation\s+of|evidence\s+of))?\s*$"
)
"""“Alpha, or at least two of the following:”: the list is the other way."""
_AND_PERSON = any_case(
    r"[,;]?\s+and\s+(?:the|each)\s+(?:patient|member|client|individual|recipient|beneficiary|enrollee|participant)\s*$"
)


def _before(whole: Passage) -> tuple[tuple[Passage, ...], Joint]:
    """The conditions that stand before the quantifier, and how they join the list."""
    text = whole.text
    joined = _BESIDE_LABEL.match(text)
    if joined and (not thin(joined["condition"]) or (joined["asked"] and substantive(joined["condition"]))):
        return tuple(gates(unled(whole.part(joined.start("condition"), joined.end("condition"))))), "and"
    if (other := _OR_LIST.match(text)) and substantive(other["one"]) and not GOVERNS.search(other["one"]):
        return (unled(whole.part(other.start("one"), other.end("one"))),), "or"
    if (beside := _CASE_IN_BRACKETS.match(text)) and asks_nothing(text[beside.end() :]):
        name, how = name_over(whole.part(beside.start("case"), beside.end("case")))
        if how == "if":
            return name, how
    if label := _LABEL.match(text):
        conditions, joint = _before(whole.part(label.end()))
        name, how = name_over(whole.part(label.start("label"), label.end("label")))
        return (*name, *conditions), how or joint
    match = _IF.match(text) if _begins(whole) else None
    joins = match is not None and _JOINS_ON.match(match["rest"]) is not None
    if match and not joins and substantive(match["condition"]) and asks_nothing(match["rest"]):
        return (case(whole.part(match.start("condition"), match.end("condition"))),), "if"
    only = TOLD_THAT.fullmatch(text) or (told(f"{text} x") and not substantive(text))
    if only and not excepting.LAST.search(text):
        return (), "none"
    if (by := _BY_MEETING.search(text)) and substantive(text[: by.start()]):
        return tuple(gates(unled(whole.part(0, by.start())))), "named"
    frame = FRAME.search(text)
    if frame and frame.start() and _EXCEPT_LAST.search(text[: frame.start()]):
        text = text[: frame.start()]  # “except when the member has any of the following”
    elif frame and frame.start():
        text = _APPROVE.sub("", text[: frame.start()]).rstrip(" .*†‡§")
        if not substantive(text):
            return (), "none"
        granted = _APPROVE.search(whole.text[: frame.start()]) is not None
        return tuple(gates(unled(whole.part(0, len(text))))), "named" if granted else "and"
    if REPORTS.match(text):
        return (), "governs"
    if (shown := REPORTED_LAST.search(text)) and substantive(text[: shown.start()]):
        conditions, how = _before(whole.part(0, shown.start()))
        return conditions, how if how != "none" else "and"
    if (company := before_company(text)) and not thin(text[:company]):
        return tuple(gates(unled(whole.part(0, company)))), "and"
    if (whom := _WHOM_FIRST.match(text)) and text[whom.end() :].strip():
        conditions, how = _before(whole.part(whom.end(), len(text)))
        if not conditions and how in ("none", "governs"):
            return tuple(gates(unled(whole.part(0, whom.end()).trimmed(", ")))), "for"
    if _THE_PERSON.fullmatch(text):
        return (), "none"
    joint: Joint = "label"
    if match := excepting.LAST.search(text):
        joint, text = "unless", text[: match.start()]
    elif match := _SHOWN.search(text):
        named = _IS_SHOWN.match(match[0]) or _DEFINED.match(match[0])
        joint, text = "named" if named else "shown_by", text[: match.start()]
    elif TAKES_WITH.search(text):
        return (), "governs"
    elif match := _AND.search(text):
        tells = _TELLS.match(text[match.start() :]) is not None
        joint, text = "and", text[: match.start()]
        if (met := _MET_BEHIND.match(whole.text, len(text))) and _IS_LAST.search(text):
            text = whole.text[: met.end()]  # “the criteria are still | met and”
        if hanging := _OR_LAST.search(text):  # “for A or B, or | when any of these is present”
            return (unled(whole.part(0, hanging.start())),), "or"
        if "must" in match[0].lower() and (person := _AND_PERSON.search(text)):
            text = text[: person.start()]  # “the device has a card and the client | must meet …”
        if tells and _WHOM.match(text):
            joint = "for"
        elif tells and not (POPULATION.search(text) or _SAYS.search(text)):
            return (), "governs"  # “Stage of disease is one of the following”
        elif (one := _SOMEBODY.match(text)) and (_WITH_VERB if one["the"] else _WHO).match(
            whole.text[match.start() :]
        ):
            return (), "governs"  # “the sponsor who meets all of the following”
    elif GOVERNS.search(text) and not AND_OVER.search(text):
        if (cause := before_cause(text)) and not thin(text[:cause]):
            return tuple(gates(unled(whole.part(0, cause)))), "and"
        if how := before_use(text):
            return tuple(gates(unled(whole.part(*how)))), "and"
        if (use := FOR_LAST.search(text)) and SAYS_OF_PATIENT.search(text[: use.start()]):
            return tuple(gates(unled(whole.part(0, use.start())))), "and"
        if (beside := PRESENCE_LAST.search(text)) and not thin(text[: beside.start()]):
            return tuple(gates(unled(whole.part(0, beside.start())))), "and"
        if (use := USE_IN.match(text)) and substantive(use["use"]):
            return tuple(gates(whole.part(use.start("use"), use.end("use")))), "and"
        if whole_clause := COMPLETE.search(text):
            return tuple(gates(unled(whole.part(0, max(map(whole_clause.start, ("last", "after"))))))), "and"
        cut = max((m.start() for m in CLAUSE_ENDS.finditer(text)), default=0)
        last = whole.part(cut, len(text))
        by_whom = (unled(last),) if DONE_BY.search(last.text) else ()
        before = tuple(gates(unled(whole.part(0, cut)))) if substantive(text[:cut]) else ()
        return ((*before, *by_whom), "and") if before or by_whom else ((), "governs")
    if joint == "shown_by" and GOVERNS.search(text):
        return (), "governs"
    if (trailing := TRAILING.search(text)) and trailing.start():
        text = text[: trailing.start()]
    if not substantive(text) or EVERY_USE.match(text):
        return (), joint if joint == "unless" else "none"
    if joint == "label" and re.search(r"[:–—-]\s*$", text):
        name, how = name_over(whole.part(0, len(text)).trimmed(":–—-"))
        return name, how or "label"
    if joint == "label" and re.search(r"[.;]\s*$", text):
        joint = "and"
    elif joint == "label" and _WHOM.match(text):
        joint = "for"
    lead = LEADING.match(text)
    begin = lead.end() if lead and not _ITEM_IF.match(text) else 0
    return tuple(gates(whole.part(begin, len(text)))), joint


def _begins(passage: Passage) -> bool:
    """Whether a passage begins an item or a sentence: “when” after a position names its criteria, not a case."""
    before = passage.block.text[: passage.first].rstrip()
    return not before or before[-1] in ".:;"
