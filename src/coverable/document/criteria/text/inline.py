"""Lists that stand inside a sentence: `(1) …; (2) …; and (3) …`, parts between semicolons, or between commas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Literal, TypeAlias

from coverable.document.criteria.text import adjectives
from coverable.document.criteria.text.clausesubjects import shares_subject
from coverable.document.criteria.text.clauseverbs import BEGINS, DOES, VERB
from coverable.document.criteria.text.connectors import Connector, at_end, connector_of
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import NUMBERS
from coverable.document.layout.markers import ranks_of

How: TypeAlias = Literal["numbered", "semicolons", "commas"]

_ENUMERATED = re.compile(
    r"(?:(?<=^)|(?<=[\s;,:(]))\(?(?P<label>[0-9]{1,2}|[a-hA-H]|[ivx]{1,4})\.?\)\s+(?=\S)"
)
_DOTTED = re.compile(
    r"(?:(?<=^)|(?<=[:;,.]\s)|(?<=\b(?:and|AND)\s)|(?<=\b(?:or|OR)\s))(?P<label>[0-9]{1,2}|[a-h]|[ivx]{1,4})\.\s+(?=\S)"
)
_OPENS = re.compile(r"(?:^|:\s)$")
"""What stands before the first of several labels with full stops: “ONE of the following: 1. A, OR 2. B”."""
_IN_WORDS = re.compile(rf"\b(?:{'|'.join(NUMBERS)})\s*$", re.IGNORECASE)
_BETWEEN_LABELS = re.compile(
    r"(?:(?:and|or|is|are|both|either|met|of|this|section)\b|[\s,;:.])*", re.IGNORECASE
)
_PAIRED = re.compile(
    r"^(?:only\s+)?(?:(?:if|when|for)\s+)?(?:(?:documentation|evidence|presence|proof|demonstration)\s+of\s+"
    r"|(?:(?:the|an?|each)\s+)?(?:(?:patient|member|individual|beneficiary|recipient|enrollee|client|person)\s+)?(?:must\s+)?(?:has|have|with|having|is|be)\s+)?(?P<word>both|either)\s+(?!of\b)(?=\S)",
    re.IGNORECASE,
)
_BUT_BARRED = re.compile(
    r"\bbut\s+(?:not\s+both|in\s+no\s+(?:event|case)|never|under\s+no)\b|\bin\s+which\s+case\b|\bexception\b",
    re.IGNORECASE,
)
"""“Either A or B, but in no event where C”: more than a pair."""
_EITHER = re.compile(r"(?<=\w)\s+either\s+(?!of\b)", re.IGNORECASE)
_PAIRED_LINES = re.compile(r"^(?P<word>both|either)\b\s*[:,]?\s+(?=\S)(?!of\b)", re.IGNORECASE)
_TWO = re.compile(
    rf"^(?P<a>[^,;]{{5,200}}),\s+(?P<word>and|or)\s+(?P<b>(?={BEGINS})[^,;]{{5,200}})$", re.IGNORECASE
)
"""“Failure of exercise, or the patient is in pain”: two conditions, of which the second is a clause."""
_UNENDED = re.compile(
    r"\b(?:of|to|from|with|for|by|against|in|on|at|into|has|have|had|is|are|was|were)$", re.IGNORECASE
)
"""“intolerant of, or refuses X”: what both are about stands behind the second."""
_ASIDE = r"(?:,?\s*\b(?:in\s+addition|alternatively|as\s+an\s+alternative|at\s+the\s+same\s+time|also|furthermore|moreover|additionally|likewise)\b,?\s+)?"
"""“and, in addition,”: what says no more than the connector before it."""
NOT_COMPARED = (
    r"(?!(?:higher|greater|more|less|older|younger|worse|better|fewer|longer|shorter|lower|larger|smaller|later|earlier)\b(?!\s+(?:than|severe|frequent|intens\w+|invasive|risk|limbs?|extremit\w+|back)\b)"
    r"|(?:above|over|below|under|beyond|equal)\b(?=\W*$|\s*[,;:)/\]]|\s+(?:and|or|but|of|in|on|by|with|without|per|to|at|for|from|when|where|if|as|within|after|before|during|despite|unless|is|are|was|were|has|have|prior|due)\b))"
)
"""“grade 2 or higher”, “18 years or older”: its “or” joins no two things."""
_CLAUSE = re.compile(
    rf"(?:[,;]\s*(?:(?P<word>and/or|and|or)\b\s*{_ASIDE}|(?P<proviso>(?:as|so)\s+long\s+as|provided\s+that|on\s+condition\s+that)\s+)?|(?<!\bhis)(?<!\bhe)(?<!\bhim)\s+(?P<word2>and|or)\b\s*{_ASIDE}{NOT_COMPARED})(?=(?:if\s+|when\s+|that\s+)?{BEGINS})",
    re.IGNORECASE,
)
_OBJECT_LAST = re.compile(r"\b(?:by|to|of|with|from|for|on),\s+\w", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:(?:for|in|of|with|by)\s+)?(?:whom|who|whose|which)\b", re.IGNORECASE)
"""“… for whom A, or for whom B”: both are said of the patients before."""
_TIMED = re.compile(
    r"(?:,|\band\b).*\b(?:days?|weeks?|months?|years?)\s+(?:after|before|since|from)\s+[^,;]*$", re.IGNORECASE
)
"""Behind other conditions, a time that is counted from either of two events."""
_EXCEPTS = re.compile(r"(?:unless|except)\b", re.IGNORECASE)
_COMMA_WORD = re.compile(r",\s+(?:and|or)\s+", re.IGNORECASE)
_COMMA_OR = re.compile(r"[,;]\s+(?P<word>or)\s+(?:else\s+)?", re.IGNORECASE)
_SEMICOLON = re.compile(r";\s*(?:(?P<word>and/or|and|or)\b[\s,]*)?", re.IGNORECASE)
_COMMA = re.compile(
    rf",\s*(?:(?P<word>and/or|and|or)\b\s*)?|(?<!\bhis)(?<!\bhe)(?<!\bhim)\s+(?P<last>and/or|and|(?<!with\s)(?<!whether\s)or)\s+(?!without\b|not\b){NOT_COMPARED}",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(r"\b(?:such\s+as|for\s+example|e\.g\.|for\s+instance|including)", re.IGNORECASE)
"""Words after which “A or B” are examples of what stands before, and no alternatives to it."""
_JOINS = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+[^\s,;]+(?:\s+(?!and\b)[^\s,;]+){0,4}$", re.IGNORECASE)
"""“between 8 and 45 seconds”, “between the spine and the rib”: the “and” is not one of a list."""
_UPPER = re.compile(r"\s*[,;]?\s+(?P<word>AND/OR|AND|OR)\s+")


@dataclass(frozen=True, slots=True)
class Inline:
    """The items of a list in a sentence, and the connectors between them (as many as items less one)."""

    items: tuple[Passage, ...]
    connectors: tuple[Connector | None, ...]
    how: How
    before: Passage | None = None
    """The words of the sentence before its first item."""
    labels: tuple[str, ...] = ()
    """Those of numbered items."""


_MOST = 120
"""Labels of a sentence; more are no list that somebody wrote."""
_NEAR = 200
"""Characters before a label that can say that it stands in words."""


def numbered(passage: Passage) -> Inline | None:
    """Items with numbers or letters in brackets, or with full stops, that count from one."""
    text = passage.text
    run = _run(text, _ENUMERATED) or _run(text, _DOTTED)
    if not run or (run[0].re is _DOTTED and not _OPENS.search(text[: run[0].start()])):
        return None
    ends = [m.start() for m in run[1:]] + [len(text)]
    items: list[Passage] = []
    connectors: list[Connector | None] = []
    for mark, end in zip(run, ends, strict=True):
        item, connector = at_end(passage.part(mark.end(), end))
        items.append(item.trimmed(",;"))
        connectors.append(connector)
    if any(_BETWEEN_LABELS.fullmatch(i.text) for i in items):
        return None  # “criteria (1) or (2) is met, and (3)”
    before = passage.part(0, run[0].start())
    return Inline(
        tuple(items), tuple(connectors[:-1]), "numbered", before or None, tuple(str(m["label"]) for m in run)
    )


def _run(text: str, labels: re.Pattern[str]) -> list[re.Match[str]]:
    """The first labels of a text that count on, two or more."""
    printed = list(islice(labels.finditer(text), _MOST + 1))
    if len(printed) > _MOST:
        return []
    marks = [m for m in printed if not _IN_WORDS.search(text[max(0, m.start() - _NEAR) : m.start()])]
    runs = (_counting(marks[i:]) for i in range(len(marks)))
    return next((one for one in runs if len(one) > 1), marks[:0])


def _counting(marks: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The marks that count on from the first one in its own series: those of a list inside an item are none of them."""
    run = marks[:1]
    for fold in (str, str.lower):  # “A) one; b) another”, where no list counts in one writing
        for series, rank in ranks_of(fold(marks[0]["label"])) if len(run) < _TWO_ITEMS else ():
            found = [marks[0]] if rank == 1 else []
            for mark in marks[1:] if found else ():
                if (series, len(found) + 1) in ranks_of(fold(mark["label"])):
                    found.append(mark)
            run = found if len(found) > len(run) else run
    return list(run)


