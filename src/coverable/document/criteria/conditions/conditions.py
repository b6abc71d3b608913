"""The criteria that the words of a statement hold, with or without a list under them."""

from __future__ import annotations

import re
from dataclasses import replace

from coverable.document.criteria.conditions import excepted, leaves, overlist, tree
from coverable.document.criteria.conditions.alike import asked_if_unlike
from coverable.document.criteria.conditions.askedonce import asked_once, less
from coverable.document.criteria.conditions.cases import by_age
from coverable.document.criteria.conditions.eachfor import each_for
from coverable.document.criteria.conditions.exempting import UNLESS
from coverable.document.criteria.conditions.ofwhom import who_have_either
from coverable.document.criteria.conditions.uses import (
    each_but_last,
    each_use,
    is_use,
    single_use,
    uses_named,
)
from coverable.document.criteria.quantifiers import gates, leadin, quantifier
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.quantifiers.namesover import narrows_nothing
from coverable.document.criteria.text import frames, inline
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.mixed import grouped, mixed_within
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.parallel import parallel
from coverable.document.criteria.text.passage import Passage
from coverable.document.reading import Node, Rule

_CLAUSE = re.compile(
    r"^\W*(?:only\s+)?(?:when|if|where|once|provided|unless|as\s+long\s+as)\b", re.IGNORECASE
)
_BUT_NOT = re.compile(r",?\s+but\s+not\s+(?:for|in|when|if|to\s+treat|as)\s+", re.IGNORECASE)
_OR_WHEN = re.compile(
    r"(?<=\S)[,;]?\s+or,?\s+(?:alternatively,?\s+|else\s+)?(?P<word>(?:only\s+)?(?:when|if|where|once|provided(?:\s+that)?)"
    r"|(?:for|in)\s+(?:individuals|patients|members|persons|people|adults|children|those|beneficiaries|enrollees|recipients|clients)\s+(?:who\s+(?:have|had|are)|with|who|whose))\s+(?=\S)",
    re.IGNORECASE,
)
"""“… when A, or when B”, “for members with A, or for members with B”."""
_AND_WHEN = re.compile(r"\band\s+(?:only\s+)?(?:when|if|where)\s", re.IGNORECASE)
"""What may belong to the last case or to them all."""
_HIDDEN = re.compile(r",\s+(?:the|an?|his|her|their|there|patient|member|individual)\s", re.IGNORECASE)
"""What may be another clause inside a clause."""
_JOINED = re.compile(r"\b(?:and|or)\b|[,;]", re.IGNORECASE)
_CASE = re.compile(r"\w\s+(?:when|if|unless|where|once)\s", re.IGNORECASE)
_TOP_LEVEL = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)


