"""An item that asks something in one case only: “If the lesion is on the face, X; otherwise, Y”, “For adults, X”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.conditions.exempting import NEEDLESS, excepts_first
from coverable.document.criteria.conditions.lost import lost
from coverable.document.criteria.conditions.restricted import Restricted, restricted
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.quantifiers.quantity import Quantifier
from coverable.document.criteria.text.casewords import IF_IN_WORDS, ONLY_THEN
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.frames import told
from coverable.document.criteria.text.inline import inside_brackets
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node, Rule

WHOM = any_case(
    r"^(?:(?:members|patients|individuals|persons|clients|children|adults|adolescents|those|ages?|pediatric|adult)\b[^:;]{0,60}[0-9]"
    r"|(?:for|in)\s+(?:an?|the)\s+(?:[\w-]+\s+){1,2}?(?:individual|patient|member|person|child|client|beneficiary|enrollee|recipient)(?=\s*[:,])"
    r"|(?:for|in)\s+(?:(?:those|all|adult|pediatric|female|male|women|men|new|existing)\s+)?"
    r"(?:individuals?|patients?|members?|persons?|adults?|children|adolescents?|infants?|women|men|females?|males?|those|clients?|beneficiar(?:y|ies)|enrollees?|recipients?|requests?|initial|continu|renewal|re-?authori))"
)
_FOR_REQUESTS = any_case(
    r"^for\s+(?!(?:at\s+least|more\s+than|the\s+(?:past|last|previous|purposes?)|purposes?|example|instance)\b|[0-9])(?:[\w-]+\s+){1,9}?[\w-]+(?=,\s+(?:the|an?)\s+"
    r"(?:members?|patient|individual|beneficiary|recipient|client|enrollee|person|child|applicant)\s+(?:must|has\s+to|should|needs?\s+to|is\s+required\s+to)\b)"
)
"""“For requests after a revision, the member must …”, whatever the requests are."""
_ASKED_BEFORE = any_case(
    r"^(?P<given>[^,;.:]{3,80}),\s+(?P<asked>[^.;:]{3,300}?\b(?:is|are)\s+(?:required|needed|necessary))\b\W*(?P<rest>.*)$"
)
"""“For surgery, a report is required. The report must show all of the following:”"""
OF_SOME = any_case(
    r"^(?P<given>(?:adults?|children|adolescents?|members?|patients?|individuals?|persons?|women|men|females?|males?)\b(?!,\s+(?:and|or)\b)[^,;.:]{0,60}),\s+"
    r"(?P<asked>(?!(?:adults?|children|adolescents?)\b)[^;:]{3,300})(?P<rest>)$"
)
"""“For adults, failure of A, defined as:”."""
_OF_NAMED = re.compile(
    r"^(?:For|In)\s+(?:the\s+)?(?!(?:Members?|Patients?|Adults?|Children|Individuals?|Women|Men|All|Any|Each)\b)[A-Z][\w®™’'/-]*(?:\s+(?:[A-Z(][\w®™’'()/-]*|and|or|disease|syndrome))*,\s+(?=\S)"
)
"""“For Brackatol XR, an age limit applies”: asked for one of the products or diseases that the list is for."""
_GROUP = any_case(
    r"^(?:(?:all|any|pediatric|adult|female|male|pregnant|young)\s+)?(?:children|adults|adolescents|infants|neonates|newborns|women|men|females|males|minors)\b[^.;:]{0,80}?\s(?P<how>who|must)\s+(?=\S)"
)
"""“Children of 2 years or older must have used …”: others are asked for nothing."""
CASE = any_case(
    r"^(?:(?:also|in\s+addition|additionally|furthermore|moreover),?\s+)?(?:(?P<limits>(?:(?:only|required|applies|applicable|needed)\s+)+))?"
    rf"(?:{IF_IN_WORDS}|if|when(?:ever)?|where|once(?!\s+\w+ing,)|provided(?:\s+that)?(?!\s+(?:in|at|by|to|for|with|on|under|through|as|within)\s)|(?:as|so)\s+long\s+as|assuming(?:\s+that)?|given\s+that|on\s+condition\s+that|in\s+case"
    r"|(?:in|for|on|under)\s+(?:the\s+|all\s+|any\s+|an?\s+)?(?:cases?|events?|instances?|situations?|circumstances?|requests?)\s+(?:of|that|where|when|in\s+which)|in\s+the\s+event(?=\s+the\b)|(?:for|in)\s+(?:those\s+)?(?:members|patients|individuals|persons)\s+for\s+whom)\s+"
)
"""“If the procedure is a revision, …”: asked in that case only."""
BAND = any_case(
    r"^(?:(?:if|for|in)\s+)?(?:[\w-]+\s+){0,3}?(?:(?:age[ds]?\b|members|patients|individuals|persons|clients|children|adults|adolescents|infants|pediatric|adult|younger|older)"
    r"[^:;]{0,70}?(?:[0-9]|eighteen|twenty|twelve)"
    r"|(?:under|over|at\s+least|below|[0-9])[^:;]{0,70}?(?:[0-9]|eighteen|twenty|twelve)[\s-]*(?:(?:years?|yrs?|months?)\b|(?:(?:and|or)\s+)?(?:older|younger)\b))"
)
"""“Members less than 21 years of age: …”"""
OF_STAGE = any_case(
    r"^(?:(?:for|in)\s+)?(?:the\s+)?(?:initial|continu\w+|renewal|re-?authori[sz]ation|re-?approval|maintenance|subsequent|first)\s+"
    r"(?:(?:of|or\s+\w+)\s+)?(?:therapy|treatment|use|requests?|approvals?|authori[sz]ations?|coverage|criteria|fills?)\b"
    r"|^(?:for\s+)?(?:renewal|continuation|re-?authori[sz]ation|initiation)s?\s*[,:]"
)
"""“For initial therapy, all of the following:”"""
_ELSE = any_case(
    r"(?:[.;]\s+|,\s+(?=or\s+else\b|else\b|otherwise\b|(?:and|or)\s+if\s+not\b|and\s+in\s+all\s+other\s+cases\b))(?:(?:and|or),?\s+)?"
    r"(?:otherwise|else|if\s+not|(?:in|for|under)\s+(?:all|every|any)\s+(?:(?:the\s+)?(?:others|rest)|(?:other|remaining)\s+\w+)|for\s+every(?:one|body)\s+else|(?:when|where|if)\s+(?:that|this|it)\s+does\s+not\s+apply|in\s+the\s+absence\s+of\s+(?:this|that)|where\s+neither\s+(?:\w+\s+){0,3}?(?:is|are|appl(?:y|ies))(?:\s+(?:present|met|true|so))?"
    r"|(?:if|when|where)\s*(?:this|that|it)\s+is\s+not(?:\s+(?:so|true|the\s+case))?|if\s*not,\s+then)\s*[,:]?\s+(?=\S)"
)
_THEN = any_case(r"^then(?:\s+and\s+only\s+then)?,?\s+")
_ENDS = re.compile(r"[,:]\s|\s[–—]\s(?!\d)")
_AND_IF = any_case(
    r";\s+(?:and\s+)?(?=if\s(?!not\b|this\b|that\b|so\b|it\s+is\s+not\b(?=\W*(?:,|the\s+case|so\b|true\b))))"
)
"""“If A: X; if B: Y”: a case each."""
_COMMA = re.compile(r"[,:]\s")
"""Inside a part: the case may end elsewhere."""
_GOES_ON = any_case(
    r"(?:such\s+as|including|like|e\.g\.|for\s+example|for\s+instance|but|or|and|which|who|whose|whom|that\s+is|i\.e\.)\b"
)
"""What is no answer to a case: examples of it, or the rest of its sentence."""
_LISTS = any_case(r",\s+(?:and|or)\s")
LONGEST = 140


_NO_TRIAL = re.compile(r"\b(?:except|but|though)\s+(?:that\s+)?no\s", re.IGNORECASE)
"""“A, except that no trial is required when B”: B is another way to meet A, and no case of it."""


def case(
    passage: Passage, page: Page, parent: Rule | None, bands: bool = False, label: str | None = None
) -> Node | None:
    """The condition and what it asks for, where an item is a case; with what is asked otherwise.

    `parent`: the rule of the list; `bands`: each of its items is for an age of its own. A case without an “otherwise”
    asks nothing of others, which only has a sense among items that are all needed.
    """
    if _NO_TRIAL.search(passage.text):
        return None
    several = list(_AND_IF.finditer(passage.text))
    if several and CASE.match(passage.text):
        cuts = [0, *(m.end() for m in several)], [*(m.start() for m in several), len(passage.text)]
        parts = [passage.part(first, last) for first, last in zip(*cuts, strict=True)]
        made = [case(p, page, parent, bands) or leaves.leaf(p, page, None) for p in parts]
        return Node("all", passage.text, page.span(passage), tuple(made), label=label, confidence=0.8)
    some = None if bands else restricted(passage)
    if some and (some.otherwise or (parent == "all" and not _goes_on(some.asked.text))):
        return _restricted(some, passage, page, label)
    if parent == "all" and not bands and (group := _GROUP.match(passage.text)):
        return _of_group(passage, group, page, label)
    if parent == "all" and not bands and _OF_NAMED.match(passage.text):
        return _of_some(passage, page, label)
    asks = CASE.match(passage.text)
    if asks and excepts_first(passage.text):
        return None  # “If it is not the case that X, Y”
    match = asks or (BAND if bands else WHOM).match(passage.text) or _FOR_REQUESTS.match(passage.text)
    other = _ELSE.search(passage.text) if asks else None
    if match is None or (other is None and not bands and parent != "all"):
        return None
    first = passage.part(0, other.start()) if other else passage
    marks = (_ENDS if asks or bands else _COMMA).finditer(first.text, match.end())
    apart = (m for m in marks if not inside_brackets(first.text, m.start()))
    ends = next((m for m in apart if not (asks and _enumerates(first.text, m))), None)
    if ends is None or ends.start() >= LONGEST:
        return None
    rest = first.text[ends.end() :]
    series = not asks and not bands and first.text[ends.start()] != ":"
    if _GOES_ON.match(rest) or (series and _goes_on(rest)):
        return None
    given = first.part(asks.end() if asks else 0, ends.start())
    asked = first.part(ends.end())
    if barred := ONLY_THEN.search(given.text):
        given = given.part(0, barred.start())  # “If A (otherwise not applicable), B”
    if (colon := asked.text.find(":")) > 0 and not leadin.substantive(asked.text[:colon]):
        asked = asked.part(colon + 1)  # “If A, this must also be met: B”
    parts = [_bare(given), _bare(asked.part(_led(_THEN, asked)))]
    if other:
        parts.append(_bare(passage.part(other.end())))
    if not all(parts):
        return None
    if other and NEEDLESS.fullmatch(parts[2].text.strip(" .")):
        parts = parts[:2]  # “If A, B; if not, this criterion does not apply”
    if NEEDLESS.fullmatch(parts[1].text.strip(" .,;")):
        if len(parts) == 2:
            return None
        freed = tuple(leaves.leaf(p.trimmed(".;,"), page, None) for p in (parts[2], parts[0]))
        return Node("any", passage.text, page.span(passage), freed, label=label, confidence=0.8)
    notes = () if asks or bands else (page.doubt("only_for_some", passage),)
    if asks and any(_COMMA.search(p.text) for p in parts[: 2 if len(parts) > 2 else 1]):
        notes = (page.doubt("exception_inside", passage),)
    children = tuple(leaves.leaf(p.trimmed(".;,"), page, None) for p in parts)
    return Node("if", passage.text, page.span(passage), children, label=label, confidence=0.6, notes=notes)


_SERIES = re.compile(r"(?P<one>[^,:;]{1,60}),\s+(?:and|or)\s", re.IGNORECASE)
_LAST = re.compile(r"(?P<one>[^,:;.]{3,80}?)\s(?:and|or)\s(?P<other>[^,:;.]{3,60})\W*", re.IGNORECASE)
_BEHIND = any_case(r"\b(?:by|of|from|with|through|at)\s(?P<name>[^,;:]+)$")


def _enumerates(text: str, comma: re.Match[str]) -> bool:
    """Whether a comma stands in a series of names: “between a bed and a chair, | wheelchair, or commode requires …”.

    So it does where nothing behind it says anything: “When authorized by the agency, | the division or its designee”.
    """
    rest, before = text[comma.end() :], text[: comma.start()]
    series = _SERIES.match(rest)
    if series is not None and VERB.search(series["one"]) is None:
        return True
    behind = _BEHIND.search(before)
    names = behind is not None and VERB.search(behind["name"]) is None
    return names and _LAST.fullmatch(rest) is not None and VERB.search(rest) is None


_AGES = any_case(
    r"\b(?:ages?|aged|age-[a-z]+|years\s+of\s+age|pediatric|adults?|children|adolescents?|bands?|brackets?|ranges?|limits?|different|separate|relevant|matched)\b"
)


def by_age(lead: LeadIn, over: Passage, entries: Sequence[Entry]) -> LeadIn:
    """Words over items that are each for an age, which only say so: “when the age-appropriate criteria are met:”."""
    bands = len(entries) > 1 and all(BAND.match(e.passage.text) for e in entries)
    stated = lead.quantifier is not None and lead.quantifier.how == "stated"
    only = bands and not stated and lead.joint != "unless" and _AGES.search(over.text) is not None
    only = only and not any(c.isdigit() for c in over.text)
    if not only or any(leadin.substantive(_AGES.sub(" ", c.text)) for c in lead.conditions):
        return lead
    counted = Quantifier("any", None, 0, len(over.text), "implied")
    return LeadIn((), "none", counted, lead.inline, None)


def asked_before(condition: Passage, page: Page) -> tuple[Node, tuple[Node, ...]] | None:
    """The case over a list and what its words ask for besides the list: “for X, a report is required. It must show …:”."""
    match = _ASKED_BEFORE.match(condition.text) or OF_SOME.match(condition.text)
    if match is None:
        return None
    asked = [condition.part(match.start("asked"), match.end("asked")).trimmed(",")]
    rest = condition.part(match.start("rest"), match.end("rest"))
    if rest and lost(rest.text, (asked[0].text,)):
        asked.append(rest)
    given = condition.part(0, match.end("given"))
    return leaves.leaf(given, page, None), tuple(leaves.leaf(p, page, None) for p in asked)


def _of_group(passage: Passage, group: re.Match[str], page: Page, label: str | None) -> Node:
    """What is asked of a group of patients in a list of which all is needed: of the group only, or of everybody?"""
    if group["how"].lower() == "who":
        return _of_some(passage, page, label)
    note = page.doubt("only_for_some", passage)
    parts = passage.part(0, group.start("how")), passage.part(group.end("how"))
    children = tuple(leaves.leaf(p.trimmed(".;,"), page, None) for p in parts)
    return Node("if", passage.text, page.span(passage), children, label=label, confidence=0.5, notes=(note,))


def _restricted(some: Restricted, passage: Passage, page: Page, label: str | None) -> Node:
    """What is asked in one case only; asked about where the words do not say that others need not meet it."""
    parts = (some.given, some.asked, *((some.otherwise,) if some.otherwise else ()))
    notes = () if some.said else (page.doubt("only_for_some", passage),)
    children = tuple(leaves.leaf(_bare(p).trimmed(".;,"), page, None) for p in parts)
    made = Node("if", passage.text, page.span(passage), children, label=label, confidence=0.6, notes=notes)
    if some.besides is None:
        return made
    always = leaves.leaf(some.besides, page, None)
    return Node("all", passage.text, page.span(passage), (always, made), label=label, confidence=0.6)


def _of_some(passage: Passage, page: Page, label: str | None) -> Node:
    """A condition that may be asked of some only, kept as it stands, and asked about."""
    kept = leaves.leaf(passage, page, label)
    return replace(kept, confidence=0.5, notes=(*kept.notes, page.doubt("only_for_some", passage)))


def _goes_on(rest: str) -> bool:
    """Whether what follows a comma only goes on with a list: “… a history of A, B, or C that suggests D”."""
    comma = _COMMA.search(rest)
    return comma is not None and _LISTS.search(rest) is not None and not VERB.search(rest[: comma.start()])


def _bare(part: Passage) -> Passage:
    """A part without the words that say who tells it: “there must be evidence that X”."""
    return part.part(told(part.text))


def _led(pattern: re.Pattern[str], passage: Passage) -> int:
    match = pattern.match(passage.text)
    return match.end() if match else 0