_TWO_ITEMS = 2


def parted(passage: Passage, counted: bool = False) -> Inline | None:
    """Parts between semicolons, else between commas with a closing “and” or “or”.

    `counted`: words before them say how many are needed, so that commas alone part them as well.
    """
    return _split(passage, _SEMICOLON, "semicolons") or _split(passage, _COMMA, "commas", counted)


def joins(text: str) -> bool:
    """Whether a comma, an “and” or an “or” stands in a text."""
    return _COMMA.search(text) is not None


def joined_within(text: str) -> bool:
    """Whether an item joins two things itself: “alpha or beta”, but not “between 8 and 45 seconds”."""
    return any(not _within_item(text, m) for m in _JOINS.finditer(text))


def _within_item(text: str, mark: re.Match[str]) -> bool:
    """Whether a connector is that of “between A and B”, of “known or suspected A”; only the words beside it are looked at."""
    at = mark.start()
    between = _BETWEEN.search(text[max(0, at - _NEAR) : at].rstrip()) is not None
    return between or ("," not in mark[0] and adjectives.of_one_noun(text, at, mark.end()))


def by_commas(passage: Passage) -> Inline | None:
    """Parts between commas with a closing “and” or “or”."""
    return _split(passage, _COMMA, "commas")


def paired(passage: Passage) -> tuple[Inline, Literal["all", "any"]] | None:
    """“Both A and B”, “either A or B”, where one connector only can be the one that is meant."""
    match = _PAIRED.match(passage.text)
    if match is None or _BUT_BARRED.search(passage.text):
        return None
    rest = passage.part(match.end())
    word = "and" if match["word"].lower() == "both" else r"or(?:\s+else)?"
    found = [
        m
        for m in re.finditer(rf"[,;]?\s+{word}\s+{NOT_COMPARED}", rest.text, re.IGNORECASE)
        if not _depths(rest.text)[m.start()]
    ]
    several = word != "and" and len(found) > 1 and all(re.match(r"[,;]", m[0]) for m in found)
    parts = _split(rest, _COMMA_OR, "semicolons") if several else None
    if parts and not any("," in i.text for i in parts.items):  # “either A, or B, or C”
        return replace(parts, items=tuple(i.trimmed(".;,") for i in parts.items), how="numbered"), "any"
    if len(found) != 1:
        return None
    listed = by_commas(rest) if word != "and" and re.match(r"[,;]", found[0][0]) else None
    if listed and len(listed.items) > 2 and set(listed.connectors) == {None, "or"}:
        return Inline(tuple(i.trimmed(".;,") for i in listed.items), listed.connectors, "numbered"), "any"
    items = (rest.part(0, found[0].start()), rest.part(found[0].end()).trimmed(".;,"))
    other = r"[,;]\s+or\s" if word == "and" else r"[,;]\s+and\s"
    if (
        not all(items)
        or re.search(r";\s+(?!(?:or|and)\W*$)\w", items[1].text)
        or re.search(other, items[1].text, re.IGNORECASE)
    ):
        return None  # “either A or B, and C”: the comma sets C apart
    connector: Connector = "and" if word == "and" else "or"
    return Inline(items, (connector,), "numbered"), ("all" if word == "and" else "any")