def criteria_of(
    over: Passage,
    lead: LeadIn,
    entry: Entry | None,
    page: Page,
    open_any: bool = False,
    uses: bool = False,
    covered: bool = False,
    beside: bool = False,
) -> tuple[Node | None, list[str]]:
    """The criteria of a statement: its list, a list in the sentence, or the words that remain.

    `open_any`: a list without a quantifier names cases. `uses`: the words name uses, each of which is meant.
    `covered`: the cases are services that are covered. `beside`: they are asked for beside others, of whom they name.
    """
    under = entry.under if entry else []
    notes = tree.note_doubts(entry.notes, page, entry.under) if entry else []
    if under:
        if open_any and lead.quantifier is None:
            lead = replace(lead, quantifier=quantifier.Quantifier("any", None, 0, 0, "implied"))
        lead = by_age(lead, over, under) if over else lead
        made, doubts = tree.listed(under, lead, page, over if over else under[0].passage, cases=open_any)
        made = (
            excepted.asked_unless(made, page) if covered else excepted.not_unless(made) if open_any else made
        )
        if doubts:
            made = replace(made, notes=(*made.notes, *doubts), confidence=0.5)
        parent: Rule | None = "all" if beside else None
        words = over if over else under[0].passage
        whole = overlist.joined(made, lead, page, words, parent, negative=open_any)
        whole = excepted.unless_barred(whole)
        return less(whole, asked_once(lead, doubts, whole.notes, page)), notes
    if narrows_nothing(over.text):
        return None, notes  # “for adults and children”
    if _SOMEWHERE.fullmatch(over.text):
        note = page.doubt("reference_unknown", over, "It does not say which ones")
        told = gates.unled(over).trimmed(".;:,")
        return Node("leaf", told.text, page.span(told), confidence=0.3, notes=(note,)), [*notes, note]
    if not over or not leadin.substantive(over.text):
        if over and leaves.announced(over.text):
            notes.append(page.doubt("list_lost", over))
            return Node("leaf", over.text, page.span(over), confidence=0.3, notes=(notes[-1],)), notes
        if over and _CLAUSE.match(over.text) and VERB.search(over.text):
            notes.append(page.doubt("running_text", over, "The condition names nothing that can be tested"))
            return Node("leaf", over.text, page.span(over), confidence=0.5, notes=(notes[-1],)), notes
        return None, notes
    if lead.quantifier is None and (named := uses_named(over.trimmed(".;:,"), page, negative=uses)):
        return named, notes
    only_taken_out = uses or _EXCEPTION_OF.match(over.text)
    if only_taken_out and lead.quantifier is None and (barred := barring(over, page)):
        asked = () if uses else (page.doubt("exception_inside", over),)
        return replace(barred, notes=(*barred.notes, *asked)), notes
    if lead.quantifier is None and not uses and _CRITERIA_MET.fullmatch(over.text):
        notes.append(page.doubt("running_text", over, "The condition names nothing that can be tested"))
        return Node("leaf", over.text, page.span(over), confidence=0.5, notes=(notes[-1],)), notes
    if lead.quantifier is None and inline.numbered(over) is None:
        made = _running(single_use(over.trimmed(".;:,")), page)
        if UNLESS.search(over.text):
            made = excepted.not_unless(made) if uses else excepted.kept_whole(over.trimmed(".;:,"), page)
        joins = _JOINED.search(over.text) is not None and not is_use(over.trimmed(".;:,").text)
        if uses and made.rule == "leaf" and not made.notes and joins:
            made = replace(made, notes=(page.doubt("running_text", over),), confidence=0.6)
        return made, notes
    over = over.trimmed(".;,")
    gated = ";" in over.text and inline.numbered(over) is None and _USE_WHEN.match(over.text)
    made = _running(over, page) if gated else leaves.leaf(over, page, None)
    if not made.notes and excepted.from_several(over.text):
        made = replace(made, notes=(page.doubt("exception_inside", over),), confidence=0.5)
    return made, notes


_SOMEWHERE = re.compile(
    r"\W*(?:(?:only|in|under|for|when|an?|the)\s+)*(?:certain|some|specific|specified|defined|limited|select(?:ed)?|particular|special|appropriate)\s+"
    r"(?:(?:clinical|patient)\s+)?(?:circumstances|situations|cases|instances|conditions|settings|patients|individuals|members|indications|populations?|groups?)\W*"
    r"|\W*(?:only\s+)?(?:the\s+)?(?:base(?:line)?|basic|general|standard|usual)\s+(?:requirements|criteria)(?:\s+(?:only|apply|above))*\W*",
    re.IGNORECASE,
)
"""“… is medically necessary in certain circumstances”: the circumstances stand in another document."""


_CRITERIA_MET = re.compile(
    r"\W*(?:when|if|where|provided)\s+(?:all\s+(?:of\s+)?)?(?:the|our)\s+(?:[\w-]+\s+){1,4}criteria\s+(?:are|have\s+been)\s+(?:met|satisfied)\W*",
    re.IGNORECASE,
)
"""“… is medically necessary if the medical appropriateness criteria are met”: which ones stands elsewhere."""


def asked_behind(rest: Passage, page: Page, negative: bool) -> Node | None:
    """What a sentence asks for behind the uses that it lists: “X for the following is covered if Y”."""
    asked, _ = criteria_of(rest, leadin.read(rest), None, page, uses=negative)
    if asked is None and _CRITERIA.search(rest.text):
        note = page.doubt("reference_unknown", rest)
        asked = Node("leaf", rest.text, page.span(rest), confidence=0.5, notes=(note,))
    return asked


_CRITERIA = re.compile(r"\b(?:criteria|requirements|guidelines)\b", re.IGNORECASE)


def barring(passage: Passage, page: Page) -> Node | None:
    """The ground of a negative statement that only an exception bounds: “X is not covered unless Y”."""
    left = _UNLESS_ONLY.match(passage.text)
    exception = passage.part(left.end()).trimmed(".;:,") if left else None
    if exception is None or not leadin.substantive(exception.text):
        return None
    return Node("not", exception.text, page.span(exception), (_running(exception, page),), confidence=0.9)


