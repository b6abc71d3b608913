"""Numbers of policies: the forms that payers use, and which part of a text is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

VERSION = re.compile(
    r"(?:(?:v(?:er)?|rev)\.?\s?)?(?P<version>[0-9]{1,4}(?:[.-][0-9]{1,4}){0,3}(?:-?[a-z])?|r[ev]?-?[0-9]{1,3}|[a-z][0-9]{0,3})\b",
    re.IGNORECASE,
)
"""What a field for the version holds: `v2.1`, `Ver. 4`."""
_LABELLED = re.compile(
    r"(?:[0-9]{4}\sP\s[0-9]{3,5}-[0-9]{1,3}|(?:[A-Za-z&]{1,12}(?:\s?[-.#]\s?|\s))?(?:[A-Za-z]{1,8}[._/-]){0,3}(?:[A-Z]{1,3}\s)?"
    r"[A-Za-z]{0,6}[0-9][A-Za-z0-9]*(?:[._\-/][A-Za-z0-9]+){0,6}(?::[0-9]{2}(?![0-9:]))?)(?![\w])"
)
"""A number behind its label: any word and digits."""
_NAMED = re.compile(r"(?:number|no\.|#)[\s:#]*(?=\S)", re.IGNORECASE)
"""“Medical Policy / Number 12”: the second part of a label that stands on two lines."""
_GLUED = re.compile(r"[0-9](?=[A-Z][a-z]{2})")
"""“MP-12Current Effective Date”: a label that lost the blank before it."""
_FORMS = (
    (r"(?P<cg>\b[A-Z]{2,5}-[A-Z]{2,6}-[0-9]{1,4}(?:\.[0-9]{1,3})?\b(?!-[0-9]))", 0.95),
    (r"(?P<four>\b[A-Z]{2}-[A-Z]{2,4}-[A-Z]{1,3}-[0-9]{5,8}\b)", 0.95),
    (r"(?P<dots>\b[A-Z]{2,4}\.[A-Z]{2,6}\.[0-9]{1,4}(?:\.[0-9]{1,3})?\b)", 0.95),
    (r"(?P<five>\b[A-Z]{3,6}\.[0-9]{5}\b)", 0.95),
    (r"(?P<program>\b20[0-9]{2}\sP\s[0-9]{3,5}-[0-9]{1,3}\b)", 0.95),
    (r"(?P<year>\b20[0-9]{2}[A-Z][0-9]{4}[A-Z]{1,3}\b)", 0.9),
    (r"\bNCD\s(?:\(?#?\s?)(?P<ncd>[0-9]{2,3}(?:\.[0-9]{1,2}){0,3})\b", 0.95),
    (r"\bCPB\s(?:#\s?)?(?P<cpb>[0-9]{3,4})\b", 0.95),
    (r"(?P<lcd>\b[LA][0-9]{5}\b)", 0.85),
    (r"(?P<parts>\b[A-Z]{1,4}-[0-9]{3,4}-[0-9]{2,3}\b)", 0.9),
    (r"(?P<plain>(?<![\w.])[0-9]\.[0-9]{2}\.[0-9]{2,3}(?![\w.]))", 0.85),
    (r"(?P<joined>\bMP[0-9]{4}\b)", 0.85),
    (r"(?P<figures>\b[0-9]{2}-[0-9]{5}-[0-9]{2}\b)", 0.85),
    (r"\((?P<bracket>[A-Z]{2,5}(?:[ -][0-9]{1,4}|[0-9]{3}))\)", 0.8),
    (r"(?P<dashed>\b[A-Z]{2,5}-[0-9]{2,4}(?:[.-][0-9A-Z]{1,3})?\b(?!-[0-9A-Z]))", 0.75),
)
_ANY = re.compile("|".join(form for form, _ in _FORMS))
_SURE = [sure for _, sure in _FORMS]
_TAIL = re.compile(
    r"(?:[,;(|]\s{0,2}|\s[–—-]\s)#?(?P<number>(?:[A-Z]{2,6}[ -])?[0-9]{1,5}(?:\.[0-9]{1,3})?)\)?\s*$"
)
_NUMBER = r"(?=[^\s,;|:)]*[0-9])(?:[A-Z]{1,6}[\s-])?[A-Z0-9][A-Za-z0-9]*(?:[./_-][A-Za-z0-9]+){0,5}"
_OF_KIND = re.compile(
    r"(?:^|,\s|\()(?:(?:manual\s)?section|policy|guideline|criteria|bulletin|protocol)\s(?:no\.?\s|number\s|#\s?)?"
    rf"(?P<number>(?-i:{_NUMBER}))(?=[\s,;|:)]|$)",
    re.IGNORECASE,
)
"""“Cardiac ablation, Policy RT 742-50”, “Section 669.2, page 1”."""
_FIRST = re.compile(
    r"(?:(?P<number>(?:[A-Z]{2,6}[-/.\s]){1,3}[0-9]{2,5}(?:[.-][0-9A-Z]{1,4})?|[0-9]{3,6}(?:[.-][0-9A-Z]{1,4}){1,2})"
    r"(?:\s?\||:|\s[–—-])\s+(?=[A-Z])|(?P<joined>[A-Z]{2,4}0[0-9]{1,3})\s+(?=[A-Z][a-z]))"
)
"""“HH/7704: Knee imaging”, “25522-WB | Disc replacement | 1 of 3”, “CG037 Pumps”; “FGFR3: X” names a gene."""
_NO_NUMBER = re.compile(
    r"\w{1,3}|[0-9]{1,2}\.0|(?:19|20)[0-9]{2}|[A-Z]?[0-9]{4}[A-Z0-9]?|[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2,4}|[0-9]{1,2}/[0-9]{2,4}"
)
"""A chapter, a year, a code or a date."""
_OTHER = re.compile(
    r"(?:ICD|CPT|HCPCS|COVID|FDA|PUB|SARS|CD|IL|PD|PDL|HIV|HPV|TNF|BMI|SF|DSM|PHQ|ISO|UTF|CY|FY|Q)[- ]?[0-9]",
    re.IGNORECASE,
)
_VERSIONED = re.compile(r"(?P<base>[A-Z]{1,4}-[0-9]{3,4})-(?P<version>0[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Number:
    """A policy number in a text."""

    start: int
    end: int
    value: str
    sure: float


def labelled(text: str) -> Number | None:
    """The number that the value of a `Policy Number` begins with."""
    named = _NAMED.match(text)
    match = _LABELLED.match(text, named.end() if named else 0)
    if not match or not any(c.isdigit() for c in match[0]):
        return None
    glued = _GLUED.search(match[0])
    end = glued.end() if glued else match.end()
    return Number(match.start(), end, text[match.start() : end], 1.0)


def only(text: str) -> bool:
    """Whether a text is a policy number and nothing else."""
    bare = text.strip(" *#")
    found = labelled(bare)
    return found is not None and found.end == len(bare) and len(bare.split()) <= 3


def numbers_in(text: str) -> list[Number]:
    """The policy numbers of a text whose form alone tells them."""
    out: list[Number] = []
    for match in _ANY.finditer(text):
        name = match.lastgroup
        if name is None or _OTHER.match(match[name]):
            continue
        form = next(i for i, (pattern, _) in enumerate(_FORMS) if f"?P<{name}>" in pattern)
        out.append(Number(match.start(name), match.end(name), match[name], _SURE[form]))
    return out


def at_end(title: str) -> Number | None:
    """The number behind a title: `Standing frames, DME 32`, `Braces (MP 12)`."""
    match = _TAIL.search(title[-40:])
    if not match or _OTHER.match(match["number"]):
        return None
    offset = max(0, len(title) - 40)
    alone = match["number"].isdigit()
    if alone and (len(match["number"]) < 3 or 1900 < int(match["number"]) < 2100):
        return None
    return Number(offset + match.start("number"), offset + match.end("number"), match["number"], 0.9)


_OF_OTHERS = re.compile(
    r"\b(?:based\son|adapted|adopted|derived|according|refer|see|supersed\w+|replac\w+|formerly|previous\w*|per|under|follow\w*|medicare|cms|mcg|interqual|milliman|nccn)\b",
    re.IGNORECASE,
)
"""“Adapted from MCG Guideline A-0317”: the number of another document."""


def in_title(text: str) -> Number | None:
    """The number that stands first in a title before a sign, or behind the word for the document."""
    if _OF_OTHERS.search(text):
        return None
    for match in (_FIRST.match(text), *_OF_KIND.finditer(text)):
        name = match.lastgroup if match else None
        if match and name and not (_NO_NUMBER.fullmatch(match[name]) or _OTHER.match(match[name])):
            return Number(match.start(name), match.end(name), match[name], _LIKELY)
    return None


_LIKELY = 0.8


def version_in(number: str) -> str | None:
    """The version that some numbers end with: `LAK-0345-012` is version 012 of its policy."""
    match = _VERSIONED.fullmatch(number)
    return match["version"] if match else None


def same(first: str, second: str) -> bool:
    """Whether two printed numbers are one: capitals and punctuation aside."""
    return _plain(first) == _plain(second)


def _plain(number: str) -> str:
    return re.sub(r"[^0-9a-z]", "", number.casefold())