def unpaired(passage: Passage, connector: Connector | None) -> Passage:
    """An item without the “either” or “both” that the next item answers, which begins with “or”, “and”.

    It pairs nothing in the item itself: “EITHER A AND not with B, C, or D / OR E”.
    """
    match = _PAIRED_LINES.match(passage.text)
    if match is None or connector != ("and" if match["word"].lower() == "both" else "or"):
        return passage
    pair = paired(passage)
    if pair and len(pair[0].items) == 2 and not joins(pair[0].items[0].text):
        return passage  # “either A or B / OR C”
    return passage.part(match.end())


def upper(passage: Passage) -> Inline | None:
    """Conditions joined by AND or OR in capitals, in a text that is not in capitals itself."""
    text = passage.text
    if text.upper() == text:
        return None
    found = _split(passage, _UPPER, "semicolons")
    shares = found is not None and len(set(found.connectors)) == 1 and _shares(found.items)
    return None if shares else found


_AFTER = re.compile(
    r"\b(?:to|from|with|without|for|by|in|on|that|against|than|(?:histor(?:y|ies)|diagnos[ei]s|evidence|trials?|failures?|use|treatment|presence|absence|lack|symptoms?|signs?|risk|documentation|intolerance|course|prescription)\s+of)\b",
    re.IGNORECASE,
)
"""What governs every part: “alpha of the skin AND beta” are two, “history of alpha AND beta” is one."""
_HOW_LONG = re.compile(
    r"\b(?:for|within|in|over|during)\s+(?:at\s+least\s+|a\s+minimum\s+of\s+|the\s+)?(?:past|last|previous|prior|[0-9]+|one|two|three|four|six|twelve)\b.*$",
    re.IGNORECASE,
)
_OWN = re.compile(r"[0-9≥≤<>=]")


