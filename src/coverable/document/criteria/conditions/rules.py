"""The rule of a list: from the words over it, the connectors between its items and their number.

Printed logic is followed; wherever it does not settle the meaning, a finding stands on the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.positions.headed import names_nothing
from coverable.document.criteria.positions.stages import names_stage
from coverable.document.criteria.quantifiers import leadin, quantifier
from coverable.document.criteria.quantifiers.labels import fits
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.quantifiers.namesover import narrows_nothing
from coverable.document.criteria.quantifiers.quantity import Quantifier
from coverable.document.criteria.text.connectors import Connector
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.reading import Rule

_EXAMPLES = re.compile(
    r"\b(?:e\.g\.|for\s+example|such\s+as|but\s+not\s+limited\s+to|examples?\s+(?:include|of))", re.IGNORECASE
)
_REASONS = re.compile(
    r"\b(?:acceptable|valid|approvable|allowable|possible)\s+(?:reasons?|exceptions?|indications?|uses|diagnos[ei]s)\b",
    re.IGNORECASE,
)
"""“Acceptable reasons include:”, of which any is one."""
_NUMBERED = re.compile(
    r"\(?\b(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})\)?(?:\s*(?:-|–|,|to|through|and|or)\s*(?:(?:and|or)\s+)?\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})\b\)?)+",
    re.IGNORECASE,
)
"""The labels of the items, which narrow nothing: “all items 1 through 6”."""
_UNDER = re.compile(
    r"\bunder\s+(?:all\s+of\s+)?the\s+following\s+(?:conditions|circumstances)\b", re.IGNORECASE
)
"""“Payment is considered under the following conditions: A; and B”: the connectors say that they are asked for."""
_GUESSED = re.compile(
    r"\b(?:with|have|has|having)\s+the\s+following\s*:?\s*$"
    r"|\b(?:under|in|upon|with)\s+the\s+following\s+(?:conditions?|circumstances?)\s*:?\s*$"
    r"|\bunder\s+the\s+following\s+situations?\s*:?\s*$",
    re.IGNORECASE,
)
"""“May be repeated under the following conditions:”, “for members with the following:” ask for all or for one."""
_LIMITED_TO = re.compile(
    r"(?<!not\s)\b(?:limited|restricted|confined)\s+to\s+(?:only\s+)?(?:the\s+)?(?:following|these|those)\b(?!\s+(?:[\w-]+\s+){0,2}(?:criteri|requirement|patient|member|individual|person))[^:]*:?\s*$",
    re.IGNORECASE,
)
"""“Dental services are limited to the following treatments:”: each of them is covered."""
_COUNTS = re.compile(
    r"\b(?:pair|couple|half|halves|several|many|most|majority|alternatives?|choices?|choose|suffic\w+|enough|minimum|maximum"
    r"|multiple|various|some|few|sole|lone|single|singly|individually|instead|dual|twofold|threefold|or\s+more|at\s+least)\b",
    re.IGNORECASE,
)
"""Words of number in a lead-in without a quantifier that was understood."""
_NARROWS = re.compile(
    r"\d|\b(?:for|within|with|without|during|despite|after|before|following|lasting|per|each|in|at|on|by|under|using|since|once|beyond|until|through|among|between|against|refractory|responsive|affecting"
    r"|involving|limited|confined|persist\w*|that|who|which|whose|(?:and|plus|but)\s+(?:the|there|an?|no|not|has|have|is|are|who|must)|or\s+(?:the|there|an?|if|when|where))\b"
    r"|^\W*(?:and|plus|as\s+well\s+as|in\s+addition\s+to|of\s+(?!the\b|these\b|this\b))|[;(,–—]\s*(?=[a-z])|\b(?:as|to)\s+(?!follows)",
    re.IGNORECASE,
)
"""Where words begin that may bound every item of a list, behind those that only name them: “sites in adults”."""


_MERE = re.compile(
    r"\(?(?:this\s+)?(?:list\s+(?:is\s+|may\s+)?)?not\s+(?:be\s+)?(?:an?\s+)?(?:all[-\s]?inclusive|exhaustive|complete)(?:\s+list)?[^()]*\)?|\bat\s+the\s+same\s+time\b|\bas\s+well\b|\bnone\s+of\s+which\s+may\s+be\s+waived\b"
    r"|\bnot\s+on\s+the\s+list\b|\bincluding\s*,?\s+but\s+not\s+limited\s+to\b|\bas\s+(?:applicable|appropriate|described|indicated|noted|needed)\b|\bin\s+(?:full|total|all|combination|addition|place)\b|\b(?:on|at)\s+the\s+(?:day|date|time)\s+of\s+(?:the\s+)?\w+\b|\bunder\s+this\s+(?:heading|line|title|rule)\b",
    re.IGNORECASE,
)
"""Words that say of a list that it is one, and bound nothing."""


def _narrows(qualifier: str) -> bool:
    """Whether words behind a quantifier say more than what its items are."""
    said = _MERE.sub(" ", _NUMBERED.sub("", qualifier.replace(".", "")))
    return any(m[0].isdigit() or leadin.substantive(said[m.end() :]) for m in _NARROWS.finditer(said))


_COUNTS_TOO = re.compile(
    r"\b(?:one|two|three|four|any|none(?!\s+of\s+which)|some|most|half|either|neither|pair|couple|majority|several|single|at\s+least)\b",
    re.IGNORECASE,
)
"""Words of number behind the quantifier that was read: “of the three items below, a pair applies”."""


def rule_of(found: Quantifier) -> tuple[Rule, int | None]:
    if found.rule == "at_least" and found.n is None:
        return "all", None
    return found.rule, found.n


ASKED_FOR = re.compile(
    r"\b(?:criteri(?:a|on)|requirements?|(?:is|are|been)\s+(?:\w+\s+)?(?:met|present|satisfied|fulfilled|documented|true))\b",
    re.IGNORECASE,
)
"""Words over a list that ask for its items, in a denial too: “not covered when the following criteria are met”."""
_BRACKETS = re.compile(r"\([^()]*\)")
_EACH_GROUND = "A denial where the items are met: all of them, or any one?"


def decide(
    lead: LeadIn,
    items: int,
    between: Sequence[Connector | None],
    page: Page,
    over: Passage,
    labels: Sequence[str | None] = (),
    cases: bool = False,
    demands: bool = False,
    bare: bool = False,
) -> tuple[Rule, int | None, list[str], float]:
    """The rule of a list of so many items from the words over it and the connectors between them.

    `cases`: the items are cases of a negative statement, which an open list may add to. `demands`: each item says of
    itself that it must be. `bare`: nothing stands over the list, and `over` is only where it is.
    """
    text = "" if bare else over.text
    said = {c for c in between if c}
    found = lead.quantifier
    doubts: list[str] = []
    confidence = 1.0
    if items == 1 and found is not None and found.how == "implied" and found.rule != "none":
        doubts.append(page.doubt("single_item", over))
    if found is None or found.how == "implied":
        rule: Rule = found.rule if found else "all"  # pyright: ignore[reportAssignmentType]
        if cases and rule == "all" and said != {"and"}:
            asked = ASKED_FOR.search(_BRACKETS.sub("", text)) is not None
            if not (asked and lead.joint == "unless"):  # “not covered unless the following criteria are met”
                rule = "any"
                doubts += [page.doubt("no_quantifier", over, _EACH_GROUND)] if asked and items > 1 else []
        n = None
        if rule == "none":
            confidence = 0.9
        elif rule == "all" and (likely := partly_or(between)):
            doubts.append(page.doubt("mixed_connectors", over, "“or” joins some of the items only"))
            rule = likely
        elif said == {"or"}:
            rule, confidence = "any", 0.9
        elif _LIMITED_TO.search(text):
            rule = "any"
        elif said == {"and"}:
            cases_named = found is not None and found.rule == "any" and not _UNDER.search(text)
            cases_named = cases_named and lead.joint != "unless"  # “not covered unless: A; and B”
            if cases_named and lead.joint != "things" and not (cases and _names_only(text)):
                doubts.append(page.doubt("connector_contradicts_quantifier", over))
            rule, confidence = ("any" if cases_named else "all"), 0.9
        elif len(said) > 1:
            doubts.append(page.doubt("mixed_connectors", over))
            rule = "any" if "and" not in said else rule  # “A; or B; and/or C”
        elif said == {"and/or"}:
            rule = "any"
            doubts.append(page.doubt("and_or", over))
        elif found is not None and items > 1 and _COUNTS.search(text):
            doubts.append(page.doubt("quantifier_unclear", over))
        elif found is None and cases:
            rule = "any"
        elif found is None and items > 1:
            reasons = _REASONS.search(text) is not None
            if reasons or lead.joint == "unless" or _EXAMPLES.search(text):
                rule = "any"
            if not reasons and not (demands and rule == "all"):
                doubts.append(page.doubt("no_quantifier", over))
        elif not cases and items > 1 and _GUESSED.search(text):
            doubts.append(
                page.doubt("no_quantifier", over, "The words can ask for all of the list or for one")
            )
        else:
            confidence = 0.85
    else:
        rule, n = rule_of(found)
        if found.how == "odd" or (found.rule == "at_least" and found.n is None):
            doubts.append(page.doubt("quantifier_unclear", over))
        if len(said) > 1 and rule in ("all", "any"):
            doubts.append(page.doubt("mixed_connectors", over))
        elif (
            (rule == "all" and said == {"or"})
            or (rule == "any" and said == {"and"})
            or (rule == "all" and said == {"and/or"})
        ):
            doubts.append(page.doubt("connector_contradicts_quantifier", over))
        doubts += _counted(found, rule, n, items, page, over)
    if found is not None and found.open_list and not cases:
        doubts.append(page.doubt("open_list", over))
    named = lead.joint == "named" or narrows_nothing(text)
    named = named or names_nothing(text) or names_stage(text)
    if items == 1 and found is None and not (cases or named):
        doubts.append(page.doubt("single_item", over))
    if lead.qualifier and _JOINED_LAST.search(lead.qualifier):
        doubts.append(page.doubt("list_structure", over, "Its last words may be the first item of the list"))
    elif lead.qualifier and leaves.EXCEPTED.search(lead.qualifier):
        doubts.append(page.doubt("exception_inside", over))
    elif lead.qualifier and _narrows(lead.qualifier):
        doubts.append(page.doubt("lead_in_qualifier", over, f"“{lead.qualifier[:80]}” narrows every item"))
    elif (
        lead.qualifier
        and found
        and found.rule == "all"
        and found.items
        and _COUNTS_TOO.search(lead.qualifier)
    ):
        doubts.append(
            page.doubt("quantifier_unclear", over, f"“{lead.qualifier[:80]}” may count the items too")
        )
    if _two_heads(text):
        doubts.append(page.doubt("quantifier_unclear", over, "Two quantifiers stand over one list"))
    if _ODD_COUNT.search(text) or (found is not None and lead.named is None and _TWICE.search(text)):
        doubts.append(page.doubt("quantifier_unclear", over, "Its words of number say more than one count"))
    if _DOTS.search(text):
        doubts.append(page.doubt("quantifier_unclear", over, "Dots stand inside the words over the list"))
    if lead.labels and labels and not _labels_fit(lead.labels, labels):
        doubts.append(page.doubt("labels_mismatch", over))
    if lead.named is None and not lead.labels and len(_mentioned(text, labels)) > 1:
        doubts.append(
            page.doubt(
                "labels_mismatch", over, "The words name items by their letters, and were not understood"
            )
        )
    if lead.named is not None:
        if not fits(lead.named, [label or "" for label in labels]):
            doubts.append(page.doubt("labels_mismatch", over))
        if lead.named.mixed:
            doubts.append(page.doubt("mixed_connectors", over))
    return rule, n, doubts, 0.5 if doubts else confidence


_ODD_COUNT = re.compile(
    r"\ball\s+(?:but|except)\s+(?:one|two|[0-9])\b|\bwith\s+or\s+without\s+(?:any|one|all)\b", re.IGNORECASE
)
"""“all but one of the following”, “with or without any of these”."""
_TWICE = re.compile(
    r"\b(?:at\s+least\s+(?:one|two|[0-9])|any(?:\s+(?:one|two))?|one|two|all|both)\s+(?:[\w-]+\s+)?(?:of|from|(?:group|section|list)\s+\w+)\b[^.;:]{3,60}?\b(?:and|or|plus)\s+(?:at\s+least\s+(?:one|two|[0-9])|any(?:\s+(?:one|two))?|one|two|all|both)\s+(?:[\w-]+\s+)?(?:of|from|(?:group|section|list)\s+\w+)\b"
    r"|\bmeet\s+(?:all|any|one|both)\b[^.:]*;[^.:]*\bmeet\s+(?:all|any|one|both)\b",
    re.IGNORECASE,
)
"""“one item from Group A and one item from Group B”: two counts, one of which was read."""
_DOTS = re.compile(r"(?:…|\.{2,})\.*\s?\w")
"""“AT LEAST ONE OF THE ….TWO items”: words may be missing there."""


def _names_only(text: str) -> bool:
    """Whether words over a list are the name of a section: “Nationally Non-Covered Indications”."""
    return any(c.isalpha() for c in text) and names_nothing(text)


_JOINED_LAST = re.compile(r"\w\s*[;,]\s*(?:and|or)\W*$", re.IGNORECASE)
_DEMANDS = re.compile(
    r"^\W*(?:(?:the|an?|all|each|this|these)\s+)?(?:[\w’'()/-]+\s+){0,5}?(?:must|shall|(?:is|are)\s+required|(?:has|have|needs?)\s+to)\b",
    re.IGNORECASE,
)


def demands(entries: Sequence[Entry]) -> bool:
    """Whether each item of a list says that it must be: “Must be prescribed by …”, “The member must have …”."""
    return len(entries) > 1 and all(_DEMANDS.match(e.passage.text) for e in entries)


def partly_or(between: Sequence[Connector | None]) -> Literal["all", "any"] | None:
    """The likelier rule of a list in which “or” joins some neighbours only; None where it joins all or none.

    “A / B; or / C / D”: a list that is any of its items has its “or” before the last one, or before each, so all are
    asked for and B or C is one of them. “A / B; or / C; or / D”: A is one of them whose “or” was forgotten, or it is
    asked for besides one of the others.
    """
    if set(between) != {"or", None} or (between[-1] and between.count("or") == 1):
        return None
    return "any" if between[-1] else "all"


def _two_heads(text: str) -> bool:
    """Whether the words over a list announce it twice and in two ways: “any of the following: all of the following:”."""
    told = [q for q in quantifier.find(text) if q.how == "stated" and text[q.last :].lstrip().startswith(":")]
    return any(
        (one.rule, one.n) != (other.rule, other.n)
        and text[: one.first].strip().lower() == text[one.last : other.first].lstrip(" :").strip().lower()
        for one, other in pairwise(told)
    )


def _counted(
    found: Quantifier, rule: Rule, n: int | None, items: int, page: Page, over: Passage
) -> list[str]:
    """Findings where quantifier and number of items do not fit."""
    if rule == "at_least" and n is not None and items and n > items:
        return [page.doubt("count_mismatch", over, f"{n} are asked for and {items} are listed")]
    if items == 1 and rule in ("all", "any", "none"):
        return [page.doubt("single_item", over)]
    if found.items is not None and found.items != items and not (rule == "any" and items > 2):
        return [
            page.doubt("count_mismatch", over, f"The words speak of {found.items} items, {items} are listed")
        ]
    return []


def _mentioned(text: str, printed: Sequence[str | None]) -> set[str]:
    """The items that words over a list name by their capital letters: “A; or the combination of B and C”."""
    letters = {re.sub(r"\W", "", label or "") for label in printed}
    return {one for one in re.findall(r"\b[A-Z]\b", _FROM_TO.sub("", text)) if one in letters}


_FROM_TO = re.compile(r"\b[A-Z]\W*(?:-|–|to|through|thru)\W*[A-Z]\b")
"""“items A to C”: all that there are."""


def _labels_fit(named: Sequence[str], printed: Sequence[str | None]) -> bool:
    folded = [re.sub(r"\W", "", p or "").lower() for p in printed]
    if not any(folded):
        return len(named) == len(printed)
    return [n.lower() for n in named] == folded


def joined_by_a_lost_list(
    entries: Sequence[Entry], between: Sequence[Connector | None], lead: LeadIn
) -> int | None:
    """The item that announces a list which is lost, where “or” joins the items behind it only.

    They may be the items of that list: what joins them is not known to join the others.
    """
    likely = lead.quantifier.rule if lead.quantifier and lead.quantifier.how != "stated" else None
    if (lead.quantifier and likely != "all") or {c for c in between if c} != {"or"}:
        return None
    at = next((i for i, e in enumerate(entries[:-1]) if not e.under and _lists(e)), None)
    return at if at and not any(between[:at]) else None


def _lists(entry: Entry) -> bool:
    """Whether an item announces a list and says how many of it are needed."""
    return leaves.announced(entry.passage.text) and leadin.read(entry.passage).quantifier is not None