_UNLESS_ONLY = re.compile(
    r"^\W*(?:unless|until|(?:except|other\s+than|save|apart\s+from)\s+(?:when|if|where|for|in|as|to|that)|with\s+(?:the\s+)?exceptions?\s+(?:of|for))\s+(?!otherwise\b|those\b)(?=\S)",
    re.IGNORECASE,
)
"""What follows a negative position and only takes something out of it."""


_EXCEPTION_OF = re.compile(r"^\W*with\s+(?:the\s+)?exceptions?\s", re.IGNORECASE)


_LED = re.compile(
    r"^\W*(?:(?:on|under|with)\s+(?:the\s+)?(?:condition|proviso)\s+that|(?:in\s+)?(?:those\s+)?(?:cases|instances|situations)\s+(?:where|when|in\s+which)|(?:in\s+)?the\s+event(?:\s+that)?|assuming(?:\s+that)?|upon\s+(?=documentation\b|proof\b|evidence\b)|(?:once|after)\s+(?=it\b))\s*",
    re.IGNORECASE,
)
"""“on condition that”, “in cases where”: no part of the condition."""
_THAT = re.compile(
    r"^\W*(?:(?:where|when|if|provided|once)\s+)?(?:(?:(?:both|either)\s+)?(?:that|if|when|where)\s+|(?:both|either)\s+(?=(?:the|an?|his|her|their|there|it)\s))",
    re.IGNORECASE,
)


_ALSO_LAST = re.compile(r",?\s+(?:as\s+well|too)\W*$", re.IGNORECASE)


def _said(passage: Passage) -> Passage:
    """A condition without the words that lead it in, or say who tells it."""
    for words in (_LED, _THAT):
        if match := words.match(passage.text):
            passage = passage.part(match.end())
    passage = passage.part(frames.told(passage.text))
    if also := _ALSO_LAST.search(passage.text):
        passage = passage.part(0, also.start())
    that = _THAT.match(passage.text)
    return passage.part(that.end()) if that else passage


def _each_when(passage: Passage, last: re.Match[str]) -> list[Passage]:
    """The cases of “when A, when B, or when C”, where each begins with the word that the last one begins with.

    The first word may stand before the passage, where it was taken off.
    """
    word = re.escape(last["word"])
    first = re.match(
        rf"\W*(?:only\s+)?(?:(?:in|for)\s+)?(?:(?:cases|instances|situations|circumstances)\s+)?{word}\s",
        passage.text,
        re.IGNORECASE,
    )
    before = re.search(rf"\b{word}\s+$", passage.block.text[: passage.first], re.IGNORECASE)
    marks = list(re.finditer(rf"[,;]\s+(?:or\s+)?{word}\s+", passage.text[: last.start()], re.IGNORECASE))
    apart = marks or last[0].lstrip().startswith((",", ";"))  # “12 years old when treated; or when B”
    if not (first or before) or not apart:
        return []
    begins = [first.end() if first else 0, *(m.end() for m in marks), last.end()]
    ends = [*(m.start() for m in marks), last.start(), len(passage.text)]
    return [passage.part(a, b) for a, b in zip(begins, ends, strict=True)]


def _or_when(passage: Passage, another: re.Match[str], page: Page) -> Node:
    """“when A or when B”; in “when used for A where B or where C” the words before the first “where” belong to both."""
    if several := _each_when(passage, another):
        children = tuple(_running(gates.unled(p), page) for p in several)
        return Node("any", passage.text, page.span(passage), children, confidence=0.9)
    parts = passage.part(0, another.start()), passage.part(another.end())
    inner = next(
        re.finditer(rf"(?<=\w)[,;]?\s+{another['word']}\s+(?=\S)", parts[0].text, re.IGNORECASE), None
    )
    stem = gates.unled(parts[0].part(0, inner.start())) if inner else None
    if inner is None or stem is None or not leadin.substantive(stem.text):
        children = tuple(_running(gates.unled(p), page) for p in parts)
        return Node("any", passage.text, page.span(passage), children, confidence=0.9)
    cases = tuple(_running(gates.unled(p), page) for p in (parts[0].part(inner.end()), parts[1]))
    either = Node("any", passage.text, page.span(passage), cases, confidence=0.9)
    return Node("all", passage.text, page.span(passage), (_running(stem, page), either), confidence=0.9)


_FOR_USE = re.compile(
    r"^\W*(?:for|in|as)\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+){0,2}?(?:treatment|management|therapy|diagnosis|evaluation|prevention|repair)\s+(?:of|for)\s",
    re.IGNORECASE,
)


