"""Quantifiers that no word of number states: the usual sense of words that point to a list.

Criteria are all asked for, of indications any is enough, of contraindications there must be none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from coverable.document.criteria.quantifiers.pointers import adjective_at, negated_at, refers_at, ruled_out
from coverable.document.criteria.quantifiers.quantity import Quantifier, QuantifierRule
from coverable.document.criteria.text.tokens import Token, words_at
from coverable.document.criteria.text.wordclasses import ALTERNATIVES, FILLER, MET, NOUNS, POINTING, TRAILING

_BY_AGE = (
    "according",
    "depending",
    "based",
    "by",
    "per",
    "criteria",
    "requirements",
    "accordance",
    "respective",
)
_FREE = re.compile(
    r"(?:^|[;,]\s+|\b(?:has|have|with|is|are|there\s+is)\s+)(?P<free>(?:no|without(?:\s+any)?|(?:an?\s+|the\s+)?absence\s+of|lack\s+of)(?:\s+(?:[\w-]+\s+){0,3}(?:of|for|to|in|such\s+as|including))?)\s*:?\s*$",
    re.IGNORECASE,
)
_MUST_NOT = re.compile(
    r"\b(?P<free>(?:must|shall|should|does|do|may|can)\s+not\s+(?:have|be|show|exhibit)(?:\s+had)?"
    r"|(?:has|have)\s+not\s+(?:had|received|taken|undergone|experienced|shown|been\s+(?:treated|given|managed)\s+with))\s*:?\s*$",
    re.IGNORECASE,
)
_NOT_WITH = re.compile(
    r"(?:^|[.;]\s+)\W*(?P<free>(?:[\w’'()/-]+\s+){0,6}?(?:will|must|shall|should|does|is|are)\s+not\s+(?:be\s+)?(?:used|given|taken|combined|prescribed)"
    r"\s+(?:(?:concurrently|together|concomitantly|in\s+(?:combination|conjunction))\s+)?with)\s*:?\s*$",
    re.IGNORECASE,
)
"""“The drug will not be used in combination with:”: none of them."""
_NO_BAR = re.compile(
    r"(?:^|\b(?:has|have|with|is|are|there\s+is)\s+|\b(?=(?:does|do|must|should)\s+not\s))(?P<free>(?:no|without(?:\s+any)?|(?:does|do|must|should)\s+not\s+have\s+(?:an?|any)?)\s*(?:(?:known|other|active|absolute|relative|clinical|medical)\s+)*"
    r"(?:contraindications?|exclusions?|exclusion\s+criteria|risk\s+factors?|red\s+flags?)(?:\s+(?:to|for|against|of)\s+[^,;:.]{1,60}?)?(?:\s+(?:appl(?:y|ies)|exists?|(?:is|are)\s+(?:present|met)))?(?:,?\s+(?:such\s+as|including|namely|that\s+is|e\.g\.|i\.e\.),?)?)\s*:\s*$",
    re.IGNORECASE,
)
"""“The patient does not have a contraindication to surgery:”: the list names them."""


_TAKES_NOBODY = re.compile(
    r"(?:^|[.;:,]\s+)\W*(?P<free>(?:[\w-]+\s+){0,6}?(?:(?:may|shall|must|can|could|will|should|does|do)\s+not|cannot)\s+(?:knowingly\s+)?"
    r"(?:admit|accept|enroll?|take|place|retain|keep|serve|treat|transfer|refer|transport|authori[sz]e|approve)\s+[^,;:]{1,80}?"
    r"\b(?:who|whom|that|with|having)(?:\s+(?:has|have|had|is|are|shows?|meets?|exhibits?|with))?)\s*:?\s*$",
    re.IGNORECASE,
)
"""“A program may not admit a child who has:” is said of the program and asks that the child has none of it."""


def free_of(text: str) -> Quantifier | None:
    """“No history of:”, “Without:”, “must not have:” over a list: none of it."""
    found = (p.search(text) for p in (_FREE, _MUST_NOT, _NOT_WITH, _NO_BAR, _TAKES_NOBODY))
    match = next((m for m in found if m), None)
    return Quantifier("none", None, match.start("free"), match.end("free"), "implied") if match else None


def of_uses(text: str) -> Quantifier | None:
    """“Covered indications:” over a list: each of them is one for which the service is granted."""
    match = _USES.search(text) or _USES_LED.search(text)
    return Quantifier("any", None, match.start("uses"), match.end("uses"), "implied") if match else None


def of_services(text: str) -> Quantifier | None:
    """“Covered services include the following:” over a list: each of them is covered."""
    match = _SERVICES.search(text)
    return Quantifier("any", None, match.start("all"), match.end("all")) if match else None


_SERVICES = re.compile(
    r"(?:^|[.;]\s+)\W*(?P<all>(?:covered\s+(?:[\w-]+\s+){0,4}?(?:services?|items?|equipment|supplies|benefits|drugs|procedures)|coverage)\s+(?:(?:shall|may|will)\s+)?includes?"
    r"(?:,?\s+but\s+(?:is|are)?\s*not\s+limited\s+to)?(?:,?\s+the\s+following(?:\s+(?!criteria|conditions|requirements)[\w-]+){0,5})?)\s*:?\s*$",
    re.IGNORECASE,
)


_USES_LED = re.compile(
    r"(?P<uses>\b(?:in|for|as\s+part\s+of)\s+(?:the\s+)?(?:[\w-]+,?\s+(?:(?:and|or|and/or)\s+)?){0,4}?(?:treatment|evaluation|diagnosis|management|prevention|work-?up|monitoring|assessment|detection|screening|staging)\s+(?:of|for)"
    r"|(?<=,)\s*for|\b(?:prior\s+to|before)|\bto\s+(?:diagnose|evaluate|treat|detect|monitor|assess|rule\s+out|prevent)(?:,?\s+(?:or|and/or)\s+\w+)?)\s*:\s*$",
    re.IGNORECASE,
)
"""“in the evaluation or treatment of:”, “prior to:”, “in adults with cancer, for:”: each is a use."""
_USES = re.compile(
    r"\b(?P<uses>(?:covered|approved|approvable|accepted|eligible|labell?ed|FDA[-\s]+(?:approved|labell?ed))\s+(?:indications|diagnoses|uses))(?:\s+(?:of|for)\s+[^,;:.]{2,60})?\s*(?:\([^()]*\))?\s*[*†]?\s*:\s*$",
    re.IGNORECASE,
)


def whole_list(text: str) -> Quantifier | None:
    """“satisfies the entire list below”, “meets the full set of criteria”: all of it, in so many words."""
    match = _WHOLE.search(text)
    return Quantifier("all", None, match.start(), match.end()) if match else None


_WHOLE = re.compile(
    r"\b(?:has|have|with|by)\s+(?:the|a)\s+combination\s+of(?=\s*:?\s*$)|\bthis\s+set\s+of\s+(?:criteria|requirements|conditions)\b|\b(?:the\s+)?(?:full|entire|complete|whole)\s+(?:list|set)(?:\s+of\s+(?:the\s+)?(?:criteria|requirements|conditions|items|elements|statements)\b(?:\s+(?:below|here))?|\s+(?:below|that\s+follows)\b)",
    re.IGNORECASE,
)


def turned(text: str, found: Quantifier) -> Quantifier:
    """What words beside a quantifier make of it: “no item is missing” is all, “a diagnosis on this list” any."""
    none = found.rule == "none" and _NO.match(text[found.first :])
    if none and (missing := _MISSING.match(text[found.last :])):
        return replace(found, rule="all", last=found.last + missing.end())
    barred = _NO_BARS.match(text)
    if barred is not None and found.rule in ("all", "any") and found.last >= barred.start():
        how = "odd" if found.how == "stated" and found.rule == "all" else "stated"
        return Quantifier("none", None, barred.start("no"), found.last, how)
    nobody = _TAKES_NOBODY.search(text[: found.first])
    if nobody is not None and found.rule in ("all", "any"):
        how = "odd" if found.rule == "all" and found.how == "stated" else found.how
        return replace(found, rule="none", n=None, first=nobody.start("free"), how=how)
    if found.how == "implied" and found.rule == "all" and _TOGETHER.search(text):
        return replace(found, how="stated")
    if found.how == "implied" and found.rule == "all" and _ONE_OF_LIST.search(text):
        return replace(found, rule="any")
    return found


_NO_BARS = re.compile(
    r"\W*(?:there\s+(?:is|are)\s+)?(?P<no>no|without|absence\s+of)\s+(?:[\w-]+\s+){0,3}?(?:contra-?indications?|exclusions?|exclusion\s+criteria)\b[^:;.]{0,60}?\b(?:includ\w+|such\s+as)\b",
    re.IGNORECASE,
)
"""“No medical contraindication, including all of the following:”: each of them has to be absent."""
_NO = re.compile(r"(?:no|none|nothing|neither)\b", re.IGNORECASE)
_MISSING = re.compile(
    r"\s*(?:(?:is|are|was|were|has|have|remains?)\s+(?:been\s+)?(?:left\s+)?|left\s+|(?=unmet|missing|omitted))"
    r"(?:out|undocumented|missing|lacking|unmet|omitted|absent|unsatisfied|unfulfilled|wanting|incomplete)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:co-?exist|co-?occur|collectively|jointly|simultaneously|in\s+(?:full|their\s+entirety|combination)|without\s+exception"
    r"|(?:complete|full|entire|whole)\s+(?:set|list)|(?:met|present|satisfied|fulfilled)\s+(?:together|at\s+the\s+same\s+time))\b",
    re.IGNORECASE,
)
_ONE_OF_LIST = re.compile(
    r"\b(?:an?|one)\s+(?:[\w-]+\s+)?(?:diagnosis|condition|indication|item|criterion|reason|situation|circumstance|finding|use)"
    r"\s+(?:on|from|in|of|listed|named|shown)\s+(?:\w+\s+)?(?:list|table|those|these|below|here)\b",
    re.IGNORECASE,
)


_ANOTHER_CLAUSE = frozenset(("when", "if", "where", "provided", "once"))
"""“for the following indications when alpha is present”: not the indications are present."""


def implied(tokens: Sequence[Token]) -> Quantifier | None:
    """The sense of words that point to a list without a number: criteria all, indications any, contraindications none."""
    for i in range(len(tokens) - 1, -1, -1):
        if not refers_at(tokens, i):
            continue
        if tokens[i].word in ("age", "ages"):
            begin = next((k for k in range(max(0, i - 4), i) if tokens[k].word in _BY_AGE), i)
            return Quantifier("any", None, tokens[begin].first, tokens[i].last, "implied")
        if tokens[i].word == "group":
            begin = next(k for k in range(i - 1, -1, -1) if tokens[k].word == "criteria")
            begin -= begin > 0 and tokens[begin - 1].word == "the"
            return Quantifier("any", None, tokens[begin].first, tokens[i].last, "implied")
        end = i + 1
        these = tokens[i].word in ("these", "those")
        if these:
            end = next(k for k in range(i + 1, len(tokens)) if tokens[k].word in NOUNS) + 1
        while (
            not these
            and end < len(tokens)
            and (tokens[end].word in NOUNS | POINTING | TRAILING or adjective_at(tokens, end))
        ):
            end += 1
        first = i - (tokens[i].word == "follows" and i > 0 and tokens[i - 1].word == "as")
        while first > 0 and tokens[first - 1].word in NOUNS | FILLER - {"or", "and", "one", "1", "more"}:
            if words_at(tokens, first - 1, "exclusion", "of"):
                break  # what is ruled out, and no word for a list
            first -= 1
        if tokens[i].word == "list" and first > 1 and tokens[first - 1].word in ("in", "on", "from"):
            named = first - 2  # “the disorders in this list”
            first = named if tokens[named].word in NOUNS else first
            while first > 0 and tokens[first - 1].word in ("the", "any", "of") and tokens[first].word != "of":
                first -= 1
        inside = {t.word for t in tokens[first:end]}
        later = takewhile(lambda t: t.word not in _ANOTHER_CLAUSE | {"("}, tokens[end : end + 5])
        after = [t.word for t in later]
        negated = (
            "absent" in after
            or ruled_out(tokens, end)
            or ("not" in after and any(w in MET for w in after))
            or negated_at(tokens, first) is not None
        )
        by_age = not {"age", "ages", "population"}.isdisjoint(inside)
        asked = first > 0 and tokens[first - 1].word in (
            "meet",
            "meets",
            "meeting",
            "satisfy",
            "satisfies",
            "fulfill",
            "fulfills",
        )
        subject_to = first > 1 and (tokens[first - 2].word, tokens[first - 1].word) == ("subject", "to")
        subject_to = subject_to and _NAMED_USES.isdisjoint(inside)  # “subject to these indications”
        met = (asked or subject_to or any(w in MET for w in after)) and not by_age
        named = first > 0 and not met and tokens[first - 1].word in _TREATED and not inside & _ASKED
        rule: QuantifierRule = (
            "none" if negated else "any" if by_age or named or (inside & ALTERNATIVES and not met) else "all"
        )
        start = first
        if negated and (before := negated_at(tokens, first)) is not None:
            start = before
        return Quantifier(rule, None, tokens[start].first, tokens[end - 1].last, "implied")
    return None


_TREATED = frozenset(
    ("for", "treat", "in", "of", "treating", "treatment", "management", "therapy", "prevention", "diagnosis")
)
"""Words before a list that names uses: “for the treatment of the following”."""
_NAMED_USES = frozenset(("indication", "indications", "diagnosis", "diagnoses"))
_ASKED = frozenset(
    (
        "criteria",
        "criterion",
        "requirements",
        "requirement",
        "elements",
        "items",
        "standards",
        "documentation",
    )
)
"""Nouns that are asked for and not named as cases."""