def _shares(items: tuple[Passage, ...]) -> bool:
    """Whether what a capital connector joins shares words: “failure of one steroid OR one emollient within a year”.

    A later part that is a mere name goes on with the verb, preposition or commas of the first one; kept whole, no word
    of it is lost.
    """
    first = items[0].text
    if any(VERB.search(i.text) or ":" in i.text for i in items[1:]):
        return False
    listed = any(m[0].startswith(",") and not _depths(first)[m.start()] for m in _COMMA.finditer(first))
    names = [_HOW_LONG.sub("", i.text) for i in items[1:]]
    mere = all(not (_AFTER.search(n) or _OWN.search(n) or " of " in n) for n in names)
    return listed or (mere and (_AFTER.search(first) or VERB.search(first)) is not None)


def two(passage: Passage) -> Inline | None:
    """Two conditions, of which the second is a clause, with a comma and a connector between them."""
    match = _TWO.match(passage.text.rstrip(". "))
    if match is None or _EXAMPLES.search(passage.text) or _UNENDED.search(match["a"]):
        return None
    items = (passage.part(match.start("a"), match.end("a")), passage.part(match.start("b"), match.end("b")))
    return Inline(items, (connector_of(match["word"]),), "numbered")


def semicolons(passage: Passage) -> Inline | None:
    """Parts between semicolons with a closing connector: “red eyes; blue nails; or tremor”."""
    found = _split(passage, _SEMICOLON, "semicolons")
    if found is None or len(found.items) <= _TWO_ITEMS or not found.connectors[-1]:
        return None
    names = not any(
        VERB.search(i.text) or _AFTER.search(i.text) or _OWN.search(i.text) for i in found.items[1:]
    )
    return None if names and _WITH_OBJECT.search(found.items[0].text) else found


_WITH_OBJECT = re.compile(
    r"\w\s+(?:requiring|needing|using|receiving|involving|causing|affecting|taking|undergoing)\s+[^,;]+$",
    re.IGNORECASE,
)
"""“lung disease, above all where requiring oxygen; airway pressure; or ventilation”: mere names end the same phrase."""


_LED_LAST = re.compile(r"\b(?:when|if|where|because|since)\s+(?P<said>[^,;]+)$", re.IGNORECASE)