def _use_of_patients(text: str, use: str) -> bool:
    """Whether a text is one use and the patients that it is for: “for treatment of X for patients with Y”."""
    plain = _JOINED.search(use) is None and VERB.search(use) is None
    return plain and _FOR_USE.match(text) is not None


def _may_be_several(text: str) -> bool:
    """Whether “and” or “or” may join conditions: a verb or a case stands behind it, and no mere name."""
    return any(VERB.search(text, m.end()) or _CASE.search(text) for m in _TOP_LEVEL.finditer(text))


_USE_WHEN = re.compile(
    r"(?P<use>\W*(?:for|in|to|as)\s+[^,;:()]{3,120}?),?(?:\s+only)?\s+(?:when(?:ever)?|if)\s+(?P<clause>(?!\w+(?:ing|ed)\b|given\b|done\b)\w[^:]+)$",
    re.IGNORECASE,
)
"""“for A when the patient has B”: a use, and what is asked for besides."""
_OWN_CASE = re.compile(r"\W*(?:for|in|to|as|when(?:ever)?|if)\s", re.IGNORECASE)
"""A part with a use or a case of its own."""
_ADDS = re.compile(
    r",?\s+(?:and|provided)\s+(?:that\s+)?(?:(?:who|when|if|where)\b,?\s+)?,?(?:in\s+addition|additionally|furthermore|at\s+the\s+same\s+time|in\s+(?:either|each|any|both|every|all)\s+(?:case|event|instance)s?),?\s+(?:that\s+)?(?=\S)",
    re.IGNORECASE,
)
"""“A or B, and in either case C”, “A and, in addition, either B or C”: what is added stands beside all before it."""


def _added(passage: Passage, page: Page) -> Node | None:
    """Conditions and one that is added to all of them."""
    match = _ADDS.search(passage.text)
    if match is None or not match.start() or ":" in passage.text or ";" in passage.text:
        return None
    parts = passage.part(0, match.start()), passage.part(match.end())
    children = tuple(_running(gates.unled(p), page) for p in parts)
    return Node("all", passage.text, page.span(passage), children, confidence=0.8)


_THREE = 3
_EITHER = re.compile(r"(?:and\s+)?either\s+", re.IGNORECASE)


def _with_either(clauses: inline.Inline, passage: Passage, page: Page) -> Node | None:
    """“A, B, and either C or D”: the last two are one of what is asked for."""
    if len(clauses.items) < _THREE:
        return None
    *before, last = clauses.connectors
    *first, one, other = clauses.items
    led = _EITHER.match(one.text) if first else None
    if led is None or last != "or" or not {c for c in before if c} <= {"and"}:
        return None
    either = [one.part(led.end()), other]
    span = page.source.join(page.span(p) for p in either)
    inner = Node("any", one.text, span, tuple(leaves.leaf(p, page, None) for p in either))
    asked = tuple(leaves.leaf(_said(c), page, None) for c in first)
    return Node("all", passage.text, page.span(passage), (*asked, inner), confidence=0.8)


_OUTER = re.compile(r"\s*;\s+(?P<word>and|or)\b,?\s+", re.IGNORECASE)


def _outermost(passage: Passage, page: Page) -> Node | None:
    """“A; or B and C”: what semicolons part is parted first, where one word joins all of it and another joins inside."""
    marks = list(_OUTER.finditer(passage.text))
    words = {m["word"].lower() for m in marks}
    if len(words) != 1 or passage.text.count(";") != len(marks) or ":" in passage.text:
        return None
    ends = [*(m.start() for m in marks), len(passage.text)]
    parts = [passage.part(a, b) for a, b in zip([0, *(m.end() for m in marks)], ends, strict=True)]
    other = "and" if words == {"or"} else "or"
    if not any(re.search(rf"\b{other}\b", p.text, re.IGNORECASE) for p in parts):
        return None
    if _USE_WHEN.match(parts[0].text) and not any(_OWN_CASE.match(p.text) for p in parts[1:]):
        return None  # “in adults when A, or B; C; and D”: the adults are asked for beside all of it
    children = tuple(_running(gates.unled(p), page) for p in parts)
    rule: Rule = "any" if words == {"or"} else "all"
    return Node(rule, passage.text, page.span(passage), children, confidence=0.8)


def _grouped(flat: Node, outer: str, groups: list[list[Passage]], page: Page) -> Node:
    """The clauses of a flat node in the groups that commas make: “A or B, and C”."""
    kept, parts = iter(flat.children), list[Node]()
    for group in groups:
        mine = tuple(next(kept) for _ in group)
        span = page.source.join([n.span for n in mine])
        rule: Rule = "all" if outer == "or" else "any"
        parts.append(
            mine[0] if len(mine) == 1 else Node(rule, page.source.text[span.start : span.end], span, mine)
        )
    return replace(flat, rule="any" if outer == "or" else "all", children=tuple(parts))


def _running(passage: Passage, page: Page) -> Node:
    """Conditions in a running sentence: cut where a new clause begins; a finding where the cut is not certain."""
    if (parted := _BUT_NOT.search(passage.text)) and parted.start():
        kept = leaves.leaf(gates.unled(passage.part(0, parted.start())), page, None)
        barred = leaves.leaf(passage.part(parted.end()), page, None)
        taken = Node("not", passage.text, barred.span, (barred,))
        return Node("all", passage.text, page.span(passage), (kept, taken), confidence=0.9)
    if outer := _outermost(passage, page) or _added(passage, page):
        return outer
    if inline.paired(passage):
        return leaves.leaf(passage, page, None)
    if another := _OR_WHEN.search(passage.text):
        made = _or_when(passage, another, page)
        if not _AND_WHEN.search(passage.text):
            return asked_if_unlike(made, passage, page)
        return replace(made, confidence=0.5, notes=(*made.notes, page.doubt("and_or_scope", passage)))
    if each := each_for(passage, page, _running):
        return each
    if (apart := _USE_WHEN.match(passage.text)) and not _JOINED.search(apart["use"]):
        use, clause = passage.part(0, apart.end("use")), passage.part(apart.start("clause"))
        if VERB.search(use.text) is None and VERB.search(clause.text):
            parts = (leaves.leaf(gates.unled(use), page, None), _running(clause, page))
            several = _TOP_LEVEL.search(clause.text) is not None or _CASE.search(clause.text) is not None
            several = several and not (parts[1].children and _OUTER.search(clause.text))
            notes = (page.doubt("running_text", passage),) if several and not parts[1].notes else ()
            return Node("all", passage.text, page.span(passage), parts, confidence=0.9, notes=notes)
    led, passage = passage.text, _said(passage)
    bare = gates.unled(passage)
    if made := who_have_either(bare, page, _running):
        return made
    clauses = parallel(bare) or inline.semicolons(bare) or inline.clauses(bare)
    if clauses is not None:
        if both := _with_either(clauses, passage, page):
            return both
        joined = {c for c in clauses.connectors if c}
        nodes = tuple(leaves.leaf(_said(c), page, None) for c in clauses.items)
        said = [c.text for c in clauses.items] if clauses.how == "semicolons" else []
        each = bool(said) and each_use(led, said)
        if not each and joined == {"and"} and each_but_last(led, said):
            note = page.doubt(
                "running_text", passage, "Uses, and words behind the last one: are they said of each?"
            )
            return Node("any", passage.text, page.span(passage), nodes, confidence=0.5, notes=(note,))
        rule: Rule = "any" if joined == {"or"} or each else "all"
        made = Node(rule, passage.text, page.span(passage), nodes, confidence=0.9)
        whole = not (any(_HIDDEN.search(c.text) for c in clauses.items) or mixed_within(clauses, passage))
        if len(joined) == 1 and "and/or" not in joined and whole:
            return made if clauses.how == "numbered" else asked_if_unlike(made, passage, page)
        if by_commas := grouped(clauses, passage):
            made = _grouped(made, *by_commas, page)
        return replace(made, confidence=0.5, notes=(page.doubt("and_or_scope", passage),))
    held = [gates.unled(g) for g in gates.gates(passage)]
    nodes = tuple(leaves.leaf(g, page, None) for g in held if g)
    if len(nodes) > 1:
        if len(nodes) == 2 and _use_of_patients(passage.text, held[0].text):
            return Node("all", passage.text, page.span(passage), nodes, confidence=0.9)
        note = page.doubt("running_text", passage)
        return Node("all", passage.text, page.span(passage), nodes, confidence=0.6, notes=(note,))
    if not nodes:
        return leaves.leaf(passage, page, None)
    made = nodes[0]
    if made.rule == "leaf" and not made.notes and VERB.search(passage.text) and _may_be_several(passage.text):
        return replace(made, notes=(page.doubt("running_text", passage),), confidence=0.7)
    return made