def clauses(passage: Passage) -> Inline | None:
    """Clauses with verbs of their own: `she has A, was B, and cannot C`. None when a part is no clause."""
    text = passage.text.rstrip(". ")
    cuts: list[tuple[int, int, Connector | None]] = []
    depth_at = _depths(text)
    for match in _CLAUSE.finditer(text):
        if not depth_at[match.start()]:
            word = "and" if match["proviso"] else match["word"] or match["word2"]
            cuts.append((match.start(), match.end(), connector_of(word)))
    if not cuts:
        return None
    begins = [0, *(end for _, end, _ in cuts)]
    ends = [*(start for start, _, _ in cuts), len(text)]
    items = [passage.part(b, e) for b, e in zip(begins, ends, strict=True)]
    if any(not VERB.search(i.text) and not DOES.match(i.text) for i in items) or cuts[-1][2] is None:
        return None
    if any(_UNENDED.search(i.text) or adjectives.ends_before_noun(i.text) for i in items[:-1]):
        return None
    if any((led := _LED_LAST.search(i.text)) and not VERB.search(led["said"]) for i in items[:-1]):
        return None  # “to confirm a rupture when | mammography or ultrasound | is abnormal”
    if cuts[-1][2] == "or" and any(shares_subject(a.text, b.text) for a, b in pairwise(items)):
        return None
    if len(items) == _TWO_ITEMS and cuts[-1][2] == "or" and _TIMED.search(items[0].text):
        return None  # “B, at least 12 weeks after A was started or the dose was changed”
    if any(_OBJECT_LAST.search(i.text) for i in items[1:]):
        return None  # “could not tolerate, or was not helped by, B”: B is what both are about
    aside = any(_EXCEPTS.match(i.text) or _RELATIVE.match(i.text) for i in items[1:])
    if aside or any(_COMMA_WORD.search(i.text) for i in items):
        return None  # “A, unless B, C, or D”: the rest belongs to the exception
    return Inline(tuple(items), tuple(c for _, _, c in cuts), "commas")


def _split(passage: Passage, pattern: re.Pattern[str], how: How, counted: bool = False) -> Inline | None:
    text = passage.text.rstrip(". ")
    items: list[Passage] = []
    connectors: list[Connector | None] = []
    begin, depth_at = 0, _depths(text)
    if how == "commas" and any(not depth_at[m.start()] for m in _EXAMPLES.finditer(text)):
        return None
    marks = [
        m
        for m in pattern.finditer(text)
        if m.start() and not depth_at[m.start()] and not _within_item(text, m)
    ]
    if how == "commas" and any(m[0].startswith(",") and m.groupdict().get("word") for m in marks):
        marks = [m for m in marks if m[0].startswith(",")]  # “a, b and c, and d”: “b and c” is one item
    if how == "commas":
        marks = _between_items(text, marks)
    for match in marks:
        word = match.groupdict().get("word") or match.groupdict().get("last")
        if word and _answers_either(text[begin : match.start()], word):
            continue
        items.append(passage.part(begin, match.start()))
        connectors.append(connector_of(word))
        begin = match.end()
    items.append(passage.part(begin, len(text)))
    if len(items) < 2 or any(not i for i in items):
        return None
    if how == "commas" and connectors[-1] is None and not (counted and len(items) > 2):
        return None
    return Inline(tuple(items), tuple(connectors), how)


def _answers_either(item: str, word: str) -> bool:
    """Whether “or” pairs with an “either” inside the item before it: “failure of EITHER alpha OR beta”."""
    return word.lower() == "or" and len(_EITHER.findall(item)) > len(
        re.findall(r"\bor\b", item, re.IGNORECASE)
    )


def _between_items(text: str, marks: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The marks without the commas between adjectives of one noun: “disabling, unresponsive tremor due to A or B”."""
    kept: list[re.Match[str]] = []
    ends = len(text)
    for k in range(len(marks) - 1, -1, -1):
        begins = marks[k - 1].end() if k else 0
        coordinate = marks[k][0].strip() == "," and adjectives.ends_in_adjectives(
            text[begins : marks[k].start()]
        )
        if coordinate and adjectives.begins_with_adjective(text[marks[k].end() : ends]):
            continue
        kept.insert(0, marks[k])
        ends = marks[k].start()
    return kept


def inside_brackets(text: str, at: int) -> bool:
    """Whether a bracket is open at a character of a text."""
    return _depths(text)[at] > 0


def _depths(text: str) -> list[int]:
    """How many brackets are open at each character."""
    out: list[int] = []
    depth = 0
    for c in text:
        if c in "([":
            depth += 1
        out.append(depth)
        if c in ")]" and depth:
            depth -= 1
    return out
